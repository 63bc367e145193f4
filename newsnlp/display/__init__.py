"""Views for people: HTML, terminal and plots of text, spans and numbers, independent of the rest of the package."""

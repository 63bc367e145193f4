"""Views for people: HTML, terminal, plots; they take text, spans and numbers and import nothing of ours."""

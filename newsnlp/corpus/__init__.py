"""Many articles: reading them from files, and models trained on texts of the user's own."""

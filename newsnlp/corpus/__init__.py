"""Many articles: files, tables, stories and trends, and models trained on the user's texts."""

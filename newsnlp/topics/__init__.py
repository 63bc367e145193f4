"""Topics: which of a set of topics hold for a news text, how surely, and why."""

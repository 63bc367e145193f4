"""Topics: which topics a news text has, with what probability, and why."""

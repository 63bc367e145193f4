"""Naive twins in plain Python, one file a room: slow, short, obviously right."""

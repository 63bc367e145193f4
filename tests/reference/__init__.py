"""Naive twins in plain Python, one file for each part: slow, short, obviously right."""

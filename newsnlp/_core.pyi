"""
Native core of newsnlp: text in, numbers out; no state, no Python object per token.
"""

def character_classes(code: int) -> int:
    """Return the class bits of a code point."""

def lower_code(code: int) -> int:
    """Return the lower-case form of one code point alone."""

"""
Native core of newsnlp: text in, numbers out; no state, no Python object per token.
"""

from typing import Annotated

import numpy
from numpy.typing import NDArray

def paragraph_offsets(
    text: object, line_breaks: str = "auto"
) -> Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C")]:
    """Return the (start, end) of every paragraph, shape (n, 2)."""

def sentence_offsets(
    text: object, line_breaks: str = "auto", abbreviations: tuple[str, ...] = ()
) -> Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C")]:
    """Return the (start, end) of every sentence, shape (n, 2)."""

def sentence_offsets_within(
    text: object,
    stretches: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
    abbreviations: tuple[str, ...] = (),
) -> Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C")]:
    """
    Return the (start, end) of every sentence within the given stretches (m, 2), each read on its own.
    """

def lexicon() -> list[tuple[str, int]]:
    """
    Return (word, role bits) of every word that the sentence rules know, one pair a role list.
    """

def character_classes(code: int) -> int:
    """Return the class bits of a code point."""

def lower_code(code: int) -> int:
    """Return the lower-case form of one code point alone."""

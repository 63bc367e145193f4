"""Parts of a text by offsets: spans and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Sentence", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, by its offsets.

    Parameters
    ----------
    start, end : int
        Character offsets into the text as given; `end` is exclusive.

    Examples
    --------
    >>> from newsnlp import Span
    >>> span = Span(7, 12)
    >>> span.of("Hello, world"), len(span)
    ('world', 5)
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of `text` that this span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


class Sentence(NamedTuple):
    """A sentence and its offsets in its text.

    Parameters
    ----------
    text : str
        The sentence as written.
    start, end : int
        Character offsets: ``source[start:end] == text``; `end` is exclusive and comes after closing quotes.
    score : float or None, default=None
        The sentence's score from a summarizer; None if it has not been scored.

    Examples
    --------
    >>> from newsnlp import split_sentences
    >>> split_sentences("It rained. Rivers rose.")[1]
    Sentence(text='Rivers rose.', start=11, end=23, score=None)
    """

    text: str
    start: int
    end: int
    score: float | None = None

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a dict; `score` only if there is one."""
        fields = self._asdict()
        if self.score is None:
            del fields["score"]
        return fields


def sentences_of(text: str, offsets: Iterable[Iterable[int]]) -> list[Sentence]:
    """Return the sentences of a text at pairs of (start, end)."""
    make = tuple.__new__  # the constructor of a NamedTuple is a Python function, which takes twice as long
    return [make(Sentence, (text[start:end], start, end, None)) for start, end in offsets]

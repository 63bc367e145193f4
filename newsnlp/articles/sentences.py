"""Sentences with exact offsets, found by rules in the native core; no data to download."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import paragraph_offsets, sentence_offsets, sentence_offsets_within
from newsnlp._validation import check_choice, check_text, check_words
from newsnlp.articles.spans import Sentence, sentences_of

__all__ = ["SentenceSplitter", "split_sentences"]

Offsets = NDArray[np.int64]


class SpanTokenizer(Protocol):
    """The interface of NLTK's sentence tokenizers."""

    def span_tokenize(self, text: str) -> Iterable[tuple[int, int]]:
        """Return the (start, end) of each sentence."""


class SentenceSplitter:
    """Split text into sentences with exact offsets.

    A sentence starts at its first character that is not white space; its end is exclusive and includes the quotes and
    brackets that follow the last punctuation mark. The rules know abbreviations, initials, ellipses, lists, addresses,
    missing blanks, and the punctuation of CJK, Arabic, Persian and Indic scripts.

    Parameters
    ----------
    line_breaks : {'auto', 'sentence', 'space'}, default='auto'
        What a single line break means; a blank line always ends a sentence. 'sentence' ends a sentence, 'space' is a
        blank. 'auto' ends a sentence unless the line goes on (the next one begins with "'s", or in lower case after 60
        characters or a comma) or the text is hard-wrapped. A text is hard-wrapped when at least a fifth of the breaks
        between two lines of text are run-ons: the line has 25 to 120 characters and does not end in sentence
        punctuation, and the next line goes on in lower case. In such a text, a break is a blank if it is a run-on,
        however short the line, or if the line is full (the next line's first word would pass the widest line of its
        block), but not before a bullet or a deeper indent. In a block of at least three lines it is also a blank if the
        line has at least 25 characters, does not end in sentence punctuation, and shows that it goes on: its last word
        must be followed by another ("of", "its"), the next line begins with a digit or with "Inc", "Ltd" and the like,
        or it is four fifths as long as the widest; the first line of a block, which can be a title, is not judged by
        its length but goes on if it begins with "The" or "A" or contains "said".
    abbreviations : iterable of str, default=()
        Additional abbreviations ("approp", "Dipl.-Ing"), with or without the period, in any case. Their period ends
        a sentence only before a word that often begins one.
    tokenizer : callable, object with ``span_tokenize`` or str, default=None
        Replaces the rules within each paragraph: a function from str to the sentences (as str, in order)
        or to their (start, end) pairs, or a tokenizer object of NLTK. A str is the language of NLTK's Punkt tokenizer
        ('german'), whose data must be on the machine: ``nltk.download('punkt_tab')`` fetches them.

    Examples
    --------
    >>> from newsnlp import SentenceSplitter
    >>> [s.text for s in SentenceSplitter().split('Mr. Roe asked: "Why now?" Nobody in the U.S. Senate answered.')]
    ['Mr. Roe asked: "Why now?"', 'Nobody in the U.S. Senate answered.']
    """

    def __init__(
        self,
        *,
        line_breaks: str = "auto",
        abbreviations: Iterable[str] = (),
        tokenizer: Callable[[str], Iterable[Any]] | SpanTokenizer | str | None = None,
    ) -> None:
        self.line_breaks = check_choice(line_breaks, "line_breaks", ("auto", "sentence", "space"))
        self.abbreviations = tuple(w.lower().removesuffix(".") for w in check_words(abbreviations, "abbreviations"))
        self.tokenizer = _checked_tokenizer(tokenizer)

    def __repr__(self) -> str:
        return (
            f"SentenceSplitter(line_breaks={self.line_breaks!r}, abbreviations={self.abbreviations!r}, "
            f"tokenizer={self.tokenizer!r})"
        )

    def __call__(self, text: str) -> list[Sentence]:
        """Return the sentences of `text` in order."""
        return self.split(text)

    def split(self, text: str) -> list[Sentence]:
        """Return the sentences of `text` in order."""
        return sentences_of(text, self.offsets(text).tolist())

    def offsets(self, text: str) -> Offsets:
        """Return the (start, end) of every sentence, shape (n_sentences, 2)."""
        check_text(text)
        if self.tokenizer is None:
            return sentence_offsets(text, self.line_breaks, self.abbreviations)
        return self.offsets_within(text, self.paragraphs(text))

    def paragraphs(self, text: str) -> Offsets:
        """Return the (start, end) of every paragraph according to `line_breaks`, shape (n_paragraphs, 2)."""
        return paragraph_offsets(check_text(text), self.line_breaks)

    def offsets_within(self, text: str, ranges: Offsets) -> Offsets:
        """Return the (start, end) of the sentences within `ranges` (shape (n, 2)), each split on its own."""
        if self.tokenizer is None:
            return sentence_offsets_within(text, ranges, self.abbreviations)
        found = [
            (start + first, start + last)
            for start, end in ranges.tolist()
            for first, last in _spans_of(self.tokenizer, text[start:end])
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 2)


def split_sentences(
    text: str, *, splitter: SentenceSplitter | Callable[[str], Iterable[Any]] | SpanTokenizer | str | None = None
) -> list[Sentence]:
    """Split text into sentences with exact offsets.

    Parameters
    ----------
    text : str
        Any text; line breaks are handled as in ``SentenceSplitter(line_breaks='auto')``.
    splitter : SentenceSplitter, or what its parameter `tokenizer` takes, default=None
        Replaces the default rules.

    Returns
    -------
    list of Sentence
        In order; ``text[s.start:s.end] == s.text``. Empty for a text of only white space.

    Examples
    --------
    >>> from newsnlp import split_sentences
    >>> for sentence in split_sentences("Prices rose 3.5 percent in Jan. 2024. Analysts at Acme Inc. had expected 2."):
    ...     print(sentence.start, sentence.end, sentence)
    0 37 Prices rose 3.5 percent in Jan. 2024.
    38 75 Analysts at Acme Inc. had expected 2.
    """
    return as_splitter(splitter).split(text)


def as_splitter(splitter: Any) -> SentenceSplitter:
    """Return `splitter` as a SentenceSplitter: None is the default one, a tokenizer is wrapped."""
    if splitter is None:
        return _DEFAULT
    return splitter if isinstance(splitter, SentenceSplitter) else SentenceSplitter(tokenizer=splitter)


def _spans_of(tokenizer: Any, text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) that `tokenizer` returns; sentences given as str are looked up in order."""
    pieces = tokenizer.span_tokenize(text) if hasattr(tokenizer, "span_tokenize") else tokenizer(text)
    position = 0
    for piece in pieces:
        if isinstance(piece, str):
            sentence = piece.strip()
            start = text.find(sentence, position)
            if start < 0:
                raise ValueError(f"tokenizer returned {sentence[:40]!r}, which is not in the text from {position} on")
            end = start + len(sentence)
        else:
            start, end = _checked_span(piece)
        if not 0 <= position <= start <= end <= len(text):
            raise ValueError(f"tokenizer returned ({start}, {end}), which is not a span of the text after {position}")
        position = end
        if start < end:
            yield start, end


def _checked_tokenizer(tokenizer: Any) -> Any:
    """Return `tokenizer` if it is None, callable, or has ``span_tokenize``; of a language, return NLTK's tokenizer."""
    if isinstance(tokenizer, str):
        return punkt_tokenizer(tokenizer)
    if tokenizer is None or callable(tokenizer) or callable(getattr(tokenizer, "span_tokenize", None)):
        return tokenizer
    raise TypeError(
        f"`tokenizer` must be callable, have span_tokenize or name a language, got {type(tokenizer).__name__}"
    )


def punkt_tokenizer(language: str) -> Any:
    """Return NLTK's Punkt tokenizer of a language; raise LookupError if its data are not on the machine."""
    from nltk.tokenize.punkt import PunktTokenizer

    try:
        return PunktTokenizer(language)
    except LookupError:
        raise LookupError(
            f"NLTK's Punkt data for {language!r} are not on this machine; nltk.download('punkt_tab') fetches them"
        ) from None


def _checked_span(span: Any) -> tuple[int, int]:
    """Return the (start, end) that a tokenizer returns."""
    try:
        start, end = span
        return operator.index(start), operator.index(end)
    except (TypeError, ValueError):
        raise TypeError(f"`tokenizer` must give str or (start, end), got {span!r:.60}") from None


_DEFAULT = SentenceSplitter()

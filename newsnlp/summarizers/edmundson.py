"""Edmundson: cue words, key words, headline words and location."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from newsnlp._core import porter_stem
from newsnlp._stemming import stem_words
from newsnlp._validation import check_reusable, check_words
from newsnlp.summarizers.base import Summarizer, rank_by_score

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.base import Floats, Ranking
    from newsnlp.summarizers.document import Document

__all__ = ["EdmundsonSummarizer"]

# Edmundson's lists came from counts over abstracts of papers and are not printed in full; these are for news.
BONUS = [
    "announced",
    "agreed",
    "agreement",
    "approved",
    "arrested",
    "biggest",
    "confirmed",
    "court",
    "crisis",
    "deal",
    "decision",
    "died",
    "election",
    "first",
    "found",
    "government",
    "highest",
    "historic",
    "killed",
    "largest",
    "launched",
    "major",
    "million",
    "minister",
    "new",
    "official",
    "plan",
    "police",
    "president",
    "record",
    "report",
    "result",
    "ruling",
    "significant",
    "study",
    "unprecedented",
    "victory",
    "vote",
    "warned",
    "won",
]
STIGMA = [
    "asked",
    "felt",
    "guess",
    "happy",
    "hello",
    "hope",
    "kind",
    "laughed",
    "lot",
    "love",
    "maybe",
    "really",
    "recalled",
    "remember",
    "thanks",
    "think",
]


class EdmundsonSummarizer(Summarizer):
    """Score sentences by cue words, key words, words of the headline and location.

    Each of the four is scaled so that its best sentence has 1, then they are weighed and added. Cue: words that mark
    what matters, less words that mark what does not. Key: how often the frequent words of the text are used. Title:
    words of the headline. Location: the beginning of the text, and the first sentence of each paragraph a little.
    Costs: linear in the text.

    Parameters
    ----------
    weights : sequence of 4 float, 0 or more, default=(0.2, 0.5, 0.5, 2.0)
        The weights of cue, key, title and location.
    bonus_words, stigma_words : collection of str or None, default=None
        The cue words, for and against; None for English lists.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    H. P. Edmundson: New methods in automatic extracting. Journal of the ACM 16(2), 1969.

    Examples
    --------
    >>> from newsnlp import Article, EdmundsonSummarizer
    >>> article = Article(headline="Port reopens", body="It rained. Ships left. The port reopened on Monday.")
    >>> print(EdmundsonSummarizer(weights=(0, 0, 1, 0)).summarize(article, sentences=1))
    The port reopened on Monday.
    """

    def __init__(
        self,
        *,
        weights: Sequence[float] = (0.2, 0.5, 0.5, 2.0),
        bonus_words: Collection[str] | None = None,
        stigma_words: Collection[str] | None = None,
        stop_words: str | Collection[str] | None = "en",
        stem: bool | str = True,
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.weights = weights
        self.bonus_words = bonus_words
        self.stigma_words = stigma_words

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the weighted sum of bonus words, frequent words, headline words and location."""
        counts = document.counts
        numbers = {term: number for number, term in enumerate(document.terms)}
        bonus = self._flags("bonus_words", BONUS, numbers) - self._flags("stigma_words", STIGMA, numbers)
        frequent = np.where(document.importance >= 2, document.importance, 0.0)
        parts = [counts.dot(bonus), counts.dot(frequent), counts.dot(self._headline(document)), location(document)]
        scores = np.zeros(len(document))
        weights = _checked_weights(check_reusable(self.weights, "weights"))
        for weight, part in zip(weights, parts, strict=True):
            scores += weight * np.maximum(part, 0.0) / max(float(part.max()), 1e-12)
        return rank_by_score(document, scores, budget)

    def _flags(self, parameter: str, default: list[str], numbers: dict[str, int]) -> Floats:
        given = check_reusable(getattr(self, parameter), parameter)
        flags = np.zeros(len(numbers))
        for term in self._stemmed(
            [word.lower() for word in (default if given is None else check_words(given, parameter))]
        ):
            if term in numbers:
                flags[numbers[term]] = 1.0
        return flags

    def _stemmed(self, words: list[str]) -> list[str]:
        """Return the terms that a document has for the words."""
        if isinstance(self.stem, str):
            return stem_words(self.stem, words)
        return [porter_stem(word) if self.stem and word.isascii() and word.isalpha() else word for word in words]

    def _headline(self, document: Document) -> Floats:
        return (document.headlines.sums() > 0).astype(np.float64)


def location(document: Document) -> Floats:
    """Return the location score of each sentence: early in the text, first in its paragraph."""
    paragraphs = document.paragraphs
    first = np.diff(paragraphs, prepend=-1) != 0
    first[document.positions == 0] = True
    return 1.0 / (1.0 + document.depths) + np.where(first, 0.1, 0.0)


def _checked_weights(values: object) -> list[float]:
    """Return the four weights as numbers."""
    form = "`weights` must be 4 numbers of 0 or more"
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{form}, got {values!r}")
    numbers = list(values)
    if len(numbers) != 4 or not all(
        isinstance(v, int | float | np.number) and not isinstance(v, bool) and math.isfinite(v) and v >= 0
        for v in numbers
    ):
        raise ValueError(f"{form}, got {values!r}")
    return [float(value) for value in numbers]

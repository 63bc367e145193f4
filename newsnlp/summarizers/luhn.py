"""Luhn: sentences in which the frequent words of the text stand close together."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from newsnlp._core import SparseRows, luhn
from newsnlp._validation import check_int
from newsnlp.summarizers.base import Summarizer, rank_by_score

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.base import Ranking
    from newsnlp.summarizers.document import Document

__all__ = ["LuhnSummarizer"]

GAP = 4  # Luhn: "four or five"; four scored a little better on articles with highlights


class LuhnSummarizer(Summarizer):
    """Score sentences by their best cluster of significant words.

    A word is significant if it is not a stop word and occurs often enough in the text. A cluster starts and ends with
    significant words, with at most four others between two of them; its score is the square of the number of its
    significant words over its length in words. With a background, the frequency of a word is multiplied by its rarity
    there. Costs: linear in the text.

    Parameters
    ----------
    frequency : int, at least 1, default=2
        How often a word must occur to be significant; where none does, the most frequent ones are.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    H. P. Luhn: The automatic creation of literature abstracts. IBM Journal of Research and Development 2(2), 1958.

    Examples
    --------
    >>> from newsnlp import LuhnSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(LuhnSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(
        self, *, frequency: int = 2, stop_words: str | Collection[str] | None = "en", stem: bool | str = True
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.frequency = frequency

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the best cluster of significant words."""
        starts, ids, indices, _ = document.tokens
        frequency = check_int(self.frequency, "frequency", minimum=1)
        frequent = document.importance >= min(frequency, document.importance.max(initial=0.0))
        significant = SparseRows(starts, ids, frequent[ids].astype(np.float64), len(document.terms))
        scores = luhn(significant, indices, GAP)
        return rank_by_score(document, scores, budget)

"""TextRank: sentences that share words with many others."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from newsnlp._core import textrank
from newsnlp._validation import check_unit_interval
from newsnlp.summarizers.base import Summarizer, rank_by_score
from newsnlp.summarizers.lexrank import MAX_STEPS, TOLERANCE

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.base import Ranking
    from newsnlp.summarizers.document import Document

__all__ = ["TextRankSummarizer"]


class TextRankSummarizer(Summarizer):
    """Score sentences by a random walk from sentence to sentence along the terms that they share.

    The weight of a pair is the number of distinct terms that both have, divided by the sum of the logarithms of their
    lengths in terms; a pair of one-term sentences, where that sum is zero, is divided by 1. Costs: the pairs are never
    formed, since all sentences of one length that have a term can be taken together; a step costs the length of the
    text times the number of different sentence lengths, at most the number of pairs that share a term. A query bends
    the walk toward the sentences near it.

    Parameters
    ----------
    damping : float above 0 and at most 1, default=0.85
        The share of steps that follow a shared term; the others go anywhere.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    R. Mihalcea, P. Tarau: TextRank: bringing order into texts. EMNLP 2004.

    Examples
    --------
    >>> from newsnlp import TextRankSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(TextRankSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(
        self, *, damping: float = 0.85, stop_words: str | Collection[str] | None = "en", stem: bool | str = True
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.damping = damping

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the stationary distribution of a walk between sentences that share words."""
        damping = check_unit_interval(self.damping, "damping")
        lengths = np.diff(document.tokens[0]).astype(np.int32)
        scores = textrank(document.counts, lengths, damping, document.restart, TOLERANCE, MAX_STEPS)
        return rank_by_score(document, scores, budget)

"""Centroid: sentences near the middle of the text, early ones first, none told twice."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from newsnlp._validation import check_unit_interval
from newsnlp.summarizers.base import Ranking, Summarizer

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.document import Document

__all__ = ["CentroidSummarizer"]


class CentroidSummarizer(Summarizer):
    """Score sentences by their similarity to the whole text and their position; choose by marginal relevance.

    The score is the cosine with the sum of all tf-idf vectors, headlines included, divided by 1 + position (by its
    square root where there are several articles), and scaled so that the best is 1. Each choice weighs it against the
    similarity to what is chosen already. Costs: linear in the text for each sentence chosen.

    Parameters
    ----------
    relevance : float above 0 and at most 1, default=0.9
        The weight of the score in a choice; the rest is the penalty for repeating a chosen sentence.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    D. R. Radev, H. Jing, M. Styś, D. Tam: Centroid-based summarization of multiple documents. Information Processing
    & Management 40, 2004. J. Carbonell, J. Goldstein: The use of MMR, diversity-based reranking for reordering
    documents and producing summaries. SIGIR 1998.

    Examples
    --------
    >>> from newsnlp import CentroidSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(CentroidSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(
        self, *, relevance: float = 0.9, stop_words: str | Collection[str] | None = "en", stem: bool | str = True
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.relevance = relevance

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by similarity to the whole text and by position; choose by marginal relevance."""
        relevance = check_unit_interval(self.relevance, "relevance")
        vectors = document.vectors
        centroid = vectors.sums() + document.headlines.sums() * document.rarity
        # Several articles on one story each have much to tell below their first lines.
        early = (1.0 + document.depths) ** (-1.0 if len(document.articles) == 1 else -0.5)
        scores = vectors.dot(centroid) * early
        scores = document.steer(scores / max(float(np.max(scores)), 1e-12))
        return Ranking(scores, document.selector(budget).marginal(scores, relevance))

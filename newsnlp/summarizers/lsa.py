"""LSA: sentences that take part in the main latent topics of the text."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from newsnlp._core import lsa_salience
from newsnlp._validation import check_int, check_unit_interval
from newsnlp.summarizers.base import Summarizer, rank_by_score

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.base import Ranking
    from newsnlp.summarizers.document import Document

__all__ = ["LsaSummarizer"]


class LsaSummarizer(Summarizer):
    """Score sentences by their length in the space of the text's main topics.

    The topics are the leading singular directions of the sentence by term matrix, in which a term is present or not
    and each sentence is divided by the square root of its length, as long sentences would win otherwise. The paper
    keeps the directions with at least half of the largest singular value; in the flat spectrum of a news article a
    larger share, so fewer directions, does better. Costs: subspace iteration makes up to some hundred passes over the
    text for each topic; no dense matrix is formed.

    Parameters
    ----------
    topics : int, at least 1, default=10
        The most topics to keep.
    share : float above 0 and at most 1, default=0.8
        The share of the largest singular value from which a topic is kept.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    J. Steinberger, K. Jezek: Using latent semantic analysis in text summarization and summary evaluation. ISIM 2004.

    Examples
    --------
    >>> from newsnlp import LsaSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(LsaSummarizer().summarize(text, sentences=1))
    Ships entered the port at dawn on Monday.
    """

    def __init__(
        self,
        *,
        topics: int = 10,
        share: float = 0.8,
        stop_words: str | Collection[str] | None = "en",
        stem: bool | str = True,
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.topics = topics
        self.share = share

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the length of a sentence in the space of the strongest topics."""
        topics = min(check_int(self.topics, "topics", minimum=1), len(document))
        share = check_unit_interval(self.share, "share")
        present = document.counts.with_values(np.ones_like(document.counts.values))
        if document.background:
            present = present.with_values(document.rarity[present.ids])
        damped = np.sqrt(np.sqrt(present.with_values(present.values**2).dot(np.ones(present.n_terms))))
        values = present.values / np.repeat(np.maximum(damped, 1e-12), np.diff(present.starts))
        scores = lsa_salience(present.with_values(values), topics, share)
        return rank_by_score(document, scores, budget)

"""KL-Sum: sentences that together use words as the whole text does."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from newsnlp._validation import check_positive
from newsnlp.summarizers.base import Ranking, Summarizer

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.document import Document

__all__ = ["KLSummarizer"]


class KLSummarizer(Summarizer):
    """Choose sentences so that the summary's word distribution comes near the text's.

    Each choice is the sentence that leaves the least Kullback-Leibler divergence from the text's distribution to the
    summary's. The score of a sentence is 1 / (1 + the divergence that it leaves alone). With a background, words count
    as often as they do times how rare they are there. Costs: linear in the text, and for each choice in the sentences
    that share a word with it.

    Parameters
    ----------
    smoothing : float above 0, default=1e-12
        Added to the count of each word in the summary, so that the divergence is finite; the less, the more a word that
        is not told yet counts against the proportions of those that are.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    A. Haghighi, L. Vanderwende: Exploring content models for multi-document summarization. NAACL-HLT 2009.

    Examples
    --------
    >>> from newsnlp import KLSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(KLSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(
        self, *, smoothing: float = 1e-12, stop_words: str | Collection[str] | None = "en", stem: bool | str = True
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.smoothing = smoothing

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the divergence that a sentence leaves; choose what brings it down most."""
        smoothing, counts, probabilities = (
            check_positive(self.smoothing, "smoothing"),
            document.counts,
            document.probabilities,
        )
        one = np.ones(counts.n_terms)
        tokens = counts.dot(one) + smoothing * np.count_nonzero(counts.frequencies())
        told = counts.with_values(np.log1p(counts.values / smoothing) * probabilities[counts.ids]).dot(one)
        own = float(np.sum(probabilities[probabilities > 0] * np.log(probabilities[probabilities > 0])))
        divergence = own - probabilities.sum() * np.log(smoothing) - told + np.log(np.maximum(tokens, 1e-300))
        scores = document.steer(np.where(told > 0.0, 1.0 / (1.0 + np.maximum(divergence, 0.0)), 0.0))
        return Ranking(scores, document.selector(budget).kl(counts.values, probabilities, smoothing))

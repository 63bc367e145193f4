"""SumBasic: sentences full of the text's likeliest words, each word losing its pull once it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsnlp.summarizers.base import Ranking, Summarizer

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.document import Document

__all__ = ["SumBasicSummarizer"]


class SumBasicSummarizer(Summarizer):
    """Choose sentences by the average probability of their words.

    Each choice is, among the sentences that hold the likeliest word, the one whose words are likeliest on average;
    then the probability of its words is squared. The score of a sentence is its average before the first choice. With
    a background, words count as often as they do times how rare they are there. Costs: linear in the text, and for
    each choice in the sentences that share a word with it.

    Parameters
    ----------
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    A. Nenkova, L. Vanderwende: The impact of frequency on summarization. Microsoft Research MSR-TR-2005-101, 2005.

    Examples
    --------
    >>> from newsnlp import SumBasicSummarizer
    >>> text = "It rained. The port of Hull reopened on Monday. Ships entered Hull at dawn. The port had closed in May."
    >>> print(SumBasicSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday.
    """

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the average probability of words; choose again after each choice lowers them."""
        counts, probabilities = document.counts, document.probabilities
        tokens = counts.dot(np.ones(counts.n_terms))
        scores = document.steer(counts.dot(probabilities) / np.maximum(tokens, 1.0))
        return Ranking(scores, document.selector(budget).sumbasic(counts.values, probabilities, document.bias))

"""SumBasic: sentences full of the text's likeliest words, each word losing its pull once it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from newsnlp.summarizers.base import Summarizer

if TYPE_CHECKING:
    from newsnlp.results.budget import Budget
    from newsnlp.summarizers.base import Floats
    from newsnlp.summarizers.source import Source

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
    stem : bool, default=True
        Whether English words count by their stem.

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

    def _scores(self, source: Source) -> Floats:
        tokens = source.counts.dot(np.ones(source.counts.n_terms))
        return source.counts.dot(source.chances) / np.maximum(tokens, 1.0)

    def _choose(self, source: Source, scores: Floats, budget: Budget) -> NDArray[np.int64]:
        return self._choosing(source, budget).sumbasic(source.counts.values, source.chances, source.bias)

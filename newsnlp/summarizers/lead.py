"""Lead: the first sentences, as newspapers put the most important first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsnlp.results import TermWeight
from newsnlp.summarizers.base import Summarizer, rank_by_score

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.base import Floats, Ranking
    from newsnlp.summarizers.document import Document

__all__ = ["LeadSummarizer"]


class LeadSummarizer(Summarizer):
    """Choose the first sentences: the baseline that news summarizers must beat.

    A sentence scores 1 / (1 + its position); beside articles that were seen, only what is new counts as a position. Of
    several articles the first sentences come first. Costs: linear in the text.

    Parameters
    ----------
    stop_words : {'en'}, collection of str or None, default='en'
        Words that do not count where sentences are compared with each other, a query or seen articles.
    stem : bool or str, default=True
        Whether English words count by their stem there; a language ('german') for its Snowball stemmer.

    References
    ----------
    R. Brandow, K. Mitze, L. F. Rau: Automatic condensation of electronic publications by sentence selection.
    Information Processing & Management 31(5), 1995.

    Examples
    --------
    >>> from newsnlp import LeadSummarizer
    >>> text = "The bridge is open again. Traffic was slow for a year. The mayor cut a ribbon. Rain fell."
    >>> print(LeadSummarizer().summarize(text, sentences=1))
    The bridge is open again.
    """

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by position."""
        return rank_by_score(document, 1.0 / (1.0 + document.depths), budget)

    def _reasons(self, document: Document, scores: Floats) -> list[tuple[TermWeight, ...]]:
        return [(TermWeight("position", score),) for score in scores.tolist()]

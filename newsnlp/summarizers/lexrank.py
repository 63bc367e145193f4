"""LexRank: sentences that many others resemble."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from newsnlp._core import lexrank
from newsnlp._validation import check_unit_interval
from newsnlp.summarizers.base import Summarizer, rank_by_score

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.base import Ranking
    from newsnlp.summarizers.document import Document

__all__ = ["LexRankSummarizer"]

TOLERANCE = 1e-9
MAX_STEPS = 1000


class LexRankSummarizer(Summarizer):
    """Score sentences by a random walk from sentence to similar sentence.

    Similarity is the cosine of tf-idf vectors. The continuous form walks along all pairs in proportion to it, and is
    computed without ever forming the pairs: linear in the text. The discrete form walks along the pairs at or above a
    threshold with equal chance, and costs the sum over all terms of their squared sentence counts, in the worst case
    the square of the number of sentences in time and memory (50 MB for 10,000). A query bends the walk toward the
    sentences near it.

    Parameters
    ----------
    threshold : float above 0 and at most 1, or None, default=None
        The cosine from which two sentences are neighbours; None for the continuous form.
    damping : float above 0 and at most 1, default=0.85
        The share of steps that follow a similarity; the others go anywhere.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    G. Erkan, D. R. Radev: LexRank: graph-based lexical centrality as salience in text summarization. Journal of
    Artificial Intelligence Research 22, 2004. For queries: J. Otterbacher, G. Erkan, D. R. Radev: Using random walks
    for question-focused sentence retrieval. HLT/EMNLP 2005.

    Examples
    --------
    >>> from newsnlp import LexRankSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(LexRankSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(
        self,
        *,
        threshold: float | None = None,
        damping: float = 0.85,
        stop_words: str | Collection[str] | None = "en",
        stem: bool | str = True,
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.threshold = threshold
        self.damping = damping

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the stationary distribution of a walk between like sentences."""
        threshold = self.threshold if self.threshold is None else check_unit_interval(self.threshold, "threshold")
        damping = check_unit_interval(self.damping, "damping")
        scores = lexrank(document.vectors, threshold, damping, document.restart, TOLERANCE, MAX_STEPS)
        return rank_by_score(document, scores, budget)

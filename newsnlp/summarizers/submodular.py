"""Submodular: sentences that together stand for all others, from many groups."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from newsnlp._validation import check_positive
from newsnlp.summarizers.base import Ranking, Summarizer

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.document import Document

__all__ = ["SubmodularSummarizer"]

SENTENCES_A_GROUP = 5  # Lin and Bilmes take a fifth as many groups as sentences


class SubmodularSummarizer(Summarizer):
    """Choose sentences that maximise coverage and diversity.

    Coverage is the sum over all sentences of their cosines with the chosen ones, each up to a multiple of its mean
    cosine with the text; diversity adds the square root of each group's reward, so that a second sentence of a group
    gains less. Chosen greedily, by gain over words to a power where words or characters are limited; gains are
    computed again only when they come up. The score of a sentence is its mean cosine with the text. Costs: for the
    first gains the sum over all terms of their squared sentence counts, in the worst case the square of the number of
    sentences in time; memory linear in the text.

    Parameters
    ----------
    saturation : float above 0, default=5.0
        The multiple of its mean cosine at which a sentence counts as covered.
    diversity : float above 0, default=6.0
        The weight of the reward for different groups.
    length_penalty : float above 0, default=0.3
        The power of its words, at least 5, that a gain is divided by under a limit of words or characters.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    H. Lin, J. Bilmes: A class of submodular functions for document summarization. ACL-HLT 2011.

    Examples
    --------
    >>> from newsnlp import SubmodularSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(SubmodularSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(
        self,
        *,
        saturation: float = 5.0,
        diversity: float = 6.0,
        length_penalty: float = 0.3,
        stop_words: str | Collection[str] | None = "en",
        stem: bool | str = True,
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.saturation = saturation
        self.diversity = diversity
        self.length_penalty = length_penalty

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by mean similarity to the text; choose what adds most coverage and diversity."""
        n = len(document)
        saturation = check_positive(self.saturation, "saturation") / n
        diversity = check_positive(self.diversity, "diversity")
        penalty = check_positive(self.length_penalty, "length_penalty")
        exponent = penalty if budget.limits_length else 0.0
        groups = max(1, n // SENTENCES_A_GROUP)
        similarity = document.vectors.dot(document.vectors.sums())
        bonus = document.bonus(float(similarity.max()))
        selector = document.selector(budget)
        order = selector.submodular(groups, saturation, diversity, exponent, document.novelty, bonus)
        return Ranking(document.steer(similarity / n), order)

"""Coverage: sentences that together hold the most of what the text says more than once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from newsnlp._core import SparseRows, count_terms
from newsnlp._validation import check_positive
from newsnlp.summarizers.base import Ranking, Summarizer

if TYPE_CHECKING:
    from newsnlp.results import Budget
    from newsnlp.summarizers.base import Floats
    from newsnlp.summarizers.document import Document

__all__ = ["CoverageSummarizer"]


class CoverageSummarizer(Summarizer):
    """Choose sentences that cover the most weight of concepts, each counted once.

    Concepts are pairs of neighbouring terms (stop words between them left out) and terms that occur in at least two
    sentences, or all where none does; each weighs the sum over its sentences of 1 / sqrt(1 + position). Chosen
    greedily, by gain over words to a power where words or characters are limited, which comes within 1 - 1/e of the
    best choice that the integer program of the paper finds. The score of a sentence is the weight of all its concepts.
    Costs: linear in the text (but for a sort), and a pass over the sentences that come up for each choice.

    Parameters
    ----------
    length_penalty : float above 0, default=0.3
        The power of its words, at least 5, that a gain is divided by under a limit of words or characters.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic.
    stem : bool or str, default=True
        Whether English words count by their stem; a language ('german') for its Snowball stemmer.

    References
    ----------
    D. Gillick, B. Favre: A scalable global model for summarization. ACL workshop on Integer Linear Programming for
    Natural Language Processing, 2009.

    Examples
    --------
    >>> from newsnlp import CoverageSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(CoverageSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(
        self, *, length_penalty: float = 0.3, stop_words: str | Collection[str] | None = "en", stem: bool | str = True
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.length_penalty = length_penalty

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by the weight of concepts; choose what covers most of it."""
        penalty = check_positive(self.length_penalty, "length_penalty")
        exponent = penalty if budget.limits_length else 0.0
        concepts, weights = weighted_concepts(document)
        covered = concepts.dot(weights)
        bonus = document.bonus(float(covered.max()))
        order = document.selector(budget).coverage(concepts, weights, exponent, document.novelty, bonus)
        return Ranking(document.steer(covered), order)


def weighted_concepts(document: Document) -> tuple[SparseRows, Floats]:
    """Return the concepts of each sentence, each once, and the weight of every concept."""
    starts, ids, _, _ = document.tokens
    rows = np.repeat(np.arange(len(document)), np.diff(starts))
    base = len(document.terms) + 1
    pairs = ids[:-1].astype(np.int64) * base + ids[1:] + 1
    inside = rows[:-1] == rows[1:]
    keys = np.concatenate([ids.astype(np.int64) * base, pairs[inside]])
    owners = np.concatenate([rows, rows[:-1][inside]])
    order = np.argsort(owners, kind="stable")
    names, numbers = np.unique(keys[order], return_inverse=True)
    bounds = np.searchsorted(owners[order], np.arange(len(document) + 1))
    concepts = count_terms(bounds.astype(np.int64), numbers.astype(np.int32), names.size)
    early = np.repeat(1.0 / np.sqrt(1.0 + document.depths), np.diff(concepts.starts))
    weights = concepts.with_values(early).sums()
    repeated = concepts.frequencies() >= 2
    concepts = concepts.with_values(np.ones(concepts.values.size))
    return concepts, np.where(repeated if repeated.any() else True, weights, 0.0)

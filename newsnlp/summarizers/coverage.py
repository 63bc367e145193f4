"""Coverage: sentences that together hold the most of what the text says more than once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from newsnlp import _core
from newsnlp._validation import check_positive
from newsnlp.results.budget import NO_LIMIT
from newsnlp.summarizers.base import Summarizer
from newsnlp.summarizers.source import Rows

if TYPE_CHECKING:
    from newsnlp.results.budget import Budget
    from newsnlp.summarizers.base import Floats
    from newsnlp.summarizers.source import Source

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
    stem : bool, default=True
        Whether English words count by their stem.

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
        self, *, length_penalty: float = 0.3, stop_words: str | Collection[str] | None = "en", stem: bool = True
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.length_penalty = length_penalty

    def _scores(self, source: Source) -> Floats:
        concepts, weights = weighted_concepts(source)
        return concepts.dot(weights)

    def _choose(self, source: Source, scores: Floats, budget: Budget) -> NDArray[np.int64]:
        penalty = check_positive(self.length_penalty, "length_penalty")
        exponent = penalty if budget.words < NO_LIMIT or budget.characters < NO_LIMIT else 0.0
        concepts, weights = weighted_concepts(source)
        bonus = source.bonus(float(concepts.dot(weights).max()))
        return self._choosing(source, budget).coverage(*concepts, weights, exponent, source.novelty, bonus)


def weighted_concepts(source: Source) -> tuple[Rows, Floats]:
    """Return the concepts of each sentence, each once, and the weight of every concept."""
    starts, ids, _, _ = source.tokens
    rows = np.repeat(np.arange(len(source)), np.diff(starts))
    base = len(source.terms) + 1
    pairs = ids[:-1].astype(np.int64) * base + ids[1:] + 1
    inside = rows[:-1] == rows[1:]
    keys = np.concatenate([ids.astype(np.int64) * base, pairs[inside]])
    owners = np.concatenate([rows, rows[:-1][inside]])
    order = np.argsort(owners, kind="stable")
    names, numbers = np.unique(keys[order], return_inverse=True)
    bounds = np.searchsorted(owners[order], np.arange(len(source) + 1))
    counted = _core.count_terms(bounds.astype(np.int64), numbers.astype(np.int32))
    concepts = Rows(counted[0], counted[1], np.ones_like(counted[2]), names.size)
    early = np.repeat(1.0 / np.sqrt(1.0 + source.depths), np.diff(concepts.starts))
    weights = concepts._replace(values=early).sums()
    repeated = concepts.frequencies() >= 2
    return concepts, np.where(repeated if repeated.any() else True, weights, 0.0)

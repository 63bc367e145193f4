"""What the native core is asked about a text: its logits, what makes them up, and how new its words are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import LinearScorer
from newsnlp.articles import Article
from newsnlp.topics.explanation import Contributions
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.terms import TermTable, word_analysis

__all__ = ["TopicScorer"]

Floats = NDArray[np.float64]


class TopicScorer:
    """The topics of a model in the form that the native core reads.

    Parameters
    ----------
    heads : sequence of TopicHead
        The topics, in order.
    tables : sequence of TermTable
        Terms and their weights; the margins that the tables give are added.
    """

    def __init__(self, heads: Sequence[TopicHead], tables: Sequence[TermTable]) -> None:
        self._tables = tuple(tables)
        self._slopes = np.array([head.slope for head in heads])
        self._intercepts = np.array([head.intercept for head in heads])
        margins = np.array([head.bias for head in heads])
        self.biases: Floats = self._slopes * margins + self._intercepts  # the logits of a text without known terms
        blocks = [table.blocks() for table in tables]
        self._scorer = LinearScorer([block for part in blocks for block in part], margins)
        self._starts = np.cumsum([0, *(len(table) for table in tables)])
        self._table_of_block = np.repeat(np.arange(len(tables)), [len(part) for part in blocks])

    def logits(self, texts: list[str], *, n_threads: int = 1) -> Floats:
        """Return the logit of every topic for every text, shape (n_texts, n_topics)."""
        margins: Floats = self._scorer.scores(texts, n_threads=n_threads)
        logits: Floats = margins * self._slopes + self._intercepts
        return logits

    def contributions(self, article: Article) -> Contributions:
        """Return what every occurrence of a term adds to the logits; terms are counted through all tables."""
        blocks, columns, starts, ends, values = self._scorer.contributions(article.text)
        terms = self._starts[self._table_of_block[blocks]] + columns
        return Contributions(terms, np.stack([starts, ends], axis=1), values * self._slopes, article, self.term)

    def term(self, number: int) -> str:
        """Return the name of a term by its number through all tables."""
        table = int(np.searchsorted(self._starts, number, side="right")) - 1
        return self._tables[table].name(number - int(self._starts[table]))

    def novelty(self, text: str) -> float:
        """Return the share of a text's words that the table which knows most of them does not know."""
        n_words = len(word_analysis((1, 1)).words([text]))
        return min((table.unknown_share(text, n_words) for table in self._tables), default=1.0)

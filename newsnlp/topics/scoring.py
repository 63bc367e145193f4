"""Scores from the native core: the logits of a text, what makes them up, and the text's novelty."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import LinearScorer, Pipeline, TopicScorer
from newsnlp.articles import Article
from newsnlp.articles.texts import TextBatch
from newsnlp.results import Evidence, SpanWeight, TermWeight
from newsnlp.topics.explanation import Contributions, part_bounds
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.terms import TermTable

__all__ = ["Findings", "Scoring"]

Floats = NDArray[np.float64]


class Findings(NamedTuple):
    """The scores of one text: a logit and evidence for each topic, and the text's novelty."""

    logits: Floats
    novelty: float
    evidence: list[Evidence]


class _Names(dict[int, str]):
    """The terms by their numbers across all tables, each decoded when it is first looked up: news repeats them."""

    def __init__(self, tables: Sequence[TermTable], first_terms: list[int]) -> None:
        self._tables, self._first_terms = tuple(tables), first_terms

    def __missing__(self, number: int) -> str:
        table = bisect.bisect_right(self._first_terms, number) - 1
        name = self[number] = self._tables[table].name(number - self._first_terms[table])
        return name


class Scoring:
    """The topics of a model in the form that the native core reads.

    Parameters
    ----------
    heads : sequence of TopicHead
        The topics, in order.
    tables : sequence of TermTable
        Terms and their weights; the margins of the tables are added up.

    Attributes
    ----------
    names : mapping of int to str
        The terms by their numbers across all tables.
    """

    def __init__(self, heads: Sequence[TopicHead], tables: Sequence[TermTable]) -> None:
        self._slopes = np.array([head.slope for head in heads])
        self._intercepts = np.array([head.intercept for head in heads])
        margins = np.array([head.bias for head in heads])
        self.biases: Floats = self._slopes * margins + self._intercepts  # the logits of a text without known terms
        blocks = [table.blocks() for table in tables]
        self._scorer = LinearScorer([block for part in blocks for block in part], margins)
        first_blocks = np.cumsum([0, *(len(part) for part in blocks)])[:-1].tolist()
        known_pairs = [table.reading.known_pairs for table in tables]
        self.native = TopicScorer(self._scorer, first_blocks, known_pairs, self._slopes, self._intercepts)
        self._pipeline = Pipeline(self.native, None, parse=False, evidence=False)
        self._first_terms: list[int] = np.cumsum([0, *(len(table) for table in tables)]).tolist()
        self.names = _Names(tables, self._first_terms)
        self._table_of_block = np.repeat(np.arange(len(tables)), [len(part) for part in blocks])

    def logits(self, texts: TextBatch, n_threads: int = 1) -> Floats:
        """Return the logit of every topic for every text, shape (n_texts, n_topics)."""
        found = self._pipeline.run(texts.column, texts.start, texts.stop, first=texts.first, n_threads=n_threads)
        return np.asarray(found.logits)

    def find(self, article: Article) -> Findings:
        """Return logits, novelty and evidence of one text."""
        news, rest = part_bounds(article)
        logits, novelty, *strongest = self.native.find(article.text, news, rest)
        terms, term_weights, term_ends, bounds, span_weights, span_ends = (array.tolist() for array in strongest)
        words = [TermWeight(self.names[number], weight) for number, weight in zip(terms, term_weights, strict=True)]
        spans = [SpanWeight(start, end, weight) for (start, end), weight in zip(bounds, span_weights, strict=True)]
        starts = zip([0, *term_ends], [0, *span_ends], strict=True)
        ends = zip(term_ends, span_ends, strict=True)
        evidence = [
            Evidence(tuple(words[a:c]), tuple(spans[b:d])) for (a, b), (c, d) in zip(starts, ends, strict=False)
        ]
        return Findings(logits, novelty, evidence)

    def contributions(self, article: Article) -> Contributions:
        """Return what every occurrence of a term adds to the logits; terms are numbered across all tables."""
        blocks, columns, starts, ends, values = self._scorer.contributions(article.text)
        terms = np.array(self._first_terms, dtype=np.int64)[self._table_of_block[blocks]] + columns
        return Contributions(
            terms, np.stack([starts, ends], axis=1), values * self._slopes, article, self.names.__getitem__
        )

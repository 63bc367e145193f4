"""Why a topic got its probability: what each term and each sentence adds to the logit, exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp.articles import Article, Sentence, Span
from newsnlp.results import Evidence, SpanWeight, TermWeight
from newsnlp.topics.calibration import sigmoid
from newsnlp.topics.heads import TopicHead

__all__ = ["Contributions", "Explanation", "part_bounds"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that makes up the logit of one topic for one text.

    ``print`` shows the probability, how the logit is made up, and the strongest terms for and against the topic.
    Both ``bias + sum(term.weight for term in terms)`` and ``bias + sum(s.weight for s in sentences)`` are the logit,
    up to rounding.

    Parameters
    ----------
    topic : str
        The topic's name.
    probability : float
        Its calibrated probability.
    threshold : float
        The topic holds where the probability is at least this; infinity for never.
    logit : float
        The log-odds of the probability.
    bias : float
        The logit of a text without any known term.
    terms : tuple of TermWeight
        Every known term of the text with the sum of what its occurrences add, largest first; a negative weight counts
        against the topic. A term beyond the words that the model reads (the first 300 for the shipped one) is not among
        them.
    sentences : tuple of SpanWeight
        Every part of the article (sentences, headline, dateline, byline, asides, boilerplate) with what the terms that
        begin in it add, largest first; 0 for those beyond the words that the model reads.
    occurrences : tuple of SpanWeight
        Every occurrence of a known term, in the order of the text.
    text : str
        The text as given, which the spans refer to.

    Examples
    --------
    >>> import newsnlp
    >>> explanation = newsnlp.load_topics().explain("The envoys signed a treaty.")["diplomacy"]
    >>> total = explanation.bias + sum(term.weight for term in explanation.terms)
    >>> abs(total - explanation.logit) < 1e-9, explanation.terms[0].term
    (True, 'treaty')
    """

    topic: str
    probability: float
    threshold: float
    logit: float
    bias: float
    terms: tuple[TermWeight, ...]
    sentences: tuple[SpanWeight, ...]
    occurrences: tuple[SpanWeight, ...]
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return all but the text as plain values, ready for JSON; a threshold of infinity as None."""
        return {
            "topic": self.topic,
            "probability": self.probability,
            "threshold": self.threshold if math.isfinite(self.threshold) else None,
            "logit": self.logit,
            "bias": self.bias,
            "terms": [term._asdict() for term in self.terms],
            "sentences": [span._asdict() for span in self.sentences],
            "occurrences": [span._asdict() for span in self.occurrences],
        }

    def __repr__(self) -> str:
        return f"Explanation({self.topic!r}, probability={self.probability:.2f}, threshold={self.threshold:.2f})"

    def __str__(self) -> str:
        from newsnlp.display.terminal import render_explanation

        return render_explanation(self.to_dict(), self.text)

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_topics
        from newsnlp.display.terminal import explanation_notes

        terms = tuple(term for term in self.terms if term.weight > 0)
        prediction = {
            "topics": [self.topic] if self.probability >= self.threshold else [],
            "explained": [self.topic],  # with evidence even where the topic does not hold
            "probabilities": {self.topic: self.probability},
            "evidence": {self.topic: Evidence(terms, self.sentences).to_dict()},
        }
        return render_topics(prediction, self.text, explanation_notes(self.to_dict()))


class Contributions:
    """What every occurrence of a known term in one text adds to the logits of all topics.

    Parameters
    ----------
    terms : ndarray of int, shape (n,)
        The term number of each occurrence.
    bounds : ndarray of int, shape (n, 2)
        The offsets of the occurrences in the text, in ascending order.
    values : ndarray of float, shape (n, n_topics)
        What they add to the logits.
    article : Article
        The article that the text was parsed into.
    name : callable
        Returns the term with a given number.
    """

    def __init__(self, terms: Ints, bounds: Ints, values: Floats, article: Article, name: Callable[[int], str]) -> None:
        self._text, self._bounds, self._values, self._name = article.text, bounds, values, name
        self._terms, which = np.unique(terms, return_inverse=True)
        self._by_term = _sums(which.ravel(), values, len(self._terms))
        spans = np.concatenate(part_bounds(article))
        self._spans = spans[np.argsort(spans[:, 0], kind="stable")]
        # An occurrence between two parts (where a user's splitter leaves a gap) counts towards the part before it.
        part = np.searchsorted(self._spans[:, 0], bounds[:, 0], side="right") - 1
        self._by_span = _sums(np.maximum(part, 0), values, len(self._spans))

    def terms(self, topic: int) -> tuple[TermWeight, ...]:
        """Return all known terms with their weights, largest first."""
        return tuple(TermWeight(self._name(int(self._terms[i])), w) for i, w in _ranked(self._by_term[:, topic]))

    def sentences(self, topic: int) -> tuple[SpanWeight, ...]:
        """Return all parts of the article with their weights, largest first."""
        bounds = self._spans.tolist()
        return tuple(SpanWeight(bounds[i][0], bounds[i][1], w) for i, w in _ranked(self._by_span[:, topic]))

    def occurrences(self, topic: int) -> tuple[SpanWeight, ...]:
        """Return all occurrences with their weights in the order of the text."""
        pairs = zip(self._bounds.tolist(), self._values[:, topic].tolist(), strict=True)
        return tuple(SpanWeight(start, end, weight) for (start, end), weight in pairs)

    def explanation(self, topic: int, head: TopicHead, logit: float, bias: float) -> Explanation:
        """Return everything that makes up the logit of a topic."""
        return Explanation(
            topic=head.name,
            probability=float(sigmoid(logit)),
            threshold=head.threshold,
            logit=float(logit),
            bias=float(bias),
            terms=self.terms(topic),
            sentences=self.sentences(topic),
            occurrences=self.occurrences(topic),
            text=self._text,
        )


def part_bounds(article: Article) -> tuple[Ints, Ints]:
    """Return the spans of headline, dateline and sentences, and those of all other parts, each in order."""
    news: list[Span | Sentence] = [article.headline_span, article.dateline_span, *article.sentences]
    rest: list[Span | Sentence] = [article.byline_span, *article.boilerplate, *article.asides]
    return _sorted_bounds(news), _sorted_bounds(rest)


def _sorted_bounds(parts: Sequence[Span | Sentence]) -> Ints:
    bounds = sorted((part.start, part.end) for part in parts if part.start < part.end)
    return np.array(bounds, dtype=np.int64).reshape(-1, 2)


def _sums(groups: Ints, values: Floats, n_groups: int) -> Floats:
    if not n_groups:
        return np.zeros((0, values.shape[1]))
    return np.stack([np.bincount(groups, weights=column, minlength=n_groups) for column in values.T], axis=1)


def _ranked(weights: Floats) -> Iterator[tuple[int, float]]:
    order: Sequence[int] = np.argsort(-weights, kind="stable").tolist()
    return ((i, float(weights[i])) for i in order)

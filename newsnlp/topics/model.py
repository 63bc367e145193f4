"""TopicModel: topics of news texts, ready for use; needs only numpy and the native core."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from newsnlp import _core
from newsnlp._validation import check_instance, check_int, check_single, check_texts, check_unit_interval
from newsnlp.articles import SentenceSplitter
from newsnlp.results import TopicPrediction
from newsnlp.topics.calibration import sigmoid
from newsnlp.topics.explanation import Contributions, Explanation
from newsnlp.topics.terms import TermTable, word_analysis

if TYPE_CHECKING:
    from newsnlp.articles import Article

__all__ = ["TopicHead", "TopicModel", "text_sources"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TopicHead:
    """What a topic has besides the weights of its terms.

    Parameters
    ----------
    name : str
    bias : float
        The margin of a text without any known term.
    slope, intercept : float
        The calibration: the logit is ``slope * margin + intercept``.
    threshold : float
        The topic holds where its probability is at least this; infinity for never.
    iptc : tuple of str
        IPTC Media Topics ids, the closest first.
    """

    name: str
    bias: float
    slope: float
    intercept: float
    threshold: float
    iptc: tuple[str, ...] = ()


class TopicModel:
    """Topics of news texts: immutable, independent of each other, calibrated, explained.

    Models come from `load_topics`, from ``TopicClassifier(...).fit(...).model_`` or from `with_topic`.

    The shipped model reads the first 300 words of a text, the first 100 of them once more on their own; what comes
    later changes no probability (`novelty` is of the whole text). Models that `TopicClassifier` and `learn_topic` learn
    read whole texts.

    Parameters
    ----------
    heads : sequence of TopicHead
        The topics, in order.
    tables : sequence of TermTable
        Terms and their weights; the margins that the tables give are added.
    card : mapping, default={}
        What is known about the model: data, licences, figures, limits. JSON values.
    """

    def __init__(
        self, heads: Sequence[TopicHead], tables: Sequence[TermTable], card: Mapping[str, Any] | None = None
    ) -> None:
        names = [head.name for head in heads]
        if len(set(names)) != len(names):
            raise ValueError("two topics have one name")
        if any(table.weights.shape[1] != len(heads) for table in tables):
            raise ValueError(f"every table must have weights for all {len(heads)} topics")
        self._heads, self._tables, self._card = tuple(heads), tuple(tables), dict(card or {})
        self._slopes = np.array([head.slope for head in heads])
        self._intercepts = np.array([head.intercept for head in heads])
        self._thresholds = np.array([head.threshold for head in heads])
        biases = np.array([head.bias for head in heads])
        blocks = [table.blocks() for table in tables]
        self._scorer = _core.LinearScorer([block for part in blocks for block in part], biases)
        self._biases = self._slopes * biases + self._intercepts
        self._starts = np.cumsum([0, *(len(table) for table in tables)])
        self._table_of_block = np.repeat(np.arange(len(tables)), [len(part) for part in blocks])

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics, in order."""
        return tuple(head.name for head in self._heads)

    @property
    def heads(self) -> tuple[TopicHead, ...]:
        """Calibration, threshold and IPTC ids of each topic."""
        return self._heads

    @property
    def tables(self) -> tuple[TermTable, ...]:
        """The terms and their weights."""
        return self._tables

    @property
    def card(self) -> Mapping[str, Any]:
        """What is known about the model: data, licences, figures, limits."""
        return MappingProxyType(self._card)

    @property
    def thresholds(self) -> dict[str, float]:
        """The probability from which on each topic holds."""
        return {head.name: head.threshold for head in self._heads}

    @property
    def iptc(self) -> dict[str, tuple[str, ...]]:
        """IPTC Media Topics ids of each topic, the closest first."""
        return {head.name: head.iptc for head in self._heads}

    def __repr__(self) -> str:
        return f"TopicModel({', '.join(self.topics)}; {sum(len(t) for t in self._tables)} terms)"

    def __reduce__(self) -> tuple[Any, ...]:
        return TopicModel, (self._heads, self._tables, self._card)

    def decision_function(self, texts: Iterable[str | Article], *, n_threads: int = 1) -> Floats:
        """Return the logit (log-odds) of every topic for every text.

        Parameters
        ----------
        texts : iterable of str or Article
        n_threads : int, default=1
            Native threads; they change no bit of the result.

        Returns
        -------
        ndarray of float64, shape (n_texts, n_topics)
        """
        check_int(n_threads, "n_threads", minimum=1)
        sources = text_sources(texts)
        margins: Floats = self._scorer.scores(sources, n_threads=n_threads)
        logits: Floats = margins * self._slopes + self._intercepts
        return logits

    def predict_proba(self, texts: Iterable[str | Article], *, n_threads: int = 1) -> Floats:
        """Return the calibrated probability of every topic for every text; rows need not add up to 1.

        Parameters
        ----------
        texts : iterable of str or Article
        n_threads : int, default=1
            Native threads; they change no bit of the result.

        Returns
        -------
        ndarray of float64, shape (n_texts, n_topics)
        """
        return sigmoid(self.decision_function(texts, n_threads=n_threads))

    def predict(self, texts: Iterable[str | Article], *, n_threads: int = 1) -> NDArray[np.bool_]:
        """Return whether each topic holds for each text.

        Parameters
        ----------
        texts : iterable of str or Article
        n_threads : int, default=1
            Native threads; they change no bit of the result.

        Returns
        -------
        ndarray of bool, shape (n_texts, n_topics)
        """
        return self.predict_proba(texts, n_threads=n_threads) >= self._thresholds

    def classify(self, text: str | Article) -> TopicPrediction:
        """Return the topics of one text with probabilities, evidence and novelty.

        Parameters
        ----------
        text : str or Article

        Returns
        -------
        TopicPrediction
            With no topics where none holds; its probabilities are those of `predict_proba` to the bit.
        """
        source = _source(text)
        probabilities = self.predict_proba([source])[0]
        contributions = self._contributions(source)
        held = probabilities >= self._thresholds
        return TopicPrediction(
            topics=tuple(name for name, holds in zip(self.topics, held, strict=True) if holds),
            probabilities=dict(zip(self.topics, probabilities.tolist(), strict=True)),
            evidence={name: contributions.evidence(i) for i, name in enumerate(self.topics)},
            novelty=self.novelty(source),
            iptc=self.iptc,
            text=source,
        )

    def explain(self, text: str | Article) -> dict[str, Explanation]:
        """Return what makes up the logit of every topic for one text.

        Parameters
        ----------
        text : str or Article

        Returns
        -------
        dict of str to Explanation
            The bias and the weights of all terms add up to the logit; so do the bias and those of all sentences.
        """
        source = _source(text)
        logits = self.decision_function([source])[0]
        probabilities = sigmoid(logits)
        parts = self._contributions(source)
        return {
            head.name: Explanation(
                topic=head.name,
                probability=float(probabilities[i]),
                threshold=head.threshold,
                logit=float(logits[i]),
                bias=float(self._biases[i]),
                terms=parts.terms(i),
                sentences=parts.sentences(i),
                occurrences=parts.occurrences(i),
                text=source,
            )
            for i, head in enumerate(self._heads)
        }

    def novelty(self, text: str | Article) -> float:
        """Return how unlike the training text a text is: the share of its words that the model does not know.

        Words are counted once each and weigh as much as they are rare (their idf; unknown ones as much as the rarest),
        so that everyday words, which every text has, count little. 0 is familiar; a text in another language or
        without any word has 1.
        """
        source = _source(text)
        n_words = len(word_analysis((1, 1)).words([source]))
        # By the table that knows most: an own topic's few terms make no text new.
        return min((_unknown_share(table, source, n_words) for table in self._tables), default=1.0)

    def with_topic(self, other: TopicModel) -> TopicModel:
        """Return a model that also knows the topics of `other`; no probability of either changes.

        Parameters
        ----------
        other : TopicModel
            Usually of one topic; its names must be new. Its card is kept under ``joined`` in the card of the result.
        """
        twice = set(self.topics) & set(check_instance(other, "other", "TopicModel").topics)
        if twice:
            raise ValueError(f"the model already has a topic {min(twice)!r}")
        heads = (*self._heads, *other._heads)
        tables = [_widen(table, 0, len(other._heads)) for table in self._tables]
        for table in other._tables:
            wide = _widen(table, len(self._heads), 0)
            same = next((i for i, t in enumerate(tables) if i < len(self._tables) and t.same_terms(wide)), None)
            if same is None:
                tables.append(wide)
            else:
                tables[same] = tables[same].with_weights(tables[same].weights + wide.weights)
        card = {**self._card, "joined": [*self._card.get("joined", []), {"topics": list(other.topics), **other._card}]}
        return TopicModel(heads, tables, card)

    def without_topic(self, name: str) -> TopicModel:
        """Return a model without one topic; the others do not change.

        Parameters
        ----------
        name : str
            One of the topics, not the only one.
        """
        gone = topic_place(self.topics, name)
        keep = [i for i in range(len(self._heads)) if i != gone]
        if not keep:
            raise ValueError(f"the model has no topic but {name!r}")
        tables = [table.with_weights(table.weights[:, keep]) for table in self._tables]
        needed = [table for table in tables if table.weights.any()] or tables[:1]
        return TopicModel([self._heads[i] for i in keep], needed, self._card)

    def with_threshold(self, threshold: float | Mapping[str, float]) -> TopicModel:
        """Return a model with another operating point.

        Parameters
        ----------
        threshold : float or mapping of str to float
            The probability from which on topics hold: one for all, or by topic; above 0, at most 1.
        """
        wanted = threshold if isinstance(threshold, Mapping) else dict.fromkeys(self.topics, threshold)
        for name in wanted:
            topic_place(self.topics, name)
        checked = {name: check_unit_interval(value, "threshold") for name, value in wanted.items()}
        heads = [replace(h, threshold=checked.get(h.name, h.threshold)) for h in self._heads]
        return TopicModel(heads, self._tables, self._card)

    def with_card(self, card: Mapping[str, Any]) -> TopicModel:
        """Return the model with another card (JSON values)."""
        return TopicModel(self._heads, self._tables, card)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model to a file that `load_topics` reads; equal models give equal bytes."""
        from newsnlp.topics.loading import write_topics

        write_topics(self, path)

    def _contributions(self, text: str) -> Contributions:
        """Return what every occurrence of a term adds to the logits; terms are counted through all tables."""
        blocks, columns, starts, ends, values = self._scorer.contributions(text)
        terms = self._starts[self._table_of_block[blocks]] + columns
        sentences = SentenceSplitter().offsets(text)
        bounds = np.stack([starts, ends], axis=1)
        return Contributions(terms, bounds, values * self._slopes, sentences, self._term_name)

    def _term_name(self, term: int) -> str:
        table = int(np.searchsorted(self._starts, term, side="right")) - 1
        return self._tables[table].name(term - int(self._starts[table]))


def topic_place(topics: Sequence[str], name: str) -> int:
    """Return the position of a topic of a model; ValueError that lists them where there is none of that name."""
    if name not in topics:
        raise ValueError(f"the model has no topic {name!r}; it has {', '.join(map(repr, topics))}")
    return topics.index(name)


def _unknown_share(table: TermTable, text: str, n_words: int) -> float:
    known = table.known_words(text)
    missing = (n_words - len(known)) * float(table.idf.max(initial=1.0))
    total = missing + float(table.idf[known].sum())
    return min(max(missing / total, 0.0), 1.0) if total else 1.0


def _widen(table: TermTable, before: int, after: int) -> TermTable:
    """Return the table with columns of zeros for topics that its terms say nothing of."""
    return table.with_weights(np.pad(table.weights, ((0, 0), (before, after))))


def _source(text: str | Article) -> str:
    """Return the text as given, of an article or of itself."""
    return check_single(text if isinstance(text, str) else getattr(text, "text", text), "predict_proba")


def text_sources(texts: Iterable[str | Article], name: str = "texts") -> list[str]:
    """Return the texts as given; the native core checks the type of each."""
    checked: Iterator[Any] = iter(check_texts(texts, name))
    return [text if isinstance(text, str) else getattr(text, "text", text) for text in checked]

"""TopicModel: topics of news texts, ready for use; needs only numpy and the native core."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp._lazy import cached_property
from newsnlp._threads import thread_count
from newsnlp._validation import (
    check_instance,
    check_int,
    check_same_length,
    check_single,
    check_unit_interval,
    check_words,
)
from newsnlp.articles import Article
from newsnlp.articles.texts import Texts
from newsnlp.results import TopicPrediction
from newsnlp.topics.calibration import logit, sigmoid
from newsnlp.topics.explanation import Explanation
from newsnlp.topics.files import KIND, VERSION, content_version, read_parts, write_parts
from newsnlp.topics.heads import TopicHead, topic_index
from newsnlp.topics.labelling import choose_texts, correct
from newsnlp.topics.scoring import Scoring
from newsnlp.topics.terms import TermTable, join_tables, own_table
from newsnlp.topics.texts import check_collections, text_sources

__all__ = ["TopicModel"]

Floats = NDArray[np.float64]


class TopicModel:
    """Topics of news texts: immutable, independent of each other, calibrated and explained.

    Models come from `load_topics`, `load`, ``TopicClassifier(...).fit(...).model_`` and `with_topic`.

    The shipped model reads the first 300 words of a text, and the first 100 of them a second time on their own; later
    words change no probability (`novelty` covers the whole text). Models from `TopicClassifier` and `learn_topic` read
    whole texts.

    Parameters
    ----------
    heads : sequence of TopicHead
        The topics, in order.
    tables : sequence of TermTable
        Terms and their weights; the margins of the tables are added up.
    card : mapping, default={}
        What is known about the model: data, licences, figures, limits. JSON values.
    version : str or None, default=None
        The name of a published model. With None, `version` is computed from the model's contents.
    """

    def __init__(
        self,
        heads: Sequence[TopicHead],
        tables: Sequence[TermTable],
        card: Mapping[str, Any] | None = None,
        version: str | None = None,
    ) -> None:
        self._names = tuple(head.name for head in heads)
        if len(set(self._names)) != len(self._names):
            raise ValueError("two topics have the same name")
        if any(table.weights.shape[1] != len(heads) for table in tables):
            raise ValueError(f"every table must have weights for all {len(heads)} topics")
        self._heads, self._tables, self._card = tuple(heads), tuple(tables), dict(card or {})
        self._thresholds = np.array([head.threshold for head in heads])
        self._scorer = Scoring(heads, tables)
        self._version = version

    @cached_property
    def version(self) -> str:
        """The name of a published model, else 12 hexadecimal digits computed from the model's contents.

        Any change of a topic, a weight or a threshold changes the version.
        """
        if self._version is not None:
            return self._version
        return content_version(self.header(), self.arrays())

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics, in order."""
        return self._names

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
        """The lowest probability at which each topic holds."""
        return {head.name: head.threshold for head in self._heads}

    @property
    def iptc(self) -> dict[str, tuple[str, ...]]:
        """IPTC Media Topics ids of each topic, the closest first."""
        return {head.name: head.iptc for head in self._heads}

    def __repr__(self) -> str:
        return f"TopicModel({', '.join(self.topics)}; {sum(len(t) for t in self._tables)} terms)"

    def _repr_html_(self) -> str:
        from newsnlp.display.tables import render_table

        rows = [[head.name, head.threshold, head.iptc] for head in self._heads]
        notes = [f"{sum(len(t) for t in self._tables):,} terms; version {self.version}"]
        return render_table(["topic", "holds from", "IPTC Media Topics"], rows, notes=notes)

    def __reduce__(self) -> tuple[Any, ...]:
        return TopicModel, (self._heads, self._tables, self._card, self._version)

    def decision_function(
        self, texts: Any, *, text: str | None = None, missing: str = "error", n_jobs: int | None = None
    ) -> Floats:
        """Return the logit (log-odds) of every topic for every text, shape (n_texts, n_topics).

        Parameters
        ----------
        texts, text, missing, n_jobs
            As for `newsnlp.classify_many`; the result does not depend on the number of threads.
        """
        n_threads = thread_count(n_jobs)
        batches = Texts(texts, text, missing=missing).batches(n_threads)
        found = [np.zeros((0, len(self._heads))), *(self._scorer.logits(batch, n_threads) for batch in batches)]
        return np.concatenate(found)

    def predict_proba(self, texts: Any, **options: Any) -> Floats:
        """Return the calibrated probability of every topic, shape (n_texts, n_topics); rows need not add up to 1."""
        return sigmoid(self.decision_function(texts, **options))

    def predict(self, texts: Any, **options: Any) -> NDArray[np.bool_]:
        """Return whether each topic holds for each text, shape (n_texts, n_topics)."""
        return self.predict_proba(texts, **options) >= self._thresholds

    def classify(self, text: str | Article) -> TopicPrediction:
        """Return the topics of one text (none where none holds) with probabilities, evidence and novelty.

        The probabilities are bit for bit those of `predict_proba`.
        """
        article = _parsed(text)
        found = self._scorer.find(article)
        probabilities = sigmoid(found.logits)
        held = probabilities >= self._thresholds
        return TopicPrediction(
            topics=tuple(name for name, holds in zip(self.topics, held, strict=True) if holds),
            probabilities=dict(zip(self.topics, probabilities.tolist(), strict=True)),
            evidence=dict(zip(self.topics, found.evidence, strict=True)),
            novelty=found.novelty,
            iptc=self.iptc,
            text=article.text,
            model=self.version,
        )

    def explain(self, text: str | Article) -> dict[str, Explanation]:
        """Return what makes up the logit of every topic for one text.

        The bias and the weights of all terms add up to the logit; so do the bias and those of all sentences.
        """
        article = _parsed(text)
        logits, biases = self.decision_function([article])[0], self._scorer.biases
        parts = self._scorer.contributions(article)
        return {h.name: parts.explanation(i, h, logits[i], biases[i]) for i, h in enumerate(self._heads)}

    def novelty(self, text: str | Article) -> float:
        """Return how much a text differs from the training text, from 0 (familiar) to near 1 (another language).

        It is the share of unknown words among those read, each weighted by its idf (unknown words like the rarest known
        one). Known words count for less if fewer pairs of neighbouring words are known than in familiar texts, for
        example names within text of another language.
        """
        return self._scorer.find(_parsed(text)).novelty

    def with_topic(self, other: TopicModel) -> TopicModel:
        """Return a model that also knows the topics of `other`; no probability of either changes.

        Parameters
        ----------
        other : TopicModel
            Usually a model of one topic; its names must be new. Its card is kept under ``joined`` in the card of the
            result.
        """
        twice = set(self.topics) & set(check_instance(other, "other", "TopicModel").topics)
        if twice:
            raise ValueError(f"the model already has a topic {min(twice)!r}")
        tables = join_tables(self._tables, other._tables, len(self._heads), len(other._heads))
        card = {**self._card, "joined": [*self._card.get("joined", []), {"topics": list(other.topics), **other._card}]}
        return TopicModel((*self._heads, *other._heads), tables, card)

    def without_topic(self, name: str) -> TopicModel:
        """Return a model without one topic; the others do not change.

        Parameters
        ----------
        name : str
            One of the topics, not the only one.
        """
        gone = topic_index(self.topics, name)
        keep = [i for i in range(len(self._heads)) if i != gone]
        if not keep:
            raise ValueError(f"{name!r} is the model's only topic")
        tables = [table.with_weights(table.weights[:, keep]) for table in self._tables]
        needed = [table for table in tables if table.weights.any()] or tables[:1]
        return TopicModel([self._heads[i] for i in keep], needed, self._card)

    def with_threshold(self, threshold: float | Mapping[str, float]) -> TopicModel:
        """Return a model with other thresholds.

        Parameters
        ----------
        threshold : float or mapping of str to float
            The lowest probability at which topics hold: one for all, or one by topic; above 0, at most 1.
        """
        wanted = threshold if isinstance(threshold, Mapping) else dict.fromkeys(self.topics, threshold)
        for name in wanted:
            topic_index(self.topics, name)
        checked = {name: check_unit_interval(value, "threshold") for name, value in wanted.items()}
        heads = [replace(h, threshold=checked.get(h.name, h.threshold)) for h in self._heads]
        return TopicModel(heads, self._tables, self._card)

    def with_card(self, card: Mapping[str, Any], version: str | None = None) -> TopicModel:
        """Return the model with another card (JSON values), and with the name under which it is published."""
        return TopicModel(self._heads, self._tables, card, version)

    def suggest(self, texts: Iterable[str | Article], n: int = 10, *, topic: str | None = None) -> list[int]:
        """Return which texts to label next, so that the answers teach the most.

        Parameters
        ----------
        texts : iterable of str or Article
            Unlabelled texts.
        n : int, default=10
            How many to return, fewer if there are fewer texts.
        topic : str or None, default=None
            The topic to improve; with None, the least certain topic of each text.

        Returns
        -------
        list of int
            Indices into `texts`, the most instructive first.

        Examples
        --------
        >>> from newsnlp import load_topics
        >>> texts = ["The treaty was signed by both foreign ministers.", "A stall sells cheese.", "An envoy may visit."]
        >>> len(load_topics("en").suggest(texts, 2, topic="diplomacy"))
        2
        """
        check_int(n, "n", minimum=1)
        sources = text_sources(texts)
        if not sources:
            return []
        columns = list(range(len(self._heads))) if topic is None else [topic_index(self.topics, topic)]
        distance = np.abs(self.decision_function(sources) - logit(self._thresholds))[:, columns].min(axis=1)
        table = self._tables[0 if topic is None else own_table(self._tables, columns[0])]
        return choose_texts(table, sources, distance, n)

    def corrected(
        self, texts: Iterable[str | Article], labels: Iterable[Collection[str]], *, about: Collection[str] = ()
    ) -> TopicModel:
        """Return a model that has learned from more labels; topics that no label speaks about do not change.

        Parameters
        ----------
        texts : iterable of str or Article
        labels : iterable of collections of str
            The topics of each text. An empty label means that the text has none of the topics in `about`.
        about : collection of str, default=()
            The topics that were checked in every text; by default those that occur in `labels`.

        Raises
        ------
        ValueError
            If lengths differ, no label is given, or a topic is unknown to the model.

        Examples
        --------
        >>> from newsnlp import load_topics
        >>> model, text = load_topics("en"), "The chess club opened its summit of grandmasters."
        >>> better = model.corrected([text], [[]], about=["diplomacy"])
        >>> before, after = (m.classify(text).probabilities for m in (model, better))
        >>> after["diplomacy"] < before["diplomacy"], after["security"] == before["security"]
        (True, True)
        """
        sources, given = text_sources(texts), check_collections(labels, "labels")
        check_same_length(texts=sources, labels=given)
        names = list(dict.fromkeys([*check_words(about, "about"), *(name for topics in given for name in topics)]))
        if not sources or not names:
            raise ValueError(
                "there is no label to learn from: give labels, or name in `about` the topics that were checked"
            )
        held = {topic_index(self.topics, name): np.array([name in topics for topics in given]) for name in names}
        heads, tables = correct(self._heads, self._tables, sources, held, self.decision_function(sources))
        return TopicModel(heads, tables, self._card)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> TopicModel:
        """Read a model that `save` has written, checking every part before use.

        Raises
        ------
        OSError
            If the file cannot be read.
        ValueError
            If the file is not a topic model, is damaged, or is of a version that this newsnlp does not know.
        """
        return cls(*read_parts(path))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model to a file that `load` reads; equal models give equal bytes."""
        write_parts(path, self.header(), self.arrays())

    def header(self) -> dict[str, Any]:
        """Return the header of the model's file, JSON values."""
        return {
            "kind": KIND,
            "version": VERSION,
            "model_version": self._version,
            "topics": [head.header() for head in self._heads],
            "tables": [table.header() for table in self._tables],
            "card": dict(self._card),
        }

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays of the model's file."""
        named = [table.arrays(f"table{i}") for i, table in enumerate(self._tables)]
        return {name: array for arrays in named for name, array in arrays.items()}


def _parsed(text: str | Article) -> Article:
    return text if isinstance(text, Article) else Article.parse(check_single(text, "predict_proba"))

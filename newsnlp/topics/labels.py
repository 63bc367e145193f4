"""Topics as people write them: one name a text, collections of names, or an indicator matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp._validation import check_indicator, check_topic_name

__all__ = ["TopicLabels"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TopicLabels:
    """The topics of many texts, and the form in which they were given.

    Parameters
    ----------
    form : {'names', 'collections', 'indicator'}
        The form in which the topics were given; predictions have the same form.
    classes : ndarray, shape (n_topics,)
        The topics as given: sorted names, or the labels of the indicator's columns, their numbers where they have none.
    truth : ndarray of bool, shape (n_texts, n_topics)
    """

    form: str
    classes: NDArray[Any]
    truth: Bools

    @classmethod
    def read(cls, topics: Any) -> TopicLabels:
        """Return the labels that `topics` holds.

        Parameters
        ----------
        topics : list of str or int, list of collections of str, or indicator matrix of shape (n_texts, n_topics)
            One name for each text; a collection of names for each text; or an array, sparse matrix or data frame of 0
            and 1.
        """
        if hasattr(topics, "toarray"):
            topics = topics.toarray()
        if getattr(topics, "ndim", 1) == 2:
            return cls._from_indicator(topics)
        if isinstance(topics, str | bytes) or not isinstance(topics, Iterable):
            raise TypeError(f"topics must be a list with one entry for each text, got {type(topics).__name__}")
        entries = list(topics)
        if entries and all(_is_collection(entry) for entry in entries):
            return cls._from_collections([list(entry) for entry in entries])
        return cls._from_names(entries)

    @classmethod
    def of(cls, names: Sequence[str]) -> TopicLabels:
        """Return the topics of these names, without a text; predictions are collections of names."""
        return cls("collections", np.array(names, dtype=object), np.zeros((0, len(names)), dtype=bool))

    @classmethod
    def _from_indicator(cls, topics: Any) -> TopicLabels:
        truth = check_indicator(topics, "topics", columns=topics.shape[1])
        if not hasattr(topics, "columns"):
            return cls("indicator", np.arange(topics.shape[1]), truth)
        names = [check_topic_name(str(name)) for name in topics.columns]
        return cls("indicator", np.array(names, dtype=object), truth)

    @classmethod
    def _from_collections(cls, entries: list[Any]) -> TopicLabels:
        for i, entry in enumerate(entries):
            for name in entry:
                check_topic_name(name, f"topics[{i}]")
        names = sorted({str(name) for entry in entries for name in entry})
        columns = {name: i for i, name in enumerate(names)}
        truth = np.zeros((len(entries), len(names)), dtype=bool)
        for i, entry in enumerate(entries):
            truth[i, [columns[name] for name in entry]] = True
        return cls("collections", np.array(names, dtype=object), truth)

    @classmethod
    def _from_names(cls, entries: list[Any]) -> TopicLabels:
        for i, entry in enumerate(entries):
            if isinstance(entry, float) or not isinstance(entry, str | int | np.integer | np.bool_):
                raise TypeError(f"topics[{i}] must be str or a collection of str, got {type(entry).__name__}")
            check_topic_name(str(entry), f"topics[{i}]")
        kinds = {isinstance(entry, str) for entry in entries}
        if len(kinds) > 1:
            raise TypeError("topics must be all str or all int, got a mix of both")
        classes, which = np.unique(np.array(entries), return_inverse=True)
        return cls("names", classes, which.reshape(-1, 1) == np.arange(len(classes)))

    def check_learnable(self, folds: int) -> None:
        """Raise ValueError unless every topic has enough texts to learn from and to hold out in this many folds."""
        if len(self.truth) < folds:
            raise ValueError(f"at least {folds} texts are needed, one for each fold (`cv`), got {len(self.truth)}")
        if not self.names:
            raise ValueError("topics must name at least one topic")
        for name, column in zip(self.names, self.truth.T, strict=True):
            if not column.any() or column.all():
                which = "no text" if not column.any() else "every text"
                raise ValueError(f"topic {name!r} holds for {which}: there is nothing to learn it from")

    @property
    def names(self) -> tuple[str, ...]:
        """The topics as str."""
        return tuple(str(name) for name in self.classes)

    @property
    def numbers_or_names(self) -> NDArray[Any]:
        """scikit-learn's classes: the column numbers of an indicator, else the topics."""
        return np.arange(len(self.classes)) if self.form == "indicator" else self.classes

    @property
    def has_plain_columns(self) -> bool:
        """Whether the topics were given as an indicator without names, whose columns are in the order of topics."""
        return self.form == "indicator" and self.classes.dtype.kind == "i"

    def with_name(self, name: str) -> TopicLabels:
        """Return the labels with one more topic, which no text has; its name must be new."""
        if name in self.names:
            raise ValueError(f"the model already has a topic {name!r}")
        if self.form == "names" and self.classes.dtype.kind != "U":
            raise ValueError(f"topic {name!r} cannot be added to topics that are numbers")
        classes = np.append(self.classes.astype(object), np.array([name], dtype=object))
        return replace(self, classes=classes, truth=np.pad(self.truth, ((0, 0), (0, 1))))

    def without_name(self, name: str) -> TopicLabels:
        """Return the labels without one topic."""
        keep = np.array([known != name for known in self.names], dtype=bool)
        return replace(self, classes=self.classes[keep], truth=self.truth[:, keep])

    def read_again(self, topics: Any) -> Bools:
        """Return other texts' topics, in any form, as an indicator of these; raise ValueError on an unknown one."""
        other = TopicLabels.read(topics)
        if other.has_plain_columns and len(other.classes) == len(self.classes):
            return other.truth
        columns = {name: i for i, name in enumerate(self.names)}
        truth = np.zeros((len(other.truth), len(columns)), dtype=bool)
        for column, name in zip(other.truth.T, other.names, strict=True):
            if name not in columns:
                raise ValueError(f"unknown topic {name!r}; known are {', '.join(map(repr, columns))}")
            truth[:, columns[name]] = column
        return truth

    def write(self, predicted: Bools, logits: NDArray[np.float64]) -> NDArray[Any] | list[tuple[Any, ...]]:
        """Return predictions in the form in which the topics were given; for single names, the likeliest."""
        if self.form == "names":
            likeliest: NDArray[Any] = self.classes[np.argmax(logits, axis=1)]
            return likeliest
        if self.form == "indicator":
            return predicted.astype(np.int64)
        return [tuple(self.classes[row].tolist()) for row in predicted]


def _is_collection(entry: Any) -> bool:
    return isinstance(entry, Iterable) and not isinstance(entry, str | bytes)

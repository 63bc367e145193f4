"""RankerModel: a trained ranker, ready for use; needs only numpy and the native core."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import Ranker, Trees, feature_names
from newsnlp._lazy import cached_property
from newsnlp._validation import check_path
from newsnlp.articles import Article
from newsnlp.modelfile import MODELS, file_stamp, read_model, write_model
from newsnlp.results.budget import NO_LIMIT, Budget

__all__ = ["FEATURES", "Layout", "RankerModel", "load_ranker"]

KIND, VERSIONS = "ranker", (2,)
SHIPPED = {"en": "summaries-en.model"}
FEATURES = feature_names()
# What has trees: the grade of a sentence, and whether it needs the one before it.
PARTS = ("values", "dangling")
TREE_ARRAYS = {
    "thresholds": np.float64,
    "features": np.uint32,
    "lefts": np.uint32,
    "values": np.float64,
    "roots": np.uint32,
    "base": np.float64,
}
# The settings of the choice, in the order of the array.
CHOICE = ("dangling", "repetition", "third", "fourth")


class Layout(NamedTuple):
    """Where the parts of an article stand that the ranker looks at, as the native core takes them."""

    sentences: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    headline: tuple[int, int]
    dateline: tuple[int, int]

    @classmethod
    def of(cls, article: Article, sentences: Sequence[tuple[int, int]] | None = None) -> Layout:
        """Return the layout of an article, with other sentences than its own where they are given."""
        found = [(s.start, s.end) for s in article.sentences] if sentences is None else sentences
        head, dateline = article.headline_span, article.dateline_span
        return cls(
            np.array(found, dtype=np.int64).reshape(-1, 2),
            np.array([(p.start, p.end) for p in article.paragraphs], dtype=np.int64).reshape(-1, 2),
            (head.start, head.end),
            (dateline.start, dateline.end),
        )


class RankerModel:
    """A trained ranker: immutable, safe to share between threads.

    Models come from `load_ranker` or from ``RankerSummarizer().fit(examples).model_``.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        ``background`` (65,536 bytes: how rare a term is in news, by its hash), ``choice`` (the settings of the
        choice: the penalty of a dangling sentence, the cosine from which one sentence repeats another, and the gain
        that a third and a fourth sentence must bring), and for each of values and dangling the trees:
        ``values.thresholds`` and so on.
    card : mapping, default={}
        What is known about the model: data, licences, figures, limits. JSON values.
    version : str or None, default=None
        The name of a published model. With None, `version` is made of what the model holds.
    """

    def __init__(
        self, arrays: Mapping[str, NDArray[Any]], card: Mapping[str, Any] | None = None, version: str | None = None
    ) -> None:
        expected = {"background", "choice", *(f"{part}.{name}" for part in PARTS for name in TREE_ARRAYS)}
        if set(arrays) != expected:
            raise ValueError(f"the arrays are not those of a ranker: {', '.join(sorted(set(arrays) ^ expected))}")
        self._arrays = {name: np.array(array) for name, array in arrays.items()}
        for array in self._arrays.values():
            array.flags.writeable = False
        self._card, self._version = dict(card or {}), version
        self.trees = {part: self._trees(part) for part in PARTS}
        background = np.ascontiguousarray(self._arrays["background"], dtype=np.uint8).ravel()
        choice = np.asarray(self._arrays["choice"], dtype=np.float64).ravel().tolist()
        if len(choice) != len(CHOICE):
            raise ValueError(f"choice must hold {len(CHOICE)} numbers, got {len(choice)}")
        self._ranker = Ranker(background, self.trees["values"], self.trees["dangling"], choice)

    def _trees(self, part: str) -> Trees:
        columns = {
            name: np.ascontiguousarray(self._arrays[f"{part}.{name}"], dtype=kind).ravel()
            for name, kind in TREE_ARRAYS.items()
        }
        base = columns.pop("base")
        if base.size != 1:
            raise ValueError(f"{part}.base must be one number")
        return Trees(**columns, base=float(base[0]), width=len(FEATURES))

    @cached_property
    def version(self) -> str:
        """Which model this is: the name of a published one, else 12 hexadecimal digits of what it holds."""
        if self._version is not None:
            return self._version
        digest = hashlib.sha256()
        for name, array in sorted(self._arrays.items()):
            digest.update(name.encode() + array.tobytes())
        return digest.hexdigest()[:12]

    @property
    def card(self) -> Mapping[str, Any]:
        """What is known about the model: data, licences, figures, limits."""
        return MappingProxyType(self._card)

    @property
    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """The arrays that the model was made from, not to be written to."""
        return MappingProxyType(self._arrays)

    @property
    def background(self) -> NDArray[np.uint8]:
        """How rare each term is in news, 0 to 255, by the low bits of its hash."""
        table: NDArray[np.uint8] = self._arrays["background"]
        return table

    def __repr__(self) -> str:
        counts = {part: self._arrays[f"{part}.roots"].size for part in PARTS}
        return f"RankerModel({', '.join(f'{count} trees for {part}' for part, count in counts.items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return RankerModel, (self._arrays, self._card, self._version)

    def with_card(self, card: Mapping[str, Any], version: str | None = None) -> RankerModel:
        """Return the same model with another card and version."""
        return RankerModel(self._arrays, card, version)

    def rank(
        self, text: str, layout: Layout, budget: Budget, costs: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Score the sentences of a text, 0 to 1, and choose some within a budget.

        Returns
        -------
        scores : ndarray of float, shape (n_sentences,)
        order : ndarray of int
            The chosen sentences, best first: 2 to 4 where the budget is free, else at most 8.
        """
        if budget.free:
            budget = budget._replace(sentences=NO_LIMIT)
        most = 0 if budget.free else budget.sentences
        return self._ranker.rank(text, *layout, most, costs, budget.limits)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model to a file; equal models give equal bytes."""
        header = {
            "kind": KIND,
            "version": VERSIONS[-1],
            "model_version": self._version,
            "features": list(FEATURES),
            "card": self._card,
        }
        write_model(path, header, self._arrays)


def load_ranker(source: str | os.PathLike[str] = "en") -> RankerModel:
    """Load a ranker.

    Parameters
    ----------
    source : str or path, default='en'
        'en' for the shipped model, or a file that `RankerModel.save` has written. Either is read once a process, a
        file again when it has changed.

    Returns
    -------
    RankerModel

    Raises
    ------
    ValueError
        If the file is no ranker, is damaged, or is of a version or with features that this newsnlp does not know.
    """
    if isinstance(source, str) and source in SHIPPED:
        return _load_shipped(source)
    path = check_path(source, "model")
    return _load(path, file_stamp(path))


@lru_cache(maxsize=len(SHIPPED))
def _load_shipped(name: str) -> RankerModel:
    return _load(str(MODELS / SHIPPED[name]), ())


@lru_cache(maxsize=8)
def _load(path: str, stamp: tuple[int, ...]) -> RankerModel:
    header, arrays = read_model(path, kind=KIND, versions=VERSIONS)
    try:
        if header.get("features") != list(FEATURES):
            raise ValueError("the ranker reads other features than this newsnlp has")
        card, version = header.get("card"), header.get("model_version")
        if not isinstance(card, dict):
            raise ValueError("the header lacks a card")
        if not isinstance(version, str | None):
            raise ValueError("the model's version must be a text")
        return RankerModel(arrays, card, version)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None

"""RankerModel: a trained ranker, ready for use; needs only numpy and the native core."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp import _core
from newsnlp._validation import check_path
from newsnlp.modelfile import file_stamp, read_model, write_model

__all__ = ["RankerModel", "load_ranker"]

KIND, VERSIONS = "ranker", (1,)
SHIPPED = {"en": "summaries-en.model"}
# What has trees, and the features that they read.
PARTS = {part: _core.feature_names(part) for part in ("sentences", "terms", "pairs")}
SETS, PRODUCTS = _core.feature_names("sets"), _core.feature_names("products")
TREE_ARRAYS = {
    "thresholds": np.float64,
    "features": np.uint32,
    "lefts": np.uint32,
    "values": np.float64,
    "roots": np.uint32,
    "base": np.float64,
}
LARGEST_POOL = 16


class RankerModel:
    """A trained ranker: immutable, safe to share between threads.

    Models come from `load_ranker` or from ``RankerSummarizer().fit(pairs).model_``.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        ``background`` (65,536 bytes: how rare a term is in news, by its hash), ``sets`` (means, scales and weights of
        the features of a candidate summary), ``products`` (weights of their products), and for each of sentences,
        terms and pairs the trees: ``sentences.thresholds`` and so on.
    pool : int
        How many of a text's best sentences candidates are made of, 1 to 16.
    card : mapping, default={}
        What is known about the model: data, licences, figures, limits. JSON values.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], pool: int, card: Mapping[str, Any] | None = None) -> None:
        expected = {"background", "sets", "products", *(f"{part}.{name}" for part in PARTS for name in TREE_ARRAYS)}
        if set(arrays) != expected:
            raise ValueError(f"the arrays are not those of a ranker: {', '.join(sorted(set(arrays) ^ expected))}")
        if isinstance(pool, bool) or not isinstance(pool, int) or not 1 <= pool <= LARGEST_POOL:
            raise ValueError(f"pool must be an int from 1 to {LARGEST_POOL}, got {pool!r}")
        self._arrays = {name: np.array(array) for name, array in arrays.items()}
        for array in self._arrays.values():
            array.flags.writeable = False
        self._pool, self._card = pool, dict(card or {})
        self.trees = {part: self._trees(part, len(features)) for part, features in PARTS.items()}
        background = np.ascontiguousarray(self._arrays["background"], dtype=np.uint8).ravel()
        sets = np.ascontiguousarray(self._arrays["sets"], dtype=np.float32)
        if sets.shape != (3, len(SETS)) or not np.isfinite(sets).all() or not (sets[1] > 0).all():
            raise ValueError(f"sets must be 3 x {len(SETS)} finite numbers, scales above 0")
        products = np.ascontiguousarray(self._arrays["products"], dtype=np.float32)
        self._ranker = _core.StoryRanker(
            background, self.trees["sentences"], self.trees["terms"], self.trees["pairs"], sets, products, pool
        )

    def _trees(self, part: str, width: int) -> _core.Trees:
        columns = {
            name: np.ascontiguousarray(self._arrays[f"{part}.{name}"], dtype=kind).ravel()
            for name, kind in TREE_ARRAYS.items()
        }
        base = columns.pop("base")
        if base.size != 1:
            raise ValueError(f"{part}.base must be one number")
        return _core.Trees(**columns, base=float(base[0]), width=width)

    @property
    def card(self) -> Mapping[str, Any]:
        """What is known about the model: data, licences, figures, limits."""
        return MappingProxyType(self._card)

    @property
    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """The arrays that the model was made from, not to be written to."""
        return MappingProxyType(self._arrays)

    @property
    def pool(self) -> int:
        """How many of a text's best sentences candidates are made of."""
        return self._pool

    @property
    def background(self) -> NDArray[np.uint8]:
        """How rare each term is in news, 0 to 255, by the low bits of its hash."""
        table: NDArray[np.uint8] = self._arrays["background"]
        return table

    def __repr__(self) -> str:
        counts = {part: self._arrays[f"{part}.roots"].size for part in PARTS}
        return f"RankerModel({', '.join(f'{count} trees for {part}' for part, count in counts.items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return RankerModel, (self._arrays, self._pool, self._card)

    def study(self, text: str, offsets: NDArray[np.int64]) -> _core.StoryStudy:
        """Score the sentences (start, end) of a text; `.scores` are raw, mostly 0 to 1."""
        return self._ranker.study(text, offsets)

    def choose(
        self,
        study: _core.StoryStudy,
        *,
        least: int,
        most: int,
        costs: NDArray[np.int64] | None = None,
        limits: list[int] | None = None,
    ) -> NDArray[np.int64]:
        """Return the sentences of the best summary of `least` to `most` sentences (at most 4) within the limits.

        Where the limits leave no room for `least`, as many as they do; none where nothing fits.
        """
        bounds = (0, 0, 0) if limits is None else tuple(limits)
        chosen: NDArray[np.int64] = self._ranker.choose(study, least, most, costs, bounds)
        return chosen

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model to a file; equal models give equal bytes."""
        header = {
            "kind": KIND,
            "version": VERSIONS[-1],
            "pool": self._pool,
            "features": _features(),
            "card": self._card,
        }
        write_model(path, header, self._arrays)


def _features() -> dict[str, list[str]]:
    listed = {**PARTS, "sets": SETS, "products": PRODUCTS}
    return {part: list(names) for part, names in listed.items()}


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
    return _load(str(files("newsnlp.models") / SHIPPED[name]), ())


@lru_cache(maxsize=8)
def _load(path: str, stamp: tuple[int, ...]) -> RankerModel:
    header, arrays = read_model(path, kind=KIND, versions=VERSIONS)
    try:
        if header.get("features") != _features():
            raise ValueError("the ranker reads other features than this newsnlp has")
        card = header.get("card")
        if not isinstance(card, dict):
            raise ValueError("the header lacks a card")
        return RankerModel(arrays, header.get("pool", 0), card)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None

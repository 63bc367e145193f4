"""The terms of a fitted vectorizer: stored natively, shown as a dict, pickled as one blob."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from operator import itemgetter
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer

from newsnlp._core import Analysis, Vocabulary
from newsnlp.vectorizers._base import READY_TERMS


def _counted(method: Callable[..., Any]) -> Any:
    """Return a method of dict that also counts its calls, even one that fails midway."""

    @wraps(method)
    def change(self: TermColumns, *args: Any, **more: Any) -> Any:
        try:
            return method(self, *args, **more)
        finally:
            self.changes += 1

    return change


class TermColumns(dict[Any, int]):
    """Column of each term: a dict that counts its changes.

    The native vocabulary has to follow a dict that the user changes in place. To compare the two before every
    `transform` would take milliseconds for a long vocabulary, hundreds of times the work on a short text; the count
    costs nothing. Copies and pickles are plain dicts.
    """

    __slots__ = ("changes",)

    def __init__(self, columns: Any = ()) -> None:
        super().__init__(columns)
        self.changes = 0

    def __reduce__(self) -> tuple[type, tuple[dict[Any, int]]]:
        return dict, (dict(self),)

    __setitem__ = _counted(dict.__setitem__)
    __delitem__ = _counted(dict.__delitem__)
    __ior__ = _counted(dict.__ior__)
    clear = _counted(dict.clear)
    pop = _counted(dict.pop)
    popitem = _counted(dict.popitem)
    setdefault = _counted(dict.setdefault)
    update = _counted(dict.update)


class FittedTerms:
    """The terms that have a column, and how their counts are weighted.

    The terms exist natively and as the dict that `vocabulary_` shows; each is made from the other when needed. The dict
    takes precedence if the user gave or changed it. Weights are a fitted scikit-learn transformer, None for plain
    counts. A fit makes a new object; only caches change in an existing one.
    """

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        columns: Mapping[Any, int] | None = None,
        weights: TfidfTransformer | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._columns: TermColumns | None = None
        if columns is not None:
            self._columns = columns if isinstance(columns, TermColumns) else TermColumns(columns)
        self._seen_changes = 0 if self._columns is None else self._columns.changes
        self._given = columns is not None
        self._bound: tuple[Analysis, Vocabulary] | None = None
        self.weights = weights
        self.native_weights = {} if weights is None else _native_weights(weights)

    def __len__(self) -> int:
        return len(self._vocabulary if self._columns is None else self._columns)  # type: ignore[arg-type]

    def with_weights(self, weights: TfidfTransformer | None) -> FittedTerms:
        """Return the same terms with other weights."""
        self._follow_columns()
        terms = FittedTerms(self._vocabulary, self._columns, weights)
        terms._given = self._given
        return terms

    @property
    def columns(self) -> dict[Any, int]:
        """Column of each term: a dict in column order, made on first access."""
        if self._columns is None:
            assert self._vocabulary is not None
            self._columns = TermColumns(self._vocabulary.to_dict())
        return self._columns

    def names(self) -> list[Any]:
        """List the terms in column order."""
        if self._columns is None:
            assert self._vocabulary is not None
            return self._vocabulary.names()
        return [term for term, _ in sorted(self._columns.items(), key=itemgetter(1))]

    def vocabulary(self, analysis: Analysis) -> Vocabulary | None:
        """Return the native vocabulary for these settings; None if some term is not a str."""
        self._follow_columns()
        bound = self._bound
        if bound is not None and bound[0] is analysis:
            return bound[1]
        if self._vocabulary is None:
            check_columns(self.columns)
            names = self.names()
            if not all(isinstance(name, str) for name in names):
                return None
            self._vocabulary = Vocabulary(names, analysis)
        vocabulary = self._vocabulary.with_analysis(analysis)
        self._bound = (analysis, vocabulary)
        return vocabulary

    def _follow_columns(self) -> None:
        """Drop what was made from the dict, or the dict from it, if the user has changed the dict since."""
        columns = self._columns
        if columns is not None and columns.changes != self._seen_changes:
            self._seen_changes = columns.changes
            self._vocabulary, self._bound, self._given = None, None, True

    def __getstate__(self) -> dict[str, Any]:
        """Pickle learned terms as one blob and their lengths: small, and the same bytes for the same terms."""
        self._follow_columns()
        state: dict[str, Any] = {"weights": self.weights and dict(vars(self.weights))}
        if self._given:
            return {**state, "columns": dict(self.columns)}
        assert self._vocabulary is not None
        lengths = np.diff(np.asarray(self._vocabulary.offsets))
        lengths = lengths.astype(np.min_scalar_type(int(lengths.max(initial=0))))
        return {**state, "blob": self._vocabulary.blob, "lengths": lengths}

    def __setstate__(self, state: dict[str, Any]) -> None:
        weights = None
        if state["weights"]:  # only its attributes, since their meaning does not depend on scikit-learn's version
            weights = TfidfTransformer()
            for name, value in state["weights"].items():
                setattr(weights, name, value)
        vocabulary = None
        if "blob" in state:
            offsets = np.concatenate([[0], np.cumsum(state["lengths"], dtype=np.int64)])
            vocabulary = Vocabulary.from_blob(state["blob"], offsets, READY_TERMS)
        self.__init__(vocabulary, state.get("columns"), weights)  # type: ignore[misc]


def _native_weights(weights: TfidfTransformer) -> dict[str, Any] | None:
    """Return the core's options for weighting rows; None if only scikit-learn can do it, as for an infinite idf."""
    idf = getattr(weights, "idf_", None)
    if idf is not None:
        idf = np.asarray(idf, dtype=np.float64)
        if not np.isfinite(idf).all():
            return None
    return {"idf": idf, "sublinear_tf": bool(weights.sublinear_tf), "norm": weights.norm}


def check_columns(vocabulary: Mapping[Any, Any]) -> None:
    """Raise ValueError unless the indices are 0, 1, 2, ... in some order."""
    indices = set(vocabulary.values())
    if len(indices) != len(vocabulary):
        raise ValueError("Vocabulary contains repeated indices.")
    for i in range(len(vocabulary)):
        if i not in indices:
            raise ValueError(f"Vocabulary of size {len(vocabulary)} doesn't contain index {i}.")


def given_terms(vocabulary: Any) -> FittedTerms | None:
    """Return the terms of a vocabulary given as a parameter; None if there is none."""
    if vocabulary is None:
        return None
    columns: dict[Any, int] = {}
    if isinstance(vocabulary, Mapping):
        check_columns(vocabulary)
        columns = dict(vocabulary)  # also of a TermColumns: the parameter is not to follow `vocabulary_`
    else:
        for i, term in enumerate(sorted(vocabulary) if isinstance(vocabulary, set) else vocabulary):
            if columns.setdefault(term, i) != i:
                raise ValueError(f"Duplicate term in vocabulary: {term!r}")
    if not columns:
        raise ValueError("empty vocabulary passed to fit")
    return FittedTerms(columns=columns)

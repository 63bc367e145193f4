"""Why sentences score as they do, made into objects only where someone looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from newsnlp._core import SparseRows, strongest_terms
from newsnlp.results import TermWeight

__all__ = ["TermReasons"]

COUNT = 3


class TermReasons(Sequence[tuple[TermWeight, ...]]):
    """For each sentence its terms of highest weight, the highest first.

    Parameters
    ----------
    terms : list of str
        The name of each term.
    weights : SparseRows
        The weight of each term in each sentence.
    """

    def __init__(self, terms: list[str], weights: SparseRows) -> None:
        ids, values = strongest_terms(weights, COUNT)
        self._terms = terms
        self._ids, self._values = ids.reshape(-1, COUNT), values.reshape(-1, COUNT)

    def __repr__(self) -> str:
        return f"TermReasons({len(self)} sentences)"

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> tuple[TermWeight, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[TermWeight, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[TermWeight, ...] | Sequence[tuple[TermWeight, ...]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        ids, values = self._ids[index].tolist(), self._values[index].tolist()
        return tuple(TermWeight(self._terms[k], value) for k, value in zip(ids, values, strict=True) if k >= 0)

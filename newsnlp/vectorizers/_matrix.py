"""Sparse matrices from native arrays, at the price of an object and not of a check."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp
import sklearn

Triple = tuple[Any, Any, Any]

INDEX_LIMIT = int(np.iinfo(np.int32).max)
"""Most non-zeros that 32-bit indices are used for; tests lower it."""

# `dtype.name` is made anew, slowly, whenever it is asked for.
_NATIVE_NAMES = {np.dtype(name): name for name in ("float64", "float32", "int64")}
# Empty matrices whose other attributes (maxprint and the like) every new one shares.
SparseRows: TypeAlias = sp.csr_matrix | sp.csr_array

_TEMPLATES: dict[str, Any] = {"spmatrix": sp.csr_matrix((1, 1)), "sparray": sp.csr_array((1, 1))}


def sparse_rows(triple: Triple, n_columns: int) -> SparseRows:
    """Make a CSR matrix (or array, as `sklearn.set_config(sparse_interface=...)` says) of native arrays.

    SciPy's constructor looks at every index again (20 microseconds a call, milliseconds a corpus); the core has
    just written them sorted, without duplicates and within bounds.
    """
    data, indices, indptr = triple
    template = _TEMPLATES[sklearn.get_config().get("sparse_interface", "spmatrix")]
    matrix: Any = object.__new__(type(template))
    matrix.__dict__.update(
        template.__dict__,
        _shape=(len(indptr) - 1, n_columns),
        data=plain(data),
        indices=plain(indices),
        indptr=plain(indptr),
        _has_sorted_indices=True,
        _has_canonical_format=True,
    )
    return matrix


def plain(array: Any) -> Any:
    """Give an array numpy's own int64: native 64-bit integers arrive as `longlong`, which is equal but prints apart."""
    return array.view(np.int64) if array.dtype.char == "q" else array


def stacked(triples: list[Triple]) -> Triple:
    """Put the rows of several batches one below the other."""
    if len(triples) == 1:
        return triples[0]
    index_type = np.int64 if sum(len(data) for data, _, _ in triples) > INDEX_LIMIT else np.int32
    ends = [np.zeros(1, dtype=index_type)]
    total = 0
    for data, _, indptr in triples:
        ends.append((indptr[1:].astype(np.int64) + total).astype(index_type))
        total += len(data)
    return (
        np.concatenate([data for data, _, _ in triples]),
        np.concatenate([indices.astype(index_type, copy=False) for _, indices, _ in triples]),
        np.concatenate(ends),
    )


def native_dtype(dtype: Any) -> str:
    """Name the type the core counts in for a matrix of this type: itself where native, else int64."""
    return _NATIVE_NAMES.get(np.dtype(dtype), "int64")

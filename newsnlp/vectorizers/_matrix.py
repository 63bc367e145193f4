"""Sparse matrices from native arrays, without the cost of SciPy's checks."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp
import sklearn

Triple = tuple[Any, Any, Any]

INDEX_LIMIT = int(np.iinfo(np.int32).max)
"""Most non-zeros that 32-bit indices are used for; tests lower it."""

# `dtype.name` is computed on every access, slowly.
_NATIVE_NAMES = {np.dtype(name): name for name in ("float64", "float32", "int64")}
# Empty matrices whose other attributes (such as maxprint) are copied to every new one.
SparseRows: TypeAlias = sp.csr_matrix | sp.csr_array

_TEMPLATES: dict[str, Any] = {"spmatrix": sp.csr_matrix((1, 1)), "sparray": sp.csr_array((1, 1))}


def sparse_rows(triple: Triple, n_columns: int) -> SparseRows:
    """Make a CSR matrix (or array, depending on `sklearn.set_config(sparse_interface=...)`) from native arrays.

    SciPy's constructor checks every index again (20 microseconds a call, milliseconds a corpus), but the core has just
    written them sorted, without duplicates and within bounds.
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
    """Convert native 64-bit integers to numpy's int64: they arrive as `longlong`, equal but printed differently."""
    return array.view(np.int64) if array.dtype.char == "q" else array


def stacked(triples: list[Triple]) -> Triple:
    """Stack the rows of several batches."""
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


def counts_dtype(dtype: Any, default: Any) -> np.dtype[Any]:
    """Return the type of a matrix of counts, `default` for None; raise ValueError if SciPy has no such matrices."""
    known: np.dtype[Any] = np.dtype(default if dtype is None else dtype)
    if known in _NATIVE_NAMES:
        return known
    made: np.dtype[Any] = sp.csr_matrix((1, 1), dtype=known).dtype  # raises SciPy's own error since 1.15
    if made.kind not in "biufc" or made == np.float16:
        raise ValueError(f"scipy.sparse does not support dtype {made}")
    return made


def weighs_natively(dtype: np.dtype[Any], norm: Any) -> bool:
    """Return whether the core can compute weights and norms for counts of this type; otherwise scikit-learn does.

    It makes them of whole counts, but in scikit-learn the counts of a narrow type wrap round before, those of bool are
    1, and complex ones are refused.
    """
    return dtype.itemsize >= 4 and dtype.kind != "c" and norm in (None, "l1", "l2")


def native_dtype(dtype: Any) -> str:
    """Return the type that the core counts in for a matrix of this type: the type itself if supported, else int64."""
    return _NATIVE_NAMES.get(np.dtype(dtype), "int64")

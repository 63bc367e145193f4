"""The rows of several batches are joined."""

import numpy as np
import pytest

from newsnlp.vectorizers import _matrix


@pytest.mark.parametrize(("limit", "kind"), [(5, np.int32), (4, np.int64)])
def test_stacked_rows_are_wide_beyond_the_limit_only(monkeypatch, limit, kind):
    triples = [(np.ones(n), np.arange(n, dtype=np.int32), np.array([0, n], np.int32)) for n in (2, 3)]
    monkeypatch.setattr(_matrix, "INDEX_LIMIT", limit)
    data, indices, indptr = _matrix.stacked(triples)
    assert indices.dtype == indptr.dtype == kind
    assert (data.tolist(), indices.tolist(), indptr.tolist()) == ([1.0] * 5, [0, 1, 0, 1, 2], [0, 2, 5])

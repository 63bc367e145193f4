"""Run scikit-learn's own tests of its text vectorizers with newsnlp's in their place.

    python -m tests.vectorizers.sklearn_suite [pytest options]

The names in `sklearn.feature_extraction.text` are replaced before scikit-learn's test file imports them. This is a
process of its own because the file emits warnings, which the settings of this project's tests turn into errors.

One test calls a private method, CountVectorizer._sort_features, of which newsnlp has no use: its columns are sorted
from the start. The method is added here, for that test alone.
"""

import importlib.util
import sys
from typing import Any

import numpy as np
import pytest
import sklearn.feature_extraction.text as replaced

import newsnlp.vectorizers as ours

TESTS = "sklearn.feature_extraction.tests.test_text"
NAMES = ("CountVectorizer", "HashingVectorizer", "TfidfVectorizer")


def sort_features(self: Any, X: Any, vocabulary: dict[str, int]) -> Any:
    """Renumber the columns by name: `vocabulary` and the indices of X change in place."""
    order = sorted(vocabulary.items())
    columns = np.empty(len(order), dtype=X.indices.dtype)
    for column, (term, old) in enumerate(order):
        vocabulary[term] = column
        columns[old] = column
    X.indices = columns.take(X.indices, mode="clip")
    return X


def main(options: list[str]) -> int:
    """Run the file; return pytest's exit code."""
    ours.CountVectorizer._sort_features = sort_features
    for name in NAMES:
        vectorizer, original = getattr(ours, name), getattr(replaced, name)
        assert not issubclass(vectorizer, original), f"{name} must stand on its own"
        setattr(replaced, name, vectorizer)
    specification = importlib.util.find_spec(TESTS)
    assert specification is not None, "this scikit-learn has no tests"
    return int(pytest.main([str(specification.origin), "-q", "-c", "/dev/null", "-p", "no:cacheprovider", *options]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

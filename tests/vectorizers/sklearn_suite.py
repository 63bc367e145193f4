"""Run scikit-learn's own tests of its text vectorizers with newsnlp's in their place.

    python -m tests.vectorizers.sklearn_suite [pytest options]

The names in `sklearn.feature_extraction.text` are replaced before scikit-learn's test file imports them. This is a
process of its own because the file emits warnings, which the settings of this project's tests turn into errors.
"""

import importlib.util
import sys

import pytest
import sklearn.feature_extraction.text as replaced

import newsnlp.vectorizers as ours

TESTS = "sklearn.feature_extraction.tests.test_text"
NAMES = ("CountVectorizer", "HashingVectorizer", "TfidfVectorizer")


def main(options: list[str]) -> int:
    """Run the file; return pytest's exit code."""
    for name in NAMES:
        vectorizer, original = getattr(ours, name), getattr(replaced, name)
        assert not issubclass(vectorizer, original), f"{name} must stand on its own"
        setattr(replaced, name, vectorizer)
    specification = importlib.util.find_spec(TESTS)
    assert specification is not None, "this scikit-learn has no tests"
    return int(pytest.main([str(specification.origin), "-q", "-c", "/dev/null", "-p", "no:cacheprovider", *options]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

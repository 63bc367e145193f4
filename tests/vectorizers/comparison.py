"""Compare newsnlp's vectorizers with scikit-learn's: results, names, warnings and errors."""

import re
import warnings

import numpy as np
import sklearn.feature_extraction.text as reference
from hypothesis import strategies as st

import newsnlp.vectorizers as ours

# All of Unicode, with unassigned characters and lone surrogates, and often those that the core treats specially.
CHARACTERS = st.one_of(
    st.sampled_from("aZ_ 9.\n'éßΣσςİı\u0301\u200d\ud800\udfffЖ東٣😀\U0010ffff"),
    st.characters(codec=None, exclude_categories=()),
)
TEXTS = st.lists(st.text(CHARACTERS, max_size=80), max_size=4)
LEVELS = ("scalar", "avx2", "avx512")
CLASSES = ("CountVectorizer", "HashingVectorizer", "TfidfVectorizer")


def outcome(work):
    """Do some work; return its result or error, and its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = work()
        except Exception as error:  # the error is what is compared
            result = f"{type(error).__name__}: {error}"
    return result, {str(each.message) for each in caught}


def assert_same_matrix(matrix, expected, *, exact):
    """Compare shape, types, columns and values of a matrix with scikit-learn's."""
    expected = expected.copy()
    expected.sort_indices()
    assert type(matrix) is type(expected)
    assert matrix.shape == expected.shape
    assert matrix.dtype == expected.dtype
    assert repr(matrix.data[:1]) == repr(expected.data[:1]) or not exact  # longlong equals int64, and yet is shown
    assert matrix.indices.dtype == expected.indices.dtype
    assert matrix.has_sorted_indices
    assert matrix.has_canonical_format
    matrix.check_format(full_check=True)
    np.testing.assert_array_equal(matrix.indptr, expected.indptr)
    np.testing.assert_array_equal(matrix.indices, expected.indices)
    if exact:
        np.testing.assert_array_equal(matrix.data, expected.data)
    else:
        tolerance = 1e-12 if matrix.dtype == np.float64 else 2e-6
        np.testing.assert_allclose(matrix.data, expected.data, rtol=tolerance, atol=0)


def assert_same_outcome(work, expected_work, *, exact):
    """Compare one call with scikit-learn's; return whether both gave a matrix."""
    result, warned = outcome(work)
    expected, expected_warned = outcome(expected_work)
    assert warned == expected_warned
    if isinstance(expected, str) or isinstance(result, str):
        assert result == expected
        return False
    assert_same_matrix(result, expected, exact=exact)
    return True


def assert_same(name, settings, texts, new_texts, *, n_jobs=None):
    """Compare fit_transform, names, transform and inverse_transform with scikit-learn's."""
    vectorizer = getattr(ours, name)(**settings, n_jobs=n_jobs)
    expected = getattr(reference, name)(**settings)
    exact = name != "TfidfVectorizer"
    fitted = assert_same_outcome(
        lambda: vectorizer.fit_transform(texts), lambda: expected.fit_transform(texts), exact=exact
    )
    if not fitted:
        return  # scikit-learn's HashingVectorizer() does not check settings in transform: n_features=0 ends the process
    if name != "HashingVectorizer":
        assert vectorizer.get_feature_names_out().tolist() == expected.get_feature_names_out().tolist()
        assert vectorizer.vocabulary_ == expected.vocabulary_
        assert list(vectorizer.vocabulary_) == sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get) or (
            settings.get("vocabulary") is not None
        )
    assert_same_outcome(lambda: vectorizer.transform(new_texts), lambda: expected.transform(new_texts), exact=exact)


def settings_text(settings):
    """Return settings in short form, for messages."""
    return re.sub(r"0x[0-9a-f]+", "0x", repr(settings))

"""TfidfVectorizer's additions: weights, their type, their settings at the time of the fit."""

import numpy as np
import pytest
import sklearn.feature_extraction.text as reference
from sklearn.exceptions import NotFittedError

from newsnlp import TfidfVectorizer
from tests.reference import vectorizers as naive
from tests.vectorizers.comparison import assert_same_matrix, outcome

TEXTS = ["oil oil gas", "gas", "", "the gas of the oil", "peat"]


def test_by_hand():
    weights = TfidfVectorizer().fit_transform(["oil rises", "oil falls"]).toarray()
    rare = np.log(3 / 2) + 1
    length = np.hypot(1, rare)
    np.testing.assert_allclose(weights, [[0, 1 / length, rare / length], [rare / length, 1 / length, 0]], rtol=1e-15)


@pytest.mark.parametrize("norm", ["l1", "l2", None])
@pytest.mark.parametrize("sublinear_tf", [False, True])
def test_against_the_naive_twin(norm, sublinear_tf):
    vectorizer = TfidfVectorizer(norm=norm, sublinear_tf=sublinear_tf)
    weights = vectorizer.fit_transform(TEXTS).toarray()
    for row, text in zip(weights, TEXTS, strict=True):
        counts = naive.count_row(naive.terms(text), vectorizer.vocabulary_)
        expected = naive.weigh_row(counts, idf=vectorizer.idf_, sublinear_tf=sublinear_tf, norm=norm)
        np.testing.assert_allclose(row[list(expected)], list(expected.values()), rtol=1e-13)
        assert np.count_nonzero(row) == len(expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_throughout(dtype):
    vectorizer = TfidfVectorizer(dtype=dtype)
    assert vectorizer.fit_transform(TEXTS).dtype == dtype
    assert vectorizer.transform(TEXTS).dtype == dtype
    assert vectorizer.idf_.dtype == dtype


def test_settings_are_those_of_the_fit():
    ours, expected = TfidfVectorizer(), reference.TfidfVectorizer()
    for vectorizer in (ours, expected):
        vectorizer.fit(TEXTS).set_params(norm=None, sublinear_tf=True, use_idf=False)
    assert_same_matrix(ours.transform(TEXTS), expected.transform(TEXTS), exact=False)
    np.testing.assert_array_equal(ours.idf_, expected.idf_)


def test_idf_can_be_moved_to_another_vectorizer():
    fitted = TfidfVectorizer().fit(TEXTS)
    for idf in (fitted.idf_, list(fitted.idf_)):
        moved = TfidfVectorizer(vocabulary=fitted.vocabulary_)
        moved.idf_ = idf
        assert (moved.transform(TEXTS) != fitted.transform(TEXTS)).nnz == 0
    with pytest.raises(ValueError, match="idf length = 1 must be equal to vocabulary size = 5"):
        TfidfVectorizer(vocabulary=fitted.vocabulary_).idf_ = [1.0]


@pytest.mark.parametrize("idf", [[[1], [2]], ["1", "2"], [1j, 2], [None, 1], [[1, 2], [3, 4]]])
def test_an_idf_that_cannot_be_used_is_refused_at_once(idf):
    vectorizer = TfidfVectorizer().fit(["oil gas"])
    before = vectorizer.transform(TEXTS)
    with pytest.raises(ValueError, match="`idf_` must be a one-dimensional array of numbers, got shape"):
        vectorizer.idf_ = idf
    assert (vectorizer.transform(TEXTS) != before).nnz == 0


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.longdouble, np.int8, np.uint64, bool])
def test_an_idf_may_be_of_any_real_type(kind):
    idf = np.array([0, 1], dtype=kind)
    ours, expected = (make(norm=None).fit(["oil gas"]) for make in (TfidfVectorizer, reference.TfidfVectorizer))
    ours.idf_ = expected.idf_ = idf
    assert_same_matrix(ours.transform(["gas", "oil oil"]), expected.transform(["gas", "oil oil"]), exact=True)


@pytest.mark.parametrize("settings", [{}, {"use_idf": False, "norm": None}, {"vocabulary": ["oil", "gas"]}], ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int8])
@pytest.mark.parametrize("kind", [list, tuple, iter])
@pytest.mark.filterwarnings("ignore:Only .* 'dtype' should be used")
def test_no_documents_are_refused_as_by_scikit_learn(settings, dtype, kind):
    for make in (reference.TfidfVectorizer, TfidfVectorizer):
        vectorizer = make(**settings, dtype=dtype).fit(TEXTS)
        size = len(vectorizer.vocabulary_)
        with pytest.raises(
            ValueError, match=rf"0 sample\(s\) \(shape=\(0, {size}\)\) while a minimum of 1 is required by"
        ):
            vectorizer.transform(kind([]))


def test_without_a_fit():
    for make in (reference.TfidfVectorizer, TfidfVectorizer):
        with pytest.raises(NotFittedError, match="The TF-IDF vectorizer is not fitted"):
            make().transform(TEXTS)
        with pytest.raises(NotFittedError, match="TfidfVectorizer is not fitted yet"):
            make().idf_  # noqa: B018
        with pytest.raises(AttributeError, match="idf_"):
            make(use_idf=False).fit(TEXTS).idf_  # noqa: B018


@pytest.mark.parametrize("settings", [{"smooth_idf": False}, {}, {"use_idf": False}])
def test_given_vocabulary_with_a_term_that_never_occurs(settings):
    settings = {"vocabulary": ["oil", "coal"], **settings}
    ours, expected = TfidfVectorizer(**settings), reference.TfidfVectorizer(**settings)
    result, warned = outcome(lambda: ours.fit_transform(TEXTS))
    expected_result, expected_warned = outcome(lambda: expected.fit_transform(TEXTS))
    assert warned == expected_warned
    assert_same_matrix(result, expected_result, exact=False)


def test_an_infinite_idf_is_refused_as_by_scikit_learn():
    settings = {"vocabulary": ["oil", "coal"], "smooth_idf": False}
    for make in (reference.TfidfVectorizer, TfidfVectorizer):
        with np.errstate(divide="ignore"):
            fitted = make(**settings).fit(TEXTS)
        assert fitted.idf_[1] == np.inf
        with pytest.raises(ValueError, match="Input contains infinity"):
            fitted.transform(["coal"])

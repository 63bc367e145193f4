"""HashingVectorizer's own features: columns against the naive hash, terms of columns, cheap calls."""

import numpy as np
import pytest
import scipy.sparse as sp
import sklearn
import sklearn.feature_extraction.text as reference
from hypothesis import given
from hypothesis import strategies as st
from sklearn.utils import murmurhash3_32

from newsnlp import CountVectorizer, HashingVectorizer
from tests.reference import vectorizers as naive
from tests.vectorizers.comparison import assert_same_outcome

TEXTS = ["Oil prices rise, oil falls", "", "Café ΟΔΟΣ 🙂 東京", "talks"]


@given(st.binary(max_size=70))
def test_naive_hash_is_the_hash(data):
    assert naive.murmur3_32(data) == murmurhash3_32(data)


@pytest.mark.parametrize("alternate_sign", [True, False])
@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("n_features", [3, 1000, 2**20])
def test_against_the_naive_twin(alternate_sign, binary, n_features):
    settings = {"alternate_sign": alternate_sign, "binary": binary}
    matrix = HashingVectorizer(n_features=n_features, norm=None, **settings).transform(TEXTS)
    for i, text in enumerate(TEXTS):
        row = naive.hash_row(naive.terms(text), n_features, **settings)
        start, end = matrix.indptr[i : i + 2]
        assert matrix.indices[start:end].tolist() == list(row)
        assert matrix.data[start:end].tolist() == list(row.values())


def test_hash_that_has_no_absolute_value():
    terms = ["22pcs efuture"]  # its hash is -2**31
    assert naive.murmur3_32(b"22pcs efuture") == -(2**31)
    for n_features in (1000000, 7, 2**20, 2**31 - 2):
        column = HashingVectorizer(n_features=n_features, ngram_range=(2, 2)).transform(terms).indices[0]
        assert column == 2**31 % n_features


def test_signs_that_cancel_stay_as_zeros():
    hashes = {word: naive.murmur3_32(word.encode()) for word in ("oil", "gas", "peat", "coal", "wood", "wind")}
    up = next(word for word, hashed in hashes.items() if hashed >= 0)
    down = next(word for word, hashed in hashes.items() if hashed < 0)
    matrix = HashingVectorizer(n_features=1, norm=None).transform([f"{up} {down}", f"{up} {up}", f"{down} {up} {down}"])
    assert matrix.nnz == 3
    assert matrix.data.tolist() == [0.0, 2.0, -1.0]


def test_no_documents():
    for texts in ([], (), iter([])):
        with pytest.raises(ValueError, match="Cannot vectorize empty sequence"):
            HashingVectorizer().transform(texts)


@pytest.mark.parametrize("n_features", [0, -1, 2**31 - 1, 2.5, "many"])
def test_n_features_out_of_range(n_features):
    for call in ("fit", "transform", "fit_transform"):
        with pytest.raises(ValueError, match="The 'n_features' parameter of HashingVectorizer must be an int in the"):
            getattr(HashingVectorizer(n_features=n_features), call)(TEXTS)


def test_n_features_of_hashed_terms_are_checked():
    for n_features in (0, "x", 2.5, 2**31 - 1):
        with pytest.raises(ValueError, match="The 'n_features' parameter of HashingVectorizer must be an int in the"):
            HashingVectorizer(n_features=n_features).hashed_terms(TEXTS)
    expected = HashingVectorizer(n_features=4).hashed_terms(TEXTS)
    assert HashingVectorizer(n_features=np.int64(4), norm="max").hashed_terms(TEXTS) == expected


@pytest.mark.parametrize("norm", ["max", 5, "l3", ["l2"]])
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64, bool])
@pytest.mark.parametrize("settings", [{}, {"n_features": np.int32(3)}, {"binary": True}], ids=str)
def test_norms_that_only_transform_takes(norm, dtype, settings):
    ours, expected = (
        make(norm=norm, dtype=dtype, **settings) for make in (HashingVectorizer, reference.HashingVectorizer)
    )
    assert_same_outcome(lambda: ours.transform(TEXTS), lambda: expected.transform(TEXTS), exact=True)
    assert_same_outcome(lambda: ours.fit_transform(TEXTS), lambda: expected.fit_transform(TEXTS), exact=True)


def test_a_term_that_is_no_text_is_refused():
    with pytest.raises(ValueError, match="Samples can not be a single string"):
        HashingVectorizer(analyzer=str.upper).transform(TEXTS)
    with pytest.raises(TypeError, match="feature names must be strings"):
        HashingVectorizer(analyzer=lambda text: [1.5]).transform(TEXTS)


@pytest.mark.parametrize("settings", [{}, {"tokenizer": str.split, "token_pattern": None}])
def test_a_stem_with_a_lone_surrogate_is_refused_as_utf_8_does(settings):
    with pytest.raises(UnicodeEncodeError, match="surrogates not allowed"):
        HashingVectorizer(stemmer=lambda word: f"\ud800{word}", **settings).transform(["oil"])
    counted = CountVectorizer(stemmer=lambda word: f"\ud800{word}", **settings).fit(["oil"])
    assert counted.vocabulary_ == {"\ud800oil": 0}  # as scikit-learn takes such a term


def test_terms_of_columns():
    vectorizer = HashingVectorizer(n_features=16, ngram_range=(1, 2))
    columns = vectorizer.hashed_terms(TEXTS)
    assert list(columns) == sorted(columns)
    matrix = vectorizer.transform(TEXTS)
    assert set(columns) == set(matrix.indices.tolist())
    for column, terms in columns.items():
        for term in terms:
            assert abs(naive.murmur3_32(term.encode())) % 16 == column
    assert {term for terms in columns.values() for term in terms} == {
        term for text in TEXTS for term in naive.terms(text, ngram_range=(1, 2))
    }
    together = HashingVectorizer(n_features=1).hashed_terms(["rare often often often twice twice"])
    assert together == {0: ["often", "twice", "rare"]}


@pytest.mark.parametrize("n_jobs", [1, 2, 8])
def test_the_first_bad_text_is_named_whatever_the_threads(n_jobs):
    slow = "oil " * 500_000 + "\ud800"  # other threads start on later texts before this one has been read
    with pytest.raises(UnicodeEncodeError) as caught:
        HashingVectorizer(analyzer="char_wb", n_jobs=n_jobs).transform([slow, *["\udfff " * 70_000] * 8])
    assert caught.value.object == "\ud800"


@pytest.mark.parametrize(("interface", "kind"), [("spmatrix", sp.csr_matrix), ("sparray", sp.csr_array)])
def test_sparse_interface(interface, kind):
    if "sparse_interface" not in sklearn.get_config():
        pytest.skip("this scikit-learn gives matrices only")
    with sklearn.config_context(sparse_interface=interface):
        matrix = HashingVectorizer().transform(TEXTS)
    assert type(matrix) is kind


def test_matrix_made_without_checks_is_whole():
    matrix = HashingVectorizer(n_features=50).transform(TEXTS)
    checked = sp.csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=matrix.shape)
    assert vars(matrix).keys() - vars(checked).keys() <= {"_has_sorted_indices", "_has_canonical_format"}
    assert vars(checked).keys() <= vars(matrix).keys()
    matrix.check_format(full_check=True)
    np.testing.assert_array_equal((matrix @ matrix.T).toarray(), (checked @ checked.T).toarray())
    assert (matrix.copy() != checked).nnz == 0

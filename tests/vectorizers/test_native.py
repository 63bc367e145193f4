"""The native counting against its naive twins, at every SIMD level and on one or more threads."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp._core import Analysis, TermCounts, Vocabulary, hash_texts
from tests.reference import vectorizers as naive
from tests.vectorizers.comparison import LEVELS, TEXTS

SETTINGS = st.fixed_dictionaries(
    {
        "analyzer": st.sampled_from(["word", "char", "char_wb"]),
        "ngram_range": st.sampled_from([(1, 1), (1, 2), (1, 3), (2, 2), (3, 5)]),
        "min_letters": st.sampled_from([1, 2]),
        "lowercase": st.booleans(),
        "strip_accents": st.sampled_from([None, "ascii", "unicode"]),
        "stop_words": st.sampled_from([None, [], ["az", "é", "ς"]]),
    }
)
# The char analyzers refuse lone surrogates when hashing, as UTF-8 does; the comparison with scikit-learn tests it.
PLAIN = TEXTS.map(lambda texts: [text.encode("utf-8", "ignore").decode() for text in texts])


@pytest.fixture(params=LEVELS)
def level(request, monkeypatch):
    monkeypatch.setenv("NEWSNLP_SIMD", request.param)
    return request.param


def analysis_of(chosen):
    chosen = dict(chosen)
    analyzer, ngram_range = chosen.pop("analyzer"), chosen.pop("ngram_range")
    if analyzer != "word":
        chosen = {name: chosen[name] for name in ("lowercase", "strip_accents")}
    return Analysis(analyzer, ngram_range, **chosen)


def rows_of(triple):
    data, indices, indptr = triple
    return [dict(zip(indices[a:b].tolist(), data[a:b].tolist(), strict=True)) for a, b in pairwise(indptr)]


@given(chosen=SETTINGS, texts=TEXTS)
@settings(max_examples=200)
def test_terms(chosen, texts):
    analysis = analysis_of(chosen)
    for text in texts:
        assert analysis.terms(text) == naive.terms(text, **chosen)
    assert pickle.loads(pickle.dumps(analysis)) == analysis


def test_settings_are_fixed_and_comparable():
    one, same, other = (
        Analysis("word", stop_words=["b", "a"]),
        Analysis("word", stop_words={"a", "b"}),
        Analysis("char"),
    )
    assert one == same
    assert one != other
    assert pickle.dumps(one) == pickle.dumps(same)
    with pytest.raises(AttributeError):
        one.analyzer = "char"


@pytest.mark.usefixtures("level")
@pytest.mark.parametrize("n_threads", [1, 3, 8])
@given(
    chosen=SETTINGS,
    texts=PLAIN,
    n_features=st.sampled_from([1, 5, 4096, 2**20, 2**31 - 2]),
    alternate_sign=st.booleans(),
    binary=st.booleans(),
)
@settings(max_examples=60)
def test_hashing(n_threads, chosen, texts, n_features, alternate_sign, binary):
    options = {"alternate_sign": alternate_sign, "binary": binary}
    rows = rows_of(hash_texts(texts, analysis_of(chosen), n_features=n_features, n_threads=n_threads, **options))
    assert rows == [naive.hash_row(naive.terms(text, **chosen), n_features, **options) for text in texts]


@pytest.mark.usefixtures("level")
@pytest.mark.parametrize("n_threads", [1, 3, 8])
@given(chosen=SETTINGS, texts=TEXTS, min_df=st.integers(1, 2), binary=st.booleans())
@settings(max_examples=60)
def test_counting(n_threads, chosen, texts, min_df, binary):
    terms = [naive.terms(text, **chosen) for text in texts]
    expected = naive.learn_columns(terms, min_df=min_df)
    counts = TermCounts(analysis_of(chosen), keep_rows=True)
    counts.add(texts, n_threads=n_threads)
    columns = counts.columns(min_df=min_df)
    frequencies = naive.document_frequencies(terms)
    assert counts.n_terms == len(frequencies)
    assert counts.n_texts == len(texts)
    assert columns.document_frequencies.tolist() == [frequencies[name] for name in expected]
    assert columns.totals.tolist() == [sum(row.count(name) for row in terms) for name in expected]
    vocabulary = columns.vocabulary()
    assert vocabulary.to_dict() == expected
    assert vocabulary.names() == list(expected)
    rows = [naive.count_row(row, expected, binary=binary) for row in terms]
    assert rows_of(counts.take_rows(columns, binary=binary, n_threads=n_threads)) == rows
    assert rows_of(vocabulary.count(texts, binary=binary, n_threads=n_threads)) == rows
    again = Vocabulary.from_blob(vocabulary.blob, vocabulary.offsets, vocabulary.analysis)
    assert rows_of(again.count(texts, binary=binary)) == rows


@given(chosen=SETTINGS, shards=st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60)
def test_merging(chosen, shards):
    analysis = analysis_of(chosen)
    together, joined = TermCounts(analysis, keep_rows=True), TermCounts(analysis, keep_rows=True)
    for shard in shards:
        together.add(shard, n_threads=2)
        part = TermCounts(analysis, keep_rows=True)
        part.add(shard, n_threads=3)
        joined.merge(part)
    assert joined.n_texts == together.n_texts
    columns, expected = joined.columns(), together.columns()
    assert columns.vocabulary().names() == expected.vocabulary().names()
    assert columns.totals.tolist() == expected.totals.tolist()
    assert columns.document_frequencies.tolist() == expected.document_frequencies.tolist()
    assert rows_of(joined.take_rows(columns)) == rows_of(together.take_rows(expected))


def test_rows_are_given_away():
    counts = TermCounts(Analysis("word"), keep_rows=True)
    counts.add(["gas oil gas", "oil coal"])
    columns = counts.columns()
    assert rows_of(counts.take_rows(columns)) == [{1: 2, 2: 1}, {0: 1, 2: 1}]
    assert columns.vocabulary().names() == ["coal", "gas", "oil"]
    with pytest.raises(ValueError, match="rows of these counts have been taken"):
        _ = columns.totals
    with pytest.raises(ValueError, match="rows of these counts have been taken"):
        TermCounts(Analysis("word"), keep_rows=True).merge(counts)
    # Terms are found again when more texts come.
    counts.add(["peat oil gas"])
    assert rows_of(counts.take_rows(counts.columns())) == [{1: 1, 2: 1, 3: 1}]
    assert counts.n_texts == 3


def test_counts_made_before_the_rows_were_given_away_stay():
    counts = TermCounts(Analysis("word", ngram_range=(1, 2)), keep_rows=True)
    counts.add(["gas oil gas", "oil"])
    columns = counts.columns(min_df=2)
    assert columns.totals.tolist() == columns.document_frequencies.tolist() == [2]
    counts.take_rows(columns)
    assert columns.totals.tolist() == columns.document_frequencies.tolist() == [2]
    counts.add(["oil oil"])
    columns = counts.columns()
    assert columns.vocabulary().names() == ["gas", "gas oil", "oil", "oil gas", "oil oil"]
    assert columns.totals.tolist() == [2, 1, 4, 1, 1]
    assert columns.document_frequencies.tolist() == [1, 1, 3, 1, 1]


def test_counts_that_several_threads_use():
    counts = TermCounts(Analysis("word"))
    counts.add(["gas"])

    def learn(thread):
        for k in range(10):
            part = TermCounts(Analysis("word"))
            part.add([" ".join(f"w{thread}x{i}" for i in range(20_000 * k, 20_000 * (k + 1)))])
            counts.merge(part)

    with ThreadPoolExecutor(2) as pool:
        learning = [pool.submit(learn, thread) for thread in range(2)]
        while not all(future.done() for future in learning):
            columns = counts.columns()
            assert columns.vocabulary().names()[0] == "gas"
            assert columns.totals.sum() == len(columns)
        for future in learning:
            future.result()
    assert counts.n_terms == 1 + 2 * 10 * 20_000


@pytest.mark.usefixtures("level")
@pytest.mark.parametrize("norm", ["l1", "l2", None])
@pytest.mark.parametrize("sublinear_tf", [False, True])
def test_weighing(norm, sublinear_tf):
    texts = ["oil oil gas", "", "gas " * 5 + "peat", "coal"]
    vocabulary = Vocabulary(["gas", "oil", "peat"], Analysis("word"))
    idf = np.array([0.1, 2.0, 3.3])
    options = {"norm": norm, "sublinear_tf": sublinear_tf}
    rows = rows_of(vocabulary.count(texts, dtype="float64", idf=idf, **options))
    for row, text in zip(rows, texts, strict=True):
        counts = naive.count_row(naive.terms(text), vocabulary.to_dict())
        assert row == pytest.approx(naive.weigh_row(counts, idf=idf, **options), rel=1e-13)


def test_terms_made_elsewhere():
    rows = [["New York", "", "a b"], (), ("a b", "a b", "\ud800")]
    counts = TermCounts(Analysis("tokens"), keep_rows=True)
    counts.add(rows)
    columns = counts.columns()
    expected = naive.learn_columns(rows)
    assert columns.vocabulary().to_dict() == expected
    assert rows_of(counts.take_rows(columns)) == [naive.count_row(row, expected) for row in rows]
    with pytest.raises(TypeError, match=r"texts\[1\]\[0\] must be str, got int"):
        counts.add([["a"], [1]])
    assert counts.n_texts == 3


@pytest.mark.parametrize("order", [1, -1])
def test_counts_pickle_to_the_same_bytes(order):
    texts = [f"word{i % 9} and word{i % 5}" for i in range(40)][::order]
    counts = TermCounts(Analysis("word", (1, 2)))
    counts.add(texts)
    again = pickle.loads(pickle.dumps(counts))
    assert again.columns().vocabulary().names() == counts.columns().vocabulary().names()
    other = TermCounts(Analysis("word", (1, 2)))
    for text in sorted(texts):
        other.add([text])
    assert pickle.dumps(other) == pickle.dumps(counts)


def test_counts_that_keep_rows_do_not_pickle():
    with pytest.raises(TypeError, match="counts that keep rows cannot be pickled"):
        pickle.dumps(TermCounts(Analysis("word"), keep_rows=True))


def test_names_sort_as_python_sorts():
    names = ["a", "a b", "a_", "aa", "B", "é", "\ud800", "\ue000", "😀", "a\x01", "", "東"]
    counts = TermCounts(Analysis("tokens"))
    counts.add([names])
    assert counts.columns().vocabulary().names() == sorted(names)

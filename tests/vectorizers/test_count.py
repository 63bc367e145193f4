"""CountVectorizer's additions to scikit-learn's: shards, stems, lazy names, threads, index width, interruption."""

import json
import pickle
import re
import signal
import subprocess
import sys
import textwrap
from collections import Counter

import numpy as np
import pytest
import sklearn.feature_extraction.text as reference
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem import SnowballStemmer

from newsnlp import CountVectorizer, HashingVectorizer, TfidfVectorizer
from newsnlp.vectorizers import _base, _documents, _matrix
from tests.vectorizers.comparison import assert_same_matrix

TEXTS = [
    "Oil prices rise as talks stall",
    "Talks on oil and gas prices resume",
    "A telecom operator launches 5G",
    "the talks of the ministers",
    "",
    "launches, launched, launching",
]
SHARDS = st.lists(st.lists(st.sampled_from(TEXTS), max_size=4), min_size=1, max_size=5).filter(any)


def test_vocabulary_is_a_dict_made_on_first_access():
    vectorizer = CountVectorizer().fit(TEXTS)
    assert vectorizer._terms._columns is None
    assert isinstance(vectorizer.vocabulary_, dict)
    assert vectorizer.vocabulary_ is vectorizer.vocabulary_
    assert json.loads(json.dumps(vectorizer.vocabulary_)) == vectorizer.vocabulary_
    assert list(vectorizer.vocabulary_.items()) == [
        (name, i) for i, name in enumerate(vectorizer.get_feature_names_out())
    ]


def test_vocabulary_can_be_set_changed_and_deleted():
    vectorizer = CountVectorizer().fit(TEXTS)
    vectorizer.vocabulary_["ministry"] = len(vectorizer.vocabulary_)
    assert vectorizer.transform(["ministry"]).toarray().sum() == 1
    vectorizer.vocabulary_ = {"gas": 1, "oil": 0}
    np.testing.assert_array_equal(vectorizer.transform(["gas gas oil"]).toarray(), [[1, 2]])
    assert vectorizer.get_feature_names_out().tolist() == ["oil", "gas"]
    vectorizer.vocabulary_ = {"gas": 5}
    with pytest.raises(ValueError, match="doesn't contain index 0"):
        vectorizer.transform(["gas"])
    del vectorizer.vocabulary_
    assert not hasattr(vectorizer, "vocabulary_")


@pytest.mark.parametrize("vectorizer_class", [CountVectorizer, TfidfVectorizer])
@pytest.mark.parametrize(
    "settings_",
    [
        {},
        {"ngram_range": (1, 3)},
        {"min_df": 2},
        {"max_df": 0.5, "max_features": 3},
        {"analyzer": "char", "ngram_range": (2, 3)},
        {"vocabulary": ["oil", "gas", "talks"]},
        {"tokenizer": str.split, "token_pattern": None},
        {"stemmer": SnowballStemmer("english")},
        {"dtype": np.float32},
    ],
    ids=str,
)
@given(shards=SHARDS)
@settings(max_examples=15)
def test_shards_join_exactly(vectorizer_class, settings_, shards):
    texts = [text for shard in shards for text in shard]
    whole = vectorizer_class(**settings_)
    try:
        expected = whole.fit_transform(texts)
    except ValueError as error:
        expected = str(error)
    streamed = vectorizer_class(**settings_)
    parts = []
    for shard in shards:
        streamed.partial_fit(shard)
        parts.append(pickle.loads(pickle.dumps(vectorizer_class(**settings_).partial_fit(iter(shard)))))
    joined = parts[-1]
    for part in parts[:-1]:
        assert joined.merge(part) is joined
    for vectorizer in (streamed, joined, pickle.loads(pickle.dumps(joined))):
        if isinstance(expected, str):
            with pytest.raises(ValueError, match=re.escape(expected)):
                vectorizer.transform(texts)
            continue
        np.testing.assert_array_equal(vectorizer.get_feature_names_out(), whole.get_feature_names_out())
        assert_same_matrix(vectorizer.transform(texts), expected, exact=vectorizer_class is CountVectorizer)
        if vectorizer_class is TfidfVectorizer:
            np.testing.assert_array_equal(vectorizer.idf_, whole.idf_)


def test_pruning_applies_to_all_that_partial_fit_has_seen():
    vectorizer = CountVectorizer(min_df=2).partial_fit(["oil", "gas"])
    with pytest.raises(ValueError, match="After pruning, no terms remain"):
        vectorizer.get_feature_names_out()
    vectorizer.partial_fit(["gas"])
    assert vectorizer.get_feature_names_out().tolist() == ["gas"]
    vectorizer.partial_fit(["oil"])
    assert vectorizer.get_feature_names_out().tolist() == ["gas", "oil"]


def test_partial_fit_and_merge_refuse_what_they_cannot_join():
    fitted = CountVectorizer().fit(TEXTS)
    part = CountVectorizer().partial_fit(TEXTS)
    with pytest.raises(ValueError, match="partial_fit can't follow fit"):
        fitted.partial_fit(TEXTS)
    with pytest.raises(ValueError, match="merge needs two CountVectorizers that were fitted with partial_fit"):
        part.merge(fitted)
    with pytest.raises(TypeError, match="`other` must be a CountVectorizer, got TfidfVectorizer"):
        part.merge(TfidfVectorizer().partial_fit(TEXTS))
    with pytest.raises(ValueError, match="merge needs the same settings, got `min_df` 1 and 2"):
        part.merge(CountVectorizer(min_df=2).partial_fit(TEXTS))
    with pytest.raises(TypeError, match="partial_fit needs an analyzer whose terms are str"):
        CountVectorizer(analyzer=lambda text: [1]).partial_fit(TEXTS)
    assert part.merge(CountVectorizer(n_jobs=2).partial_fit(["peat"])).transform(["peat"]).nnz == 1
    assert part.fit(["coal"]).get_feature_names_out().tolist() == ["coal"]


def test_failed_partial_fit_changes_nothing():
    vectorizer = CountVectorizer().partial_fit(["oil"])
    before = pickle.dumps(vectorizer)
    for texts in (["gas", 3], iter(["gas"] * (_documents.BATCH + 1) + [None]), "gas"):
        with pytest.raises((TypeError, ValueError)):
            vectorizer.partial_fit(texts)
        assert pickle.dumps(vectorizer) == before


def test_failed_fit_leaves_the_object_as_it_was():
    vectorizer = CountVectorizer()
    with pytest.raises(TypeError, match=r"texts\[3\] must be str, got float"):
        vectorizer.fit(["a", "b", "c", 1.5])
    assert not hasattr(vectorizer, "vocabulary_")
    vectorizer.fit(TEXTS)
    names = vectorizer.get_feature_names_out().tolist()
    with pytest.raises(TypeError, match=rf"texts\[{_documents.BATCH + 1}\] must be str, got NoneType"):
        vectorizer.fit(iter(["x y"] * (_documents.BATCH + 1) + [None]))
    assert vectorizer.get_feature_names_out().tolist() == names


@pytest.mark.parametrize("vectorizer_class", [CountVectorizer, HashingVectorizer, TfidfVectorizer])
@pytest.mark.parametrize("batch", [1, 2, 5, 100])
def test_iterators_are_read_in_batches(monkeypatch, vectorizer_class, batch):
    monkeypatch.setattr(_documents, "BATCH", batch)
    monkeypatch.setattr(_documents, "ROW_BATCH", batch)
    monkeypatch.setattr(_base, "BATCH", batch)
    for more in ({}, {"tokenizer": str.split, "token_pattern": None}, {"stemmer": str.title, "ngram_range": (1, 2)}):
        vectorizer = vectorizer_class(**more)
        expected = vectorizer.fit_transform(TEXTS)
        assert (vectorizer_class(**more).fit_transform(iter(TEXTS)) != expected).nnz == 0
        assert (vectorizer.transform(iter(TEXTS)) != expected).nnz == 0


class Counted:
    """A stemmer that remembers what it was asked."""

    def __init__(self):
        self.asked = Counter()

    def stem(self, word):
        self.asked[word] += 1
        return "" if word == "the" else word[:6].rstrip("s")


def by_hand(stem, stop_words=()):
    tokenize = reference.CountVectorizer().build_analyzer()

    def analyze(text):
        return [stem(token) for token in tokenize(text) if token not in stop_words and stem(token)]

    return lambda text: reference.CountVectorizer(ngram_range=(1, 2))._word_ngrams(analyze(text))


@pytest.mark.parametrize("pattern", [r"(?u)\b\w\w+\b", r"(?u)\b\w\w+\b(?:)"], ids=["native", "Python"])
@pytest.mark.parametrize("vectorizer_class", [CountVectorizer, HashingVectorizer, TfidfVectorizer])
def test_stems_come_after_stop_words_and_before_ngrams(vectorizer_class, pattern):
    stop_words = ["on", "as"]
    vectorizer = vectorizer_class(stemmer=Counted(), ngram_range=(1, 2), token_pattern=pattern, stop_words=stop_words)
    expected = getattr(reference, vectorizer_class.__name__)(analyzer=by_hand(Counted().stem, stop_words))
    assert_same_matrix(vectorizer.fit_transform(TEXTS), expected.fit_transform(TEXTS), exact=False)
    new = ["talked of talks", "the"]
    assert_same_matrix(vectorizer.transform(new), expected.transform(new), exact=False)
    if vectorizer_class is not HashingVectorizer:
        assert vectorizer.vocabulary_ == expected.vocabulary_


def test_every_distinct_word_is_stemmed_once():
    stemmer = Counted()
    CountVectorizer(stemmer=stemmer).fit(TEXTS * 3)
    assert set(stemmer.asked.values()) == {1}
    assert set(stemmer.asked) == set(CountVectorizer().fit(TEXTS).vocabulary_)


def test_stemmers_of_all_kinds():
    snowball = SnowballStemmer("english")
    names = CountVectorizer(stemmer=snowball).fit(TEXTS).get_feature_names_out().tolist()
    assert "launch" in names
    assert CountVectorizer(stemmer=snowball.stem).fit(TEXTS).get_feature_names_out().tolist() == names
    assert CountVectorizer(stemmer="english").fit(TEXTS).get_feature_names_out().tolist() == names
    py_stemmer = pytest.importorskip("Stemmer", reason="PyStemmer is not installed").Stemmer("english")
    assert CountVectorizer(stemmer=py_stemmer).fit(TEXTS).get_feature_names_out().tolist() == names


def test_a_stemmer_by_name_is_a_language():
    texts = ["die Minister trafen den Botschafter", "der Minister traf die Botschafterin"]
    names = CountVectorizer(stemmer="german", stop_words=["die", "den", "der"]).fit(texts).get_feature_names_out()
    assert names.tolist() == ["botschaft", "botschafterin", "minist", "traf"]


def test_stemmer_without_words_is_told():
    with pytest.warns(UserWarning, match="The parameter 'stemmer' will not be used since 'analyzer' != 'word'"):
        CountVectorizer(stemmer=str.upper, analyzer="char").fit(TEXTS)
    with pytest.raises(ValueError, match="The 'stemmer' parameter of CountVectorizer must be"):
        CountVectorizer(stemmer=3).fit(TEXTS)
    with pytest.raises(ValueError, match=r"`stemmer` must be one of 'arabic', .*, got 'latin'"):
        CountVectorizer(stemmer="latin").fit(TEXTS)


@pytest.mark.parametrize("vectorizer_class", [CountVectorizer, HashingVectorizer, TfidfVectorizer])
def test_index_width_switches_at_the_limit(monkeypatch, vectorizer_class):
    vectorizer = vectorizer_class()
    narrow = vectorizer.fit_transform(TEXTS)
    assert narrow.indices.dtype == narrow.indptr.dtype == np.int32
    monkeypatch.setattr(_matrix, "INDEX_LIMIT", narrow.nnz)
    assert vectorizer.fit_transform(TEXTS).indices.dtype == np.int32
    monkeypatch.setattr(_matrix, "INDEX_LIMIT", narrow.nnz - 1)
    for wide in (vectorizer.fit_transform(TEXTS), vectorizer.transform(TEXTS), vectorizer.transform(iter(TEXTS))):
        assert wide.indices.dtype == wide.indptr.dtype == np.int64
        assert (wide != narrow).nnz == 0


def test_pickles_are_small_and_the_same_for_the_same_texts():
    texts = [f"word{i} talks{i % 7} of {i}" for i in range(3000)]
    vectorizer = CountVectorizer().fit(texts)
    data = pickle.dumps(vectorizer)
    assert len(data) < 0.6 * len(pickle.dumps(reference.CountVectorizer().fit(texts)))
    assert vectorizer.vocabulary_
    vectorizer.transform(texts[:5])
    assert pickle.dumps(vectorizer) == data
    assert pickle.dumps(CountVectorizer().fit(texts[::-1])) == data
    assert pickle.dumps(CountVectorizer().fit(tuple(texts))) == data
    part = CountVectorizer().partial_fit(texts[:1500]).partial_fit(texts[1500:])
    assert pickle.dumps(part) == pickle.dumps(CountVectorizer().partial_fit(texts[::-1]))


def run_python(code):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_n_grams_of_hundreds_of_words():
    text = " ".join(f"w{i}" for i in range(300))
    for ngram_range in [(255, 255), (256, 256), (2, 260)]:
        names = CountVectorizer(ngram_range=ngram_range).fit([text]).get_feature_names_out()
        assert (
            names.tolist()
            == reference.CountVectorizer(ngram_range=ngram_range).fit([text]).get_feature_names_out().tolist()
        )


@pytest.mark.parametrize(("call", "n_jobs"), [("fit", 4), ("fit_transform", 1), ("partial_fit", 2)])
def test_interruption_leaves_the_object_unfitted(call, n_jobs):
    process = run_python(f"""
        import itertools
        from newsnlp import CountVectorizer
        from newsnlp.vectorizers._documents import BATCH
        vectorizer = CountVectorizer(ngram_range=(1, 3), n_jobs={n_jobs})
        texts = [" ".join(f"word{{i * k % 5003}}" for i in range(100)) for k in range(1, 40)]
        def without_end():
            for number in itertools.count():
                if number == 2 * BATCH - 1:  # one batch has been counted, the next is about to be
                    print("begun", flush=True)
                yield texts[number % len(texts)]
        try:
            vectorizer.{call}(without_end())
        except KeyboardInterrupt:
            assert not hasattr(vectorizer, "vocabulary_")
            assert vectorizer.fit(["oil"]).vocabulary_ == {{"oil": 0}}
            print("interrupted")
    """)
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert output == "interrupted\n", errors


def test_a_bound_on_the_result_that_the_system_does_not_grant():
    pytest.importorskip("resource", reason="limits of memory are POSIX's")
    process = run_python("""
        import resource
        from newsnlp import HashingVectorizer
        vectorizer = HashingVectorizer(ngram_range=(1, 2), strip_accents="unicode")
        texts = ["blaue \u00c4pfel am Gew\u00e4chs " * 5000] * 20
        expected = vectorizer.transform(texts[:1])
        used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + 2**28, used + 2**28))
        matrix = vectorizer.transform(texts)
        assert matrix.shape[0] == 20 and (matrix[19] != expected).nnz == 0
        print("done")
    """)
    output, errors = process.communicate(timeout=60)
    assert output == "done\n", errors


def test_memory_that_runs_out():
    pytest.importorskip("resource", reason="limits of memory are POSIX's")
    process = run_python("""
        import resource
        from newsnlp import CountVectorizer
        texts = [" ".join(f"w{i * 7919 % 1000003}" for i in range(k, k + 2000)) for k in range(0, 400_000, 2000)]
        vectorizer = CountVectorizer(ngram_range=(1, 5))
        counts = vectorizer.fit_transform(["oil gas", "gas"])
        used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))
        for call in (vectorizer.fit_transform, vectorizer.fit):
            try:
                call(texts)
            except MemoryError:
                assert vectorizer.transform(["oil gas", "gas"]).toarray().tolist() == counts.toarray().tolist()
                print("refused", flush=True)
    """)
    output, errors = process.communicate(timeout=120)
    assert output == "refused\nrefused\n", (output, errors)

"""The vectorizers give scikit-learn's results, on random documents and on difficult ones."""

import numpy as np
import pytest
import scipy.sparse as sp
import sklearn.feature_extraction.text as reference
from hypothesis import given, settings
from hypothesis import strategies as st

import newsnlp
from tests.fuzz import differential
from tests.fuzz.texts import WORDS
from tests.vectorizers.comparison import CLASSES, LEVELS, TEXTS, assert_same, outcome

ANALYSES = st.fixed_dictionaries(
    {
        "analyzer": st.sampled_from(["word", "word", "char", "char_wb"]),
        "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 3)]),
        "lowercase": st.booleans(),
        "strip_accents": st.sampled_from([None, "ascii", "unicode"]),
        "token_pattern": st.sampled_from([r"(?u)\b\w\w+\b", r"(?u)\b\w+\b"]),
    }
)


def test_random_documents(monkeypatch):
    monkeypatch.delenv("NEWSNLP_SIMD", raising=False)
    assert differential.main(["--documents", "2000", "--seed", "1"]) == 0


@pytest.mark.parametrize("level", LEVELS)
@given(analysis=ANALYSES, texts=TEXTS, name=st.sampled_from(CLASSES), n_jobs=st.integers(1, 8))
@settings(max_examples=150)
def test_all_of_unicode(level, analysis, texts, name, n_jobs):
    if name == "HashingVectorizer" and not texts:
        return  # scikit-learn lets a StopIteration out
    if analysis["analyzer"] != "word":
        del analysis["token_pattern"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSNLP_SIMD", level)
        assert_same(name, analysis, texts, texts[::-1], n_jobs=n_jobs)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("body", ["a", "é", "Ж", "😀a", "A b", "ΑΣ", "İ"])
def test_lengths_round_the_edges_of_blocks(monkeypatch, level, body):
    monkeypatch.setenv("NEWSNLP_SIMD", level)
    texts = [(start + body * 300)[:length] + end for length in range(132) for start, end in (("", ""), (" ", "Σ"))]
    for name in CLASSES:
        assert_same(name, {}, texts, texts[:3])
    assert_same("HashingVectorizer", {"analyzer": "char", "ngram_range": (1, 2)}, texts, texts[:3])


@pytest.mark.parametrize("name", CLASSES)
def test_every_character_alone(name):
    blocks = [[chr(code) for code in range(start, min(start + 4096, 0x110000))] for start in range(0, 0x110000, 4096)]
    for block in blocks[:32] + blocks[0xE000 // 4096 :: 16]:
        texts = ["x".join(["", *block[i : i + 64], ""]) for i in range(0, len(block), 64)]
        assert_same(name, {}, texts, texts[:2])


def scipy_refuses(dtype):
    try:
        sp.csr_matrix((1, 1), dtype=dtype)
    except ValueError:
        return True
    return False


NUMBERS = [None, float, "float32", np.longdouble, int, "int8", np.int16, "i4", bool, "?"]
COMPLEX = [np.complex64, complex]  # scikit-learn's message ends with the whole matrix, in another order
UNSIGNED = [np.uint8, np.uint16, np.uint32, np.uint64]
NO_NUMBERS = [np.float16, object, "U5", "S3", ">f8", ">i4", [("a", "i4")], "nonsense"]
TIMES = ["M8[s]", "m8[s]", "V8"]  # scikit-learn's hashing fails before SciPy can refuse them
# Before SciPy 1.15 there are matrices of these, whose methods fail.
OLD_ALLOWS = [] if scipy_refuses("U5") else [np.float16, object, "U5", "S3", [("a", "i4")], *TIMES]


@pytest.mark.parametrize(
    ("name", "settings_"),
    [
        ("CountVectorizer", {}),
        ("CountVectorizer", {"binary": True}),
        ("CountVectorizer", {"vocabulary": ["oil", "peat", "gas"]}),
        ("HashingVectorizer", {}),
        ("HashingVectorizer", {"norm": None}),
        ("HashingVectorizer", {"norm": "l1", "n_features": 2}),
        ("HashingVectorizer", {"norm": None, "n_features": 2, "binary": True}),
        ("HashingVectorizer", {"alternate_sign": False}),
        ("HashingVectorizer", {"norm": None, "n_features": 2, "alternate_sign": False}),
        ("TfidfVectorizer", {}),
        ("TfidfVectorizer", {"norm": None, "sublinear_tf": True}),
        ("TfidfVectorizer", {"norm": "l1", "use_idf": False}),
        ("TfidfVectorizer", {"vocabulary": ["oil", "peat", "gas"], "binary": True}),
    ],
    ids=str,
)
@pytest.mark.parametrize("dtype", NUMBERS + COMPLEX + UNSIGNED + NO_NUMBERS + TIMES, ids=str)
@pytest.mark.filterwarnings("ignore:Only .* 'dtype' should be used")
def test_types(name, settings_, dtype):
    many = "peat " * 130  # more than an int8 can hold
    texts, new_texts = ["oil oil gas", "gas", "", "the gas of the oil", many], ["oil", "oil oil peat", many]
    if dtype in OLD_ALLOWS or (name == "HashingVectorizer" and dtype in TIMES):
        expected = "scipy.sparse does not support dtype|object dtype is not supported by sparse matrices"
    elif name == "HashingVectorizer" and dtype in UNSIGNED and settings_.get("alternate_sign", True):
        expected = "alternate_sign=True makes negative numbers, which dtype uint"
    elif name == "TfidfVectorizer" and dtype in COMPLEX:
        expected = "Complex data not supported"
    else:
        assert_same(name, {"dtype": dtype, **settings_}, texts, new_texts)
        fitted, expected = (
            outcome(lambda room=room: getattr(room, name)(dtype=dtype, **settings_).fit(texts))[0]
            for room in (newsnlp, reference)
        )
        assert str(fitted) == str(expected)  # the error, or the object with its settings
        return
    for call in ("fit_transform", "transform" if name == "HashingVectorizer" else "fit"):
        with pytest.raises(ValueError, match=expected):
            getattr(getattr(newsnlp, name)(dtype=dtype, **settings_), call)(texts)


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize(
    "settings_",
    [
        {"tokenizer": str.split, "token_pattern": None},
        {"tokenizer": str.split, "ngram_range": (1, 2), "stop_words": ["the"]},
        {"preprocessor": str.upper},
        {"strip_accents": str.swapcase},
        {"analyzer": str.split},
        {"analyzer": lambda text: iter(text.split())},
        {"analyzer": lambda text: [(word, len(word)) for word in text.split()]},
        {"analyzer": lambda text: [len(word) for word in text.split()]},
        {"analyzer": lambda text: [word.encode() for word in text.split()]},
        {"token_pattern": r"(\w)\w*"},
        {"token_pattern": r"(\w)(\w)"},
        {"token_pattern": r"(?i)[a-z]{3,}", "lowercase": False},
        {"ngram_range": (0, 1)},
        {"ngram_range": (0, 2)},
        {"analyzer": "char", "ngram_range": (0, 2)},
        {"analyzer": "char_wb", "ngram_range": (0, 3)},
        {"analyzer": "char_wb", "ngram_range": (2, 9)},
        {"ngram_range": (9, 12)},
        {"ngram_range": (2, 1)},
        {"stop_words": ["The", "you've"]},
        {"stop_words": []},
        {"stop_words": "german"},
        {"analyzer": "chars"},
        {"strip_accents": "all"},
        {"analyzer": "char", "stop_words": ["the"], "token_pattern": "a", "tokenizer": str.split},
        {"analyzer": str.split, "ngram_range": (1, 2), "preprocessor": str.lower},
        {"min_df": 3, "max_df": 1},
        {"min_df": 4},
        {"min_df": -1},
        {"max_df": 10**30},
        {"min_df": 10**30},
        {"min_df": 10**30, "max_df": 10**31},
        {"min_df": 2, "max_df": 10**30},
        {"max_df": 1.5},
        {"max_features": 0},
        {"max_features": 2},
        {"vocabulary": []},
        {"vocabulary": ["gas", "gas"]},
        {"vocabulary": {"gas": 1, "oil": 2}},
        {"vocabulary": {"gas": 0, "oil": 0}},
        {"vocabulary": {"oil": 0, "Gas": 1}},
        {"vocabulary": {"oil", "gas"}},
        {"vocabulary": ["oil", ("gas", 3)], "lowercase": False},
        {"n_features": 0},
        {"n_features": 2**31 - 1},
        {"n_features": 2.5},
        {"binary": "yes"},
        {"norm": "max"},
        {"use_idf": False},
        {"smooth_idf": False},
        {"sublinear_tf": True, "norm": "l1"},
        {"input": "file"},
        {"input": "url"},
        {"encoding": "ascii"},
    ],
    ids=str,
)
def test_settings(name, settings_):
    allowed = getattr(newsnlp, name)().get_params()
    if not settings_.keys() <= allowed.keys():
        return
    texts = ["The oil of the Gas", "the gas the Café", "Gas oil peat", "oil gas oil"]
    assert_same(name, settings_, texts, ["oil", "gas of the oil coal", ""])


@pytest.mark.parametrize("name", CLASSES)
def test_max_features_breaks_ties_alike(name):
    if name == "HashingVectorizer":
        return
    rng = np.random.default_rng(0)
    texts = [" ".join(f"w{i}" for i in rng.integers(0, 300, 40)) for _ in range(60)]
    for limit in (1, 7, 50, 100, 299):
        for dtype in (None, np.int64, np.float32, np.float64, np.int32, np.int8, np.uint8, np.uint64, bool):
            for binary in (False, True):
                assert_same(name, {"max_features": limit, "dtype": dtype, "binary": binary}, texts, texts[:2])


def test_bytes_and_encodings():
    texts = [word.encode("utf-8", "surrogatepass") for word in WORDS if word.isprintable()]
    for settings_ in (
        {},
        {"encoding": "latin-1"},
        {"encoding": "ascii"},
        {"encoding": "ascii", "decode_error": "replace"},
    ):
        for name in CLASSES:
            assert_same(name, settings_, texts, texts[:3])
    assert_same("CountVectorizer", {}, [*texts, "oil", np.nan], texts)


@pytest.mark.parametrize("name", ["HashingVectorizer", "CountVectorizer", "TfidfVectorizer"])
def test_very_many_very_short_texts(name):
    for settings_ in ({"analyzer": "char_wb", "ngram_range": (3, 5)}, {"token_pattern": r"(?u)\b\w+\b"}):
        assert_same(name, settings_, ["a", "b c", "", "ä"] * 2000, ["b", "x"] * 3000, n_jobs=2)

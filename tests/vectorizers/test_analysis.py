"""The analysis settings in plain Python against scikit-learn's functions."""

import pickle

import pytest
import sklearn.feature_extraction.text as reference
from hypothesis import given
from hypothesis import strategies as st

from newsnlp._stemming import stem_words
from newsnlp.vectorizers import _analysis
from tests.vectorizers.comparison import CHARACTERS

TEXT = st.text(CHARACTERS, max_size=40)
RANGES = st.sampled_from([(1, 1), (1, 2), (2, 2), (2, 4), (0, 2), (3, 7)])


@given(TEXT)
def test_accents(text):
    assert _analysis.strip_accents_ascii(text) == reference.strip_accents_ascii(text)
    assert _analysis.strip_accents_unicode(text) == reference.strip_accents_unicode(text)


@given(st.lists(TEXT, max_size=6), TEXT, RANGES)
def test_ngrams(words, text, ngram_range):
    theirs = reference.CountVectorizer(ngram_range=ngram_range)
    assert _analysis.word_ngrams(words, *ngram_range) == theirs._word_ngrams(words)
    assert _analysis.char_ngrams(text, *ngram_range) == theirs._char_ngrams(text)
    assert _analysis.char_wb_ngrams(text, *ngram_range) == theirs._char_wb_ngrams(text)


def test_by_hand():
    assert _analysis.word_ngrams(["a", "b", "c"], 2, 3) == ["a b", "b c", "a b c"]
    assert _analysis.char_ngrams("a \n b", 1, 2) == ["a", " ", "b", "a ", " b"]
    assert _analysis.char_wb_ngrams("ab c", 3, 5) == [" ab", "ab ", " ab ", " c "]


@pytest.mark.parametrize(
    ("settings", "terms"),
    [
        ({}, ["état", "un", "etat"]),
        ({"lowercase": False}, ["État", "UN", "etat"]),
        ({"strip_accents": "ascii"}, ["etat", "un", "etat"]),
        ({"token_pattern": r"\w+"}, ["l", "état", "un", "etat", "x"]),
        ({"stop_words": ["un", 3]}, ["état", "etat"]),
        ({"analyzer": "char", "ngram_range": (16, 16)}, ["l'état, un etat ", "'état, un etat x"]),
    ],
)
def test_native_settings(settings, terms):
    defaults = {"analyzer": "word", "ngram_range": (1, 1), "token_pattern": _analysis.TOKEN_PATTERN, "lowercase": True}
    analysis = _analysis.native_analysis(**{**defaults, "strip_accents": None, "stop_words": None, **settings})
    assert analysis.terms("L'État, UN etat x") == terms


@pytest.mark.parametrize(
    "settings",
    [
        {"analyzer": str.split},
        {"token_pattern": "[a-z]+"},
        {"token_pattern": None},
        {"token_pattern": r"(?i)\w+"},
        {"strip_accents": str.lower},
        {"ngram_range": (0, 1)},
        {"ngram_range": (1, 1.0)},
    ],
    ids=str,
)
def test_settings_that_need_python(settings):
    defaults = {"analyzer": "word", "ngram_range": (1, 1), "token_pattern": _analysis.TOKEN_PATTERN, "lowercase": True}
    assert _analysis.native_analysis(**{**defaults, "strip_accents": None, "stop_words": None, **settings}) is None


def test_stemmers():
    class WithStem:
        def stem(self, word):
            return word[:2]

    class WithStemWords:
        def stemWords(self, words):  # noqa: N802 - PyStemmer's name
            return [word[:2] for word in words]

    for stemmer in (WithStem(), WithStemWords(), lambda word: word[:2]):
        assert stem_words(stemmer, ["talks", "oil"]) == ["ta", "oi"]
    assert pickle.loads(pickle.dumps(_analysis.analyze_with)) is _analysis.analyze_with

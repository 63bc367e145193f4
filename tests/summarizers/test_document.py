"""Terms of a document: stems of other languages than English."""

from itertools import pairwise

import numpy as np
import pytest
from nltk.stem.snowball import SnowballStemmer

from newsnlp import Article, EdmundsonSummarizer, LexRankSummarizer, TermWeight
from newsnlp._core import SparseRows
from newsnlp.summarizers.document import Document
from newsnlp.summarizers.inputs import as_stop_words
from newsnlp.summarizers.reasons import TermReasons
from tests.reference import summarizers as twin

GERMAN = (
    "Die Minister trafen sich in Berlin. Ein Ministertreffen der Minister gab es nicht. "
    "Der Hafen und die Häfen wurden geschlossen. Regen fiel."
)


def test_words_count_by_the_snowball_stem_of_the_language():
    stop_words = ["Die", "der", "und"]
    document = Document([Article.parse(GERMAN)], as_stop_words(stop_words), "german")
    stem = SnowballStemmer("german").stem
    expected = [
        [stem(word) for _, word in twin.terms(s.text, {word.lower() for word in stop_words}, stem=False)]
        for s in document.sentences
    ]
    starts, ids, _, _ = document.tokens
    assert [[document.terms[i] for i in ids[a:b]] for a, b in pairwise(starts.tolist())] == expected
    assert len(document.terms) == len(set(document.terms))
    assert "minist" in document.terms


def test_a_language_changes_scores():
    kind = LexRankSummarizer
    german = kind(stem="german", stop_words=["die", "der"]).summarize(GERMAN, sentences=2)
    assert german.scores != kind(stem=False, stop_words=["die", "der"]).summarize(GERMAN, sentences=2).scores
    assert {reason.term for reasons in german.reasons for reason in reasons} >= {"minist"}


def test_cue_words_are_stemmed_alike():
    weights = (1, 0, 0, 0)
    chosen = EdmundsonSummarizer(weights=weights, bonus_words=["Hafens"], stem="german", stop_words=None)
    assert chosen.summarize(GERMAN, sentences=1).text == "Der Hafen und die Häfen wurden geschlossen."


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match=r"`stem` must be one of 'arabic', .*, got 'klingon'"):
        LexRankSummarizer(stem="klingon").summarize(GERMAN)


def test_reasons_name_every_term_that_a_sentence_has():
    rows = SparseRows(np.array([0, 2, 2, 3]), np.array([0, 1, 0], dtype=np.int32), np.array([0.2, 0.5, 0.1]), 2)
    reasons = TermReasons(["harbour", "storm"], rows)
    assert list(reasons) == [
        (TermWeight("storm", 0.5), TermWeight("harbour", 0.2)),
        (),
        (TermWeight("harbour", 0.1),),
    ]
    assert reasons[1:] == list(reasons)[1:]

"""A document: stems of other languages than English, and the weights of its sentences against a naive twin."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from newsnlp import Article, EdmundsonSummarizer, LexRankSummarizer, TermWeight
from newsnlp._core import SparseRows
from newsnlp.summarizers.document import Document
from newsnlp.summarizers.inputs import as_stop_words
from newsnlp.summarizers.reasons import TermReasons
from tests.reference import summarizers as twin
from tests.reference.documents import weigh

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


WORDS = ["port", "ship", "storm", "mayor", "crew", "wall"]
lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
bodies = st.lists(lines, min_size=1, max_size=4)


def article_of(texts):
    return Article(body="\n\n".join(f"{text}." for text in texts))


@given(
    articles=st.lists(bodies, min_size=1, max_size=3),
    query=st.dictionaries(lines, st.sampled_from([-1.0, 0.5, 2.0]), max_size=2),
    background=st.lists(lines, max_size=3),
    seen=st.lists(bodies, max_size=2),
)
def test_weights_of_query_background_and_seen_articles_are_those_of_a_twin(articles, query, background, seen):
    known = [article_of(texts) for texts in seen]
    made, words = [article_of(texts) for texts in articles], as_stop_words(None)
    document = Document(made, words, False, query=query, background=background, seen=known)
    expected = weigh(articles, query, background, seen)
    for name in ("rarity", "importance", "probabilities"):
        found = dict(zip(document.terms, getattr(document, name), strict=True))
        assert {term: found[term] for term in expected[name]} == pytest.approx(expected[name])
    for name in ("relevance", "seen_share", "novelty", "depths", "bias", "restart"):
        assert getattr(document, name) == pytest.approx(expected[name])
    relevance, shares = np.array(expected["relevance"]), expected["seen_share"]
    assert document.has_query == relevance.any()
    assert document.nothing_new == all(share > 0.6 for share in shares)
    assert document.bonus(2.0) == pytest.approx(0.7 / 0.3 * 2.0 * relevance)
    scores = np.arange(len(document)) / 2
    steered = 0.3 * scores + 0.7 * (max(scores) or 1.0) * relevance if relevance.any() else scores
    assert document.steer(scores) == pytest.approx(steered * expected["novelty"])
    beyond = [not document.nothing_new and share > 0.6 for share in shares]
    assert (document.costs[:, 0] > 1).tolist() == beyond
    assert document.owners.tolist() == [i for i, texts in enumerate(articles) for _ in texts]
    assert document.positions.tolist() == [i for texts in articles for i in range(len(texts))]


def test_a_document_of_nothing():
    document = Document([], as_stop_words(None))
    assert (document.owners.tolist(), document.positions.tolist(), document.paragraphs.tolist()) == ([], [], [])
    assert document.relevance.tolist() == []


@pytest.mark.parametrize(("words", "fragment"), [(4, True), (5, False)])
def test_a_fragment_has_fewer_than_five_words(words, fragment):
    document = Document([Article(text="A headline\n\n" + "port " * (words - 1) + "port.")], as_stop_words(None))
    assert document.fragments.tolist() == [fragment]


@pytest.mark.parametrize(("letters", "fragment"), [(8, True), (9, False)])
def test_a_fragment_of_a_script_without_blanks_has_fewer_than_eight_pairs(letters, fragment):
    text = "港口周一重新开放船"[:letters] + "。"
    assert Document([Article(body=text)], as_stop_words(None)).fragments.tolist() == [fragment]


def test_of_a_paragraph_each_sentence_knows_its_number():
    document = Document([Article(body="One. Two.\n\nThree."), Article(body="Four.\n\nFive. Six.")], as_stop_words(None))
    assert document.paragraphs.tolist() == [0, 0, 1, 0, 1, 1]

"""The contributions of terms against scikit-learn's matrix product."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from newsnlp._core import Analysis, LinearScorer, TermBlock, TopicScorer, Vocabulary
from tests.vectorizers.comparison import LEVELS, TEXTS

FITTED = ["az Az é ς", "ab az 12 az_b", "éa ab az, ab.", "a b c ab az é1"]
WAYS = st.fixed_dictionaries(
    {
        "analyzer": st.sampled_from(["word", "char", "char_wb"]),
        "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 3)]),
        "lowercase": st.booleans(),
        "strip_accents": st.sampled_from([None, "ascii", "unicode"]),
        "sublinear_tf": st.booleans(),
        "norm": st.sampled_from(["l1", "l2", None]),
    }
)


# Texts of the fitted words, which the models know, among words that they do not.
KNOWN = st.lists(
    st.lists(st.sampled_from([*" ".join(FITTED).split(), "other", "Ünbekannt", "."]), max_size=20).map(" ".join)
    | st.sampled_from(FITTED),
    min_size=1,
    max_size=4,
).filter(lambda texts: any(word in text.lower().split() for text in texts for word in ("az", "ab")))


def make_block(way, topics=3, dtype=np.float32, lead=None):
    rival = TfidfVectorizer(**way).fit(FITTED)
    analysis = Analysis(
        way["analyzer"], way["ngram_range"], lowercase=way["lowercase"], strip_accents=way["strip_accents"]
    )
    vocabulary = Vocabulary(rival.get_feature_names_out().tolist(), analysis)
    weights = np.random.default_rng(len(vocabulary)).normal(size=(len(vocabulary), topics)).astype(dtype)
    weighing = {"sublinear_tf": way["sublinear_tf"], "norm": way["norm"]}
    return rival, weights, TermBlock(vocabulary, weights, idf=rival.idf_, lead=lead, **weighing)


def sums(scorer, texts):
    """Return what the terms of each text add to every topic, shape (n_texts, n_topics)."""
    return np.array([scorer.contributions(text)[4].sum(axis=0) for text in texts])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@given(ways=st.lists(WAYS, min_size=1, max_size=2), texts=st.one_of(TEXTS, KNOWN))
@settings(max_examples=30)
def test_contributions_sum_to_the_matrix_product(level, dtype, ways, texts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSNLP_SIMD", level)
        made = [make_block(way, dtype=dtype) for way in ways]
        found = sums(LinearScorer([block for _, _, block in made], np.zeros(3)), texts)
    if texts:
        expected = sum(rival.transform(texts) @ weights.astype(float) for rival, weights, _ in made)
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-11)
        assert not any(rival.transform(texts).nnz for rival, _, _ in made) or (expected != 0).any()


@given(ways=st.lists(WAYS, min_size=1, max_size=2), texts=st.one_of(TEXTS, KNOWN))
@settings(max_examples=60)
def test_contributions_lie_within_the_text_and_come_in_order(ways, texts):
    made = [make_block(way) for way in ways]
    scorer = LinearScorer([block for _, _, block in made], np.zeros(3))
    for text in texts:
        blocks, columns, starts, ends, _ = scorer.contributions(text)
        assert ((starts >= 0) & (starts <= ends) & (ends <= len(text))).all()
        assert sorted(zip(starts, ends, strict=True)) == list(zip(starts, ends, strict=True))
        assert all(column < len(made[block][1]) for block, column in zip(blocks, columns, strict=True))


@pytest.mark.parametrize("level", LEVELS)
@given(
    texts=TEXTS,
    leads=st.lists(st.sampled_from([0, 1, 3, 30]), min_size=1, max_size=3),
    ngram_range=st.sampled_from([(1, 1), (1, 2), (2, 3)]),
    stop_words=st.sampled_from([None, ["ab", "é"]]),
)
@settings(max_examples=60)
def test_a_lead_is_the_text_cut_behind_its_tokens(level, texts, leads, ngram_range, stop_words):
    texts = [*texts, *(f"{text} ab az é Σ' ΣΑ " * 40 for text in texts)]
    vocabulary = Vocabulary(["ab", "az", "é", "az é", "12", "ς", "az ab", "é az ab"], Analysis("word", ngram_range))
    analysis = Analysis("word", ngram_range, min_letters=1, stop_words=stop_words)
    words = Analysis("word", min_letters=1, stop_words=stop_words)
    shared = vocabulary.with_analysis(analysis)
    weights = np.random.default_rng(0).normal(size=(len(shared), 2, len(leads)))
    # Terms given as tokens, one block each: no two blocks share a search, and nothing is cut.
    alone = vocabulary.with_analysis(Analysis("word", ngram_range, min_letters=1, lowercase=False))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSNLP_SIMD", level)
        blocks = [TermBlock(shared, weights[:, :, i], lead=lead) for i, lead in enumerate(leads)]
        found = sums(LinearScorer(blocks, [0.0, 0.0]), texts)
    expected = np.zeros((len(texts), 2))
    for i, lead in enumerate(leads):
        cut = [" ".join(words.terms(text)[:lead]) for text in texts]
        expected += sums(LinearScorer([TermBlock(alone, weights[:, :, i])], [0.0, 0.0]), cut).reshape(expected.shape)
    np.testing.assert_allclose(found.reshape(expected.shape), expected, rtol=1e-11, atol=1e-12)


@given(way=WAYS, texts=KNOWN)
@settings(max_examples=30)
def test_known_terms_contribute(way, texts):
    rival, weights, block = make_block({**way, "ngram_range": (1, 2)}, dtype=np.float64)
    scorer = LinearScorer([block], np.zeros(3))
    rows = rival.transform(texts)
    assert rows.nnz > 0
    np.testing.assert_allclose(sums(scorer, texts), rows @ weights, rtol=1e-11, atol=1e-11)
    for text, row in zip(texts, rows, strict=True):
        assert set(scorer.contributions(text)[1].tolist()) == set(row.indices.tolist())


def test_contributions_of_a_known_text():
    vocabulary = Vocabulary(["storm", "storm warning", "warning"], Analysis("word", (1, 2), stop_words=["the"]))
    scorer = LinearScorer([TermBlock(vocabulary, [[1.0], [10.0], [100.0]], norm=None)], [0.0])
    text = "The Storm: the warning, Storm"
    _, columns, starts, ends, values = scorer.contributions(text)
    found = [(text[start:end], column) for start, end, column in zip(starts, ends, columns, strict=True)]
    assert found == [("Storm", 0), ("Storm: the warning", 1), ("warning", 2), ("Storm", 0)]
    assert values[:, 0].tolist() == [1.0, 10.0, 100.0, 1.0]


def test_each_of_several_dotted_capital_i_is_a_word():
    vocabulary = Vocabulary(["i"], Analysis(min_letters=1))
    margins = LinearScorer([TermBlock(vocabulary, [[1.0]], norm=None)], [0.0])
    scorer = TopicScorer(margins, [0], [0.0], [1.0], [0.0])
    spans, none = np.array([[0, 4], [4, 9]]), np.empty((0, 2), dtype=np.int64)
    logits, _, _, _, _, ranges, weights, _ = scorer.find("\u0130" * 9, spans, none)
    assert logits.tolist() == [9.0]
    assert (ranges.tolist(), weights.tolist()) == ([[4, 9], [0, 4]], [5.0, 4.0])


def test_shapes_are_checked():
    vocabulary = Vocabulary(["ab", "cd"], Analysis())
    with pytest.raises(ValueError, match=r"`weights` must have one row for each term, 2, got 1"):
        TermBlock(vocabulary, [[1.0]])
    with pytest.raises(ValueError, match=r"`idf` must have one number for each term, 2, got 3"):
        TermBlock(vocabulary, [[1.0], [2.0]], idf=[1.0, 1.0, 1.0])
    with pytest.raises(ValueError, match="every block must have a weight for each of the 2 topics, got 1"):
        LinearScorer([TermBlock(vocabulary, [[1.0], [2.0]])], [0.0, 0.0])
    with pytest.raises(ValueError, match="a scorer reads texts, not lists of tokens"):
        TermBlock(Vocabulary(["ab"], Analysis("tokens")), [[1.0]])
    with pytest.raises(TypeError, match="text must be str, got int"):
        LinearScorer([TermBlock(vocabulary, [[1.0], [2.0]])], [0.0]).contributions(3)


@pytest.mark.parametrize("head", ["az ab é1 ", "az Σ'ab İaz ", "az\u0307.az_b "])
@pytest.mark.parametrize("lead", [1, 2, 5])
def test_of_a_long_text_only_the_beginning_contributes(head, lead):
    way = {"analyzer": "word", "ngram_range": (1, 2), "lowercase": True, "strip_accents": None}
    _, _, block = make_block({**way, "sublinear_tf": True, "norm": "l2"}, lead=lead)
    scorer = LinearScorer([block], np.zeros(3))
    long, short = (head + "ab az " * times for times in (5000, 5))
    for whole, part in zip(scorer.contributions(long), scorer.contributions(short), strict=True):
        assert np.array_equal(whole, part)
    assert len(scorer.contributions(long)[4])

"""Every method against its naive twin: equal scores, and each choice is one of the twin's best."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import Article, Sentence, TermWeight, _core
from newsnlp.results import Budget
from newsnlp.summarizers import METHODS, load_summarizer
from newsnlp.summarizers.base import rank_by_score
from newsnlp.summarizers.document import Document
from newsnlp.summarizers.inputs import load_stop_words
from tests.reference import summarizers as twin

WORDS = [
    "port",
    "ports",
    "ship",
    "storm",
    "Monday",
    "mayor",
    "the",
    "of",
    "U.S.",
    "reopened",
    "reopening",
    "2026",
    "crews",
    "rain",
    "harbour",
    "Café",
    "it",
    "was",
]
sentences = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=14)


def document_of(texts):
    """Return a document of exactly these sentences, without a splitter."""
    document = Document([Article.parse("A placeholder.")], load_stop_words("en"))
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)]).tolist()
    document.sentences = [Sentence(t, a, a + len(t)) for t, a in zip(texts, starts, strict=False)]
    document.sizes = [len(texts)]
    return document


def scores_of(method, texts, **parameters):
    return load_summarizer(method, **parameters).rank(document_of(texts), Budget(sentences=3)).scores


@given(st.text(st.sampled_from("aZ.'İΣς_9 é日本กั−-ँ"), max_size=25), st.booleans())
@settings(max_examples=300)
def test_terms(text, stem):
    starts, ids, places, lengths, names = _core.sentence_terms([text], load_stop_words("en"), stem)
    ours = list(zip(places.tolist(), (names[i] for i in ids), strict=True))
    assert ours == twin.terms(text, stem=stem)
    assert lengths.tolist() == [len(twin.tokens(text))]
    assert starts.tolist() == [0, len(ids)]


@pytest.mark.parametrize(
    ("method", "parameters"),
    [("lexrank", {}), ("lexrank", {"threshold": 0.1}), ("lexrank", {"damping": 0.5}), ("textrank", {}),
     ("luhn", {}), ("luhn", {"frequency": 3}),
     ("lsa", {}), ("lsa", {"topics": 1}), ("lsa", {"topics": 2, "share": 0.5}), ("centroid", {})],
)  # fmt: skip
@given(texts=sentences)
@settings(max_examples=60)
def test_scores(method, parameters, texts):
    scores = scores_of(method, texts, **parameters)
    expected = getattr(twin, method)(texts, **parameters)
    if method == "lsa" and not spectrum_is_clear(texts, **parameters):
        return
    np.testing.assert_allclose(scores, expected, rtol=1e-6, atol=1e-9)


def spectrum_is_clear(texts, topics=10, share=0.8):
    """Whether no singular value is so close to a limit that rounding decides."""
    squares = np.sort(np.linalg.eigvalsh(gram(texts)))[::-1]
    sigma = np.sqrt(np.maximum(squares, 0))
    near_share = np.abs(sigma - share * sigma[0]) < 1e-6 * max(sigma[0], 1e-9)
    tied = topics < len(sigma) and abs(sigma[topics - 1] - sigma[topics]) < 1e-6 * max(sigma[0], 1e-9)
    return not near_share.any() and not tied


def gram(texts):
    bags = [set(bag) for bag in twin.bags(texts)]
    scale = [max(len(bag), 1) ** 0.25 for bag in bags]
    return np.array([[len(a & b) / x / y for b, y in zip(bags, scale, strict=True)]
                     for a, x in zip(bags, scale, strict=True)])  # fmt: skip


@pytest.mark.parametrize(
    ("method", "values"),
    [("sumbasic", twin.sumbasic_values), ("kl", twin.kl_values), ("centroid", twin.marginal_values),
     ("submodular", twin.submodular_values), ("coverage", twin.coverage_values)],
)  # fmt: skip
@given(texts=sentences)
@settings(max_examples=60)
def test_choices(method, values, texts):
    vectors = twin.unit_vectors(twin.bags(texts))
    chosen = load_summarizer(method).rank(document_of(texts), Budget(sentences=4)).order.tolist()
    for step, row in enumerate(chosen):
        taken = chosen[:step]
        closed = [i for i in range(len(texts)) if any(twin.cosine(vectors[i], vectors[j]) > 0.95 for j in taken)]
        options = values(texts, taken, closed) if method == "sumbasic" else values(texts, taken)
        best = max(value for i, value in options.items() if i not in closed)
        assert options[row] >= best - 1e-8 * max(1.0, abs(best)), (step, row, options)


@pytest.mark.parametrize(
    ("method", "values"), [("submodular", twin.submodular_values), ("coverage", twin.coverage_values)]
)
@pytest.mark.parametrize("penalty", [0.3, 1.0, 2.5])
@given(texts=sentences)
@settings(max_examples=40)
def test_a_gain_counts_by_length_where_length_is_limited(method, values, penalty, texts):
    vectors = twin.unit_vectors(twin.bags(texts))
    summarizer = load_summarizer(method, length_penalty=penalty)
    chosen = summarizer.rank(document_of(texts), Budget(sentences=4, words=10**6)).order.tolist()
    for step, row in enumerate(chosen):
        taken = chosen[:step]
        closed = [i for i in range(len(texts)) if any(twin.cosine(vectors[i], vectors[j]) > 0.95 for j in taken)]
        options = twin.per_length(values(texts, taken), texts, penalty)
        best = max(value for i, value in options.items() if i not in closed)
        assert options[row] >= best - 1e-8 * max(1.0, abs(best)), (step, row, options)


paragraphs = st.lists(sentences.filter(lambda texts: len(texts) < 5), min_size=1, max_size=4)


@given(
    paragraphs=paragraphs,
    headline=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    weights=st.lists(st.sampled_from([0, 0.2, 1.0, 2]), min_size=4, max_size=4),
)
@settings(max_examples=100)
def test_edmundson(paragraphs, headline, weights):
    bonus, stigma = ["storm", "reopened"], ["rain", "Café"]
    article = Article(headline=headline, body="\n\n".join("; ".join(texts) + "." for texts in paragraphs))
    document = Document([article], load_stop_words("en"))
    starts = [span.start for span in article.paragraphs]
    owners = [sum(start <= sentence.start for start in starts) for sentence in document.sentences]
    firsts = {0} | {i for i in range(1, len(owners)) if owners[i] != owners[i - 1]}
    summarizer = load_summarizer("edmundson", weights=weights, bonus_words=bonus, stigma_words=stigma)
    texts = [sentence.text for sentence in document.sentences]
    expected = twin.edmundson(texts, headline, firsts, weights, bonus, stigma)
    np.testing.assert_allclose(summarizer.rank(document, Budget(sentences=3)).scores, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "lead"])
@given(texts=sentences)
@settings(max_examples=40)
def test_reasons_are_the_three_strongest_terms(method, texts):
    summary = load_summarizer(method).summarize(". ".join(texts))
    split = [sentence.text for sentence in Document([summary.article], load_stop_words("en")).sentences]
    for weights, given_reasons in zip(twin.reasons(split, summary.scores), summary.reasons, strict=True):
        strongest = sorted((value for value in weights.values() if value > 0), reverse=True)[:3]
        assert [each.weight for each in given_reasons] == pytest.approx(strongest, rel=1e-6, abs=1e-9)
        assert [weights[each.term] for each in given_reasons] == pytest.approx(strongest, rel=1e-6, abs=1e-9)


@given(texts=sentences, words=st.integers(1, 40), data=st.data())
@settings(max_examples=200)
def test_choice_by_score_within_words(texts, words, data):
    scores = np.array(
        data.draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=len(texts), max_size=len(texts)))
    )
    best_first = sorted(range(len(texts)), key=lambda i: (-scores[i], i))
    ranking = rank_by_score(document_of(texts), scores, Budget(words=words))
    assert ranking.scores.tolist() == scores.tolist()
    assert ranking.order.tolist() == twin.choose_in_order(texts, best_first, words)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "ranker"])
@given(texts=sentences, words=st.integers(1, 40))
@settings(max_examples=60)
def test_no_scrap_fills_what_is_left(method, texts, words):
    summarizer = load_summarizer(method)
    every, chosen = (
        summarizer.rank(document_of(texts), Budget(words=limit)).order.tolist() for limit in (10**6, words)
    )
    ends = np.cumsum([len(texts[i].split()) for i in every])
    first = int(np.sum(ends <= words))  # the first that does not fit
    assert chosen[:first] == every[:first]
    fragments = [i for i in chosen[first:] if twin.is_fragment(texts[i])]
    if fragments:
        assert all(twin.is_fragment(texts[i]) for i in chosen)
        left = words - (ends[first - 1] if first else 0)
        assert all(twin.is_fragment(texts[i]) or len(texts[i].split()) > left for i in every[first:])


def test_lead_scores_are_one_over_the_position():
    summary = load_summarizer("lead").summarize("Rain fell. Ships left. The mayor spoke.")
    assert summary.scores == (1.0, 1 / 2, 1 / 3)
    assert list(summary.reasons) == [(TermWeight("position", score),) for score in summary.scores]


def test_sumbasic_scores_are_the_first_averages():
    texts = ["port ship", "port", "storm storm mayor"]
    assert scores_of("sumbasic", texts).tolist() == pytest.approx([3 / 12, 2 / 6, 5 / 18])


def test_kl_scores_fall_with_the_divergence_that_a_sentence_leaves():
    texts = ["port ship", "port", "storm storm mayor"]
    alone = twin.kl_values(texts, [])
    assert scores_of("kl", texts).tolist() == pytest.approx([1 / (1 - alone[i]) for i in range(3)])

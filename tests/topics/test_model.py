"""TopicModel: scores, explanations, novelty, joining and saving."""

import json
import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.articles import Article
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.loading import load_topics
from newsnlp.topics.model import TopicModel
from newsnlp.topics.terms import Reading, word_analysis
from tests.reference import topics as reference
from tests.topics.toys import term_table

WORDS = ("talks", "treaty", "chip", "software", "army", "the", "of", "a")
PAIRS = ("peace talks", "the army", "a chip")
TERMS = (*WORDS, *PAIRS)


WHOLE = Reading()


TELLING = [term in ("talks", "treaty", "chip", "army", "of") for term in TERMS]


def make_model(names=("diplomacy", "ict", "security"), reading=WHOLE, seed=0, telling=()):
    generator = np.random.default_rng(seed)
    weights = generator.normal(size=(len(TERMS), len(names)))
    table = term_table(TERMS, (1, 2), 1 + generator.random(len(TERMS)), weights).with_reading(reading)
    table = table.with_telling(telling)
    heads = [TopicHead(name, -0.2 * i, 3.0 + i, 0.1 * i, 0.5, (f"2000000{i}",)) for i, name in enumerate(names)]
    return TopicModel(heads, [table], {"seed": seed})


MODEL = make_model()
texts = st.lists(
    st.sampled_from([*WORDS, "peace", "Army,", "ünknown", "İa", ".", "\n\n", "Read more:", "ΑΣ"]), max_size=25
).map(" ".join)


def twin(model, text):
    """The probabilities by the naive twin, table by table."""
    found = []
    for i, head in enumerate(model.heads):
        margin = head.bias
        for table in model.tables:
            idf = {table.name(c): float(table.idf[c]) for c in range(len(table))}
            weights = {table.name(c): float(table.weights[c, i]) for c in range(len(table))}
            reading = table.reading
            for share, words in ((1.0 - reading.share, reading.words), (reading.share, reading.lead)):
                telling = {table.name(c) for c in np.flatnonzero(table.telling)} if len(table.telling) else None
                margin += share * reference.margin(text, idf, weights, 0.0, table.ngram_range, words, telling)
        found.append(reference.probability(margin, head.slope, head.intercept))
    return found


@pytest.mark.parametrize("reading", [Reading(), Reading(None, 4, 0.5), Reading(9, 0, 0.25), Reading(5)])
@pytest.mark.parametrize("telling", [(), TELLING])
@given(text=texts)
def test_probabilities_are_those_of_the_naive_twin(reading, telling, text):
    model = make_model(reading=reading, telling=telling)
    assert model.predict_proba([text])[0] == pytest.approx(twin(model, text), rel=1e-9)


@pytest.mark.parametrize("telling", [(), TELLING])
@pytest.mark.parametrize("reading", [Reading(), Reading(9, 4, 0.5)])
@given(text=texts)
def test_terms_and_sentences_add_up_to_the_logit(reading, telling, text):
    model = make_model(reading=reading, telling=telling)
    logits = model.decision_function([text])[0]
    for explanation, logit in zip(model.explain(text).values(), logits, strict=True):
        assert explanation.logit == logit
        for parts in (explanation.terms, explanation.sentences, explanation.occurrences):
            assert explanation.bias + sum(part.weight for part in parts) == pytest.approx(logit, rel=1e-9, abs=1e-9)


@given(st.lists(texts, min_size=1, max_size=8))
def test_one_text_and_many_agree_to_the_bit(many):
    together = MODEL.predict_proba(many, n_jobs=2)
    for text, row in zip(many, together, strict=True):
        prediction = MODEL.classify(text)
        assert list(prediction.probabilities.values()) == row.tolist()
        assert prediction.topics == tuple(np.array(MODEL.topics)[row >= 0.5])


def test_evidence_is_what_speaks_for_a_topic_largest_first():
    prediction = MODEL.classify("The army and peace talks.\n\nA chip of the army.")
    for name, evidence in prediction.evidence.items():
        for part in (evidence.terms, evidence.sentences):
            weights = [item.weight for item in part]
            assert weights == sorted(weights, reverse=True)
            assert all(weight > 0 for weight in weights), name
    explained = MODEL.explain("The army and peace talks.")["security"]
    by_name = {term.term: term.weight for term in explained.terms}
    assert set(by_name) == {"the", "army", "the army", "talks", "peace talks"}
    assert "<" in explained._repr_html_()
    assert "security" in str(explained)
    assert explained.to_dict()["logit"] == explained.logit


def test_an_explanation_shows_reasons_and_claims_nothing_else():
    text = "The army and peace talks."
    never = replace(MODEL.explain(text)["security"], threshold=math.inf)
    always = replace(never, threshold=1e-9)
    best = max(never.terms, key=lambda term: term.weight)
    for explained, mark in ((never, " "), (always, "*")):
        assert str(explained).startswith(f"{mark} security")
        assert f"{best.term} {best.weight:+.2f}" in str(explained)
        assert best.term in explained._repr_html_()
        for shown in (str(explained), explained._repr_html_()):
            assert "novelty " not in shown
            assert "none of these" not in shown
    assert json.dumps(never.to_dict(), allow_nan=False).count("null") == 1


def test_an_explanation_prints_its_sum_and_both_sides():
    text = "The army and peace talks."
    explained = replace(MODEL.explain(text)["security"], threshold=0.987654)
    first, *_ = shown = str(explained).splitlines()
    figures = explained.logit, explained.bias, explained.logit - explained.bias
    assert first.endswith("logit {:+.2f} = bias {:+.2f}, terms {:+.2f}; holds from 0.99".format(*figures))
    worst = explained.terms[-1]
    assert worst.weight < 0
    against = f"against: {worst.term} {worst.weight:+.2f}"
    assert sum(line.strip().startswith(against) for line in shown) == 1
    assert against in explained._repr_html_()
    assert "never holds" in str(replace(explained, threshold=math.inf))


def test_an_article_is_its_text():
    text = "Treaty signed\n\nThe talks ended. A treaty was signed."
    article = Article.parse(text)
    assert MODEL.classify(article).probabilities == MODEL.classify(text).probabilities
    assert (MODEL.predict_proba([article]) == MODEL.predict_proba([text])).all()


@pytest.mark.parametrize("text", ["", "   ", "...", "وزیر ارتباطات ایران", "中国外交部长会见", "unknown words only"])
def test_a_text_of_which_nothing_is_known_is_new(text):
    assert MODEL.novelty(text) == 1.0
    assert MODEL.classify(text).novelty == 1.0
    assert MODEL.explain(text)["ict"].terms == ()


@pytest.mark.parametrize("known_pairs", [0.0, 0.4, 1.0])
@given(text=texts)
def test_novelty_is_that_of_the_naive_twin(known_pairs, text):
    model = make_model(reading=Reading(9, 4, 0.5, known_pairs))
    table = model.tables[0]
    idf = {table.name(c): float(table.idf[c]) for c in range(len(table))}
    assert model.novelty(text) == pytest.approx(reference.novelty(text, idf, 9, known_pairs), abs=1e-12)


def test_novelty_by_hand():
    idf = dict(zip(TERMS, MODEL.tables[0].idf.tolist(), strict=True))
    known, rarest = 2 * (idf["army"] + idf["the"]), max(idf.values())
    assert MODEL.novelty("The army marched. The ARMY!") == pytest.approx(rarest / (rarest + known))
    assert MODEL.novelty("the army") == 0.0
    # 20 known words but no known pair: of 19 * 0.5 expected pairs, 3 are credited.
    strict = make_model(reading=Reading(known_pairs=0.5))
    assert strict.novelty("army the " * 10 + "") == pytest.approx(1 - (9 + 3) / (9.5 + 3))
    assert strict.novelty("of talks " * 10) == pytest.approx(1 - 3 / (9.5 + 3))


@pytest.mark.parametrize("reading", [WHOLE, Reading(9, 4, 0.5)])
@given(text=texts, data=st.data())
def test_evidence_is_the_strongest_of_the_explanation(reading, text, data):
    """The native evidence against sums over all occurrences, which are added up in numpy."""
    model = make_model(reading=reading)
    if data.draw(st.booleans()):
        other = make_model(("energy",), seed=1)
        model = model.with_topic(other)
    article = Article.parse(text)
    prediction, explained = model.classify(article), model.explain(article)
    rest = {(part.start, part.end) for part in (article.byline_span, *article.boilerplate, *article.asides)}
    for name, evidence in prediction.evidence.items():
        terms = [term for term in explained[name].terms if term.weight > 0.0]  # a term of two tables stands there twice
        assert [term.weight for term in evidence.terms] == pytest.approx([term.weight for term in terms[:10]])
        for term in evidence.terms:
            assert any(t.term == term.term and t.weight == pytest.approx(term.weight) for t in terms)
        spans = {(s.start, s.end): s.weight for s in explained[name].sentences if (s.start, s.end) not in rest}
        strongest = sorted((w for w in spans.values() if w > 1e-12), reverse=True)[:5]
        assert [s.weight for s in evidence.sentences if s.weight > 1e-12] == pytest.approx(strongest)
        assert all(spans[s.start, s.end] == pytest.approx(s.weight) for s in evidence.sentences)


@given(st.text(st.sampled_from("aB é1_.İΣςß\u0307\n日"), max_size=40))
def test_words_start_where_their_spans_do(text):
    """Arbitrary spans: the native weights of each are those that numpy computes from the offsets of terms."""
    vocabulary = sorted({*word_analysis((1, 1)).words([text]), "a"})
    weights = np.random.default_rng(len(text)).normal(size=(len(vocabulary), 1))
    table = term_table(vocabulary, (1, 1), np.ones(len(vocabulary)), weights)
    model = TopicModel([TopicHead("t", 0.0, 1.0, 0.0, 0.5)], [table])
    article = Article.parse(text, splitter=lambda part: [(i, i + 1) for i in range(len(part))])
    evidence, explained = model.classify(article).evidence["t"], model.explain(article)["t"]
    weights = {(s.start, s.end): s.weight for s in explained.sentences}
    for span in evidence.sentences:
        assert weights[span.start, span.end] == pytest.approx(span.weight)


def test_a_text_with_one_telling_word_says_nothing():
    model = make_model(telling=TELLING)
    nothing = model.decision_function(["unknown"])[0]
    for text in ("talks", "Talks!", "the software", "software", "talks, a talks"):
        assert model.decision_function([text])[0] == pytest.approx(nothing)
    damped, whole = (m.decision_function(["talks of the army"])[0] for m in (model, MODEL))
    assert damped - nothing == pytest.approx((1 - 1 / 9) * (whole - nothing))
    assert model.classify("talks").evidence["ict"].terms == ()


def test_every_model_has_a_version_and_every_prediction_names_it(tmp_path):
    assert MODEL.version == make_model().version == MODEL.classify("The army").model
    changed = [
        MODEL.with_threshold(0.4),
        MODEL.without_topic("ict"),
        make_model(seed=1),
        make_model(reading=Reading(5)),
    ]
    assert len({model.version for model in [MODEL, *changed]}) == 5
    assert MODEL.with_card({"note": 1}).version == MODEL.version
    named = MODEL.with_card({}, version="mine-3")
    named.save(tmp_path / "named.model")
    MODEL.save(tmp_path / "plain.model")
    assert TopicModel.load(tmp_path / "named.model").version == "mine-3"
    assert TopicModel.load(tmp_path / "plain.model").version == MODEL.version
    assert named.with_threshold(0.4).version == MODEL.with_threshold(0.4).version
    assert pickle.loads(pickle.dumps(named)).version == "mine-3"


def test_topics_are_joined_and_parted_without_touching_each_other():
    other = make_model(("energy",), seed=1)
    sample = ["The army", "a chip of the treaty", ""]
    joined = MODEL.with_topic(other)
    assert joined.topics == (*MODEL.topics, "energy")
    assert len(joined.tables) == 2
    assert joined.predict_proba(sample)[:, :3] == pytest.approx(MODEL.predict_proba(sample), abs=1e-12)
    assert joined.predict_proba(sample)[:, 3:] == pytest.approx(other.predict_proba(sample), abs=1e-12)
    parted = joined.without_topic("energy")
    assert len(parted.tables) == 1
    assert (parted.predict_proba(sample) == MODEL.predict_proba(sample)).all()
    assert joined.iptc["energy"] == other.iptc["energy"]
    explained = joined.explain("The army of a chip")["energy"]
    assert explained.bias + sum(t.weight for t in explained.terms) == pytest.approx(explained.logit)
    with pytest.raises(ValueError, match="already has a topic 'diplomacy'"):
        MODEL.with_topic(MODEL)
    with pytest.raises(ValueError, match="no topic 'sport'; it has 'diplomacy', 'ict', 'security'"):
        MODEL.without_topic("sport")
    with pytest.raises(ValueError, match="'energy' is the model's only topic"):
        make_model(("energy",)).without_topic("energy")


def test_topics_over_the_same_terms_share_a_table():
    again = TopicModel([TopicHead("energy", 0.0, 1.0, 0.0, 0.5)], [MODEL.tables[0].with_weights(np.ones((11, 1)))])
    joined = MODEL.with_topic(again)
    assert len(joined.tables) == 1
    assert (joined.predict_proba(["the army"])[:, :3] == MODEL.predict_proba(["the army"])).all()


def test_thresholds_move_the_operating_point():
    text = "The army of a chip"
    assert MODEL.with_threshold(1e-9).classify(text).topics == MODEL.topics
    strict = MODEL.with_threshold({"ict": 1.0})
    assert strict.thresholds == {**MODEL.thresholds, "ict": 1.0}
    assert MODEL.thresholds["ict"] == 0.5
    with pytest.raises(ValueError, match="no topic 'sport'"):
        MODEL.with_threshold({"sport": 0.5})
    with pytest.raises(ValueError, match="`threshold` must be a number above 0 and at most 1, got 2"):
        MODEL.with_threshold(2)


def test_saved_and_pickled_models_answer_alike(tmp_path):
    model = make_model(("ict", "ünïcode ∂ 'quoted'\n"), Reading(7, 3, 0.5)).with_topic(make_model(("energy",), seed=3))
    sample = ["The army", "peace talks of a chip", ""]
    model.save(tmp_path / "a.model")
    model.save(tmp_path / "b.model")
    assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()
    for copy in (load_topics(tmp_path / "a.model"), pickle.loads(pickle.dumps(model))):
        assert copy.topics == model.topics
        assert copy.heads == model.heads
        assert dict(copy.card) == dict(model.card)
        assert (copy.predict_proba(sample) == model.predict_proba(sample)).all()
        assert copy.explain(sample[0]) == model.explain(sample[0])


def test_never_is_kept(tmp_path):
    never = TopicModel([TopicHead("x", 9.0, 9.0, 9.0, np.inf)], [])
    never.save(tmp_path / "never.model")
    loaded = load_topics(tmp_path / "never.model")
    assert loaded.heads == never.heads
    assert loaded.classify("anything").topics == ()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda m: m.classify(None), TypeError, "text must be str, got NoneType"),
        (lambda m: m.classify(b"x"), TypeError, "text must be str, got bytes"),
        (lambda m: m.predict_proba("one"), TypeError, r"texts must be a list of str, got one str; write \[text\]"),
        (lambda m: m.predict_proba(["a", 1.5]), TypeError, r"texts\[1\] must be str, got float"),
        (lambda m: TopicModel(m.heads[:2], m.tables), ValueError, "weights for all 2 topics"),
        (lambda m: TopicModel([m.heads[0]] * 2, []), ValueError, "two topics have the same name"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call(MODEL)


def test_a_model_that_could_not_be_read_again_is_not_written(tmp_path):
    steep = TopicModel([replace(MODEL.heads[0], slope=1e7)], [t.with_weights(t.weights[:, :1]) for t in MODEL.tables])
    with pytest.raises(ValueError, match=r"a topic's slope must be a number of at most 1e\+06, got 10000000"):
        steep.save(tmp_path / "steep.model")
    assert not list(tmp_path.iterdir())


class Tokenizer:
    """A sentence tokenizer as NLTK's are: an object with span_tokenize."""

    def span_tokenize(self, text):
        middle = len(text) // 2
        return iter([(0, middle), (middle + 1, len(text))])


WIRE = "Peace talks resume\n\nBAGHDAD (Reuters) - The army left. Talks of a treaty began.\n\nRead more: A chip"


@pytest.mark.parametrize("splitter", [None, Tokenizer(), lambda text: text.replace("left. ", "left.|").split("|")])
def test_evidence_stands_on_the_parts_of_the_article(splitter):
    article = Article.parse(WIRE, splitter=splitter)
    parts = [article.headline_span, article.dateline_span, *article.sentences]
    bounds = {(part.start, part.end) for part in parts}
    prediction = MODEL.classify(article)
    assert prediction.probabilities == MODEL.classify(WIRE).probabilities
    found = {(s.start, s.end) for evidence in prediction.evidence.values() for s in evidence.sentences}
    assert found
    assert found <= bounds
    explained = MODEL.explain(article)["ict"]
    rest = (*article.boilerplate, *article.asides)
    assert {(s.start, s.end) for s in explained.sentences} == bounds | {(s.start, s.end) for s in rest}
    assert explained.bias + sum(s.weight for s in explained.sentences) == pytest.approx(explained.logit)

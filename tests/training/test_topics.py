"""The training of the shipped topic model, on toy texts."""

import random

import numpy as np
import pytest
import scipy.sparse as sparse

from newsnlp import _core
from newsnlp.topics.loading import load_topics
from newsnlp.topics.terms import Reading, word_analysis
from newsnlp.training.topic_card import measure, model_card, write_card
from newsnlp.training.topic_data import PORTAL, TopicData, own_rows
from newsnlp.training.topics import (
    NGRAM_RANGE,
    THRESHOLD,
    UNWANTED,
    Recipe,
    beginning,
    describe,
    opening,
    train_topics,
)
from newsnlp.training.words import WordViews, neighbour_vectors

TOPICS = ("diplomacy", "ict", "security")
FIELDS = {
    "diplomacy": ("treaty", "talks", "minister", "embassy", "summit"),
    "ict": ("software", "network", "chip", "internet", "phone"),
    "security": ("army", "missile", "troops", "attack", "rebels"),
    "": ("match", "goal", "song", "film", "coach"),
}
RECIPE = Recipe(min_df=3, n_pairs=50, dimensions=8, lead_words=6)
HEADS = [(-0.245, 7.253, 1.676), (-0.349, 5.228, -0.227), (-0.282, 5.021, -1.369)]  # bias, slope and intercept


def make_data(n=160):
    generator = random.Random(0)

    def text(topic):
        common = generator.choices(
            ["the", "of", "a", "in", "said", "year 2019", "iraq", "networks", "attacks", "armies"], k=8
        )
        return " ".join([*generator.choices(FIELDS[topic], k=5), *common])

    chosen = [generator.choice([*FIELDS]) for _ in range(n)]
    unlabelled = [generator.choice([*FIELDS]) for _ in range(n)]
    sections = {
        "": "Sport",
        "security": "Armed conflicts and attacks",
        "ict": None,
        "diplomacy": "Business and economy",
    }
    more = [
        "Law and crime",
        "Politics",
        "Disasters",
        "International relations",
        "Health",
        "Arts and culture",
        "Science",
    ]
    headed = [(text(t), sections[t]) for t in unlabelled] + [(text(""), heading) for heading in more for _ in range(3)]
    labelled = [text(topic) for topic in chosen]
    return TopicData(
        topics=TOPICS,
        texts=labelled,
        truth=np.array([[topic == name for name in TOPICS] for topic in chosen]),
        kinds=[generator.choice([PORTAL, "governments"]) for _ in chosen],
        titles=[" ".join(words.split()[:3]) if i % 2 else "" for i, words in enumerate(labelled)],
        unsure=np.arange(n) % 5 == 0,
        foreign=np.array([not topic and i % 2 == 0 for i, topic in enumerate(chosen)]),
        counted=n,
        unlabelled=[entry[0] for entry in headed],
        headed=headed,
        facts={
            "labelled": n,
            "labelled_by_collection": {"toy": n},
            "unlabelled_events": n,
            "unsure": n // 5,
            "unlabelled_others": 0,
            "licences": ["CC0 1.0"],
            "newest_text": "2026-01-01",
        },
    )


DATA = make_data()
MODEL = train_topics(DATA, RECIPE)


def test_training_twice_gives_the_same_bytes(tmp_path):
    card = model_card(DATA, describe(RECIPE), None)
    MODEL.with_card(card).save(tmp_path / "a.model")
    train_topics(make_data(), RECIPE).with_card(card).save(tmp_path / "b.model")
    assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()
    assert dict(load_topics(tmp_path / "a.model").card) == card


def test_it_learns_and_says_none():
    assert MODEL.classify("The minister said the treaty of the embassy in Iraq").topics == ("diplomacy",)
    assert MODEL.classify("The coach said the goal of the match").topics == ()
    assert MODEL.classify("").topics == ()
    rows = [
        {"text": text, "topics": [n for n, yes in zip(TOPICS, truth, strict=True) if yes], "collection": "toy"}
        for text, truth in zip(DATA.texts, DATA.truth, strict=True)
    ]
    figures = measure(MODEL, rows)
    assert figures["macro"]["f1"] > 0.9
    card = write_card(model_card(DATA, describe(RECIPE), figures), "en-0", "## Notes")
    assert card.startswith("# topics-en: diplomacy, ict, security (version en-0)\n")
    assert "| toy | 160 |" in card
    assert "CC0 1.0" in card


def test_no_term_is_rare_or_a_number():
    for table in MODEL.tables:
        names = table.vocabulary.names()
        vocabulary = _core.Vocabulary(names, word_analysis((1, 2)))
        assert vocabulary.document_frequencies([*DATA.texts, *DATA.unlabelled]).min() >= 3
        assert not any("2019" in name for name in names)


@pytest.mark.parametrize("term", ["www", "example com", "1999", "555 1234", "a_b", "https", "10 20"])
def test_unwanted_terms(term):
    assert UNWANTED.search(term)


@pytest.mark.parametrize("term", ["g7", "5g network", "covid 19", "command", "comet"])
def test_wanted_terms(term):
    assert not UNWANTED.search(term)


def test_the_beginning_is_what_the_scorer_reads():
    text = "One, two-three.\n\nFour five."
    assert beginning(text, 3) == "One, two-three.\n\n"
    assert beginning(text, 0) == ""
    assert beginning(text, 99) == text


def test_an_opening_is_the_title_and_the_first_sentence():
    assert opening("Talks", "Talks\n\nThey began. They ended.") == "Talks\n\nThey began."
    assert opening("Talks", "Talks\n\nThey began") == "Talks\n\nThey began"


def test_views_fold_back_into_weights_of_terms():
    generator = np.random.default_rng(0)
    terms = ["attack", "attacked", "attacker", "attacking", "attacks", "treaty", "the attack", "a treaty"]
    values = sparse.random(20, 8, density=0.5, random_state=0, format="csr")
    views = WordViews(terms, generator.normal(size=(6, 4)), generator.normal(size=(8, 3)), (0.6, 0.5, 0.4)).fit(values)
    widened = views.widen(values)
    weights = generator.normal(size=widened.shape[1])
    assert widened @ weights == pytest.approx(values @ views.fold(weights))


def test_neighbours_are_words_of_like_company():
    texts = [
        "the cat eats fish today",
        "the dog eats meat today",
        "a car needs petrol now",
        "a bus needs diesel now",
    ] * 5
    words = sorted({word for text in texts for word in text.split()})
    vectors = dict(zip(words, neighbour_vectors(words, texts, dimensions=4, seed=0), strict=True))
    assert vectors["cat"] @ vectors["dog"] > vectors["cat"] @ vectors["car"]
    assert np.linalg.norm(vectors["bus"]) == pytest.approx(1.0)


def test_texts_written_for_the_model_are_sure_of_their_topics():
    rows = own_rows()
    assert len(rows) > 100
    assert {row["unsure"] for row in rows} == {False}
    assert {topic for row in rows for topic in row["topics"]} <= set(TOPICS)


def test_the_recipe_is_that_of_the_shipped_model():
    shipped, recipe = load_topics("en"), Recipe()
    assert shipped.card["recipe"] == describe(recipe)
    assert set(shipped.thresholds.values()) == {THRESHOLD}
    (table,) = shipped.tables
    assert table.ngram_range == NGRAM_RANGE
    assert table.reading == Reading(recipe.words, recipe.lead_words, recipe.lead_share, recipe.known_pairs)


def test_the_toy_model_has_its_stored_numbers():
    """Numbers of one version, to two digits: they change with every change of the method."""
    numbers = [(head.bias, head.slope, head.intercept) for head in MODEL.heads]
    assert np.array(numbers) == pytest.approx(np.array(HEADS), rel=5e-3)
    (table,) = MODEL.tables
    assert (len(table), table.telling.sum()) == (80, 30)
    assert table.idf.sum() == pytest.approx(228.331, abs=0.01)
    assert np.abs(table.weights.astype(float)).sum() == pytest.approx(50.98, rel=5e-3)
    texts = ["chip", "year 2019 iraq", "The minister said the treaty of the embassy in Iraq"]
    expected = [[0.476, 0.114, 0.058], [0.412, 0.069, 0.034], [1.0, 0.007, 0.002]]
    assert MODEL.predict_proba(texts) == pytest.approx(np.array(expected), abs=4e-3)

"""Own topics: what a Topic accepts, what its keywords match, and that learning beats the keywords alone."""

import gzip
import json
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError

from newsnlp import Article, TopicClassifier
from newsnlp.evaluation import f1_scores
from newsnlp.topics import custom
from newsnlp.topics.custom import Topic, learn_topic
from newsnlp.topics.loading import load_topics
from tests.topics.toys import FILLER, KEYWORDS, disaster_corpus, toy_model

HEADINGS = {"Disasters and accidents", "Disasters"}
WORDS = ["earthquake", "flood", "hurricane", "typhoon", "crash", "wildfire", "tornado", "landslide", "explosion"]
WORDS += ["volcano"]
EVENTS = Path(__file__).parents[3] / "shared/data/topics/unlabelled_events.jsonl.gz"


@pytest.mark.parametrize(
    ("keyword", "text", "found"),
    [
        ("flood", "Floods in the valley", True),
        ("flood", "A flooded mine", True),
        ("flood", "flooding", True),
        ("flood", "the floodgates", False),
        ("Flood", "FLOOD!", True),
        ("quake", "earthquake", False),
        ("prime minister", "the Prime\n Ministers met", True),
        ("prime minister", "a prime old minister", False),
        ("c++", "written in C++, of all things", True),
        ("a.b", "axb", False),
        ("5g", "a 5G network", True),
        ("überschwemmung", "ÜBERSCHWEMMUNG", True),
    ],
)
def test_keywords(keyword, text, found):
    assert bool(Topic("x", [keyword]).matcher().search(text.lower())) is found


@given(keyword=st.text(min_size=1).filter(str.strip), rest=st.text())
def test_any_keyword_makes_a_pattern(keyword, rest):
    matcher = Topic("x", [keyword]).matcher()
    stripped = " ".join(keyword.lower().split())
    if stripped:
        assert matcher.fullmatch(stripped)
    matcher.search(rest.lower())


def test_topic_is_plain_and_comparable():
    topic = Topic(" energy ", ["oil", " gas", "oil"], examples=["a text"], iptc=["medtop:20000639"])
    assert topic == Topic("energy", ("oil", "gas"), ("a text",), ("20000639",))
    assert hash(topic)


def test_an_example_may_be_an_article(disasters):
    topic, model = disasters
    articles = [Article.parse(text) for text in topic.examples]
    again = learn_topic(Topic(topic.name, topic.keywords, articles, topic.iptc), disaster_corpus(3000)[0])
    assert again.heads == model.heads


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        ({"name": 5, "keywords": ["a"]}, TypeError, "a topic name must be str, got int"),
        ({"name": " ", "keywords": ["a"]}, ValueError, "blank"),
        ({"name": "x", "keywords": []}, ValueError, "'x' needs at least one keyword"),
        ({"name": "x", "keywords": "oil"}, TypeError, "one str"),
        ({"name": "x", "keywords": ["oil", ""]}, ValueError, r"keywords\[1\] must not be blank"),
        ({"name": "x", "keywords": ["oil", None]}, TypeError, r"keywords\[1\] must be str"),
        ({"name": "x", "keywords": ["oil"], "examples": "text"}, TypeError, "one str"),
        ({"name": "x", "keywords": ["oil"], "examples": [1]}, TypeError, r"examples\[0\] must be str"),
        ({"name": "x", "keywords": ["oil"], "iptc": ["20000604"]}, ValueError, "retired"),
        ({"name": "x", "keywords": ["oil"], "iptc": "20000639"}, TypeError, "one str"),
    ],
)
def test_bad_topics(arguments, error, match):
    with pytest.raises(error, match=match):
        Topic(**arguments)


@pytest.fixture(scope="module")
def disasters():
    texts, truth = disaster_corpus(3000)
    examples = [text for text, topical in zip(texts, truth, strict=True) if topical][:5]
    topic = Topic("disasters", KEYWORDS, examples, ["03000000"])
    return topic, learn_topic(topic, texts)


def test_learning_finds_what_has_no_keyword(disasters):
    topic, model = disasters
    texts, truth = disaster_corpus(1500, seed=1)
    matched = [bool(topic.matcher().search(text.lower())) for text in texts]
    by_keywords = f1_scores(truth, matched).f1
    learned = f1_scores(truth, model.predict(texts)[:, 0]).f1
    assert by_keywords < 0.7
    assert learned > by_keywords + 0.1


def test_learned_model_is_whole(disasters, tmp_path):
    topic, model = disasters
    texts, _ = disaster_corpus(50, seed=2)
    assert model.topics == ("disasters",)
    assert model.iptc == {"disasters": ("03000000",)}
    assert model.card["keywords"] == list(KEYWORDS)
    assert model.card["texts"] == 3000
    model.save(tmp_path / "own.model")
    assert np.array_equal(load_topics(tmp_path / "own.model").predict_proba(texts), model.predict_proba(texts))
    again = learn_topic(topic, disaster_corpus(3000)[0])
    again.save(tmp_path / "again.model")
    assert (tmp_path / "own.model").read_bytes() == (tmp_path / "again.model").read_bytes()


def test_other_topics_keep_every_bit(disasters):
    _, own = disasters
    texts = ["talks on chips", "a flood", "", *disaster_corpus(50, seed=3)[0]]
    base = toy_model()
    joined = base.with_topic(own)
    assert joined.topics == ("diplomacy", "ict", "disasters")
    assert np.array_equal(joined.predict_proba(texts)[:, :2], base.predict_proba(texts))
    assert np.array_equal(joined.predict_proba(texts)[:, 2:], own.predict_proba(texts))
    assert np.array_equal(joined.without_topic("disasters").predict_proba(texts), base.predict_proba(texts))
    assert joined.card["note"] == "toy"
    assert joined.card["joined"] == [{"topics": ["disasters"], **own.card}]


def test_examples_in_the_corpus_count_once():
    texts, truth = disaster_corpus(300)
    example = next(text for text, topical in zip(texts, truth, strict=True) if topical)
    within = learn_topic(Topic("d", KEYWORDS, [example, example]), texts)
    assert within.card["texts"] == 300
    assert within.card["examples"] == 2


@pytest.mark.parametrize(("keywords", "seeds"), [(["volcano"], "0 of 300"), (FILLER, "300 of 300")])
def test_too_few_or_too_many_matches(keywords, seeds):
    with pytest.raises(ValueError, match=rf"topic 'd': {seeds} texts have a keyword"):
        learn_topic(Topic("d", keywords), disaster_corpus(300)[0])


def test_texts_are_checked():
    with pytest.raises(TypeError, match="one str"):
        learn_topic(Topic("d", KEYWORDS), "text")
    with pytest.raises(TypeError, match=r"texts\[1\] must be str"):
        learn_topic(Topic("d", KEYWORDS), ["text", None])


@pytest.fixture(scope="module")
def news():
    """An eighth of the events, so that the tests take seconds; notebooks/03_own_topics has all of them."""
    if not EVENTS.exists():
        pytest.skip("needs ../shared/data/topics/unlabelled_events.jsonl.gz")
    with gzip.open(EVENTS, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if zlib.crc32(row["id"].encode()) % 8 == 0]
    held_out = [zlib.crc32(row["id"].encode()) % 5 == 0 for row in rows]
    train = [row for row, out in zip(rows, held_out, strict=True) if not out]
    return train, [row for row, out in zip(rows, held_out, strict=True) if out and row["heading"]]


def texts_and_truth(rows):
    return [row["text"] for row in rows], np.array([row["heading"] in HEADINGS for row in rows])


@pytest.fixture(scope="module")
def own(news):
    train, _ = news
    examples = [row["text"] for row in train if row["heading"] in HEADINGS][::100][:5]
    return learn_topic(Topic("disasters", WORDS, examples), [row["text"] for row in train])


def test_real_news_against_full_supervision(news, own):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    texts, truth = texts_and_truth(news[1])
    labelled, labels = texts_and_truth([row for row in news[0] if row["heading"]])
    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2)
    machine = LinearSVC(C=0.3).fit(vectorizer.fit_transform(labelled), labels)
    supervised = f1_scores(truth, machine.predict(vectorizer.transform(texts))).f1
    assert f1_scores(truth, own.predict(texts)[:, 0]).f1 >= 0.8 * supervised


def test_real_news_suggested_labels_beat_random_ones(news, own):
    texts, truth = texts_and_truth(news[1])
    pool, answers = texts_and_truth([row for row in news[0] if row["heading"]])

    def after(chosen):
        labels = [["disasters"] if answers[i] else [] for i in chosen]
        model = own.corrected([pool[i] for i in chosen], labels, about=["disasters"])
        return f1_scores(truth, model.predict(texts)[:, 0]).f1

    suggested = after(own.suggest(pool, 100))
    drawn = [after(np.random.default_rng(seed).choice(len(pool), 100, replace=False)) for seed in range(5)]
    assert suggested > max(drawn)


@pytest.fixture
def classifier():
    texts = ["talks with the envoy", "talks again", "a new chip", "chips and phones", "the match", "a goal"] * 5
    topics = [["diplomacy"], ["diplomacy"], ["ict"], ["ict"], [], []] * 5
    return TopicClassifier(cv=2).fit(texts, topics)


def test_classifier_grows_and_shrinks(classifier):
    texts, truth = disaster_corpus(1500)
    old = classifier.predict_proba(["talks on chips", *texts[:20]])
    report = classifier.report_
    assert classifier.add_topic(Topic("disasters", KEYWORDS), texts=texts) is classifier
    assert list(classifier.classes_) == ["diplomacy", "ict", "disasters"]
    assert np.array_equal(classifier.predict_proba(["talks on chips", *texts[:20]])[:, :2], old)
    found = ["disasters" in topics for topics in classifier.predict(texts)]
    assert f1_scores(truth, found).f1 > 0.7
    assert classifier.report_ == report
    classifier.remove_topic("ict")
    assert list(classifier.classes_) == ["diplomacy", "disasters"]
    assert np.array_equal(classifier.predict_proba(["talks on chips", *texts[:20]])[:, 0], old[:, 0])
    assert classifier.predict(["envoy talks", "unheard-of 漢字"]) == [("diplomacy",), ()]
    assert classifier.report_ == report


def test_classifier_of_single_names_grows():
    texts, _ = disaster_corpus(1500)
    single = TopicClassifier(cv=2).fit(["talks", "talks", "chips", "chips"] * 5, ["a", "a", "b", "b"] * 5)
    single.add_topic(Topic("disasters", KEYWORDS), texts=texts)
    assert single.predict(["chips", "survivors injured victims rescue quake"]).tolist() == ["b", "disasters"]


def test_classifier_refuses_twins_and_strangers(classifier):
    texts, _ = disaster_corpus(1500)
    classifier.add_topic(Topic("disasters", KEYWORDS), texts=texts)
    unread = (1 / 0 for _ in texts)  # refused before the work of learning
    with pytest.raises(ValueError, match="already has a topic 'disasters'"):
        classifier.add_topic(Topic("disasters", KEYWORDS), texts=unread)
    with pytest.raises(TypeError, match="`topic` must be a Topic, got str"):
        classifier.add_topic("energy", texts=unread)
    with pytest.raises(ValueError, match="no topic 'sport'"):
        classifier.remove_topic("sport")
    with pytest.raises(NotFittedError):
        TopicClassifier().add_topic(Topic("disasters", KEYWORDS), texts=[])
    numbers = TopicClassifier(cv=2).fit(["talks", "talks", "chips", "chips"] * 5, [0, 0, 1, 1] * 5)
    with pytest.raises(ValueError, match="to topics that are numbers"):
        numbers.add_topic(Topic("disasters", KEYWORDS), texts=unread)


@pytest.mark.parametrize(("texts", "strength"), [(100_000, 1.0), (12_500, 4.0), (100, 100.0), (10**6, 1.0)])
def test_few_texts_are_regularized_little(texts, strength):
    assert custom._strength(texts) == pytest.approx(strength)


def test_seeds_are_in_every_fold():
    seeds = np.arange(30) < 9
    folds = custom._folds(seeds)
    assert np.bincount(folds[seeds]).tolist() == [3, 3, 3]
    assert np.bincount(folds[~seeds]).tolist() == [7, 7, 7]
    assert folds[seeds].tolist() != sorted(folds[seeds])


@pytest.mark.parametrize(("matched", "others", "learned"), [(10, 10, True), (9, 11, False), (11, 9, False)])
def test_ten_texts_with_a_keyword_and_ten_without_suffice(matched, others, learned):
    texts = [f"the flood rose {i}" for i in range(matched)] + [f"the goal fell {i}" for i in range(others)]
    if learned:
        assert learn_topic(Topic("d", ["flood"]), texts).card["texts with a keyword"] == 10
    else:
        with pytest.raises(ValueError, match=f"{matched} of 20 texts have a keyword or are examples; at least 10 must"):
            learn_topic(Topic("d", ["flood"]), texts)


def test_terms_occur_in_three_texts():
    texts = ["the flood rose", "the goal fell"] * 12 + ["twice thrice"] * 2 + ["thrice"]
    names = learn_topic(Topic("d", ["flood"]), texts).tables[0].vocabulary.names()
    assert "thrice" in names
    assert "twice" not in names
    assert "the flood" in names
    rare = [f"x{i}" for i in range(10)] + [f"aa{ending}" for ending in ("", "s", "es", "d", "ing")] * 2
    with pytest.raises(ValueError, match="no term occurs in at least 3 of the 20 texts"):
        learn_topic(Topic("d", ["aa"]), rare)


def test_the_most_frequent_terms_are_kept(monkeypatch):
    monkeypatch.setattr(custom, "MOST_TERMS", 2)
    texts = ["the flood rose", "the goal fell"] * 12
    assert learn_topic(Topic("d", ["flood"]), texts).tables[0].vocabulary.names() == ["fell", "the"]


def test_a_small_topic_has_its_stored_numbers():
    """Numbers of one version, to three digits: they change with every change of the method."""
    texts, truth = disaster_corpus(400)
    examples = [text for text, topical in zip(texts, truth, strict=True) if topical][:3]
    model = learn_topic(Topic("d", KEYWORDS, examples), texts)
    found = model.predict_proba([*examples[:2], "a flood", "victims missing", "the market", ""])[:, 0]
    assert found == pytest.approx([0.989, 0.991, 0.673, 0.898, 0.389, 0.378], abs=2e-3)
    assert model.thresholds["d"] == np.nextafter(found[-1], 1)  # of a text of nothing known

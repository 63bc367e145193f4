"""Reading the training texts of the topic model, and writing model and card, on a toy folder."""

import gzip
import json

import numpy as np
import pytest

from newsnlp import load_topics
from newsnlp.summarizers.ranker_model import load_ranker
from newsnlp.training import summaries, topic_data, topics
from newsnlp.training.topic_card import _row
from newsnlp.training.topic_data import KIND_OF, further_labels, own_rows, read_topic_data
from tests.training.test_topics import MODEL, TOPICS

SAME = "x" * 118  # with a blank and a letter 120, by which texts are told apart


def row(text, collection="written", *, topics=(), title=None, unsure=False, **more):
    facts = {
        "id": f"{collection}:{text}",
        "date": "2026-01-01",
        "licence": "CC0 1.0",
        "heading": None,
        "unsure": unsure,
    }
    return {"text": text, "collection": collection, "topics": list(topics), "title": title, **facts, **more}


def without(event):
    """Return the row as the file of events has it: the collection stands in the id alone."""
    return {key: value for key, value in event.items() if key != "collection"}


@pytest.fixture
def folder(tmp_path):
    files = {
        "train": [row("Talks began.", "wp_events", topics=["diplomacy"], title="Envoys meet")],
        "train_more": [row("A chip", "18f", topics=["ict"], unsure=True), row(f"{SAME} a", "kremlin_en")],
        "written": [row(f"Raid  {'y' * 115}a", topics=["security", "diplomacy"])],
        "unlabelled_events": [
            without(row("Rain fell.", "wp_events", heading="Disasters", date="2026-02-02", licence="CC BY 4.0")),
            row("talks BEGAN.", "events"),  # a labelled text
            row(f"{SAME} b", "events"),  # its first 120 letters are not those of a labelled text
        ],
        "unlabelled_releases": [row("Of the talks", title="ENVOYS meet"), row("A release", title="Title", date=None)],
        "unlabelled_more": [row(f"raid {'y' * 115}b"), row("More")],
        "dev": [row("Talks of the embassy", "a"), row("missile troops attack", "b", topics=["security"])],
    }
    for name, rows in files.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(each) + "\n" for each in rows)
    return tmp_path


def test_what_is_labelled_and_what_is_not(folder):
    own = own_rows()
    data = read_topic_data(folder)
    assert data.topics == TOPICS
    assert data.texts[:4] == ["Envoys meet\n\nTalks began.", "A chip", f"{SAME} a", f"Raid  {'y' * 115}a"]
    assert (len(data.texts), data.counted) == (4 + len(own), 4)
    assert data.truth[:4].tolist() == [[True, False, False], [False, True, False], [False] * 3, [True, False, True]]
    assert data.kinds[:4] == ["current events", "technology", "governments", "newsrooms and readers"]
    assert data.titles[:4] == ["Envoys meet", "", "", ""]
    assert data.unsure[:4].tolist() == [False, True, False, False]
    posts = np.array([each["collection"] == "posts" and not each["topics"] for each in own])
    assert data.foreign.tolist() == [False] * 4 + posts.tolist()
    assert 100 < posts.sum() < len(own)
    assert data.unlabelled == ["Rain fell.", f"{SAME} b", "Title\n\nA release", "More"]
    assert data.headed == [("Rain fell.", "Disasters"), (f"{SAME} b", None)]
    assert data.facts == {
        "labelled": 4 + len(own),
        "labelled_by_collection": {
            "18f": 1,
            "kremlin_en": 1,
            **{name: sum(each["collection"] == name for each in own) for name in ("dispatches", "ministries", "posts")},
            "wp_events": 1,
            "written": 1,
        },
        "unsure": 1,
        "unlabelled_events": 2,
        "unlabelled_others": 2,
        "licences": ["CC BY 4.0", "CC0 1.0"],
        "newest_text": "2026-11-29",
    }
    assert {KIND_OF[each["collection"]] for each in own} == {"newsrooms and readers"}


def test_a_later_reading_labels_a_text_or_replaces_its_label(folder, monkeypatch):
    before = read_topic_data(folder)
    later = {
        "wp_events:Talks began.": {"topics": ["security"], "unsure": True},
        "wp_events:Rain fell.": {"topics": ["ict", "diplomacy"], "unsure": False},
    }
    monkeypatch.setattr(topic_data, "further_labels", lambda: later)
    data = read_topic_data(folder)
    assert (len(data.texts), data.counted) == (len(before.texts) + 1, 5)
    assert data.texts[:5] == [*before.texts[:4], "Rain fell."]
    assert data.truth[[0, 4]].tolist() == [[False, False, True], [True, True, False]]
    assert data.unsure[:5].tolist() == [True, True, False, False, False]
    assert data.kinds[4] == "current events"
    assert "Rain fell." not in data.unlabelled
    assert [text for text, _ in data.headed] == [f"{SAME} b"]


def test_later_labels_name_topics_and_texts():
    labels = further_labels()
    assert {topic for each in labels.values() for topic in each["topics"]} == set(TOPICS)
    assert {each["unsure"] for each in labels.values()} == {True, False}
    assert labels["wp_events:2021-08-16-030"] == {"topics": [], "unsure": False}


@pytest.mark.parametrize("measured", [True, False])
def test_the_build_writes_model_and_card(folder, tmp_path, monkeypatch, measured):
    monkeypatch.setattr(topics, "train_topics", lambda data, recipe: MODEL)
    if not measured:
        (folder / "dev.jsonl.gz").unlink()
    topics.build(folder, tmp_path / "out" / "models")
    model = load_topics(tmp_path / "out" / "models" / "topics-en.model")
    card = (tmp_path / "out" / "models" / "topics-en.md").read_text(encoding="utf-8")
    assert model.version == topics.VERSION == load_topics("en").version
    assert model.card["recipe"] == topics.describe(topics.Recipe())
    assert f"(version {topics.VERSION})" in card
    assert "no term of fewer than 4 training texts" in card
    assert ("| security | 1 | " in card) == ("| b | 1 | " in card) == measured
    assert ("Not measured: the folder had no dev.jsonl.gz." in card) == (not measured)
    assert model.card["dev"] is None if not measured else model.card["dev"]["rows"] == 2


def test_a_row_of_a_card_has_intervals_where_there_are_any():
    figures = {"f1": 0.5, "average_precision": 0.25, "ece": 0.125, "intervals": {"f1": (0.0, 0.75)}}
    assert _row("ict", 7, figures) == "| ict | 7 | 0.500 (0.000 to 0.750) | 0.250 | 0.125 |"


def test_the_shipped_ranker_is_of_the_numbers_that_the_training_names():
    ranker = load_ranker("en")
    assert ranker.version == summaries.VERSION
    assert ranker.card["trained_on"]["highlights"] == summaries.TAUGHT
    assert ranker.background.size == summaries.BACKGROUND_SLOTS
    assert 0.9 * summaries.HELD_OUT < ranker.card["rouge"]["cnn"]["articles"] <= summaries.HELD_OUT == 1000
    assert summaries.LEAST_TEXTS == 3

"""The report of a model on labelled texts: figures by hand, and a self-contained page."""

import json
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from newsnlp import Article, TopicModel
from newsnlp.evaluation import average_precision
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.report import _curves, _reasons, evaluate_topics
from tests.topics.toys import term_table, toy_model

TEXTS = ["talks of ministers", "new chips", "talks on <b>chips</b>", "a match", "chips again & again", "talks"]
TOPICS = [["diplomacy"], ["ict"], ["diplomacy"], [], ["diplomacy"], ["diplomacy"]]
# talks and chips each give a probability of 0.88; both in one text 0.70 each (4 / sqrt(2) - 2); neither 0.12.
SAID = [["diplomacy"], ["ict"], ["diplomacy", "ict"], [], ["ict"], ["diplomacy"]]


@pytest.fixture(scope="module")
def report():
    return evaluate_topics(toy_model(), TEXTS, TOPICS, ids=list("abcdef"), collections=["x", "y"] * 3)


def test_figures_by_hand(report):
    diplomacy, ict = report.figures["topics"]["diplomacy"], report.figures["topics"]["ict"]
    assert diplomacy["support"] == 4
    assert (diplomacy["precision"], diplomacy["recall"]) == (1.0, 0.75)
    assert (ict["precision"], ict["recall"]) == (pytest.approx(1 / 3), 1.0)
    assert report.figures["exact"] == pytest.approx(4 / 6)
    chance = toy_model().predict_proba(TEXTS)[:, 0]
    truth = ["diplomacy" in topics for topics in TOPICS]
    assert diplomacy["average_precision"] == average_precision(truth, chance)


def test_confusions_by_hand(report):
    cells = {(tuple(c["truth"]), tuple(c["predicted"])): c["count"] for c in report.confusions}
    assert cells == {
        (("diplomacy",), ("diplomacy",)): 2,
        (("ict",), ("ict",)): 1,
        (("diplomacy",), ("diplomacy", "ict")): 1,
        ((), ()): 1,
        (("diplomacy",), ("ict",)): 1,
    }


def test_mistakes_are_explained_the_surest_first(report):
    assert [mistake["id"] for mistake in report.mistakes] == ["e", "c"]
    worst, other = report.mistakes
    assert worst["loss"] == pytest.approx(-np.log(1 / (1 + np.exp(2))), rel=1e-6)
    assert set(worst["reasons"]) == {"diplomacy", "ict"}
    assert worst["reasons"]["ict"]["terms"][0]["term"] == "chips"
    assert set(other["reasons"]) == {"ict"}
    start, end = (other["reasons"]["ict"]["sentences"][0][key] for key in ("start", "end"))
    assert "chips" in TEXTS[2][start:end]


def test_collections(report):
    assert {name: entry["rows"] for name, entry in report.collections.items()} == {"x": 3, "y": 3}
    assert report.collections["x"]["f1"] == pytest.approx(2 * 2 / (2 + 3))  # diplomacy alone occurs in x


def test_curves_hold_the_figures(report):
    curve = report.curves["diplomacy"]
    at = next(i for i, t in enumerate(curve["thresholds"]) if t < 0.8)
    assert (curve["precision"][at], curve["recall"][at]) == (1.0, 0.75)
    assert sum(curve["counts"]) == len(TEXTS)


class Page(HTMLParser):
    """Collects what a page would fetch or run, and whether its tags close."""

    VOID = frozenset({"meta", "br", "path", "circle"})

    def __init__(self):
        super().__init__()
        self.open, self.links, self.scripts, self.text = [], [], 0, []

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script"
        self.links += [v for k, v in attributes if k in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_page_stands_by_itself(report):
    page = Page()
    html = report.to_html("Test <of> topics")
    page.feed(html)
    assert not page.open
    assert not page.links
    assert not page.scripts
    text = "".join(page.text)
    for expected in ("Test <of> topics", "talks on <b>chips</b>", "Worst mistakes", "diplomacy + ict", "none of these"):
        assert expected in text
    assert html.count("<svg") == 2


def test_plain_table_and_json(report):
    lines = str(report).splitlines()
    assert lines[1].split()[:3] == ["diplomacy", "4", "1.000"]
    assert len({len(line) for line in lines[:3]}) == 1
    assert json.loads(json.dumps(report.to_dict()))["figures"] == json.loads(json.dumps(report.figures))


def test_every_form_of_texts_and_ids_tells_the_same():
    expected = evaluate_topics(toy_model(), TEXTS, TOPICS, ids=range(6), collections=[1, 2] * 3)
    assert expected.mistakes[0]["id"] == "4"
    assert "Worst mistakes" in expected.to_html()
    forms = [
        (pd.Series(TEXTS, index=[5, 4, 3, 2, 1, 0]), pd.Series(TOPICS, index=range(1, 7))),
        ([Article.parse(text) for text in TEXTS], TOPICS),
        (iter(TEXTS), (iter(names) for names in TOPICS)),
    ]
    for texts, topics in forms:
        report = evaluate_topics(toy_model(), texts, topics, ids=range(6), collections=[1, 2] * 3)
        assert report.to_dict() == expected.to_dict()


def test_without_a_mistake_or_collections():
    report = evaluate_topics(toy_model(), TEXTS, SAID)
    assert report.mistakes == []
    assert report.collections == {}
    assert report.figures["exact"] == 1.0
    assert "Worst mistakes" not in report.to_html()


def test_many_label_sets_are_pooled():
    from newsnlp.display.evaluation import MOST_SETS, _confusion_table

    cells = [{"truth": [f"t{i}"], "predicted": [f"t{i}"], "count": 30 - i} for i in range(MOST_SETS + 5)]
    table = _confusion_table(cells)
    assert "other sets" in table
    assert table.count("<tr>") == MOST_SETS + 2


@pytest.mark.parametrize(
    ("texts", "topics", "error", "match"),
    [
        (["a"], [["sport"]], ValueError, "unknown topic 'sport'; known are 'diplomacy', 'ict'"),
        (["a"], "ict", TypeError, "topics must be a list with one entry for each text, got str"),
        (["a", "b"], [["ict"]], ValueError, "lengths differ"),
    ],
)
def test_bad_labels(texts, topics, error, match):
    with pytest.raises(error, match=match):
        evaluate_topics(toy_model(), texts, topics)


def test_topics_may_have_any_form_that_fit_takes():
    model, texts = toy_model(), ["talks", "chips", "talks"]
    lists = evaluate_topics(model, texts, [["diplomacy"], ["ict"], ["diplomacy"]])
    names = evaluate_topics(model, texts, ["diplomacy", "ict", "diplomacy"])
    indicator = evaluate_topics(model, texts, np.array([[1, 0], [0, 1], [1, 0]]))
    frame = evaluate_topics(model, texts, pd.DataFrame({"ict": [0, 1, 0], "diplomacy": [1, 0, 1]}))
    assert lists.figures == names.figures == indicator.figures == frame.figures


def test_reasons_are_the_six_strongest_terms_and_the_three_most_against():
    weights = [[float(10 - i)] for i in range(20)]  # 10 down to -9
    table = term_table([f"w{i:02}" for i in range(20)], (1, 1), [1.0] * 20, weights)
    model = TopicModel([TopicHead("t", 0.0, 1.0, 0.0, 0.5)], [table])

    def reasons(*numbers):
        text = " ".join(f"w{i:02}" for i in numbers)
        return [term["term"] for term in _reasons(model, text, np.array([True]))["t"]["terms"]]

    assert reasons(*range(20)) == ["w00", "w01", "w02", "w03", "w04", "w05", "w17", "w18", "w19"]
    assert reasons(*range(12)) == ["w00", "w01", "w02", "w03", "w04", "w05", "w11"]  # w10 speaks neither way
    assert reasons(*range(11)) == ["w00", "w01", "w02", "w03", "w04", "w05"]
    assert reasons(18, 19) == ["w18", "w19"]
    assert _reasons(model, "w00", np.array([False])) == {}


def test_reasons_have_two_sentences_that_speak_for_the_topic():
    model = toy_model()
    text = "It rained. Chips. New chips. Old chips."
    found = _reasons(model, text, np.array([True, True]))
    assert [text[s["start"] : s["end"]] for s in found["ict"]["sentences"]] == ["Chips.", "New chips."]
    assert found["diplomacy"]["sentences"] == []


def test_bins_of_ten_texts_are_not_thin():
    chance = np.repeat([0.05, 0.95], 10)
    assert _curves(chance > 0.5, chance)["counts"] == [10, 10]
    assert _curves(chance[1:] > 0.5, chance[1:])["counts"] == [19]


def test_mistakes_are_ordered_and_as_many_as_asked_for():
    texts = ["chips", "talks", "chips talks", "chips"]
    report = evaluate_topics(toy_model(), texts, [[], ["ict"], [], ["ict"]], mistakes=2)
    assert [mistake["id"] for mistake in report.mistakes] == ["1", "0"]  # two wrong topics have the loss of the worse
    assert len(evaluate_topics(toy_model(), texts * 9, [[]] * 36).mistakes) == 20
    assert evaluate_topics(toy_model(), texts, [[]] * 4, mistakes=0).mistakes == []
    with pytest.raises(ValueError, match="`mistakes` must be an int of at least 0, got -1"):
        evaluate_topics(toy_model(), texts, [[]] * 4, mistakes=-1)


def test_one_collection_is_not_told_apart():
    assert evaluate_topics(toy_model(), ["chips"], [["ict"]], collections=["x"]).collections == {}

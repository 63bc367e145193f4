"""Desk grades: graded articles, alignment, and the score by hand."""

import pytest

from newsnlp import LeadSummarizer
from newsnlp.evaluation import GradedArticle, desk_score
from newsnlp.evaluation.comparison import bootstrap
from newsnlp.evaluation.desk import MEASURES

TEXT = "The port reopened. It had been shut. The mayor spoke. But it rained. Photo: AP"
SPANS = ((0, 18), (19, 36), (37, 53), (54, 67), (68, 77))
GRADES = ("3", "2d", "1", "0d", "x")


def graded(best=(0, 1)):
    return GradedArticle(TEXT, SPANS, GRADES, best)


def choosing(*chosen):
    return lambda text, sentences: [SPANS[i] for i in chosen]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((0, 1, 2), (2.0, 1.0, 0.0, 0.0)),
        ((0, 2, 3), (4 / 3, 0.5, 0.0, 0.0)),  # the sentence before the dangling one is chosen
        ((0, 3), (1.5, 0.5, 0.0, 0.5)),
        ((1, 4), (1.0, 0.5, 0.5, 0.5)),
        ((1, 0), (2.5, 1.0, 0.0, 0.0)),
        ((), (0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_score_by_hand(chosen, expected):
    found = desk_score(choosing(*chosen), [graded()])
    assert found.table.tolist() == [pytest.approx(expected)]
    assert (found.grade.mean, found.best.mean, found.never.mean, found.dangling.mean) == pytest.approx(expected)


def test_articles_count_alike_and_the_interval_holds_the_mean():
    found = desk_score(LeadSummarizer(), [graded(), graded((2,)), graded((0, 1, 2))], sentences=3)
    assert found.table[:, 1].tolist() == [1.0, 1.0, 1.0]
    mixed = desk_score(choosing(0, 1), [graded(), graded((2,))] * 10)
    assert mixed.best.mean == pytest.approx(0.5)
    assert 0.2 < mixed.best.low < 0.5 < mixed.best.high < 0.8
    assert mixed.to_dict()["articles"] == 20
    assert str(mixed).splitlines()[1:3] == ["grade     2.50 (2.50 to 2.50)", f"best      {mixed.best} %"]


def test_a_sentence_takes_the_grade_that_it_overlaps_most():
    article = graded()
    assert article.align([(0, 18), (2, 30), (30, 53), (0, 77), (67, 68), (5, 5)]) == [0, 0, 2, -1, -1, -1]
    assert article.align([(0, 36), (3, 36), (0, 35)]) == [-1, 1, 0]  # half is not more than half
    outside = desk_score(lambda text, sentences: [(0, 18), (0, 77)], [article])
    assert outside.table.tolist() == [[1.5, 0.5, 0.5, 0.0]]


def test_rows_of_json_are_read():
    row = {"text": TEXT, "sentences": [list(span) for span in SPANS], "grades": ",".join(GRADES), "best": [0, 1]}
    assert GradedArticle.from_dict(row) == graded()
    assert GradedArticle.from_dict(row | {"grades": list(GRADES)}) == graded()
    assert graded().values.tolist() == [3, 2, 1, 0, 0]
    assert graded().never.tolist() == [False] * 4 + [True]
    assert graded().dangling.tolist() == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"grades": GRADES[:2]}, "5 sentences need as many grades, got 2"),
        ({"grades": ("3", "2d", "1", "4", "x")}, r"grades\[3\] must be one of .*, got '4'"),
        ({"grades": ("3", "2d", "1", "0", "xd")}, r"grades\[4\] must be one of"),
        ({"sentences": (*SPANS[:4], (68, 99))}, r"sentences\[4\] must lie within the text"),
        ({"best": ()}, "best must name sentences from 0 to 4"),
        ({"best": (5,)}, "best must name sentences from 0 to 4"),
    ],
)
def test_wrong_grades_are_named(change, message):
    parts = {"text": TEXT, "sentences": SPANS, "grades": GRADES, "best": (0,)} | change
    with pytest.raises(ValueError, match=message):
        GradedArticle(**parts)


def test_wrong_use_is_named():
    with pytest.raises(TypeError, match="summarizer must be a Summarizer or a callable, got int"):
        desk_score(3, [graded()])
    with pytest.raises(TypeError, match=r"graded\[1\] must be GradedArticle, got str"):
        desk_score(LeadSummarizer(), [graded(), "a text"])
    with pytest.raises(TypeError, match="text must be str, got int"):
        GradedArticle(3, SPANS, GRADES, (0,))
    with pytest.raises(ValueError, match="`resamples` must be an int of at least 1, got 0"):
        desk_score(LeadSummarizer(), [graded()], resamples=0)
    with pytest.raises(ValueError, match="`random_state` must be an int of at least 0, got -1"):
        desk_score(LeadSummarizer(), [graded()], random_state=-1)


def test_three_sentences_are_asked_for_if_no_budget_is_given():
    budgets = []
    desk_score(lambda text, **budget: budgets.append(budget) or [], [graded()])
    desk_score(lambda text, **budget: budgets.append(budget) or [], [graded()], words=9)
    assert budgets == [{"sentences": 3}, {"words": 9}]


def test_a_score_is_drawn_with_the_documented_samples_and_seed():
    articles = [graded((i % 3,)) for i in range(9)]
    found = desk_score(choosing(0, 3), articles)
    assert found == desk_score(choosing(0, 3), articles, resamples=1000, random_state=0)
    assert found.best == bootstrap(found.table, 1000, 0)[1]
    assert (
        desk_score(choosing(0), articles, resamples=1).best.low
        == desk_score(choosing(0), articles, resamples=1).best.high
    )


def test_a_score_of_nothing():
    found = desk_score(choosing(0), [])
    assert found.table.shape == (0, 4)
    assert found.to_dict() == {"articles": 0, **{name: [0.0] * 3 for name in MEASURES}}

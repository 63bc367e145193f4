"""Trends: shares with intervals, drift against chance, new words."""

import datetime
import math

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

import newsnlp
from newsnlp.corpus import trends

TREATY = "The foreign ministers signed a treaty in Geneva on Monday."
DRAWN = "The cup final ended in a draw before a crowd of thousands."
STORM = "A storm hit Cuba and cut the power of Havana."


def reports(days):
    """Return reports of articles, {date: texts}."""
    articles = [newsnlp.Article(text=text, date=day) for day, texts in days.items() for text in texts]
    return list(newsnlp.analyze_many(articles))


def test_shares_of_topics_with_their_intervals():
    found = newsnlp.trend(
        reports({"2026-05-01": [TREATY, DRAWN, DRAWN, DRAWN], "2026-05-03T23:00": [TREATY] * 2, None: [DRAWN]})
    )
    assert [(period.start.isoformat(), period.count) for period in found.periods] == [
        ("2026-05-01", 4),
        ("2026-05-03", 2),
    ]
    assert found.undated == 1
    share = found.periods[0].shares["diplomacy"]
    assert share == pytest.approx((0.25, 0.045587, 0.699358), abs=1e-4)  # by hand, from Wilson's formula
    assert found.periods[1].shares["diplomacy"].high == 1.0
    assert found.to_frame()["diplomacy_high"].tolist()[1] == 1.0


@pytest.mark.parametrize(
    ("by", "starts"), [("week", ["2026-04-27", "2026-05-04"]), ("month", ["2026-04-01", "2026-05-01"])]
)
def test_periods_begin_on_mondays_and_firsts(by, starts):
    found = newsnlp.trend(reports({"2026-04-30": [TREATY], "2026-05-10": [DRAWN]}), by=by)
    assert [period.start.isoformat() for period in found.periods] == starts


def test_drift_is_told_from_chance_and_explained_by_new_words():
    same = [TREATY, DRAWN, "The river rose. Roads were closed."] * 8
    found = newsnlp.trend(reports({"2026-05-01": same, "2026-05-02": same, "2026-05-03": [*same[:12], *[STORM] * 12]}))
    first, second, third = found.periods
    assert (first.drift, first.new_terms) == (0.0, ())
    assert second.drift <= second.chance
    assert second.new_terms == ()
    assert third.drift > third.chance
    assert {"storm", "cuba", "havana", "power"} <= {term.term for term in third.new_terms}
    again = newsnlp.trend(
        reports({"2026-05-01": same, "2026-05-02": [STORM] * 24, "2026-05-03": [STORM] * 24}),
        reference=("2026-05-02", datetime.date(2026, 5, 2)),
    )
    assert again.periods[2].drift == pytest.approx(0.0)
    assert again.periods[0].drift > again.periods[0].chance


def test_the_divergence_is_that_of_jensen_and_shannon():
    one, other = np.array([3.0, 0.0, 5.0, 2.0]), np.array([1.0, 4.0, 0.0, 9.0])
    assert trends._divergence(one, other) == pytest.approx(jensenshannon(one, other, base=2) ** 2)
    assert trends._divergence(one, np.zeros(4)) == 0.0


def test_odd_input():
    empty = newsnlp.trend([])
    assert (empty.periods, empty._repr_html_()) == ((), "")
    silent = newsnlp.trend(reports({"2026-05-01": ["", "the"], "2026-05-02": ["of"]}))
    assert [(period.drift, math.isfinite(period.novelty)) for period in silent.periods] == [(0.0, True)] * 2
    late = newsnlp.trend(reports({"2026-05-01": ["", "the"], "2026-05-02": ["of"], "2026-05-03": [TREATY]}))
    assert [(period.drift, period.new_terms) for period in late.periods] == [(0.0, ())] * 3
    with pytest.raises(ValueError, match="`by` must be one of 'day', 'week', 'month', got 'year'"):
        newsnlp.trend([], by="year")
    with pytest.raises(ValueError, match="`reference` must be two dates that have articles between them"):
        newsnlp.trend(reports({"2026-05-01": [TREATY]}), reference=("2020-01-01", "2020-01-02"))


def test_a_trend_can_be_seen():
    found = newsnlp.trend(reports({"2026-05-01": [TREATY, DRAWN], "2026-05-02": [DRAWN, DRAWN]}))
    assert str(found).splitlines()[1].split()[:3] == ["2026-05-01", "2", "50%"]
    assert found._repr_html_().count("<svg") == 1
    assert "days since 2026-05-01" in found._repr_html_()

"""Trends: shares with intervals, drift against chance, new words."""

import dataclasses
import datetime
import math
import random

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

import newsnlp
from newsnlp import Curve, Interval, TermWeight, Trend, draw_curves
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
    assert (first.drift, first.chance, first.new_terms) == (0.0, 0.0, ())
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


PERIODS = (
    trends.TrendPeriod(
        datetime.date(2026, 5, 1), 1200,
        {"diplomacy": Interval(0.25, 0.2, 0.3), "cybersecurity": Interval(0.5, 0.4, 0.9)},
        0.125, 0.0, 0.0, (),
    ),
    trends.TrendPeriod(
        datetime.date(2026, 5, 11), 7, {"diplomacy": Interval(0.5, 0.1, 0.8), "cybersecurity": Interval(0.0, 0.0, 0.2)},
        0.5, 0.25, 0.2, tuple(TermWeight(word, 3.0) for word in ("storm", "cuba", "power", "roof", "tree")),
    ),
)  # fmt: skip


def test_a_table_by_hand():
    found = Trend(PERIODS, "week")
    assert found.undated == 0
    assert str(found).splitlines() == [
        "week       articles diplomacy cybersecu novelty  drift  new",
        "2026-05-01     1,200       25%       50%    0.12  0.000",
        "2026-05-11         7       50%        0%    0.50  0.250* storm, cuba, power, roof",
    ]
    assert str(Trend((), "day")) == "day        articles novelty  drift  new"
    last = found.to_frame().iloc[1].to_dict()
    assert last == {
        "start": datetime.date(2026, 5, 11),
        "count": 7,
        "diplomacy": 0.5,
        "diplomacy_low": 0.1,
        "diplomacy_high": 0.8,
        "cybersecurity": 0.0,
        "cybersecurity_low": 0.0,
        "cybersecurity_high": 0.2,
        "novelty": 0.5,
        "drift": 0.25,
        "chance": 0.2,
        "new_terms": ["storm", "cuba", "power", "roof", "tree"],
    }


def test_a_drift_that_equals_chance_has_no_star():
    even = dataclasses.replace(PERIODS[1], chance=0.25, new_terms=())
    assert str(Trend((even,), "day")).endswith("0.250")


@pytest.mark.parametrize(("periods", "days"), [(PERIODS, 10.0), (PERIODS[:1], 1.0)])
def test_a_plot_by_hand(periods, days):
    x = [0.0, 10.0][: len(periods)]
    curves = []
    for topic in ("diplomacy", "cybersecurity"):
        means, lows, highs = zip(*(period.shares[topic] for period in periods), strict=True)
        curves += [Curve(topic, x, means, dots=[0.3] * len(x))]
        curves += [Curve(topic, x, lows, dashed=True), Curve(topic, x, highs, dashed=True)]
    title, label = "Share of articles a day", "days since 2026-05-01"
    expected = draw_curves(curves, title=title, x_label=label, x_range=(0.0, days), y_range=(0.0, 0.99))
    assert Trend(periods, "day")._repr_html_() == expected


@pytest.mark.parametrize("share", [Interval(1.0, 0.9, 1.0), Interval(0.0, 0.0, 0.0)])
def test_a_plot_of_shares_ends_at_one(share):
    shown = Trend((dataclasses.replace(PERIODS[0], shares={"ict": share}),), "day")._repr_html_()
    curves = [Curve("ict", [0.0], [share.mean], dots=[0.3]), Curve("ict", [0.0], [0.9])]
    title, label = "Share of articles a day", "days since 2026-05-01"
    assert shown == draw_curves(curves, title=title, x_label=label, x_range=(0.0, 1.0), y_range=(0.0, 1.0))


def test_drift_chance_and_new_words_are_those_of_a_twin():
    generator = random.Random(0)
    common = [f"common{i}" for i in range(60)]
    fresh = [[f"fresh{i}" for i in range(14) if row < 20 - i / 2] for row in range(25)]
    own = [" ".join(generator.sample(common, 8) + words * 2) for words in fresh]  # a word counts once a text
    others = [" ".join(generator.sample(common, 10)) for _ in range(75)]
    drift, chance, terms = trends._Words([*own, *others], list(range(25, 100))).compare(list(range(25)))

    docs = [set(text.split()) for text in (*own, *others)]
    names = sorted(set().union(*docs))

    def counts(rows):
        return np.array([sum(name in docs[row] for row in rows) for name in names], dtype=float)

    def divergence(order):
        return jensenshannon(counts(order[:25]), counts(order[25:]), base=2) ** 2

    order, rng, shuffled = np.arange(100), np.random.default_rng(0), []
    assert drift == pytest.approx(divergence(order))
    a, b = counts(order[:25]), counts(order[25:])
    for _ in range(39):
        rng.shuffle(order)
        shuffled.append(divergence(order))
    assert chance == pytest.approx(sorted(shuffled)[-2])  # exceeded by 1 of 39 and, with the drift itself, 2 of 40
    prior = 0.01 + 100 * (a + b) / (a + b).sum()  # 100 articles' worth of words in all, as in Monroe et al., (16)
    odds = np.log((a + prior) / (a.sum() + 100 - a - prior)) - np.log((b + prior) / (b.sum() + 100 - b - prior))
    z = odds / np.sqrt(1 / (a + prior) + 1 / (b + prior))  # (19) and (22)
    expected = sorted((-z[i], name) for i, name in enumerate(names) if z[i] > 1.959964 and a[i] >= 3)
    assert len(expected) == 14
    assert [term.term for term in terms] == [name for _, name in expected[:10]]
    assert [term.weight for term in terms] == pytest.approx([-minus for minus, _ in expected[:10]])


def test_a_word_of_three_articles_is_new_and_of_two_is_not():
    own, other = ["storm twice"] * 2 + ["storm"] + ["rain"] * 2, ["rain"] * 1000
    _, _, terms = trends._Words(own + other, list(range(5, 1005))).compare(list(range(5)))
    assert [term.term for term in terms] == ["storm"]


def test_a_word_that_all_articles_have_is_not_new():
    assert trends._Words(["storm"] * 9, [5, 6, 7, 8]).compare([0, 1, 2, 3, 4])[2] == ()


@pytest.mark.parametrize("reference", [(None, "2026-05-01"), ("2026-05-01", None)])
def test_a_reference_needs_both_ends(reference):
    with pytest.raises(ValueError, match="`reference` must be two dates"):
        newsnlp.trend(reports({"2026-05-01": [TREATY]}), reference=reference)


def test_a_reference_of_several_days_holds_all_of_them():
    days = {"2026-05-01": [STORM] * 9, "2026-05-02": [TREATY] * 9, "2026-05-03": [STORM] * 9, "2026-05-04": [DRAWN] * 9}
    found = newsnlp.trend(reports(days), reference=("2026-05-01", "2026-05-02")).periods
    alone = newsnlp.trend(reports(days), reference=("2026-05-02", "2026-05-02")).periods
    assert found[2].drift < alone[2].drift  # the first day had the storm, too
    assert (found[0].drift, found[0].new_terms) == (alone[2].drift, alone[2].new_terms)


def test_short_reprs():
    found = newsnlp.trend(newsnlp.analyze_many([newsnlp.Article(text="Rain fell.", date="2026-05-01"), "Oil fell."]))
    assert repr(found) == "Trend(1 periods by day, 1 undated)"
    assert repr(newsnlp.read_articles([])) == "ArticleReader(0 read, 0 rejected)"
    grouper = newsnlp.StoryGrouper(window="1d").partial_fit([newsnlp.Article(text="Rain fell.")])
    assert repr(grouper) == "StoryGrouper(window='1d', threshold=0.29; 1 articles)"

"""Dates and durations at the edges of what Python's calendar has."""

import datetime

import pytest

import newsnlp
from newsnlp.corpus.periods import as_datetime, parse_window

FIRST, LAST = "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"


@pytest.mark.parametrize("window", ["99999999999999d", "9" * 400 + "h", "9" * 5000 + "w"])
def test_a_window_longer_than_any_duration_is_an_error(window):
    with pytest.raises(ValueError, match="`window` must be at most 999999999 days"):
        parse_window(window)


def test_the_longest_window_is_read():
    assert parse_window("999999999d").days == 999_999_999


def test_a_date_beyond_the_calendar_of_utc_is_at_its_edge():
    assert as_datetime(FIRST) == datetime.datetime.min.replace(tzinfo=datetime.UTC)
    assert as_datetime(LAST) == datetime.datetime.max.replace(tzinfo=datetime.UTC)


def test_articles_at_the_edges_of_the_calendar_are_grouped_and_shown(tmp_path):
    articles = [newsnlp.Article(text="Rain fell.", date=date, id=date) for date in (LAST, FIRST)]
    stories = newsnlp.write_digest(articles, tmp_path / "today.html", window="999999999d")
    assert [story.ids for story in stories] == [(FIRST, LAST)]
    assert (stories[0].first, stories[0].last) == (FIRST, LAST)
    assert stories[0].new_since(FIRST).text == "Rain fell."
    trend = newsnlp.trend(newsnlp.analyze_many(articles), by="week")
    assert sum(period.count for period in trend.periods) == 2

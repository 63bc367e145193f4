"""The metadata of web pages by hand: titles, sites, sources in their order."""

import datetime
import json

import pytest

from newsnlp.articles import metadata
from newsnlp.articles.html import _FEW_WORDS, _reason, _without_headline
from newsnlp.articles.metadata import read_metadata

fromstring = pytest.importorskip("lxml.html", reason="needs the extra html").fromstring


def read(head, body="", url=None):
    return read_metadata(fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), url)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Storm hits Cuba | Example News", "Storm hits Cuba"),
        ("Storm hits Cuba - Weather - Example News", "Storm hits Cuba - Weather"),
        ("Example News: Storm hits Cuba", "Example News: Storm hits Cuba"),  # no blank before the colon
        ("Example News - Storm hits Cuba", "Storm hits Cuba"),
        ("The Example News | Storm hits Cuba again", "Storm hits Cuba again"),
        ("Storm hits Cuba | World and more news here", "Storm hits Cuba | World and more news here"),
        ("Storm hits Cuba at last today | World and more news here", "Storm hits Cuba at last today"),
        ("Storm hits Cuba on the day of the vote | World and even more news here",) * 2,
        ("Storm hits Cuba - Havana dark", "Storm hits Cuba - Havana dark"),
        ("Storm | examplenews.com", "Storm"),
        ("Storm", "Storm"),
        ("  Storm hits Cuba  ", "Storm hits Cuba"),
    ],
)
def test_names_of_sites_and_short_sections_are_taken_off_a_title(title, expected):
    assert metadata._without_site(title, {"examplenews"}) == expected


@pytest.mark.parametrize(
    ("heading", "titles", "similarity"),
    [
        ("Storm hits Cuba", ["Storm hits Cuba"], 1.0),
        ("Storm hits Cuba", ["Storm hits Oslo hard"], 2 / 3),
        ("Storm hits Cuba", ["Rain", "Storm over Cuba and more"], 2 / 3),
        ("Storm", ["Storm hits"], 0.0),  # one word in common decides nothing
        ("Storm hits", ["Storm was"], 0.5),
        ("Storm", ["storm"], 1.0),
        ("", [""], 0.0),
        ("Storm", [], 0.0),
    ],
)
def test_similarity_by_hand(heading, titles, similarity):
    words = [metadata._words(title) for title in titles]
    assert metadata._similarity(metadata._words(heading), words) == pytest.approx(similarity)


@pytest.mark.parametrize(
    ("headings", "title", "headline"),
    [
        ("<h1>Storm hits town</h1>", "Storm was here", "Storm was here"),  # a third of the words is too few
        ("<h1>Storm hits</h1>", "Storm was", "Storm hits"),  # a half is enough
        ("<h1>One two three four five</h1>", "Other words", "One two three four five"),
        ("<h1>One two three four</h1>", "Other words", "Other words"),
        ("<h1>Short</h1><h1>One two three four five six</h1>", "Other words", "One two three four five six"),
        (f"<h1>a b c d {'x' * 292}</h1>", "", f"a b c d {'x' * 292}"),
        (f"<h1>a b c d {'x' * 293}</h1>", "", ""),
        ("<h1>Storm hits…</h1>", "Storm hits Cuba on Monday", "Storm hits Cuba on Monday"),
    ],
)
def test_a_heading_or_the_title_is_the_headline(headings, title, headline):
    assert read(f"<title>{title}</title>", headings).headline == headline


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2026-05-01", datetime.date(2026, 5, 1)),
        ("2026-05-01T10:00", datetime.datetime(2026, 5, 1, 10)),
        ("2026-05-01T10:00:00.1234567", datetime.datetime(2026, 5, 1, 10, 0, 0, 123456)),
        ("2026-05-01T10:00:00.5", datetime.datetime(2026, 5, 1, 10, 0, 0, 500000)),
        ("2026-05-01, early", datetime.date(2026, 5, 1)),
        ("2026-13-01, early", None),
        ("2026-13-01", None),
        ("soon", None),
        (None, None),
        (3, None),
    ],
)
def test_dates_by_hand(value, date):
    assert metadata._read_date(value) == date


def test_sources_in_the_order_of_their_preference():
    inner = {"@type": ["NewsArticle"], "headline": "A b", "inLanguage": "de-AT", "datePublished": "soon"}
    inner |= {"publisher": [{"name": ""}, {"name": "Paper"}]}
    record = json.dumps([{"@type": "Thing", "mainEntity": inner}])
    head = (
        f'<script type="application/ld+json">{record}</script><meta name="language" content="fr">'
        '<meta property="og:site_name" content="Other"><meta name="DATE" content="2026-05-02">'
        '<meta name="date" content="2026-05-03"><meta property="og:url" content="https://www.b.example/2">'
        '<link rel="icon" href="https://x.example"><link rel="Canonical" href="https://www.a.example/1">'
    )
    found = read(head)
    assert found.url == "https://www.a.example/1"
    assert found.site == "Other"
    assert found.language == "de"
    assert found.headline == "A b"
    assert found.date == datetime.date(2026, 5, 2)
    assert read(head, url="https://c.example/3").url == "https://c.example/3"
    assert read(head.replace("Other", "")).site == "Paper"
    assert read(head.replace("https://www.a", "ftp://www.a")).url == "https://www.b.example/2"
    assert read("", url="https://www.c.example/3").site == "c.example"
    assert read("", url="https://[broken").site is None
    assert read("").url is None
    assert read("", '<time pubdate datetime="2026-05-04"></time>').date == datetime.date(2026, 5, 4)
    assert read("", '<b itemprop="datePublished" content="2026-05-05"></b>').date == datetime.date(2026, 5, 5)


@pytest.mark.parametrize(("words", "refused"), [(_FEW_WORDS - 1, True), (_FEW_WORDS, False)])
def test_only_a_short_page_is_taken_for_an_error(words, refused):
    body = "Error 404 " + "word " * (words - 2)
    assert (_reason("", body) is not None) == refused


def test_the_first_three_paragraphs_may_repeat_the_headline():
    body = "Rain\nStorm hits\nSTORM HITS.\nStorm hits"
    assert _without_headline(body, "Storm hits") == "Rain\nStorm hits"
    assert _without_headline("\n" + body, "") == "\n" + body


def test_of_a_title_in_very_many_parts_a_few_are_taken_off():
    title = "Storm hits | " + "x | " * 50
    assert metadata._without_site(title, set()).count("|") == 51 - 20
    assert metadata._without_site("Storm hits Cuba | x | x", set()) == "Storm hits Cuba"


def test_records_are_read_in_the_order_of_the_page():
    def record(name, **more):
        return {"@type": "NewsArticle", "name": name, **more}

    content = [
        [record(1, mainEntity=record(3), **{"@graph": [record(2)]})],
        [],
        {"@graph": [record(4), [record(5)]], "mainEntityOfPage": record(6)},
        record(7),
    ]
    page = fromstring(f'<p><script type="application/ld+json">{json.dumps(content)}</script></p>')
    assert [found["name"] for found in metadata._records(page)] == [1, 2, 3, 4, 5, 6, 7]


def test_of_very_many_headings_the_first_different_ones_are_compared():
    headings = "<h1>Rain again</h1>" * 60 + "".join(f"<h1>Rain of day {i}</h1>" for i in range(48))
    assert read("<title>Storm hits Cuba</title>", headings + "<h1>Storm hits Cuba now</h1>").headline == (
        "Storm hits Cuba now"
    )
    headings += "<h1>Rain of day 48</h1>"
    assert read("<title>Storm hits Cuba</title>", headings + "<h1>Storm hits Cuba now</h1>").headline == (
        "Storm hits Cuba"
    )

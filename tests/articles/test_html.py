"""Articles of web pages: headline, body and metadata of the page; pages without an article."""

import datetime
import gzip
import json
import pickle
import sys
import tracemalloc

import pytest

from newsnlp import Article

pytest.importorskip("trafilatura", reason="needs the extra html")

HEADLINE = "Port strike enters third week as talks stall"
BODY = """
<p>Dock workers voted on Thursday to extend their strike into a third week after talks with the operators failed.</p>
<p>"We are ready to meet at any hour," said Ana Poe, who leads the union. Grain prices rose 2.4% on the news, and
traders expect more of the same in the weeks ahead.</p>
<p>The ministry said it would call both sides to the table on Monday. Nobody expects an agreement in November.</p>
"""


def page(head="", *, heading=f"<h1>{HEADLINE}</h1>", body=BODY, title=f"{HEADLINE} | Example News", lang="en-GB"):
    """Return a page with these parts."""
    return (
        f'<html lang="{lang}"><head><title>{title}</title>{head}</head><body><nav><a href="/">Home</a></nav>'
        f"<article>{heading}{body}</article><footer>Imprint</footer></body></html>"
    )


def linked(**record):
    """Return a script with a record of JSON-LD."""
    record = {"@context": "https://schema.org", "@type": "NewsArticle", **record}
    return f'<script type="application/ld+json">{json.dumps(record)}</script>'


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def test_from_html():
    article = Article.from_html(page(body=BODY + '<p>Read more: <a href="x">Oil falls</a></p>'))
    assert article.headline == HEADLINE
    assert [s.text.split()[0] for s in article.sentences] == ["Dock", '"We', "Grain", "The", "Nobody"]
    assert [span.of(article.text) for span in article.boilerplate] == ["Read more: Oil falls"]
    assert (article.language, article.authors, article.reason) == ("en", (), None)
    assert pickle.loads(pickle.dumps(article)) == article


def test_bytes_are_decoded():
    text = page(head='<meta charset="latin-1">', body=BODY.replace("Poe", "Poé"))
    assert "Ana Poé" in Article.from_html(text.encode("latin-1")).text


@pytest.mark.parametrize(
    "parts",
    [
        {"head": linked(headline="Port strike: third week")},  # the heading is what readers see
        {"head": linked(headline=HEADLINE), "heading": "<h1>Example News</h1>"},
        {"head": meta("og:title", f"{HEADLINE} - Example News") + meta("og:site_name", "Example News"), "heading": ""},
        {"head": meta("og:title", "Port strike enters third week as…"), "heading": ""},  # the title is cut off
        {"head": linked(headline="Port strike enters third week as talks &#115;tall"), "heading": "", "title": ""},
        {"heading": f"<h1>Example News</h1><h1>{HEADLINE}</h1>"},
        {"heading": "", "title": f"Example News | {HEADLINE}"} | {"head": meta("og:site_name", "Example News")},
        {"heading": "", "title": f"{HEADLINE} | Ports | Example News"},
        {"title": "The strike in the port"},  # matches no heading: a long one is used
        {"title": ""},
        {
            "head": linked(headline="Ports of the world").replace("ld+json", "json"),
            "title": "",
            "heading": f"<h1>{HEADLINE}</h1>",
        },
        {"head": linked(headline=HEADLINE) + '<script type="application/ld+json"></script>', "title": ""},
    ],
)
def test_headlines(parts):
    assert Article.from_html(page(**parts)).headline == HEADLINE


def test_facts_come_from_no_script_of_another_type():
    head = linked(headline=HEADLINE, author={"name": "Ana Poe"})
    assert Article.from_html(page(head=head)).authors == ("Ana Poe",)
    assert Article.from_html(page(head=head.replace("ld+json", "json"))).authors == ()


@pytest.mark.parametrize(
    ("heading", "title", "headline"),
    [
        ("Strike", "Strike enters its third week in the port", "Strike enters its third week in the port"),
        ("Strike", "Strike", "Strike"),  # a word is like a title only if it is all of it
        ("Port strike", "Strike in the port enters its third week", "Port strike"),
    ],
)
def test_a_heading_of_one_word_is_no_short_form_of_the_title(heading, title, headline):
    head = meta("og:title", title)
    assert Article.from_html(page(head=head, heading=f"<h1>{heading}</h1>", title="")).headline == headline


def test_a_paragraph_that_repeats_the_headline_is_dropped():
    article = Article.from_html(page(body=f"<p>{HEADLINE.replace(' as ', '  as ')}.</p>{BODY}"))
    assert article.text.count("Port strike") == 1
    assert article.sentences[0].text.startswith("Dock workers")


def test_captions_tweets_and_newsletters_are_no_part_of_the_body():
    clutter = (
        "<figure><img src='a.jpg'><figcaption>The port on Monday, seen from the north.</figcaption></figure>"
        "<blockquote class='twitter-tweet'><p>The strike goes on and on, as we said before.</p></blockquote>"
        "<div class='newsletter-box'><p>All the news of the ports, every morning, before the others wake.</p></div>"
    )
    text = Article.from_html(page(body=BODY + clutter + "<p>It was the third strike of the year in the port.</p>")).text
    assert "third strike of the year" in text
    assert not any(words in text for words in ("from the north", "on and on", "every morning"))


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (linked(author={"@type": "Person", "name": "Jane Roe"}), ("Jane Roe",)),
        (linked(author=[{"name": "Jane Roe"}, {"name": "John Doe"}]), ("Jane Roe", "John Doe")),
        (linked(author={"name": ["Jane Roe", "John Doe"]}), ("Jane Roe", "John Doe")),
        (linked(author="By Jane Roe and John Doe"), ("Jane Roe", "John Doe")),
        (linked(author={"name": "Example News"}, publisher={"name": "Example News"}), ()),
        (meta("author", "Jane Roe, John Doe"), ("Jane Roe", "John Doe")),
        (meta("article:author", "https://example.com/jane") + meta("byl", "By Jane Roe"), ("Jane Roe",)),
    ],
)
def test_authors(head, authors):
    assert Article.from_html(page(head=head)).authors == authors


UTC = datetime.UTC


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (linked(datePublished="2026-11-23T10:32:00Z"), datetime.datetime(2026, 11, 23, 10, 32, tzinfo=UTC)),
        (linked(datePublished="2026-11-23"), datetime.date(2026, 11, 23)),
        (linked(datePublished="2026-11-23T10:32:00.5Z"), datetime.datetime(2026, 11, 23, 10, 32, 0, 500000, UTC)),
        (linked(datePublished="2026-11-23 at ten"), datetime.date(2026, 11, 23)),
        (linked(datePublished="today") + meta("article:published_time", "2026-11-23"), datetime.date(2026, 11, 23)),
        (linked(**{"@graph": [{"@type": "Report", "datePublished": "2026-11-23"}]}), datetime.date(2026, 11, 23)),
        (
            "<script type='application/ld+json'>{broken</script>" + meta("date", "2026-11-23"),
            datetime.date(2026, 11, 23),
        ),
    ],
)
def test_dates(head, date):
    assert Article.from_html(page(head=head)).date == date


def test_address_site_and_language():
    head = '<link rel="canonical" href="https://www.example.com/strike">' + meta("og:site_name", "Example News")
    article = Article.from_html(page(head=head, lang="de"), id=7)
    assert (article.url, article.site, article.language) == ("https://www.example.com/strike", "Example News", "de")
    assert article.id == 7
    article = Article.from_html(page(lang=""), url="https://www.example.org/a")
    assert (article.url, article.site, article.language) == ("https://www.example.org/a", "example.org", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the page has no text"),
        ("<html></html>", "the page has no text"),
        (
            page(heading="<h1>404</h1>", body="<p>The page was not found, we are sorry.</p>", title="404"),
            "was not found",
        ),
        (page(heading="", body="<p>You need to enable JavaScript to run this app.</p>"), "asks for JavaScript"),
        (page(heading="", body="<p>Please verify you are human before you go on.</p>"), "denies access"),
    ],
)
def test_a_page_without_an_article_gives_an_empty_one_with_a_reason(text, reason):
    article = Article.from_html(text, url="https://example.com/a")
    assert (article.text, article.sentences, article.url) == ("", (), "https://example.com/a")
    assert reason in article.reason


def test_wrong_input_is_refused():
    with pytest.raises(TypeError, match="page must be str or bytes, got int"):
        Article.from_html(3)
    with pytest.raises(TypeError, match="`url` must be str, got int"):
        Article.from_html(page(), url=3)


def test_from_html_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ImportError, match=r"needs trafilatura; install it with: pip install 'newsnlp\[html\]'"):
        Article.from_html(page())


def test_a_page_of_very_many_elements_has_a_reason():
    body = "<p>Oil prices fell on Monday as traders weighed new supply.</p>"
    largest = f"<html><body>{body}{'<hr>' * (20_000 - 2)}</body></html>"
    assert Article.from_html(largest).reason is None
    article = Article.from_html(largest.replace("</body>", "<hr></body>"), url="https://x.org/1")
    assert (article.text, article.url, article.reason) == (
        "",
        "https://x.org/1",
        "the page has more than 20,000 elements",
    )


def test_a_tag_of_very_many_attributes_has_a_reason():
    body = "<p>Oil prices fell on Monday as traders weighed new supply.</p>"
    names = " ".join(f"a{i}='>'" for i in range(1000))
    assert Article.from_html(f"<html><body><div {names}>{body}</div></body></html>").reason is None
    article = Article.from_html(f"<html><body><div b {names}>{body}</div></body></html>".encode("utf-16"))
    assert (article.text, article.reason) == ("", "the page has a tag of more than 1,000 attributes")


def test_a_compressed_page_is_read_and_a_bomb_is_not_unpacked():
    plain = "<html><body><p>Oil prices fell on Monday as traders weighed new supply.</p></body></html>"
    assert Article.from_html(gzip.compress(plain.encode())).text == Article.from_html(plain).text != ""
    bomb = gzip.compress(plain.encode() + b" " * 50_000_000)
    tracemalloc.start()
    article = Article.from_html(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (article.text, article.reason) == ("", "the page has no text")
    assert most < 45_000_000

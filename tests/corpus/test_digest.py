"""The digest: the page has everything, is safe and needs no other file."""

import html.parser
import json

import pytest

import newsnlp
from newsnlp.corpus.digest import write_digest

QUAKE = "An earthquake shook Tonga on Monday and cut the cable that joins it to Fiji."
TREATY = "The foreign ministers of both states signed a treaty on Monday after talks in Geneva."


class Page(html.parser.HTMLParser):
    """Collects texts by the tag around them, links, and the topics of stories."""

    def __init__(self, path):
        super().__init__()
        self.open, self.texts, self.links, self.topics, self.sources = [], {}, [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in ("input", "meta"):
            self.open.append(tag)
        self.links += [attributes["href"]] if "href" in attributes else []
        self.sources += [attributes["src"]] if "src" in attributes else []
        if tag == "article":
            self.topics.append(json.loads(attributes["data-topics"]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


def articles():
    return [
        newsnlp.Article("Quake <b>shakes</b> Tonga", QUAKE, date="2026-05-01", url="https://x.org/a?b=1&c=2", site="X"),
        newsnlp.Article("Treaty signed", TREATY, date="2026-05-01", url="javascript:alert(1)"),
        newsnlp.Article("Tonga hit by quake", QUAKE, date="2026-05-02"),
        newsnlp.Article(text=""),
    ]


def test_a_page_has_the_stories_with_most_articles_first(tmp_path):
    path = tmp_path / "digest.html"
    stories = write_digest(articles(), path, title="News & more")
    assert [len(story) for story in stories] == [2, 1, 1]
    page = Page(path)
    assert page.open == []
    assert page.texts["h1"] == ["News & more"]
    assert page.texts["h2"][:2] == [stories[0].headline, "Treaty signed"]
    assert page.texts["p"].count(QUAKE) == 1
    assert page.topics == [[], ["diplomacy"], []]
    assert page.links == ["https://x.org/a?b=1&c=2"]
    assert page.sources == []
    assert "2026-05-01 – 2026-05-02 · 2 articles" in page.texts["p"]
    assert page.texts["a"] == ["Quake <b>shakes</b> Tonga"]


def test_the_command_makes_the_page(run, tmp_path):
    news, page = tmp_path / "news.jsonl", tmp_path / "digest.html"
    records = [{"text": article.text, "date": article.date} for article in articles()]
    news.write_text("".join(json.dumps(record) + "\n" for record in records) + "{\n", encoding="utf-8")
    rejects = tmp_path / "rejects.jsonl"
    status, out, err = run("digest", news, "--out", page, "--heading", "Today", "--rejects", rejects)
    assert (status, out) == (1, "")
    assert err.endswith(f"newsnlp: articles: 4, stories: 3, rejected: 1\nnewsnlp: wrote {page}\n")
    assert Page(page).texts["h1"] == ["Today"]
    assert json.loads(rejects.read_text(encoding="utf-8"))["source"] == f"{news}:5"
    status, _, err = run("digest", news, "--out", page, "--window", "soon")
    assert status == 2
    assert "argument --window: must be a number of hours, days or weeks above 0" in err
    assert "got 'soon'" in err


def test_shipped_models_are_listed_with_their_figures(run):
    status, out, _ = run("models")
    assert status == 0
    assert [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ") and line] == [
        "summaries-en",
        "topics-en",
    ]
    assert "| macro | 668 |" in out


def test_the_title_is_a_text(tmp_path):
    with pytest.raises(TypeError, match="`title` must be str, got int"):
        write_digest(articles(), tmp_path / "d.html", title=5)

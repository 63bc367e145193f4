"""Live blogs and digests are split into their entries."""

import datetime

import pytest

from newsnlp import Article, iter_live_blog
from tests.articles import FOLDER


def entries(text, **facts):
    return [(e.headline, [s.text for s in e.sentences]) for e in iter_live_blog(Article(text=text, **facts))]


def test_a_live_blog_is_parted_at_its_times():
    article = Article.parse((FOLDER / "live_blog.txt").read_text(encoding="utf-8"))
    found = list(iter_live_blog(article))
    assert [entry.sentences[0].text.split()[0] for entry in found] == ["Polls", "•", '"A']
    assert all(sentence.text in article.text for entry in found for sentence in entry.sentences)


def test_a_digest_is_parted_at_rules_or_sub_headings():
    items = ["Talks resume\n\nThe talks began. Nobody left.", "Oil falls\n\nOil fell. Gas rose."]
    parts = [("Talks resume", ["The talks began.", "Nobody left."]), ("Oil falls", ["Oil fell.", "Gas rose."])]
    ruled = "The morning in brief\n\n* * *\n\n" + "\n\n* * *\n\n".join(items)
    assert entries(ruled) == parts
    headed = "The morning in brief\n\nGood morning to all.\n\n" + "\n\n".join(items)
    assert entries(headed) == [("The morning in brief", ["Good morning to all."]), *parts]


def test_entries_keep_what_is_known_of_the_whole():
    day = datetime.date(2026, 11, 28)
    text = "Live\n\n10:32\n\nThe polls closed.\n\n10:15\n\nThe count began."
    for entry in iter_live_blog(Article(text=text, date=day, authors=["Jane Roe"], site="Example News")):
        assert (entry.date, entry.authors, entry.site) == (day, ("Jane Roe",), "Example News")


@pytest.mark.parametrize("text", ["", "Talks resume\n\nThe talks began.", "10:32\n\nThe polls closed."])
def test_any_other_article_is_yielded_as_it_is(text):
    article = Article.parse(text)
    assert list(iter_live_blog(article)) == [article]


def test_wrong_input_is_refused():
    with pytest.raises(TypeError, match="article must be Article, got str"):
        next(iter_live_blog("text"))

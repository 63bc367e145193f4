"""Live blogs and digests: one page with several pieces of news, split into articles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from newsnlp.articles.article import Article
from newsnlp.articles.spans import Span

__all__ = ["iter_live_blog"]

_TIME = re.compile(
    r"\W*(?:(?:updated|posted|published)\b.{0,20})?\d{1,2}[:.]\d\d\b|\d{1,3} (?:min|hour|day)", re.IGNORECASE
)
_RULE = re.compile(r"\W*_*\W*\Z")
_ITEM = re.compile(r"[-–•*∑▪●·◦]|\(?\d{1,3}[.)]\s")


def iter_live_blog(article: Article, *, splitter: Any = None) -> Iterator[Article]:
    r"""Yield the entries of a live blog or the items of a digest as articles of their own, in the order of the page.

    An entry begins at a line with a time ("10:32 GMT"); with fewer than two of these, at a separator line
    ("* * *"); otherwise at a sub-heading. An article without any of these is yielded unchanged.

    Parameters
    ----------
    article : Article
        The page or text with the entries.
    splitter : SentenceSplitter, callable or object with ``span_tokenize``, default=None
        Replaces the default sentence rules.

    Yields
    ------
    Article
        With date, url, authors, site and language of the whole. The text before the first entry, headline included,
        comes first if it has a sentence. The headline of an entry is the sub-heading that it begins with.

    Examples
    --------
    >>> from newsnlp import Article, iter_live_blog
    >>> text = "Election live\n\n10:32\n\nPolls close\n\nThe polls closed.\n\n10:15\n\nThe count began. Rain fell."
    >>> [(entry.headline, len(entry.sentences)) for entry in iter_live_blog(Article.parse(text))]
    [('Polls close', 1), ('', 2)]
    """
    if not isinstance(article, Article):
        raise TypeError(f"article must be Article, got {type(article).__name__}")
    marks, headings = _marks(article)
    if len(marks or headings) < 2:
        yield article
        return
    facts = {name: getattr(article, name) for name in ("date", "url", "authors", "site", "language")}
    starts = [mark.start for mark in marks or headings]
    if any(sentence.start < starts[0] for sentence in article.sentences):
        lead = article.text[article.headline_span.end : starts[0]].strip()
        yield Article(article.headline, lead, splitter=splitter, **facts)
    begins = [*(paragraph.start for paragraph in article.paragraphs), len(article.text)]
    heading_at = {heading.start: heading for heading in reversed(headings)}
    for start, end in zip(starts, [*starts[1:], len(article.text)], strict=True):
        first = min(begins[bisect_left(begins, start)], end)
        heading = heading_at.get(first, Span(first, first))
        body = article.text[heading.end : end].strip()
        if re.search(r"\w", body):
            yield Article(heading.of(article.text), body, splitter=splitter, **facts)


def _marks(article: Article) -> tuple[list[Span], list[Span]]:
    """Return the lines that separate entries (times, otherwise rules), and the sub-headings."""
    text = article.text
    lines = [span for span in article.boilerplate if span.start > article.headline_span.start]
    times = [span for span in lines if _TIME.match(span.of(text))]
    rules = [span for span in lines if _RULE.match(span.of(text))]
    whole = {(p.start, p.end) for p in article.paragraphs}
    headings = [a for a in article.asides if (a.start, a.end) in whole and not _ITEM.match(a.of(text))]
    return next((marks for marks in (times, rules) if len(marks) > 1), []), headings

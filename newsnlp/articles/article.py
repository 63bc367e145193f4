"""Articles: raw news text split into headline, dateline, byline, body and boilerplate, with offsets."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import FrozenInstanceError
from typing import Any, NamedTuple

import numpy as np

from newsnlp._core import article_parts
from newsnlp._lazy import Lazy
from newsnlp._validation import check_text
from newsnlp.articles.facts import check_authors, check_date, check_fact
from newsnlp.articles.sentences import Offsets, SentenceSplitter, as_splitter
from newsnlp.articles.spans import Sentence, Span, sentences_of

__all__ = ["Article", "ArticleOffsets"]

_FACTS = ("id", "date", "url", "authors", "site", "language")


class ArticleOffsets(NamedTuple):
    """The parts of an article as arrays of (start, end), each of shape (n, 2) and int64.

    `heads` has headline, dateline and byline, (0, 0) for one that is absent.

    Examples
    --------
    >>> from newsnlp import Article
    >>> Article.parse("It rained. Rivers rose.").offsets.sentences.tolist()
    [[0, 10], [11, 23]]
    """

    heads: Offsets
    paragraphs: Offsets
    boilerplate: Offsets
    sentences: Offsets
    asides: Offsets


class Article(Lazy):
    r"""A news article in parts, by character offsets into its text.

    Nothing is discarded: every character other than white space belongs to exactly one of headline, dateline, byline,
    body paragraphs and boilerplate (related links, credits, share and subscribe lines, notices), and within the
    paragraphs to exactly one of sentences and asides. Articles are immutable.

    Parameters
    ----------
    headline, body : str, default=''
        Headline and body, if known separately; the text is the two joined by one blank line.
    text : str, default=''
        Raw text instead of headline and body, as for :meth:`parse`.
    id : str, int or None, default=None
        The article's id in the user's data.
    date : datetime.datetime, datetime.date, str or None, default=None
        When it was published; a str must be in ISO 8601 format. Kept as given.
    url : str or None, default=None
        Its address.
    authors : iterable of str, default=()
        Who wrote it.
    site : str or None, default=None
        The outlet that published it.
    language : str or None, default=None
        The code of its language, such as 'en'.
    splitter : SentenceSplitter, callable or object with ``span_tokenize``, default=None
        Replaces the default sentence rules.

    Attributes
    ----------
    text : str
        The text as given.
    id, date, url, authors, site, language
        As given; `authors` is a tuple. None or empty where unknown.
    offsets : ArticleOffsets
        The parts as arrays of (start, end).
    reason : str or None
        Why :meth:`from_html` found no article in a page, otherwise None.

    Examples
    --------
    >>> from newsnlp import Article
    >>> text = "Talks resume\n\nBAGHDAD (Reuters) - Talks resumed on Monday.\n\nRead more: Oil falls"
    >>> article = Article.parse(text)
    >>> article.headline, article.dateline, [s.text for s in article.sentences]
    ('Talks resume', 'BAGHDAD (Reuters) -', ['Talks resumed on Monday.'])
    >>> [span.of(article.text) for span in article.boilerplate]
    ['Read more: Oil falls']
    """

    __slots__ = ("_made", "offsets", "reason", "text", *_FACTS)

    text: str
    id: str | int | None
    date: datetime.date | str | None
    url: str | None
    authors: tuple[str, ...]
    site: str | None
    language: str | None
    reason: str | None
    offsets: ArticleOffsets
    _made: dict[str, Any]

    def __init__(
        self,
        headline: str = "",
        body: str = "",
        *,
        text: str = "",
        id: str | int | None = None,
        date: datetime.date | str | None = None,
        url: str | None = None,
        authors: Iterable[str] = (),
        site: str | None = None,
        language: str | None = None,
        splitter: Any = None,
    ) -> None:
        for name, part in (("headline", headline), ("body", body), ("text", text)):
            check_text(part, name if part is not None else f"{name} ('' where there is none)")
        if text and (headline or body):
            raise TypeError("give either `text`, or `headline` and `body`")
        headline_end = None if text else len(headline) if body else 0
        text = text or (f"{headline}\n\n{body}" if headline and body else headline or body)
        self._fill(
            text=text,
            id=check_fact(id, "id", (str, int)),
            date=check_date(date),
            url=check_fact(url, "url", (str,)),
            authors=check_authors(authors),
            site=check_fact(site, "site", (str,)),
            language=check_fact(language, "language", (str,)),
            reason=None,
            offsets=_find_offsets(text, as_splitter(splitter), headline_end),
        )

    def _fill(self, **fields: Any) -> None:
        for name, value in {**fields, "_made": {}}.items():
            object.__setattr__(self, name, value)

    @classmethod
    def parse(cls, text: str, *, splitter: Any = None) -> Article:
        """Split raw text into its parts.

        Parameters
        ----------
        text : str
            The text of one article, starting with the headline if it has one.
        splitter : SentenceSplitter, callable or object with ``span_tokenize``, default=None
            Replaces the default sentence rules.

        Returns
        -------
        Article
        """
        return cls(text=check_text(text), splitter=splitter)

    @classmethod
    def from_html(cls, page: str | bytes, *, url: str | None = None, id: Any = None, splitter: Any = None) -> Article:
        """Extract the article from a web page; needs the extra ``html`` (``pip install newsnlp[html]``).

        Parameters
        ----------
        page : str or bytes
            The page; the encoding of bytes is detected.
        url : str or None, default=None
            The address of the page; by default the address that the page states.
        id : str, int or None, default=None
            The article's id in the user's data.
        splitter : SentenceSplitter, callable or object with ``span_tokenize``, default=None
            Replaces the default sentence rules.

        Returns
        -------
        Article
            Its headline is the heading that matches JSON-LD or the page title, without the site's name; the body is the
            extracted text, without a first paragraph that repeats the headline. `authors`, `date`,
            `url`, `site` and `language` come from the page's metadata. A page without an article gives an article with
            empty text whose `reason` says why.

        Raises
        ------
        ImportError
            If the extra is not installed.
        """
        from newsnlp.articles.html import read_page

        if not isinstance(page, str | bytes):
            raise TypeError(f"page must be str or bytes, got {type(page).__name__}")
        found = read_page(page, check_fact(url, "url", (str,)))
        facts = found.metadata._asdict()
        headline = facts.pop("headline")
        if found.reason:
            headline = ""
        article = cls(headline=headline, body=found.body, id=id, splitter=splitter, **facts)
        object.__setattr__(article, "reason", found.reason)
        return article

    @property
    def headline(self) -> str:
        """The headline; '' if there is none."""
        return self.headline_span.of(self.text)

    @property
    def dateline(self) -> str:
        """The dateline as written ("BAGHDAD (Reuters) -"); '' if there is none."""
        return self.dateline_span.of(self.text)

    @property
    def byline(self) -> str:
        """The byline as written; '' if there is none."""
        return self.byline_span.of(self.text)

    @property
    def headline_span(self) -> Span:
        """The span of the headline; (0, 0) if there is none."""
        return self._spans("heads")[0]

    @property
    def dateline_span(self) -> Span:
        """The span of the dateline; (0, 0) if there is none."""
        return self._spans("heads")[1]

    @property
    def byline_span(self) -> Span:
        """The span of the byline; (0, 0) if there is none."""
        return self._spans("heads")[2]

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs of the body; a dateline at the start of one is not part of it."""
        return self._spans("paragraphs")

    @property
    def boilerplate(self) -> tuple[Span, ...]:
        """Text that belongs to the page rather than to the article."""
        return self._spans("boilerplate")

    @property
    def asides(self) -> tuple[Span, ...]:
        """Parts of the body that are not sentences: sub-headings, list items, captions, addresses."""
        return self._spans("asides")

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the body, in order."""
        made: tuple[Sentence, ...] | None = self._made.get("sentences")
        if made is None:
            made = self._made["sentences"] = tuple(sentences_of(self.text, self.offsets.sentences.tolist()))
        return made

    def _spans(self, part: str) -> tuple[Span, ...]:
        """Return the spans of a part, made on first access."""
        made: tuple[Span, ...] | None = self._made.get(part)
        if made is None:
            made = self._made[part] = tuple(Span(start, end) for start, end in getattr(self.offsets, part).tolist())
        return made

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Article):
            return NotImplemented
        same_facts = all(getattr(self, name) == getattr(other, name) for name in ("text", *_FACTS))
        return same_facts and all(map(np.array_equal, self.offsets, other.offsets))

    def __hash__(self) -> int:
        return hash((self.text, self.id))

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("text", *_FACTS, "reason", "offsets")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._fill(**state)

    def __repr__(self) -> str:
        shown = f"sentences={len(self.offsets.sentences)}, characters={len(self.text)}"
        return f"Article({self.headline!r}, {shown})" if self.headline else f"Article({shown})"

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_summary

        return render_summary([], self.text, self.offsets.boilerplate.tolist())


def _find_offsets(text: str, splitter: SentenceSplitter, headline_end: int | None) -> ArticleOffsets:
    """Return the parts of a text; `headline_end` is where the given headline ends, or None to detect one."""
    found = article_parts(text, splitter.line_breaks, splitter.abbreviations, headline_end)
    offsets = ArticleOffsets(*found)
    if splitter.tokenizer is None:
        return offsets
    return offsets._replace(sentences=splitter.offsets_within(text, _between(offsets.paragraphs, offsets.asides)))


def _between(paragraphs: Offsets, asides: Offsets) -> Offsets:
    """Return the paragraphs without the asides within them."""
    left = []
    for start, end in paragraphs.tolist():
        within = asides[(asides[:, 0] >= start) & (asides[:, 1] <= end)]
        edges = [start, *within.ravel().tolist(), end]
        left += [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return np.array(left, dtype=np.int64).reshape(-1, 2)

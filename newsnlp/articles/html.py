"""The article of a web page; needs the extra ``html`` (``pip install newsnlp[html]``)."""

from __future__ import annotations

import datetime
import re
from typing import Any, NamedTuple

from newsnlp.articles.markup import most_attributes
from newsnlp.articles.metadata import Metadata, fold_title, read_metadata

__all__ = ["Page", "read_page"]

_NOTHING = Metadata("", (), None, None, None, None)
_CLUTTER = (
    './/figcaption | .//blockquote[contains(@class, "twitter-tweet") or contains(@class, "instagram-media")] | '
    './/*[contains(@class, "newsletter") or contains(@class, "wp-caption-text")][not(.//p[4])] | '
    ".//script | .//style | .//noscript"
)
_MOST_ELEMENTS = 20_000  # the extractor's time grows with the square; the largest pages of news have a quarter
_MOST_ATTRIBUTES = 1000  # of one tag: the parser compares each with all before it; in pages of news the most is 64
_FEW_WORDS = 60
_REASONS = (
    ("the page was not found", r"\b404\b|\b(?:page|article|story) (?:was |is )?not (?:be )?found"),
    (
        "the page asks for JavaScript or cookies",
        r"\benable (?:java ?script|cookies)|java ?script (?:is|to be) (?:dis|en)abled",
    ),
    (
        "the page denies access",
        r"access (?:to this page )?(?:has been )?denied|are you a (?:human|robot)|verify you are",
    ),
)
_REPEATS_WITHIN = 3  # number of paragraphs from the top


class Page(NamedTuple):
    """The article of a page: its body, its metadata, and the reason if it has none."""

    body: str
    metadata: Metadata
    reason: str | None


def read_page(page: str | bytes, url: str | None) -> Page:
    """Return the article of a web page.

    Raises
    ------
    ImportError
        If the extra is not installed.
    """
    try:
        import trafilatura
        from trafilatura.utils import decode_file
    except ImportError as error:
        message = "Article.from_html needs trafilatura; install it with: pip install 'newsnlp[html]'"
        raise ImportError(message) from error
    markup: str = decode_file(page)
    if most_attributes(markup) > _MOST_ATTRIBUTES:
        return Page("", _NOTHING._replace(url=url), f"the page has a tag of more than {_MOST_ATTRIBUTES:,} attributes")
    tree = trafilatura.load_html(markup) if markup else None
    if tree is None:
        return Page("", _NOTHING._replace(url=url), "the page has no text")
    if tree.xpath("count(.//*)") > _MOST_ELEMENTS:
        return Page("", _NOTHING._replace(url=url), f"the page has more than {_MOST_ELEMENTS:,} elements")
    metadata = _complete(read_metadata(tree, url), tree)
    for element in tree.xpath(_CLUTTER):
        element.drop_tree()
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False)
    body = (document.text or "") if document is not None else ""
    reason = _reason(metadata.headline, body)
    return Page("" if reason else _without_headline(body, metadata.headline), metadata, reason)


def _complete(metadata: Metadata, tree: Any) -> Metadata:
    """Return the metadata, completed with authors and date that the extractor finds in the page itself."""
    from htmldate import find_date
    from trafilatura.metadata import extract_author

    if not metadata.authors:
        author = extract_author(tree)
        metadata = metadata._replace(authors=tuple(filter(None, map(str.strip, (author or "").split(";")))))
    if metadata.date is None:
        day = find_date(tree, original_date=True, extensive_search=True, url=metadata.url)
        metadata = metadata._replace(date=datetime.date.fromisoformat(day) if day else None)
    return metadata


def _reason(headline: str, body: str) -> str | None:
    """Return why a page has no article; None if it has one."""
    if not re.search(r"\w", body):
        return "the page has no text"
    if len(body.split()) < _FEW_WORDS:
        for reason, words in _REASONS:
            if re.search(words, f"{headline}\n{body}", re.IGNORECASE):
                return reason
    return None


def _without_headline(body: str, headline: str) -> str:
    """Return the body without paragraphs near its top that repeat the headline."""
    paragraphs = body.split("\n")
    wanted = fold_title(headline)
    top = [p for p in paragraphs[:_REPEATS_WITHIN] if not wanted or fold_title(p) != wanted]
    return "\n".join(top + paragraphs[_REPEATS_WITHIN:])

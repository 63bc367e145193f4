"""The metadata of a web page's article: headline, authors, date, address, site, language.

Sources in order of preference: JSON-LD (schema.org), meta elements (Open Graph and others), elements of the page.
"""

from __future__ import annotations

import datetime
import html
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

__all__ = ["Metadata", "fold_title", "read_metadata"]

_TYPES = re.compile(r"(?:Article|Posting|Report|Review)$")
_WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*\Z")
_DATE_KEYS = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date"),
    *("article.published", "published_time", "publish-date", "publish_date", "publication_date", "pubdate"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date", "date"),
)
_AUTHOR_KEYS = ("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author")
_NO_AUTHOR = re.compile(r"https?:|www\.|@|^\s*(?:admin|staff|editors?|null|none|undefined)\s*$", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*(?:;|\||,(?! (?:Jr|Sr|MD|PhD))|\band\b|&)\s*")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\xa0": " "})
_SEPARATOR = re.compile(r"\s+[|»·•:–—-]+\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")
_CUT = ("...", "…")
_LONGEST_TITLE = 300
_MOST_TITLES, _MOST_HEADINGS = 10, 50  # that are compared
_MOST_PARTS = 20  # removed from a title
_SIMILAR = 0.5
_FEWEST_WORDS = 5  # shortest heading that is accepted if it does not match the page's title


class Metadata(NamedTuple):
    """The metadata of an article; None or empty if unknown."""

    headline: str
    authors: tuple[str, ...]
    date: datetime.date | None
    url: str | None
    site: str | None
    language: str | None


def read_metadata(tree: Any, url: str | None) -> Metadata:
    """Return the metadata of a page, an lxml tree; `url` is its address."""
    meta = _meta_elements(tree)
    records = list(_records(tree))
    address = url or _canonical(tree) or meta.get("og:url")
    site = meta.get("og:site_name") or _publisher(records) or meta.get("application-name")
    host = _host(address)
    sites = {_letters(name) for name in (site, host, host.split(".")[0]) if name}
    return Metadata(
        headline=_headline(tree, meta, records, sites),
        authors=tuple(name for name in _authors(meta, records) if not _is_site(name, sites)),
        date=_date(tree, meta, records),
        url=address,
        site=site or host or None,
        language=_language(tree, meta, records),
    )


def fold_title(title: str) -> str:
    """Return a title normalized for comparison: quotes, dashes, white space, case and a final ellipsis."""
    return " ".join(title.translate(_QUOTES).split()).casefold().rstrip(" .…")


def _meta_elements(tree: Any) -> dict[str, str]:
    """Return the contents of the meta elements by name; the first one of each name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _clean(element.get("content"))
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _records(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the records of JSON-LD that describe articles, in the order of the page."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "") or not element.text:
            continue
        try:
            loaded = json.loads(_WRAPPING.sub("", element.text).strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):  # an error in the page: the other sources remain
            continue
        waiting = [loaded]  # the next one last
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting += reversed(item)
            elif isinstance(item, dict):
                if any(isinstance(kind, str) and _TYPES.search(kind) for kind in _listed(item.get("@type"))):
                    yield item
                waiting += [item[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if key in item]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _clean(text: Any) -> str:
    """Return a text without entities and with single blanks; '' for any other type."""
    return " ".join(html.unescape(html.unescape(text)).split()) if isinstance(text, str) else ""


def _canonical(tree: Any) -> str | None:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and (element.get("href") or "").startswith("http"):
            return str(element.get("href"))
    return None


def _publisher(records: list[dict[str, Any]]) -> str | None:
    for record in records:
        for publisher in _listed(record.get("publisher")):
            if isinstance(publisher, dict) and _clean(publisher.get("name")):
                return _clean(publisher["name"])
    return None


def _language(tree: Any, meta: dict[str, str], records: list[dict[str, Any]]) -> str | None:
    stated = [record.get("inLanguage") for record in records]
    for value in (tree.get("lang"), *stated, meta.get("og:locale"), meta.get("content-language"), meta.get("language")):
        code = re.match(r"([a-z]{2,3})(?:[-_]|$)", value.strip().lower()) if isinstance(value, str) else None
        if code:
            return code[1]
    return None


def _date(tree: Any, meta: dict[str, str], records: list[dict[str, Any]]) -> datetime.date | None:
    """Return the date or datetime of publication."""
    stated = [record.get(key) for key in ("datePublished", "dateCreated") for record in records]
    stated += [meta.get(key) for key in _DATE_KEYS]
    stated += [e.get("datetime") or e.get("content") for e in tree.xpath('.//*[@itemprop="datePublished"]')]
    stated += [e.get("datetime") for e in tree.xpath(".//time[@pubdate]")]
    return next((date for date in map(_read_date, stated) if date), None)


def _read_date(value: Any) -> datetime.date | None:
    """Return an ISO 8601 date, with its time if it has one; None for any other value."""
    text = _clean(value)
    try:
        if len(text) <= 10:
            return datetime.date.fromisoformat(text)
        return datetime.datetime.fromisoformat(re.sub(r"\.(\d{1,6})\d*", lambda m: "." + m[1].ljust(6, "0"), text))
    except ValueError:
        day = re.match(r"\d{4}-\d{2}-\d{2}", text)
        return _read_date(day[0]) if day and day[0] != text else None


def _authors(meta: dict[str, str], records: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the names of the writers, without repetition."""
    for record in records:
        stated = [
            author.get("name") if isinstance(author, dict) else author for author in _listed(record.get("author"))
        ]
        names = _names(name for part in stated for name in _listed(part))
        if names:
            return names
    for key in _AUTHOR_KEYS:
        names = _names([meta.get(key)])
        if names:
            return names
    return ()


def _names(values: Iterable[Any]) -> tuple[str, ...]:
    cleaned = (re.sub(r"^[Bb][Yy]:? ", "", _clean(value)) for value in values)
    parts = (
        part.strip() for value in cleaned if not _NO_AUTHOR.search(value) for part in _BETWEEN_AUTHORS.split(value)
    )
    return tuple(dict.fromkeys(part for part in parts if part))


def _headline(tree: Any, meta: dict[str, str], records: list[dict[str, Any]], sites: set[str]) -> str:
    """Return the headline.

    It is the heading that matches JSON-LD, Open Graph or the page title, since that is what readers see; otherwise the
    headline in JSON-LD or Open Graph; otherwise a long heading, or the title.
    """
    given = [_clean(record.get("headline")) for record in records]
    given += [meta.get("og:title", ""), meta.get("twitter:title", ""), *(_clean(r.get("name")) for r in records)]
    stated = _titles(given, sites)
    titles = stated + _titles((_clean(element.text_content()) for element in tree.xpath(".//head/title")), sites)
    shown = (_clean(element.text_content()) for element in tree.iter("h1"))
    headings = _titles((heading for heading in shown if len(heading) <= _LONGEST_TITLE), sites, most=_MOST_HEADINGS)
    words = [_words(title) for title in titles]
    best = max(headings, key=lambda heading: _similarity(_words(heading), words), default="")
    if best and (not titles or _similarity(_words(best), words) >= _SIMILAR):
        return _fullest(best, titles)
    if stated:
        return _fullest(stated[0], titles)
    longest = max(headings, key=len, default="")
    return longest if len(longest.split()) >= _FEWEST_WORDS else next(iter(titles), "")


def _titles(texts: Iterable[str], sites: set[str], most: int = _MOST_TITLES) -> list[str]:
    """Return the first different titles, without the name of the site."""
    texts = itertools.islice(dict.fromkeys(text for text in texts if text), most)
    return [title for title in (_without_site(text, sites) for text in texts) if title]


def _words(title: str) -> set[str]:
    return set(_WORD.findall(fold_title(title)))


def _similarity(words: set[str], titles: list[set[str]]) -> float:
    """Return the largest share of words that a heading and a title have in common, relative to the shorter one."""
    found = 0.0
    for others in titles:
        shorter = min(len(words), len(others))
        if shorter > 1 or words == others:
            found = max(found, len(words & others) / max(shorter, 1))
    return found


def _fullest(title: str, titles: list[str]) -> str:
    """Return the title, or its longer version if it is cut off."""
    if title.endswith(_CUT):
        beginning = fold_title(title)
        return max((t for t in (title, *titles) if fold_title(t).startswith(beginning)), key=len)
    return title


def _without_site(title: str, sites: set[str]) -> str:
    """Return a title without the names of the site and its sections after or before it."""
    title = title.strip()
    for _ in range(_MOST_PARTS):
        parts = list(_SEPARATOR.finditer(title))
        if not parts:
            return title
        head, tail = title[: parts[-1].start()], title[parts[-1].end() :]
        first, rest = title[: parts[0].start()], title[parts[0].end() :]
        bar = "|" in parts[-1][0] and len(tail.split()) <= 5 and len(head.split()) > len(tail.split())
        if _is_site(tail, sites) or bar:
            title = head
        elif _is_site(first, sites):
            title = rest
        else:
            break
    return title


def _is_site(part: str, sites: set[str]) -> bool:
    """Return whether a part of a title, or the name of an author, is the site's name."""
    letters = _letters(part)
    return any(letters in (site, "the" + site, site + "com") or "the" + letters == site for site in sites)


def _letters(name: str) -> str:
    return "".join(_WORD.findall(name.casefold()))


def _host(url: str | None) -> str:
    """Return the host of an address, without "www."; '' if there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # the page's own address can be malformed
        return ""

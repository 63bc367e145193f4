"""The columns of a table of articles, and how a row becomes an article."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from newsnlp.articles.facts import check_authors, check_date, check_fact

__all__ = ["Columns", "fields_of"]

# Names that are tried if a column's name is not given, the most common first.
CONVENTIONS = {
    "text": ("text", "body", "content", "article", "maintext", "article_text"),
    "title": ("title", "headline"),
    "id": ("id", "_id", "guid"),
    "date": ("date", "published", "published_at", "publish_date", "date_publish", "pubdate"),
    "url": ("url", "link"),
    "authors": ("authors", "author"),
    "site": ("site", "outlet", "publisher"),
    "language": ("language", "lang"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns to read.

    Parameters
    ----------
    text, title, id, date, url : str
        A default name also matches its common alternatives, in any case: ``'text'`` matches body or content. Any other
        name must exist.
    """

    text: str = "text"
    title: str = "title"
    id: str = "id"
    date: str = "date"
    url: str = "url"

    def within(self, names: Iterable[str]) -> dict[str, str]:
        """Return the column of each part; raise ValueError listing the columns if one is missing."""
        names = [name for name in names if name is not None]
        folded = {name.strip().casefold(): name for name in reversed(names)}
        found = {}
        for part, usual in CONVENTIONS.items():
            name = getattr(self, part, usual[0])
            if name in names:
                found[part] = name
            elif name == usual[0] and any(each in folded for each in usual):
                found[part] = next(folded[each] for each in usual if each in folded)
            if part not in found and (part == "text" or name != usual[0]):
                listed = ", ".join(map(repr, names)) or "none"
                raise ValueError(f"no column {name!r} for the {part}; the columns are {listed}")
        return found


def fields_of(values: Mapping[str, Any], max_bytes: int) -> dict[str, Any]:
    """Return the arguments of `Article` for a record; raise ValueError or TypeError if the record is invalid."""
    text, title = values["text"], values.get("title")
    title = "" if title is None else title
    if not isinstance(text, str) or not isinstance(title, str):
        part = "title" if isinstance(text, str) else "text"
        raise ValueError(f"the {part} must be a string, got {values[part]!r:.60}")
    if len(text) + len(title) > max_bytes:
        raise ValueError(f"more than {max_bytes:,} bytes in one record; raise the limit with --max-bytes")
    fields: dict[str, Any] = {"headline": title, "body": text} if title.strip() else {"text": text}
    fields |= {name: check_fact(values.get(name) or None, name, (str,)) for name in ("url", "site", "language")}
    fields["id"] = check_fact(None if values.get("id") == "" else values.get("id"), "id", (str, int))
    fields["date"] = _date(values.get("date"))
    authors = values.get("authors") or ()
    fields["authors"] = check_authors(authors.split(";") if isinstance(authors, str) else authors)
    return fields


def _date(given: Any) -> Any:
    """Return a date in `Article`'s form; dates of feeds ("Mon, 01 May 2023 10:00:00 GMT") are converted."""
    if isinstance(given, str):
        given = given.strip()
        try:
            datetime.datetime.fromisoformat(given)
        except ValueError:
            from email.utils import parsedate_to_datetime

            try:
                return parsedate_to_datetime(given) if given else None
            except (ValueError, OverflowError):  # the latter for a time zone of too many hours
                raise ValueError(f"the date must be ISO 8601, such as 2023-05-01, got {given!r:.40}") from None
    return check_date(given)

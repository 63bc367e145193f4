"""Stories as JSON values: how a grouper is saved and restored."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import zlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from newsnlp._files import write_atomically
from newsnlp.articles import Article
from newsnlp.corpus.story import StoryDecision
from newsnlp.corpus.story_check import check_state
from newsnlp.results import TermWeight

__all__ = ["article_values", "decision_values", "make_article", "make_decision", "read_state", "write_state"]

KIND, VERSION = "newsnlp stories", 1
_FACTS = {"text", "headline", "date", "id", "url", "authors", "site", "language"}
State = TypeVar("State")


def write_state(path: str | os.PathLike[str], values: dict[str, Any]) -> None:
    """Write a grouper's state to a gzipped JSON file, completely or not at all."""
    content = json.dumps({"kind": KIND, "version": VERSION, **values}).encode()
    write_atomically(path, gzip.compress(content, mtime=0))


def read_state(path: str | os.PathLike[str], make: Callable[[dict[str, Any]], State]) -> State:
    """Return `make` applied to the values in a file; raise ValueError if it is not a file of stories.

    `check_state` has checked the values, except for those of articles, which `make_article` checks.
    """
    name = os.fspath(path)
    try:
        with gzip.open(name) as file:
            values = json.load(file)
        if values["kind"] != KIND:
            raise ValueError(f"it is of kind {values['kind']!r}")
        if values["version"] != VERSION:
            raise ValueError(f"version {values['version']!r} is not known; {VERSION} is")
        check_state(values)
        return make(values)
    except KeyError as error:
        raise ValueError(f"{name}: not a file of stories ({error.args[0]!r} is missing)") from None
    except (EOFError, gzip.BadGzipFile, zlib.error, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f"{name}: not a file of stories ({error})") from None


def article_values(article: Article) -> dict[str, Any]:
    """Return an article as JSON values."""
    parsed = Article(text=article.text)
    given = None if parsed.headline_span == article.headline_span else article.headline
    facts = {name: getattr(article, name) for name in ("id", "url", "authors", "site", "language")}
    return {"text": article.text, "headline": given, "date": _date_values(article.date), **facts}


def _date_values(date: Any) -> list[str] | None:
    if date is None:
        return None
    kind = "str" if isinstance(date, str) else "datetime" if isinstance(date, datetime.datetime) else "date"
    return [kind, date if isinstance(date, str) else date.isoformat()]


def make_article(values: dict[str, Any]) -> Article:
    """Return the article of JSON values; raise ValueError, TypeError or KeyError if they are none."""
    if values.keys() != _FACTS:
        raise ValueError(f"an article must have {', '.join(sorted(_FACTS))}")
    values = dict(values)
    text, headline, date = values.pop("text"), values.pop("headline"), values.pop("date")
    makers: dict[str, Callable[[str], Any]] = {
        "str": str,
        "date": datetime.date.fromisoformat,
        "datetime": datetime.datetime.fromisoformat,
    }
    if date is not None:
        kind, written = date
        if kind not in makers or not isinstance(written, str):
            raise ValueError(f"the date of an article must be a str with its kind, got {date!r:.60}")
        date = makers[kind](written)
    if not isinstance(text, str) or not isinstance(headline, str | None):
        raise TypeError("text and headline of an article must be str")
    values["date"] = date
    if headline is None:
        return Article(text=text, **values)
    body = text[len(headline) :].removeprefix("\n\n") if headline else text
    return Article(headline, body, **values)


def decision_values(decision: StoryDecision, articles: Sequence[Article]) -> list[Any]:
    """Return a decision as JSON values; its article is given by its index."""
    terms = [[term.term, term.weight] for term in decision.terms]
    position = next(i for i, article in enumerate(articles) if article is decision.article)
    return [decision.kind, position, decision.similarity, terms]


def make_decision(values: list[Any], articles: Sequence[Article]) -> StoryDecision:
    """Return the decision of JSON values."""
    kind, position, similarity, terms = values
    return StoryDecision(kind, articles[position], similarity, tuple(TermWeight(*term) for term in terms))

"""Checks of an article's metadata: date, authors and the like."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any


def check_fact(value: Any, name: str, kinds: tuple[type, ...]) -> Any:
    """Return a value if it is None or of one of the types; otherwise raise TypeError."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, kinds)):
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"`{name}` must be {wanted}, got {type(value).__name__}")
    return value


def check_date(value: Any) -> datetime.date | str | None:
    """Return a date as given: datetime, date, a str of ISO 8601, or None."""
    if value is None or isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"`date` must be datetime, date or str, got {type(value).__name__}")
    try:
        datetime.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"`date` must be in ISO 8601 format, such as 2026-11-28, got {value[:40]!r}") from None
    return value


def check_authors(authors: Any) -> tuple[str, ...]:
    """Return names as a tuple."""
    if isinstance(authors, str):
        raise TypeError(f"`authors` must be a list of str, got one str; write [{authors[:40]!r}]")
    if not isinstance(authors, Iterable):
        raise TypeError(f"`authors` must be a list of str, got {type(authors).__name__}")
    names = tuple(authors)
    for i, name in enumerate(names):
        if not isinstance(name, str):
            raise TypeError(f"authors[{i}] must be str, got {type(name).__name__}")
    return names

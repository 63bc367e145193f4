"""Dates and durations in the forms that users write."""

from __future__ import annotations

import datetime
import re
from typing import Any

__all__ = ["as_datetime", "parse_window"]

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def parse_window(window: str | datetime.timedelta) -> datetime.timedelta:
    """Return a duration, such as ``'12h'``, ``'3d'`` or ``'2w'``, as timedelta.

    Examples
    --------
    >>> parse_window("3d")
    datetime.timedelta(days=3)
    """
    if isinstance(window, str):
        found = re.fullmatch(r"(\d+)([hdw])", window)
        try:
            window = datetime.timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else datetime.timedelta()
        except (OverflowError, ValueError):  # the latter for thousands of digits
            raise ValueError(f"`window` must be at most {datetime.timedelta.max.days} days") from None
    if not isinstance(window, datetime.timedelta) or window <= datetime.timedelta():
        raise ValueError("`window` must be a number of hours, days or weeks above 0, such as '12h', '3d' or '2w'")
    return window


def as_datetime(date: Any) -> datetime.datetime | None:
    """Return the date of an article as a datetime in UTC, which is also assumed if it has no time zone.

    A date at the edge of the calendar whose time in UTC would be beyond it is moved to the edge.

    Examples
    --------
    >>> as_datetime("2026-05-01")
    datetime.datetime(2026, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if date is None:
        return None
    if isinstance(date, str):
        date = datetime.datetime.fromisoformat(date)
    elif not isinstance(date, datetime.datetime):
        date = datetime.datetime(date.year, date.month, date.day)
    zoned: datetime.datetime = date if date.tzinfo else date.replace(tzinfo=datetime.UTC)
    try:
        return zoned.astimezone(datetime.UTC)
    except OverflowError:  # in UTC it is before the first year or after the last one that Python knows
        edge = datetime.datetime.min if zoned.year == datetime.MINYEAR else datetime.datetime.max
        return edge.replace(tzinfo=datetime.UTC)

"""Checks of a grouper's saved state, so that a wrong file is told when it is read and not by a later article."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from typing import Any

__all__ = ["check_state"]

_KINDS = ("first", "duplicate", "near", "merged")
_MOST = 2**53  # whole numbers up to here are exact in JSON everywhere
_LEAST = 1e-8  # a weight; smaller ones are lost in rounding
_ROUNDING = 1e-6
_LONGEST = datetime.timedelta(days=datetime.timedelta.max.days).total_seconds()


def check_state(values: dict[str, Any]) -> None:
    """Raise ValueError or KeyError if values are not those of a grouper; what articles consist of is not checked."""
    _number(values["seconds"], "seconds", 0.0, _LONGEST)
    _number(values["threshold"], "threshold", 0.0, 1.0)
    n_seen = _whole(values["n_seen"], "n_seen", _MOST)
    clock = _time(values["clock"], "clock")
    vectors = _recent(values["recent"], n_seen, clock)
    stories = _list(values["open"], "open")
    active: dict[int, datetime.datetime] = {}
    numbers: set[int] = set()
    members: set[int] = set()
    for story in stories:
        number = _story(story, n_seen, numbers)
        own = [_whole(member, "members", n_seen - 1) for member in _list(story["members"], "members")]
        _require(len(own) == len(story["articles"]) and members.isdisjoint(own), "members")
        members.update(own)
        _require(len(set(own)) == len(own), "members")
        active[number] = _time(story["active"], "active", clock)
        _sum(story["sum"], [vectors.pop(member) for member in own if member in vectors])
    _require(not vectors, "recent")  # what is left belongs to no story
    order = _list(values["active"], "active")
    _require(len(order) == len(active) and all(type(number) is int and number in active for number in order), "active")
    times = [active[number] for number in dict.fromkeys(order)]
    _require(len(times) == len(order) and times == sorted(times), "active")
    for story in _list(values["finished"], "finished"):
        _story(story, n_seen, numbers)


def _require(condition: bool, name: str) -> None:
    if not condition:
        raise ValueError(f"a wrong value of {name!r}")


def _number(value: Any, name: str, least: float, most: float) -> float:
    _require(type(value) in (int, float) and least <= value <= most, name)  # which NaN is not
    return float(value)


def _whole(value: Any, name: str, most: int) -> int:
    _require(type(value) is int and 0 <= value <= most, name)
    return int(value)


def _list(value: Any, name: str) -> list[Any]:
    _require(isinstance(value, list), name)
    return list(value)


def _time(value: Any, name: str, latest: datetime.datetime | None = None) -> datetime.datetime:
    _require(isinstance(value, str), name)
    time = datetime.datetime.fromisoformat(value)
    _require(time.utcoffset() == datetime.timedelta() and (latest is None or time <= latest), name)
    return time


def _vector(value: Any, name: str, most: float) -> dict[str, float]:
    _require(isinstance(value, dict), name)
    return {term: _number(weight, name, _LEAST, most + _ROUNDING) for term, weight in value.items()}


def _recent(value: Any, n_seen: int, clock: datetime.datetime) -> dict[int, dict[str, float]]:
    """Return the vectors of the articles in the window by their numbers, which ascend like their times."""
    vectors: dict[int, dict[str, float]] = {}
    last, before = -1, None
    for each in _list(value, "recent"):
        _require(len(_list(each, "recent")) == 3, "recent")
        time, number = _time(each[0], "recent", clock), _whole(each[1], "recent", n_seen - 1)
        _require(number > last and (before is None or time >= before), "recent")
        last, before = number, time
        vectors[number] = _vector(each[2], "recent", 1.0)
    return vectors


def _story(value: Any, n_seen: int, numbers: set[int]) -> int:
    """Check what open and finished stories have, and return the number, which is added to those that are taken."""
    _require(isinstance(value, dict), "stories")
    number = _whole(value["number"], "number", n_seen - 1)
    _require(number not in numbers, "number")
    numbers.add(number)
    articles = _list(value["articles"], "articles")
    _require(bool(articles) and all(isinstance(article, dict) for article in articles), "articles")
    for decision in _list(value["decisions"], "decisions"):
        _require(len(_list(decision, "decisions")) == 4, "decisions")
        kind, position, similarity, terms = decision
        _require(kind in _KINDS, "decisions")
        _whole(position, "decisions", len(articles) - 1)
        _number(similarity, "decisions", 0.0, 1.0 + _ROUNDING)
        for term in _list(terms, "decisions"):
            _require(len(_list(term, "decisions")) == 2 and isinstance(term[0], str), "decisions")
            _number(term[1], "decisions", 0.0, 1.0 + _ROUNDING)
    return number


def _sum(value: Any, vectors: list[dict[str, float]]) -> None:
    """Check that a story's sum is that of its articles in the window, which are subtracted from it one by one."""
    _require(len(_list(value, "sum")) == 2, "sum")
    total, expected = _vector(value[0], "sum", len(vectors)), defaultdict[str, float](float)
    for vector in vectors:
        for term, weight in vector.items():
            expected[term] += weight
    _require(expected.keys() <= total.keys(), "sum")
    _require(all(abs(weight - expected.get(term, 0.0)) <= _ROUNDING for term, weight in total.items()), "sum")
    square = math.fsum(weight * weight for weight in total.values())
    _number(value[1], "sum", square - _ROUNDING * (1 + square), square + _ROUNDING * (1 + square))

"""The one place where what users hand in is checked; inside, values are trusted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

__all__ = ["check_choice", "check_int", "check_iptc_id", "check_text", "check_texts", "check_unit_interval"]


def check_text(text: object, name: str = "text") -> str:
    """Return `text` if it is a str; raise TypeError that names it otherwise."""
    if not isinstance(text, str):
        raise TypeError(f"{name} must be str, got {type(text).__name__}")
    return text


def check_texts(texts: object, name: str = "texts") -> Iterable[Any]:
    """Return `texts` if it is iterable and no single text; raise TypeError otherwise."""
    if isinstance(texts, str | bytes):
        raise TypeError(f"{name} must be a list of str, got one {type(texts).__name__}; write [text]")
    if not isinstance(texts, Iterable):
        raise TypeError(f"{name} must be a list of str, got {type(texts).__name__}")
    return texts


def check_int(value: object, name: str, *, minimum: int) -> int:
    """Return `value` as int if it is a whole number of at least `minimum`; bool is no number here."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"`{name}` must be an int of at least {minimum}, got {value!r}")
    number = int(value.__index__())
    if number < minimum:
        raise ValueError(f"`{name}` must be an int of at least {minimum}, got {number}")
    return number


def check_unit_interval(value: object, name: str) -> float:
    """Return `value` as float if it is above 0 and at most 1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"`{name}` must be a number above 0 and at most 1, got {value!r}")
    if math.isnan(value) or not 0 < value <= 1:
        raise ValueError(f"`{name}` must be a number above 0 and at most 1, got {value!r}")
    return float(value)


def check_choice(value: object, name: str, choices: Iterable[str]) -> str:
    """Return `value` if it is one of `choices`; raise ValueError that lists them otherwise."""
    names = list(choices)
    if not isinstance(value, str) or value not in names:
        raise ValueError(f"`{name}` must be one of {', '.join(map(repr, names))}, got {value!r}")
    return value


def check_iptc_id(identifier: object) -> str:
    """Return the eight digits of an IPTC Media Topics id, given with or without the prefix ``medtop:``."""
    text = check_text(identifier, "IPTC id").removeprefix("medtop:")
    if not re.fullmatch("[0-9]{8}", text):
        raise ValueError(f"an IPTC id must be eight digits, got {identifier!r}")
    return text

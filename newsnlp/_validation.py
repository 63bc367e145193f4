"""The one place where what users hand in is checked; inside, values are trusted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sized
from typing import Any

import numpy as np

__all__ = [
    "check_choice",
    "check_indicator",
    "check_int",
    "check_iptc_id",
    "check_numbers",
    "check_same_length",
    "check_text",
    "check_texts",
    "check_tokenizer",
    "check_unit_interval",
    "check_words",
]


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


def check_indicator(values: Any, name: str, *, columns: int | None = None) -> np.ndarray:
    """Return `values` as a bool array; ValueError where something is neither 0, 1, True nor False."""
    array = np.asarray(values)
    if array.size == 0:
        array = array.astype(bool)
    if array.dtype.kind not in "biuf" or not ((array == 0) | (array == 1)).all():
        raise ValueError(f"{name} must hold 0 and 1 (or False and True) alone")
    if columns is not None and (array.ndim != 2 or array.shape[1] != columns):
        raise ValueError(f"{name} must have the shape (n, {columns}), got {array.shape}")
    return array.astype(bool)


def check_numbers(values: Any, name: str, *, within: tuple[float, float] | None = None) -> np.ndarray:
    """Return `values` as a float array; ValueError where one is no finite number or lies outside `within`."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers") from None
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers, got nan or infinity")
    if within is not None and array.size and not (within[0] <= array.min() and array.max() <= within[1]):
        raise ValueError(f"{name} must lie between {within[0]:g} and {within[1]:g}, got {array.min()} to {array.max()}")
    return array


def check_same_length(**values: Sized) -> None:
    """Raise ValueError that names the lengths where they differ."""
    lengths = {name: len(value) for name, value in values.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError("lengths differ: " + ", ".join(f"{name} has {length}" for name, length in lengths.items()))


def check_words(words: object, name: str) -> list[str]:
    """Return `words` as a list if it is an iterable of str; one str is refused."""
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise TypeError(f"`{name}` must be a list of str, got {words!r}")
    listed = list(words)
    for i, word in enumerate(listed):
        check_text(word, f"{name}[{i}]")
    return listed


def check_tokenizer(tokenizer: Any) -> Any:
    """Return `tokenizer` if it is None, callable, or has ``span_tokenize`` as NLTK's sentence tokenizers do."""
    if tokenizer is None or callable(tokenizer) or callable(getattr(tokenizer, "span_tokenize", None)):
        return tokenizer
    raise TypeError(f"`tokenizer` must be callable or have span_tokenize, got {type(tokenizer).__name__}")

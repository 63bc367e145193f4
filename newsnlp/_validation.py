"""Checks of users' arguments that several files share; internal values are trusted."""

from __future__ import annotations

import math
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import Any

import numpy as np

_FILE_NAME = re.compile(r".*\.(?:txt|md|html?|jsonl?|csv|tsv|parquet|pdf|docx?)(?:\.(?:gz|zst))?", re.IGNORECASE)


def check_text(text: object, name: str = "text") -> str:
    """Return `text` if it is a str; raise TypeError that names it otherwise."""
    if not isinstance(text, str):
        raise TypeError(f"{name} must be str, got {type(text).__name__}{path_hint(text)}")
    return text


def path_hint(value: object) -> str:
    """Return what an error says where a path was given instead of a text."""
    return "; `read_articles` reads files" if isinstance(value, os.PathLike) else ""


def warn_of_file_name(text: str, stacklevel: int = 4) -> None:
    """Warn if a text is nothing but the name of a file that exists, or of a usual kind."""
    if not (len(text) < 256 and "." in text) or any(map(str.isspace, text)):
        return
    if _FILE_NAME.fullmatch(text) or os.path.isfile(text):
        message = f"the text {text!r} is the name of a file, which is not read; `read_articles` reads files"
        warnings.warn(message, UserWarning, stacklevel=stacklevel)


def check_single(text: object, many: str) -> str:
    """Return `text` if it is a str; raise TypeError otherwise, naming the function `many` for several texts."""
    if not isinstance(text, str | bytes) and isinstance(text, Iterable):
        raise TypeError(f"text must be str, got {type(text).__name__}; `{many}` takes several texts")
    checked = check_text(text)
    warn_of_file_name(checked)
    return checked


def check_texts(texts: object, name: str = "texts") -> Iterable[Any]:
    """Return `texts` if it is iterable and not a single text; raise TypeError otherwise."""
    if isinstance(texts, str | bytes):
        raise TypeError(f"{name} must be a list of str, got one {type(texts).__name__}; write [text]")
    if not isinstance(texts, Iterable):
        raise TypeError(f"{name} must be a list of str, got {type(texts).__name__}")
    return texts


def check_int(value: object, name: str, *, minimum: int) -> int:
    """Return `value` as int if it is a whole number of at least `minimum`; bool does not count as a number."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"`{name}` must be an int of at least {minimum}, got {value!r}")
    number = int(value.__index__())
    if number < minimum:
        raise ValueError(f"`{name}` must be an int of at least {minimum}, got {number}")
    return number


def check_n_jobs(value: object) -> int | None:
    """Return `value` if it is None or a whole number other than 0."""
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"`n_jobs` must be an int other than 0, got {value!r}")
    number = int(value.__index__())
    if number == 0:
        raise ValueError("`n_jobs` must be an int other than 0, got 0")
    return number


def check_path(value: object, name: str) -> str:
    """Return `value` as str if it is a path."""
    if not isinstance(value, str | os.PathLike):
        raise TypeError(f"`{name}` must be str or a path, got {type(value).__name__}")
    return os.fspath(value)


def check_instance(value: Any, name: str, kind: str) -> Any:
    """Return `value` if it is of the class named `kind` or of one derived from it."""
    if kind not in (each.__name__ for each in type(value).__mro__):
        article = "an" if kind[0] in "AE" else "a"
        raise TypeError(f"`{name}` must be {article} {kind}, got {type(value).__name__}")
    return value


def check_unit_interval(value: object, name: str) -> float:
    """Return `value` as float if it is above 0 and at most 1."""
    return _number_above_0(value, f"`{name}` must be a number above 0 and at most 1", 1.0)


def check_positive(value: object, name: str) -> float:
    """Return `value` as float if it is finite and above 0."""
    return _number_above_0(value, f"`{name}` must be a number above 0", math.inf)


def _number_above_0(value: object, form: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{form}, got {value!r}")
    if not (math.isfinite(value) and 0 < value <= most):
        raise ValueError(f"{form}, got {value!r}")
    return float(value)


def check_choice(value: object, name: str, choices: Iterable[str]) -> str:
    """Return `value` if it is one of `choices`; raise ValueError that lists them otherwise."""
    names = list(choices)
    if not isinstance(value, str) or value not in names:
        raise ValueError(f"`{name}` must be one of {', '.join(map(repr, names))}, got {value!r}")
    return value


def check_indicator(values: Any, name: str, *, columns: int | None = None) -> np.ndarray:
    """Return `values` as a bool array; raise ValueError unless all are 0, 1, True or False."""
    array = np.asarray(values)
    if array.size == 0:
        array = array.astype(bool)
    elif array.dtype.kind == "O" and all(isinstance(value, bool | int | float | np.generic) for value in array.flat):
        array = np.array(array.tolist())  # a data frame with columns of several types
    if array.dtype.kind not in "biuf" or not ((array == 0) | (array == 1)).all():
        raise ValueError(f"{name} must hold only 0 and 1 (or False and True)")
    if columns is not None and (array.ndim != 2 or array.shape[1] != columns):
        raise ValueError(f"{name} must have the shape (n, {columns}), got {array.shape}")
    return array.astype(bool)


def check_same_length(**values: Sized) -> None:
    """Raise ValueError with the lengths if they differ."""
    lengths = {name: len(value) for name, value in values.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError("lengths differ: " + ", ".join(f"{name} has {length}" for name, length in lengths.items()))


def check_words(words: object, name: str) -> list[str]:
    """Return `words` as a list if it is an iterable of str, but not a single str."""
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise TypeError(f"`{name}` must be a list of str, got {words!r}")
    listed = list(words)
    for i, word in enumerate(listed):
        check_text(word, f"{name}[{i}]")
    return listed


def check_reusable(value: Any, name: str) -> Any:
    """Return `value` unless it is an iterator, which the first use would exhaust."""
    if isinstance(value, Iterator):
        raise TypeError(f"`{name}` must be a collection, got {type(value).__name__}; write list(...)")
    return value


def check_pairs(pairs: object) -> list[tuple[Any, Any]]:
    """Return (article, summary) pairs as a list."""
    if isinstance(pairs, str | bytes) or not isinstance(pairs, Iterable):
        raise TypeError(f"pairs must be a list of (article, summary) pairs, got {type(pairs).__name__}")
    read = list(pairs)
    for i, pair in enumerate(read):
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
            raise TypeError(f"pairs[{i}] must be an (article, summary) pair, got {type(pair).__name__}")
    return read


def check_topic_name(value: object, name: str = "a topic name") -> str:
    """Return `value` if it is a str that is not blank."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be str, got {type(value).__name__}")
    if not value.strip():
        raise ValueError(f"{name} must not be blank, got {value!r}")
    if value.endswith("\0"):  # NumPy's arrays of str drop it
        raise ValueError(f"{name} must not end in a null character, got {value!r}")
    return value


def check_budget(sentences: object, words: object, characters: object, ratio: object) -> None:
    """Raise for a limit of a summary that is neither None nor in range."""
    for name, limit in (("sentences", sentences), ("words", words), ("characters", characters)):
        if limit is not None:
            check_int(limit, name, minimum=1)
    if ratio is not None:
        check_unit_interval(ratio, "ratio")

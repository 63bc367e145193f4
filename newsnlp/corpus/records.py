"""Records of a file of many articles, one at a time: lines of JSON Lines and rows of CSV."""

from __future__ import annotations

import contextlib
import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newsnlp.corpus.files import decode
from newsnlp.corpus.jsonlines import parse_line

__all__ = ["Record", "is_object", "read_csv", "read_jsonl", "too_long"]

Lines = Iterable[tuple[bytes | None, str]]

_DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file.

    Parameters
    ----------
    line : int
        The line on which it ends, from 1; in Parquet the number of the row.
    fields : dict or None
        Its values by name; None if it cannot be read, in which case `error` says why.
    error : str, default=""
        The reason, in one line.
    """

    line: int
    fields: dict[str, Any] | None
    error: str = ""


def read_jsonl(lines: Lines, max_bytes: int) -> Iterator[Record]:
    """Read JSON Lines; blank lines are skipped."""
    number = 1
    for line, encoding in lines:
        if line is None:
            yield Record(number, None, too_long(max_bytes))
        elif line.strip():
            try:
                fields = parse_line(decode(line, encoding))
            except ValueError as error:
                yield Record(number, None, str(error))
            else:
                yield Record(number, fields)
        number += 1 if line is None else line.count(b"\n")


def is_object(line: bytes, encoding: str) -> bool:
    """Return whether a line is a JSON object."""
    try:
        parse_line(decode(line, encoding))
    except ValueError:
        return False
    return True


def too_long(max_bytes: int) -> str:
    """Return what is said of a record of more than `max_bytes`."""
    return f"more than {max_bytes:,} bytes in one record; raise the limit with --max-bytes"


class _Feed:
    """Lines for the csv module that can continue after a line that could not be read.

    A row may have several lines; `row_bytes` is set to 0 at the start of each.
    """

    def __init__(self, lines: Lines, max_bytes: int) -> None:
        self._lines, self._max_bytes = iter(lines), max_bytes
        self.line = self.row_bytes = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line, encoding = next(self._lines)
        self.line += 1 if line is None else line.count(b"\n") or 1  # the last line may lack its line feed
        if not self.row_bytes and line is not None and not line.strip(b"\r\n"):
            return "\n"  # any number of empty lines between rows
        self.row_bytes += len(line or b"")
        if line is None or self.row_bytes > self._max_bytes:
            raise ValueError(too_long(self._max_bytes))
        return decode(line, encoding)


def read_csv(lines: Lines, kind: str, max_bytes: int) -> Iterator[Record]:
    """Read rows whose columns are named in the first row.

    The first record has only the columns' names (its values are None), and the rows follow. The delimiter is whichever
    of comma, tab, semicolon and bar splits the first line into the most columns, or the one that Excel's line ``sep=;``
    states.

    Parameters
    ----------
    lines : iterable of bytes and their encoding
    kind : {'.csv', '.tsv'}
        Wins if delimiters give equally many columns.
    max_bytes : int
        The largest row.

    Raises
    ------
    ValueError
        If the first row cannot be read.
    """
    feed = _Feed(lines, max_bytes)
    head = next((line for line in feed if line.strip()), "")
    delimiter = _delimiter(head, kind)
    if head.lower().startswith("sep=") and head[4:5] in _DELIMITERS:
        delimiter, head = head[4:5], next(feed, "")
    names = _names(head, delimiter)
    yield Record(feed.line, dict.fromkeys(names))
    rows = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.row_bytes = 0
        try:
            with _long_cells():
                row = next(rows)
        except StopIteration:
            return
        except (csv.Error, ValueError) as error:
            yield Record(feed.line, None, f"not valid CSV: {error}" if isinstance(error, csv.Error) else str(error))
            rows = csv.reader(feed, delimiter=delimiter, strict=True)
            continue
        if row and len(row) != len(names):
            yield Record(feed.line, None, f"{len(row)} cells where the first line has {len(names)}")
        elif row:
            yield Record(feed.line, dict(zip(names, row, strict=True)))


@contextlib.contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module read cells of more than 128 kB; rows are limited here instead."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(head: str, kind: str) -> str:
    usual = "\t" if kind == ".tsv" else ","

    def score(delimiter: str) -> tuple[int, bool]:
        try:
            return len(_names(head, delimiter)), delimiter == usual
        except ValueError:  # another one may quote what this one does not
            return -1, delimiter == usual

    return max(_DELIMITERS, key=score)


def _names(head: str, delimiter: str) -> list[str]:
    try:
        with _long_cells():
            return next(csv.reader([head], delimiter=delimiter), [])
    except csv.Error as error:
        if "\r" in head.rstrip("\r\n"):
            raise ValueError("not valid CSV: lines end in carriage returns alone; save it with line feeds") from None
        raise ValueError(f"not valid CSV: {error}") from None

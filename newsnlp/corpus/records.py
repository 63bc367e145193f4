"""Records of a file of many articles, one at a time: lines of JSON Lines, rows of CSV and Parquet."""

from __future__ import annotations

import contextlib
import csv
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from newsnlp.corpus.files import decode
from newsnlp.corpus.jsonlines import parse_line

__all__ = ["Record", "is_object", "read_csv", "read_jsonl", "read_parquet"]

Lines = Iterable[tuple[bytes | None, str]]

_DELIMITERS = (",", "\t", ";", "|")
_ROWS = 256  # rows of a Parquet file at a time


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
    for number, (line, encoding) in enumerate(lines, 1):
        if line is None:
            yield Record(number, None, _too_long(max_bytes))
        elif line.strip():
            try:
                fields = parse_line(decode(line, encoding))
            except ValueError as error:
                yield Record(number, None, str(error))
            else:
                yield Record(number, fields)


def is_object(line: bytes, encoding: str) -> bool:
    """Return whether a line is a JSON object."""
    try:
        parse_line(decode(line, encoding))
    except ValueError:
        return False
    return True


def _too_long(max_bytes: int) -> str:
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
        self.line += 1
        self.row_bytes += len(line or b"")
        if line is None or self.row_bytes > self._max_bytes:
            raise ValueError(_too_long(self._max_bytes))
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
    """
    feed = _Feed(lines, max_bytes)
    head = next((line for line in feed if line.strip()), "")
    delimiter = _delimiter(head, kind)
    if head.lower().startswith("sep=") and head[4:5] in _DELIMITERS:
        delimiter, head = head[4:5], next(feed, "")
    names = next(csv.reader([head], delimiter=delimiter), [])
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
    return max(_DELIMITERS, key=lambda each: (len(next(csv.reader([head], delimiter=each), [])), each == usual))


def read_parquet(file: IO[bytes], find: Callable[[Iterable[str]], Mapping[str, str]]) -> Iterator[Record]:
    """Read rows of a Parquet file, but only the columns that `find` selects by name.

    The first record has only the names of all columns. A file without random access, such as a compressed one, is first
    copied to the disk.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ValueError("reading .parquet needs pyarrow: pip install 'newsnlp[files]'") from None
    import tempfile

    with tempfile.TemporaryFile() as copy:
        if not _is_plain(file):
            shutil.copyfileobj(file, copy)
            file = copy
        try:
            table = pq.ParquetFile(file)
            names = table.schema_arrow.names
            yield Record(0, dict.fromkeys(names))
            columns, number = sorted(find(names).values()), 0
            for batch in table.iter_batches(_ROWS, columns=columns):
                for fields in batch.to_pylist():
                    number += 1
                    yield Record(number, fields)
        except (pa.ArrowException, OSError) as error:
            raise ValueError(f"not a complete Parquet file ({error})") from None


def _is_plain(file: IO[bytes]) -> bool:
    return hasattr(file, "raw") and type(file.raw).__name__ == "FileIO"

"""The file formats of results: how a part is written, and how parts are joined into one file."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from newsnlp.corpus.files import file_kind
from newsnlp.results.table import as_string

__all__ = ["Format", "result_format"]

Rows = Mapping[str, Sequence[Any]]
_COPIED = 1 << 20


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Parameters
    ----------
    write : callable
        Writes columns of equal length to a file; the third argument returns the pyarrow schema.
    join : callable
        Joins the files at the given paths, in order, into one file.
    """

    write: Callable[[IO[bytes], Rows, Callable[[], Any]], None]
    join: Callable[[Iterable[str], IO[bytes]], None]


def result_format(path: str) -> Format:
    """Return the format for a path's suffix; raise ValueError listing the known ones."""
    kind = file_kind(path)
    if kind not in _FORMATS or os.path.splitext(path)[1].lower() != kind:
        raise ValueError(f"results are written to .parquet, .jsonl or .csv, got {path!r}")
    return _FORMATS[kind]


def _plain(value: Any) -> Any:
    """Return a value as JSON and CSV have it: a number of NumPy as Python's, anything unknown as a string."""
    if isinstance(value, np.generic):
        value = value.item()
    return value if value is None or isinstance(value, str | int | float) else as_string(value)


def _write_jsonl(file: IO[bytes], rows: Rows, schema: Callable[[], Any]) -> None:
    for values in zip(*rows.values(), strict=True):
        record = dict(zip(rows, values, strict=True))
        line = json.dumps(record, ensure_ascii=False, default=_plain)
        file.write(line.encode("utf-8", "backslashreplace") + b"\n")  # a lone surrogate becomes its JSON escape


def _join_bytes(paths: Iterable[str], out: IO[bytes]) -> None:
    for path in paths:
        with open(path, "rb") as part:
            shutil.copyfileobj(part, out, _COPIED)


def _write_csv(file: IO[bytes], rows: Rows, schema: Callable[[], Any]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows)
    writer.writerows([_cell(value) for value in values] for values in zip(*rows.values(), strict=True))
    file.write(text.getvalue().encode("utf-8", "backslashreplace"))


def _cell(value: Any) -> Any:
    """Return a value as a CSV cell: names joined by ';', spans as '0-12;13-40'."""
    if isinstance(value, list | tuple):
        return ";".join(f"{each['start']}-{each['end']}" if isinstance(each, dict) else str(each) for each in value)
    return _plain(value)


def _join_csv(paths: Iterable[str], out: IO[bytes]) -> None:
    for number, path in enumerate(paths):
        with open(path, "rb") as part:
            head = part.readline()
            if not number:
                out.write(head)
            shutil.copyfileobj(part, out, _COPIED)


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise ValueError("writing .parquet needs pyarrow: pip install 'newsnlp[files]'") from None
    return pyarrow.parquet


def _write_parquet(file: IO[bytes], rows: Rows, schema: Callable[[], Any]) -> None:
    parquet = _parquet()
    import pyarrow as pa

    fields = schema()
    text = {name for name in rows if fields.field(name).type == pa.string()}
    columns = {name: list(map(as_string, values)) if name in text else values for name, values in rows.items()}
    parquet.write_table(pa.Table.from_pydict(columns, schema=fields), file, compression="zstd")


def _join_parquet(paths: Iterable[str], out: IO[bytes]) -> None:
    parquet = _parquet()
    with contextlib.ExitStack() as opened:
        writer = None
        for path in paths:
            with parquet.ParquetFile(path) as part:
                if writer is None:
                    writer = opened.enter_context(parquet.ParquetWriter(out, part.schema_arrow, compression="zstd"))
                for group in range(part.num_row_groups):
                    writer.write_table(part.read_row_group(group))


_FORMATS = {
    ".jsonl": Format(_write_jsonl, _join_bytes),
    ".csv": Format(_write_csv, _join_csv),
    ".parquet": Format(_write_parquet, _join_parquet),
}

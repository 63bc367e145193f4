"""Read labelled texts: JSON Lines or CSV, plain or gzipped, with one text in each row."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsnlp.corpus.columns import CONVENTIONS
from newsnlp.corpus.files import MAX_BYTES, open_bytes, read_lines, unpacked_limit
from newsnlp.corpus.records import Record, read_csv, read_jsonl

__all__ = ["LabelledText", "read_labelled"]

TOPIC_KEYS = ("topics", "topic", "labels", "label")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text and the topics it has.

    Parameters
    ----------
    text : str
        Title, a blank line and the text; only the text if there is no title.
    topics : tuple of str
        Its topics; empty if it has none.
    id : str
        The row's id, otherwise its number in the file.
    collection : str, default=""
        The source of the text, to evaluate by.
    where : str, default=""
        The file, and the line at which the row begins. Not part of comparison.
    """

    text: str
    topics: tuple[str, ...]
    id: str
    collection: str = ""
    where: str = field(default="", compare=False)


def read_labelled(path: str | os.PathLike[str]) -> list[LabelledText]:
    """Read the labelled texts of a file.

    A row has ``text``, its ``topics`` (also ``topic``, ``labels``, ``label``: names separated by ``;``, or in JSON a
    list of names; empty for none) and may have ``title``, ``id`` and ``collection``. Columns and delimiters are found
    as by `read_articles`: "Body" is a text, too. A value that looks like names separated differently (by ``,`` or
    ``|``, or with ``[`` at the start) is an error; a name with such a character can be given in a list.

    Parameters
    ----------
    path : str or path
        A file that ends in .jsonl, .csv or .tsv, or in one of these and .gz.

    Raises
    ------
    ValueError
        If the file is of another kind, is not UTF-8, unpacks to a hundred times its size (and more than 100 MB), or a
        row is invalid or larger than 10 MB; the message names file and line.
    """
    name = os.fspath(path)
    suffixes = [suffix.lower() for suffix in Path(path).suffixes]
    kind = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else "".join(suffixes[-1:])
    if kind not in (".jsonl", ".csv", ".tsv"):
        raise ValueError(f"{name}: labelled texts must be .jsonl, .csv or .tsv (or one of these with .gz)")
    found: list[LabelledText] = []
    for record in _records(path, kind):
        if record.fields is None:
            raise ValueError(f"{name}:{record.line}: {_reason(record.error)}")
        found.append(_labelled(record.fields, f"{name}:{record.line}", len(found) + 1))
    if not found:
        raise ValueError(f"{name}: no rows")
    return found


def _records(path: str | os.PathLike[str], kind: str) -> Iterator[Record]:
    try:
        with open_bytes(path) as file:
            lines = _limited(read_lines(file, "utf-8", MAX_BYTES), unpacked_limit(path, MAX_BYTES))
            if kind == ".jsonl":
                yield from read_jsonl(lines, MAX_BYTES)
            else:
                rows = read_csv(lines, kind, MAX_BYTES)
                next(rows)  # the names alone
                yield from rows
    except ValueError as error:
        raise ValueError(f"{os.fspath(path)}: {_reason(str(error))}") from None


def _limited(lines: Iterator[tuple[bytes | None, str]], limit: int) -> Iterator[tuple[bytes | None, str]]:
    """Yield lines; raise ValueError if they have more than `limit` bytes together, since all are kept."""
    left = limit
    for line, encoding in lines:
        left -= len(line or b"")
        if left < 0:
            raise ValueError(f"unpacks to more than {limit:,} bytes, more than is plausible; unpack it first")
        yield line, encoding


def _reason(error: str) -> str:
    """Return an error without options that only the commands for articles have."""
    error = error.replace("; choose another with --encoding", "; save it as UTF-8")
    return error.removesuffix("; raise the limit with --max-bytes")


def _labelled(row: Mapping[str, Any], where: str, number: int) -> LabelledText:
    listed = ", ".join(map(repr, row)) or "none"
    folded = {key.strip().casefold(): key for key in reversed(list(row))}

    def find(names: Sequence[str]) -> str | None:
        """Return the row's key that is the first of the names, in any case; None if it has none."""
        return next((folded[name] for name in names if name in folded), None)

    def cell(names: Sequence[str]) -> str:
        """Return a value as str, including 0; empty if there is none."""
        key = find(names)
        return "" if key is None or row[key] is None else str(row[key])

    text_key, title_key = find(CONVENTIONS["text"]), find(CONVENTIONS["title"])
    if text_key is None:
        raise ValueError(f"{where}: no 'text'; there are {listed}")
    text, title = row[text_key], (row[title_key] if title_key else "") or ""
    if not isinstance(text, str) or not isinstance(title, str):
        raise ValueError(f"{where}: text (and title, if given) must be a string")
    key = find(TOPIC_KEYS)
    if key is None:
        raise ValueError(
            f"{where}: topics are missing; give them under one of {', '.join(TOPIC_KEYS)}; there are {listed}"
        )
    given = row[key]
    names = _separated(given, f"{where}: {key}") if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(topic, str) for topic in names):
        raise ValueError(f"{where}: {key} must be a list of names, got {given!r:.60}")
    topics = tuple(dict.fromkeys(topic.strip() for topic in names if topic.strip()))
    return LabelledText(
        text=f"{title}\n\n{text}" if title.strip() else text,
        topics=topics,
        id=cell(CONVENTIONS["id"]) or str(number),
        collection=cell(["collection"]),
        where=where,
    )


def _separated(given: str, where: str) -> list[str]:
    """Return the names in a cell; raise ValueError if one looks like several."""
    names = given.split(";")
    for name in names:
        if "," in name or "|" in name or name.strip().startswith("["):
            raise ValueError(
                f"{where} must be names separated by ';', got {given!r:.60}; "
                "a name that has ',' or '|' or begins with '[' can be given in a list in .jsonl"
            )
    return names

"""Articles from files, folders and standard input: plain text, JSON Lines and web pages, also gzip'd."""

from __future__ import annotations

import contextlib
import gzip
import io
import itertools
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from newsnlp.articles import Article
from newsnlp.corpus.jsonlines import parse_line

__all__ = ["Document", "count_documents", "open_bytes", "read_documents"]

LINES, PAGES = (".jsonl",), (".html", ".htm")
KINDS = (".txt", *LINES, *PAGES)  # what is read of a folder


@dataclass(frozen=True, slots=True)
class Document:
    """An article with what its file says of it, or the reason why it cannot be read.

    Parameters
    ----------
    source : str
        The file, and for JSON Lines the line's `id`, or its number where it has none.
    article : Article or None
        None where the article cannot be read; then `error` says why.
    error : str
        The reason, in one line; empty where there is an article.
    date, url : str or None
        As given in JSON Lines.
    """

    source: str
    article: Article | None
    error: str = ""
    date: str | None = None
    url: str | None = None


def read_documents(paths: Iterable[str], encoding: str = "utf-8") -> Iterator[Document]:
    """Read articles from files, folders and ``-``, standard input.

    Parameters
    ----------
    paths : iterable of str
        A ``.jsonl`` file holds one object a line with `text` and, where known, `title`, `id`, `date` and `url`; of a
        ``.html`` or ``.htm`` file the article is what `Article.from_html` finds; any other file is one article. A file
        whose name ends in ``.gz`` besides is unpacked. Of a folder, its .txt, .jsonl, .html and .htm files, also with
        .gz, are read by name, at any depth; others are left out. Standard input is JSON Lines where its first line is
        a JSON object, else one article.
    encoding : str, default='utf-8'
        How the files are encoded.

    Yields
    ------
    Document
        In order; a file or line that cannot be read gives a document with its `error`, and reading goes on.
    """
    for path in paths:
        if _is_folder(path):
            files = _folder_files(path)
            if not files:
                yield Document(path, None, "no .txt, .jsonl, .html or .htm file in this folder")
            yield from read_documents(files, encoding)
        else:
            yield from _read_file(path, encoding)


def count_documents(paths: Iterable[str]) -> int:
    """Return how many documents `read_documents` yields for the same paths; standard input counts as one."""
    return sum(_count(path) for path in paths)


@contextlib.contextmanager
def open_bytes(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file to read bytes, unpacked where its name ends in .gz; ValueError where gzip data are not complete."""
    try:
        with gzip.open(path) if _kind(path, packed=True) == ".gz" else open(path, "rb") as file:
            yield file  # type: ignore[misc]  # both are files of bytes
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"not a complete gzip file ({error})") from None


def _kind(path: str | os.PathLike[str], *, packed: bool = False) -> str:
    """Return the end of a file's name that tells what it is; .gz itself only if `packed`."""
    name = os.fspath(path).lower()
    return os.path.splitext(name if packed else name.removesuffix(".gz"))[1]


def _count(path: str) -> int:
    if _is_folder(path):
        return count_documents(_folder_files(path)) or 1
    if _kind(path) not in LINES:
        return 1
    try:
        with open_bytes(path) as lines:
            return sum(1 for line in lines if line.strip())
    except (OSError, ValueError):
        return 1


def _is_folder(path: str) -> bool:
    return path not in ("", "-") and Path(path).is_dir()  # Path("") is the folder at hand


def _folder_files(path: str) -> list[str]:
    return [str(p) for p in sorted(Path(path).rglob("*")) if _kind(p) in KINDS and p.is_file()]


def _decode(content: bytes, encoding: str) -> str:
    """Return the text; raise ValueError that gives the byte at fault."""
    try:
        # A byte order mark says nothing more once the encoding is known.
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"not {encoding} at byte {error.start} (0x{content[error.start]:02x}); choose another with --encoding"
        ) from None


def _read_file(path: str, encoding: str) -> Iterator[Document]:
    try:
        if path == "-":
            yield from _read_input(sys.stdin.buffer, encoding)
            return
        with open_bytes(path) as file:
            if _kind(path) in LINES:
                yield from _read_lines(path, *_byte_lines(file, encoding))
            elif _kind(path) in PAGES:
                yield _read_page(path, _decode(file.read(), encoding))
            else:
                yield Document(path, Article.parse(_decode(file.read(), encoding)))
    except OSError as error:
        yield Document(path, None, error.strerror or str(error))
    except ValueError as error:
        yield Document(path, None, str(error))


def _read_page(path: str, page: str) -> Document:
    try:
        article = Article.from_html(page)
    except ImportError as error:
        return Document(path, None, str(error))
    if page.strip() and not article.text:
        return Document(path, None, "no article found in this page")
    return Document(path, article)


def _read_input(file: IO[bytes], encoding: str) -> Iterator[Document]:
    """Read JSON Lines as they come, else one text."""
    lines, encoding = _byte_lines(file, encoding)
    head = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    if head and _is_object(head[-1], encoding):
        yield from _read_lines("-", itertools.chain(head, lines), encoding)
    else:
        yield Document("-", Article.parse(_decode(b"".join([*head, *lines]), encoding)))


def _byte_lines(file: IO[bytes], encoding: str) -> tuple[IO[bytes], str]:
    """Return a file whose lines end in one byte, and its encoding: in UTF-16, say, they end in two."""
    if "\n".encode(encoding) == b"\n":
        return file, encoding
    return io.BytesIO(_decode(file.read(), encoding).encode()), "utf-8"


def _read_lines(path: str, lines: Iterable[bytes], encoding: str) -> Iterator[Document]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read_line(f"{path}:{number}", line, encoding)


def _is_object(line: bytes, encoding: str) -> bool:
    try:
        parse_line(_decode(line, encoding))
    except ValueError:
        return False
    return True


def _read_line(place: str, line: bytes, encoding: str) -> Document:
    try:
        record = parse_line(_decode(line, encoding))
        if not isinstance(record.get("text"), str):
            raise ValueError("the object needs `text`, a string")
        title = record.get("title") or ""
        if not isinstance(title, str):
            raise ValueError(f"`title` must be a string, got {title!r:.60}")
    except ValueError as error:
        return Document(place, None, str(error))
    article = Article(headline=title, body=record["text"]) if title else Article.parse(record["text"])
    known = {key: str(record[key]) for key in ("date", "url") if record.get(key) is not None}
    return Document(str(record["id"]) if record.get("id") is not None else place, article, **known)

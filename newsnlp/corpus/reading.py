"""Articles from files, folders and standard input: text, web pages, JSON Lines, CSV and Parquet, also compressed."""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from newsnlp._files import check_targets
from newsnlp._validation import check_choice, check_int, check_path
from newsnlp.articles import Article
from newsnlp.corpus.columns import Columns, fields_of
from newsnlp.corpus.files import (
    MAX_BYTES,
    check_encoding,
    count_lines,
    decode_text,
    file_kind,
    files_within,
    is_folder,
    open_bytes,
    read_lines,
    read_whole,
    unpacked_limit,
)
from newsnlp.corpus.parquet import read_parquet
from newsnlp.corpus.records import Record, is_object, read_csv, read_jsonl

__all__ = ["ArticleReader", "Document", "RejectsFile", "count_documents", "read_articles", "read_documents"]


@dataclass(frozen=True, slots=True)
class Document:
    """The arguments of an article with its source, or the reason why it cannot be read.

    Parameters
    ----------
    source : str
        The file, and in a file of several articles ``:`` and the line (in Parquet, the row).
    fields : mapping or None
        The arguments of `Article`; None if it cannot be read, in which case `error` says why.
    error : str, default=""
        The reason, in one line.
    page : Article, optional
        The article, if it was extracted from a web page.
    """

    source: str
    fields: Mapping[str, Any] | None
    error: str = ""
    page: Article | None = None

    @property
    def article(self) -> Article | None:
        """The article; None if it cannot be read."""
        return self.page if self.page is not None or self.fields is None else Article(**self.fields)


def read_documents(
    paths: Iterable[str], encoding: str = "utf-8", *, columns: Columns | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Document]:
    """Read articles from files, folders and ``-``, standard input.

    Parameters
    ----------
    paths : iterable of str
        As `read_articles` takes them.
    encoding : str, default='utf-8'
        How the files are encoded.
    columns : Columns, optional
        The columns to read.
    max_bytes : int, default=10_000_000
        The largest size of a text, or of a record in a file of several.

    Yields
    ------
    Document
        In order; a file or record that cannot be read gives a document with its `error`, and reading goes on.
    """
    reading = _Reading(encoding, columns or Columns(), max_bytes)
    for path in paths:
        if is_folder(path):
            files = files_within(path)
            if not files:
                yield Document(
                    path, None, "no file of articles (.txt, .html, .jsonl, .csv, .tsv, .parquet) in this folder"
                )
            for file in files:
                yield from reading.read_file(file)
        else:
            yield from reading.read_file(path)


class RejectsFile:
    """A JSON Lines file of what could not be read, and why; an existing file is replaced.

    Parameters
    ----------
    path : str
    """

    def __init__(self, path: str) -> None:
        self._path = path
        open(path, "w", encoding="utf-8").close()

    def add(self, document: Document) -> None:
        """Write a line about a document that could not be read."""
        line = json.dumps({"source": document.source, "error": document.error}, ensure_ascii=False)
        with open(self._path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(line + "\n")


class ArticleReader(Iterator[Article]):
    """Articles as they are read.

    Attributes
    ----------
    n_read : int
        How many articles have been read so far.
    n_rejected : int
        How many files or records could not be read.

    Examples
    --------
    >>> import newsnlp
    >>> reader = newsnlp.read_articles("tests/articles/iran_ict_minister_iraq.txt")
    >>> len(list(reader)), reader.n_read, reader.n_rejected
    (1, 1, 0)
    """

    def __init__(self, documents: Iterator[Document], on_error: str, rejects: str | None) -> None:
        self._documents, self._on_error = documents, on_error
        self._rejects = None if rejects is None else RejectsFile(rejects)
        self.n_read = self.n_rejected = 0

    def __repr__(self) -> str:
        return f"ArticleReader({self.n_read} read, {self.n_rejected} rejected)"

    def __next__(self) -> Article:
        for document in self._documents:
            article = document.article
            if article is not None:
                self.n_read += 1
                return article
            self.n_rejected += 1
            if self._rejects is not None:
                self._rejects.add(document)
            if self._on_error == "raise":
                raise ValueError(f"{document.source}: {document.error}")
        raise StopIteration


def read_articles(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    text: str = "text",
    title: str = "title",
    id: str = "id",
    date: str = "date",
    url: str = "url",
    encoding: str = "utf-8",
    on_error: str = "raise",
    rejects: str | os.PathLike[str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> ArticleReader:
    r"""Read articles from files and folders, one at a time.

    Parameters
    ----------
    paths : str, path or iterable of them
        A ``.jsonl`` file has one article in each line, ``.csv`` (whose delimiter is detected), ``.tsv`` and
        ``.parquet`` in each row; from ``.html``, `Article.from_html` extracts the article; any other file is one text.
        Each may also end in ``.gz`` or ``.zst``. In a folder, such files (and ``.txt``) are read in order of name, at
        any depth. ``-`` is standard input: JSON Lines if its first line is a JSON object, otherwise one text.
    text, title, id, date, url : str
        Columns or keys. If one is not given, other common names are tried as well (body, headline, published, link,
        ...); authors, site and language are found by their common names.
    encoding : str, default='utf-8'
        How the files are encoded.
    on_error : {'raise', 'skip'}, default='raise'
        What happens to a file or record that cannot be read.
    rejects : str or path, optional
        A JSON Lines file for the source of everything that could not be read, with the reason.
    max_bytes : int, default=10_000_000
        The largest text, and the largest record of a file of several, decompressed. A packed Parquet file, which is
        unpacked on the disk, may become a hundred times as large as it is, or ten times `max_bytes` if that is more.

    Returns
    -------
    ArticleReader
        An iterator of Article that counts: `n_read` and `n_rejected`.

    Raises
    ------
    ValueError
        If `encoding` is not known; on reading, with file and line, if something cannot be read and `on_error` is
        'raise'.

    Examples
    --------
    >>> import tempfile, pathlib, newsnlp
    >>> path = pathlib.Path(tempfile.mkdtemp(), "news.csv")
    >>> _ = path.write_text("id;headline;body\n7;Storm;Rain fell. Roads closed.\n")
    >>> [(article.id, article.headline) for article in newsnlp.read_articles(path)]
    [('7', 'Storm')]
    """
    check_choice(on_error, "on_error", ("raise", "skip"))
    check_encoding(encoding)
    columns = Columns(text, title, id, date, url)
    names = [check_path(path, "paths") for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    if rejects is not None:
        check_targets({"`rejects`": check_path(rejects, "rejects")}, names)
    documents = read_documents(names, encoding, columns=columns, max_bytes=check_int(max_bytes, "max_bytes", minimum=1))
    return ArticleReader(documents, on_error, None if rejects is None else check_path(rejects, "rejects"))


def count_documents(paths: Iterable[str]) -> int:
    """Return roughly how many documents `read_documents` yields for the same paths; standard input counts as one."""
    return sum(_count(path) for path in paths)


def _count(path: str) -> int:
    if is_folder(path):
        return count_documents(files_within(path)) or 1
    kind = file_kind(path)
    if kind not in (".jsonl", ".ndjson", ".csv", ".tsv"):
        return 1
    try:
        with open_bytes(path) as file:
            return count_lines(file) - (kind in (".csv", ".tsv"))
    except (OSError, ValueError):
        return 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """How files are read."""

    encoding: str
    columns: Columns
    max_bytes: int

    def read_file(self, path: str) -> Iterator[Document]:
        try:
            if path == "-":
                if sys.stdin is None:
                    raise ValueError("standard input is closed")
                yield from self._read_input(sys.stdin.buffer)
                return
            with open_bytes(path) as file:
                yield from self._read_open(path, file)
        except OSError as error:
            yield Document(path, None, error.strerror or str(error))
        except (ValueError, ImportError) as error:
            yield Document(path, None, str(error))

    def _read_open(self, path: str, file: IO[bytes]) -> Iterator[Document]:
        kind = file_kind(path)
        if kind == ".parquet":
            limit = unpacked_limit(path, self.max_bytes)
            yield from self._read_rows(path, read_parquet(file, self.columns.within, self.max_bytes, limit))
        elif kind in (".csv", ".tsv"):
            yield from self._read_rows(path, read_csv(self._lines(file), kind, self.max_bytes))
        elif kind in (".jsonl", ".ndjson"):
            yield from self._read_objects(path, self._lines(file))
        elif kind == ".json":
            raise ValueError("JSON is read with one object in each line, from a name that ends in .jsonl")
        else:
            content = decode_text(read_whole(file, self.max_bytes), self.encoding)
            yield _read_page(path, content) if kind in (".html", ".htm") else Document(path, {"text": content})

    def _lines(self, file: IO[bytes]) -> Iterator[tuple[bytes | None, str]]:
        return read_lines(file, self.encoding, self.max_bytes)

    def _read_input(self, file: IO[bytes]) -> Iterator[Document]:
        """Read JSON Lines as they arrive, otherwise one text."""
        lines, content, encoding, begun = self._lines(file), bytearray(), self.encoding, False
        for line, encoding in lines:
            if line is not None and line.strip() and not begun:
                begun = True
                if is_object(line, encoding):
                    head = [(bytes(content), encoding), (line, encoding)]  # blank lines count, too
                    yield from self._read_objects("-", itertools.chain(head, lines))
                    return
            content += line or b""
            if line is None or len(content) > self.max_bytes:
                raise ValueError(f"more than {self.max_bytes:,} bytes in one text; raise the limit with --max-bytes")
        yield Document("-", {"text": decode_text(bytes(content), encoding)})

    def _read_rows(self, path: str, records: Iterator[Record]) -> Iterator[Document]:
        """Read the rows of a table, whose first record names its columns."""
        head = next(records)
        found = self.columns.within(head.fields or {})
        for record in records:
            yield self._document(path, record, found)

    def _read_objects(self, path: str, lines: Iterable[tuple[bytes | None, str]]) -> Iterator[Document]:
        """Read JSON Lines, whose objects need not have the same keys."""
        known: dict[tuple[str, ...], dict[str, str]] = {}
        for record in read_jsonl(lines, self.max_bytes):
            names = tuple(record.fields or ())
            try:
                if record.fields is not None and names not in known:
                    known = {names: self.columns.within(names)}
            except ValueError as error:
                yield Document(f"{path}:{record.line}", None, str(error))
            else:
                yield self._document(path, record, known.get(names, {}))

    def _document(self, path: str, record: Record, found: Mapping[str, str]) -> Document:
        source = f"{path}:{record.line}"
        if record.fields is None:
            return Document(source, None, record.error)
        try:
            return Document(
                source, fields_of({part: record.fields[name] for part, name in found.items()}, self.max_bytes)
            )
        except (TypeError, ValueError) as error:
            return Document(source, None, str(error))


def _read_page(path: str, page: str) -> Document:
    article = Article.from_html(page)
    if page.strip() and not article.text:
        return Document(path, None, "no article found in this page")
    return Document(path, {}, page=article)

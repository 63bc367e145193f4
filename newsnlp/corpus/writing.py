"""Write results of many articles to Parquet, JSON Lines or CSV, one part at a time."""

from __future__ import annotations

import functools
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import newsnlp
from newsnlp._validation import check_path
from newsnlp.analysis import analyze_many, classify_many, summarize_many
from newsnlp.corpus.files import files_within, is_folder
from newsnlp.corpus.parts import PartedFile
from newsnlp.corpus.reading import Document
from newsnlp.results import Results

__all__ = ["Written", "process_documents", "run_key", "write_results"]

PART, PART_CHARACTERS = 4096, 1 << 26  # most documents, and characters, committed at once
COMMANDS: dict[str, Callable[..., Results[Any]]] = {
    "analyze": analyze_many,
    "classify": classify_many,
    "summarize": summarize_many,
}


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome of a run.

    Parameters
    ----------
    read, written, rejected : int
        Documents, rows and rejects of the whole file.
    resumed : int
        Number of documents that an earlier run had done.
    """

    read: int
    written: int
    rejected: int
    resumed: int


def write_results(results: Results[Any], path: str | os.PathLike[str], *, resume: bool = False) -> int:
    """Write results to a file as they are computed.

    The rows are those of `Results.to_dict`. They are committed in parts of a few thousand, in a folder beside the file,
    and joined into the file at the end; a run that is stopped leaves no incomplete file.

    Parameters
    ----------
    results : Results
        What `analyze_many`, `classify_many` or `summarize_many` return.
    path : str or path
        A file that ends in .parquet (needs pyarrow), .jsonl or .csv.
    resume : bool, default=False
        Whether to keep rows that an earlier, stopped call committed: the results must come from the same texts. Those
        rows are computed again but not written again; the command line, which knows its input, skips them.

    Returns
    -------
    int
        How many rows the file has.

    Raises
    ------
    ValueError
        If the file is of another kind, another run is writing it, or the columns are not those of the earlier call.

    Examples
    --------
    >>> import newsnlp, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "topics.csv")
    >>> newsnlp.write_results(newsnlp.classify_many(["The foreign ministers signed a treaty."]), path)
    1
    >>> path.read_text().splitlines()[0]
    'id,title,date,url,source,topics,diplomacy,ict,security,novelty,model'
    """
    schema = results.schema
    key = {"columns": list(schema.names), "newsnlp": newsnlp.__version__}
    with PartedFile(check_path(path, "path"), key, resume=resume) as file:
        skipped, rows, size = file.n_done, _no_rows(schema.names), 0
        for batch in results.tables():
            count = len(batch["model"])
            for name, values in batch.items():
                rows[name].extend(values[skipped:])
            size += max(count - skipped, 0)
            skipped = max(skipped - count, 0)
            if size >= PART:
                file.commit(rows, schema.to_arrow, n_done=file.n_done + size)
                rows, size = _no_rows(schema.names), 0
        if size or not file.n_rows:
            file.commit(rows, schema.to_arrow, n_done=file.n_done + size)
        file.finish()
        return file.n_rows


def _no_rows(names: Iterable[str]) -> dict[str, list[Any]]:
    return {name: [] for name in names}


def run_key(paths: Iterable[str], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything the rows of a run depend on: the input files and their order, the options, the version."""
    key = {"newsnlp": newsnlp.__version__, **{f"option {name}": value for name, value in options.items()}}
    number = 0
    for path in paths:
        if path == "-":
            raise ValueError("standard input cannot be read again: --resume needs files")
        for file in files_within(path) if is_folder(path) else [path]:
            number += 1
            try:
                about = os.stat(file)
                state = f"number {number}, {about.st_size} bytes of {about.st_mtime_ns}"
            except OSError:
                state = f"number {number}, not there"
            before = key.get(f"input {file}")  # a file may be read twice
            key[f"input {file}"] = state if before is None else f"{before}; {state}"
    return key


def process_documents(
    documents: Iterator[Document],
    command: str,
    file: PartedFile,
    *,
    n_jobs: int | None = None,
    brief: bool = False,
    with_text: bool = False,
    tell: Callable[[Document], None] = lambda document: None,
    **options: Any,
) -> Written:
    """Analyse documents and write a row for each one that can be read.

    Parameters
    ----------
    documents : iterator of Document
        All of the input; documents that the file already has are skipped.
    command : {'analyze', 'classify', 'summarize'}
    file : PartedFile
    n_jobs : int, optional
        Number of native threads; -1 is all cores.
    brief : bool, default=False
        Whether rows have only id, topics, probabilities and summary; a document without an id gets its source as id.
    with_text : bool, default=False
        Whether rows include the text that the sentences' offsets refer to.
    tell : callable, optional
        Called with each document that cannot be read.
    **options
        Options of the command.

    Returns
    -------
    Written
    """
    many = functools.partial(COMMANDS[command], n_jobs=n_jobs, **options)
    resumed = file.n_done
    chunks = _chunks(itertools.islice(documents, resumed, None))
    reader = ThreadPoolExecutor(1)  # reads the next chunk while native threads work on this one
    try:
        coming = reader.submit(next, chunks, None)
        while chunk := coming.result():
            coming = reader.submit(next, chunks, None)
            _write_chunk(chunk, many, file, brief, with_text, tell)
    finally:
        reader.shutdown(wait=False)  # after Ctrl-C it may be reading still, perhaps from a pipe that nobody closes
    if not file.n_done:
        _write_chunk([], many, file, brief, with_text, tell)
    file.finish()
    return Written(file.n_done, file.n_rows, file.n_rejected, resumed)


def _chunks(documents: Iterator[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += sum(len(str(part)) for part in _parts(document)) if document.fields is not None else 0
        if len(chunk) == PART or size >= PART_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _parts(document: Document) -> tuple[str, str]:
    """Return the title and the text of a document."""
    if document.page is not None:
        return "", document.page.text
    fields = document.fields or {}
    return fields.get("headline", ""), fields.get("body", fields.get("text", ""))


def _write_chunk(
    chunk: Sequence[Document],
    many: Callable[..., Results[Any]],
    file: PartedFile,
    brief: bool,
    with_text: bool,
    tell: Callable[[Document], None],
) -> None:
    good = [document for document in chunk if document.fields is not None]
    bad = [document for document in chunk if document.fields is None]
    results = _results(good, many)
    rows = results.to_dict()
    rows["source"] = [document.source for document in good]
    rows["url"] = [_fact(document, "url") for document in good]
    names = list(rows)
    if with_text:
        rows["text"] = ["\n\n".join(part for part in _parts(document) if part) for document in good]
        names.append("text")
    if brief:
        ids = zip(rows["id"], rows["source"], strict=True)
        rows["id"] = [source if id is None else id for id, source in ids]
        named = {"id", "topics", "summary", *results.schema.probabilities, *(["text"] if with_text else [])}
        names = [name for name in names if name in named]
    file.commit(
        {name: rows[name] for name in names},
        lambda: results.schema.to_arrow(names),
        n_done=file.n_done + len(chunk),
        rejects=[{"source": document.source, "error": document.error} for document in bad],
    )
    for document in bad:
        tell(document)


def _results(documents: Sequence[Document], many: Callable[..., Results[Any]]) -> Results[Any]:
    """Return the results of documents, from articles if some are web pages, otherwise from columns of text."""
    if any(document.page is not None for document in documents):
        return many([document.article for document in documents])
    parts = [_parts(document) for document in documents]
    table = {
        "title": [title for title, _ in parts],
        "text": [text for _, text in parts],
        "id": [_fact(document, "id") for document in documents],
        "date": [_fact(document, "date") for document in documents],
    }
    return many(table, text="text", title="title", id="id", date="date")


def _fact(document: Document, name: str) -> Any:
    return getattr(document.page, name) if document.page is not None else (document.fields or {}).get(name)

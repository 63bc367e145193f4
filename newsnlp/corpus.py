"""Many articles: reading them from files, and mapping over them in order, lazily, on several processes."""

from __future__ import annotations

import functools
import io
import itertools
import json
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from newsnlp._validation import check_article, check_n_jobs, check_options, check_texts
from newsnlp.analysis import Report, analyze, classify, summarize
from newsnlp.article import Article
from newsnlp.values import Summary, TopicPrediction

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Document",
    "Results",
    "analyze_many",
    "classify_many",
    "count_documents",
    "read_documents",
    "summarize_many",
]

BATCH = 32  # articles a task: large enough that the traffic between processes does not show
SUFFIXES = {".txt", ".jsonl"}

Result = TypeVar("Result", bound=Report | TopicPrediction | Summary)


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


class Results(Generic[Result]):
    """Results in the order of their texts, made while they are read; they can be read once.

    Raises
    ------
    RuntimeError
        If they are read a second time, by a loop or by `to_frame`; keep what is needed twice in a list.

    Examples
    --------
    >>> import newsnlp
    >>> results = newsnlp.classify_many(["The parliament passed the budget.", ""])
    >>> [prediction.topics for prediction in results]
    [(), ()]
    """

    def __init__(self, results: Iterator[Result]) -> None:
        self._results: Iterator[Result] | None = results

    def __iter__(self) -> Iterator[Result]:
        if self._results is None:
            raise RuntimeError(
                "these results have been read; they are made while they are read, once: "
                "to use them again, keep them in a list, or call the function again"
            )
        results, self._results = self._results, None
        return results

    def to_frame(self) -> pd.DataFrame:
        """Return all results as a pandas DataFrame, one row an article; RuntimeError if any have been read."""
        try:
            import pandas as pd
        except ImportError:
            raise ImportError("to_frame needs pandas: pip install pandas") from None
        return pd.DataFrame([_row(result) for result in self])


def _row(result: Report | TopicPrediction | Summary) -> dict[str, Any]:
    """Return one flat row: text columns, then one probability a topic."""
    row: dict[str, Any] = {}
    if isinstance(result, Report):
        row = {"source": result.source, "headline": result.article.headline, "dateline": result.article.dateline}
    prediction = result.prediction if isinstance(result, Report) else result
    if isinstance(prediction, TopicPrediction):
        row |= {"topics": prediction.topics, **prediction.probabilities, "novelty": prediction.novelty}
    summary = result.summary if isinstance(result, Report) else result
    if isinstance(summary, Summary):
        row["summary"] = summary.text
    return row


def _work(function: Callable[[Any], Result], batch: list[tuple[int, Any]]) -> list[Result]:
    return [function(check_article(text, f"texts[{position}]", Article)) for position, text in batch]


def _many(
    function: Callable[..., Result], texts: object, n_jobs: int | None, options: dict[str, Any]
) -> Results[Result]:
    one = functools.partial(function, **check_options(function, options))
    return Results(_map(one, check_texts(texts), check_n_jobs(n_jobs)))


def _map(function: Callable[[Any], Result], texts: Iterable[Any], n_jobs: int | None) -> Iterator[Result]:
    numbered = enumerate(texts)
    batches = iter(lambda: list(itertools.islice(numbered, BATCH)), [])
    if n_jobs in (None, 1):
        for position, text in numbered:
            yield from _work(function, [(position, text)])
        return
    import joblib

    parallel = joblib.Parallel(n_jobs=n_jobs, return_as="generator")
    done = parallel(joblib.delayed(_work)(function, batch) for batch in batches)
    try:
        for results in done:
            yield from results
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # joblib's, where a reader stops before the end
            done.close()


def analyze_many(texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any) -> Results[Report]:
    """Analyse many articles.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, through joblib; -1 uses every core, None or 1 this process alone.
    **options
        As for `analyze`: `sentences`, `words`, `method`, `model`.

    Returns
    -------
    Results
        An iterable of `Report` in the order of the texts; `to_frame()` makes a table of it. It can be read once, by a
        loop, by `list` or by `to_frame`; a second reading is a RuntimeError.

    Raises
    ------
    TypeError, ValueError
        If `texts` is one text, `n_jobs` is 0 or an option unknown; on reading, if a text is no str, by its position.

    Examples
    --------
    >>> import newsnlp
    >>> [len(report.summary) for report in newsnlp.analyze_many(["Rain fell.", ""])]
    [1, 0]
    """
    return _many(analyze, texts, n_jobs, options)


def classify_many(
    texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any
) -> Results[TopicPrediction]:
    """Find the topics of many articles.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, as for `analyze_many`.
    **options
        As for `classify`: `model`.

    Returns
    -------
    Results
        An iterable of `TopicPrediction` in the order of the texts; it can be read once, as for `analyze_many`.

    Raises
    ------
    TypeError, ValueError
        As for `analyze_many`.

    Examples
    --------
    >>> import newsnlp
    >>> texts = ["The foreign ministers signed a treaty in Geneva.", "The cup final ended in a draw."]
    >>> [prediction.topics for prediction in newsnlp.classify_many(texts)]
    [('diplomacy',), ()]
    """
    return _many(classify, texts, n_jobs, options)


def summarize_many(texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any) -> Results[Summary]:
    """Summarize many articles, each for itself.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, as for `analyze_many`.
    **options
        As for `summarize`: `sentences`, `words`, `characters`, `ratio`, `query`, `background`, `seen`, `method`.

    Returns
    -------
    Results
        An iterable of `Summary` in the order of the texts; it can be read once, as for `analyze_many`.

    Raises
    ------
    TypeError, ValueError
        As for `analyze_many`.

    Examples
    --------
    >>> import newsnlp
    >>> [str(summary) for summary in newsnlp.summarize_many(["Rain fell. Roads closed."], method="lead", sentences=1)]
    ['Rain fell.']
    """
    # An iterator among them would be used up by the first text.
    kept = {name: list(value) if isinstance(value, Iterator) else value for name, value in options.items()}
    return _many(summarize, texts, n_jobs, kept)


def read_documents(paths: Iterable[str], encoding: str = "utf-8") -> Iterator[Document]:
    """Read articles from files, folders (their .txt and .jsonl files, by name) and ``-``, standard input.

    Parameters
    ----------
    paths : iterable of str
        A ``.jsonl`` file holds one object a line with `text` and, where known, `title`, `id`, `date` and `url`;
        any other file is one article.
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
                yield Document(path, None, "no .txt or .jsonl file in this folder")
            yield from read_documents(files, encoding)
        elif path.endswith(".jsonl"):
            yield from _read_lines(path, encoding)
        else:
            yield _read_file(path, encoding)


def count_documents(paths: Iterable[str]) -> int:
    """Return how many documents `read_documents` yields for the same paths."""
    return sum(_count(path) for path in paths)


def _count(path: str) -> int:
    if _is_folder(path):
        return count_documents(_folder_files(path)) or 1
    if not path.endswith(".jsonl"):
        return 1
    try:
        with open(path, "rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1


def _is_folder(path: str) -> bool:
    return path not in ("", "-") and Path(path).is_dir()  # Path("") is the folder at hand


def _folder_files(path: str) -> list[str]:
    return [str(p) for p in sorted(Path(path).rglob("*")) if p.suffix in SUFFIXES and p.is_file()]


def _content(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()


def _decode(content: bytes, encoding: str) -> str:
    """Return the text; raise ValueError that gives the byte at fault."""
    try:
        # A byte order mark says nothing more once the encoding is known.
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"not {encoding} at byte {error.start} (0x{content[error.start]:02x}); choose another with --encoding"
        ) from None


def _read_file(path: str, encoding: str) -> Document:
    try:
        return Document(path, Article.parse(_decode(_content(path), encoding)))
    except OSError as error:
        return Document(path, None, error.strerror or str(error))
    except ValueError as error:
        return Document(path, None, str(error))


def _read_lines(path: str, encoding: str) -> Iterator[Document]:
    try:
        with open(path, "rb") as file:
            lines: Iterable[bytes] = file
            if "\n".encode(encoding) != b"\n":  # in UTF-16, say, a line ends in two bytes
                lines, encoding = io.BytesIO(_decode(file.read(), encoding).encode()), "utf-8"
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_line(f"{path}:{number}", line, encoding)
    except OSError as error:
        yield Document(path, None, error.strerror or str(error))
    except ValueError as error:
        yield Document(path, None, str(error))


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from None


def _read_line(place: str, line: bytes, encoding: str) -> Document:
    try:
        record = _json(_decode(line, encoding))
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise ValueError("needs an object with `text`, a string")
        title = record.get("title") or ""
        if not isinstance(title, str):
            raise ValueError(f"`title` must be a string, got {title!r}")
    except ValueError as error:
        return Document(place, None, str(error))
    article = Article(headline=title, body=record["text"]) if title else Article.parse(record["text"])
    known = {key: str(record[key]) for key in ("date", "url") if record.get(key) is not None}
    return Document(str(record["id"]) if record.get("id") is not None else place, article, **known)

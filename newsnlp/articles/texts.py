"""The common input of functions on many texts: lists, iterators, columns and tables, read and checked in batches."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from newsnlp._core import TextColumn
from newsnlp._texts import is_arrow
from newsnlp._validation import check_choice, check_same_length, check_text, check_texts, warn_of_file_name
from newsnlp.articles.article import Article

__all__ = ["TextBatch", "Texts"]

# Most texts per thread, and most characters, in a batch: threads stay busy and memory stays bounded.
BATCH, BATCH_CHARACTERS = 256, 1 << 22
FIRST_BATCH = 8  # first batch from an iterator, which is read in growing batches


@dataclass(frozen=True, slots=True)
class TextBatch:
    """A batch of consecutive texts.

    Parameters
    ----------
    first : int
        The index of the first text among all.
    column : TextColumn
        Holds the texts, from row `start` to before row `stop`.
    start, stop : int
    articles : dict of int to Article
        The texts given as articles, by their index in the batch.
    headline_ends : list of int or None
        The end of each text's headline if titles were given separately; -1 for a text without one.
    extras : dict of str to list
        The values of further columns of a table (id, title, date), one for each text.
    """

    first: int
    column: TextColumn
    start: int
    stop: int
    articles: Mapping[int, Article] = field(default_factory=dict)
    headline_ends: list[int] | None = None
    extras: Mapping[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.stop - self.start

    def text(self, i: int) -> str:
        """Return the text at an index of the batch."""
        return str(self.column.text(self.start + i))


class Texts:
    """Texts from any kind of column, table or iterable.

    Parameters
    ----------
    texts : iterable of str or Article, NumPy array, pandas or polars Series, Arrow array, or table
        Arrow strings are not converted to Python strings. A table is a data frame of pandas, polars or another kind
        that narwhals knows, a table or record batch of pyarrow, or a dict of columns.
    text : str, optional
        The column with the texts, if `texts` is a table.
    missing : {'error', 'empty'}, default='error'
        Whether None, NaN or an Arrow null raises a TypeError that names its index, or counts as an empty text.
    extras : str or None
        Further columns of a table, by their role: `title`, `id`, `date`. A title is put before its text, with a blank
        line between them.

    Raises
    ------
    TypeError
        If `texts` is one text, or a table without `text`, or none of the above.
    ValueError
        If a table has no column of that name.
    """

    def __init__(self, texts: Any, text: str | None = None, *, missing: str = "error", **extras: str | None) -> None:
        self._empty = check_choice(missing, "missing", ("error", "empty")) == "empty"
        columns = _table_columns(texts)
        roles = {role: name for role, name in extras.items() if name is not None}
        self._extras: dict[str, list[Any]] = {}
        if columns is not None:
            texts = _column(columns, text, "text")
            self._extras = {role: _values(_column(columns, name, role)) for role, name in roles.items()}
            texts = texts if hasattr(texts, "__len__") else list(texts)
            lengths = {f"`{role}`": values for role, values in self._extras.items()}
            check_same_length(**{"`text`": texts}, **lengths)
        elif text is not None or roles:
            role = "text" if text is not None else min(roles)
            raise TypeError(f"`{role}` names a column of a table, but texts is {_described(texts)}")
        source = _as_column(check_texts(texts))
        self._repeatable = not isinstance(source, Iterator)
        self._source = source

    @property
    def repeatable(self) -> bool:
        """Whether the texts can be read a second time: those of an iterator cannot."""
        return self._repeatable

    def batches(self, n_threads: int = 1) -> Iterator[TextBatch]:
        """Yield the texts in batches; an item that is not a text raises TypeError once those before it are read."""
        if not isinstance(self._source, Iterator):
            yield from self._slices(self._source, n_threads)
            return
        first = 0
        for items, error in _read_ahead(self._source, n_threads):
            yield from self._resolved(TextColumn(items), 0, len(items), first)
            first += len(items)
            if error is not None:
                error.add_note(f"raised by the iterator of texts instead of returning texts[{first}]")
                raise error

    def _slices(self, column: TextColumn, n_threads: int) -> Iterator[TextBatch]:
        start = 0
        while start < len(column):
            stop = column.batch_end(start, BATCH * n_threads, BATCH_CHARACTERS * n_threads)
            yield from self._resolved(column, start, stop, start)
            start = stop

    def _resolved(self, column: TextColumn, start: int, stop: int, first: int) -> Iterator[TextBatch]:
        """Yield the batch with articles, missing texts and titles resolved."""
        extras = {role: values[first : first + stop - start] for role, values in self._extras.items()}
        others = column.others
        others = others[bisect.bisect_left(others, start) : bisect.bisect_left(others, stop)]
        if not others and "title" not in extras:
            if stop > start:
                yield TextBatch(first, column, start, stop, extras=extras)
            return
        items: list[Any] = [column.text(i) for i in range(start, stop)]
        articles: dict[int, Article] = {}
        failure = None
        for i in (index - start for index in others):
            try:
                items[i] = self._text_of(items[i], first + i, articles, i)
            except TypeError as error:
                del items[i:]
                failure = error
                break
        if items:
            ends = _join_titles(extras["title"], items, articles, first) if "title" in extras else None
            cut = {role: values[: len(items)] for role, values in extras.items()}
            yield TextBatch(first, TextColumn(items), 0, len(items), articles, ends, cut)
        if failure is not None:
            raise failure

    def _text_of(self, item: Any, position: int, articles: dict[int, Article], i: int) -> str:
        """Return the text of an item that is not a str."""
        if isinstance(item, Article):
            articles[i] = item
            return item.text
        if not _is_missing(item):
            return check_text(item, f"texts[{position}]")
        if self._empty:
            return ""
        raise TypeError(
            f"texts[{position}] must be str, got {type(item).__name__}: it is missing; leave it out, or write "
            "missing='empty' for an empty result"
        )


def _described(texts: object) -> str:
    kind = type(texts).__name__
    return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"


def _table_columns(texts: Any) -> Mapping[str, Any] | None:
    """Return the columns of a table by name; None if it is not a table."""
    if isinstance(texts, Mapping):
        return texts
    if isinstance(texts, type | np.ndarray | str | bytes | list | tuple):
        return None
    if hasattr(texts, "column_names") and hasattr(texts, "column"):  # pyarrow's Table and RecordBatch
        names = list(texts.column_names)
        twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
        if twice is not None:
            raise ValueError(f"the table has two columns named {twice!r}")
        return {name: texts.column(i) for i, name in enumerate(names)}
    if not hasattr(type(texts), "columns"):
        return None
    import narwhals

    try:
        frame = narwhals.from_native(texts, eager_only=True)
    except TypeError:
        raise TypeError(f"texts must be a table in memory or a list of str, got {_described(texts)}") from None
    return {name: frame.get_column(name).to_native() for name in frame.columns}


def _column(columns: Mapping[str, Any], name: str | None, role: str) -> Any:
    listed = ", ".join(map(repr, columns)) or "none"
    if name is None:
        example = next(iter(columns), "body")
        raise TypeError(
            f"texts is a table; say which column holds the texts, for example text={example!r} (columns: {listed})"
        )
    if name not in columns:
        raise ValueError(f"`{role}` must be a column of the table, got {name!r} (columns: {listed})")
    return columns[name]


def _values(column: Any) -> list[Any]:
    """Return a column's values as Python objects."""
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(column, method):
            return list(getattr(column, method)())
    return list(column)


def _as_column(texts: Any) -> TextColumn | Iterator[Any]:
    """Return the texts as a column or as an iterator."""
    if isinstance(texts, Iterator):
        iterator: Iterator[Any] = texts
        return iterator
    if isinstance(texts, np.ndarray) and texts.ndim != 1:
        raise TypeError(f"texts must have one dimension, got an array of shape {texts.shape}")
    if isinstance(texts, list | tuple):
        if texts and isinstance(texts[0], str):
            warn_of_file_name(texts[0], stacklevel=5)
        return TextColumn(texts)
    if hasattr(texts, "__len__") and not len(texts):  # an empty column may be of any type
        return TextColumn([])
    # pandas' columns of Python objects would be copied into Arrow strings, and may hold articles.
    if getattr(getattr(texts, "dtype", None), "kind", None) != "O" and is_arrow(texts):
        try:
            return TextColumn(texts)
        except ImportError:  # pandas without pyarrow
            pass
    if hasattr(texts, "__len__"):
        return TextColumn(_values(texts))
    read: Iterator[Any] = iter(texts)
    return read


def _read_ahead(items: Iterator[Any], n_threads: int) -> Iterator[tuple[list[Any], Exception | None]]:
    """Yield lists of items that grow to the size of a batch, and any exception that their iterator raises."""
    most = FIRST_BATCH
    while True:
        batch: list[Any] = []
        size = 0
        error = None
        try:
            while len(batch) < most and size < BATCH_CHARACTERS * n_threads:
                item = next(items)
                batch.append(item)
                size += len(item) if isinstance(item, str) else 0
        except StopIteration:
            most = 0
        except Exception as raised:
            error = raised
        yield batch, error
        if not most or error is not None:
            return
        most = min(2 * most, BATCH * n_threads)


def _is_missing(item: Any) -> bool:
    """Return whether an item is a missing value: None, NaN, pandas' NA and NaT."""
    if item is None or type(item).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(item, float) and item != item


def _join_titles(titles: list[Any], items: list[str], articles: Mapping[int, Article], first: int) -> list[int]:
    """Prepend titles to their texts in place; return where each title ends, -1 for a text without one."""
    ends = [-1] * len(items)
    for i, (title, body) in enumerate(zip(titles[: len(items)], items, strict=True)):
        if _is_missing(title) or i in articles or not check_text(title, f"title of texts[{first + i}]"):
            continue
        items[i] = f"{title}\n\n{body}" if body else title
        ends[i] = len(title) if body else 0
    return ends

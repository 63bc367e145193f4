"""Users' documents of any kind, prepared for the native core batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import numpy as np

from newsnlp._texts import is_arrow
from newsnlp._validation import check_text

# Documents taken from an iterator at once: enough to keep threads busy, few enough to fit in memory.
BATCH = 8192
# Documents whose terms are Python strings at once: these take some thirty times the memory of the text.
ROW_BATCH = 512


class ForeignTerms(Exception):  # noqa: N818 - not an error: it hands terms that are not str to scikit-learn
    """The terms of the first documents are not str; `rows` has the terms of all documents."""

    def __init__(self, rows: Iterable[list[Any]]) -> None:
        super().__init__()
        self.rows = rows


def batches(documents: Iterable[Any]) -> Iterator[Any]:
    """Yield the documents in pieces that can be iterated repeatedly: one piece, unless they come from an iterator.

    Objects with the Arrow interface are passed on unchanged, so that no Python strings are made. A data frame is not a
    column of texts: as in scikit-learn, it is iterated.
    """
    if isinstance(documents, list | tuple):
        yield documents
    elif isinstance(documents, np.ndarray):
        yield documents.tolist() if documents.ndim == 1 else list(documents)
    elif not hasattr(documents, "columns") and is_arrow(documents):
        yield documents
    elif hasattr(documents, "__len__"):
        yield list(documents)
    else:
        iterator = iter(documents)
        while batch := list(islice(iterator, BATCH)):
            yield batch


def items(documents: Iterable[Any]) -> Iterable[Any]:
    """Yield the documents as Python objects, which the elements of pyarrow's arrays are not."""
    return documents.to_pylist() if hasattr(documents, "to_pylist") else documents


def with_texts(work: Callable[[Any], Any], batch: Any, decode: Callable[[Any], Any], offset: int = 0) -> Any:
    """Process a batch natively; it most likely holds only str, otherwise its documents are decoded first.

    The core reports the first item that is not a str; trying the core first costs nothing if all are. Objects that only
    look like Arrow columns of text (numbers, categories, a missing pyarrow) are read as plain iterables too.
    """
    try:
        return work(batch)
    except (TypeError, ImportError):
        texts = [check_text(decode(document), f"texts[{offset + i}]") for i, document in enumerate(items(batch))]
    return work(texts)


def decoded(documents: Iterable[Any], decode: Callable[[Any], Any]) -> Iterator[Any]:
    """Decode documents one at a time, checking each."""
    for i, document in enumerate(items(documents)):
        yield check_text(decode(document), f"texts[{i}]")


def analyzed(documents: Iterable[Any], analyze: Callable[[Any], Any]) -> Iterator[list[list[Any]]]:
    """Yield the terms of documents, made in Python, in batches."""
    rows = map(list, map(analyze, items(documents)))
    first = list(islice(rows, ROW_BATCH))
    if not all(isinstance(term, str) for row in first for term in row):
        raise ForeignTerms(chain(first, rows))
    if first:
        yield first
    while batch := list(islice(rows, ROW_BATCH)):
        yield batch

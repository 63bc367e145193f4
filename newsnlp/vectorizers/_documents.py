"""What users hand in as documents, made ready for the native core batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import numpy as np

from newsnlp._validation import check_text

# Documents drawn from an iterator at a time: enough to keep threads busy, few enough to fit in memory.
BATCH = 8192
# Documents whose terms are held as Python strings at a time: these take some thirty times the memory of the text.
ROW_BATCH = 512


class ForeignTerms(Exception):  # noqa: N818 - not an error: it hands terms that are not str to scikit-learn
    """The terms of the first documents are not str; `rows` has the terms of all documents."""

    def __init__(self, rows: Iterable[list[Any]]) -> None:
        super().__init__()
        self.rows = rows


def batches(documents: Iterable[Any]) -> Iterator[Any]:
    """Give the documents in pieces that can be walked again: one piece, unless they come from an iterator.

    Objects with the Arrow interface stay as they are, so that no Python string is made of them. A data frame is
    no column of texts: as in scikit-learn, its iteration decides.
    """
    if isinstance(documents, list | tuple):
        yield documents
    elif isinstance(documents, np.ndarray):
        yield documents.tolist() if documents.ndim == 1 else list(documents)
    elif not hasattr(documents, "columns") and (
        hasattr(documents, "__arrow_c_stream__") or hasattr(documents, "__arrow_c_array__")
    ):
        yield documents
    elif hasattr(documents, "__len__"):
        yield list(documents)
    else:
        iterator = iter(documents)
        while batch := list(islice(iterator, BATCH)):
            yield batch


def items(documents: Iterable[Any]) -> Iterable[Any]:
    """Give the documents as Python objects, which the elements of pyarrow's arrays are not."""
    return documents.to_pylist() if hasattr(documents, "to_pylist") else documents


def with_texts(work: Callable[[Any], Any], batch: Any, decode: Callable[[Any], Any], offset: int = 0) -> Any:
    """Do native work on a batch that most likely holds str only, decoding its documents where it does not.

    The core names the first item that is not a str; trying it first costs nothing where all are. Objects that only
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
    """Give the terms of documents, made in Python, in batches."""
    rows = map(list, map(analyze, items(documents)))
    first = list(islice(rows, ROW_BATCH))
    if not all(isinstance(term, str) for row in first for term in row):
        raise ForeignTerms(chain(first, rows))
    if first:
        yield first
    while batch := list(islice(rows, ROW_BATCH)):
        yield batch

"""Sentences of many texts, on native threads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsnlp._core import sentence_offsets_of_texts
from newsnlp._threads import thread_count
from newsnlp.articles.sentences import SentenceSplitter, as_splitter
from newsnlp.articles.spans import Sentence, sentences_of
from newsnlp.articles.texts import TextBatch, Texts

__all__ = ["split_sentences_many"]


def split_sentences_many(
    texts: Any,
    *,
    splitter: Any = None,
    text: str | None = None,
    missing: str = "error",
    n_jobs: int | None = None,
) -> Iterator[list[Sentence]]:
    """Split many texts into sentences with exact offsets.

    Parameters
    ----------
    texts : iterable of str or Article, column or table
        As for `analyze_many`.
    splitter : SentenceSplitter, or what its parameter `tokenizer` takes, default=None
        Replaces the default rules. A tokenizer is called from Python, on one thread.
    text : str, optional
        The column of a table that holds the texts.
    missing : {'error', 'empty'}, default='error'
        Whether a missing text is an error, or has no sentence.
    n_jobs : int, optional
        Number of native threads; -1 is all cores. None is 1, or follows ``joblib.parallel_config``. Results do not
        depend on it.

    Returns
    -------
    iterator of list of Sentence
        What `split_sentences` returns for each text, in order, computed while it is read.

    Raises
    ------
    TypeError
        If `texts` is one text or a table without `text`; on reading, if a text is not a str or is missing, with its
        index.
    ValueError
        If an option is out of range, or the table has no such column.

    Examples
    --------
    >>> import newsnlp
    >>> [len(sentences) for sentences in newsnlp.split_sentences_many(["Rain fell. Roads closed.", ""], n_jobs=2)]
    [2, 0]
    """
    batches = Texts(texts, text, missing=missing).batches(thread_count(n_jobs))
    return _split(batches, as_splitter(splitter), thread_count(n_jobs))


def _split(batches: Iterator[TextBatch], splitter: SentenceSplitter, n_threads: int) -> Iterator[list[Sentence]]:
    for batch in batches:
        if splitter.tokenizer is not None:
            yield from (splitter.split(batch.text(i)) for i in range(len(batch)))
            continue
        offsets, ends = sentence_offsets_of_texts(
            batch.column,
            batch.start,
            batch.stop,
            line_breaks=splitter.line_breaks,
            abbreviations=splitter.abbreviations,
            first=batch.first,
            n_threads=n_threads,
        )
        start = 0
        for i, end in enumerate(ends.tolist()):
            text = batch.text(i)
            yield sentences_of(text, offsets[start:end].tolist())
            start = end

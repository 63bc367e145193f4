"""From documents to term counts, batch by batch, for `CountVectorizer`'s fit and transform."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Integral
from operator import itemgetter
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer as Reference

from newsnlp._core import Analysis, Columns, TermCounts
from newsnlp._threads import thread_count
from newsnlp.vectorizers import _matrix
from newsnlp.vectorizers._base import READY_TERMS
from newsnlp.vectorizers._documents import ForeignTerms
from newsnlp.vectorizers._matrix import counts_dtype, native_dtype, sparse_rows, stacked, weighs_natively
from newsnlp.vectorizers._terms import FittedTerms


def learn(
    vectorizer: Any, documents: Iterable[Any], given: FittedTerms | None, *, keep_rows: bool
) -> tuple[FittedTerms, Any]:
    """Learn terms, or only the weights of given ones; return them and, if `keep_rows`, the matrix."""
    if given is not None:
        return _with_learned_weights(vectorizer, given, count_rows(vectorizer, documents, given))
    try:
        counts = count_terms(vectorizer, documents, keep_rows=keep_rows)
    except ForeignTerms as foreign:
        return _with_learned_weights(vectorizer, *_learn_foreign_terms(vectorizer, foreign.rows))
    columns = choose_columns(vectorizer, counts)
    weights = vectorizer._learn_weights(columns.document_frequencies, counts.n_texts)
    terms = FittedTerms(columns.vocabulary(), weights=weights)
    if not keep_rows:
        return terms, None
    n_threads = thread_count(vectorizer.n_jobs, counts.n_texts)
    options = _row_options(vectorizer, terms)
    rows = counts.take_rows(columns, n_threads=n_threads, **options)
    return terms, _as_matrix(vectorizer, rows, terms, options)


def count_terms(vectorizer: Any, documents: Iterable[Any], *, keep_rows: bool) -> TermCounts:
    """Count all terms of the documents."""
    counts: TermCounts | None = None

    def count(texts: Any, analysis: Analysis, n_threads: int) -> None:
        nonlocal counts
        if counts is None:
            counts = TermCounts(analysis, keep_rows=keep_rows)
            counts.add(texts, n_threads=n_threads)
        elif vectorizer.stemmer is None:
            counts.add(texts, n_threads=n_threads)
        else:  # every batch has its own stems
            batch = TermCounts(analysis, keep_rows=keep_rows)
            batch.add(texts, n_threads=n_threads)
            counts.merge(batch)

    analysis = vectorizer._native_analysis()
    for _ in vectorizer._each_batch(documents, analysis, count):
        pass
    return counts or TermCounts(analysis or READY_TERMS, keep_rows=keep_rows)


def choose_columns(vectorizer: Any, counts: TermCounts) -> Columns:
    """Apply min_df, max_df and max_features, breaking ties as scikit-learn does."""
    n_texts, max_df, min_df = counts.n_texts, vectorizer.max_df, vectorizer.min_df
    if not counts.n_terms:
        raise ValueError("empty vocabulary; perhaps the documents only contain stop words")
    summed = counts_dtype(vectorizer.dtype, np.intc)
    highest: Any = max_df if isinstance(max_df, Integral) else max_df * n_texts
    lowest: Any = min_df if isinstance(min_df, Integral) else min_df * n_texts
    if highest < lowest:
        raise ValueError("max_df corresponds to < documents than min_df")
    n_threads = thread_count(vectorizer.n_jobs, n_texts)
    lowest, highest = min(math.ceil(lowest), n_texts + 1), min(math.floor(highest), n_texts)  # numbers of any size
    columns = counts.columns(min_df=lowest, max_df=highest, n_threads=n_threads)
    limit = vectorizer.max_features
    if limit is not None and len(columns) > limit:
        once = vectorizer.binary or summed.kind == "b"
        totals = np.asarray(columns.document_frequencies if once else columns.totals)
        totals = totals.astype(np.int64 if np.can_cast(summed, np.int64) else summed, copy=False)
        columns = columns.select(np.sort((-totals).argsort()[:limit]))
    if not len(columns):
        raise ValueError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")
    return columns


def count_rows(vectorizer: Any, documents: Iterable[Any], terms: FittedTerms) -> Any:
    """Count the terms that have a column, and weigh the counts if the terms have weights."""
    analysis = vectorizer._native_analysis()
    if terms.vocabulary(analysis or READY_TERMS) is None:
        return _count_foreign_terms(vectorizer, map(vectorizer.build_analyzer(), documents), terms)
    options = _row_options(vectorizer, terms)

    def count(texts: Any, analysis: Analysis, n_threads: int) -> _matrix.Triple:
        vocabulary = terms.vocabulary(analysis)
        assert vocabulary is not None  # the terms are those just learned
        return vocabulary.count(texts, n_threads=n_threads, **options)

    try:
        batches = list(vectorizer._each_batch(documents, analysis, count)) or [count([], READY_TERMS, 1)]
    except ForeignTerms as foreign:
        return _count_foreign_terms(vectorizer, foreign.rows, terms)
    return _as_matrix(vectorizer, stacked(batches), terms, options)


def document_frequencies(counts: Any) -> Any:
    """Return the number of rows of a count matrix that have each column."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _row_options(vectorizer: Any, terms: FittedTerms) -> dict[str, Any]:
    """Return the options for the core's rows; those of weights are among them if the core can apply them."""
    dtype, weights = counts_dtype(vectorizer.dtype, np.intc), terms.native_weights
    if weights and weighs_natively(dtype, weights["norm"]):
        dtype = vectorizer._weight_dtype()
    else:
        weights = {}
    options = {"binary": vectorizer.binary, "dtype": native_dtype(dtype), "index_limit": _matrix.INDEX_LIMIT}
    return options | weights


def _as_matrix(vectorizer: Any, rows: _matrix.Triple, terms: FittedTerms, options: dict[str, Any]) -> Any:
    """Make the matrix of the core's rows, counted with these options; weigh it if the core has not."""
    data, indices, indptr = rows
    if "norm" in options and len(indptr) > 1:
        return sparse_rows(rows, len(terms))
    data = data.astype(counts_dtype(vectorizer.dtype, np.intc), copy=False)
    counts = sparse_rows((data, indices, indptr), len(terms))
    if terms.weights is None:
        return counts
    return terms.weights.transform(counts, copy=False)  # raises its error if there are no rows


def _with_learned_weights(vectorizer: Any, terms: FittedTerms, counts: Any) -> tuple[FittedTerms, Any]:
    """Learn the weights of terms from a matrix of counts; return the terms with them and the matrix weighed."""
    weights = vectorizer._learn_weights(document_frequencies(counts), counts.shape[0])
    return terms.with_weights(weights), counts if weights is None else weights.transform(counts, copy=False)


# Terms that are not str (bytes, tuples, numbers) are counted by scikit-learn: the core knows only str.


def unchanged(row: Any) -> Any:
    """Return a document that is already a list of terms (the analyzer for such documents)."""
    return row


def _learn_foreign_terms(vectorizer: Any, rows: Iterable[Any]) -> tuple[FittedTerms, Any]:
    names = ("max_df", "min_df", "max_features", "binary", "dtype")
    theirs = Reference(analyzer=unchanged, **{name: getattr(vectorizer, name) for name in names})
    counts = theirs.fit_transform(rows)
    counts.sort_indices()
    return FittedTerms(columns=dict(sorted(theirs.vocabulary_.items(), key=itemgetter(1)))), counts


def _count_foreign_terms(vectorizer: Any, rows: Iterable[Any], terms: FittedTerms) -> Any:
    names = ("binary", "dtype")
    theirs = Reference(
        analyzer=unchanged, vocabulary=terms.columns, **{name: getattr(vectorizer, name) for name in names}
    )
    counts = theirs.transform(rows)
    return counts if terms.weights is None else terms.weights.transform(counts, copy=False)

"""The terms of a vectorizer: learned natively, kept natively, shown as a dict, pickled as one blob."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping
from numbers import Integral
from operator import itemgetter
from typing import Any

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer as Reference

from newsnlp._core import Analysis, Columns, TermCounts, Vocabulary
from newsnlp.vectorizers import _matrix
from newsnlp.vectorizers._base import READY_TERMS, TextVectorizer, refuse_one_text, restored_on_failure, thread_count
from newsnlp.vectorizers._documents import ForeignTerms
from newsnlp.vectorizers._matrix import native_dtype, sparse_rows, stacked


class GivenCounts:
    """Document frequencies of a vocabulary that was given, for partial_fit and merge."""

    def __init__(self, n_texts: int, frequencies: Any) -> None:
        self.n_texts = n_texts
        self.document_frequencies = frequencies

    def merge(self, other: GivenCounts) -> None:
        """Add the counts of other documents."""
        frequencies = self.document_frequencies + other.document_frequencies
        self.n_texts, self.document_frequencies = self.n_texts + other.n_texts, frequencies


Counts = TermCounts | GivenCounts


def as_given(row: Any) -> Any:
    """Be the analyzer of documents that are lists of terms already."""
    return row


def merged(counts: Any, more: Any) -> Any:
    """Add `more` to `counts`, if there are any yet."""
    if counts is None:
        return more
    counts.merge(more)
    return counts


def check_columns(vocabulary: Mapping[Any, Any]) -> None:
    """Raise ValueError unless the indices are 0, 1, 2, ... in some order."""
    indices = set(vocabulary.values())
    if len(indices) != len(vocabulary):
        raise ValueError("Vocabulary contains repeated indices.")
    for i in range(len(vocabulary)):
        if i not in indices:
            raise ValueError(f"Vocabulary of size {len(vocabulary)} doesn't contain index {i}.")


class TermVectorizer(TextVectorizer):
    """A vectorizer with one column for each term of a vocabulary.

    `_terms` has the terms natively, `_indices` as the dict that `vocabulary_` shows; either is made of the other when
    needed. `_bound` is the native vocabulary in use, with its settings. `_counts` is what partial_fit has counted, from
    which the terms are chosen when they are asked for.
    """

    max_df: Any
    min_df: Any
    max_features: int | None
    vocabulary: Any
    binary: bool
    dtype: Any
    fixed_vocabulary_: bool
    _terms: Vocabulary | None = None
    _indices: dict[Any, int] | None = None
    _bound: tuple[Analysis, Vocabulary] | None = None
    _counts: Any = None

    @property
    def vocabulary_(self) -> dict[Any, int]:
        """Column of each term: a dict, made when it is first asked for, in column order."""
        if not self._has_terms():
            raise AttributeError(f"{type(self).__name__!r} object has no attribute 'vocabulary_'")
        if self._indices is None:
            assert self._terms is not None  # `_has_terms` made sure
            self._indices = self._terms.to_dict()
        return self._indices

    @vocabulary_.setter
    def vocabulary_(self, vocabulary: dict[Any, int]) -> None:
        self._forget_terms()
        self._indices = vocabulary
        self._given_indices = True

    @vocabulary_.deleter
    def vocabulary_(self) -> None:
        self._forget_terms()

    def _has_terms(self) -> bool:
        if self._terms is not None or self._indices is not None:
            return True
        if isinstance(self._counts, TermCounts):
            self._adopt(self._choose_columns(self._counts), self._counts.n_texts)
        return self._terms is not None

    def _forget_terms(self) -> None:
        for name in ("_terms", "_indices", "_given_indices", "_bound"):
            self.__dict__.pop(name, None)

    def _n_columns(self) -> int:
        return len(self._terms if self._indices is None else self._indices)  # type: ignore[arg-type]

    def _native_vocabulary(self, analysis: Analysis) -> Vocabulary | None:
        """Give the terms as the core wants them for these settings; None if some term is no str."""
        if self._terms is not None and self._indices is not None and len(self._terms) != len(self._indices):
            self.vocabulary_ = self._indices  # the user has changed the dict
        bound = self._bound
        if bound is not None and bound[0] is analysis:
            return bound[1]
        terms = self._terms
        if terms is None:
            names = self._names()
            check_columns(self.vocabulary_)
            if not all(isinstance(name, str) for name in names):
                return None
            terms = self._terms = Vocabulary(names, analysis)
        vocabulary = terms.with_analysis(analysis)
        self._bound = (analysis, vocabulary)
        return vocabulary

    def _validate_vocabulary(self) -> None:
        """Take over a vocabulary that was given as a parameter, or note that there is none."""
        given = self.vocabulary
        self.fixed_vocabulary_ = given is not None
        if given is None:
            return
        if isinstance(given, Mapping):
            check_columns(given)
            indices = dict(given)
        else:
            indices = {}
            for i, term in enumerate(sorted(given) if isinstance(given, set) else given):
                if indices.setdefault(term, i) != i:
                    raise ValueError(f"Duplicate term in vocabulary: {term!r}")
        if not indices:
            raise ValueError("empty vocabulary passed to fit")
        self.vocabulary_ = indices

    def _check_vocabulary(self) -> None:
        """Raise NotFittedError unless there is a vocabulary, fitted or given."""
        if not self._has_terms():
            self._validate_vocabulary()
            if not self.fixed_vocabulary_:
                raise NotFittedError("Vocabulary not fitted or provided")
        if not self._n_columns():
            raise ValueError("Vocabulary is empty")

    def _names(self) -> list[Any]:
        """List the terms in column order."""
        if self._terms is not None and self._indices is None:
            return self._terms.names()
        return [term for term, _ in sorted(self.vocabulary_.items(), key=itemgetter(1))]

    def _begin_fit(self, documents: Any) -> None:
        """Check the settings in scikit-learn's order, and warn as it does."""
        refuse_one_text(documents)
        self._validate_ngram_range()
        self._warn_for_unused_params()
        self._validate_vocabulary()
        if self.fixed_vocabulary_ and self.lowercase and any(any(map(str.isupper, term)) for term in self.vocabulary):
            warnings.warn(
                "Upper case characters found in vocabulary while 'lowercase' is True. These entries will not be "
                "matched with any documents",
                stacklevel=3,
            )

    def _fit(self, documents: Any, *, keep_rows: bool) -> Any:
        """Learn; with `keep_rows`, return the matrix. What fails or is interrupted leaves the object as it was."""
        with restored_on_failure(self):
            return self._learn(documents, keep_rows=keep_rows)

    def _learn(self, documents: Any, *, keep_rows: bool) -> Any:
        self._begin_fit(documents)
        if self.fixed_vocabulary_:
            return self._learn_given(self._count_rows(documents, {}))
        try:
            counts = self._count_terms(documents, keep_rows=keep_rows)
        except ForeignTerms as foreign:
            return self._learn_given(self._fit_by_reference(foreign.rows))
        columns = self._choose_columns(counts)
        self._forget_terms()
        self.__dict__.pop("_counts", None)
        self._adopt(columns, counts.n_texts)
        if not keep_rows:
            return None
        weights = self._weights()
        options = {**self._row_options(), **weights, "n_threads": thread_count(self.n_jobs, counts.n_texts)}
        return self._matrix(counts.take_rows(columns, **options), len(columns), weights)

    def _adopt(self, columns: Columns, n_texts: int) -> None:
        """Make these the columns of the vectorizer."""
        self._terms = columns.vocabulary()

    def _learn_given(self, counts: Any) -> Any:
        """Learn what is to be learned from a matrix of counts; return the matrix."""
        return counts

    def _take_counts(self, more: Counts) -> None:
        """Add these counts; learned terms are chosen anew when next asked for."""
        if isinstance(more, TermCounts):
            self._forget_terms()
        try:
            self._counts = merged(self._counts, more)
        except MemoryError:  # half of them may be in
            self._counts = None
            raise

    def _row_options(self) -> dict[str, Any]:
        """Say how the core shall write rows."""
        return {"binary": self.binary, "dtype": native_dtype(self.dtype), "index_limit": _matrix.INDEX_LIMIT}

    def _weights(self) -> dict[str, Any]:
        """Say how the core shall weigh rows; nothing for plain counts."""
        return {}

    def _weigh(self, counts: Any) -> Any:
        """Weigh a matrix of counts as `_weights` says."""
        return counts

    def _matrix(self, rows: _matrix.Triple, n_columns: int, weights: dict[str, Any]) -> Any:
        data, indices, indptr = rows
        if not weights:
            data = data.astype(self.dtype, copy=False)
        return sparse_rows((data, indices, indptr), n_columns)

    def _count_terms(self, documents: Iterable[Any], *, keep_rows: bool) -> TermCounts:
        """Count all terms of the documents."""
        counts: TermCounts | None = None

        def count(texts: Any, analysis: Analysis, n_threads: int) -> None:
            nonlocal counts
            if counts is None or self.stemmer is not None:  # a batch has stems of its own
                batch = TermCounts(analysis, keep_rows=keep_rows)
                batch.add(texts, n_threads=n_threads)
                counts = merged(counts, batch)
            else:
                counts.add(texts, n_threads=n_threads)

        settings = self._native_analysis()
        for _ in self._each_batch(documents, settings, count):
            pass
        return counts or TermCounts(settings or READY_TERMS, keep_rows=keep_rows)

    def _count_part(self, documents: Iterable[Any]) -> Counts:
        """Count what partial_fit keeps."""
        try:
            if not self.fixed_vocabulary_:
                return self._count_terms(documents, keep_rows=False)
            rows = self._count_rows(documents, {})
        except ForeignTerms:
            raise TypeError("partial_fit needs an analyzer whose terms are str") from None
        return GivenCounts(rows.shape[0], np.bincount(rows.indices, minlength=rows.shape[1]))

    def _choose_columns(self, counts: TermCounts) -> Columns:
        """Apply min_df, max_df and max_features, with scikit-learn's way of breaking ties."""
        n_texts = counts.n_texts
        highest: Any = self.max_df if isinstance(self.max_df, Integral) else self.max_df * n_texts
        lowest: Any = self.min_df if isinstance(self.min_df, Integral) else self.min_df * n_texts
        if highest < lowest and counts.n_terms:
            raise ValueError("max_df corresponds to < documents than min_df")
        n_threads = thread_count(self.n_jobs, n_texts)
        columns = counts.columns(min_df=math.ceil(lowest), max_df=math.floor(highest), n_threads=n_threads)
        limit = self.max_features
        if limit is not None and len(columns) > limit:
            totals = np.asarray(columns.document_frequencies if self.binary else columns.totals)
            summed = np.dtype(self.dtype)
            totals = totals.astype(np.int64 if np.can_cast(summed, np.int64) else summed, copy=False)
            columns = columns.select(np.sort((-totals).argsort()[:limit]))
        if not len(columns):
            if not counts.n_terms:
                raise ValueError("empty vocabulary; perhaps the documents only contain stop words")
            raise ValueError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")
        return columns

    def _count_rows(self, documents: Iterable[Any], weights: dict[str, Any]) -> Any:
        """Count the terms that have a column, and weigh them."""
        options = {**self._row_options(), **weights}
        settings = self._native_analysis()
        if self._native_vocabulary(settings or READY_TERMS) is None:
            return self._count_by_reference(map(self.build_analyzer(), documents), weights)

        def count(texts: Any, analysis: Analysis, n_threads: int) -> _matrix.Triple:
            vocabulary = self._native_vocabulary(analysis)
            assert vocabulary is not None  # the terms are those of a moment ago
            return vocabulary.count(texts, n_threads=n_threads, **options)

        try:
            triples = list(self._each_batch(documents, settings, count)) or [count([], READY_TERMS, 1)]
        except ForeignTerms as foreign:
            return self._count_by_reference(foreign.rows, weights)
        return self._matrix(stacked(triples), self._n_columns(), weights)

    def _fit_by_reference(self, rows: Iterable[Any]) -> Any:
        """Let scikit-learn learn terms that are no str, which the core does not know."""
        vectorizer = Reference(
            analyzer=as_given,
            max_df=self.max_df,
            min_df=self.min_df,
            max_features=self.max_features,
            binary=self.binary,
            dtype=self.dtype,
        )
        counts = vectorizer.fit_transform(rows)
        counts.sort_indices()
        self.vocabulary_ = dict(sorted(vectorizer.vocabulary_.items(), key=itemgetter(1)))
        return counts

    def _count_by_reference(self, rows: Iterable[Any], weights: dict[str, Any]) -> Any:
        """Let scikit-learn count terms that are no str."""
        vectorizer = Reference(analyzer=as_given, vocabulary=self.vocabulary_, binary=self.binary, dtype=self.dtype)
        counts = vectorizer.transform(rows)
        return self._weigh(counts) if weights else counts

    def __getstate__(self) -> dict[str, Any]:
        """Write the terms as one blob and their lengths: small, and the same bytes for the same terms."""
        state = super().__getstate__()
        state.pop("_bound", None)
        terms = state.pop("_terms", None)
        if terms is not None and "_given_indices" not in state:
            state.pop("_indices", None)
            lengths = np.diff(np.asarray(terms.offsets))
            state["_blob"] = (terms.blob, lengths.astype(np.min_scalar_type(int(lengths.max(initial=0)))))
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        state = dict(state)
        blob = state.pop("_blob", None)
        super().__setstate__(state)
        if blob is not None:
            offsets = np.concatenate([[0], np.cumsum(blob[1], dtype=np.int64)])
            self._terms = Vocabulary.from_blob(blob[0], offsets, READY_TERMS)

"""The training texts as a matrix of term frequencies, counted in one piece or in shards that are joined."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse

from newsnlp._core import TermCounts, Vocabulary
from newsnlp.topics.fitting import BEGINNING
from newsnlp.topics.terms import word_analysis

__all__ = ["TextMatrix"]


class TextMatrix:
    """Sublinear term frequencies of the training texts, from which each fold makes its own tf-idf.

    Parameters
    ----------
    frequencies : csr_matrix of shape (n_texts, n_terms)
    terms : list of bytes
        In UTF-8, ascending.
    beginnings : list of str
        The beginning of every text, by which near-copies are known.
    """

    def __init__(self, frequencies: sparse.csr_matrix, terms: list[bytes], beginnings: list[str]) -> None:
        self._frequencies = frequencies
        self._terms = terms
        self._n_words = np.array([term.count(b" ") + 1 for term in terms], dtype=np.int64)
        self.beginnings = beginnings

    @property
    def n_terms(self) -> int:
        """Number of columns."""
        return len(self._terms)

    @classmethod
    def count(
        cls, texts: list[str], ngram_range: tuple[int, int], min_df: int = 1, *, n_threads: int = 1
    ) -> TextMatrix:
        """Count the terms of texts.

        Parameters
        ----------
        texts : list of str
        ngram_range : tuple of int
            The widest range that will be used.
        min_df : int
            Smallest number of texts that a term must occur in.
        n_threads : int
            Number of native threads; the result does not depend on it.
        """
        counts = TermCounts(word_analysis(ngram_range), keep_rows=True)
        counts.add(texts, n_threads=n_threads)
        columns = counts.columns(min_df=min(min_df, len(texts) + 1))
        parts = counts.take_rows(columns, dtype="float64", sublinear_tf=True, n_threads=n_threads)
        vocabulary = columns.vocabulary()
        blob, bounds = vocabulary.blob, vocabulary.offsets.tolist()
        terms = [blob[start:end] for start, end in itertools.pairwise(bounds)]
        frequencies = sparse.csr_matrix(parts, shape=(len(texts), len(terms)))
        return cls(frequencies, terms, [text[:BEGINNING] for text in texts])

    @classmethod
    def join(cls, shards: Sequence[TextMatrix], min_df: int) -> TextMatrix:
        """Return the matrix of all texts of shards that were counted with a `min_df` of 1."""
        terms = sorted(set().union(*(shard._terms for shard in shards)))
        columns = {term: column for column, term in enumerate(terms)}
        parts = []
        for shard in shards:
            own = shard._frequencies
            numbers = np.array([columns[term] for term in shard._terms], dtype=np.int64)
            parts.append(
                sparse.csr_matrix((own.data, numbers[own.indices], own.indptr), shape=(own.shape[0], len(terms)))
            )
        whole = sparse.vstack(parts, format="csr")
        kept = np.flatnonzero(np.bincount(whole.indices, minlength=len(terms)) >= min_df)
        beginnings = [beginning for shard in shards for beginning in shard.beginnings]
        return cls(whole[:, kept], [terms[column] for column in kept], beginnings)

    def narrowed(self, ngram_range: tuple[int, int]) -> tuple[sparse.csr_matrix, Vocabulary]:
        """Return the frequencies and the vocabulary of the n-grams of a narrower range."""
        low, high = ngram_range
        chosen = np.flatnonzero((self._n_words >= low) & (self._n_words <= high))
        terms = [self._terms[column] for column in chosen]
        offsets = np.cumsum([0, *map(len, terms)], dtype=np.int64)
        vocabulary = Vocabulary.from_blob(b"".join(terms), offsets, word_analysis(ngram_range))
        return self._frequencies[:, chosen], vocabulary

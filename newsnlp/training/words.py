"""What unlabelled texts say about words: by their letters, their neighbours, and the headings above them.

Each view is linear in the values of the terms. A linear machine that is fitted on terms and views together can
therefore be folded back into weights of terms alone, and a word that no labelled text has gets the weight of similar
words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC
from sklearn.utils.extmath import randomized_svd

__all__ = ["SECTIONS", "WordViews", "neighbour_vectors", "section_weights"]

Floats = NDArray[np.float64]

WINDOW = 6  # words on either side that count as neighbours
CONTEXT_SMOOTHING = 0.75
TOKEN = re.compile(r"\b\w+\b")
# The sections of the portal, by all names that they have had.
SECTIONS = {
    "law and crime": "law",
    "armed conflicts and attacks": "conflict",
    "armed conflict and attacks": "conflict",
    "politics and elections": "politics",
    "politics": "politics",
    "disasters and accidents": "disaster",
    "disasters": "disaster",
    "international relations": "relations",
    "business and economy": "business",
    "business and economics": "business",
    "health and environment": "health",
    "health": "health",
    "arts and culture": "culture",
    "sport": "sport",
    "sports": "sport",
    "science and technology": "science",
    "science": "science",
}


def neighbour_vectors(words: Sequence[str], texts: Sequence[str], *, dimensions: int, seed: int) -> Floats:
    """Return a unit vector for each word, close to the vectors of words with similar neighbours.

    The vectors are the positive pointwise mutual information with the words around, in which nearer ones count more,
    reduced by a singular value decomposition.

    References
    ----------
    Levy, Goldberg, Dagan: Improving distributional similarity with lessons learned from word embeddings. TACL 2015.
    """
    index = {word: i for i, word in enumerate(words)}
    gap = [-1] * WINDOW
    stream = np.array(
        [i for text in texts for i in [*(index.get(w, -1) for w in TOKEN.findall(text.lower())), *gap]], dtype=np.int32
    )
    shape = (len(words), len(words))
    pairs = sparse.csr_matrix(shape, dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = stream[:-distance], stream[distance:]
        both = (left >= 0) & (right >= 0)
        counts = np.full(int(both.sum()), 1.0 / distance, dtype=np.float32)
        pairs = pairs + sparse.coo_matrix((counts, (left[both], right[both])), shape=shape).tocsr()
    pairs = (pairs + pairs.T).tocoo()
    totals = np.bincount(pairs.row, weights=pairs.data, minlength=len(words))
    contexts = totals**CONTEXT_SMOOTHING
    information = np.log(pairs.data / (totals[pairs.row] * (contexts / contexts.sum())[pairs.col]))
    positive = information > 0
    matrix = sparse.csr_matrix((information[positive], (pairs.row[positive], pairs.col[positive])), shape=shape)
    left_vectors, values, _ = randomized_svd(matrix, dimensions, random_state=seed, n_iter=2)
    vectors: Floats = normalize(left_vectors * np.sqrt(values)).astype(np.float64)
    return vectors


def section_weights(values: sparse.csr_matrix, sections: Sequence[str], seed: int) -> Floats:
    """Return the weights of the terms for each section of the portal, shape (n_terms, n_sections)."""
    names = np.array(sections)
    headed = np.flatnonzero(names != "")
    machines = [
        LinearSVC(C=0.2, random_state=seed).fit(values[headed], names[headed] == name)
        for name in sorted(set(SECTIONS.values()))
    ]
    return np.stack([machine.coef_[0] for machine in machines], axis=1)


class WordViews:
    """Adds views of the words to the values of terms, and folds weights back onto the terms.

    Parameters
    ----------
    terms : sequence of str
    vectors : ndarray of float, shape (n_words, n_dimensions)
        The neighbour vector of each term that is one word, in order.
    headings : ndarray of float, shape (n_terms, n_sections)
    shares : tuple of float
        Mean lengths of the views of letters, neighbours and headings, relative to the terms.
    """

    def __init__(
        self,
        terms: Sequence[str],
        vectors: Floats,
        headings: Floats,
        shares: tuple[float, float, float],
    ) -> None:
        self._words = np.array([i for i, term in enumerate(terms) if " " not in term])
        words = [terms[i] for i in self._words]
        letters = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, binary=True)
        self._letters = normalize(letters.fit_transform(words).astype(np.float64))
        self._vectors = vectors
        self._headings = headings
        self._shares = shares
        self._lengths: list[float] = []

    def fit(self, values: sparse.csr_matrix) -> WordViews:
        """Measure the lengths of the views for these values, which the shares refer to."""
        self._lengths = [float(np.sqrt(view.multiply(view).sum(axis=1).mean())) for view in self._views(values)]
        return self

    def widen(self, values: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the values with the views as further columns."""
        factors = [share / length for share, length in zip(self._shares, self._lengths, strict=True)]
        views = [view * factor for view, factor in zip(self._views(values), factors, strict=True)]
        return sparse.hstack([values, *views]).tocsr()

    def fold(self, weights: Floats) -> Floats:
        """Return weights of the terms alone, shape (n_terms, n_topics), with the same scores as the widened ones."""
        n_terms, n_letters = len(self._headings), self._letters.shape[1]
        bounds = np.cumsum([n_terms, n_letters, self._vectors.shape[1]])
        own, letters, vectors, headings = np.split(weights, bounds)
        factors = [share / length for share, length in zip(self._shares, self._lengths, strict=True)]
        folded = own + factors[2] * (self._headings @ headings)
        folded[self._words] += factors[0] * (self._letters @ letters) + factors[1] * (self._vectors @ vectors)
        return folded

    def _views(self, values: sparse.csr_matrix) -> list[Any]:
        words = values[:, self._words]
        return [
            words @ self._letters,
            sparse.csr_matrix(words @ self._vectors),
            sparse.csr_matrix(values @ self._headings),
        ]

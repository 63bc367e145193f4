"""CountVectorizer: how often each term occurs in each document."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any, ClassVar, Self

import numpy as np
import scipy.sparse as sp
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer as Reference
from sklearn.utils import check_array, metadata_routing

from newsnlp.vectorizers._base import TextVectorizer, refuse_one_text
from newsnlp.vectorizers._counting import choose_columns, count_rows, learn
from newsnlp.vectorizers._matrix import SparseRows
from newsnlp.vectorizers._partial import GivenCounts, PartialFitMixin
from newsnlp.vectorizers._sklearn import checks_settings, constraints
from newsnlp.vectorizers._terms import FittedTerms, given_terms


class CountVectorizer(PartialFitMixin, TextVectorizer):
    r"""Count the terms of documents.

    A drop-in for scikit-learn's class of this name: same parameters, results, warnings and errors. Matrices have sorted
    indices; `vocabulary_` is in column order and made on first access. The native core runs the analyzers 'word' (if
    `token_pattern` matches whole runs of word characters, as the default does), 'char' and 'char_wb'; callables and
    other patterns run in Python, and only the counting is native.

    Parameters
    ----------
    input : {'content', 'filename', 'file'}, default='content'
        What documents are: texts (str or bytes), paths of files, or open files.
    encoding : str, default='utf-8'
        Encoding of bytes and files.
    decode_error : {'strict', 'ignore', 'replace'}, default='strict'
        What to do with bytes that are not in this encoding.
    strip_accents : {'ascii', 'unicode'}, callable or None, default=None
        Replace accented characters after lower-casing: by ASCII ones, by their base characters, or by a function.
    lowercase : bool, default=True
        Lower-case the text first.
    preprocessor : callable or None, default=None
        Replaces lower-casing and accent stripping.
    tokenizer : callable or None, default=None
        Replaces `token_pattern`; for the analyzer 'word'.
    stop_words : {'english'}, list of str or None, default=None
        Tokens to leave out; for the analyzer 'word'.
    token_pattern : str or None, default=r"(?u)\\b\\w\\w+\\b"
        Regular expression of a token, with at most one capturing group; for the analyzer 'word'.
    ngram_range : tuple (low, high), default=(1, 1)
        Smallest and largest length of an n-gram, in tokens or characters.
    analyzer : {'word', 'char', 'char_wb'} or callable, default='word'
        Terms are n-grams of words, of characters, of characters within words, or what the function returns.
    max_df, min_df : float in [0, 1] or int, default=1.0 and 1
        Leave out terms that are in more, or fewer, documents: a share of them or a number.
    max_features : int or None, default=None
        Keep only this many terms, the most frequent ones.
    vocabulary : mapping, iterable or None, default=None
        The terms, with their columns or in column order, if they are not to be learned.
    binary : bool, default=False
        Count every term of a document once.
    dtype : dtype, default=numpy.int64
        Type of the matrix.
    n_jobs : int or None, default=None
        Native threads; None follows `joblib.parallel_config` (and is 1 within joblib's workers), -1 means all cores.
        The result does not depend on it.
    stemmer : str, object with a method stem or stemWords, callable or None, default=None
        Stems the tokens that are not stop words, each distinct token once; for the analyzer 'word'. A str is a language
        of NLTK's Snowball stemmers, such as 'english' or 'german'.

    Attributes
    ----------
    vocabulary_ : dict
        Column of each term.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.

    See Also
    --------
    TfidfVectorizer : Weigh the counts.
    HashingVectorizer : Count without a vocabulary.

    Examples
    --------
    >>> from newsnlp import CountVectorizer
    >>> vectorizer = CountVectorizer()
    >>> counts = vectorizer.fit_transform(["Oil prices rise", "Prices fall as oil supply rises"])
    >>> vectorizer.get_feature_names_out()
    array(['as', 'fall', 'oil', 'prices', 'rise', 'rises', 'supply'], dtype=object)
    >>> counts.toarray()
    array([[0, 0, 1, 1, 1, 0, 0],
           [1, 1, 1, 1, 0, 1, 1]])
    """

    # The documents are not routed metadata, although they are not called X.
    __metadata_request__fit: ClassVar = {"raw_documents": metadata_routing.UNUSED}
    __metadata_request__partial_fit: ClassVar = {"raw_documents": metadata_routing.UNUSED}
    __metadata_request__transform: ClassVar = {"raw_documents": metadata_routing.UNUSED}

    _parameter_constraints: ClassVar[dict[str, Any]] = constraints(Reference)

    def __init__(
        self,
        *,
        input: str = "content",
        encoding: str = "utf-8",
        decode_error: str = "strict",
        strip_accents: Any = None,
        lowercase: bool = True,
        preprocessor: Any = None,
        tokenizer: Any = None,
        stop_words: Any = None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        ngram_range: tuple[int, int] = (1, 1),
        analyzer: Any = "word",
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Any = None,
        binary: bool = False,
        dtype: Any = np.int64,
        n_jobs: int | None = None,
        stemmer: Any = None,
    ) -> None:
        self.input = input
        self.encoding = encoding
        self.decode_error = decode_error
        self.strip_accents = strip_accents
        self.lowercase = lowercase
        self.preprocessor = preprocessor
        self.tokenizer = tokenizer
        self.stop_words = stop_words
        self.token_pattern = token_pattern
        self.ngram_range = ngram_range
        self.analyzer = analyzer
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.binary = binary
        self.dtype = dtype
        self.n_jobs = n_jobs
        self.stemmer = stemmer

    @checks_settings
    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Self:
        """Learn the terms of documents.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, path or file
            Documents: a list, tuple, generator, array, pandas or polars Series, any object with the Arrow interface.
        y : object, default=None
            Not used; part of scikit-learn's interface.

        Returns
        -------
        CountVectorizer
            This object.
        """
        self._learn(raw_documents, keep_rows=False)
        return self

    @checks_settings
    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> SparseRows:
        """Learn the terms of documents and count them.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, path or file
            Documents.
        y : object, default=None
            Not used; part of scikit-learn's interface.

        Returns
        -------
        sparse CSR matrix, shape (n_documents, n_terms)
            Document-term matrix.
        """
        return self._learn(raw_documents, keep_rows=True)

    def transform(self, raw_documents: Iterable[Any]) -> SparseRows:
        """Count the terms of documents that have a column.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, path or file
            Documents.

        Returns
        -------
        sparse CSR matrix, shape (n_documents, n_terms)
            Document-term matrix.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If there is no vocabulary yet.
        """
        refuse_one_text(raw_documents)
        return count_rows(self, raw_documents, self._fitted())

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """List the terms in column order.

        Parameters
        ----------
        input_features : object, default=None
            Not used; part of scikit-learn's interface.

        Returns
        -------
        ndarray of str objects, shape (n_terms,)
            Term of each column.
        """
        return np.asarray(self._fitted().names(), dtype=object)

    def inverse_transform(self, X: Any) -> list[Any]:
        """List the terms that each document has.

        Parameters
        ----------
        X : array-like or sparse matrix, shape (n_documents, n_terms)
            Document-term matrix.

        Returns
        -------
        list of ndarray of str
            For each row the terms of its entries other than 0.
        """
        names = np.array(self._fitted().names())
        X = check_array(X, accept_sparse="csr")
        if not sp.issparse(X):
            return [names[np.flatnonzero(row)] for row in X]
        rows = zip(X.indptr[:-1], X.indptr[1:], strict=True)
        return [names[X.indices[start:end][X.data[start:end] != 0]] for start, end in rows]

    @property
    def vocabulary_(self) -> dict[Any, int]:
        """Column of each term: a dict in column order, made on first access."""
        terms = self._known_terms()
        if terms is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute 'vocabulary_'")
        return terms.columns

    @vocabulary_.setter
    def vocabulary_(self, vocabulary: dict[Any, int]) -> None:
        """Take other terms; a plain dict is copied, since its later changes could not be seen."""
        self._terms = FittedTerms(columns=vocabulary, weights=self._terms and self._terms.weights)

    @vocabulary_.deleter
    def vocabulary_(self) -> None:
        self._terms = None

    def _check_fit(self, documents: Any) -> FittedTerms | None:
        """Check the settings in scikit-learn's order, with its warnings; return the given terms, if any."""
        refuse_one_text(documents)
        self._validate_ngram_range()
        self._warn_for_unused_params()
        terms = given_terms(self.vocabulary)
        if terms is not None and self.lowercase and any(any(map(str.isupper, term)) for term in self.vocabulary):
            warnings.warn(
                "Upper case characters found in vocabulary while 'lowercase' is True. These entries will not be "
                "matched with any documents",
                stacklevel=3,
            )
        return terms

    def _learn(self, documents: Any, *, keep_rows: bool) -> Any:
        """Learn the terms; if `keep_rows`, return the matrix. The object changes only once everything has succeeded."""
        self._terms, matrix = learn(self, documents, self._check_fit(documents), keep_rows=keep_rows)
        self._counts = None
        self.fixed_vocabulary_ = self.vocabulary is not None
        return matrix

    def _learn_weights(self, document_frequencies: Any, n_texts: int) -> Any:
        """Return the weights for these document frequencies: none, since counts are not weighted."""
        return None

    def _known_terms(self) -> FittedTerms | None:
        """Return the terms, selecting them from the counts of partial_fit if needed; None if there are none.

        If pruning leaves none of the counted terms, the object is not fitted yet: more documents may change that.
        """
        counts = self._counts
        if self._terms is None and counts is not None:
            if isinstance(counts, GivenCounts):
                terms, frequencies = counts.terms, counts.document_frequencies
            else:
                try:
                    columns = choose_columns(self, counts)
                except ValueError as error:
                    raise NotFittedError(str(error)) from None  # also an AttributeError, which `hasattr` expects
                terms, frequencies = FittedTerms(columns.vocabulary()), columns.document_frequencies
            self._terms = terms.with_weights(self._learn_weights(frequencies, counts.n_texts))
        return self._terms

    def _fitted(self) -> FittedTerms:
        """Return the terms, fitted or given; raise NotFittedError if there are none."""
        terms = self._known_terms()
        if terms is None:
            terms = self._terms = given_terms(self.vocabulary)
            self.fixed_vocabulary_ = terms is not None
            if terms is None:
                raise NotFittedError("Vocabulary not fitted or provided")
        if not len(terms):
            raise ValueError("Vocabulary is empty")
        return terms

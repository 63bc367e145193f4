"""HashingVectorizer: counts without a vocabulary, columns by hash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from numbers import Integral
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.base import TransformerMixin
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer as Reference
from sklearn.preprocessing import normalize

from newsnlp._core import Analysis, hash_texts
from newsnlp.vectorizers import _matrix
from newsnlp.vectorizers._base import READY_TERMS, TextVectorizer, refuse_one_text
from newsnlp.vectorizers._documents import ForeignTerms
from newsnlp.vectorizers._matrix import SparseRows, counts_dtype, native_dtype, sparse_rows, stacked, weighs_natively
from newsnlp.vectorizers._sklearn import check_settings, checks_settings, constraints


class HashingVectorizer(TransformerMixin, TextVectorizer, auto_wrap_output_keys=None):  # type: ignore[misc,call-arg]
    r"""Count the terms of documents in columns that a hash function chooses.

    A drop-in for scikit-learn's class of this name: same parameters, results, warnings and errors (except that an empty
    list of documents raises the ValueError that scikit-learn intended). `CountVectorizer` says what runs in the native
    core.

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
    n_features : int in [1, 2**31 - 1), default=2**20
        Number of columns.
    binary : bool, default=False
        Set all entries to 1, before they are divided by the norm.
    norm : {'l1', 'l2'} or None, default='l2'
        Divide every row by its norm.
    alternate_sign : bool, default=True
        Count each term as +1 or -1 depending on a bit of its hash, so that collisions cancel on average.
    dtype : dtype, default=numpy.float64
        Type of the matrix; an unsigned one needs ``alternate_sign=False``.
    n_jobs : int or None, default=None
        Native threads; None follows `joblib.parallel_config` (and is 1 within joblib's workers), -1 means all cores.
        The result does not depend on it.
    stemmer : str, object with a method stem or stemWords, callable or None, default=None
        Stems the tokens that are not stop words, each distinct token once; for the analyzer 'word'. A str is a language
        of NLTK's Snowball stemmers, such as 'english' or 'german'.

    See Also
    --------
    CountVectorizer : Count with a vocabulary.

    References
    ----------
    K. Weinberger et al. (2009). Feature hashing for large scale multitask learning. ICML.
    The hash function is A. Appleby's MurmurHash3 (x86, 32 bits) of the UTF-8 bytes of a term.

    Examples
    --------
    >>> from newsnlp import HashingVectorizer
    >>> HashingVectorizer(n_features=8, norm=None).transform(["Oil prices rise", "Oil falls"]).toarray()
    array([[...
    """

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
        n_features: int = 2**20,
        binary: bool = False,
        norm: str | None = "l2",
        alternate_sign: bool = True,
        dtype: Any = np.float64,
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
        self.n_features = n_features
        self.binary = binary
        self.norm = norm
        self.alternate_sign = alternate_sign
        self.dtype = dtype
        self.n_jobs = n_jobs
        self.stemmer = stemmer

    @checks_settings
    def partial_fit(self, X: Any, y: Any = None) -> Self:
        """Check the settings; there is nothing to learn.

        Parameters
        ----------
        X : object
            Not used.
        y : object, default=None
            Not used.

        Returns
        -------
        HashingVectorizer
            This object.
        """
        return self

    @checks_settings
    def fit(self, X: Any, y: Any = None) -> Self:
        """Check the settings; there is nothing to learn.

        Parameters
        ----------
        X : iterable
            Documents; ignored.
        y : object, default=None
            Not used.

        Returns
        -------
        HashingVectorizer
            This object.
        """
        refuse_one_text(X)
        self._warn_for_unused_params()
        self._validate_ngram_range()
        return self

    def transform(self, X: Iterable[Any]) -> SparseRows:
        """Count the terms of documents.

        Parameters
        ----------
        X : iterable of str, bytes, path or file
            Documents: a list, tuple, generator, array, pandas or polars Series, any object with the Arrow interface.

        Returns
        -------
        sparse CSR matrix, shape (n_documents, n_features)
            Document-term matrix.
        """
        refuse_one_text(X)
        self._validate_ngram_range()
        n_features, dtype = self._checked_n_features(), self._counts_dtype()
        native = weighs_natively(dtype, self.norm)
        if native and self.norm is not None and dtype != np.float32:
            dtype = np.dtype(np.float64)
        options: dict[str, Any] = {
            "n_features": n_features,
            "alternate_sign": bool(self.alternate_sign),
            "binary": bool(self.binary) or dtype.kind == "b",
            "norm": self.norm if native else None,
            "dtype": native_dtype(dtype),
            "index_limit": _matrix.INDEX_LIMIT,
        }

        def hash_batch(texts: Any, analysis: Analysis, n_threads: int) -> _matrix.Triple:
            return hash_texts(texts, analysis, n_threads=n_threads, **options)

        try:
            triples = list(self._each_batch(X, self._native_analysis(), hash_batch))
        except ForeignTerms as foreign:
            return self._hash_by_reference(foreign.rows)
        data, indices, indptr = stacked(triples or [hash_batch([], READY_TERMS, 1)])
        if len(indptr) == 1:
            raise ValueError("Cannot vectorize empty sequence.")
        X = sparse_rows((data.astype(dtype, copy=False), indices, indptr), n_features)
        return X if native else self._normalized(X)

    def fit_transform(self, X: Iterable[Any], y: Any = None) -> SparseRows:
        """Check the settings and count the terms of documents.

        Parameters
        ----------
        X : iterable of str, bytes, path or file
            Documents.
        y : object, default=None
            Not used.

        Returns
        -------
        sparse CSR matrix, shape (n_documents, n_features)
            Document-term matrix.
        """
        return self.fit(X, y).transform(X)

    def hashed_terms(self, raw_documents: Iterable[Any]) -> dict[int, list[str]]:
        """Name columns by the terms of given documents that hash to them.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, path or file
            Documents to take the terms from.

        Returns
        -------
        dict of int to list of str
            The terms of each column that occurs, the most frequent first, with columns in order.

        Examples
        --------
        >>> from newsnlp import HashingVectorizer
        >>> sorted(sum(HashingVectorizer(n_features=4).hashed_terms(["Oil prices rise"]).values(), []))
        ['oil', 'prices', 'rise']
        """
        from newsnlp.vectorizers.count import CountVectorizer

        n_features = self._checked_n_features()
        shared = CountVectorizer._get_param_names()
        settings = {name: value for name, value in self.get_params(deep=False).items() if name in shared}
        counter = CountVectorizer(**settings | {"dtype": np.int64, "binary": False})
        totals = counter.fit_transform(raw_documents).sum(axis=0).A1
        names = counter.get_feature_names_out()
        rows = hash_texts([[name] for name in names], READY_TERMS, n_features=n_features, alternate_sign=False)
        columns: dict[int, list[str]] = {}
        for i in np.lexsort((-totals, rows[1])):
            columns.setdefault(int(rows[1][i]), []).append(names[i])
        return columns

    def _row_analyzer(self) -> Callable[[Any], Any]:
        analyze = self.build_analyzer()

        def analyze_checked(document: Any) -> Any:
            row = analyze(document)
            if isinstance(row, str):
                raise ValueError(
                    "Samples can not be a single string. The input must be an iterable over iterables of strings."
                )
            return row

        return analyze_checked

    def _checked_n_features(self) -> int:
        if not (isinstance(self.n_features, int | Integral) and 0 < self.n_features < 2**31 - 1):
            check_settings(self)
        return int(self.n_features)

    def _counts_dtype(self) -> np.dtype[Any]:
        """Return the type of the matrix before it is divided by the norm."""
        dtype = counts_dtype(self.dtype, np.float64)
        if dtype.kind == "u" and self.alternate_sign:  # scikit-learn raises OverflowError at the first negative hash
            raise ValueError(f"alternate_sign=True makes negative numbers, which dtype {dtype} does not have")
        return dtype

    def _normalized(self, X: Any) -> Any:
        """Divide the rows by their norms in scikit-learn, which also takes 'max', or raise its error."""
        return X if self.norm is None else normalize(X, norm=self.norm, copy=False)

    def _hash_by_reference(self, rows: Iterable[Any]) -> Any:
        """Let scikit-learn hash terms that are not str (such as bytes), or raise its error for them."""
        hasher = FeatureHasher(
            self.n_features, input_type="string", dtype=self.dtype, alternate_sign=self.alternate_sign
        )
        X = hasher.transform(rows)
        if self.binary:
            X.data.fill(1)
        return self._normalized(X)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        return tags

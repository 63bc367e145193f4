"""TfidfVectorizer: counts weighted by how rare their terms are."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from copy import copy
from typing import Any, ClassVar

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.feature_extraction.text import TfidfVectorizer as Reference
from sklearn.utils.validation import FLOAT_DTYPES

from newsnlp.vectorizers._matrix import SparseRows
from newsnlp.vectorizers._sklearn import constraints
from newsnlp.vectorizers._terms import FittedTerms
from newsnlp.vectorizers.count import CountVectorizer


class TfidfVectorizer(CountVectorizer):
    r"""Weight the terms of documents: term frequency times inverse document frequency.

    A drop-in for scikit-learn's class of this name: same parameters, results (within 1e-12), warnings and
    errors. `CountVectorizer` says what runs in the native core. The weight of a term t in a document is tf(t) idf(t),
    divided by the norm of the document; tf is the count, idf(t) = ln((1 + n) / (1 + df(t))) + 1 for n documents of
    which df(t) have the term.

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
    analyzer : {'word', 'char', 'char_wb'} or callable, default='word'
        Terms are n-grams of words, of characters, of characters within words, or what the function returns.
    stop_words : {'english'}, list of str or None, default=None
        Tokens to leave out; for the analyzer 'word'.
    token_pattern : str or None, default=r"(?u)\\b\\w\\w+\\b"
        Regular expression of a token, with at most one capturing group; for the analyzer 'word'.
    ngram_range : tuple (low, high), default=(1, 1)
        Smallest and largest length of an n-gram, in tokens or characters.
    max_df, min_df : float in [0, 1] or int, default=1.0 and 1
        Leave out terms that are in more, or fewer, documents: a share of them or a number.
    max_features : int or None, default=None
        Keep only this many terms, the most frequent ones.
    vocabulary : mapping, iterable or None, default=None
        The terms, with their columns or in column order, if they are not to be learned.
    binary : bool, default=False
        Let tf be 1 for every term of a document.
    dtype : dtype, default=numpy.float64
        Type of the matrix: float64 or float32.
    norm : {'l1', 'l2'} or None, default='l2'
        Divide every row by its norm.
    use_idf : bool, default=True
        Multiply by idf.
    smooth_idf : bool, default=True
        Count one extra document that has every term; if False, idf(t) = ln(n / df(t)) + 1.
    sublinear_tf : bool, default=False
        Let tf be 1 + ln(count).
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
    idf_ : ndarray, shape (n_terms,)
        Inverse document frequency of each column, if `use_idf`.

    See Also
    --------
    CountVectorizer : Count only.

    References
    ----------
    K. Sparck Jones (1972). A statistical interpretation of term specificity. Journal of Documentation 28.

    Examples
    --------
    >>> from newsnlp import TfidfVectorizer
    >>> vectorizer = TfidfVectorizer()
    >>> vectorizer.fit_transform(["Oil rises", "Oil falls"]).toarray().round(2)
    array([[0.  , 0.58, 0.81],
           [0.81, 0.58, 0.  ]])
    >>> vectorizer.idf_.round(2)
    array([1.41, 1.  , 1.41])
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
        analyzer: Any = "word",
        stop_words: Any = None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        ngram_range: tuple[int, int] = (1, 1),
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Any = None,
        binary: bool = False,
        dtype: Any = np.float64,
        norm: str | None = "l2",
        use_idf: bool = True,
        smooth_idf: bool = True,
        sublinear_tf: bool = False,
        n_jobs: int | None = None,
        stemmer: Any = None,
    ) -> None:
        super().__init__(
            input=input,
            encoding=encoding,
            decode_error=decode_error,
            strip_accents=strip_accents,
            lowercase=lowercase,
            preprocessor=preprocessor,
            tokenizer=tokenizer,
            analyzer=analyzer,
            stop_words=stop_words,
            token_pattern=token_pattern,
            ngram_range=ngram_range,
            max_df=max_df,
            min_df=min_df,
            max_features=max_features,
            vocabulary=vocabulary,
            binary=binary,
            dtype=dtype,
            n_jobs=n_jobs,
            stemmer=stemmer,
        )
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf

    @property
    def idf_(self) -> Any:
        """Inverse document frequency of each column; it can be set to the idf of another vectorizer."""
        if not self._is_fitted():
            raise NotFittedError(
                f"{type(self).__name__} is not fitted yet. Call 'fit' with appropriate arguments before using this "
                "attribute."
            )
        return self._tfidf.idf_

    @idf_.setter
    def idf_(self, value: Any) -> None:
        if not self.use_idf:
            raise ValueError("`idf_` cannot be set when `user_idf=False`.")
        terms = self._fitted()
        if len(terms) != len(value):
            raise ValueError(f"idf length = {len(value)} must be equal to vocabulary size = {len(terms)}")
        idf = np.asarray(value)
        if idf.ndim != 1 or idf.dtype.kind not in "biuf":
            raise ValueError(f"`idf_` must be a one-dimensional array of numbers, got shape {idf.shape} of {idf.dtype}")
        weights = copy(terms.weights) or self._new_weights()
        weights.idf_ = idf
        self._terms = terms.with_weights(weights)

    @property
    def _tfidf(self) -> Any:
        """The weights: a scikit-learn object under scikit-learn's name, with the settings of the fit."""
        return self._fitted().weights

    def transform(self, raw_documents: Iterable[Any]) -> SparseRows:
        """Weight the terms of documents that have a column.

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
            If nothing has been learned yet.
        """
        if not self._is_fitted():
            raise NotFittedError("The TF-IDF vectorizer is not fitted")
        return super().transform(raw_documents)

    def _is_fitted(self) -> bool:
        """Return whether there are weights; there may be only a given vocabulary."""
        terms = self._known_terms()
        return terms is not None and terms.weights is not None

    def _check_fit(self, documents: Any) -> FittedTerms | None:
        if self.dtype not in FLOAT_DTYPES:
            warnings.warn(
                f"Only {FLOAT_DTYPES} 'dtype' should be used. {self.dtype} 'dtype' will be converted to np.float64.",
                UserWarning,
                stacklevel=4,
            )
        return super()._check_fit(documents)

    def _new_weights(self) -> TfidfTransformer:
        return TfidfTransformer(
            norm=self.norm, use_idf=self.use_idf, smooth_idf=self.smooth_idf, sublinear_tf=self.sublinear_tf
        )

    def _learn_weights(self, document_frequencies: Any, n_texts: int) -> TfidfTransformer:
        if np.dtype(self.dtype).kind == "c":  # as scikit-learn says, but it also prints the matrix
            raise ValueError("Complex data not supported")
        weights = self._new_weights()
        weights.n_features_in_ = len(document_frequencies)
        if self.use_idf:
            # the same steps as scikit-learn, for bit-identical results
            dtype = self._weight_dtype()
            frequencies = np.asarray(document_frequencies).astype(dtype) + dtype(self.smooth_idf)
            idf = np.full_like(frequencies, n_texts + int(self.smooth_idf))
            idf /= frequencies
            np.log(idf, out=idf)
            idf += 1.0
            weights.idf_ = idf
        return weights

    def _weight_dtype(self) -> Any:
        return np.float32 if np.dtype(self.dtype) == np.float32 else np.float64

"""CountVectorizer: how often each term occurs in each document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

import numpy as np
import scipy.sparse as sp
import sklearn.feature_extraction.text as reference
from sklearn.utils import check_array, metadata_routing

from newsnlp._validation import check_mergeable
from newsnlp.vectorizers._base import EXTRA_CONSTRAINTS, checks_settings, refuse_one_text, restored_on_failure
from newsnlp.vectorizers._terms import TermVectorizer


class CountVectorizer(TermVectorizer):
    r"""Count the terms of documents.

    A drop-in for scikit-learn's class of this name: same parameters, results, warnings and errors. Matrices have
    their indices sorted, `vocabulary_` is in column order and made when first asked for. Natively done are the
    analyzers 'word' (with a `token_pattern` of whole runs of word characters, as the default), 'char' and 'char_wb';
    callables and other patterns run in Python, and only the counting is native.

    Parameters
    ----------
    input : {'content', 'filename', 'file'}, default='content'
        What documents are: texts (str or bytes), paths of files, or open files.
    encoding : str, default='utf-8'
        Encoding of bytes and files.
    decode_error : {'strict', 'ignore', 'replace'}, default='strict'
        What to do with bytes that are not in this encoding.
    strip_accents : {'ascii', 'unicode'}, callable or None, default=None
        Replace accented characters after lowering: by ASCII ones, by their base characters, by a function of one's own.
    lowercase : bool, default=True
        Lower the text first.
    preprocessor : callable or None, default=None
        Takes the place of lowering and accent stripping.
    tokenizer : callable or None, default=None
        Takes the place of `token_pattern`; for the analyzer 'word'.
    stop_words : {'english'}, list of str or None, default=None
        Tokens to leave out; for the analyzer 'word'.
    token_pattern : str or None, default=r"(?u)\\b\\w\\w+\\b"
        Regular expression of a token, with at most one capturing group; for the analyzer 'word'.
    ngram_range : tuple (low, high), default=(1, 1)
        Smallest and largest length of an n-gram, in tokens or characters.
    analyzer : {'word', 'char', 'char_wb'} or callable, default='word'
        Terms are n-grams of words, of characters, of characters within words; or what the function gives.
    max_df, min_df : float in [0, 1] or int, default=1.0 and 1
        Leave out terms that are in more, or fewer, documents: a share of them or a number.
    max_features : int or None, default=None
        Keep only so many terms, the most frequent.
    vocabulary : mapping, iterable or None, default=None
        The terms, with their columns or in column order, if they are not to be learned.
    binary : bool, default=False
        Count every term of a document once.
    dtype : dtype, default=numpy.int64
        Type of the matrix.
    n_jobs : int or None, default=None
        Native threads; None asks `joblib.parallel_config` (and is 1 within joblib's workers), -1 means all cores.
        The result does not depend on it.
    stemmer : object with a method stem or stemWords, callable or None, default=None
        Stems the tokens that are no stop words, each distinct token once; for the analyzer 'word'.

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

    # The documents are no metadata to be routed, though they are not called X.
    __metadata_request__fit: ClassVar = {"raw_documents": metadata_routing.UNUSED}
    __metadata_request__partial_fit: ClassVar = {"raw_documents": metadata_routing.UNUSED}
    __metadata_request__transform: ClassVar = {"raw_documents": metadata_routing.UNUSED}

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        **reference.CountVectorizer._parameter_constraints,
        **EXTRA_CONSTRAINTS,
    }

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
        self._fit(raw_documents, keep_rows=False)
        return self

    @checks_settings
    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
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
        return self._fit(raw_documents, keep_rows=True)

    @checks_settings
    def partial_fit(self, raw_documents: Iterable[Any], y: Any = None) -> Self:
        """Learn the terms of more documents.

        All counts are kept; `min_df`, `max_df` and `max_features` apply to them when columns are first asked for after
        a call. The result is that of one fit on all documents.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, path or file
            More documents.
        y : object, default=None
            Not used; part of scikit-learn's interface.

        Returns
        -------
        CountVectorizer
            This object. If the documents cannot be read or counted, or the call is interrupted meanwhile, it is what
            it was. Should memory run out in the last step, which adds their counts to the earlier ones, it is unfitted.

        Raises
        ------
        ValueError
            If the object was fitted with `fit`, which keeps no unpruned counts.

        Examples
        --------
        >>> from newsnlp import CountVectorizer
        >>> vectorizer = CountVectorizer(min_df=2).partial_fit(["oil rises", "oil falls"])
        >>> vectorizer.partial_fit(["gold rises"]).get_feature_names_out()
        array(['oil', 'rises'], dtype=object)
        """
        refuse_one_text(raw_documents)
        first = self._counts is None
        if first and self.vocabulary is None and self._has_terms():
            raise ValueError("partial_fit can't follow fit, which keeps no unpruned counts; start with partial_fit")
        with restored_on_failure(self):
            if first:
                self._begin_fit(raw_documents)
            more = self._count_part(raw_documents)
        self._take_counts(more)
        return self

    def merge(self, other: CountVectorizer) -> Self:
        """Take in what another vectorizer has learned with partial_fit.

        Parameters
        ----------
        other : CountVectorizer
            A vectorizer of the same class and settings; it stays as it is.

        Returns
        -------
        CountVectorizer
            This object, as if it had seen the documents of both; unfitted should memory run out.

        Raises
        ------
        ValueError
            If the settings differ, or one of the two has not been fitted with partial_fit.

        Examples
        --------
        >>> from newsnlp import CountVectorizer
        >>> shards = [CountVectorizer().partial_fit([text]) for text in ("oil rises", "gold rises")]
        >>> shards[0].merge(shards[1]).get_feature_names_out()
        array(['gold', 'oil', 'rises'], dtype=object)
        """
        check_mergeable(self, other)
        self._take_counts(other._counts)
        return self

    def transform(self, raw_documents: Iterable[Any]) -> Any:
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
        self._check_vocabulary()
        return self._count_rows(raw_documents, self._weights())

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
        self._check_vocabulary()
        return np.asarray(self._names(), dtype=object)

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
        self._check_vocabulary()
        X = check_array(X, accept_sparse="csr")
        names = np.array(self._names())
        if not sp.issparse(X):
            return [names[np.flatnonzero(row)] for row in X]
        rows = zip(X.indptr[:-1], X.indptr[1:], strict=True)
        return [names[X.indices[start:end][X.data[start:end] != 0]] for start, end in rows]

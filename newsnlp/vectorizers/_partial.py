"""Incremental learning: partial_fit on batches of documents, and merge of vectorizers fitted in parts."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from typing import Any, Self

from newsnlp._core import TermCounts
from newsnlp.vectorizers._base import refuse_one_text
from newsnlp.vectorizers._counting import count_rows, count_terms, document_frequencies
from newsnlp.vectorizers._documents import ForeignTerms
from newsnlp.vectorizers._sklearn import checks_settings
from newsnlp.vectorizers._terms import FittedTerms


class GivenCounts:
    """What partial_fit keeps for a given vocabulary: how many documents have each of its terms."""

    def __init__(self, terms: FittedTerms, n_texts: int, document_frequencies: Any) -> None:
        self.terms = terms
        self.n_texts = n_texts
        self.document_frequencies = document_frequencies

    def merge(self, other: GivenCounts) -> None:
        """Add the counts of other documents."""
        frequencies = self.document_frequencies + other.document_frequencies
        self.n_texts, self.document_frequencies = self.n_texts + other.n_texts, frequencies


class PartialFitMixin:
    """The methods `partial_fit` and `merge` of a vectorizer with a vocabulary.

    `_counts` holds all counts so far, unpruned; `_terms` are selected from them on first access.
    """

    vocabulary: Any
    _terms: FittedTerms | None = None
    _counts: Any = None
    _check_fit: Callable[[Any], FittedTerms | None]

    @checks_settings
    def partial_fit(self, raw_documents: Iterable[Any], y: Any = None) -> Self:
        """Learn the terms of more documents.

        All counts are kept; `min_df`, `max_df` and `max_features` apply when columns are first needed after a call. The
        result is that of one fit on all documents.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, path or file
            More documents.
        y : object, default=None
            Not used; part of scikit-learn's interface.

        Returns
        -------
        CountVectorizer
            This object. It is unchanged if the documents cannot be read or counted, or the call is interrupted. If
            memory runs out in the last step, which adds their counts to the earlier ones, it becomes unfitted.

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
        if self._counts is None and self._terms is not None and self.vocabulary is None:
            raise ValueError("partial_fit can't follow fit, which keeps no unpruned counts; start with partial_fit")
        self._add(self._count_part(raw_documents))
        self.fixed_vocabulary_ = self.vocabulary is not None
        return self

    def merge(self, other: Self) -> Self:
        """Add everything that another vectorizer has learned with partial_fit.

        Parameters
        ----------
        other : CountVectorizer
            A vectorizer of the same class and settings; it is not changed.

        Returns
        -------
        CountVectorizer
            This object, as if it had seen the documents of both; unfitted if memory runs out.

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
        self._add(other._counts)
        return self

    def _count_part(self, documents: Iterable[Any]) -> TermCounts | GivenCounts:
        try:
            if self._counts is None:
                given = self._check_fit(documents)
            else:
                given = self._counts.terms if isinstance(self._counts, GivenCounts) else None
            if given is None:
                return count_terms(self, documents, keep_rows=False)
            rows = count_rows(self, documents, given)
        except ForeignTerms:
            raise TypeError("partial_fit needs an analyzer whose terms are str") from None
        return GivenCounts(given, rows.shape[0], document_frequencies(rows))

    def _add(self, more: TermCounts | GivenCounts) -> None:
        self._terms = None
        if self._counts is None:
            self._counts = more
            return
        try:
            self._counts.merge(more)
        except MemoryError:  # some of the counts may have been added already
            self._counts = None
            raise


def check_mergeable(vectorizer: Any, other: Any) -> None:
    """Raise unless `other` can be merged into `vectorizer`: same class, same settings, both fitted with partial_fit."""
    name = type(vectorizer).__name__
    if type(other) is not type(vectorizer):
        raise TypeError(f"`other` must be a {name}, got {type(other).__name__}")
    for each in (vectorizer, other):
        if each._counts is None:
            raise ValueError(f"merge needs two {name}s that were fitted with partial_fit")
    ours, theirs = vectorizer.get_params(deep=False), other.get_params(deep=False)
    for parameter in sorted(ours.keys() - {"n_jobs"}):
        if not _same_setting(ours[parameter], theirs[parameter]):
            raise ValueError(
                f"merge needs the same settings, got `{parameter}` {ours[parameter]!r} and {theirs[parameter]!r}"
            )


def _same_setting(one: Any, other: Any) -> bool:
    """Return whether two parameters mean the same: equal or, since stemmers have no ==, with equal pickles."""
    equal = one == other
    if isinstance(equal, bool) and equal:
        return True
    try:
        return type(one) is type(other) and pickle.dumps(one) == pickle.dumps(other)
    except Exception:  # objects that cannot be pickled are compared by identity
        return one is other

"""Dask: analyse the partitions of a data frame, fit vectorizers and classifiers to shards; needs ``newsnlp[dask]``."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable
from typing import Any, TypeVar

from sklearn.base import clone

from newsnlp._validation import check_reusable, check_same_length
from newsnlp.corpus.tables import analyze_table, results_schema
from newsnlp.topics.classifier import TopicClassifier
from newsnlp.topics.matrix import TextMatrix
from newsnlp.topics.texts import text_sources

try:
    import dask
except ImportError as error:
    raise ImportError("newsnlp.corpus.dask needs Dask: pip install 'newsnlp[dask]'") from error

__all__ = ["analyze", "fit_shards"]

Estimator = TypeVar("Estimator")


def analyze(
    ddf: Any, *, text: str, title: str | None = None, id: str | None = None, date: str | None = None, **options: Any
) -> Any:
    """Find topics and summary of every row of a Dask data frame, lazily.

    Parameters
    ----------
    ddf : dask.dataframe.DataFrame
        One article in each row.
    text, title, id, date : str
        Columns, as for `newsnlp.analyze_table`.
    **options
        As for `newsnlp.analyze_many`; `model` must be a name, or a file that every worker can read.

    Returns
    -------
    dask.dataframe.DataFrame
        The rows of each partition, with its index and the columns of `newsnlp.results_schema`. Each process loads the
        models once.

    Examples
    --------
    >>> import dask.dataframe as dd, pandas as pd
    >>> from newsnlp.corpus.dask import analyze
    >>> ddf = dd.from_pandas(pd.DataFrame({"body": ["The ministers signed a treaty.", "Rain fell."]}), npartitions=2)
    >>> analyze(ddf, text="body").compute()["summary"].tolist()
    ['The ministers signed a treaty.', 'Rain fell.']
    """
    function = functools.partial(_partition, text=text, title=title, id=id, date=date, options=options)
    return ddf.map_partitions(function, meta=_meta(ddf, options))


def _meta(ddf: Any, options: dict[str, Any]) -> Any:
    """Return an empty frame with the columns of the result."""
    return _typed(results_schema(options.get("model", "en")).empty_table().to_pandas()).set_axis(ddf._meta.index[:0])


def _partition(frame: Any, *, options: dict[str, Any], **columns: str | None) -> Any:
    return _typed(analyze_table(frame, **columns, **options))  # type: ignore[arg-type]


def _typed(frame: Any) -> Any:
    """Return a frame with column types that do not depend on its rows: numbers, and objects for everything else."""
    import pandas as pd

    kinds = {name: "float64" if pd.api.types.is_float_dtype(frame[name]) else "object" for name in frame.columns}
    return frame.astype(kinds)


def fit_shards(estimator: Estimator, partitions: Iterable[Any]) -> Estimator:
    """Fit a vectorizer or a classifier to shards of texts, each counted on its own worker.

    The counts of a vectorizer are merged in pairs on the workers. A classifier's come together here, where it is then
    fitted.

    Parameters
    ----------
    estimator : CountVectorizer, TfidfVectorizer or TopicClassifier
        Not changed.
    partitions : iterable of delayed or list
        The shards, for example from ``series.to_delayed()`` of a Dask series: lists of str, or for a classifier pairs
        of texts and their topics, lists of equal length.

    Returns
    -------
    CountVectorizer, TfidfVectorizer or TopicClassifier
        A fitted copy: equal to one that was fitted to all texts at once.

    Raises
    ------
    TypeError
        If the estimator is none of these, or a classifier's topics are not lists.
    ValueError
        If there are no shards, or texts and topics differ in number.

    Examples
    --------
    >>> import dask, newsnlp
    >>> from newsnlp.corpus.dask import fit_shards
    >>> shards = [dask.delayed(["oil prices rise"]), dask.delayed(["talks on oil"])]
    >>> fit_shards(newsnlp.CountVectorizer(), shards).get_feature_names_out().tolist()
    ['oil', 'on', 'prices', 'rise', 'talks']
    """
    is_classifier = isinstance(estimator, TopicClassifier)
    if not (is_classifier or (hasattr(estimator, "partial_fit") and hasattr(estimator, "merge"))):
        wanted = "a CountVectorizer, TfidfVectorizer or TopicClassifier"
        raise TypeError(f"`estimator` must be {wanted}, got {type(estimator).__name__}")
    shards = list(check_reusable(partitions, "partitions"))
    if not shards:
        raise ValueError("`partitions` must have at least one shard")
    if is_classifier:
        counted = dask.compute(*(dask.delayed(_count)(estimator, shard) for shard in shards))
        return clone(estimator)._fit_shards(list(counted))  # type: ignore[no-any-return]
    fitted = [dask.delayed(_fit)(estimator, shard) for shard in shards]
    while len(fitted) > 1:  # in pairs, so that no worker has to hold all of them
        pairs = zip(fitted[::2], fitted[1::2], strict=False)
        fitted = [dask.delayed(_merge)(one, other) for one, other in pairs] + fitted[len(fitted) // 2 * 2 :]
    (done,) = dask.compute(fitted[0])
    return done  # type: ignore[no-any-return]


def _count(classifier: TopicClassifier, shard: tuple[Any, Any]) -> tuple[TextMatrix, list[Any]]:
    texts, topics = shard
    if not isinstance(topics, list):
        raise TypeError(f"a shard's topics must be a list with one entry for each text, got {type(topics).__name__}")
    sources = text_sources(texts)
    check_same_length(texts=sources, topics=topics)
    return classifier._count(sources, 1), topics


def _fit(vectorizer: Any, texts: Any) -> Any:
    return clone(vectorizer).partial_fit(texts)


def _merge(one: Any, other: Any) -> Any:
    return copy.deepcopy(one).merge(other)  # a task must not change its input, since it may run again

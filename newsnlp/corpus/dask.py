"""Dask: analyse the partitions of a data frame, fit vectorizers by map and reduce; needs ``newsnlp[dask]``."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable
from typing import Any, TypeVar

from newsnlp._validation import check_reusable
from newsnlp.corpus.tables import analyze_table, results_schema

try:
    import dask
except ImportError as error:
    raise ImportError("newsnlp.corpus.dask needs Dask: pip install 'newsnlp[dask]'") from error

__all__ = ["analyze", "fit_shards"]

Vectorizer = TypeVar("Vectorizer")


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


def fit_shards(vectorizer: Vectorizer, partitions: Iterable[Any]) -> Vectorizer:
    """Fit a vectorizer to shards of texts, each on its own worker, and merge the results.

    Parameters
    ----------
    vectorizer : CountVectorizer or TfidfVectorizer
        Not changed.
    partitions : iterable of delayed or list of str
        The shards, for example from ``series.to_delayed()`` of a Dask series.

    Returns
    -------
    CountVectorizer or TfidfVectorizer
        A fitted copy: equal to one that was fitted to all texts at once.

    Raises
    ------
    TypeError
        If the vectorizer has no `partial_fit` and `merge`.
    ValueError
        If there are no shards.

    Examples
    --------
    >>> import dask, newsnlp
    >>> from newsnlp.corpus.dask import fit_shards
    >>> shards = [dask.delayed(["oil prices rise"]), dask.delayed(["talks on oil"])]
    >>> fit_shards(newsnlp.CountVectorizer(), shards).get_feature_names_out().tolist()
    ['oil', 'on', 'prices', 'rise', 'talks']
    """
    if not (hasattr(vectorizer, "partial_fit") and hasattr(vectorizer, "merge")):
        raise TypeError(f"`vectorizer` must have partial_fit and merge, got {type(vectorizer).__name__}")
    check_reusable(partitions, "partitions")
    fitted = [dask.delayed(_fit)(vectorizer, shard) for shard in partitions]
    if not fitted:
        raise ValueError("`partitions` must have at least one shard")
    while len(fitted) > 1:  # in pairs, so that no worker has to hold all of them
        pairs = zip(fitted[::2], fitted[1::2], strict=False)
        fitted = [dask.delayed(_merge)(one, other) for one, other in pairs] + fitted[len(fitted) // 2 * 2 :]
    (done,) = dask.compute(fitted[0])
    return done  # type: ignore[no-any-return]


def _fit(vectorizer: Any, texts: Any) -> Any:
    from sklearn.base import clone

    return clone(vectorizer).partial_fit(texts)


def _merge(one: Any, other: Any) -> Any:
    return copy.deepcopy(one).merge(other)  # a task must not change its input, since it may run again

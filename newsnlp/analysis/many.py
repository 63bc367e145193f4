"""Analyse many articles: the functions of `single` for any kind of column of texts, on native threads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from newsnlp._validation import check_budget
from newsnlp.analysis.pipeline import DEFAULT_METHOD, Pipeline
from newsnlp.articles import Article
from newsnlp.articles.texts import Texts
from newsnlp.results import Report, Results, Summary, TopicPrediction
from newsnlp.summarizers import Method
from newsnlp.topics.model import TopicModel

if TYPE_CHECKING:
    from newsnlp.results import Evidence

__all__ = ["analyze_many", "classify_many", "summarize_many"]


def analyze_many(
    texts: Any,
    *,
    text: str | None = None,
    title: str | None = None,
    id: str | None = None,
    date: str | None = None,
    missing: str = "error",
    evidence: bool = True,
    sentences: int | None = None,
    words: int | None = None,
    method: Method = DEFAULT_METHOD,
    model: TopicModel | str | os.PathLike[str] = "en",
    n_jobs: int | None = None,
) -> Results[Report]:
    """Find the topics of many articles, and why, and summarize each.

    Parameters
    ----------
    texts : iterable of str or Article, column or table
        A list, a tuple, an iterator (read ahead by one batch), a NumPy array, a Series of pandas or polars, an Arrow
        array (without making Python strings), or, with `text`, a data frame, an Arrow table or a dict of columns.
    text : str, optional
        The column of a table that holds the texts.
    title, id, date : str, optional
        Further columns of a table. A title is joined with its text by a blank line and is the article's headline; id
        and date come back in `to_frame` and `to_arrow`.
    missing : {'error', 'empty'}, default='error'
        Whether a missing text (None, NaN, an Arrow null) is an error, or gives the result of an empty text.
    evidence : bool, default=True
        Whether to compute the evidence for each topic; if False, `evidence` is empty.
    sentences, words : int, optional
        Limits of each summary, as for `analyze`.
    method : str, default='ranker'
        Name of a summarizer, as for `analyze`.
    model : TopicModel, str or path, default='en'
        The topics, as for `analyze`.
    n_jobs : int, optional
        Number of native threads; -1 is all cores. None is 1, or follows ``joblib.parallel_config``. Results do not
        depend on it. A distributed joblib backend (such as Dask) gets the batches.

    Returns
    -------
    Results
        An iterable of `Report` in the order of the texts, computed while it is read; `to_frame()`, `to_arrow()` and
        `to_dict()` make tables of it.

    Raises
    ------
    TypeError
        If `texts` is one text or a table without `text`; on reading, if a text is not a str or is
        missing, with its position.
    ValueError
        If an option is out of range, or the table has no such column.

    Examples
    --------
    >>> import newsnlp
    >>> [len(report.summary) for report in newsnlp.analyze_many(["Rain fell.", ""])]
    [1, 0]
    >>> table = {"headline": ["Storm"], "body": ["Rain fell. Roads closed."]}
    >>> newsnlp.analyze_many(table, text="body", title="headline").to_dict()["headline"]
    ['Storm']
    """
    check_budget(sentences, words, None, None)
    options = {"sentences": sentences, "words": words}
    pipeline = Pipeline(model=model, evidence=evidence, method=method, options=options)
    return pipeline.many(Texts(texts, text, missing=missing, title=title, id=id, date=date), n_jobs)


def classify_many(
    texts: Any,
    *,
    text: str | None = None,
    title: str | None = None,
    id: str | None = None,
    date: str | None = None,
    missing: str = "error",
    evidence: bool = True,
    model: TopicModel | str | os.PathLike[str] = "en",
    n_jobs: int | None = None,
) -> Results[TopicPrediction]:
    """Find the topics of many articles.

    Parameters
    ----------
    texts : iterable of str or Article, column or table
        As for `analyze_many`.
    text, title, id, date : str, optional
        Columns of a table, as for `analyze_many`.
    missing : {'error', 'empty'}, default='error'
        What a missing text is, as for `analyze_many`.
    evidence : bool, default=True
        Whether to compute the evidence for each topic; if False, `evidence` is empty and the work is a third or less.
    model : TopicModel, str or path, default='en'
        The topics, as for `classify`.
    n_jobs : int, optional
        Native threads, as for `analyze_many`.

    Returns
    -------
    Results
        An iterable of `TopicPrediction` in the order of the texts, as for `analyze_many`.

    Raises
    ------
    TypeError, ValueError
        As for `analyze_many`.

    Examples
    --------
    >>> import newsnlp
    >>> texts = ["The foreign ministers signed a treaty in Geneva.", "The cup final ended in a draw."]
    >>> [prediction.topics for prediction in newsnlp.classify_many(texts)]
    [('diplomacy',), ()]
    """
    pipeline = Pipeline(model=model, evidence=evidence)
    return pipeline.many(Texts(texts, text, missing=missing, title=title, id=id, date=date), n_jobs)


def summarize_many(
    texts: Any,
    *,
    text: str | None = None,
    title: str | None = None,
    id: str | None = None,
    date: str | None = None,
    missing: str = "error",
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    ratio: float | None = None,
    query: str | Mapping[str, float] | Evidence | None = None,
    background: Iterable[str | Article] | None = None,
    seen: str | Article | Iterable[str | Article] | None = None,
    method: Method = DEFAULT_METHOD,
    n_jobs: int | None = None,
) -> Results[Summary]:
    """Summarize many articles, each on its own.

    Parameters
    ----------
    texts : iterable of str or Article, column or table
        As for `analyze_many`.
    text, title, id, date : str, optional
        Columns of a table, as for `analyze_many`.
    missing : {'error', 'empty'}, default='error'
        What a missing text is, as for `analyze_many`.
    sentences, words, characters, ratio, query, background, seen, method
        As for `summarize`; the same for every text.
    n_jobs : int, optional
        Native threads, as for `analyze_many`. With another method than 'ranker', a query, a background or seen texts,
        Python threads call the native code once for each step of the method, so that more threads help less.

    Returns
    -------
    Results
        An iterable of `Summary` in the order of the texts, as for `analyze_many`.

    Raises
    ------
    TypeError, ValueError
        As for `analyze_many`.

    Examples
    --------
    >>> import newsnlp
    >>> [str(summary) for summary in newsnlp.summarize_many(["Rain fell. Roads closed."], method="lead", sentences=1)]
    ['Rain fell.']
    """
    check_budget(sentences, words, characters, ratio)
    options = {
        "sentences": sentences,
        "words": words,
        "characters": characters,
        "ratio": ratio,
        "query": query,
        "background": _kept(background),
        "seen": _kept(seen),
    }
    pipeline = Pipeline(method=method, options=options)
    return pipeline.many(Texts(texts, text, missing=missing, title=title, id=id, date=date), n_jobs)


def _kept(texts: Any) -> Any:
    """Return texts that can be read for every article; the first would exhaust an iterator."""
    return list(texts) if isinstance(texts, Iterator) else texts

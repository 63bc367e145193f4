"""Many articles: mapping over them in order, lazily, on several processes."""

from __future__ import annotations

import functools
import itertools
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from newsnlp._validation import check_article, check_n_jobs, check_options, check_texts
from newsnlp.analysis import Report, analyze, classify, summarize
from newsnlp.article import Article
from newsnlp.values import Summary, TopicPrediction

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Results",
    "analyze_many",
    "classify_many",
    "summarize_many",
]

BATCH = 32  # articles a task: large enough that the traffic between processes does not show

Result = TypeVar("Result", bound=Report | TopicPrediction | Summary)


class Results(Generic[Result]):
    """Results in the order of their texts, made while they are read; they can be read once.

    Raises
    ------
    RuntimeError
        If they are read a second time, by a loop or by `to_frame`; keep what is needed twice in a list.

    Examples
    --------
    >>> import newsnlp
    >>> results = newsnlp.classify_many(["The parliament passed the budget.", ""])
    >>> [prediction.topics for prediction in results]
    [(), ()]
    """

    def __init__(self, results: Iterator[Result]) -> None:
        self._results: Iterator[Result] | None = results

    def __iter__(self) -> Iterator[Result]:
        if self._results is None:
            raise RuntimeError(
                "these results have been read; they are made while they are read, once: "
                "to use them again, keep them in a list, or call the function again"
            )
        results, self._results = self._results, None
        return results

    def to_frame(self) -> pd.DataFrame:
        """Return all results as a pandas DataFrame, one row an article; RuntimeError if any have been read."""
        try:
            import pandas as pd
        except ImportError:
            raise ImportError("to_frame needs pandas: pip install pandas") from None
        return pd.DataFrame([_row(result) for result in self])


def _row(result: Report | TopicPrediction | Summary) -> dict[str, Any]:
    """Return one flat row: text columns, then one probability a topic."""
    row: dict[str, Any] = {}
    if isinstance(result, Report):
        row = {"source": result.source, "headline": result.article.headline, "dateline": result.article.dateline}
    prediction = result.prediction if isinstance(result, Report) else result
    if isinstance(prediction, TopicPrediction):
        row |= {"topics": prediction.topics, **prediction.probabilities, "novelty": prediction.novelty}
    summary = result.summary if isinstance(result, Report) else result
    if isinstance(summary, Summary):
        row["summary"] = summary.text
    return row


def _work(function: Callable[[Any], Result], batch: list[tuple[int, Any]]) -> list[Result]:
    return [function(check_article(text, f"texts[{position}]", Article)) for position, text in batch]


def _many(
    function: Callable[..., Result], texts: object, n_jobs: int | None, options: dict[str, Any]
) -> Results[Result]:
    one = functools.partial(function, **check_options(function, options))
    return Results(_map(one, check_texts(texts), check_n_jobs(n_jobs)))


def _map(function: Callable[[Any], Result], texts: Iterable[Any], n_jobs: int | None) -> Iterator[Result]:
    numbered = enumerate(texts)
    batches = iter(lambda: list(itertools.islice(numbered, BATCH)), [])
    if n_jobs in (None, 1):
        for position, text in numbered:
            yield from _work(function, [(position, text)])
        return
    import joblib

    parallel = joblib.Parallel(n_jobs=n_jobs, return_as="generator")
    done = parallel(joblib.delayed(_work)(function, batch) for batch in batches)
    try:
        for results in done:
            yield from results
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # joblib's, where a reader stops before the end
            done.close()


def analyze_many(texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any) -> Results[Report]:
    """Analyse many articles.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, through joblib; -1 uses every core, None or 1 this process alone. Starting them takes a second or
        more, and texts and results travel between them, while an article takes about a millisecond: several pay only
        for tens of thousands of articles, or where each text takes long.
    **options
        As for `analyze`: `sentences`, `words`, `method`, `model`.

    Returns
    -------
    Results
        An iterable of `Report` in the order of the texts; `to_frame()` makes a table of it. It can be read once, by a
        loop, by `list` or by `to_frame`; a second reading is a RuntimeError.

    Raises
    ------
    TypeError, ValueError
        If `texts` is one text, `n_jobs` is 0 or an option unknown; on reading, if a text is no str, by its position.

    Examples
    --------
    >>> import newsnlp
    >>> [len(report.summary) for report in newsnlp.analyze_many(["Rain fell.", ""])]
    [1, 0]
    """
    return _many(analyze, texts, n_jobs, options)


def classify_many(
    texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any
) -> Results[TopicPrediction]:
    """Find the topics of many articles.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, as for `analyze_many`.
    **options
        As for `classify`: `model`.

    Returns
    -------
    Results
        An iterable of `TopicPrediction` in the order of the texts; it can be read once, as for `analyze_many`.

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
    return _many(classify, texts, n_jobs, options)


def summarize_many(texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any) -> Results[Summary]:
    """Summarize many articles, each for itself.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, as for `analyze_many`.
    **options
        As for `summarize`: `sentences`, `words`, `characters`, `ratio`, `query`, `background`, `seen`, `method`.

    Returns
    -------
    Results
        An iterable of `Summary` in the order of the texts; it can be read once, as for `analyze_many`.

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
    # An iterator among them would be used up by the first text.
    kept = {name: list(value) if isinstance(value, Iterator) else value for name, value in options.items()}
    return _many(summarize, texts, n_jobs, kept)

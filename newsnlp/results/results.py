"""The results of many articles, in order and made while they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from newsnlp.results.prediction import TopicPrediction
from newsnlp.results.report import Report
from newsnlp.results.summary import Summary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Results"]

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

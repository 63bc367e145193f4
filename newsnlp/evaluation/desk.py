"""Measuring a summarizer by an editor's grades of every sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from newsnlp._validation import check_int, check_text
from newsnlp.evaluation.comparison import Interval, bootstrap
from newsnlp.results import Summary

__all__ = ["DeskScore", "GradedArticle", "desk_score"]

Floats = NDArray[np.float64]

VALUES = {"3": 3.0, "2": 2.0, "1": 1.0, "0": 0.0, "x": 0.0}
GRADES = tuple(VALUES) + tuple(f"{grade}d" for grade in "3210")
MEASURES = ("grade", "best", "never", "dangling")


@dataclass(frozen=True, slots=True)
class GradedArticle:
    """An article whose every sentence an editor has graded.

    Parameters
    ----------
    text : str
        The article as it goes into a summarizer.
    sentences : tuple of (int, int)
        Start and end of each graded sentence in the text, in order.
    grades : tuple of str
        One for each sentence: '3' belongs in a summary of three sentences, '2' is good, '1' background, '0' useless,
        'x' never belongs in a summary (a caption, a heading, a link). A 'd' after a number marks a sentence that cannot
        be understood without an earlier one.
    best : tuple of int
        The indices of the sentences of the summary that the editor would publish.

    Examples
    --------
    >>> from newsnlp.evaluation import GradedArticle
    >>> text = "The port reopened. It had been shut. Photo: AP"
    >>> GradedArticle(text, ((0, 18), (19, 36), (37, 46)), ("3", "2d", "x"), (0, 1)).grades
    ('3', '2d', 'x')
    """

    text: str = field(repr=False)
    sentences: tuple[tuple[int, int], ...] = field(repr=False)
    grades: tuple[str, ...]
    best: tuple[int, ...]

    def __post_init__(self) -> None:
        check_text(self.text)
        if len(self.sentences) != len(self.grades):
            raise ValueError(f"{len(self.sentences)} sentences need as many grades, got {len(self.grades)}")
        for i, (start, end) in enumerate(self.sentences):
            if not 0 <= start <= end <= len(self.text):
                raise ValueError(f"sentences[{i}] must lie within the text, got ({start}, {end})")
        for i, grade in enumerate(self.grades):
            if grade not in GRADES:
                raise ValueError(f"grades[{i}] must be one of {', '.join(GRADES)}, got {grade!r}")
        if not self.best or any(not 0 <= i < len(self.grades) for i in self.best):
            raise ValueError(f"best must name sentences from 0 to {len(self.grades) - 1}, got {self.best!r}")

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """Return the article of a row of JSON: text, sentences, grades (a list or one comma-separated str), best."""
        grades = row["grades"].split(",") if isinstance(row["grades"], str) else row["grades"]
        sentences = tuple((int(start), int(end)) for start, end in row["sentences"])
        return cls(row["text"], sentences, tuple(grades), tuple(int(i) for i in row["best"]))

    @property
    def values(self) -> Floats:
        """The grades as numbers, 'x' as 0."""
        return np.array([VALUES[grade[0]] for grade in self.grades])

    @property
    def never(self) -> NDArray[np.bool_]:
        """Which sentences have the grade 'x'."""
        return np.array([grade == "x" for grade in self.grades], dtype=bool)

    @property
    def dangling(self) -> NDArray[np.bool_]:
        """Which sentences cannot be understood without an earlier one."""
        return np.array([grade.endswith("d") for grade in self.grades], dtype=bool)

    def align(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        """Return for each span of the text the graded sentence that it overlaps most, -1 if none covers over half."""
        found = []
        for start, end in spans:
            shared = [min(end, stop) - max(start, begin) for begin, stop in self.sentences]
            best = max(range(len(shared)), key=shared.__getitem__)
            found.append(best if 2 * shared[best] > end - start else -1)
        return found


@dataclass(frozen=True, slots=True)
class DeskScore:
    """What `desk_score` found; prints as a table.

    Parameters
    ----------
    grade : Interval
        Mean grade of the chosen sentences, 0 to 3, with the bounds of a 95 % bootstrap interval over articles.
    best : Interval
        Share of the editor's best set that was chosen, 0 to 1.
    never, dangling : Interval
        Share of the chosen sentences that have the grade x, and share of those that need the sentence before them
        although it was not chosen.
    table : ndarray of shape (n_articles, 4)
        The four figures of every article.
    """

    grade: Interval
    best: Interval
    never: Interval
    dangling: Interval
    table: Floats = field(repr=False, compare=False)

    def __str__(self) -> str:
        rows = [f"{len(self.table)} articles"]
        rows.append(f"{'grade':<9} {self.grade.mean:.2f} ({self.grade.low:.2f} to {self.grade.high:.2f})")
        rows += [f"{name:<9} {getattr(self, name)} %" for name in MEASURES[1:]]
        return "\n".join(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return all but the table as plain values, ready for JSON."""
        return {"articles": len(self.table)} | {name: list(getattr(self, name)) for name in MEASURES}


def desk_score(
    summarizer: Any,
    graded: Iterable[GradedArticle],
    *,
    resamples: int = 1000,
    random_state: int = 0,
    **budget: Any,
) -> DeskScore:
    """Measure a summarizer by an editor's grades.

    The summarizer gets the raw text and the budget (three sentences if none is given). Each sentence that it chooses
    has the grade of the graded sentence that it overlaps most; if no graded sentence covers more than half of it, it
    counts as 'x', because it is not a sentence of the story. The figures of an article are the mean grade of its chosen
    sentences (x as 0), the share of the editor's best set among them, the share of x, and the share that dangles, that
    is, has a d while the sentence before it is not chosen. All articles have the same weight. An empty summary has 0
    for grade and best.

    Parameters
    ----------
    summarizer : Summarizer or callable
        A callable takes the text (and the budget) and returns a Summary or (start, end) pairs.
    graded : iterable of GradedArticle
    resamples : int, default=1000
        Bootstrap samples of articles for the intervals.
    random_state : int, default=0
        Seed of the samples.
    **budget
        Keyword arguments for the summarizer, such as ``sentences=3``, which is the default.

    Returns
    -------
    DeskScore

    Examples
    --------
    >>> from newsnlp import LeadSummarizer
    >>> from newsnlp.evaluation import GradedArticle, desk_score
    >>> text = "The port reopened. It had been shut. It rained."
    >>> graded = [GradedArticle(text, ((0, 18), (19, 36), (37, 47)), ("3", "2d", "0d"), (0, 1))]
    >>> print(desk_score(LeadSummarizer(), graded, sentences=2))
    1 articles
    grade     2.50 (2.50 to 2.50)
    best      100.00 (100.00 to 100.00) %
    never     0.00 (0.00 to 0.00) %
    dangling  0.00 (0.00 to 0.00) %
    """
    check_int(resamples, "resamples", minimum=1)
    check_int(random_state, "random_state", minimum=0)
    summarize: Callable[..., Any] = getattr(summarizer, "summarize", summarizer)
    if not callable(summarize):
        raise TypeError(f"summarizer must be a Summarizer or a callable, got {type(summarizer).__name__}")
    budget = budget or {"sentences": 3}
    rows = [_judge(article, _spans(summarize(article.text, **budget))) for article in _check_graded(graded)]
    table = np.array(rows, dtype=np.float64).reshape(-1, len(MEASURES))
    grade, best, never, dangling = bootstrap(table, resamples, random_state)
    return DeskScore(grade, best, never, dangling, table)


def _check_graded(graded: Iterable[GradedArticle]) -> list[GradedArticle]:
    listed = list(graded)
    for i, article in enumerate(listed):
        if not isinstance(article, GradedArticle):
            raise TypeError(f"graded[{i}] must be GradedArticle, got {type(article).__name__}")
    return listed


def _spans(summary: Any) -> list[tuple[int, int]]:
    if isinstance(summary, Summary):
        return [(sentence.start, sentence.end) for sentence in summary]
    return [(int(start), int(end)) for start, end in summary]


def _judge(article: GradedArticle, spans: list[tuple[int, int]]) -> tuple[float, float, float, float]:
    chosen = article.align(spans)
    if not chosen:
        return 0.0, 0.0, 0.0, 0.0
    known = [i for i in chosen if i >= 0]
    values, never, dangling = article.values, article.never, article.dangling
    grade = sum(values[i] for i in known) / len(chosen)
    best = len(set(known) & set(article.best)) / len(set(article.best))
    nevers = len(chosen) - len(known) + sum(bool(never[i]) for i in known)
    loose = sum(bool(dangling[i]) and i - 1 not in known for i in known)
    return float(grade), best, nevers / len(chosen), loose / len(chosen)

"""Trends: shares of topics over time, and how far the words of a period are from those of a reference period."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from newsnlp._validation import check_choice, check_instance, check_texts
from newsnlp.corpus.periods import as_datetime
from newsnlp.display.plots import Curve, draw_curves
from newsnlp.evaluation.comparison import Interval
from newsnlp.results import Report, TermWeight
from newsnlp.vectorizers import CountVectorizer

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Trend", "TrendPeriod", "trend"]

Z = 1.959964  # 95 %
SHUFFLES = 39  # the second largest of them bounds 95 % of chance drift
FEWEST = 3  # smallest number of articles with a new term
SHOWN = 10  # new terms of a period


@dataclass(frozen=True, slots=True)
class TrendPeriod:
    """One period.

    Parameters
    ----------
    start : datetime.date
        Its first day.
    count : int
        Number of its articles.
    shares : dict of str to Interval
        For every topic the share of articles that have it, with the 95 % interval of Wilson.
    novelty : float
        The mean novelty of its articles, 0 to 1.
    drift : float
        0 to 1: the Jensen-Shannon divergence, in bits, of its words from those of the reference period.
    chance : float
        The drift that shuffling the articles of both periods exceeds only 1 time in 20; a larger drift is significant.
    new_terms : tuple of TermWeight
        Up to ten words that are significantly more frequent than in the reference period (z of their log odds above
        1.96), the most significant first.

    Examples
    --------
    >>> import newsnlp
    >>> articles = [newsnlp.Article(text="The envoys signed a treaty.", date="2026-05-01")]
    >>> (period,) = newsnlp.trend(newsnlp.analyze_many(articles)).periods
    >>> period.shares["diplomacy"].mean, period.drift
    (1.0, 0.0)
    """

    start: datetime.date
    count: int
    shares: Mapping[str, Interval]
    novelty: float
    drift: float
    chance: float
    new_terms: tuple[TermWeight, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Trend:
    """Periods in order of time.

    Parameters
    ----------
    periods : tuple of TrendPeriod
        Those that have articles.
    by : str
        Their length.
    undated : int
        Number of articles without a date, which are in no period.

    Examples
    --------
    >>> import newsnlp
    >>> articles = [newsnlp.Article(text="The envoys signed a treaty.", date=f"2026-05-0{day}") for day in (1, 1, 2)]
    >>> found = newsnlp.trend(newsnlp.analyze_many(articles))
    >>> [period.count for period in found.periods], found.undated
    ([2, 1], 0)
    """

    periods: tuple[TrendPeriod, ...]
    by: str
    undated: int = 0

    def __repr__(self) -> str:
        return f"Trend({len(self.periods)} periods by {self.by}, {self.undated} undated)"

    def __str__(self) -> str:
        topics = list(self.periods[0].shares) if self.periods else []
        head = f"{self.by:10} {'articles':>8}" + "".join(f" {topic[:9]:>9}" for topic in topics)
        lines = [f"{head} {'novelty':>7} {'drift':>6}  new"]
        for period in self.periods:
            shares = "".join(f" {period.shares[topic].mean:9.0%}" for topic in topics)
            star = "*" if period.drift > period.chance else " "
            new = ", ".join(term.term for term in period.new_terms[:4])
            figures = f"{period.novelty:7.2f} {period.drift:6.3f}{star}"
            lines.append(f"{period.start} {period.count:9,}{shares} {figures} {new}".rstrip())
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """Return a pandas DataFrame with a row for each period; ``_low`` and ``_high`` bound each topic's share."""
        try:
            import pandas as pd
        except ImportError:
            raise ImportError("to_frame needs pandas: pip install pandas") from None
        rows = []
        for period in self.periods:
            row: dict[str, Any] = {"start": period.start, "count": period.count}
            for topic, share in period.shares.items():
                row |= {topic: share.mean, f"{topic}_low": share.low, f"{topic}_high": share.high}
            row |= {"novelty": period.novelty, "drift": period.drift, "chance": period.chance}
            rows.append(row | {"new_terms": [term.term for term in period.new_terms]})
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        """Return the plot of the topics' shares, with dashed interval bounds."""
        if not self.periods:
            return ""
        first = self.periods[0].start
        x = [float((period.start - first).days) for period in self.periods]
        curves = []
        for topic in self.periods[0].shares:
            shares = [period.shares[topic] for period in self.periods]
            curves.append(Curve(topic, x, [share.mean for share in shares], dots=[0.3] * len(x)))
            curves += [Curve(topic, x, [share[end] for share in shares], dashed=True) for end in (1, 2)]
        top = min(1.0, 1.1 * max(max(curve.y) for curve in curves)) or 1.0
        ends = (0.0, max(x[-1], 1.0))
        label = f"days since {first}"
        return draw_curves(
            curves, title=f"Share of articles a {self.by}", x_label=label, x_range=ends, y_range=(0.0, top)
        )


def trend(
    results: Iterable[Report],
    *,
    by: str = "day",
    reference: tuple[datetime.date | str, datetime.date | str] | None = None,
) -> Trend:
    """Follow topics and words over time.

    Parameters
    ----------
    results : iterable of Report
        What `analyze_many` returns for articles with a date; ``evidence=False`` is faster and gives the same trend.
    by : {'day', 'week', 'month'}, default='day'
        The length of a period, in UTC; weeks begin on Monday.
    reference : tuple of two dates, optional
        The first and the last day of the reference period; by default the first period.

    Returns
    -------
    Trend
        `str` and `to_frame` give tables; a notebook shows the plot.

    References
    ----------
    E. B. Wilson: Probable inference, the law of succession, and statistical inference. JASA 1927. B. L. Monroe et al.:
    Fightin' words. Political Analysis 2008 (log odds with a prior).

    Examples
    --------
    >>> import newsnlp
    >>> days = {"2026-05-01": "The ministers signed a treaty in Geneva.", "2026-05-02": "The cup final was drawn."}
    >>> articles = [newsnlp.Article(text=text, date=day) for day, text in days.items()]
    >>> found = newsnlp.trend(newsnlp.analyze_many(articles))
    >>> [(str(period.start), period.shares["diplomacy"].mean) for period in found.periods]
    [('2026-05-01', 1.0), ('2026-05-02', 0.0)]
    """
    check_choice(by, "by", ("day", "week", "month"))
    days: list[datetime.date] = []
    texts, topics, novelty, undated = [], [], [], 0
    names: tuple[str, ...] = ()
    for report in check_texts(results, "results"):
        date = as_datetime(check_instance(report, "results", "Report").article.date)
        if date is None:
            undated += 1
            continue
        names = tuple(report.probabilities)
        days.append(date.date())
        texts.append(report.article.text)
        topics.append([name in report.topics for name in names])
        novelty.append(report.prediction.novelty)
    if not days:
        return Trend((), by, undated)
    rows_of: dict[datetime.date, list[int]] = {}
    for row, day in enumerate(days):
        rows_of.setdefault(_start(day, by), []).append(row)
    held, new = np.array(topics), np.array(novelty)
    words = _Words(texts, rows_of[min(rows_of)] if reference is None else _within(days, reference))
    periods = []
    for start, rows in sorted(rows_of.items()):
        shares = {name: _wilson(int(held[rows, i].sum()), len(rows)) for i, name in enumerate(names)}
        periods.append(TrendPeriod(start, len(rows), shares, float(new[rows].mean()), *words.compare(rows)))
    return Trend(tuple(periods), by, undated)


def _start(day: datetime.date, by: str) -> datetime.date:
    if by == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def _within(days: list[datetime.date], reference: tuple[datetime.date | str, datetime.date | str]) -> list[int]:
    """Return the articles of a reference period; raise ValueError if there are none."""
    ends = [date.date() for date in map(as_datetime, reference) if date is not None]
    rows = [i for i, day in enumerate(days) if len(ends) == 2 and ends[0] <= day <= ends[1]]
    if not rows:
        raise ValueError(f"`reference` must be two dates that have articles between them, got {reference!r}")
    return rows


def _wilson(count: int, total: int) -> Interval:
    """Return a share with its 95 % interval."""
    share, z = count / total, Z * Z / total
    middle = (share + z / 2) / (1 + z)
    half = Z * math.sqrt(share * (1 - share) / total + z / (4 * total)) / (1 + z)
    return Interval(share, max(middle - half, 0.0), min(middle + half, 1.0))


class _Words:
    """The words of all articles, and which articles are in the reference period."""

    def __init__(self, texts: list[str], reference: list[int]) -> None:
        vectorizer = CountVectorizer(binary=True, stop_words="english")
        try:
            self._rows = vectorizer.fit_transform(texts)
            self._names = vectorizer.get_feature_names_out()
        except ValueError:  # no words in any text
            self._rows = None
        self._reference = reference

    def compare(self, own: list[int]) -> tuple[float, float, tuple[TermWeight, ...]]:
        """Return a period's divergence from the reference, its bound under chance, and the period's new words."""
        others = np.setdiff1d(self._reference, own)
        if self._rows is None or not len(others):
            return 0.0, 0.0, ()
        # Only the words of these articles count, so that the work does not grow with the words of all other periods.
        pool = self._rows[np.concatenate([own, others])]
        words, columns = np.unique(pool.indices, return_inverse=True)
        rows = csr_matrix((pool.data, columns, pool.indptr), shape=(pool.shape[0], len(words)))
        order, rng = np.arange(rows.shape[0]), np.random.default_rng(0)
        counts = _split_counts(rows, order[: len(own)])
        shuffled = []
        for _ in range(SHUFFLES):
            rng.shuffle(order)
            shuffled.append(_divergence(*_split_counts(rows, order[: len(own)])))
        return _divergence(*counts), sorted(shuffled)[-2], self._new_terms(words, *counts)

    def _new_terms(
        self, words: NDArray[Any], own: NDArray[np.float64], other: NDArray[np.float64]
    ) -> tuple[TermWeight, ...]:
        prior = 0.01 + (own + other) / (own + other).sum() * 100
        odds = np.log((own + prior) / (own.sum() + 100 - own - prior).clip(1e-9)) - np.log(
            (other + prior) / (other.sum() + 100 - other - prior).clip(1e-9)
        )
        surety = odds / np.sqrt(1 / (own + prior) + 1 / (other + prior))
        surety[own < FEWEST] = 0.0
        best = np.argsort(-surety, kind="stable")[:SHOWN]
        return tuple(TermWeight(str(self._names[words[i]]), float(surety[i])) for i in best if surety[i] > Z)


def _split_counts(rows: csr_matrix, first: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the number of articles with each word among the `first` rows and among the others."""
    inside = np.zeros(rows.shape[0])
    inside[first] = 1.0
    return rows.T @ inside, rows.T @ (1.0 - inside)


def _divergence(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the Jensen-Shannon divergence of two distributions given by counts, in bits."""
    if not one.sum() or not other.sum():
        return 0.0
    p, q = one / one.sum(), other / other.sum()
    middle = (p + q) / 2
    parts = [np.sum(each * np.log2(np.divide(each, middle, out=np.ones_like(each), where=each > 0))) for each in (p, q)]
    return float(sum(parts) / 2)

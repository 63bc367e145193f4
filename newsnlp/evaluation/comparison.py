"""Measuring a summarizer on articles with reference summaries, alone or against another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsnlp._validation import check_int, check_pairs
from newsnlp.evaluation.overlap import TYPES, as_types, rouge_table
from newsnlp.results import Summary

__all__ = ["Interval", "SummaryEvaluation", "evaluate_summaries"]

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """A mean and the bounds between which 95 % of its bootstrap resamples lie.

    Parameters
    ----------
    mean, low, high : float
        In the unit of what was measured; `print` shows them times 100.

    Examples
    --------
    >>> from newsnlp import Interval
    >>> print(Interval(0.3, 0.25, 0.35))
    30.00 (25.00 to 35.00)
    """

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.mean:.2f} ({100 * self.low:.2f} to {100 * self.high:.2f})"


@dataclass(frozen=True, slots=True)
class SummaryEvaluation:
    """What `evaluate_summaries` found; prints as a table of means times 100.

    Parameters
    ----------
    scores : dict of str to Interval
        The mean F of each ROUGE type.
    differences : dict of str to Interval
        The same for the differences to the baseline on the same articles; empty without a baseline.
    table : ndarray of shape (n_pairs, n_types)
        The F of every single summary.
    words, sentences : float
        The mean length of the summaries.

    Examples
    --------
    >>> from newsnlp import LeadSummarizer, evaluate_summaries
    >>> found = evaluate_summaries(LeadSummarizer(), [("It rained. Rivers rose.", "Rivers rose")], sentences=2)
    >>> round(found.scores["rouge1"].mean, 2), found.words
    (0.67, 4.0)
    """

    scores: dict[str, Interval]
    differences: dict[str, Interval]
    table: Floats = field(compare=False)
    words: float
    sentences: float

    def __repr__(self) -> str:
        means = ", ".join(f"{kind}={100 * score.mean:.2f}" for kind, score in self.scores.items())
        return f"SummaryEvaluation({len(self.table)} articles, {means})"

    def __str__(self) -> str:
        lines = [f"{len(self.table)} articles, {self.sentences:.1f} sentences, {self.words:.0f} words a summary"]
        for kind, score in self.scores.items():
            gap = f"   against the baseline {self.differences[kind]}" if kind in self.differences else ""
            lines.append(f"{kind:<10} {score}{gap}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from newsnlp.display.tables import render_table

        head = ["", "mean F x 100 (95 % interval)", *(["against the baseline"] if self.differences else [])]
        rows = [[kind, *(str(each[kind]) for each in (self.scores, self.differences) if each)] for kind in self.scores]
        return render_table(head, rows, notes=str(self).split("\n")[:1])

    def to_dict(self) -> dict[str, Any]:
        """Return all but the table as plain values, ready for JSON."""
        return {
            "articles": len(self.table),
            "sentences": self.sentences,
            "words": self.words,
            "scores": {kind: list(score) for kind, score in self.scores.items()},
            "differences": {kind: list(gap) for kind, gap in self.differences.items()},
        }


def evaluate_summaries(
    summarizer: Any,
    pairs: Iterable[tuple[Any, str | Sequence[str]]],
    *,
    baseline: Any = None,
    types: Iterable[str] = TYPES,
    use_stemmer: bool = True,
    resamples: int = 1000,
    random_state: int = 0,
    progress: bool | None = None,
    **budget: Any,
) -> SummaryEvaluation:
    """Measure a summarizer by ROUGE on articles with reference summaries.

    Parameters
    ----------
    summarizer : Summarizer or callable
        A callable takes the article (and `budget`) and returns a Summary, or a str with one sentence a line.
    pairs : iterable of (text or Article, reference or list of references)
        For ROUGE-Lsum, each sentence of a reference must be on a line of its own.
    baseline : Summarizer, callable or None, default=None
        What to compare the summarizer with, article by article.
    types : iterable of str, default=("rouge1", "rouge2", "rougeL", "rougeLsum")
        As for `rouge`.
    use_stemmer : bool, default=True
        Whether words count by their Porter stem.
    resamples : int, default=1000
        Bootstrap samples of articles for the intervals, the same for all figures.
    random_state : int, default=0
        Seed of the samples.
    progress : bool or None, default=None
        Whether to show a progress bar; None shows one if standard error is a terminal.
    **budget
        Keyword arguments for summarizer and baseline: `sentences=`, `words=`, `characters=`, `ratio=` and the like.

    Returns
    -------
    SummaryEvaluation

    Examples
    --------
    >>> from newsnlp import LeadSummarizer
    >>> from newsnlp.evaluation import evaluate_summaries
    >>> pairs = [("The port reopened. It rained.", "Port open again"), ("It rained. A storm came.", "Storm hits port")]
    >>> print(evaluate_summaries(LeadSummarizer(), pairs, types=["rouge1"], sentences=1))
    2 articles, 1.0 sentences, 2 words a summary
    rouge1     16.67 (0.00 to 33.33)
    """
    check_int(resamples, "resamples", minimum=1)
    check_int(random_state, "random_state", minimum=0)
    types = as_types(types)
    ours = _Tally(summarizer, types, use_stemmer, budget)
    theirs = _Tally(baseline, types, use_stemmer, budget) if baseline is not None else None
    for text, reference in _with_progress(check_pairs(pairs), progress):
        for tally in filter(None, (ours, theirs)):
            tally.add(text, reference)
    table = ours.table()
    gaps = bootstrap(table - theirs.table(), resamples, random_state) if theirs is not None else []
    return SummaryEvaluation(
        scores=dict(zip(types, bootstrap(table, resamples, random_state), strict=True)),
        differences=dict(zip(types, gaps, strict=False)),
        table=table,
        words=float(np.mean(ours.words)) if ours.words else 0.0,
        sentences=float(np.mean(ours.sentences)) if ours.sentences else 0.0,
    )


class _Tally:
    def __init__(self, summarizer: Any, types: Sequence[str], use_stemmer: bool, budget: dict[str, Any]) -> None:
        summarize: Callable[..., Any] = getattr(summarizer, "summarize", summarizer)
        if not callable(summarize):
            raise TypeError(f"summarizer must be a Summarizer or a callable, got {type(summarizer).__name__}")
        self._summarize, self._types, self._use_stemmer, self._budget = summarize, types, use_stemmer, budget
        self.rows: list[Floats] = []
        self.words: list[int] = []
        self.sentences: list[int] = []

    def add(self, text: Any, reference: str | Sequence[str]) -> None:
        summary = self._summarize(text, **self._budget)
        if not isinstance(summary, str | Summary):
            raise TypeError(f"summarizer must give a Summary or a str, got {type(summary).__name__}")
        lines = summary.split("\n") if isinstance(summary, str) else [" ".join(s.text.split()) for s in summary]
        joined = "\n".join(lines)
        self.rows.append(rouge_table([joined], reference, types=self._types, use_stemmer=self._use_stemmer)[0])
        self.words.append(len(joined.split()))
        self.sentences.append(len(lines))

    def table(self) -> Floats:
        return np.array(self.rows).reshape(-1, len(self._types))


def _with_progress(pairs: list[Any], progress: bool | None) -> Iterable[Any]:
    if progress is False:
        return pairs
    from tqdm import tqdm

    shown: Iterable[Any] = tqdm(pairs, unit="article", disable=None if progress is None else not progress)
    return shown


def _resample(n: int, resamples: int, random_state: int) -> NDArray[np.int64]:
    """Return how often each of n articles is drawn in each resample."""
    generator = np.random.default_rng(random_state)
    draws = (np.bincount(generator.integers(0, n, n), minlength=n) for _ in range(resamples))
    return np.array(list(draws))


def bootstrap(table: Floats, resamples: int, random_state: int) -> list[Interval]:
    """Return the mean of each column of a table, a row an article, with its bootstrap interval over articles."""
    if not len(table):
        return [Interval(0.0, 0.0, 0.0)] * table.shape[1]
    means = _resample(len(table), resamples, random_state) @ table / len(table)
    bounds = np.quantile(means, [0.025, 0.975], axis=0)
    return [Interval(*map(float, column)) for column in np.vstack([table.mean(axis=0), bounds]).T]

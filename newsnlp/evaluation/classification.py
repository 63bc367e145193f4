"""Measures of yes-or-no answers and of the probabilities behind them, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newsnlp._validation import check_indicator, check_int, check_same_length

__all__ = [
    "F1Scores",
    "PrecisionRecallCurve",
    "ReliabilityCurve",
    "average_precision",
    "calibration_error",
    "classification_report",
    "f1_scores",
    "precision_recall_curve",
    "reliability_curve",
]

Floats = NDArray[np.float64]


class F1Scores(NamedTuple):
    """Precision, recall and their harmonic mean; 0 where the denominator is 0."""

    precision: float
    recall: float
    f1: float


class PrecisionRecallCurve(NamedTuple):
    """Precision and recall at every threshold, thresholds descending: first the strictest."""

    precision: Floats
    recall: Floats
    thresholds: Floats


class ReliabilityCurve(NamedTuple):
    """For each bin: the mean probability, the share that was true (both nan in an empty bin), and the count."""

    probability: Floats
    share: Floats
    counts: NDArray[np.int64]


def f1_scores(truth: ArrayLike, predicted: ArrayLike) -> F1Scores:
    """Return precision, recall and F1 of yes-or-no answers.

    Parameters
    ----------
    truth, predicted : array-like of bool or of 0 and 1, shape (n,) or (n, n_topics)
        Two-dimensional arrays are pooled (micro-average).

    Returns
    -------
    F1Scores

    Examples
    --------
    >>> from newsnlp.evaluation import f1_scores
    >>> f1_scores([1, 1, 0, 0], [1, 0, 1, 0])
    F1Scores(precision=0.5, recall=0.5, f1=0.5)
    """
    yes, said = check_indicator(truth, "truth"), check_indicator(predicted, "predicted")
    if yes.shape != said.shape:
        raise ValueError(f"truth and predicted must have one shape, got {yes.shape} and {said.shape}")
    both, true, positive = int((yes & said).sum()), int(yes.sum()), int(said.sum())
    return F1Scores(
        precision=both / positive if positive else 0.0,
        recall=both / true if true else 0.0,
        f1=2 * both / (true + positive) if both else 0.0,
    )


def precision_recall_curve(truth: ArrayLike, scores: ArrayLike) -> PrecisionRecallCurve:
    """Return precision and recall at every distinct score, the highest first.

    Parameters
    ----------
    truth : array-like of bool or of 0 and 1, shape (n,)
    scores : array-like of float, shape (n,)
        Probabilities, or any other numbers that are higher where yes is more likely.

    Returns
    -------
    PrecisionRecallCurve
        At position i, everything with a score of at least ``thresholds[i]`` counts as yes.

    Examples
    --------
    >>> from newsnlp.evaluation import precision_recall_curve
    >>> curve = precision_recall_curve([1, 0, 1], [0.9, 0.5, 0.4])
    >>> curve.recall.tolist(), curve.thresholds.tolist()
    ([0.5, 0.5, 1.0], [0.9, 0.5, 0.4])
    """
    yes, values = _pair(truth, scores, "scores")
    order = np.argsort(-values, kind="stable")
    ranked = values[order]
    # Equal scores stand or fall together: only the last of each run is a threshold.
    ends = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], [True] * bool(ranked.size)))
    true = np.cumsum(yes[order])[ends].astype(np.float64)
    total = true[-1] if true.size else 0.0
    recall = true / total if total else np.zeros_like(true)
    return PrecisionRecallCurve(true / (ends + 1), recall, ranked[ends])


def average_precision(truth: ArrayLike, scores: ArrayLike) -> float:
    """Return the mean precision over the steps of recall (no interpolation); 0 if nothing is true.

    Parameters
    ----------
    truth : array-like of bool or of 0 and 1, shape (n,)
    scores : array-like of float, shape (n,)

    Examples
    --------
    >>> from newsnlp.evaluation import average_precision
    >>> average_precision([1, 0, 1], [0.9, 0.5, 0.4])
    0.833...
    """
    curve = precision_recall_curve(truth, scores)
    return float(np.sum(np.diff(curve.recall, prepend=0.0) * curve.precision))


def reliability_curve(
    truth: ArrayLike, probabilities: ArrayLike, *, bins: int = 10, least: int = 0
) -> ReliabilityCurve:
    """Return the mean probability and the share that is true, for bins of equal width.

    Parameters
    ----------
    truth : array-like of bool or of 0 and 1, shape (n,)
    probabilities : array-like of float, shape (n,)
        Between 0 and 1.
    bins : int, default=10
        Number of bins. A bin includes its upper edge, and the first one also includes 0.
    least : int, default=0
        A bin with fewer texts than this is merged with the next one, and the last with the one before it, because a
        share of a few texts says little.

    Returns
    -------
    ReliabilityCurve
        Arrays of shape (bins,), or shorter where bins were merged; NaN in bins without a text.

    Examples
    --------
    >>> from newsnlp.evaluation import reliability_curve
    >>> reliability_curve([0, 0, 1, 1], [0.1, 0.3, 0.5, 0.9], bins=5, least=2).counts
    array([2, 2])
    """
    yes, values = _pair(truth, probabilities, "probabilities", within=(0.0, 1.0))
    n_bins = check_int(bins, "bins", minimum=1)
    where = np.searchsorted(np.linspace(0.0, 1.0, n_bins + 1)[1:-1], values)
    counts = np.bincount(where, minlength=n_bins)
    if check_int(least, "least", minimum=0):
        merged = merged_bins(counts, least)
        where, n_bins = merged[where], int(merged[-1]) + 1
        counts = np.bincount(where, minlength=n_bins)
    with np.errstate(invalid="ignore"):
        probability = np.bincount(where, weights=values, minlength=n_bins) / counts
        share = np.bincount(where, weights=yes, minlength=n_bins) / counts
    return ReliabilityCurve(probability, share, counts)


def merged_bins(counts: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    """Return for each bin the number of its merged bin; merged bins have at least `least` texts if possible."""
    numbers, number, held = [], 0, 0
    for count in counts.tolist():
        if held >= least:
            number, held = number + 1, 0
        numbers.append(number)
        held += count
    if held < least and number:  # the rest at the end is too small for a bin of its own
        numbers = [min(n, number - 1) for n in numbers]
    return np.array(numbers)


def calibration_error(truth: ArrayLike, probabilities: ArrayLike, *, bins: int = 10) -> float:
    """Return the expected calibration error: the mean difference between probability and share that is true.

    Parameters
    ----------
    truth : array-like of bool or of 0 and 1, shape (n,)
    probabilities : array-like of float, shape (n,)
        Between 0 and 1.
    bins : int, default=10
        Bins of equal width.

    References
    ----------
    Naeini, Cooper, Hauskrecht: Obtaining well calibrated probabilities using Bayesian binning. AAAI 2015.

    Examples
    --------
    >>> from newsnlp.evaluation import calibration_error
    >>> calibration_error([1, 1, 0, 0], [0.9, 0.9, 0.1, 0.3])
    0.15...
    """
    curve = reliability_curve(truth, probabilities, bins=bins)
    filled = curve.counts > 0
    gaps = np.abs(curve.probability[filled] - curve.share[filled])
    return float(np.average(gaps, weights=curve.counts[filled])) if filled.any() else 0.0


def classification_report(
    truth: ArrayLike,
    probabilities: ArrayLike,
    predicted: ArrayLike,
    topics: Sequence[str],
    *,
    groups: Iterable[object] | None = None,
    resamples: int = 1000,
    random_state: int = 0,
) -> dict[str, Any]:
    """Measure multi-label answers per topic and overall, each figure with a 95 % bootstrap interval.

    Parameters
    ----------
    truth, predicted : array-like of bool or of 0 and 1, shape (n, n_topics)
    probabilities : array-like of float, shape (n, n_topics)
        Between 0 and 1.
    topics : sequence of str
        The names of the columns.
    groups : iterable of str or int, or None, default=None
        What each row belongs to, its outlet for example: each group is measured alone too.
    resamples : int, default=1000
        Bootstrap samples of rows, the same for every figure; with 0 there are no intervals. Sampling adds noise, which
        counts as calibration error: its interval is too high and can even lie above the figure.
    random_state : int, default=0
        Seed of the samples.

    Returns
    -------
    dict
        ``{"rows": n, "topics": {name: {"support", "precision", "recall", "f1", "average_precision", "ece",
        "intervals": {figure: [low, high]}}}, "macro": {"f1", "average_precision", "ece", "intervals"},
        "micro": {"precision", "recall", "f1", "intervals"}, "exact": share of rows with all topics right}``; with
        `groups` also ``"groups"``, by name the same for the rows of each, over the topics that occur there and without
        intervals.

    Examples
    --------
    >>> from newsnlp.evaluation import classification_report
    >>> truth, predicted, probabilities = [[1], [1], [0]], [[1], [0], [0]], [[0.9], [0.4], [0.1]]
    >>> report = classification_report(truth, probabilities, predicted, ["ict"], groups=["wire", "paper", "paper"])
    >>> report["topics"]["ict"]["f1"], report["groups"]["wire"]["topics"]["ict"]["f1"]
    (0.666..., 1.0)
    """
    yes = check_indicator(truth, "truth", columns=len(topics))
    said = check_indicator(predicted, "predicted", columns=len(topics))
    chance = check_numbers(probabilities, "probabilities", within=(0.0, 1.0))
    if not yes.shape == said.shape == chance.shape:
        raise ValueError(f"shapes must be equal, got truth {yes.shape}, predicted {said.shape}, {chance.shape}")
    check_int(resamples, "resamples", minimum=0)
    full = np.arange(len(yes))
    figures = _figures(yes, said, chance, full)
    generator = np.random.default_rng(check_int(random_state, "random_state", minimum=0))
    rounds = resamples if len(yes) else 0
    samples = [_figures(yes, said, chance, generator.integers(0, len(yes), len(yes))) for _ in range(rounds)]
    bounds = np.quantile(samples, [0.025, 0.975], axis=0).T if samples else None
    report = _arrange(figures, bounds, topics, yes, said)
    if groups is not None:
        names = [str(group) for group in groups]
        check_same_length(truth=yes, groups=names)
        report["groups"] = _by_group(names, topics, yes, said, chance)
    return report


def _by_group(
    names: Sequence[str], topics: Sequence[str], yes: NDArray[np.bool_], said: NDArray[np.bool_], chance: Floats
) -> dict[str, Any]:
    rows_of: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows_of.setdefault(name, []).append(row)
    reports = {}
    for name, rows in sorted(rows_of.items()):
        present = np.flatnonzero(yes[rows].any(axis=0)).tolist()
        cells = np.ix_(rows, present)
        figures = _figures(yes[cells], said[cells], chance[cells], np.arange(len(rows)))
        reports[name] = _arrange(figures, None, [topics[i] for i in present], yes[cells], said[cells])
    return reports


def _figures(yes: NDArray[np.bool_], said: NDArray[np.bool_], chance: Floats, rows: NDArray[np.int64]) -> list[float]:
    """Return all figures of some rows in one flat list: five for each topic, three macro means, three micro figures."""
    yes, said, chance = yes[rows], said[rows], chance[rows]
    per_topic = [
        [*f1_scores(y, s), average_precision(y, p), calibration_error(y, p)]
        for y, s, p in zip(yes.T, said.T, chance.T, strict=True)
    ]
    macro = np.mean(per_topic, axis=0)[2:] if per_topic else np.zeros(3)
    return [*(figure for row in per_topic for figure in row), *macro.tolist(), *f1_scores(yes, said)]


def _arrange(
    figures: list[float],
    bounds: Floats | None,
    topics: Sequence[str],
    yes: NDArray[np.bool_],
    said: NDArray[np.bool_],
) -> dict[str, Any]:
    names = ("precision", "recall", "f1", "average_precision", "ece")

    def part(start: int, keys: Sequence[str]) -> dict[str, Any]:
        fields: dict[str, Any] = {key: figures[start + i] for i, key in enumerate(keys)}
        if bounds is not None:
            fields["intervals"] = {key: bounds[start + i].tolist() for i, key in enumerate(keys)}
        return fields

    per_topic = {
        topic: {"support": int(yes[:, i].sum()), **part(i * len(names), names)} for i, topic in enumerate(topics)
    }
    end = len(topics) * len(names)
    return {
        "rows": len(yes),
        "topics": per_topic,
        "macro": part(end, names[2:]),
        "micro": part(end + 3, names[:3]),
        "exact": float((yes == said).all(axis=1).mean()) if len(yes) else 0.0,
    }


def _pair(
    truth: ArrayLike, values: ArrayLike, name: str, within: tuple[float, float] | None = None
) -> tuple[NDArray[np.bool_], Floats]:
    yes = check_indicator(truth, "truth").ravel()
    numbers = check_numbers(values, name, within=within).ravel()
    check_same_length(truth=yes, **{name: numbers})
    return yes, numbers


def check_numbers(values: Any, name: str, *, within: tuple[float, float] | None = None) -> Floats:
    """Return `values` as a float array; raise ValueError if one is not finite or lies outside `within`."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers") from None
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers, got nan or infinity")
    if within is not None and array.size and not (within[0] <= array.min() and array.max() <= within[1]):
        raise ValueError(f"{name} must lie between {within[0]:g} and {within[1]:g}, got {array.min()} to {array.max()}")
    return array

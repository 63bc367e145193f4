"""Decision thresholds, chosen on scores of held-out texts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newsnlp.evaluation import precision_recall_curve

__all__ = ["best_f1_threshold", "expected_f1_threshold", "precise_threshold", "threshold_above"]

RARE_F1 = 0.1


def best_f1_threshold(truth: ArrayLike, scores: ArrayLike) -> float:
    """Return the threshold with the best F1, or the largest score if even that F1 is below 0.1.

    The exception keeps a topic that could not be learned from being assigned to many texts (the rule SCutFBR.1).

    Parameters
    ----------
    truth : array-like of bool, shape (n,)
    scores : array-like of float, shape (n,)
        Scores of texts that the scorer was not fitted on.

    Returns
    -------
    float
        Midway between the lowest positive score and the next one.

    References
    ----------
    Yang: A study on thresholding strategies for text categorization. SIGIR 2001.

    Examples
    --------
    >>> from newsnlp.topics.thresholds import best_f1_threshold
    >>> best_f1_threshold([1, 1, 0, 0], [0.9, 0.7, 0.3, 0.2])
    0.5
    """
    curve = precision_recall_curve(truth, scores)
    total = curve.precision + curve.recall
    f1 = np.divide(2 * curve.precision * curve.recall, total, out=np.zeros_like(total), where=total > 0)
    best = int(np.argmax(f1)) if f1.size else 0
    if not f1.size:
        return float("inf")
    if f1[best] < RARE_F1:
        return float(curve.thresholds[0])
    return _midway(curve.thresholds, best)


def expected_f1_threshold(probabilities: ArrayLike) -> float:
    """Return the threshold with the best expected F1, assuming that the probabilities are right.

    It needs no labels and is not subject to the noise of a few; it is always half the F1 that it gives.

    Parameters
    ----------
    probabilities : array-like of float, shape (n,)
        Scores of texts that the scorer was not fitted on.

    References
    ----------
    Lipton, Elkan, Naryanaswamy: Optimal thresholding of classifiers to maximize F1 measure. ECML PKDD 2014.

    Examples
    --------
    >>> from newsnlp.topics.thresholds import expected_f1_threshold
    >>> expected_f1_threshold([0.9, 0.8, 0.1, 0.1])
    0.45
    """
    ranked = -np.sort(-np.asarray(probabilities, dtype=np.float64))
    f1 = 2.0 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return _midway(ranked, int(np.argmax(f1))) if len(ranked) else float("inf")


def precise_threshold(truth: ArrayLike, scores: ArrayLike, min_precision: float) -> float:
    """Return the lowest threshold whose precision is at least `min_precision`.

    Parameters
    ----------
    truth : array-like of bool, shape (n,)
    scores : array-like of float, shape (n,)
        Scores of texts that the scorer was not fitted on.
    min_precision : float
        Above 0, at most 1.

    Returns
    -------
    float
        Infinity if no threshold is precise enough: the topic is then never predicted.

    Examples
    --------
    >>> from newsnlp.topics.thresholds import precise_threshold
    >>> precise_threshold([1, 0, 1, 0], [0.9, 0.6, 0.5, 0.1], 0.6)
    0.3
    >>> precise_threshold([1, 0, 1, 0], [0.9, 0.6, 0.5, 0.1], 1.0)
    0.75
    """
    curve = precision_recall_curve(truth, scores)
    fitting = np.flatnonzero(curve.precision >= min_precision)
    return _midway(curve.thresholds, int(fitting[-1])) if fitting.size else float("inf")


def threshold_above(probability: float) -> float:
    """Return the lowest threshold above a probability; infinity if the probability is 1.

    Examples
    --------
    >>> from newsnlp.topics.thresholds import threshold_above
    >>> threshold_above(0.25) > 0.25, threshold_above(1.0)
    (True, inf)
    """
    return float(np.nextafter(probability, 2.0)) if probability < 1.0 else float("inf")


def _midway(thresholds: NDArray[np.float64], position: int) -> float:
    following = min(position + 1, len(thresholds) - 1)
    # Halves first: the sum of two large scores could overflow.
    return float(thresholds[position] / 2 + thresholds[following] / 2)

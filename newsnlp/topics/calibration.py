"""From margins to probabilities: a sigmoid per topic, fitted on margins of held-out texts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["fit_sigmoid", "logit", "sigmoid"]

Floats = NDArray[np.float64]

MAX_STEPS = 100
MIN_SLOPE = 1e-3  # keeps the order of texts even for a topic whose margins carry no information


def sigmoid(logits: ArrayLike) -> Floats:
    """Return 1 / (1 + exp(-logits)) without overflow.

    Examples
    --------
    >>> from newsnlp.topics.calibration import sigmoid
    >>> sigmoid([-1000.0, 0.0, 1000.0]).tolist()
    [0.0, 0.5, 1.0]
    """
    values = np.asarray(logits, dtype=np.float64)
    return np.exp(np.minimum(values, 0.0)) / (1.0 + np.exp(np.copysign(values, -1.0)))


def logit(probabilities: ArrayLike) -> Floats:
    """Return log(p / (1 - p)), with probabilities clipped to at least a millionth from 0 and 1.

    Examples
    --------
    >>> from newsnlp.topics.calibration import logit
    >>> logit([0.5]).tolist()
    [0.0]
    """
    p = np.clip(np.asarray(probabilities, dtype=np.float64), 1e-6, 1.0 - 1e-6)
    return np.log(p / (1.0 - p)).astype(np.float64)


def fit_sigmoid(margins: ArrayLike, truth: ArrayLike, weights: ArrayLike | None = None) -> tuple[float, float]:
    """Fit slope and intercept so that sigmoid(slope * margin + intercept) is the probability of yes.

    Targets are smoothed away from 0 and 1 by one extra text of each class, so that perfectly separating margins still
    give a finite slope. The slope is kept above zero: calibration never reverses the order of texts.

    Parameters
    ----------
    margins : array-like of float, shape (n,)
        Margins of texts that the scorer was not fitted on.
    truth : array-like of bool, shape (n,)
    weights : array-like of float, shape (n,), default=None
        Weight of each text; None weights all texts equally.

    Returns
    -------
    slope, intercept : float

    References
    ----------
    Platt: Probabilistic outputs for support vector machines. 1999. The steps are those of Lin, Lin, Weng: A note on
    Platt's probabilistic outputs. Machine Learning 68, 2007.

    Examples
    --------
    >>> from newsnlp.topics.calibration import fit_sigmoid
    >>> slope, intercept = fit_sigmoid([-2, -1, 1, 2], [0, 0, 1, 1])
    >>> slope > 0, abs(intercept) < 1e-6
    (True, True)
    """
    x, yes = np.asarray(margins, dtype=np.float64), np.asarray(truth, dtype=bool)
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=np.float64)
    positive, negative = float(w[yes].sum()), float(w[~yes].sum())
    target = np.where(yes, (positive + 1.0) / (positive + 2.0), 1.0 / (negative + 2.0))
    # Centred and scaled, so that the first logits saturate nothing; margins that differ by rounding alone are equal.
    centre, spread = float(x.mean()), float(x.std())
    if spread <= 1e-9 * np.abs(x).max():
        spread = 1.0
    parameters = np.array([1.0, np.log((positive + 1.0) / (negative + 1.0))])
    design = np.stack([(x - centre) / spread, np.ones_like(x)])
    loss = _loss(parameters, design, target, w)
    for _ in range(MAX_STEPS):
        p = sigmoid(parameters @ design)
        gradient = design @ (w * (p - target))
        if np.abs(gradient).max() <= 1e-8 * max(1.0, float(w.sum())):
            break
        hessian = (design * (w * p * (1.0 - p))) @ design.T + 1e-10 * np.eye(2)
        step = np.linalg.solve(hessian, gradient).astype(np.float64)
        parameters, loss, moved = _descend(parameters, step, loss, design, target, w)
        if not moved:
            break
    slope = float(parameters[0]) / spread
    intercept = float(parameters[1])
    if slope < MIN_SLOPE:  # only the share of positive texts is left to fit
        slope, intercept = MIN_SLOPE, float(np.log((positive + 1.0) / (negative + 1.0)))
    return slope, intercept - slope * centre


def _loss(parameters: Floats, design: Floats, target: Floats, weights: Floats) -> float:
    logits = parameters @ design
    return float(weights @ (np.logaddexp(0.0, logits) - target * logits))


def _descend(
    parameters: Floats, step: Floats, loss: float, design: Floats, target: Floats, weights: Floats
) -> tuple[Floats, float, bool]:
    """Return the parameters after the largest halving of the Newton step that lowers the loss."""
    size = 1.0
    while size > 1e-10:
        trial = parameters - size * step
        trial_loss = _loss(trial, design, target, weights)
        if trial_loss < loss:
            return trial, trial_loss, True
        size /= 2.0
    return parameters, loss, False

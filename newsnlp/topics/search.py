"""Search for the best settings: n-gram range, log-count ratios and C, judged on held-out texts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp.evaluation import f1_scores
from newsnlp.topics.fitting import Settings, held_out_margins
from newsnlp.topics.matrix import TextMatrix
from newsnlp.topics.thresholds import best_f1_threshold

__all__ = ["NGRAM_RANGES", "SettingsSearch"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NGRAM_RANGES = ((1, 1), (1, 2))
# Log-count ratios make values larger, so equal regularization needs a smaller C. The search begins in the middle.
STRENGTHS = {False: (0.1, 0.3, 1.0, 3.0, 10.0, 30.0), True: (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)}
BEGIN = {False: 2, True: 3}


class SettingsSearch:
    """Held-out margins of the settings that were tried, and the best of them.

    Every pair of n-gram range and scaling is tried with one C; for the best pair, C is then raised and lowered for as
    long as the score rises. Settings that are given are not searched.

    Parameters
    ----------
    matrix : TextMatrix
    truth : ndarray of bool, shape (n_texts, n_topics)
    folds : ndarray of int, shape (n_texts,)
    single : bool
        Whether each text has exactly one topic: then accuracy is the score, else the mean of micro- and macro-F1.
    seed : int
    n_jobs : int or None
    """

    def __init__(
        self, matrix: TextMatrix, truth: Bools, folds: Ints, *, single: bool, seed: int, n_jobs: int | None
    ) -> None:
        self._matrix, self._truth, self._folds = matrix, truth, folds
        self._single, self._seed, self._n_jobs = single, seed, n_jobs
        self._margins: dict[Settings, Floats] = {}
        self.scores: dict[Settings, float] = {}

    def run(self, ngram_range: Any, log_ratios: Any, strength: Any) -> tuple[Settings, Floats]:
        """Return the best settings and their held-out margins; 'auto' leaves a setting to the search."""
        ranges: Sequence[tuple[int, int]] = NGRAM_RANGES if ngram_range == "auto" else (ngram_range,)
        scalings: Sequence[bool] = (False, True) if log_ratios == "auto" else (log_ratios,)
        if strength != "auto":
            best = self._best([Settings(r, s, strength) for r, s in itertools.product(ranges, scalings)])
            return best, self._margins[best]
        best = self._best([Settings(r, s, STRENGTHS[s][BEGIN[s]]) for r, s in itertools.product(ranges, scalings)])
        grid = STRENGTHS[best.log_ratios]
        for direction in (1, -1):
            position = grid.index(best.C) + direction
            while 0 <= position < len(grid):
                trial = Settings(best.ngram_range, best.log_ratios, grid[position])
                if self._best([best, trial]) == best:
                    break
                best, position = trial, position + direction
        return best, self._margins[best]

    def _best(self, trials: Sequence[Settings]) -> Settings:
        for settings in trials:
            if settings not in self.scores:
                frequencies, _ = self._matrix.narrowed(settings.ngram_range)
                margins = held_out_margins(frequencies, self._truth, self._folds, settings, self._seed, self._n_jobs)
                self._margins[settings], self.scores[settings] = margins, self._score(margins)
        return max(trials, key=lambda settings: self.scores[settings])  # ties go to the first

    def _score(self, margins: Floats) -> float:
        if self._single:
            return float(np.mean(self._truth[np.arange(len(margins)), margins.argmax(axis=1)]))
        pairs = zip(self._truth.T, margins.T, strict=True)
        predicted = margins >= np.array([best_f1_threshold(t, m) for t, m in pairs])
        macro = np.mean([f1_scores(t, p).f1 for t, p in zip(self._truth.T, predicted.T, strict=True)])
        return float(macro + f1_scores(self._truth, predicted).f1) / 2.0

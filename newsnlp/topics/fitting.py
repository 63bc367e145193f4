"""Weights of topics from labelled texts: tf-idf, log-count ratios, one-against-rest classifiers, held-out margins.

The margins of held-out texts then calibrate each topic and set its threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import scipy.sparse as sparse
from joblib import Parallel, delayed, effective_n_jobs
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from newsnlp.topics.calibration import fit_sigmoid, sigmoid
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.labels import TopicLabels
from newsnlp.topics.thresholds import best_f1_threshold, precise_threshold, threshold_above

__all__ = [
    "BEGINNING",
    "Settings",
    "calibrated_heads",
    "fit_weights",
    "held_out_margins",
    "inverse_document_frequencies",
    "log_count_ratios",
    "scale_columns",
    "stratified_folds",
    "weigh",
]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RATIO_SMOOTHING = 0.1  # added to the summed values of a term; 1 is far too much for values below 1
LIBLINEAR = (
    Lock()
)  # liblinear's random number generator is shared by all threads: each fit must seed it and use it alone
SAME_TEXT_LETTERS = 100  # texts whose first letters and digits agree are held out together
BEGINNING = 4 * SAME_TEXT_LETTERS  # characters among which these are looked for


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that a cross-validation chooses.

    Parameters
    ----------
    ngram_range : tuple of int
        The shortest and the longest n-gram of words.
    log_ratios : bool
        Whether values are scaled by the log-count ratio of their term (naive Bayes features).
    C : float
        Inverse strength of the regularization.
    """

    ngram_range: tuple[int, int]
    log_ratios: bool
    C: float


def inverse_document_frequencies(frequencies: sparse.csr_matrix) -> Floats:
    """Return scikit-learn's smoothed idf; 0 for a term that no text has, so that it has no effect."""
    n_texts, n_terms = frequencies.shape
    df = np.bincount(frequencies.indices, minlength=n_terms)
    return np.where(df > 0, np.log((1.0 + n_texts) / (1.0 + df)) + 1.0, 0.0)


def weigh(frequencies: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Return l2-normed tf-idf."""
    data = frequencies.data * idf[frequencies.indices]
    rows = np.repeat(np.arange(frequencies.shape[0]), np.diff(frequencies.indptr))
    norms = np.sqrt(np.bincount(rows, weights=data * data, minlength=frequencies.shape[0]))
    norms[norms == 0.0] = 1.0
    return sparse.csr_matrix((data / norms[rows], frequencies.indices, frequencies.indptr), shape=frequencies.shape)


def log_count_ratios(values: sparse.csr_matrix, truth: Bools) -> Floats:
    """Return the log of how much likelier each term is in texts of the topic than in others.

    References
    ----------
    Wang, Manning: Baselines and bigrams: simple, good sentiment and topic classification. ACL 2012.
    """
    yes = np.asarray(values[truth].sum(axis=0)).ravel() + RATIO_SMOOTHING
    no = np.asarray(values[~truth].sum(axis=0)).ravel() + RATIO_SMOOTHING
    ratios: Floats = np.log(yes / yes.sum()) - np.log(no / no.sum())
    return ratios


def fit_weights(values: sparse.csr_matrix, truth: Bools, settings: Settings, seed: int) -> tuple[Floats, Floats]:
    """Return the weights (n_terms, n_topics) and biases of one-against-rest classifiers with squared hinge loss.

    A topic that all texts or no texts have gets bias +1 or -1 and no weights.

    References
    ----------
    Hsieh, Chang, Lin, Keerthi, Sundararajan: A dual coordinate descent method for large-scale linear SVM. ICML 2008.
    """
    n_topics = truth.shape[1]
    weights, biases = np.zeros((values.shape[1], n_topics)), np.where(truth.all(axis=0), 1.0, -1.0)
    for i in np.flatnonzero(truth.any(axis=0) & ~truth.all(axis=0)):
        column = truth[:, i]
        ratios = log_count_ratios(values, column) if settings.log_ratios else None
        scaled = values if ratios is None else scale_columns(values, ratios)
        machine = LinearSVC(C=settings.C, random_state=seed, tol=1e-3, max_iter=10_000)
        with LIBLINEAR:
            machine.fit(scaled, column)
        weights[:, i] = machine.coef_[0] if ratios is None else machine.coef_[0] * ratios
        biases[i] = machine.intercept_[0]
    return weights, biases


def held_out_margins(
    frequencies: sparse.csr_matrix, truth: Bools, folds: Ints, settings: Settings, seed: int, n_jobs: int | None
) -> Floats:
    """Return the margins of every text from classifiers that were fitted without its fold."""
    margins = np.zeros(truth.shape)
    numbers = np.unique(folds)
    # Processes beyond the number of folds would take memory and have nothing to do.
    parts = Parallel(n_jobs=min(effective_n_jobs(n_jobs), len(numbers)))(
        delayed(_fold_margins)(frequencies, truth, folds == fold, settings, seed) for fold in numbers
    )
    for fold, part in zip(numbers, parts, strict=True):
        margins[folds == fold] = part
    return margins


def _fold_margins(frequencies: sparse.csr_matrix, truth: Bools, held_out: Bools, settings: Settings, seed: int) -> Any:
    training = frequencies[~held_out]
    idf = inverse_document_frequencies(training)
    weights, biases = fit_weights(weigh(training, idf), truth[~held_out], settings, seed)
    return weigh(frequencies[held_out], idf) @ weights + biases


def calibrated_heads(
    labels: TopicLabels, margins: Floats, biases: Floats, threshold: float | None, min_precision: float | None
) -> tuple[list[TopicHead], Floats]:
    """Calibrate each topic on held-out margins and set its threshold; return also the held-out probabilities."""
    heads, probabilities = [], np.zeros_like(margins)
    for i, name in enumerate(labels.names):
        truth = labels.truth[:, i]
        slope, intercept = fit_sigmoid(margins[:, i], truth)
        chance = probabilities[:, i] = sigmoid(slope * margins[:, i] + intercept)
        if threshold is not None:
            chosen = float(threshold)
        else:
            chosen = (
                best_f1_threshold(truth, chance)
                if min_precision is None
                else precise_threshold(truth, chance, min_precision)
            )
            nothing_known = float(sigmoid(biases[i] * slope + intercept))
            chosen = max(chosen, threshold_above(nothing_known))  # a text without known terms has no topic
        heads.append(TopicHead(name, float(biases[i]), slope, intercept, chosen))
    return heads, probabilities


def scale_columns(values: sparse.csr_matrix, factors: Floats) -> sparse.csr_matrix:
    """Return the values with every column multiplied by its factor."""
    return sparse.csr_matrix((values.data * factors[values.indices], values.indices, values.indptr), values.shape)


def stratified_folds(texts: Sequence[str], truth: Bools, n_folds: int, seed: int) -> Ints:
    """Return the fold of every text: topics spread evenly, the rarest first; near-copies of a text share its fold.

    References
    ----------
    Sechidis, Tsoumakas, Vlahavas: On the stratification of multi-label data. ECML PKDD 2011.
    """
    groups: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        letters = "".join(filter(str.isalnum, text[:BEGINNING]))[:SAME_TEXT_LETTERS]
        groups.setdefault(letters.lower() or f" {i}", []).append(i)
    members = list(groups.values())
    labels = np.array([truth[rows].any(axis=0) for rows in members])
    # Texts without any topic are spread evenly like a topic of their own.
    labels = np.column_stack([labels, ~labels.any(axis=1)])
    assigned = _spread(labels, n_folds, np.random.default_rng(seed).permutation(len(members)))
    folds = np.empty(len(texts), dtype=np.int64)
    for rows, fold in zip(members, assigned, strict=True):
        folds[rows] = fold
    return folds


def _spread(labels: Bools, n_folds: int, order: Ints) -> Ints:
    """Return a fold for each row so that every column is spread as evenly as possible over the folds."""
    totals = labels.sum(axis=0)
    wanted = np.repeat(totals[None, :] / n_folds, n_folds, axis=0)
    room = np.full(n_folds, len(labels) / n_folds)
    rarity = np.where(labels, totals, len(labels) + 1)
    rarest = rarity.argmin(axis=1)
    fold_of = np.empty(len(labels), dtype=np.int64)
    for row in order[np.argsort(rarity.min(axis=1)[order], kind="stable")]:
        fold = int(np.lexsort((-room, -wanted[:, rarest[row]]))[0])
        fold_of[row] = fold
        wanted[fold] -= labels[row]
        room[fold] -= 1.0
    return fold_of

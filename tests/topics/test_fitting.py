"""Folds, tf-idf and log-count ratios."""

import numpy as np
import pytest
from joblib import Parallel
from sklearn.feature_extraction.text import TfidfVectorizer

from newsnlp.topics import fitting
from newsnlp.topics.calibration import fit_sigmoid, sigmoid
from newsnlp.topics.fitting import (
    Settings,
    calibrated_heads,
    fit_weights,
    inverse_document_frequencies,
    log_count_ratios,
    stratified_folds,
    weigh,
)
from newsnlp.topics.labels import TopicLabels
from newsnlp.topics.matrix import TextMatrix
from newsnlp.topics.thresholds import best_f1_threshold, precise_threshold

TEXTS = ["The army met the army", "a chip and a phone", "", "peace talks of the two states", "The chip talks"]


@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 2), (2, 2)])
def test_values_are_those_of_scikit_learn(ngram_range):
    frequencies, vocabulary = TextMatrix.count(TEXTS, (1, 2)).narrowed(ngram_range)
    values = weigh(frequencies, inverse_document_frequencies(frequencies))
    peer = TfidfVectorizer(ngram_range=ngram_range, sublinear_tf=True, token_pattern=r"\b\w+\b")
    assert values.toarray() == pytest.approx(peer.fit_transform(TEXTS).toarray(), abs=1e-12)
    assert vocabulary.names() == peer.get_feature_names_out().tolist()


def test_terms_that_the_training_part_lacks_count_for_nothing():
    frequencies, vocabulary = TextMatrix.count(TEXTS, (1, 1)).narrowed((1, 1))
    idf = inverse_document_frequencies(frequencies[:2])
    values = weigh(frequencies[3:4], idf).toarray()[0]
    assert [vocabulary.names()[i] for i in np.flatnonzero(values)] == ["the"]
    assert values.max() == 1.0


def test_log_count_ratios_by_hand():
    frequencies, vocabulary = TextMatrix.count(["x", "x y", "y"], (1, 1)).narrowed((1, 1))
    ratios = log_count_ratios(frequencies, np.array([True, False, False]))
    assert vocabulary.names() == ["x", "y"]
    assert ratios == pytest.approx([np.log(1.1 / 1.2) - np.log(1.1 / 3.2), np.log(0.1 / 1.2) - np.log(2.1 / 3.2)])


def test_a_topic_that_all_or_none_have_gets_no_weights():
    frequencies, _ = TextMatrix.count(TEXTS, (1, 1)).narrowed((1, 1))
    truth = np.array([[True, False]] * len(TEXTS))
    weights, biases = fit_weights(frequencies, truth, Settings((1, 1), True, 1.0), seed=0)
    assert not weights.any()
    assert biases.tolist() == [1.0, -1.0]


def test_no_more_processes_start_than_there_are_folds(monkeypatch):
    asked = []
    monkeypatch.setattr(fitting, "Parallel", lambda n_jobs: asked.append(n_jobs) or Parallel(n_jobs=1))
    frequencies, _ = TextMatrix.count(TEXTS, (1, 1)).narrowed((1, 1))
    truth, folds = np.eye(5, 1, dtype=bool), np.array([0, 1, 0, 1, 2])
    for n_jobs in (None, 2, 100):
        fitting.held_out_margins(frequencies, truth, folds, Settings((1, 1), False, 1.0), 0, n_jobs)
    assert asked == [1, 2, 3]


@pytest.mark.parametrize("n_folds", [2, 3, 5, 10])
def test_folds_share_out_every_topic(n_folds):
    truth = np.random.default_rng(n_folds).random((500, 5)) < [0.02, 0.1, 0.3, 0.5, 0.9]
    folds = stratified_folds([f"text {i}" for i in range(500)], truth, n_folds, seed=0)
    sizes = np.bincount(folds, minlength=n_folds)
    assert sizes.max() - sizes.min() <= 0.1 * sizes.mean() + 1
    rarest = np.bincount(folds[truth[:, 0]], minlength=n_folds)
    assert rarest.max() - rarest.min() <= 1
    for topic in truth.T[1:]:
        spread = np.bincount(folds[topic], minlength=n_folds)
        assert spread.max() - spread.min() <= 0.2 * spread.mean() + 2


def test_near_copies_share_a_fold():
    start = (
        "The minister of information and communications said that the work on the network would be done in time " * 2
    )
    texts = [start + end for end in ("today", "tomorrow", "soon")] + [f"other text {i}" for i in range(20)]
    truth = np.arange(23)[:, None] % 2 == 0
    for seed in range(5):
        assert len(set(stratified_folds(texts, truth, 4, seed)[:3])) == 1


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("x" * 100 + "a", "x" * 100 + "b", True),
        ("x" * 99 + "a", "x" * 99 + "b", False),
        ("x" + " " * 399 + "a", "x" + " " * 399 + "b", True),
        ("x" + " " * 398 + "a", "x" + " " * 398 + "b", False),
        ("The Talks!", "the talks", True),
        ("", "", False),  # no letters to compare
    ],
)
def test_texts_whose_first_hundred_letters_agree_are_near_copies(one, other, together):
    folds = stratified_folds([one, other], np.ones((2, 1), dtype=bool), 2, seed=0)
    assert (folds[0] == folds[1]) == together


def test_margins_of_a_fold_are_those_of_a_fit_without_it():
    texts = [*TEXTS, "the phone talks", "army of chips"]
    frequencies, _ = TextMatrix.count(texts, (1, 2)).narrowed((1, 2))
    truth, folds = np.arange(7)[:, None] % 3 == [0, 1], np.array([0, 1, 2, 0, 1, 2, 0])
    settings = Settings((1, 2), True, 1.0)
    found = fitting.held_out_margins(frequencies, truth, folds, settings, 0, None)
    for fold in range(3):
        rest = frequencies[folds != fold]
        idf = inverse_document_frequencies(rest)
        weights, biases = fit_weights(weigh(rest, idf), truth[folds != fold], settings, 0)
        assert found[folds == fold] == pytest.approx(weigh(frequencies[folds == fold], idf) @ weights + biases)


def test_thresholds_are_chosen_above_the_probability_of_a_text_of_nothing_known():
    labels = TopicLabels.read([["a"], ["a"], [], [], []])
    margins = np.array([[2.0], [1.0], [0.5], [-1.0], [-2.0]])
    slope, intercept = fit_sigmoid(margins[:, 0], labels.truth[:, 0])
    (head,), chances = calibrated_heads(labels, margins, np.array([1.5]), None, None)
    assert (head.name, head.bias, head.slope, head.intercept) == ("a", 1.5, slope, intercept)
    assert chances == pytest.approx(sigmoid(slope * margins + intercept))
    assert head.threshold == np.nextafter(sigmoid(1.5 * slope + intercept), 1)
    (low,), _ = calibrated_heads(labels, margins, np.array([-9.0]), None, None)
    assert low.threshold == best_f1_threshold(labels.truth[:, 0], chances[:, 0])
    (precise,), _ = calibrated_heads(labels, margins, np.array([-9.0]), None, 0.5)
    assert precise.threshold == precise_threshold(labels.truth[:, 0], chances[:, 0], 0.5) < low.threshold
    (given,), _ = calibrated_heads(labels, margins, np.array([1.5]), 0.25, None)
    assert given.threshold == 0.25


def test_rows_are_spread_by_their_rarest_topic_first():
    truth = np.array([[1, 0], [1, 0], [1, 1], [1, 1], [0, 0], [0, 0], [1, 0], [1, 0]], dtype=bool)
    folds = stratified_folds([f"text {i}" for i in range(8)], truth, 2, seed=0)
    assert sorted(folds[2:4]) == sorted(folds[4:6]) == [0, 1]
    assert np.bincount(folds[truth[:, 0]]).tolist() == [3, 3]

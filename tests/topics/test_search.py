"""The search for the best settings: what is tried, in which order, and by which score."""

import math

import numpy as np
import pytest

from newsnlp.topics import search
from newsnlp.topics.fitting import Settings
from newsnlp.topics.matrix import TextMatrix
from newsnlp.topics.search import SettingsSearch

FIRST = [((1, 1), False, 1.0), ((1, 1), True, 0.3), ((1, 2), False, 1.0), ((1, 2), True, 0.3)]


def searched(monkeypatch, truth=None, single=False):
    """Return a search whose margins are the settings themselves."""
    monkeypatch.setattr(search, "held_out_margins", lambda f, t, folds, settings, seed, n_jobs: settings)
    texts = ["a chip", "the talks"]
    truth = np.eye(2, dtype=bool) if truth is None else truth
    return SettingsSearch(TextMatrix.count(texts, (1, 2)), truth, np.arange(2), single=single, seed=0, n_jobs=None)


@pytest.mark.parametrize(
    ("scaled", "best", "more"),
    [
        (False, 1.0, [3.0, 0.3]),
        (False, 10.0, [3.0, 10.0, 30.0]),
        (False, 99.0, [3.0, 10.0, 30.0]),
        (False, 0.001, [3.0, 0.3, 0.1]),
        (True, 0.3, [1.0, 0.1]),
        (True, 99.0, [1.0, 3.0]),
        (True, 0.001, [1.0, 0.1, 0.03, 0.01]),
    ],
)
def test_the_strength_is_raised_and_lowered_for_as_long_as_the_score_rises(monkeypatch, scaled, best, more):
    made = searched(monkeypatch)
    monkeypatch.setattr(
        made,
        "_score",
        lambda s: -abs(math.log(s.C / best)) - 100 * (s.log_ratios != scaled) - 100 * (s.ngram_range != (1, 2)),
    )
    settings, margins = made.run("auto", "auto", "auto")
    tried = [(s.ngram_range, s.log_ratios, s.C) for s in made.scores]
    assert tried == [*FIRST, *(((1, 2), scaled, strength) for strength in more)]
    assert settings == margins
    assert settings == max(made.scores, key=made.scores.__getitem__)


def test_of_equal_scores_the_first_wins_and_given_settings_are_not_searched(monkeypatch):
    made = searched(monkeypatch)
    monkeypatch.setattr(made, "_score", lambda s: 0.5)
    assert made.run("auto", "auto", 2.0)[0] == Settings((1, 1), False, 2.0)
    assert len(made.scores) == 4
    assert made.run((2, 2), True, 2.0)[0] == Settings((2, 2), True, 2.0)
    assert len(made.scores) == 5


def test_the_score_is_accuracy_or_the_mean_of_micro_and_macro_f1(monkeypatch):
    truth = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], dtype=bool)
    margins = np.array([[2.0, 1.0], [0.0, 1.0], [1.0, 0.0], [3.0, -1.0]])
    assert searched(monkeypatch, truth, single=True)._score(margins) == 2 / 4
    # The best F1 of the first topic is 6/7 (yes to all), of the second 2/5 (yes to all); pooled 8/12.
    assert searched(monkeypatch, truth)._score(margins) == pytest.approx(((6 / 7 + 2 / 5) / 2 + 2 * 4 / (4 + 8)) / 2)

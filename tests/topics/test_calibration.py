"""From margins to probabilities."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from newsnlp.topics.calibration import fit_sigmoid, logit, sigmoid


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_sigmoid_rises_and_stays_between_0_and_1(logits):
    values = sigmoid(sorted(logits))
    assert ((values >= 0) & (values <= 1)).all()
    assert (np.diff(values) >= 0).all()


def test_many_texts_give_the_sigmoid_of_logistic_regression():
    generator = np.random.default_rng(0)
    margins = generator.normal(size=20_000)
    truth = generator.random(20_000) < sigmoid(2.5 * margins - 0.7)
    slope, intercept = fit_sigmoid(margins, truth)
    peer = LogisticRegression(C=1e9, tol=1e-10).fit(margins[:, None], truth)
    assert slope == pytest.approx(peer.coef_[0, 0], rel=2e-3)
    assert intercept == pytest.approx(peer.intercept_[0], rel=5e-3)


def test_weights_count_texts():
    margins, truth = np.array([-2.0, -1.0, 0.5, 1.0, 2.0]), np.array([0, 0, 1, 0, 1])
    weighted = fit_sigmoid(margins, truth, [1, 2, 3, 1, 1])
    repeated = fit_sigmoid(np.repeat(margins, [1, 2, 3, 1, 1]), np.repeat(truth, [1, 2, 3, 1, 1]))
    # The spread that margins are divided by differs, the minimum does not.
    assert weighted == pytest.approx(repeated, rel=1e-6)


@pytest.mark.parametrize("margins", [[-5, -4, 4, 5], [1e-9, 2e-9, 3e-9, 4e-9], [-1e9, -1e8, 1e8, 1e9]])
def test_separable_margins_give_finite_numbers(margins):
    slope, intercept = fit_sigmoid(margins, [0, 0, 1, 1])
    assert np.isfinite([slope, intercept]).all()
    values = sigmoid(slope * np.array(margins) + intercept)
    assert values[0] < 0.5 < values[-1]


@given(
    st.lists(st.tuples(st.floats(-100, 100), st.booleans()), min_size=1, max_size=40),
)
def test_order_is_never_turned_round(pairs):
    margins, truth = zip(*pairs, strict=True)
    slope, intercept = fit_sigmoid(margins, truth)
    assert slope > 0
    assert np.isfinite(intercept)


def test_useless_margins_give_the_share_of_yes():
    slope, intercept = fit_sigmoid([3.0, 2.0, 1.0, 0.0], [0, 0, 1, 1])
    assert sigmoid(intercept + slope) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(("truth", "share"), [([0, 0, 1, 1], 3 / 3), ([0, 0, 0, 1, 1], 3 / 4), ([0, 1, 1, 1], 4 / 2)])
def test_useless_margins_have_the_least_slope(truth, share):
    margins = -np.arange(len(truth))
    slope, intercept = fit_sigmoid(margins, truth)
    assert slope == 1e-3
    assert slope * margins.mean() + intercept == pytest.approx(np.log(share))  # the share at the mean


@pytest.mark.parametrize("margins", [[3.0, 2.8125, 2.96875], [0.1, 0.1, 0.1], [1e5, 1e5 + 1, 1e5 - 1]])
def test_margins_far_from_zero_that_are_nearly_equal_are_calibrated(margins):
    slope, intercept = fit_sigmoid(margins, [0, 0, 0])
    assert sigmoid(slope * np.array(margins) + intercept) == pytest.approx([1 / 5] * 3, abs=0.01)
    assert slope < 1e6


@given(st.lists(st.tuples(st.floats(-3, 3), st.booleans(), st.floats(0.5, 4)), min_size=3, max_size=30))
def test_the_sigmoid_is_the_minimum_of_the_loss_of_platt(rows):
    margins, truth, weights = (np.array(column) for column in zip(*rows, strict=True))
    slope, intercept = fit_sigmoid(margins, truth, weights)
    assume(slope > 1e-3)  # the least, which is no minimum
    yes, no = weights[truth].sum(), weights[~truth].sum()
    target = np.where(truth, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(slope, intercept):
        logits = slope * margins + intercept
        return weights @ (target * np.logaddexp(0, -logits) + (1 - target) * np.logaddexp(0, logits))

    found = loss(slope, intercept)
    for step in (-0.01, 0.01):
        assert found <= loss(slope, intercept + step) + 1e-9
        assert found <= loss(slope + step, intercept) + 1e-9


def test_logits_by_hand():
    bound = np.log(1e-6 / (1 - 1e-6))
    assert logit([0.0, 1e-7, 0.25, 0.75, 1.0]) == pytest.approx([bound, bound, -np.log(3), np.log(3), -bound])

"""Measures against naive twins, scikit-learn and cases computed by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.evaluation import (
    average_precision,
    calibration_error,
    classification_report,
    f1_scores,
    precision_recall_curve,
    reliability_curve,
)
from newsnlp.evaluation.classification import merged_bins
from tests.reference import classification as naive

# Few distinct values, so that ties are common.
VALUES = st.sampled_from([0.0, 0.125, 0.25, 0.5, 0.625, 0.75, 1.0])
PAIRS = st.lists(st.tuples(st.booleans(), VALUES), min_size=1, max_size=40)


@given(pairs=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_f1_twin(pairs):
    truth, predicted = [t for t, _ in pairs], [p for _, p in pairs]
    assert f1_scores(truth, predicted) == pytest.approx(naive.f1_scores(truth, predicted))


@given(pairs=PAIRS)
def test_curve_and_average_precision_twin(pairs):
    truth, scores = [t for t, _ in pairs], [s for _, s in pairs]
    points = np.array(precision_recall_curve(truth, scores)).T
    np.testing.assert_allclose(points, naive.curve(truth, scores))
    assert average_precision(truth, scores) == pytest.approx(naive.average_precision(truth, scores))


@given(pairs=PAIRS, bins=st.sampled_from([1, 2, 4, 8]))
def test_calibration_error_twin(pairs, bins):
    truth, chance = [t for t, _ in pairs], [p for _, p in pairs]
    assert calibration_error(truth, chance, bins=bins) == pytest.approx(naive.calibration_error(truth, chance, bins))


@pytest.mark.parametrize("seed", range(5))
def test_scikit_learn_parity(seed):
    from sklearn.calibration import calibration_curve
    from sklearn.metrics import average_precision_score, precision_recall_fscore_support
    from sklearn.metrics import precision_recall_curve as sklearn_curve

    rng = np.random.default_rng(seed)
    scores = np.round(rng.random(300), 2)
    truth = rng.random(300) < scores**2
    assert average_precision(truth, scores) == pytest.approx(average_precision_score(truth, scores))
    precision, recall, thresholds = sklearn_curve(truth, scores)
    curve = precision_recall_curve(truth, scores)
    np.testing.assert_allclose(curve.precision[::-1], precision[:-1])
    np.testing.assert_allclose(curve.recall[::-1], recall[:-1])
    np.testing.assert_allclose(curve.thresholds[::-1], thresholds)
    expected = precision_recall_fscore_support(truth, scores >= 0.5, average="binary")[:3]
    assert f1_scores(truth, scores >= 0.5) == pytest.approx(expected)
    share, probability = calibration_curve(truth, scores, n_bins=10)
    bins = reliability_curve(truth, scores)
    filled = bins.counts > 0
    np.testing.assert_allclose(bins.probability[filled], probability)
    np.testing.assert_allclose(bins.share[filled], share)


@pytest.mark.parametrize("seed", range(3))
def test_micro_f1_parity(seed):
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(seed)
    truth, predicted = rng.random((60, 4)) < 0.3, rng.random((60, 4)) < 0.4
    assert f1_scores(truth, predicted).f1 == pytest.approx(f1_score(truth, predicted, average="micro"))


def test_by_hand():
    assert average_precision([1, 0, 1, 0], [4, 3, 2, 1]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([0, 1], [0.5, 0.5]) == 0.5  # a tie counts as one step
    assert average_precision([0, 0], [0.5, 0.6]) == 0.0
    assert average_precision([], []) == 0.0
    assert calibration_error([], []) == 0.0
    assert calibration_error([1, 0], [0.5, 0.5]) == 0.0
    # 0.1 is in the first bin with 0.05: mean 0.075 against 1 of 2; 0.95 is alone in its bin and off by 0.05.
    assert calibration_error([0, 1, 1], [0.05, 0.1, 0.95]) == pytest.approx((2 * 0.425 + 0.05) / 3)


def report(seed=0, n=200, resamples=200):
    rng = np.random.default_rng(seed)
    chance = rng.random((n, 2))
    truth = rng.random((n, 2)) < chance
    return truth, chance, classification_report(truth, chance, chance > 0.5, ["a", "b"], resamples=resamples)


def test_report_holds_the_single_measures():
    truth, chance, found = report()
    for i, topic in enumerate("ab"):
        entry = found["topics"][topic]
        assert entry["support"] == truth[:, i].sum()
        assert (entry["precision"], entry["recall"], entry["f1"]) == f1_scores(truth[:, i], chance[:, i] > 0.5)
        assert entry["average_precision"] == average_precision(truth[:, i], chance[:, i])
        assert entry["ece"] == calibration_error(truth[:, i], chance[:, i])
        for figure, (low, high) in entry["intervals"].items():
            assert low <= high
            assert figure == "ece" or low <= entry[figure] <= high
    assert found["macro"]["f1"] == pytest.approx(np.mean([found["topics"][t]["f1"] for t in "ab"]))
    assert found["micro"]["f1"] == f1_scores(truth, chance > 0.5).f1
    assert found["exact"] == pytest.approx((truth == (chance > 0.5)).all(axis=1).mean())


def test_report_intervals_narrow_with_the_data_and_repeat():
    wide, narrow = report(n=100)[2], report(n=4000, resamples=50)[2]
    width = [np.diff(found["topics"]["a"]["intervals"]["f1"])[0] for found in (wide, narrow)]
    assert width[1] < width[0] / 3
    assert report()[2] == report()[2]


def test_report_without_rows_or_intervals():
    empty = classification_report(np.zeros((0, 1)), np.zeros((0, 1)), np.zeros((0, 1)), ["a"])
    assert empty["topics"]["a"]["f1"] == 0
    assert empty["exact"] == 0
    assert "intervals" not in report(resamples=0)[2]["macro"]


@pytest.mark.parametrize(
    ("truth", "scores", "match"),
    [
        ([1, 0, 1], [0.5, 0.5], "lengths differ: truth has 3, probabilities has 2"),
        ([1, 2], [0.5, 0.5], "0 and 1"),
        ([1, np.nan], [0.5, 0.5], "0 and 1"),
        (["yes", "no"], [0.5, 0.5], "0 and 1"),
        ([1, 0], [0.5, 1.5], "between 0 and 1"),
        ([1, 0], [-0.1, 0.5], "between 0 and 1"),
        ([1, 0], [np.nan, 0.5], "finite"),
        ([1, 0], [np.inf, 0.5], "finite"),
        ([1, 0], ["a", "b"], "numbers"),
    ],
)
def test_bad_input(truth, scores, match):
    with pytest.raises(ValueError, match=match):
        calibration_error(truth, scores)


def test_bad_shapes_and_counts():
    with pytest.raises(ValueError, match="one shape"):
        f1_scores([1, 0], [[1, 0]])
    with pytest.raises(ValueError, match=r"shape \(n, 2\)"):
        classification_report([[1]], [[0.5]], [[1]], ["a", "b"])
    with pytest.raises(ValueError, match="`random_state` must be an int of at least 0, got -1"):
        classification_report([[1]], [[0.5]], [[1]], ["a"], random_state=-1)
    with pytest.raises(ValueError, match="`bins`"):
        calibration_error([1], [0.5], bins=0)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60), st.integers(1, 20))
def test_thin_bins_are_merged_and_lose_no_text(pairs, least):
    truth, scores = zip(*pairs, strict=True)
    merged, bins = reliability_curve(truth, scores, least=least), reliability_curve(truth, scores)
    assert merged.counts.sum() == bins.counts.sum() == len(pairs)
    assert merged.counts.min() >= min(least, len(pairs))
    np.testing.assert_allclose(merged.counts @ merged.share, sum(truth), atol=1e-9)
    np.testing.assert_allclose(merged.counts @ merged.probability, sum(scores), atol=1e-9)


@pytest.mark.parametrize(
    ("counts", "least", "expected"),
    [
        ([2, 1, 1, 3, 1], 2, [0, 1, 1, 2, 2]),  # the last bin is too small
        ([2, 2], 2, [0, 1]),
        ([2, 2], 3, [0, 0]),
        ([1], 2, [0]),
        ([0, 1, 0, 0, 1], 1, [0, 0, 1, 1, 1]),
    ],
)
def test_merged_bins_by_hand(counts, least, expected):
    assert merged_bins(np.array(counts), least).tolist() == expected


def test_report_intervals_are_quantiles_of_resampled_figures():
    truth, chance, found = report(n=40, resamples=60)
    generator = np.random.default_rng(0)
    rows = [generator.integers(0, 40, 40) for _ in range(60)]

    def interval(measure):
        return pytest.approx(np.quantile([measure(truth[r], chance[r]) for r in rows], [0.025, 0.975]))

    def of(function, column, i=None):
        def measure(t, p):
            value = function(t[:, column], p[:, column] > 0.5 if function is f1_scores else p[:, column])
            return value if i is None else value[i]

        return measure

    for column, topic in enumerate("ab"):
        intervals = found["topics"][topic]["intervals"]
        for i, name in enumerate(("precision", "recall", "f1")):
            assert intervals[name] == interval(of(f1_scores, column, i))
        assert intervals["average_precision"] == interval(of(average_precision, column))
        assert intervals["ece"] == interval(of(calibration_error, column))
    for name, function, i in (
        ("f1", f1_scores, 2),
        ("average_precision", average_precision, None),
        ("ece", calibration_error, None),
    ):
        assert found["macro"]["intervals"][name] == interval(
            lambda t, p, function=function, i=i: np.mean([of(function, column, i)(t, p) for column in (0, 1)])
        )
    for i, name in enumerate(("precision", "recall", "f1")):
        assert found["micro"]["intervals"][name] == interval(lambda t, p, i=i: f1_scores(t, p > 0.5)[i])


def test_report_has_the_documented_samples_and_seed():
    truth, chance, _ = report(n=30, resamples=0)
    found = classification_report(truth, chance, chance > 0.5, ["a", "b"])
    assert found == classification_report(truth, chance, chance > 0.5, ["a", "b"], resamples=1000, random_state=0)
    assert found != classification_report(truth, chance, chance > 0.5, ["a", "b"], resamples=1001)
    with pytest.raises(ValueError, match="`resamples` must be an int of at least 0, got -1"):
        classification_report(truth, chance, chance > 0.5, ["a", "b"], resamples=-1)
    with pytest.raises(ValueError, match="`least` must be an int of at least 0, got -1"):
        reliability_curve([1], [0.5], least=-1)


def test_report_without_topics():
    found = classification_report(np.zeros((2, 0)), np.zeros((2, 0)), np.zeros((2, 0)), [], resamples=0)
    assert found["macro"] == {"f1": 0.0, "average_precision": 0.0, "ece": 0.0}
    assert (found["rows"], found["topics"], found["exact"]) == (2, {}, 1.0)


def test_groups_are_measured_alone_over_their_topics():
    truth, chance, _ = report(n=40, resamples=0)
    truth[::2, 1] = False
    said = chance > 0.5
    groups = ["whole" if row % 2 else "half" for row in range(40)]
    found = classification_report(truth, chance, said, ["a", "b"], groups=groups, resamples=5)
    assert list(found["groups"]) == ["half", "whole"]
    half, whole = slice(0, None, 2), slice(1, None, 2)
    assert found["groups"]["half"] == classification_report(
        truth[half, :1], chance[half, :1], said[half, :1], ["a"], resamples=0
    )
    assert found["groups"]["whole"] == classification_report(
        truth[whole], chance[whole], said[whole], ["a", "b"], resamples=0
    )
    without = classification_report(truth, chance, said, ["a", "b"], resamples=5)
    assert "groups" not in without
    assert {**found, "groups": None} == {**without, "groups": None}


def test_a_group_where_no_topic_occurs():
    found = classification_report([[0], [1]], [[0.9], [0.9]], [[1], [1]], ["a"], groups=[1, 2], resamples=0)["groups"]
    assert (found["1"]["rows"], found["1"]["topics"], found["1"]["macro"]["f1"]) == (1, {}, 0.0)
    assert found["2"]["topics"]["a"]["f1"] == 1.0
    with pytest.raises(ValueError, match="lengths differ: truth has 2, groups has 1"):
        classification_report([[0], [1]], [[0.9], [0.9]], [[1], [1]], ["a"], groups=["x"])

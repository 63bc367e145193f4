"""The thresholds from which a topic is given."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp import analyze, classify_many
from newsnlp.evaluation import f1_scores
from newsnlp.topics.thresholds import best_f1_threshold, expected_f1_threshold, precise_threshold, threshold_above
from tests.reference.topics import best_f1
from tests.topics.toys import toy_model

scored = st.lists(st.tuples(st.booleans(), st.integers(0, 20).map(lambda n: n / 20)), min_size=1, max_size=30).filter(
    lambda pairs: any(t for t, _ in pairs)
)


@given(scored)
def test_no_threshold_has_a_better_f1(pairs):
    truth, scores = (np.array(column) for column in zip(*pairs, strict=True))
    threshold = best_f1_threshold(truth, scores)
    found = f1_scores(truth, scores >= threshold).f1
    best = best_f1(truth.tolist(), scores.tolist())
    if best < 0.1:  # a topic that was not learned
        assert threshold == scores.max()
    else:
        assert found == pytest.approx(best)


def test_a_topic_that_was_not_learned_says_yes_to_the_highest_score_alone():
    truth, scores = np.zeros(200, dtype=bool), np.arange(200) / 200
    truth[0] = True
    assert (scores >= best_f1_threshold(truth, scores)).sum() == 1


@pytest.mark.parametrize("rank", [9, 11])
def test_where_precision_and_recall_are_both_low_an_f1_of_a_tenth_decides(rank):
    truth, scores = np.zeros(1000, dtype=bool), np.arange(1000, 0, -1) / 1000
    truth[[rank - 1, *range(991, 1000)]] = True  # ten: one high up, the others at the end
    said = scores >= best_f1_threshold(truth, scores)
    assert f1_scores(truth, scores >= scores[rank - 1]).f1 == pytest.approx(2 / (rank + 10))
    assert said.sum() == (9 if rank == 9 else 1)


@given(scored, st.floats(0.05, 1.0))
def test_precision_is_kept_and_recall_is_the_most_it_can_be(pairs, precision):
    truth, scores = (np.array(column) for column in zip(*pairs, strict=True))
    threshold = precise_threshold(truth, scores, precision)
    fitting = [t for t in scores if truth[scores >= t].mean() >= precision]
    assert (scores >= threshold).tolist() == (scores >= min(fitting, default=np.inf)).tolist()


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=30))
def test_expected_f1_is_the_most_that_any_cut_gives(probabilities):
    values = np.array(probabilities)

    def expected(chosen):
        return 2 * values[chosen].sum() / (chosen.sum() + values.sum())

    threshold = expected_f1_threshold(values)
    assert expected(values >= threshold) == pytest.approx(max(expected(values >= t) for t in values))


def test_nothing_to_choose_from():
    assert best_f1_threshold([], []) == precise_threshold([], [], 0.5) == expected_f1_threshold([]) == np.inf


@given(st.floats(0.0, 1.0))
def test_a_threshold_above_a_probability_is_the_next_or_never(probability):
    threshold = threshold_above(probability)
    assert threshold > probability
    assert threshold == np.inf if probability == 1.0 else np.nextafter(threshold, 0.0) == probability


def test_a_topic_holds_at_exactly_its_threshold():
    text, model = "Talks on chips.", toy_model()
    given = dict(zip(model.topics, model.predict_proba([text])[0].tolist(), strict=True))
    held = model.with_threshold(given)
    over = model.with_threshold({name: math.nextafter(value, 2) for name, value in given.items()})
    for other, topics in ((held, model.topics), (over, ())):
        (row,) = classify_many([text], model=other)
        assert other.classify(text).topics == row.topics == analyze(text, model=other).topics == topics
        assert other.predict([text]).tolist() == [[bool(topics)] * 2]
        assert classify_many([text], model=other).to_frame()["topics"].tolist() == [list(topics)]

"""Suggesting, correcting and doubting labels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from newsnlp import TopicClassifier
from newsnlp.evaluation import f1_scores
from newsnlp.topics.custom import Topic, learn_topic
from newsnlp.topics.labelling import (
    LabelIssue,
    choose_texts,
    find_label_issues,
    learn_change,
    spread_out,
)
from tests.reference import labelling as naive
from tests.topics.toys import KEYWORDS, disaster_corpus, toy_model

TEXTS = ["talks talks", "talks", "chips", "chips talks", "neither", ""]


def test_suggested_are_the_uncertain_ones():
    # "chips talks" has the logit 4/sqrt(2) - 2 = 0.83 in both topics, the others 2 or -2: it is nearest to 0.5.
    assert toy_model().suggest(TEXTS, 1) == [3]
    assert toy_model().suggest(TEXTS, 1, topic="ict") == [3]


def test_suggested_are_distinct_and_repeatable():
    texts, _ = disaster_corpus(200)
    model = learn_topic(Topic("d", KEYWORDS), texts)
    found = model.suggest(texts, 30)
    assert len(set(found)) == 30
    assert found == model.suggest(texts, 30)
    assert model.suggest(texts[:4], 30) != []
    assert sorted(model.suggest(texts[:4], 30)) == [0, 1, 2, 3]
    assert model.suggest([], 5) == []


ROWS = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=8)


@given(rows=ROWS, data=st.data())
def test_spread_out_twin(rows, data):
    worth = data.draw(st.lists(st.sampled_from([0.25, 0.5, 1.0]), min_size=len(rows), max_size=len(rows)))
    n = data.draw(st.integers(1, len(rows) + 1))
    norms = [sum(x * x for x in row) ** 0.5 or 1.0 for row in rows]
    unit = [[x / norm for x in row] for row, norm in zip(rows, norms, strict=True)]
    found = spread_out(csr_matrix(np.array(unit)), np.array(worth), n)
    expected = naive.spread_out(unit, worth, n)
    assert len(found) == len(expected)
    assert sorted(found)[: len(rows)] == sorted(set(found))
    if found != expected:  # only a tie that rounding broke may differ: the first difference has equal value
        k = next(i for i in range(len(found)) if found[i] != expected[i])
        assert _value(unit, worth, found[:k], found[k]) == pytest.approx(_value(unit, worth, found[:k], expected[k]))


def _value(rows, worth, chosen, i):
    products = np.array(rows) @ np.array(rows).T
    similarity = max((products[i, j] for j in chosen), default=0.0)
    return worth[i] * products[i].mean() * (1 - similarity)


def test_near_copies_are_not_suggested_twice():
    model = toy_model()
    texts = ["chips talks"] * 5 + ["chips talks talks"]
    assert sorted(model.suggest(texts, 2)) == [0, 5]


def test_change_is_a_logistic_regression_when_nothing_was_known():
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(0)
    values = csr_matrix(rng.random((60, 8)) * (rng.random((60, 8)) < 0.5))
    held = (values @ rng.normal(size=8) + 0.3 * rng.normal(size=60)) > 0.4
    change, shift = learn_change(values, held, np.zeros(60))
    peer = LogisticRegression(C=5.0, solver="liblinear", intercept_scaling=100.0**-0.5, tol=1e-10, max_iter=10_000).fit(
        values, held
    )
    np.testing.assert_allclose(change, peer.coef_[0], atol=2e-4)
    assert shift == pytest.approx(peer.intercept_[0], abs=2e-4)


def test_labels_that_the_model_already_gives_change_little():
    model = toy_model()
    same = model.corrected(["talks", "chips"], [["diplomacy"], ["ict"]])
    moved = model.corrected(["talks", "chips"], [["ict"], ["diplomacy"]])
    before = model.decision_function(TEXTS)
    assert np.abs(same.decision_function(TEXTS) - before).max() < 1.0
    assert np.abs(moved.decision_function(TEXTS) - before).max() > 1.5


def test_correction_moves_the_labelled_topic_alone():
    model = toy_model()
    better = model.corrected(["chips talks", "neither talks"], [["ict"], []], about=["ict"])
    before, after = model.predict_proba(TEXTS), better.predict_proba(TEXTS)
    assert np.array_equal(before[:, 0], after[:, 0])
    assert after[3, 1] > before[3, 1]
    assert better.topics == model.topics
    assert better.iptc == model.iptc
    assert np.array_equal(model.predict_proba(TEXTS), before)  # the model given is left as it was


def test_suggested_labels_teach():
    texts, truth = disaster_corpus(2000)
    held_out, answers = disaster_corpus(1500, seed=9)
    start = learn_topic(Topic("d", KEYWORDS[:2]), texts)
    chosen = start.suggest(texts, 60)
    model = start.corrected([texts[i] for i in chosen], [["d"] if truth[i] else [] for i in chosen], about=["d"])
    before, after = (f1_scores(answers, m.predict(held_out)[:, 0]).f1 for m in (start, model))
    assert after > before + 0.02


@pytest.mark.parametrize(
    ("texts", "topics", "about", "match"),
    [
        (["a"], [["sport"]], (), "no topic 'sport'; it has 'diplomacy', 'ict'"),
        (["a", "b"], [["ict"]], (), "lengths differ"),
        (["a"], [[]], (), "no label to learn from"),
        ([], [], ["ict"], "no label to learn from"),
    ],
)
def test_bad_corrections(texts, topics, about, match):
    with pytest.raises(ValueError, match=match):
        toy_model().corrected(texts, topics, about=about)


def test_topics_of_a_text_may_come_from_a_generator():
    lists = toy_model().corrected(TEXTS[:2], [["ict"], []])
    generated = toy_model().corrected(TEXTS[:2], ((name for name in names) for names in (["ict"], [])))
    assert np.array_equal(generated.predict_proba(TEXTS), lists.predict_proba(TEXTS))


def test_bad_suggestions():
    with pytest.raises(ValueError, match="`n`"):
        toy_model().suggest(TEXTS, 0)
    with pytest.raises(ValueError, match="no topic 'sport'"):
        toy_model().suggest(TEXTS, 1, topic="sport")
    with pytest.raises(TypeError, match="one str"):
        toy_model().suggest("text", 1)


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=30))
def test_label_issues_twin(pairs):
    chance, truth = [n / 8 for n, _ in pairs], [t for _, t in pairs]
    found = find_label_issues(np.array(chance).reshape(-1, 1), np.array(truth, dtype=bool).reshape(-1, 1), ["a"])
    assert sorted(issue.index for issue in found) == naive.label_issues(chance, truth)
    doubts = [issue.probability if issue.given else 1 - issue.probability for issue in found]
    assert doubts == sorted(doubts)


def test_label_issues_by_hand():
    chance = np.array([[0.9, 0.1], [0.8, 0.2], [0.05, 0.9], [0.95, 0.1], [0.1, 0.8]])
    truth = np.array([[1, 0], [1, 0], [1, 1], [0, 0], [0, 1]], dtype=bool)
    assert find_label_issues(chance, truth, ["a", "b"]) == [
        LabelIssue(2, "a", True, 0.05),
        LabelIssue(3, "a", False, 0.95),
    ]


def trained(form="collections"):
    texts = ["talks with envoys", "talks again", "a new chip", "chips and phones", "the match", "a goal"] * 5
    if form == "names":
        return TopicClassifier(cv=2).fit(texts, ["diplomacy", "diplomacy", "ict", "ict", "sport", "sport"] * 5)
    return TopicClassifier(cv=2).fit(texts, [["diplomacy"], ["diplomacy"], ["ict"], ["ict"], [], []] * 5)


@pytest.mark.parametrize(
    ("form", "labels"), [("collections", [["ict"], []]), ("names", ["ict", "sport"]), ("collections", [[0, 1], [0, 0]])]
)
def test_partial_fit_learns_what_it_is_told(form, labels):
    classifier = trained(form)
    if isinstance(labels[0], list) and isinstance(labels[0][0], int):
        labels = np.array(labels)
        labels = [tuple(np.array(["diplomacy", "ict"], dtype=object)[row == 1]) for row in labels]
    texts = ["phones of the envoys", "goal after goal"]
    before = classifier.predict_proba(texts)
    assert classifier.partial_fit(texts, labels) is classifier
    after = classifier.predict_proba(texts)
    assert after[0, 1] > before[0, 1]
    assert after[0, 0] < before[0, 0]


def test_partial_fit_about_some_topics():
    classifier = trained()
    texts = ["phones of the envoys", "goal after goal"]
    before = classifier.predict_proba(texts)
    classifier.partial_fit(texts, [["ict"], []], about=["ict"])
    assert np.array_equal(classifier.predict_proba(texts)[:, 0], before[:, 0])
    with pytest.raises(ValueError, match="unknown topic 'sport'"):
        classifier.partial_fit(["a"], [["sport"]])


def test_first_partial_fit_is_fit():
    texts, topics = ["talks", "chips"] * 10, ["diplomacy", "ict"] * 10
    first = TopicClassifier(cv=2).partial_fit(texts, topics)
    assert np.array_equal(first.predict_proba(texts), TopicClassifier(cv=2).fit(texts, topics).predict_proba(texts))


def test_first_partial_fit_is_of_all_topics():
    with pytest.raises(ValueError, match="`about` needs a fitted classifier"):
        TopicClassifier(cv=2).partial_fit(["talks", "chips"] * 10, ["diplomacy", "ict"] * 10, about=["ict"])


def test_classifier_suggests():
    classifier = trained()
    assert classifier.suggest(TEXTS, 2) == classifier.model_.suggest(TEXTS, 2)


def test_label_issues_finds_swapped_labels():
    texts, truth = disaster_corpus(800)
    swapped = set(np.random.default_rng(0).choice(800, 24, replace=False).tolist())
    labels = [["d"] if topical != (i in swapped) else [] for i, topical in enumerate(truth)]
    found = TopicClassifier(cv=3, ngram_range=(1, 1), C=1.0, log_ratios=False).label_issues(texts, labels)
    first = {issue.index for issue in found[:24]}
    assert len(first & swapped) >= 12  # 0.7 would be there by chance
    for issue in found:
        assert issue.given == ("d" in labels[issue.index])
        assert (issue.probability < 0.5) == issue.given


def test_label_issues_at_exactly_a_mean():
    truth = np.array([[1, 1], [1, 0], [0, 0], [0, 0], [0, 1]], dtype=bool)
    chance = np.array([[0.9, 0.9], [0.3, 0.5], [0.6, 0.1], [0.3, 0.9], [0.0, 0.5]])
    # First topic: 0.6 is as much as the mean of those that have it, 0.3 as little as that of those that have not.
    # Second topic: the means are 0.7 and 0.5; 0.9 reaches the one, 0.5 the other.
    found = [
        (issue.index, issue.topic, issue.given, issue.probability) for issue in find_label_issues(chance, truth, "ab")
    ]
    assert found == [(3, "b", False, 0.9), (1, "a", True, 0.3), (2, "a", False, 0.6), (4, "b", True, 0.5)]
    for same in (np.ones((2, 1), dtype=bool), np.zeros((2, 1), dtype=bool)):  # nothing to compare with
        assert find_label_issues(np.array([[0.1], [0.9]]), same, "a") == []


def test_label_issues_are_on_the_other_side_of_a_half():
    low, high = np.array([[0.4], [0.45], [0.1]]), np.array([[0.6], [0.55], [0.9]])
    truth = np.array([[1], [0], [0]], dtype=bool)
    assert find_label_issues(low, truth, "a") == []  # 0.45 is more than 0.4, but less than 0.5
    assert find_label_issues(high, ~truth, "a") == []


@pytest.mark.parametrize(("position", "chosen"), [(19, 19), (20, 0)])
def test_twenty_candidates_are_compared_for_each_text_to_label(position, chosen):
    texts = ["chips", "talks"] * 11
    texts[position] = "chips talks"  # the most like all others
    assert choose_texts(toy_model().tables[0], texts, np.zeros(22), 1) == [chosen]


def test_without_known_terms_the_first_texts_are_chosen():
    assert choose_texts(toy_model().tables[0], ["x", "y", "z"], np.array([0.3, 0.1, 0.2]), 2) == [1, 2]

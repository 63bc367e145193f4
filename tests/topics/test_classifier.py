"""TopicClassifier: the estimator and its promises to scikit-learn."""

import math
import pickle
import random
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

from newsnlp import TopicClassifier, load_topics
from newsnlp.topics import classifier, fitting
from newsnlp.topics.parameters import check_parameters
from newsnlp.topics.terms import MAX_WORDS

FIELDS = {
    "diplomacy": [
        "treaty",
        "talks",
        "minister",
        "embassy",
        "summit",
        "envoy",
        "visit",
        "accord",
        "sanctions",
        "delegation",
    ],
    "ict": ["software", "network", "chip", "data", "internet", "phone", "server", "cloud", "satellite", "browser"],
    "security": ["army", "missile", "troops", "attack", "rebels", "border", "bomb", "weapons", "soldiers", "raid"],
}
COMMON = [
    "the",
    "of",
    "and",
    "in",
    "on",
    "said",
    "week",
    "city",
    "people",
    "new",
    "after",
    "over",
    "with",
    "two",
    "year",
]


def make_texts(n, seed=0):
    """Texts of words by topic, some of two topics and some of none."""
    generator = random.Random(seed)
    texts, topics = [], []
    for _ in range(n):
        chosen = generator.choice([[], [], ["ict"], ["diplomacy"], ["security"], ["diplomacy", "security"]])
        words = generator.choices(COMMON, k=12)
        for topic in chosen:
            words += generator.choices(FIELDS[topic], k=4)
        words += generator.choices([w for field in FIELDS.values() for w in field], k=1)
        generator.shuffle(words)
        texts.append(" ".join(words))
        topics.append(chosen)
    return texts, topics


TEXTS, TOPICS = make_texts(240)
FITTED = TopicClassifier(cv=3).fit(TEXTS, TOPICS)
NAMES = [topics[0] if topics else "none" for topics in TOPICS]


def indicator(topics=TOPICS):
    return np.array([[name in row for name in sorted(FIELDS)] for row in topics], dtype=int)


def test_it_learns():
    texts, topics = make_texts(200, seed=1)
    assert FITTED.score(texts, topics) > 0.8
    assert FITTED.report_["macro"]["f1"] > 0.9
    assert FITTED.report_["macro"]["ece"] < 0.1
    assert set(FITTED.report_["topics"]["ict"]["intervals"]) >= {"f1", "average_precision", "ece"}


def test_every_form_of_topics_teaches_the_same():
    by_matrix = TopicClassifier(cv=3).fit(TEXTS, indicator())
    assert (by_matrix.predict_proba(TEXTS) == FITTED.predict_proba(TEXTS)).all()
    assert by_matrix.predict(TEXTS).tolist() == indicator(FITTED.predict(TEXTS)).tolist()
    assert by_matrix.score(TEXTS, indicator()) == FITTED.score(TEXTS, TOPICS)
    frame = pd.DataFrame(indicator(), columns=sorted(FIELDS))
    by_frame = TopicClassifier(cv=3).fit(TEXTS, frame)
    assert by_frame.score(TEXTS, frame[frame.columns[::-1]]) == FITTED.score(TEXTS, TOPICS)
    by_matrix.remove_topic("0")
    assert by_matrix.score(TEXTS, by_matrix.predict(TEXTS)) == 1.0
    single = TopicClassifier(cv=3, ngram_range=(1, 1), C=1.0, log_ratios=False).fit(TEXTS, NAMES)
    assert set(single.predict(TEXTS)) <= {*FIELDS, "none"}
    assert single.classes_.tolist() == ["diplomacy", "ict", "none", "security"]
    assert single.score(TEXTS, NAMES) == np.mean(single.predict(TEXTS) == np.array(NAMES))


def test_fixed_settings_give_scikit_learns_margins():
    ours = TopicClassifier(cv=2, ngram_range=(1, 2), C=1.0, log_ratios=False).fit(TEXTS, indicator())
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\b\w+\b"),
        LinearSVC(C=1.0, random_state=0, tol=1e-3),
    )
    heads = ours.model_.heads
    texts, _ = make_texts(50, seed=2)
    for i, head in enumerate(heads):
        theirs = pipeline.fit(TEXTS, indicator()[:, i]).decision_function(texts)
        margins = (ours.model_.decision_function(texts)[:, i] - head.intercept) / head.slope
        assert margins == pytest.approx(theirs, abs=5e-3)  # half-precision weights, another order of sums


def test_the_same_texts_give_the_same_model(tmp_path):
    for name, n_jobs in (("a", None), ("b", None), ("c", 2)):
        TopicClassifier(cv=3, ngram_range=(1, 1), n_jobs=n_jobs).fit(TEXTS, TOPICS).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()


def test_fits_in_threads_do_not_disturb_each_other(monkeypatch):
    running, most = [], []
    unwatched = LinearSVC.fit

    def watched(machine, *data):
        running.append(machine)
        most.append(len(running))
        time.sleep(0.001)  # lets other threads come in, if they can
        unwatched(machine, *data)
        running.remove(machine)
        return machine

    def fit(_):
        small = TopicClassifier(cv=2, ngram_range=(1, 1), C=1.0, log_ratios=False)
        return small.fit(TEXTS, TOPICS).predict_proba(TEXTS).tobytes()

    monkeypatch.setattr(LinearSVC, "fit", watched)
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(fit, range(8)))) == 1
    assert max(most) == 1


def test_the_card_of_a_saved_model_tells_what_it_was_learned_from(tmp_path):
    FITTED.save(tmp_path / "own.model")
    card = load_topics(tmp_path / "own.model").card
    assert card["texts"] == len(TEXTS)
    assert card["texts by topic"] == {name: sum(name in row for row in TOPICS) for name in FITTED.model_.topics}
    assert card["texts without a topic"] == sum(not row for row in TOPICS)
    assert card["settings"]["C"] == FITTED.settings_["C"]
    assert card["figures on held-out texts"]["macro"] == FITTED.report_["macro"]


def test_saved_models_answer_as_before(tmp_path):
    FITTED.save(tmp_path / "own.model")
    loaded = load_topics(tmp_path / "own.model")
    assert (loaded.predict_proba(TEXTS) == FITTED.predict_proba(TEXTS)).all()
    assert loaded.classify(TEXTS[5]) == FITTED.classify(TEXTS[5])


def test_none_of_these_is_an_answer():
    assert FITTED.classify("the people of the city").topics == ()
    for text in ("", "unheard-of words"):
        assert FITTED.classify(text).topics == ()
        assert FITTED.predict([text]) == [()]
    assert FITTED.explain("treaty talks")["diplomacy"].terms[0].weight > 0


def test_operating_points():
    texts, topics = make_texts(300, seed=3)
    truth = indicator(topics)
    labels = indicator() ^ (np.random.default_rng(0).random((len(TEXTS), 3)) < 0.1)  # some of them wrong
    precise = TopicClassifier(cv=3, min_precision=0.95, ngram_range=(1, 1)).fit(TEXTS, labels)
    loose = TopicClassifier(cv=3, threshold=0.05, ngram_range=(1, 1)).fit(TEXTS, labels)
    said, more = precise.predict(texts), loose.predict(texts)
    assert said.sum() < truth.sum() < more.sum()
    assert truth[said == 1].mean() > truth[more == 1].mean()
    assert set(loose.model_.thresholds.values()) == {0.05}


def test_scikit_learn_can_work_with_it():
    assert is_classifier(FITTED)
    small = TopicClassifier(cv=2, ngram_range=(1, 1), log_ratios=False, C=1.0)
    assert clone(small).get_params() == small.get_params()
    assert cross_val_score(small, TEXTS, NAMES, cv=2).mean() > 0.6
    assert cross_val_score(small, TEXTS, indicator(), cv=2, scoring="f1_macro").mean() > 0.8
    two = indicator()[:, :2]  # scikit-learn takes two classes for those of a yes-or-no question, and wants a class 1
    assert cross_val_score(small, TEXTS, two, cv=2, scoring="average_precision").mean() > 0.8
    for columns in (["ict", "security"], ["diplomacy", "ict", "security"]):
        frame = pd.DataFrame(indicator(), columns=sorted(FIELDS))[columns]
        assert cross_val_score(small, TEXTS, frame, cv=2, scoring="average_precision").mean() > 0.8
    search = GridSearchCV(small, {"C": [0.1, 1.0]}, cv=2, scoring="average_precision").fit(TEXTS, indicator())
    assert len(set(search.cv_results_["mean_test_score"])) == 2  # C reaches the models
    assert search.best_params_["C"] == search.best_estimator_.C
    pipeline = make_pipeline(FunctionTransformer(lambda texts: [t.upper() for t in texts]), small)
    assert pipeline.fit(TEXTS, NAMES).predict(TEXTS[:3]).shape == (3,)
    copy = pickle.loads(pickle.dumps(FITTED))
    assert (copy.predict_proba(TEXTS) == FITTED.predict_proba(TEXTS)).all()
    assert FITTED.__sklearn_tags__().classifier_tags.multi_label


def test_two_names_give_one_column_of_logits():
    binary = TopicClassifier(cv=2, ngram_range=(1, 1), log_ratios=False, C=1.0)
    names = ["ict" if "ict" in topics else "other" for topics in TOPICS]
    assert binary.fit(TEXTS, names).decision_function(TEXTS).shape == (len(TEXTS),)
    assert cross_val_score(binary, TEXTS, names, cv=2, scoring="roc_auc").mean() > 0.9


def test_an_ngram_range_may_be_a_list(tmp_path):
    for name, ngram_range in (("tuple", (1, 1)), ("list", [1, 1])):
        small = TopicClassifier(cv=2, ngram_range=ngram_range, C=1.0, log_ratios=False)
        small.fit(TEXTS, TOPICS).save(tmp_path / name)
    assert (tmp_path / "tuple").read_bytes() == (tmp_path / "list").read_bytes()


def test_the_longest_ngrams_can_be_saved(tmp_path):
    longest = TopicClassifier(cv=2, ngram_range=(1, MAX_WORDS), C=1.0, log_ratios=False).fit(TEXTS, TOPICS)
    longest.save(tmp_path / "longest.model")
    loaded = load_topics(tmp_path / "longest.model")
    assert np.array_equal(loaded.predict_proba(TEXTS), longest.predict_proba(TEXTS))


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
@pytest.mark.parametrize("step", ["fit_weights", "calibrated_heads", "TopicModel"])
def test_a_fit_that_fails_changes_nothing(monkeypatch, step, error):
    def fail(*_):
        raise error

    fitted = TopicClassifier(cv=2, ngram_range=(1, 1), C=1.0, log_ratios=False).fit(TEXTS, TOPICS)
    report, before = fitted.report_, dict(vars(fitted))
    monkeypatch.setattr(classifier, step, fail)
    with pytest.raises(error):
        fitted.fit(TEXTS, NAMES)
    assert vars(fitted) == before
    assert fitted.report_ is report


def test_any_topic_name_can_be_saved(tmp_path):
    odd = ["\ud800 <b>\n" if topic == "none" else topic for topic in NAMES]
    named = TopicClassifier(cv=2, ngram_range=(1, 1), C=1.0, log_ratios=False).fit(TEXTS, odd)
    named.save(tmp_path / "odd.model")
    assert load_topics(tmp_path / "odd.model").topics == named.model_.topics


def test_a_topic_that_a_text_of_nothing_known_surely_has_is_never_given(tmp_path, monkeypatch):
    monkeypatch.setattr(fitting, "fit_sigmoid", lambda margins, truth: (1.0, 100.0))  # a probability of 1, rounded
    sure = TopicClassifier(cv=2, ngram_range=(1, 1), C=1.0, log_ratios=False).fit(TEXTS, TOPICS)
    sure.save(tmp_path / "sure.model")
    loaded = load_topics(tmp_path / "sure.model")
    assert set(loaded.thresholds.values()) == {math.inf}
    assert loaded.classify("").topics == ()


def test_what_was_tried_is_told():
    tried = {(row["ngram_range"], row["log_ratios"]) for row in FITTED.search_}
    assert tried == {((1, 1), False), ((1, 1), True), ((1, 2), False), ((1, 2), True)}
    best = max(FITTED.search_, key=lambda row: row["score"])
    assert {k: v for k, v in best.items() if k != "score"} == FITTED.settings_


def test_a_rare_topic_is_learned_or_left_alone():
    texts, topics = make_texts(60, seed=4)
    topics[0] = [*topics[0], "rare"]
    rare = TopicClassifier(cv=5, ngram_range=(1, 1), log_ratios=False, C=1.0).fit(texts, topics)
    assert sum("rare" in found for found in rare.predict(make_texts(60, seed=5)[0])) <= 1


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function", "classify", "explain"])
def test_not_fitted(method):
    with pytest.raises(NotFittedError):
        getattr(TopicClassifier(), method)(["text"])


@pytest.mark.parametrize(
    ("parameters", "texts", "topics", "error", "message"),
    [
        ({}, "one", ["a"], TypeError, r"texts must be a list of str, got one str; write \[text\]"),
        ({"cv": 2}, ["a", 1], ["x", "y"], TypeError, r"texts\[1\] must be str, got int"),
        ({}, TEXTS, TOPICS[1:], ValueError, "lengths differ: texts has 240, topics has 239"),
        ({}, [], [], ValueError, r"at least 5 texts are needed, one for each fold \(`cv`\), got 0"),
        ({}, TEXTS, ["x"] * 240, ValueError, "topic 'x' holds for every text: there is nothing to learn it from"),
        ({}, TEXTS, [[]] * 240, ValueError, "topics must name at least one topic"),
        ({}, TEXTS, np.eye(240, 3) * [1, 1, 0], ValueError, "topic '2' holds for no text"),
        ({"cv": 1}, TEXTS, TOPICS, ValueError, "`cv` must be an int of at least 2, got 1"),
        ({"C": -1.0}, TEXTS, TOPICS, ValueError, "`C` must be a number above 0, got -1.0"),
        ({"log_ratios": "no"}, TEXTS, TOPICS, ValueError, "`log_ratios` must be True, False or 'auto', got 'no'"),
        ({"ngram_range": (2, 1)}, TEXTS, TOPICS, ValueError, "`ngram_range` must be two ints from 1 to 5, the smaller"),
        ({"ngram_range": (1, 6)}, TEXTS, TOPICS, ValueError, r"`ngram_range` must be two ints from 1 to 5.*\(1, 6\)"),
        ({"n_jobs": 0}, TEXTS, TOPICS, ValueError, "`n_jobs` must be an int other than 0, got 0"),
        ({"min_df": 0}, TEXTS, TOPICS, ValueError, "`min_df` must be an int of at least 1, got 0"),
        ({"min_df": 10**20}, TEXTS, TOPICS, ValueError, "no term occurs in at least 10+ of the 240 texts"),
        ({"min_df": 241}, TEXTS, TOPICS, ValueError, "no term occurs in at least 241 of the 240 texts"),
        ({"cv": 2}, [""] * 4, [["x"], []] * 2, ValueError, "no term occurs in at least 1 of the 4 texts"),
        ({"threshold": 0.5, "min_precision": 0.5}, TEXTS, TOPICS, ValueError, "not both"),
        ({"min_precision": 2.0}, TEXTS, TOPICS, ValueError, "`min_precision` must be a number above 0 and at most 1"),
    ],
)
def test_bad_input_is_named(parameters, texts, topics, error, message):
    with pytest.raises(error, match=message):
        TopicClassifier(**parameters).fit(texts, topics)


def test_a_loaded_classifier_goes_on_without_its_training_texts(tmp_path):
    path = tmp_path / "own.model"
    FITTED.save(path)
    loaded = TopicClassifier.load(path)
    assert loaded.predict(TEXTS) == FITTED.predict(TEXTS)
    assert loaded.classify(TEXTS[0]) == FITTED.classify(TEXTS[0])
    assert loaded.partial_fit([TEXTS[0]], [[]], about=["ict"]).model_.version != FITTED.model_.version
    loaded.save(tmp_path / "again.model")
    assert TopicClassifier.load(tmp_path / "again.model").predict(TEXTS) == loaded.predict(TEXTS)
    assert loaded.fit(TEXTS, NAMES).report_["rows"] == len(TEXTS)


@pytest.mark.parametrize("strength", [1e300, 1.1e6])
def test_a_strength_that_no_solver_can_work_with_is_refused(strength):
    with pytest.raises(ValueError, match=r"`C` must be a number above 0 and at most 1e\+06, got"):
        TopicClassifier(C=strength).fit(TEXTS, TOPICS)
    check_parameters(TopicClassifier(C=1e6))

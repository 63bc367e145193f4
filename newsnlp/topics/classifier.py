"""TopicClassifier: the scikit-learn estimator that learns topics from labelled texts."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from newsnlp._lazy import cached_property
from newsnlp._threads import thread_count
from newsnlp._validation import check_instance, check_same_length
from newsnlp.evaluation import classification_report
from newsnlp.topics.calibration import sigmoid
from newsnlp.topics.custom import Topic, learn_topic
from newsnlp.topics.fitting import calibrated_heads, fit_weights, inverse_document_frequencies, stratified_folds, weigh
from newsnlp.topics.labelling import LabelIssue, find_label_issues
from newsnlp.topics.labels import TopicLabels
from newsnlp.topics.matrix import TextMatrix
from newsnlp.topics.model import TopicModel
from newsnlp.topics.parameters import check_ngram_range, check_parameters
from newsnlp.topics.report import training_card
from newsnlp.topics.search import NGRAM_RANGES, SettingsSearch
from newsnlp.topics.terms import TermTable
from newsnlp.topics.texts import text_sources

if TYPE_CHECKING:
    from newsnlp.articles import Article
    from newsnlp.results import TopicPrediction
    from newsnlp.topics.explanation import Explanation

__all__ = ["TopicClassifier"]

Floats = NDArray[np.float64]


class TopicClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is not typed
    """Learn topics from labelled texts, with calibrated and explained predictions; a text may have no topic.

    Each topic has its own linear classifier over tf-idf of words and word pairs. One cross-validation chooses the
    settings left at 'auto', calibrates probabilities, sets thresholds and makes the report.

    Parameters
    ----------
    ngram_range : tuple of int or 'auto', default='auto'
        The shortest and the longest n-gram of words, at most 5; 'auto' chooses between (1, 1) and (1, 2).
    log_ratios : bool or 'auto', default='auto'
        Whether to scale values by the log-count ratio of their term and topic (naive Bayes features).
    C : float or 'auto', default='auto'
        Inverse strength of the regularization, above 0.
    min_df : int, default=1
        Smallest number of texts that a kept term must occur in.
    cv : int, default=5
        Number of folds in the cross-validation, at least 2. Near-copies of a text share a fold.
    min_precision : float or None, default=None
        If given, each topic's threshold is the lowest with at least this precision on held-out texts.
    threshold : float or None, default=None
        If given, the threshold of every topic. With neither, each topic gets the threshold with the best F1 on held-out
        texts.
    n_jobs : int or None, default=None
        Number of processes for the folds and threads for texts; None is 1, -1 is all cores. Results do not depend on
        it.
    random_state : int, default=0
        Seed for the folds and the solver.

    Attributes
    ----------
    model_ : TopicModel
        The fitted model; it can be saved, and using it does not need scikit-learn.
    classes_ : ndarray, shape (n_topics,)
        The topics as given to `fit`; for an indicator, its column numbers, as scikit-learn expects.
    settings_ : dict
        The n-gram range, scaling and C that were chosen.
    search_ : list of dict
        All settings that were tried, with their scores on held-out texts.
    held_out_ : ndarray of float64, shape (n_texts, n_topics)
        Probabilities of the training texts from classifiers fitted without them.
    report_ : dict
        Per topic precision, recall, F1, average precision and calibration error on held-out texts, with 95 %
        bootstrap intervals; computed on first access.

    Examples
    --------
    >>> from newsnlp import TopicClassifier
    >>> texts = ["The bank raised rates", "Rates fell, the bank said", "The team won", "A late goal won it"] * 5
    >>> topics = ["economy", "economy", "sport", "sport"] * 5
    >>> classifier = TopicClassifier(cv=2).fit(texts, topics)
    >>> classifier.predict(["the bank", "a goal"]).tolist()
    ['economy', 'sport']
    >>> classifier.classify("nothing of the kind").topics
    ()
    """

    model_: TopicModel
    classes_: NDArray[Any]
    settings_: dict[str, Any]
    search_: list[dict[str, Any]]
    held_out_: Floats

    def __init__(
        self,
        *,
        ngram_range: tuple[int, int] | str = "auto",
        log_ratios: bool | str = "auto",
        C: float | str = "auto",
        min_df: int = 1,
        cv: int = 5,
        min_precision: float | None = None,
        threshold: float | None = None,
        n_jobs: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.ngram_range = ngram_range
        self.log_ratios = log_ratios
        self.C = C
        self.min_df = min_df
        self.cv = cv
        self.min_precision = min_precision
        self.threshold = threshold
        self.n_jobs = n_jobs
        self.random_state = random_state

    def fit(self, texts: Iterable[str | Article], topics: Any) -> TopicClassifier:
        """Learn topics.

        Parameters
        ----------
        texts : iterable of str or Article
        topics : list of str, list of collections of str, or indicator of shape (n_texts, n_topics)
            One name for each text; a collection of names, possibly empty, for each text; or an array, sparse matrix or
            data frame of 0 and 1. Predictions have the same form.

        Returns
        -------
        TopicClassifier
            Itself; a call that fails leaves it unchanged.

        Raises
        ------
        TypeError, ValueError
            If a parameter is out of range, texts or topics have the wrong form or differ in number, or a topic holds
            for no text or for all texts.
        """
        check_parameters(self)
        sources = text_sources(texts)
        labels = TopicLabels.read(topics)
        check_same_length(texts=sources, topics=labels.truth)
        labels.check_learnable(self.cv)
        return self._fit_matrix(self._count(sources, self.min_df), labels)

    def _count(self, sources: list[str], min_df: int) -> TextMatrix:
        """Count the terms of texts, the part of a fit that shards of the texts can go through separately."""
        ngram_range = self._ngram_range()
        widest = NGRAM_RANGES[-1] if isinstance(ngram_range, str) else ngram_range
        return TextMatrix.count(sources, widest, min_df, n_threads=thread_count(self.n_jobs, len(sources)))

    def _fit_shards(self, shards: list[tuple[TextMatrix, list[Any]]]) -> TopicClassifier:
        """Learn topics from shards that were counted with a `min_df` of 1, each with the topics of its texts."""
        check_parameters(self)
        labels = TopicLabels.read([entry for _, topics in shards for entry in topics])
        labels.check_learnable(self.cv)
        return self._fit_matrix(TextMatrix.join([matrix for matrix, _ in shards], self.min_df), labels)

    def _fit_matrix(self, matrix: TextMatrix, labels: TopicLabels) -> TopicClassifier:
        if not matrix.n_terms:
            raise ValueError(f"no term occurs in at least {self.min_df} of the {len(matrix.beginnings)} texts")
        learned = self._learn(matrix, labels)
        self.__dict__.pop("report_", None)
        self.__dict__.update(learned)  # all at once, so that a fit that fails changes nothing
        return self

    def _ngram_range(self) -> str | tuple[int, int]:
        return self.ngram_range if isinstance(self.ngram_range, str) else check_ngram_range(self.ngram_range)

    def _learn(self, matrix: TextMatrix, labels: TopicLabels) -> dict[str, Any]:
        """Return the fitted attributes for counted texts and their labels."""
        truth, single, seed = labels.truth, labels.form == "names", self.random_state
        folds = stratified_folds(matrix.beginnings, truth, self.cv, seed)
        search = SettingsSearch(matrix, truth, folds, single=single, seed=seed, n_jobs=self.n_jobs)
        settings, margins = search.run(self._ngram_range(), self.log_ratios, self.C)
        frequencies, vocabulary = matrix.narrowed(settings.ngram_range)
        idf = inverse_document_frequencies(frequencies)
        weights, biases = fit_weights(weigh(frequencies, idf), truth, settings, seed)
        table = TermTable.from_vocabulary(vocabulary, settings.ngram_range, idf, weights)
        heads, held_out = calibrated_heads(labels, margins, biases, self.threshold, self.min_precision)
        held_out_topics = held_out >= np.array([head.threshold for head in heads])
        if single:
            held_out_topics = held_out.argmax(axis=1)[:, None] == np.arange(len(heads))
        return {
            "_labels": labels,
            "_fitted_labels": labels,
            "classes_": labels.numbers_or_names,
            "settings_": asdict(settings),
            "search_": [{**asdict(tried), "score": score} for tried, score in search.scores.items()],
            "model_": TopicModel(heads, [table]),
            "held_out_": held_out,
            "_held_out_topics": held_out_topics,
        }

    @cached_property
    def report_(self) -> dict[str, Any]:
        """Figures on held-out texts; see the class."""
        check_is_fitted(self, "model_")
        # Fewer resamples for larger data, so that the report always takes seconds.
        resamples = int(np.clip(4e7 / max(1, self.held_out_.size), 100, 1000))
        labels = self._fitted_labels
        return classification_report(
            labels.truth, self.held_out_, self._held_out_topics, labels.names, resamples=resamples
        )

    def decision_function(self, texts: Iterable[str | Article]) -> Floats:
        """Return the logit of every topic, shape (n_texts, n_topics); for two names, only that of the second."""
        check_is_fitted(self, "model_")
        logits = self.model_.decision_function(texts, n_jobs=self.n_jobs)
        return logits[:, 1] if self._labels.form == "names" and logits.shape[1] == 2 else logits

    def predict_proba(self, texts: Iterable[str | Article]) -> Floats:
        """Return the probability of every topic, shape (n_texts, n_topics); rows need not add up to 1."""
        check_is_fitted(self, "model_")
        return self.model_.predict_proba(texts, n_jobs=self.n_jobs)

    def predict(self, texts: Iterable[str | Article]) -> NDArray[Any] | list[tuple[Any, ...]]:
        """Return topics in the form that `fit` was given: the likeliest name, tuples of names, or an indicator."""
        check_is_fitted(self, "model_")
        logits = self.model_.decision_function(texts, n_jobs=self.n_jobs)
        thresholds = np.array([head.threshold for head in self.model_.heads])
        return self._labels.write(sigmoid(logits) >= thresholds, logits)

    def classify(self, text: str | Article) -> TopicPrediction:
        """Return the topics of one text that reach their thresholds, with evidence; see `TopicModel.classify`."""
        check_is_fitted(self, "model_")
        return self.model_.classify(text)

    def explain(self, text: str | Article) -> dict[str, Explanation]:
        """Return what makes up the logit of every topic; see `TopicModel.explain`."""
        check_is_fitted(self, "model_")
        return self.model_.explain(text)

    def score(self, texts: Iterable[str | Article], topics: Any, sample_weight: Any = None) -> float:
        """Return the share of texts with exactly the right topics (subset accuracy, as in scikit-learn)."""
        check_is_fitted(self, "model_")
        wanted = self._labels.read_again(topics)
        found = self._labels.read_again(self.predict(texts))
        check_same_length(texts=found, topics=wanted)
        return float(np.average((wanted == found).all(axis=1), weights=sample_weight))

    def add_topic(self, topic: Topic, *, texts: Iterable[str | Article]) -> TopicClassifier:
        """Learn a further topic from keywords, examples and unlabelled `texts`; the others do not change.

        See `newsnlp.learn_topic`. `report_` and `held_out_` stay those of the topics that `fit` learned.
        """
        check_is_fitted(self, "model_")
        labels = self._labels.with_name(check_instance(topic, "topic", "Topic").name)
        self._keep(self.model_.with_topic(learn_topic(topic, texts)), labels)
        return self

    def remove_topic(self, name: str) -> TopicClassifier:
        """Forget a topic; the others do not change.

        Parameters
        ----------
        name : str
            One of the topics, not the only one.
        """
        check_is_fitted(self, "model_")
        self._keep(self.model_.without_topic(name), self._labels.without_name(name))
        return self

    def partial_fit(
        self, texts: Iterable[str | Article], topics: Any, *, about: Collection[str] | None = None
    ) -> TopicClassifier:
        """Learn from more labels without the old texts; the first call is `fit`.

        Parameters
        ----------
        texts : iterable of str or Article
        topics : as for `fit`
            All known to the classifier.
        about : collection of str or None, default=None
            The topics that the labels cover, by default all; the others do not change.

        Returns
        -------
        TopicClassifier
            Itself; a call that fails leaves it unchanged.

        Raises
        ------
        ValueError
            If lengths differ, a topic is unknown, there is no label, or the first call has `about`.
        """
        if not hasattr(self, "model_"):
            if about is not None:
                raise ValueError("`about` needs a fitted classifier: the first call fits all topics")
            return self.fit(texts, topics)
        names, truth = np.array(self.model_.topics, dtype=object), self._labels.read_again(topics)
        given = [names[row].tolist() for row in truth]
        chosen = self.model_.topics if about is None else about
        self._keep(self.model_.corrected(texts, given, about=chosen), self._labels)
        return self

    def suggest(self, texts: Iterable[str | Article], n: int = 10, *, topic: str | None = None) -> list[int]:
        """Return which `n` texts to label next, the most instructive first; see `TopicModel.suggest`."""
        check_is_fitted(self, "model_")
        return self.model_.suggest(texts, n, topic=topic)

    def label_issues(self, texts: Iterable[str | Article], topics: Any) -> list[LabelIssue]:
        """Return the labels that look wrong to classifiers fitted without them, the most certain first.

        A copy of this classifier is fitted, with the chosen settings if this one is fitted already.
        """
        judge = clone(self).set_params(**getattr(self, "settings_", {})).fit(texts, topics)
        return find_label_issues(judge.held_out_, judge._labels.truth, judge._labels.names)

    def _keep(self, model: TopicModel, labels: TopicLabels) -> None:
        self.model_, self._labels, self.classes_ = model, labels, labels.numbers_or_names

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write `model_` to a file that `load_topics` reads; its card has the counts, settings and scores of `fit`."""
        check_is_fitted(self, "model_")
        card = training_card(self._fitted_labels, self.settings_, self.report_) if hasattr(self, "held_out_") else {}
        self.model_.with_card({**card, **self.model_.card}).save(path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> TopicClassifier:
        """Return a classifier with the model stored in a file.

        It predicts (tuples of names), explains, suggests, takes more labels and topics, and can be saved; it has no
        report on the texts that it was fitted on, and `fit` starts again with the default parameters.
        """
        classifier = cls()
        model = TopicModel.load(path)
        classifier._keep(model, TopicLabels.of(model.topics))
        return classifier

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.classifier_tags.multi_label = True
        return tags

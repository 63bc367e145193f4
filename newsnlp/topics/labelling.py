"""Labels that improve a topic: which texts to label next, learning from the answers, and finding wrong labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from newsnlp._validation import (
    check_collections,
    check_instance,
    check_int,
    check_same_length,
    check_texts,
    check_words,
)
from newsnlp.topics.calibration import sigmoid
from newsnlp.topics.model import TopicModel, topic_place
from newsnlp.topics.terms import TermTable

if TYPE_CHECKING:
    from newsnlp.articles import Article

__all__ = ["LabelIssue", "correct_topics", "find_label_issues", "suggest_texts"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

CANDIDATES = 20  # texts that are compared for each one that is suggested
LABEL_WEIGHT = 5.0  # of a label against the prior; see correct_topics
BIAS_STIFFNESS = 100.0


@dataclass(frozen=True, slots=True)
class LabelIssue:
    """A label that looks wrong.

    Parameters
    ----------
    index : int
        Position of the text.
    topic : str
    given : bool
        Whether the label says that the text has the topic.
    probability : float
        Of the topic, from a model that has not seen this label.
    """

    index: int
    topic: str
    given: bool
    probability: float


def suggest_texts(
    model: TopicModel, texts: Iterable[str | Article], n: int = 10, *, topic: str | None = None
) -> list[int]:
    """Return which texts to label next, so that the answers teach the most.

    Asked for are texts close to the threshold (uncertain), like many others (the answer carries over), and unlike
    each other (no answer twice).

    Parameters
    ----------
    model : TopicModel
    texts : iterable of str or Article
        Unlabelled texts.
    n : int, default=10
        How many to return, fewer if there are fewer texts.
    topic : str or None, default=None
        The topic to improve; with None each text counts for the topic that is least certain about it.

    Returns
    -------
    list of int
        Positions in `texts`, the most instructive first.

    References
    ----------
    Settles, Craven: An analysis of active learning strategies for sequence labeling tasks. EMNLP 2008 (information
    density). Carbonell, Goldstein: The use of MMR. SIGIR 1998 (novelty among the chosen).

    Examples
    --------
    >>> from newsnlp import load_topics, suggest_texts
    >>> texts = ["The treaty was signed by both foreign ministers.", "A stall sells cheese.", "An envoy may visit."]
    >>> len(suggest_texts(load_topics("en"), texts, 2, topic="diplomacy"))
    2
    """
    check_instance(model, "model", "TopicModel")
    check_int(n, "n", minimum=1)
    sources = list(check_texts(texts))
    if not sources:
        return []
    columns = list(range(len(model.topics))) if topic is None else [topic_place(model.topics, topic)]
    distance = _distance_to_threshold(model, sources)[:, columns]
    nearest = distance.min(axis=1)
    candidates = np.argsort(nearest, kind="stable")[: CANDIDATES * n]
    tables = model.tables if topic is None else [_own_table(model, columns[0])]
    values = _term_values(tables[0], [sources[i] for i in candidates])
    chosen = _spread_out(values, np.exp(-nearest[candidates]), n)
    return [int(candidates[i]) for i in chosen]


def correct_topics(
    model: TopicModel, texts: Iterable[str | Article], topics: Sequence[Collection[str]], *, about: Collection[str] = ()
) -> TopicModel:
    """Return a model that has learned from more labels; topics that no label speaks about do not change.

    What the model knew is the prior: weights move away from where they were only as far as the new labels ask.

    Parameters
    ----------
    model : TopicModel
    texts : iterable of str or Article
    topics : sequence of collections of str
        The topics that each text has. A text without a topic says that it has none of those in `about`.
    about : collection of str, default=()
        The topics that were looked for in every text; by default those that occur in `topics`.

    Returns
    -------
    TopicModel

    Raises
    ------
    ValueError
        If lengths differ, no label is given, or a topic is unknown to the model.

    References
    ----------
    Chelba, Acero: Adaptation of maximum entropy capitalizer: little data can help a lot. EMNLP 2004 (a Gaussian prior
    round the old weights).

    Examples
    --------
    >>> from newsnlp import correct_topics, load_topics
    >>> model, text = load_topics("en"), "The chess club opened its summit of grandmasters."
    >>> better = correct_topics(model, [text], [[]], about=["diplomacy"])
    >>> before, after = (m.classify(text).probabilities for m in (model, better))
    >>> after["diplomacy"] < before["diplomacy"], after["security"] == before["security"]
    (True, True)
    """
    check_instance(model, "model", "TopicModel")
    sources, labels = list(check_texts(texts)), check_collections(topics)
    check_same_length(texts=sources, topics=labels)
    names = list(dict.fromkeys([*check_words(about, "about"), *(name for given in labels for name in given)]))
    if not sources or not names:
        raise ValueError("there is no label to learn from: give topics, or say in `about` which were looked for")
    logits = model.decision_function(sources)
    for name in names:
        column = topic_place(model.topics, name)
        held = np.array([name in given for given in labels])
        model = _correct(model, sources, held, column, logits[:, column])
    return model


def find_label_issues(probabilities: Floats, truth: Bools, topics: Sequence[str]) -> list[LabelIssue]:
    """Return the labels that look wrong, the surest first.

    A label is suspected where the topic is at least as probable as it is on average over the texts labelled the other
    way (confident learning).

    Parameters
    ----------
    probabilities : ndarray of shape (n, n_topics)
        From a model that has not seen the labels of these texts.
    truth : ndarray of bool, shape (n, n_topics)
        The labels.
    topics : sequence of str
        Names of the columns.

    References
    ----------
    Northcutt, Jiang, Chuang: Confident learning: estimating uncertainty in dataset labels. JAIR 70, 2021.
    """
    found = []
    for column, topic in enumerate(topics):
        chance, held = probabilities[:, column], truth[:, column]
        if held.all() or not held.any():
            continue
        missing = ~held & (chance >= max(float(chance[held].mean()), 0.5))
        spurious = held & (chance <= min(float(chance[~held].mean()), 0.5))
        found += [
            LabelIssue(int(i), topic, bool(held[i]), float(chance[i])) for i in np.flatnonzero(missing | spurious)
        ]
    return sorted(found, key=lambda issue: (issue.probability if issue.given else 1.0 - issue.probability, issue.index))


def _own_table(model: TopicModel, column: int) -> TermTable:
    """Return the first table that has weights for a topic."""
    return next((table for table in model.tables if table.weights[:, column].any()), model.tables[0])


def _distance_to_threshold(model: TopicModel, texts: list[Any]) -> Floats:
    """Return by how much logits differ from those of the thresholds, shape (n, n_topics)."""
    thresholds = np.clip([model.thresholds[name] for name in model.topics], 1e-6, 1.0 - 1e-6)
    return np.abs(model.decision_function(texts) - np.log(thresholds / (1.0 - thresholds)))


def _term_values(table: TermTable, texts: Sequence[Any]) -> Any:
    from scipy.sparse import csr_matrix

    sources = [text if isinstance(text, str) else text.text for text in texts]
    parts = table.vocabulary.count(
        sources, dtype="float64", idf=table.idf.astype(np.float64), sublinear_tf=True, norm="l2"
    )
    return csr_matrix(parts, shape=(len(sources), len(table)))


def _spread_out(values: Any, worth: Floats, n: int) -> list[int]:
    """Return rows by worth times likeness to all rows, each time less what is like those already chosen."""
    density = values @ np.asarray(values.mean(axis=0)).ravel()
    worth = worth * density / (density.max() or 1.0)
    likeness = np.zeros(len(worth))
    chosen: list[int] = []
    for _ in range(min(n, len(worth))):
        value = worth * (1.0 - likeness)
        value[chosen] = -1.0
        best = int(value.argmax())
        chosen.append(best)
        likeness = np.maximum(likeness, (values @ values[best].T).toarray().ravel())
    return chosen


def _correct(model: TopicModel, texts: list[Any], held: Bools, column: int, logits: Floats) -> TopicModel:
    table = _own_table(model, column)
    change, shift = _learn_change(_term_values(table, texts), held, logits)
    head = model.heads[column]
    weights = table.weights.astype(np.float64)
    weights[:, column] += change / head.slope
    tables = [table.with_weights(weights) if each is table else each for each in model.tables]
    heads = [replace(h, intercept=h.intercept + shift) if h is head else h for h in model.heads]
    return TopicModel(heads, tables, model.card)


def _learn_change(values: Any, held: Bools, logits: Floats) -> tuple[Floats, float]:
    """Return what to add to the weights and to the bias of a logit: logistic regression round the present ones.

    The bias is held a hundred times as stiffly as a weight: labels that were asked for near the threshold say little
    about how frequent the topic is.
    """
    from scipy.optimize import minimize

    used = np.unique(values.indices)
    terms, sign = values[:, used], np.where(held, 1.0, -1.0)

    def loss(change: Floats) -> tuple[float, Floats]:
        margins = sign * (logits + terms @ change[:-1] + change[-1])
        pull = LABEL_WEIGHT * -sign * sigmoid(-margins)
        total = LABEL_WEIGHT * np.logaddexp(0.0, -margins).sum()
        total += 0.5 * (change[:-1] @ change[:-1] + BIAS_STIFFNESS * change[-1] ** 2)
        return total, np.append(terms.T @ pull + change[:-1], pull.sum() + BIAS_STIFFNESS * change[-1])

    found = minimize(loss, np.zeros(len(used) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    change = np.zeros(values.shape[1])
    change[used] = found[:-1]
    return change, float(found[-1])

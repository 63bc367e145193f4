"""Labels that improve a topic: which texts to label next, what to learn from the answers, which labels look wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp.topics.calibration import sigmoid
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.terms import TermTable, own_table

__all__ = ["LabelIssue", "choose_texts", "correct", "find_label_issues"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

CANDIDATES = 20  # candidates that are compared for each chosen text
LABEL_WEIGHT = 5.0  # weight of a label relative to the prior; see learn_change
BIAS_STIFFNESS = 100.0


@dataclass(frozen=True, slots=True)
class LabelIssue:
    """A label that looks wrong.

    Parameters
    ----------
    index : int
        Index of the text.
    topic : str
    given : bool
        Whether the label says that the text has the topic.
    probability : float
        Probability of the topic from a model that has not seen this label.

    Examples
    --------
    >>> from newsnlp import LabelIssue
    >>> LabelIssue(index=3, topic="security", given=False, probability=0.97)
    LabelIssue(index=3, topic='security', given=False, probability=0.97)
    """

    index: int
    topic: str
    given: bool
    probability: float


def find_label_issues(probabilities: Floats, truth: Bools, topics: Sequence[str]) -> list[LabelIssue]:
    """Return the labels that look wrong, the most certain first.

    A label is suspect if the topic is at least as probable as on average over the texts with the opposite label
    (confident learning).

    Parameters
    ----------
    probabilities : ndarray of shape (n, n_topics)
        Probabilities from a model that has not seen the labels of these texts.
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


def choose_texts(table: TermTable, texts: Sequence[str], distance: Floats, n: int) -> list[int]:
    """Return which `n` texts to label next, so that the answers teach the most.

    The chosen texts are close to the threshold (uncertain), similar to many others (the answer carries over), and
    dissimilar to each other (no answer is given twice).

    Parameters
    ----------
    table : TermTable
        The terms used to compare texts.
    texts : sequence of str
    distance : ndarray of float64, shape (n_texts,)
        Distance of each text's logit from that of the threshold.
    n : int
        How many to return, fewer if there are fewer texts.

    References
    ----------
    Settles, Craven: An analysis of active learning strategies for sequence labeling tasks. EMNLP 2008 (information
    density). Carbonell, Goldstein: The use of MMR. SIGIR 1998 (novelty among the chosen).
    """
    candidates = np.argsort(distance, kind="stable")[: CANDIDATES * n]
    values = table.values([texts[i] for i in candidates])
    return [int(candidates[i]) for i in spread_out(values, np.exp(-distance[candidates]), n)]


def spread_out(values: Any, worth: Floats, n: int) -> list[int]:
    """Return rows greedily by worth times similarity to all rows, less the similarity to rows already chosen."""
    density = values @ np.asarray(values.mean(axis=0)).ravel()
    worth = worth * density / (density.max() or 1.0)
    similarity = np.zeros(len(worth))
    chosen: list[int] = []
    for _ in range(min(n, len(worth))):
        value = worth * (1.0 - similarity)
        value[chosen] = -1.0
        best = int(value.argmax())
        chosen.append(best)
        similarity = np.maximum(similarity, (values @ values[best].T).toarray().ravel())
    return chosen


def correct(
    heads: Sequence[TopicHead],
    tables: Sequence[TermTable],
    texts: Sequence[str],
    held: Mapping[int, Bools],
    logits: Floats,
) -> tuple[list[TopicHead], list[TermTable]]:
    """Return heads and tables updated by labels.

    Parameters
    ----------
    heads : sequence of TopicHead
    tables : sequence of TermTable
    texts : sequence of str
    held : mapping of int to ndarray of bool, shape (n_texts,)
        For the number of each topic that the labels cover, whether it holds for each text.
    logits : ndarray of float64, shape (n_texts, n_topics)
        The model's logits for the texts.
    """
    new_heads, new_tables = list(heads), list(tables)
    for topic, labels in held.items():
        number, head = own_table(new_tables, topic), heads[topic]
        change, shift = learn_change(new_tables[number].values(texts), labels, logits[:, topic])
        new_tables[number] = new_tables[number].with_change(topic, change / head.slope)
        new_heads[topic] = replace(head, intercept=head.intercept + shift)
    return new_heads, new_tables


def learn_change(values: Any, held: Bools, logits: Floats) -> tuple[Floats, float]:
    """Return what to add to the weights and to the bias of a logit: logistic regression around the present ones.

    The present weights are the prior: they move only as far as the new labels require. The bias is regularized a
    hundred times as strongly as a weight, since labels of texts chosen near the threshold say little about how frequent
    the topic is.

    Parameters
    ----------
    values : CSR matrix of float64, shape (n_texts, n_terms)
        The l2-normed values of the terms of each text.
    held : ndarray of bool, shape (n_texts,)
        The labels: whether the topic holds.
    logits : ndarray of float64, shape (n_texts,)
        The model's logits for the texts.

    References
    ----------
    Chelba, Acero: Adaptation of maximum entropy capitalizer: little data can help a lot. EMNLP 2004 (a Gaussian prior
    round the old weights).
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

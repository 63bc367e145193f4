"""Train and evaluate topic models on labelled texts, for ``newsnlp train`` and ``newsnlp evaluate``."""

from __future__ import annotations

import os
from pathlib import Path

import newsnlp
from newsnlp._files import write_atomically
from newsnlp.corpus.labelled import read_labelled
from newsnlp.topics.classifier import TopicClassifier
from newsnlp.topics.loading import load_topics
from newsnlp.topics.report import TopicReport, evaluate_topics

__all__ = ["evaluate_model", "train_topics"]


def train_topics(
    data: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    min_precision: float | None = None,
    n_jobs: int | None = None,
) -> TopicClassifier:
    """Learn topics from a file of labelled texts and write the model to another.

    Parameters
    ----------
    data : str or path
        A file in the form of `newsnlp.corpus.labelled.read_labelled`.
    out : str or path
        The model file; its card has counts, settings and scores on held-out texts.
    min_precision : float or None, default=None
        If given, thresholds are the lowest with this precision on held-out texts.
    n_jobs : int or None, default=None
        Number of processes; None is 1, -1 is all cores. Results do not depend on it.

    Returns
    -------
    TopicClassifier
        Fitted; its `report_` has the figures.
    """
    rows = read_labelled(data)
    classifier = TopicClassifier(min_precision=min_precision, n_jobs=n_jobs)
    try:
        classifier.fit([row.text for row in rows], [row.topics for row in rows])
    except ValueError as error:
        raise ValueError(f"{os.fspath(data)}: {error}") from None
    classifier.model_ = classifier.model_.with_card(
        {"trained by": f"newsnlp {newsnlp.__version__}", "data": Path(data).name}
    )
    classifier.save(out)
    return classifier


def evaluate_model(
    model: str | os.PathLike[str],
    data: str | os.PathLike[str],
    *,
    html: str | os.PathLike[str] | None = None,
    mistakes: int = 20,
) -> TopicReport:
    """Evaluate a topic model on a file of labelled texts.

    Parameters
    ----------
    model : str or path
        As for `newsnlp.load_topics`.
    data : str or path
        A file in the form of `newsnlp.corpus.labelled.read_labelled`.
    html : str or path or None, default=None
        Where to write the report as one self-contained page.
    mistakes : int, default=20
        How many of the worst mistakes the report explains.

    Returns
    -------
    TopicReport
    """
    loaded, rows = load_topics(model), read_labelled(data)
    known = set(loaded.topics)
    for row in rows:
        if strange := sorted(set(row.topics) - known):
            topics = ", ".join(map(repr, loaded.topics))
            raise ValueError(f"{row.where}: unknown topic {strange[0]!r}; the model has {topics}")
    report = evaluate_topics(
        loaded,
        [row.text for row in rows],
        [row.topics for row in rows],
        ids=[row.id for row in rows],
        collections=[row.collection for row in rows],
        mistakes=mistakes,
    )
    if html is not None:
        page = report.to_html(f"{Path(data).name} by the topic model {Path(model).name}")
        write_atomically(html, page.encode("utf-8", "backslashreplace"))
    return report

"""The topics of a batch: columns from the native pipeline, one row of which is a TopicPrediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsnlp.articles.columns import ArticleColumns
from newsnlp.results import Evidence, TopicPrediction

if TYPE_CHECKING:
    from newsnlp.topics.model import TopicModel

__all__ = ["PredictionColumns"]


class PredictionColumns:
    """Predictions for consecutive texts.

    The methods that are named like fields of TopicPrediction and of Evidence make these for one row, or for one
    (row, topic).

    Parameters
    ----------
    model : TopicModel
    articles : ArticleColumns
        What was read.
    evidence : bool
        Whether the pipeline was asked for reasons.
    """

    def __init__(self, model: TopicModel, articles: ArticleColumns, *, evidence: bool) -> None:
        self._model, self._articles, self._evidence = model, articles, evidence
        probabilities = model.predict_proba([articles.text(row) for row in range(len(articles))])
        self._held = (probabilities >= model._thresholds).tolist()
        self._probabilities = probabilities.tolist()

    def __len__(self) -> int:
        return len(self._articles)

    def prediction(self, row: int) -> TopicPrediction:
        """Return the prediction for a text; its fields are made when they are asked for."""
        return TopicPrediction.deferred(self, row)

    def topics(self, row: int) -> tuple[str, ...]:
        """Return the names of the topics that hold."""
        return tuple(name for name, holds in zip(self._model.topics, self._held[row], strict=True) if holds)

    def probabilities(self, row: int) -> dict[str, float]:
        """Return the probability of every topic."""
        return dict(zip(self._model.topics, self._probabilities[row], strict=True))

    def evidence(self, row: int) -> dict[str, Evidence]:
        """Return what speaks for every topic."""
        if not self._evidence:
            return {}
        contributions = self._model._scorer.contributions(self._articles.article(row))
        return {name: contributions.evidence(topic) for topic, name in enumerate(self._model.topics)}

    def novelty(self, row: int) -> float:
        """Return how unlike the training text a text is."""
        return self._model.novelty(self.text(row))

    def iptc(self, row: int) -> Mapping[str, tuple[str, ...]]:
        """Return the IPTC ids of every topic."""
        return self._model.iptc

    def text(self, row: int) -> str:
        """Return the text of an article."""
        return self._articles.text(row)

    def table(self) -> dict[str, list[Any]]:
        """Return the columns of a table: topics, one probability a topic, novelty."""
        columns: dict[str, list[Any]] = {"topics": [list(self.topics(row)) for row in range(len(self))]}
        for topic, name in enumerate(self._model.topics):
            columns[name] = [row[topic] for row in self._probabilities]
        return columns | {"novelty": [self.novelty(row) for row in range(len(self))]}

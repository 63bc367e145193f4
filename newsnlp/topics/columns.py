"""The topics of a batch: columns from the native pipeline, where each row is a TopicPrediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsnlp._core import Batch, TopicScorer
from newsnlp.articles.texts import TextBatch
from newsnlp.results import Evidence, SpanWeight, TermWeight, TopicPrediction
from newsnlp.topics.calibration import sigmoid

if TYPE_CHECKING:
    from newsnlp.topics.model import TopicModel

__all__ = ["PredictionColumns", "native_topics"]


def native_topics(model: TopicModel) -> TopicScorer:
    """Return a model as the native core reads it."""
    return model._scorer.native


class PredictionColumns:
    """Predictions for consecutive texts.

    Methods named after fields of TopicPrediction return those fields for one row.

    Parameters
    ----------
    model : TopicModel
    texts : TextBatch
        The batch of texts.
    found : Batch
        The pipeline's output for it.
    evidence : bool
        Whether the pipeline computed evidence.
    """

    def __init__(self, model: TopicModel, texts: TextBatch, found: Batch, *, evidence: bool) -> None:
        self._model, self._texts, self._found, self._evidence = model, texts, found, evidence
        self._names = model.topics
        self._probabilities: list[list[float]] = sigmoid(found.logits).tolist()
        self._novelty = found.novelty

    def __len__(self) -> int:
        return len(self._texts)

    def prediction(self, row: int) -> TopicPrediction:
        """Return the prediction for a text; its fields are computed on access."""
        return TopicPrediction.deferred(self, row)

    def topics(self, row: int) -> tuple[str, ...]:
        """Return the names of the topics that hold."""
        probabilities = self._probabilities[row]
        return tuple([h.name for h, p in zip(self._model.heads, probabilities, strict=True) if p >= h.threshold])

    def probabilities(self, row: int) -> dict[str, float]:
        """Return the probability of every topic."""
        return dict(zip(self._names, self._probabilities[row], strict=True))

    def evidence(self, row: int) -> dict[str, Evidence]:
        """Return the evidence for every topic."""
        if not self._evidence:
            return {}
        names = self._model._scorer.names
        make = tuple.__new__  # the constructor of a NamedTuple is a Python function, which takes twice as long
        found = zip(self._names, self._found.evidence(row), strict=True)
        return {
            topic: Evidence(
                tuple([make(TermWeight, (names[number], weight)) for number, weight in terms]),
                tuple([make(SpanWeight, span) for span in spans]),
            )
            for topic, (terms, spans) in found
        }

    def novelty(self, row: int) -> float:
        """Return how much a text differs from the training text."""
        return self._novelty[row]

    def iptc(self, row: int) -> Mapping[str, tuple[str, ...]]:
        """Return the IPTC ids of every topic."""
        return self._model.iptc

    def text(self, row: int) -> str:
        """Return the text of an article."""
        return self._texts.text(row)

    def model(self, row: int) -> str:
        """Return the version of the model."""
        return self._model.version

    def table(self) -> dict[str, list[Any]]:
        """Return the columns of a table: topics, a probability for each topic, novelty."""
        columns: dict[str, list[Any]] = {"topics": [list(self.topics(row)) for row in range(len(self))]}
        for topic, name in enumerate(self._names):
            columns[name] = [row[topic] for row in self._probabilities]
        return columns | {"novelty": self._novelty}

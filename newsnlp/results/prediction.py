"""The topics of one text, with their probabilities and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsnlp._lazy import Lazy
from newsnlp.results.evidence import Evidence

__all__ = ["TopicPrediction"]


@dataclass(frozen=True, slots=True)
class TopicPrediction(Lazy):
    """The topics of one text.

    Parameters
    ----------
    topics : tuple of str
        Names of the topics that hold, in the model's order; empty when none holds.
    probabilities : dict of str to float
        The calibrated probability of every topic, between 0 and 1; they need not add up to 1.
    evidence : dict of str to Evidence
        The evidence for each topic, also for those that do not hold.
    novelty : float
        How much this text differs from the training text, between 0 (familiar) and 1 (nothing known).
    iptc : dict of str to tuple of str
        IPTC Media Topics ids of each topic, the closest first.
    model : str
        The version of the model.
    text : str
        The text as given, which the spans of the evidence refer to. Not part of comparison, repr and to_dict.

    Examples
    --------
    >>> import newsnlp
    >>> prediction = newsnlp.classify("The foreign ministers signed the treaty in Geneva.")
    >>> prediction.topics, sorted(prediction.probabilities)
    (('diplomacy',), ['diplomacy', 'ict', 'security'])
    """

    topics: tuple[str, ...]
    probabilities: Mapping[str, float]
    evidence: Mapping[str, Evidence] = field(default_factory=dict, repr=False)
    novelty: float = 0.0
    iptc: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    model: str = ""
    text: str = field(default="", repr=False, compare=False)

    def __repr__(self) -> str:
        chances = {name: round(value, 3) for name, value in self.probabilities.items()}
        novelty = round(self.novelty, 3)
        return f"TopicPrediction(topics={self.topics}, probabilities={chances}, {novelty=}, model={self.model!r})"

    def __str__(self) -> str:
        from newsnlp.display.terminal import render_topics

        return render_topics(self.to_dict(), self.text)

    def to_dict(self) -> dict[str, Any]:
        """Return topics, probabilities, evidence, novelty, IPTC ids and model as plain values, ready for JSON."""
        return {
            "topics": list(self.topics),
            "probabilities": dict(self.probabilities),
            "evidence": {name: evidence.to_dict() for name, evidence in self.evidence.items()},
            "novelty": self.novelty,
            "iptc": {name: list(ids) for name, ids in self.iptc.items()},
            "model": self.model,
        }

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_topics

        return render_topics(self.to_dict(), self.text)

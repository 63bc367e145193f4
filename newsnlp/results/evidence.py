"""Evidence for a topic or a sentence: terms and spans of the text, with their weights."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from newsnlp._lazy import Lazy

__all__ = ["Evidence", "SpanWeight", "TermWeight"]


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A term and what it adds: to a topic's logit, or to the score of a sentence."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class SpanWeight:
    """A span of the text and what it adds to a topic's logit."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence(Lazy):
    """The evidence for a topic in one text, whether the topic holds or not.

    It does not include the evidence against the topic, which ``TopicModel.explain`` gives as well. The shipped model
    reads the first 300 words of a text: no term and no sentence beyond them is evidence.

    Parameters
    ----------
    terms : tuple of TermWeight
        Up to ten terms that add most to the logit, largest first; all above 0.
    sentences : tuple of SpanWeight
        Up to five sentences (headline included) that add most to it, largest first; all above 0.
    """

    terms: tuple[TermWeight, ...] = ()
    sentences: tuple[SpanWeight, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"terms": [{"term", "weight"}, ...], "sentences": [{"start", "end", "weight"}, ...]}``."""
        return {"terms": [asdict(t) for t in self.terms], "sentences": [asdict(s) for s in self.sentences]}

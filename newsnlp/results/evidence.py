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

    def __repr__(self) -> str:
        terms = ", ".join(f"{each.term} {each.weight:+.2f}" for each in self.terms[:3])
        return f"Evidence({terms}{', ...' if len(self.terms) > 3 else ''}; sentences={len(self.sentences)})"

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"terms": [{"term", "weight"}, ...], "sentences": [{"start", "end", "weight"}, ...]}``."""
        return {"terms": [asdict(t) for t in self.terms], "sentences": [asdict(s) for s in self.sentences]}

    def _repr_html_(self) -> str:
        from newsnlp.display.tables import render_table

        spans = [f"{s.start}–{s.end} ({s.weight:+.2f})" for s in self.sentences]
        notes = [f"sentences, by offsets in the text: {', '.join(spans)}"] if spans else []
        return render_table(["term", "adds to the logit"], [[t.term, t.weight] for t in self.terms], notes=notes)

"""Evidence for a topic or a sentence: terms and spans of the text, with their weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Evidence", "SpanWeight", "TermWeight"]


class TermWeight(NamedTuple):
    """A term and what it adds: to a topic's logit, or to the score of a sentence.

    Parameters
    ----------
    term : str
        A word or a pair of words, in lower case; a stem where the terms are stems.
    weight : float
        What all its occurrences add together; below 0 if they speak against.

    Examples
    --------
    >>> import newsnlp
    >>> strongest = newsnlp.classify("The envoys signed a treaty.").evidence["diplomacy"].terms[0]
    >>> strongest.term, strongest.weight > 0
    ('treaty', True)
    """

    term: str
    weight: float


class SpanWeight(NamedTuple):
    """A span of the text and what it adds to a topic's logit.

    Parameters
    ----------
    start, end : int
        Character offsets into the text as given; `end` is exclusive.
    weight : float
        What the terms that begin in the span add together.

    Examples
    --------
    >>> import newsnlp
    >>> text = "It rained. The envoys signed a treaty."
    >>> strongest = newsnlp.classify(text).evidence["diplomacy"].sentences[0]
    >>> text[strongest.start : strongest.end]
    'The envoys signed a treaty.'
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for a topic in one text, whether the topic holds or not.

    It does not include the evidence against the topic, which ``TopicModel.explain`` gives as well. The shipped model
    reads the first 300 words of a text: no term and no sentence beyond them is evidence.

    Parameters
    ----------
    terms : tuple of TermWeight
        Up to ten terms that add most to the logit, largest first; all above 0.
    sentences : tuple of SpanWeight
        Up to five sentences (headline included) that add most to it, largest first; all above 0.

    Examples
    --------
    >>> import newsnlp
    >>> prediction = newsnlp.classify("The envoys signed a treaty. The ministers left Geneva.")
    >>> evidence = prediction.evidence["diplomacy"]
    >>> [term.term for term in evidence.terms][:2], len(evidence.sentences)
    (['treaty', 'envoys'], 2)
    """

    terms: tuple[TermWeight, ...] = ()
    sentences: tuple[SpanWeight, ...] = ()

    def __repr__(self) -> str:
        terms = ", ".join(f"{each.term} {each.weight:+.2f}" for each in self.terms[:3])
        return f"Evidence({terms}{', ...' if len(self.terms) > 3 else ''}; sentences={len(self.sentences)})"

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"terms": [{"term", "weight"}, ...], "sentences": [{"start", "end", "weight"}, ...]}``."""
        return {"terms": [t._asdict() for t in self.terms], "sentences": [s._asdict() for s in self.sentences]}

    def _repr_html_(self) -> str:
        from newsnlp.display.tables import render_table

        spans = [f"{s.start}–{s.end} ({s.weight:+.2f})" for s in self.sentences]
        notes = [f"sentences, by offsets in the text: {', '.join(spans)}"] if spans else []
        return render_table(["term", "adds to the logit"], [[t.term, t.weight] for t in self.terms], notes=notes)

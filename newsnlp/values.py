"""Value types that carry results: frozen, comparable, and plain to convert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsnlp.article import Article

__all__ = ["Evidence", "Sentence", "Span", "SpanWeight", "Summary", "TermWeight", "TopicPrediction"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text.

    Parameters
    ----------
    start, end : int
        Character offsets into the text as given; `end` is exclusive.

    Examples
    --------
    >>> from newsnlp import Span
    >>> Span(0, 5).of("Hello, world")
    'Hello'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of `text` that this span names."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands in its text.

    Parameters
    ----------
    text : str
        The sentence as written.
    start, end : int
        Character offsets: ``source[start:end] == text``; `end` is exclusive and comes after closing quotes.
    score : float or None, default=None
        How much a summarizer values the sentence; None where nothing has scored it.
    """

    text: str
    start: int
    end: int
    score: float | None = None

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a dict; `score` only where there is one."""
        fields = asdict(self)
        if self.score is None:
            del fields["score"]
        return fields


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A term and what it adds: to a topic's logit, or to the score of a sentence."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class SpanWeight:
    """A stretch of the text and what it adds to a topic's logit."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a topic in one text, whether the topic holds or not.

    What speaks against it is not part of this; ``TopicModel.explain`` has that too. The shipped model reads the first
    300 words of a text: no term and no sentence beyond them is evidence.

    Parameters
    ----------
    terms : tuple of TermWeight
        The ten terms, at most, that add most to the logit, largest first; all above 0.
    sentences : tuple of SpanWeight
        The five sentences (headline included), at most, that add most to it, largest first; all above 0.
    """

    terms: tuple[TermWeight, ...] = ()
    sentences: tuple[SpanWeight, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"terms": [{"term", "weight"}, ...], "sentences": [{"start", "end", "weight"}, ...]}``."""
        return {"terms": [asdict(t) for t in self.terms], "sentences": [asdict(s) for s in self.sentences]}


@dataclass(frozen=True, slots=True)
class TopicPrediction:
    """The topics of one text.

    Parameters
    ----------
    topics : tuple of str
        Names of the topics that hold, in the model's order; empty when none holds.
    probabilities : dict of str to float
        The calibrated probability of every topic, between 0 and 1; they need not add up to 1.
    evidence : dict of str to Evidence
        What speaks for each topic, also for those that do not hold.
    novelty : float
        How unlike the training text this one is, between 0 (familiar) and 1 (nothing known).
    iptc : dict of str to tuple of str
        IPTC Media Topics ids of each topic, the closest first.
    text : str
        The text as given; the spans of the evidence lie in it. Not part of comparison, repr and to_dict.
    """

    topics: tuple[str, ...]
    probabilities: Mapping[str, float]
    evidence: Mapping[str, Evidence] = field(default_factory=dict, repr=False)
    novelty: float = 0.0
    iptc: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False, compare=False)

    def __str__(self) -> str:
        from newsnlp.display.terminal import render_topics

        return render_topics(self.to_dict(), self.text)

    def to_dict(self) -> dict[str, Any]:
        """Return topics, probabilities, evidence, novelty and IPTC ids as plain values, ready for JSON."""
        return {
            "topics": list(self.topics),
            "probabilities": dict(self.probabilities),
            "evidence": {name: evidence.to_dict() for name, evidence in self.evidence.items()},
            "novelty": self.novelty,
            "iptc": {name: list(ids) for name, ids in self.iptc.items()},
        }

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_topics

        return render_topics(self.to_dict(), self.text)


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences chosen from an article, in the order they have there.

    Parameters
    ----------
    sentences : tuple of Sentence
        The chosen sentences with offsets and scores.
    scores : tuple of float
        The score of every sentence of the article, chosen or not.
    article : Article or None
        The article that was summarized (None for several articles at once).
    reasons : sequence of tuple of TermWeight
        For every sentence of the article what its score rests on, the strongest first.
    articles : tuple of Article
        The articles that were summarized, `article` alone or several; `scores` and `reasons` run through them.
    owners : tuple of int
        For each chosen sentence the position in `articles` of the one it is from.
    """

    sentences: tuple[Sentence, ...]
    scores: tuple[float, ...] = field(default=(), repr=False)
    article: Article | None = field(default=None, repr=False, compare=False)
    reasons: Sequence[tuple[TermWeight, ...]] = field(default=(), repr=False, compare=False)
    articles: tuple[Article, ...] = field(default=(), repr=False, compare=False)
    owners: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @property
    def text(self) -> str:
        """The chosen sentences joined by blanks; line breaks within a sentence become blanks."""
        return " ".join(" ".join(sentence.text.split()) for sentence in self.sentences)

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.sentences)

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"summary": [{"text", "start", "end", "score"}, ...]}``.

        Of several articles, each sentence also has ``"article"``, the position of the one that its offsets are of.
        """
        rows = [sentence.to_dict() for sentence in self.sentences]
        if len(self.articles) > 1:
            rows = [{**row, "article": owner} for row, owner in zip(rows, self.owners, strict=True)]
        return {"summary": rows}

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_summary

        chosen = [sentence.to_dict() for sentence in self.sentences]
        articles = self.articles or ((self.article,) if self.article is not None else ())
        if not articles:
            return render_summary(chosen)
        owners = self.owners or (0,) * len(chosen)
        parts = []
        for number, article in enumerate(articles):
            own = [sentence for sentence, owner in zip(chosen, owners, strict=True) if owner == number]
            parts.append(render_summary(own, article.text, [(span.start, span.end) for span in article.boilerplate]))
        return "".join(parts)

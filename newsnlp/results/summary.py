"""The sentences chosen from one article or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from newsnlp._lazy import Lazy
from newsnlp.articles import Article, Sentence
from newsnlp.results.evidence import TermWeight

__all__ = ["Summary"]


@dataclass(frozen=True, slots=True)
class Summary(Lazy, Sequence[Sentence]):
    """A sequence of sentences chosen from an article, in the article's order.

    Parameters
    ----------
    sentences : tuple of Sentence
        The chosen sentences with offsets and scores.
    scores : tuple of float
        The score of every sentence of the article, chosen or not.
    article : Article or None
        The article that was summarized (None for several articles at once).
    reasons : sequence of tuple of TermWeight
        For every sentence of the article, the terms that its score is based on, the strongest first.
    articles : tuple of Article
        The articles that were summarized, one or several; `scores` and `reasons` go through them in order.
    owners : tuple of int
        For each chosen sentence, the index in `articles` of the article that it is from.
    model : str or None
        The version of the trained model; None for a method without one.

    Examples
    --------
    >>> import newsnlp
    >>> text = "Rain fell on Monday. The river rose. Roads were closed."
    >>> summary = newsnlp.summarize(text, method="lead", sentences=2)
    >>> len(summary), summary[-1].text, summary.text
    (2, 'The river rose.', 'Rain fell on Monday. The river rose.')
    """

    sentences: tuple[Sentence, ...]
    scores: tuple[float, ...] = ()
    article: Article | None = field(default=None, compare=False)
    reasons: Sequence[tuple[TermWeight, ...]] = field(default=(), compare=False)
    articles: tuple[Article, ...] = field(default=(), compare=False)
    owners: tuple[int, ...] = field(default=(), compare=False)
    model: str | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The chosen sentences joined by blanks; line breaks within a sentence become blanks."""
        return " ".join(" ".join(sentence.text.split()) for sentence in self.sentences)

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        return f"Summary({text!r}, sentences={len(self)})"

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.sentences)

    @overload
    def __getitem__(self, index: int) -> Sentence: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Sentence, ...]: ...
    def __getitem__(self, index: int | slice) -> Sentence | tuple[Sentence, ...]:
        return self.sentences[index]

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"summary": [{"text", "start", "end", "score"}, ...]}``.

        For several articles, each sentence also has ``"article"``, the index of the article that its offsets refer to.
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

"""All results for one article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsnlp.articles import Article
from newsnlp.results.prediction import TopicPrediction
from newsnlp.results.summary import Summary

__all__ = ["Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of `analyze` for one article.

    Parameters
    ----------
    article : Article
        The parsed text.
    prediction : TopicPrediction
        Topics, probabilities and evidence.
    summary : Summary
        The chosen sentences.
    source : str or None
        Where the article came from, if known.

    Examples
    --------
    >>> import newsnlp
    >>> report = newsnlp.analyze("The foreign ministers signed the treaty in Geneva. It rained.", sentences=1)
    >>> report.topics, report.summary.text
    (('diplomacy',), 'The foreign ministers signed the treaty in Geneva.')
    >>> report.article.sentences[1].text
    'It rained.'
    """

    article: Article
    prediction: TopicPrediction
    summary: Summary
    source: str | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """Names of the topics that hold; those of `prediction`."""
        return self.prediction.topics

    @property
    def probabilities(self) -> Mapping[str, float]:
        """The calibrated probability of every topic; those of `prediction`."""
        return self.prediction.probabilities

    def __repr__(self) -> str:
        return f"Report({self.article.headline!r}, topics={self.topics}, sentences={len(self.summary)})"

    def __str__(self) -> str:
        from newsnlp.display.terminal import render_report

        return render_report(self.to_dict(), self.article.text)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, ready for JSON."""
        return {
            "source": self.source,
            "headline": self.article.headline,
            "dateline": self.article.dateline,
            **self.prediction.to_dict(),
            **self.summary.to_dict(),
        }

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_report

        asides = [(span.start, span.end) for span in self.article.boilerplate]
        return render_report(self.to_dict(), self.article.text, asides)

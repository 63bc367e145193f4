"""The summaries of a batch: columns from the native pipeline, one row of which is a Summary."""

from __future__ import annotations

from collections.abc import Sequence

from newsnlp._core import Batch, Ranker
from newsnlp.articles import Sentence
from newsnlp.articles.columns import ArticleColumns
from newsnlp.results import Summary, TermWeight
from newsnlp.summarizers.base import Summarizer
from newsnlp.summarizers.ranker import RankerSummarizer

__all__ = ["SummaryColumns", "native_ranker"]


def native_ranker(summarizer: Summarizer | None) -> Ranker | None:
    """Return the trained ranker of a summarizer as the native core reads it; None for a method without one."""
    return summarizer._model()._ranker if isinstance(summarizer, RankerSummarizer) else None


class SummaryColumns:
    """Summaries of consecutive texts, each of one article and as long as the ranker sees fit.

    The methods that are named like fields of Summary make these for one row.

    Parameters
    ----------
    articles : ArticleColumns
        The articles that were summarized.
    found : _core.Batch
        What the pipeline found in them.
    summarizer : Summarizer
        The ranker, which is asked again for what only few want to know.
    """

    def __init__(self, articles: ArticleColumns, found: Batch, summarizer: Summarizer) -> None:
        self._articles, self._found, self._summarizer = articles, found, summarizer

    def __len__(self) -> int:
        return len(self._articles)

    def __getitem__(self, row: int) -> Summary:
        article = self._articles.article(row)
        if not len(article.offsets.sentences) and article.headline:
            return self._summarizer.summarize(article)  # a headline alone is what there is to tell
        return Summary.deferred(self, row, article=article, articles=(article,))

    def sentences(self, row: int) -> tuple[Sentence, ...]:
        """Return the chosen sentences."""
        article, scores = self._articles.article(row), self._found.scores(row)
        offsets = article.offsets.sentences.tolist()
        chosen = ((number, *offsets[number]) for number in self._found.chosen(row))
        return tuple(Sentence(article.text[start:end], start, end, scores[number]) for number, start, end in chosen)

    def scores(self, row: int) -> tuple[float, ...]:
        """Return the score of every sentence."""
        return tuple(self._found.scores(row))

    def reasons(self, row: int) -> Sequence[tuple[TermWeight, ...]]:
        """Return what each score rests on."""
        return self._summarizer.summarize(self._articles.article(row)).reasons

    def owners(self, row: int) -> tuple[int, ...]:
        """Return the position of each chosen sentence's article: 0."""
        return (0,) * len(self._found.chosen(row))

    def model(self, row: int) -> str | None:
        """Return the version of the ranker."""
        return self._summarizer._model_version()

"""The summaries of a batch: columns from the native pipeline, one row of which is a Summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsnlp._core import Batch, Ranker, WordSet
from newsnlp.articles import Sentence
from newsnlp.articles.columns import ArticleColumns
from newsnlp.results import Summary, TermWeight
from newsnlp.results.budget import FREE, UNLIMITED, Budget, cut
from newsnlp.summarizers.base import Summarizer
from newsnlp.summarizers.inputs import as_stop_words
from newsnlp.summarizers.ranker import RankerSummarizer

__all__ = ["SummaryColumns", "native_limits", "native_ranker"]

NativeLimits = tuple[int, int, int, float | None, WordSet, bool]


def native_ranker(summarizer: Summarizer | None) -> Ranker | None:
    """Return the trained ranker of a summarizer as the native core reads it; None for a method without one."""
    return summarizer._model()._ranker if isinstance(summarizer, RankerSummarizer) else None


def native_limits(
    summarizer: Summarizer,
    *,
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    ratio: float | None = None,
) -> NativeLimits | None:
    """Return the limits of summaries as the native core reads them; None if the ranker decides the length."""
    if sentences is words is characters is ratio is None:
        return None
    most = Budget.of(0, UNLIMITED, sentences=sentences, words=words, characters=characters)
    share = None if ratio is None else float(ratio)
    stop_words, stem = as_stop_words(summarizer.stop_words), bool(summarizer.stem)
    return int(most.sentences), int(most.words), int(most.characters), share, stop_words, stem


class SummaryColumns:
    """Summaries of consecutive texts, each of one article.

    The methods that are named like fields of Summary make these for one row.

    Parameters
    ----------
    articles : ArticleColumns
        The articles that were summarized.
    found : _core.Batch
        What the pipeline found in them.
    summarizer : Summarizer
        The ranker, which is asked again for what only few want to know.
    limits : mapping of str to int or float
        The limits of each summary by their names, as in `Summarizer.summarize`; empty if the ranker decides its length.
    """

    def __init__(
        self, articles: ArticleColumns, found: Batch, summarizer: Summarizer, limits: Mapping[str, Any]
    ) -> None:
        self._articles, self._found, self._summarizer, self._limits = articles, found, summarizer, limits

    def __len__(self) -> int:
        return len(self._articles)

    def __getitem__(self, row: int) -> Summary:
        article = self._articles.article(row)
        if self._found.n_sentences(row) == 0 and article.headline:
            return self._summarizer.summarize(article, **self._limits)  # a headline alone is what there is to tell
        return Summary.deferred(self, row, article=article, articles=(article,))

    def sentences(self, row: int) -> tuple[Sentence, ...]:
        """Return the chosen sentences."""
        article, scores = self._articles.article(row), self._found.scores(row)
        offsets = article.offsets.sentences.tolist()
        chosen = self._found.chosen(row)
        if not chosen and offsets:  # none fits: the beginning of the best one
            best = scores.index(max(scores))
            start, end = offsets[best]
            budget = Budget.of(len(offsets), FREE, **self._limits)
            return (cut(Sentence(article.text[start:end], start, end), budget, scores[best]),)
        numbered = ((number, *offsets[number]) for number in chosen)
        return tuple(Sentence(article.text[start:end], start, end, scores[number]) for number, start, end in numbered)

    def scores(self, row: int) -> tuple[float, ...]:
        """Return the score of every sentence."""
        return tuple(self._found.scores(row))

    def reasons(self, row: int) -> Sequence[tuple[TermWeight, ...]]:
        """Return what each score rests on."""
        return self._summarizer.summarize(self._articles.article(row)).reasons

    def owners(self, row: int) -> tuple[int, ...]:
        """Return the position of each chosen sentence's article: 0."""
        return (0,) * len(self.sentences(row))

    def model(self, row: int) -> str | None:
        """Return the version of the ranker."""
        return self._summarizer._model_version()

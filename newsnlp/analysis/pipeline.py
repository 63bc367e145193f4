"""From texts to results: one native pass over a batch, with the requested parts."""

from __future__ import annotations

import functools
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from newsnlp._core import Batch, TextColumn
from newsnlp._core import Pipeline as NativePipeline
from newsnlp._threads import distributed_backend, thread_count
from newsnlp._validation import check_path
from newsnlp.articles import Article
from newsnlp.articles.columns import ArticleColumns
from newsnlp.articles.texts import TextBatch, Texts
from newsnlp.modelfile import file_stamp
from newsnlp.results import Report, Results, Summary
from newsnlp.results.table import ORIGIN, Schema
from newsnlp.summarizers import Method, load_summarizer
from newsnlp.summarizers.columns import SummaryColumns, native_limits, native_ranker
from newsnlp.topics.columns import PredictionColumns, native_topics
from newsnlp.topics.loading import SHIPPED, load_topics
from newsnlp.topics.model import TopicModel

__all__ = ["DEFAULT_METHOD", "Pipeline", "load_model"]

DEFAULT_METHOD: Method = "ranker"
LIMITS = frozenset({"sentences", "words", "characters", "ratio"})


def load_model(model: TopicModel | str | os.PathLike[str]) -> TopicModel:
    """Return a topic model, or the one of that name or file, read once a process, a file again when it has changed."""
    if isinstance(model, TopicModel):
        return model
    path = check_path(model, "model")
    return _load(path, () if path in SHIPPED else file_stamp(path))


@functools.lru_cache(maxsize=8)
def _load(path: str, stamp: tuple[int, ...]) -> TopicModel:
    return load_topics(path)


class Pipeline:
    """What to find in texts: topics, a summary, or both.

    Parameters
    ----------
    model : TopicModel, str, path or None, default=None
        The topics to find; None for none.
    evidence : bool, default=True
        Whether to compute the evidence for topics.
    method : str or None, default=None
        The name of a summarizer; None for no summary.
    options : mapping, default={}
        The arguments of the summarizer's `summarize` besides the text.
    """

    def __init__(
        self,
        *,
        model: TopicModel | str | os.PathLike[str] | None = None,
        evidence: bool = True,
        method: Method | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self._settings: dict[str, Any] = {"model": model, "evidence": evidence, "method": method, "options": options}
        self._model = None if model is None else load_model(model)
        self._evidence = bool(evidence)
        self._summarizer = None if method is None else load_summarizer(method)
        self._options = dict(options or {})
        versions = ["" if self._model is None else f"topics {self._model.version}", method or ""]
        self._models = ", ".join(filter(None, versions))
        topics = None if self._model is None else native_topics(self._model)
        given = {name: value for name, value in self._options.items() if value is not None}
        # A query, a background and seen texts require the Python code.
        self._ranker = native_ranker(self._summarizer) if given.keys() <= LIMITS else None
        self._limits = given if self._ranker is not None else {}
        self._native = NativePipeline(
            topics,
            self._ranker,
            limits=None if self._summarizer is None else native_limits(self._summarizer, **self._limits),
            parse=self._summarizer is not None,
            evidence=self._evidence and topics is not None,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # A model given by name is loaded where the work is done, once per process.
        return functools.partial(Pipeline, **self._settings), ()

    def one(self, text: str | Article) -> Any:
        """Return the result of one text."""
        given = {0: text} if isinstance(text, Article) else {}
        column = TextColumn([text.text if isinstance(text, Article) else text])
        return self._run(TextBatch(0, column, 0, 1, given), 1).result(0)

    def many(self, texts: Texts, n_jobs: int | None) -> Results[Any]:
        """Return the results of texts, on as many native threads as `n_jobs` stands for."""
        thread_count(n_jobs)
        topics = None if self._model is None else self._model.topics
        summaries = self._summarizer is not None
        schema = Schema(articles=summaries and topics is not None, topics=topics, summaries=summaries)
        return Results(lambda: self._columns(texts, n_jobs), schema, repeatable=texts.repeatable)

    def _columns(self, texts: Texts, n_jobs: int | None) -> Iterator[Columns]:
        if n_jobs != 1 and distributed_backend():
            yield from self._spread(texts, n_jobs)
            return
        n_threads = thread_count(n_jobs)
        for batch in texts.batches(n_threads):
            yield self._run(batch, n_threads)

    def _spread(self, texts: Texts, n_jobs: int | None) -> Iterator[Columns]:
        """Yield results from other processes or machines, in order; only texts and columns are transferred."""
        import joblib

        waiting: deque[TextBatch] = deque()

        def tasks() -> Iterator[Any]:
            for batch in texts.batches():
                waiting.append(batch)
                read = [batch.text(row) for row in range(len(batch))]
                yield joblib.delayed(_find_elsewhere)(
                    self, read, batch.headline_ends, dict(batch.articles), batch.first
                )

        for found, summaries in joblib.Parallel(n_jobs=n_jobs, return_as="generator")(tasks()):
            yield self._assemble(waiting.popleft(), found, summaries)

    def _run(self, texts: TextBatch, n_threads: int) -> Columns:
        return self._assemble(texts, *self.find(texts, n_threads))

    def find(self, texts: TextBatch, n_threads: int) -> tuple[Batch, list[Summary] | None]:
        """Return the native core's results for texts, and the summaries of methods that run in Python."""
        found = self._native.run(
            texts.column,
            texts.start,
            texts.stop,
            headline_ends=texts.headline_ends,
            articles={row: article.offsets for row, article in texts.articles.items()},
            first=texts.first,
            n_threads=n_threads,
        )
        if self._summarizer is None or self._ranker is not None:
            return found, None
        articles = ArticleColumns(texts, found)
        summarize = functools.partial(self._summarizer.summarize, **self._options)
        return found, _map(summarize, [articles.article(row) for row in range(len(articles))], n_threads)

    def _assemble(self, texts: TextBatch, found: Batch, summaries: list[Summary] | None) -> Columns:
        predictions = None
        if self._model is not None:
            predictions = PredictionColumns(self._model, texts, found, evidence=self._evidence)
        articles = ArticleColumns(texts, found)
        if self._summarizer is None or self._ranker is None:
            return Columns(articles, predictions, summaries, self._models)
        columns = SummaryColumns(articles, found, self._summarizer, self._limits)
        return Columns(articles, predictions, columns, self._models)


def _find_elsewhere(
    pipeline: Pipeline,
    texts: list[str],
    headline_ends: list[int] | None,
    articles: dict[int, Article],
    first: int,
) -> tuple[Batch, list[Summary] | None]:
    """Do the work on a batch that was sent here."""
    batch = TextBatch(first, TextColumn(texts), 0, len(texts), articles, headline_ends)
    return pipeline.find(batch, 1)


def _map(summarize: Callable[[Article], Summary], articles: list[Article], n_threads: int) -> list[Summary]:
    """Return a summary of each article by a method that is called from Python."""
    if n_threads == 1:
        return list(map(summarize, articles))
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(n_threads) as threads:
        return list(threads.map(summarize, articles))


class Columns:
    """The results of a batch: reports, predictions or summaries, as the parts of the pipeline are on.

    Parameters
    ----------
    articles : ArticleColumns
    predictions : PredictionColumns or None
    summaries : list of Summary, SummaryColumns or None
    models : str
        The names of the models.
    """

    def __init__(
        self,
        articles: ArticleColumns,
        predictions: PredictionColumns | None,
        summaries: list[Summary] | SummaryColumns | None,
        models: str,
    ) -> None:
        self._articles, self._predictions, self._summaries, self._models = articles, predictions, summaries, models

    def __len__(self) -> int:
        return len(self._articles)

    def result(self, row: int) -> Any:
        """Return the result of one text."""
        prediction = None if self._predictions is None else self._predictions.prediction(row)
        summary = None if self._summaries is None else self._summaries[row]
        if prediction is None or summary is None:
            return summary if prediction is None else prediction
        return Report(self._articles.article(row) if summary.article is None else summary.article, prediction, summary)

    def table(self) -> dict[str, list[Any]]:
        """Return the columns of a table."""
        count = len(self)
        columns = {name: self._articles.origin(name) for name in ORIGIN}
        if self._predictions is not None and self._summaries is not None:
            columns["headline"] = [self._articles.article(row).headline for row in range(count)]
        if self._predictions is not None:
            columns |= self._predictions.table()
        if self._summaries is not None:
            summaries = [self._summaries[row] for row in range(count)]
            columns["summary"] = [summary.text for summary in summaries]
            columns["sentences"] = [[{"start": s.start, "end": s.end} for s in summary] for summary in summaries]
        return columns | {"model": [self._models] * count}

"""Analyse one article with the shipped models: topics, evidence and summary in one call."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsnlp._validation import check_path, check_single
from newsnlp.article import Article
from newsnlp.display import html, terminal
from newsnlp.modelfile import file_stamp
from newsnlp.summarizers import load_summarizer
from newsnlp.topics.loading import load_topics
from newsnlp.topics.model import TopicModel
from newsnlp.values import Summary, TopicPrediction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsnlp.values import Evidence

__all__ = ["DEFAULT_METHOD", "Report", "analyze", "classify", "summarize"]

DEFAULT_METHOD = "ranker"


@dataclass(frozen=True, slots=True)
class Report:
    """What `analyze` finds in one article.

    Parameters
    ----------
    article : Article
        The parsed text.
    prediction : TopicPrediction
        Topics, probabilities and evidence.
    summary : Summary
        The chosen sentences.
    source : str or None
        Where the article came from, if that is known.
    """

    article: Article
    prediction: TopicPrediction
    summary: Summary
    source: str | None = None

    def __str__(self) -> str:
        return terminal.render_report(self.to_dict(), self.article.text)

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
        asides = [(span.start, span.end) for span in self.article.boilerplate]
        return html.render_report(self.to_dict(), self.article.text, asides)


@functools.lru_cache(maxsize=8)
def _topic_model(path: str, stamp: tuple[int, ...]) -> TopicModel:
    return load_topics(path)


def _model(model: TopicModel | str | os.PathLike[str]) -> TopicModel:
    if isinstance(model, TopicModel):
        return model
    path = check_path(model, "model")
    return _topic_model(path, file_stamp(path))


def analyze(
    text: str | Article,
    *,
    sentences: int | None = None,
    words: int | None = None,
    method: str = DEFAULT_METHOD,
    model: TopicModel | str | os.PathLike[str] = "en",
) -> Report:
    """Find the topics of a news article, and why, and summarize it.

    Parameters
    ----------
    text : str or Article
        Raw wire or web text, or an article made by `Article`.
    sentences : int, optional
        Length of the summary in sentences, at least 1.
    words : int, optional
        Most words of the summary, at least 1.
    method : str, default='ranker'
        Name of a summarizer, such as ``'lexrank'``; `newsnlp.summarizers.METHODS` lists them.
    model : TopicModel, str or path, default='en'
        The topics: a model, its file, or the name of a shipped one.

    Returns
    -------
    Report
        With `article`, `prediction` and `summary`; a text without a sentence has no topics and an empty summary.

    Raises
    ------
    TypeError
        If `text` is neither str nor Article.
    ValueError
        If a budget is below 1, the method is unknown, or the model's file is damaged.

    Examples
    --------
    >>> import newsnlp
    >>> report = newsnlp.analyze("The ministers signed a telecommunications treaty in Geneva on Monday.")
    >>> len(report.summary)
    1
    """
    article = text if isinstance(text, Article) else Article.parse(check_single(text, "analyze_many"))
    return Report(
        article,
        _model(model).classify(article),
        load_summarizer(method).summarize(article, sentences=sentences, words=words),
    )


def classify(text: str | Article, *, model: TopicModel | str | os.PathLike[str] = "en") -> TopicPrediction:
    """Find the topics of a news article, and why.

    The shipped model reads the first 300 words of the text, title included, for news says first what it is about; give
    the parts of a longer text (a digest, a live blog) one by one.

    Parameters
    ----------
    text : str or Article
        Raw text, or an article made by `Article`.
    model : TopicModel, str or path, default='en'
        The topics: a model, its file, or the name of a shipped one.

    Returns
    -------
    TopicPrediction
        `topics` is empty where none of them holds; `evidence` has what speaks for each.

    Raises
    ------
    TypeError
        If `text` is neither str nor Article, or `model` is no model and no path.
    OSError, ValueError
        If the model's file cannot be read or is damaged.

    Examples
    --------
    >>> import newsnlp
    >>> newsnlp.classify("").topics
    ()
    """
    return _model(model).classify(text if isinstance(text, Article) else check_single(text, "classify_many"))


def summarize(
    text: str | Article | Iterable[str | Article],
    *,
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    ratio: float | None = None,
    query: str | Mapping[str, float] | Evidence | None = None,
    background: Iterable[str | Article] | None = None,
    seen: str | Article | Iterable[str | Article] | None = None,
    method: str = DEFAULT_METHOD,
) -> Summary:
    """Choose the sentences that tell what an article says.

    Parameters
    ----------
    text : str, Article or list of them
        One article, or several on one story.
    sentences, words, characters : int, optional
        Hard limits, at least 1; they may be combined. Words and characters are not filled up with sentences of fewer
        than 5 words.
    ratio : float, optional
        Share of the sentences, above 0 and at most 1.
    query : str, mapping of term to weight, or Evidence, optional
        What the reader wants to know, in words or as a topic's weighted terms; sentences near it are preferred.
    background : iterable of str or Article, optional
        Texts that show which words are common.
    seen : str, Article or iterable of them, optional
        What the reader knows already; sentences that repeat it are not chosen. Where nothing is new the summary is
        still one sentence; then all `scores` are near 0.
    method : str, default='ranker'
        Name of a summarizer, such as ``'lexrank'``; `newsnlp.summarizers.METHODS` lists them.

    Returns
    -------
    Summary
        In source order; never empty for a text that has a sentence.

    Raises
    ------
    TypeError
        If `text` is neither str, Article nor a list of them.
    ValueError
        If a limit is out of range or the method is unknown.

    Examples
    --------
    >>> import newsnlp
    >>> text = "Rain fell on Monday. The river rose by two metres and the town was cut off."
    >>> len(newsnlp.summarize(text, sentences=1))
    1
    """
    return load_summarizer(method).summarize(
        text,
        sentences=sentences,
        words=words,
        characters=characters,
        ratio=ratio,
        query=query,
        background=background,
        seen=seen,
    )

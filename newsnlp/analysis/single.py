"""Analyse one article: topics, evidence and summary in one call."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

from newsnlp._validation import check_budget, check_choice, check_single
from newsnlp.analysis.pipeline import DEFAULT_METHOD, Pipeline, load_model
from newsnlp.articles import Article
from newsnlp.results import Report, Summary, TopicPrediction
from newsnlp.summarizers import METHODS, Method, load_summarizer
from newsnlp.topics.model import TopicModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsnlp.results import Evidence

__all__ = ["analyze", "classify", "summarize"]


def analyze(
    text: str | Article,
    *,
    sentences: int | None = None,
    words: int | None = None,
    method: Method = DEFAULT_METHOD,
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
        Largest number of words in the summary, at least 1.
    method : str, default='ranker'
        Name of a summarizer, such as ``'lexrank'``: one of `newsnlp.METHODS`.
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
    check_budget(sentences, words, None, None)
    check_choice(method, "method", METHODS)
    given = text if isinstance(text, Article) else check_single(text, "analyze_many")
    report: Report = _pipeline(load_model(model), method, sentences, words).one(given)
    return report


def classify(text: str | Article, *, model: TopicModel | str | os.PathLike[str] = "en") -> TopicPrediction:
    """Find the topics of a news article, and why.

    The shipped model reads the first 300 words of the text, title included, since news states its subject first; pass
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
        `topics` is empty if none of them holds; `evidence` has the evidence for each.

    Raises
    ------
    TypeError
        If `text` is neither str nor Article, or `model` is neither a model nor a path.
    OSError, ValueError
        If the model's file cannot be read or is damaged.

    Examples
    --------
    >>> import newsnlp
    >>> newsnlp.classify("").topics
    ()
    """
    given = text if isinstance(text, Article) else check_single(text, "classify_many")
    prediction: TopicPrediction = _pipeline(load_model(model)).one(given)
    return prediction


@functools.lru_cache(maxsize=4)
def _pipeline(
    model: TopicModel, method: Method | None = None, sentences: int | None = None, words: int | None = None
) -> Pipeline:
    """Return a pipeline that is kept for the next text: to make one takes a tenth of the time of an analysis."""
    return Pipeline(model=model, method=method, options={"sentences": sentences, "words": words})


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
    method: Method = DEFAULT_METHOD,
) -> Summary:
    """Summarize an article by its most important sentences.

    Parameters
    ----------
    text : str, Article or list of them
        One article, or several on one story.
    sentences, words, characters : int, optional
        Hard limits, at least 1; they may be combined. Sentences of fewer than 5 words are not used to fill up words and
        characters.
    ratio : float, optional
        Share of the sentences, above 0 and at most 1.
    query : str, mapping of term to weight, or Evidence, optional
        What the reader wants to know, in words or as a topic's weighted terms; sentences near it are preferred.
    background : iterable of str or Article, optional
        Texts that show which words are common.
    seen : str, Article or iterable of them, optional
        What the reader knows already; sentences that repeat it are not chosen. If nothing is new, the summary is still
        one sentence, and all `scores` are near 0.
    method : str, default='ranker'
        Name of a summarizer, such as ``'lexrank'``: one of `newsnlp.METHODS`.

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

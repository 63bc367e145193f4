"""Analyse articles, one or many: topics, evidence and summary in one call."""

from __future__ import annotations

import functools
import itertools
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from newsnlp._validation import check_article, check_n_jobs, check_options, check_path, check_single, check_texts
from newsnlp.articles import Article
from newsnlp.modelfile import file_stamp
from newsnlp.results import Report, Results, Summary, TopicPrediction
from newsnlp.results.results import Result
from newsnlp.summarizers import Method, load_summarizer
from newsnlp.topics.loading import load_topics
from newsnlp.topics.model import TopicModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsnlp.results import Evidence

__all__ = [
    "DEFAULT_METHOD",
    "analyze",
    "analyze_many",
    "classify",
    "classify_many",
    "summarize",
    "summarize_many",
]

DEFAULT_METHOD: Method = "ranker"
BATCH = 32  # articles a task: large enough that the traffic between processes does not show


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
        Most words of the summary, at least 1.
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
    method: Method = DEFAULT_METHOD,
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


def analyze_many(texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any) -> Results[Report]:
    """Analyse many articles.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, through joblib; -1 uses every core, None or 1 this process alone. Starting them takes a second or
        more, and texts and results travel between them, while an article takes about a millisecond: several pay only
        for tens of thousands of articles, or where each text takes long.
    **options
        As for `analyze`: `sentences`, `words`, `method`, `model`.

    Returns
    -------
    Results
        An iterable of `Report` in the order of the texts; `to_frame()` makes a table of it. It can be read once, by a
        loop, by `list` or by `to_frame`; a second reading is a RuntimeError.

    Raises
    ------
    TypeError, ValueError
        If `texts` is one text, `n_jobs` is 0 or an option unknown; on reading, if a text is no str, by its position.

    Examples
    --------
    >>> import newsnlp
    >>> [len(report.summary) for report in newsnlp.analyze_many(["Rain fell.", ""])]
    [1, 0]
    """
    return _many(analyze, texts, n_jobs, options)


def classify_many(
    texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any
) -> Results[TopicPrediction]:
    """Find the topics of many articles.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, as for `analyze_many`.
    **options
        As for `classify`: `model`.

    Returns
    -------
    Results
        An iterable of `TopicPrediction` in the order of the texts; it can be read once, as for `analyze_many`.

    Raises
    ------
    TypeError, ValueError
        As for `analyze_many`.

    Examples
    --------
    >>> import newsnlp
    >>> texts = ["The foreign ministers signed a treaty in Geneva.", "The cup final ended in a draw."]
    >>> [prediction.topics for prediction in newsnlp.classify_many(texts)]
    [('diplomacy',), ()]
    """
    return _many(classify, texts, n_jobs, options)


def summarize_many(texts: Iterable[str | Article], *, n_jobs: int | None = None, **options: Any) -> Results[Summary]:
    """Summarize many articles, each for itself.

    Parameters
    ----------
    texts : iterable of str or Article
        Read as the results are asked for.
    n_jobs : int, optional
        Processes, as for `analyze_many`.
    **options
        As for `summarize`: `sentences`, `words`, `characters`, `ratio`, `query`, `background`, `seen`, `method`.

    Returns
    -------
    Results
        An iterable of `Summary` in the order of the texts; it can be read once, as for `analyze_many`.

    Raises
    ------
    TypeError, ValueError
        As for `analyze_many`.

    Examples
    --------
    >>> import newsnlp
    >>> [str(summary) for summary in newsnlp.summarize_many(["Rain fell. Roads closed."], method="lead", sentences=1)]
    ['Rain fell.']
    """
    # An iterator among them would be used up by the first text.
    kept = {name: list(value) if isinstance(value, Iterator) else value for name, value in options.items()}
    return _many(summarize, texts, n_jobs, kept)


def _work(function: Callable[[Any], Result], batch: list[tuple[int, Any]]) -> list[Result]:
    return [function(check_article(text, f"texts[{position}]", Article)) for position, text in batch]


def _many(
    function: Callable[..., Result], texts: object, n_jobs: int | None, options: dict[str, Any]
) -> Results[Result]:
    one = functools.partial(function, **check_options(function, options))
    return Results(_map(one, check_texts(texts), check_n_jobs(n_jobs)))


def _map(function: Callable[[Any], Result], texts: Iterable[Any], n_jobs: int | None) -> Iterator[Result]:
    numbered = enumerate(texts)
    batches = iter(lambda: list(itertools.islice(numbered, BATCH)), [])
    if n_jobs in (None, 1):
        for position, text in numbered:
            yield from _work(function, [(position, text)])
        return
    import joblib

    parallel = joblib.Parallel(n_jobs=n_jobs, return_as="generator")
    done = parallel(joblib.delayed(_work)(function, batch) for batch in batches)
    try:
        for results in done:
            yield from results
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # joblib's, where a reader stops before the end
            done.close()

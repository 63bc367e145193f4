"""A digest: one page of the stories in many articles, with summaries, topics and a filter."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from typing import Any

from newsnlp._files import write_atomically
from newsnlp._validation import check_path, check_text
from newsnlp.articles import Article
from newsnlp.corpus.periods import as_datetime
from newsnlp.corpus.stories import group_stories
from newsnlp.corpus.story import Story, story_values
from newsnlp.display.digest import render_digest
from newsnlp.topics.loading import load_topics

__all__ = ["write_digest"]


def write_digest(
    articles: Iterable[Article],
    path: str | os.PathLike[str],
    *,
    title: str = "News digest",
    window: str | datetime.timedelta = "3d",
    sentences: int | None = None,
) -> list[Story]:
    """Write a page of stories, those with most articles first.

    Parameters
    ----------
    articles : iterable of Article
        In any order.
    path : str or path
        The HTML file; it is self-contained, supports light and dark mode, and fits a phone.
    title : str, default='News digest'
    window : str or timedelta, default='3d'
        As for `group_stories`.
    sentences : int, optional
        Largest number of sentences in a story's summary.

    Returns
    -------
    list of Story
        In the order of the page.

    Examples
    --------
    >>> import newsnlp, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "digest.html")
    >>> [story.headline for story in newsnlp.write_digest([newsnlp.Article("Storm", "Rain fell.")], path)]
    ['Storm']
    """
    target, heading = check_path(path, "path"), check_text(title, "`title`")
    stories = group_stories(articles, window=window)
    stories.sort(key=lambda story: (-len(story), -_time(story.last)))
    options = {} if sentences is None else {"sentences": sentences}
    shown = [story_values(story, story.summarize(**options)) for story in stories]
    write_atomically(target, render_digest(shown, heading, load_topics("en").topics).encode("utf-8"))
    return stories


def _time(date: Any) -> float:
    found = as_datetime(date)
    return found.timestamp() if found else 0.0

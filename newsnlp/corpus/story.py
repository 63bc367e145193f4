"""Story: the articles on one event, with the reasons for joining them and a common summary."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from newsnlp._core import sentence_terms
from newsnlp._lazy import cached_property
from newsnlp.analysis import classify_many, summarize
from newsnlp.articles import Article
from newsnlp.corpus.periods import as_datetime
from newsnlp.results import Summary, TermWeight
from newsnlp.summarizers.inputs import load_stop_words
from newsnlp.topics.loading import load_topics

__all__ = ["Story", "StoryDecision", "story_values"]


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """Why an article, or another story with all its articles, was added to a story.

    Parameters
    ----------
    kind : {'first', 'duplicate', 'near', 'merged'}
        The first article of a story; a near duplicate of one; an article near to the story; a story near to it, which
        `article` was the first of.
    article : Article
    similarity : float
        0 to 1: the cosine of the terms' weights; of a duplicate the part of the shorter text's shingles that both
        have.
    terms : tuple of TermWeight
        Up to five terms (stems) that add most to the cosine, the strongest first.

    Examples
    --------
    >>> import newsnlp
    >>> texts = ["Storm hits the port of Oslo.", "Storm hits the port of Oslo!"]
    >>> (story,) = newsnlp.group_stories([newsnlp.Article(text=text, date="2026-05-01") for text in texts])
    >>> [decision.kind for decision in story.decisions]
    ['first', 'duplicate']
    """

    kind: Literal["first", "duplicate", "near", "merged"]
    article: Article
    similarity: float = 1.0
    terms: tuple[TermWeight, ...] = ()


@dataclass(frozen=True)
class Story:
    """The articles on one event; a single article is a story, too.

    Parameters
    ----------
    articles : tuple of Article
        In the order in which they were added.
    decisions : tuple of StoryDecision
        Why each is part of the story, and which stories were merged into it.

    Examples
    --------
    >>> import newsnlp
    >>> texts = ["Storm hits the port of Oslo.", "Storm hits the port of Oslo!"]
    >>> articles = [newsnlp.Article(text=text, date=f"2026-05-0{i}") for i, text in enumerate(texts, 1)]
    >>> (story,) = newsnlp.group_stories(articles)
    >>> len(story), story.first, story.last, story.summary.text
    (2, '2026-05-01', '2026-05-02', 'Storm hits the port of Oslo.')
    """

    articles: tuple[Article, ...]
    decisions: tuple[StoryDecision, ...] = ()

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return f"Story({self.headline!r}, articles={len(self)})"

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_story

        return render_story(story_values(self, self.summary), load_topics().topics)

    @property
    def ids(self) -> tuple[str | int | None, ...]:
        """The ids of the articles."""
        return tuple(article.id for article in self.articles)

    @cached_property
    def headline(self) -> str:
        """The headline that has most in common with the others; '' if there is none."""
        headlines = [article.headline for article in self.articles if article.headline]
        starts, ids, *_ = sentence_terms(headlines, load_stop_words("en"), True)
        terms = [set(ids[start:end].tolist()) for start, end in itertools.pairwise(starts)]
        counts = Counter(term for each in terms for term in each)
        shares = [sum(counts[term] for term in each) / len(each) if each else 0.0 for each in terms]
        return headlines[shares.index(max(shares))] if headlines else ""

    @property
    def first(self) -> Any:
        """The earliest date, as given by the article; None if no article has one."""
        return min(self._dates, key=lambda date: as_datetime(date) or _NEVER, default=None)

    @property
    def last(self) -> Any:
        """The latest date, as given by the article; None if no article has one."""
        return max(self._dates, key=lambda date: as_datetime(date) or _NEVER, default=None)

    @property
    def _dates(self) -> list[Any]:
        return [article.date for article in self.articles if article.date is not None]

    @cached_property
    def summary(self) -> Summary:
        """A summary of all articles, without repetition."""
        return self.summarize()

    def summarize(self, **options: Any) -> Summary:
        """Summarize the articles together; the options are those of `newsnlp.summarize`."""
        return summarize(list(self.articles), **options)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics of at least half of the articles, the most frequent first."""
        found = Counter(topic for each in classify_many(list(self.articles)) for topic in each.topics)
        return tuple(topic for topic, count in found.most_common() if 2 * count >= len(self.articles))

    def new_since(self, date: datetime.date | str) -> Summary:
        """Summarize what is new in the articles after a date.

        Parameters
        ----------
        date : datetime.datetime, datetime.date or str
            Articles without a date count as earlier; a date without a time is midnight, in UTC.

        Returns
        -------
        Summary
            Empty if no article is later.
        """
        since = as_datetime(date)
        times = [as_datetime(article.date) or _NEVER for article in self.articles]
        later = [article for article, time in zip(self.articles, times, strict=True) if since is None or time > since]
        seen: Sequence[Article] = [article for article in self.articles if article not in later]
        return summarize(later, seen=seen or None) if later else Summary(())


def story_values(story: Story, summary: Summary) -> dict[str, Any]:
    """Return what a page shows of a story, as plain values."""
    return {
        "headline": story.headline or summary.text[:80],
        "summary": summary.text,
        "topics": list(story.topics),
        "first": _day(story.first),
        "last": _day(story.last),
        "articles": [
            {
                "headline": article.headline or article.text[:80],
                "url": article.url,
                "site": article.site,
                "date": _day(article.date),
            }
            for article in story.articles
        ],
    }


def _day(date: Any) -> str | None:
    found = as_datetime(date)
    return found.date().isoformat() if found else None


_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)

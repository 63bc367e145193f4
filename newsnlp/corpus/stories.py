"""Stories: which articles report one event, found online by one pass in the order of time."""

from __future__ import annotations

import datetime
import math
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from newsnlp._core import sentence_terms
from newsnlp._validation import check_instance, check_texts, check_unit_interval
from newsnlp.articles import Article
from newsnlp.corpus.near_duplicates import NearDuplicates, shingles
from newsnlp.corpus.periods import as_datetime, parse_window
from newsnlp.corpus.story import Story, StoryDecision
from newsnlp.corpus.story_index import StoryIndex, unit
from newsnlp.corpus.story_state import (
    article_values,
    decision_values,
    make_article,
    make_decision,
    read_state,
    write_state,
)
from newsnlp.results import TermWeight
from newsnlp.summarizers.inputs import load_stop_words

__all__ = ["StoryGrouper", "group_stories"]

BATCH = 256  # articles whose terms are computed at once
LEAD = 400  # characters of the body that count
TITLE = 2  # weight of a word in the headline
PRIOR = 50  # articles that are assumed to have been read before the first, without a term of its
OFTEN = 8  # a smaller story is checked for merging whenever it grows, a larger one when it has doubled
SHOWN = 5  # terms of a decision
_BEGINNING = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class StoryGrouper:
    """Group a stream of articles into stories, with the evidence for each decision.

    An article that shares most of its three-word shingles with an earlier one goes to that one's story. Any other goes
    to the story whose articles' terms it is nearest to, by the cosine of tf-idf weights of headline and lead, or begins
    a story where no cosine reaches the threshold. A story that has grown is merged with one that it has come close to:
    this is checked each time while it is small, and later when the number of its articles has doubled. Words of the
    headline count double. Names are weighted by their rarity only: on newsroom items, extra weight lost more joins than
    it gained.

    Only the articles of the window count, for the frequencies of words and for what a story is about; what is older is
    forgotten.

    Parameters
    ----------
    window : str or timedelta, default='3d'
        A story without new articles for this long is finished: hours, days or weeks, such as ``'12h'``.
    threshold : float, default=0.29
        The least cosine, above 0 and at most 1; lower ones give fewer and larger stories.

    Attributes
    ----------
    stories_ : list of Story
        All stories except those returned by `pop_finished`, in the order of their first articles.

    References
    ----------
    J. Allan, R. Papka, V. Lavrenko: On-line new event detection and tracking. SIGIR 1998. A. Broder: On the
    resemblance and containment of documents. SEQUENCES 1997.

    Examples
    --------
    >>> import newsnlp
    >>> storm = newsnlp.Article("Storm hits Cuba", "A storm hit Cuba on Monday.", id=1, date="2026-05-01")
    >>> more = newsnlp.Article("Storm leaves Cuba dark", "Cuba has no power.", id=2, date="2026-05-02")
    >>> final = newsnlp.Article("Cup final drawn", "The cup final ended in a draw.", id=3, date="2026-05-02")
    >>> grouper = newsnlp.StoryGrouper().partial_fit([storm]).partial_fit([more, final])
    >>> [story.ids for story in grouper.stories_]
    [(1, 2), (3,)]
    >>> [term.term for term in grouper.stories_[0].decisions[1].terms]
    ['cuba', 'storm']
    """

    def __init__(self, *, window: str | datetime.timedelta = "3d", threshold: float = 0.29) -> None:
        self.window = window
        self.threshold = threshold
        self._window = parse_window(window)
        self._index = StoryIndex(check_unit_interval(threshold, "threshold"))
        self._duplicates = NearDuplicates()
        self._counts: Counter[str] = Counter()  # articles of the window that have a term
        self._recent: deque[tuple[datetime.datetime, int, dict[str, float]]] = deque()
        self._clock = _BEGINNING
        self._n_seen = 0
        self._story_of: dict[int, int] = {}  # of the articles in the window, by their numbers
        self._members: dict[int, list[int]] = {}
        self._active: dict[int, datetime.datetime] = {}  # open stories, the longest without news first
        self._open: dict[int, tuple[list[Article], list[StoryDecision]]] = {}
        self._finished: dict[int, Story] = {}

    def __repr__(self) -> str:
        return f"StoryGrouper(window={self.window!r}, threshold={self.threshold!r}; {self._n_seen} articles)"

    @property
    def stories_(self) -> list[Story]:
        """All stories except those returned by `pop_finished`, in the order of their first articles."""
        still_open = {story: _story(*parts) for story, parts in self._open.items()}
        return [story for _, story in sorted((self._finished | still_open).items())]

    def pop_finished(self) -> list[Story]:
        """Return the stories that can no longer grow, and forget them, so that memory is bounded by the window."""
        finished = [story for _, story in sorted(self._finished.items())]
        self._finished.clear()
        return finished

    def partial_fit(self, articles: Iterable[Article]) -> StoryGrouper:
        """Add articles in order of time.

        Parameters
        ----------
        articles : iterable of Article
            An article without a date, or dated before the previous one, counts as simultaneous with the previous one.

        Returns
        -------
        StoryGrouper
            This one.
        """
        stream = iter(check_texts(articles, "articles"))
        while batch := [check_instance(article, "articles", "Article") for article in islice(stream, BATCH)]:
            for article, counts in zip(batch, _term_counts(batch), strict=True):
                self._take(article, counts)
        return self

    def save(self, path: str | os.PathLike[str]) -> None:
        """Save the complete state to a file, from which `load` continues.

        Parameters
        ----------
        path : str or path
            The file is gzipped JSON and includes the texts of the articles.
        """
        open_stories = [
            {
                "number": story,
                "articles": [article_values(article) for article in articles],
                "decisions": [decision_values(decision, articles) for decision in decisions],
                "members": self._members[story],
                "active": self._active[story].isoformat(),
                "sum": self._index.state(story),
            }
            for story, (articles, decisions) in self._open.items()
        ]
        finished = [
            {
                "number": number,
                "articles": [article_values(article) for article in story.articles],
                "decisions": [decision_values(decision, story.articles) for decision in story.decisions],
            }
            for number, story in self._finished.items()
        ]
        values = {"seconds": self._window.total_seconds(), "threshold": self.threshold, "n_seen": self._n_seen}
        recent = [(time.isoformat(), number, vector) for time, number, vector in self._recent]
        lists = {"open": open_stories, "finished": finished, "recent": recent, "active": list(self._active)}
        write_state(path, {**values, **lists, "clock": self._clock.isoformat()})

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> StoryGrouper:
        """Return the grouper that `save` wrote.

        Parameters
        ----------
        path : str or path

        Returns
        -------
        StoryGrouper

        Raises
        ------
        ValueError
            If it is not a file of stories, or not a complete one.
        """
        return read_state(path, cls._restored)

    @classmethod
    def _restored(cls, values: dict[str, Any]) -> StoryGrouper:
        as_time = datetime.datetime.fromisoformat
        grouper = cls(window=datetime.timedelta(seconds=values["seconds"]), threshold=values["threshold"])
        grouper._clock, grouper._n_seen = as_time(values["clock"]), values["n_seen"]
        for time, number, vector in values["recent"]:
            grouper._recent.append((as_time(time), number, vector))
            grouper._counts.update(vector.keys())
        samples: dict[int, tuple[int, Article]] = {}
        for each in values["open"]:
            story, members = each["number"], each["members"]
            articles = [make_article(article) for article in each["articles"]]
            grouper._open[story] = articles, [make_decision(decision, articles) for decision in each["decisions"]]
            grouper._members[story] = members
            samples |= {number: (story, article) for number, article in zip(members, articles, strict=True)}
        times = {each["number"]: as_time(each["active"]) for each in values["open"]}
        grouper._active = {story: times[story] for story in values["active"]}
        for _, number, _ in grouper._recent:
            grouper._story_of[number], article = samples[number]
            grouper._duplicates.add(number, shingles(article.text))
        states = {each["number"]: tuple(each["sum"]) for each in values["open"]}
        vectors = ((grouper._story_of[number], vector) for _, number, vector in grouper._recent)
        grouper._index.restore(states, vectors)
        for each in values["finished"]:
            articles = [make_article(article) for article in each["articles"]]
            decisions = [make_decision(decision, articles) for decision in each["decisions"]]
            grouper._finished[each["number"]] = _story(articles, decisions)
        return grouper

    def _take(self, article: Article, counts: dict[str, float]) -> None:
        self._clock = max(self._clock, as_datetime(article.date) or _BEGINNING)
        self._forget()
        number = self._n_seen
        self._n_seen += 1
        self._counts.update(counts.keys())
        n_recent = len(self._recent) + 1 + PRIOR
        weights = {
            term: (1 + math.log(count)) * math.log(n_recent / (self._counts[term] + 0.5))
            for term, count in counts.items()
        }
        vector = unit(weights)
        self._recent.append((self._clock, number, vector))
        sample = shingles(article.text)
        story, decision = self._decide(article, vector, self._duplicates.find(sample))
        if decision.kind == "first":
            story = number
            self._open[story] = ([], [])
            self._members[story] = []
        self._index.add(story, vector)
        self._open[story][0].append(article)
        self._open[story][1].append(decision)
        self._members[story].append(number)
        self._story_of[number] = story
        self._duplicates.add(number, sample)
        n_members = len(self._members[story])
        if (n_members > 1 and n_members & (n_members - 1) == 0) or 1 < n_members < OFTEN:
            story = self._merge(story)
        self._active.pop(story, None)
        self._active[story] = self._clock

    def _decide(self, article: Article, vector: dict[str, float], repeated: Any) -> tuple[int, StoryDecision]:
        """Return the story that an article belongs to, and why."""
        if repeated is not None:
            number, part = repeated
            return self._story_of[number], StoryDecision("duplicate", article, part)
        found = self._index.nearest(vector)
        if found is None:
            return -1, StoryDecision("first", article)
        story, cosine = found
        return story, StoryDecision("near", article, cosine, self._reasons(vector, story))

    def _reasons(self, vector: dict[str, float], story: int) -> tuple[TermWeight, ...]:
        return tuple(TermWeight(term, weight) for term, weight in self._index.shared(vector, story)[:SHOWN])

    def _merge(self, story: int) -> int:
        """Merge a story that has grown with the one nearest to it, if any is near enough; return the older of both."""
        vector = self._index.vector(story)
        found = self._index.nearest(vector, apart_from=story)
        if found is None:
            return story
        other, cosine = found
        older, younger = sorted((story, other))
        terms = self._reasons(self._index.vector(younger), older)
        self._index.merge(younger, older)
        articles, decisions = self._open.pop(younger)
        self._open[older][0].extend(articles)
        self._open[older][1].extend([StoryDecision("merged", articles[0], cosine, terms), *decisions])
        del self._active[younger]
        members = self._members.pop(younger)
        self._members[older].extend(members)
        self._story_of |= dict.fromkeys((each for each in members if each in self._story_of), older)
        return older

    def _forget(self) -> None:
        """Forget articles and finish stories that the window has left behind."""
        while self._recent and self._clock - self._recent[0][0] > self._window:
            _, number, vector = self._recent.popleft()
            self._counts.subtract(vector.keys())
            for term in vector:
                if not self._counts[term]:
                    del self._counts[term]
            self._duplicates.forget(number)
            self._index.forget(self._story_of.pop(number), vector)
        while self._active and self._clock - next(iter(self._active.values())) > self._window:
            story = next(iter(self._active))
            del self._active[story], self._members[story]
            self._index.remove(story)
            self._finished[story] = _story(*self._open.pop(story))


def _story(articles: list[Article], decisions: list[StoryDecision]) -> Story:
    return Story(tuple(articles), tuple(decisions))


def _term_counts(articles: list[Article]) -> Iterator[dict[str, float]]:
    """Return how often each term occurs in headline and lead; a word of the headline counts double."""
    texts = [part for article in articles for part in (article.headline, _lead(article))]
    starts, ids, _, _, terms = sentence_terms(texts, load_stop_words("en"), True)
    bounds, numbers = starts.tolist(), ids.tolist()
    for row in range(0, len(texts), 2):
        counts: dict[str, float] = {}
        for times, part in ((TITLE, row), (1, row + 1)):
            for number in numbers[bounds[part] : bounds[part + 1]]:
                counts[terms[number]] = counts.get(terms[number], 0.0) + times
        yield counts


def _lead(article: Article) -> str:
    """Return the beginning of an article's body, cut at a blank."""
    start = article.paragraphs[0].start if article.paragraphs else len(article.headline)
    lead = article.text[start : start + LEAD]
    return lead.rpartition(" ")[0] if len(lead) == LEAD else lead


def group_stories(
    articles: Iterable[Article], *, window: str | datetime.timedelta = "3d", threshold: float = 0.29
) -> list[Story]:
    """Group articles into stories: reports of one event and what directly follows from it.

    Parameters
    ----------
    articles : iterable of Article
        In any order; they are sorted by date, those without one first.
    window, threshold
        As for `StoryGrouper`, which also accepts streams.

    Returns
    -------
    list of Story
        In the order of their first articles; an article alone is a story of one.

    Examples
    --------
    >>> import newsnlp
    >>> quake = newsnlp.Article("Quake shakes Tonga", "An earthquake shook Tonga on Monday.", date="2026-05-01")
    >>> copy = newsnlp.Article("Earthquake in Tonga", "An earthquake shook Tonga on Monday.", date="2026-05-01")
    >>> [len(story) for story in newsnlp.group_stories([quake, copy])]
    [2]
    """
    known = [check_instance(article, "articles", "Article") for article in check_texts(articles, "articles")]
    known.sort(key=lambda each: as_datetime(each.date) or _BEGINNING)
    return StoryGrouper(window=window, threshold=threshold).partial_fit(known).stories_

"""The stories of a window by their terms: an inverted index that finds the story nearest to an article."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["StoryIndex", "Vector", "unit"]

Vector = Mapping[str, float]

_NOTHING = 1e-9  # largest rounding error of a weight that was added and removed


def unit(vector: Vector) -> dict[str, float]:
    """Return a vector scaled to length 1; an empty one is returned unchanged."""
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


class _Queue:
    """Numbers that are added at the end and removed at the beginning, and read as an array."""

    __slots__ = ("_start", "_values")

    def __init__(self, typecode: str) -> None:
        self._values = array(typecode)
        self._start = 0

    def __len__(self) -> int:
        return len(self._values) - self._start

    def extend(self, values: Iterable[Any]) -> None:
        self._values.extend(values)

    def drop(self, count: int) -> None:
        self._start += count
        if 2 * self._start > len(self._values):
            del self._values[: self._start]
            self._start = 0

    def view(self) -> NDArray[Any]:
        """Return the numbers, of which there is at least one; nothing may be added or removed while they are used."""
        return np.frombuffer(self._values, self._values.typecode)[self._start :]


class StoryIndex:
    """Stories, each the sum of its articles' vectors of length 1; articles leave in the order in which they came.

    Parameters
    ----------
    threshold : float
        The least cosine that counts as near.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._sums: dict[int, dict[str, float]] = {}
        self._squares: dict[int, float] = {}  # of the lengths of the sums
        self._slots: dict[int, int] = {}  # of the stories, in the two arrays below
        self._lengths = np.full(1, np.inf)
        self._stories = np.zeros(1, np.int64)
        self._free = [0]
        self._n_gone = 0
        self._article_slots = _Queue("q")  # the slot of each article's story
        self._postings: dict[str, _Queue] = defaultdict(lambda: _Queue("d"))  # for each term, pairs of article, weight

    def vector(self, story: int) -> dict[str, float]:
        """Return a story's direction."""
        return unit(self._sums[story])

    def state(self, story: int) -> tuple[dict[str, float], float]:
        """Return the sum of a story's vectors and the square of its length, as `restore` needs them."""
        return self._sums[story], self._squares[story]

    def restore(
        self, states: Mapping[int, tuple[dict[str, float], float]], articles: Iterable[tuple[int, Vector]]
    ) -> None:
        """Fill an empty index with the states of stories and with their articles, each its story and its vector."""
        for story, (total, square) in states.items():
            self._open(story)
            self._sums[story] = total
            self._set_square(story, square)
        for story, vector in articles:
            self._post(story, vector)

    def nearest(self, vector: Vector, *, apart_from: int | None = None) -> tuple[int, float] | None:
        """Return the story with the highest cosine that reaches the threshold, and the cosine; of ties, the older."""
        known = [(weight, self._postings[term].view()) for term, weight in vector.items() if term in self._postings]
        if not known:
            return None
        articles, shares = np.concatenate([pairs for _, pairs in known]).reshape(-1, 2).T
        weights = np.repeat([weight for weight, _ in known], [len(pairs) // 2 for _, pairs in known])
        slots = self._article_slots.view()[articles.astype(np.int64) - self._n_gone]
        # Rounded, so that ties are ties whatever the order of the additions.
        cosines = np.round(np.bincount(slots, weights * shares, len(self._lengths)) / self._lengths, 12)
        if apart_from is not None:
            cosines[self._slots[apart_from]] = 0.0
        highest = float(cosines.max())
        if highest < self._threshold:
            return None
        return int(self._stories[cosines == highest].min()), highest

    def shared(self, vector: Vector, story: int) -> list[tuple[str, float]]:
        """Return the terms that a vector and a story share, with what each adds to the cosine, the strongest first."""
        length = math.sqrt(self._squares[story])
        terms = self._sums[story]
        adds = [(term, weight * terms[term] / length) for term, weight in vector.items() if term in terms]
        return sorted(adds, key=lambda item: (-item[1], item[0]))

    def add(self, story: int, vector: Vector) -> None:
        """Add an article's vector to a new or known story."""
        if story not in self._slots:
            self._open(story)
        self._post(story, vector)
        self._sum(story, vector)

    def forget(self, story: int, vector: Vector) -> None:
        """Remove the vector of the article that was added first, which belongs to this story."""
        total = self._sums[story]
        square = self._squares[story]
        for term, weight in vector.items():
            postings = self._postings[term]
            postings.drop(2)
            if not postings:
                del self._postings[term]
            before = total[term]
            after = before - weight
            if after < _NOTHING:
                after = 0.0
                del total[term]
            else:
                total[term] = after
            square += after * after - before * before
        self._article_slots.drop(1)
        self._n_gone += 1
        self._set_square(story, square)

    def merge(self, story: int, into: int) -> None:
        """Add one story to another and remove it."""
        slots = self._article_slots.view()
        slots[slots == self._slots[story]] = self._slots[into]
        self._sum(into, self._sums[story])
        self.remove(story)

    def remove(self, story: int) -> None:
        """Remove a story that has no articles."""
        slot = self._slots.pop(story)
        self._free.append(slot)
        self._lengths[slot] = np.inf
        del self._sums[story], self._squares[story]

    def _open(self, story: int) -> None:
        if not self._free:
            size = len(self._lengths)
            self._lengths = np.concatenate([self._lengths, np.full(size, np.inf)])
            self._stories = np.concatenate([self._stories, np.zeros(size, np.int64)])
            self._free = list(range(size, 2 * size))
        slot = self._free.pop()
        self._slots[story] = slot
        self._stories[slot] = story
        self._sums[story] = {}
        self._squares[story] = 0.0

    def _post(self, story: int, vector: Vector) -> None:
        article = self._n_gone + len(self._article_slots)
        self._article_slots.extend([self._slots[story]])
        for term, weight in vector.items():
            self._postings[term].extend((article, weight))

    def _sum(self, story: int, vector: Vector) -> None:
        total = self._sums[story]
        square = self._squares[story]
        for term, weight in vector.items():
            before = total.get(term, 0.0)
            total[term] = after = before + weight
            square += after * after - before * before
        self._set_square(story, square)

    def _set_square(self, story: int, square: float) -> None:
        self._squares[story] = square
        self._lengths[self._slots[story]] = math.sqrt(square) if square > _NOTHING else np.inf

"""The stories of a window by their terms: an inverted index that finds the story nearest to an article."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

__all__ = ["StoryIndex", "Vector", "unit"]

Vector = Mapping[str, float]

_NOTHING = 1e-9  # largest rounding error of a weight that was added and removed


def unit(vector: Vector) -> dict[str, float]:
    """Return a vector scaled to length 1; an empty one is returned unchanged."""
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


class StoryIndex:
    """Stories, each the sum of its articles' vectors of length 1.

    Parameters
    ----------
    threshold : float
        The least cosine that counts as near.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._stories: dict[str, dict[int, float]] = defaultdict(dict)  # for each term, its weight in each story
        self._sums: dict[int, dict[str, float]] = {}
        self._squares: dict[int, float] = {}  # the lengths of the sums

    def __contains__(self, story: int) -> bool:
        return story in self._sums

    def vector(self, story: int) -> dict[str, float]:
        """Return a story's direction."""
        return unit(self._sums[story])

    def state(self, story: int) -> tuple[dict[str, float], float]:
        """Return the sum of a story's vectors and the square of its length, the arguments of `restore`."""
        return self._sums[story], self._squares[story]

    def restore(self, story: int, total: dict[str, float], square: float) -> None:
        """Restore a story that is not in the index."""
        self._sums[story], self._squares[story] = total, square
        for term, weight in total.items():
            self._stories[term][story] = weight

    def nearest(self, vector: Vector, *, apart_from: int | None = None) -> tuple[int, float] | None:
        """Return the story with the highest cosine that reaches the threshold, and the cosine; the older one of ties.

        Frequent terms, whose lists of stories are long, are looked up only for stories that the others have brought
        close enough: terms whose weights together have length r add at most r to a cosine.
        """
        terms = sorted(vector.items(), key=lambda item: -item[1])
        kept = len(terms)
        rest = 0.0
        while kept and math.sqrt(rest + terms[kept - 1][1] ** 2) < self._threshold / 2:
            kept -= 1
            rest += terms[kept][1] ** 2
        products: dict[int, float] = defaultdict(float)
        for term, weight in terms[:kept]:
            for story, share in self._stories.get(term, {}).items():
                products[story] += weight * share
        products.pop(apart_from, None)  # type: ignore[arg-type]
        best: tuple[int, float] | None = None
        least = self._threshold - math.sqrt(rest) - 1e-12
        for story, product in products.items():
            length = math.sqrt(self._squares[story])
            if product < least * length:
                continue
            terms_of_story = self._sums[story]
            whole = product + sum(weight * terms_of_story.get(term, 0.0) for term, weight in terms[kept:])
            cosine = whole / length
            if cosine >= self._threshold and (best is None or (cosine, -story) > (best[1], -best[0])):
                best = story, cosine
        return best

    def shared(self, vector: Vector, story: int) -> list[tuple[str, float]]:
        """Return the terms that a vector and a story share, with what each adds to the cosine, the strongest first."""
        length = math.sqrt(self._squares[story])
        terms = self._sums[story]
        adds = [(term, weight * terms[term] / length) for term, weight in vector.items() if term in terms]
        return sorted(adds, key=lambda item: (-item[1], item[0]))

    def add(self, story: int, vector: Vector) -> None:
        """Add a vector to a new or known story."""
        total = self._sums.setdefault(story, {})
        square = self._squares.get(story, 0.0)
        for term, weight in vector.items():
            before = total.get(term, 0.0)
            total[term] = after = before + weight
            self._stories[term][story] = after
            square += after * after - before * before
        self._squares[story] = square

    def subtract(self, story: int, vector: Vector) -> None:
        """Remove a vector that was added to a story."""
        total = self._sums[story]
        square = self._squares[story]
        for term, weight in vector.items():
            before = total[term]
            after = before - weight
            if after < _NOTHING:
                after = 0.0
                del total[term], self._stories[term][story]
            else:
                total[term] = self._stories[term][story] = after
            square += after * after - before * before
        self._squares[story] = square

    def merge(self, story: int, into: int) -> None:
        """Add one story to another and remove it."""
        total = self._sums[story]
        self.remove(story)
        self.add(into, total)

    def remove(self, story: int) -> None:
        """Forget a story."""
        for term in self._sums.pop(story):
            stories = self._stories[term]
            del stories[story]
            if not stories:
                del self._stories[term]
        del self._squares[story]

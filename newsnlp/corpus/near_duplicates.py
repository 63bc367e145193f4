"""Near duplicates: texts that share most of their three-word shingles, found through an index of sampled hashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import term_hashes

__all__ = ["NearDuplicates", "shared_part", "shingles"]

Shingles = NDArray[np.uint64]

SIZE = 3  # words in a shingle
SAMPLE = 256  # largest number of shingles kept for a text
PART = 0.4  # share of the shorter text's shingles that near duplicates have in common
FEWEST = 6  # smallest number of common shingles, unless the texts have no others
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


def shingles(text: str) -> Shingles:
    """Return the hashes of a text's shingles, ascending and without repetition, sampled where there are many.

    Case, punctuation and word endings are ignored. The sample holds all hashes below a bound that is halved until few
    enough are left, so that the samples of two texts can be compared below the lower of their bounds.
    """
    words = term_hashes(text)
    if len(words) == 0:
        return np.zeros(0, np.uint64)
    size = min(SIZE, len(words))
    columns = [words[start : len(words) - size + 1 + start] * _FACTORS[start] for start in range(size)]
    mixed = np.bitwise_xor.reduce(np.stack(columns), axis=0)
    mixed ^= mixed >> np.uint64(29)
    mixed *= _FACTORS[1]
    found = np.unique(mixed ^ (mixed >> np.uint64(32)))
    while len(found) > SAMPLE:
        found = found[: np.searchsorted(found, np.uint64(_bound(found) // 2))]
    return found


def _bound(sample: Shingles) -> int:
    """Return the lowest power of two that is above all hashes of a sample."""
    return 1 << int(sample[-1]).bit_length()


def shared_part(one: Shingles, other: Shingles) -> tuple[float, int]:
    """Return the share of the shorter text's shingles that two texts have in common, and their sampled number."""
    if not len(one) or not len(other):
        return 0.0, 0
    bound = min(_bound(one), _bound(other)) - 1
    one, other = (each[: np.searchsorted(each, np.uint64(bound), side="right")] for each in (one, other))
    common = len(np.intersect1d(one, other, assume_unique=True))
    shorter = min(len(one), len(other))
    return common / shorter if shorter else 0.0, common


class NearDuplicates:
    """An index of the texts that a new one may repeat.

    Every sampled hash points to the latest text that had it. The time of a search therefore does not depend on the
    number of texts, and a phrase that ends all texts of an outlet costs no more than any other.
    """

    def __init__(self) -> None:
        self._latest: dict[int, Hashable] = {}
        self._texts: dict[Hashable, Shingles] = {}

    def find(self, sample: Shingles) -> tuple[Hashable, float] | None:
        """Return the text that is repeated, and the share of common shingles; None if there is none."""
        hits = Counter(self._latest[each] for each in sample.tolist() if each in self._latest)
        best: tuple[Hashable, float] | None = None
        for key, _ in hits.most_common(3):
            part, common = shared_part(sample, self._texts[key])
            enough = common >= FEWEST or (part == 1.0 and len(sample) == len(self._texts[key]))
            if enough and part >= PART and (best is None or part > best[1]):
                best = key, part
        return best

    def add(self, key: Hashable, sample: Shingles) -> None:
        """Add a text under a unique key."""
        self._texts[key] = sample
        self._latest.update(dict.fromkeys(sample.tolist(), key))

    def forget(self, key: Hashable) -> None:
        """Remove a text."""
        for each in self._texts.pop(key).tolist():
            if self._latest.get(each) == key:
                del self._latest[each]

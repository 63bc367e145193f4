"""Naive twins of the ranker's features and trees: plain loops over words, no table, no vector."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter

PRONOUNS = "he she it they this that these those his her their its him them who which"
CONJUNCTIONS = "but and however or so yet still meanwhile also then because although though instead moreover"
SPEECH = "said says say told tells added adds according announced reported explained stated asked warned claimed wrote"
PERSONAL = "i we my our me us myself you your"
TIMES = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december today yesterday tomorrow year month week"
)
NEGATIONS, MODALS = "not no never n t nor", "will would could should may might can must"


def stem(word: str) -> str:
    if len(word) < 4 or not word.isascii():
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("sses"):
        return word[:-2]
    if word.endswith("s") and word[-2:] not in ("ss", "us", "is"):
        word = word[:-1]
    if len(word) > 5 and word.endswith("ing"):
        return word[:-3]
    return word[:-2] if len(word) > 4 and word.endswith("ed") else word


def lower(character: str) -> str:
    return character.lower() if len(character.lower()) == 1 else character


def hash_term(term: str) -> int:
    value = 0xCBF29CE484222325
    for character in term:
        value = (value ^ ord(character)) * 0x100000001B3 % 2**64
    return value ^ value >> 32


def class_of(words: str) -> set[str]:
    return {stem(word) for word in words.split()}


def divide(a: float, b: float) -> float:
    return a / b if b > 0 else 0.0


class Story:
    """One text: words of each sentence, and what is counted of terms and pairs."""

    def __init__(self, text: str, offsets: list[tuple[int, int]], background: list[int]) -> None:
        self.sentences = [text[start:end] for start, end in offsets]
        self.words = [re.findall(r"\w+", sentence) for sentence in self.sentences]
        self.rows = [["".join(map(lower, word))[:48] for word in words] for words in self.words]
        self.rows = [[stem(word) for word in row] for row in self.rows]
        self.all = [term for row in self.rows for term in row]
        self.terms = list(dict.fromkeys(self.all))
        self.pair_rows = [list(itertools.pairwise(row)) for row in self.rows]
        self.pairs = list(dict.fromkeys(pair for row in self.pair_rows for pair in row))
        self.count = Counter(self.all)
        self.rarity = {term: background[hash_term(term) % 65536] / 255 for term in self.terms}
        self.within = {term: [i for i, row in enumerate(self.rows) if term in row] for term in self.terms}
        self.pairs_within = {pair: [i for i, row in enumerate(self.pair_rows) if pair in row] for pair in self.pairs}
        self.vectors = [self._vector(row) for row in self.rows]
        self.walked = self._walk()

    def _vector(self, row: list[str]) -> dict[str, float]:
        weights = {term: n * self.rarity[term] ** 2 for term, n in Counter(row).items()}
        norm = math.sqrt(sum(w * w for w in weights.values()))
        return {term: divide(w, norm) for term, w in weights.items()}

    def _walk(self) -> list[float]:
        alike = [[dot(a, b) for b in self.vectors] for a in self.vectors]
        walked = [1.0] * len(alike)
        for _ in range(3):
            steps = [value / max(1e-9, sum(row)) for value, row in zip(walked, alike, strict=True)]
            walked = [0.15 + 0.85 * sum(a * s for a, s in zip(row, steps, strict=True)) for row in alike]
        return walked

    def is_capital(self, i: int, k: int) -> bool:
        return k > 0 and is_upper(self.words[i][k][0])


def is_upper(character: str) -> bool:
    return character.isupper() or character.istitle()


def dot(a: dict[str, float], b: dict[str, float]) -> float:
    return sum(weight * b.get(term, 0.0) for term, weight in a.items())


def cosine(vector: dict[str, float], others: list[tuple[dict[str, float], float]]) -> float:
    total: Counter[str] = Counter()
    for other, times in others:
        for term, weight in other.items():
            total[term] += weight * times
    return divide(dot(vector, total), math.sqrt(sum(w * w for w in total.values())))


def sentence_features(story: Story) -> list[list[float]]:
    return [_sentence(story, i) for i in range(len(story.sentences))]


def _sentence(story: Story, i: int) -> list[float]:
    row, n, total = story.rows[i], len(story.rows), len(story.all)
    before = sum(len(other) for other in story.rows[:i])
    rare = [term for term in row if story.rarity[term] > 0.42]
    size, mean = len(row), total / n
    return [
        *(i, i / max(1, n - 1), n, before, before / max(1, total), total),
        *(size, len(rare), sum(map(len, story.words[i])) / max(1, size), divide(size, mean)),
        *(len(rare) / max(1, size), mean),
        *_likeness(story, i),
        *_frequency(story, i, rare),
        *_pairs_again(story, i),
        *_surface(story, i),
        len(story.rows[i - 1]) if i else -1,
        len(story.rows[i + 1]) if i + 1 < n else -1,
    ]


def _likeness(story: Story, i: int) -> list[float]:
    vectors = story.vectors
    frequent = {term: math.log(story.count[term]) * story.rarity[term] ** 2 for term in story.terms}
    return [
        cosine(vectors[i], [(other, 1) for other in vectors]),
        cosine(vectors[i], [(other, 1 / (1 + 0.25 * j)) for j, other in enumerate(vectors)]),
        cosine(vectors[i], [(frequent, 1)]),
        story.walked[i],
        cosine(vectors[i], [(other, 1) for other in vectors[:3]]),
        dot(vectors[i], vectors[0]),
        dot(vectors[i], vectors[i - 1]) if i else -1,
        dot(vectors[i], vectors[i + 1]) if i + 1 < len(vectors) else -1,
    ]


def _frequency(story: Story, i: int, rare: list[str]) -> list[float]:
    row, words, some = story.rows[i], max(1, len(story.rows[i])), max(1, len(rare))
    recurrence = sum(math.log(story.count[term]) * story.rarity[term] for term in rare)
    first, last = (lambda t: story.within[t][0]), (lambda t: story.within[t][-1])
    new = sum(first(term) == i for term in rare)
    again = sum(last(term) > i for term in rare)
    return [
        sum(story.count[term] for term in row) / max(1, len(story.all)) / words,
        recurrence,
        recurrence / some,
        sum(story.rarity[term] for term in row) / words,
        max((story.count[term] * story.rarity[term] for term in rare), default=0),
        *(new / some, new, again / some, again),
        sum(first(term) == 0 for term in rare) / some,
        sum(first(term) < 3 for term in rare) / some,
        sum(story.count[term] == 1 for term in rare) / some,
    ]


def _pairs_again(story: Story, i: int) -> list[float]:
    words, row = max(1, len(story.rows[i])), story.pair_rows[i]
    again = [len(story.pairs_within[pair]) for pair in row if len(story.pairs_within[pair]) > 1]
    lead = sum(story.pairs_within[pair][0] < min(i, 2) for pair in row)
    return [len(again), len(again) / words, sum(map(math.log, again)), lead / words]


def _surface(story: Story, i: int) -> list[float]:
    row, text, raw = story.rows[i], story.sentences[i], story.words[i]
    words = max(1, len(row))
    capitals = [term for k, term in enumerate(row) if story.is_capital(i, k)]

    def among(words: str) -> int:
        return sum(term in class_of(words) for term in row)

    def opens(words: str) -> bool:
        return row[:1] != [] and row[0] in class_of(words)

    quotes = [p for p, c in enumerate(text) if c in '"“”`']
    closed = [*quotes, len(text)] if len(quotes) % 2 else quotes
    quoted = sum(b - a for a, b in zip(closed[::2], closed[1::2], strict=True))
    return [
        *(len(capitals), len(capitals) / words),
        sum(math.log(story.count[term]) for term in capitals) / max(1, len(capitals)),
        sum(story.within[term][0] == i for term in capitals),
        sum(word[0].isdecimal() for word in raw),
        sum(len(word) > 1 and all(map(is_upper, word)) for word in raw),
        *(opens(PRONOUNS), opens(CONJUNCTIONS), opens(PERSONAL)),
        *(among(PRONOUNS) / words, among(SPEECH), among(PERSONAL) / words),
        *(among(TIMES), among(NEGATIONS), among(MODALS)),
        *(text[:1] in tuple("\"“”`'‘"), len(quotes), quoted / max(1, len(text))),
        *(text.count(","), text.count("(") + text.count(")"), text.count("?")),
        len(re.findall("[–—]|-(?=[- ])", text)),
        {"?": 1, ":": 2, ".": 0, '"': 0, "”": 0, "'": 0}.get(text[-1:], 3),
        1 if is_upper(text[:1] or " ") else 2 if text[:1].isdecimal() else 0,
    ]


def term_features(story: Story, scores: list[float]) -> list[list[float]]:
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    ranks = {i: rank for rank, i in enumerate(order)}
    quality = [
        sum(math.log(story.count[t]) * story.rarity[t] for t in row) / (max(1, len(row)) + 5) for row in story.rows
    ]
    return [_term(story, term, scores, ranks, quality) for term in story.terms]


def _term(story: Story, term: str, scores: list[float], ranks: dict[int, int], quality: list[float]) -> list[float]:
    uses = [(i, k) for i, row in enumerate(story.rows) for k, other in enumerate(row) if other == term]
    within, count, first = story.within[term], len(uses), uses[0]
    word = story.words[first[0]][first[1]]
    again = sum(
        pair.count(term) * len(found) for pair, found in story.pairs_within.items() if term in pair and len(found) > 1
    )
    return [
        *(count, len(within), within[0], story.all.index(term), story.rarity[term]),
        sum(story.is_capital(i, k) for i, k in uses) / count,
        *(len(word), word[0].isdecimal(), sum(1 / (1 + i) for i in within)),
        max(quality[i] for i in within),
        sum(quality[i] for i in within) / len(within),
        sum(i < 3 for i in within),
        within[1] if len(within) > 1 else 999,
        *(within[-1] / len(story.rows), len(story.all), len(story.rows), again / count, count / len(story.all)),
        max(scores[i] for i, _ in uses),
        sum(math.exp(4 * scores[i]) for i, _ in uses),
        sum(scores[i] for i, _ in uses) / count,
        min(ranks[i] for i in within),
        sum(ranks[i] < 3 for i, _ in uses),
        min(k for _, k in uses),
    ]


def pair_features(story: Story, scores: list[float], values: list[float]) -> list[list[float]]:
    value = dict(zip(story.terms, values, strict=True))

    def capitals(term: str) -> float:
        uses = [(i, k) for i, row in enumerate(story.rows) for k, other in enumerate(row) if other == term]
        return sum(story.is_capital(i, k) for i, k in uses) / len(uses)

    return [
        [
            *(len(found), found[0], sum(1 / (1 + i) for i in found)),
            *(len(found) / len(story.within[left]), len(found) / len(story.within[right])),
            *(story.rarity[left], story.rarity[right], capitals(left), capitals(right), len(story.all)),
            *(value[left], value[right], value[left] * value[right]),
            *(max(scores[i] for i in story.within[left]), max(scores[i] for i in story.within[right])),
        ]
        for (left, right), found in story.pairs_within.items()
    ]


def sum_trees(trees: dict[str, list[float]], row: list[float]) -> float:
    total = trees["base"]
    for root in trees["roots"]:
        node = int(root)
        while trees["lefts"][node] != node:
            right = row[int(trees["features"][node])] > trees["thresholds"][node]
            node = int(trees["lefts"][node]) + right
        total += trees["values"][node]
    return total

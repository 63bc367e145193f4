"""News made by a seeded generator, for measuring speed without real news.

The time of a vectorizer or a splitter follows from how a text is made, not from what it says. So the generator has the
figures of real news (CNN stories and Reuters items, 16 MB): the shares of words by rank, and with them the growth of
the vocabulary; pairs of words that recur; words that recur within an article; the lengths of words, sentences and
articles; the share of articles beyond ASCII. The suite `resemblance` prints these figures beside those of real texts.
The words mean nothing, so no quality is measured on these texts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

CLOSED_CLASS = re.findall(
    r"\w+",
    """
    the to of a in and s that on for is it said with he was as by at his from be have has are but an will they not
    were who this we had their been which its or about would after more you there year one people when she her all
    out i if up could new two against also over than last no what can into other some first do them him now being so
    before just how because only our years during under time between most while any where did my those through back
    even down still off since made like way many such much including another around both told each
    """,
)
# Shares of the words of these ranks in real news, interpolated linearly on logarithmic axes.
RANKS = (1, 2, 5, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 400_000)
SHARES = (6.1e-2, 2.9e-2, 2.2e-2, 8.6e-3, 3.2e-3, 9.3e-4, 3.5e-4, 1.3e-4, 4.1e-5, 7.6e-6, 1.2e-6, 6.0e-9)
HEAD = 300  # words that are frequent everywhere: they neither recur within an article nor make it up
WITHIN = 0.25  # share of the other words that repeat an earlier one of the article
PHRASES, IN_PHRASES = 40_000, 0.55  # sequences of three words that recur everywhere, and the share of words in them
RECALLED = 0.18  # share of words in sequences of three that recur within the article
ONSETS = re.findall(r"\w+", "b c d f g h l m n p r s t w br ch cl cr dr fl fr gr pl pr sc sh sl sp st str th tr wh")
VOWELS = re.findall(r"\w+", "a e i o u a e i o ai ea ee ie io oo ou")
CODAS = re.findall(r"\w*", "d l m n r s t ck ll nd ng nt rd")
SUFFIXES = ("", ",", "'s", " -", " (", ")", ":")
SUFFIX_SHARES = (0.93, 0.05, 0.012, 0.003, 0.0015, 0.0015, 0.002)
BEYOND_ASCII = "—’“”é£ñ€"


class Spelling:
    """The spellings of the words by rank, each made on first use."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._known: dict[int, str] = dict(enumerate(CLOSED_CLASS))
        self._taken = set(CLOSED_CLASS)

    def __getitem__(self, rank: int) -> str:
        word = self._known.get(rank)
        if word is None:
            mean, deviation = (5.1, 1.9) if rank < HEAD else (6.0, 2.1) if rank < 1500 else (7.2, 2.5)
            word = self._new(max(2, round(self._rng.gauss(mean, deviation))))
            self._known[rank] = word
        return word

    def _new(self, length: int) -> str:
        rng = self._rng
        while True:
            word = str(rng.randrange(2000)) if rng.random() < 0.03 else ""
            while not word or (len(word) < length and not word.isdigit()):
                word += rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS)
            word = word[:length]
            if word not in self._taken:
                self._taken.add(word)
                return word.capitalize() if rng.random() < 0.25 else word
            length += 1


def word_shares() -> Any:
    """Return the share of the word of every rank."""
    ranks = np.arange(1, RANKS[-1] + 1)
    shares = np.exp(np.interp(np.log(ranks), np.log(RANKS), np.log(SHARES)))
    return shares / shares.sum()


def articles(seed: int = 0) -> Iterator[str]:
    """Yield articles without end, the same for the same seed."""
    rng, draw = random.Random(seed), np.random.default_rng(seed)
    spelling = Spelling(rng)
    reach = np.cumsum(word_shares())
    phrases = np.searchsorted(reach, draw.random((PHRASES, 3)))
    phrase_reach = np.cumsum(1 / (np.arange(PHRASES) + 20.0))
    phrase_reach /= phrase_reach[-1]
    suffix_reach = np.cumsum(SUFFIX_SHARES)

    while True:
        count = int(np.clip(draw.lognormal(6.0, 0.75), 70, 7_000))
        words = np.searchsorted(reach, draw.random(count))
        begins = np.flatnonzero(draw.random(count - 2) < IN_PHRASES / 3)
        chosen = phrases[np.searchsorted(phrase_reach, draw.random(len(begins)))]
        for offset in range(3):
            words[begins + offset] = chosen[:, offset]
        begins = np.flatnonzero(draw.random(count - 2) < RECALLED / 3)
        earlier = (draw.random(len(begins)) * begins).astype(int)
        for offset in range(3):
            words[begins + offset] = words[earlier + offset]
        rare = np.flatnonzero(words >= HEAD)
        again = np.flatnonzero(draw.random(len(rare)) < WITHIN)
        words[rare[again]] = words[rare[(draw.random(len(again)) * again).astype(int)]]
        suffixes = np.searchsorted(suffix_reach, draw.random(count))
        spelled = [spelling[w] + SUFFIXES[s] for w, s in zip(words.tolist(), suffixes.tolist(), strict=True)]
        text = "\n\n".join(_paragraphs(rng, spelled))
        yield _beyond_ascii(rng, text) if rng.random() < 0.12 else text


def _paragraphs(rng: random.Random, words: list[str]) -> Iterator[str]:
    """Yield the words as a headline and paragraphs of sentences, the first with a dateline."""
    start = rng.randint(6, 10)
    yield " ".join(words[:start]).rstrip(",:").capitalize()
    lead = f"{words[0].strip(',:').upper()} (Newswire) - "
    while start < len(words):
        sentences = []
        for _ in range(rng.choice((1, 1, 2, 2, 3))):
            end = start + max(4, round(rng.lognormvariate(2.95, 0.45)))
            if sentence := " ".join(words[start:end]).rstrip(",:(- "):
                sentence = sentence[0].upper() + sentence[1:]
                sentences.append(f'"{sentence}," he said.' if rng.random() < 0.12 else f"{sentence}.")
            start = end
        yield lead + " ".join(sentences)
        lead = ""


def _beyond_ascii(rng: random.Random, text: str) -> str:
    """Return the text with one or a few characters beyond ASCII."""
    for _ in range(1 + int(rng.expovariate(1.0))):
        offset = rng.randrange(len(text))
        text = f"{text[:offset]}{rng.choice(BEYOND_ASCII)}{text[offset:]}"
    return text


def corpus(size: int, seed: int = 0) -> list[str]:
    """Return articles of about `size` bytes."""
    texts, total = [], 0
    for text in articles(seed):
        texts.append(text)
        total += len(text.encode())
        if total >= size:
            break
    return texts

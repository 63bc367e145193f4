"""Random texts with many edge cases: every script, every width of str, every length around a block of the core."""

import random
import sys

_WORDS = (
    "the and of to a in Minister talks oil Prices ICT 5G NATO U.S. it's state-of-the-art well_known 2026 3.5 x I "
    "naïve Über ÉLAN straße ŒUVRE İstanbul ıssız ΣΊΣΥΦΟΣ ΟΔΟΣ. ΑΣ ſ K Å ǅ ǆ ﬁn ŉ "
    "Москва ЁЛКА Україна عربي فارسی می‌خواهم हिन्दी க்ஷ ไทย 東京 한국어 ١٢٣ १२३ ⅷ ² ½ ª é ö̲ ‍👩‍💻 🏳️‍🌈 𝒳𝓎 𐐀𐐨 𞤀 \ud800 \udc00"
)
WORDS = _WORDS.split(" ")
SPACES = [" "] * 12 + ["  ", "\n", "\t", " \n ", "\r\n", "\u00a0", "\u2003", "\u3000", "\x1c", "\x85", "\u200b", ""]
MARKS = [". ", ", ", "-", "—", "'", "’", "_", "__", "/", "@", ".", "\x00", "\u0301", "\u200d", "\ufeff"]
EDGES = [n + d for n in (16, 32, 64, 128, 256) for d in (-2, -1, 0, 1, 2)]


def random_text(rng: random.Random) -> str:
    """Make a text of one of several kinds."""
    return rng.choice(KINDS)(rng)


def _news(rng: random.Random) -> str:
    pieces: list[str] = []
    for _ in range(rng.choice([0, 1, 3, 10, 40, 120])):
        pieces += [rng.choice(WORDS[:22]), rng.choice(SPACES[:14] if rng.random() < 0.8 else MARKS)]
    return "".join(pieces)


def _scripts(rng: random.Random) -> str:
    pieces: list[str] = []
    for _ in range(rng.randint(0, 30)):
        pieces += [rng.choice(WORDS), rng.choice(SPACES if rng.random() < 0.8 else MARKS)]
    return "".join(pieces)


def _any_character(rng: random.Random) -> str:
    limit = rng.choice([0x80, 0x100, 0x600, 0x3000, 0x10000, sys.maxunicode + 1])
    return "".join(chr(rng.randrange(limit)) for _ in range(rng.randint(0, 40)))


def _edge(rng: random.Random) -> str:
    """Make one long token, or short ones, with something special right at the end of a block."""
    length = rng.choice(EDGES)
    start = rng.choice(["", " ", "A ", "bc "])
    body = rng.choice(["a", "Ab", "Ab ", "é", "Ж", "٣", "a\u0301", "ΑΣ ", "ab, ", "𐐀"])
    text = (start + body * length)[:length]
    return text + rng.choice(["", "", "Z", " z", "é", "Σ", "İ", "🙂", "x" * 70])


KINDS = [_news, _news, _scripts, _scripts, _any_character, _edge]

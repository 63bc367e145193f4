"""Naive twins of the ranker: features by loops over words, a walk through each tree, a choice by trying all."""

from __future__ import annotations

import math
import re
from collections import Counter

from tests.reference.characters import upper

PRONOUN = "he she it they him them his her hers their theirs its himself herself itself themselves"
DEMONSTRATIVE = "this that these those such another both neither either others"
CONNECTIVE = (
    "but and however or so yet still meanwhile also then because although though instead moreover nor thus therefore "
    "hence besides furthermore nevertheless nonetheless otherwise similarly likewise indeed too additionally plus"
)
PERSONAL = "i we my our me us myself ourselves mine ours"
ADDRESS = "you your yours yourself"
SPEECH = (
    "said says say told tells added adds according announced reported explained stated asked warned claimed wrote "
    "confirmed insisted argued denied suggested tweeted testified urged revealed admitted"
)
TIME = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december jan feb aug sept oct nov dec today yesterday tomorrow tonight"
)
AUXILIARY = "is are was were be been being has have had do does did"
MODAL = "will would could should may might can must shall"
CAPTION = (
    "pictured photo photograph picture image images getty reuters ap afp file caption above below left right seen "
    "shown shows poses credit courtesy via illustration screenshot"
)
LINK = (
    "read click watch subscribe sign newsletter follow share related video gallery photos advertisement cookies "
    "comment email twitter facebook instagram youtube whatsapp telegram podcast app download login register copyright "
    "reserved contact website link more here story updated published"
)
ORGANIZATION = (
    "company firm group team agency ministry government court police officials officer authorities president minister "
    "spokesman spokeswoman spokesperson chief leader department committee bank"
)
RARE, NOWHERE, ABSENT = 0.42, 99, -1
FEWEST_HEADLINE_WORDS = 5
QUOTES, CLOSING = '"`“”', "\"”'’)"
PLAIN_MARKS = QUOTES + ",:()$%£€\n .'‘’-–—;?!"


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


def split_words(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the words of a text as written, in lower case (at most 48 characters) and as stems."""
    raw = re.findall(r"\w+", text)
    low = ["".join(map(lower, word))[:48] for word in raw]
    return raw, low, [stem(word) for word in low]


def among(words: str) -> set[str]:
    return {stem(word) for word in words.split()}


def share(part: float, whole: float) -> float:
    return part / max(1, whole)


class Document:
    """One text: words and terms of each sentence, and counts of the terms."""

    def __init__(self, text, sentences, paragraphs, headline, dateline, background):
        self.text, self.sentences, self.paragraphs, self.dateline = text, sentences, paragraphs, dateline
        self.texts = [text[start:end] for start, end in sentences]
        self.raw, self.low, self.terms = ([split_words(part)[k] for part in self.texts] for k in range(3))
        words = split_words(text[slice(*headline)])[2]
        self.has_headline = len(words) >= FEWEST_HEADLINE_WORDS
        self.headline = set(words) if self.has_headline else set()
        every = [term for row in self.terms for term in row]
        self.count, self.total = Counter(every), len(every)
        self.rarity = {term: background[hash_term(term) % 65536] / 255 for term in self.headline.union(every)}
        self.within = {term: [i for i, row in enumerate(self.terms) if term in row] for term in self.count}
        self.vectors = [self._unit({t: n * self.rarity[t] ** 2 for t, n in Counter(row).items()}) for row in self.terms]
        self.paragraph_of = [max(0, sum(p[0] <= start for p in paragraphs) - 1) for start, _ in sentences]

    @staticmethod
    def _unit(vector):
        norm = math.sqrt(sum(x * x for x in vector.values()))
        return {term: x / norm for term, x in vector.items()} if norm > 0 else vector

    def mean_vector(self, weights):
        total = Counter()
        for vector, weight in zip(self.vectors, weights, strict=False):
            for term, x in vector.items():
                total[term] += x * weight
        return self._unit(dict(total))

    def is_rare(self, term):
        return self.rarity[term] > RARE

    def rare(self, i):
        return [term for term in self.terms[i] if self.is_rare(term)]


def cosine(a, b):
    return sum(x * b.get(term, 0) for term, x in a.items())


def describe(document):
    """Return one dict of features for each sentence."""
    rows = [
        _position(document, i)
        | _length(document, i)
        | _similarity(document, i)
        | _told(document, i)
        | _frequency(document, i)
        | _names(document, i)
        | _opening(document, i)
        | _classes(document, i)
        | _marks(document, i)
        for i in range(len(document.texts))
    ]
    for i, row in enumerate(rows):
        before = rows[i - 1] if i else {}
        behind = rows[i + 1] if i + 1 < len(rows) else {}
        for name in ("capitals", "title_case", "quoted", "ending"):
            row[f"previous_{name}"] = before.get("quoted_share" if name == "quoted" else name, ABSENT)
        row["next_capitals"] = behind.get("capitals", ABSENT)
        row["next_quoted"] = behind.get("quoted_share", ABSENT)
        row["next_told_before"] = behind.get("told_before", ABSENT)
    return rows


def _position(document, i):
    n, sentences, paragraph = len(document.texts), document.sentences, document.paragraph_of
    same = [j for j in range(n) if paragraph[j] == paragraph[i]]
    before = sum(map(len, document.terms[:i]))
    gap = document.text[sentences[i - 1][1] : sentences[i][0]] if i else None
    next_gap = document.text[sentences[i][1] : sentences[i + 1][0]] if i + 1 < n else None
    edge = sentences[i][0] == sentences[i][1]
    return {
        "index": i,
        "relative_index": i / (max(2, n) - 1),
        "sentences": n,
        "words_before": before,
        "share_before": share(before, document.total),
        "words_of_text": document.total,
        "paragraph": paragraph[i],
        "index_in_paragraph": i - same[0],
        "sentences_of_paragraph": len(same),
        "headline": document.has_headline,
        "dateline": document.dateline[1] > document.dateline[0],
        "breaks_before": 0 if gap is None or edge else min(9, gap.count("\n")),
        "breaks_after": 0 if next_gap is None or edge else min(9, next_gap.count("\n")),
        "glued": 0 if edge else (gap == "") + (next_gap == ""),
    }


def _length(document, i):
    words, n = len(document.terms[i]), len(document.texts)
    mean = document.total / n
    return {
        "words": words,
        "characters": len(document.texts[i]),
        "relative_words": words / mean if mean else 0,
        "mean_words": mean,
        "word_length": share(sum(map(len, document.raw[i])), words),
        "rare_words": len(document.rare(i)),
        "rare_share": share(len(document.rare(i)), words),
        "mean_rarity": share(sum(document.rarity[term] for term in document.terms[i]), words),
        "previous_words": len(document.terms[i - 1]) if i else ABSENT,
        "next_words": len(document.terms[i + 1]) if i + 1 < n else ABSENT,
    }


def _similarity(document, i):
    vectors, vector = document.vectors, document.vectors[i]
    n = len(vectors)
    frequent = {t: math.log(c) * document.rarity[t] ** 2 for t, c in document.count.items()}
    return {
        "centroid": cosine(vector, document.mean_vector([1] * n)),
        "near_centroid": cosine(vector, document.mean_vector([1 / (1 + j / 4) for j in range(n)])),
        "frequent": cosine(vector, document._unit(frequent)),
        "lead": cosine(vector, document.mean_vector([1] * min(3, n))),
        "opening": cosine(vector, vectors[0]),
        "previous": cosine(vector, vectors[i - 1]) if i else ABSENT,
        "next": cosine(vector, vectors[i + 1]) if i + 1 < n else ABSENT,
    }


def _told(document, i):
    own = set(document.rare(i))
    weight = document.rarity

    def told(others):
        shared = [
            sum(weight[t] for t in own if j in document.within[t] and len(document.within[t]) <= 8) for j in others
        ]
        return max(shared, default=0) / (sum(weight[t] for t in own) or 1)

    def known(holds):
        return sum(weight[t] for t in own if holds(document.within[t])) / (sum(weight[t] for t in own) or 1)

    wanted = {term for term in document.headline if document.is_rare(term)}
    asked = sum(weight[t] for t in wanted)
    rare = document.rare(i)
    return {
        "told_before": told(range(i)),
        "told_after": told(range(i + 1, len(document.texts))),
        "known_before": known(lambda within: within[0] < i),
        "known_after": known(lambda within: within[-1] > i),
        "headline_told": sum(weight[t] for t in wanted & own) / asked if asked else ABSENT,
        "in_headline": share(sum(t in document.headline for t in rare), len(rare)) if asked else ABSENT,
    }


def _frequency(document, i):
    rare, count, within = document.rare(i), document.count, document.within
    recurrence = sum(math.log(count[t]) * document.rarity[t] for t in rare)
    new = sum(within[t][0] == i for t in rare)
    return {
        "recurrence": recurrence,
        "mean_recurrence": share(recurrence, len(rare)),
        "top_weight": max((count[t] * document.rarity[t] for t in rare), default=0),
        "new_words": new,
        "new_share": share(new, len(rare)),
        "in_first_share": share(sum(within[t][0] == 0 for t in rare), len(rare)),
        "in_lead_share": share(sum(within[t][0] < 3 for t in rare), len(rare)),
        "single_share": share(sum(count[t] == 1 for t in rare), len(rare)),
    }


def _names(document, i):
    raw, terms = document.raw[i], document.terms[i]
    capitals = [k for k in range(1, len(raw)) if upper(raw[k][0])]
    new = sum(document.within[terms[k]][0] == i for k in capitals)
    long_words = [word for word in raw if len(word) > 3]
    return {
        "capitals": len(capitals),
        "capital_share": share(len(capitals), len(raw)),
        "new_capitals": new,
        "old_capitals": len(capitals) - new,
        "capital_recurrence": share(sum(math.log(document.count[terms[k]]) for k in capitals), len(capitals)),
        "title_case": share(sum(upper(word[0]) for word in long_words), len(long_words)),
        "all_capitals_share": share(sum(len(word) > 1 and all(map(upper, word)) for word in raw), len(raw)),
        "digits": sum(word[0].isdecimal() for word in raw),
        "money": sum(character in "$%£€" for character in document.texts[i]),
    }


def _opening(document, i):
    raw, low, terms = document.raw[i], document.low[i], document.terms[i]
    first = terms[0] if terms else ""
    rare = bool(terms) and document.is_rare(first)
    pronouns, verbs = among(f"{PRONOUN} {DEMONSTRATIVE}"), among(f"{AUXILIARY} {MODAL} {SPEECH}")

    def place(holds):
        return next((k for k in range(len(raw)) if holds(k)), NOWHERE)

    pronoun = place(lambda k: terms[k] in pronouns)
    name = place(lambda k: upper(raw[k][0]) and (k > 0 or rare))
    return {
        "opening_rarity": document.rarity[first] if terms else 0,
        "opens_name": len(raw) > 1 and upper(raw[0][0]) and upper(raw[1][0]),
        "opens_known": rare and document.within[first][0] < i,
        "opens_definite": (1 if upper(raw[1][0]) else 2) if len(raw) > 1 and first == "the" else 0,
        "opens_pronoun": first in among(PRONOUN),
        "opens_demonstrative": first in among(DEMONSTRATIVE),
        "opens_connective": first in among(CONNECTIVE),
        "opens_personal": first in among(PERSONAL),
        "opens_digit": bool(raw) and raw[0][0].isdecimal(),
        "opens_lower": bool(raw) and raw[0][0].islower(),
        "first_pronoun": pronoun,
        "first_name": name,
        "pronoun_first": pronoun < name,
        "first_verb": place(lambda k: terms[k] in verbs or is_past(raw[k], low[k])),
    }


def is_past(raw, low):
    return len(raw) > 3 and low.endswith("ed")


def _classes(document, i):
    raw, low, terms = document.raw[i], document.low[i], document.terms[i]

    def count(words):
        return sum(term in among(words) for term in terms)

    speech = [k for k in range(1, len(terms)) if terms[k] in among(SPEECH)]
    beside = [(k, j) for k in speech for j in (k - 1, k + 1) if j < len(terms)]
    return {
        "pronoun_share": share(count(PRONOUN), len(terms)),
        "personal_share": share(count(PERSONAL), len(terms)),
        "address": count(ADDRESS),
        "speech": count(SPEECH),
        "captions": count(CAPTION),
        "link_share": share(count(LINK), len(terms)),
        "times": count(TIME),
        "auxiliaries": count(AUXILIARY),
        "definite": count("the"),
        "organizations": count(ORGANIZATION),
        "past": sum(map(is_past, raw, low)),
        "pronoun_said": any(terms[j] in among(PRONOUN) for _, j in beside),
        "name_said": any(upper(raw[j][0]) for _, j in beside),
    }


def _marks(document, i):
    text = document.texts[i]
    quotes = [p for p, character in enumerate(text) if character in QUOTES]
    closed = [*quotes, len(text)] if len(quotes) % 2 else quotes
    quoted = sum(stop - start for start, stop in zip(closed[::2], closed[1::2], strict=True))
    opens = text[:1] != "" and text[0] in QUOTES + "'‘"
    bare = text.rstrip(CLOSING)
    ending = {".": 0, "?": 1, "!": 1, ":": 2} | dict.fromkeys(CLOSING, 0)
    return {
        "quotes": len(quotes),
        "quoted_share": share(quoted, len(text)),
        "quote_open": len(quotes) % 2,
        "opens_quoted": opens,
        "bare_quote": opens and not any(term in among(SPEECH) for term in document.terms[i]),
        "ending": ending.get(text[-1:], 3),
        "blank_before_end": len(bare) > 1 and bare[-1] in ".?!" and bare[-2].isspace(),
        "commas": text.count(","),
        "colons": text.count(":"),
        "brackets": text.count("(") + text.count(")"),
        "other_marks": sum(not re.match(r"[\w\s]", c) and c not in PLAIN_MARKS for c in text),
        "newlines": text.count("\n"),
    }

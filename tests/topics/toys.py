"""Small models and corpora for the tests of topics."""

import random

from newsnlp._core import Vocabulary
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.model import TopicModel
from newsnlp.topics.terms import TermTable, word_analysis

FILLER = [
    *("the", "a", "of", "in", "on", "and", "to", "officials", "report", "said", "week", "people", "city", "state"),
    *("new", "year", "two", "after", "over", "for", "with", "an", "minister", "market", "street", "plan", "group"),
    *("local", "early", "late", "open", "large", "small", "public", "north", "south", "east", "west", "day", "house"),
    *("court", "river", "road"),
]
STORY = ["rescue", "injured", "collapsed", "victims", "missing", "evacuated", "damage", "relief", "survivors"]
KEYWORDS = ("quake", "flood", "storm")


def term_table(terms, ngram_range, idf, weights) -> TermTable:
    """Return a table of terms given as str."""
    return TermTable.from_vocabulary(Vocabulary(terms, word_analysis(ngram_range)), ngram_range, idf, weights)


def toy_model() -> TopicModel:
    """Return a model whose probabilities can be worked out by hand: one term decides each topic."""
    table = term_table(["chips", "talks"], (1, 1), [1.0, 1.0], [[0.0, 4.0], [4.0, 0.0]])
    heads = [
        TopicHead("diplomacy", -2.0, 1.0, 0.0, 0.5, ("20000639",)),
        TopicHead("ict", -2.0, 1.0, 0.0, 0.5, ("20000763",)),
    ]
    return TopicModel(heads, [table], {"note": "toy"})


def disaster_corpus(n: int, seed: int = 0) -> tuple[list[str], list[bool]]:
    """Return texts and whether each is about a disaster.

    A quarter of them is. Half of these have a keyword; all share a vocabulary, of which other texts have single words;
    one in twenty of the others has a keyword by accident.
    """
    rng = random.Random(seed)
    texts, truth = [], []
    for _ in range(n):
        topical = rng.random() < 0.25
        words = rng.choices(FILLER, k=18) + (rng.choices(STORY, k=3) if topical else rng.choices(FILLER + STORY, k=3))
        if rng.random() < (0.5 if topical else 0.05):
            words.append(rng.choice(KEYWORDS) + rng.choice(["", "s"]))
        rng.shuffle(words)
        texts.append(" ".join(words).capitalize() + ".")
        truth.append(topical)
    return texts, truth

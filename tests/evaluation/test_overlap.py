"""ROUGE and the stemmer against rouge-score and NLTK, the packages that define the numbers."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.porter import PorterStemmer
from rouge_score.rouge_scorer import RougeScorer

from newsnlp import _core
from newsnlp.evaluation import rouge, rouge_table

TYPES = ["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]
DATA = Path(__file__).parents[2].parent / "shared" / "data" / "summaries" / "cnndm_dev.jsonl.gz"
SCORERS = {stem: RougeScorer(TYPES, use_stemmer=stem) for stem in (False, True)}
SUFFIXES = (
    "ational tional enci izer bli alli entli eli ousli ization ator alism fulness aliti biliti fulli logi icate "
    "ative alize iciti ical ness ance able ement ment ent sion tion ou ism ate iti ous ive ize ed ing eed ies sses y ll"
)

# Few different words and marks, so that texts overlap; lower case and stemming change some in unusual ways.
words = st.sampled_from(
    [
        "the",
        "port",
        "ports",
        "Ported",
        "running",
        "ran",
        "İstanbul",
        "naïve",
        "U.S.",
        "3,000",
        "K",
        "dies",
        "tied",
        "generalization",
        "sky",
        "skies",
        "don't",
        "日本",
        "\n",
        "\n",
        "--",
        "yyy",
        "ſhip",
    ]
)
texts = st.lists(words, max_size=25).map(" ".join)


def theirs(candidate, references, stem):
    return {kind: tuple(score) for kind, score in SCORERS[stem].score_multi(references, candidate).items()}


@given(texts, st.lists(texts, min_size=1, max_size=3), st.booleans())
@settings(max_examples=300)
def test_equals_rouge_score_to_the_bit(candidate, references, stem):
    ours = rouge(candidate, references, types=TYPES, use_stemmer=stem)
    assert {kind: tuple(score) for kind, score in ours.items()} == theirs(candidate, references, stem)


@pytest.mark.skipif(not DATA.exists(), reason="the summaries of ../shared/data are not here")
@pytest.mark.parametrize("stem", [False, True])
def test_equals_rouge_score_on_news(stem):
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(40), lines, strict=False)]
    for row in rows:
        reference = row["summary"] if isinstance(row["summary"], str) else "\n".join(row["summary"])
        candidate = row["text"][:700].replace(". ", ".\n")
        ours = rouge(candidate, reference, types=TYPES, use_stemmer=stem)
        assert {kind: tuple(score) for kind, score in ours.items()} == theirs(candidate, [reference], stem)


def test_stems_as_nltk_does():
    generator = random.Random(0)
    suffixes, stemmer = SUFFIXES.split(), PorterStemmer()
    for _ in range(20_000):
        stem = "".join(generator.choices("aeiouybcdlstzwxng", k=generator.randint(0, 6)))
        word = stem + "".join(generator.choices(suffixes, k=generator.randint(1, 2)))
        assert _core.porter_stem(word) == stemmer.stem(word), word
    for word in [*stemmer.pool, "a", "", "by", "7up", "1990s"]:
        assert _core.porter_stem(word) == stemmer.stem(word), word


def test_table_is_rouge_of_each_candidate():
    candidates, references = ["the port is open", "", "rain"], ["an open port", "rain in the port"]
    table = rouge_table(candidates, references, use_stemmer=True)
    for candidate, row in zip(candidates, table, strict=True):
        scores = rouge(candidate, references, use_stemmer=True)
        np.testing.assert_array_equal(row, [score.fmeasure for score in scores.values()])


def test_table_has_the_defaults_of_rouge():
    candidates = ["ports reopened\nrain fell", "the port"]
    table = rouge_table(candidates, "port reopens\nrain")
    assert table.shape == (2, 4)
    for candidate, row in zip(candidates, table, strict=True):
        assert row.tolist() == [score.fmeasure for score in rouge(candidate, "port reopens\nrain").values()]
    assert not np.array_equal(table, rouge_table(candidates, "port reopens\nrain", use_stemmer=True))


def test_refuses_what_it_cannot_score():
    with pytest.raises(TypeError, match="candidate must be str, got int"):
        rouge(3, "a")
    with pytest.raises(TypeError, match=r"reference\[1\] must be str, got NoneType"):
        rouge("a", ["a", None])
    with pytest.raises(ValueError, match="at least one text"):
        rouge("a", [])
    with pytest.raises(ValueError, match=r"`types\[0\]` must be one of 'rouge1'"):
        rouge("a", "b", types=["rouge10"])
    with pytest.raises(ValueError, match="types must hold at least one type of ROUGE"):
        rouge("a", "b", types=[])


def test_types_may_come_from_an_iterator():
    types = ["rougeL", "rouge1"]
    assert rouge("a b", "b a", types=iter(types)) == rouge("a b", "b a", types=types)

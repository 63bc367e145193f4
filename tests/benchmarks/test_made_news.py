"""Made news is the same for the same seed and has the figures that it was fitted to."""

import pytest

from benchmarks import made_news
from benchmarks.resemblance import figures

# Of 8 MB of CNN stories and Reuters items.
REAL = {
    "terms at 100,000 tokens": 12_538,
    "pairs at 100,000 tokens": 66_186,
    "distinct terms of an article, a token": 0.495,
    "distinct pairs of an article, a token": 0.898,
    "bytes a token": 6.18,
    "letters of a term": 7.1,
    "bytes of an article": 3_130,
    "pure ASCII articles": 0.876,
}


def test_the_same_seed_gives_the_same_news():
    first = made_news.corpus(50_000)
    assert made_news.corpus(100_000)[: len(first)] == first
    assert made_news.corpus(50_000, seed=1) != first


def test_it_resembles_real_news():
    found = figures(made_news.corpus(1_000_000))
    for name, value in REAL.items():
        assert found[name] == pytest.approx(value, rel=0.15), name

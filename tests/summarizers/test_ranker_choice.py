"""The ranker's trees and its choice, against their twins and by hand."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import Article, _core
from newsnlp.summarizers.ranker_model import FEATURES, Layout
from tests.reference import ranker_choice as twin
from tests.reference.ranker import describe
from tests.summarizers.test_ranker_features import BACKGROUND, read, texts


def some_trees(rng, count):
    """Random trees over the features, as nodes, no deeper than five."""
    trees = {"thresholds": [], "features": [], "lefts": [], "values": [], "roots": [], "base": rng.uniform(-1, 1)}
    for _ in range(count):
        root = len(trees["lefts"])
        trees["roots"].append(root)
        depths = [0]
        for index, depth in enumerate(depths):
            leaf = depth == 5 or rng.random() < 0.3
            trees["lefts"].append(root + index if leaf else root + len(depths))
            trees["thresholds"].append(rng.uniform(-1, 6))
            trees["features"].append(rng.randrange(len(FEATURES)))
            trees["values"].append(rng.uniform(-1, 1))
            depths.extend([] if leaf else [depth + 1] * 2)
    return trees


def native(trees):
    kinds = {"thresholds": np.float64, "features": np.uint32, "lefts": np.uint32, "values": np.float64}
    arrays = {name: np.array(trees[name], dtype=kind) for name, kind in (kinds | {"roots": np.uint32}).items()}
    return _core.Trees(**arrays, base=trees["base"], width=len(FEATURES))


@given(st.integers(0, 2**32), st.integers(0, 40), st.integers(0, 12))
@settings(max_examples=60)
def test_trees_equal_the_walk_to_the_bit(seed, n_rows, n_trees):
    rng = random.Random(seed)
    trees = some_trees(rng, n_trees)
    values = [0.0, -1.0, 5.0, *trees["thresholds"], *(rng.uniform(-2, 7) for _ in range(9))]
    rows = np.array([[rng.choice(values) for _ in FEATURES] for _ in range(n_rows)], dtype=np.float32)
    rows = rows.reshape(n_rows, len(FEATURES))
    expected = [twin.sum_trees(trees, row) for row in rows.astype(float).tolist()]
    np.testing.assert_array_equal(native(trees).sum(rows), expected)


SETTINGS = {"dangling": 0.75, "repetition": 0.75, "third": 0.25, "fourth": 0.5}
LIMITS = [2**62, 2**62, 2**62]


def tree_sums(trees, document):
    rows = [[float(np.float32(row[name])) for name in FEATURES] for row in describe(document)]
    return [twin.sum_trees(trees, row) for row in rows]


@given(texts, st.integers(0, 2**32), st.sampled_from([None, 1, 2, 3, 5, 9]), st.booleans())
@settings(max_examples=120)
def test_choice_equals_the_twin(text, seed, most, bounded):
    _, layout, document = read(text)
    rng = random.Random(seed)
    # One tree on the position: sums are few and exact, and ties many.
    step = {"thresholds": [2.5, 0, 0], "features": [0] * 3, "lefts": [1, 1, 2], "roots": [0]}
    values = step | {"values": [0, rng.choice([0.25, 0.5, 1]), rng.choice([0.25, 0.75])], "base": 0.0}
    dangling = step | {"thresholds": [rng.choice([0.5, 1.5, 3.5]), 0, 0], "values": [0, 0, 1], "base": 0.0}
    costs = np.array([[1, e - s, 3] for s, e in layout.sentences.tolist()], dtype=np.int64).reshape(-1, 3)
    limits = [4, 60, 7] if bounded else LIMITS
    ranker = _core.Ranker(BACKGROUND, native(values), native(dangling), list(SETTINGS.values()))
    scores, order = ranker.rank(text, *layout, most or 0, costs if bounded else None, limits)
    worth, loose = tree_sums(values, document), tree_sums(dangling, document)
    options = {"most": most, "costs": costs.tolist() if bounded else None, "limits": limits}
    assert order.tolist() == twin.choose(document, worth, loose, SETTINGS, **options)
    assert scores.tolist() == [min(max(value / 3, 0), 1) for value in worth]


@pytest.mark.parametrize("n", [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33])
def test_choice_at_the_borders_of_vectors_and_of_what_is_chosen(n):
    rng = random.Random(n)
    names = ["He", "port", "ship", "5", "the", "of", "storm", "Hull", *(f"w{i}" for i in range(90))]
    text = " ".join(f"The {' '.join(rng.choices(names, k=rng.randint(3, 14)))} ended." for _ in range(n))
    _, layout, document = read(text)
    assert len(layout.sentences) == n
    trees, dangling = some_trees(rng, 9), some_trees(rng, 3)
    ranker = _core.Ranker(BACKGROUND, native(trees), native(dangling), list(SETTINGS.values()))
    worth = tree_sums(trees, document)
    loose = [min(max(share, 0), 1) for share in tree_sums(dangling, document)]
    for most in (0, 1, 4, 8, 9):
        scores, order = ranker.rank(text, *layout, most)
        assert order.tolist() == twin.choose(document, worth, loose, SETTINGS, most=most or None)
        assert scores.tolist() == [min(max(value / 3, 0), 1) for value in worth]


def test_choice_by_hand():
    """Three dangling sentences: the one behind a chosen one loses nothing, a repeated one is never taken."""
    text = "Alpha beta gamma. Delta epsilon zeta. Eta theta iota. Alpha beta gamma. Kappa lambda mu."
    layout = Layout.of(Article.parse(text))
    # Values by position: 1.0 for the first four, 0.9 for the last; all but the first dangle.
    values = {"thresholds": [3.5, 0, 0], "features": [0] * 3, "lefts": [1, 1, 2], "roots": [0], "base": 0.0}
    values["values"] = [0, 1.0, 0.9]
    dangling = values | {"thresholds": [0.5, 0, 0], "values": [0, 0.0, 1.0]}
    ranker = _core.Ranker(np.full(65536, 255, np.uint8), native(values), native(dangling), [0.8, 0.9, 0.5, 2.0])
    assert ranker.rank(text, *layout, 3)[1].tolist() == [0, 1, 2]
    assert ranker.rank(text, *layout, 9)[1].tolist() == [0, 1, 2, 4]
    assert ranker.rank(text, *layout, 0)[1].tolist() == [0, 1, 2]
    assert ranker.rank(text, *layout, 9, np.array([[0, 0, 0], [9, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]), [5, 5, 5])[
        1
    ].tolist() == [0, 2, 4]

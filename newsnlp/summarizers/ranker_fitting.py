"""Training of the ranker: labels by ROUGE, trees by scikit-learn, each stage learned on what the last one predicts.

Every stage sees the one before it as it will be in use: predictions for articles that were not trained on (by
cross-fitting), so that none of them trusts the other too much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from newsnlp import _core
from newsnlp.articles import Article
from newsnlp.evaluation import oracle_summary, rouge_table
from newsnlp.summarizers.ranker_model import PRODUCTS, SETS, RankerModel

__all__ = ["fit_ranker", "native_trees"]

Array = NDArray[Any]
Floats = NDArray[np.float32]

N_FOLDS = 3
POOL = 12
# What a sentence is judged by alone, and a candidate summary as a whole.
ROUGE_TYPES, TARGET_TYPES = ("rouge1", "rouge2", "rougeLsum"), ("rouge1", "rouge2")
# Terms, pairs and candidates are many and their features few: more articles than these teach next to nothing.
MOST_ARTICLES = 2000
# Rows that a leaf must have, as a share of all rows and at most.
LEAF_SHARE, MOST_LEAF_ROWS = 1 / 500, 200
RIDGE = 1.0
CLIP = 4.0

SENTENCE_TREES = {"max_iter": 120, "learning_rate": 0.09, "max_leaf_nodes": 12, "l2_regularization": 1.0}
TERM_TREES = {"max_iter": 60, "learning_rate": 0.15, "max_leaf_nodes": 16, "max_depth": 6}
PAIR_TREES = {"max_iter": 40, "learning_rate": 0.2, "max_leaf_nodes": 12, "max_depth": 6}


@dataclass
class _Example:
    """One pair as rows and labels, and what the stages have predicted for it."""

    text: str
    offsets: NDArray[np.int64]
    lines: str
    sentences: Floats  # rows
    targets: Array
    hashes: Array  # of the summary's terms, in order
    scores: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    terms: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    pairs: Floats = field(default_factory=lambda: np.zeros(0, np.float32))


def fit_ranker(pairs: Sequence[tuple[Article, str]], background: NDArray[np.uint8]) -> RankerModel:
    """Train a ranker on (article, summary with one highlight a line) pairs; articles without a sentence are skipped."""
    examples = [_example(article, lines, background) for article, lines in pairs if article.sentences]
    if not examples:
        raise ValueError("pairs must hold articles with a sentence, got none")
    arrays: dict[str, Array] = {"background": np.asarray(background, dtype=np.uint8)}
    stages = _Stages(examples, background)
    arrays |= stages.fit("sentences", SENTENCE_TREES, HistGradientBoostingRegressor, stages.sentence_rows)
    few = _spread(len(examples), MOST_ARTICLES)
    arrays |= stages.fit("terms", TERM_TREES, HistGradientBoostingClassifier, stages.term_rows, few)
    arrays |= stages.fit("pairs", PAIR_TREES, HistGradientBoostingClassifier, stages.pair_rows, few)
    arrays |= _fit_sets([_candidates(examples[i], background) for i in few])
    return RankerModel(arrays, POOL)


def _example(article: Article, lines: str, background: NDArray[np.uint8]) -> _Example:
    offsets = np.array([(s.start, s.end) for s in article.sentences], dtype=np.int64)
    rows = _core.describe_sentences(article.text, offsets, background)
    texts = [sentence.text for sentence in article.sentences]
    own = rouge_table(texts, lines, types=ROUGE_TYPES, use_stemmer=True).mean(axis=1)
    chosen = {s.start for s in oracle_summary(article, lines, sentences=4)}
    best = np.array([s.start in chosen for s in article.sentences], dtype=np.float64)
    # Half whether the sentence is one of the best set, half how near it comes alone.
    targets = 0.5 * best + 0.5 * own / max(own.max(initial=0.0), 1e-6)
    return _Example(article.text, offsets, lines, rows, targets, _core.term_hashes(lines))


def _spread(count: int, most: int) -> list[int]:
    """Return at most `most` numbers below `count`, evenly spread."""
    return [i * count // most for i in range(most)] if count > most else list(range(count))


class _Stages:
    """Fits one kind of trees after another on the same examples."""

    def __init__(self, examples: list[_Example], background: NDArray[np.uint8]) -> None:
        self.examples, self.background = examples, background

    def sentence_rows(self, example: _Example) -> tuple[Floats, Array]:
        return example.sentences, example.targets

    def term_rows(self, example: _Example) -> tuple[Floats, Array]:
        rows, hashes = _core.describe_terms(example.text, example.offsets, self.background, example.scores)
        return rows, np.isin(hashes, example.hashes)

    def pair_rows(self, example: _Example) -> tuple[Floats, Array]:
        where = example.text, example.offsets, self.background, example.scores
        _, hashes = _core.describe_terms(*where)
        rows, members = _core.describe_pairs(*where, example.terms)
        told = set(zip(example.hashes[:-1].tolist(), example.hashes[1:].tolist(), strict=True))
        sides = hashes[members].reshape(-1, 2).tolist()
        return rows, np.array([(left, right) in told for left, right in sides], dtype=bool)

    def fit(
        self,
        part: str,
        settings: dict[str, Any],
        kind: type,
        rows_of: Callable[[_Example], tuple[Floats, Array]],
        few: list[int] | None = None,
    ) -> dict[str, Array]:
        """Fit the trees of a part on all (or `few`) examples; set what they predict for examples left out of a fold."""
        rows = [rows_of(example) for example in self.examples]
        teaching = set(range(len(rows)) if few is None else few)
        for fold in range(N_FOLDS):
            machine = self._fit(kind, settings, [rows[i] for i in sorted(teaching) if i % N_FOLDS != fold])
            trees = _core.Trees(**native_trees(machine))
            for i in range(fold, len(rows), N_FOLDS):
                setattr(self.examples[i], _ATTRIBUTES[part], _predict(trees, rows[i][0], kind))
        machine = self._fit(kind, settings, [rows[i] for i in sorted(teaching)])
        arrays = native_trees(machine)
        del arrays["width"]
        arrays["base"] = np.array([arrays["base"]])
        return {f"{part}.{name}": array for name, array in arrays.items()}

    @staticmethod
    def _fit(kind: type, settings: dict[str, Any], rows: list[tuple[Floats, Array]]) -> Any:
        table, targets = (np.concatenate(columns) for columns in zip(*rows, strict=True))
        if not len(table):  # no sentence has two terms, say: what never occurs counts for nothing
            table, targets = np.zeros((1, table.shape[1])), np.zeros(1, dtype=bool)
        leaf = max(1, min(MOST_LEAF_ROWS, int(len(table) * LEAF_SHARE)))
        machine = kind(**settings, min_samples_leaf=leaf, early_stopping=False, random_state=0)
        # One thread: the same bytes on every number of cores, and no waiting for cores that others use.
        with threadpool_limits(1):
            return machine.fit(table, targets)


_ATTRIBUTES = {"sentences": "scores", "terms": "terms", "pairs": "pairs"}


def _predict(trees: _core.Trees, rows: Floats, kind: type) -> Floats:
    sums = trees.sum(rows)
    if kind is HistGradientBoostingClassifier:
        sums = 1.0 / (1.0 + np.exp(-sums))
    return sums.astype(np.float32)


def native_trees(machine: Any) -> dict[str, Any]:
    """Return the trees of a fitted machine as the native core wants them: children side by side, parents first.

    Scikit-learn has no public way to its trees; a test compares our sums with its predictions.
    """
    columns: dict[str, list[float]] = {"thresholds": [], "features": [], "lefts": [], "values": []}
    roots = []
    for (predictor,) in machine._predictors:
        nodes = predictor.nodes
        roots.append(len(columns["lefts"]))
        order = [0]
        for place in order:  # grows while it is walked
            node = nodes[place]
            here = len(columns["lefts"])
            leaf = bool(node["is_leaf"])
            columns["thresholds"].append(0.0 if leaf else float(node["num_threshold"]))
            columns["features"].append(0 if leaf else int(node["feature_idx"]))
            columns["lefts"].append(here if leaf else roots[-1] + len(order))
            columns["values"].append(float(node["value"]) if leaf else 0.0)
            if not leaf:
                order += [int(node["left"]), int(node["right"])]
    kinds = {"thresholds": np.float64, "features": np.uint32, "lefts": np.uint32, "values": np.float64}
    return {
        **{name: np.array(columns[name], dtype=kind) for name, kind in kinds.items()},
        "roots": np.array(roots, dtype=np.uint32),
        "base": float(np.ravel(machine._baseline_prediction)[0]),
        "width": machine.n_features_in_,
    }


def _fit_sets(tables: list[tuple[Floats, Array]]) -> dict[str, Array]:
    """Return the weights of the features of candidates: ridge regression on what ROUGE says of each."""
    count = sum(len(rows) for rows, _ in tables)
    means = sum(rows.sum(axis=0, dtype=np.float64) for rows, _ in tables) / count
    squares = sum(((rows - means) ** 2).sum(axis=0) for rows, _ in tables) / count
    scales = np.maximum(np.sqrt(squares), 1e-6)
    products = [SETS.index(name) for name in PRODUCTS]
    left, right = (np.array(products)[side] for side in np.triu_indices(len(products)))
    width = len(SETS) + len(left)
    gram, moment = np.zeros((width, width)), np.zeros(width)
    for rows, scores in tables:
        normal = np.clip((rows - means) / scales, -CLIP, CLIP)
        normal = np.hstack([normal, normal[:, left] * normal[:, right]])
        # Only differences within an article count, and every article counts alike.
        centred = normal - normal.mean(axis=0)
        gram += centred.T @ centred / len(rows)
        moment += centred.T @ (scores - scores.mean()) / len(rows)
    weights = np.linalg.solve(gram + RIDGE * np.eye(width), moment).astype(np.float32)
    sets = np.array([means, scales, weights[: len(SETS)]], dtype=np.float32)
    return {"sets": sets, "products": weights[len(SETS) :]}


def _candidates(example: _Example, background: NDArray[np.uint8]) -> tuple[Floats, Array]:
    members, rows = _core.describe_candidates(
        example.text, example.offsets, background, example.scores, example.terms, example.pairs, POOL
    )
    texts = [example.text[start:end].replace("\n", " ") for start, end in example.offsets.tolist()]
    summaries = ["\n".join(texts[i] for i in row if i >= 0) for row in members.tolist()]
    scores = rouge_table(summaries, example.lines, types=TARGET_TYPES, use_stemmer=True).mean(axis=1)
    return rows, scores

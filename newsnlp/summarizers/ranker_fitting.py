"""Training of the ranker: trees by scikit-learn, for the grade of a sentence and for whether it dangles.

An editor's grades teach both. Where summaries are known, ROUGE says how near each sentence comes to one: that can add
to the grades; without grades, the trees for dangling sentences stay those of the model in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from newsnlp._core import describe_sentences
from newsnlp.articles import Article
from newsnlp.evaluation import GradedArticle, oracle_summary, rouge_table
from newsnlp.summarizers.ranker_model import TREE_ARRAYS, Layout, RankerModel

__all__ = ["fit_on_grades", "fit_on_summaries", "native_trees"]

Array = NDArray[Any]

ROUGE_TYPES = ("rouge1", "rouge2", "rougeLsum")
# What the grade x is worth: less than of no use.
NEVER = -1.0
BEST = 3.0
# Weight of all summaries beside that of all grades.
SUMMARY_SHARE = 0.3
# Few trees, for every sentence goes through all of them.
SETTINGS = {
    "values": {"max_iter": 80, "learning_rate": 0.08, "max_leaf_nodes": 16},
    "dangling": {"max_iter": 40, "learning_rate": 0.1, "max_leaf_nodes": 12},
}
COMMON = {"l2_regularization": 5.0, "max_features": 0.3, "max_bins": 63, "early_stopping": False}
# Rows that a leaf must have, as a share of all rows and at most.
LEAF_SHARE, MOST_LEAF_ROWS = 1 / 400, 40
# As chosen by cross-validation on the graded articles: a dangling sentence loses a grade, a third sentence must
# be better than background, a fourth as good as the rest.
CHOICE = np.array([1.0, 0.8, 1.0, 2.1])


class _Examples(NamedTuple):
    """Rows of sentences with what they are worth and a weight."""

    rows: Array
    targets: Array
    weights: Array

    def moments(self) -> tuple[float, float]:
        """Return mean and spread of the targets."""
        mean = np.average(self.targets, weights=self.weights)
        return float(mean), float(np.sqrt(np.average((self.targets - mean) ** 2, weights=self.weights)))


def fit_on_grades(
    graded: Sequence[GradedArticle], background: NDArray[np.uint8], pairs: Sequence[tuple[Article, str]] = ()
) -> RankerModel:
    """Train a ranker on articles whose sentences an editor has graded; (article, summary) pairs add to the grades."""
    rows, values, dangling = [], [], []
    for example in graded:
        article = Article.parse(example.text)
        owners = np.array(example.align((s.start, s.end) for s in article.sentences), dtype=np.int64)
        known = owners >= 0
        owners = owners[known]
        rows.append(_describe(article, background)[known])
        values.append(np.where(example.never, NEVER, example.values)[owners])
        dangling.append(example.dangling[owners].astype(np.float64))
    grades = _gather(rows, values)
    if pairs:
        grades = _add_summaries(grades, _gather_summaries(pairs, background))
    arrays = {"background": np.asarray(background, dtype=np.uint8), "choice": CHOICE}
    arrays |= _fit_part("values", grades) | _fit_part("dangling", _gather(rows, dangling))
    return RankerModel(arrays)


def fit_on_summaries(pairs: Sequence[tuple[Article, str]], base: RankerModel) -> RankerModel:
    """Train a ranker on (article, summary with one highlight a line) pairs; a base knows which sentences dangle."""
    kept = {name: base.arrays[name] for name in base.arrays if not name.startswith("values.")}
    return RankerModel(kept | _fit_part("values", _gather_summaries(pairs, base.background)))


def _describe(article: Article, background: NDArray[np.uint8]) -> Array:
    return describe_sentences(article.text, *Layout.of(article), background)


def _gather_summaries(pairs: Sequence[tuple[Article, str]], background: NDArray[np.uint8]) -> _Examples:
    rows = [_describe(article, background) for article, _ in pairs]
    return _gather(rows, [_worth(article, lines) for article, lines in pairs])


def _worth(article: Article, lines: str) -> Array:
    """Return how near each sentence comes to a summary, 0 to 3: half by itself, half as one of the best set."""
    texts = [sentence.text for sentence in article.sentences]
    own = rouge_table(texts, lines, types=ROUGE_TYPES, use_stemmer=True).mean(axis=1)
    chosen = {s.start for s in oracle_summary(article, lines, sentences=4)}
    best = np.array([s.start in chosen for s in article.sentences], dtype=np.float64)
    worth: Array = BEST * (0.5 * best + 0.5 * own / max(own.max(initial=0.0), 1e-6))
    return worth


def _gather(rows: list[Array], targets: list[Array]) -> _Examples:
    sizes = [len(part) for part in targets]
    if not sum(sizes):
        raise ValueError("the examples must hold articles with a sentence, got none")
    # Every article counts alike, however long.
    weights = [np.full(size, 1.0 / size) if size else np.zeros(0) for size in sizes]
    return _Examples(np.concatenate(rows), np.concatenate(targets), np.concatenate(weights))


def _add_summaries(grades: _Examples, summaries: _Examples) -> _Examples:
    """Add what summaries teach, at its share of the weight and brought to the mean and spread of the grades."""
    (mean, spread), (own_mean, own_spread) = grades.moments(), summaries.moments()
    targets = mean + (summaries.targets - own_mean) * (spread / max(own_spread, 1e-6))
    weights = summaries.weights * (SUMMARY_SHARE * grades.weights.sum() / summaries.weights.sum())
    added = (summaries.rows, targets, weights)
    return _Examples(*(np.concatenate(both) for both in zip(grades, added, strict=True)))


def _fit_part(part: str, examples: _Examples) -> dict[str, Array]:
    """Fit the trees of a part and return them as arrays."""
    # The leaf's least rows bound what one article can teach.
    leaf = max(1, min(MOST_LEAF_ROWS, int(len(examples.rows) * LEAF_SHARE)))
    machine = HistGradientBoostingRegressor(**SETTINGS[part], **COMMON, min_samples_leaf=leaf, random_state=0)
    # One thread: the same bytes on every number of cores, and no waiting for cores that others use.
    with threadpool_limits(1):
        machine.fit(examples.rows, examples.targets, examples.weights)
    return {f"{part}.{name}": array for name, array in native_trees(machine).items()}


def native_trees(machine: Any) -> dict[str, Array]:
    """Return the trees of a fitted machine as the native core wants them: parents first.

    Scikit-learn has no public way to its trees; a test compares our sums with its predictions.
    """
    columns: dict[str, list[float]] = {name: [] for name in ("thresholds", "features", "lefts", "values", "roots")}
    for (predictor,) in machine._predictors:
        _add_tree(columns, predictor.nodes)
    arrays = {name: np.array(columns[name], dtype=TREE_ARRAYS[name]) for name in columns}
    return {**arrays, "base": np.ravel(machine._baseline_prediction)[:1].astype(np.float64)}


def _add_tree(columns: dict[str, list[float]], nodes: Array) -> None:
    root = len(columns["lefts"])
    columns["roots"].append(root)
    order = [0]
    for index in order:  # grows while it is walked
        node, here = nodes[index], len(columns["lefts"])
        leaf = bool(node["is_leaf"])
        columns["thresholds"].append(0.0 if leaf else float(node["num_threshold"]))
        columns["features"].append(0 if leaf else int(node["feature_idx"]))
        columns["lefts"].append(here if leaf else root + len(order))
        columns["values"].append(float(node["value"]) if leaf else 0.0)
        if not leaf:
            order += [int(node["left"]), int(node["right"])]

"""Training of the ranker: trees by scikit-learn, for the grade of a sentence and for whether it dangles.

An editor's grades teach both. Where only summaries are known, ROUGE says how near each sentence comes to one, and the
trees for dangling sentences stay those of the model in use.
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
# Several small machines of other seeds, each on a share of the articles: their mean errs less than one does.
MACHINES, SHARE = 3, 0.75
SETTINGS = {
    "values": {"max_iter": 100, "learning_rate": 0.06, "max_leaf_nodes": 16},
    "dangling": {"max_iter": 60, "learning_rate": 0.08, "max_leaf_nodes": 12},
}
COMMON = {"l2_regularization": 5.0, "max_features": 0.3, "max_bins": 63, "early_stopping": False}
# Rows that a leaf must have, as a share of all rows and at most.
LEAF_SHARE, MOST_LEAF_ROWS = 1 / 400, 40
# As chosen by cross-validation on the graded articles: a dangling sentence loses a grade, a third sentence must
# be better than background, a fourth as good as the rest.
CHOICE = np.array([1.0, 0.8, 1.0, 2.1])


class _Examples(NamedTuple):
    """Rows of sentences with what they are worth, the number of their article, and a weight."""

    rows: Array
    targets: Array
    articles: Array
    weights: Array


def fit_on_grades(graded: Sequence[GradedArticle], background: NDArray[np.uint8]) -> RankerModel:
    """Train a ranker on articles whose sentences an editor has graded."""
    rows, values, dangling = [], [], []
    for example in graded:
        article = Article.parse(example.text)
        layout = Layout.of(article)
        owners = np.array(example.align((s.start, s.end) for s in article.sentences), dtype=np.int64)
        known = owners >= 0
        owners = owners[known]
        rows.append(describe_sentences(article.text, *layout, background)[known])
        values.append(np.where(example.never, NEVER, example.values)[owners])
        dangling.append(example.dangling[owners].astype(np.float64))
    arrays = {"background": np.asarray(background, dtype=np.uint8), "choice": CHOICE}
    arrays |= _fit_part("values", _gather(rows, values)) | _fit_part("dangling", _gather(rows, dangling))
    return RankerModel(arrays)


def fit_on_summaries(pairs: Sequence[tuple[Article, str]], base: RankerModel) -> RankerModel:
    """Train a ranker on (article, summary with one highlight a line) pairs; a base knows which sentences dangle."""
    rows, values = [], []
    for article, lines in pairs:
        rows.append(describe_sentences(article.text, *Layout.of(article), base.background))
        values.append(_worth(article, lines))
    kept = {name: base.arrays[name] for name in base.arrays if not name.startswith("values.")}
    return RankerModel(kept | _fit_part("values", _gather(rows, values)))


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
    numbers = np.repeat(np.arange(len(sizes)), sizes)
    return _Examples(np.concatenate(rows), np.concatenate(targets), numbers, np.concatenate(weights))


def _fit_part(part: str, examples: _Examples) -> dict[str, Array]:
    """Fit the machines of a part and return their mean as arrays of trees."""
    generator = np.random.default_rng(0)
    count = int(examples.articles[-1]) + 1
    # The leaf's least rows bound what one article can teach.
    leaf = max(1, min(MOST_LEAF_ROWS, int(len(examples.rows) * LEAF_SHARE)))
    fitted = []
    for seed in range(MACHINES):
        taught = generator.permutation(count)[: max(1, round(SHARE * count))]
        chosen = np.isin(examples.articles, taught)
        if not chosen.any():
            chosen[:] = True
        machine = HistGradientBoostingRegressor(**SETTINGS[part], **COMMON, min_samples_leaf=leaf, random_state=seed)
        # One thread: the same bytes on every number of cores, and no waiting for cores that others use.
        with threadpool_limits(1):
            machine.fit(examples.rows[chosen], examples.targets[chosen], examples.weights[chosen])
        fitted.append(machine)
    return {f"{part}.{name}": array for name, array in native_trees(fitted).items()}


def native_trees(machines: Sequence[Any]) -> dict[str, Array]:
    """Return the trees whose sum is the mean of fitted machines, as the native core wants them: parents first.

    Scikit-learn has no public way to its trees; a test compares our sums with its predictions.
    """
    columns: dict[str, list[float]] = {name: [] for name in ("thresholds", "features", "lefts", "values", "roots")}
    share = 1.0 / len(machines)
    for machine in machines:
        for (predictor,) in machine._predictors:
            _add_tree(columns, predictor.nodes, share)
    base = share * sum(float(np.ravel(machine._baseline_prediction)[0]) for machine in machines)
    arrays = {name: np.array(columns[name], dtype=TREE_ARRAYS[name]) for name in columns}
    return {**arrays, "base": np.array([base])}


def _add_tree(columns: dict[str, list[float]], nodes: Array, share: float) -> None:
    root = len(columns["lefts"])
    columns["roots"].append(root)
    order = [0]
    for index in order:  # grows while it is walked
        node, here = nodes[index], len(columns["lefts"])
        leaf = bool(node["is_leaf"])
        columns["thresholds"].append(0.0 if leaf else float(node["num_threshold"]))
        columns["features"].append(0 if leaf else int(node["feature_idx"]))
        columns["lefts"].append(here if leaf else root + len(order))
        columns["values"].append(share * float(node["value"]) if leaf else 0.0)
        if not leaf:
            order += [int(node["left"]), int(node["right"])]

"""Topics on texts of newsrooms beside a baseline trained on the same rows, and on texts of other subjects."""

from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from benchmarks.harness import Options, print_table, read_jsonl
from benchmarks.topic_sets import joined, unrelated
from newsnlp import TopicModel, TopicReport, evaluate_topics, load_topics
from newsnlp.evaluation import average_precision, classification_report, f1_scores
from newsnlp.topics.calibration import fit_sigmoid, sigmoid
from newsnlp.topics.fitting import stratified_folds
from newsnlp.topics.thresholds import best_f1_threshold

TOKENS = r"\b\w+\b"


def newsrooms(options: Options) -> dict[str, Any]:
    """Measure the shipped model and a baseline trained on the same labelled rows, on texts of newsrooms."""
    folder = options.data / "topics"
    train, dev = (list(read_jsonl(folder / f"{name}.jsonl.gz")) for name in ("train", "dev"))
    model = load_topics("en")
    truth = np.array([[topic in row["topics"] for topic in model.topics] for row in dev])
    texts = [joined(row) for row in dev]
    ours = model.predict_proba(texts), model.predict(texts)
    theirs = baseline(train, texts, model.topics)
    collections = [row["collection"] for row in dev]
    our_figures = classification_report(truth, *ours, model.topics, groups=collections, resamples=0)
    their_figures = classification_report(truth, *theirs, model.topics, resamples=0)
    rows = []
    for name, found in {"newsnlp": our_figures, "tf-idf(1,2) + LinearSVC + Platt": their_figures}.items():
        rows += [(f"{name}: {topic}", *_cells(found["topics"][topic])) for topic in model.topics]
    rows += [(f"{name} ({part['rows']})", *_cells(part["macro"])) for name, part in our_figures["groups"].items()]
    titled = np.array([bool(row["title"]) for row in dev])
    titles = [row["title"] for row in dev if row["title"]]
    answers = model.predict_proba(titles), model.predict(titles)
    figures = classification_report(truth[titled], *answers, model.topics, resamples=0)
    rows.append((f"headlines alone ({len(titles)})", *_cells(figures["macro"])))
    print_table(["newsroom texts (dev)", "F1", "average precision", "ECE"], rows)
    differences = paired(truth, ours, theirs)
    for name, (value, low, high) in differences.items():
        print(f"{name}: {value:+.4f} ({low:+.4f} to {high:+.4f}, 95 % of paired bootstrap samples)")
    report = evaluate_topics(model, texts, [row["topics"] for row in dev], mistakes=0)
    curve = report.curves["ict"]
    precision = max(p for p, recall in zip(curve["precision"], curve["recall"], strict=True) if recall >= 0.9)
    print(f"ict: precision {precision:.3f} where recall is at least 0.9")
    return {"rows": rows, "differences": differences, **shown(model, report, texts, truth)}


def shown(model: TopicModel, report: TopicReport, texts: list[str], truth: np.ndarray) -> dict[str, Any]:
    """Return what the notebook of topics shows of these texts: curves, and precision and recall by threshold."""
    points = {}
    for threshold in (0.2, 0.35, 0.5, 0.65, 0.8, 0.95):
        found = f1_scores(truth, model.with_threshold(threshold).predict(texts))
        points[str(threshold)] = [found.precision, found.recall, found.f1]
    curves = {
        topic: {
            key: np.round(curve[key][:: 4 if key in ("precision", "recall") else 1], 4).tolist()
            for key in ("precision", "recall", "probability", "share", "counts")
        }
        for topic, curve in report.curves.items()
    }
    return {"table": str(report), "figures": report.figures["topics"], "curves": curves, "by_threshold": points}


def _cells(figures: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{figures[key]:.3f}" for key in ("f1", "average_precision", "ece"))


def baseline(train: list[dict[str, Any]], texts: list[str], topics: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """scikit-learn's tf-idf(1,2) and LinearSVC, calibrated and cut on held-out margins like ours."""
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=3, token_pattern=TOKENS),
        LinearSVC(C=0.4, random_state=0),
    )
    sources = [joined(row) for row in train]
    truth = np.array([[topic in row["topics"] for topic in topics] for row in train])
    folds = stratified_folds(sources, truth, 5, seed=0)
    splits = [(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)) for fold in range(5)]
    probabilities, predicted = np.zeros((len(texts), len(topics))), np.zeros((len(texts), len(topics)), dtype=bool)
    for i in range(len(topics)):
        margins = cross_val_predict(pipeline, sources, truth[:, i], cv=splits, method="decision_function")
        slope, intercept = fit_sigmoid(margins, truth[:, i])
        found = pipeline.fit(sources, truth[:, i]).decision_function(texts)
        probabilities[:, i] = sigmoid(slope * found + intercept)
        predicted[:, i] = found >= best_f1_threshold(truth[:, i], margins)
    return probabilities, predicted


def paired(truth: np.ndarray, ours: Any, theirs: Any, samples: int = 1000) -> dict[str, tuple[float, float, float]]:
    """Return our lead over theirs in macro-F1 and mean average precision, with bootstrap intervals."""

    def figures(rows: np.ndarray) -> np.ndarray:
        sides = []
        for probabilities, predicted in (ours, theirs):
            topics = range(truth.shape[1])
            f1 = np.mean([f1_scores(truth[rows, i], predicted[rows, i]).f1 for i in topics])
            ap = np.mean([average_precision(truth[rows, i], probabilities[rows, i]) for i in topics])
            sides.append((f1, ap))
        return np.subtract(*sides)

    generator = np.random.default_rng(0)
    value = figures(np.arange(len(truth)))
    drawn = np.array([figures(generator.integers(0, len(truth), len(truth))) for _ in range(samples)])
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return {
        name: (float(value[i]), float(low[i]), float(high[i]))
        for i, name in enumerate(("macro-F1", "mean average precision"))
    }


def none_of_these(options: Options) -> dict[str, float]:
    """Count the texts of other subjects that get any topic."""
    model = load_topics("en")
    shares, counts = {}, {}
    for name, texts in unrelated(options.data / "benchmarks"):
        shares[name], counts[name] = float(model.predict(texts).any(axis=1).mean()), len(texts)
    if not shares:
        return {}
    shares["all"] = sum(shares[name] * counts[name] for name in counts) / sum(counts.values())
    print_table(["texts of other subjects", "with any topic"], [(n, f"{100 * s:.1f} %") for n, s in shares.items()])
    return shares

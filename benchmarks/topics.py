"""Topics: the shipped model on newsroom texts and on other subjects, public sets beside rivals, speed of prediction."""

import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from benchmarks import made_news
from benchmarks.harness import (
    MissingTextsError,
    Options,
    Timing,
    interleave,
    peer_python,
    print_table,
    read_jsonl,
    where_possible,
)
from benchmarks.topic_newsrooms import TOKENS, newsrooms, none_of_these
from benchmarks.topic_sets import SETS, TopicSet, bbc, joined
from newsnlp import TopicClassifier, TopicModel, load_topics
from newsnlp.evaluation import f1_scores
from newsnlp.topics.fitting import stratified_folds
from tests.texts import written

PEERS = {"fasttext": ("fastText", ["fasttext-wheel", "numpy<2"]), "vw": ("Vowpal Wabbit", ["vowpalwabbit"])}


def run(options: Options) -> dict[str, Any]:
    return {
        "newsrooms": where_possible(newsrooms, options),
        "none_of_these": none_of_these(options),
        "public": public_sets(options),
        "speed": speed(options),
    }


def public_sets(options: Options) -> dict[str, Any]:
    """TopicClassifier, settings by its own cross-validation, beside scikit-learn, fastText and Vowpal Wabbit."""
    folder = options.data / "benchmarks"
    found: dict[str, Any] = {}
    for read in SETS[1:2] if options.quick else SETS:
        data = where_possible(read, folder)
        if data is None:
            continue
        found[data.name] = {"newsnlp": _ours(data), **_sklearn_rivals(data)}
        if options.peers:
            found[data.name] |= _peers(data, options)
        rows = [
            (
                name,
                f"{100 * row['score']:.1f}",
                f"{100 * row['macro']:.1f}",
                f"{row['train_seconds']:.1f} s",
                f"{len(data.test) / row['predict_seconds']:.0f}",
                f"{row['bytes'] / 1e6:.1f} MB" if row["bytes"] else "-",
            )
            for name, row in found[data.name].items()
        ]
        print_table([data.name, "accuracy | micro-F1", "macro-F1", "training", "texts/s", "model"], rows)
    folds = None if options.quick else where_possible(_bbc_folds, folder)
    if folds is not None:
        found["BBC"] = folds
        print(f"BBC, 10 folds, near-copies held out together: {100 * found['BBC']:.1f}")
    return found


def _scores(data: TopicSet, predicted: list[tuple[str, ...]]) -> dict[str, float]:
    names = sorted({name for row in data.train_labels for name in row})
    truth, said = (np.array([[n in row for n in names] for row in rows]) for rows in (data.test_labels, predicted))
    macro = np.mean([f1_scores(t, s).f1 for t, s in zip(truth.T, said.T, strict=True)])
    return {"score": f1_scores(truth, said).f1, "macro": float(macro)}


def _labels(data: TopicSet) -> Any:
    return [row[0] for row in data.train_labels] if data.single else data.train_labels


def _ours(data: TopicSet) -> dict[str, Any]:
    start = time.perf_counter()
    classifier = TopicClassifier().fit(data.train, _labels(data))
    trained = time.perf_counter()
    predicted = classifier.predict(data.test)
    done = time.perf_counter()
    rows = [(name,) for name in predicted] if data.single else predicted
    with tempfile.TemporaryDirectory() as folder:
        classifier.save(Path(folder) / "own.model")
        size = (Path(folder) / "own.model").stat().st_size
    return _row(data, rows, trained - start, done - trained, size) | {"settings": classifier.settings_}


def _row(data: TopicSet, rows: Any, training: float, prediction: float, size: int) -> dict[str, Any]:
    return {
        **_scores(data, [tuple(map(str, row)) for row in rows]),
        "train_seconds": training,
        "predict_seconds": prediction,
        "bytes": size,
    }


def _sklearn_rivals(data: TopicSet) -> dict[str, Any]:
    names = sorted({name for row in data.train_labels for name in row})
    truth = np.array([[n in row for n in names] for row in data.train_labels], dtype=int)
    target = np.array(_labels(data)) if data.single else truth
    tuned = make_pipeline(TfidfVectorizer(sublinear_tf=True), OneVsRestClassifier(LinearSVC(random_state=0)))
    grid = {
        "tfidfvectorizer__ngram_range": [(1, 1), (1, 2)],
        "onevsrestclassifier__estimator__C": [0.3, 1.0, 3.0, 10.0],
    }
    scoring = "accuracy" if data.single else "f1_micro"
    default = make_pipeline(TfidfVectorizer(), OneVsRestClassifier(LinearSVC(random_state=0)))
    rows = {}
    for name, estimator in (
        ("scikit-learn, defaults", default),
        ("scikit-learn, tuned", GridSearchCV(tuned, grid, cv=3, scoring=scoring)),
    ):
        start = time.perf_counter()
        estimator.fit(data.train, target)
        trained = time.perf_counter()
        predicted = estimator.predict(data.test)
        done = time.perf_counter()
        labels = [(n,) for n in predicted] if data.single else [tuple(np.array(names)[r > 0]) for r in predicted]
        rows[name] = _row(data, labels, trained - start, done - trained, 0)
    return rows


def _peers(data: TopicSet, options: Options) -> dict[str, Any]:
    rows = {}
    for kind, (name, packages) in PEERS.items():
        answer = _run_peer(kind, packages, data, options, rounds=1)
        seconds = answer["predict_seconds"][0]
        rows[name] = _row(data, answer["predicted"], answer["train_seconds"], seconds, answer["bytes"])
        rows[name]["settings"] = answer["settings"]
    return rows


def _run_peer(kind: str, packages: list[str], data: TopicSet, options: Options, rounds: int) -> dict[str, Any]:
    assert options.peers is not None
    python = peer_python(options.peers, f"topics-{kind}", packages)
    script = Path(__file__).parent / "topic_peers.py"
    with tempfile.TemporaryDirectory() as folder:
        for part, texts, labels in (
            ("train", data.train, data.train_labels),
            ("test", data.test, data.test_labels),
        ):
            with open(Path(folder) / f"{part}.jsonl", "w", encoding="utf-8") as lines:
                for text, row in zip(texts, labels, strict=True):
                    lines.write(json.dumps({"text": text, "labels": row}) + "\n")
        command = [str(python), str(script), kind, folder, str(rounds)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _bbc_folds(folder: Path) -> float:
    rows = bbc(folder)
    texts, labels = [joined(row) for row in rows], np.array([row["labels"][0] for row in rows])
    truth = labels[:, None] == np.unique(labels)
    folds = stratified_folds(texts, truth, 10, seed=0)
    right = 0
    for fold in range(10):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        fitted = TopicClassifier().fit([texts[i] for i in train], labels[train].tolist())
        right += int((fitted.predict([texts[i] for i in test]) == labels[test]).sum())
    return right / len(rows)


def speed(options: Options) -> dict[str, Any]:
    """Prediction from raw text: our scorer and scikit-learn's pipeline with the same weights; fastText on its own."""
    texts, train = _speed_texts(options)
    classifier = TopicClassifier(ngram_range=(1, 2), C=0.4, log_ratios=False, min_df=3, cv=2)
    model = classifier.fit([joined(row) for row in train], [row["topics"] for row in train]).model_
    pipeline = _same_in_sklearn(model)
    # The sums have another order, so they are equal up to rounding.
    np.testing.assert_allclose(model.decision_function(texts), pipeline(texts), rtol=1e-6, atol=1e-9)
    shipped = load_topics("en")
    timings = interleave(
        {
            "newsnlp": lambda: model.decision_function(texts),
            "newsnlp, 2 threads": lambda: model.decision_function(texts, n_jobs=2),
            "newsnlp, shipped model": lambda: shipped.decision_function(texts),
            "scikit-learn pipeline": lambda: pipeline(texts),
        },
        3 if options.quick else options.rounds,
    )
    if options.peers:
        data = _speed_set(train, texts)
        answer = _run_peer("fasttext", PEERS["fasttext"][1], data, options, rounds=options.rounds)
        timings["fastText, its own model"] = Timing(tuple(answer["predict_seconds"]))
    ours = timings["newsnlp"].median
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    rows = [
        (n, str(t), f"{megabytes / t.median:.1f} MB/s", f"{len(texts) / t.median:.0f}", f"{t.median / ours:.1f}")
        for n, t in timings.items()
    ]
    print_table([f"prediction of {len(texts)} articles", "median (range)", "", "texts/s", "times ours"], rows)
    return {"seconds": {name: timing.to_dict() for name, timing in timings.items()}, "megabytes": megabytes}


def _speed_texts(options: Options) -> tuple[list[str], list[dict[str, Any]]]:
    """Return texts to predict and rows to train on: BBC News and the labelled rows, or made and written ones."""
    try:
        rows = list(read_jsonl(options.data / "topics" / "train.jsonl.gz"))
        texts = [joined(row) for row in bbc(options.data / "benchmarks")]
        print("texts: BBC News")
    except MissingTextsError:
        rows, texts = list(written()), made_news.corpus(5_000_000)
        print("texts: made news, see benchmarks/made_news.py; trained on the texts written for newsnlp")
    return texts[:400] if options.quick else texts, rows[:2000] if options.quick else rows


def _same_in_sklearn(model: TopicModel) -> Any:
    table, heads = model.tables[0], model.heads
    vectorizer = TfidfVectorizer(
        ngram_range=table.ngram_range, sublinear_tf=True, token_pattern=TOKENS, vocabulary=table.vocabulary.names()
    )
    vectorizer.idf_ = table.idf.astype(np.float64)
    weights = table.weights.astype(np.float64) * [head.slope for head in heads]
    biases = np.array([head.slope * head.bias + head.intercept for head in heads])
    return lambda texts: vectorizer.transform(texts) @ weights + biases


def _speed_set(train: list[dict[str, Any]], texts: list[str]) -> TopicSet:
    chosen = train[:4000]
    labels = [tuple(row["topics"]) for row in chosen]
    return TopicSet("speed", [joined(row) for row in chosen], labels, texts, [()] * len(texts), single=False)

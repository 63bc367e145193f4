"""Vectorizers: newsnlp against scikit-learn on real news, task by task; then threads, lengths, sizes, memory.

Read with its caveats. Rival and ours run in turn in one process, on the same texts held as Python strings, after
their outputs were found equal (identical counts and hashes, tf-idf within 1e-12). Throughput is of UTF-8 bytes, on one
thread unless said. The rest of a pipeline (reading files, fitting a model) is left out. Memory is the peak that
a call adds to what the texts take, each in a fresh process. The texts are those of the data folder, whole articles in a
fixed order, or else made news (see benchmarks/made_news.py); corpora beyond them are made of their lines. The other
peers do less or other work, as their names tell;
they show what a tokenizer costs.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import sklearn.feature_extraction.text as rival

import newsnlp as ours
from benchmarks import made_news
from benchmarks.chart import Bar, draw_bars
from benchmarks.harness import RESULTS, MissingTextsError, Options, interleave, print_table, read_jsonl
from benchmarks.vectorizer_peers import PEERS, run_peer

SOURCES = ("summaries/cnn_train.jsonl.gz", "benchmarks/reuters21578.jsonl.gz")
MB = 1_000_000
STOP = {"stop_words": "english"}
PAIR = {"ngram_range": (1, 2)}

# Name, class, method, settings.
TASKS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("Hashing transform (1,1)", "HashingVectorizer", "transform", {}),
    ("Hashing transform (1,2)", "HashingVectorizer", "transform", PAIR),
    ("Count fit_transform (1,1)", "CountVectorizer", "fit_transform", {}),
    ("Count fit_transform (1,2)", "CountVectorizer", "fit_transform", PAIR),
    ("Count fit, English stop words", "CountVectorizer", "fit", STOP),
    ("Count transform (1,1)", "CountVectorizer", "transform", {}),
    ("Count transform (1,2)", "CountVectorizer", "transform", PAIR),
    ("Tfidf fit_transform (1,1)", "TfidfVectorizer", "fit_transform", {}),
    ("Tfidf fit_transform (1,2)", "TfidfVectorizer", "fit_transform", PAIR),
    ("Tfidf transform (1,1)", "TfidfVectorizer", "transform", {}),
    (
        "Count fit_transform char_wb (3,5)",
        "CountVectorizer",
        "fit_transform",
        {"analyzer": "char_wb", "ngram_range": (3, 5)},
    ),
]


def origin(folder: Path) -> str:
    """Print which texts are measured."""
    real = all((folder / source).exists() for source in SOURCES)
    return f"real news of {folder}" if real else "made news: its figures follow real news, see benchmarks/made_news.py"


def real_articles(folder: Path) -> Iterator[str]:
    """Yield the texts of the sources in turn, so that any beginning is a mixture of them."""
    for rows in zip_longest(*(read_jsonl(folder / source) for source in SOURCES)):
        yield from (row["text"] for row in rows if row is not None and len(row["text"]) > 400)


def texts_of(folder: Path) -> Iterator[str]:
    """Yield real news or, if it is missing, 16 MB of made news."""
    try:
        yield from real_articles(folder)
    except MissingTextsError:
        yield from first_bytes(made_news.articles(), 16 * MB)


def first_bytes(texts: Iterator[str], size: int) -> Iterator[str]:
    """Yield texts until they have about `size` bytes."""
    for text in texts:
        yield text
        size -= len(text.encode())
        if size <= 0:
            return


def real_news(folder: Path, size: int) -> list[str]:
    """Return real articles of about `size` bytes."""
    return list(first_bytes(real_articles(folder), size))


def corpus(folder: Path, size: int) -> list[str]:
    """Return articles of about `size` bytes; beyond the sources, new articles of their lines in random order."""
    return list(first_bytes(chain(texts_of(folder), recombined(folder)), size))


def recombined(folder: Path) -> Iterator[str]:
    """Yield articles of random lines of the sources, without end."""
    lines = [line for text in texts_of(folder) for line in text.splitlines() if len(line) > 40]
    rng = random.Random(0)
    while True:
        yield "\n".join(rng.choices(lines, k=rng.randint(5, 25)))


def megabytes(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / MB


def action(module: Any, task: tuple[str, str, str, dict[str, Any]], texts: list[str], **more: Any) -> Callable[[], Any]:
    """Return the call of a task; for `transform`, of an object that is fitted on the texts."""
    _, name, method, settings = task
    if method == "transform":
        fitted = getattr(module, name)(**settings, **more).fit(texts)
        return lambda: fitted.transform(texts)
    return lambda: getattr(getattr(module, name)(**settings, **more), method)(texts)


def assert_equal(task: tuple[str, str, str, dict[str, Any]], texts: list[str]) -> None:
    """Assert that both sides give the same result."""
    result, expected = (action(module, task, texts)() for module in (ours, rival))
    if task[2] == "fit":
        assert result.vocabulary_ == expected.vocabulary_
        return
    expected.sort_indices()
    assert (result.shape, result.dtype) == (expected.shape, expected.dtype)
    assert np.array_equal(result.indptr, expected.indptr)
    assert np.array_equal(result.indices, expected.indices)
    if task[1] == "TfidfVectorizer":
        np.testing.assert_allclose(result.data, expected.data, rtol=1e-12)
    else:
        assert np.array_equal(result.data, expected.data)


def paired(options: Options) -> list[dict[str, Any]]:
    """Time every task on both sides."""
    whole = corpus(options.data, (1 if options.quick else 16) * MB)
    size = megabytes(whole)
    texts = whole
    print(f"texts: {origin(options.data)}")
    ascii_share = sum(text.isascii() for text in texts) / len(texts)
    print(f"{size:.1f} MB, {len(texts)} articles, {1e3 * size / len(texts):.2f} KB each, {ascii_share:.0%} pure ASCII")
    rows = []
    for task in TASKS:
        texts = whole[::8] if "analyzer" in task[3] else whole  # characters take the rival minutes
        size = megabytes(texts)
        assert_equal(task, texts)
        sides = {name: action(module, task, texts) for name, module in (("ours", ours), ("scikit-learn", rival))}
        timings = interleave(sides, 1 if options.quick else options.rounds)
        mine, theirs = timings["ours"].median, timings["scikit-learn"].median
        rows.append(
            {"task": task[0], "ours": size / mine, "scikit-learn": size / theirs, "ratio": theirs / mine}
            | {"seconds": {name: timing.to_dict() for name, timing in timings.items()}}
        )
    print_table(
        ["task (one thread)", "scikit-learn MB/s", "ours MB/s", "ratio"],
        [[r["task"], f"{r['scikit-learn']:.1f}", f"{r['ours']:.0f}", f"{r['ratio']:.1f}x"] for r in rows],
    )
    return rows


def single_document(options: Options) -> dict[str, Any]:
    """Time the call for one article."""
    text = next(text for text in corpus(options.data, 4 * MB) if 2400 < len(text) < 2600 and text.isascii())
    result: dict[str, Any] = {}
    table = []
    for name in ("HashingVectorizer", "TfidfVectorizer"):
        fitted = {key: getattr(module, name)().fit([text]) for key, module in (("ours", ours), ("scikit-learn", rival))}

        def repeat(vectorizer: Any, times: int) -> Callable[[], None]:
            return lambda: [vectorizer.transform([text]) for _ in range(times)] and None

        timings = interleave(
            {"ours": repeat(fitted["ours"], 500), "scikit-learn": repeat(fitted["scikit-learn"], 50)}, 9
        )
        mine, theirs = timings["ours"].median / 500, timings["scikit-learn"].median / 50
        result[name] = {"ours_us": 1e6 * mine, "scikit-learn_us": 1e6 * theirs, "ratio": theirs / mine}
        table.append(
            [
                f"{name}.transform, one article of {len(text)} bytes",
                f"{1e6 * theirs:.0f}",
                f"{1e6 * mine:.1f}",
                f"{theirs / mine:.0f}x",
            ]
        )
    print_table(["one document", "scikit-learn us", "ours us", "ratio"], table)
    return result


def levels_and_threads(options: Options) -> list[dict[str, Any]]:
    """Time ours at every SIMD level and number of threads."""
    texts = corpus(options.data, (1 if options.quick else 32) * MB)
    size = megabytes(texts)
    counts = sorted({1, 2, os.cpu_count() or 1})
    rows = []
    for task in (TASKS[0], TASKS[2], TASKS[3], TASKS[5], TASKS[7]):
        level_sides = {level: at_level(level, action(ours, task, texts)) for level in ("avx512", "avx2", "scalar")}
        thread_sides = {f"{n} threads": action(ours, task, texts, n_jobs=n) for n in counts}
        timings = interleave(level_sides | thread_sides, 1 if options.quick else options.rounds)
        rows.append({"task": task[0]} | {name: size / timing.median for name, timing in timings.items()})
    print_table(list(rows[0]), [[v if isinstance(v, str) else f"{v:.0f}" for v in row.values()] for row in rows])
    return rows


def at_level(level: str, call: Callable[[], Any]) -> Callable[[], Any]:
    """Return the call with the SIMD level capped."""

    def capped() -> Any:
        os.environ["NEWSNLP_SIMD"] = level
        try:
            return call()
        finally:
            del os.environ["NEWSNLP_SIMD"]

    return capped


def document_lengths(options: Options) -> list[dict[str, Any]]:
    """Time both sides on the same text cut into documents of several lengths."""
    whole = "\n".join(corpus(options.data, (MB // 4 if options.quick else 4 * MB)))
    rows = []
    for length in (50, 250, 2_500, 25_000, 250_000):
        texts = [whole[start : start + length] for start in range(0, len(whole), length)]
        size = megabytes(texts)
        row: dict[str, Any] = {"characters": length}
        for task in (TASKS[0], TASKS[2]):
            sides = {"ours": action(ours, task, texts), "scikit-learn": action(rival, task, texts)}
            timings = interleave(sides, 1 if options.quick else 3)
            row |= {f"{task[0]}: {name}": size / timing.median for name, timing in timings.items()}
        rows.append(row)
    print_table(
        [k.replace(" transform", "").replace(" fit_transform", "") for k in rows[0]],
        [[f"{v:.0f}" for v in row.values()] for row in rows],
    )
    return rows


# Runs in a fresh process: the time of a call, and the peak memory that it adds to that of the texts.
MEASURED = """
import importlib, json, re, sys, time
from pathlib import Path
from benchmarks.vectorizers import MB, TASKS, action, corpus, megabytes

def kilobytes(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

module, number, size, data = importlib.import_module(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
texts = corpus(Path(data), size)
call = action(module, TASKS[number], texts)
getattr(module, TASKS[number][1])  # modules imported on first use are not the call's
Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
before = kilobytes("VmRSS")
start = time.perf_counter()
result = call()
seconds = time.perf_counter() - start
added = (kilobytes("VmHWM") - before) * 1024 / MB
print(json.dumps({"megabytes": megabytes(texts), "seconds": seconds, "peak_mb": added}))
"""


def measured(module: str, number: int, size: int, data: Path) -> dict[str, float]:
    """Run one task once in a fresh process."""
    command = [sys.executable, "-c", MEASURED, module, str(number), str(size), str(data)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(run.stdout))


def sizes_and_memory(options: Options) -> list[dict[str, Any]]:
    """Measure time and peak memory by the size of the corpus: ours up to 1 GB, the rival up to 64 MB."""
    sizes = (1, 4) if options.quick else (1, 4, 16, 64, 256, 1000)
    rows = []
    for number in (0, 2, 3):
        for size in sizes:
            row: dict[str, Any] = {"task": TASKS[number][0], "MB": size}
            if number != 3 or size <= 64:
                row["ours"] = measured("newsnlp", number, size * MB, options.data)
            if size <= (16 if number == 3 else 64):
                row["scikit-learn"] = measured("sklearn.feature_extraction.text", number, size * MB, options.data)
            if len(row) > 2:
                rows.append(row)
    table = []
    for row in rows:
        cells = [row["task"], row["MB"]]
        for side in ("scikit-learn", "ours"):
            cells += (
                [f"{row[side]['megabytes'] / row[side]['seconds']:.0f}", f"{row[side]['peak_mb']:.0f}"]
                if side in row
                else ["", ""]
            )
        table.append(cells)
    print_table(["task", "MB", "scikit-learn MB/s", "its peak MB", "ours MB/s", "our peak MB"], table)
    return rows


def peers(options: Options) -> list[dict[str, Any]]:
    """Measure the other peers that can be installed, each in its own environment."""
    if options.peers is None:
        return []
    texts = corpus(options.data, (1 if options.quick else 16) * MB)
    rows = [run_peer(peer, texts, options.peers, 1 if options.quick else 5) for peer in PEERS]
    print_table(
        ["peer", "version", "MB/s"],
        [[r["peer"], r["version"], f"{r['MB/s']:.1f}" if r["MB/s"] else r["error"]] for r in rows],
    )
    return rows


def chart(rows: list[dict[str, Any]]) -> str:
    """Draw the tasks of both sides as bars."""
    bars = [(row["task"], [Bar("newsnlp", row["ours"]), Bar("scikit-learn", row["scikit-learn"])]) for row in rows]
    return draw_bars(bars, title="Megabytes of news a second, one thread", unit="MB/s")


def run(options: Options) -> dict[str, Any]:
    tasks = paired(options)
    if not options.quick:
        (RESULTS / "vectorizers.svg").write_text(chart(tasks), encoding="utf-8")
    return {
        "texts": origin(options.data),
        "tasks": tasks,
        "one_document": single_document(options),
        "levels_and_threads": levels_and_threads(options),
        "document_lengths": document_lengths(options),
        "sizes_and_memory": sizes_and_memory(options),
        "peers": peers(options),
    }

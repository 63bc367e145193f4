"""The main job beside scikit-learn's hashing of the same texts: analyse, classify, summarize, one article and many.

With --peers, also beside what a user would put together for topics and a summary: scikit-learn and sumy, spaCy and
pytextrank, newspaper4k. Linear growth shows in the tables by length of a text and by number of texts.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import newsnlp
from benchmarks.harness import Options, interleave, peer_python, print_table, read_jsonl
from benchmarks.pipeline_peers import PEERS

N_TEXTS = 1500
LENGTHS = (60, 600, 6_000, 60_000, 600_000, 1_000_000, 50_000_000)  # characters
N_PEER_TEXTS = 100  # rivals take up to seconds for one
COUNTS = (1_000, 10_000, 100_000, 1_000_000)

# Runs in one process for each count: reads a stream of so many texts and prints seconds and peak memory in MB.
# Peaks are read from /proc: those of getrusage begin with the peak of the process that started this one.
STREAM = """
import itertools, json, sys, time
import newsnlp

def peak():
    return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])

texts = json.load(sys.stdin)
newsnlp.analyze(texts[0])
before = peak()
start = time.perf_counter()
stream = (f"{i} {text}" for i, text in enumerate(itertools.islice(itertools.cycle(texts), {count})))
found = sum(len(report.topics) for report in newsnlp.analyze_many(stream))
seconds = time.perf_counter() - start
print(json.dumps([seconds, peak() / 1024, (peak() - before) / 1024, found]))
"""


def load_texts(options: Options) -> list[str]:
    """Return news stories: CNN's if they are available, otherwise texts of the tests, joined to that length."""
    path = options.data / "summaries" / "cnn_train.jsonl.gz"
    if path.exists():
        texts = [row["text"] for row, _ in zip(read_jsonl(path), range(N_TEXTS), strict=False)]
    else:
        texts = own_texts(N_TEXTS, 4_300)
    return texts[:150] if options.quick else texts


def own_texts(count: int, length: int) -> list[str]:
    """Return texts of about `length` characters made of the project's own texts."""
    from tests.texts import written

    pool = [f"{row['title']}\n\n{row['text']}" if row["title"] else row["text"] for row in written()]
    made = []
    for i in range(count):
        text = pool[i % len(pool)]
        step = 1
        while len(text) < length:
            text += "\n\n" + pool[(i + step) % len(pool)]
            step += 1
        made.append(text[:length])
    return made


def read_fully(results: Any) -> int:
    """Read every field of every result, so that all are made; return the number of results."""
    count = 0
    for result in results:
        touch(result)
        count += 1
    return count


def touch(result: Any) -> None:
    """Read every field of a Report, a TopicPrediction or a Summary."""
    prediction = getattr(result, "prediction", result)
    if hasattr(prediction, "probabilities"):
        _ = prediction.topics, prediction.probabilities, prediction.novelty
        for evidence in prediction.evidence.values():
            _ = evidence.terms, evidence.sentences
    summary = getattr(result, "summary", result)
    if hasattr(summary, "scores"):
        _ = summary.sentences, summary.scores
        article = summary.article
        _ = article.headline_span, article.dateline_span, article.byline_span, article.boilerplate, article.sentences


def consume(results: Any) -> int:
    """Read the results without looking at their fields."""
    return sum(1 for _ in results)


def check_equal(texts: Sequence[str]) -> None:
    """Assert that many texts give what single calls give, from a list and from Arrow, on one thread and on two."""
    import pyarrow as pa

    sample = texts[:: max(1, len(texts) // 100)]
    pairs: list[tuple[Callable[..., Any], Callable[..., Any]]] = [
        (newsnlp.analyze_many, newsnlp.analyze),
        (newsnlp.classify_many, newsnlp.classify),
        (newsnlp.summarize_many, newsnlp.summarize),
    ]
    for many, one in pairs:
        expected = [one(text).to_dict() for text in sample]
        for given, n_jobs in ((sample, 1), (sample, 2), (pa.array(sample), 2)):
            assert [result.to_dict() for result in many(given, n_jobs=n_jobs)] == expected, many.__name__


def sides_of(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Return the functions to time on many texts, scikit-learn's hashing first."""
    import pyarrow as pa
    from sklearn.feature_extraction.text import HashingVectorizer

    column = pa.array(texts)
    hashing, model = HashingVectorizer(), newsnlp.load_topics()
    return {
        "scikit-learn HashingVectorizer": lambda: hashing.transform(texts),
        "analyze_many": lambda: consume(newsnlp.analyze_many(texts, n_jobs=1)),
        "analyze_many, every field read": lambda: read_fully(newsnlp.analyze_many(texts, n_jobs=1)),
        "analyze_many, Arrow": lambda: consume(newsnlp.analyze_many(column, n_jobs=1)),
        "analyze_many, two threads": lambda: consume(newsnlp.analyze_many(texts, n_jobs=2)),
        "classify_many": lambda: consume(newsnlp.classify_many(texts, n_jobs=1)),
        "classify_many, every field read": lambda: read_fully(newsnlp.classify_many(texts, n_jobs=1)),
        "classify_many, evidence=False": lambda: consume(newsnlp.classify_many(texts, evidence=False, n_jobs=1)),
        "summarize_many": lambda: consume(newsnlp.summarize_many(texts, n_jobs=1)),
        "summarize_many, sentences=3": lambda: consume(newsnlp.summarize_many(texts, sentences=3, n_jobs=1)),
        "summarize_many, every field read": lambda: read_fully(newsnlp.summarize_many(texts, n_jobs=1)),
        "analyze, one call a text": lambda: [newsnlp.analyze(text) for text in texts],
        "predict_proba": lambda: model.predict_proba(texts),
    }


def time_many(texts: list[str], rounds: int) -> dict[str, float]:
    """Print microseconds an article and how many times faster than hashing each side is; return the latter."""
    gc.collect()
    timings = interleave(sides_of(texts), rounds)
    hashing = timings["scikit-learn HashingVectorizer"]
    ratios: dict[str, float] = {}
    rows = []
    for name, timing in timings.items():
        paired = sorted(a / b for a, b in zip(hashing.seconds, timing.seconds, strict=True))
        ratios[name] = paired[len(paired) // 2]
        rows.append((name, f"{1e6 * timing.median / len(texts):.0f}", f"{ratios[name]:.2f}"))
    print_table(["side", "us an article", "times hashing"], rows)
    print(f"one call / batch: {ratios['analyze_many'] / ratios['analyze, one call a text']:.2f}")
    print(f"two threads / one: {ratios['analyze_many, two threads'] / ratios['analyze_many']:.2f}")
    return ratios


def time_lengths(texts: Sequence[str], lengths: Sequence[int], rounds: int) -> dict[int, float]:
    """Print the cost of one analysis by the length of the text."""
    joined = "\n\n".join(texts)
    while len(joined) < lengths[-1]:
        joined += "\n\n" + joined
    costs = {}
    for length in lengths:
        text = joined[:length]
        timing = interleave({"one": lambda text=text: newsnlp.analyze(text)}, rounds)["one"]
        costs[length] = 1e6 * timing.median
    rows = [(f"{length:,}", f"{cost:.0f}", f"{1e3 * cost / length:.1f}") for length, cost in costs.items()]
    print_table(["characters", "us", "ns a character"], rows)
    return costs


def stream_counts(texts: Sequence[str], most: int) -> dict[int, list[float]]:
    """Print time and peak memory of streams of so many texts, each in a process of its own."""
    figures = {}
    given = json.dumps(list(texts))
    for count in (count for count in COUNTS if count <= most):
        code = STREAM.replace("{count}", str(count))
        done = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, text=True, check=True)
        figures[count] = json.loads(done.stdout)
    rows = [
        (f"{n:,}", f"{seconds:.1f}", f"{1e6 * seconds / n:.0f}", f"{peak:.0f}", f"{grown:.0f}")
        for n, (seconds, peak, grown, _) in figures.items()
    ]
    print_table(["articles", "s", "us an article", "peak MB", "of it by the stream"], rows)
    return figures


def time_peers(texts: Sequence[str], folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Print the cost of each rival on some of the texts, in turn with ours; return seconds of both an article."""
    figures = {}
    for name, needs in PEERS.items():
        try:
            python = peer_python(folder, "pipeline-" + name.split()[0], needs)
        except subprocess.CalledProcessError:
            print(f"left out: {name} does not install here")
            continue
        program = Path(__file__).with_name("pipeline_peers.py")
        with subprocess.Popen(
            [python, program, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as peer:
            assert peer.stdin is not None
            assert peer.stdout is not None
            print(json.dumps({"texts": list(texts)}), file=peer.stdin, flush=True)
            theirs: list[float] = []
            ours: list[float] = []
            for _ in range(rounds):
                print(file=peer.stdin, flush=True)
                answer = peer.stdout.readline()
                if not answer:
                    break
                theirs.append(float(answer) / len(texts))
                timing = interleave({"ours": lambda: read_fully(newsnlp.analyze_many(texts, n_jobs=1))}, 1)["ours"]
                ours.append(timing.median / len(texts))
            peer.stdin.close()
        if len(ours) < rounds:
            print(f"left out: {name} does not run here")
            continue
        figures[name] = {"seconds": median(theirs), "ours": median(ours)}
    rows = [
        (name, f"{1e6 * f['seconds']:.0f}", f"{1e6 * f['ours']:.0f}", f"{f['seconds'] / f['ours']:.0f}")
        for name, f in figures.items()
    ]
    print_table(["rival", "us an article", "analyze_many, every field read", "times as fast"], rows)
    return figures


def run(options: Options) -> dict[str, Any]:
    texts = load_texts(options)
    print(f"{len(texts)} texts of {sum(map(len, texts)) / len(texts) / 1e3:.1f} thousand characters")
    check_equal(texts)
    rounds = 2 if options.quick else options.rounds
    ratios = time_many(texts, rounds)
    lengths = time_lengths(texts, LENGTHS[:-1] if options.quick else LENGTHS, rounds)
    streams = stream_counts(texts, COUNTS[0] if options.quick else COUNTS[-1])
    peers = {}
    if options.peers is not None:
        peers = time_peers(texts[:N_PEER_TEXTS], options.peers, min(rounds, 3))
    return {"times_hashing": ratios, "us_by_length": lengths, "stream": streams, "peers": peers}

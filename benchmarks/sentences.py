"""Sentence boundaries: F1 on annotated news, golden rules, megabytes per second; beside five splitters.

Every splitter gets one paragraph at a time. A boundary is where a sentence ends within a paragraph; ends of paragraphs
do not count. Closing quotes and brackets after an end are stepped over on both sides, because the gold ends stop before
them now and then. A golden rule is passed when all its sentences are equal. Speed is taken in turn on the same
paragraphs of news; for newsnlp the native call that returns offsets and the call that returns Sentence objects.
"""

import json
import subprocess
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.harness import Options, interleave, peer_python, print_table, read_jsonl, where_possible
from benchmarks.pipeline import load_texts
from benchmarks.sentence_peers import REQUIREMENTS, passes_of
from benchmarks.vectorizers import corpus, origin
from newsnlp import _core, split_sentences

WORKER = Path(__file__).with_name("sentence_peers.py")
PASSES = 0.3  # seconds of passes over the paragraphs in one round
CLOSERS = "\"'”’»›)]}“"
CORPORA = {
    "WSJ": ("wsj_dev", None),
    "GUM news": ("gum", "news"),
    "GUM all": ("gum", None),
    "golden": ("golden_rules", None),
}

Spans = list[list[tuple[int, int]]]
Split = Callable[[Sequence[str]], Spans]
Corpora = dict[str, list[dict[str, Any]]]


def step(text: str, end: int) -> int:
    """Return the end after the closing marks that follow it."""
    while end < len(text) and text[end] in CLOSERS:
        end += 1
    return end


def cut(row: dict[str, Any]) -> str:
    """Return the text of a row as far as it is annotated."""
    text: str = row["text"]
    return text[: step(text, row["ends"][-1])] if row.get("complete") is False else text


def paragraphs_of(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text that are not blank, with their offsets."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((start, line))
        start += len(line) + 1
    return found


def inner_ends(text: str, ends: Sequence[int]) -> set[int]:
    """Return the ends that lie within a paragraph."""
    stepped = {step(text, end) for end in ends}
    return {end for end in stepped if text[end:].split("\n", 1)[0].strip()}


def ends_of(start: int, paragraph: str, spans: Sequence[Sequence[int]]) -> list[int]:
    """Return where the spans of a paragraph end in its text, without the blanks that some splitters add."""
    return [start + len(paragraph[:end].rstrip()) for _, end in spans]


def boundary_counts(rows: list[dict[str, Any]], split: Split) -> tuple[int, int, int]:
    """Return how many boundaries are right, wrong and missed."""
    right = wrong = missed = 0
    for row in rows:
        text = cut(row)
        parts = paragraphs_of(text)
        spans = split([paragraph for _, paragraph in parts])
        found = [end for (start, p), s in zip(parts, spans, strict=True) for end in ends_of(start, p, s)]
        got, gold = inner_ends(text, found), inner_ends(text, row["ends"])
        right, wrong, missed = right + len(got & gold), wrong + len(got - gold), missed + len(gold - got)
    return right, wrong, missed


def golden_passed(rows: list[dict[str, Any]], split: Split) -> int:
    """Return how many golden rules are met completely."""
    spans = split([row["text"] for row in rows])
    return sum(
        [row["text"][start:end].strip() for start, end in found] == row["sentences"]
        for row, found in zip(rows, spans, strict=True)
    )


def annotated(data: Path) -> Corpora:
    """Return the rows of every annotated corpus that is there."""
    files = {
        file: where_possible(lambda f: list(read_jsonl(data / f"sentences/{f}.jsonl.gz")), file)
        for file in dict.fromkeys(file for file, _ in CORPORA.values())
    }
    return {
        name: [row for row in rows if genre is None or row["genre"] == genre]
        for name, (file, genre) in CORPORA.items()
        if (rows := files[file]) is not None
    }


def score(corpora: Corpora, split: Split) -> dict[str, Any]:
    """Return F1 on every corpus, and the golden rules passed."""
    scores: dict[str, Any] = {}
    for name, rows in corpora.items():
        if name == "golden":
            scores[name] = golden_passed(rows, split)
        else:
            right, wrong, missed = boundary_counts(rows, split)
            scores[name] = 200 * right / (2 * right + wrong + missed)
    return scores


def ours(paragraphs: Sequence[str]) -> Spans:
    return [list(map(tuple, _core.sentence_offsets(p, "sentence").tolist())) for p in paragraphs]


def ask(python: Path, name: str, paragraphs: Sequence[str], seconds: float = 0.0) -> dict[str, Any]:
    """Let a rival split the paragraphs in its own environment, repeatedly for some seconds."""
    request = json.dumps({"paragraphs": list(paragraphs), "seconds": seconds})
    done = subprocess.run([python, WORKER, name], input=request, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def cached(split: Split, corpora: Corpora) -> Split:
    """Return a splitter that uses the results of one run over all paragraphs, so that a rival's process starts once."""
    wanted: set[str] = set()
    for name, rows in corpora.items():
        texts = [cut(row) for row in rows]
        wanted.update(texts if name == "golden" else (p for text in texts for _, p in paragraphs_of(text)))
    ordered = sorted(wanted)
    known = dict(zip(ordered, split(ordered), strict=True))
    return lambda paragraphs: [known[p] for p in paragraphs]


def news(data: Path, size: int) -> list[str]:
    """Return paragraphs of news of about `size` bytes."""
    return [paragraph for text in corpus(data, size) for _, paragraph in paragraphs_of(text)]


def score_all(corpora: Corpora, rivals: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """Return the scores of newsnlp and of every rival."""
    scores = {"newsnlp": score(corpora, ours)}
    for name, python in rivals.items():
        scores[name] = score(corpora, cached(lambda ps, p=python, n=name: ask(p, n, ps)["spans"], corpora))
    return scores


def run(options: Options) -> dict[str, Any]:
    rivals = {} if options.peers is None else {n: peer_python(options.peers, n, r) for n, r in REQUIREMENTS.items()}
    corpora = annotated(options.data)
    scores = score_all(corpora, rivals)
    speeds = measure(options, rivals)
    print_table(
        ["boundary F1, golden rules of 48", *corpora],
        [
            [name, *(f"{figure:.1f}" if isinstance(figure, float) else figure for figure in found.values())]
            for name, found in scores.items()
        ],
    )
    print_table(["splitter", "MB/s"], [[name, f"{s['mb_per_s']:.1f}"] for name, s in speeds.items()])
    whole = speeds["newsnlp, one text"]["mb_per_s"], speeds["newsnlp, Sentence objects"]["mb_per_s"]
    print(f"newsnlp on one long text: native offsets {whole[0]:.0f} MB/s, Sentence objects {whole[1]:.0f} MB/s")
    texts = load_texts(options)[:300]
    wrapped = {
        f"{width} columns, {name}": wrapped_f1(texts, width, parting)
        for width in (50, 72, 100)
        for name, parting in (("blank lines", "\n\n"), ("indents", "\n    "), ("no gap", "\n"))
    }
    print(f"texts: {origin(options.data)}")
    print_table(
        ["hard-wrapped, paragraphs parted by", "F1 of sentences"], [[n, f"{f:.1f}"] for n, f in wrapped.items()]
    )
    versions = {name: peer_version(python, REQUIREMENTS[name][0]) for name, python in rivals.items()}
    return {"scores": scores, "speeds": speeds, "hard_wrapped": wrapped, "peers": versions}


def wrapped_f1(texts: Sequence[str], width: int, parting: str) -> float:
    """Return F1 of the sentences of hard-wrapped articles against those of the same with a paragraph on each line."""
    right = wrong = missed = 0
    for text in texts:
        parts = [paragraph for _, paragraph in paragraphs_of(text)]
        wanted = {" ".join(s.text.split()) for p in parts for s in split_sentences(p)}
        wrapped = parting.join(textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) for p in parts)
        got = {" ".join(s.text.split()) for s in split_sentences(wrapped)}
        right, wrong, missed = right + len(wanted & got), wrong + len(got - wanted), missed + len(wanted - got)
    return 200 * right / (2 * right + wrong + missed)


def peer_version(python: Path, package: str) -> str:
    """Return the version of a rival."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def measure(options: Options, rivals: dict[str, Path]) -> dict[str, dict[str, float]]:
    """Return MB/s (UTF-8) of every splitter on the same paragraphs, in turn, and of ours on one long text."""
    paragraphs = news(options.data, 50_000 if options.quick else 300_000)
    size = sum(len(p.encode()) for p in paragraphs) / 1e6
    rounds = 1 if options.quick else options.rounds
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        _, passes = passes_of(lambda p: _core.sentence_offsets(p, "sentence"), paragraphs, PASSES)
        seconds.setdefault("newsnlp", []).extend(passes)
        for name, python in rivals.items():
            seconds[name] += ask(python, name, paragraphs, PASSES)["passes"]
    text = "\n\n".join(news(options.data, 1_000_000 if options.quick else 32_000_000))
    long = interleave(
        {
            "newsnlp, one text": lambda: _core.sentence_offsets(text),
            "newsnlp, Sentence objects": lambda: split_sentences(text),
        },
        rounds,
    )
    megabytes = len(text.encode()) / 1e6
    speeds = {
        name: {"mb_per_s": size / median(s), "min": size / max(s), "max": size / min(s)} for name, s in seconds.items()
    }
    for name, timing in long.items():
        s = timing.seconds
        speeds[name] = {"mb_per_s": megabytes / median(s), "min": megabytes / max(s), "max": megabytes / min(s)}
    return speeds

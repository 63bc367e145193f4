"""Many articles: rate and memory from file to file, the cost of resuming, and the quality and linearity of stories.

``NEWSNLP_MOST=1000000 python -m benchmarks corpus`` goes up to a million articles, which takes hours.
The articles are made (`made_news`), 3,000 a day; the stories' quality is measured on stories/dev.jsonl.gz, where it is.
"""

import datetime
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

import newsnlp
from benchmarks import made_news
from benchmarks.harness import Options, print_table, read_jsonl, where_possible
from newsnlp.corpus.parts import PartedFile
from tests.reference.stories import bcubed

SIZES = (10_000, 100_000, 1_000_000)
A_DAY = 3000
COMMANDS = {
    "analyze, to Parquet": ["analyze", "--out", "results.parquet"],
    "classify, to Parquet": ["classify", "--out", "results.parquet"],
    "classify, to JSON Lines": ["classify", "--out", "results.jsonl"],
}
# What the command line is compared with: the function, on articles in memory, in a process of its own.
IN_MEMORY = """
import itertools, json, sys, time, newsnlp
many = {"analyze": newsnlp.analyze_many, "classify": newsnlp.classify_many}[sys.argv[1]]
seconds, lines = 0.0, open(sys.argv[2], encoding="utf-8")
while rows := [json.loads(line) for line in itertools.islice(lines, 10_000)]:
    columns = {name: [row[name] for row in rows] for name in ("text", "id", "date")}
    begun = time.perf_counter()
    many(columns, text="text", id="id", date="date", n_jobs=2).to_dict()
    seconds += time.perf_counter() - begun
print(seconds)
"""
# Starts a command and prints its peak memory in kB. A process inherits the peak of the one that started it, so this one
# has to be small.
LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def records(count: int) -> Iterator[dict[str, Any]]:
    """Return made articles with id and date, the same each time."""
    start = datetime.datetime(2026, 1, 1)
    for number, text in enumerate(itertools.islice(made_news.articles(), count)):
        date = start + datetime.timedelta(days=number / A_DAY)
        yield {"id": number, "text": text, "date": date.isoformat(timespec="seconds")}


def write_news(path: Path, count: int) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records(count))


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; return its seconds and its peak memory in MB."""
    begun = time.perf_counter()
    launched = [sys.executable, "-S", "-c", LAUNCHER, *command]
    kilobytes = subprocess.run(launched, cwd=folder, capture_output=True, check=True, text=True).stdout
    return time.perf_counter() - begun, int(kilobytes) / 1024


def time_files(folder: Path, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Time the command line on files of made articles."""
    found = []
    for size in sizes:
        news = folder / "news.jsonl"
        write_news(news, size)
        for name, (work, *options) in COMMANDS.items():
            command = [sys.executable, "-m", "newsnlp", work, str(news), *options, "--jobs", "2"]
            seconds, memory = measured(command, folder)
            inner = [sys.executable, "-c", IN_MEMORY, work, str(news)]
            alone = float(subprocess.run(inner, capture_output=True, check=True, text=True).stdout)
            row = {"articles": size, "command": name, "a second": size / seconds, "MB": memory}
            found.append(row | {"share of the function's rate": alone / seconds})
            print(f"{size:,} articles, {name}: {seconds:,.1f} s", flush=True)
    return found


def time_parts(folder: Path, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Time the cost of many parts when resuming and when joining; the rows are those of one part, repeated."""
    results = newsnlp.classify_many([record["text"] for record in records(4096)], evidence=False)
    rows, found = results.to_dict(), []
    for size in sizes:
        path = str(folder / "joined.parquet")
        with PartedFile(path, {}, resume=False) as file:
            for number in range(max(size // 4096, 1)):
                file.commit(rows, results.schema.to_arrow, n_done=(number + 1) * 4096)
        begun = time.perf_counter()
        with PartedFile(path, {}, resume=True) as file:
            taken_up = time.perf_counter() - begun
            file.finish()
        joined = time.perf_counter() - begun - taken_up
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append({"rows": max(size // 4096, 1) * 4096, "resume s": taken_up, "join s": joined, "MB": megabytes})
    return found


def time_stories(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Measure the processor time of grouping a stream from which finished stories are released."""
    grouper, found, seconds, done, stories = newsnlp.StoryGrouper(), [], 0.0, 0, 0
    stream = records(max(sizes))
    while batch := [newsnlp.Article(**record) for record in itertools.islice(stream, 1000)]:
        begun = time.process_time()
        grouper.partial_fit(batch)
        stories += len(grouper.pop_finished())
        seconds += time.process_time() - begun
        done += len(batch)
        if done in sizes:
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            row = {"articles": done, "seconds": seconds, "a second": done / seconds, "MB": megabytes}
            found.append(row | {"finished stories": stories})
            print(f"{done:,} articles grouped: {seconds:,.1f} s", flush=True)
    return found


def judge_stories(data: Path) -> dict[str, tuple[float, ...]]:
    """Return B-cubed precision, recall and F1 of our stories and of a baseline that sees all items at once."""
    rows = list(read_jsonl(data / "stories" / "dev.jsonl.gz"))
    wanted = [row["story"] or f"alone {number}" for number, row in enumerate(rows)]
    facts = [{"id": number, "date": row["date"].replace(" ", "T")} for number, row in enumerate(rows)]
    articles = [newsnlp.Article(row["title"], row["text"], **each) for row, each in zip(rows, facts, strict=True)]
    story_of = {i: number for number, story in enumerate(newsnlp.group_stories(articles)) for i in story.ids}
    vectors = TfidfVectorizer(ngram_range=(1, 2)).fit_transform([article.text for article in articles])
    distances = np.clip(1 - (vectors @ vectors.T).toarray(), 0, None)

    def cluster(threshold: float) -> tuple[float, ...]:
        model = AgglomerativeClustering(
            None, metric="precomputed", linkage="average", distance_threshold=float(threshold)
        )
        return bcubed(model.fit_predict(distances).tolist(), wanted)

    best: Callable[[tuple[float, ...]], float] = lambda scores: scores[-1]  # noqa: E731
    return {
        "each alone": bcubed(list(range(len(rows))), wanted),
        "tf-idf (1,2), average linkage at its best threshold": max(map(cluster, np.arange(0.7, 0.98, 0.01)), key=best),
        "newsnlp, online": bcubed([story_of[number] for number in range(len(rows))], wanted),
    }


def run(options: Options) -> dict[str, Any]:
    most = 1000 if options.quick else int(os.environ.get("NEWSNLP_MOST", "10000"))
    sizes = tuple(size for size in SIZES if size <= most) or (most,)
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        # The most memory that the process has had is said, so that what needs least comes first.
        result["parts"] = time_parts(Path(folder), (*sizes, *([10 * sizes[-1]] if not options.quick else [])))
        result["grouping"] = time_stories(sizes)
        result["files"] = time_files(Path(folder), sizes)
    for name in ("parts", "grouping", "files"):
        rows = [
            [f"{x:,.2f}" if isinstance(x, float) else f"{x:,}" if isinstance(x, int) else x for x in row.values()]
            for row in result[name]
        ]
        print_table(list(result[name][0]), rows)
    quality = where_possible(judge_stories, options.data)
    if quality is not None:
        result["stories"] = quality
        print_table(
            ["stories", "precision", "recall", "F1"], [[k, *(f"{x:.3f}" for x in v)] for k, v in quality.items()]
        )
    return result

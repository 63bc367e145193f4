"""What all suites share: interleaved timing, rivals in their own environments, tables, results with versions.

Rival and ours run in one process run, in turn (A B A B ...), so that a drift of the machine's speed touches both; what
is quoted is the median and the range over the rounds, and the ratio of the medians. Equal output is asserted by the
suite before any clock starts.
"""

import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")
RESULTS = Path(__file__).parent / "results"
OURS = ("newsnlp", "numpy", "scipy", "scikit-learn")
# Where the texts of a file can be obtained, by the beginning of its name.
SOURCES = {
    "reuters21578": "Reuters-21578: nltk.download('reuters'), or kdd.ics.uci.edu",
    "r8_all_terms": "R8: A. Cardoso-Cachopo, ana.cachopo.org/datasets-for-single-label-text-categorization",
    "20news_bydate": "20 Newsgroups: sklearn.datasets.fetch_20newsgroups()",
    "bbc2225": "BBC News: D. Greene, mlg.ucd.ie/datasets/bbc.html",
    "agnews": "AG News: X. Zhang, Character-level Convolutional Networks for Text Classification",
    "cnn": "CNN/Daily Mail: github.com/abisee/cnn-dailymail",
    "gum": "GUM: gucorpling.org/gum",
    "wsj": "Wall Street Journal sentences of the Penn Treebank: catalog.ldc.upenn.edu",
    "golden_rules": "golden rules: github.com/diasks2/pragmatic_segmenter",
}


@dataclass(frozen=True)
class Options:
    """The options of the command line."""

    data: Path
    peers: Path | None
    rounds: int
    quick: bool


@dataclass(frozen=True)
class Timing:
    """The seconds of each round of one side."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def to_dict(self) -> dict[str, float]:
        return {"median": self.median, "min": min(self.seconds), "max": max(self.seconds)}

    def __str__(self) -> str:
        return f"{1e3 * self.median:.2f} ms ({1e3 * min(self.seconds):.2f}-{1e3 * max(self.seconds):.2f})"


def interleave(sides: Mapping[str, Callable[[], object]], rounds: int, warmup: int = 1) -> dict[str, Timing]:
    """Time the sides in turn, `rounds` times each, after `warmup` untimed rounds."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(warmup + rounds):
        for name, action in sides.items():
            start = time.perf_counter()
            action()
            elapsed = time.perf_counter() - start
            if number >= warmup:
                seconds[name].append(elapsed)
    return {name: Timing(tuple(values)) for name, values in seconds.items()}


def command(arguments: Sequence[str], **settings: Any) -> Callable[[], object]:
    """Return an action that runs a command in its own process and raises an error if it fails."""
    return lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, **settings)


class MissingTextsError(Exception):
    """Raised if texts that a part of a suite needs are missing; the message says which, and where to get them."""


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzip'd JSON Lines file; raise MissingTextsError if it is missing."""
    if not path.exists():
        source = next((source for name, source in SOURCES.items() if path.name.startswith(name)), "not public")
        raise MissingTextsError(f"{path} is missing ({source})")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def where_possible(work: Callable[..., Result], *arguments: Any) -> Result | None:
    """Run a part of a suite; if its texts are missing, say so in one line and return None."""
    try:
        return work(*arguments)
    except MissingTextsError as missing:
        print(f"left out: {missing}")
        return None


def peer_python(folder: Path, name: str, requirements: Sequence[str]) -> Path:
    """Return the interpreter of the rival's own virtual environment, made on first use."""
    home = folder.expanduser().resolve() / name
    python = home / "bin" / "python"
    ready = home / "ready.json"
    if not ready.exists() or json.loads(ready.read_text()) != list(requirements):
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-U", "pip"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *requirements], check=True)
        ready.write_text(json.dumps(list(requirements)))
    return python


def cpu() -> str:
    """Return the processor's name."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def environment(packages: Sequence[str] = OURS) -> dict[str, Any]:
    """Return machine, Python and package versions."""
    return {
        "cpu": cpu(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in packages},
        "date": time.strftime("%Y-%m-%d"),
    }


def print_environment() -> None:
    """Print the machine and the versions in one line."""
    facts = environment()
    versions = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    print(f"{facts['cpu']}, {facts['cores']} cores, {facts['system']}, Python {facts['python']}, {versions}")


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table, with the first column aligned left and the others right; nothing if it has no rows."""
    if not rows:
        return
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        first, *others = (
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip())


def save(suite: str, result: Mapping[str, Any]) -> Path:
    """Store a suite's result with machine and versions; return the path, relative to the working folder if within."""
    path = RESULTS / f"{suite}.json"
    path.parent.mkdir(exist_ok=True)
    document = {"suite": suite, "environment": environment(), **result}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def python_command(code: str, python: Path | str = sys.executable) -> list[str]:
    """Return the command that runs a line of Python."""
    return [str(python), "-c", code]

"""What became slower or faster between two stored results, beyond the noise of both.

A timing is kept as the median and the range over its rounds. It has changed where the ranges of old and new do not
overlap and the medians differ by at least 5 %; anything less may be noise. Where every side of a suite changes by the
same factor, rivals too, it is the machine that has changed.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEAST = 1.05  # a smaller change is not reported, whatever the ranges

Seconds = tuple[float, float, float]  # least, median, most


def timings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Seconds]]:
    """Yield all timings of a result by name, as seconds or (for MB/s) as seconds per megabyte."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            names = [str(item[key]) for key in NAMES if key in item] if isinstance(item, dict) else []
            yield from timings(item, (*path, " ".join(names) or str(i)))
    elif isinstance(value, dict) and {"median", "min", "max"} <= value.keys():
        yield ": ".join(path), (value["min"], value["median"], value["max"])
    elif isinstance(value, dict) and {"mb_per_s", "min", "max"} <= value.keys():
        yield ": ".join(path), (1 / value["max"], 1 / value["mb_per_s"], 1 / value["min"])
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from timings(item, path if name == "seconds" else (*path, name))


NAMES = ("task", "collection", "system", "MB", "characters", "sentences", "threads")


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[float, str]]:
    """Return the ratio of new to old of every timing that has changed, the slowest first."""
    before, found = dict(timings(old)), []
    for name, (least, median, most) in timings(new):
        if name not in before:
            continue
        old_least, old_median, old_most = before[name]
        ratio = median / old_median
        if (least > old_most and ratio >= LEAST) or (most < old_least and ratio <= 1 / LEAST):
            found.append((ratio, name))
    return sorted(found, reverse=True)


def compare(arguments: list[str]) -> int:
    """Print what changed; return 1 if anything became slower."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks compare", description=__doc__)
    parser.add_argument("old", type=Path, help="a result (SUITE.json) or a folder of results")
    parser.add_argument("new", type=Path)
    options = parser.parse_args(arguments)
    for path in (options.old, options.new):
        if not path.exists():
            parser.error(f"{path}: no such file or folder")
    slower = 0
    for old_path in sorted(options.old.glob("*.json")) if options.old.is_dir() else [options.old]:
        new_path = options.new / old_path.name if options.new.is_dir() else options.new
        if not new_path.exists():
            print(f"{old_path.stem}: no new result")
            continue
        old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (old_path, new_path))
        found = changes(old, new)
        known = dict(timings(old)).keys() & dict(timings(new)).keys()
        print(f"{old_path.stem}: {len(found)} of {len(known)} timings changed beyond the noise")
        if old["environment"]["cpu"] != new["environment"]["cpu"]:
            print(f"  other machines: {old['environment']['cpu']} and {new['environment']['cpu']}")
        for ratio, name in found:
            print(f"  {f'{ratio:.2f} times as long' if ratio > 1 else f'{1 / ratio:.2f} times as fast':22} {name}")
        slower += sum(ratio > 1 for ratio, _ in found)
    return 1 if slower else 0

"""The ranker's trees and its choice of sentences, in plain Python."""

from tests.reference.ranker import cosine


def sum_trees(trees: dict[str, list[float]], row: list[float]) -> float:
    total = trees["base"]
    for root in trees["roots"]:
        node = int(root)
        while trees["lefts"][node] != node:
            right = row[int(trees["features"][node])] > trees["thresholds"][node]
            node = int(trees["lefts"][node]) + right
        total += trees["values"][node]
    return total


def choose(document, values, dangling, settings, *, most=None, costs=None, limits=()):
    """Return the chosen sentences, best first; 2 to 4 if `most` is None."""
    chosen: list[int] = []
    while len(chosen) < (4 if most is None else min(most, 8)):
        gains = {
            i: _worth(values, dangling, settings, [*chosen, i]) - _worth(values, dangling, settings, chosen)
            for i in range(len(values))
            if i not in chosen
            and all(cosine(document.vectors[i], document.vectors[j]) <= settings["repetition"] for j in chosen)
            and (costs is None or all(sum(row) <= limit for row, limit in _spent(costs, [*chosen, i], limits)))
        }
        if not gains:
            break
        best = max(gains, key=lambda i: (round(gains[i], 9), -i))
        if most is None and len(chosen) >= 2 and gains[best] < settings["third" if len(chosen) == 2 else "fourth"]:
            break
        chosen.append(best)
    return chosen


def _worth(values, dangling, settings, chosen):
    loose = [i for i in chosen if i - 1 not in chosen]
    return sum(values[i] for i in chosen) - settings["dangling"] * sum(dangling[i] for i in loose)


def _spent(costs, chosen, limits):
    return zip(zip(*(costs[i] for i in chosen), strict=True), limits, strict=True)

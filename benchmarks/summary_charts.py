"""The two charts of the summaries suite: quality against time, time against length."""

from math import log10
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "newsnlp"  # equal data, equal file
mpl.rcParams["svg.fonttype"] = "none"

from matplotlib import pyplot as plt  # noqa: E402

OURS, RIVALS = "#1668b0", "#b9852c"


def draw_quality(rows: list[dict[str, Any]], path: Path) -> None:
    """Draw ROUGE-1 against milliseconds an article, one panel for each collection, with intervals as bars."""
    collections = list(dict.fromkeys(row["collection"] for row in rows))
    figure, axes = plt.subplots(1, len(collections), figsize=(6 * len(collections), 6), squeeze=False)
    for axis, collection in zip(axes[0], collections, strict=True):
        shown = sorted((r for r in rows if r["collection"] == collection), key=lambda r: r["scores"]["rouge1"][0])
        for row in shown:
            mean, low, high = (100 * value for value in row["scores"]["rouge1"])
            colour = OURS if row["system"].startswith("newsnlp") else RIVALS
            axis.errorbar(row["ms"], mean, [[mean - low], [high - mean]], fmt="o", color=colour, elinewidth=0.8)
        for colour in (OURS, RIVALS):
            side = [row for row in shown if row["system"].startswith("newsnlp") == (colour == OURS)]
            means = [100 * row["scores"]["rouge1"][0] for row in side]
            for row, mean, height in zip(side, means, spread(means, 0.5), strict=True):
                axis.annotate(
                    row["system"].removeprefix("newsnlp "),
                    (row["ms"], mean),
                    (row["ms"] * 1.6, height),
                    fontsize=8,
                    color=colour,
                    verticalalignment="center",
                    arrowprops={"arrowstyle": "-", "linewidth": 0.4, "color": colour, "relpos": (0, 0.5)},
                )
        axis.set(xscale="log", xlabel="milliseconds an article, from raw text", title=collection)
        axis.set_xlim(right=axis.get_xlim()[1] * 6)
        axis.grid(alpha=0.2)
    axes[0][0].set_ylabel("ROUGE-1 F, 3 sentences, 95 % interval")
    figure.suptitle("newsnlp (blue) and other summarizers (ochre): quality against time")
    keep(figure, path)


def spread(values: list[float], gap: float) -> list[float]:
    """Return heights for labels of ascending values, no two nearer than `gap`, as near to the values as that allows."""
    # Least squares: without the gaps heights must not fall, so values that do share their mean (isotonic regression).
    groups: list[tuple[float, int]] = []
    for rank, value in enumerate(values):
        mean, size = value - gap * rank, 1
        while groups and groups[-1][0] > mean:
            other, count = groups.pop()
            mean, size = (mean * size + other * count) / (size + count), size + count
        groups.append((mean, size))
    level = [mean for mean, size in groups for _ in range(size)]
    return [height + gap * rank for rank, height in enumerate(level)]


def draw_lengths(rows: list[dict[str, Any]], path: Path) -> None:
    """Draw seconds against sentences on logarithmic axes."""
    figure, axis = plt.subplots(figsize=(8, 6))
    systems = list(dict.fromkeys(row["system"] for row in rows))
    ends = []
    for system in systems:
        points = [(row["sentences"], row["seconds"]) for row in rows if row["system"] == system]
        colour = OURS if system.startswith("newsnlp") else RIVALS
        axis.plot(*zip(*points, strict=True), color=colour, marker="o", markersize=3, linewidth=1)
        ends.append((points[-1], system.removeprefix("newsnlp "), colour))
    # One column of labels to the right of all curves, each connected with the end of its curve.
    ends.sort(key=lambda end: (end[0][1], end[1]))
    column = 2 * max(x for (x, _), _, _ in ends)
    heights = spread([log10(y) for (_, y), _, _ in ends], 0.15)
    for ((x, y), label, colour), height in zip(ends, heights, strict=True):
        axis.annotate(
            label,
            (x, y),
            (column, 10**height),
            fontsize=8,
            color=colour,
            verticalalignment="center",
            arrowprops={"arrowstyle": "-", "linewidth": 0.4, "color": colour, "relpos": (0, 0.5)},
        )
    axis.axhline(5, color="#777", linewidth=0.8, linestyle=":")
    axis.set(xscale="log", yscale="log", xlabel="sentences", ylabel="seconds")
    axis.set_xlim(right=column * 7)
    axis.set_ylim(top=max(axis.get_ylim()[1], 10 ** (heights[-1] + 0.15)))
    axis.set_title("Time against length: newsnlp (blue), other summarizers (ochre)")
    axis.grid(alpha=0.2)
    keep(figure, path)


def keep(figure: Any, path: Path) -> None:
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)

"""Curves as inline SVG: no plotting library, no script; colours follow the page in light and dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from newsnlp.display.html import escape, topic_colours

__all__ = ["Curve", "draw_curves"]

WIDTH, HEIGHT = 420, 370
LEFT, RIGHT, TOP, BOTTOM = 56, 14, 34, 78  # room for two lines of legend: plots share one height
MOST_POINTS = 250  # more would not be visible in a plot of this size

Bounds = tuple[float, float]


class Curve(NamedTuple):
    """Points to draw: as a line, as dots (with a size between 0 and 1 each) or as both.

    Curves of one label share its colour and its entry in the legend. `counts` are written above the points.

    Parameters
    ----------
    label : str
        Its name in the legend.
    x, y : sequence of float
        The points, in the units of the axes.
    line : bool, default=True
        Whether a line joins the points.
    dots : sequence of float or None, default=None
        Sizes of dots at the points, 0 to 1; None draws none.
    dashed : bool, default=False
        Whether the line is dashed.
    counts : sequence of int or None, default=None
        Numbers written above the points.

    Examples
    --------
    >>> from newsnlp import Curve, draw_curves
    >>> draw_curves([Curve("rain", [0.0, 1.0], [0.2, 0.6])])[:4]
    '<svg'
    """

    label: str
    x: Sequence[float]
    y: Sequence[float]
    line: bool = True
    dots: Sequence[float] | None = None
    dashed: bool = False
    counts: Sequence[int] | None = None


def draw_curves(
    curves: Sequence[Curve],
    *,
    title: str = "",
    x_label: str = "",
    y_label: str = "",
    x_range: Bounds = (0.0, 1.0),
    y_range: Bounds = (0.0, 1.0),
    diagonal: bool = False,
) -> str:
    """Return one plot as an SVG element.

    Parameters
    ----------
    curves : sequence of Curve
    title, x_label, y_label : str, default=""
    x_range, y_range : tuple of float, default=(0.0, 1.0)
        Ends of the axes; points outside are drawn at the edge.
    diagonal : bool, default=False
        Draw a grey line from corner to corner.

    Examples
    --------
    >>> from newsnlp.display.plots import Curve, draw_curves
    >>> draw_curves([Curve("ict", [0.0, 1.0], [1.0, 0.4])], title="Precision")[:4]
    '<svg'
    """
    colours = topic_colours(dict.fromkeys(curve.label for curve in curves))
    parts = [_axes(x_range, y_range), _labels(title, x_label, y_label), _legend(colours)]
    if diagonal:
        (x0, y1), (x1, y0) = (LEFT, TOP), (WIDTH - RIGHT, HEIGHT - BOTTOM)
        parts.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="currentColor" opacity=".35" stroke-dasharray="4 4"/>')
    parts += [_curve(curve, colours[curve.label], x_range, y_range) for curve in curves]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(title)}" font-family="system-ui,sans-serif" font-size="12" '
        f'fill="currentColor" style="max-width:100%;height:auto">{"".join(parts)}</svg>'
    )


def _place(value: float, ends: Bounds, start: int, stop: int) -> float:
    share = (min(max(value, ends[0]), ends[1]) - ends[0]) / ((ends[1] - ends[0]) or 1.0)
    return round(start + share * (stop - start), 1)


def _x(value: float, ends: Bounds) -> float:
    return _place(value, ends, LEFT, WIDTH - RIGHT)


def _y(value: float, ends: Bounds) -> float:
    return _place(value, ends, HEIGHT - BOTTOM, TOP)


def ticks(ends: Bounds, most: int = 6) -> list[float]:
    """Return round numbers within the ends, at most `most` of them."""
    span = ends[1] - ends[0]
    if not span > 0:
        return [ends[0]]
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(s * power for s in (2, 5, 10, 20) if span / (s * power) < most)
    first = math.ceil(ends[0] / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(ends[1] / step + 1e-9) + 1)]


def _axes(x_range: Bounds, y_range: Bounds) -> str:
    parts = []
    for value in ticks(x_range):
        x = _x(value, x_range)
        parts.append(f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="currentColor" opacity=".12"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{value:g}</text>')
    for value in ticks(y_range):
        y = _y(value, y_range)
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="currentColor" opacity=".12"/>')
        parts.append(f'<text x="{LEFT - 7}" y="{y + 4}" text-anchor="end">{value:g}</text>')
    return "".join(parts)


def _labels(title: str, x_label: str, y_label: str) -> str:
    middle_x, middle_y = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    return (
        f'<text x="{LEFT}" y="20" font-size="14" font-weight="600">{escape(title)}</text>'
        f'<text x="{middle_x}" y="{HEIGHT - BOTTOM + 34}" text-anchor="middle">{escape(x_label)}</text>'
        f'<text transform="translate(15 {middle_y})rotate(-90)" text-anchor="middle">{escape(y_label)}</text>'
    )


def _legend(colours: dict[str, str]) -> str:
    """Return the labels in lines below the plot, where they cover nothing."""
    parts, x, y = [], LEFT, HEIGHT - 28
    for label, colour in colours.items():
        width = 34 + 7 * len(label)
        if x > LEFT and x + width > WIDTH:
            x, y = LEFT, y + 17
        parts.append(f'<path d="M{x} {y - 4}h18" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<text x="{x + 24}" y="{y}">{escape(label)}</text>')
        x += width
    return "".join(parts)


def _curve(curve: Curve, colour: str, x_range: Bounds, y_range: Bounds) -> str:
    points = [(_x(x, x_range), _y(y, y_range)) for x, y in zip(curve.x, curve.y, strict=True) if math.isfinite(x + y)]
    parts = []
    if curve.line and len(points) > 1:
        # Every n-th point and the last: there is no visible difference, and the page stays small.
        thinned = points[:: math.ceil(len(points) / MOST_POINTS)] + points[-1:]
        path = "L".join(f"{x} {y}" for x, y in dict.fromkeys(thinned))
        dash = ' stroke-dasharray="5 4"' if curve.dashed else ""
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
    if curve.dots is not None:
        sizes = [s for x, y, s in zip(curve.x, curve.y, curve.dots, strict=True) if math.isfinite(x + y)]
        parts += [
            f'<circle cx="{x}" cy="{y}" r="{2 + 6 * math.sqrt(size):.1f}" fill="{colour}" fill-opacity=".7"/>'
            for (x, y), size in zip(points, sizes, strict=True)
        ]
    if curve.counts is not None:
        shown = [n for x, y, n in zip(curve.x, curve.y, curve.counts, strict=True) if math.isfinite(x + y)]
        parts += [
            f'<text x="{x}" y="{y - 9}" text-anchor="middle" font-size="9" fill="{colour}">{count}</text>'
            for (x, y), count in zip(points, shown, strict=True)
        ]
    return "".join(parts)

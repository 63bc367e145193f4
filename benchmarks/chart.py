"""Bars on a logarithmic scale, as SVG that reads well on a light and a dark page."""

import math
from typing import NamedTuple
from xml.sax.saxutils import escape

LEFT, WIDTH, BAR, GAP, TOP = 236, 720, 13, 12, 44
COLOURS = ("#1668b0", "#b9852c", "#6b7f3a", "#8d5aa5")


class Bar(NamedTuple):
    """One bar: its label and its length."""

    label: str
    value: float


def draw_bars(groups: list[tuple[str, list[Bar]]], *, title: str, unit: str) -> str:
    """Return bars in groups, with one colour for each label; the first bar of a group shows its ratio to the second."""
    labels = list(dict.fromkeys(bar.label for _, bars in groups for bar in bars))
    most = max(bar.value for _, bars in groups for bar in bars)
    least = min(bar.value for _, bars in groups for bar in bars)
    low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))
    room = WIDTH - LEFT - 110
    parts, y = [], TOP
    for name, bars in groups:
        height = len(bars) * BAR
        parts.append(f'<text x="{LEFT - 8}" y="{y + height / 2 + 4}" text-anchor="end">{escape(name)}</text>')
        for i, bar in enumerate(bars):
            length = max(room * (math.log10(bar.value) - low) / (high - low), 1)
            colour = COLOURS[labels.index(bar.label) % len(COLOURS)]
            text = f"{bar.value:,.0f}" if bar.value >= 20 else f"{bar.value:.1f}"
            if i == 0 and len(bars) > 1:
                text += f"  ({bar.value / bars[1].value:.0f}×)"
            parts.append(
                f'<rect x="{LEFT}" y="{y + i * BAR}" width="{length:.1f}" height="{BAR - 2}" fill="{colour}"/>'
            )
            parts.append(f'<text x="{LEFT + length + 5:.1f}" y="{y + i * BAR + 9}" font-size="11">{text}</text>')
        y += height + GAP
    for power in range(low, high + 1):
        x = LEFT + room * (power - low) / (high - low)
        parts.append(f'<path d="M{x:.1f} {TOP - 6}V{y - GAP + 4}" stroke="currentColor" opacity=".15"/>')
        parts.append(f'<text x="{x:.1f}" y="{y + 6}" text-anchor="middle" font-size="11">{10**power:,g}</text>')
    legend = "".join(
        f'<rect x="{LEFT + 140 * i}" y="24" width="10" height="10" fill="{COLOURS[i % len(COLOURS)]}"/>'
        f'<text x="{LEFT + 140 * i + 15}" y="33">{escape(label)}</text>'
        for i, label in enumerate(labels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 26}" width="{WIDTH}" height="{y + 26}" '
        f'font-family="system-ui,sans-serif" font-size="12" fill="currentColor" color="#777" role="img" '
        f'aria-label="{escape(title)}"><text x="8" y="15" font-weight="bold">{escape(title)}</text>{legend}'
        f'{"".join(parts)}<text x="{WIDTH - 8}" y="{y + 20}" text-anchor="end" font-size="11">{escape(unit)}</text>'
        "</svg>\n"
    )

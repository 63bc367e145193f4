"""The report page on a topic model's quality: figures, curves, confusions and the worst mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from newsnlp.display.html import escape, mark_text, render_page, topic_colours, wrap
from newsnlp.display.plots import Curve, draw_curves
from newsnlp.display.terminal import clean

__all__ = ["render_evaluation", "render_figures", "render_overview"]

STYLE = """<style>
.evaluation table{border-collapse:collapse;margin:.6em 0 1.2em;font-variant-numeric:tabular-nums}
.evaluation th,.evaluation td{padding:.25em .7em;text-align:right;border-bottom:1px solid rgba(128,128,128,.25)}
.evaluation th:first-child,.evaluation td:first-child{text-align:left}
.evaluation thead th{font-weight:600;vertical-align:bottom}
.evaluation small{display:block;opacity:.6;font-size:.75em}
.evaluation .plots{display:flex;flex-wrap:wrap;gap:1em}
.evaluation .right{outline:2px solid rgba(128,128,128,.7);outline-offset:-3px}
.evaluation .scroll{overflow-x:auto}
.evaluation .mistake{border:1px solid rgba(128,128,128,.35);border-radius:.4em;padding:.7em 1em;margin:.8em 0}
.evaluation .mistake .text{border:0;padding:0;margin:.4em 0;max-height:11em;overflow-y:auto}
.evaluation .note{opacity:.65;font-size:.9em}
</style>"""

FIGURES = {
    "support": "articles",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "average_precision": "average precision",
    "ece": "calibration error",
}
MOST_SETS = 10
MOST_CURVES = 6  # the number of colours
WIDE = "<style>body{max-width:62em!important}.newsnlp.evaluation{max-width:none}</style>"


def render_evaluation(report: Mapping[str, Any], title: str) -> str:
    """Return one self-contained page of what ``newsnlp.topics.report.TopicReport.to_dict`` holds."""
    figures = report["figures"]
    parts = [
        f"<h2>{escape(title)}</h2>",
        f'<p class="note">{figures["rows"]} articles; all topics of an article right in {figures["exact"]:.1%}. Small '
        "figures: 95 % bootstrap intervals; those of the calibration error are biased upwards by resampling.</p>",
        _figure_table(figures),
        _collection_table(report["collections"]),
        _plots(report),
        _confusion_table(report["confusions"]),
        _mistakes(report["mistakes"], list(figures["topics"])),
    ]
    return render_page([STYLE + WIDE + f'<div class="newsnlp evaluation">{"".join(parts)}</div>'], title)


def render_overview(report: Mapping[str, Any]) -> str:
    """Return the figures and the curves as a fragment for notebooks."""
    figures = report["figures"]
    note = (
        f'<p class="note">{figures["rows"]} articles; all topics of an article right in {figures["exact"]:.1%}. '
        "to_html() also has confusions and the worst mistakes.</p>"
    )
    parts = _figure_table(figures) + _plots(report) + note
    return STYLE + f'<div class="evaluation">{wrap(parts)}</div>'


def render_figures(figures: Mapping[str, Any]) -> str:
    """Return the table of figures as plain text: one line a topic, then macro and micro."""
    rows = _figure_rows(figures)
    cells = [["", *FIGURES.values()]]
    cells += [[clean(name), *(_plain(entry.get(key)) for key in FIGURES)] for name, entry in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = []
    for first, *others in cells:
        aligned = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *aligned]))
    lines.append(f"{figures['rows']} articles; all topics of an article right in {figures['exact']:.1%}")
    return "\n".join(line.rstrip() for line in lines)


def _figure_rows(figures: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [*figures["topics"].items(), ("macro", figures["macro"]), ("micro", figures["micro"])]


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; a cell that starts with ``<td`` is not wrapped again."""
    body = "".join(
        f"<tr>{''.join(cell if cell.startswith('<td') else f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows
    )
    columns = "".join(f"<th>{cell}</th>" for cell in head)
    return f'<div class="scroll"><table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>'


def _figure_table(figures: Mapping[str, Any]) -> str:
    rows = []
    for name, entry in _figure_rows(figures):
        intervals = entry.get("intervals", {})
        cells = []
        for key in FIGURES:
            low, high = intervals.get(key, (None, None))
            between = f"<small>{low:.3f} – {high:.3f}</small>" if low is not None else ""
            cells.append(_plain(entry.get(key)) + between)
        rows.append([f"<b>{escape(name)}</b>", *cells])
    return _table(["", *FIGURES.values()], rows)


def _collection_table(collections: Mapping[str, Mapping[str, Any]]) -> str:
    if not collections:
        return ""
    rows = [
        [escape(name) or "(none)", str(entry["rows"]), f"{entry['f1']:.3f}", f"{entry['average_precision']:.3f}"]
        for name, entry in collections.items()
    ]
    return "<h2>By collection</h2>" + _table(["", "articles", "macro F1", "mean average precision"], rows)


def _plots(report: Mapping[str, Any]) -> str:
    support = {name: entry["support"] for name, entry in report["figures"]["topics"].items()}
    shown = sorted(support, key=lambda name: -support[name])[:MOST_CURVES]
    names = [name for name in support if name in shown]
    recall, reliability = [], []
    for name in names:
        curve, entry = report["curves"][name], report["figures"]["topics"][name]
        recall.append(Curve(name, [0.0, *curve["recall"]], [1.0, *curve["precision"]]))
        recall.append(Curve(name, [entry["recall"]], [entry["precision"]], dots=[0.3]))
        most = max([1, *curve["counts"]])
        shares = [count / most for count in curve["counts"]]
        reliability.append(Curve(name, curve["probability"], curve["share"], dots=shares, counts=curve["counts"]))
    note = f" (the {len(names)} topics with most articles)" if len(names) < len(support) else ""
    first = draw_curves(recall, title="Precision and recall", x_label="recall", y_label="precision")
    second = draw_curves(
        reliability, title="Reliability", x_label="probability given", y_label="share that was true", diagonal=True
    )
    return (
        f'<h2>Curves{note}</h2><div class="plots">{first}{second}</div><p class="note">A dot on the left marks where '
        "the thresholds stand. On the right, the larger a dot, the more articles; the grey line is perfect.</p>"
    )


def _name_of(topics: Sequence[str]) -> str:
    return escape(" + ".join(topics)) or "none of these"


def _confusion_table(confusions: Sequence[Mapping[str, Any]]) -> str:
    counts: Counter[tuple[str, ...]] = Counter()
    for cell in confusions:
        counts.update({tuple(cell["truth"]): cell["count"]})
        counts.update({tuple(cell["predicted"]): cell["count"]})
    kept = sorted(counts, key=lambda topics: (-counts[topics], topics))[:MOST_SETS]
    indices = {topics: i for i, topics in enumerate(kept)}
    grid: Counter[tuple[int, int]] = Counter()
    for cell in confusions:
        row, column = (indices.get(tuple(cell[key]), len(kept)) for key in ("truth", "predicted"))
        grid[row, column] += cell["count"]
    sides = range(len(kept) + (len(counts) > len(kept)))
    labels = [_name_of(topics) for topics in kept] + ["other sets"]
    rows = []
    for i in sides:
        total = sum(grid[i, j] for j in sides)
        rows.append([labels[i], *(_confusion_cell(grid[i, j], total, i == j < len(kept)) for j in sides)])
    head = ["truly ↓ &nbsp; said →", *(labels[j] for j in sides)]
    return "<h2>Confusions of label sets</h2>" + _table(head, rows)


def _confusion_cell(count: int, total: int, right: bool) -> str:
    attribute = ' class="right"' if right else ""
    if not count:
        return f"<td{attribute}></td>"
    colour = "0,158,115" if right else "213,94,0"
    return f'<td{attribute} style="background:rgba({colour},{0.08 + 0.6 * count / total:.2f})">{count}</td>'


def _mistakes(mistakes: Sequence[Mapping[str, Any]], topics: Sequence[str]) -> str:
    if not mistakes:
        return ""
    note = '<p class="note">The most confident wrong answers: look at these first, since some may be wrong labels.</p>'
    colours = topic_colours(topics)
    return "<h2>Worst mistakes</h2>" + note + "".join(_mistake(mistake, colours) for mistake in mistakes)


def _mistake(mistake: Mapping[str, Any], colours: Mapping[str, str]) -> str:
    reasons = mistake["reasons"]
    spans = [(s["start"], s["end"], colours[name]) for name, why in reasons.items() for s in why["sentences"]]
    lines = "".join(
        f'<div class="terms"><b style="color:{colours[name]}">{escape(name)}</b> {why["probability"]:.2f}: '
        f"{_terms(why['terms'])}</div>"
        for name, why in reasons.items()
    )
    said, truly = _name_of(mistake["predicted"]), _name_of(mistake["truth"])
    source = f'<span class="source">{escape(mistake["id"])} {escape(mistake["collection"])}</span>'
    return (
        f'<div class="mistake"><div><b>said: {said}</b> · truly: {truly} {source}</div>'
        f'{lines}<div class="text" dir="auto">{mark_text(mistake["text"], underlined=spans)}</div></div>'
    )


def _terms(terms: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{escape(term['term'])} {term['weight']:+.2f}" for term in terms)

"""HTML views: a text with marked spans, topics with their evidence, whole reports, one self-contained page.

Fragments include their own style and use the colours of the surrounding page, so that they are readable in light and
dark notebooks. All text is escaped; code points that HTML cannot represent are shown as U+FFFD.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsnlp.display.terminal import NOVELTY

__all__ = ["render_page", "render_report", "render_source", "render_story", "render_summary", "render_topics"]

# Colour-blind safe (Okabe and Ito, 2008), in the order of the model's topics.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")

STYLE = """<style>
.newsnlp{font:15px/1.55 system-ui,sans-serif;max-width:46em;margin:0 0 1.5em;container-type:inline-size;
overflow-wrap:anywhere}
.newsnlp h2{font-size:1.3em;line-height:1.25;margin:.2em 0}
.newsnlp .source,.newsnlp .novelty{opacity:.65;font-size:.85em}
.newsnlp .topic{display:grid;grid-template-columns:8em 9em 3.5em 1fr;gap:.6em;align-items:center;margin:.15em 0}
.newsnlp .topic.off{opacity:.5}
.newsnlp .topic b{font-weight:600}
.newsnlp .bar{height:.6em;border-radius:.3em;background:rgba(128,128,128,.25)}
.newsnlp .bar i{display:block;height:100%;border-radius:.3em}
.newsnlp .terms{font-size:.85em;opacity:.8}
.newsnlp .text{white-space:pre-wrap;margin:.8em 0;padding:.8em 1em;border:1px solid rgba(128,128,128,.35);
border-radius:.4em}
.newsnlp mark{color:inherit;background:rgba(255,200,0,.35);padding:.05em 0;border-radius:.15em}
.newsnlp .aside{opacity:.45}
.newsnlp .evidence{text-decoration:underline;text-decoration-thickness:.12em;text-underline-offset:.22em}
.newsnlp .key{font-size:.8em;opacity:.75}
.newsnlp ol,.newsnlp ul{padding-inline-start:1.3em;margin:.5em 0}
.newsnlp p{margin:.4em 0}
.newsnlp .chip{display:inline-block;font-size:.8em;padding:.05em .6em;border-radius:1em;border:2px solid;
margin:.1em .3em .1em 0}
.newsnlp:has(>.scroll){max-width:none}
.newsnlp .scroll{overflow-x:auto;overflow-wrap:normal}
.newsnlp table{border-collapse:collapse;margin:.4em 0;font-size:.93em;font-variant-numeric:tabular-nums}
.newsnlp th,.newsnlp td{padding:.25em .7em;text-align:start;vertical-align:top;background:none;
border-bottom:1px solid rgba(128,128,128,.25)}
.newsnlp thead th{font-weight:600;vertical-align:bottom}
.newsnlp .number{text-align:end;white-space:nowrap}
.newsnlp .long{min-width:18em;max-width:30em}
@container (max-width:30em){
.newsnlp .topic{grid-template-columns:7em 1fr 3em}
.newsnlp .topic .terms{grid-column:1/-1}
}
</style>"""

LINE_BREAK = re.compile("\r\n?|\n")
UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Bounds = tuple[int, int]


def escape(text: str) -> str:
    """Return `text` safe for HTML."""
    return html.escape(UNSHOWABLE.sub("\ufffd", text))


def mark_text(
    text: str,
    marked: Iterable[Bounds] = (),
    asides: Iterable[Bounds] = (),
    underlined: Iterable[tuple[int, int, str]] = (),
) -> str:
    """Return `text` as HTML in which spans are marked, greyed or underlined in a colour; they may overlap."""
    opening: dict[int, list[tuple[str, str]]] = {}
    closing: dict[int, list[tuple[str, str]]] = {}
    layers = [("mark", s, e, "") for s, e in marked] + [("aside", s, e, "") for s, e in asides]
    layers += [("evidence", s, e, colour) for s, e, colour in underlined]
    for kind, start, end, colour in layers:
        if start >= end:
            continue
        opening.setdefault(start, []).append((kind, colour))
        closing.setdefault(end, []).append((kind, colour))
    cuts = sorted({0, len(text), *opening, *closing})
    active: list[tuple[str, str]] = []
    pieces = []
    for start, end in itertools.pairwise(cuts):
        for layer in closing.get(start, ()):
            active.remove(layer)
        active += opening.get(start, ())
        pieces.append(_dress(escape(text[start:end]), active))
    return "".join(pieces)


def _dress(piece: str, active: Sequence[tuple[str, str]]) -> str:
    # Some viewers drop white space between two elements unless it is a separate line break.
    piece = LINE_BREAK.sub("<br>", piece)
    kinds = {kind for kind, _ in active}
    colour = next((colour for kind, colour in active if kind == "evidence"), "")
    if colour:
        piece = f'<span class="evidence" style="text-decoration-color:{colour}">{piece}</span>'
    if "aside" in kinds:
        piece = f'<span class="aside">{piece}</span>'
    return f"<mark>{piece}</mark>" if "mark" in kinds else piece


def topic_colours(names: Iterable[str]) -> dict[str, str]:
    """Return a colour for each topic, by its index."""
    return {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}


def _topic_rows(prediction: Mapping[str, Any]) -> str:
    colours = topic_colours(prediction["probabilities"])
    rows, explained = [], prediction.get("explained", prediction["topics"])
    for name, probability in prediction["probabilities"].items():
        held = name in prediction["topics"]
        terms = prediction["evidence"].get(name, {}).get("terms", [])[:6] if name in explained else []
        bar = f'<span class="bar"><i style="width:{100 * probability:.0f}%;background:{colours[name]}"></i></span>'
        words = ", ".join(escape(term["term"]) for term in terms)
        title = "; ".join(f"{escape(term['term'])} {term['weight']:+.2f}" for term in terms)
        label = f"<b>{escape(name)}</b>" if held else f"<span>{escape(name)}</span>"
        rows.append(
            f'<div class="topic{"" if held else " off"}">{label}{bar}<span>{probability:.2f}</span>'
            f'<span class="terms" dir="auto" title="{title}">{words}</span></div>'
        )
    if not explained:
        rows.append('<div class="source">none of these topics</div>')
    if "novelty" in prediction:
        rows.append(f'<div class="novelty">novelty {prediction["novelty"]:.2f} ({NOVELTY})</div>')
    return "".join(rows)


def _evidence_spans(prediction: Mapping[str, Any], most: int = 2) -> list[tuple[int, int, str]]:
    """Return the strongest sentences for each topic that holds; a sentence has the colour of its first topic."""
    colours = topic_colours(prediction["probabilities"])
    taken: dict[Bounds, str] = {}
    for name in prediction.get("explained", prediction["topics"]):
        sentences = prediction["evidence"].get(name, {}).get("sentences", [])
        for sentence in [s for s in sentences if s["weight"] > 0][:most]:
            taken.setdefault((sentence["start"], sentence["end"]), colours[name])
    return [(start, end, colour) for (start, end), colour in taken.items()]


def wrap(*parts: str) -> str:
    """Return a fragment of the parts, with its style."""
    return f'{STYLE}<div class="newsnlp">{"".join(parts)}</div>'


def render_topics(prediction: Mapping[str, Any], text: str = "", notes: Iterable[str] = ()) -> str:
    """Return the topics as bars with their terms, notes if any, and the text with the deciding sentences underlined."""
    lines = [f'<div class="terms">{escape(note)}</div>' for note in notes]
    body = (
        f'<div class="text" dir="auto">{mark_text(text, underlined=_evidence_spans(prediction))}</div>' if text else ""
    )
    return wrap(_topic_rows(prediction), *lines, body)


def render_summary(chosen: Sequence[Mapping[str, Any]], text: str = "", asides: Iterable[Bounds] = ()) -> str:
    """Return the summary within its text, the chosen sentences marked; without a text, as a list."""
    if not text:
        return wrap('<ol dir="auto">', *(f"<li>{escape(sentence['text'])}</li>" for sentence in chosen), "</ol>")
    marked = [(sentence["start"], sentence["end"]) for sentence in chosen]
    return wrap(f'<div class="text" dir="auto">{mark_text(text, marked, asides)}</div>')


def render_report(report: Mapping[str, Any], text: str, asides: Iterable[Bounds] = ()) -> str:
    """Return headline, topics, summary, and the text with both marked."""
    headline = f'<h2 dir="auto">{escape(report["headline"])}</h2>' if report["headline"] else ""
    items = "".join(f"<li>{escape(' '.join(s['text'].split()))}</li>" for s in report["summary"])
    summary = f'<ol dir="auto">{items}</ol>' if items else ""
    marked = [(s["start"], s["end"]) for s in report["summary"]]
    body = (
        f'<div class="text" dir="auto">{mark_text(text, marked, asides, _evidence_spans(report))}</div>' if text else ""
    )
    colours = topic_colours(report["probabilities"])
    keys = [
        f'<span class="evidence" style="text-decoration-color:{colours[n]}">{escape(n)}</span>'
        for n in report["topics"]
    ]
    key = f'<div class="key"><mark>summary</mark> {" ".join(keys)} <span class="aside">set aside</span></div>'
    return wrap(headline, _topic_rows(report), summary, body, key if body else "")


def render_story(story: Mapping[str, Any], topics: Sequence[str]) -> str:
    """Return headline, days, topics and summary of a story, and its articles, which open on a click.

    Parameters
    ----------
    story : mapping
        As for `render_digest`.
    topics : sequence of str
        All topics, in the order of their colours.
    """
    colours = topic_colours(topics)
    chips = "".join(
        f'<span class="chip" style="border-color:{colours[name]}">{escape(name)}</span>' for name in story["topics"]
    )
    days = " – ".join(dict.fromkeys(escape(day) for day in (story["first"], story["last"]) if day))
    count = len(story["articles"])
    label = "1 article" if count == 1 else f"{count} articles"
    items = "".join(_story_article(article) for article in story["articles"])
    return wrap(
        f'<h2 dir="auto">{escape(story["headline"])}</h2>',
        f'<div class="source">{" · ".join(filter(None, [days, label]))}</div>',
        f'<p dir="auto">{escape(story["summary"])}</p>{chips}',
        f"<details><summary>{label}</summary><ul>{items}</ul></details>",
    )


def _story_article(article: Mapping[str, Any]) -> str:
    told = ", ".join(escape(each) for each in (article["site"], article["date"]) if each)
    source = f' <span class="source">{told}</span>' if told else ""
    return f'<li dir="auto">{escape(article["headline"] or "without a headline")}{source}</li>'


def render_source(source: str) -> str:
    """Return the name of an article's source as a small line."""
    return f'<div class="newsnlp"><div class="source">{escape(source)}</div></div>'


def render_page(fragments: Sequence[str], title: str) -> str:
    """Return one self-contained page of the fragments."""
    body = "\n".join(fragment.replace(STYLE, "") for fragment in fragments)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title>{STYLE}<style>:root{{color-scheme:light dark}}"
        f"body{{margin:2em auto;padding:0 1em;max-width:46em}}</style></head>\n<body>\n{body}\n</body></html>\n"
    )

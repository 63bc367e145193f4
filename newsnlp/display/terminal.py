"""Plain and coloured text for people at a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["explanation_notes", "render_explanation", "render_report", "render_summary", "render_topics"]

WIDTH = 88
NOVELTY = "0 familiar, 1 new"
MOST_TERMS = 6  # on one side
BOLD, DIM, GREEN, RESET = "\033[1m", "\033[2m", "\033[32m", "\033[0m"

# A text must not control the terminal: control characters such as ESC are shown as U+FFFD.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """Return `text` on one line without control characters."""
    return CONTROL.sub("\ufffd", " ".join(text.split()))


def _styled(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{RESET}" if colour else text


def _wrapped(text: str, first: str, rest: str, width: int) -> str:
    return textwrap.fill(
        clean(text), width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def render_topics(prediction: Mapping[str, Any], text: str = "", *, colour: bool = False, width: int = WIDTH) -> str:
    """Return one block a topic: name, probability, and for topics that hold their terms and strongest sentence."""
    lines = []
    if not prediction["topics"]:
        lines.append("topics: none of these")
    for name, probability in prediction["probabilities"].items():
        held = name in prediction["topics"]
        lines.append(_styled(_topic_line(name, probability, held), BOLD + GREEN if held else DIM, colour))
        if held:
            lines += _reasons(prediction["evidence"].get(name, {}), text, width)
    if "novelty" in prediction:
        lines.append(_styled(f"  novelty      {prediction['novelty']:4.2f} ({NOVELTY})", DIM, colour))
    return "\n".join(lines)


def render_explanation(explanation: Mapping[str, Any], text: str = "") -> str:
    """Return one topic with the evidence for and against it, whether it holds or not."""
    threshold, probability = explanation["threshold"], explanation["probability"]
    line = _topic_line(explanation["topic"], probability, threshold is not None and probability >= threshold)
    figures, *against = explanation_notes(explanation)
    notes = [_wrapped(note, " " * 4, " " * 4, WIDTH) for note in against]
    return "\n".join([f"{line}   {figures}", *_reasons(explanation, text, WIDTH), *notes])


def explanation_notes(explanation: Mapping[str, Any]) -> list[str]:
    """Return how the logit of a topic is made up and, if there are any, the strongest terms against it."""
    logit, bias, threshold = (explanation[key] for key in ("logit", "bias", "threshold"))
    holds = "never holds" if threshold is None else f"holds from {threshold:.2f}"
    notes = [f"logit {logit:+.2f} = bias {bias:+.2f}, terms {logit - bias:+.2f}; {holds}"]
    against = [term for term in reversed(explanation["terms"]) if term["weight"] < 0][:MOST_TERMS]
    return notes + (["against: " + _weighed(against)] if against else [])


def _topic_line(name: str, probability: float, held: bool) -> str:
    return f"{'*' if held else ' '} {clean(name):<12} {probability:4.2f}"


def _weighed(terms: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(f"{term['term']} {term['weight']:+.2f}" for term in terms)


def _reasons(evidence: Mapping[str, Any], text: str, width: int) -> list[str]:
    lines = []
    terms = [term for term in evidence.get("terms", []) if term["weight"] > 0][:MOST_TERMS]
    if terms:
        lines.append(_wrapped(_weighed(terms), " " * 4, " " * 4, width))
    sentences = [sentence for sentence in evidence.get("sentences", []) if sentence["weight"] > 0]
    if sentences and text:
        best = sentences[0]
        shown = textwrap.shorten(clean(text[best["start"] : best["end"]]), max(width - 14, 14), placeholder=" ...")
        lines.append(f"    {best['weight']:+.2f} “{shown}”")
    return lines


def render_summary(summary: Mapping[str, Any], *, width: int = WIDTH) -> str:
    """Return the chosen sentences, one a paragraph with a dash."""
    shown = [_wrapped(sentence["text"], "- ", "  ", width) for sentence in summary["summary"]]
    return "\n".join(shown) or "(nothing to summarize)"


def render_report(report: Mapping[str, Any], text: str, *, colour: bool = False, width: int = WIDTH) -> str:
    """Return headline, topics with their reasons, and the summary."""
    headline = _wrapped(report["headline"], "", "", width) or "(no headline)"
    parts = [_styled(headline, BOLD, colour)]
    if report["dateline"]:
        parts[0] += _styled(f"  [{clean(report['dateline'])}]", DIM, colour)
    parts.append(render_topics(report, text, colour=colour, width=width))
    parts.append(render_summary(report, width=width))
    return "\n\n".join(parts)

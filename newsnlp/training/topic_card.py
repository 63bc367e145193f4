"""The card of the shipped topic model: what it was made of, what it can do, what was tried."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsnlp.evaluation import classification_report
from newsnlp.topics.model import TopicModel
from newsnlp.training.topic_data import TopicData, row_text

__all__ = ["measure", "model_card", "write_card"]

LIMITS = (
    "English only; novelty is near 1 for other languages. Trained on short reports of world events (2002 to 2026), on "
    "releases of governments, on posts about technology and on invented reports in the manner of newsrooms; measured "
    "on English-language newsrooms. Labels follow one guide; a topic is the main subject or a clear second one, not a "
    "passing mention. Not for decisions about people."
)


def measure(model: TopicModel, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return figures on labelled rows: over all, with bootstrap intervals, and without for each collection's topics."""
    texts = [row_text(row) for row in rows]
    truth = np.array([[topic in row["topics"] for topic in model.topics] for row in rows])
    probabilities, predicted = model.predict_proba(texts), model.predict(texts)
    collections = [row["collection"] for row in rows]
    report = classification_report(truth, probabilities, predicted, model.topics, groups=collections)
    parts = report.pop("groups")
    return {**report, "collections": parts}


def model_card(data: TopicData, recipe: dict[str, Any], dev: dict[str, Any] | None) -> dict[str, Any]:
    """Return the card that is kept in the model file."""
    return {
        "name": "topics-en",
        "language": "en",
        "date": data.facts["newest_text"],
        "data": data.facts,
        "recipe": recipe,
        "versions": _versions(),
        "dev": dev,
        "limits": LIMITS,
    }


def _versions() -> dict[str, str]:
    from importlib.metadata import version
    from platform import python_version

    return {"python": python_version(), **{name: version(name) for name in ("numpy", "scipy", "scikit-learn")}}


def write_card(card: dict[str, Any], version: str, notes: str) -> str:
    """Return the card of a version as Markdown for people; `notes` says what was tried."""
    facts = card["data"]
    lines = [
        f"# topics-en: diplomacy, ict, security (version {version})",
        "",
        f"Newest training text: {card['date']}. {card['limits']}",
        "",
        "## Data",
        "",
        f"{facts['labelled']} labelled texts ("
        + ", ".join(f"{name} {count}" for name, count in facts["labelled_by_collection"].items())
        + f"; {facts['unsure']} of them could have gone either way) and, without labels, {facts['unlabelled_events']} "
        f"reports of events and {facts['unlabelled_others']} releases and posts. The labels are those of a language "
        "model that read title and first 130 words by a written guide; `written`, `dispatches`, `ministries` and "
        "`posts` were written for this model. Licences: "
        + "; ".join(facts["licences"])
        + ". The file holds no text and no term of fewer than "
        f"{card['recipe']['min_df']} training texts.",
        "",
        "## Figures on newsroom texts that no part of the training has seen (dev)",
        "",
        *_table(card["dev"]),
        "",
        "## How it is made",
        "",
        "`python -m newsnlp.training topics DATA --out newsnlp/models`, byte for byte the same on one machine with "
        + ", ".join(f"{name} {number}" for name, number in card["versions"].items())
        + f"; seed {card['recipe']['seed']}.",
        "",
        notes.strip(),
    ]
    return "\n".join(lines) + "\n"


def _table(dev: dict[str, Any] | None) -> list[str]:
    if dev is None:
        return ["Not measured: the folder had no dev.jsonl.gz."]
    head = ["| | texts | F1 | average precision | ECE |", "|---|---|---|---|---|"]
    rows = [_row(name, figures["support"], figures) for name, figures in dev["topics"].items()]
    rows.append(_row("macro", dev["rows"], dev["macro"]))
    rows += [_row(name, part["rows"], part["macro"]) for name, part in dev["collections"].items()]
    note = (
        "In brackets: 95 % bootstrap intervals. Those of the calibration error (ECE) lie high, some above the figure "
        "itself: resampling adds to this error."
    )
    return [*head, *rows, "", note]


def _row(name: str, texts: int, figures: dict[str, Any]) -> str:
    cells = []
    for key in ("f1", "average_precision", "ece"):
        low, high = figures.get("intervals", {}).get(key, (None, None))
        cells.append(f"{figures[key]:.3f}" + (f" ({low:.3f} to {high:.3f})" if low is not None else ""))
    return f"| {name} | {texts} | " + " | ".join(cells) + " |"

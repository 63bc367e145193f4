"""The texts that the shipped topic model is trained on and measured with."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["PORTAL", "TopicData", "read_topic_data", "read_topic_rows", "row_text"]

TOPICS = ("diplomacy", "ict", "security")
# Collections by kind of source: the model is calibrated on kinds that it was not fitted on.
PORTAL = "current events"
KINDS = {
    "wp_events": PORTAL,
    "wp_events_2025": PORTAL,
    "whitehouse": "White House",
    "congress": "Congress",
    "digitalgov": "government web",
    "18f": "government web",
}
SAME_TEXT = 120  # texts that agree in so many characters are one text


@dataclass(frozen=True, slots=True)
class TopicData:
    """Labelled and unlabelled training texts.

    Parameters
    ----------
    topics : tuple of str
    texts : list of str
        Title and text of each labelled row, separated by a blank line.
    truth : ndarray of bool, shape (n_texts, n_topics)
    kinds : list of str
        The kind of source of each labelled row.
    unlabelled : list of str
        Further texts, none of which is among the labelled ones.
    headed : list of (str, str or None)
        Those of the unlabelled texts that come from a portal, with their section.
    facts : dict
        Counts, licences and dates, for the card.
    """

    topics: tuple[str, ...]
    texts: list[str]
    truth: NDArray[np.bool_]
    kinds: list[str]
    unlabelled: list[str]
    headed: list[tuple[str, str | None]]
    facts: dict[str, Any]


def read_topic_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a gzip'd JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def row_text(row: dict[str, Any]) -> str:
    """Return title and text of a row as the library joins them everywhere."""
    return f"{row['title']}\n\n{row['text']}" if row.get("title") else str(row["text"])


def read_topic_data(folder: Path) -> TopicData:
    """Read ``train``, ``unlabelled_events`` and ``unlabelled_releases`` of a folder.

    Unlabelled texts that recur among the labelled ones are left out.
    """
    train = read_topic_rows(folder / "train.jsonl.gz")
    events = read_topic_rows(folder / "unlabelled_events.jsonl.gz")
    releases = read_topic_rows(folder / "unlabelled_releases.jsonl.gz")
    known = {_key(row["text"]) for row in train}
    titles = {row["title"].lower() for row in train if row["title"]}
    events = [row for row in events if _key(row["text"]) not in known]
    releases = [
        row for row in releases if _key(row["text"]) not in known and (row["title"] or "").lower() not in titles
    ]
    used = [*train, *events, *releases]
    facts = {
        "labelled": len(train),
        "labelled_by_collection": dict(sorted(Counter(row["collection"] for row in train).items())),
        "unlabelled_events": len(events),
        "unlabelled_releases": len(releases),
        "licences": sorted({row["licence"] for row in used}),
        "newest_text": max(row["date"] or "" for row in used),
    }
    return TopicData(
        topics=TOPICS,
        texts=[row_text(row) for row in train],
        truth=np.array([[topic in row["topics"] for topic in TOPICS] for row in train]),
        kinds=[KINDS[row["collection"]] for row in train],
        unlabelled=[row_text(row) for row in (*events, *releases)],
        headed=[(row["text"], row["heading"]) for row in events],
        facts=facts,
    )


def _key(text: str) -> str:
    return " ".join(text.split())[:SAME_TEXT].lower()

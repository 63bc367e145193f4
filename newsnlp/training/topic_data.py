"""The texts that the shipped topic model is trained on and measured with."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["PORTAL", "TopicData", "read_topic_data", "read_topic_rows", "row_text"]

TOPICS = ("diplomacy", "ict", "security")
# Collections by kind of source: the model is calibrated on kinds that it was not fitted on.
PORTAL = "current events"
KINDS = {
    PORTAL: ("wp_events", "wp_events_2025"),
    "United States": ("whitehouse", "congress"),
    "governments": (
        "kremlin_en", "au_pm_releases", "cia_factbook", "misp_threat_actors", "us_fed_rss_2026", "us_state_milestones",
        "centcom_strikes",
    ),
    "technology": (
        "digitalgov", "18f", "cds_blog", "datagov_blog", "cloudgov_news", "techdirt_excerpts", "lctt_opensource_com",
        "lctt_fedoramagazine_org", "pluralistic", "privacyguides", "opensuse_news", "divd_news", "creativecommons_tech",
    ),
    "newsrooms and readers": ("written", "gum_wikinews", "dispatches", "ministries", "posts"),
}  # fmt: skip
KIND_OF = {collection: kind for kind, collections in KINDS.items() for collection in collections}
LABELLED = ("train", "train_more", "written")
OWN = ("dispatches", "ministries", "posts")  # files of this folder, written for newsnlp
UNLABELLED = ("unlabelled_events", "unlabelled_releases", "unlabelled_more")
SAME_TEXT = 120  # texts whose first so many characters agree are one text


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
    titles : list of str
        The title that each labelled text begins with; '' where it has none.
    unsure : ndarray of bool, shape (n_texts,)
        Whether the label was uncertain.
    foreign : ndarray of bool, shape (n_texts,)
        Whether it is a post or a letter of a reader about other subjects, without any of the topics.
    counted : int
        The first so many labelled texts count for the frequencies of words; the others only for the labels.
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
    titles: list[str]
    unsure: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    counted: int
    unlabelled: list[str]
    headed: list[tuple[str, str | None]]
    facts: dict[str, Any]


def read_topic_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a gzip'd JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def own_rows() -> list[dict[str, Any]]:
    """Return texts that were written for newsnlp because the files have few of their kind.

    They are invented reports in the manner of newsrooms, about everything; short reports about ministries of
    communications; and posts and letters of readers about cars, sport, health and the like, some about computers.
    """
    common = {"date": "2026-11-29", "licence": "CC0 1.0", "unsure": False}
    return [
        {**json.loads(line), "collection": name, **common}
        for name in OWN
        for line in (files("newsnlp.training") / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def further_labels() -> dict[str, dict[str, Any]]:
    """Return by text id the labels of a later reading: topics, and whether they are unsure.

    It labels unlabelled texts of which the model was unsure, and some drawn by chance; and it replaces labels that the
    model, trained without them, disagreed with most.
    """
    found = {}
    for line in (files("newsnlp.training") / "labels.tsv").read_text(encoding="utf-8").splitlines():
        name, topics, doubt = line.split("\t")
        found[name] = {"topics": topics.split(), "unsure": doubt == "unsure"}
    return found


def row_text(row: dict[str, Any]) -> str:
    """Return title and text of a row as the library joins them everywhere."""
    return f"{row['title']}\n\n{row['text']}" if row.get("title") else str(row["text"])


def read_topic_data(folder: Path) -> TopicData:
    """Read the files of `LABELLED` and of `UNLABELLED` of a folder, with the labels of `further_labels`.

    Unlabelled texts that are also among the labelled ones are left out. The texts of `own_rows` are added.
    """
    later = further_labels()
    rows = {name: read_topic_rows(folder / f"{name}.jsonl.gz") for name in (*LABELLED, *UNLABELLED)}
    found = [{**row, **later.get(row["id"], {})} for name in LABELLED for row in rows[name]]
    found += [
        {"title": None, "collection": row["id"].split(":")[0], **row, **later[row["id"]]}
        for name in UNLABELLED
        for row in rows[name]
        if row["id"] in later
    ]
    labelled = [*found, *own_rows()]
    known = {_key(row["text"]) for row in labelled}
    titles = {row["title"].lower() for row in labelled if row["title"]}
    events, *files_of_others = (
        [row for row in rows[name] if _key(row["text"]) not in known and (row.get("title") or "").lower() not in titles]
        for name in UNLABELLED
    )
    others = [row for file in files_of_others for row in file]
    used = [*labelled, *events, *others]
    facts = {
        "labelled": len(labelled),
        "labelled_by_collection": dict(sorted(Counter(row["collection"] for row in labelled).items())),
        "unsure": sum(row["unsure"] for row in labelled),
        "unlabelled_events": len(events),
        "unlabelled_others": len(others),
        "licences": sorted({row["licence"] for row in used}),
        "newest_text": max(row["date"] or "" for row in used),
    }
    return TopicData(
        topics=TOPICS,
        texts=[row_text(row) for row in labelled],
        truth=np.array([[topic in row["topics"] for topic in TOPICS] for row in labelled]),
        kinds=[KIND_OF[row["collection"]] for row in labelled],
        titles=[row["title"] or "" for row in labelled],
        unsure=np.array([row["unsure"] for row in labelled], dtype=bool),
        foreign=np.array([row["collection"] == "posts" and not row["topics"] for row in labelled]),
        counted=len(found),
        unlabelled=[row_text(row) for row in (*events, *others)],
        headed=[(row["text"], row["heading"]) for row in events],
        facts=facts,
    )


def _key(text: str) -> str:
    return " ".join(text.split())[:SAME_TEXT].lower()

"""Build the shipped ranker: ``python -m newsnlp.training summaries DATA --out FOLDER``.

DATA is a folder with three files. ``editor_grades.jsonl.gz`` has articles whose sentences are graded: the rows of split
train are trained on, those of split dev are measured on. ``cnn_train.jsonl.gz`` has articles with highlights: 1,000 are
measured on, and 1,500 of the others that are not graded are trained on. ``cnndm_dev.jsonl.gz`` has more of these, which
are only measured on. The folder ``topics`` beside DATA has the news texts from which the rarity of terms is computed.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import term_hashes
from newsnlp._files import write_atomically
from newsnlp.articles import Article
from newsnlp.evaluation import GradedArticle, SummaryEvaluation, desk_score, evaluate_summaries
from newsnlp.summarizers.lead import LeadSummarizer
from newsnlp.summarizers.ranker import RankerSummarizer
from newsnlp.summarizers.ranker_fitting import fit_on_grades
from newsnlp.training.summary_card import render_card

__all__ = ["build", "count_terms", "read_grades", "read_highlights"]

MODEL, CARD, VERSION = "summaries-en.model", "summaries-en.md", "summaries-en-4"
# Files of licence-clean news texts in the folder beside the data.
BACKGROUND = ("train.jsonl.gz", "unlabelled_events.jsonl.gz", "unlabelled_releases.jsonl.gz")
BACKGROUND_SLOTS = 1 << 16
LEAST_TEXTS = 3
HELD_OUT, TAUGHT, SEED = 1000, 1500, 0
# What the data call web pages, and how often these are taught: they are a seventh of the graded articles, and most of
# what users have.
WEB, WEB_TIMES = "wild", 4
TYPES = ("rouge1", "rouge2", "rougeLsum")

Pair = tuple[Article, str]


class Graded(NamedTuple):
    """Graded articles by their source: those to train on, and those to measure on, also all of these together."""

    train: dict[str, list[GradedArticle]]
    dev: dict[str, list[GradedArticle]]

    def training_articles(self) -> list[GradedArticle]:
        """Return the articles to train on, those of web pages several times."""
        return [
            article
            for source, articles in self.train.items()
            for article in articles * (WEB_TIMES if source == WEB else 1)
        ]


class Highlights(NamedTuple):
    """Articles with highlights: those to train on, and those to measure on, by their collection."""

    train: list[Pair]
    dev: dict[str, list[Pair]]


def build(data: Path, out: Path) -> None:
    """Train on grades and highlights, measure on the articles held out, write model and card."""
    graded, pairs = read_grades(data), read_highlights(data)
    model = fit_on_grades(graded.training_articles(), count_terms(data.parent / "topics"), pairs.train)
    ranker, lead = RankerSummarizer(model=model), LeadSummarizer()
    desk = {name: (desk_score(ranker, rows), desk_score(lead, rows)) for name, rows in graded.dev.items()}
    highlights = {name: _measure(ranker, lead, rows) for name, rows in pairs.dev.items()}
    trained_on = sum(map(len, graded.train.values())), len(pairs.train)
    card = {
        "language": "en",
        "trained_on": dict(zip(("grades", "highlights"), trained_on, strict=True)),
        "desk": {name: [found.to_dict() for found in both] for name, both in desk.items()},
        "rouge": {name: found.to_dict() for name, found in highlights.items()},
    }
    out.mkdir(parents=True, exist_ok=True)
    model.with_card(card, VERSION).save(out / MODEL)
    write_atomically(out / CARD, render_card(VERSION, trained_on, desk, highlights).encode())


def _measure(ranker: RankerSummarizer, lead: LeadSummarizer, pairs: list[Pair]) -> SummaryEvaluation:
    return evaluate_summaries(ranker, pairs, baseline=lead, types=TYPES, use_stemmer=True, progress=False)


def read_grades(data: Path) -> Graded:
    """Read the graded articles; the file says which are for training and which for measuring."""
    found = Graded({}, {"all": []})
    for row in _rows(data / "editor_grades.jsonl.gz"):
        article, source = GradedArticle.from_dict(row), row["source"].split("/")[0]
        (found.train if row["split"] == "train" else found.dev).setdefault(source, []).append(article)
        if row["split"] == "dev":
            found.dev["all"].append(article)
    return found


def read_highlights(data: Path) -> Highlights:
    """Read the articles with highlights.

    Measured on are 1,000 articles of cnn_train, drawn with a seed, and a third of cnndm_dev, chosen by the hash of the
    id, except articles whose grades are trained on. Trained on are 1,500 of the other articles of cnn_train, none of
    which is graded.
    """
    splits = {row["id"]: row["split"] for row in _rows(data / "editor_grades.jsonl.gz")}
    cnn = {row["id"]: row for row in _rows(data / "cnn_train.jsonl.gz")}
    held_out = random.Random(SEED).sample(sorted(cnn), HELD_OUT)
    taught = random.Random(SEED).sample(sorted(cnn.keys() - set(held_out) - splits.keys()), TAUGHT)
    dev = [row for row in _rows(data / "cnndm_dev.jsonl.gz") if _is_held_out(row["id"]) and row["full_document"]]
    return Highlights(
        [_pair(cnn[name]) for name in taught],
        {
            "cnn": [_pair(cnn[name]) for name in held_out if splits.get(name) != "train"],
            "cnndm": [_pair(row) for row in dev if splits.get(row["id"]) != "train"],
        },
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _is_held_out(identifier: str) -> bool:
    return zlib.crc32(identifier.encode()) % 3 == 0


def _pair(row: dict[str, Any]) -> Pair:
    return Article.parse(row["text"]), "\n".join(_highlights(row))


def _highlights(row: dict[str, Any]) -> list[str]:
    """Return the highlights of a row: a list, or one str that blanks (in one collection " . ") divide."""
    summary = row["summary"]
    if isinstance(summary, list):
        parts = summary
    elif row["id"].startswith("mini"):
        parts = re.split(r" \. +", summary)
    else:
        parts = re.split(r"\s{2,}", summary.replace("\xa0", " "))
    return [part.strip() for part in parts if part.strip()]


def count_terms(folder: Path) -> NDArray[np.uint8]:
    """Return how rare each term is in the texts of a folder, 0 to 255, by the low bits of its hash.

    Terms of fewer than 3 texts do not count. If two terms have the same slot, the count of the more frequent one is
    used.
    """
    texts, counts = 0, Counter[int]()
    for name in BACKGROUND:
        for row in _rows(folder / name):
            texts += 1
            counts.update(set(term_hashes(f"{row.get('title') or ''}\n\n{row['text']}").tolist()))
    slots = np.zeros(BACKGROUND_SLOTS)
    for term, count in counts.items():
        if count >= LEAST_TEXTS:
            slots[term % BACKGROUND_SLOTS] = max(slots[term % BACKGROUND_SLOTS], count)
    rarity = np.log((texts + 1) / (slots + 1)) / math.log((texts + 1) / (LEAST_TEXTS + 1))
    return np.round(np.clip(rarity, 0.0, 1.0) * 255).astype(np.uint8)

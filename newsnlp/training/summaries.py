"""Build the shipped ranker: ``python -m newsnlp.training summaries DATA --out FOLDER``.

DATA holds ``cnn_train.jsonl.gz`` and ``cnndm_dev.jsonl.gz`` (articles with highlights); a folder ``topics`` beside it
the news texts that tell how rare a term is. What is held out is never seen by any stage, and is measured at the end.
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
from newsnlp.articles import Article
from newsnlp.evaluation import SummaryEvaluation, evaluate_summaries
from newsnlp.modelfile import write_atomically
from newsnlp.summarizers.lead import LeadSummarizer
from newsnlp.summarizers.ranker import RankerSummarizer
from newsnlp.summarizers.ranker_fitting import fit_ranker
from newsnlp.summarizers.ranker_model import RankerModel
from newsnlp.training.summary_card import render_card

__all__ = ["build", "count_terms", "read_pairs"]

MODEL, CARD = "summaries-en.model", "summaries-en.md"
# Files of licence-clean news texts in the folder beside the data.
BACKGROUND = ("train.jsonl.gz", "unlabelled_events.jsonl.gz", "unlabelled_releases.jsonl.gz")
BACKGROUND_SLOTS = 1 << 16
LEAST_TEXTS = 3
HELD_OUT, SEED = 1000, 0
TYPES = ("rouge1", "rouge2", "rougeLsum")

Pair = tuple[Article, str]


class Pairs(NamedTuple):
    """Pairs of article and summary (a highlight a line) by what they are for."""

    train: list[Pair]
    held_out: dict[str, list[Pair]]


def build(data: Path, out: Path) -> None:
    """Train on the data, measure on what is held out, write model and card."""
    background = count_terms(data.parent / "topics")
    pairs = read_pairs(data)
    model = fit_ranker(pairs.train, background)
    figures = {name: _measure(model, held_out) for name, held_out in pairs.held_out.items()}
    card = {
        "language": "en",
        "trained_on": len(pairs.train),
        "figures": {name: found.to_dict() for name, found in figures.items()},
    }
    RankerModel(model.arrays, model.pool, card).save(out / MODEL)
    write_atomically(out / CARD, render_card(len(pairs.train), figures).encode())


def _measure(model: RankerModel, pairs: list[Pair]) -> SummaryEvaluation:
    ranker = RankerSummarizer(model=model)
    baseline = LeadSummarizer()
    return evaluate_summaries(ranker, pairs, baseline=baseline, types=TYPES, use_stemmer=True, progress=False)


def read_pairs(data: Path) -> Pairs:
    """Read the articles; hold out 1,000 of cnn_train by seed and a third of cnndm_dev by the hash of the id."""
    cnn = list(_rows(data / "cnn_train.jsonl.gz"))
    dev = list(_rows(data / "cnndm_dev.jsonl.gz"))
    chosen = set(random.Random(SEED).sample(sorted(row["id"] for row in cnn), HELD_OUT))
    train = [_pair(row) for row in cnn if row["id"] not in chosen]
    train += [_pair(row) for row in dev if not _is_held_out(row["id"])]
    held_out = {
        "cnn": [_pair(row) for row in cnn if row["id"] in chosen],
        "cnndm": [_pair(row) for row in dev if _is_held_out(row["id"]) and row["full_document"]],
    }
    return Pairs(train, held_out)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _is_held_out(identifier: str) -> bool:
    return zlib.crc32(identifier.encode()) % 3 == 0


def _pair(row: dict[str, Any]) -> Pair:
    return Article.parse(row["text"]), "\n".join(_highlights(row))


def _highlights(row: dict[str, Any]) -> list[str]:
    """Return the highlights of a row: a list, or one str in which blanks (in one collection " . ") part them."""
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

    Terms of fewer than 3 texts do not count. Of two terms with one slot the more frequent one has it.
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

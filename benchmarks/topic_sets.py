"""The public sets on which topics are measured, in their standard splits.

They are read from the data folder or, where it lacks them, from NLTK's and scikit-learn's own copies if the user has
downloaded these; nothing is downloaded here.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.harness import MissingTextsError, read_jsonl, where_possible


class TopicSet(NamedTuple):
    """Training and test texts with their labels; `single` if each text has exactly one."""

    name: str
    train: list[str]
    train_labels: list[tuple[str, ...]]
    test: list[str]
    test_labels: list[tuple[str, ...]]
    single: bool


Row = dict[str, Any]


def joined(row: Row) -> str:
    """Return title and text as the library joins them."""
    return f"{row['title']}\n\n{row['text']}" if row.get("title") else str(row["text"])


def _split(name: str, train: list[Row], test: list[Row], text: Callable[[Row], str], single: bool = True) -> TopicSet:
    # Shuffled, because a rival that reads one text after another fails on sorted ones.
    random.Random(0).shuffle(train)
    sides = [[(text(row), tuple(row["labels"])) for row in rows] for rows in (train, test)]
    (train_texts, train_labels), (test_texts, test_labels) = (zip(*side, strict=True) for side in sides)
    return TopicSet(name, list(train_texts), list(train_labels), list(test_texts), list(test_labels), single)


def _parts(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    return [r for r in rows if r["split"] == "train"], [r for r in rows if r["split"] == "test"]


def _in_both(train: list[Row], test: list[Row]) -> set[str]:
    return {n for r in train for n in r["labels"]} & {n for r in test for n in r["labels"]}


def reuters90(folder: Path) -> TopicSet:
    """ModApte: the 90 categories that both parts have; texts with at least one of them."""
    train, test = _parts(_reuters(folder))
    known = _in_both(train, test)
    kept = [
        [{**row, "labels": [n for n in row["labels"] if n in known]} for row in rows if known & set(row["labels"])]
        for rows in (train, test)
    ]
    return _split("Reuters R(90)", *kept, joined, single=False)


def reuters52(folder: Path) -> TopicSet:
    """ModApte: texts with one category that both parts have."""
    train, test = ([r for r in part if len(r["labels"]) == 1] for part in _parts(_reuters(folder)))
    known = _in_both(train, test)
    kept = ([r for r in rows if r["labels"][0] in known] for rows in (train, test))
    return _split("Reuters R52", *kept, joined)


def _reuters(folder: Path) -> list[Row]:
    try:
        return list(read_jsonl(folder / "reuters21578.jsonl.gz"))
    except MissingTextsError as missing:
        from nltk.corpus import reuters

        try:
            names = reuters.fileids()
        except LookupError:
            raise missing from None
    return [
        {"split": "train" if name.startswith("training") else "test", "labels": reuters.categories(name)}
        | {"text": reuters.raw(name)}
        for name in names
    ]


def reuters8(folder: Path) -> TopicSet:
    """R8 as its author distributes it."""
    rows = [{**row, "labels": [row["label"]]} for row in read_jsonl(folder / "r8_all_terms.jsonl.gz")]
    return _split("Reuters R8", *_parts(rows), joined)


def newsgroups(folder: Path) -> TopicSet:
    """20 Newsgroups by date, headers kept."""
    return _split("20 Newsgroups", *_parts(_newsgroups(folder)), lambda row: f"{row['header']}\n{row['text']}")


def _newsgroups(folder: Path) -> list[Row]:
    try:
        return list(read_jsonl(folder / "20news_bydate.jsonl.gz"))
    except MissingTextsError as missing:
        from sklearn.datasets import fetch_20newsgroups

        rows: list[Row] = []
        for part in ("train", "test"):
            try:
                found = fetch_20newsgroups(subset=part, shuffle=False, download_if_missing=False)
            except OSError:
                raise missing from None
            for document, number in zip(found.data, found.target, strict=True):
                header, _, text = document.partition("\n\n")
                rows.append({"split": part, "labels": [found.target_names[number]], "header": header, "text": text})
        return rows


def ag_news(folder: Path) -> TopicSet:
    """AG News: 13 % of the training rows, the official test."""
    train, test = (list(read_jsonl(folder / f"agnews_{part}.jsonl.gz")) for part in ("train_part", "test"))
    return _split("AG News, 13 %", train, test, joined)


SETS = (reuters90, reuters8, reuters52, newsgroups, ag_news)


def bbc(folder: Path) -> list[Row]:
    """Return the rows of BBC News."""
    return list(read_jsonl(folder / "bbc2225.jsonl.gz"))


def unrelated(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield kinds of texts without any of the shipped topics: sport, entertainment, hobbies."""
    for rows in (where_possible(bbc, folder), where_possible(_newsgroups, folder)):
        known = sorted({row["labels"][0] for row in rows or ()})
        for name in (n for n in known if n in ("sport", "entertainment") or n.startswith("rec.")):
            yield name, [joined(row) for row in rows or () if row["labels"] == [name]]

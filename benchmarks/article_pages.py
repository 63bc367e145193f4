"""Articles of raw web pages beside trafilatura and newspaper4k, and which valued sentences the rules lose.

Pages: token F1 of the body (multisets of words; ours is the paragraphs, without boilerplate), headline right (equal but
for case, marks and white space; of all pages with a title, and of those whose text has that title at all), authors and
day right where the page's test material has them, headline repeated in the body. Kinds of boilerplate that stay among
the sentences are counted by rough patterns, so that the counts are upper bounds. Time is that of title and body of a
page beside the extractor's own, turn by turn in one process. The gold bodies of newspaper and newspaper4k are those
programs' own output.

Desk grades: of the sentences graded 1 to 3 how many are no sentences of the article, and of those graded x (never) how
many; the grades were given by a language model that read in the role of a desk editor.
"""

import html
import json
import logging
import re
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from statistics import fmean, median
from typing import Any

from benchmarks.article_peers import REQUIREMENTS
from benchmarks.harness import Options, peer_python, print_table, read_jsonl
from newsnlp import Article

WORKER = Path(__file__).with_name("article_peers.py")
PAGES = "pages/dev.jsonl.gz"
KINDS = {
    "captions and credits": r"getty images|(?:ap|afp) photo\b|photo(?: by|:)|image:|pictured|\((?:left|right)\)",
    "newsletters": r"newsletter|(?:in|to) your inbox|sign up (?:for|to|now|here)|subscribe (?:now|to)",
    "tweets": r"pic\.twitter|t\.co/|\(@\w+\)",
    "tips": r"\btips?@|(?:got|have) a (?:news )?tip\b|do you have a story",
    "bios": r"\bis (?:a|an|the) (?:[\w-]+ ){0,4}(?:reporter|writer|editor|correspondent|columnist) (?:for|at|with)\b",
    "advertisements": r"^advertisement|article content|story continues|click here|scroll down|keep reading",
    "affiliates and rights": r"affiliate (?:link|commission)|may earn|all rights reserved|©|independently selected",
    "rules": r"^[\W_]+$",
    "times": r"^\W*(?:(?:published|updated|posted)\b.{0,30})?\d{1,2}[:.]\d\d\b",
}


def words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").casefold())


def overlap(found: str, gold: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the words."""
    a, b = Counter(words(found)), Counter(words(gold))
    both = sum((a & b).values())
    precision, recall = both / max(sum(a.values()), 1), both / max(sum(b.values()), 1)
    return precision, recall, 2 * both / max(sum(a.values()) + sum(b.values()), 1)


def ours(rows: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Article]]:
    articles = [Article.from_html(row["html"], url=row["url"]) for row in rows]
    answers = [
        {
            "title": article.headline,
            "body": "\n".join([article.dateline, *(span.of(article.text) for span in article.paragraphs)]),
            "authors": article.authors,
            "date": str(article.date)[:10] if article.date else None,
        }
        for article in articles
    ]
    return answers, articles


def title_right(row: dict[str, Any], answer: dict[str, Any]) -> bool:
    return words(row["title"]) == words(answer["title"])


def has_title(row: dict[str, Any]) -> bool:
    """Tell whether the page's text has the title; some pages of the test material are other versions."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", row["html"]))
    return " ".join(words(row["title"])) in " ".join(words(text))


def judge(rows: list[dict[str, Any]], answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of one extractor."""
    bodies: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for row, answer in zip(rows, answers, strict=True):
        if row["gold"]:
            bodies[row["src"]].append(overlap(answer["body"], row["gold"]))
    pairs = list(zip(rows, answers, strict=True))
    titled = [pair for pair in pairs if pair[0]["title"]]
    present = [pair for pair in titled if has_title(pair[0])]
    signed = [(r, a) for r, a in pairs if r["authors"] and a["authors"]]
    dated = [(r, a) for r, a in pairs if r["date"]]
    repeated = [a for _, a in pairs if a["title"] and words(a["title"]) == words(a["body"].strip().split("\n")[0])]
    return {
        "body": {name: [fmean(column) for column in zip(*found, strict=True)] for name, found in bodies.items()},
        "titles": [sum(title_right(*pair) for pair in titled), len(titled)],
        "titles that the page has": [sum(title_right(*pair) for pair in present), len(present)],
        "authors": [sum(set(r["authors"]) == set(a["authors"]) for r, a in signed), len(signed)],
        "days": [sum(str(r["date"])[:10] == a["date"] for r, a in dated), len(dated)],
        "headline repeated": [len(repeated), len(pairs)],
    }


def kept(articles: list[Article]) -> dict[str, int]:
    """Return on how many pages a sentence looks like boilerplate of each kind."""
    return {
        kind: sum(any(re.search(form, s.text, re.IGNORECASE) for s in article.sentences) for article in articles)
        for kind, form in KINDS.items()
    }


def time_ratio(rows: list[dict[str, Any]]) -> float:
    """Return the median over the pages of the times of from_html and of the extractor, measured in turn."""
    from trafilatura import bare_extraction

    ratios = []
    for row in rows:
        start = time.process_time()
        Article.from_html(row["html"], url=row["url"])
        middle = time.process_time()
        bare_extraction(row["html"], include_comments=False, include_tables=False, with_metadata=True)
        ratios.append((middle - start) / max(time.process_time() - middle, 1e-9))
    return median(ratios)


def measure_pages(options: Options) -> dict[str, Any]:
    """Return and print the figures of all extractors."""
    logging.disable(logging.CRITICAL)
    path, limit = options.data / PAGES, 30 if options.quick else 10_000
    rows = list(islice(read_jsonl(path), limit))
    answers, articles = ours(rows)
    judged = {"newsnlp": judge(rows, answers)}
    for name, needed in {} if options.peers is None else REQUIREMENTS.items():
        command = [peer_python(options.peers, name, needed), WORKER, name, path, str(limit)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        judged[name] = judge(rows, json.loads(done.stdout))
    sets = sorted(judged["newsnlp"]["body"])
    print_table(
        ["body, P / R / F1", *sets],
        [[n, *(" / ".join(f"{x:.3f}" for x in j["body"][s]) for s in sets)] for n, j in judged.items()],
    )
    counts = ["titles", "titles that the page has", "authors", "days", "headline repeated"]
    print_table(["right of", *counts], [[n, *(f"{j[c][0]} / {j[c][1]}" for c in counts)] for n, j in judged.items()])
    boilerplate = kept(articles)
    print_table(["kept among the sentences", f"of {len(rows)} pages"], [[kind, n] for kind, n in boilerplate.items()])
    ratio = time_ratio(rows[:: 1 if options.quick else 4])
    print(f"Article.from_html: {ratio:.2f} times the time of trafilatura alone")
    logging.disable(logging.NOTSET)
    return {"extractors": judged, "kept": boilerplate, "time_ratio": ratio}


def measure_grades(options: Options) -> dict[str, Any]:
    """Return and print how many sentences of each grade the rules remove, by split."""
    found: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    rows = read_jsonl(options.data / "summaries/editor_grades.jsonl.gz")
    for row in islice(rows, 60 if options.quick else None):
        spans = Article.parse(row["text"]).offsets.sentences.tolist()
        for (start, end), grade in zip(row["sentences"], row["grades"].split(","), strict=True):
            covered = sum(max(0, min(end, b) - max(start, a)) for a, b in spans)
            found[row["split"]][grade[0], 2 * covered < end - start] += 1
    figures = {}
    for split, counts in sorted(found.items()):
        lost, valued = (
            sum(counts[g, True] for g in "123"),
            sum(counts[g, side] for g in "123" for side in (True, False)),
        )
        never = counts["x", True] + counts["x", False]
        figures[split] = {"lost": lost, "valued": valued, "found": counts["x", True], "never": never}
    print_table(
        ["desk grades", "graded 1-3", "lost", "never", "found"],
        [
            [s, f["valued"], f"{f['lost'] / f['valued']:.2%}", f["never"], f"{f['found'] / max(f['never'], 1):.1%}"]
            for s, f in figures.items()
        ],
    )
    return figures

"""Parsing articles: what is found, what is set aside, whether plain sentences are lost, milliseconds per article.

Set aside is everything that is neither headline, dateline nor body. Two measures tell whether that costs body text:
how many sentence-like paragraphs (eight words or more and a full stop, without the words that give a credit, a notice
or a call away) are set aside, of which examples are printed for the eye; and, where people wrote highlights, for how
many of them the sentence that shares most with the highlight is set aside. Pages and desk grades: see article_pages.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from benchmarks.article_pages import measure_grades, measure_pages
from benchmarks.harness import Options, interleave, print_table, read_jsonl, where_possible
from benchmarks.vectorizers import origin, texts_of
from newsnlp import Article, split_sentences

COLLECTIONS = {
    "topics/dev": "newsroom text of many outlets",
    "topics/unlabelled_releases": "press releases",
    "summaries/cnn_train": "CNN",
    "summaries/cnndm_dev": "CNN and Daily Mail",
    "benchmarks/bbc2225": "BBC",
    "benchmarks/reuters21578": "Reuters, hard-wrapped",
    "benchmarks/20news_bydate": "newsgroups: no news, for contrast",
}
GIVEN_AWAY = re.compile(
    r"contributed|copyright|©|rights reserved|reporting by|editing by|editor['’]?s['’]? note|correction|clarification|"
    r"click|subscribe|sign up|follow|for (?:more|further) |read more|see also|related|watch|opinions expressed|"
    r"views expressed|image:|photo|@|disclaimer|source:|contact|transcript",
    re.IGNORECASE,
)
WORD = re.compile(r"\w+")


def aside(article: Article) -> list[str]:
    """Return what is set aside, byline included."""
    spans = [*article.boilerplate, *([article.byline_span] if article.byline else [])]
    return [span.of(article.text) for span in spans]


def sentence_like(line: str) -> bool:
    """Tell whether a line that was set aside reads like a plain sentence."""
    return len(line.split()) >= 8 and line.rstrip("\"”')")[-1:] in (".", "!", "?") and not GIVEN_AWAY.search(line)


def bigrams(text: str) -> set[tuple[str, str]]:
    return set(pairwise(WORD.findall(text.lower())))


def highlights(row: dict[str, Any]) -> list[str]:
    """Return the highlights that people wrote for an article, as a list."""
    summary = row.get("summary") or []
    return re.split(r" {3}| \. ", summary) if isinstance(summary, str) else summary


def lost_highlights(row: dict[str, Any], article: Article) -> Iterator[bool]:
    """Yield for each highlight whether the most similar sentence is set aside."""
    # at least three common bigrams: fewer may be just a name
    sentences = [(s.start, bigrams(s.text)) for s in split_sentences(article.text)]
    for highlight in highlights(row):
        wanted = bigrams(highlight)
        start, best = max(sentences, key=lambda s: len(s[1] & wanted), default=(0, set()))
        if len(best & wanted) >= 3:
            yield any(span.start <= start < span.end for span in article.boilerplate)


def examine(options: Options, name: str) -> dict[str, Any]:
    """Return the figures of one collection, with examples of what may be lost."""
    counts = {"articles": 0, "paragraphs": 0, "sentences": 0, "headline": 0, "dateline": 0, "byline": 0}
    counts |= {"set aside": 0, "sentence-like": 0, "highlights": 0, "lost": 0}
    examples: set[str] = set()
    for row in islice(read_jsonl(options.data / f"{name}.jsonl.gz"), 200 if options.quick else None):
        article = Article.parse(row["text"])
        lines = aside(article)
        suspects = [line for line in lines if sentence_like(line)]
        examples |= set(suspects)
        counts["articles"] += 1
        counts["paragraphs"] += len(article.paragraphs) + len(lines)
        counts["sentences"] += len(article.sentences)
        for part in ("headline", "dateline", "byline"):
            counts[part] += bool(getattr(article, part))
        counts["set aside"] += len(lines)
        counts["sentence-like"] += len(suspects)
        if not options.quick or counts["articles"] < 50:
            lost = list(lost_highlights(row, article))
            counts["highlights"] += len(lost)
            counts["lost"] += sum(lost)
    return {"counts": counts, "examples": sorted(examples)[:8]}


def speed(options: Options) -> dict[str, float]:
    """Return milliseconds per article and megabytes per second of parsing."""
    texts = list(islice(texts_of(options.data), 100 if options.quick else 1000))
    print(f"texts: {origin(options.data)}")
    timing = interleave(
        {"parse": lambda: [Article.parse(text) for text in texts]}, 1 if options.quick else options.rounds
    )
    seconds = timing["parse"].median
    return {
        "ms_per_article": 1e3 * seconds / len(texts),
        "mb_per_s": sum(len(t.encode()) for t in texts) / 1e6 / seconds,
    }


def run(options: Options) -> dict[str, Any]:
    examined = {name: where_possible(examine, options, name) for name in COLLECTIONS}
    found = {name: figures for name, figures in examined.items() if figures is not None}
    columns = [
        "articles",
        "sentences",
        "headline",
        "dateline",
        "byline",
        "set aside",
        "sentence-like",
        "lost",
        "highlights",
    ]
    print_table(["collection", *columns], [[n, *(f["counts"][c] for c in columns)] for n, f in found.items()])
    if any(figures["examples"] for figures in found.values()):
        print("sentence-like paragraphs set aside, for the eye:")
    for name, figures in found.items():
        for example in figures["examples"]:
            print(f"  {name}: {' '.join(example.split())[:120]}")
    timing = speed(options)
    print(f"Article.parse: {timing['ms_per_article']:.2f} ms an article, {timing['mb_per_s']:.1f} MB/s")
    return {
        "collections": {name: figures["counts"] for name, figures in found.items()},
        "parse": timing,
        "pages": where_possible(measure_pages, options),
        "grades": where_possible(measure_grades, options),
    }

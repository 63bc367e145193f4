"""Made news beside real news: properties of the texts, and the speed of newsnlp and scikit-learn on both.

The other suites measure speed on made news where the real texts are not at hand. This one, where they are, shows how
far that can be trusted.
"""

import re
from itertools import pairwise
from typing import Any

import sklearn.feature_extraction.text as rival

import newsnlp as ours
from benchmarks import made_news
from benchmarks.harness import Options, interleave, print_table, where_possible
from benchmarks.vectorizers import MB, TASKS, action, real_news


def figures(texts: list[str]) -> dict[str, float]:
    """Return the properties of texts that the time of a vectorizer depends on."""
    find = re.compile(r"\b\w\w+\b").findall
    tokens, terms, pairs = 0, set(), set()
    once_a_text = pairs_a_text = 0
    found: dict[str, float] = {}
    for text in texts:
        words = find(text.lower())
        neighbours = set(pairwise(words))
        tokens += len(words)
        terms.update(words)
        pairs |= neighbours
        once_a_text += len(set(words))
        pairs_a_text += len(neighbours)
        for mark in (100_000, 1_000_000):
            if tokens >= mark and f"terms at {mark:,} tokens" not in found:
                found |= {f"terms at {mark:,} tokens": len(terms), f"pairs at {mark:,} tokens": len(pairs)}
    size = sum(len(text.encode()) for text in texts)
    return found | {
        "distinct terms of an article, a token": once_a_text / tokens,
        "distinct pairs of an article, a token": pairs_a_text / tokens,
        "bytes a token": size / tokens,
        "letters of a term": sum(map(len, terms)) / len(terms),
        "bytes of an article": size / len(texts),
        "pure ASCII articles": sum(map(str.isascii, texts)) / len(texts),
        "upper case letters": sum(c.isupper() for t in texts[:500] for c in t) / sum(map(len, texts[:500])),
    }


def ratios(texts: dict[str, list[str]], options: Options) -> dict[str, dict[str, float]]:
    """Return for each kind of text how many times faster than scikit-learn the vectorizers are, all in one run.

    Compared are the fastest rounds: what the machine's neighbours add to a round falls on one kind of text by chance.
    """
    found: dict[str, dict[str, float]] = {kind: {} for kind in texts}
    for task in TASKS[:10]:
        sides = {
            f"{kind} {name}": action(module, task, texts[kind])
            for kind in texts
            for name, module in (("ours", ours), ("rival", rival))
        }
        timings = interleave(sides, 1 if options.quick else options.rounds)
        for kind in texts:
            found[kind][task[0]] = min(timings[f"{kind} rival"].seconds) / min(timings[f"{kind} ours"].seconds)
    return found


def run(options: Options) -> dict[str, Any]:
    size = (1 if options.quick else 8) * MB
    real = where_possible(real_news, options.data, size)
    texts = {"real": real, "made": made_news.corpus(size)} if real else {"made": made_news.corpus(size)}
    result = {"figures": {kind: figures(each) for kind, each in texts.items()}, "ratios": ratios(texts, options)}
    for title, found in result.items():
        rows = [[name, *(f"{side[name]:,.3f}" for side in found.values())] for name in found["made"]]
        if real:
            rows = [[*row, f"{found['made'][row[0]] / found['real'][row[0]]:.2f}"] for row in rows]
        print_table([title, *found, *(["made / real"] if real else [])], rows)
    return result

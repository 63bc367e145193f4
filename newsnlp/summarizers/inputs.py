"""What users hand to a summarizer, checked and in the form in which the methods take it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from newsnlp._core import WordSet
from newsnlp._validation import (
    check_choice,
    check_pairs,
    check_reusable,
    check_text,
    check_texts,
    path_hint,
    warn_of_file_name,
)
from newsnlp.articles import Article
from newsnlp.modelfile import MODELS

__all__ = [
    "as_articles",
    "as_pairs",
    "as_query",
    "as_stem",
    "as_stop_words",
    "as_texts",
    "is_single",
    "load_stop_words",
]


def is_single(text: object) -> bool:
    """Tell whether a user hands in one text rather than several."""
    return isinstance(text, str | Article)


def as_articles(text: object, name: str) -> list[Article]:
    """Return the articles of one text or several."""
    return [item if isinstance(item, Article) else Article.parse(item) for item in _listed(text, name)]


def as_texts(text: object, name: str) -> list[str]:
    """Return one text or several as they were given, without parsing them."""
    return [item.text if isinstance(item, Article) else item for item in _listed(text, name)]


def _listed(text: object, name: str) -> list[Any]:
    if isinstance(text, str):
        warn_of_file_name(text)
    if is_single(text):
        return [text]
    if isinstance(text, bytes) or not isinstance(text, Iterable):
        raise TypeError(f"{name} must be str, Article or a list of them, got {type(text).__name__}{path_hint(text)}")
    items = list(text)
    for i, item in enumerate(items):
        if not is_single(item):
            raise TypeError(f"{name}[{i}] must be str or Article, got {type(item).__name__}")
    return items


def as_query(query: object) -> dict[str, float]:
    """Return the weighted terms of a query: of a str itself, of a topic's evidence its terms."""
    if query is None:
        return {}
    if isinstance(query, str):
        return {query: 1.0}
    if hasattr(query, "terms"):
        return {term.term: float(term.weight) for term in query.terms}
    if not isinstance(query, Mapping):
        raise TypeError(f"`query` must be str, a dict of term to weight or Evidence, got {type(query).__name__}")
    for term, weight in query.items():
        check_text(term, f"`query` key {term!r}")
        if isinstance(weight, bool) or not isinstance(weight, int | float | np.number) or not math.isfinite(weight):
            raise ValueError(f"`query` weight of {term!r} must be a finite number, got {weight!r}")
    return {term: float(weight) for term, weight in query.items()}


def as_stop_words(stop_words: str | Collection[str] | None) -> WordSet:
    """Return the words that the parameter `stop_words` names: those of a language, a collection, or none."""
    if isinstance(stop_words, str):
        return load_stop_words(check_choice(stop_words, "stop_words", ["en"]))
    given = check_texts(check_reusable(() if stop_words is None else stop_words, "stop_words"), "stop_words")
    return WordSet([check_text(word, f"stop_words[{i}]").lower() for i, word in enumerate(given)])


def as_stem(stem: object) -> bool | str:
    """Return the parameter `stem`: a bool, or the name of a language that NLTK has a Snowball stemmer for."""
    if not isinstance(stem, str):
        return bool(stem)
    from nltk.stem.snowball import SnowballStemmer

    return check_choice(stem, "stem", SnowballStemmer.languages)


@lru_cache(maxsize=8)
def load_stop_words(language: str) -> WordSet:
    """Return the stop words shipped for a language."""
    text = (MODELS / "stopwords" / f"{language}.txt").read_text(encoding="utf-8")
    return WordSet([line for line in text.splitlines() if line and not line.startswith("#")])


def as_pairs(pairs: object, *, minimum: int) -> list[tuple[Article, str]]:
    """Return articles with their summaries, each summary as one str with a highlight a line."""
    read = []
    for i, (article, summary) in enumerate(check_pairs(pairs)):
        lines = [summary] if isinstance(summary, str) else check_texts(summary, f"pairs[{i}][1]")
        text = "\n".join(check_text(line, f"pairs[{i}][1]") for line in lines)
        parsed = article if isinstance(article, Article) else Article.parse(check_text(article, f"pairs[{i}][0]"))
        read.append((parsed, text))
    if len(read) < minimum:
        raise ValueError(f"pairs must hold at least {minimum} (article, summary) pairs, got {len(read)}")
    return read

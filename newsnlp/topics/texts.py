"""The input of topic models: texts, and the topics of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsnlp._validation import check_texts
from newsnlp.articles import Article

__all__ = ["check_collections", "text_sources"]


def text_sources(texts: Iterable[str | Article], name: str = "texts") -> list[Any]:
    """Return the texts as given, those of articles too; the native core checks that each is a str."""
    return [text.text if isinstance(text, Article) else text for text in check_texts(texts, name)]


def check_collections(topics: object, name: str) -> list[list[Any]]:
    """Return the topics of each text as lists; a str in place of a collection is a TypeError."""
    entries = []
    for i, entry in enumerate(check_texts(topics, name)):
        if isinstance(entry, str):
            raise TypeError(f"{name}[{i}] must be a collection of names, got one str; write [{entry!r}]")
        if not isinstance(entry, Iterable):
            raise TypeError(f"{name}[{i}] must be a collection of names, got {type(entry).__name__}")
        entries.append(list(entry))
    return entries

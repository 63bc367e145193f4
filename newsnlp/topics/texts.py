"""The text that topics are read from: of an article its text as given, of a str itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsnlp._validation import check_texts
from newsnlp.articles import Article

__all__ = ["text_sources"]


def text_sources(texts: Iterable[str | Article], name: str = "texts") -> list[Any]:
    """Return the texts as given, those of articles too; the native core checks that each is a str."""
    return [text.text if isinstance(text, Article) else text for text in check_texts(texts, name)]

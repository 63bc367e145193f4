"""The articles of a batch: columns from the native pipeline, where each row is an Article."""

from __future__ import annotations

from typing import Any

from newsnlp._core import Batch
from newsnlp.articles.article import Article, ArticleOffsets
from newsnlp.articles.texts import TextBatch

__all__ = ["ArticleColumns"]


class ArticleColumns:
    """Articles of consecutive texts.

    Methods named after fields of Article return those fields for one row.

    Parameters
    ----------
    texts : TextBatch
        The batch of texts.
    found : Batch
        The pipeline's output for it.
    """

    def __init__(self, texts: TextBatch, found: Batch) -> None:
        self.texts, self._found = texts, found

    def __len__(self) -> int:
        return len(self.texts)

    def article(self, row: int) -> Article:
        """Return an article: the given one, or one whose fields are computed on access."""
        given = self.texts.articles.get(row)
        return Article.deferred(self, row) if given is None else given

    def origin(self, name: str) -> list[Any]:
        """Return a metadata field of all texts: from the table's columns and from given articles."""
        values = list(self.texts.extras.get(name, [None] * len(self)))
        for row, article in self.texts.articles.items():
            values[row] = (article.headline or None) if name == "title" else getattr(article, name, values[row])
        return values

    def text(self, row: int) -> str:
        """Return the text of an article."""
        return self.texts.text(row)

    def offsets(self, row: int) -> ArticleOffsets:
        """Return the spans of an article's parts."""
        return ArticleOffsets(*self._found.article(row))

    def id(self, row: int) -> Any:
        """Return the id from the table."""
        return self._fact("id", row)

    def date(self, row: int) -> Any:
        """Return the date from the table."""
        return self._fact("date", row)

    def authors(self, row: int) -> tuple[str, ...]:
        """Return no authors: tables have none."""
        return ()

    def unknown(self, row: int) -> None:
        """Return None for fields that tables do not have."""

    url = site = language = reason = unknown

    def _made(self, row: int) -> dict[str, Any]:
        return {}

    def _fact(self, name: str, row: int) -> Any:
        values = self.texts.extras.get(name)
        return None if values is None else values[row]

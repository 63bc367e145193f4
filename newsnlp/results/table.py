"""Results as tables: the columns that frames, Arrow tables and files have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ORIGIN", "Schema"]

# The metadata of a text, None if unknown.
ORIGIN = ("id", "title", "date", "url", "source")


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table of results, one row an article.

    Parameters
    ----------
    articles : bool
        Whether there is a column `headline`.
    topics : tuple of str or None
        The topics, one column each, beside `topics` (the names of those that hold) and `novelty`; None for none of it.
    summaries : bool
        Whether there are `summary` and `sentences`, the (start, end) of each of its sentences in the article's text.
    """

    articles: bool
    topics: tuple[str, ...] | None
    summaries: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self._kinds())

    def _kinds(self) -> dict[str, str]:
        kinds: dict[str, str] = dict.fromkeys(ORIGIN, "string")
        if self.articles:
            kinds["headline"] = "string"
        if self.topics is not None:
            taken = {*ORIGIN, "headline", "topics", "novelty", "summary", "sentences", "model", "text"}
            for name in taken.intersection(self.topics):
                raise ValueError(f"topic {name!r} has the same name as another column of the table")
            kinds |= {"topics": "strings", **dict.fromkeys(self.topics, "number"), "novelty": "number"}
        if self.summaries:
            kinds |= {"summary": "string", "sentences": "spans"}
        return kinds | {"model": "string"}

    @property
    def probabilities(self) -> tuple[str, ...]:
        """The names of the columns that hold probabilities: those of the topics."""
        return self.topics or ()

    def to_arrow(self, names: Iterable[str] | None = None) -> pa.Schema:
        """Return the schema of pyarrow, of all columns or of those in `names`; a further one is `text`, of strings."""
        import pyarrow as pa

        span = pa.struct([("start", pa.int64()), ("end", pa.int64())])
        types = {
            "string": pa.string(),
            "strings": pa.list_(pa.string()),
            "number": pa.float64(),
            "spans": pa.list_(span),
        }
        kinds = self._kinds() | {"text": "string"}
        return pa.schema([(name, types[kinds[name]]) for name in (self.names if names is None else names)])

    def record_batch(self, columns: Mapping[str, list[Any]], schema: pa.Schema) -> pa.RecordBatch:
        """Return columns as a record batch; what is known of a text (a number as its id, say) becomes a string."""
        import pyarrow as pa

        origin = {name: [_as_string(value) for value in columns[name]] for name in ORIGIN}
        return pa.RecordBatch.from_pydict({**columns, **origin}, schema=schema)


def _as_string(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

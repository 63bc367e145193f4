"""Results as tables: the columns that frames, Arrow tables and files have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ORIGIN", "Schema", "as_string", "encodable"]

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

    @property
    def strings(self) -> tuple[str, ...]:
        """The names of the columns that hold strings in Arrow."""
        return tuple(name for name, kind in self._kinds().items() if kind == "string")

    def record_batch(self, columns: Mapping[str, list[Any]], schema: pa.Schema) -> pa.RecordBatch:
        """Return columns as a record batch; what is known of a text (a number as its id, say) becomes a string."""
        import pyarrow as pa

        strings = {name: list(map(as_string, columns[name])) for name in self.strings}
        return pa.RecordBatch.from_pydict({**columns, **strings}, schema=schema)


def as_string(value: Any) -> str | None:
    """Return a value as a string that UTF-8 can encode, a date in ISO 8601; None as it is."""
    if value is None:
        return None
    return encodable(value.isoformat() if hasattr(value, "isoformat") else str(value))


def encodable(text: str) -> str:
    r"""Return a text with lone surrogates, which UTF-8 cannot encode, as \udXXX."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

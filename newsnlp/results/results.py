"""The results of many articles, in order and computed while they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from newsnlp.results.prediction import TopicPrediction
from newsnlp.results.report import Report
from newsnlp.results.summary import Summary
from newsnlp.results.table import Schema, encodable

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["ResultColumns", "Results"]

SHOWN = 10  # results in a notebook
HIDDEN = ("sentences", "model")  # columns that tell a reader little

Result = TypeVar("Result", bound=Report | TopicPrediction | Summary)
Result_co = TypeVar("Result_co", bound=Report | TopicPrediction | Summary, covariant=True)


class ResultColumns(Protocol[Result_co]):
    """The results of a batch of texts."""

    def __len__(self) -> int: ...

    def result(self, row: int) -> Result_co:
        """Return the result of one text."""

    def table(self) -> dict[str, list[Any]]:
        """Return the columns of a table, as the schema of the results has them."""


class Results(Generic[Result]):
    """Results in the order of their texts, computed while they are read.

    They are not stored: a loop holds one batch at a time. If the texts can be read again (a list, a column, a table),
    so can the results, which are then computed again; those of an iterator can be read once.

    polars (from 1.22 on), DuckDB, pyarrow and pandas read results directly, by Arrow's C interface
    (``polars.DataFrame(results)``); pyarrow must be installed for it.

    Attributes
    ----------
    schema : Schema
        The columns of a table of the results.

    Raises
    ------
    RuntimeError
        If the results of an iterator are read a second time; keep them in a list, or in a table.

    Examples
    --------
    >>> import newsnlp
    >>> results = newsnlp.classify_many(["The parliament passed the budget.", ""])
    >>> [prediction.topics for prediction in results]
    [(), ()]
    >>> list(results.to_dict())[5:]
    ['topics', 'diplomacy', 'ict', 'security', 'novelty', 'model']
    """

    def __init__(
        self, read: Callable[[], Iterator[ResultColumns[Result]]], schema: Schema, *, repeatable: bool
    ) -> None:
        self._read, self.schema, self._repeatable = read, schema, repeatable
        self._begun = False

    def __iter__(self) -> Iterator[Result]:
        batches = self._batches()
        return (columns.result(row) for columns in batches for row in range(len(columns)))

    def _batches(self) -> Iterator[ResultColumns[Result]]:
        if self._begun and not self._repeatable:
            raise RuntimeError(
                "these results have been read; their texts came from an iterator, which can be read once: "
                "to use them again, keep them in a list, or call the function again"
            )
        self._begun = True
        return self._read()

    def __repr__(self) -> str:
        once = "" if self._repeatable else "; can be read once"
        return f"Results({', '.join(self.schema.names)}{once})"

    def _repr_html_(self) -> str:
        """Return the first ten results as a table; of an iterator, which can be read once, the columns' names only."""
        from newsnlp.display.tables import render_table

        if not self._repeatable:
            return render_table(self.schema.names, [], notes=["These results can be read once; showing them would."])
        columns = next((columns.table() for columns in self._read()), {})
        shown = {name: values[:SHOWN] for name, values in columns.items() if name not in HIDDEN}
        shown = {name: values for name, values in shown.items() if any(value is not None for value in values)}
        notes = [f"At most the first {SHOWN} results; to_frame() has all of them."]
        return render_table(list(shown), zip(*shown.values(), strict=True), notes=notes)

    def to_dict(self) -> dict[str, list[Any]]:
        """Return the columns of a table by name, each a list with one value an article."""
        columns: dict[str, list[Any]] = {name: [] for name in self.schema.names}
        for batch in self.tables():
            for name, values in batch.items():
                columns[name].extend(values)
        return columns

    def tables(self) -> Iterator[dict[str, list[Any]]]:
        """Yield the columns of `to_dict` for one batch of articles at a time, computed on demand."""
        return (batch.table() for batch in self._batches())

    def to_frame(self) -> pd.DataFrame:
        """Return a pandas DataFrame, one row for each article."""
        try:
            import pandas as pd
        except ImportError:
            raise ImportError("to_frame needs pandas: pip install pandas") from None
        columns = self.to_dict()
        for name in self.schema.strings:  # pandas may keep them in Arrow
            columns[name] = [encodable(value) if isinstance(value, str) else value for value in columns[name]]
        return pd.DataFrame(columns)

    def to_arrow(self) -> pa.Table:
        """Return a pyarrow Table, one row for each article."""
        return self._reader().read_all()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return a stream of Arrow record batches, which are computed while they are read."""
        return self._reader().__arrow_c_stream__(requested_schema)

    def _reader(self) -> pa.RecordBatchReader:
        try:
            import pyarrow as pa
        except ImportError:
            raise ImportError("results as Arrow need pyarrow: pip install pyarrow") from None
        schema = self.schema.to_arrow()
        batches = (self.schema.record_batch(columns.table(), schema) for columns in self._batches())
        return pa.RecordBatchReader.from_batches(schema, batches)

"""Tables in, tables out: pandas, polars and pyarrow, and a function on Arrow record batches for engines."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from newsnlp.analysis import analyze_many
from newsnlp.results import Report, Results
from newsnlp.results.table import Schema
from newsnlp.topics.loading import load_topics
from newsnlp.topics.model import TopicModel

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["analyze_batch", "analyze_table", "results_schema"]


def analyze_table(
    table: Any, *, text: str, title: str | None = None, id: str | None = None, date: str | None = None, **options: Any
) -> Any:
    """Find topics and summary of every row of a table.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of columns
        One article in each row.
    text : str
        The column that holds the texts.
    title, id, date : str, optional
        Further columns; a title is joined with its text by a blank line.
    **options
        As for `analyze_many`: `n_jobs`, `missing`, `words`, `method`, `model`, ...

    Returns
    -------
    pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of columns
        A table of the same kind with a row for each of `table`, in its order, and the columns of `results_schema`; in
        pandas with its index.

    Raises
    ------
    TypeError, ValueError
        If it is none of these tables, has no such column, or an option is wrong.

    Examples
    --------
    >>> import newsnlp
    >>> found = newsnlp.analyze_table({"body": ["The ministers signed a treaty in Geneva."]}, text="body")
    >>> found["topics"]
    [['diplomacy']]
    """
    results = analyze_many(table, text=text, title=title, id=id, date=date, evidence=False, **options)
    if isinstance(table, dict):
        return results.to_dict()
    kind = type(table).__module__.partition(".")[0]
    if kind == "pandas":
        return results.to_frame().set_axis(table.index, axis=0)
    if kind == "pyarrow":
        return results.to_arrow()
    if kind == "polars":
        import polars as pl

        return pl.from_arrow(results.to_arrow())
    raise TypeError(f"table must be of pandas, polars or pyarrow, or a dict of columns, got {type(table).__name__}")


def analyze_batch(
    batch: pa.RecordBatch,
    *,
    text: str,
    title: str | None = None,
    id: str | None = None,
    date: str | None = None,
    **options: Any,
) -> pa.RecordBatch:
    """Find topics and summary of every row of an Arrow record batch, for engines to map over partitions.

    It keeps no state except the models, which are loaded once per process.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
        One article in each row.
    text, title, id, date : str
        Columns, as for `analyze_table`.
    **options
        As for `analyze_many`.

    Returns
    -------
    pyarrow.RecordBatch
        A row for each of `batch`, in its order; its schema is ``results_schema(model)``.

    Examples
    --------
    >>> import newsnlp, pyarrow as pa
    >>> batch = pa.RecordBatch.from_pydict({"body": ["The ministers signed a treaty in Geneva."]})
    >>> newsnlp.analyze_batch(batch, text="body").schema == newsnlp.results_schema()
    True
    """
    if not hasattr(batch, "num_rows"):
        raise TypeError(f"`batch` must be a pyarrow.RecordBatch, got {type(batch).__name__}")
    results: Results[Report] = analyze_many(batch, text=text, title=title, id=id, date=date, evidence=False, **options)
    import pyarrow as pa

    table = results.to_arrow()
    return pa.RecordBatch.from_arrays([column.combine_chunks() for column in table.columns], schema=table.schema)


def results_schema(model: TopicModel | str | os.PathLike[str] = "en") -> pa.Schema:
    """Return the schema of `analyze_batch`, `analyze_table` and the files that ``newsnlp analyze --out`` writes.

    Columns: ``id``, ``title``, ``date``, ``url`` and ``source`` as strings, null where unknown; ``headline``; the names
    of the ``topics`` that hold, as a list; a probability for each topic, named after it; ``novelty``; the ``summary``;
    its ``sentences`` as a list of ``start`` and ``end``, which count characters in the article's text (title, a blank
    line, text); and ``model``, the versions of the models.

    Parameters
    ----------
    model : TopicModel, str or path, default='en'
        The model whose topics have columns.

    Returns
    -------
    pyarrow.Schema

    Examples
    --------
    >>> import newsnlp
    >>> newsnlp.results_schema().names[5:11]
    ['headline', 'topics', 'diplomacy', 'ict', 'security', 'novelty']
    """
    topics = (model if isinstance(model, TopicModel) else load_topics(model)).topics
    return Schema(articles=True, topics=topics, summaries=True).to_arrow()

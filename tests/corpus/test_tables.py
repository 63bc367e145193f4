"""Tables in, tables out, in every engine that is installed."""

import pytest

import newsnlp

pa = pytest.importorskip("pyarrow")
TEXTS = ["The foreign ministers signed a treaty in Geneva.", "Rain fell. Roads closed.", "The cup final was drawn."] * 5
COLUMNS = {"body": TEXTS, "head": [f"Report {i}" if i % 2 else None for i in range(15)], "key": list(range(15))}
NAMED = {"text": "body", "title": "head", "id": "key"}


def wanted():
    articles = [
        newsnlp.Article(head, body, id=key) if head else newsnlp.Article(text=body, id=key)
        for body, head, key in zip(*COLUMNS.values(), strict=True)
    ]
    return newsnlp.analyze_many(articles, evidence=False).to_arrow().to_pylist()


def test_a_table_gives_a_table_of_its_kind():
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    rows = wanted()
    found = newsnlp.analyze_table(pa.table(COLUMNS), **NAMED)
    assert found.schema == newsnlp.results_schema()
    assert found.to_pylist() == rows
    assert newsnlp.analyze_table(pl.DataFrame(COLUMNS), **NAMED).to_dicts() == rows
    frame = newsnlp.analyze_table(pd.DataFrame(COLUMNS, index=range(100, 115)), **NAMED, n_jobs=2)
    assert list(frame.index) == list(range(100, 115))
    assert frame["summary"].tolist() == [row["summary"] for row in rows]
    assert newsnlp.analyze_table(COLUMNS, **NAMED)["security"] == [row["security"] for row in rows]
    with pytest.raises(ValueError, match="`text` must be a column of the table, got 'story'"):
        newsnlp.analyze_table(COLUMNS, text="story")


@pytest.mark.parametrize("count", [0, 1, 15])
def test_a_batch_gives_a_batch_of_the_same_length(count):
    batch = pa.RecordBatch.from_pydict(COLUMNS).slice(0, count)
    found = newsnlp.analyze_batch(batch, **NAMED)
    assert found.schema == newsnlp.results_schema()
    assert found.to_pylist() == wanted()[:count]


def test_duckdb_maps_over_arrow():
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()

    def summary(column):
        batch = pa.RecordBatch.from_arrays([column.combine_chunks()], names=["body"])
        return newsnlp.analyze_batch(batch, text="body").column("summary")

    connection.create_function("news_summary", summary, ["VARCHAR"], "VARCHAR", type="arrow")
    news = pa.table(COLUMNS)  # found by DuckDB under its name
    found = connection.execute("SELECT news_summary(body) FROM news ORDER BY key").fetchall()
    assert [row[0] for row in found] == [newsnlp.summarize(text).text for text in news["body"].to_pylist()]


def test_polars_maps_over_batches():
    pl = pytest.importorskip("polars")

    def analyze(frame):
        return newsnlp.analyze_table(frame, **NAMED)

    schema = pl.from_arrow(newsnlp.results_schema().empty_table()).schema
    lazy = pl.DataFrame(COLUMNS).lazy().map_batches(analyze, schema=schema)
    assert lazy.collect().to_dicts() == wanted()


def test_an_empty_table_gives_an_empty_table():
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    columns = newsnlp.results_schema().names
    for table in (pd.DataFrame({"text": []}), pd.DataFrame({"text": [1.5]})[:0], pl.DataFrame({"text": []})):
        found = newsnlp.analyze_table(table, text="text")
        assert (type(found), found.shape) == (type(table), (0, len(columns)))


def test_a_name_of_two_columns_is_refused():
    table = pa.Table.from_arrays([pa.array(["Rain fell."]), pa.array(["Oil fell."])], names=["text", "text"])
    with pytest.raises(ValueError, match="the table has two columns named 'text'"):
        newsnlp.analyze_table(table, text="text")


def test_a_lone_surrogate_is_escaped_in_every_table():
    text = "The \ud800 ministers signed a treaty in Geneva."
    table = {"text": [text], "title": ["Talks \udfff"], "id": ["\ud801"]}
    results = newsnlp.analyze_many(table, text="text", title="title", id="id")
    row = results.to_arrow().to_pylist()[0]
    assert (row["id"], row["title"], row["headline"]) == (r"\ud801", r"Talks \udfff", r"Talks \udfff")
    assert row["summary"] == text.replace("\ud800", r"\ud800")
    pytest.importorskip("pandas")
    assert results.to_frame()["summary"].tolist() == [row["summary"]]


def test_a_batch_must_be_one():
    reader = pa.RecordBatchReader.from_batches(pa.schema([("body", pa.string())]), [])
    with pytest.raises(TypeError, match=r"`batch` must be a pyarrow\.RecordBatch, got RecordBatchReader"):
        newsnlp.analyze_batch(reader, text="body")

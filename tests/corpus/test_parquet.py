"""Rows of Parquet files: a bad row costs no good one, and values that unpack to very much take no memory."""

import gzip
import io
import tracemalloc

import pytest

from newsnlp.corpus.parquet import _dictionary_bytes
from newsnlp.corpus.reading import read_documents

pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")

TEXTS = ["Rain fell.", "Snow fell.", "Hail fell."]
TOO_LONG = "more than 100,000 bytes in one record; raise the limit with --max-bytes"


def found(path, **options):
    """Return the row and the text, or the reason, of each document."""
    documents = read_documents([str(path)], **options)
    return [(each.source.removeprefix(f"{path}"), each.error or each.article.text) for each in documents]


@pytest.mark.parametrize(
    "dates",
    [
        pa.array([2**62, 0, 1], pa.timestamp("us")),
        pa.array([2**31 - 1, 0, 1], pa.date32()),
        pa.array([0, None, None], pa.timestamp("us", tz="Foo/Bar")),
        pa.array([2**62, None, None], pa.duration("s")),
    ],
)
def test_a_date_out_of_range_is_an_error_of_its_row(tmp_path, dates):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": TEXTS, "date": dates}), path)
    first, *others = found(path)
    assert first[0] == ":1"
    assert first[1].startswith(f"the column 'date' cannot be read as {dates.type} (")
    assert others == [(":2", TEXTS[1]), (":3", TEXTS[2])]


def test_a_text_in_no_utf_8_is_an_error_of_its_row(tmp_path):
    path, (_, offsets, _) = tmp_path / "a.parquet", pa.array(["ab", "c", "de"]).buffers()
    pq.write_table(
        pa.table({"text": pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"ab\xffde")])}), path
    )
    first, bad, last = found(path)
    assert (first, last) == ((":1", "ab"), (":3", "de"))
    assert bad[0] == ":2"
    assert bad[1].startswith("the column 'text' cannot be read as string ('utf-8' codec can't decode byte 0xff")


def test_lists_of_strings_are_read_and_other_lists_are_an_error_of_their_rows(tmp_path):
    path, other = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(pa.table({"text": TEXTS, "authors": pa.array([["A. Writer"], None, []])}), path)
    assert [each.article.authors for each in read_documents([str(path)])] == [("A. Writer",), (), ()]
    pq.write_table(pa.table({"text": TEXTS, "authors": pa.array([[True] * 10, None, []])}), other)
    reason = "the column 'authors' has values of the type list<element: bool>, which are not read"
    assert found(other) == [(":1", reason), (":2", TEXTS[1]), (":3", reason)]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
@pytest.mark.parametrize("of_lists", ["list_", "large_list", "list_view"])
def test_every_form_of_strings_is_read_and_limited(tmp_path, kind, of_lists):
    if not hasattr(pa, of_lists) or not hasattr(pa, kind):
        pytest.skip("a newer PyArrow")
    path, kind = tmp_path / "a.parquet", pa.dictionary(pa.int32(), pa.string()) if kind == "dictionary" else kind
    kind = getattr(pa, kind)() if isinstance(kind, str) else kind
    texts = pa.array([None, "Rain fell.", "a" * 100_001, "b", "c", "d"], kind)
    names = ["A. Writer"], ["B.", "C."], None, ["a" * 60_000] * 2, [""] * 30_000, []
    table = pa.table({"text": texts, "authors": pa.array(names, getattr(pa, of_lists)(kind))})
    try:
        pq.write_table(table, path)
    except pa.ArrowNotImplementedError:
        pytest.skip("PyArrow does not write this form")
    first, second, *long, last = read_documents([str(path)], max_bytes=100_000)
    assert (first.error, last.article.text) == ("the text must be a string, got None", "d")
    assert (second.article.text, second.article.authors) == ("Rain fell.", ("B.", "C."))
    assert [each.error for each in long] == [TOO_LONG] * 3


@pytest.mark.parametrize("kept", [True, False])
def test_one_large_value_in_many_rows_takes_no_memory(tmp_path, kept):
    """`kept`: whether the file says that the column is a dictionary, which PyArrow then makes again."""
    path = tmp_path / "a.parquet"
    values = pa.array(["a" * 5_000_000, "Rain fell."]).dictionary_encode()
    pq.write_table(pa.table({"text": values.take(pa.array([0] * 300 + [1]))}), path, store_schema=kept)
    assert path.stat().st_size < 1_000_000
    usual, pool = pa.default_memory_pool(), pa.proxy_memory_pool(pa.default_memory_pool())
    pa.set_memory_pool(pool)
    tracemalloc.start()
    try:
        *long, last = found(path, max_bytes=100_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(usual)
    assert long == [(f":{row}", TOO_LONG) for row in range(1, 301)]
    assert last == (":301", "Rain fell.")
    assert peak < 20_000_000
    assert pool.max_memory() < 300_000_000


def test_all_columns_of_a_row_count_for_its_size(tmp_path):
    path = tmp_path / "a.parquet"
    lists = pa.array([["a" * 60_000], ["a" * 40_000], None])
    pq.write_table(pa.table({"text": ["b" * 50_000] * 3, "authors": lists}), path)
    assert found(path, max_bytes=100_000) == [(":1", TOO_LONG), (":2", "b" * 50_000), (":3", "b" * 50_000)]


def test_a_packed_table_that_unpacks_to_very_much_is_one_error(tmp_path):
    path = tmp_path / "a.parquet.gz"
    path.write_bytes(gzip.compress(b"PAR1" + bytes(3_000_000)))
    ((source, error),) = found(path, max_bytes=100_000)
    assert source == ""
    assert error == "unpacks to more than 1,000,000 bytes, more than is plausible; unpack it first"


@pytest.mark.parametrize("texts", [TEXTS, ["a" * 3000, "b" * 90_000]])
def test_the_size_of_a_dictionary_is_read_from_its_header(texts):
    out = io.BytesIO()
    pq.write_table(pa.table({"text": texts}), out)
    column = pq.ParquetFile(out).metadata.row_group(0).column(0)
    header = out.getvalue()[column.dictionary_page_offset :][:16]
    assert _dictionary_bytes(header) == sum(4 + len(text) for text in texts)
    assert _dictionary_bytes(out.getvalue()[column.data_page_offset :][:16]) == 0
    assert _dictionary_bytes(b"\x05\x02" + header) >= 10_000_000

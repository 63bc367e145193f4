"""The input of many texts: every kind of column, tables, articles among texts, missing texts, failing iterators."""

import itertools
import tracemalloc

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp import Article
from newsnlp.articles.texts import BATCH, BATCH_CHARACTERS, Texts

WORDS = ["Rain fell.", "", "Ministers met in Zürich – for hours.", "会談は続いた。", "😀 " * 40]
# A Series of older pandas has no Arrow interface and is read one by one.
NUMBERS_OF_PANDAS = (
    "texts must be Arrow strings .*, got format 'l'"
    if hasattr(pd.Series, "__arrow_c_stream__")
    else r"texts\[0\] must be str, got int"
)
COLUMNS = {
    "list": list,
    "tuple": tuple,
    "iterator": iter,
    "generator": lambda texts: (text for text in texts),
    "set-like": lambda texts: dict.fromkeys(texts).keys(),
    "numpy objects": lambda texts: np.array(texts, dtype=object),
    "numpy str": np.array,
    "pandas objects": lambda texts: pd.Series(texts, dtype=object),
    "pandas str": lambda texts: pd.Series(texts, dtype="str"),
    "pandas index": pd.Index,
    "pandas arrow": lambda texts: pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
    "pandas category": lambda texts: pd.Series(texts, dtype="category"),
    "polars": pl.Series,
    "polars category": lambda texts: pl.Series(texts, dtype=pl.Categorical),
    "arrow": pa.array,
    "arrow large": lambda texts: pa.array(texts, pa.large_string()),
    "arrow view": lambda texts: pa.array(texts, pa.string_view()),
    "arrow dictionary": lambda texts: pa.array(texts).dictionary_encode(),
    "arrow slice": lambda texts: pa.array(["before", *texts, "behind"])[1:-1],
    "arrow chunks": lambda texts: pa.chunked_array([texts[:2], [], texts[2:]]),
    "arrow chunks of dictionaries": lambda texts: pa.chunked_array(
        [pa.array(texts[:2]).dictionary_encode(), pa.array(texts[2:]).dictionary_encode()]
    ),
}
FRAMES = {
    "dict": dict,
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "arrow table": pa.table,
    "arrow batch": pa.record_batch,
}


def read(texts, *names, **options):
    """Return the texts of all batches."""
    return [batch.text(i) for batch in Texts(texts, *names, **options).batches() for i in range(len(batch))]


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_kind_of_column_gives_its_texts(kind):
    assert read(COLUMNS[kind](WORDS)) == WORDS


@given(st.lists(st.text(), max_size=20))
def test_columns_agree_on_any_text(words):
    words = [word for word in words if word.isascii() or word.isprintable()]
    assert read(words) == words == read(iter(words)) == read(pl.Series(words, dtype=pl.String))


@pytest.mark.parametrize("kind", FRAMES)
def test_a_table_needs_the_name_of_its_column(kind):
    table = FRAMES[kind](
        {"title": ["Storm", "", "Calm"], "body": ["Rain fell.", "Sun shone.", ""], "number": [7, 8, 9]}
    )
    assert read(table, "body") == ["Rain fell.", "Sun shone.", ""]
    with pytest.raises(TypeError, match=r"texts is a table; .* text='title' \(columns: 'title', 'body', 'number'\)"):
        Texts(table)
    with pytest.raises(
        ValueError, match=r"`text` must be a column of the table, got 'text' \(columns: 'title', 'body'"
    ):
        Texts(table, "text")
    with pytest.raises(ValueError, match="`id` must be a column of the table, got 'key'"):
        Texts(table, "body", id="key")
    (batch,) = Texts(table, "body", title="title", id="number").batches()
    assert [batch.text(i) for i in range(3)] == ["Storm\n\nRain fell.", "Sun shone.", "Calm"]
    assert batch.headline_ends == [5, -1, 0]  # a title alone is a text, as in Article("Calm", "")
    assert batch.extras == {"title": ["Storm", "", "Calm"], "id": [7, 8, 9]}


def test_tables_that_cannot_be_read_say_so():
    with pytest.raises(TypeError, match="texts must be a table in memory or a list of str, got a LazyFrame"):
        Texts(pl.DataFrame({"body": ["Rain fell."]}).lazy(), "body")
    with pytest.raises(TypeError, match="`text` names a column of a table, but texts is a list"):
        Texts(["Rain fell."], "body")
    with pytest.raises(TypeError, match="`text` names a column of a table, but texts is an int"):
        Texts(3, "body")
    with pytest.raises(TypeError, match="`title` names a column of a table, but texts is a list"):
        Texts(["Rain fell."], title="title")
    with pytest.raises(ValueError, match="lengths differ: `text` has 2, `id` has 1"):
        Texts({"body": ["Rain fell.", "Sun shone."], "id": [1]}, "body", id="id")


def test_articles_may_stand_among_texts():
    article = Article("Storm", "Rain fell.")
    (batch,) = Texts(["Sun shone.", article, "Snow fell."]).batches()
    assert [batch.text(i) for i in range(3)] == ["Sun shone.", "Storm\n\nRain fell.", "Snow fell."]
    assert batch.articles == {1: article}


MISSING = [None, float("nan"), np.nan, pd.NA, pd.NaT]


@pytest.mark.parametrize("value", MISSING, ids=repr)
@pytest.mark.parametrize("column", [list, iter, lambda texts: np.array(texts, dtype=object)])
def test_a_missing_text_is_named_or_empty(column, value):
    texts = ["Rain fell.", value, "Sun shone."]
    with pytest.raises(TypeError, match=r"texts\[1\] must be str, got \w+: it is missing; .* missing='empty'"):
        read(column(texts))
    assert read(column(texts), missing="empty") == ["Rain fell.", "", "Sun shone."]
    with pytest.raises(ValueError, match="`missing` must be one of 'error', 'empty', got 'drop'"):
        Texts(texts, missing="drop")


@pytest.mark.parametrize("kind", [kind for kind in COLUMNS if "arrow" in kind or "polars" in kind or "pandas" in kind])
def test_a_null_of_a_column_is_missing(kind):
    column = COLUMNS[kind]([*WORDS[:3], None])
    with pytest.raises(TypeError, match=r"texts\[3\] must be str, got \w+: it is missing"):
        read(column)
    assert read(column, missing="empty") == [*WORDS[:3], ""]


def test_a_column_of_nulls_is_missing_throughout():
    assert read(pa.nulls(2), missing="empty") == ["", ""]
    with pytest.raises(TypeError, match=r"texts\[0\] must be str, got NoneType: it is missing"):
        read(pa.nulls(2))


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("one text", "texts must be a list of str, got one str; write \\[text\\]"),
        (b"bytes", "texts must be a list of str, got one bytes"),
        (3, "texts must be a list of str, got int"),
        (np.array([["a"], ["b"]]), r"texts must have one dimension, got an array of shape \(2, 1\)"),
        (["a", 3], r"texts\[1\] must be str, got int"),
        (["a", b"b"], r"texts\[1\] must be str, got bytes"),
        ([["a"]], r"texts\[0\] must be str, got list"),
        (pd.Series([1, 2]), NUMBERS_OF_PANDAS),
        (pa.array([1]), "texts must be Arrow strings .*, got format 'l'"),
        (pa.array([1]).dictionary_encode(), "texts must be Arrow strings .*, got format 'l'"),
    ],
)
def test_what_is_no_text_is_refused(texts, message):
    with pytest.raises(TypeError, match=message):
        read(texts)


def test_texts_before_a_bad_one_are_read():
    for texts in (["a", "b", 3, "d"], iter(["a", "b", 3, "d"])):
        batches = Texts(texts).batches()
        assert [batch.text(i) for batch in itertools.islice(batches, 1) for i in range(len(batch))] == ["a", "b"]
        with pytest.raises(TypeError, match=r"texts\[2\] must be str, got int"):
            next(batches)


def test_an_iterator_that_raises_is_named_with_the_position():
    def failing():
        yield from ("a", "b")
        raise OSError("the disk is gone")

    batches = Texts(failing()).batches()
    assert len(next(batches)) == 2
    with pytest.raises(OSError, match="the disk is gone") as caught:
        next(batches)
    assert caught.value.__notes__ == ["raised by the iterator of texts instead of returning texts[2]"]


def test_an_iterator_is_read_ahead_by_a_bounded_number_of_texts():
    taken = itertools.count()
    batches = Texts("Rain fell." for _ in taken).batches()
    sizes = [len(next(batches)) for _ in range(12)]
    assert sizes == [8, 16, 32, 64, 128] + [BATCH] * 7
    assert next(taken) == sum(sizes)


def test_a_batch_is_bounded_in_characters():
    long = "x" * BATCH_CHARACTERS
    for texts in ([long] * 4, iter([long] * 4)):
        assert [len(batch) for batch in Texts(texts).batches()] == [1, 1, 1, 1]
    for texts in ([long] * 4, iter([long] * 4)):
        assert [len(batch) for batch in Texts(texts).batches(2)] == [2, 2]
    half = "x" * (BATCH_CHARACTERS // 2)
    assert [len(batch) for batch in Texts(iter([half] * 4)).batches()] == [2, 2]


def test_a_batch_has_256_texts_a_thread():
    texts = [""] * 600
    assert [len(batch) for batch in Texts(texts).batches()] == [256, 256, 88]
    assert [len(batch) for batch in Texts(texts).batches(2)] == [512, 88]
    assert [batch.first for batch in Texts(iter(texts)).batches(2)] == [0, 8, 24, 56, 120, 248, 504]
    assert [len(batch) for batch in Texts(iter(texts)).batches(2)] == [8, 16, 32, 64, 128, 256, 96]


def test_texts_of_a_list_do_not_change_while_they_are_read():
    texts = ["a", "b"]
    held = Texts(texts)
    texts.clear()
    assert [len(batch) for batch in held.batches()] == [2]


def test_no_python_string_is_made_of_arrow_strings():
    column = pa.array(["x" * 10_000] * 1000)
    tracemalloc.start()
    for batch in Texts(column).batches():
        assert len(batch)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000

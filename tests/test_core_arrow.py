"""Arrow columns whose buffers are not what they say, or are given only once."""

import array
import io

import pandas as pd
import pyarrow as pa
import pytest

import newsnlp
from newsnlp import CountVectorizer, HashingVectorizer, TfidfVectorizer
from newsnlp._core import TextColumn

TEXTS = ["Rain fell on Monday.", "Roads closed.", "Done here."]
# What reads the column "t" of a table.
READERS = {
    "TextColumn": lambda table: TextColumn(table["t"]),
    "an array": lambda table: TextColumn(table["t"].chunk(0)),
    "CountVectorizer": lambda table: CountVectorizer().fit(table["t"]),
    "HashingVectorizer": lambda table: HashingVectorizer().transform(table["t"]),
    "TfidfVectorizer": lambda table: TfidfVectorizer(stemmer="english").fit(table["t"]),
    "classify_many": lambda table: newsnlp.classify_many(table, text="t"),
    "analyze_batch": lambda table: newsnlp.analyze_batch(table.to_batches()[0], text="t"),
    "analyze_table": lambda table: newsnlp.analyze_table(table, text="t"),
}
if hasattr(pd.Series, "__arrow_c_stream__"):  # older ones make Python objects of the values
    READERS["a frame of pandas"] = lambda table: newsnlp.analyze_many(series(table).to_frame("t"), text="t")
    READERS["a series of pandas"] = lambda table: CountVectorizer().fit(series(table))


def series(table):
    return pd.Series(pd.arrays.ArrowExtensionArray(table["t"]))


def received(offsets, kind=None, code="i"):
    """Return a table as it comes from a file whose offsets were changed."""
    stream = io.BytesIO()
    table = pa.table({"t": pa.array(TEXTS, kind or pa.string())})
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    before, after = (array.array(code, numbers).tobytes() for numbers in ((0, 20, 33, 43), offsets))
    assert stream.getvalue().count(before) == 1
    return pa.ipc.open_stream(stream.getvalue().replace(before, after)).read_all()


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_offsets_behind_the_memory(reader):
    reader(received((0, 20, 33, 43)))
    with pytest.raises(ValueError, match=r"texts: the Arrow array is invalid: .*2000010.*size 43"):
        reader(received((0, 20, 2_000_000, 2_000_010)))


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    ("offsets", "named"), [((0, 20, 2_000_000, 43), 1), ((0, -20, 33, 43), 0), ((0, 20, 10, 43), 1)]
)
def test_offsets_that_do_not_rise(reader, offsets, named):
    with pytest.raises(ValueError, match=rf"the Arrow array is invalid: the offsets of texts\[{named}\], .* must rise"):
        reader(received(offsets))


def test_offsets_of_other_kinds():
    far = received((0, 20, 1 << 40, 43), pa.large_string(), "q")["t"]
    words = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), received((0, 20, 2_000_000, 43))["t"].chunk(0))
    for column in (far, words, pa.chunked_array([words])):
        with pytest.raises(ValueError, match=r"the offsets of texts\[1\], 20 and \d+, must rise"):
            TextColumn(column)
    with pytest.raises(ValueError, match="the Arrow array is invalid"):
        TextColumn(received((0, 20, 1 << 40, (1 << 40) + 5), pa.large_string(), "q")["t"])


@pytest.mark.skipif(int(pa.__version__.split(".")[0]) < 18, reason="an older PyArrow cannot make views from buffers")
@pytest.mark.parametrize(
    "view", [(40, 0, 0, 0), (20, 0, 0, 1), (20, 0, 1, 0), (20, 0, -1, 0), (20, 0, 0, -1), (-1, 0, 0, 0)]
)
def test_views_outside_their_buffers(view):
    def column(numbers):
        views = array.array("i", (20, 0, 0, 0, *numbers)).tobytes()
        buffers = [None, pa.py_buffer(views), pa.py_buffer(TEXTS[0].encode())]
        return pa.Array.from_buffers(pa.string_view(), 2, buffers)

    assert TextColumn(column((20, 0, 0, 0))).text(1) == TEXTS[0]
    with pytest.raises(ValueError, match=r"the view of texts\[1\] must lie within its buffer"):
        TextColumn(column(view))


def test_slices_are_valid():
    column = pa.chunked_array([pa.array(["before", *TEXTS])[1:3], pa.array([], pa.string()), pa.array(TEXTS)[2:]])
    read = TextColumn(column)
    assert [read.text(i) for i in range(3)] == TEXTS


class Once:
    """Gives the same capsules, or a capsule for the first time it is asked."""

    def __init__(self, texts):
        self.asked = 0
        if hasattr(texts, "__arrow_c_stream__"):
            capsule = texts.__arrow_c_stream__()
            self.__class__ = type(
                "Stream", (Once,), {"__arrow_c_stream__": lambda self, schema=None: self.give(capsule)}
            )
        else:
            pair = texts.__arrow_c_array__()
            self.__class__ = type("Array", (Once,), {"__arrow_c_array__": lambda self, schema=None: self.give(pair)})

    def give(self, capsules):
        self.asked += 1
        return capsules


@pytest.mark.parametrize("texts", [pa.array(TEXTS), pa.chunked_array([TEXTS])], ids=["array", "stream"])
def test_capsules_that_were_read_before(texts):
    once = Once(texts)
    assert TextColumn(once).text(2) == TEXTS[2]
    for reader in (TextColumn, CountVectorizer().fit):
        with pytest.raises(ValueError, match=r"texts: the capsule 'arrow_\w+' has been read before"):
            reader(once)


@pytest.mark.parametrize("stemmer", [None, "english"])
@pytest.mark.parametrize("kind", [CountVectorizer, HashingVectorizer, TfidfVectorizer])
@pytest.mark.parametrize("texts", [pa.array(TEXTS), pa.chunked_array([TEXTS])], ids=["array", "stream"])
def test_a_column_is_asked_once(texts, kind, stemmer):
    expected = kind(stemmer=stemmer).fit_transform(TEXTS)
    once = Once(texts)
    assert (kind(stemmer=stemmer).fit_transform(once) != expected).nnz == 0
    assert once.asked == 1
    fitted = kind(stemmer=stemmer).fit(Once(texts))
    assert (fitted.transform(Once(texts)) != expected).nnz == 0

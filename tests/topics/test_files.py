"""The limits of a topic model's file, exactly at them; hostile files are in test_loading_fuzz.py."""

import numpy as np
import pytest

from newsnlp.topics import files
from tests.topics.toys import toy_model


def memory(terms, n_bytes):
    """Return arrays of terms of three bytes that take so many bytes in memory with 160 a word and 80 a further one."""
    words = {word for term in terms for word in term.split()}
    further = sum(term.count(" ") for term in terms)
    arrays = {"t.lengths": np.full(1000, 3, "u4"), "t.terms": np.frombuffer("".join(terms).encode(), "u1")}
    beside = 160 * len(words) + 80 * further + sum(array.nbytes for array in arrays.values())
    return arrays | {"t.idf": np.zeros(n_bytes - beside, "u1")}


@pytest.mark.parametrize("terms", [[f"{i:03}" for i in range(1000)], ["a b"] * 500 + ["c d"] * 500])
@pytest.mark.parametrize(("file_bytes", "limit"), [(0, 8 * 2**20), (2**18, 8 * 2**20), (2**19, 16 * 2**20)])
def test_a_file_may_take_eight_megabytes_or_32_times_its_size(file_bytes, limit, terms):
    files._check_memory(file_bytes, memory(terms, limit))
    with pytest.raises(ValueError, match=f"its terms would take {limit + 1} bytes of memory, more than 32 times"):
        files._check_memory(file_bytes, memory(terms, limit + 1))


@pytest.mark.parametrize("version", [None, "x", "x" * 100])
def test_a_version_of_up_to_a_hundred_characters_is_read(version):
    model = toy_model()
    assert files._parts({**model.header(), "model_version": version}, model.arrays()).version == version


@pytest.mark.parametrize(("count", "refused"), [(1000, False), (1001, True)])
def test_a_model_has_at_most_a_thousand_tables(count, refused):
    model = toy_model()
    arrays = {f"table{i}.{k.split('.')[1]}": v for i in range(count) for k, v in model.arrays().items()}
    header = {**model.header(), "tables": model.header()["tables"] * count}
    if refused:
        with pytest.raises(ValueError, match="the arrays do not match the tables"):
            files._parts(header, arrays)
    else:
        assert len(files._parts(header, arrays).tables) == count


def test_the_version_of_contents_is_12_digits_that_depend_on_all_but_the_card():
    model = toy_model()
    version = files.content_version(model.header(), model.arrays())
    assert len(version) == 12
    assert int(version, 16) >= 0
    assert version == files.content_version({**model.header(), "card": {"a": 1}, "model_version": "b"}, model.arrays())
    assert version == model.with_card({}).version
    assert version != model.with_threshold(0.6).version
    changed = model.arrays() | {"table0.idf": np.array([1.0, 1.5], "f2")}
    assert version != files.content_version(model.header(), changed)
    renamed = {name.replace("0", "1"): array for name, array in model.arrays().items()}
    assert version != files.content_version(model.header(), renamed)


def test_a_model_has_a_topic():
    with pytest.raises(ValueError, match="the model has no topic"):
        files._parts({**toy_model().header(), "topics": [], "tables": []}, {})

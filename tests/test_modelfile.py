"""The model file: contents are read as they were written, equal contents give equal bytes, every fault is named."""

import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from newsnlp import modelfile
from newsnlp.modelfile import DTYPES, pack_strings, read_model, unpack_strings, write_model

HEADER = {"kind": "test", "version": 1, "card": {"title": "Prüfung"}}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.zip"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=8))
def test_strings_survive_packing(strings):
    assert unpack_strings(*pack_strings(strings)) == strings


@given(st.sampled_from(DTYPES).flatmap(lambda d: arrays.arrays(d, arrays.array_shapes(max_dims=3, min_side=0))))
def test_arrays_come_back_bit_for_bit_and_read_only(tmp_path_factory, array):
    path = tmp_path_factory.getbasetemp() / "one.zip"
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        with pytest.raises(ValueError, match="'a': not all values are finite"):
            write_model(path, HEADER, {"a": array})
        return
    write_model(path, HEADER, {"a": array})
    header, found = read_model(path, kind="test", versions={1})
    assert header == {"format": "newsnlp-model", **HEADER}
    assert found["a"].dtype == array.dtype
    assert found["a"].tobytes() == array.tobytes()
    assert found["a"].shape == array.shape
    assert not found["a"].flags.writeable


def test_equal_content_gives_equal_bytes(tmp_path):
    for name in ("a", "b"):
        write_model(tmp_path / name, HEADER, {"x": np.arange(5.0)})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_changed_in_any_byte_or_cut_anywhere_is_refused(path):
    write_model(path, HEADER, {"x": np.arange(5.0), "empty": np.zeros((0, 3), "f4")})
    content = path.read_bytes()
    for position in range(len(content)):
        path.write_bytes(content[:position] + bytes([content[position] ^ 0x41]) + content[position + 1 :])
        with pytest.raises(ValueError, match=r"model\.zip: "):
            read_model(path, kind="test", versions={1})
        path.write_bytes(content[:position])
        with pytest.raises(ValueError, match=r"model\.zip: "):
            read_model(path, kind="test", versions={1})


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"kind": "other", "versions": {1}}, "of kind 'test', not 'other'"),
        ({"kind": "test", "versions": {2, 3}}, r"unknown version 1 of kind 'test'; this newsnlp reads version 2 or 3"),
    ],
)
def test_another_kind_or_version_is_named(path, asked, reason):
    write_model(path, HEADER, {})
    with pytest.raises(ValueError, match=reason):
        read_model(path, **asked)


def test_offsets_that_go_back_are_refused():
    blob, _ = pack_strings(["ab", "cd"])
    for broken in ([0, 3, 2, 4], [1, 2, 4], [0, 2, 5], []):
        with pytest.raises(ValueError, match="terms: the offsets do not fit the text"):
            unpack_strings(blob, np.array(broken, "u4"), "terms")
    with pytest.raises(ValueError, match="terms: not UTF-8"):
        unpack_strings(np.array([0xFF], "u1"), np.array([0, 1], "u4"), "terms")


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MAX_FILE_BYTES", 1000, "larger than 1000 bytes"),
        ("MAX_HEADER_BYTES", 100, "model.json is too large"),
        ("MAX_CONTENT_BYTES", 1000, "its content is too large"),
        ("FREE_CONTENT_BYTES", 1000, "its content is too large"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(path, monkeypatch, limit, value, reason):
    array = np.zeros(2**16) if limit == "FREE_CONTENT_BYTES" else np.random.default_rng(0).random(200)
    write_model(path, HEADER, {"x": array})
    before = path.read_bytes()
    monkeypatch.setattr(f"newsnlp.modelfile.{limit}", value)
    with pytest.raises(ValueError, match=rf"model\.zip: {reason}"):
        write_model(path, HEADER, {"x": array + 0.0})
    assert path.read_bytes() == before
    with pytest.raises(ValueError, match=rf"model\.zip: {reason}"):
        read_model(path, kind="test", versions={1})


def test_a_path_that_is_none_is_named():
    with pytest.raises(TypeError, match="`path` must be str or a path, got NoneType"):
        write_model(None, {"kind": "toy", "version": 1}, {})


class Archive:
    """An archive that says it has members of these sizes, each empty."""

    def __init__(self, **sizes):
        self.members = [SimpleNamespace(filename=name.replace("_", "."), file_size=n) for name, n in sizes.items()]

    def infolist(self):
        return self.members

    def read(self, name):
        return b""


class Content(bytes):
    """Content that says it has this many bytes."""

    def __new__(cls, size):
        self = super().__new__(cls)
        self.size = size
        return self

    def __len__(self):
        return self.size


@pytest.mark.parametrize(
    ("file_bytes", "most"), [(0, 2**20), (2**15, 2**20), (2**16, 2**21), (2**25, 2**30), (2**28, 2**30)]
)
def test_content_may_be_a_megabyte_or_32_times_the_file_but_at_most_a_gigabyte(file_bytes, most):
    modelfile._check_sizes(Archive(a=most - 1, b=1), file_bytes)
    with pytest.raises(ValueError, match=rf"its content is too large \({most + 1} bytes\)"):
        modelfile._check_sizes(Archive(a=most, b=1), file_bytes)


@pytest.mark.parametrize(("file_bytes", "most"), [(0, 2**18), (2**18 + 1, 2**18 + 1), (2**28, 2**24)])
def test_a_header_has_at_most_a_quarter_megabyte_or_the_size_of_the_file_and_16_megabytes(file_bytes, most):
    for size, reason in ((most, "is not valid JSON"), (most + 1, "is too large")):
        with pytest.raises(ValueError, match=reason):
            modelfile._read_archive(Archive(model_json=size), file_bytes, "test", [1])


@pytest.mark.parametrize(
    ("size", "reason"), [(2**28, "not a newsnlp-model file"), (2**28 + 1, "larger than 268435456")]
)
def test_a_file_has_at_most_256_megabytes(size, reason):
    with pytest.raises(ValueError, match=f"name: {reason}"):
        modelfile._read_content("name", Content(size), kind="test", versions=[1])


def test_what_shrinks_is_compressed_and_everything_has_one_date_and_mode(path):
    noise = np.frombuffer(np.random.default_rng(0).bytes(1000), "u1")
    write_model(path, HEADER, {"zeros": np.zeros(1000), "noise": noise})
    with zipfile.ZipFile(path) as archive:
        kinds = {info.filename: info.compress_type for info in archive.infolist()}
        assert {(info.date_time, info.external_attr) for info in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0o644 << 16)
        }
    assert kinds["arrays/zeros"] == zipfile.ZIP_DEFLATED
    assert kinds["arrays/noise"] == zipfile.ZIP_STORED


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ([2**40], "the shape must be"),
        ([2**40 - 1], "its size does not fit"),
        ([-1], "the shape must be"),
        ([0.0], "the"),
    ],
)
def test_shapes_are_checked(shape, reason):
    archive = SimpleNamespace(getinfo=lambda name: SimpleNamespace(file_size=1))
    with pytest.raises(ValueError, match=f"array 'a': {reason}"):
        modelfile._read_array(archive, "a", {"dtype": "|u1", "shape": shape})

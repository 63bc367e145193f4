"""Hostile model files with correct checksums: reading gives the model that was written or a ValueError.

Without the checksum any change is refused at once; test_modelfile holds that for every byte and every length.
"""

import hashlib
import io
import json
import os
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import modelfile
from newsnlp.modelfile import pack_strings, read_model, unpack_strings, write_model

KIND, VERSION = "sample", 1
ARRAYS = {
    "weights": np.array([[0.5, -1.25, 0.0], [2.0, 0.25, 3.5]], dtype="<f4"),
    "offsets": np.array([0, 2, 4], dtype="<u4"),
    "codes": np.array([1, -1, 7], dtype="<i2"),
}
HEADER = {"kind": KIND, "version": VERSION, "topics": ["diplomacy", "Ёлка"], "threshold": 0.25}


def read(path):
    return read_model(path, kind=KIND, versions={VERSION})


def model_or_refusal(path):
    """Return the model, or the words of the ValueError."""
    try:
        return read(path)
    except ValueError as error:
        return str(error)


def same(model, other):
    (header, arrays), (header2, arrays2) = model, other
    return (
        header == header2
        and arrays.keys() == arrays2.keys()
        and all(arrays[n].dtype == arrays2[n].dtype and np.array_equal(arrays[n], arrays2[n]) for n in arrays)
    )


def seal(content):
    """Add the correct checksum to a changed file, as an attacker would."""
    body = content[: -modelfile.DIGEST_LENGTH]
    return body + hashlib.sha256(body).hexdigest().encode("ascii")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "sound.model"
    write_model(path, HEADER, ARRAYS)
    return path.read_bytes(), read(path)


@pytest.fixture
def refused(tmp_path):
    """Return a function that writes bytes to a file and asserts that reading them is refused by name."""

    def check(content, match=None):
        path = tmp_path / "hostile.model"
        path.write_bytes(content)
        with pytest.raises(ValueError, match=match) as caught:
            read(path)
        message = str(caught.value)
        assert "hostile.model: " in message
        assert message.split("hostile.model: ", 1)[1].strip()

    return check


def forge(members, listing=None, header=None, **options):
    """Return a file with any members and any header, with the right checksum."""
    document = {"format": modelfile.FORMAT, **HEADER, **(header or {})}
    document["arrays"] = (
        {
            name: {"dtype": "<f4", "shape": [len(content) // 4], "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in members.items()
        }
        if listing is None
        else listing
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", options.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        archive.writestr("model.json", options.get("text", json.dumps(document)))
        for name, content in members.items():
            archive.writestr(f"arrays/{name}", content)
        archive.comment = b"0" * modelfile.DIGEST_LENGTH
    return seal(buffer.getvalue())


def entry(content, **changes):
    fields = {"dtype": "<f4", "shape": [len(content) // 4], "sha256": hashlib.sha256(content).hexdigest()}
    return {**fields, **changes}


def test_forged_file_without_a_fault_is_read(tmp_path):
    # Otherwise the tests below could pass because forge() itself is broken.
    path = tmp_path / "forged.model"
    content = np.arange(6, dtype="<f4").tobytes()
    path.write_bytes(forge({"a": content}, {"a": entry(content, shape=[2, 3])}))
    assert read(path)[1]["a"].tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("mask", [0x01, 0x80])
def test_every_byte_flipped_under_a_right_checksum(sound, tmp_path, mask):
    content, model = sound
    path = tmp_path / "forged.model"
    accepted = 0
    for position in range(len(content) - modelfile.DIGEST_LENGTH):
        changed = bytearray(content)
        changed[position] ^= mask
        path.write_bytes(seal(bytes(changed)))
        found = model_or_refusal(path)
        if isinstance(found, str):
            assert "forged.model: " in found
        else:
            # Bytes that carry nothing of the model (dates, attributes) may differ; the model may not.
            assert same(found, model), position
            accepted += 1
    assert accepted < len(content) / 2


def test_truncated_under_a_right_checksum(sound, tmp_path):
    content, model = sound
    path = tmp_path / "cut.model"
    whole = 0
    for length in range(modelfile.DIGEST_LENGTH, len(content)):
        path.write_bytes(seal(content[:length]))
        found = model_or_refusal(path)
        if isinstance(found, str):
            assert "cut.model: " in found
        else:
            assert same(found, model), length
            whole += 1
    assert whole <= modelfile.DIGEST_LENGTH  # only a cut within the comment leaves the model whole


@settings(max_examples=300)
@given(data=st.data())
def test_spliced_files(sound, tmp_path_factory, data):
    content, model = sound
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 64)))
    filling = data.draw(st.binary(max_size=64))
    path = tmp_path_factory.getbasetemp() / "spliced.model"
    path.write_bytes(seal(content[:start] + filling + content[end:]))
    found = model_or_refusal(path)
    assert isinstance(found, str) or same(found, model)


@settings(max_examples=200)
@given(content=st.binary(max_size=400), magic=st.booleans())
def test_random_bytes(tmp_path_factory, content, magic):
    path = tmp_path_factory.getbasetemp() / "random.model"
    path.write_bytes(seal((b"PK\x03\x04" if magic else b"") + content + b"0" * modelfile.DIGEST_LENGTH))
    with pytest.raises(ValueError, match=r"random\.model"):
        read(path)


@pytest.mark.parametrize("version", [0, 2, 10**6, -1, True, 1.0, "1", None, [1]])
def test_other_versions(refused, version):
    refused(forge({}, header={"version": version}), "unknown version")


def test_other_kinds_and_formats(refused):
    refused(forge({}, header={"kind": "ranker"}), "kind 'ranker'")
    refused(forge({}, header={"format": "joblib"}), "format")
    refused(forge({}, text="[]"), "format")
    refused(forge({}, listing=[]), "lists no arrays")


@pytest.mark.parametrize(
    "text",
    ["", "{", "\x00", "[" * 100_000, '{"format": NaN' + "}" * 3, '{"a": ' * 50_000, "9" * 100_000],
    ids=["empty", "cut", "NUL", "deep list", "extra data", "deep object", "long number"],
)
def test_headers_that_are_no_json(refused, text):
    refused(forge({}, text=text))


def test_header_that_is_not_utf8(refused):
    refused(forge({}, text=b'{"format": "newsnlp-model", "topics": ["\xff\xfe"]}'), "not valid JSON")


CONTENT = np.arange(6, dtype="<f4").tobytes()


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"shape": [5]}, "size does not fit"),
        ({"shape": [7]}, "size does not fit"),
        ({"shape": [2, 2]}, "size does not fit"),
        ({"shape": []}, "size does not fit"),
        ({"shape": [-6]}, "the shape must be"),
        ({"shape": [-2, -3]}, "the shape must be"),
        ({"shape": [6.0]}, "the shape must be"),
        ({"shape": [True, 6]}, "the shape must be"),
        ({"shape": ["6"]}, "the shape must be"),
        ({"shape": 6}, "the shape must be"),
        ({"shape": None}, "the shape must be"),
        ({"shape": [2**39, 2**39, 2**39]}, "size does not fit"),
        ({"shape": [1] * 100 + [6]}, None),
        ({"dtype": "|O"}, "dtype"),
        ({"dtype": "<U4"}, "dtype"),
        ({"dtype": "<M8[ns]"}, "dtype"),
        ({"dtype": ">f4"}, "dtype"),
        ({"dtype": "<c8"}, "dtype"),
        ({"dtype": None}, "dtype"),
        ({"dtype": ["<f4"]}, "dtype"),
        ({"dtype": "<f8"}, "size does not fit"),
        ({"dtype": "<i2"}, "size does not fit"),
        ({"sha256": "0" * 64}, "checksum"),
        ({"sha256": None}, "checksum"),
    ],
)
def test_wrong_entries(refused, changes, match):
    refused(forge({"a": CONTENT}, {"a": entry(CONTENT, **changes)}), match)


@pytest.mark.parametrize("listing", [{"a": None}, {"a": []}, {"a": "x"}, {}, {"a": {}, "b": {}}, {"b": {}}])
def test_wrong_listings(refused, listing):
    refused(forge({"a": CONTENT}, listing))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", ["<f2", "<f4", "<f8"])
def test_values_that_are_not_finite(refused, tmp_path, dtype, value):
    array = np.array([0, value, 1], dtype=dtype)
    refused(forge({"a": array.tobytes()}, {"a": entry(array.tobytes(), dtype=dtype, shape=[3])}), "finite")
    with pytest.raises(ValueError, match="finite"):
        write_model(tmp_path / "x.model", HEADER, {"a": array})
    assert os.listdir(tmp_path) in ([], ["hostile.model"])  # nothing half-written is left


def test_zip_bomb_is_refused_before_it_is_unpacked(refused):
    zeros = bytes(96 * 2**20)
    refused(forge({"a": zeros}, {"a": entry(zeros)}), "too large")
    text = json.dumps({"format": modelfile.FORMAT, "kind": KIND, "version": 1, "arrays": {}})
    refused(forge({}, text=text + " " * (modelfile.MAX_HEADER_BYTES + 1)), "too large")


def test_sizes_that_lie(refused):
    """The central directory promises six numbers, the stream unpacks to many more."""
    many = bytes(4 * 100_000)
    content = bytearray(forge({"a": many}, {"a": entry(CONTENT)}))
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, len(CONTENT))
    refused(seal(bytes(content)))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_give_the_model_or_an_error(tmp_path, compression):
    path = tmp_path / "other.model"
    path.write_bytes(forge({"a": CONTENT}, compression=compression))
    assert read(path)[1]["a"].tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("flag", [0x1, 0x20, 0x40])
def test_encrypted_or_patched_members(refused, flag):
    content = bytearray(forge({"a": CONTENT}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(signature) + offset] |= flag
    refused(seal(bytes(content)))


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "a\x00b", "C:\\x", "é" * 300])
def test_odd_member_names_never_touch_the_disk(tmp_path, name):
    path = tmp_path / "odd.model"
    path.write_bytes(forge({name: CONTENT}))
    try:
        _, arrays = read(path)
    except ValueError:
        arrays = {name: None}
    assert list(arrays) == [name]
    assert os.listdir(tmp_path) == ["odd.model"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name(refused):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        document = {"format": modelfile.FORMAT, **HEADER, "arrays": {"a": entry(CONTENT)}}
        archive.writestr("model.json", json.dumps(document))
        archive.writestr("arrays/a", CONTENT)
        archive.writestr("arrays/a", CONTENT[::-1])
        archive.comment = b"0" * modelfile.DIGEST_LENGTH
    refused(seal(buffer.getvalue()), "the same name")


def test_files_that_are_no_files(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"absent\.model"):
        read(tmp_path / "absent.model")
    with pytest.raises(OSError, match=tmp_path.name):
        read(tmp_path)


def test_endless_file_is_refused(monkeypatch):
    monkeypatch.setattr(modelfile, "MAX_FILE_BYTES", 2**16)
    with pytest.raises(ValueError, match="larger than"):
        read("/dev/zero")


@pytest.mark.parametrize(
    "offsets",
    [[], [0], [0, 3, 2, 6], [0, 6, 3], [1, 6], [0, 7], [0, 5], [[0, 6]], [0, 2**31, 6], [6, 0]],
)
def test_offsets_that_do_not_part_the_text(offsets):
    blob = np.frombuffer(b"abcdef", dtype="u1")
    with pytest.raises(ValueError, match="vocabulary: the offsets"):
        unpack_strings(blob, np.array(offsets, dtype="<u4"), "vocabulary")


def test_offsets_within_a_character():
    blob, offsets = pack_strings(["é", "ü"])
    offsets[1] = 1
    with pytest.raises(ValueError, match="vocabulary: not UTF-8"):
        unpack_strings(blob, offsets, "vocabulary")


@given(strings=st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_strings_come_back(strings):
    assert unpack_strings(*pack_strings(strings)) == strings

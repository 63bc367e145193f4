"""Files exactly at the limits of their sizes."""

import io
import json
import sys
import tracemalloc

import pytest

from newsnlp.corpus import files
from newsnlp.corpus.columns import fields_of
from newsnlp.corpus.files import count_lines, file_kind, is_folder, open_bytes, read_lines, read_whole
from newsnlp.corpus.reading import count_documents, read_documents


def test_a_text_may_be_as_large_as_the_limit():
    assert read_whole(io.BytesIO(b"abc"), 3) == b"abc"
    with pytest.raises(ValueError, match="more than 3 bytes in one text; raise the limit with --max-bytes"):
        read_whole(io.BytesIO(b"abcd"), 3)


def test_a_limit_may_be_larger_than_any_text():
    assert read_whole(io.BytesIO(b"abc"), sys.maxsize) == b"abc"
    assert read_whole(io.BytesIO(b"abc"), 10**30) == b"abc"


@pytest.mark.parametrize("step", [1, 2, 3, 100])
@pytest.mark.parametrize(
    "content", [b"", b"\n \n", b"a", b"ab\n\ncd\n", b" ab  \n  ", b"a\r\n\r\nb c\n\n\nd", b"a \n a"]
)
def test_lines_that_are_not_blank_are_counted(monkeypatch, content, step):
    monkeypatch.setattr(files, "_CHUNK", step)
    assert count_lines(io.BytesIO(content)) == sum(1 for line in content.split(b"\n") if line.strip())


def test_a_zstd_file_is_read_in_steps_that_copy_each_byte_once(tmp_path):
    path = tmp_path / "a.zst"
    path.write_bytes(pytest.importorskip("zstandard").compress(bytes(30_000_000)))
    with open_bytes(path) as file:
        file.read1(1000)
        tracemalloc.start()  # what has been decompressed is not counted, only copies of it
        size = 1000 + sum(len(block) for block in iter(lambda: file.read1(1000), b""))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert size == 30_000_000
    assert peak < 1_000_000


@pytest.mark.parametrize("step", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"ab\ncd", [b"ab\n", b"cd"]),
        (b"abc\n", [None]),
        (b"abcd\nx", [None, b"x"]),
        (b"x\nabcd", [b"x\n", None]),
        (b"", []),
        (b"\n\n", [b"\n\n"]),
        (b"a\n\n\r\n\n\n", [b"a\n", b"\n\r\n\n\n"]),
        (b"abcd\r\n\nx\n", [None, b"\n", b"x\n"]),
        (b"\n \n\ra\n\rab\n", [b"\n", b" \n", b"\ra\n", None]),
        (b"a" * 300 + b"\nb\n", [None, b"b\n"]),
    ],
)
def test_lines_may_be_as_long_as_the_limit(monkeypatch, content, lines, step):
    monkeypatch.setattr(files, "_CHUNK", step)
    found = [line for line, _ in read_lines(io.BytesIO(content), "utf-8", 3)]
    joined = []  # empty lines come in any number at once
    for line in found:
        if joined and line and not line.strip(b"\r\n") and not (joined[-1] or b"x").strip(b"\r\n"):
            joined[-1] += line
        else:
            joined.append(line)
    assert joined == lines


def test_empty_lines_come_in_blocks_whatever_the_limit():
    assert len(list(read_lines(io.BytesIO(b"\n" * 100_000 + b"\r\n" * 100_000), "utf-8", 3))) < 10


def test_the_end_of_a_long_record_is_looked_for_a_hundred_times_the_limit(monkeypatch):
    monkeypatch.setattr(files, "_CHUNK", 1)
    assert [line for line, _ in read_lines(io.BytesIO(b"a" * 300), "utf-8", 3)] == [None]
    with pytest.raises(ValueError, match="a record of more than 301 bytes; the rest of the file is not read"):
        list(read_lines(io.BytesIO(b"a" * 301), "utf-8", 3))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("step", [1, 2, 3, 5])
def test_a_fault_in_a_wide_encoding_is_at_its_byte(monkeypatch, encoding, step):
    monkeypatch.setattr(files, "_CHUNK", step)
    content = "Rain\nfell 🌧".encode(encoding)
    assert [line for line, _ in read_lines(io.BytesIO(content), encoding, 99)] == [b"Rain\n", "fell 🌧".encode()]
    lone = "ab".encode(encoding) + "\ud800a".encode(encoding, "surrogatepass").removeprefix("".encode(encoding))
    start = len("ab".encode(encoding))
    with pytest.raises(ValueError, match=f"not {encoding} at byte {start} "):
        list(read_lines(io.BytesIO(lone), encoding, 99))


def test_title_and_text_together_may_be_as_long_as_the_limit():
    fields = fields_of({"title": "ab", "text": "cd"}, 4)
    assert (fields["headline"], fields["body"]) == ("ab", "cd")
    with pytest.raises(ValueError, match="more than 4 bytes in one record"):
        fields_of({"title": "ab", "text": "cde"}, 4)


@pytest.mark.parametrize(("size", "read"), [(10, True), (11, False)])
def test_standard_input_may_be_as_long_as_the_limit(monkeypatch, size, read):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a\n" * 3 + b"b" * (size - 6))))
    (document,) = read_documents(["-"], max_bytes=10)
    assert (document.article is not None) == read
    if not read:
        assert document.error == "more than 10 bytes in one text; raise the limit with --max-bytes"


def test_kinds_of_files(tmp_path):
    names = {"a.jsonl": ".jsonl", "A.JSONL.GZ": ".jsonl", "a.csv.zst": ".csv", "a": "", "a.gz": "", "a.b.txt": ".txt"}
    assert {name: file_kind(name) for name in names} == names
    assert is_folder(str(tmp_path))
    assert not is_folder("")
    assert not is_folder("-")


def test_rows_are_counted_without_the_head(tmp_path):
    table, lines = tmp_path / "a.csv", tmp_path / "b.jsonl"
    table.write_text("text\nRain fell.\n\nSnow fell.\n", encoding="utf-8")
    lines.write_text(json.dumps({"text": "Rain fell."}) + "\n", encoding="utf-8")
    assert (count_documents([str(table)]), count_documents([str(lines)])) == (2, 1)
    assert count_documents([str(tmp_path), "-"]) == 4

"""Records of lines that come in any pieces: each has the number of its line, whatever empty lines lie between."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.corpus import files
from newsnlp.corpus.files import read_lines
from newsnlp.corpus.records import read_csv, read_jsonl


def pieces(content, step):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_CHUNK", step)
        return list(read_lines(io.BytesIO(content), "utf-8", 1000))


@given(st.lists(st.sampled_from([b"\n", b"\r\n", b" ", b'{"a": 1}', b"\r", b"x"])).map(b"".join), st.integers(1, 40))
def test_lines_of_json_are_counted(content, step):
    records = read_jsonl(pieces(content, step), 1000)
    lines = [(i, line) for i, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    assert [(record.line, record.fields is not None) for record in records] == [
        (i, re.fullmatch(rb'[ \r]*\{"a": 1\}[ \r]*', line) is not None) for i, line in lines
    ]


@given(st.lists(st.sampled_from([b"\n", b"\r\n", b"a", b'"b"\n', b'"c\n\n', b'd"\r\n'])).map(b"".join))
@pytest.mark.parametrize("step", [1, 3, 100])
def test_rows_of_csv_are_those_of_the_csv_module(step, content):
    content = b"text\n" + content
    lines = content.decode().split("\n")
    rows = csv.reader([line + "\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1]), strict=True)
    expected = []
    try:
        expected.extend((rows.line_num, row) for row in rows if row)
    except csv.Error:
        expected.append((rows.line_num, None))
    found = [
        (record.line, None if record.fields is None else list(record.fields.values()))
        for record in read_csv(pieces(content, step), ".csv", 1000)
    ]
    assert found[1 : len(expected)] == expected[1:]


def test_empty_lines_between_rows_do_not_count_for_the_size_of_one():
    content = b"\n" * 3000 + b"text\n" + b"\n" * 3000 + b"a\n" + b'"b' + b"\n" * 3000 + b'"\n'
    head, row, long, *_ = read_csv(pieces(content, 1 << 16), ".csv", 1000)
    assert (head.line, row.line, row.fields) == (3001, 6002, {"text": "a"})
    assert long.error == "more than 1,000 bytes in one record; raise the limit with --max-bytes"

"""Reading labelled texts: every form gives the same rows, every fault names file and line."""

import csv
import gzip
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.corpus import labelled
from newsnlp.corpus.labelled import LabelledText, read_labelled

ROWS = [
    LabelledText("Talks\n\nMinisters met, and “agreed”.", ("diplomacy",), "a1", "wire"),
    LabelledText("Two lines\nof text; with a ; in it", (), "2"),
    LabelledText("Chips for the army", ("ict", "security"), "3"),
]


def jsonl(path):
    lines = [
        {"id": "a1", "title": "Talks", "text": "Ministers met, and “agreed”.", "topics": ["diplomacy"]}
        | {"collection": "wire"},
        {"text": "Two lines\nof text; with a ; in it", "topics": [], "title": None},
        {"text": "Chips for the army", "topics": ["ict", " security", "ict"]},
    ]
    return path, "\n\n".join(json.dumps(line) for line in lines)


def table(path, delimiter=","):
    cells = [
        ["id", "title", "text", "label", "collection"],
        ["a1", "Talks", "Ministers met, and “agreed”.", "diplomacy", "wire"],
        ["", "", "Two lines\nof text; with a ; in it", "", ""],
        ["", " ", "Chips for the army", "ict; security", ""],
    ]
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(cells)


def test_forms(tmp_path):
    path, text = jsonl(tmp_path / "rows.jsonl")
    path.write_text(text, encoding="utf-8")
    zipped = tmp_path / "rows.jsonl.gz"
    zipped.write_bytes(gzip.compress(text.encode("utf-8")))
    table(tmp_path / "rows.csv")
    table(tmp_path / "rows.tsv", "\t")
    for file in (path, zipped, tmp_path / "rows.csv", tmp_path / "rows.tsv"):
        assert read_labelled(file) == ROWS


def test_an_id_and_a_collection_may_be_0(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 0, "text": "x", "topics": [], "collection": 0}\n', encoding="utf-8")
    assert read_labelled(path) == [LabelledText("x", (), "0", "0")]


def test_one_topic_as_a_string(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "x", "topic": "ict"}\n{"text": "", "label": ""}\n', encoding="utf-8")
    assert [row.topics for row in read_labelled(path)] == [("ict",), ()]


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80))
def test_any_text_survives_csv(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text", "topics"], [text, "a"]])
    assert read_labelled(path) == [LabelledText(text, ("a",), "1")]


def test_long_cell(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("text,topics\n" + "word " * 100_000 + ",a\n", encoding="utf-8")
    limit = csv.field_size_limit()
    assert len(read_labelled(path)[0].text) == 500_000
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("rows.txt", b"x", "must be .jsonl, .csv or .tsv"),
        ("rows", b"x", "must be .jsonl"),
        ("rows.jsonl", b"", "no rows"),
        ("rows.csv", b"text,topics\n", "no rows"),
        ("rows.jsonl", b'{"text": "a", "topics": []}\n{"text": ', r"rows\.jsonl:2: not valid JSON"),
        ("rows.jsonl", b"[1]", r"rows\.jsonl:1: a line must be a JSON object, got list"),
        ("rows.jsonl", b"[" * 100_000, "not valid JSON"),
        ("rows.jsonl", b'{"topics": []}', r"rows\.jsonl:1: no 'text'; there are 'topics'"),
        ("rows.jsonl", b'{"text": 5, "topics": []}', "must be a string"),
        ("rows.jsonl", b'{"text": "a", "title": 5, "topics": []}', "must be a string"),
        ("rows.jsonl", b'{"text": "a"}', "topics are missing"),
        ("rows.jsonl", b'{"text": "a", "topics": null}', "list of names, got None"),
        ("rows.jsonl", b'{"text": "a", "topics": [1]}', "list of names"),
        ("rows.jsonl", b'{"text": "a", "topics": {"ict": 1}}', "list of names"),
        ("rows.jsonl", b'{"text": "\xff"}', r"rows\.jsonl:1: not utf-8 at byte 10 \(0xff\); save it as UTF-8"),
        ("rows.csv", b"text,topics\na,b,c\n", r"rows\.csv:2: 3 cells where the first line has 2"),
        ("rows.csv", b"text,topics\na\n", r"rows\.csv:2: 1 cells where the first line has 2"),
        ("rows.csv", b'text,topics\n"a,b\n', "not valid CSV"),
        ("rows.csv", b"text,topics\na,b\n\xff,c\n", r"rows\.csv:3: not utf-8 at byte 0 \(0xff\); save it as UTF-8"),
        ("rows.csv", b"text,\xff\na,b\n", r"rows\.csv: not utf-8 at byte 5 \(0xff\); save it as UTF-8"),
        ("rows.csv", b"text\rRain fell.\r", r"rows\.csv: not valid CSV: lines end in carriage returns alone"),
        ("rows.csv", b"words,topics\na,b\n", r"rows\.csv:2: no 'text'; there are 'words', 'topics'"),
        ("rows.csv", b"text,topcs\na,b\n", r"rows\.csv:2: topics are missing; .* label; there are 'text', 'topcs'"),
        ("rows.jsonl.gz", b"not gzip", "not a complete gzip file"),
        ("rows.jsonl.gz", gzip.compress(b"{}" * 99)[:10] + b"\xff" * 20, "not a complete gzip file"),
        ("rows.jsonl.gz", gzip.compress(b'{"text": "a", "topics": []}')[:-9], "not a complete gzip file"),
    ],
)
def test_faults(tmp_path, name, content, match):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ValueError, match=match) as caught:
        read_labelled(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(("name", "head"), [("rows.jsonl.gz", b""), ("rows.csv.gz", b"text,topics\n")])
def test_a_row_that_unpacks_to_very_much_takes_no_memory(tmp_path, name, head):
    path = tmp_path / name
    path.write_bytes(gzip.compress(head + b"a" * 200_000_000 + b"\n"))
    tracemalloc.start()
    with pytest.raises(ValueError, match=rf"{name}:\d: more than 10,000,000 bytes in one record$"):
        read_labelled(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.parametrize(
    ("name", "head", "row"),
    [
        ("rows.jsonl.gz", "", json.dumps({"text": "a" * 1000, "topics": []}) + "\n"),
        ("rows.csv.gz", "text,topics\n", "a" * 1000 + ",\n"),
    ],
)
def test_rows_that_unpack_to_very_much_are_one_error(tmp_path, monkeypatch, name, head, row):
    monkeypatch.setattr(labelled, "MAX_BYTES", 2000)
    path = tmp_path / name
    path.write_bytes(gzip.compress((head + row * 19).encode()))
    assert len(read_labelled(path)) == 19
    path.write_bytes(gzip.compress((head + row * 1000).encode()))
    with pytest.raises(ValueError, match=rf"{name}.*: unpacks to more than [\d,]+ bytes, .*; unpack it first"):
        read_labelled(path)


def test_absent_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_labelled(tmp_path / "absent.jsonl")


@pytest.mark.parametrize("cell", ["business, tech", "tech|business", "['tech']", "a; [b]", '["a"]'])
def test_a_cell_that_looks_like_several_topics_is_refused_and_named(tmp_path, cell):
    path = tmp_path / "rows.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text", "topics"], ["Chips", "tech;business"], ["Shares", cell]])
    with pytest.raises(ValueError, match=r"rows\.csv:3: topics must be names separated by ';'") as caught:
        read_labelled(path)
    assert repr(cell) in str(caught.value)
    listed = tmp_path / "rows.jsonl"
    listed.write_text(json.dumps({"text": "Shares", "topics": [cell]}), encoding="utf-8")
    assert read_labelled(listed) == [LabelledText("Shares", (cell.strip(),), "1")]


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize(
    "lines",
    [
        'Body;Topics;Headline;ID\n"Rain fell; roads closed.";storms;Storm;7\n',
        'sep=;\nText;Label;Title;id\n"Rain fell; roads closed.";storms;Storm;7\n',
        "content|topic|title|guid\nRain fell; roads closed.|storms|Storm|7\n",
    ],
)
def test_columns_and_delimiters_are_found(tmp_path, lines, end):
    path = tmp_path / f"rows.csv{end}"
    path.write_bytes(gzip.compress(lines.encode("utf-8-sig")) if end else lines.encode("utf-8-sig"))
    assert read_labelled(path) == [LabelledText("Storm\n\nRain fell; roads closed.", ("storms",), "7")]

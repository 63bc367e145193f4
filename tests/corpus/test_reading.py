"""Reading articles: every kind of file, folders, standard input, limits, and what cannot be read."""

import gzip
import io
import json
import sys
import tracemalloc

import pytest

import newsnlp
from newsnlp.corpus.columns import Columns
from newsnlp.corpus.reading import count_documents, read_documents

PAGE = "<html><head><title>Talks resume</title></head><body><article><h1>Talks resume</h1>{}</article></body></html>"
PAGE = PAGE.format("<p>Both ministers met in Geneva on Monday and signed a treaty after long talks.</p>" * 3)
LINES = b'\n{"text": "Rain fell.", "id": 7}\n{"text": "Snow fell."}\n'


@pytest.fixture
def read_input(monkeypatch):
    """Return the documents of standard input."""

    def read(content, encoding="utf-8"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        return list(read_documents(["-"], encoding))

    return read


def test_documents_are_counted_before_they_are_read(tmp_path):
    folder, empty = tmp_path / "news", tmp_path / "empty"
    (folder / "deep").mkdir(parents=True)
    empty.mkdir()
    (folder / "a.txt").write_text("Rain fell.", encoding="utf-8")
    (folder / "deep" / "b.jsonl").write_text('{"text": "Rain fell."}\n\n{"text": 1}', encoding="utf-8")
    (folder / "c.png").write_bytes(b"")
    paths = [str(folder), str(empty), str(tmp_path / "no.txt"), str(tmp_path / "no.jsonl"), ""]
    assert count_documents(paths) == len(list(read_documents(paths))) == 7


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_standard_input_is_json_lines_where_it_begins_with_an_object(read_input, encoding):
    found = read_input(LINES.decode().encode(encoding), encoding)
    assert [(each.source, each.article.text) for each in found] == [("-:2", "Rain fell."), ("-:3", "Snow fell.")]
    broken, good = read_input(b'{"title": "No text"}\n{"text": "Rain fell."}')
    assert (broken.source, broken.article, good.article.text) == ("-:1", None, "Rain fell.")
    assert broken.error == "no column 'text' for the text; the columns are 'title'"


@pytest.mark.parametrize("text", ["", "\n\n", "Rain fell.\r\nSnow.", "{", "[1]\nRain", '"Rain"', 'So\n{"text": "a"}'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_other_standard_input_is_one_text(read_input, text, encoding):
    (document,) = read_input(text.encode(encoding), encoding)
    assert (document.source, document.article.text) == ("-", text)


def test_standard_input_in_a_wrong_encoding_is_one_error(read_input):
    (document,) = read_input(b"Rain.\nCaf\xe9")
    assert document.article is None
    assert document.error.startswith("not utf-8 at byte 9 (0xe9)")


def test_packed_files_are_read_as_what_they_hold(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "b.TXT.gz").write_bytes(gzip.compress(b"Hail fell."))
    paths = [str(tmp_path)]
    assert [each.article.text for each in read_documents(paths)] == ["Rain fell.", "Snow fell.", "Hail fell."]
    assert count_documents(paths) == 3


def test_a_packed_file_that_is_broken_is_named(tmp_path):
    for content in (b"plain text", gzip.compress(LINES)[:-12]):
        path = tmp_path / "a.jsonl.gz"
        path.write_bytes(content)
        *_, last = read_documents([str(path)])
        assert last.source == str(path)
        assert last.error.startswith("not a complete gzip file (")
        assert count_documents([str(path)]) == 1


def test_of_a_page_the_article_is_read(tmp_path):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.htm").write_text("<html><body></body></html>", encoding="utf-8")
    (tmp_path / "c.md").write_text("# left out", encoding="utf-8")
    page, empty = read_documents([str(tmp_path)])
    assert page.article.headline == "Talks resume"
    assert "<" not in page.article.text
    assert (empty.article, empty.error) == (None, "no article found in this page")


def test_a_page_without_the_extra_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (document,) = read_documents([str(tmp_path / "a.html")])
    assert "pip install 'newsnlp[html]'" in document.error


ROWS = [
    {"id": "a1", "headline": "Storm", "body": 'Rain fell; it said "stop".\n\nRoads closed.', "date": "2026-05-01"},
    {"id": "a2", "headline": "", "body": "Snow fell.", "date": ""},
]


def _csv(delimiter, head=""):
    quoted = ["id", "headline", "body", "date"], *(row.values() for row in ROWS)
    lines = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in quoted)
    return (head + "\r\n".join(lines) + "\r\n").encode()


def _write(path, content):
    if path.suffix == ".gz":
        content = gzip.compress(content)
    elif path.suffix == ".zst":
        content = pytest.importorskip("zstandard").compress(content)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", _csv(",")),
        ("a.csv", _csv(";")),
        ("a.csv", _csv(";", "\ufeffsep=;\r\n")),
        ("a.csv", _csv("|")),
        ("a.tsv", _csv("\t")),
        ("a.jsonl", "\n".join(map(json.dumps, ROWS)).encode()),
        ("a.parquet", None),
    ],
)
def test_every_kind_of_table_gives_the_same_articles(tmp_path, name, content, packed):
    if content is None:
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        out = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(ROWS), out)
        content = out.getvalue()
    articles = list(newsnlp.read_articles(_write(tmp_path / (name + packed), content)))
    assert [(article.id, article.headline) for article in articles] == [("a1", "Storm"), ("a2", "")]
    assert articles[0].text == f"Storm\n\n{ROWS[0]['body']}"
    assert [article.date for article in articles] == ["2026-05-01", None]


def test_columns_by_name_and_by_convention(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Title,maintext,lead,link\nStorm,Rain fell.,Wet,https://x.org\n", encoding="utf-8")
    (article,) = newsnlp.read_articles(path)
    assert (article.text, article.url) == ("Storm\n\nRain fell.", "https://x.org")
    (article,) = newsnlp.read_articles(path, text="lead")
    assert article.text == "Storm\n\nWet"
    listed = "the columns are 'Title', 'maintext', 'lead', 'link'"
    with pytest.raises(ValueError, match=f"a.csv: no column 'story' for the text; {listed}"):
        list(newsnlp.read_articles(path, text="story"))
    with pytest.raises(ValueError, match=f"no column 'when' for the date; {listed}"):
        list(newsnlp.read_articles(path, date="when"))


def test_records_that_cannot_be_read_are_counted_and_written_with_their_place(tmp_path):
    path, rejects = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    lines = [b'{"text": "Rain fell."}', b"{", b'{"text": 1}', b'{"text": "Caf\xe9"}', b'{"text": "a", "date": "soon"}']
    path.write_bytes(b"\n".join(lines) + b'\n{"text": "Snow fell."}')
    reader = newsnlp.read_articles(path, on_error="skip", rejects=rejects)
    assert [article.text for article in reader] == ["Rain fell.", "Snow fell."]
    assert (reader.n_read, reader.n_rejected) == (2, 4)
    told = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert [each["source"] for each in told] == [f"{path}:{line}" for line in (2, 3, 4, 5)]
    assert [each["error"].partition(":")[0] for each in told] == [
        "not valid JSON",
        "the text must be a string, got 1",
        "not utf-8 at byte 13 (0xe9); choose another with --encoding",
        "the date must be ISO 8601, such as 2023-05-01, got 'soon'",
    ]
    with pytest.raises(ValueError, match=rf"{path}:2: not valid JSON"):
        list(newsnlp.read_articles(path))


def test_rows_that_cannot_be_read_do_not_stop_the_others(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,id\nRain fell.,1\nonly\n"Snow" fell,2\nHail fell.,3\n', encoding="utf-8")
    found = [(each.source[-1], each.error or each.article.text) for each in read_documents([str(path)])]
    assert [each for each in found if each[1].endswith(".")] == [("2", "Rain fell."), ("5", "Hail fell.")]
    assert found[1] == ("3", "1 cells where the first line has 2")
    assert found[2][1].startswith("not valid CSV")


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.txt.gz", "a.jsonl.zst"])
def test_a_record_that_unpacks_to_very_much_takes_no_memory(tmp_path, name):
    head = b"text\n" if ".csv" in name else b""
    path = _write(tmp_path / name, head + b"a" * 300_000_000)
    tracemalloc.start()
    (document,) = read_documents([str(path)], max_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than" in document.error
    assert peak < 100_000_000


def test_reading_goes_on_behind_a_record_that_is_too_long(tmp_path):
    record = json.dumps({"text": "a" * 5_000_000}).encode()
    path = _write(tmp_path / "a.jsonl.gz", b'{"text": "Rain."}\n' + record + b'\n{"text": "Snow."}\n')
    first, long, last = read_documents([str(path)], max_bytes=1_000_000)
    assert (first.article.text, last.article.text, last.source[-2:]) == ("Rain.", "Snow.", ":3")
    assert long.error == "more than 1,000,000 bytes in one record; raise the limit with --max-bytes"


def test_each_row_may_be_as_long_as_the_limit(tmp_path):
    path = _write(tmp_path / "a.csv", b"text\n" + b"a" * 9 + b"\n" + b'"b\n' + b"c" * 5 + b'"\n' + b"d" * 10 + b"\n")
    first, second, long = read_documents([str(path)], max_bytes=10)
    assert (first.article.text, second.article.text) == ("a" * 9, "b\nccccc")
    assert long.error == "more than 10 bytes in one record; raise the limit with --max-bytes"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.parquet.gz"])
def test_a_file_that_was_cut_gives_what_is_complete_and_one_error(tmp_path, name):
    content = b'{"text": "Rain fell."}\n' * 5000
    if "parquet" in name:
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        out = io.BytesIO()
        pq.write_table(pa.table({"text": ["Rain fell."] * 5000}), out)
        content = out.getvalue()
    path = _write(tmp_path / name, content)
    path.write_bytes(path.read_bytes()[:-9])
    *_, last = read_documents([str(path)])
    assert last.source == str(path)
    assert last.error.startswith("not a complete ")


@pytest.mark.parametrize(
    ("name", "head", "names"),
    [
        ("a.csv", "text;x,y", ["text;x", "y"]),  # equally many columns: the usual delimiter wins
        ("a.tsv", "text;x\ty", ["text;x", "y"]),
        ("a.csv", "text;x;y,z", ["text", "x", "y,z"]),
        ("a.csv", "SEP=|\ntext|x;y", ["text", "x;y"]),
    ],
)
def test_the_delimiter_is_the_one_that_makes_most_columns(tmp_path, name, head, names):
    path = tmp_path / name
    path.write_text(head + "\n", encoding="utf-8")
    (document,) = read_documents([str(path)], columns=Columns(text="none"))
    assert document.error.endswith(f"the columns are {', '.join(map(repr, names))}")


@pytest.mark.parametrize("head", ["sep=", "sep=\n", "sep=ab", "SEP=\r\n"])
def test_a_line_that_states_no_delimiter_is_a_row_like_any_other(tmp_path, head):
    path = tmp_path / "a.csv"
    path.write_text(head, encoding="utf-8", newline="")
    with pytest.raises(ValueError, match="no column"):
        list(newsnlp.read_articles(path))
    assert list(newsnlp.read_articles(path, on_error="skip")) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\nRain", "a PDF document"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, content, kind, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"{kind}, which is not read; extract its text first"):
        list(newsnlp.read_articles(path, encoding="latin-1"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    with pytest.raises(ValueError, match=f"-: {kind}, which is not read"):
        list(newsnlp.read_articles("-"))


def test_a_table_whose_lines_end_in_carriage_returns_is_an_error_and_other_files_are_read(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"text\rRain fell.\r")
    (tmp_path / "b.csv").write_bytes(b'text;"two\rlines"\nSnow fell.;x\n')
    (tmp_path / "c.csv").write_bytes(b"text\nHail fell.\n")
    bad, *good = read_documents([str(tmp_path)])
    assert (bad.source, bad.article) == (str(tmp_path / "a.csv"), None)
    assert bad.error == "not valid CSV: lines end in carriage returns alone; save it with line feeds"
    assert [each.article.text for each in good] == ["Snow fell.", "Hail fell."]


def test_the_name_of_a_column_may_be_longer_than_the_csv_module_reads(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"text," + b"a" * 140_000 + b"\nRain fell.,1\n")
    (article,) = newsnlp.read_articles(path)
    assert article.text == "Rain fell."


def test_the_date_of_a_feed_with_an_impossible_time_zone_is_an_error_of_its_record(tmp_path):
    path, date = tmp_path / "a.jsonl", "Mon, 01 May 2023 10:00:00 +9999999999999"
    path.write_text(json.dumps({"text": "a", "date": date}) + '\n{"text": "b"}', encoding="utf-8")
    bad, good = read_documents([str(path)])
    assert bad.error == f"the date must be ISO 8601, such as 2023-05-01, got {date!r:.40}"
    assert good.article.text == "b"


@pytest.mark.parametrize("encoding", ["nope", "hex", "a\0b"])
def test_an_encoding_that_is_not_known_is_an_error_at_the_call(encoding):
    with pytest.raises(ValueError, match="`encoding` must be one that Python knows, such as 'utf-8', got "):
        newsnlp.read_articles("a.txt", encoding=encoding, on_error="skip")
    with pytest.raises(TypeError, match="`encoding` must be str, got NoneType"):
        newsnlp.read_articles("a.txt", encoding=None)


@pytest.mark.parametrize("end", [b"", b'{"text": "Rain fell."}'])
def test_blank_lines_of_standard_input_are_limited_and_take_little_memory(monkeypatch, end):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n" * 1_000_000 + end)))
    tracemalloc.start()
    (document,) = read_documents(["-"], max_bytes=300_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.error == "more than 300,000 bytes in one text; raise the limit with --max-bytes"
    assert peak < 10_000_000


def test_counting_a_line_that_unpacks_to_very_much_takes_no_memory(tmp_path):
    path = _write(tmp_path / "a.jsonl.gz", b"a" * 30_000_000 + b"\n\nb\n")
    tracemalloc.start()
    assert count_documents([str(path)]) == 2
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000

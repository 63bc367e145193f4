"""Reading articles: every kind of file, folders, standard input, and what cannot be read."""

import gzip
import io
import sys

import pytest

from newsnlp.corpus.reading import count_documents, read_documents

PAGE = "<html><head><title>Talks resume</title></head><body><article><h1>Talks resume</h1>{}</article></body></html>"
PAGE = PAGE.format("<p>Both ministers met in Geneva on Monday and signed a treaty after long talks.</p>" * 3)
LINES = b'\n{"text": "Rain fell.", "id": 7}\n{"text": "Snow fell."}\n'


@pytest.fixture
def read_input(monkeypatch):
    """Return the documents of what stands on standard input."""

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
    assert [(each.source, each.article.text) for each in found] == [("7", "Rain fell."), ("-:3", "Snow fell.")]
    broken, good = read_input(b'{"title": "No text"}\n{"text": "Rain fell."}')
    assert (broken.source, broken.article, good.article.text) == ("-:1", None, "Rain fell.")
    assert "the object needs `text`, a string" in broken.error


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

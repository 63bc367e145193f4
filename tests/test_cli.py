"""The command line as a user meets it: output, exit status, one-line errors."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import newsnlp

ARTICLE = Path(__file__).parent / "articles" / "iran_ict_minister_iraq.txt"
COMMANDS = ("analyze", "classify", "summarize")


def test_analyze_shows_headline_topics_reasons_and_summary(run):
    status, out, err = run("analyze", ARTICLE, "--sentences", 3)
    assert (status, err) == (0, "")
    assert out.startswith("Iran's ICT Min")
    assert "* diplomacy" in out
    assert "* ict" in out
    assert "* security" not in out
    assert out.count("\n- ") == 3
    assert "Read more" not in out
    assert "arrives in Iraqi capital" not in out
    assert "\033" not in out


def test_json_is_one_object_a_line_with_the_documented_keys(run):
    status, out, _ = run("analyze", ARTICLE, ARTICLE, "--json", "--sentences", 2)
    reports = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert len(reports) == 2
    keys = {"source", "headline", "dateline", "topics", "probabilities", "evidence", "novelty", "summary"}
    text = ARTICLE.read_text(encoding="utf-8")
    for report in reports:
        assert keys <= set(report)
        assert report["source"] == str(ARTICLE)
        assert report["topics"] == ["diplomacy", "ict"]
        assert set(report["probabilities"]) == {"diplomacy", "ict", "security"}
        assert len(report["summary"]) == 2
        for sentence in report["summary"]:
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]
        for evidence in report["evidence"].values():
            assert all(set(term) == {"term", "weight"} for term in evidence["terms"])
            assert all(set(span) == {"start", "end", "weight"} for span in evidence["sentences"])


def test_words_is_a_hard_limit(run):
    _, out, _ = run("summarize", ARTICLE, "--words", 40, "--json")
    assert 0 < len(" ".join(s["text"] for s in json.loads(out)["summary"]).split()) <= 40


def test_html_page_holds_every_article_once(run, tmp_path):
    page = tmp_path / "page.html"
    assert run("analyze", ARTICLE, ARTICLE, "--html", page)[:2] == (0, "")
    text = page.read_text(encoding="utf-8")
    assert text.count("<!DOCTYPE html>") == 1
    assert text.count("<h2 ") == 2


def test_jsonl_uses_title_id_date_and_url(run, tmp_path):
    lines = tmp_path / "news.jsonl"
    record = {"text": "Body one. Body two.", "title": "A title", "id": "a7", "date": "2026-01-02", "url": "x://y"}
    lines.write_text(json.dumps(record) + "\n\n" + json.dumps({"text": "Only text."}) + "\n", encoding="utf-8")
    status, out, err = run("analyze", lines, "--json")
    first, second = map(json.loads, out.splitlines())
    assert (status, err) == (0, "")
    assert (first["id"], first["headline"], first["date"], first["url"]) == ("a7", "A title", "2026-01-02", "x://y")
    assert first["source"] == f"{lines}:1"
    assert second["source"] == f"{lines}:3"
    assert "date" not in second


def test_folder_is_read_by_name_and_standard_input_by_dash(run, tmp_path, monkeypatch):
    for name in ("b.txt", "a.txt", "ignored.png"):
        (tmp_path / name).write_text(f"Text of {name} is here.", encoding="utf-8")
    _, out, _ = run("summarize", tmp_path, "--json")
    assert [Path(json.loads(line)["source"]).name for line in out.splitlines()] == ["a.txt", "b.txt"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Piped text is here.")))
    _, out, _ = run("summarize", "-", "--json")
    assert json.loads(out)["source"] == "-"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_article_is_one_line_and_the_others_are_processed(run, tmp_path, command):
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"Caf\xe9 opens.")
    status, out, err = run(command, broken, tmp_path / "missing.txt", ARTICLE, "--json")
    assert status == 1
    assert len(out.splitlines()) == 1
    assert err.splitlines() == [
        f"newsnlp: {broken}: not utf-8 at byte 3 (0xe9); choose another with --encoding",
        f"newsnlp: {tmp_path / 'missing.txt'}: No such file or directory",
    ]
    status, out, err = run("summarize", broken, "--encoding", "latin-1")
    assert (status, out, err) == (0, "- Café opens.\n", "")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not valid JSON: Expecting property name"),
        ("[]", "a line must be a JSON object, got list"),
        ('{"text": 3}', "the text must be a string, got 3"),
        ('{"text": "a", "title": 3}', "the title must be a string, got 3"),
        ("[" * 100_000, "not valid JSON: "),
    ],
)
def test_a_bad_json_line_names_file_and_line(run, tmp_path, line, reason):
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "Good."}\n' + line + '\n{"text": "Good too."}\n', encoding="utf-8")
    status, out, err = run("summarize", path, "--json")
    assert status == 1
    assert len(out.splitlines()) == 2
    assert err.startswith(f"newsnlp: {path}:2: ")
    assert reason in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("analyse", "x"),
        ("analyze",),
        ("analyze", "x", "--sentences", "0"),
        ("analyze", "x", "--sentences", "two"),
        ("analyze", "x", "--encoding", "klingon"),
        ("analyze", "x", "--encoding", "hex"),
        ("analyze", "x", "--html", ARTICLE.parent),
        ("analyze", "x", "--html", ARTICLE / "page.html"),
        ("analyze", ARTICLE, "--method", "magic"),
        ("analyze", ARTICLE, "--model", "no-such-model"),
        ("classify", "x", "--sentences", "1"),
        ("train", "topics", "x.jsonl", "--out", ARTICLE.parent),
    ],
)
def test_wrong_usage_is_status_2(run, words):
    status, out, err = run(*words)
    assert status == 2
    assert out == ""
    assert "error: " in err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-le", "cp1252"])
def test_json_lines_are_read_in_any_encoding(run, tmp_path, encoding):
    path = tmp_path / "news.jsonl"
    path.write_bytes(('{"text": "Café opens."}\n' * 2).encode(encoding))
    status, out, err = run("summarize", path, "--json", "--encoding", encoding)
    assert (status, err) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    assert [result["source"] for result in found] == [f"{path}:1", f"{path}:2"]
    assert [result["summary"][0]["text"] for result in found] == ["Café opens."] * 2


def test_json_lines_in_a_wrong_wide_encoding_are_one_error(run, tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_bytes('{"text": "Rain fell."}\n'.encode("utf-16-le")[:-1])
    status, _, err = run("summarize", path, "--encoding", "utf-16-le")
    assert status == 1
    assert err == f"newsnlp: {path}: not utf-16-le at byte 44 (0x0a); choose another with --encoding\n"


def test_a_missing_model_is_named(run):
    _, _, err = run("analyze", ARTICLE, "--model", "no-such-model")
    reason = "No such file or directory, and no shipped model has this name ('en', 'en-5')"
    assert err.splitlines()[-1] == f"newsnlp: error: no-such-model: {reason}"
    with pytest.raises(FileNotFoundError, match=r"and no shipped model has this name \('en', 'en-5'\): 'fr'"):
        newsnlp.load_topics("fr")


def test_a_progress_bar_stands_alone_on_a_terminal(run, monkeypatch, tmp_path):
    missing = tmp_path / "missing.txt"
    assert run("summarize", ARTICLE, missing)[2] == f"newsnlp: {missing}: No such file or directory\n"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    err = run("summarize", missing, ARTICLE, "--json")[2]
    assert "0/2 [" in err
    assert f"\rnewsnlp: {missing}: No such file or directory\n" in err
    assert run("summarize", ARTICLE, "--json")[2] == ""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("summarize", ARTICLE, ARTICLE)[2] == ""
    assert "0/2 [" in run("summarize", ARTICLE, ARTICLE, "--html", tmp_path / "page.html")[2]


def test_of_several_files_each_is_named(run):
    other = ARTICLE.with_name("reuters.txt")
    _, out, _ = run("summarize", ARTICLE, other)
    assert out.startswith(f"== {ARTICLE} ==\n- ")
    assert f"\n\n\n== {other} ==\n- " in out
    _, out, _ = run("summarize", ARTICLE)
    assert out.startswith("- ")


@pytest.mark.parametrize(
    "content",
    [b"", b" \n\t\r\n ", b"Rain\x00 fell on Monday\x00.", "\ufeffRain fell.".encode(), "一二三。四五六。".encode()],
    ids=["empty", "blank", "nul", "bom", "cjk"],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_odd_files_give_a_documented_result(run, tmp_path, command, content):
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    status, out, err = run(command, path, "--json")
    result = json.loads(out)
    assert (status, err) == (0, "")
    if command != "classify":
        assert bool(result["summary"]) == bool(content.strip())
    if command != "summarize":
        assert result["topics"] == []
    status, out, err = run(command, path)
    assert (status, err) == (0, "")
    assert "\x00" not in out


def test_lone_surrogates_leave_as_json_escapes(tmp_path):
    text = "A lone \ud800 stands here."
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"text": text}), encoding="ascii")
    done = subprocess.run(
        [sys.executable, "-m", "newsnlp", "summarize", str(path), "--json"], capture_output=True, check=True
    )
    assert rb"A lone \ud800 stands" in done.stdout
    assert json.loads(done.stdout)["summary"][0]["text"] == text


def test_module_and_script_run_the_same_program():
    by_module = subprocess.run(
        [sys.executable, "-m", "newsnlp", "--version"], capture_output=True, text=True, check=True
    )
    by_script = subprocess.run(
        [Path(sys.executable).with_name("newsnlp"), "--version"], capture_output=True, text=True, check=True
    )
    assert by_module.stdout == by_script.stdout == f"newsnlp {newsnlp.__version__}\n"


def test_a_reader_that_leaves_early_gets_no_traceback(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text('{"text": "One sentence here."}\n' * 5000, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "newsnlp", "classify", str(path), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 1


@pytest.mark.parametrize("columns", [40, 80, 160])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_is_used_in_its_width(run, monkeypatch, command, columns):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "dumb")
    _, out, _ = run(command, ARTICLE)
    widths = [len(line) for line in out.splitlines()]
    assert 0.7 * columns < max(widths) <= columns


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "xterm")])
def test_colours_are_for_terminals_that_want_them(run, monkeypatch, name, value):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    for variable in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("analyze", ARTICLE)[1]) == (value == "xterm")


def test_what_is_written_is_said(run, tmp_path):
    page, digest = tmp_path / "page.html", tmp_path / "digest.html"
    assert run("analyze", ARTICLE, "--html", page) == (0, "", f"newsnlp: wrote {page}\n")
    status, out, err = run("digest", ARTICLE, "--out", digest)
    assert (status, out) == (0, "")
    assert err == f"newsnlp: articles: 1, stories: 1, rejected: 0\nnewsnlp: wrote {digest}\n"


def test_a_missing_file_is_one_line(run):
    _, _, err = run("evaluate", "en", "missing.csv")
    assert err == "newsnlp: error: missing.csv: No such file or directory\n"


def test_novelty_is_explained_where_it_is_printed(run):
    assert "(0 familiar, 1 new)" in run("classify", ARTICLE)[1]
    assert "(0 familiar, 1 new)" in newsnlp.classify("Rain fell.")._repr_html_()


def run_without_stdout(*words):
    code = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, '-m', 'newsnlp', *sys.argv[1:]])"
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_standard_output_is_one_line(command):
    done = run_without_stdout(command, ARTICLE)
    assert (done.returncode, done.stderr) == (2, "newsnlp: error: standard output is closed\n")


def test_a_closed_standard_input_is_one_line():
    code = "import os, sys; os.close(0); os.execv(sys.executable, [sys.executable, '-m', 'newsnlp', 'classify', '-'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "newsnlp: -: standard input is closed\n")


def test_a_file_is_written_without_standard_output(tmp_path):
    page = tmp_path / "page.html"
    done = run_without_stdout("analyze", ARTICLE, "--html", page)
    assert (done.returncode, done.stderr) == (0, f"newsnlp: wrote {page}\n")
    assert "Zarepour" in page.read_text(encoding="utf-8")


def test_memory_that_runs_out_is_one_line(run, monkeypatch):
    def fail(options):
        raise MemoryError

    monkeypatch.setattr("newsnlp.cli.articles.run_articles", fail)
    assert run("classify", ARTICLE) == (2, "", "newsnlp: error: out of memory\n")

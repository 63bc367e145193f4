"""The commands that take articles: widths, rejects, brief records."""

import json
import sys
from pathlib import Path

ARTICLE = Path(__file__).parents[1] / "articles" / "iran_ict_minister_iraq.txt"


def test_a_narrow_terminal_has_twenty_columns(run, monkeypatch, tmp_path):
    (tmp_path / "a.txt").write_text("The rain fell on the hills and the fields around it.", encoding="utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "9")
    monkeypatch.setenv("TERM", "dumb")
    assert run("summarize", tmp_path / "a.txt")[1].splitlines() == [
        "- The rain fell on",
        "  the hills and the",
        "  fields around it.",
    ]


def test_what_cannot_be_read_is_written_down(run, tmp_path):
    rejects, missing = tmp_path / "rejects.jsonl", tmp_path / "missing.txt"
    digest = ("digest", missing, ARTICLE, "--out", tmp_path / "digest.html")
    for words in (("summarize", missing, ARTICLE, "--json"), digest):
        status, _, err = run(*words, "--rejects", rejects)
        assert status == 1
        assert err.startswith(f"newsnlp: {missing}: No such file or directory\n")
        told = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
        assert told == [{"source": str(missing), "error": "No such file or directory"}]
    assert "1 articles in 1 stories, 1 rejected\n" in err


def test_brief_json_has_four_keys(run, tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"text": "Rain fell.", "id": 0}\n{"text": "Snow fell."}\n', encoding="utf-8")
    _, out, _ = run("analyze", lines, "--json", "--brief")
    first, second = map(json.loads, out.splitlines())
    assert list(first) == ["id", "topics", "probabilities", "summary"]
    assert (first["id"], first["summary"], second["id"]) == (0, "Rain fell.", f"{lines}:2")
    _, out, _ = run("classify", lines, "--json", "--brief")
    assert list(json.loads(out.splitlines()[0])) == ["id", "topics", "probabilities"]
    _, out, _ = run("summarize", lines, "--json", "--brief")
    assert list(json.loads(out.splitlines()[0])) == ["id", "summary"]

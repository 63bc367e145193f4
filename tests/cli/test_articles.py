"""The commands that take articles: widths, rejects, brief records."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from newsnlp.corpus import writing

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
    assert "newsnlp: articles: 1, stories: 1, rejected: 1\n" in err


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


def test_json_has_letters_as_they_are(run, tmp_path):
    (tmp_path / "a.txt").write_text("Café Łódź opened.", encoding="utf-8")
    assert "Café Łódź opened." in run("summarize", tmp_path / "a.txt", "--json")[1]


@pytest.mark.parametrize("options", [["--json"], []])
def test_a_result_is_shown_before_the_next_article_arrives(options):
    command = [sys.executable, "-m", "newsnlp", "summarize", "-", "--method", "lead", *options]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    killer = threading.Timer(60, process.kill)  # only where nothing comes
    killer.start()
    process.stdin.write(b'{"text": "Rain fell."}\n' * 2)
    process.stdin.flush()
    first = process.stdout.readline() if options else b"".join(process.stdout.readline() for _ in range(2))
    killer.cancel()
    assert b"Rain fell." in first
    process.stdin.close()
    assert process.wait(60) == 0
    process.stdout.close()


def test_a_run_to_be_resumed_depends_on_what_was_seen(run, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(writing, "run_key", lambda paths, options: asked.append((paths, options)) or {})
    seen, out = tmp_path / "seen.txt", tmp_path / "r.jsonl"
    seen.write_text("Snow fell.", encoding="utf-8")
    run("summarize", ARTICLE, "--out", out, "--seen", seen, "--resume", "--jobs", 2, "--words", 9)
    run("classify", ARTICLE, "--out", out, "--resume")
    run("classify", ARTICLE, "--out", out)
    (first, options), (second, _), (third, _) = asked  # also without --resume, which the next run may have
    assert (first, second, third) == ([str(ARTICLE), str(seen)], [str(ARTICLE)], [str(ARTICLE)])
    assert options["words"] == 9
    assert not {"files", "jobs", "resume", "rejects"} & options.keys()

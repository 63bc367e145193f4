"""Writing results: one table in every format, resuming, and what can go wrong meanwhile."""

import contextlib
import csv
import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import newsnlp
from newsnlp.corpus import parts, writing
from newsnlp.corpus.parts import PartedFile

TEXTS = [
    "The foreign ministers signed a treaty in Geneva.",
    "The cup final ended in a draw.",
    "Rain fell. Roads closed.",
]
CLOSING = r"newsnlp: {} read{}, {} written, {} rejected, \d+\.\d s, [\d,]+ articles/s\n"


@pytest.fixture
def news(tmp_path):
    """Return a file of 50 articles."""
    path = tmp_path / "news.jsonl"
    records = [{"id": i, "title": f"Report {i}", "text": TEXTS[i % 3], "url": f"https://x.org/{i}"} for i in range(50)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(writing, "PART", 8)


def read(path):
    if path.suffix == ".parquet":
        return pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist()
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines)) if path.suffix == ".csv" else [json.loads(line) for line in lines]


def test_every_format_has_the_same_rows(run, news, tmp_path, small_parts):
    rows = {}
    for kind in ("jsonl", "parquet", "csv"):
        out = tmp_path / f"results.{kind}"
        status, told, err = run("analyze", news, "--out", out, "--jobs", 2)
        assert (status, told) == (0, "")
        assert re.fullmatch(CLOSING.format(50, "", 50, 0), err)
        assert [each for each in os.listdir(tmp_path) if each.startswith(out.name)] == [out.name]
        rows[kind] = read(out)
    assert [row["id"] for row in rows["jsonl"]] == list(range(50))
    strings = [{**row, "id": str(row["id"])} for row in rows["jsonl"]]
    assert rows["parquet"] == strings
    cells = [
        {name: "" if value is None else value if isinstance(value, str) else str(value) for name, value in row.items()}
        for row in strings
    ]
    for row, cell in zip(strings, cells, strict=True):
        cell["topics"] = ";".join(row["topics"])
        cell["sentences"] = ";".join(f"{each['start']}-{each['end']}" for each in row["sentences"])
    assert rows["csv"] == cells


def test_rows_are_those_of_the_functions(run, news, tmp_path):
    out = tmp_path / "results.jsonl"
    run("analyze", news, "--out", out, "--with-text", "--words", 5)
    for row, article in zip(read(out), newsnlp.read_articles(news), strict=True):
        report = newsnlp.analyze(article, words=5)
        assert (row["id"], row["title"], row["url"]) == (article.id, article.headline, article.url)
        assert row["source"] == f"{news}:{article.id + 1}"
        assert row["text"] == article.text
        assert row["topics"] == list(report.topics)
        assert [row[topic] for topic in report.probabilities] == list(report.probabilities.values())
        assert row["summary"] == report.summary.text
        assert [row["text"][each["start"] : each["end"]] for each in row["sentences"]] == [
            s.text for s in report.summary
        ]


def test_brief_rows(run, news, tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    run("analyze", tmp_path / "a.txt", news, "--out", tmp_path / "r.jsonl", "--brief")
    first, second, *_ = read(tmp_path / "r.jsonl")
    assert list(first) == ["id", "topics", "diplomacy", "ict", "security", "summary"]
    assert (first["id"], second["id"]) == (str(tmp_path / "a.txt"), 0)
    _, told, _ = run("analyze", tmp_path / "a.txt", "--json", "--brief")
    assert list(json.loads(told)) == ["id", "topics", "probabilities", "summary"]


def test_options_of_summaries_and_topics_reach_the_rows(run, news, tmp_path):
    out = tmp_path / "r.jsonl"
    run("summarize", news, "--out", out, "--characters", 12, "--method", "lead", "--seen", news)
    assert max(len(row["summary"]) for row in read(out)) <= 12
    run("classify", news, "--out", out, "--threshold", "1.0")
    assert {tuple(row["topics"]) for row in read(out)} == {()}
    run("classify", news, "--out", out, "--threshold", "0.000001")
    assert {tuple(row["topics"]) for row in read(out)} == {("diplomacy", "ict", "security")}


def test_what_cannot_be_read_is_rejected_with_its_place(run, news, tmp_path, small_parts):
    content = news.read_bytes().splitlines(keepends=True)
    content[3:4], content[20:21] = [b"{\n"], [b'{"text": 1}\n']
    news.write_bytes(b"".join(content))
    out, rejects = tmp_path / "r.csv", tmp_path / "rejects.jsonl"
    status, _, err = run("classify", news, tmp_path / "missing.txt", "--out", out, "--rejects", rejects)
    *complaints, closing = err.splitlines(keepends=True)
    assert status == 1
    assert [each.partition(": ")[2].partition(": ")[0] for each in complaints] == [
        f"{news}:4",
        f"{news}:21",
        str(tmp_path / "missing.txt"),
    ]
    assert re.fullmatch(CLOSING.format(51, "", 48, 3), closing)
    assert len(read(out)) == 48
    assert [each["source"] for each in read(rejects)] == [f"{news}:4", f"{news}:21", str(tmp_path / "missing.txt")]


class Crash(BaseException):
    """The end of the process."""


def crash_at(monkeypatch, moment):
    """Let the process end at a call that changes the disk; return the counter of the calls."""
    calls = []

    def ending(function):
        def call(*args, **kwargs):
            calls.append(function)
            if len(calls) == moment:
                raise Crash
            return function(*args, **kwargs)

        return call

    for name in ("replace", "fsync", "unlink"):
        monkeypatch.setattr(os, name, ending(getattr(os, name)))
    monkeypatch.setattr(parts.shutil, "rmtree", ending(parts.shutil.rmtree))
    return calls


@contextlib.contextmanager
def crashing(monkeypatch, moment):
    with monkeypatch.context() as patched:
        crash_at(patched, moment)
        yield


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_crash_at_any_moment_loses_and_repeats_nothing(run, news, tmp_path, small_parts, monkeypatch, kind):
    rejects = tmp_path / "rejects.jsonl"
    news.write_text(news.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    command = ["classify", news, "--rejects", rejects, "--resume", "--out"]
    wanted, out = tmp_path / f"wanted.{kind}", tmp_path / f"out.{kind}"
    with monkeypatch.context() as patched:
        calls = crash_at(patched, None)
        run(*command, wanted)
        n_calls = len(calls)
    assert n_calls > 30
    for moment in range(1, n_calls + 1):
        with crashing(monkeypatch, moment), pytest.raises(Crash):
            run(*command, out)
        for _ in range(2):  # the second time the first may have been finished
            assert run(*command, out)[0] == 1
            assert read(out) == read(wanted)
            assert len(read(rejects)) == 1
            assert not Path(f"{out}.parts").exists()
        out.unlink()


def test_runs_that_are_killed_are_resumed(news, tmp_path):
    words = [news, tmp_path / "out.jsonl", tmp_path / "wanted.jsonl", 50]
    command = [sys.executable, "-m", "tests.corpus.killed_runs", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    assert "runs killed" in done.stdout
    assert len(read(tmp_path / "out.jsonl")) == 50


def test_resuming_tells_what_was_done_before(run, news, tmp_path, small_parts, monkeypatch):
    out = tmp_path / "r.jsonl"
    with crashing(monkeypatch, 12), pytest.raises(Crash):
        run("classify", news, "--out", out, "--resume")
    _, _, err = run("classify", news, "--out", out, "--resume")
    assert re.fullmatch(CLOSING.format(50, r" \((8|16|24) before\)", 50, 0), err)
    _, _, err = run("classify", news, "--out", out, "--resume")
    assert re.fullmatch(CLOSING.format(50, "", 50, 0), err)


def test_a_changed_input_or_option_is_refused_with_the_reason(run, news, tmp_path, small_parts, monkeypatch):
    out = tmp_path / "r.jsonl"
    command = ["analyze", news, "--out", out, "--resume"]
    with crashing(monkeypatch, 12), pytest.raises(Crash):
        run(*command)
    status, _, err = run(*command, "--words", 9)
    assert status == 2
    assert "cannot resume, since option words was None and is 9; run again without --resume to start over" in err
    news.write_text(news.read_text(encoding="utf-8") + '{"text": "More."}\n', encoding="utf-8")
    status, _, err = run(*command)
    assert status == 2
    assert f"cannot resume, since input {news} was" in err
    status, _, _ = run("analyze", news, "--out", out)
    assert (status, len(read(out))) == (0, 51)
    status, _, err = run("analyze", "-", "--out", out, "--resume")
    assert status == 2
    assert "standard input cannot be read again: --resume needs files" in err


def test_two_writers_on_one_output(run, news, tmp_path):
    out = tmp_path / "r.jsonl"
    with PartedFile(str(out), {}, resume=False):
        status, _, err = run("classify", news, "--out", out)
        assert status == 2
        assert err.splitlines()[-1] == f"newsnlp: error: {out}: another run is writing this file"
    assert run("classify", news, "--out", out)[0] == 0


def test_a_full_disk_is_one_line_and_what_was_committed_stays(run, news, tmp_path, small_parts, monkeypatch):
    out = tmp_path / "r.jsonl"

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        crash = crash_at(patched, None)
        patched.setattr(os, "fsync", lambda file: fail() if len(crash) > 6 else None)
        status, _, err = run("classify", news, "--out", out, "--resume")
    assert status == 2
    assert err.splitlines()[-1] == f"newsnlp: error: {out}: No space left on device"
    assert not out.exists()
    _, _, err = run("classify", news, "--out", out, "--resume")
    assert " before), 50 written" in err
    assert len(read(out)) == 50


def test_ctrl_c_ends_a_run_that_can_be_resumed(tmp_path):
    news, out = tmp_path / "news.jsonl", tmp_path / "r.jsonl"
    news.write_text('{"text": "The foreign ministers signed a treaty in Geneva."}\n' * 100_000, encoding="utf-8")
    command = [sys.executable, "-m", "newsnlp", "classify", str(news), "--out", str(out), "--resume"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not Path(f"{out}.parts", "manifest.json").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == "newsnlp: stopped; run it again with --resume to go on\n"
    assert process.returncode == 130
    assert not out.exists()
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    assert " before), 100,000 written" in done.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--out", "r.xlsx"], "results are written to .parquet, .jsonl or .csv, got"),
        (["--out", "r.csv.gz"], "results are written to .parquet, .jsonl or .csv, got"),
        (["--out", "r.csv", "--json"], "--out writes a table; leave --json and --html out"),
        (["--resume"], "--resume needs --out"),
        (["--jobs", "2"], "--jobs needs --out"),
        (["--jobs", "0", "--out", "r.csv"], "must be an int other than 0, got '0'"),
        (["--with-text"], "--with-text needs --out"),
        (["--brief"], "--brief needs --json or --out"),
        (
            ["--text", "body", "--out", "r.csv"],
            "no column 'body' for the text; the columns are 'id', 'title', 'text', 'url'",
        ),
    ],
)
def test_options_that_cannot_be_followed_are_told(run, news, tmp_path, monkeypatch, words, reason):
    monkeypatch.chdir(tmp_path)
    _, _, err = run("analyze", news, *words)
    assert reason in err


def test_results_are_written_and_resumed_from_python(tmp_path, monkeypatch, small_parts):
    texts = [f"Report {i}. {TEXTS[i % 3]}" for i in range(50)]
    monkeypatch.setattr("newsnlp.articles.texts.BATCH", 5)
    wanted = newsnlp.classify_many(texts).to_dict()
    for kind in ("jsonl", "parquet", "csv"):
        out = tmp_path / f"r.{kind}"
        with crashing(monkeypatch, 14), pytest.raises(Crash):
            newsnlp.write_results(newsnlp.classify_many(texts), out)
        assert not out.exists()
        assert newsnlp.write_results(newsnlp.classify_many(texts), out, resume=True) == 50
        assert [float(row["novelty"]) for row in read(out)] == wanted["novelty"]
    assert newsnlp.write_results(newsnlp.classify_many([]), tmp_path / "none.csv") == 0
    assert read(tmp_path / "none.csv") == []


def test_the_closing_line_tells_time_and_speed(run, news, tmp_path, monkeypatch):
    clock = iter([100.0, 104.0])
    monkeypatch.setattr("newsnlp.cli.articles.time.perf_counter", lambda: next(clock))
    _, _, err = run("classify", news, "--out", tmp_path / "r.csv")
    assert err == "newsnlp: 50 read, 50 written, 0 rejected, 4.0 s, 12 articles/s\n"


@pytest.mark.parametrize(
    ("before", "now", "difference"),
    [
        ({"a": 1}, {"a": 1}, ""),
        ({"a": 1}, {"a": 2}, "a was 1 and is 2"),
        ({"a": 1}, {"a": 1, "b": 2}, "b is new"),
        ({"a": 1, "b": 2}, {"a": 1}, "b is no longer there"),
    ],
)
def test_what_differs_between_two_runs_is_named(before, now, difference):
    assert parts._difference(before, now) == difference


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_ids_of_other_libraries_are_written(tmp_path, kind):
    path = tmp_path / f"r.{kind}"
    table = {"text": ["Rain fell."] * 3, "id": [np.int64(7), np.float32(0.5), b"x"]}
    newsnlp.write_results(newsnlp.classify_many(table, text="text", id="id"), path)
    assert [str(row["id"]) for row in read(path)] == ["7", "0.5", "b'x'"]

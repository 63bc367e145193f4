"""Files of the command line: what is read is never replaced, and Ctrl-C waits for no reader."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import newsnlp

ROW = json.dumps({"text": "The foreign ministers signed a treaty in Geneva.", "topics": ["diplomacy"]}) + "\n"


@pytest.fixture
def news(tmp_path, monkeypatch):
    """The working folder, with an article, rows, a link and a second name of it, and a folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "a.jsonl", "folder/b.txt", "a.csv"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(ROW, encoding="utf-8")
    os.symlink("a.jsonl", "link.jsonl")
    os.link("a.jsonl", "other.jsonl")
    shutil.copy(Path(newsnlp.__file__).parent / "models" / "topics-en.model", "my.model")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("classify a.txt --rejects a.txt", "a.txt: --rejects cannot be a file that is read"),
        ("classify a.jsonl --out y.csv --rejects a.jsonl", "a.jsonl: --rejects cannot be a file that is read"),
        ("classify a.jsonl --out a.jsonl", "a.jsonl: --out cannot be a file that is read"),
        ("classify a.jsonl --out link.jsonl", "link.jsonl: --out cannot be a file that is read"),
        ("classify a.jsonl --rejects other.jsonl", "other.jsonl: --rejects cannot be a file that is read"),
        ("classify a.txt --html a.txt", "a.txt: --html cannot be a file that is read"),
        ("summarize a.jsonl --seen a.txt --html a.txt", "a.txt: --html cannot be a file that is read"),
        ("classify a.txt --model my.model --rejects my.model", "my.model: --rejects cannot be a file that is read"),
        ("classify a.txt --html p --rejects p", "p: --html and --rejects cannot be one file"),
        ("digest a.txt --out a.txt", "a.txt: --out cannot be a file that is read"),
        ("digest a.txt --out p --rejects p", "p: --out and --rejects cannot be one file"),
        ("train topics a.csv --out a.csv", "a.csv: --out cannot be a file that is read"),
        ("evaluate en a.csv --html a.csv", "a.csv: --html cannot be a file that is read"),
        ("evaluate my.model a.csv --html my.model", "my.model: --html cannot be a file that is read"),
        (
            "classify folder --out folder/r.jsonl",
            "folder/r.jsonl: --out cannot be within folder, a folder",
        ),
        ("classify . --out r.jsonl", "r.jsonl: --out cannot be within ., a folder"),
    ],
)
def test_no_file_that_is_read_is_written(run, news, words, reason):
    before = {path: path.read_bytes() for path in news.rglob("*") if path.is_file()}
    status, out, err = run(*words.split())
    assert (status, out) == (2, "")
    assert err.startswith(f"newsnlp: error: {reason}")
    assert {path: path.read_bytes() for path in news.rglob("*") if path.is_file()} == before


def test_devices_may_be_named_twice_and_standard_input_is_no_file(run, news):
    assert run("classify", "a.txt", "--html", "/dev/null", "--rejects", "/dev/null")[0] == 0


def test_the_rejects_of_read_articles_are_no_file_that_is_read(news):
    with pytest.raises(ValueError, match=r"a\.txt: `rejects` cannot be a file that is read"):
        newsnlp.read_articles(["a.jsonl", "a.txt"], rejects="a.txt")
    assert Path("a.txt").read_text(encoding="utf-8") == ROW


def test_a_link_into_a_folder_that_is_missing_is_told_before_the_work(run, news):
    os.symlink("missing/r.jsonl", "r.jsonl")
    status, _, err = run("classify", "a.txt", "--out", "r.jsonl")
    assert (status, err.splitlines()[-1]) == (2, "newsnlp classify: error: argument --out: cannot write to 'r.jsonl'")


def test_a_run_is_not_resumed_with_another_model_of_the_same_name(run, news, monkeypatch):
    from newsnlp.corpus.parts import PartedFile

    words = ["classify", "a.txt", "--model", "my.model", "--out", "r.jsonl", "--resume"]
    with monkeypatch.context() as patched:
        patched.setattr(PartedFile, "finish", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run(*words)[0] == 130
    newsnlp.load_topics("my.model").without_topic("ict").save("my.model")
    status, _, err = run(*words)
    assert status == 2
    assert "r.jsonl: cannot resume, since option model was 'en-5' and is " in err


def test_ctrl_c_does_not_wait_for_a_pipe(tmp_path):
    command = [sys.executable, "-m", "newsnlp", "classify", "-", "--out", str(tmp_path / "r.jsonl")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not (tmp_path / "r.jsonl.parts" / "lock").exists():
        time.sleep(0.01)
    time.sleep(0.5)  # it reads; a signal before that would be heard, too
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130  # the pipe is open still
    process.stdin.close()
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.parametrize(
    "words", ["classify {} --out r.csv", "classify {} --out r.parquet", "analyze {} --html r.html", "digest {} --out p"]
)
def test_an_earlier_file_stays_if_nothing_could_be_read(run, news, words):
    target = Path(words.split()[-1])
    status, _, err = run(*words.format("absent.txt").split())
    assert (status, target.exists()) == (1, True)
    assert "stays" not in err
    assert run(*words.format("a.txt").split())[0] == 0
    before = target.read_bytes()
    status, _, err = run(*words.format("absent.txt").split())
    assert (status, target.read_bytes()) == (1, before)
    assert f"newsnlp: nothing could be read; {target} stays as it was\n" in err


def test_json_that_is_no_json_lines_is_told(run, news):
    Path("a.json").write_text(f"[{ROW}]", encoding="utf-8")
    reason = "newsnlp: a.json: JSON is read with one object in each line, from a name that ends in .jsonl\n"
    assert run("classify", "a.json", "--json") == (1, "", reason)

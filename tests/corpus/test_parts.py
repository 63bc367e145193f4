"""Files beside those that are written: links, permissions, and folders and manifests that are not ours."""

import json
import os
import stat

import pytest

from newsnlp.corpus import writing
from newsnlp.corpus.parts import PartedFile


@pytest.fixture
def news(tmp_path):
    """Return a file of 50 articles."""
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps({"text": "The foreign ministers signed a treaty."}) + "\n", encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") * 50, encoding="utf-8")
    return path


def test_links_and_permissions_of_results_and_rejects_stay(run, news, tmp_path):
    news.write_text(news.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    store = tmp_path / "store"
    store.mkdir()
    words = ["classify", news]
    for option, name in (("--out", "results.jsonl"), ("--rejects", "rejects.jsonl")):
        (store / name).write_text("old\n", encoding="utf-8")
        (store / name).chmod(0o600)
        (tmp_path / name).symlink_to(store / name)
        words += [option, tmp_path / name]
    assert run(*words)[0] == 1
    assert all((tmp_path / name).is_symlink() for name in os.listdir(store))
    assert {name: (store / name).read_text(encoding="utf-8").count("\n") for name in os.listdir(store)} == {
        "results.jsonl": 50,
        "rejects.jsonl": 1,
    }
    assert {stat.S_IMODE((store / name).stat().st_mode) for name in os.listdir(store)} == {0o600}


def test_nothing_of_others_is_deleted_or_overwritten(run, news, tmp_path):
    out, folder = tmp_path / "r.jsonl", tmp_path / "r.jsonl.parts"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    status, _, err = run("classify", news, "--out", out)
    assert (status, err) == (
        2,
        f"newsnlp: error: {folder}: needed for parts of the file, but holds 'mine.txt'; move it away\n",
    )
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    folder.rename(tmp_path / "victim")
    folder.symlink_to(tmp_path / "victim")
    assert "a symbolic link" in run("classify", news, "--out", out)[2]
    assert os.listdir(tmp_path / "victim") == ["mine.txt"]
    folder.unlink()
    (tmp_path / "r.jsonl.unfinished").symlink_to(news)
    before = news.read_bytes()
    assert run("classify", news, "--out", out)[0] == 0
    assert news.read_bytes() == before


def test_results_and_rejects_are_two_files(run, news, tmp_path):
    out = tmp_path / "r.jsonl"
    (tmp_path / "link.jsonl").symlink_to(out)
    status, _, err = run("classify", news, "--out", out, "--rejects", tmp_path / "link.jsonl")
    assert (status, err) == (2, f"newsnlp: error: {tmp_path / 'link.jsonl'}: --out and --rejects cannot be one file\n")
    assert not out.exists()


@pytest.mark.parametrize(
    "manifest", ["", "{}", "[]", "null", '{"key": 3, "done": 0}', '{"key": {}, "done": "x"}', "\xff"]
)
def test_a_damaged_manifest_is_named(run, news, tmp_path, manifest):
    folder = tmp_path / "r.jsonl.parts"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(manifest.encode("latin-1"))
    status, _, err = run("classify", news, "--out", tmp_path / "r.jsonl", "--resume")
    assert status == 2
    assert err.startswith(f"newsnlp: error: {folder / 'manifest.json'}: not a manifest of newsnlp; run again without")
    assert run("classify", news, "--out", tmp_path / "r.jsonl")[0] == 0


def test_a_run_that_was_stopped_is_resumed_even_if_it_was_begun_without_resume(run, news, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "PART", 8)
    out = tmp_path / "r.jsonl"
    with monkeypatch.context() as patched:
        patched.setattr(PartedFile, "finish", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run("classify", news, "--out", out)[0] == 130
    assert "50 read (50 before), 50 written" in run("classify", news, "--out", out, "--resume")[2]


def test_a_run_that_wrote_nothing_leaves_nothing(news, tmp_path):
    out = tmp_path / "r.jsonl"
    with PartedFile(str(out), {}, resume=False):
        assert os.path.exists(f"{out}.parts")
    assert os.listdir(tmp_path) == [news.name]


@pytest.mark.parametrize("end", ["part", "rejects"])
def test_a_missing_part_is_named(run, news, tmp_path, monkeypatch, end):
    out = tmp_path / "r.jsonl"
    with monkeypatch.context() as patched:
        patched.setattr(PartedFile, "finish", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run("classify", news, "--out", out)[0] == 130
    gone = tmp_path / "r.jsonl.parts" / f"000000.{end}"
    gone.unlink()
    status, _, err = run("classify", news, "--out", out, "--resume")
    expected = f"newsnlp: error: {out}: cannot resume, since {gone} is missing; run again without --resume\n"
    assert (status, err) == (2, expected)


@pytest.mark.parametrize(
    ("first", "then", "reason"),
    [
        ("a.jsonl b.jsonl", "b.jsonl a.jsonl", "input a.jsonl was 'number 1, "),
        ("a.jsonl a.jsonl", "a.jsonl", "input a.jsonl was 'number 1, "),
        ("a.jsonl", "a.jsonl a.jsonl", "input a.jsonl was 'number 1, "),
        ("a.jsonl", "a.jsonl b.jsonl", "input b.jsonl is new"),
    ],
)
def test_inputs_must_come_in_the_same_order_again(run, tmp_path, monkeypatch, first, then, reason):
    monkeypatch.chdir(tmp_path)
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"text": "Rain fell."}\n', encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(PartedFile, "finish", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run("classify", *first.split(), "--out", "r.jsonl")[0] == 130
    status, _, err = run("classify", *then.split(), "--out", "r.jsonl", "--resume")
    assert status == 2
    assert err.startswith(f"newsnlp: error: r.jsonl: cannot resume, since {reason}")
    assert run("classify", *first.split(), "--out", "r.jsonl", "--resume")[0] == 0

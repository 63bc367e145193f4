"""The options of the command line: their names, defaults and values, and what is said of wrong ones."""

from pathlib import Path

import pytest

from newsnlp.cli.options import make_parser

COMMANDS = ("analyze", "classify", "summarize", "digest")
INPUT = {"encoding": "utf-8", "text": "text", "title": "title", "id": "id", "date": "date", "url": "url"}
INPUT |= {"max_bytes": 10_000_000, "rejects": None}
OUTPUT = {"json": False, "html": None, "out": None, "brief": False, "with_text": False, "jobs": None, "resume": False}
TOPICS = {"model": "en", "threshold": None}
LIMITS = {"sentences": None, "words": None, "method": "ranker"}
MORE = {"characters": None, "ratio": None, "query": None, "seen": None}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("analyze a", {"files": ["a"], **INPUT, **OUTPUT, **TOPICS, **LIMITS}),
        ("classify a b", {"files": ["a", "b"], **INPUT, **OUTPUT, **TOPICS}),
        ("summarize a", {"files": ["a"], **INPUT, **OUTPUT, **LIMITS, **MORE}),
        (
            "digest a --out b",
            {"files": ["a"], "out": "b", "heading": "News digest", "window": "3d", "sentences": None, **INPUT},
        ),
        ("train topics a --out b", {"kind": "topics", "data": "a", "out": "b", "min_precision": None, "jobs": None}),
        ("evaluate a b", {"model": "a", "data": "b", "html": None, "json": False}),
        ("models", {}),
    ],
)
def test_options_and_their_defaults(words, expected):
    options = vars(make_parser().parse_args(words.split()))
    assert options == {"command": words.split()[0], **expected}


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("summarize a --sentences 1", "sentences", 1),
        ("summarize a --ratio 1", "ratio", 1.0),
        ("summarize a --seen b --seen c", "seen", ["b", "c"]),
        ("analyze a --encoding UTF8", "encoding", "utf-8"),
        ("analyze a --jobs -1", "jobs", -1),
        ("analyze a --jobs 1", "jobs", 1),
        ("analyze a --brief --with-text --resume --json", "brief", True),
        ("analyze a --brief --with-text --resume --json", "with_text", True),
        ("analyze a --brief --with-text --resume --json", "resume", True),
        ("analyze a --brief --with-text --resume --json", "json", True),
        ("evaluate a b --json", "json", True),
        ("digest a --out b --window 12h", "window", "12h"),
    ],
)
def test_values_of_options(words, name, value):
    assert getattr(make_parser().parse_args(words.split()), name) == value


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("digest a", "the following arguments are required: --out"),
        ("train topics a", "the following arguments are required: --out"),
        ("digest", "the following arguments are required: FILE, --out"),
        ("analyze a --jobs 0", "argument --jobs: must be an int other than 0, got '0'"),
        ("analyze a --jobs x", "argument --jobs: must be an int other than 0, got 'x'"),
        ("analyze a --sentences 0", "argument --sentences: must be an int of at least 1, got '0'"),
        ("analyze a --max-bytes -2", "argument --max-bytes: must be an int of at least 1, got '-2'"),
        ("analyze a --threshold 0", "argument --threshold: must be a number above 0 and at most 1, got '0'"),
        ("summarize a --ratio 1.5", "argument --ratio: must be a number above 0 and at most 1, got '1.5'"),
        ("summarize a --ratio x", "argument --ratio: must be a number above 0 and at most 1, got 'x'"),
        ("digest a --out b --window 3x", "argument --window: must be "),
    ],
)
def test_wrong_values_of_options_are_named(run, words, message):
    assert message in run(*words.split())[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_as_they_are_typed(run, command):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"\n  newsnlp {command} " in out.split("example")[-1]


@pytest.mark.parametrize("words", ["analyze a --html", "analyze a --out", "digest a --out", "evaluate a b --html"])
@pytest.mark.parametrize("target", [".", "missing/page.html", "conftest.py/page.html"])
def test_where_nothing_can_be_written_is_told_at_once(run, monkeypatch, words, target):
    monkeypatch.chdir(Path(__file__).parents[1])
    status, _, err = run(*words.split(), target)
    assert status == 2
    assert err.endswith(f"error: argument {words.split()[-1]}: cannot write to {target!r}\n")

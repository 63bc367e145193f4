"""What counts as a change between two stored results; every suite can be listed."""

import json

import pytest

from benchmarks.__main__ import suites
from benchmarks.comparison import changes, compare


def result(**seconds):
    """Write timings as a suite stores them, one for each task: least, median, most."""
    rows = [
        {"task": name, "seconds": {"ours": dict(zip(("min", "median", "max"), times, strict=True))}}
        for name, times in seconds.items()
    ]
    return {"suite": "toy", "environment": {"cpu": "one"}, "tasks": rows}


OLD = result(slower=(1.0, 1.1, 1.2), faster=(2.0, 2.1, 2.2), noisy=(1.0, 1.5, 2.0), steady=(1.00, 1.01, 1.02))
NEW = result(slower=(1.5, 1.6, 1.7), faster=(1.0, 1.0, 1.1), noisy=(1.9, 2.5, 3.0), steady=(1.03, 1.04, 1.05))


def test_only_what_lies_beyond_both_ranges_has_changed():
    assert changes(OLD, NEW) == [
        (pytest.approx(1.6 / 1.1), "tasks: slower: ours"),
        (pytest.approx(1.0 / 2.1), "tasks: faster: ours"),
    ]
    assert changes(OLD, OLD) == []


def test_throughput_is_the_other_way_round():
    old, new = ({"speeds": {"ours": {"mb_per_s": v, "min": 0.9 * v, "max": 1.1 * v}}} for v in (10.0, 5.0))
    assert changes(old, new) == [(pytest.approx(2.0), "speeds: ours")]


def test_compare_tells_by_its_exit_code(tmp_path, capsys):
    for name, content in (("old", OLD), ("new", NEW)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "toy.json").write_text(json.dumps(content), encoding="utf-8")
    assert compare([str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    assert "toy: 2 of 4 timings changed beyond the noise" in capsys.readouterr().out
    assert compare([str(tmp_path / "old" / "toy.json"), str(tmp_path / "old" / "toy.json")]) == 0
    with pytest.raises(SystemExit):
        compare([str(tmp_path / "old"), str(tmp_path / "absent")])


def test_every_suite_says_what_it_measures():
    found = suites()
    assert {"articles", "resemblance", "sentences", "start", "summaries", "topics", "vectorizers"} <= found.keys()
    assert all(found.values())

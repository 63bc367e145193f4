"""``newsnlp train`` and ``newsnlp evaluate``, as functions and from the command line."""

import csv
import json
import random

import pytest

from newsnlp import load_topics
from newsnlp.corpus.training import evaluate_model, train_topics

WORDS = {"diplomacy": ["talks", "envoy", "treaty", "summit"], "ict": ["chip", "software", "network", "phone"]}


def rows(n, seed=0):
    rng = random.Random(seed)
    for i in range(n):
        topics = [topic for topic in WORDS if rng.random() < 0.4]
        words = [rng.choice(WORDS[topic]) for topic in topics for _ in range(3)]
        words += rng.choices(["the", "week", "plan", "people", "said", "new", "of"], k=8)
        rng.shuffle(words)
        yield {"id": f"r{i}", "title": "A title", "text": " ".join(words), "topics": topics}


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows(150)), encoding="utf-8")
    return path


def test_trained_model_is_loaded_measured_and_described(data, tmp_path):
    classifier = train_topics(data, tmp_path / "own.model")
    model = load_topics(tmp_path / "own.model")
    assert model.topics == ("diplomacy", "ict")
    assert model.card["texts"] == 150
    assert model.card["data"] == "rows.jsonl"
    assert model.card["figures on held-out texts"]["macro"]["f1"] == classifier.report_["macro"]["f1"]
    assert str(tmp_path) not in json.dumps(dict(model.card))
    fresh = tmp_path / "fresh.jsonl"
    fresh.write_text("".join(json.dumps(row) + "\n" for row in rows(80, seed=1)), encoding="utf-8")
    report = evaluate_model(tmp_path / "own.model", fresh)
    assert report.figures["macro"]["f1"] > 0.9


def test_same_data_same_bytes(data, tmp_path):
    for name in ("a", "b"):
        train_topics(data, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_csv_gives_the_same_model(data, tmp_path):
    with open(tmp_path / "rows.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "text", "topics"])
        writer.writerows([row["title"], row["text"], ";".join(row["topics"])] for row in rows(150))
    train_topics(data, tmp_path / "a")
    train_topics(tmp_path / "rows.csv", tmp_path / "b")
    texts = [row["text"] for row in rows(20, seed=2)]
    one, other = (load_topics(tmp_path / name).predict_proba(texts).tolist() for name in "ab")
    assert one == other


def test_command_line(run, data, tmp_path):
    status, out, err = run("train", "topics", data, "--out", tmp_path / "own.model", "--min-precision", "0.9")
    assert (status, err) == (0, f"newsnlp: wrote {tmp_path / 'own.model'}\n")
    assert out.startswith("On texts held out in turn:")
    status, out, err = run("evaluate", tmp_path / "own.model", data, "--html", tmp_path / "report.html")
    assert (status, err) == (0, f"newsnlp: wrote {tmp_path / 'report.html'}\n")
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["diplomacy", "ict"]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "rows.jsonl by the topic model own.model" in page
    assert page.count("<svg") == 2
    status, out, err = run("evaluate", tmp_path / "own.model", data, "--json")
    assert json.loads(out)["figures"]["rows"] == 150


def test_faults_are_one_line_that_names_the_file(run, data, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"text": "a", "topics": []}\n{"text": 1}\n', encoding="utf-8")
    (tmp_path / "few.jsonl").write_text('{"text": "a", "topics": ["x"]}\n', encoding="utf-8")
    (tmp_path / "strange.jsonl").write_text('{"id": 7, "text": "a", "topics": ["sport"]}\n', encoding="utf-8")
    cases = [
        (("train", "topics", tmp_path / "absent.jsonl", "--out", tmp_path / "m"), "absent.jsonl"),
        (
            ("train", "topics", tmp_path / "bad.jsonl", "--out", tmp_path / "m"),
            "bad.jsonl:2: text (and title, if given) must be a string",
        ),
        (("train", "topics", tmp_path / "few.jsonl", "--out", tmp_path / "m"), "few.jsonl: "),
        (("train", "topics", data, "--out", tmp_path / "no" / "m"), "no"),
        (("train", "topics", data, "--out", tmp_path / "m", "--min-precision", "2"), "argument --min-precision: must"),
        (("train", "topics", data, "--out", tmp_path / "m", "--jobs", "0"), "argument --jobs: must be"),
        (
            ("evaluate", "en", tmp_path / "strange.jsonl"),
            "strange.jsonl:1: unknown topic 'sport'; the model has 'diplomacy', 'ict', 'security'",
        ),
        (("evaluate", data, data), "not a newsnlp-model file"),
    ]
    for words, expected in cases:
        status, out, err = run(*words)
        assert status == 2, words
        assert not out
        assert expected in err.splitlines()[-1]
        assert len(err.splitlines()) == 1 or "error: argument" in err
    assert not (tmp_path / "m").exists()

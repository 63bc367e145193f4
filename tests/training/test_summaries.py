"""The training of the shipped ranker, on toy articles."""

import gzip
import json
import zlib

import numpy as np
import pytest

from newsnlp import Article, RankerSummarizer
from newsnlp._core import term_hashes
from newsnlp.evaluation import desk_score
from newsnlp.summarizers.ranker_model import load_ranker
from newsnlp.training import summaries
from tests.summarizers.test_ranker import make_graded, make_pairs


def write_rows(path, rows):
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A folder like that of the real data: every second article of cnn_train is graded, every third grade is dev."""
    monkeypatch.setattr(summaries, "HELD_OUT", 20)
    monkeypatch.setattr(summaries, "TAUGHT", 15)
    folder = tmp_path / "summaries"
    graded = [
        {
            "id": f"cnn{2 * i}",
            "source": "cnn_train" if i % 2 else "newsroom/coast",
            "split": "train" if i % 3 else "dev",
            "text": one.text,
            "sentences": one.sentences,
            "grades": ",".join(one.grades),
            "best": one.best,
        }
        for i, one in enumerate(make_graded(40))
    ]
    pairs = [{"text": text, "summary": lines, "full_document": True} for text, lines in make_pairs(80)]
    write_rows(folder / "editor_grades.jsonl.gz", graded)
    write_rows(folder / "cnn_train.jsonl.gz", [row | {"id": f"cnn{i}"} for i, row in enumerate(pairs)])
    write_rows(folder / "cnndm_dev.jsonl.gz", [row | {"id": f"dm{i}"} for i, row in enumerate(pairs[:30])])
    for name in summaries.BACKGROUND:
        write_rows(tmp_path / "topics" / name, [{"title": None, "text": text} for text, _ in make_pairs(10)])
    return folder


def test_the_build_writes_a_ranker_and_its_card(data, tmp_path):
    for name in ("one", "two"):
        summaries.build(data, tmp_path / name)
    files = [(tmp_path / name / summaries.MODEL).read_bytes() for name in ("one", "two")]
    assert files[0] == files[1]
    model = load_ranker(tmp_path / "one" / summaries.MODEL)
    ranker = RankerSummarizer(model=model)
    assert model.version == summaries.VERSION
    assert model.card["trained_on"] == {"grades": 26, "highlights": 15}
    assert desk_score(ranker, make_graded(60)[40:], sentences=1).grade.mean > 2.7
    card = (tmp_path / "one" / summaries.CARD).read_text(encoding="utf-8")
    assert "26" in card
    assert f"{model.card['desk']['all'][0]['grade'][0]:.2f}" in card


def test_grades_are_measured_on_the_articles_that_are_marked_for_it(data):
    found = summaries.read_grades(data)
    everything = make_graded(40)
    assert found.train == {
        "newsroom": [one for i, one in enumerate(everything) if i % 3 and i % 2 == 0],
        "cnn_train": [one for i, one in enumerate(everything) if i % 3 and i % 2],
    }
    assert found.dev == {
        "all": everything[::3],
        "newsroom": everything[::6],
        "cnn_train": everything[3::6],
    }


def test_web_pages_are_taught_four_times():
    page, report = make_graded(2)
    graded = summaries.Graded({"cnn_train": [report], "wild": [page]}, {})
    assert graded.training_articles() == [report, page, page, page, page]


def test_highlights_that_are_measured_on_are_not_trained_on(data):
    found = summaries.read_highlights(data)
    texts = [text for text, _ in make_pairs(80)]
    taught = {texts.index(article.text) for article, _ in found.train}
    held_out = {texts.index(article.text) for article, _ in found.dev["cnn"]}
    trained_grades = {2 * i for i in range(40) if i % 3}
    assert len(taught) == 15
    assert all(i % 2 for i in taught)  # none that is graded
    assert not held_out & (taught | trained_grades)
    assert 0 < len(held_out) <= 20
    thirds = [i for i in range(30) if zlib.crc32(f"dm{i}".encode()) % 3 == 0]
    assert [texts.index(article.text) for article, _ in found.dev["cnndm"]] == thirds


@pytest.mark.parametrize(
    ("identifier", "summary", "expected"),
    [
        ("a", ["Rain fell.", " ", " Rivers rose. "], ["Rain fell.", "Rivers rose."]),
        ("a", "Rain fell.\xa0 Rivers rose.", ["Rain fell.", "Rivers rose."]),
        ("mini1", "Rain fell . Rivers rose .", ["Rain fell", "Rivers rose ."]),
    ],
)
def test_highlights_in_the_forms_of_the_collections(identifier, summary, expected):
    article, lines = summaries._pair({"id": identifier, "text": "Rain fell in Oslo.", "summary": summary})
    assert article == Article.parse("Rain fell in Oslo.")
    assert lines.split("\n") == expected


def test_rarity_of_terms_by_hand(tmp_path):
    texts = ["storm harbour", "storm harbour", "storm harbour", "storm ferry", "storm ferry", "storm", "storm"]
    for i, name in enumerate(summaries.BACKGROUND):
        write_rows(tmp_path / name, [{"title": "Mayor", "text": text} for text in texts[i::3]])
    rarity = summaries.count_terms(tmp_path)
    slots = {word: int(term_hashes(word)[0]) % summaries.BACKGROUND_SLOTS for word in ("storm", "harbour", "ferry")}
    assert rarity[slots["storm"]] == 0  # in all 7
    assert rarity[slots["harbour"]] == 255  # in 3, the least that counts
    assert rarity[slots["ferry"]] == 255  # in 2
    assert np.count_nonzero(rarity != 255) == 2  # storm, and mayor of the titles

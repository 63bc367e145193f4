"""One article or many, with the shipped models or the user's: in order, lazily, on threads, as a table."""

import copy
import gc
import itertools
import json
import pickle
import warnings

import joblib
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import newsnlp
from newsnlp import Article, load_topics
from newsnlp.articles.texts import BATCH, Texts
from newsnlp.results.table import Schema
from tests.texts import joined, written

TEXTS = [f"Minister {i} met envoy {i} in Geneva. They signed treaty {i}. Rain fell." for i in range(BATCH + 40)]
TREATY = "Foreign ministers signed a treaty after talks in Geneva."
MANY = (newsnlp.analyze_many, newsnlp.classify_many, newsnlp.summarize_many)
ONE = (newsnlp.analyze, newsnlp.classify, newsnlp.summarize)
ORIGIN = ["id", "title", "date", "url", "source"]
TOPICS = ["topics", "diplomacy", "ict", "security", "novelty"]
SUMMARY = ["summary", "sentences"]


def test_a_model_file_is_read_again_when_it_has_changed(tmp_path):
    path, model = tmp_path / "own.model", load_topics("en")
    model.save(path)
    assert newsnlp.classify(TREATY, model=path) == newsnlp.classify(TREATY)
    model.with_threshold(1.0).save(path)
    assert newsnlp.classify(TREATY, model=path).topics == newsnlp.analyze(TREATY, model=path).prediction.topics == ()
    path.unlink()
    with pytest.raises(FileNotFoundError):
        newsnlp.classify(TREATY, model=path)


@pytest.mark.parametrize(("many", "one"), list(zip(MANY, ONE, strict=True)))
def test_results_are_those_of_single_calls_in_order(many, one):
    expected = [one(text) for text in TEXTS]
    for texts in (TEXTS, iter(TEXTS), pa.array(TEXTS), [Article.parse(text) for text in TEXTS]):
        for n_jobs in (None, 1, 2, 8):
            found = list(many(texts if not hasattr(texts, "__next__") else iter(TEXTS), n_jobs=n_jobs))
            assert found == expected
            assert [result.to_dict() for result in found] == [result.to_dict() for result in expected]


@pytest.mark.parametrize("method", ["lead", "lexrank"])
def test_threads_change_nothing_for_methods_that_are_called_from_python(method):
    expected = [newsnlp.summarize(text, method=method) for text in TEXTS[:40]]
    assert list(newsnlp.summarize_many(TEXTS[:40], method=method, n_jobs=3)) == expected


def test_a_result_is_the_same_however_it_is_made():
    (report,) = newsnlp.analyze_many([TREATY])
    assert report == newsnlp.analyze(TREATY) == newsnlp.analyze(Article.parse(TREATY))
    assert report.summary.article is report.article
    assert report.summary.articles == (report.article,)
    assert repr(report.prediction) == repr(newsnlp.classify(TREATY))
    for made in (pickle.loads(pickle.dumps(report)), copy.deepcopy(report)):
        assert made == report
        assert made.to_dict() == report.to_dict()
        assert list(made.summary.reasons) == list(report.summary.reasons)
    with pytest.raises(AttributeError):
        report.prediction.novelty = 1.0
    with pytest.raises(AttributeError, match="'TopicPrediction' object has no attribute 'topic'"):
        _ = report.prediction.topic


def test_topics_without_evidence_are_the_same_topics():
    with_it = list(newsnlp.classify_many(TEXTS[:20]))
    without = list(newsnlp.classify_many(TEXTS[:20], evidence=False))
    for one, other in zip(with_it, without, strict=True):
        assert (one.topics, one.probabilities, one.novelty) == (other.topics, other.probabilities, other.novelty)
        assert one.evidence
        assert not other.evidence


def test_an_iterator_is_read_ahead_by_a_batch():
    read = []

    def endless():
        for i in itertools.count():
            read.append(i)
            yield TEXTS[i % len(TEXTS)]

    results = iter(newsnlp.classify_many(endless()))
    for _ in range(2):
        next(results)
    assert len(read) < BATCH
    for _ in range(3 * BATCH):
        next(results)
    assert len(read) <= 3 * BATCH + 2 + BATCH


def test_an_iterator_that_raises_gives_the_results_before():
    def failing():
        yield from TEXTS[:3]
        raise OSError("the disk is gone")

    results = iter(newsnlp.classify_many(failing()))
    assert [next(results) for _ in range(3)] == [newsnlp.classify(text) for text in TEXTS[:3]]
    with pytest.raises(OSError, match="the disk is gone") as caught:
        next(results)
    assert "texts[3]" in caught.value.__notes__[0]


def test_a_reader_may_stop_early_without_a_warning():
    results = iter(newsnlp.classify_many(itertools.cycle(TEXTS), n_jobs=2))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert next(results).to_dict() == newsnlp.classify(TEXTS[0]).to_dict()
        del results
        gc.collect()
    assert not caught


@pytest.mark.parametrize("many", MANY)
@pytest.mark.parametrize("read", [list, lambda results: next(iter(results)), lambda results: results.to_frame()])
def test_results_of_an_iterator_are_read_once(many, read):
    results = many(iter(TEXTS[:3]))
    read(results)
    for again in (list, lambda results: results.to_frame(), lambda results: results.to_arrow()):
        with pytest.raises(RuntimeError, match=r"these results have been read; .* keep them in a list"):
            again(results)


@pytest.mark.parametrize("many", MANY)
def test_results_of_a_list_can_be_read_again(many):
    results = many(TEXTS[:3])
    assert list(results) == list(results)
    assert len(results.to_frame()) == results.to_arrow().num_rows == 3


def test_options_reach_every_article():
    summaries = newsnlp.summarize_many(TEXTS[:5], method="lead", sentences=1)
    assert [s.text for s in summaries] == [text.partition(" They")[0] for text in TEXTS[:5]]
    for n_jobs in (None, 2):
        known = {"seen": TEXTS[:1], "background": TEXTS[5:]}
        once = {name: iter(texts) for name, texts in known.items()}
        expected = newsnlp.summarize_many(TEXTS[:3], n_jobs=n_jobs, **known)
        assert list(newsnlp.summarize_many(TEXTS[:3], n_jobs=n_jobs, **once)) == list(expected)


@pytest.mark.parametrize(
    "limits",
    [
        {"sentences": 1},
        {"sentences": 12},
        {"sentences": 10**30},
        {"words": 2},
        {"words": 60},
        {"characters": 12},
        {"characters": 300},
        {"ratio": 0.3},
        {"sentences": 3, "words": 50, "characters": 400, "ratio": 0.9},
    ],
    ids=str,
)
def test_limits_in_a_batch_give_what_the_summarizer_gives(limits):
    odd = [
        "",
        "A headline alone",
        "Hi. Ho. Ha. He.",
        "今天下雨。交通中断。人们不高兴。" * 3,
        "word " * 200,
        "The same. " * 9,
    ]
    texts = [joined(row) for row in written()][:60] + odd
    summarizer = newsnlp.RankerSummarizer()
    for text, found in zip(texts, newsnlp.summarize_many(texts, n_jobs=2, **limits), strict=True):
        expected = summarizer.summarize(text, **limits)
        assert (found, found.owners) == (expected, expected.owners)
        assert list(found.reasons) == list(expected.reasons)


def test_wrong_inputs_name_the_place():
    with pytest.raises(TypeError, match="texts must be a list of str, got one str; write \\[text\\]"):
        newsnlp.analyze_many("one text")
    with pytest.raises(TypeError, match="texts must be a list of str, got int"):
        newsnlp.classify_many(3)
    for many in MANY:
        for wrong, kind in ((None, "NoneType"), (["Rain fell."], "list")):
            results = iter(many(["Rain fell.", wrong]))
            next(results)
            with pytest.raises(TypeError, match=rf"texts\[1\] must be str, got {kind}"):
                next(results)
        with pytest.raises(TypeError, match=r"texts is a table; .* text='body'"):
            many(pd.DataFrame({"body": ["Rain fell."]}))
        with pytest.raises(TypeError, match="sentenses"):
            many([], sentenses=3)
    with pytest.raises(ValueError, match="`n_jobs` must be an int other than 0, got 0"):
        newsnlp.analyze_many([], n_jobs=0)
    with pytest.raises(TypeError, match="`n_jobs` must be an int other than 0, got 'all'"):
        newsnlp.summarize_many([], n_jobs="all")
    with pytest.raises(ValueError, match="`sentences` must be an int of at least 1, got 0"):
        newsnlp.analyze_many([], sentences=0)
    for method in ("ranker", "lead"):  # at once, not when results are read
        with pytest.raises(ValueError, match="`words` must be an int of at least 1, got 0"):
            newsnlp.analyze_many([], words=0, method=method)
        with pytest.raises(ValueError, match="`ratio` must be a number above 0 and at most 1, got 2"):
            newsnlp.summarize_many([], ratio=2, method=method)
    with pytest.raises(ValueError, match=r"texts\[1\]: not valid UTF-8 at byte 1"):
        list(newsnlp.classify_many(pa.array(["Rain fell.", b"a\xff"], pa.binary()).view(pa.string())))


def test_a_missing_text_gives_an_empty_result():
    first, second = newsnlp.analyze_many([TREATY, None], missing="empty")
    assert first == newsnlp.analyze(TREATY)
    assert second == newsnlp.analyze("")


@pytest.mark.parametrize("frame", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_a_table_gives_titles_ids_and_dates(frame):
    table = frame({"body": ["Rain fell in Bern.", TREATY], "head": ["Storm", None], "key": ["a", "b"], "day": [1, 2]})
    results = newsnlp.analyze_many(table, text="body", title="head", id="key", date="day")
    first, second = results
    assert (first.article.id, first.article.date, second.article.id) == ("a", 1, "b")
    assert first.article.headline == "Storm"
    assert first.to_dict() == newsnlp.analyze(Article("Storm", "Rain fell in Bern.")).to_dict()
    assert second.to_dict() == newsnlp.analyze(TREATY).to_dict()
    columns = results.to_dict()
    assert columns["id"] == ["a", "b"]
    assert columns["date"] == [1, 2]
    assert columns["headline"] == ["Storm", ""]


def test_tables_have_one_schema():
    expected = {
        newsnlp.analyze_many: [*ORIGIN, "headline", *TOPICS, *SUMMARY, "model"],
        newsnlp.classify_many: [*ORIGIN, *TOPICS, "model"],
        newsnlp.summarize_many: [*ORIGIN, *SUMMARY, "model"],
    }
    for many, names in expected.items():
        results = many(TEXTS[:3])
        assert list(results.to_dict()) == list(results.to_frame().columns) == results.to_arrow().column_names == names
        assert many([]).to_arrow().schema == results.to_arrow().schema
        assert list(many([]).to_frame().columns) == names
    with pytest.raises(ValueError, match="topic 'date' has the same name as another column"):
        _ = Schema(articles=True, topics=("date",), summaries=False).names


def test_tables_hold_what_the_results_do():
    results = newsnlp.analyze_many(TEXTS[:30], sentences=2)
    columns = results.to_dict()
    for row, report in enumerate(results):
        assert columns["topics"][row] == list(report.prediction.topics)
        assert columns["diplomacy"][row] == report.prediction.probabilities["diplomacy"]
        assert columns["novelty"][row] == report.prediction.novelty
        assert columns["summary"][row] == report.summary.text
        assert columns["sentences"][row] == [{"start": s.start, "end": s.end} for s in report.summary]
        assert "ranker" in columns["model"][row]
    assert results.to_arrow().to_pydict() == columns == pl.DataFrame(results).to_dict(as_series=False)
    json.dumps(columns)


def test_arrow_readers_stream_the_results():
    taken = []
    texts = (taken.append(i) or text for i, text in enumerate(TEXTS))
    reader = pa.RecordBatchReader.from_stream(newsnlp.classify_many(texts))
    first = reader.read_next_batch()
    assert 0 < first.num_rows <= len(taken) < len(TEXTS)
    assert first.num_rows + sum(batch.num_rows for batch in reader) == len(TEXTS)


def test_joblib_says_how_many_threads():
    expected = list(newsnlp.classify_many(TEXTS[:50]))
    with joblib.parallel_config("threading", n_jobs=2):
        assert list(newsnlp.classify_many(TEXTS[:50])) == expected
    inside = joblib.Parallel(n_jobs=2, prefer="threads")(
        joblib.delayed(lambda texts: list(newsnlp.classify_many(texts)))(TEXTS[:50]) for _ in range(2)
    )
    assert inside == [expected, expected]


class ElsewhereBackend(joblib._parallel_backends.ThreadingBackend):
    """Stands for a backend that spreads work over machines: all that is not joblib's own."""

    def submit(self, func, callback=None):
        return super().submit(pickle.loads(pickle.dumps(func)), callback)


@pytest.mark.parametrize("many", MANY)
def test_a_distributed_backend_gets_the_batches(many):
    texts = [*TEXTS, Article("Storm", "Rain fell.")]
    expected = [result.to_dict() for result in many(texts)]
    joblib.register_parallel_backend("elsewhere", ElsewhereBackend)
    with joblib.parallel_config("elsewhere", n_jobs=2):
        results = list(many(texts))
        assert [result.to_dict() for result in results] == expected
        assert [result.to_dict() for result in many(iter(texts), n_jobs=2)] == expected


def test_found_columns_can_be_sent():
    pipeline = newsnlp.analysis.pipeline.Pipeline(model="en", method="lead")
    assert len(pickle.dumps(pipeline)) < 500
    (batch,) = Texts(TEXTS[:3]).batches()
    found, _ = pickle.loads(pickle.dumps(pipeline)).find(batch, 1)
    sent = pickle.loads(pickle.dumps(found))
    assert len(sent) == 3
    assert (sent.logits == found.logits).all()
    assert sent.evidence(2) == found.evidence(2)
    assert all((a == b).all() for row in range(3) for a, b in zip(sent.article(row), found.article(row), strict=True))

"""One article or many, with the shipped models or the user's: in order, lazily, on several processes, as a table."""

import gc
import itertools
import warnings

import pytest

import newsnlp
from newsnlp import load_topics
from newsnlp.analysis import BATCH

TEXTS = [f"Minister {i} met envoy {i} in Geneva. They signed treaty {i}. Rain fell." for i in range(2 * BATCH + 3)]
TREATY = "Foreign ministers signed a treaty after talks in Geneva."
MANY = (newsnlp.analyze_many, newsnlp.classify_many, newsnlp.summarize_many)
ONE = (newsnlp.analyze, newsnlp.classify, newsnlp.summarize)


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
@pytest.mark.parametrize("n_jobs", [None, 1, 2])
def test_results_are_those_of_single_calls_in_order(many, one, n_jobs):
    assert [r.to_dict() for r in many(TEXTS, n_jobs=n_jobs)] == [one(text).to_dict() for text in TEXTS]


def test_texts_are_read_as_results_are_asked_for():
    read = []

    def endless():
        for i in itertools.count():
            read.append(i)
            yield TEXTS[i % len(TEXTS)]

    results = iter(newsnlp.classify_many(endless()))
    next(results)
    next(results)
    assert read == [0, 1]


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
def test_results_are_read_once(many, read):
    results = many(TEXTS[:3])
    read(results)
    for again in (list, lambda results: results.to_frame()):
        with pytest.raises(RuntimeError, match=r"these results have been read; .* keep them in a list"):
            again(results)


def test_options_reach_every_article():
    summaries = newsnlp.summarize_many(TEXTS[:5], method="lead", sentences=1)
    assert [s.text for s in summaries] == [text.partition(" They")[0] for text in TEXTS[:5]]
    for n_jobs in (None, 2):
        known = {"seen": TEXTS[:1], "background": TEXTS[5:]}
        once = {name: iter(texts) for name, texts in known.items()}
        expected = newsnlp.summarize_many(TEXTS[:3], n_jobs=n_jobs, **known)
        assert list(newsnlp.summarize_many(TEXTS[:3], n_jobs=n_jobs, **once)) == list(expected)


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
    with pytest.raises(ValueError, match="`n_jobs` must be an int other than 0, got 0"):
        newsnlp.analyze_many([], n_jobs=0)
    with pytest.raises(TypeError, match="`n_jobs` must be an int other than 0, got 'all'"):
        newsnlp.summarize_many([], n_jobs="all")
    for many, one in zip(MANY, ONE, strict=True):
        with pytest.raises(TypeError, match=f"{one.__name__}: got an unexpected keyword argument 'sentenses'"):
            many([], sentenses=3)
        with pytest.raises(TypeError, match=f"{one.__name__}: multiple values for argument 'text'"):
            many([], text="Rain fell.")


def test_to_frame_has_a_row_an_article():
    frame = newsnlp.analyze_many(TEXTS[:3], sentences=1).to_frame()
    assert list(frame.columns) == [
        "source",
        "headline",
        "dateline",
        "topics",
        "diplomacy",
        "ict",
        "security",
        "novelty",
        "summary",
    ]
    assert len(frame) == 3
    assert list(newsnlp.classify_many(TEXTS[:2]).to_frame().columns) == [
        "topics",
        "diplomacy",
        "ict",
        "security",
        "novelty",
    ]
    assert list(newsnlp.summarize_many(TEXTS[:2]).to_frame().columns) == ["summary"]

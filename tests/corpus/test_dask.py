"""Dask: the results are those of one machine, for any number of workers, and if one of them dies."""

import itertools
import os
import signal

import joblib
import pytest

import newsnlp

pytest.importorskip("dask.dataframe")
distributed = pytest.importorskip("distributed")
pd = pytest.importorskip("pandas")

import dask  # noqa: E402
import dask.dataframe as dd  # noqa: E402

from newsnlp.corpus.dask import analyze, fit_shards  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # distributed's own, which change with its versions

TEXTS = ["The foreign ministers signed a treaty in Geneva.", "Rain fell. Roads closed.", "The cup final was drawn."]
FRAME = pd.DataFrame({"body": TEXTS * 8, "key": range(24)}, index=range(100, 124))


@pytest.fixture(params=[1, 2, 4])
def client(request):
    """Return a client of so many workers, in threads of this process."""
    with (
        distributed.LocalCluster(
            n_workers=request.param, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_workers_give_what_one_machine_gives(client):
    lazy = analyze(dd.from_pandas(FRAME, npartitions=5), text="body", id="key")
    found = lazy.compute()
    wanted = newsnlp.analyze_table(FRAME, text="body", id="key")
    assert list(found.index) == list(wanted.index)
    assert list(lazy.columns) == list(found.columns) == newsnlp.results_schema().names
    for name in found.columns:
        assert found[name].tolist() == wanted[name].tolist(), name


@pytest.mark.parametrize("kind", [newsnlp.CountVectorizer, newsnlp.TfidfVectorizer])
def test_a_fit_over_shards_is_the_fit_in_one_piece(client, kind):
    texts = [f"{TEXTS[i % 3]} Report {i // 5} of {i % 7}." for i in range(80)]
    shards = [dask.delayed(texts[start : start + 10]) for start in range(0, 80, 10)]
    given = kind(ngram_range=(1, 2))
    found, wanted = fit_shards(given, shards), kind(ngram_range=(1, 2)).fit(texts)
    assert not hasattr(given, "vocabulary_")
    assert found.vocabulary_ == wanted.vocabulary_
    assert (found.transform(texts) != wanted.transform(texts)).nnz == 0
    if kind is newsnlp.TfidfVectorizer:
        assert (found.idf_ == wanted.idf_).all()


@pytest.mark.parametrize("min_df", [1, 3])
def test_a_classifier_over_shards_is_the_one_of_all_texts(client, min_df):
    texts = [f"{TEXTS[i % 3]} Report {i // 5} of {i % 7}." for i in range(80)] + [""]
    topics = [[["diplomacy"], [], ["sport", "diplomacy"]][i % 3] for i in range(81)]
    given = newsnlp.TopicClassifier(min_df=min_df)
    cuts = [*range(0, 80, 10), 80, 81]
    shards = [dask.delayed((texts[a:b], topics[a:b])) for a, b in itertools.pairwise(cuts)]
    found, wanted = fit_shards(given, shards), newsnlp.TopicClassifier(min_df=min_df).fit(texts, topics)
    assert not hasattr(given, "model_")
    assert found.settings_ == wanted.settings_
    assert (found.held_out_ == wanted.held_out_).all()
    assert (found.predict_proba(texts) == wanted.predict_proba(texts)).all()


def test_a_worker_that_is_killed_loses_nothing():
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        running = client.compute(analyze(dd.from_pandas(FRAME, npartitions=24), text="body", id="key"))
        pid = client.run(os.getpid)
        os.kill(next(iter(pid.values())), signal.SIGKILL)
        found = running.result()
    assert found["summary"].tolist() == newsnlp.analyze_table(FRAME, text="body")["summary"].tolist()


def test_what_cannot_be_fitted_in_shards_is_told():
    with pytest.raises(TypeError, match=r"`estimator` must be .* or TopicClassifier, got HashingVectorizer"):
        fit_shards(newsnlp.HashingVectorizer(), [])
    with pytest.raises(ValueError, match="`partitions` must have at least one shard"):
        fit_shards(newsnlp.CountVectorizer(), [])
    with pytest.raises(ValueError, match="lengths differ: texts has 2, topics has 1"):
        fit_shards(newsnlp.TopicClassifier(), [(["one", "two"], ["a"])])
    with pytest.raises(TypeError, match="a shard's topics must be a list with one entry for each text, got str"):
        fit_shards(newsnlp.TopicClassifier(), [(["one"], "a")])


def test_joblib_takes_the_many_functions_to_the_workers(client):
    wanted = [prediction.probabilities for prediction in newsnlp.classify_many(TEXTS * 8)]
    with joblib.parallel_config("dask"):
        found = [prediction.probabilities for prediction in newsnlp.classify_many(TEXTS * 8, n_jobs=-1)]
    assert found == wanted

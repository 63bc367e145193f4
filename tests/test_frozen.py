"""300 texts give the stored results: one by one, in batches, on threads."""

import json

import pytest

import newsnlp
from tests import frozen


@pytest.fixture(scope="module")
def expected():
    return [json.loads(line) for line in frozen.FILE.read_text(encoding="utf-8").splitlines()]


def test_single_calls_give_the_frozen_results(expected):
    found = [frozen.outcome(newsnlp.analyze(text)) for text in frozen.texts()]
    assert len(found) == frozen.COUNT
    for text, one, other in zip(frozen.texts(), found, expected, strict=True):
        assert one == other, text[:80]


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_batches_give_the_frozen_results(expected, n_jobs):
    assert [frozen.outcome(report) for report in newsnlp.analyze_many(frozen.texts(), n_jobs=n_jobs)] == expected


def test_the_native_summaries_are_those_of_the_summarizer():
    texts = frozen.texts()[::3]
    summarizer = newsnlp.RankerSummarizer()
    for text, summary in zip(texts, newsnlp.summarize_many(texts, n_jobs=2), strict=True):
        expected = summarizer.summarize(text)
        assert summary == expected
        assert (summary.owners, summary.model) == (expected.owners, expected.model)
        assert list(summary.reasons) == list(expected.reasons)

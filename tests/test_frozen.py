"""300 texts give the stored results, and in batches and on threads the same to the bit."""

import json

import pytest

import newsnlp
from tests import frozen


def test_single_calls_give_the_frozen_results():
    expected = [json.loads(line) for line in frozen.FILE.read_text(encoding="utf-8").splitlines()]
    assert len(expected) == frozen.COUNT
    for text, stored in zip(frozen.texts(), expected, strict=True):
        # The last bits of an exponential depend on the processor.
        stored["probabilities"] = pytest.approx(stored["probabilities"], rel=1e-12, abs=0)
        assert frozen.outcome(newsnlp.analyze(text)) == stored, text[:80]


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_batches_give_the_results_of_single_calls(n_jobs):
    found = [frozen.outcome(report) for report in newsnlp.analyze_many(frozen.texts(), n_jobs=n_jobs)]
    assert found == [frozen.outcome(newsnlp.analyze(text)) for text in frozen.texts()]


def test_the_native_summaries_are_those_of_the_summarizer():
    texts = frozen.texts()[::3]
    summarizer = newsnlp.RankerSummarizer()
    for text, summary in zip(texts, newsnlp.summarize_many(texts, n_jobs=2), strict=True):
        expected = summarizer.summarize(text)
        assert summary == expected
        assert (summary.owners, summary.model) == (expected.owners, expected.model)
        assert list(summary.reasons) == list(expected.reasons)

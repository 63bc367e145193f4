"""A summary is a sequence of its sentences."""

from collections.abc import Sequence

import pytest

import newsnlp

TEXT = "Rain fell on Monday. The river rose. Roads were closed. The mayor spoke."


def test_a_summary_is_indexed_and_sliced_like_a_tuple_of_sentences():
    summary = newsnlp.summarize(TEXT, method="lead", sentences=3)
    assert isinstance(summary, Sequence)
    assert [summary[0].text, summary[-1].text] == ["Rain fell on Monday.", "Roads were closed."]
    assert summary[1:] == summary.sentences[1:]
    assert [sentence.text for sentence in summary] == [str(summary[i]) for i in range(len(summary))]
    assert summary[1] in summary
    assert summary.index(summary[1]) == 1
    with pytest.raises(IndexError):
        summary[3]


def test_an_empty_summary_is_an_empty_sequence():
    summary = newsnlp.summarize("")
    assert (len(summary), list(summary), summary[:1], bool(summary)) == (0, [], (), False)

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


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 57 + "...")])
def test_a_summary_shows_sixty_characters(length, shown):
    summary = newsnlp.Summary((newsnlp.Sentence("x" * length, 0, length),))
    assert repr(summary) == f"Summary({shown!r}, sentences=1)"


def test_sentences_of_several_articles_name_them():
    texts = ["Rain fell on the town on Monday.", "The cup final ended in a draw."]
    several = newsnlp.summarize(texts, method="lead", sentences=2)
    assert [row["article"] for row in several.to_dict()["summary"]] == [0, 1]
    assert several._repr_html_().count("<mark>") == 2
    alone = newsnlp.summarize(texts[:1], method="lead")
    assert list(alone.to_dict()["summary"][0]) == ["text", "start", "end", "score"]


def test_a_summary_by_hand_has_nothing_else():
    summary = newsnlp.Summary(())
    assert (summary.scores, summary.article, summary.reasons, summary.articles) == ((), None, (), ())
    assert (summary.owners, summary.model) == ((), None)

"""Sentences of many texts: those of single calls, in order, from any column, on any number of threads."""

import pyarrow as pa
import pytest

from newsnlp import SentenceSplitter, split_sentences, split_sentences_many
from tests.texts import joined, written

NEWS = [joined(row) for row in written()]
ODD = [
    "",
    " \n ",
    "Rain\0fell. Roads \ud800 closed.",
    "今天下雨。交通中断。",
    "Rain fell.\n\n\n“Roads closed.” 😀 He left.",
]
TEXTS = NEWS + ODD * 30


@pytest.mark.parametrize("n_jobs", [None, 1, 2, 5])
@pytest.mark.parametrize("kind", [list, tuple, iter, pa.array])
def test_sentences_are_those_of_single_calls_in_order(kind, n_jobs):
    texts = [text for text in TEXTS if kind is not pa.array or "\ud800" not in text]
    assert list(split_sentences_many(kind(texts), n_jobs=n_jobs)) == [split_sentences(text) for text in texts]


@pytest.mark.parametrize(
    "splitter",
    [
        SentenceSplitter(line_breaks="space", abbreviations=["Approp", "ﬁn."]),
        SentenceSplitter(line_breaks="sentence"),
        lambda text: [part for part in text.split(". ") if part],
    ],
)
def test_a_splitter_replaces_the_rules(splitter):
    texts = [*TEXTS[:50], "In the approp. committee\nthe bill fell. It was late."]
    expected = [split_sentences(text, splitter=splitter) for text in texts]
    assert list(split_sentences_many(texts, splitter=splitter, n_jobs=2)) == expected


def test_faults_are_named_after_the_results_before_them():
    def fail(text):
        if text == "two":
            raise OSError("the tokenizer is gone")
        return [(0, len(text) + (text == "three"))]

    found = split_sentences_many(["one", "two"], splitter=fail)
    assert [s.text for s in next(found)] == ["one"]
    with pytest.raises(OSError, match="the tokenizer is gone"):
        next(found)
    with pytest.raises(ValueError, match=r"tokenizer returned \(0, 6\), which is not a span of the text after 0"):
        next(split_sentences_many(["three"], splitter=fail))
    found = split_sentences_many(["one", None], n_jobs=2)
    assert [s.text for s in next(found)] == ["one"]
    with pytest.raises(TypeError, match=r"texts\[1\] must be str, got NoneType"):
        next(found)
    assert [len(sentences) for sentences in split_sentences_many(["one", None], missing="empty")] == [1, 0]


def test_options_are_checked_at_the_call():
    with pytest.raises(TypeError, match="one str"):
        split_sentences_many("Rain fell.")
    with pytest.raises(TypeError, match="which column holds the texts"):
        split_sentences_many({"body": ["Rain fell."]})
    with pytest.raises(ValueError, match="n_jobs"):
        split_sentences_many(["Rain fell."], n_jobs=0)
    assert [len(sentences) for sentences in split_sentences_many({"body": ["Rain fell."]}, text="body")] == [1]

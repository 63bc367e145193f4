"""The limits of a summary, and the beginning of a sentence that fits, by hand."""

import pytest

from newsnlp.articles import Sentence
from newsnlp.results.budget import FREE, NO_LIMIT, UNLIMITED, Budget, cut

SENTENCE = Sentence("The bridge is open.", 10, 29)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, FREE),
        ({"sentences": 1}, (1, NO_LIMIT, NO_LIMIT, False)),
        ({"words": 7}, (NO_LIMIT, 7, NO_LIMIT, False)),
        ({"characters": 9}, (NO_LIMIT, NO_LIMIT, 9, False)),
        ({"ratio": 0.3}, (3, NO_LIMIT, NO_LIMIT, False)),
        ({"ratio": 0.39}, (3, NO_LIMIT, NO_LIMIT, False)),
        ({"ratio": 0.01}, (1, NO_LIMIT, NO_LIMIT, False)),
        ({"ratio": 1.0}, (10, NO_LIMIT, NO_LIMIT, False)),
        ({"sentences": 2, "ratio": 0.3, "words": 5, "characters": 6}, (2, 5, 6, False)),
        ({"sentences": 4, "ratio": 0.3}, (3, NO_LIMIT, NO_LIMIT, False)),
        ({"sentences": 2**80, "words": 2**80, "characters": 2**80}, (NO_LIMIT, NO_LIMIT, NO_LIMIT, False)),
    ],
)
def test_limits_by_hand(limits, expected):
    assert Budget.of(10, FREE, **limits) == expected


def test_without_limits_there_are_three_sentences_and_the_method_may_choose():
    assert FREE == (3, NO_LIMIT, NO_LIMIT, True)
    assert UNLIMITED == (NO_LIMIT, NO_LIMIT, NO_LIMIT, False)
    assert FREE.limits == [3, NO_LIMIT, NO_LIMIT + 1]  # a blank is counted after the last sentence, too
    assert NO_LIMIT == 2**62
    assert [Budget(words=5).limits_length, Budget(characters=5).limits_length] == [True, True]
    assert [Budget(sentences=5).limits_length, UNLIMITED.limits_length] == [False, False]


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ({"words": 1}, "The"),
        ({"words": 3}, "The bridge is"),
        ({"words": 4}, "The bridge is open."),
        ({"characters": 10}, "The bridge"),
        ({"characters": 9}, "The"),
        ({"characters": 19}, "The bridge is open."),
        ({"characters": 18}, "The bridge is"),
        ({"characters": 3}, "The"),
        ({"characters": 2}, "Th"),
        ({"characters": 12, "words": 1}, "The"),
    ],
)
def test_a_sentence_is_cut_between_words(limits, text):
    found = cut(SENTENCE, Budget(**limits), 0.5)
    assert found == Sentence(text, 10, 10 + len(text), 0.5)

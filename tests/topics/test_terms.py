"""Tables of terms: what makes two of them alike, and the limits of what is read from a file."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from newsnlp.topics.terms import Reading, TermTable, join_tables, own_table
from tests.topics.toys import term_table

TABLE = term_table(["chips", "talks"], (1, 1), [1.0, 2.0], [[0.0, 4.0], [4.0, 0.0]])
LIMITS = Reading(words=2**31 - 1, lead=0, share=1.0, known_pairs=1.0)


@pytest.mark.parametrize(
    "other",
    [
        term_table(["chips", "tanks"], (1, 1), [1.0, 2.0], [[0.0, 4.0], [4.0, 0.0]]),
        term_table(["chip", "stalks"], (1, 1), [1.0, 2.0], [[0.0, 4.0], [4.0, 0.0]]),
        term_table(["chipst", "alks"], (1, 1), [1.0, 2.0], [[0.0, 4.0], [4.0, 0.0]]),  # the same letters
        term_table(["chips", "talks"], (1, 2), [1.0, 2.0], [[0.0, 4.0], [4.0, 0.0]]),
        term_table(["chips", "talks"], (1, 1), [1.0, 3.0], [[0.0, 4.0], [4.0, 0.0]]),
        TABLE.with_reading(Reading(words=5)),
        TABLE.with_telling([1, 0]),
    ],
)
def test_tables_that_differ_in_their_terms_are_not_joined(other):
    assert not TABLE.same_terms(other)
    assert len(join_tables([TABLE], [other], 2, 2)) == 2


def test_tables_of_the_same_terms_are_joined():
    other = TABLE.with_weights([[1.0], [2.0]])
    assert TABLE.same_terms(TABLE)
    assert TABLE.same_terms(other)
    (joined,) = join_tables([TABLE], [other], 2, 1)
    assert joined.weights.tolist() == [[0.0, 4.0, 1.0], [4.0, 0.0, 2.0]]
    assert own_table([TABLE.with_weights([[0, 1], [0, 1]]), TABLE], 0) == 1
    assert own_table([TABLE, TABLE], 1) == 0
    assert own_table([TABLE.with_weights(np.zeros((2, 2)))] * 2, 0) == 0


def test_other_weights_leave_the_rest_as_it_is():
    full = TABLE.with_reading(Reading(7, 3, 0.5, 0.25)).with_telling([1, 0])
    for table in (
        full.with_weights([[1.0], [1.0]]),
        full.with_change(0, np.array([1.0, 1.0])),
        pickle.loads(pickle.dumps(full)),
    ):
        assert (table.reading, table.telling.tolist()) == (full.reading, [1, 0])
    assert full.with_change(0, np.array([1.0, -2.0])).weights.tolist() == [[1.0, 4.0], [2.0, 0.0]]
    assert full.with_change(1, np.array([1e9, -1e9])).weights[:, 1].tolist() == [65504.0, -65504.0]
    assert not full.weights.flags.writeable
    assert not full.idf.flags.writeable
    with pytest.raises(ValueError, match="weights are too large for half precision"):
        TABLE.with_weights([[np.inf], [0.0]])


def test_by_default_all_of_a_text_counts_once():
    assert TABLE.reading == Reading(words=None, lead=0, share=0.0, known_pairs=0.0)
    assert TABLE.telling.tolist() == []
    assert [len(TABLE.with_reading(Reading(share=share)).blocks()) for share in (0.0, 0.5)] == [1, 2]


def read(change=None, **reading):
    header = replace(TABLE, reading=LIMITS).header()
    header["reading"].update(reading)
    header.update(change or {})
    return TermTable.from_arrays("t", header, TABLE.arrays("t"), 2)


@pytest.mark.parametrize("change", [{}, {"words": None}, {"words": 0}, {"lead": 2**31 - 1}, {"share": 0.0}])
def test_a_reading_within_the_limits_is_read(change):
    assert read(**change).reading == replace(LIMITS, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"words": 2**31},
        {"words": -1},
        {"words": 5.0},
        {"words": True},
        {"lead": 2**31},
        {"lead": -1},
        {"lead": None},
        {"share": 1},
        {"share": 1.01},
        {"share": -0.01},
        {"known_pairs": 1.01},
        {"known_pairs": -0.01},
        {"known_pairs": float("nan")},
        {"more": 1},
    ],
)
def test_a_reading_beyond_the_limits_is_refused(change):
    with pytest.raises(ValueError, match="t: not a valid reading"):
        read(**change)


@pytest.mark.parametrize("value", [[1, 5], [5, 5], [1, 1]])
def test_ngrams_of_up_to_five_words_are_read(value):
    assert read({"ngram_range": value}).ngram_range == tuple(value)


@pytest.mark.parametrize("value", [[1, 6], [0, 1], [2, 1], [1], [1, 2, 3], [1, 2.0], [True, 1], (1, 2), None])
def test_other_ngrams_are_refused(value):
    with pytest.raises(ValueError, match="t: ngram_range must be two ints from 1 to 5, the smaller first"):
        read({"ngram_range": value})


def test_a_reading_that_is_none_is_refused():
    with pytest.raises(ValueError, match="t: not a valid reading"):
        read({"reading": None})

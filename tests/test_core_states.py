"""States of native objects that are too short, too long, or made of something else."""

import copy
import pickle

import numpy as np
import pytest

from newsnlp import _core

ANALYSIS = _core.Analysis("word", (1, 2), stop_words=["the"]).with_stems(["rains"], ["rain"])
TEXTS = ["Rain fell on the town.\n\nRoads closed on Monday.", "The river rose."]


def counted():
    counts = _core.TermCounts(ANALYSIS)
    counts.add(TEXTS)
    return counts


OBJECTS = {
    "Analysis": lambda: ANALYSIS,
    "TermCounts": counted,
    "Vocabulary": lambda: _core.Vocabulary(["rain", "rain fell"], ANALYSIS),
    "Batch": lambda: _core.Pipeline(None, None, parse=True, evidence=False).run(_core.TextColumn(TEXTS), 0, 2),
}
WRONG = [
    None,
    1,
    -1,
    1 << 80,
    0.5,
    "x",
    b"x",
    [1],
    (1, 2, 3),
    object(),
    np.ones(3),
    [b"abc"] * 17,
    [b""] * 19,
    ["\ud800"],
]


def restored(kind, state):
    made = kind.__new__(kind)
    made.__setstate__(state)
    return made


def same(one, other):
    return pickle.dumps(one.__getstate__()) == pickle.dumps(other.__getstate__())


@pytest.mark.parametrize("name", OBJECTS)
def test_only_whole_states_are_restored(name):
    made = OBJECTS[name]()
    kind, state = type(made), made.__getstate__()
    assert same(restored(kind, state), made)
    assert same(copy.deepcopy(made), made)
    for wrong in (*(state[:n] for n in range(len(state))), (*state, None)):
        with pytest.raises(ValueError, match=f"not the state of {name} of this version"):
            restored(kind, wrong)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: type(wrong).__name__)
@pytest.mark.parametrize("name", OBJECTS)
def test_parts_of_other_types(name, wrong):
    made = OBJECTS[name]()
    state = made.__getstate__()
    for i in range(len(state)):
        changed = (*state[:i], wrong, *state[i + 1 :])
        try:
            other = restored(type(made), changed)
        except ValueError:
            with pytest.raises(ValueError, match=f"^not the state of {name} of this version"):
                restored(type(made), changed)
        else:
            assert len(other.__getstate__()) == len(state)


def test_an_object_without_state_is_none():
    unborn = _core.Analysis.__new__(_core.Analysis)
    with pytest.warns(RuntimeWarning, match="uninitialized"), pytest.raises(ValueError, match="state of Vocabulary"):
        restored(_core.Vocabulary, (b"rain", np.array([0, 4]), unborn))


@pytest.mark.parametrize("i", range(19))
def test_columns_of_a_batch_that_do_not_fit_each_other(i):
    made = OBJECTS["Batch"]()
    texts, topics, arrays = made.__getstate__()
    assert len(arrays) == 19
    for wrong in (arrays[i][:-1] or b"\0", arrays[i] + bytes(24), b"\xff" * (len(arrays[i]) + 8)):
        with pytest.raises(ValueError, match="not the state of Batch of this version"):
            restored(_core.Batch, (texts, topics, [*arrays[:i], wrong, *arrays[i + 1 :]]))
    for sizes in ((texts + 1, topics), (texts, topics + 1), (1 << 63, 1 << 63)):
        with pytest.raises(ValueError, match="not the state of Batch of this version"):
            restored(_core.Batch, (*sizes, arrays))

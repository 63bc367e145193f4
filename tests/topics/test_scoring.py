"""The blocks of weights that the native scorer gets."""

import numpy as np
import pytest

from newsnlp import TopicModel
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.terms import Reading
from tests.topics.toys import term_table


def test_weights_are_halved_in_double_precision():
    """NumPy 1 would make half precision of a half times a Python float; the blocks must not see that."""
    table = term_table(["a"], (1, 1), [1.0], [[0.1]]).with_reading(Reading(None, 5, 0.3))
    margin = TopicModel([TopicHead("t", 0.0, 1.0, 0.0, 0.5)], [table]).decision_function(["a"])[0, 0]
    assert margin == pytest.approx(float(np.float16(0.1)), rel=1e-15)

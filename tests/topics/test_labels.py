"""Topics in the forms that users give them."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sparse

from newsnlp.topics.labels import TopicLabels

TRUTH = np.array([[1, 0, 0], [0, 1, 1], [0, 0, 0]], dtype=bool)


@pytest.mark.parametrize(
    "topics",
    [
        [("a",), ["b", "c"], ()],
        [{"a"}, {"b", "c"}, set()],
        TRUTH.astype(int),
        TRUTH.astype(float),
        TRUTH.tolist() and np.array(TRUTH.tolist()),
        sparse.csr_matrix(TRUTH),
        pd.DataFrame(TRUTH, columns=["a", "b", "c"]),
        pd.DataFrame({"a": TRUTH[:, 0], "b": TRUTH[:, 1].astype(int), "c": pd.array(TRUTH[:, 2], dtype="boolean")}),
    ],
)
def test_every_form_gives_the_same_indicator(topics):
    assert (TopicLabels.read(topics).truth == TRUTH).all()


def test_names_are_one_each_and_sorted():
    labels = TopicLabels.read(["b", "a", "b"])
    assert labels.names == ("a", "b")
    assert labels.truth.tolist() == [[False, True], [True, False], [False, True]]
    assert labels.write(labels.truth, labels.truth.astype(float)).tolist() == ["b", "a", "b"]
    assert TopicLabels.read(pd.Series(["b", "a", "b"])).names == ("a", "b")


def test_whole_numbers_come_back_as_numbers():
    labels = TopicLabels.read([3, 1, 3])
    assert labels.names == ("1", "3")
    assert labels.write(labels.truth, labels.truth.astype(float)).tolist() == [3, 1, 3]


def test_collections_come_back_as_tuples():
    labels = TopicLabels.read([["x", "x"], [], ["é ∂", "x"]])
    assert labels.write(labels.truth, labels.truth.astype(float)) == [("x",), (), ("x", "é ∂")]


@pytest.mark.parametrize(
    ("topics", "error", "message"),
    [
        ("news", TypeError, "topics must be a list with one entry for each text, got str"),
        (3, TypeError, "topics must be a list with one entry for each text, got int"),
        ([None, "a"], TypeError, r"topics\[0\] must be str or a collection of str, got NoneType"),
        (["a", 1.5], TypeError, r"topics\[1\] must be str or a collection of str, got float"),
        (["a", ("b",)], TypeError, r"topics\[1\] must be str or a collection of str, got tuple"),
        (["a", 1], TypeError, "topics must be all str or all int, got a mix of both"),
        ([["a"], [1]], TypeError, r"topics\[1\] must be str, got int"),
        ([["a"], [" "]], ValueError, r"topics\[1\] must not be blank"),
        (["a", ""], ValueError, r"topics\[1\] must not be blank"),
        (np.array([[0, 2]]), ValueError, "topics must hold only 0 and 1"),
        (np.array([[0, "1"]], dtype=object), ValueError, "topics must hold only 0 and 1"),
        (pd.DataFrame({"a": [1, 0], "b": pd.array([1, None])}), ValueError, "topics must hold only 0 and 1"),
        (["a", "a\0"], ValueError, r"topics\[1\] must not end in a null character"),
    ],
)
def test_what_is_no_topics_is_named(topics, error, message):
    with pytest.raises(error, match=message):
        TopicLabels.read(topics)


def test_names_of_numpy_come_back_plain():
    labels = TopicLabels.read([np.array(["a"]), np.array(["b"])])
    assert {type(name) for row in labels.write(labels.truth, labels.truth.astype(float)) for name in row} == {str}


def test_other_topics_are_read_by_name():
    labels = TopicLabels.read(["b", "a"])
    assert labels.read_again([("a", "b"), ()]).tolist() == [[True, True], [False, False]]
    assert labels.read_again(pd.DataFrame({"b": [1, 0], "a": [0, 0]})).tolist() == [[False, True], [False, False]]
    assert labels.read_again(np.array([[0, 1], [0, 0]])).tolist() == [[False, True], [False, False]]  # in their order
    with pytest.raises(ValueError, match="unknown topic '0'"):
        labels.read_again(np.array([[0]]))
    with pytest.raises(ValueError, match="unknown topic 'c'; known are 'a', 'b'"):
        labels.read_again(["c"])

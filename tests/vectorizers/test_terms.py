"""The terms of a fitted vectorizer: the dict that users see and the native vocabulary never differ."""

import copy
import json
import pickle

import numpy as np
import pytest
import sklearn.feature_extraction.text as reference

import newsnlp
from newsnlp import CountVectorizer, TfidfVectorizer
from newsnlp.vectorizers._terms import TermColumns
from tests.vectorizers.comparison import assert_same_matrix

TEXTS = ["aa bb cc", "aa aa aa bb", "dd cc"]


def swap(columns):
    columns["aa"], columns["bb"] = columns["bb"], columns["aa"]


def rename(columns):
    columns["dd"] = columns.pop("cc")


def replace(columns):
    columns.clear()
    columns.update(dd=0, aa=1)


def join(columns):
    columns |= {"aa": 2, "cc": 0}


def remove(columns):
    column = columns["cc"]
    del columns["cc"]
    columns.setdefault("dd", column)


def last(columns):
    columns["zz"] = columns.popitem()[1]


@pytest.mark.parametrize("change", [swap, rename, replace, join, remove, last])
@pytest.mark.parametrize(
    "settings", [{}, {"vocabulary": {"aa": 0, "bb": 1, "cc": 2}}, {"vocabulary": ["cc", "bb", "aa"]}]
)
@pytest.mark.parametrize("name", ["CountVectorizer", "TfidfVectorizer"])
def test_changes_in_place_are_followed(name, settings, change):
    ours, expected = (getattr(module, name)(**settings).fit(["aa bb cc"]) for module in (newsnlp, reference))
    if name == "TfidfVectorizer" and change is replace:
        pytest.skip("there is one idf too many")
    for vectorizer in (ours, expected):
        vectorizer.transform(TEXTS)
        change(vectorizer.vocabulary_)
    loaded = pickle.loads(pickle.dumps(ours))
    for vectorizer in (ours, loaded, copy.deepcopy(ours), copy.copy(ours)):
        assert vectorizer.vocabulary_ == expected.vocabulary_
        assert vectorizer.get_feature_names_out().tolist() == expected.get_feature_names_out().tolist()
        assert_same_matrix(vectorizer.transform(TEXTS), expected.transform(TEXTS), exact=name == "CountVectorizer")


def test_changes_are_followed_by_all_who_share_the_dict():
    one = CountVectorizer().fit(["aa bb"])
    two = CountVectorizer()
    two.vocabulary_ = one.vocabulary_
    assert two.vocabulary_ is one.vocabulary_
    weighted = TfidfVectorizer(vocabulary=["aa", "bb"], use_idf=False, norm=None).partial_fit(["aa bb"])
    weighted.transform(["aa"])
    swap(one.vocabulary_)
    swap(weighted.vocabulary_)
    for vectorizer in (one, two, weighted, weighted.partial_fit(["bb"])):
        assert vectorizer.transform(["aa aa aa bb"]).toarray().tolist() == [[1, 3]]
        assert vectorizer.get_feature_names_out().tolist() == ["bb", "aa"]


def test_weights_that_come_after_a_change():
    vectorizer = TfidfVectorizer(norm=None).fit(["aa bb", "aa"])
    swap(vectorizer.vocabulary_)
    vectorizer.idf_ = [10, 100]
    assert vectorizer.transform(["aa aa aa bb"]).toarray().tolist() == [[10, 300]]


def test_a_dict_that_is_assigned_is_copied():
    vectorizer, columns = CountVectorizer(), {"aa": 0, "bb": 1}
    vectorizer.vocabulary_ = columns
    vectorizer.transform(["aa"])
    swap(columns)
    assert vectorizer.get_feature_names_out().tolist() == ["aa", "bb"]
    assert vectorizer.transform(["aa aa aa bb"]).toarray().tolist() == [[3, 1]]


def test_changes_that_leave_no_column_order_are_told():
    vectorizer = CountVectorizer().fit(["aa bb"])
    vectorizer.transform(["aa"])
    vectorizer.vocabulary_["aa"] = 1
    for _ in range(2):
        with pytest.raises(ValueError, match="Vocabulary contains repeated indices"):
            vectorizer.transform(["aa"])
    vectorizer.vocabulary_["bb"] = 0
    np.testing.assert_array_equal(vectorizer.transform(["bb"]).toarray(), [[1, 0]])


def test_the_dict_is_a_dict_and_its_copies_are_plain():
    columns = CountVectorizer().fit(TEXTS).vocabulary_
    plain = {"aa": 0, "bb": 1, "cc": 2, "dd": 3}
    assert isinstance(columns, dict)
    assert columns == plain
    assert repr(columns) == repr(plain)
    assert json.dumps(columns) == json.dumps(plain)
    for other in (pickle.loads(pickle.dumps(columns)), copy.copy(columns), copy.deepcopy(columns), columns | {}):
        assert type(other) is dict
        assert other == plain


def test_every_method_that_changes_a_dict_is_counted():
    reading = {"__class_getitem__", "__contains__", "__eq__", "__ge__", "__getattribute__", "__getitem__", "__gt__"}
    reading |= {"__hash__", "__init__", "__iter__", "__le__", "__len__", "__lt__", "__ne__", "__new__", "__or__"}
    reading |= {"__repr__", "__reversed__", "__ror__", "__sizeof__", "__doc__"}
    reading |= {"copy", "fromkeys", "get", "items", "keys", "values"}
    assert {name for name in vars(dict) if name not in vars(TermColumns)} <= reading
    columns = TermColumns({"aa": 0})
    with pytest.raises(ZeroDivisionError):
        columns.update((key, 1 // (2 - len(key))) for key in ("b", "aa"))
    assert (columns["b"], columns.changes) == (1, 1)

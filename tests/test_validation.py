"""Wrong arguments are rejected at once, with an error that names them."""

import re
import warnings

import numpy as np
import pytest

import newsnlp
from newsnlp import _validation as check

MODEL = newsnlp.load_topics("en")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: newsnlp.classify("x", model=3), "`model` must be str or a path, got int"),
        (lambda: newsnlp.load_topics(None), "`source` must be str or a path, got NoneType"),
        (lambda: MODEL.predict_proba(["x"], n_jobs="all"), "`n_jobs` must be an int other than 0, got 'all'"),
        (lambda: MODEL.with_topic("sport"), "`other` must be a TopicModel, got str"),
        (lambda: newsnlp.learn_topic("sport", ["x"]), "`topic` must be a Topic, got str"),
        (lambda: MODEL.corrected(["x"], ["ict"]), "labels[0] must be a collection of names, got one str"),
        (
            lambda: newsnlp.evaluate_topics(MODEL, ["x"], [3.0]),
            "topics[0] must be str or a collection",
        ),
        (lambda: newsnlp.evaluate_topics("en", ["x"], [[]]), "`model` must be a TopicModel, got str"),
        (lambda: newsnlp.oracle_summary("Rain fell.", "Rain"), "`article` must be an Article, got str"),
        (
            lambda: MODEL.corrected(["x"], [[]], about="ict"),
            "`about` must be a list of str, got 'ict'",
        ),
        (
            lambda: newsnlp.evaluate_summaries(newsnlp.LeadSummarizer(), "Rain fell."),
            "pairs must be a list of (article, summary) pairs, got str",
        ),
        (
            lambda: newsnlp.evaluate_summaries(newsnlp.LeadSummarizer(), ["ab"]),
            "pairs[0] must be an (article, summary) pair, got str",
        ),
        (lambda: newsnlp.RankerSummarizer(model=None).summarize("Rain fell."), "`model` must be str or a path"),
        (
            lambda: newsnlp.EdmundsonSummarizer(bonus_words=iter(["very"])).summarize("Rain fell."),
            "`bonus_words` must be a collection, got list_iterator; write list(...)",
        ),
        (
            lambda: newsnlp.EdmundsonSummarizer(stigma_words=iter(["very"])).summarize("Rain fell."),
            "`stigma_words` must be a collection, got list_iterator; write list(...)",
        ),
        (
            lambda: newsnlp.EdmundsonSummarizer(weights=iter([1, 1, 1, 1])).summarize("Rain fell."),
            "`weights` must be a collection, got list_iterator; write list(...)",
        ),
        (
            lambda: newsnlp.LuhnSummarizer(stop_words=iter(["the"])).summarize("Rain fell."),
            "`stop_words` must be a collection, got list_iterator; write list(...)",
        ),
        (
            lambda: newsnlp.EdmundsonSummarizer(bonus_words="very").summarize("Rain fell."),
            "`bonus_words` must be a list of str, got 'very'",
        ),
        (
            lambda: newsnlp.split_sentences("Rain fell.", splitter=lambda text: [3]),
            "`tokenizer` must give str or (start, end), got 3",
        ),
        (lambda: newsnlp.analyze(b"x"), "text must be str, got bytes"),
        (lambda: newsnlp.analyze(["x", "y"]), "text must be str, got list; `analyze_many` takes several texts"),
        (lambda: newsnlp.classify(("x", "y")), "text must be str, got tuple; `classify_many` takes several texts"),
        (lambda: MODEL.classify(["x", "y"]), "text must be str, got list; `predict_proba` takes several texts"),
        (lambda: newsnlp.classify(None), "text must be str, got NoneType"),
        (
            lambda: newsnlp.Article(headline=None, body="x"),
            "headline ('' where there is none) must be str, got NoneType",
        ),
        (lambda: newsnlp.Article("x", None), "body ('' where there is none) must be str, got NoneType"),
    ],
)
def test_a_wrong_type_is_named(call, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        call()


def test_no_thread_is_a_wrong_value():
    with pytest.raises(ValueError, match="`n_jobs` must be an int other than 0, got 0"):
        MODEL.predict(["x"], n_jobs=0)


@pytest.mark.parametrize(
    "call", [newsnlp.classify, newsnlp.analyze, newsnlp.summarize, newsnlp.LeadSummarizer().summarize]
)
def test_a_path_gets_a_hint(call, tmp_path):
    path = tmp_path / "0001.b"
    with pytest.raises(TypeError, match=r"got PosixPath; `read_articles` reads files|got WindowsPath"):
        call(path)
    with warnings.catch_warnings(action="error"):
        call(str(path))  # no such file: a text like any other
    path.write_text("Rain fell.", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"0001\.b' is the name of a file, which is not read"):
        call(str(path))
    with pytest.warns(UserWarning, match=r"'folder/0001\.txt' is the name of a file"):  # of a usual kind
        call("folder/0001.txt")


def test_a_list_of_paths_warns_the_caller():
    for call in (newsnlp.analyze_many, newsnlp.classify_many, newsnlp.summarize_many, newsnlp.split_sentences_many):
        with pytest.warns(UserWarning, match=r"'folder/0001\.txt' is the name of a file") as caught:
            call(["folder/0001.txt", "folder/0002.txt"])
        assert [warning.filename for warning in caught] == [__file__]


@pytest.mark.parametrize(("length", "warned"), [(255, True), (256, False)])
def test_a_short_text_that_names_a_file_warns_the_caller(tmp_path, length, warned):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / ("x" * (length - len(str(folder)) - 5) + ".txt")
    path.write_text("Rain fell.", encoding="utf-8")
    assert len(str(path)) == length
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        newsnlp.classify(str(path))
    assert [warning.filename for warning in caught] == [__file__] * warned


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: check.check_int(np.int64(3), "n", minimum=3), 3),
        (lambda: check.check_n_jobs(None), None),
        (lambda: check.check_n_jobs(-1), -1),
        (lambda: check.check_n_jobs(1), 1),
        (lambda: check.check_unit_interval(1, "p"), 1.0),
        (lambda: check.check_unit_interval(np.float32(0.5), "p"), 0.5),
        (lambda: check.check_positive(1e-9, "C"), 1e-9),
        (lambda: check.check_positive(1e9, "C"), 1e9),
        (lambda: check.check_indicator([], "a").tolist(), []),
        (lambda: check.check_indicator([[0, 1.0]], "a", columns=2).tolist(), [[False, True]]),
        (lambda: check.check_indicator(np.array([[0, True]], dtype=object), "a").tolist(), [[False, True]]),
        (lambda: check.check_pairs([["a", "b"], ("c", "d")]), [["a", "b"], ("c", "d")]),
        (lambda: check.check_words({"a": 1}, "w"), ["a"]),
        (lambda: check.check_topic_name("a\0b"), "a\0b"),
        (lambda: check.check_budget(1, 1, 1, 1.0), None),
        (lambda: check.check_budget(None, None, None, None), None),
        (lambda: check.check_same_length(a=[1], b=[2]), None),
    ],
)
def test_what_is_right_passes(call, expected):
    assert call() == expected


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: check.check_int(2, "n", minimum=3), ValueError, "`n` must be an int of at least 3, got 2"),
        (lambda: check.check_int(True, "n", minimum=0), TypeError, "`n` must be an int of at least 0, got True"),
        (lambda: check.check_int(3.0, "n", minimum=0), TypeError, "`n` must be an int of at least 0, got 3.0"),
        (lambda: check.check_n_jobs(True), TypeError, "`n_jobs` must be an int other than 0, got True"),
        (lambda: check.check_n_jobs(1.0), TypeError, "`n_jobs` must be an int other than 0, got 1.0"),
        (lambda: check.check_unit_interval(0, "p"), ValueError, "`p` must be a number above 0 and at most 1, got 0"),
        (
            lambda: check.check_unit_interval(1.1, "p"),
            ValueError,
            "`p` must be a number above 0 and at most 1, got 1.1",
        ),
        (
            lambda: check.check_unit_interval(True, "p"),
            TypeError,
            "`p` must be a number above 0 and at most 1, got True",
        ),
        (lambda: check.check_unit_interval("1", "p"), TypeError, "`p` must be a number above 0 and at most 1, got '1'"),
        (lambda: check.check_positive(0.0, "C"), ValueError, "`C` must be a number above 0, got 0.0"),
        (lambda: check.check_positive(float("inf"), "C"), ValueError, "`C` must be a number above 0, got inf"),
        (lambda: check.check_positive(float("nan"), "C"), ValueError, "`C` must be a number above 0, got nan"),
        (lambda: check.check_choice(3, "x", ["a"]), ValueError, "`x` must be one of 'a', got 3"),
        (lambda: check.check_indicator([[0, 1]], "a", columns=3), ValueError, r"a must have the shape \(n, 3\), got"),
        (lambda: check.check_indicator([0, 1], "a", columns=2), ValueError, r"a must have the shape \(n, 2\), got"),
        (lambda: check.check_indicator([0, 2], "a"), ValueError, "a must hold only 0 and 1"),
        (lambda: check.check_indicator(["a", 0], "a"), ValueError, "a must hold only 0 and 1"),
        (lambda: check.check_same_length(a=[1], b=[]), ValueError, "lengths differ: a has 1, b has 0"),
        (
            lambda: check.check_pairs([("a", "b"), ("a", "b", "c")]),
            TypeError,
            r"pairs\[1\] must be an .* pair, got tuple",
        ),
        (lambda: check.check_pairs([{"a", "b"}]), TypeError, r"pairs\[0\] must be an .* pair, got set"),
        (lambda: check.check_pairs(b"ab"), TypeError, "pairs must be a list of .* pairs, got bytes"),
        (lambda: check.check_pairs(3), TypeError, "pairs must be a list of .* pairs, got int"),
        (lambda: check.check_words(["a", 3], "w"), TypeError, r"w\[1\] must be str, got int"),
        (lambda: check.check_words(3, "w"), TypeError, "`w` must be a list of str, got 3"),
        (lambda: check.check_topic_name("a\0"), ValueError, "a topic name must not end in a null character"),
        (lambda: check.check_texts(b"a"), TypeError, r"texts must be a list of str, got one bytes; write \[text\]"),
        (lambda: check.check_texts(3), TypeError, "texts must be a list of str, got int"),
        (lambda: check.check_budget(0, 1, 1, 1.0), ValueError, "`sentences` must be an int of at least 1, got 0"),
        (lambda: check.check_budget(1, 0, 1, 1.0), ValueError, "`words` must be an int of at least 1, got 0"),
        (lambda: check.check_budget(1, 1, 0, 1.0), ValueError, "`characters` must be an int of at least 1, got 0"),
        (lambda: check.check_budget(1, 1, 1, 0.0), ValueError, "`ratio` must be a number above 0 and at most 1"),
        (lambda: check.check_instance(3, "x", "Explanation"), TypeError, "`x` must be an Explanation, got int"),
        (lambda: check.check_instance(3, "x", "Topic"), TypeError, "`x` must be a Topic, got int"),
        (lambda: check.check_path(3, "x"), TypeError, "`x` must be str or a path, got int"),
    ],
)
def test_what_is_wrong_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()

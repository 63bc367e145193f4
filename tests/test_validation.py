"""Wrong arguments are rejected at once, with an error that names them."""

import re
import warnings

import pytest

import newsnlp

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
    path = tmp_path / "0001.txt"
    with pytest.raises(TypeError, match=r"got PosixPath; `read_articles` reads files|got WindowsPath"):
        call(path)
    with warnings.catch_warnings(action="error"):
        call(str(path))  # no such file: a text like any other
    path.write_text("Rain fell.", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"0001\.txt' is the name of a file, which is not read"):
        call(str(path))

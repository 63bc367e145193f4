"""A partial_fit that fails leaves everything unchanged; during the merge, the counts are either complete or dropped."""

import pytest
from sklearn.exceptions import NotFittedError

from newsnlp import CountVectorizer, TfidfVectorizer

TEXTS = ["oil gas", "oil and peat", ""]


@pytest.mark.parametrize("vectorizer_class", [CountVectorizer, TfidfVectorizer])
@pytest.mark.parametrize(
    ("settings", "texts", "message"),
    [
        ({"min_df": 2}, ["oil", "gas"], "After pruning, no terms remain"),
        ({"min_df": 2, "max_df": 0.5}, ["oil"], "max_df corresponds to < documents than min_df"),
        ({}, [""], "empty vocabulary"),
    ],
)
def test_without_terms_that_remain_it_is_not_fitted_yet(vectorizer_class, settings, texts, message):
    vectorizer = vectorizer_class(**settings).partial_fit(texts)
    assert not hasattr(vectorizer, "vocabulary_")
    assert not hasattr(vectorizer, "idf_")
    for use in (lambda: vectorizer.transform(texts), vectorizer.get_feature_names_out, lambda: vectorizer.vocabulary_):
        with pytest.raises(NotFittedError, match=message):
            use()
    with pytest.raises(ValueError, match=message) as caught:
        vectorizer_class(**settings).fit(texts)
    assert not isinstance(caught.value, NotFittedError)  # as in scikit-learn
    vectorizer.partial_fit(["peat", "peat", "", ""])
    assert "peat" in vectorizer.vocabulary_


class Failing:
    """Counts that fail when others are merged into them."""

    def __init__(self, counts, error):
        self._counts, self._error = counts, error

    def merge(self, more):
        if self._error is KeyboardInterrupt:
            self._counts.merge(more)  # Python raises it after native work
        raise self._error

    def __getattr__(self, name):
        return getattr(self._counts, name)


def attributes(vectorizer):
    """Return the state of an object, except what it can compute again."""
    return {
        name: value for name, value in vars(vectorizer).items() if name not in ("_stop_words_id", "_native_settings")
    }


def state(vectorizer):
    """Return the results of an object, and its state after them."""
    rows = vectorizer.transform(TEXTS).toarray().tolist()  # first, as it chooses the columns
    return rows, attributes(vectorizer)


@pytest.mark.parametrize("vectorizer_class", [CountVectorizer, TfidfVectorizer])
@pytest.mark.parametrize("given", [None, ["oil", "gas"]])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failing_partial_fit_leaves_the_object_as_it_was(vectorizer_class, given, error):
    def documents():
        yield "oil and peat"
        raise error

    new = vectorizer_class(vocabulary=given)
    before = attributes(new)
    with pytest.raises(error):
        new.partial_fit(documents())
    assert attributes(new) == before
    used = vectorizer_class(vocabulary=given).partial_fit(["oil gas"])
    before = state(used)
    with pytest.raises(error):
        used.partial_fit(documents())
    assert state(used) == before
    if given is None:
        with pytest.raises(ValueError, match="another analysis"):
            used.set_params(ngram_range=(1, 2)).partial_fit(["peat"])
        assert state(used.set_params(ngram_range=(1, 1)))[0] == before[0]


@pytest.mark.parametrize("vectorizer_class", [CountVectorizer, TfidfVectorizer])
@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
def test_counts_are_never_half_merged(vectorizer_class, error):
    vectorizer = vectorizer_class().partial_fit(["oil gas"])
    vectorizer.transform(["oil"])
    vectorizer._counts = Failing(vectorizer._counts, error)
    with pytest.raises(error):
        vectorizer.partial_fit(["oil peat"])
    if error is MemoryError:
        with pytest.raises(NotFittedError):
            vectorizer.transform(["oil"])
        vectorizer.partial_fit(["oil gas"]).partial_fit(["oil peat"])
    expected = vectorizer_class().fit(["oil gas", "oil peat"])
    assert vectorizer.vocabulary_ == expected.vocabulary_
    assert vectorizer.transform(TEXTS).toarray().tolist() == expected.transform(TEXTS).toarray().tolist()

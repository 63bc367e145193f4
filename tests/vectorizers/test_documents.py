"""The accepted kinds of documents, and the errors for others."""

import io
from functools import partial

import numpy as np
import pytest
import sklearn.feature_extraction.text as reference

from newsnlp import CountVectorizer, HashingVectorizer, TfidfVectorizer
from tests.vectorizers.comparison import outcome

ALL = [CountVectorizer, HashingVectorizer, TfidfVectorizer]
TEXTS = ["oil and gas", "gas"]


@pytest.mark.parametrize("vectorizer_class", ALL)
@pytest.mark.parametrize("wrong", [3.5, None, 7, ["oil"], {"text": "oil"}, object(), float("nan")])
def test_wrong_documents_are_named_by_position(vectorizer_class, wrong):
    message = rf"texts\[1\] must be str, got {type(wrong).__name__}"
    for documents in (["oil", wrong], ("oil", wrong), iter(["oil", wrong]), np.array(["oil", wrong, ""], dtype=object)):
        with pytest.raises(TypeError, match=message):
            vectorizer_class().fit_transform(documents)
    with pytest.raises(TypeError, match=message):
        vectorizer_class(token_pattern="[a-z]+").fit_transform(["oil", wrong])
    with pytest.raises(TypeError, match=message):
        vectorizer_class().fit(TEXTS).transform([b"oil", wrong])


@pytest.mark.parametrize("vectorizer_class", ALL)
def test_nan_is_told_in_scikit_learns_words(vectorizer_class):
    with pytest.raises(ValueError, match=r"np\.nan is an invalid document, expected byte or unicode string"):
        vectorizer_class().fit_transform(["oil", np.nan])


@pytest.mark.parametrize("vectorizer_class", ALL)
def test_not_iterable(vectorizer_class):
    for documents in (3, None):
        with pytest.raises(TypeError, match="not iterable"):
            vectorizer_class().fit_transform(documents)


def test_missing_values_of_columns():
    pandas = pytest.importorskip("pandas")
    with pytest.raises(ValueError, match=r"np\.nan is an invalid document"):
        CountVectorizer().fit(pandas.Series(["oil", np.nan]))
    with pytest.raises(TypeError, match=r"texts\[1\] must be str, got NoneType"):
        CountVectorizer().fit(pandas.Series(["oil", None], dtype=object))


def test_missing_values_of_arrow():
    polars = pytest.importorskip("polars", reason="polars is not installed")
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    for column in (
        polars.Series(["oil", None]),
        pyarrow.array(["oil", None]),
        pyarrow.chunked_array([["oil"], [None]]),
    ):
        with pytest.raises(TypeError, match=r"texts\[1\] must be str, got None"):
            CountVectorizer().fit(column)


def test_arrow_columns_of_something_else():
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    expected = CountVectorizer().fit_transform(TEXTS)
    for column in (
        pyarrow.array([text.encode() for text in TEXTS], pyarrow.binary()),
        pyarrow.array(TEXTS).dictionary_encode(),
    ):
        assert (CountVectorizer().fit_transform(column) != expected).nnz == 0
    with pytest.raises(TypeError, match=r"texts\[0\] must be str, got int"):
        CountVectorizer().fit(pyarrow.array([1, 2]))
    split = CountVectorizer(tokenizer=str.split, token_pattern=None)
    assert (split.fit_transform(pyarrow.array(TEXTS)) != split.fit_transform(TEXTS)).nnz == 0


@pytest.mark.parametrize("kind", ["binary", "large_binary", "binary_view"])
@pytest.mark.parametrize("settings", [{}, {"stemmer": "english"}, {"analyzer": "char"}])
def test_bytes_of_arrow_are_decoded_as_those_of_a_list(kind, settings):
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    texts = [b"oil and gas", b"caf\xe9 and oil"]
    column = pyarrow.array(texts, getattr(pyarrow, kind)())
    for decoding in ({"encoding": "latin-1"}, {"decode_error": "ignore"}, {"decode_error": "replace"}):
        ours = CountVectorizer(**settings, **decoding)
        expected = CountVectorizer(**settings, **decoding).fit(texts).vocabulary_
        assert ours.fit(column).vocabulary_ == expected
        assert ours.fit(pyarrow.chunked_array([column])).vocabulary_ == expected
    with pytest.raises(UnicodeDecodeError, match="can't decode byte 0xe9 in position 3"):
        CountVectorizer(**settings, decode_error="strict").fit(column)


def test_a_data_frame_is_its_columns_names_as_in_scikit_learn():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"headline words": ["oil"], "body": ["gas"]})
    assert CountVectorizer().fit(frame).vocabulary_ == reference.CountVectorizer().fit(frame).vocabulary_


def test_files(tmp_path):
    paths = [tmp_path / f"{i}.txt" for i in range(2)]
    for path, text in zip(paths, TEXTS, strict=True):
        path.write_text(text, encoding="utf-8")
    expected = CountVectorizer().fit_transform(TEXTS)
    assert (CountVectorizer(input="filename").fit_transform(paths) != expected).nnz == 0
    assert (CountVectorizer(input="filename").fit_transform([str(path) for path in paths]) != expected).nnz == 0
    files = [io.StringIO(TEXTS[0]), io.BytesIO(TEXTS[1].encode())]
    assert (CountVectorizer(input="file").fit_transform(files) != expected).nnz == 0


def test_subclasses_with_an_analysis_of_their_own():
    def shout(vectorizer):
        return lambda text: text.upper()

    for vectorizer_class in ALL:
        their_class = getattr(reference, vectorizer_class.__name__)
        for name, method in (("build_preprocessor", shout), ("build_tokenizer", lambda vectorizer: str.split)):
            ours = type("Ours", (vectorizer_class,), {name: method})()
            theirs = type("Theirs", (their_class,), {name: method})()
            assert abs(ours.fit_transform(TEXTS) - theirs.fit_transform(TEXTS)).max() < 1e-15
            patched = vectorizer_class()
            setattr(patched, name, partial(method, None))
            assert abs(patched.fit_transform(TEXTS) - theirs.transform(TEXTS)).max() < 1e-15


def test_settings_are_read_at_every_call():
    ours, theirs = CountVectorizer().fit(["oil OIL Gas"]), reference.CountVectorizer().fit(["oil OIL Gas"])
    stop_words = ["gas"]
    for change in ({"lowercase": False}, {"lowercase": True, "stop_words": stop_words}, {"token_pattern": "o.."}):
        for vectorizer in (ours, theirs):
            vectorizer.set_params(**change)
        assert (ours.transform(["oil OIL gas"]) != theirs.transform(["oil OIL gas"])).nnz == 0
    ours.set_params(token_pattern=r"\w+")
    stop_words.append("oil")
    result, warned = outcome(lambda: ours.transform(["oil gas"]))
    assert result.nnz == 0
    assert not warned

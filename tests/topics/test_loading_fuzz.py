"""Hostile topic files, with correct checksums and wrong contents, give a ValueError that names file and fault."""

import copy
import itertools
import json
import os
from pathlib import Path
from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import TopicModel, load_topics
from newsnlp.modelfile import read_model, write_model
from newsnlp.topics import files
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.terms import Reading
from tests.topics.toys import term_table, toy_model

VERSIONS = Path(__file__).parent / "versions"


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """Return header and arrays of a valid file with two tables."""
    table = term_table(["a b", "b", "çé"], (1, 2), [1.0, 1.5, 2.0], [[1.0], [-1.0], [0.5]])
    head = toy_model().heads[0]
    other = TopicModel([type(head)("own", -1.0, 1.0, 0.0, 0.4, ("03000000",))], [table])
    path = tmp_path_factory.mktemp("sound") / "sound.model"
    toy_model().with_topic(other).save(path)
    header, arrays = read_model(path, kind="topics", versions={files.VERSION})
    return header, arrays


@pytest.fixture
def refused(tmp_path, parts):
    """Return a function that writes the valid parts after a change and asserts that loading fails."""

    def check(change, match):
        header, arrays = copy.deepcopy(parts[0]), {name: array.copy() for name, array in parts[1].items()}
        change(header, arrays)
        path = tmp_path / "hostile.model"
        write_model(path, header, arrays)
        with pytest.raises(ValueError, match=match) as caught:
            load_topics(path)
        assert "hostile.model: " in str(caught.value)

    return check


def test_sound_parts_load(tmp_path, parts):
    path = tmp_path / "sound.model"
    write_model(path, *parts)
    assert load_topics(path).topics == ("diplomacy", "ict", "own")


def put(name, value):
    def change(header, arrays):
        if value is None:
            del arrays[name]
        else:
            arrays[name] = np.array(value) if not isinstance(value, np.ndarray) else value

    return change


@pytest.mark.parametrize(
    ("name", "value", "match"),
    [
        ("table1.terms", None, "arrays"),
        ("table1.terms", np.zeros((2, 3), "u1"), "'table1.terms'"),
        ("table1.terms", np.zeros(8, "<i4"), "'table1.terms'"),
        ("table1.terms", np.frombuffer(b"a bb\xff\xfe\xc3\xa9", "u1"), "table1|UTF-8|utf-8"),
        ("table1.terms", np.frombuffer(b"bbbb" + "çé".encode(), "u1"), ""),
        ("table1.lengths", np.array([3, 1, 5], "<u4"), "do not add up to the size of the terms"),
        ("table1.lengths", np.array([3, 1, 3], "<u4"), "do not add up to the size of the terms"),
        ("table1.lengths", np.array([2**32 - 1, 1, 4], "<u4"), "do not add up to the size of the terms"),
        ("table1.lengths", np.array([3, 1], "<u4"), "fit"),
        ("table1.lengths", np.array([[3, 1, 4]], "<u4"), "'table1.lengths'"),
        ("table1.lengths", np.array([3, 1, 4], "<i8"), "'table1.lengths'"),
        ("table1.lengths", np.array([3, 2, 3], "<u4"), "table1|UTF-8|utf-8"),
        ("table1.idf", np.array([1.0, -1.0, 2.0], "<f2"), "an idf is negative"),
        ("table1.idf", np.array([1.0, 1.0], "<f2"), "fit"),
        ("table1.idf", np.array([1.0, 1.0, 1.0], "<f4"), "'table1.idf'"),
        ("table1.weights", np.zeros((3, 2), "<f2"), "fit"),
        ("table1.weights", np.zeros((3, 4), "<f2"), "fit"),
        ("table1.weights", np.zeros((2, 3), "<f2"), "fit"),
        ("table1.weights", np.zeros(9, "<f2"), "'table1.weights'"),
        ("table1.weights", np.zeros((3, 3), "<f8"), "'table1.weights'"),
        ("table1.telling", None, "arrays"),
        ("table1.telling", np.array([1, 0], "u1"), "telling"),
        ("table1.telling", np.array([1, 0, 2], "u1"), "telling"),
        ("table1.telling", np.zeros(3, "<f4"), "'table1.telling'"),
        ("table2.terms", np.zeros(1, "u1"), "arrays"),
    ],
)
def test_wrong_arrays(refused, name, value, match):
    if name == "table1.terms" and match == "":
        refused(lambda header, arrays: arrays.update({name: value, "table1.lengths": np.array([1, 1, 6], "<u4")}), None)
    else:
        refused(put(name, value), match)


@pytest.mark.parametrize("words", [3, 30_000])
def test_a_term_of_more_words_than_are_read_is_refused(refused, words):
    blob = np.frombuffer(b"a " * (words - 1) + b"a" + b"b" + "çé".encode(), "u1")
    lengths = np.array([2 * words - 1, 1, 4], "<u4")
    refused(lambda h, arrays: arrays.update({"table1.terms": blob, "table1.lengths": lengths}), "more than 2 words")


def with_a_term_of(n_bytes):
    blob = np.frombuffer(b"a" * n_bytes + b"b" + "çé".encode(), "u1")
    return {"table1.terms": blob, "table1.lengths": np.array([n_bytes, 1, 4], "<u4")}


def test_a_term_of_endless_letters_is_refused(refused):
    refused(lambda h, arrays: arrays.update(with_a_term_of(65_537)), "more than 65536 bytes")


def test_a_term_of_as_many_letters_as_are_allowed_is_read(tmp_path, parts):
    path = tmp_path / "long.model"
    write_model(path, parts[0], parts[1] | with_a_term_of(65_536))
    assert load_topics(path).tables[1].vocabulary.names()[0] == "a" * 65_536


def test_terms_that_would_take_far_more_memory_than_the_file_are_refused(refused):
    def fill(header, arrays):
        terms = [
            "".join(letters) for letters in itertools.islice(itertools.product(ascii_lowercase, repeat=5), 100_000)
        ]
        arrays["table1.terms"] = np.frombuffer("".join(terms).encode(), "u1")
        arrays["table1.lengths"] = np.full(len(terms), 5, "<u4")
        arrays["table1.idf"], arrays["table1.weights"] = np.ones(len(terms), "<f2"), np.zeros((len(terms), 3), "<f2")
        arrays["table1.telling"] = np.zeros(0, "u1")

    refused(fill, r"its terms would take 1\d{7} bytes of memory, more than 32 times the file")


def test_words_of_terms_that_would_take_far_more_memory_than_the_file_are_refused(refused):
    def fill(header, arrays):
        terms = [" ".join(f"{5 * i + j:x}" for j in range(5)) for i in range(10_000)]
        header["tables"][1]["ngram_range"] = [1, 5]
        arrays["table1.terms"] = np.frombuffer("".join(terms).encode(), "u1")
        arrays["table1.lengths"] = np.array([len(term) for term in terms], "<u4")
        arrays["table1.idf"], arrays["table1.weights"] = np.ones(len(terms), "<f2"), np.zeros((len(terms), 3), "<f2")
        arrays["table1.telling"] = np.zeros(0, "u1")

    refused(fill, r"its terms would take 1\d{7} bytes of memory, more than 32 times the file")


def test_a_header_of_values_that_take_far_more_memory_than_their_text_is_refused(tmp_path, parts, monkeypatch):
    header, path = {**parts[0], "card": {"x": [[]] * 100_000}}, tmp_path / "hostile.model"
    with pytest.raises(ValueError, match=r"model\.json is too large"):
        write_model(path, header, parts[1])
    with monkeypatch.context() as patched:
        patched.setattr("newsnlp.modelfile.FREE_HEADER_BYTES", 2**24)
        write_model(path, header, parts[1])
    with pytest.raises(ValueError, match=r"hostile\.model: model\.json is too large"):
        load_topics(path)


@pytest.mark.parametrize("version", ["", "x" * 101, 3, []])
def test_a_version_that_is_no_name_is_refused(refused, version):
    refused(lambda header, arrays: header.update(model_version=version), "version of the model")


def topic(key, value):
    return lambda header, arrays: header["topics"][0].update({key: value})


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (topic("name", "ict"), "the same name"),
        (topic("name", " "), "blank"),
        (topic("name", 5), "topic"),
        (topic("bias", "0"), "must be a number of at most"),
        (topic("bias", True), "must be a number of at most"),
        (topic("bias", 1e308), "must be a number of at most"),
        (topic("bias", 10**400), "must be a number of at most"),
        (topic("intercept", -1e308), "must be a number of at most"),
        (topic("slope", 0.0), "slope must be at least 1e-06, got 0.0"),
        (topic("slope", 2e-311), "slope must be at least 1e-06, got 2e-311"),
        (topic("slope", -1.0), "slope"),
        (topic("threshold", 0.0), "threshold"),
        (topic("threshold", 1.5), "threshold"),
        (topic("threshold", "high"), "."),
        (topic("iptc", ["20000639x"]), "eight digits"),
        (topic("iptc", ["20000604"]), "retired"),
        (topic("iptc", 5), "."),
        (lambda h, a: h["topics"][0].pop("bias"), "bias"),
        (lambda h, a: h.update(topics={}), "topics"),
        (lambda h, a: h.update(topics=["ict", "a", "b"]), "must be a JSON object"),
        (lambda h, a: h["topics"].pop(), "fit"),
        (lambda h, a: h.update(tables=[]), "arrays"),
        (lambda h, a: h.update(tables=[{}] * 2), "ngram_range"),
        (lambda h, a: h["tables"][0].update(ngram_range=[1, 1000]), "ngram_range"),
        (lambda h, a: h["tables"][0].update(ngram_range=[2, 1]), "ngram_range"),
        (lambda h, a: h["tables"][0].update(ngram_range=[0, 1]), "ngram_range"),
        (lambda h, a: h["tables"][0].update(ngram_range="12"), "ngram_range"),
        (lambda h, a: h.pop("card"), "card"),
        (lambda h, a: h.update(card=[1]), "card"),
        (lambda h, a: h.update(kind="ranker"), "kind"),
        (lambda h, a: h.update(version=1), "unknown version"),
    ],
)
def test_wrong_headers(refused, change, match):
    refused(change, match)


@pytest.mark.parametrize(
    ("table", "match"),
    [
        (term_table(["a"], (1, 6), [1.0], [[1.0]]), "ngram_range"),
        (term_table(["a"], (1, 1), [-1.0], [[1.0]]), "an idf is negative"),
        (term_table(["a"], (1, 1), [1.0], [[1.0]]).with_reading(Reading(share=2.0)), "reading"),
    ],
)
def test_a_table_that_could_not_be_read_is_not_written(tmp_path, table, match):
    path = tmp_path / "own.model"
    with pytest.raises(ValueError, match=match):
        TopicModel([TopicHead("own", -1.0, 1.0, 0.0, 0.4)], [table]).save(path)
    assert not path.exists()


@settings(max_examples=200)
@given(data=st.data())
def test_any_lengths_and_bytes(tmp_path_factory, parts, data):
    """Any bytes as terms, divided in any way: a ValueError, or a model that works."""
    blob = data.draw(st.binary(max_size=12))
    lengths = data.draw(st.lists(st.integers(0, 6), min_size=3, max_size=3))
    header, arrays = parts[0], dict(parts[1])
    arrays["table1.terms"] = np.frombuffer(blob, "u1")
    arrays["table1.lengths"] = np.array(lengths, "<u4")
    path = tmp_path_factory.getbasetemp() / "any.model"
    write_model(path, header, arrays)
    try:
        model = load_topics(path)
    except ValueError as error:
        refusal = str(error)
    else:
        chance = model.predict_proba(["talks on chips, a b çé"])
        assert ((chance >= 0) & (chance <= 1)).all()
        refusal = ""
    assert not refusal or os.fspath(path) in refusal


@pytest.mark.parametrize("file", sorted(VERSIONS.glob("*.model")), ids=lambda path: path.stem)
def test_a_kept_file_gives_its_kept_answers(file):
    """A file of the version that is read gives the answers that were kept with it."""
    expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    model = load_topics(file)
    assert list(model.topics) == expected["topics"]
    assert model.thresholds == expected["thresholds"]
    assert {topic: list(ids) for topic, ids in model.iptc.items()} == expected["iptc"]
    np.testing.assert_allclose(model.predict_proba(expected["texts"]), expected["probabilities"], rtol=1e-9)


def test_every_version_that_is_read_has_a_file():
    assert {int(path.stem) for path in VERSIONS.glob("*.model")} == {files.VERSION}


NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.sampled_from([0.0, 1.0, 65504.0, -65504.0, 6e-8, 1e-6, 2e-311, 1e300]))


@settings(max_examples=150)
@given(data=st.data())
def test_a_model_that_loads_answers_whatever_its_numbers(tmp_path_factory, parts, data):
    """Any finite numbers anywhere: a ValueError, or a model whose every method gives finite answers."""
    header, arrays = copy.deepcopy(parts[0]), {name: array.copy() for name, array in parts[1].items()}
    for head in header["topics"]:
        head.update(
            {key: data.draw(NUMBERS) for key in data.draw(st.sets(st.sampled_from(["bias", "slope", "intercept"])))}
        )
    for name in ("table0.idf", "table1.idf", "table0.weights", "table1.weights"):
        array = arrays[name].reshape(-1)
        for i in data.draw(st.sets(st.integers(0, array.size - 1), max_size=4)):
            array[i] = np.clip(data.draw(NUMBERS), -65504.0, 65504.0)
    path = tmp_path_factory.getbasetemp() / "numbers.model"
    write_model(path, header, arrays)
    try:
        model = load_topics(path)
    except ValueError:
        return
    text = "Talks on chips, a b çé.\n\nMore talks. Chips!"
    prediction = model.classify(text)
    assert all(0.0 <= value <= 1.0 for value in prediction.probabilities.values())
    assert 0.0 <= prediction.novelty <= 1.0
    for explanation in model.explain(text).values():
        assert np.isfinite([part.weight for part in (*explanation.terms, *explanation.sentences)]).all()
    assert sorted(model.suggest([text, "b"], 2)) == [0, 1]
    changed = model.corrected([text], [["ict"]]).predict_proba([text])
    assert ((changed >= 0.0) & (changed <= 1.0)).all()

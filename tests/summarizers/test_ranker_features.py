"""The features of each sentence, against the twin and by hand."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import Article, _core
from newsnlp.summarizers.ranker_model import FEATURES, Layout
from tests.reference import ranker as twin

ARTICLE = (Path(__file__).parents[1] / "articles" / "iran_ict_minister_iraq.txt").read_text(encoding="utf-8")
BACKGROUND = np.array([i * 37 % 256 for i in range(65536)], dtype=np.uint8)

WORDS = (
    'Port ship storms the The He BUT said "closed" 40 U.S. (Hull) I Monday won\'t naïve 港口 ships? -- a-b — ΣΑΣ İzmir '
    "ies $5 you READ pictured ministry needed this : added, “Yes ” . them * 2nd_one"
)
words = st.sampled_from(re.split(" ", WORDS))
texts = st.lists(st.one_of(words, st.sampled_from([". ", "! ", '." ', " .\n\n", "\n"])), max_size=90).map(" ".join)


def read(text):
    article = Article.parse(text)
    layout = Layout.of(article)
    return article, layout, twin_of(text, layout)


def twin_of(text, layout):
    sentences, paragraphs, headline, dateline = layout
    return twin.Document(text, sentences.tolist(), paragraphs.tolist(), headline, dateline, BACKGROUND.tolist())


def check_features(text):
    _, layout, document = read(text)
    rows = _core.describe_sentences(text, *layout, BACKGROUND)
    assert rows.shape == (len(layout.sentences), len(FEATURES))
    for row, expected in zip(rows, twin.describe(document), strict=True):
        assert set(expected) == set(FEATURES)
        wanted = [float(expected[name]) for name in FEATURES]
        np.testing.assert_allclose(row, wanted, rtol=1e-4, atol=1e-5, err_msg=text)


@given(texts)
@settings(max_examples=150)
def test_features_equal_the_twin(text):
    check_features(text)


@pytest.mark.parametrize(
    "text", [ARTICLE, "Talks resume in Hull\n\n" + ARTICLE, "HULL (Reuters) - It rained. He left."]
)
def test_features_of_real_texts_equal_the_twin(text):
    check_features(text)


def test_features_by_hand():
    text = (
        'Hull port shut for months\n\nThe port of Hull closed. He said "no" on Monday, June 5 .\n\nPictured: the port'
    )
    sentences = np.array([(27, 51), (52, 84), (86, 104)])
    layout = Layout(sentences, np.array([(27, 84), (86, 104)]), (0, 25), (0, 0))
    rows = _core.describe_sentences(text, *layout, np.full(65536, 255, np.uint8))
    first, second, third = (dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows)
    assert (first["index"], first["words"], first["words_before"], first["capitals"]) == (0, 5, 0, 1)
    assert (first["headline"], first["headline_told"], first["opens_definite"]) == (1, pytest.approx(2 / 5), 2)
    # A headline of three words tells nothing.
    short = Layout(sentences, layout.paragraphs, (0, 14), (0, 0))
    row = dict(
        zip(FEATURES, _core.describe_sentences(text, *short, np.full(65536, 255, np.uint8))[0].tolist(), strict=True)
    )
    assert (row["headline"], row["headline_told"], row["in_headline"]) == (0, -1, -1)
    assert (second["words"], second["words_before"], second["opens_pronoun"], second["speech"]) == (7, 5, 1, 1)
    assert (second["times"], second["digits"], second["commas"], second["quotes"]) == (2, 1, 1, 2)
    assert (second["pronoun_said"], second["name_said"], second["blank_before_end"]) == (1, 1, 1)
    assert (second["previous"], second["index_in_paragraph"], third["index_in_paragraph"]) == (0, 1, 0)
    assert (third["captions"], third["ending"], third["next"], third["told_before"]) == (1, 3, -1, pytest.approx(2 / 3))

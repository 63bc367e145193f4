"""Articles: the parts of real outlets' forms, nothing lost, odd input."""

from pathlib import Path

import pytest
from hypothesis import given

from newsnlp import Article
from tests.test_sentences import TEXTS

FOLDER = Path(__file__).parent / "articles"


def parts(article):
    """Return every span of the article's parts, in order, without the empty ones."""
    spans = [
        article.headline_span,
        article.dateline_span,
        article.byline_span,
        *article.paragraphs,
        *article.boilerplate,
    ]
    return sorted((span for span in spans if span), key=lambda span: span.start)


def assert_partition(article):
    position = 0
    for span in parts(article):
        assert article.text[position : span.start].strip() == ""
        assert span.start < span.end
        position = span.end
    assert article.text[position:].strip() == ""
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text
        assert any(p.start <= sentence.start and sentence.end <= p.end for p in article.paragraphs)


@given(TEXTS)
def test_every_character_belongs_to_one_part(text):
    article = Article.parse(text)
    assert article.text == text
    assert_partition(article)
    assert bool(article.sentences) == bool(text.strip()) or article.boilerplate or article.byline


def test_the_ministers_visit():
    article = Article.parse((FOLDER / "iran_ict_minister_iraq.txt").read_text(encoding="utf-8"))
    assert article.headline == "Iran's ICT Min:"
    assert article.dateline == "Iran PressWest Asia:"
    assert [span.of(article.text) for span in article.boilerplate] == [
        "Read more:",
        "Iran's Minister of ICT arrives in Iraqi capital",
    ]
    assert article.sentences[1].text.startswith("Issa Zarepour said on Monday:")
    assert len(article.sentences) == len(article.paragraphs) == 10
    assert_partition(article)


def test_from_parts():
    article = Article(headline="Talks resume", body="Talks resumed. They go on.\n\nRead more: Oil falls")
    assert article.text == "Talks resume\n\nTalks resumed. They go on.\n\nRead more: Oil falls"
    assert article.headline == "Talks resume"
    assert [s.text for s in article.sentences] == ["Talks resumed.", "They go on."]
    assert Article(body="Talks resume").headline == ""
    assert_partition(article)


def test_wrong_input_is_refused():
    with pytest.raises(TypeError, match="text must be str, got bytes"):
        Article.parse(b"text")
    with pytest.raises(TypeError, match="headline must be str, got int"):
        Article(headline=3)

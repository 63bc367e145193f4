"""Articles: parts in the forms of real outlets, no character lost, unusual input."""

import pickle
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given

from newsnlp import Article, SentenceSplitter, Span
from tests.articles import FOLDER
from tests.articles.test_sentences import TEXTS


def parts(article):
    """Return every span of the article's parts but its asides, in order, without the empty ones."""
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
    paragraphs = iter(article.paragraphs)
    paragraph = Span(0, 0)
    for part in sorted([*article.sentences, *article.asides], key=lambda part: part.start):
        while part.start >= paragraph.end:
            assert article.text[position : paragraph.end].strip() == "" or not paragraph
            paragraph = next(paragraphs)
            position = paragraph.start
        assert paragraph.start <= part.start < part.end <= paragraph.end
        assert article.text[position : part.start].strip() == ""
        position = part.end
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text


@given(TEXTS)
def test_every_character_belongs_to_one_part(text):
    article = Article.parse(text)
    assert article.text == text
    assert_partition(article)
    assert bool(article.sentences) or not any(character.isalnum() for character in text)


# file: (headline, dateline, byline, how each boilerplate part begins, how each body sentence begins)
FORMS = {
    "iran_ict_minister_iraq": (
        "Iran's ICT Min:",
        "Iran PressWest Asia:",
        "",
        ["Read more:", "Iran's Minister of ICT arrives"],
        [
            "Iran's Minister",
            "Issa Zarepour",
            "He added",
            "Minister of",
            "According to him",
            "Zarepour stated",
            "Iran's Minister",
            "Upon arrival",
            "Meeting with",
            "The Minister",
        ],
    ),
    "reuters": (
        "Port strike enters third week as talks stall",
        "HARBOURTON, Nov 23 (Reuters) -",
        "By Jane Roe and John Doe",
        ["(Additional reporting by Max Loe", "Our Standards"],
        [
            "Dock workers",
            "The union",
            "Operators",
            '"We are ready',
            '"They know',
            "Grain prices",
            "Coe & Co. Ltd., the",
        ],
    ),
    "hard_wrapped": (
        "Lake towns brace for the highest water in forty years",
        "MILLBROOK, Ore. (AP) —",
        "",
        [],
        ["Towns along", "Mayor P. J.", "Most had", '"We learned', "The dam", "They opened"],
    ),
    "capitals_wire": (
        "CENTRAL BANK RAISES ITS KEY RATE",
        "CAPITAL CITY, NOV 23 -",
        "",
        ["URGENT"],
        ["THE CENTRAL BANK RAISED", "THE CURRENCY", "GOV. ROE TOLD", "MR. DOE OF"],
    ),
    "web_page": (
        "Glacier loses a tenth of its ice in two summers",
        "",
        "Jane Roe in Bern",
        [
            "Home >",
            "Thu 23",
            "Last modified",
            "Share",
            "Tweet",
            "5 min",
            "The tongue of the glacier",
            "Advertisement",
            "Read more:",
            "Why the Alps",
            "How a village",
            "Sign up",
            "Topics:",
            "© 2023",
        ],
        ["Switzerland's", '"It is a catastrophe', "Follow the edge", "The loss", "Subscribers of"],
    ),
    "colon_dateline": (
        "Ministers agree on joint water plan",
        "DUBAI:",
        "",
        ["RELATED: Drought"],
        ["Ministers of six", "The plan", "“Water knows"],
    ),
    "cnn_page": (
        "",
        "Example Springs, Colorado (CNN)",
        "",
        ["Editor's note:", "Watch the judge", "CNN's John Doe", "E-mail to a friend", "All About", "Copyright 2009"],
        ["A court", "It must", "(CNN's report", "The ruling", "E-mail to the court"],
    ),
    "transcript": (
        "",
        "",
        "",
        ["THIS IS A RUSH", "(BEGIN", "(END", "(CROSSTALK)"],
        [
            "JANE ROE, HOST: Good",
            "We begin",
            "UNIDENTIFIED MALE:",
            "Never.",
            "ROE: That was Ed Orr in Millbrook.",
            "John, what",
            "JOHN DOE, CORRESPONDENT: Well, Jane, the rain ... it",
            "The river",
            "ROE: Thank",
        ],
    ),
    "live_blog": (
        "Election night live: polls close in the capital",
        "",
        "",
        ["10:32", "10:15", "09:58"],
        ["Polls", "Counting", '"A calm', "More soon."],
    ),
    "press_release": (
        "Senators Introduce Bill to Map Rural Broadband",
        "WASHINGTON, D.C. –",
        "",
        ["FOR IMMEDIATE", "Contact:", "Click here", "###"],
        ["Today, Sens. John Doe (D-Ore.) and", "The bill", "“You cannot"],
    ),
    "table_and_list": (
        "Results of the national league",
        "",
        "",
        [],
        [
            "Team",
            "Harbourton  12",
            "Millbrook",
            "Eastport",
            "What",
            "Harbourton lead",
            "They",
        ],
    ),
    "persian": (
        "وزیر ارتباطات وارد بغداد شد",
        "تهران - ایرنا -",
        "",
        ["بیشتر بخوانید:", "گفت‌وگوی"],
        ["وزیر", "او با", "آیا", "هنوز"],
    ),
    "arabic": ("العراق وإيران يوقعان مذكرة تفاهم", "بغداد (رويترز) -", "", ["اقرأ", "أسعار"], ["وقع", "ولم"]),
    "chinese": (
        "两国签署通信合作协议",
        "新华社巴格达11月23日电（记者李明）",
        "",
        ["阅读更多：", "油价上涨"],
        ["两国周一", "部长说：“这是一个好的开始。”", "协议"],
    ),
    "no_sentence_end": ("Storm closes three airports", "", "", [], ["Trains", "Two"]),
}
# file: how each aside begins
ASIDES = {
    "web_page": ["Scientists say"],
    "live_blog": ["• Turnout", "• Two", "• Rain"],
    "table_and_list": ["1. Har", "2. Mill", "3. Nob"],
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_of_real_outlets(name):
    article = Article.parse((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    headline, dateline, byline, boilerplate, sentences = FORMS[name]
    assert (article.headline, article.dateline, article.byline) == (headline, dateline, byline)
    found = [span.of(article.text) for span in article.boilerplate]
    assert len(found) == len(boilerplate)
    assert all(part.startswith(start) for part, start in zip(found, boilerplate, strict=True))
    assert len(article.sentences) == len(sentences)
    assert all(s.text.startswith(start) for s, start in zip(article.sentences, sentences, strict=True))
    asides = [span.of(article.text) for span in article.asides]
    assert all(part.startswith(start) for part, start in zip(asides, ASIDES.get(name, []), strict=True))
    assert_partition(article)


def test_every_form_is_held_against_a_file():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(FORMS)


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


@pytest.mark.parametrize(
    "line", ["Who will win?", "He won. Now he pays", "Iran's ICT Min:", 'He says: "No deal"', "OIL: Prices fall"]
)
def test_headlines(line):
    assert Article.parse(f"{line}\n\nThe talks began.").headline == line


@pytest.mark.parametrize(
    "line",
    [
        "The talks began.",
        "Who won? Who lost? Nobody asked?",
        'He said: "No." She said: "Yes!"',
        "Why has the price of bread risen by a half in two years while that of wheat fell in every market?",
        "BAGHDAD (Reuters) - Talks go on",
        "word " * 60,
    ],
)
def test_first_lines_that_are_no_headline(line):
    assert Article.parse(f"{line}\n\nThe talks began.").headline == ""


@pytest.mark.parametrize("mark", ["...", "…", " ..."])
def test_of_two_title_lines_the_fuller_one_is_the_headline(mark):
    article = Article.parse(f"Talks resume after{mark}\n\nTalks Resume After a Year of Silence\n\nThe talks began.")
    assert article.headline == "Talks Resume After a Year of Silence"
    assert [span.of(article.text) for span in article.boilerplate] == [f"Talks resume after{mark}"]
    article = Article.parse(f"Talks resume after{mark}\n\nTalks resumed.\n\nThey go on.")
    assert (article.headline, len(article.sentences)) == (f"Talks resume after{mark}", 2)


@pytest.mark.parametrize(("length", "is_headline"), [(90, True), (91, False)])
def test_a_question_of_at_most_90_characters_is_a_headline(length, is_headline):
    line = "Why do the talks go on " + "a" * (length - 24) + "?"
    assert len(line) == length
    assert Article.parse(f"{line}\n\nThe talks began.").headline == (line if is_headline else "")


def test_a_headline_alone_is_the_body():
    article = Article.parse("Talks resume")
    assert (article.headline, [s.text for s in article.sentences]) == ("", ["Talks resume"])
    article = Article.parse("Talks resume\n\nRead more: Oil falls")
    assert (article.headline, [s.text for s in article.sentences]) == ("", ["Talks resume"])
    for text in ("Read more: Oil falls", "By Jane Roe", "DUBAI:", "x", "###\n\nShare\n\nSubscribe now!"):
        article = Article.parse(text)
        assert article.sentences
        assert_partition(article)
    assert Article.parse(" \n ").sentences == Article.parse("").paragraphs == ()


def test_a_splitter_of_the_user():
    article = Article.parse("One\ntwo. Three.", splitter=SentenceSplitter(line_breaks="space"))
    assert [s.text for s in article.sentences] == ["One\ntwo.", "Three."]
    article = Article(body="One. Two.", splitter=lambda text: [text])
    assert [s.text for s in article.sentences] == ["One. Two."]


def test_articles_are_frozen_equal_and_pickle():
    article = Article.parse("Talks resume\n\nThey began.")
    assert pickle.loads(pickle.dumps(article)) == article == Article("Talks resume", "They began.")
    assert hash(article) == hash(Article.parse("Talks resume\n\nThey began."))
    assert article != "Talks resume"
    with pytest.raises(FrozenInstanceError):
        article.text = ""
    with pytest.raises(FrozenInstanceError):
        del article.text


@pytest.mark.parametrize(
    "text",
    [
        "word " * 1_000_000,
        "He left. " * 100_000,
        "He left.\n\n" * 100_000,
        "Read more:\n\n" * 20_000,
        "(" * 100_000,
        "A " * 100_000,
        "BY " * 100_000,
        "\x00" * 1000 + "\ud800. Then\x00 more.",
        "A" * 5_000_000,
    ],
)
def test_odd_texts_are_taken_apart_in_linear_time(text):
    assert_partition(Article.parse(text))


def test_an_article_shows_itself_shortly_and_in_a_notebook_whole():
    article = Article.parse("Talks resume\n\nTalks <resumed> on Monday.\n\nRead more: Oil falls")
    assert repr(article) == "Article('Talks resume', sentences=1, characters=62)"
    assert repr(Article.parse("Rain fell.")) == "Article(sentences=1, characters=10)"
    shown = article._repr_html_()
    assert "Talks &lt;resumed&gt; on Monday." in shown
    assert '<span class="aside">Read more: Oil falls</span>' in shown

"""Articles: the parts of real outlets' forms, nothing lost, odd input."""

import pickle
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given

from newsnlp import Article, SentenceSplitter, Span
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
    paragraphs = iter(article.paragraphs)
    paragraph = Span(0, 0)
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text
        while sentence.start >= paragraph.end:
            paragraph = next(paragraphs)
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end


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
        ["Scientists say", "Switzerland's", '"It is a catastrophe', "Follow the edge", "The loss", "Subscribers of"],
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
        ["Polls", "Counting", "• Turnout", "• Two", "• Rain", '"A calm', "More soon."],
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
            "1. Har",
            "2. Mill",
            "3. Nob",
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


DATELINES = [
    "BAGHDAD (Reuters) - ",
    "BAGHDAD (Reuters)- ",
    "(CNN) -- ",
    "(CNN)",
    "(AP) — ",
    "WASHINGTON, Nov 23 (AP) — ",
    "Ol Pejeta Conservancy, Kenya (CNN)",
    "Port-au-Prince, Haiti (CNN)  -- ",
    "BEIJING, Nov. 23 (Xinhua) -- ",
    "MOSCOW, May 5. /TASS/. ",
    "TEHRAN, Young Journalists Club (YJC) - ",
    "LOS ANGELES/NEW YORK (Reuters) - ",
    "GENEVA, 3 May 2023 – ",
    "Geneva, 3 May 2023 – ",
    "MEXICO CITY — ",
    "WASHINGTON, D.C. – ",
    "WHITE HOUSE— ",
    "DERA ISMAIL KHAN, Pakistan: ",
    "(Some Magazine) -- ",
    "Taipei, Taiwan — ",
    "Thursday, May 7, 2015 ",
    "BRUSSELS ",
    "AMMAN/BEIRUT ",
    "FLINT, Mich. ",
    "[State Department] ",
    "Iran PressWest Asia: ",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_datelines(dateline):
    article = Article.parse(f"Talks resume\n\n{dateline}The talks resumed on Monday. Nobody left.")
    assert article.dateline == dateline.strip()
    assert [s.text for s in article.sentences] == ["The talks resumed on Monday.", "Nobody left."]
    assert_partition(article)


PROSE = [
    "ABS-CBN Corporation is the largest broadcaster.",
    "IBM said it would buy the firm.",
    "NATO Secretary General Roe spoke.",
    "UNICEF The agency said so.",
    "Apple - the company - fell.",
    "Copyright law protects the owner of a picture.",
    "Follow the standard outline of the law.",
    "Share prices fell by a tenth.",
    "Print sales fell; comments on them rose.",
    "E-mail for the mayor went unanswered.",
    "Photos from the scene showed damaged cars.",
    "Images by the dozen were posted.",
    "Source code was published on Monday.",
    "Reporting on the war has become harder.",
    "Editing the text took a year.",
    "Subscribers left in their thousands.",
    "Like many on Twitter, he doubted it.",
    "Related industries suffered as well.",
    "Read the law before you vote on it.",
    "More of the same followed.",
    "Watch dealers say that sales are down.",
    "Published figures show a loss of 736.3 million marks.",
    "Research by the agency has shown a decline.",
    "Support the creation of jobs, he said.",
    "Download the app, open it up, and search for a crossing.",
    "Contact with the crew was lost at 5:30 a.m.",
    "By Monday the water had fallen.",
    "Advertisement revenue fell.",
    "Live music returned to the square.",
    "Analysis of the data took months.",
    "He posted it on Facebook.",
    "The minister, who contributed to this report of the bank, resigned.",
]


@pytest.mark.parametrize("sentence", PROSE)
def test_plain_sentences_stay_in_the_body(sentence):
    article = Article.parse(f"Talks resume\n\nThey began on Monday.\n\n{sentence}\n\nNobody left.")
    assert [s.text for s in article.sentences] == ["They began on Monday.", sentence, "Nobody left."]
    alone = Article.parse(sentence)
    assert [s.text for s in alone.sentences] == [sentence]


LINES = [
    "© 2023 Example News",
    "Copyright Health Magazine 2009",
    "All rights reserved.",
    "CNN's Jane Roe and John Doe contributed to this report.",
    "(Reporting by Jane Roe; Editing by John Doe)",
    "Photo: Jane Roe/AFP",
    "Photo by Jane Roe",
    "The bridge on Monday. (Jane Roe/Reuters)",
    "Image: Getty Images",
    "Subscribe now!",
    "Sign up for our newsletter",
    "Follow @example on Twitter",
    "Follow Jane Roe on Twitter.",
    "Click here to watch the video.",
    "To watch the hearing, click here.",
    "Share | Tweet | Email",
    "Share on Facebook",
    "12 comments",
    "Read more: Oil falls",
    "RELATED: Who will lead the talks?",
    "See also: Oil falls",
    "Story continues below",
    "Last updated 10:32 GMT, 23 November 2023",
    "Nov. 23, 2023, 10:32 a.m. ET",
    "3 min read",
    "Tags: oil, gas",
    "Editor's note: Jane Roe is a lawyer.",
    "The opinions expressed in this commentary are solely those of Jane Roe.",
    "https://example.com/a/b",
    "($1 = 0.9047 euros)",
    "(1 euro = $1.10)",
    "###",
    "* * *",
]


@pytest.mark.parametrize("line", LINES)
def test_boilerplate_is_set_aside(line):
    article = Article.parse(f"Talks resume\n\nThey began on Monday.\n\n{line}\n\nNobody left.")
    assert [span.of(article.text) for span in article.boilerplate] == [line]
    assert [s.text for s in article.sentences] == ["They began on Monday.", "Nobody left."]


def test_links_at_the_end_of_a_paragraph():
    article = Article.parse(
        'He left.\n\nHe ran. "Good," she said. Watch him leave »\n\nHe said: «No.»\n\nSee the map »'
    )
    assert [span.of(article.text) for span in article.boilerplate] == ["Watch him leave »", "See the map »"]
    assert [s.text for s in article.sentences] == ["He left.", "He ran.", '"Good," she said.', "He said: «No.»"]


@pytest.mark.parametrize("line", ["Who will win?", "He won. Now he pays", "Iran's ICT Min:", 'He says: "No deal"'])
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


def test_a_headline_that_is_repeated_is_set_aside():
    article = Article.parse("Talks Resume\n\nf\n\nt\n\nTALKS RESUME\n\nThe talks began.")
    assert [span.of(article.text) for span in article.boilerplate] == ["f", "t", "TALKS RESUME"]
    assert [s.text for s in article.sentences] == ["The talks began."]


def test_links_end_where_prose_begins():
    article = Article.parse("Talks resume\n\nRead more:\n\nOil falls\n\nGas rises\n\nThe talks began.\n\nNobody left")
    assert [span.of(article.text) for span in article.boilerplate] == ["Read more:", "Oil falls", "Gas rises"]
    assert [s.text for s in article.sentences] == ["The talks began.", "Nobody left"]


def test_a_splitter_of_the_user():
    article = Article.parse("One\ntwo. Three.", splitter=SentenceSplitter(line_breaks="space"))
    assert [s.text for s in article.sentences] == ["One\ntwo.", "Three."]
    article = Article(body="One. Two.", splitter=lambda text: [text])
    assert [s.text for s in article.sentences] == ["One. Two."]


def test_articles_are_frozen_equal_and_pickle():
    article = Article.parse("Talks resume\n\nThey began.")
    assert pickle.loads(pickle.dumps(article)) == article == Article("Talks resume", "They began.")
    with pytest.raises(FrozenInstanceError):
        article.text = ""


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


PAGE = """<html><head><title>Port strike enters third week</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Port strike enters third week</h1><p>Dock workers voted on Thursday to extend their strike into a third
week after talks with the operators broke down.</p><p>"We are ready to meet at any hour," said Ana Poe, who leads the
union. Grain prices rose 2.4% on the news, and traders expect more of the same in the weeks ahead.</p>
<p>Read more: <a href="x">Oil falls</a></p></article><footer>Imprint</footer></body></html>"""


def test_from_html():
    pytest.importorskip("trafilatura", reason="needs the extra html")
    article = Article.from_html(PAGE)
    assert article.headline == "Port strike enters third week"
    assert [s.text.split()[0] for s in article.sentences] == ["Dock", '"We', "Grain"]
    assert [span.of(article.text) for span in article.boilerplate] == ["Read more: Oil falls"]
    assert Article.from_html("<html></html>").text == ""


def test_from_html_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ImportError, match=r"needs trafilatura; install it with: pip install 'newsnlp\[html\]'"):
        Article.from_html(PAGE)


def test_an_article_shows_itself_shortly_and_in_a_notebook_whole():
    article = Article.parse("Talks resume\n\nTalks <resumed> on Monday.\n\nRead more: Oil falls")
    assert repr(article) == "Article('Talks resume', sentences=1, characters=62)"
    assert repr(Article.parse("Rain fell.")) == "Article(sentences=1, characters=10)"
    shown = article._repr_html_()
    assert "Talks &lt;resumed&gt; on Monday." in shown
    assert '<span class="aside">Read more: Oil falls</span>' in shown

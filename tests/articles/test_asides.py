"""Asides: parts of the body that are not sentences, and sentences that only look like asides."""

import pytest

from newsnlp import Article, SentenceSplitter

TEXT = (
    "Talks resume\n\nThe talks began on Monday. Nobody left.\n\n{}\n\nThey go on in May, it was said.\n\n"
    "The end is open."
)
SENTENCES = ["The talks began on Monday.", "Nobody left.", "They go on in May, it was said.", "The end is open."]

ASIDES = [
    "What the ministers want",  # a sub-heading
    "What happens next?",
    "KEY DATES",
    "These are the points:",
    "• The treaty is to be signed in June.",
    "- The treaty is to be signed in June.",
    "-- The treaty is to be signed in June.",
    "2. The treaty is to be signed in June.",
    "The ministers shake hands before the talks .",  # a caption with a blank before its full stop
    "The foreign minister (left) with her colleague before the talks.",
    "Pictured: The foreign minister before the talks.",
    "The ministers before the talks (Jane Roe/Getty Images) in Bern.",
    "Jane RoeImage: John Doe.",
    "In this file photo the ministers shake hands.",
    "Write to the desk at news@example.com.",
    "The text is at www.example.com.",
    "Scroll down for the pictures.",
    "Follow her on the networks.",
    "Please bookmark this page and sign up for our daily newsletter here.",
    "Get the best of the Example to your inbox.",
    "There was an error processing your subscription.",
    "The Example may earn a small commission from what you buy here.",
    "All products are independently selected.",
    "Copyright ⓒ Example News.",
    "… keep reading.",
    "Do you have a story to tell?",
    "Be sure to visit the Example on Facebook.",
    "This article was originally published in the Example.",
]


def body(line, **settings):
    article = Article.parse(TEXT.format(line), **settings)
    return [s.text for s in article.sentences], [span.of(article.text) for span in article.asides]


@pytest.mark.parametrize("line", ASIDES)
def test_asides_are_no_sentences(line):
    sentences, asides = body(line)
    assert [s for s in sentences if s not in SENTENCES] == []
    assert " ".join(asides) == line


PROSE = [
    "The treaty is to be signed in June.",
    "The minister turned left.",
    "The left (and the right) voted for it.",
    "He asked what would happen next, and who would pay for it all?",
    "The company runs example.com, a site for the ministers of the two countries and for all others who want to "
    "read the treaty before it is signed at www.example.com in June of the year.",
    "The photo of the two ministers was taken on Monday.",
    "Some 2 or 3 of them left.",
    "The commission may receive the report of the independently elected members in May.",
    "Few subscribe to the view that the parties will sign up to the treaty.",
    "Jane Roe is a minister of the party.",
]


@pytest.mark.parametrize("line", PROSE)
def test_plain_sentences_are_no_asides(line):
    sentences, asides = body(line)
    assert sentences == [*SENTENCES[:2], line, *SENTENCES[2:]]
    assert asides == []


@pytest.mark.parametrize(
    "line",
    [
        "The Example's Jane Roe and John Doe contributed to this report from Bern.",
        "Jane Roe is a politics reporter for the Example.",
        "John Doe is the author of three novels.",
    ],
)
def test_the_writers_are_introduced_at_the_end(line):
    article = Article.parse(f"Talks resume\n\nThe talks began on Monday.\n\nNobody left.\n\n{line}")
    assert [s.text for s in article.sentences] == ["The talks began on Monday.", "Nobody left."]


def test_a_caption_within_a_paragraph_is_set_apart():
    text = "The talks began on Monday. The ministers shake hands . They go on in May. Nobody left."
    article = Article.parse(text)
    assert [span.of(text) for span in article.asides] == ["The ministers shake hands ."]
    assert len(article.sentences) == 3
    glued = Article.parse("The talks began on Monday. CLICK HERE FOR MORE NEWS OF THEM. Nobody left.")
    assert [s.text for s in glued.sentences] == ["The talks began on Monday.", "Nobody left."]
    apart = "the talks began on monday . the ministers shake hands . they go on in may ."
    assert len(Article.parse(apart).sentences) == 3  # text cut into tokens


def test_text_of_another_kind_keeps_its_lines():
    rows = "Net 16 million\n\nSales 20 million\n\nShares 5 million"
    assert len(Article(body=rows).sentences) == 3  # nothing ends with a mark
    listed = "- The treaty is signed.\n\n- Nobody left.\n\n- They go on."
    assert len(Article(body=listed).sentences) == 3  # everything is a list


def test_a_splitter_of_the_user_reads_what_is_no_aside():
    sentences, asides = body("• The treaty", splitter=SentenceSplitter(tokenizer=lambda text: [text]))
    assert sentences == ["The talks began on Monday. Nobody left.", *SENTENCES[2:]]
    assert asides == ["• The treaty"]

"""Boilerplate: lines of many outlets are set aside, and no plain sentence is."""

import pytest

from newsnlp import Article

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
    "___",
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


def test_a_headline_that_is_repeated_is_set_aside():
    article = Article.parse("Talks Resume\n\nf\n\nt\n\nTALKS RESUME\n\nThe talks began.")
    assert [span.of(article.text) for span in article.boilerplate] == ["f", "t", "TALKS RESUME"]
    assert [s.text for s in article.sentences] == ["The talks began."]


def test_links_end_where_prose_begins():
    article = Article.parse("Talks resume\n\nRead more:\n\nOil falls\n\nGas rises\n\nThe talks began.\n\nNobody left")
    assert [span.of(article.text) for span in article.boilerplate] == ["Read more:", "Oil falls", "Gas rises"]
    assert [s.text for s in article.sentences] == ["The talks began.", "Nobody left"]

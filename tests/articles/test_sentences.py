"""Sentences: hand-checked cases, properties, agreement with the naive twin, tokenizers in its place."""

import pickle
import re
import textwrap

import nltk
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktParameters, save_punkt_params

from newsnlp import Article, Sentence, SentenceSplitter, _core, split_sentences
from tests.reference import sentences as twin
from tests.reference.paragraphs import paragraphs

# " | " marks where a sentence ends and the next one starts; "|" alone if no blank is between them.
CASES = {
    "titles": "Mr. Roe met Dr. A. B. Poe and Gen. Coe. | They spoke with Sen. Doe (D., Calif.) in St. Louis.",
    "companies": "Acme Inc. and Roe & Co. sued Poe Corp. Chairman Jan Doe. | The suit names Coe Ltd. | It is new.",
    "company as subject before": "He left Acme Inc. | Terms weren't disclosed.",
    "acronyms": "The EU-U.S. Senate group met the U.N. envoy. | He flew to the U.S. | The talks failed.",
    "offices": "He met former U.S. Rep. Jan Roe and U.S. Sen. Doe. | The U.S. No. 1 lost in the U.S. | Nobody saw it.",
    "hyphens": "It is A-U-K-U-S. | So ARPA-H. | He left in mid-Nov. 2020.",
    "resolutions": "They passed H.Con.Res. 7. | It ended at 2:45 P.M. CVT. | It began in World War I. | Then II.",
    "editors": '"It is so[.]" | She left. | (It is here. ) | That is … hang on … all.',
    "camel case": "It fell. | iPhone sales rose. | eBay gained.",
    "cut into tokens": "she lives in san jose , calif. , where it is warm . | it aired on jan. 31, 2016 ! ! | fine .",
    "stray stops": "It fell.  . | Then it rose. . | 'Why?' | But Mr. Roe asked: 'Who?'",
    "clock": "At 5 a.m. Mr. Roe left. | It closed at 6 p.m. | Mr. Poe left at 9 p.m. CT Monday and 8 p.m. May 3.",
    "months and numbers": "On Nov. 23 No. 5 lost, see p. 12. | It was in Oct. | The answer is no. | Nobody knew.",
    "states": "He is ill. | Doctors in Springfield, Ill. declined to speak.",
    "initials": "J. K. Roe and John F. Doe wrote it. | So did you and I. | Was it fun?",
    "quotes": 'He said: "Go." | "No!" | “Why?” she asked. | \'Fine.\' | They left.',
    "attribution": '"Why now?" Mr. Roe asks. | "Stop!" John shouted. | "Who?" | The crowd waited.',
    "signed quotations": '"It rained." - Jane Roe, 1999. | "Go." | — "No." | He left. | - Nobody knew.',
    "brackets": "It fell (The bank had said so.) by half. | (Nobody knew.) | It rose [sic]. | Then it fell.",
    "ellipses": "Well ... maybe. | I never meant that.... | She left. | He paused… | Then he spoke. | But . . . no.",
    "left out": '"The plan [...] was sound [...]" (Roe 5). | [...] The end (...) is near. | He wins (?) again.',
    "marks alone": "\"... He did,\" she said. | '...And I?' | He left. | Who won? »",
    "strong marks": "What?! | Really?? | Yes!! | Yahoo! Inc. rose.",
    "addresses": "Write to Jane.Doe@example.com. | See https://example.com/a.b?c=D. | Use Node.js 5.2. | Or Node.Js.",
    "missing blanks": 'It passed.|The minister left.|"Good," he said. | He paid 5.5 in 2020.|The rest went.',
    "missing blanks after two stops": "He saw Paris..|Mary left.",
    "references": "It rose in 2014. [1] [2] | It fell in 2015.[3] | He left.",
    "lists": "1. The first item | 2. The second item | 3. The last",
    "bracket lists": "a) Buy bread. | b) Sell milk.",
    "bullets": "• First point | • Second point. | • Third",
    "datelines": "WASHINGTON, D.C. – The vote passed. | KYIV, Nov. 23 (AP) — It rained.",
    "credits": "The bridge after the storm | Photo: Jane Roe. | It was closed.",
    "dash after stop": "The plan failed. | — Nobody said why.",
    "apart": "the plan failed . | `` nobody said why . '' | it rained .",
    "capitals": "THE FED RAISED ITS RATE. | THE DOLLAR ROSE AGAINST THE YEN. | MR. ROE SOLD.",
    "chinese": "他来了。|我走了！|“真的吗？”|他问道。|价格上涨3.5。",
    "japanese": "「行く。」と彼は言った。|本当に？|はい。",
    "persian": "او رفت. | آیا آمد؟ | بله! | د. رضایی گفت؛ خیر.",
    "arabic without blank": "هل جاء؟|نعم.",
    "urdu and hindi": "وہ آیا۔ | वह गया। | फिर आया।",
    "armenian": "Նա գնաց։ | Նա եկավ։",
    "titles of envoys": "The envoy met H.E. Ms. Roe and H.R.H. Prince Doe. | They left.",
    "volumes": "See Vol. I and vol. XII of it. | He said no. | I left.",
    "names with marks": "She joined E! Network in May. | The VW ID. Buzz sold well. | He lost his ID. | The rest went.",
    "titles in quotes": 'The ad "Meth. We are on it" failed. | Is it "can" or "should". | He said: "No. | We will."',
    "glued after quotes": 'He said "go."|She left. | “Go.”|He left. | He asked: "Why?"|Nobody knew.',
    "glued after abbreviations": "He left Acme corp.The vote passed. | It ended.|The vote passed.",
    "surrogates and zero bytes": "A \ud800 came. | B\x00 left.",
}


def parse_case(marked):
    """Return (text, spans) of a marked case."""
    text, spans = "", []
    for piece in re.split(r"(\|)", marked):
        glued = piece.strip(" ")
        if glued == "|":
            continue
        gap = " " if text and piece.startswith(" ") else ""
        text += gap + glued
        spans.append((len(text) - len(glued), len(text)))
    return text, spans


@pytest.mark.parametrize("name", CASES)
def test_hand_checked(name):
    text, spans = parse_case(CASES[name])
    assert [(s.start, s.end) for s in split_sentences(text)] == spans
    assert twin.sentences(text) == spans


MARKS = [*" .!?…\n\r\"'”’“([)]-—•,:;/@&$。」؟\u2028\x85\x00", "\n\n", " . . .", "...", "1.", "2)", "a.", "[1]"]
WORDS = [
    "the",
    "The",
    "He",
    "Mr",
    "U.S",
    "U.S.",
    "Inc",
    "p.m",
    "Nov",
    "No",
    "I",
    "said",
    "asks",
    "Photo:",
    "A",
    "B",
    "e.g",
]
OTHERS = [
    "word",
    "WORD",
    "Yahoo",
    "她",
    "の",
    "سلام",
    "Ж",
    "ß",
    "\ud800",
    "😀",
    "5",
    "3.5",
    "time",
    "has",
    "At",
    "1",
    "2",
]
PIECES = st.sampled_from([*MARKS, *WORDS, *OTHERS])
TEXTS = st.lists(PIECES | st.characters(), max_size=60).map("".join)
MODES = st.sampled_from(["auto", "sentence", "space"])


@given(TEXTS, MODES)
def test_agrees_with_the_naive_twin(text, mode):
    assert list(map(tuple, _core.paragraph_offsets(text, mode).tolist())) == paragraphs(text, mode)
    assert list(map(tuple, _core.sentence_offsets(text, mode).tolist())) == twin.sentences(text, mode)


@given(TEXTS, MODES)
def test_sentences_cover_the_text_in_order_without_overlap(text, mode):
    position = 0
    for sentence in SentenceSplitter(line_breaks=mode).split(text):
        assert text[position : sentence.start].strip() == ""
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text == sentence.text.strip() != ""
        position = sentence.end
    assert text[position:].strip() == ""


@given(TEXTS)
def test_a_blank_line_always_ends_a_sentence(text):
    for sentence in split_sentences(text):
        assert not re.search(r"\n[^\S\n]*\n", sentence.text)


@given(TEXTS)
def test_without_wrapping_every_line_is_read_on_its_own(text):
    ends = {s.end for s in SentenceSplitter(line_breaks="sentence").split(text)}
    lines = re.finditer(r"[^\n\x0b\x0c\r\x85\u2028\u2029]+", text)
    assert {m.start() + len(m[0].rstrip()) for m in lines if m[0].strip()} <= ends


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The talks between the ministers of the two countries ended in the\ncapital of Iraq.", 1),
        ("Deals of many kinds, and insider trading,\nthe court said.", 1),
        ("Pakistan\n's army moved.", 1),
        ("eggs\nmilk\nbread", 3),
        ("The talks ended.\nnobody left.", 2),
        ("The talks ended in the capital.\nThey left.", 2),
    ],
)
def test_a_line_that_goes_on_in_lower_case(text, count):
    assert len(split_sentences(text)) == count
    assert len(SentenceSplitter(line_breaks="sentence").split(text)) == text.count("\n") + 1


PROSE = (
    "The minister of information said on Monday that the two countries would extend their agreement by a year. He met "
    'his counterpart from Acme Inc. in Baghdad; "We hope," he said, "that it will last." The talks began at 5 p.m. '
    "in the old town. Nobody expected much of them. Prices of oil and gas fell by a tenth after the announcement, "
    "which came as a surprise to most of the analysts who follow the market."
)


@pytest.mark.parametrize("width", [40, 65, 72, 100])
@pytest.mark.parametrize("parting", ["\n\n", "\n", "\n    "])
def test_hard_wrapped_prose_has_the_sentences_of_the_unwrapped(width, parting):
    paragraphs = [PROSE, PROSE.replace("minister", "chairman of the committee"), PROSE[:150] + "."]
    wrapped = parting.join(textwrap.fill(p, width) for p in paragraphs)
    expected = [s.text for p in paragraphs for s in split_sentences(p)]
    found = [" ".join(s.text.split()) for s in split_sentences(wrapped)]
    if parting == "\n":  # a full last line may be wrapped, but sentences end there anyway
        assert set(expected) <= set(found)
    else:
        assert found == expected


def test_single_line_breaks_end_sentences_in_text_that_is_not_wrapped():
    text = "Oil falls on supply fears\n" + PROSE + "\nShares slip\n" + PROSE
    assert split_sentences(text)[0].text == "Oil falls on supply fears"
    assert [s.text for s in SentenceSplitter(line_breaks="space").split("One line\nand another.")] == [
        "One line\nand another."
    ]
    assert len(SentenceSplitter(line_breaks="sentence").split("a line of some length that goes\non in lower case")) == 2


WRAPPED_LEADS = [
    # the last word must be followed by something
    "Lakeside Milling Co agreed to buy the\nNorthern Grain Trust of Millbrook for 40 mln dlrs in cash, the\ntwo said.",
    # "said" tells of a statement
    "Finance Minister Jane Roe said Port\nHarbourton would have a second quay by the end of the year\nand more.",
    # an article begins the line
    "The new chairman of the Lake\nHarbour Board, John Doe, has written to the minister about the\nquay.",
    # a number goes on
    "Lakeside Milling Co has bid\n1,250 francs a share for the mills of Roe and Doe, which have\nlong been for sale.",
    # part of a company's name goes on
    "Coe Brothers Shipping and Trading\nInc has ordered two ferries for the lake from a yard in the\nsouth.",
    # a nearly full line in the middle
    "Ferries stopped for a third day on the western side of the long\nlake, which the harbour board and the union of\n"
    "Harbourton had hoped to avoid, and which the towns there fear.",
]


@pytest.mark.parametrize("lead", WRAPPED_LEADS)
def test_wrapped_prose_goes_on_after_a_short_line_that_breaks_off(lead):
    rest = [
        "The mills have stood empty for a year, since the last of the\nmillers left.",
        "Nobody knew what would come.",
    ]
    text = f"{lead}\n{' '.join(rest)}"
    assert [s.text for s in split_sentences(text)] == [lead, *rest]
    assert SentenceSplitter(line_breaks="sentence").split(text)[0].text != lead


@pytest.mark.parametrize("title", ["Lakeside Milling to buy northern rival", "Two mills to close, union says"])
def test_a_title_right_above_wrapped_prose_stays_apart(title):
    prose = WRAPPED_LEADS[0]
    assert [s.text for s in split_sentences(f"{title}\n{prose}")] == [title, prose]


def test_bullets_and_indents_start_anew_in_wrapped_text():
    text = (
        "The committee agreed on these measures for the coming year and\npublished them at once on its pages:\n"
        "- a levy on the import of all goods which are made abroad and\nsold at home\n- a tax\n"
    )
    assert [s.text[:6] for s in split_sentences(text)] == ["The co", "- a le", "- a ta"]


def test_abbreviations_of_the_user():
    text = "The Dipl.-Ing. Roe came. Approp. measures followed."
    assert len(split_sentences("He cited Approp. Smith agreed.")) == 2
    splitter = SentenceSplitter(abbreviations=["Approp.", "dipl.-ing"])
    assert [s.text for s in splitter.split("He cited Approp. Smith agreed.")] == ["He cited Approp. Smith agreed."]
    assert [s.text for s in splitter.split(text)] == ["The Dipl.-Ing. Roe came.", "Approp. measures followed."]
    assert twin.sentences(text, abbreviations=splitter.abbreviations) == [(0, 24), (25, len(text))]


class SpanTokenizer:
    def span_tokenize(self, text):
        return [(m.start(), m.end()) for m in re.finditer(r"\S[^.]*\.?", text)]


def test_tokenizers_take_the_place_of_the_rules():
    text = "Mr. Roe came.\n\nHe left. Then"
    expected = [(0, 3), (4, 13), (15, 23), (24, 28)]
    for tokenizer in (
        SpanTokenizer(),
        SpanTokenizer().span_tokenize,
        lambda paragraph: [" " + piece for piece in re.findall(r"[^.]+\.?", paragraph)],
    ):
        assert [(s.start, s.end) for s in split_sentences(text, splitter=tokenizer)] == expected


def test_nltk_punkt_object():
    punkt = pytest.importorskip("nltk.tokenize.punkt").PunktSentenceTokenizer()
    assert split_sentences("It rained. It poured.", splitter=punkt) == [
        Sentence("It rained.", 0, 10),
        Sentence("It poured.", 11, 21),
    ]


def test_a_tokenizer_of_nltk_by_the_name_of_a_language(tmp_path, monkeypatch):
    monkeypatch.setattr("nltk.data.path", [*nltk.data.path, str(tmp_path)])
    with pytest.raises(LookupError, match=r"NLTK's Punkt data for 'german' are not on this machine; nltk\.download"):
        SentenceSplitter(tokenizer="german")
    parameters = PunktParameters()
    parameters.abbrev_types = {"bzw", "dr"}
    folder = tmp_path / "tokenizers" / "punkt_tab" / "german"
    folder.mkdir(parents=True)
    save_punkt_params(parameters, folder)
    text = "Der Minister bzw. Frau Dr. Kern kam. Dann fiel Regen."
    sentences = ["Der Minister bzw. Frau Dr. Kern kam.", "Dann fiel Regen."]
    splitter = SentenceSplitter(tokenizer="german")
    assert [s.text for s in splitter.split(text)] == [s.text for s in split_sentences(text, splitter="german")]
    assert [s.text for s in splitter.split(text)] == sentences
    assert [s.text for s in Article.parse(text, splitter=splitter).sentences] == sentences


def test_faults_of_a_tokenizer_are_named():
    with pytest.raises(ValueError, match=r"tokenizer returned 'other', which is not in the text from 0 on"):
        split_sentences("text", splitter=lambda text: ["other"])
    with pytest.raises(ValueError, match=r"tokenizer returned \(0, 9\), which is not a span of the text after 0"):
        split_sentences("text", splitter=lambda text: [(0, 9)])


def test_wrong_input_is_refused():
    with pytest.raises(TypeError, match="text must be str, got NoneType"):
        split_sentences(None)
    with pytest.raises(ValueError, match="`line_breaks` must be one of 'auto', 'sentence', 'space', got 'none'"):
        SentenceSplitter(line_breaks="none")
    with pytest.raises(TypeError, match="`abbreviations` must be a list of str, got 'Dr'"):
        SentenceSplitter(abbreviations="Dr")
    with pytest.raises(
        TypeError, match=r"`tokenizer` must be callable, have span_tokenize or name a language, got int"
    ):
        split_sentences("text", splitter=3)
    with pytest.raises(ValueError, match=r"ranges\[0\] lies outside the text"):
        _core.sentence_offsets_within("text", np.array([[0, 5]]))


def test_splitter_pickles_and_repeats_itself():
    splitter = pickle.loads(pickle.dumps(SentenceSplitter(line_breaks="space", abbreviations=("x",))))
    assert splitter(PROSE) == splitter.split(PROSE) == SentenceSplitter().split(PROSE)


@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", "no end", "word " * 200_000, "He left. " * 100_000, "ab\n" * 50_000, "(" * 10_000 + "a."]
    + [piece * 10_000 for piece in (".", ". ", "a.b", "“", "[1]", "1. ", "\n")],
)
def test_odd_texts_are_split_in_linear_time(text):
    assert "".join(s.text for s in split_sentences(text)).replace(" ", "") == "".join(text.split())

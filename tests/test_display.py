"""Views: marks are at their spans, text is escaped, control characters cannot control a terminal."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from newsnlp.display import html, terminal

PREDICTION = {
    "topics": ["ict"],
    "probabilities": {"diplomacy": 0.1, "ict": 0.93},
    "evidence": {
        "ict": {"terms": [{"term": "<b>", "weight": 1.5}], "sentences": [{"start": 0, "end": 5, "weight": 2.0}]}
    },
    "novelty": 0.25,
    "iptc": {},
}


class Collector(HTMLParser):
    """Collects the text, and the text under each tag, of well-nested HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.text, self.under = [], "", {}

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.handle_data("\n")
            return
        self.stack.append((tag, dict(attrs).get("class", "")))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        self.text += data
        for key in {name for pair in self.stack for name in pair}:
            self.under[key] = self.under.get(key, "") + data


def collect(fragment):
    collector = Collector()
    collector.feed(fragment)
    collector.close()
    assert not collector.stack
    return collector


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="ab <>&\"'\n\u00e9\U0001f600", max_size=30))
    bound = st.integers(0, len(text))
    pair = st.tuples(bound, bound).map(lambda b: (min(b), max(b)))
    return text, draw(st.lists(pair, max_size=4)), draw(st.lists(pair, max_size=4)), draw(st.lists(pair, max_size=4))


@given(marked_texts())
def test_marks_cover_exactly_their_spans_whatever_overlaps(case):
    text, marked, asides, underlined = case
    found = collect(html.mark_text(text, marked, asides, [(s, e, "#123456") for s, e in underlined]))
    assert found.text == text
    for key, spans in (("mark", marked), ("aside", asides), ("evidence", underlined)):
        covered = {i for start, end in spans for i in range(start, end)}
        assert found.under.get(key, "") == "".join(c for i, c in enumerate(text) if i in covered)


def test_topics_are_escaped_and_those_that_hold_stand_out():
    found = collect(html.render_topics(PREDICTION, "Chips & <script>"))
    assert "Chips & <script>" in found.text
    assert found.under["b"] == "ict"
    assert found.under["evidence"] == "Chips"
    assert "novelty 0.25" in found.text


def test_without_a_text_topics_are_shown_alone():
    found = collect(html.render_topics(PREDICTION))
    assert "text" not in found.under
    assert "evidence" not in found.under
    assert html.render_topics(PREDICTION, "Chips").startswith(html.render_topics(PREDICTION).removesuffix("</div>"))


def test_unshowable_code_points_become_replacement_characters():
    assert html.escape("a\x00b\ud800c\x1b") == "a\ufffdb\ufffdc\ufffd"


def test_page_is_one_self_contained_document_with_one_style_for_the_fragments():
    page = html.render_page([html.render_summary([{"text": "One.", "start": 0, "end": 4}])] * 3, "a < b")
    assert page.count(html.STYLE) == 1
    assert "<title>a &lt; b</title>" in page
    assert not re.search(r"(?:src|href)=", page)


def test_terminal_output_has_no_control_characters_of_the_text():
    shown = terminal.render_summary({"summary": [{"text": "red \x1b[31m alert\x07\nnext line"}]})
    assert shown == "- red \ufffd[31m alert\ufffd next line"


def test_terminal_topics_name_the_reasons_and_colour_is_asked_for():
    plain = terminal.render_topics(PREDICTION, "Chips are sold.")
    assert "* ict          0.93\n    <b> +1.50\n    +2.00 “Chips”" in plain
    assert "\033" not in plain
    assert "\033[1m" in terminal.render_topics(PREDICTION, "", colour=True)
    assert terminal.render_topics(PREDICTION | {"topics": []}).startswith("topics: none of these")

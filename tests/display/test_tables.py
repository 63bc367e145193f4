"""Tables, and what every result shows in a notebook."""

import re

import pytest

import newsnlp
from newsnlp import Article, LeadSummarizer, Story, evaluate_summaries, evaluate_topics
from newsnlp.display.tables import render_table
from tests.test_display import collect
from tests.topics.toys import toy_model

HOSTILE = "<script>alert(1)</script>"
TEXT = f"Talks on chips {HOSTILE}\n\nThe talks on chips began {HOSTILE}. Rain fell on the town."
PERSIAN = "وزیر ارتباطات ایران در بغداد\n\nوزیر ارتباطات ایران با همتای عراقی خود دیدار کرد."

LEAD = LeadSummarizer()
SHOWN = {
    "Report": lambda text: newsnlp.analyze(text),
    "TopicPrediction": lambda text: newsnlp.classify(text),
    "Summary": lambda text: newsnlp.summarize(text),
    "Article": lambda text: Article.parse(text),
    "Results": lambda text: newsnlp.analyze_many([text] * 12),
    "TopicReport": lambda text: evaluate_topics(toy_model(), [text, "chips", "talks"], [["ict"], ["ict"], []]),
    "SummaryEvaluation": lambda text: evaluate_summaries(LEAD, [(text, text)] * 3, baseline=LEAD),
    "TopicModel": lambda text: toy_model(),
    "Evidence": lambda text: toy_model().classify(text).evidence["ict"],
    "Explanation": lambda text: toy_model().explain(text)["ict"],
    "Story": lambda text: Story((Article.parse(text),)),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_every_result_shows_itself_and_no_markup_of_the_text(name):
    result = SHOWN[name](TEXT)
    assert type(result).__name__ == name
    shown = result._repr_html_()
    assert "newsnlp" in shown
    assert collect(re.sub("<style>.*?</style>", "", shown, flags=re.DOTALL)).text.strip()
    assert HOSTILE not in shown
    assert not re.search(r"(?:src|href)=", shown)
    assert len(repr(result)) < 250


@pytest.mark.parametrize("name", ["Report", "Summary", "TopicPrediction", "Results", "Story"])
def test_texts_take_their_own_direction(name):
    shown = SHOWN[name](PERSIAN)._repr_html_()
    assert re.search('dir="auto"[^>]*>(?:<li>|<mark>)*[^<]*وزیر', shown)


def test_many_results_show_the_first_ten():
    found = collect(re.sub("<style>.*?</style>", "", SHOWN["Results"](TEXT)._repr_html_(), flags=re.DOTALL))
    assert found.under["tbody"].count("Talks on chips") == 10
    assert "headline" in found.under["thead"]
    assert "url" not in found.under["thead"]  # nothing known of it


def test_showing_results_that_can_be_read_once_does_not_read_them():
    results = newsnlp.classify_many(iter(["Rain fell.", "Talks began."]))
    assert "read once" in results._repr_html_()
    assert "read once" in repr(results)
    assert len(list(results)) == 2


def test_cells_by_kind():
    shown = render_table(["a", "b", "c", "d"], [[1, 0.256, ("x", "y"), None]], title="T & t", notes=["n"])
    assert '<td class="number">1</td><td class="number">0.26</td><td dir="auto">x, y</td><td dir="auto"></td>' in shown
    assert '<h2 dir="auto">T &amp; t</h2>' in shown
    long = render_table(["a"], [["word " * 100]])
    assert "word ...</td>" in long
    assert 'class="scroll"' in long
    assert len(re.search("<td.*</td>", long)[0]) < 200

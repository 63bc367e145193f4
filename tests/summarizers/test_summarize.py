"""What holds for every method: budgets, order, offsets, determinism, steering, and nearly empty texts."""

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import Article, EdmundsonSummarizer, Evidence, LeadSummarizer, Summarizer, TermWeight
from newsnlp.summarizers import METHODS, load_summarizer

every_method = pytest.mark.parametrize("method", METHODS)
ARTICLE = (Path(__file__).parents[1] / "articles" / "iran_ict_minister_iraq.txt").read_text(encoding="utf-8")
PORT = """Port of Hull reopens after storm

HULL (Reuters) - The port of Hull reopened on Monday after the worst storm in a century. Ships entered the port at dawn.

The mayor thanked the crews who cleared the harbour. Insurers put the damage at 40 million pounds.

Fishing boats must wait another week. The government promised money for a new sea wall.

Read more: Storm closes port of Hull
"""
LATER = """Hull builds sea wall

The government promised money for a new sea wall. Work on the wall starts in June and takes two years.
"""

words = st.sampled_from(
    [
        "port",
        "ship",
        "storm",
        "the",
        "of",
        "Mr.",
        "U.S.",
        "reopened",
        "40%",
        "—",
        "...",
        "2026",
        "\xa0",
        "حكومة",
        "港口",
        "naïve",
        "'s",
        "\n",
        "\n\n",
    ]
)
texts = st.lists(st.one_of(words, st.sampled_from([". ", "! ", '." ', "\n"])), max_size=60).map(" ".join)
limits = st.fixed_dictionaries(
    {},
    optional={
        "sentences": st.integers(1, 6),
        "words": st.integers(1, 30),
        "characters": st.integers(1, 150),
        "ratio": st.floats(0.01, 1.0),
    },
)


@every_method
@given(text=texts, budget=limits)
@settings(max_examples=60)
def test_budget_order_offsets_and_scores(method, text, budget):
    article = Article.parse(text)
    summary = load_summarizer(method).summarize(article, **budget)
    assert len(summary) <= budget.get("sentences", (4 if method == "ranker" else 3) if not budget else len(text))
    assert len(summary.text.split()) <= budget.get("words", len(text) + 1)
    assert len(summary.text) <= budget.get("characters", len(text) + 1)
    if "ratio" in budget:
        assert len(summary) <= max(1, math.floor(budget["ratio"] * len(summary.scores) + 1e-9))
    assert bool(summary.sentences) == bool(article.sentences or article.headline)
    starts = [sentence.start for sentence in summary]
    assert starts == sorted(set(starts))
    for sentence in summary:
        assert sentence.text
        assert article.text[sentence.start : sentence.end] == sentence.text
    assert len(summary.scores) == len(summary.reasons)
    assert all(math.isfinite(score) and score >= 0 for score in summary.scores)
    assert all(math.isfinite(reason.weight) for reasons in summary.reasons for reason in reasons)


@every_method
@given(text=texts)
@settings(max_examples=20)
def test_same_answer_for_text_and_article_again_and_in_threads(method, text):
    summarizer = load_summarizer(method)
    first = summarizer.summarize(text)
    assert summarizer.summarize(Article.parse(text)) == first
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(summarizer.summarize, [text] * 4)) == [first] * 4


@every_method
def test_headline_and_boilerplate_are_never_chosen(method):
    for text in (PORT, ARTICLE):
        summary = load_summarizer(method).summarize(text, ratio=1.0)
        assert "Read more" not in summary.text
        assert "reopens after storm" not in summary.text
        assert "arrives in Iraqi capital" not in summary.text
        assert len(summary) == len(Article.parse(text).sentences)


@every_method
def test_several_articles_without_repetition(method):
    summary = load_summarizer(method).summarize([PORT, LATER, PORT], ratio=1.0)
    found = [sentence.text for sentence in summary]
    assert len(set(found)) == len(found)
    assert summary.article is None
    assert [article.headline for article in summary.articles][:2] == [
        "Port of Hull reopens after storm",
        "Hull builds sea wall",
    ]
    assert list(summary.owners) == sorted(summary.owners)
    for sentence, owner in zip(summary, summary.owners, strict=True):
        assert summary.articles[owner].text[sentence.start : sentence.end] == sentence.text
    assert [row["article"] for row in summary.to_dict()["summary"]] == list(summary.owners)
    assert summary._repr_html_().count("<mark") >= len(summary)
    assert load_summarizer(method).summarize([]).sentences == ()


@every_method
def test_query_steers(method):
    summarizer = load_summarizer(method)
    for query in ("insurance insurers", {"damage": 1.0}, Evidence(terms=(TermWeight("insurers", 2.0),))):
        assert "Insurers" in summarizer.summarize(PORT, sentences=1, query=query).text
    plain = summarizer.summarize(PORT, sentences=2)
    assert summarizer.summarize(PORT, sentences=2, query="zebra") == plain
    assert summarizer.summarize(PORT, sentences=2, query="") == plain
    for weight in (np.float32(1.0), np.int64(3), 5e-324, 1.7e308):  # only their proportions count
        same = {"insurers": weight, "damage": weight}
        assert summarizer.summarize(PORT, query=same) == summarizer.summarize(PORT, query={"insurers": 1, "damage": 1})


@every_method
def test_seen_leaves_what_is_new(method):
    summarizer = load_summarizer(method)
    summary = summarizer.summarize(LATER, seen=PORT)
    assert [sentence.text for sentence in summary] == ["Work on the wall starts in June and takes two years."]
    for limit in ({}, {"words": 100}, {"sentences": 2}):
        again = summarizer.summarize(LATER, seen=[LATER], **limit)  # nothing is new, but never empty
        assert len(again) == 1
        assert max(again.scores) < 0.01


@every_method
def test_words_that_tell_nothing_are_not_new(method):
    text = f"{PORT.rsplit('Read more', 1)[0]}\nWhy are they there? I do. What is it?\n"
    for limit in ({}, {"words": 100}):
        again = load_summarizer(method).summarize(text, seen=text, **limit)
        assert len(again) == 1
        assert max(again.scores) < 0.01


@every_method
def test_background_says_which_words_are_common(method):
    background = ["The port of Hull is a port.", "Ships come to the port of Hull.", "The port."] * 3
    summary = load_summarizer(method).summarize(PORT, background=background)
    assert len(summary) == 3 or method == "ranker"
    assert load_summarizer(method).summarize(PORT, background=[Article.parse(t) for t in background]) == summary


@every_method
@pytest.mark.parametrize(
    "text",
    [
        "One sentence only.",
        "no sentence end",
        "42",
        "The of and.",
        "A headline alone",
        "PORT OF HULL REOPENS. SHIPS ENTERED AT DAWN. MAYOR THANKED CREWS. DAMAGE WAS HIGH.",
        "JOHN: What happened?\nMARY: The port closed.\nJOHN: When?\nMARY: On Monday.\n[LAUGHTER]\nJOHN: Thanks.",
        "10:41 GMT Port closed\n10:55 GMT Mayor speaks\n11:20 GMT Port open again",
        "Team | Points\nHull | 40\nLeeds | 38\nYork | 12",
        "- ships\n- boats\n- planes\n\n* one\n* two",
        "港口周一重新开放。船只在黎明时分进入港口。市长感谢船员。政府承诺修建新的海堤。",
        "بندر روز دوشنبه باز شد. کشتی‌ها سپیده‌دم وارد بندر شدند. شهردار از خدمه تشکر کرد.",
        "Sataman avajaiset pidettiin maanantaina. Laivat tulivat satamaan aamulla. Satama oli ollut suljettuna.",
        "word " * 3000,
        "\ud800 lone. Surrogate \udfff here.",
    ],
)
def test_texts_that_are_hardly_any(method, text):
    summary = load_summarizer(method).summarize(text)
    assert len(summary) >= 1
    assert all(math.isfinite(score) for score in summary.scores)


@every_method
@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b", "..."])
def test_nothing_gives_nothing(method, text):
    article = Article.parse(text)
    if not article.sentences and not article.headline:
        assert load_summarizer(method).summarize(text).sentences == ()


@every_method
def test_ten_thousand_equal_sentences_are_told_once(method):
    summary = load_summarizer(method).summarize("The port of Hull reopened on Monday. " * 10_000)
    assert [(s.start, s.end) for s in summary] == [(0, 36)]
    assert len(summary.scores) == 10_000


@every_method
def test_budget_below_every_sentence_gives_the_beginning_of_the_best(method):
    summarizer = load_summarizer(method)
    best = summarizer.summarize(PORT, sentences=1).text
    four = summarizer.summarize(PORT, words=4)
    assert len(four.text.split()) == 4
    assert Article.parse(PORT).text[four.sentences[0].start :].startswith(four.sentences[0].text)
    assert len(best.split()) > 4
    assert len(summarizer.summarize(PORT, characters=2).text) == 2


REOPENED = "The port of Hull reopened on Monday after the storm."
THANKED = "The mayor thanked the crews who had cleared the harbour for nine days and nights."


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        (f"{REOPENED} {THANKED} It rained. Simple.", {"words": 14}, REOPENED),
        (f"{REOPENED} {THANKED} It rained. Simple.", {"characters": len(REOPENED) + 12}, REOPENED),
        (f"{REOPENED} {THANKED} Ships came in at dawn.", {"words": 15}, f"{REOPENED} Ships came in at dawn."),
        (f"{REOPENED} It rained. {THANKED} Simple.", {"words": 14}, f"{REOPENED} It rained."),  # in its turn
        (f"It rained. {THANKED} {REOPENED} Simple.", {"words": 14}, f"It rained. {REOPENED}"),
        (f"{THANKED} It rained. Simple.", {"words": 4}, "It rained. Simple."),  # nothing else fits
        ("It rained. Ships waited. The crews slept badly. Simple.", {"words": 5}, "It rained. Ships waited. Simple."),
        ("港口周一重新开放。市长感谢清理港口的船员们。雨。船只进入港口后停了下来。", {"characters": 22},
         "港口周一重新开放。 船只进入港口后停了下来。"),
    ],
)  # fmt: skip
def test_what_is_left_is_not_filled_with_scraps(text, limit, expected):
    assert LeadSummarizer().summarize(text, **limit).text == expected


def test_a_first_sentence_that_fits_keeps_scraps_out_although_they_score_higher():
    spoke = "The mayor spoke to crews."
    long = "Rain and flood and rain and flood and rain came over all the villages of the long valley."
    summarizer = EdmundsonSummarizer(weights=(1.0, 0.0, 0.0, 0.0), bonus_words={"rain", "flood"})
    assert summarizer.summarize(f"{spoke} Rain fell. {long}", words=8).text == spoke


@every_method
def test_budget_above_the_text_gives_every_sentence(method):
    article = Article.parse(PORT)
    summary = load_summarizer(method).summarize(article, sentences=99, words=9999, characters=99999)
    assert [s.text for s in summary] == [s.text for s in article.sentences]
    assert load_summarizer(method).summarize(article, sentences=10**30, words=2**63, characters=2**62) == summary


@every_method
def test_parameters_as_scikit_learn_wants_them(method):
    from sklearn.base import clone

    summarizer = load_summarizer(method, stem=False)
    assert clone(summarizer).get_params() == summarizer.get_params()
    assert repr(summarizer) == repr(clone(summarizer)) == f"{type(summarizer).__name__}(stem=False)"
    assert repr(summarizer.set_params(stem=True)) == f"{type(summarizer).__name__}()"
    with pytest.raises(ValueError, match="has no parameter 'depth'"):
        summarizer.set_params(depth=3)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda s: s.summarize(3), TypeError, "text must be str, Article or a list of them, got int"),
        (lambda s: s.summarize(b"a"), TypeError, "text must be str, Article or a list of them, got bytes"),
        (lambda s: s.summarize(["a", 3]), TypeError, r"text\[1\] must be str or Article, got int"),
        (lambda s: s.summarize("a", sentences=0), ValueError, "`sentences` must be an int of at least 1, got 0"),
        (lambda s: s.summarize("a", words=2.5), TypeError, "`words` must be an int of at least 1, got 2.5"),
        (lambda s: s.summarize("a", characters=True), TypeError, "`characters` must be an int of at least 1"),
        (lambda s: s.summarize("a", ratio=1.5), ValueError, "`ratio` must be a number above 0 and at most 1, got 1.5"),
        (lambda s: s.summarize("a", query=3), TypeError, "`query` must be str, a dict of term to weight or Evidence"),
        (lambda s: s.summarize("a", query={"a": math.nan}), ValueError, "`query` weight of 'a' must be a finite"),
        (lambda s: s.summarize("a", seen=3), TypeError, "seen must be str, Article or a list of them, got int"),
        (lambda s: s.set_params(stop_words="xx").summarize("a"), ValueError, "`stop_words` must be one of 'en'"),
        (lambda s: s.set_params(stop_words=[3]).summarize("a"), TypeError, r"stop_words\[0\] must be str, got int"),
        (lambda s: load_summarizer("best"), ValueError, "`method` must be one of 'lead'"),
        (lambda s: load_summarizer("lexrank", damping=0).summarize("a"), ValueError, "`damping` must be a number"),
        (lambda s: load_summarizer("kl", smoothing=0).summarize("a"), ValueError, "`smoothing` must be a number"),
        (lambda s: load_summarizer("edmundson", weights=(1,)).summarize("a"), ValueError, "`weights` must be 4 num"),
    ],
)
def test_wrong_use_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call(LeadSummarizer())


def test_more_latent_topics_than_sentences_are_as_many():
    sentences = len(Article.parse(PORT).sentences)
    expected = load_summarizer("lsa", topics=sentences).summarize(PORT)
    assert load_summarizer("lsa", topics=10**30).summarize(PORT) == expected


def test_nothing_heavy_is_imported():
    code = """
import sys
from newsnlp.summarizers import METHODS, load_summarizer
for method in METHODS:
    load_summarizer(method).summarize("The port reopened. Ships came.", query="ships")
print([name for name in ("sklearn", "scipy", "nltk", "joblib") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("scores", "order", "reason"),
    [
        ([1.0], [0], "rank must return 2 finite scores, one for each sentence"),
        ([1.0, float("nan")], [0], "rank must return 2 finite scores, one for each sentence"),
        ([1.0, 0.5], [2], "rank must choose different sentences by numbers from 0 to 1"),
        ([1.0, 0.5], [-1], "rank must choose different sentences by numbers from 0 to 1"),
        ([1.0, 0.5], [0, 0], "rank must choose different sentences by numbers from 0 to 1"),
        ([1.0, 0.5], [[0, 1]], "rank must choose different sentences by numbers from 0 to 1"),
        ([1.0, 0.5], [0.5], "rank must choose different sentences by numbers from 0 to 1"),
    ],
)
def test_a_ranking_of_a_users_own_is_checked(scores, order, reason):
    class Own(Summarizer):
        def rank(self, document, budget):
            return scores, order

    with pytest.raises(ValueError, match=reason):
        Own().summarize("Rain fell. Roads closed.")

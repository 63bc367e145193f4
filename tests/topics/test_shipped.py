"""The shipped model: its answers, its contents, its size."""

import gzip
import json
import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from newsnlp import load_topics
from newsnlp.evaluation import classification_report
from newsnlp.topics.taxonomy import NEWS_TOPICS, RETIRED
from newsnlp.topics.terms import word_analysis
from newsnlp.training.topic_data import LABELLED, UNLABELLED
from tests.texts import written

DATA = Path(__file__).parents[3] / "shared" / "data" / "topics"
ARTICLES = Path(__file__).parents[1] / "articles"
MODEL = load_topics("en")

needs_data = pytest.mark.skipif(not DATA.exists(), reason="the texts of ../shared/data are not here")


def rows(name):
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def joined(row):
    return f"{row['title']}\n\n{row['text']}" if row.get("title") else row["text"]


def test_the_first_article_is_about_ict_and_diplomacy():
    text = (ARTICLES / "iran_ict_minister_iraq.txt").read_text(encoding="utf-8")
    assert set(MODEL.classify(text).topics) == {"diplomacy", "ict"}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Foreign ministers of both states signed a treaty after talks in Geneva.", {"diplomacy"}),
        ("Hackers stole the data of millions of users of the social network, the company said.", {"ict"}),
        ("Rebels attacked an army base with mortars and killed twelve soldiers.", {"security"}),
        ("The striker scored twice and the club won the cup final.", set()),
        ("Bake the cake for forty minutes and let it cool.", set()),
        ("وزیر ارتباطات ایران با همتای عراقی خود در بغداد دیدار کرد.", set()),
        ("中国外交部长会见了来访的伊朗通信部长。", set()),
        ("", set()),
    ],
)
def test_plain_cases(text, topics):
    assert set(MODEL.classify(text).topics) == topics


OTHER_LANGUAGES = [
    "وزیر ارتباطات ایران با همتای عراقی خود دیدار کرد.",
    "中国外交部长会见了伊朗通信部长。",
    "Le ministre des Affaires étrangères Sergueï Lavrov a rencontré mardi à Moscou son homologue iranien Abbas "
    "Araghchi pour évoquer le programme nucléaire et les sanctions américaines, selon un communiqué.",
    "Apple et Google ont annoncé un accord avec Microsoft sur les données des utilisateurs. La Commission enquête.",
    "El presidente de Colombia, Gustavo Petro, anunció este lunes la ruptura de relaciones diplomáticas con Israel por "
    "la guerra en Gaza. El gobierno de Benjamin Netanyahu respondió con dureza.",
    "Bundeskanzler Olaf Scholz hat am Dienstag in Berlin den ukrainischen Präsidenten Wolodymyr Selenskyj empfangen. "
    "Themen waren die Lage an der Front und weitere Waffenlieferungen der NATO.",
]


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_languages_are_new(text):
    assert MODEL.novelty(text) > 0.65


def test_news_in_english_is_familiar():
    novelties = [MODEL.novelty(joined(row)) for row in written() if len(row["text"]) > 300]
    assert np.median(novelties) < 0.2
    assert np.percentile(novelties, 95) < 0.4


NAMES = (
    "Vladimir Putin, Iraq, Huawei, Apple, NATO, United Nations, Joe Biden, Angela Merkel, Google, Microsoft, Tehran, "
    "Jerusalem, Hezbollah, Pentagon, Narendra Modi, European Union, Antony Blinken, Elon Musk, Gaza, Xi Jinping, "
    "Sergei Lavrov, Nvidia, Facebook, Kim Jong Un, White House, Islamic State, Boko Haram, Reuters, Benjamin Netanyahu"
)
WORDS = (
    "x, a, the, software, army, treaty, internet, minister, talks, missile, phone, war, soldiers, computer, summit, "
    "5g, hackers, website, ceasefire, network, weapons, ambassador, email, app, terrorism, data, satellite, robot"
)


@pytest.mark.parametrize("text", [*NAMES.split(", "), *WORDS.split(", ")])
def test_a_bare_name_or_word_is_no_topic(text):
    assert MODEL.classify(text).topics == ()
    assert MODEL.classify(f"{text}\n").topics == ()


def test_the_model_has_a_version_that_results_name():
    assert MODEL.version == load_topics("en-5").version == "en-5"
    assert MODEL.classify("Rain fell.").model == "en-5"
    assert MODEL.with_threshold(0.4).version != "en-5"


def test_it_is_small_and_carries_its_card():
    assert (files("newsnlp.models") / "topics-en.model").stat().st_size < 2_000_000
    assert {"data", "licences", "newest_text"} <= {*MODEL.card, *MODEL.card["data"]}
    assert MODEL.card["date"] == MODEL.card["data"]["newest_text"]
    assert MODEL.iptc == {name: tuple(NEWS_TOPICS[name]) for name in MODEL.topics}
    assert not RETIRED & {identifier for ids in MODEL.iptc.values() for identifier in ids}


def test_no_term_is_an_address_or_a_number():
    for table in MODEL.tables:
        for name in table.vocabulary.names():
            assert not re.search(r"\d{3}|\d.* .*\d", name), name
            assert not {"www", "http", "https", "com", "@"} & set(name.split()), name


@needs_data
def test_no_term_is_rarer_than_three_training_texts():
    texts = [joined(row) for name in (*LABELLED, "unlabelled_events", *UNLABELLED) for row in rows(name)]
    for table in MODEL.tables:
        assert table.vocabulary.with_analysis(word_analysis(table.ngram_range)).document_frequencies(texts).min() >= 3


@needs_data
def test_figures_on_newsroom_texts():
    dev = rows("dev")
    texts = [joined(row) for row in dev]
    truth = np.array([[topic in row["topics"] for topic in MODEL.topics] for row in dev])
    report = classification_report(truth, MODEL.predict_proba(texts), MODEL.predict(texts), MODEL.topics, resamples=0)
    assert report["macro"]["f1"] >= 0.885
    assert report["macro"]["average_precision"] >= 0.95
    assert all(figures["ece"] <= 0.03 for figures in report["topics"].values())
    assert report["macro"]["f1"] == pytest.approx(MODEL.card["dev"]["macro"]["f1"])
    titles = [row["title"] for row in dev]
    report = classification_report(truth, MODEL.predict_proba(titles), MODEL.predict(titles), MODEL.topics, resamples=0)
    assert report["macro"]["f1"] >= 0.75
    assert report["macro"]["average_precision"] >= 0.86


def test_it_reads_the_first_300_words_as_documented():
    filler, news = ["rain"] * 299, "Rebels attacked an army base with mortars and killed twelve soldiers. " * 20
    within, beyond = " ".join([*filler, "army"]), " ".join([*filler, "rain", news])
    assert not np.array_equal(MODEL.predict_proba([within]), MODEL.predict_proba([" ".join(filler)]))
    assert np.array_equal(MODEL.predict_proba([beyond]), MODEL.predict_proba([" ".join([*filler, "rain"])]))
    assert all(span.end <= len(" ".join(filler)) + 5 for span in MODEL.explain(beyond)["security"].occurrences)

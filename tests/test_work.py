"""Every public function on hostile texts of three sizes: twice the text, at most about twice the work.

`tests.work` says what is counted, and how native instructions are. The native core has a test of its own steps, too:
the target `work` of `tests/fuzz`.
"""

import datetime
import inspect
import json
from functools import partial

import pyarrow as pa
import pytest

import newsnlp
from newsnlp import METHODS, Article
from newsnlp.articles.metadata import read_metadata
from newsnlp.corpus import trends
from newsnlp.evaluation.classification import classification_report
from newsnlp.topics import report
from tests.work import CALLGRIND, count_work

# Pieces of the smallest text, and articles of the shortest list. What every call costs hides native work on few.
SIZE = 16 if CALLGRIND is None else 200

# A text of n pieces.
TEXTS = {
    "stops": lambda n: "a." * n,
    "sentences": lambda n: "A bad day. " * n,
    "brackets": lambda n: "(" * n + "a",
    "quotes": lambda n: '"A" ' * n,
    "distinct words": lambda n: " ".join(f"w{i:05}" for i in range(n)),
    "distinct sentences": lambda n: " ".join(f"Word{i:05} met name{i:05}." for i in range(n)),
    "blank lines": lambda n: "Oil fell\n\n" * n,
    "one long token": lambda n: "abcdefgh" * n,
    "abbreviations": lambda n: "U.S. Gen. " * n,
    "entries of a live blog": lambda n: "10:32 GMT\nOil fell on Monday.\n\n" * n,
}
# A list of n texts.
LISTS = {
    "the same": lambda n: ["Oil prices fell on Monday."] * n,
    "distinct": lambda n: [f"Word{i:05} met name{i:05}." for i in range(n)],
    "alike": lambda n: [f"Oil prices fell by {i} dollars on Monday." for i in range(n)],
    "empty": lambda n: [""] * n,
}
# A page of n pieces.
PAGES = {
    "paragraphs": lambda n: "<p>Oil prices fell on Monday as traders weighed new supply.</p>" * n,
    "open elements": lambda n: "<b>" * n + "Oil fell.",
    "less-than signs": lambda n: "<" * n + "Oil fell.",
    "entities": lambda n: "<p>" + "&amp; " * n + "</p>",
    "comments": lambda n: "<!-- a" * n + "Oil fell.",
    "metadata": lambda n: '<meta property="og:title" content="a">' * n + "<p>Oil fell.</p>",
}


def records(n):
    """Return JSON-LD of n articles."""
    titles = [{"@type": "NewsArticle", "headline": f"Oil rose by {i}"} for i in range(n)]
    return f'<script type="application/ld+json">{json.dumps(titles)}</script>'


# A page with metadata of n pieces.
METADATA = {
    "title": lambda n: "<title>" + "a | " * n + "</title>",
    "headings": lambda n: "".join(f"<h1>Oil fell by {i}</h1>" for i in range(n)) + records(n),
    "records": records,
}
TREATY = newsnlp.Topic("treaty", keywords=("treaty",))
SEEDS = ["The treaty was signed.", "A treaty on oil.", "Rain fell on the town."] * 40


def articles(texts):
    """Return an article for each text, two a day, so that the window of stories moves on."""
    first = datetime.datetime(2026, 3, 1)
    dates = [first + datetime.timedelta(hours=12 * i) for i in range(len(texts))]
    return [Article(body=text, date=date.isoformat()) for text, date in zip(texts, dates, strict=True)]


def evaluate_topics(texts, folder):
    model = newsnlp.load_topics()
    return newsnlp.evaluate_topics(model, texts, [["ict"]] * len(texts), collections=range(len(texts)))


def read_articles(texts, folder):
    path = folder / "articles.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    return list(newsnlp.read_articles(path))


# What is done with one text.
OF_TEXT = {
    "analyze": lambda text: newsnlp.analyze(text).to_dict(),
    "classify": lambda text: newsnlp.classify(text).to_dict(),
    "iter_live_blog": lambda text: list(newsnlp.iter_live_blog(Article.parse(text))),
    "oracle_summary": lambda text: newsnlp.oracle_summary(Article.parse(text), "Oil fell.", sentences=3),
    "rouge": lambda text: newsnlp.rouge(text, text[: len(text) // 2]),
    "split_sentences": lambda text: [sentence.text for sentence in newsnlp.split_sentences(text)],
    "summarize": lambda text: newsnlp.summarize(text).to_dict(),
    **{method: lambda text, by=method: newsnlp.summarize(text, method=by, ratio=0.5) for method in METHODS},
    "CountVectorizer": lambda text: newsnlp.CountVectorizer(token_pattern=r"\S+").fit([text + " a"]).vocabulary_,
    "HashingVectorizer": lambda text: newsnlp.HashingVectorizer(analyzer="char_wb").transform([text]),
    "TfidfVectorizer": lambda text: newsnlp.TfidfVectorizer(token_pattern=r"\S+").fit_transform([text + " a"]),
    "TopicModel.explain": lambda text: newsnlp.load_topics().explain(text),
}
# What is done with a list of texts, and a folder to write to.
OF_LIST = {
    "analyze_batch": lambda texts, folder: newsnlp.analyze_batch(pa.record_batch({"text": texts}), text="text"),
    "analyze_many": lambda texts, folder: newsnlp.analyze_many(texts).to_dict(),
    "analyze_table": lambda texts, folder: newsnlp.analyze_table(pa.table({"text": texts}), text="text"),
    "classify_many": lambda texts, folder: newsnlp.classify_many(texts).to_dict(),
    "evaluate_summaries": lambda texts, folder: newsnlp.evaluate_summaries(
        newsnlp.LeadSummarizer(), [(text, "Oil fell.") for text in texts], sentences=1, resamples=10
    ),
    "evaluate_topics": evaluate_topics,
    "group_stories": lambda texts, folder: newsnlp.group_stories(articles(texts)),
    "learn_topic": lambda texts, folder: newsnlp.learn_topic(TREATY, [*texts, *SEEDS]),
    "read_articles": read_articles,
    "split_sentences_many": lambda texts, folder: list(newsnlp.split_sentences_many(texts)),
    "summarize of a list": lambda texts, folder: newsnlp.summarize(texts).to_dict(),
    "summarize_many": lambda texts, folder: newsnlp.summarize_many(texts).to_dict(),
    "trend": lambda texts, folder: newsnlp.trend(newsnlp.analyze_many(articles(texts))),
    "write_digest": lambda texts, folder: newsnlp.write_digest(articles(texts), folder / "digest.html"),
    "write_results": lambda texts, folder: newsnlp.write_results(
        newsnlp.analyze_many(articles(texts)), folder / "results.jsonl"
    ),
    "TfidfVectorizer of a list": lambda texts, folder: newsnlp.TfidfVectorizer().fit_transform([*texts, "oil"]),
}
# Their native work grows with the square by definition: common subsequences, similarities of pairs, and words that
# all sentences share, so that each choice changes the worth of every other.
SQUARE = {"rouge", "lexrank", "sumbasic", "kl"}
WITHOUT_TEXTS = {"broader_topics", "find_media_topic"}
WITHOUT_TEXTS |= {"draw_curves", "load_summarizer", "load_topics", "results_schema"}


def check_growth(call, make, most=2.5):
    """Check the work on n, 2 n and 4 n pieces: what the last doubling adds is at most `most` times the first's."""
    for size in (SIZE, 2 * SIZE, 4 * SIZE):
        call(make(size))  # loads and imports
    least, once, twice = (count_work(lambda size=size: call(make(size))) for size in (SIZE, 2 * SIZE, 4 * SIZE))
    assert twice - once <= most * (once - least) + 0.2 * least, (least, once, twice)


def test_every_public_function_is_counted():
    functions = {name for name in newsnlp.__all__ if inspect.isfunction(getattr(newsnlp, name))}
    assert functions - WITHOUT_TEXTS <= OF_TEXT.keys() | OF_LIST.keys()


def test_quadratic_work_is_seen():
    check_growth(lambda text: [a.upper() for a in text], TEXTS["stops"])
    with pytest.raises(AssertionError):
        check_growth(lambda text: [text.count(a) for a in text for b in text], TEXTS["stops"])


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", OF_TEXT)
def test_work_grows_with_the_text(name, text):
    check_growth(OF_TEXT[name], TEXTS[text], most=4.5 if CALLGRIND and name in SQUARE else 2.5)


@pytest.mark.parametrize("texts", LISTS)
@pytest.mark.parametrize("name", OF_LIST)
def test_work_grows_with_the_list(name, texts, tmp_path, monkeypatch):
    # Samples in their hundreds would hide all else.
    monkeypatch.setattr(report, "classification_report", partial(classification_report, resamples=0))
    monkeypatch.setattr(trends, "SHUFFLES", 2)
    check_growth(partial(OF_LIST[name], folder=tmp_path), LISTS[texts])


@pytest.mark.parametrize("page", PAGES)
def test_work_grows_with_the_page(page):
    check_growth(lambda html: list(newsnlp.iter_live_blog(Article.from_html(html))), PAGES[page])


@pytest.mark.parametrize("page", METADATA)
def test_work_grows_with_the_metadata(page):
    from lxml.html import fromstring

    check_growth(lambda html: read_metadata(fromstring(f"<div>{html}</div>"), None), lambda n: METADATA[page](5 * n))

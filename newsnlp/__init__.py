"""Topics and extractive summaries of news text: explained, fast, offline.

Public names are loaded on first use, so that ``import newsnlp`` costs almost nothing.

Examples
--------
>>> import newsnlp
>>> newsnlp.Span(0, 4).of("news text")
'news'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsnlp.analysis import analyze as analyze
    from newsnlp.analysis import analyze_many as analyze_many
    from newsnlp.analysis import classify as classify
    from newsnlp.analysis import classify_many as classify_many
    from newsnlp.analysis import summarize as summarize
    from newsnlp.analysis import summarize_many as summarize_many
    from newsnlp.articles import Article as Article
    from newsnlp.articles import Sentence as Sentence
    from newsnlp.articles import SentenceSplitter as SentenceSplitter
    from newsnlp.articles import Span as Span
    from newsnlp.articles import iter_live_blog as iter_live_blog
    from newsnlp.articles import split_sentences as split_sentences
    from newsnlp.articles import split_sentences_many as split_sentences_many
    from newsnlp.articles.article import ArticleOffsets as ArticleOffsets
    from newsnlp.corpus.digest import write_digest as write_digest
    from newsnlp.corpus.reading import ArticleReader as ArticleReader
    from newsnlp.corpus.reading import read_articles as read_articles
    from newsnlp.corpus.stories import StoryGrouper as StoryGrouper
    from newsnlp.corpus.stories import group_stories as group_stories
    from newsnlp.corpus.story import Story as Story
    from newsnlp.corpus.story import StoryDecision as StoryDecision
    from newsnlp.corpus.tables import analyze_batch as analyze_batch
    from newsnlp.corpus.tables import analyze_table as analyze_table
    from newsnlp.corpus.tables import results_schema as results_schema
    from newsnlp.corpus.trends import Trend as Trend
    from newsnlp.corpus.trends import TrendPeriod as TrendPeriod
    from newsnlp.corpus.trends import trend as trend
    from newsnlp.corpus.writing import write_results as write_results
    from newsnlp.display.plots import Curve as Curve
    from newsnlp.display.plots import draw_curves as draw_curves
    from newsnlp.evaluation import Interval as Interval
    from newsnlp.evaluation import RougeScore as RougeScore
    from newsnlp.evaluation import SummaryEvaluation as SummaryEvaluation
    from newsnlp.evaluation import evaluate_summaries as evaluate_summaries
    from newsnlp.evaluation import oracle_summary as oracle_summary
    from newsnlp.evaluation import rouge as rouge
    from newsnlp.results import Evidence as Evidence
    from newsnlp.results import Report as Report
    from newsnlp.results import Results as Results
    from newsnlp.results import SpanWeight as SpanWeight
    from newsnlp.results import Summary as Summary
    from newsnlp.results import TermWeight as TermWeight
    from newsnlp.results import TopicPrediction as TopicPrediction
    from newsnlp.summarizers import METHODS as METHODS
    from newsnlp.summarizers import Method as Method
    from newsnlp.summarizers import load_summarizer as load_summarizer
    from newsnlp.summarizers.base import Ranking as Ranking
    from newsnlp.summarizers.base import Summarizer as Summarizer
    from newsnlp.summarizers.centroid import CentroidSummarizer as CentroidSummarizer
    from newsnlp.summarizers.coverage import CoverageSummarizer as CoverageSummarizer
    from newsnlp.summarizers.edmundson import EdmundsonSummarizer as EdmundsonSummarizer
    from newsnlp.summarizers.kl import KLSummarizer as KLSummarizer
    from newsnlp.summarizers.lead import LeadSummarizer as LeadSummarizer
    from newsnlp.summarizers.lexrank import LexRankSummarizer as LexRankSummarizer
    from newsnlp.summarizers.lsa import LsaSummarizer as LsaSummarizer
    from newsnlp.summarizers.luhn import LuhnSummarizer as LuhnSummarizer
    from newsnlp.summarizers.ranker import RankerSummarizer as RankerSummarizer
    from newsnlp.summarizers.submodular import SubmodularSummarizer as SubmodularSummarizer
    from newsnlp.summarizers.sumbasic import SumBasicSummarizer as SumBasicSummarizer
    from newsnlp.summarizers.textrank import TextRankSummarizer as TextRankSummarizer
    from newsnlp.topics.classifier import TopicClassifier as TopicClassifier
    from newsnlp.topics.custom import Topic as Topic
    from newsnlp.topics.custom import learn_topic as learn_topic
    from newsnlp.topics.explanation import Explanation as Explanation
    from newsnlp.topics.heads import TopicHead as TopicHead
    from newsnlp.topics.labelling import LabelIssue as LabelIssue
    from newsnlp.topics.loading import load_topics as load_topics
    from newsnlp.topics.model import TopicModel as TopicModel
    from newsnlp.topics.report import TopicReport as TopicReport
    from newsnlp.topics.report import evaluate_topics as evaluate_topics
    from newsnlp.topics.taxonomy import MediaTopic as MediaTopic
    from newsnlp.topics.taxonomy import broader_topics as broader_topics
    from newsnlp.topics.taxonomy import find_media_topic as find_media_topic
    from newsnlp.topics.terms import Reading as Reading
    from newsnlp.topics.terms import TermTable as TermTable
    from newsnlp.vectorizers import CountVectorizer as CountVectorizer
    from newsnlp.vectorizers import HashingVectorizer as HashingVectorizer
    from newsnlp.vectorizers import TfidfVectorizer as TfidfVectorizer

__version__ = "0.1.0"

# Public name -> the module that has it. A line here, one above, nothing else.
_HOMES = {
    "Article": "articles",
    "ArticleOffsets": "articles.article",
    "ArticleReader": "corpus.reading",
    "CentroidSummarizer": "summarizers.centroid",
    "CountVectorizer": "vectorizers",
    "CoverageSummarizer": "summarizers.coverage",
    "Curve": "display.plots",
    "EdmundsonSummarizer": "summarizers.edmundson",
    "Evidence": "results",
    "Explanation": "topics.explanation",
    "HashingVectorizer": "vectorizers",
    "Interval": "evaluation",
    "KLSummarizer": "summarizers.kl",
    "LabelIssue": "topics.labelling",
    "LeadSummarizer": "summarizers.lead",
    "LexRankSummarizer": "summarizers.lexrank",
    "LsaSummarizer": "summarizers.lsa",
    "LuhnSummarizer": "summarizers.luhn",
    "METHODS": "summarizers",
    "MediaTopic": "topics.taxonomy",
    "Method": "summarizers",
    "RankerSummarizer": "summarizers.ranker",
    "Ranking": "summarizers.base",
    "Reading": "topics.terms",
    "Report": "results",
    "Results": "results",
    "RougeScore": "evaluation",
    "Sentence": "articles",
    "SentenceSplitter": "articles",
    "Span": "articles",
    "SpanWeight": "results",
    "Story": "corpus.story",
    "StoryDecision": "corpus.story",
    "StoryGrouper": "corpus.stories",
    "SubmodularSummarizer": "summarizers.submodular",
    "SumBasicSummarizer": "summarizers.sumbasic",
    "Summarizer": "summarizers.base",
    "Summary": "results",
    "SummaryEvaluation": "evaluation",
    "TermTable": "topics.terms",
    "TermWeight": "results",
    "TextRankSummarizer": "summarizers.textrank",
    "TfidfVectorizer": "vectorizers",
    "Topic": "topics.custom",
    "TopicClassifier": "topics.classifier",
    "TopicHead": "topics.heads",
    "TopicModel": "topics.model",
    "TopicPrediction": "results",
    "TopicReport": "topics.report",
    "Trend": "corpus.trends",
    "TrendPeriod": "corpus.trends",
    "analyze": "analysis",
    "analyze_batch": "corpus.tables",
    "analyze_many": "analysis",
    "analyze_table": "corpus.tables",
    "broader_topics": "topics.taxonomy",
    "classify": "analysis",
    "classify_many": "analysis",
    "draw_curves": "display.plots",
    "evaluate_summaries": "evaluation",
    "evaluate_topics": "topics.report",
    "find_media_topic": "topics.taxonomy",
    "group_stories": "corpus.stories",
    "iter_live_blog": "articles",
    "learn_topic": "topics.custom",
    "load_summarizer": "summarizers",
    "load_topics": "topics.loading",
    "oracle_summary": "evaluation",
    "read_articles": "corpus.reading",
    "results_schema": "corpus.tables",
    "rouge": "evaluation",
    "split_sentences": "articles",
    "split_sentences_many": "articles",
    "summarize": "analysis",
    "summarize_many": "analysis",
    "trend": "corpus.trends",
    "write_digest": "corpus.digest",
    "write_results": "corpus.writing",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'newsnlp' has no attribute {name!r}")
    try:
        value = getattr(import_module(f"newsnlp.{_HOMES[name]}"), name)
    except ImportError as error:
        if "_core" in str(error):
            raise ImportError("newsnlp's native core is not built: run `pip install -e .` in its folder") from error
        raise
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

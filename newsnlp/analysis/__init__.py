"""Analyse one or many articles: topics, evidence and summary in one call and one pass of the native core."""

from newsnlp.analysis.many import analyze_many, classify_many, summarize_many
from newsnlp.analysis.pipeline import DEFAULT_METHOD
from newsnlp.analysis.single import analyze, classify, summarize

__all__ = [
    "DEFAULT_METHOD",
    "analyze",
    "analyze_many",
    "classify",
    "classify_many",
    "summarize",
    "summarize_many",
]

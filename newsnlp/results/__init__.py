"""Results of analysing articles, as values: frozen, comparable and easy to convert."""

from newsnlp.results.budget import Budget
from newsnlp.results.evidence import Evidence, SpanWeight, TermWeight
from newsnlp.results.prediction import TopicPrediction
from newsnlp.results.report import Report
from newsnlp.results.results import Results
from newsnlp.results.summary import Summary

__all__ = [
    "Budget",
    "Evidence",
    "Report",
    "Results",
    "SpanWeight",
    "Summary",
    "TermWeight",
    "TopicPrediction",
]

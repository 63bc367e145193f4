"""Measures for topics, summarizers and benchmarks, one module for each family."""

from newsnlp.evaluation.classification import (
    average_precision,
    calibration_error,
    classification_report,
    f1_scores,
    precision_recall_curve,
    reliability_curve,
)
from newsnlp.evaluation.comparison import Interval, SummaryEvaluation, evaluate_summaries
from newsnlp.evaluation.desk import DeskScore, GradedArticle, desk_score
from newsnlp.evaluation.overlap import RougeScore, rouge, rouge_table
from newsnlp.evaluation.upper_bound import oracle_summary

__all__ = [
    "DeskScore",
    "GradedArticle",
    "Interval",
    "RougeScore",
    "SummaryEvaluation",
    "average_precision",
    "calibration_error",
    "classification_report",
    "desk_score",
    "evaluate_summaries",
    "f1_scores",
    "oracle_summary",
    "precision_recall_curve",
    "reliability_curve",
    "rouge",
    "rouge_table",
]

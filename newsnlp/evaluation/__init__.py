"""What topics, summarizers and benchmarks are measured with: one module a family of measures."""

from newsnlp.evaluation.classification import (
    average_precision,
    calibration_error,
    classification_report,
    f1_scores,
    precision_recall_curve,
    reliability_curve,
)
from newsnlp.evaluation.comparison import Interval, SummaryEvaluation, evaluate
from newsnlp.evaluation.overlap import RougeScore, rouge, rouge_table
from newsnlp.evaluation.upper_bound import oracle

__all__ = [
    "Interval",
    "RougeScore",
    "SummaryEvaluation",
    "average_precision",
    "calibration_error",
    "classification_report",
    "evaluate",
    "f1_scores",
    "oracle",
    "precision_recall_curve",
    "reliability_curve",
    "rouge",
    "rouge_table",
]

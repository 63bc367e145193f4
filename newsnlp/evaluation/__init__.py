"""What topics, summarizers and benchmarks are measured with: one module a family of measures."""

from newsnlp.evaluation.classification import (
    average_precision,
    calibration_error,
    classification_report,
    f1_scores,
    precision_recall_curve,
    reliability_curve,
)

__all__ = [
    "average_precision",
    "calibration_error",
    "classification_report",
    "f1_scores",
    "precision_recall_curve",
    "reliability_curve",
]

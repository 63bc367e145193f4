"""The commands that take models: ``newsnlp train | evaluate``."""

from __future__ import annotations

import argparse
import json

from newsnlp.display.evaluation import render_figures

__all__ = ["evaluate_model", "train_model"]


def train_model(options: argparse.Namespace) -> int:
    """Learn topics from a file of labelled texts."""
    from newsnlp.corpus.training import train_topics

    classifier = train_topics(options.data, options.out, min_precision=options.min_precision, n_jobs=options.jobs)
    print("On texts held out in turn:\n" + render_figures(classifier.report_))
    return 0


def evaluate_model(options: argparse.Namespace) -> int:
    """Measure a topic model on a file of labelled texts."""
    from newsnlp.corpus.training import evaluate_model as measure

    report = measure(options.model, options.data, html=options.html)
    print(json.dumps(report.to_dict(), ensure_ascii=False) if options.json else str(report))
    return 0

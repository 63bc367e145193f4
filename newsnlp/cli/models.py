"""The commands that take models: ``newsnlp train | evaluate | models``."""

from __future__ import annotations

import argparse
import itertools
import json

from newsnlp.cli.articles import tell_written
from newsnlp.display.evaluation import render_figures
from newsnlp.modelfile import MODELS

__all__ = ["evaluate_model", "list_models", "train_model"]


def train_model(options: argparse.Namespace) -> int:
    """Learn topics from a file of labelled texts."""
    from newsnlp.corpus.training import train_topics

    classifier = train_topics(options.data, options.out, min_precision=options.min_precision, n_jobs=options.jobs)
    print("On texts held out in turn:\n" + render_figures(classifier.report_))
    tell_written(options.out)
    return 0


def evaluate_model(options: argparse.Namespace) -> int:
    """Evaluate a topic model on a file of labelled texts."""
    from newsnlp.corpus.training import evaluate_model as measure

    report = measure(options.model, options.data, html=options.html)
    print(json.dumps(report.to_dict(), ensure_ascii=False) if options.json else str(report))
    if options.html:
        tell_written(options.html)
    return 0


def list_models(options: argparse.Namespace) -> int:
    """Print the shipped models, each with the first table of figures on its card."""
    for number, card in enumerate(sorted(MODELS.glob("*.md"))):
        title, *lines = card.read_text(encoding="utf-8").splitlines()
        figures = itertools.takewhile(_is_row, itertools.dropwhile(lambda line: not _is_row(line), lines))
        size = card.with_suffix(".model").stat().st_size / 1e6
        print(("\n" if number else "") + f"{title.removeprefix('# ')} ({size:.1f} MB)")
        print("\n".join(f"  {line}" for line in figures))
    return 0


def _is_row(line: str) -> bool:
    return line.startswith("|")

"""Every system beside an editor's grades: mean grade, share of the best set, never-sentences, dangling ones."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.harness import print_table, read_jsonl
from newsnlp.evaluation import DeskScore, GradedArticle, desk_score


def graded_dev(data: Path, quick: bool) -> list[GradedArticle]:
    """Return the graded articles that were not trained on."""
    rows = [row for row in read_jsonl(data / "summaries/editor_grades.jsonl.gz") if row["split"] == "dev"]
    return [GradedArticle.from_dict(row) for row in rows[: 20 if quick else None]]


def spans_of(text: str, sentences: list[str]) -> list[tuple[int, int]]:
    """Return where sentences are in a text, however a system has changed white space."""
    spans = []
    for sentence in sentences:
        found = re.search(r"\s+".join(map(re.escape, sentence.split())), text)
        # A sentence that is not in the text has no position: it counts as one that never belongs in a summary.
        spans.append(found.span() if found else (0, 0))
    return spans


def grades(
    graded: list[GradedArticle], systems: Mapping[str, Callable[[list[str]], dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Let every system summarize every graded article in three sentences; print its grades with intervals."""
    texts = [article.text for article in graded]
    scores: dict[str, DeskScore] = {}
    for name, system in systems.items():
        ready = dict(zip(texts, system(texts)["summaries"], strict=True))
        scores[name] = desk_score(lambda text, sentences, ready=ready: spans_of(text, ready[text]), graded)
    print_table(
        [f"{len(graded)} graded articles", "grade", "best %", "never %", "dangling %"],
        [
            [
                name,
                f"{found.grade.mean:.2f} ({found.grade.low:.2f} to {found.grade.high:.2f})",
                *(str(part) for part in (found.best, found.never, found.dangling)),
            ]
            for name, found in sorted(scores.items(), key=lambda item: -item[1].grade.mean)
        ],
    )
    return [{"system": name, **found.to_dict()} for name, found in scores.items()]

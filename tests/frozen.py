"""The results of `analyze` for 300 texts, stored in frozen.jsonl: changes of rules or models are visible line by line.

After a change that is meant, ``python -m tests.frozen`` writes the file anew; look at its difference before you commit.
"""

import json
from pathlib import Path
from typing import Any

import newsnlp
from tests.articles import FOLDER
from tests.texts import joined, written

FILE = Path(__file__).with_name("frozen.jsonl")
COUNT = 300


def texts() -> list[str]:
    """Return the texts: those with their own files, then as many of `written` as are needed."""
    own = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))]
    return [*own, *map(joined, written())][:COUNT]


def outcome(report: newsnlp.Report) -> dict[str, Any]:
    """Return the contents of a report without the texts."""
    article, prediction = report.article, report.prediction
    spans = {"headline": article.headline_span, "dateline": article.dateline_span, "byline": article.byline_span}
    return {
        **{name: [span.start, span.end] for name, span in spans.items() if span},
        "paragraphs": [[span.start, span.end] for span in article.paragraphs],
        "boilerplate": [[span.start, span.end] for span in article.boilerplate],
        "sentences": [[sentence.start, sentence.end] for sentence in article.sentences],
        "topics": list(prediction.topics),
        "probabilities": list(prediction.probabilities.values()),
        "novelty": round(prediction.novelty, 9),
        "terms": [[term.term for term in evidence.terms] for evidence in prediction.evidence.values()],
        "evidence": [[[s.start, s.end] for s in evidence.sentences] for evidence in prediction.evidence.values()],
        "summary": [[sentence.start, sentence.end] for sentence in report.summary],
    }


def main() -> None:
    with FILE.open("w", encoding="utf-8") as file:
        for text in texts():
            file.write(json.dumps(outcome(newsnlp.analyze(text)), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

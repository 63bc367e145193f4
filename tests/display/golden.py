"""Views whose whole output is stored in the folder golden, so that a change of any of their parts is seen.

After a change that is meant, ``python -m tests.display.golden`` writes the files anew; look at their difference.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsnlp.display import digest, evaluation, html, plots, tables, terminal

FOLDER = Path(__file__).parent / "golden"
TEXT = "Talks on chips\n\nEnvoys met & spoke. Chips were sold in every town of the wide country. It rained. Rain fell."
TERMS = [{"term": f"word{i}", "weight": 8.0 - i} for i in range(16)]
SENTENCES = [
    {"start": start, "end": end, "weight": weight}
    for start, end, weight in ((36, 86, 3.0), (0, 14, 2.0), (16, 35, 1.0), (87, 97, 0.0), (98, 108, -1.0))
]
PREDICTION: dict[str, Any] = {
    "topics": ["ict"],
    "probabilities": {"diplomacy": 0.104, "ict": 0.935, "security": 0.5},
    "evidence": {
        "diplomacy": {"terms": TERMS[8:], "sentences": SENTENCES[3:]},
        "ict": {"terms": TERMS, "sentences": SENTENCES},
    },
    "novelty": 0.25,
}
EXPLANATION = {**PREDICTION["evidence"]["ict"], "topic": "ict", "logit": 2.5, "bias": -1.5}
SUMMARY = [{"text": "Envoys met & spoke.", "start": 16, "end": 35}, {"text": TEXT[36:86], "start": 36, "end": 86}]
REPORT = {**PREDICTION, "headline": "Talks on chips", "dateline": "TEHRAN", "summary": SUMMARY}
BARE = {"topics": [], "probabilities": {"ict": 0.2}, "evidence": {}, "headline": "", "dateline": "", "summary": []}
ARTICLES = [
    {"headline": "Talks", "url": "https://a.example/?x=1&y=2", "site": "a.example", "date": "2026-01-02"},
    {"headline": None, "url": "javascript:alert(1)", "site": None, "date": None},
    {"headline": "Talks go on", "url": None, "site": None, "date": "2026-01-03"},
]
STORY = {
    "headline": "Talks on chips",
    "summary": "Envoys met & spoke.",
    "topics": ["ict", "diplomacy"],
    "first": "2026-01-02",
    "last": "2026-01-03",
    "articles": ARTICLES,
}
SHORT = {**STORY, "topics": [], "last": "2026-01-02", "articles": ARTICLES[:1]}
CURVES = [
    plots.Curve("up", [1, 2, 3, 9], [-1, 0, 1, 0], dashed=True),
    plots.Curve("down, with a label of many words", [1, 3], [0.5, 0], line=False, dots=[0.25, 1], counts=[7, 8]),
    plots.Curve("third", [2], [0.123], dots=[0.5]),
]
SMALL = {"terms": [{"term": word, "weight": w} for word, w in (("a", 0.5), ("b", 0.0), ("c", -0.5))]}
SMALL |= {"sentences": [{"start": 0, "end": 15, "weight": 0.5}]}
LINE = "Twelve envoys met for talks on chips, on trade and on the price of grain..."  # 74 characters, the widest


def figures(support: int, **others: Any) -> dict[str, Any]:
    names = ("precision", "recall", "f1", "average_precision", "ece")
    return {"support": support, **dict(zip(names, (0.75, 0.5, 0.6, 0.875, 0.125), strict=True)), **others}


NAMES = [f"topic {i}" for i in range(8)]
EVALUATION: dict[str, Any] = {
    "figures": {
        "rows": 60,
        "exact": 0.875,
        "topics": {name: figures(8 - i, intervals={"recall": (0.25, 0.75)}) for i, name in enumerate(NAMES)},
        "macro": figures(36),
        "micro": {"precision": 1.0},
    },
    "collections": {"": {"rows": 3, "f1": 0.5, "average_precision": 0.25}},
    "curves": {
        name: {
            "recall": [0.0, 1.0],
            "precision": [1.0, 0.5],
            "probability": [0.25, 0.75],
            "share": [0.5, 1.0],
            "counts": [4 * i, i] if i % 2 else [1, 0],
        }
        for i, name in enumerate(NAMES)
    },
    "confusions": [
        {"truth": ["b"], "predicted": ["b"], "count": 30},
        {"truth": [], "predicted": ["b"], "count": 10},
        {"truth": ["b"], "predicted": ["c"], "count": 5},
        {"truth": ["a", "b"], "predicted": [], "count": 1},
        *({"truth": [f"t{i}"], "predicted": [f"t{i}"], "count": 2} for i in range(9)),
    ],
    "mistakes": [
        {
            "id": "7",
            "collection": "news",
            "text": TEXT,
            "truth": [],
            "predicted": ["topic 1", "topic 2"],
            "reasons": {"topic 1": {**PREDICTION["evidence"]["ict"], "probability": 0.935}},
        }
    ],
}
PLAIN: dict[str, Any] = {
    **EVALUATION,
    "figures": {**EVALUATION["figures"], "topics": {"topic 1": figures(36)}},
    "collections": {},
    "confusions": EVALUATION["confusions"][:2],
    "mistakes": [],
}
VIEWS: dict[str, Callable[[], list[str]]] = {
    "terminal.txt": lambda: [
        terminal.render_report(REPORT, TEXT, colour=True),
        terminal.render_report(REPORT, TEXT, width=30),
        terminal.render_topics(PREDICTION, TEXT, width=20),
        terminal.render_topics({**PREDICTION, "topics": ["diplomacy"]}, TEXT),
        terminal.render_report(BARE, ""),
        *(
            terminal.render_explanation({**EXPLANATION, "threshold": threshold, "probability": 0.5}, TEXT)
            for threshold in (None, 0.5, 0.51)
        ),
        *(
            terminal.render_topics({**PREDICTION, "evidence": {"ict": SMALL}}, "Talks on chips.", width=width)
            for width in (20, 28, 29)
        ),
        terminal.render_explanation(
            {
                **EXPLANATION,
                "sentences": [{"start": 0, "end": 74, "weight": 1.0}],
                "threshold": 0.5,
                "probability": 0.5,
            },
            LINE,
        ),
        terminal.render_explanation({**EXPLANATION, **SMALL, "threshold": 0.5, "probability": 0.5}, "Talks on chips."),
        terminal.render_summary({"summary": [{"text": "x" * 30 + " cease-fire-talks go on"}]}, width=20),
        terminal.render_explanation({**EXPLANATION, "terms": [], "threshold": 0.5, "probability": 0.5}),
    ],
    "report.html": lambda: [
        html.render_report(REPORT, TEXT, [(98, 108)]),
        html.render_report({**REPORT, "explained": ["diplomacy"]}, ""),
        html.render_report(BARE, "Rain."),
        html.render_topics(PREDICTION, TEXT, ["a < b"]),
        html.render_summary(SUMMARY, TEXT, [(0, 14)]),
        html.render_summary(SUMMARY),
        html.render_page([html.render_source("a.txt")], "a & b"),
    ],
    "story.html": lambda: [
        *(html.render_story(story, ["diplomacy", "ict"]) for story in (STORY, SHORT)),
        digest.render_digest([STORY] * 2 + [SHORT] * 1000, "News & more", ["diplomacy", "ict"])[:3600],
    ],
    "table.html": lambda: [
        tables.render_table(
            ["a < b", "c"], [["x" * 40, 1], ["x" * 41, 0.125], ["x" * 160, None], ["x " * 81, ("y", "z")]]
        ),
        tables.render_table(["a"], [], title="T & t", notes=["one", "two"]),
    ],
    "plot.svg": lambda: [
        plots.draw_curves(
            CURVES, title="T & t", x_label="x", y_label="y", x_range=(1, 3), y_range=(-1, 1), diagonal=True
        ),
        plots.draw_curves([plots.Curve("a" * 60, [2], [3], dots=[0])], x_range=(2, 2), y_range=(3, 3)),
        # The seven entries of the legend fill the width exactly.
        plots.draw_curves([plots.Curve(name, [], []) for name in ("a", "bb", "cc", "dd", "ee", "fff", "gggggg")]),
    ],
    "evaluation.html": lambda: [
        evaluation.render_evaluation(EVALUATION, "News & more"),
        evaluation.render_overview(PLAIN),
        evaluation.render_evaluation(PLAIN, ""),
    ],
    "figures.txt": lambda: [evaluation.render_figures(EVALUATION["figures"])],
}


def view(name: str) -> str:
    """Return a view as it is stored: without styles and scripts, and with a line for each element."""
    text = "\n\n".join(VIEWS[name]())
    if name.endswith(".txt"):
        return text + "\n"
    return re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL).replace("><", ">\n<") + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in VIEWS:
        (FOLDER / name).write_text(view(name), encoding="utf-8")


if __name__ == "__main__":
    main()

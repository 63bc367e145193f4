"""How well a topic model does on labelled texts: figures, curves, confusions and the worst mistakes, explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newsnlp._validation import check_instance, check_int, check_same_length
from newsnlp.evaluation import classification_report, precision_recall_curve, reliability_curve
from newsnlp.topics.labels import TopicLabels
from newsnlp.topics.model import TopicModel
from newsnlp.topics.texts import text_sources

if TYPE_CHECKING:
    from newsnlp.articles import Article

__all__ = ["TopicReport", "evaluate_topics", "training_card"]

MOST_TERMS = 6  # terms for a topic; half as many against it
THIN_BIN = 10  # bins of the reliability curve with fewer texts are merged with the next


@dataclass(frozen=True, slots=True)
class TopicReport:
    """What a topic model got right and wrong; made by `evaluate_topics`.

    Parameters
    ----------
    figures : dict
        As of ``newsnlp.evaluation.classification_report``.
    collections : dict
        Collection -> rows, macro F1 and mean average precision (over the topics that occur there).
    curves : dict
        Topic -> precision, recall, thresholds; and probability, share, counts of ten bins, thin ones merged.
    confusions : list of dict
        truth, predicted (lists of topics) and count, the most frequent first.
    mistakes : list of dict
        id, collection, text, truth, predicted, loss, and of each wrong topic the reasons: its probability, and the
        terms and sentences that speak most for and against it; the worst mistake first.

    Examples
    --------
    >>> import newsnlp
    >>> texts = ["The foreign ministers signed the treaty in Geneva.", "The cup final was drawn."]
    >>> report = newsnlp.evaluate_topics(newsnlp.load_topics(), texts, [["diplomacy"], []])
    >>> len(report.curves), report.mistakes
    (3, [])
    """

    figures: Mapping[str, Any]
    collections: Mapping[str, Mapping[str, Any]]
    curves: Mapping[str, Mapping[str, Any]]
    confusions: Sequence[Mapping[str, Any]]
    mistakes: Sequence[Mapping[str, Any]]

    def __str__(self) -> str:
        from newsnlp.display.evaluation import render_figures

        return render_figures(self.figures)

    def __repr__(self) -> str:
        macro = self.figures["macro"]
        return f"TopicReport({self.figures['rows']} articles, {len(self.curves)} topics, macro F1 {macro['f1']:.3f})"

    def _repr_html_(self) -> str:
        from newsnlp.display.evaluation import render_overview

        return render_overview(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, ready for JSON."""
        return asdict(self)

    def to_html(self, title: str = "Topics measured") -> str:
        """Return one self-contained page: tables, curves, confusions and mistakes."""
        from newsnlp.display.evaluation import render_evaluation

        return render_evaluation(self.to_dict(), title)


def evaluate_topics(
    model: TopicModel,
    texts: Iterable[str | Article],
    topics: Any,
    *,
    ids: Iterable[object] | None = None,
    collections: Iterable[object] | None = None,
    mistakes: int = 20,
) -> TopicReport:
    """Measure a model on labelled texts.

    Parameters
    ----------
    model : TopicModel
    texts : iterable of str or Article
        One text each: title, a blank line and the body.
    topics : list of str, list of collections of str, or indicator of shape (n_texts, n_topics)
        The topics of each text, all known to the model, in any form that `TopicClassifier.fit` takes.
    ids, collections : iterable of str or int, or None, default=None
        Names of the texts, by default their positions, and where they come from.
    mistakes : int, default=20
        How many of the worst mistakes to explain.

    Returns
    -------
    TopicReport

    Raises
    ------
    ValueError
        If lengths differ or a topic is unknown to the model.

    Examples
    --------
    >>> from newsnlp import evaluate_topics, load_topics
    >>> texts = ["Both foreign ministers signed a treaty after talks in Geneva.", "The cup final ended in a draw."]
    >>> report = evaluate_topics(load_topics("en"), texts, [["diplomacy"], []])
    >>> report.figures["topics"]["diplomacy"]["f1"], report.mistakes
    (1.0, [])
    """
    check_instance(model, "model", "TopicModel")
    check_int(mistakes, "mistakes", minimum=0)
    sources, truth = text_sources(texts), TopicLabels.of(model.topics).read_again(topics)
    names = [str(name) for name in (range(len(sources)) if ids is None else ids)]
    origins = [str(origin) for origin in ([""] * len(sources) if collections is None else collections)]
    check_same_length(texts=sources, topics=truth, ids=names, collections=origins)
    chance = model.predict_proba(sources)
    said = chance >= np.array([model.thresholds[name] for name in model.topics])
    worst = _worst(truth, chance, said)[:mistakes]
    figures = classification_report(truth, chance, said, model.topics, groups=origins)
    parts = figures.pop("groups")
    return TopicReport(
        figures=figures,
        collections={name: _collection_row(part) for name, part in parts.items()} if len(parts) > 1 else {},
        curves={name: _curves(truth[:, i], chance[:, i]) for i, name in enumerate(model.topics)},
        confusions=_confusions(truth, said, model.topics),
        mistakes=[
            {
                "id": names[i],
                "collection": origins[i],
                "text": sources[i],
                "truth": _named(model.topics, truth[i]),
                "predicted": _named(model.topics, said[i]),
                "loss": loss,
                "reasons": _reasons(model, sources[i], truth[i] != said[i]),
            }
            for i, loss in worst
        ],
    )


def _collection_row(figures: dict[str, Any]) -> dict[str, Any]:
    return {"rows": figures["rows"], **{name: figures["macro"][name] for name in ("f1", "average_precision")}}


def _worst(truth: np.ndarray, chance: np.ndarray, said: np.ndarray) -> list[tuple[int, float]]:
    """Return the rows with a wrong topic and the log loss of their worst one, the highest first."""
    given = np.clip(np.where(truth, chance, 1.0 - chance), 1e-15, 1.0)
    loss = np.where(truth != said, -np.log(given), 0.0).max(axis=1, initial=0.0)
    order = np.argsort(-loss, kind="stable")
    return [(int(i), float(loss[i])) for i in order if (truth[i] != said[i]).any()]


def _named(names: Sequence[str], held: np.ndarray) -> list[str]:
    return [name for name, holds in zip(names, held, strict=True) if holds]


def _reasons(model: TopicModel, text: str, wrong: np.ndarray) -> dict[str, dict[str, Any]]:
    """Return the explanations of the topics that the model got wrong."""
    explained = model.explain(text)
    reasons = {}
    for name in _named(model.topics, wrong):
        terms, sentences = explained[name].terms, explained[name].sentences
        against = [term for term in terms[MOST_TERMS:][-MOST_TERMS // 2 :] if term.weight < 0]
        reasons[name] = {
            "probability": explained[name].probability,
            "terms": [term._asdict() for term in (*terms[:MOST_TERMS], *against)],
            "sentences": [sentence._asdict() for sentence in sentences[:2] if sentence.weight > 0],
        }
    return reasons


def _curves(truth: np.ndarray, chance: np.ndarray) -> dict[str, list[float]]:
    curve, bins = precision_recall_curve(truth, chance), reliability_curve(truth, chance, least=THIN_BIN)
    return {key: values.tolist() for key, values in {**curve._asdict(), **bins._asdict()}.items()}


def _confusions(truth: np.ndarray, said: np.ndarray, names: Sequence[str]) -> list[dict[str, Any]]:
    counts = Counter((tuple(_named(names, t)), tuple(_named(names, s))) for t, s in zip(truth, said, strict=True))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"truth": list(t), "predicted": list(s), "count": count} for (t, s), count in ordered]


def training_card(labels: TopicLabels, settings: Mapping[str, Any], figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return a model's card: what it was trained on and how well it does on held-out texts."""
    counts = labels.truth.sum(axis=0).tolist()
    return {
        "texts": len(labels.truth),
        "texts without a topic": int((~labels.truth.any(axis=1)).sum()),
        "texts by topic": dict(zip(labels.names, counts, strict=True)),
        "settings": {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()},
        "figures on held-out texts": dict(figures),
    }

"""Build the shipped topic model: ``python -m newsnlp.training topics DATA --out FOLDER``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from newsnlp import _core
from newsnlp.modelfile import write_atomically
from newsnlp.topics.calibration import fit_sigmoid, sigmoid
from newsnlp.topics.fitting import log_count_ratios, scale_columns, weigh
from newsnlp.topics.model import TopicHead, TopicModel
from newsnlp.topics.taxonomy import NEWS_TOPICS
from newsnlp.topics.terms import Lead, TermTable, word_analysis
from newsnlp.topics.thresholds import expected_f1_threshold
from newsnlp.training.topic_card import measure, model_card, write_card
from newsnlp.training.topic_data import TopicData, read_topic_data, read_topic_rows
from newsnlp.training.words import WordViews, heading_weights, neighbour_vectors

__all__ = ["Recipe", "build", "train_topics"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

NGRAM_RANGE = (1, 2)
# Years, long numbers, and what is left of addresses, telephone numbers and links when they are cut into words.
UNWANTED = re.compile(r"\d{3}|\d.* .*\d|\b(?:www|https?|html?|com|org|net|gov|edu|fax|tel|mailto)\b|_")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices of the shipped model; each was made by cross-validation, the card says how.

    Parameters
    ----------
    min_df : int
        In how many training texts a word must occur; no term of fewer is ever shipped.
    n_pairs : int
        How many word pairs are kept, the most telling ones.
    words : int
        Where training texts are cut: their labels hold for the beginning.
    place_factor : float
        What the values of countries, peoples and capitals are multiplied by: where is not what.
    view_shares : tuple of float
        Lengths of the views of letters, neighbours and headings beside the terms.
    dimensions : int
        Of the neighbour vectors.
    strength, ratio_strength : float
        C, the inverse of regularization, without and with log-count ratios; both machines are averaged.
    lead_words, lead_share : int, float
        How much the beginning of a text counts; see `Lead`.
    seed : int
        Seed of all that is drawn.
    """

    min_df: int = 4
    n_pairs: int = 32_000
    words: int = 250
    place_factor: float = 0.25
    view_shares: tuple[float, float, float] = (0.6, 0.6, 0.5)
    dimensions: int = 200
    strength: float = 0.4
    ratio_strength: float = 0.3
    lead_words: int = 100
    lead_share: float = 0.5
    seed: int = 0


def train_topics(data: TopicData, recipe: Recipe | None = None) -> TopicModel:
    """Return the model that the data teach, calibrated on collections that it was not fitted on.

    Parameters
    ----------
    data : TopicData
    recipe : Recipe, default=None
        None is the recipe of the shipped model.
    """
    with threadpool_limits(1):  # sums in another order would be other bytes
        return _Training(data, recipe or Recipe()).model()


class _Training:
    """The steps of a training, over matrices that they share."""

    def __init__(self, data: TopicData, recipe: Recipe) -> None:
        self._data, self._recipe = data, recipe
        self._texts = [_beginning(text, recipe.words) for text in data.texts]
        self._leads = [_beginning(text, recipe.lead_words) for text in self._texts]
        self._all = [*self._texts, *(_beginning(text, recipe.words) for text in data.unlabelled)]
        counts = _core.TermCounts(word_analysis(NGRAM_RANGE))
        counts.add(self._all)
        columns = counts.columns(min_df=recipe.min_df)
        names = columns.vocabulary().names()
        wanted = np.array([i for i, name in enumerate(names) if not UNWANTED.search(name)])
        terms = [names[i] for i in wanted]
        words = [term for term in terms if " " not in term]
        vectors = neighbour_vectors(words, self._all, dimensions=recipe.dimensions, seed=recipe.seed)
        self._vectors = dict(zip(words, vectors, strict=True))
        self._places = frozenset((files("newsnlp.training") / "places.txt").read_text(encoding="utf-8").split())
        self._use(terms)

    def _use(self, terms: Sequence[str]) -> None:
        """Weigh all texts by these terms, words first."""
        recipe = self._recipe
        self._terms = sorted(terms, key=lambda term: (" " in term, term))
        self._vocabulary = _core.Vocabulary(self._terms, word_analysis(NGRAM_RANGE))
        df = self._vocabulary.document_frequencies(self._all)
        self._df = df
        places = np.array([np.mean([w in self._places for w in term.split(" ")]) for term in self._terms])
        idf = np.log((1.0 + len(self._all)) / (1.0 + df)) + 1.0
        idf *= 1.0 - (1.0 - recipe.place_factor) * places
        self._idf = idf.astype(np.float16).astype(np.float64)  # as it will be stored
        self._values, self._lead_values = self._weigh(self._texts), self._weigh(self._leads)
        headed = [text for text, heading in self._data.headed if heading]
        headings = [heading for _, heading in self._data.headed if heading]
        sections = heading_weights(self._weigh(headed), headings, recipe.seed)
        self._views = WordViews(self._terms, self._vectors, sections, recipe.view_shares).fit(self._values)
        self._widened = self._views.widen(self._values)

    def _weigh(self, texts: Sequence[str]) -> sparse.csr_matrix:
        parts = self._vocabulary.count(list(texts), dtype="float64", sublinear_tf=True)
        return weigh(sparse.csr_matrix(parts, shape=(len(texts), len(self._terms))), self._idf)

    def model(self) -> TopicModel:
        """Fit on all terms, keep the telling ones, fit and calibrate on these."""
        self._use(self._choose_terms())
        margins = self._foreign_margins()
        weights, biases = self._fit(np.ones(len(self._texts), dtype=bool))
        table = TermTable.from_vocabulary(self._vocabulary, NGRAM_RANGE, self._idf, weights)
        lead = Lead(self._recipe.lead_words, self._recipe.lead_share)
        heads = []
        for i, name in enumerate(self._data.topics):
            slope, intercept = fit_sigmoid(margins[:, i], self._data.truth[:, i])
            threshold = expected_f1_threshold(sigmoid(slope * margins[:, i] + intercept))
            iptc = NEWS_TOPICS.get(name, ())
            heads.append(TopicHead(name, float(biases[i]), slope, intercept, threshold, iptc))
        return TopicModel(heads, [table.with_lead(lead)])

    def _choose_terms(self) -> list[str]:
        """Return all words, and the pairs whose weights move the margins most."""
        weights, _ = self._fit(np.ones(len(self._texts), dtype=bool))
        pairs = np.array([" " in term for term in self._terms])
        telling = np.abs(weights).max(axis=1) * self._idf * np.sqrt(self._df) * pairs
        kept = np.sort(np.argsort(-telling, kind="stable")[: min(self._recipe.n_pairs, int(pairs.sum()))])
        return [*(t for t in self._terms if " " not in t), *(self._terms[i] for i in kept)]

    def _foreign_margins(self) -> Floats:
        """Return margins of each kind of source from a fit without it: what to expect of outlets never seen."""
        margins = np.zeros(self._data.truth.shape)
        share = self._recipe.lead_share
        for kind in sorted(set(self._data.kinds)):
            foreign = np.array([k == kind for k in self._data.kinds])
            weights, biases = self._fit(~foreign)
            whole, lead = self._values[foreign] @ weights, self._lead_values[foreign] @ weights
            margins[foreign] = (1.0 - share) * whole + share * lead + biases
        return margins

    def _fit(self, rows: Bools) -> tuple[Floats, Floats]:
        """Return the mean of two machines a topic, one of them over log-count ratios, as weights of terms."""
        recipe, values, widened = self._recipe, self._values[rows], self._widened[rows]
        weights = np.zeros((len(self._terms), len(self._data.topics)))
        biases = np.zeros(len(self._data.topics))
        for i in range(len(biases)):
            truth = self._data.truth[rows, i]
            ratios = np.ones(widened.shape[1])
            ratios[: values.shape[1]] = log_count_ratios(values, truth)
            for scale, strength in ((None, recipe.strength), (ratios, recipe.ratio_strength)):
                inputs = widened if scale is None else scale_columns(widened, scale)
                machine = LinearSVC(C=strength, random_state=recipe.seed, tol=1e-3, max_iter=10_000).fit(inputs, truth)
                learned = machine.coef_[0] if scale is None else machine.coef_[0] * scale
                spread = 2.0 * float((inputs @ machine.coef_[0]).std())
                weights[:, i] += self._views.fold(learned / spread)
                biases[i] += machine.intercept_[0] / spread
        return weights, biases


def describe(recipe: Recipe) -> dict[str, Any]:
    """Return the recipe as JSON values."""
    return {**asdict(recipe), "view_shares": list(recipe.view_shares)}


def _beginning(text: str, n_words: int) -> str:
    """Return the text up to its n-th word, as the native scorer counts words."""
    for i, match in enumerate(re.finditer(r"\b\w+\b", text)):
        if i == n_words:
            return text[: match.start()]
    return text


def build(folder: Path, out: Path) -> None:
    """Read the texts in `folder`, train, measure on ``dev`` where there is one, and write model and card to `out`."""
    data = read_topic_data(folder)
    recipe = Recipe()
    model = train_topics(data, recipe)
    dev = folder / "dev.jsonl.gz"
    figures = measure(model, read_topic_rows(dev)) if dev.exists() else None
    card = model_card(data, describe(recipe), figures)
    out.mkdir(parents=True, exist_ok=True)
    model.with_card(card).save(out / "topics-en.model")
    notes = (files("newsnlp.training") / "topic_notes.md").read_text(encoding="utf-8")
    write_atomically(out / "topics-en.md", write_card(card, notes).encode("utf-8"))

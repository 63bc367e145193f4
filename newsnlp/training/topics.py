"""Build the shipped topic model: ``python -m newsnlp.training topics DATA --out FOLDER``."""

from __future__ import annotations

import re
from collections import Counter
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

from newsnlp._core import Analysis, TermCounts, Vocabulary
from newsnlp._files import write_atomically
from newsnlp.topics.calibration import fit_sigmoid
from newsnlp.topics.fitting import log_count_ratios, scale_columns, stratified_folds, weigh
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.model import TopicModel
from newsnlp.topics.taxonomy import NEWS_TOPICS
from newsnlp.topics.terms import Reading, TermTable, word_analysis
from newsnlp.training.topic_card import measure, model_card, write_card
from newsnlp.training.topic_data import PORTAL, TopicData, read_topic_data, read_topic_rows
from newsnlp.training.words import SECTIONS, WordViews, neighbour_vectors, section_weights

__all__ = ["Recipe", "beginning", "build", "describe", "train_topics"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

VERSION = "en-5"  # changes with every change of the model, so that no series of results changes silently
NGRAM_RANGE = (1, 2)
FOLDS = 3
TOLERANCE = 1e-2  # of the solver
THRESHOLD = 0.5  # a topic is given if it is more likely than not; a text may have none
UNRELATED = ("culture", "sport")  # sections of the portal whose texts have none of the topics
# Years, long numbers, and what is left of addresses, telephone numbers and links when they are cut into words.
UNWANTED = re.compile(r"\d{3}|\d.* .*\d|\b(?:www|https?|html?|com|org|net|gov|edu|fax|tel|mailto)\b|_")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The hyperparameters of the shipped model, chosen by cross-validation; the model's card says how.

    Parameters
    ----------
    min_df : int
        In how many training texts a word must occur. No term of fewer texts is shipped.
    n_pairs : int
        How many word pairs are kept, the most frequent ones.
    words : int
        How many words of a text are read, in training and after.
    place_factor : float
        Factor for the values of countries, peoples and capitals: where something happens does not make its topic.
    name_share : float
        A word counts as a name, which cannot decide on a topic alone, if this share of its texts has it with a capital.
    view_shares : tuple of float
        Lengths of the views of letters, neighbours and headings, relative to the terms.
    dimensions : int
        Length of the neighbour vectors.
    strength, ratio_strength : float
        C, the inverse strength of regularization, without and with log-count ratios. The two machines are averaged.
    lead_words, lead_share : int, float
        How much the beginning of a text counts; see `Reading`.
    title_weight, opening_weight : float
        Weights of a title alone, and of a title with the first sentence, as further texts beside the whole text.
    unsure_weight : float
        Weight of a text whose label was uncertain.
    foreign_weight : float
        Weight of a post or a letter of a reader about other subjects.
    weak_weight : float
        Weight of a text from an unrelated section of the portal, as an example without any topic.
    known_pairs : float
        The share of pairs of neighbouring words that are terms in a familiar text; see `Reading`. One in a hundred of
        the labelled texts has a lower share.
    seed : int
        Seed of the random numbers.
    """

    min_df: int = 4
    n_pairs: int = 60_000
    words: int = 300
    place_factor: float = 0.3
    name_share: float = 0.9
    view_shares: tuple[float, float, float] = (0.8, 1.0, 1.0)
    dimensions: int = 200
    strength: float = 0.3
    ratio_strength: float = 0.25
    lead_words: int = 100
    lead_share: float = 0.45
    title_weight: float = 0.3
    opening_weight: float = 0.3
    unsure_weight: float = 0.5
    foreign_weight: float = 4.0
    weak_weight: float = 1.5
    known_pairs: float = 0.3
    seed: int = 0


def train_topics(data: TopicData, recipe: Recipe | None = None) -> TopicModel:
    """Return the model fitted to the data, calibrated on collections that it was not fitted on.

    Parameters
    ----------
    data : TopicData
    recipe : Recipe, default=None
        None is the recipe of the shipped model.
    """
    with threadpool_limits(1):  # sums in another order would give other bytes
        return _Training(data, recipe or Recipe()).model()


class _Training:
    """The steps of a training, and the matrices that they share."""

    def __init__(self, data: TopicData, recipe: Recipe) -> None:
        self._data, self._recipe = data, recipe
        whole = [beginning(text, recipe.words) for text in data.texts]
        self._all = [*whole[: data.counted], *(beginning(text, recipe.words) for text in data.unlabelled)]
        self._whole_texts = whole
        titled = [i for i, title in enumerate(data.titles) if title]
        self._texts = [
            *whole,
            *(data.titles[i] for i in titled),
            *(opening(data.titles[i], data.texts[i]) for i in titled),
        ]
        self._origins = np.array([*range(len(whole)), *titled, *titled])  # which whole text each is a part of
        self._truth, self._kinds = data.truth[self._origins], np.array(data.kinds)[self._origins]
        parts = np.repeat([1.0, recipe.title_weight, recipe.opening_weight], [len(whole), len(titled), len(titled)])
        importance = np.where(data.unsure, recipe.unsure_weight, np.where(data.foreign, recipe.foreign_weight, 1.0))
        self._importance = parts * importance[self._origins]
        self._terms, df = self._choose_terms()
        self._vocabulary = Vocabulary(self._terms, word_analysis(NGRAM_RANGE))
        self._idf = self._inverse_frequencies(df)
        self._telling = self._telling_terms()
        self._values = self._weigh(self._texts)
        self._lead_values = self._weigh([beginning(text, recipe.lead_words) for text in self._texts])
        self._damping = [self._dampings(values) for values in (self._values, self._lead_values)]
        sections = [SECTIONS.get((heading or "").lower(), "") for _, heading in data.headed]
        headed = self._weigh([text for text, _ in data.headed])
        self._views = self._learn_words(headed, sections)
        unrelated = headed[np.isin(sections, UNRELATED)]
        self._weak, self._weak_widened = unrelated, self._views.widen(unrelated)
        self._widened = self._views.widen(self._values)

    def _choose_terms(self) -> tuple[list[str], NDArray[np.int64]]:
        """Return all words and the most frequent pairs, words first, and in how many texts each occurs."""
        counts = TermCounts(word_analysis(NGRAM_RANGE))
        counts.add(self._all)
        columns = counts.columns(min_df=self._recipe.min_df)
        names, df = columns.vocabulary().names(), columns.document_frequencies
        wanted = [i for i, name in enumerate(names) if not UNWANTED.search(name)]
        words = [i for i in wanted if " " not in names[i]]
        pairs = sorted((i for i in wanted if " " in names[i]), key=lambda i: (-df[i], names[i]))
        chosen = [*words, *sorted(pairs[: self._recipe.n_pairs])]
        return [names[i] for i in chosen], df[chosen]

    def _telling_terms(self) -> Bools:
        """Return which terms are words but not names: names nearly always have a capital."""
        counts = TermCounts(Analysis("word", (1, 1), min_letters=1, lowercase=False))
        counts.add(self._all)
        columns = counts.columns(min_df=1)
        written, capital = Counter[str](), Counter[str]()
        for name, df in zip(columns.vocabulary().names(), columns.document_frequencies.tolist(), strict=True):
            word = name.lower()
            written[word] += df
            capital[word] += df * (word != name)
        share = self._recipe.name_share
        return np.array([" " not in t and capital[t] < share * written[t] for t in self._terms], dtype=bool)

    def _inverse_frequencies(self, df: NDArray[np.int64]) -> Floats:
        """Return idf as it is stored, reduced for geographic names."""
        known = frozenset((files("newsnlp.training") / "places.txt").read_text(encoding="utf-8").split())
        places = np.array([np.mean([word in known for word in term.split(" ")]) for term in self._terms])
        idf = np.log((1.0 + len(self._all)) / (1.0 + df)) + 1.0
        idf *= 1.0 - (1.0 - self._recipe.place_factor) * places
        stored: Floats = idf.astype(np.float16).astype(np.float64)
        return stored

    def _learn_words(self, headed: sparse.csr_matrix, sections: Sequence[str]) -> WordViews:
        """Return the views of the words, learned from all texts, labelled or not."""
        recipe = self._recipe
        words = [term for term in self._terms if " " not in term]
        vectors = neighbour_vectors(words, self._all, dimensions=recipe.dimensions, seed=recipe.seed)
        return WordViews(self._terms, vectors, section_weights(headed, sections, recipe.seed), recipe.view_shares).fit(
            self._values[: len(self._whole_texts)]
        )

    def _weigh(self, texts: Sequence[str]) -> sparse.csr_matrix:
        parts = self._vocabulary.count(list(texts), dtype="float64", sublinear_tf=True)
        return weigh(sparse.csr_matrix(parts, shape=(len(texts), len(self._terms))), self._idf)

    def model(self) -> TopicModel:
        """Fit, calibrate on held-out margins, and put the model together."""
        margins, truth = self._held_out_margins(), np.concatenate([self._truth] * 2)
        # Texts like those of the training have twice the weight of texts from unseen sources; articles, openings and
        # titles have the same weight.
        importance = np.repeat([1.0, 2.0], len(self._texts))
        weights, biases = self._fit(np.ones(len(self._texts), dtype=bool))
        table = TermTable.from_vocabulary(self._vocabulary, NGRAM_RANGE, self._idf, weights)
        table = table.with_telling(self._telling)
        recipe = self._recipe
        reading = Reading(recipe.words, recipe.lead_words, recipe.lead_share, recipe.known_pairs)
        heads = []
        for i, name in enumerate(self._data.topics):
            slope, intercept = fit_sigmoid(margins[:, i], truth[:, i], importance)
            iptc = NEWS_TOPICS.get(name, ())
            heads.append(TopicHead(name, float(biases[i]), slope, intercept, THRESHOLD, iptc))
        return TopicModel(heads, [table.with_reading(reading)])

    def _held_out_margins(self) -> Floats:
        """Return the margins of every text twice: from a fit without its kind of source, and without its fold.

        The first are to be expected for outlets that the training has not seen, the second for texts like those of the
        training; users' texts lie between the two.
        """
        folds = stratified_folds(self._whole_texts, self._data.truth, FOLDS, self._recipe.seed)
        return np.concatenate([self._margins_without(self._kinds), self._margins_without(folds[self._origins])])

    def _margins_without(self, groups: NDArray[Any]) -> Floats:
        margins = np.zeros(self._truth.shape)
        share = self._recipe.lead_share
        for group in np.unique(groups):
            out = groups == group
            weights, biases = self._fit(~out)
            whole, lead = self._values[out] @ weights, self._lead_values[out] @ weights
            damping, lead_damping = (factors[out, None] for factors in self._damping)
            margins[out] = (1.0 - share) * damping * whole + share * lead_damping * lead + biases
        return margins

    def _dampings(self, values: sparse.csr_matrix) -> Floats:
        """Return the factor that the model has for the values of each text; see `TermTable`."""
        telling = np.asarray((values[:, self._telling] != 0).sum(axis=1), dtype=np.float64).ravel()
        return 1.0 - 1.0 / np.maximum(telling, 1.0) ** 2

    def _fit(self, rows: Bools) -> tuple[Floats, Floats]:
        """Return the mean of two machines for each topic, one over log-count ratios, as weights of terms."""
        recipe = self._recipe
        # Without the portal's labelled texts, its unrelated ones would say that no text of the portal has a topic.
        n_weak = self._weak.shape[0] if (rows & (self._kinds == PORTAL)).any() else 0
        values = sparse.vstack([self._values[rows], self._weak[:n_weak]]).tocsr()
        widened = sparse.vstack([self._widened[rows], self._weak_widened[:n_weak]]).tocsr()
        importance = np.concatenate([self._importance[rows], np.full(n_weak, recipe.weak_weight)])
        weights = np.zeros((len(self._terms), len(self._data.topics)))
        biases = np.zeros(len(self._data.topics))
        for i in range(len(biases)):
            truth = np.concatenate([self._truth[rows, i], np.zeros(n_weak, dtype=bool)])
            ratios = np.ones(widened.shape[1])
            ratios[: values.shape[1]] = log_count_ratios(values, truth)
            for scale, strength in ((None, recipe.strength), (ratios, recipe.ratio_strength)):
                inputs = widened if scale is None else scale_columns(widened, scale)
                machine = LinearSVC(C=strength, random_state=recipe.seed, tol=TOLERANCE, max_iter=10_000)
                machine.fit(inputs, truth, sample_weight=importance)
                learned = machine.coef_[0] if scale is None else machine.coef_[0] * scale
                spread = 2.0 * float((inputs @ machine.coef_[0]).std())
                weights[:, i] += self._views.fold(learned / spread)
                biases[i] += machine.intercept_[0] / spread
        return weights, biases


def describe(recipe: Recipe) -> dict[str, Any]:
    """Return the recipe as JSON values."""
    return {**asdict(recipe), "view_shares": list(recipe.view_shares)}


def beginning(text: str, n_words: int) -> str:
    """Return the text up to its n-th word, as the native scorer counts words."""
    for i, match in enumerate(re.finditer(r"\b\w+\b", text)):
        if i == n_words:
            return text[: match.start()]
    return text


def opening(title: str, text: str) -> str:
    """Return the title of a text and its first sentence, which ends at the first full stop with a blank."""
    return title + re.split(r"(?<=[.!?]) ", text[len(title) :], maxsplit=1)[0]


def build(folder: Path, out: Path) -> None:
    """Read the texts in `folder`, train, measure on ``dev`` if there is one, and write model and card to `out`."""
    data = read_topic_data(folder)
    recipe = Recipe()
    model = train_topics(data, recipe)
    dev = folder / "dev.jsonl.gz"
    figures = measure(model, read_topic_rows(dev)) if dev.exists() else None
    card = model_card(data, describe(recipe), figures)
    out.mkdir(parents=True, exist_ok=True)
    model.with_card(card, VERSION).save(out / "topics-en.model")
    notes = (files("newsnlp.training") / "topic_notes.md").read_text(encoding="utf-8")
    write_atomically(out / "topics-en.md", write_card(card, VERSION, notes).encode("utf-8"))

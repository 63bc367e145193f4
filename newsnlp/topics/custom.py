"""User-defined topics, learned from keywords, a few examples and many unlabelled texts.

The texts with a keyword are a noisy sample of the topic. How they differ from the others *apart from the keywords*
tells topical texts from accidental matches and finds the topical texts that have no keyword at all; dividing by how
often a topical text has a keyword turns "has a keyword" into "has the topic" (Elkan and Noto 2008). A logistic model
is then fitted to these probabilities, with the keywords included again, so that its own probabilities are meaningful.

References
----------
Elkan, Noto: Learning classifiers from only positive and unlabeled data. KDD 2008.
Ratner et al.: Data programming: creating large training sets, quickly. NIPS 2016.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import TermCounts, Vocabulary
from newsnlp._validation import check_instance, check_text, check_texts, check_topic_name
from newsnlp.topics.calibration import sigmoid
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.model import TopicModel
from newsnlp.topics.taxonomy import check_iptc
from newsnlp.topics.terms import TermTable, word_analysis
from newsnlp.topics.texts import text_sources
from newsnlp.topics.thresholds import expected_f1_threshold, threshold_above

if TYPE_CHECKING:
    from newsnlp.articles import Article

__all__ = ["Topic", "learn_topic"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NGRAM_RANGE = (1, 2)
MIN_DF = 3
MOST_TERMS = 20_000  # a full vocabulary of 150,000 is no better and makes the file ten times as large
FOLDS = 3
FEWEST_SEEDS = 10  # with fewer texts a topic cannot be told from chance
LARGE_CORPUS = 1e5  # above this many texts, regularization no longer decreases; see _strength
EXAMPLE_WEIGHT = 10.0  # an example is certain; a keyword is a hint
ENDINGS = "(?:s|es|d|ed|ing)?"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic described by its user.

    Parameters
    ----------
    name : str
        What predictions call it.
    keywords : sequence of str
        Words or phrases that topical texts often have, about ten; case and the endings -s, -es, -d, -ed and -ing do
        not matter. Other texts may have one occasionally.
    examples : sequence of str or Article, default=()
        Texts that certainly have the topic; a handful helps.
    iptc : sequence of str, default=()
        IPTC Media Topics ids that predictions carry, the closest first.

    Raises
    ------
    TypeError, ValueError
        If a field has the wrong form or no keyword is given.

    Examples
    --------
    >>> from newsnlp import Topic
    >>> Topic("disasters", keywords=["earthquake", "flood"], iptc=["medtop:03000000"]).iptc
    ('03000000',)
    """

    name: str
    keywords: Sequence[str]
    examples: Sequence[str | Article] = ()
    iptc: Sequence[str] = ()

    def __post_init__(self) -> None:
        name = check_topic_name(self.name).strip()
        examples = text_sources(self.examples, "examples")
        fields = {
            "name": name,
            "keywords": _checked_names(self.keywords, "keywords"),
            "examples": tuple(check_text(text, f"examples[{i}]") for i, text in enumerate(examples)),
            "iptc": check_iptc(check_texts(self.iptc, "iptc")),
        }
        for field, value in fields.items():
            object.__setattr__(self, field, value)
        if not self.keywords:
            raise ValueError(f"topic {name!r} needs at least one keyword")

    def matcher(self) -> re.Pattern[str]:
        """Return the pattern that finds a keyword in a lower-case text."""
        words = (r"\s+".join(re.escape(part) for part in keyword.lower().split()) for keyword in self.keywords)
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)}){ENDINGS}(?!\w)")


def learn_topic(topic: Topic, texts: Iterable[str | Article]) -> TopicModel:
    """Learn a topic from its keywords, its examples and unlabelled texts.

    Parameters
    ----------
    topic : Topic
    texts : iterable of str or Article
        Unlabelled texts of the kind that will be classified: a few thousand or more, some of which have the topic.

    Returns
    -------
    TopicModel
        A model of this topic alone; ``model.with_topic(...)`` adds it to others. Its threshold maximizes the F1
        expected from its own probabilities.

    Raises
    ------
    ValueError
        If fewer than ten texts have a keyword or are examples, or fewer than ten are neither.

    Examples
    --------
    >>> from newsnlp import Topic, learn_topic
    >>> news = ["A flood cut off two villages", "Rescue crews reached the villages", "Shares rose in late trading"]
    >>> model = learn_topic(Topic("disasters", keywords=["flood", "quake"]), news * 20)
    >>> model.classify("Rescue crews reached villages cut off by a flood").topics
    ('disasters',)
    >>> model.classify("Late trading in shares rose").topics
    ()
    """
    rows, certain = _rows(check_instance(topic, "topic", "Topic"), texts)
    matcher = topic.matcher()
    matched = np.array([matcher.search(text.lower()) is not None for text in rows], dtype=bool)
    seeds = int((matched | certain).sum())
    if min(seeds, len(rows) - seeds) < FEWEST_SEEDS:
        raise ValueError(
            f"topic {topic.name!r}: {seeds} of {len(rows)} texts have a keyword or are examples; "
            f"at least {FEWEST_SEEDS} must, and as many must not"
        )
    vocabulary, idf, values = _term_values(rows)
    keyword_columns = np.array([matcher.search(term) is not None for term in vocabulary.names()], dtype=bool)
    share = _topic_share(values, matched, certain, keyword_columns)
    weights, bias = _fit(values, share, np.where(certain, EXAMPLE_WEIGHT, 1.0))
    nothing_known = float(sigmoid(bias))  # the probability of a text without known terms, which has no topic
    threshold = max(expected_f1_threshold(sigmoid(values @ weights + bias)), threshold_above(nothing_known))
    card = {
        "kind": "own topic, learned from keywords, examples and unlabelled texts",
        "keywords": list(topic.keywords),
        "examples": len(topic.examples),
        "texts": len(rows),
        "texts with a keyword": int(matched.sum()),
    }
    head = TopicHead(topic.name, bias, slope=1.0, intercept=0.0, threshold=threshold, iptc=tuple(topic.iptc))
    return TopicModel([head], [TermTable.from_vocabulary(vocabulary, NGRAM_RANGE, idf, weights[:, None])], card)


def _rows(topic: Topic, texts: Iterable[str | Article]) -> tuple[list[str], Bools]:
    """Return all texts, with the examples once and at the end, and a mask of the examples."""
    sources = text_sources(texts)
    examples = list(dict.fromkeys(text_sources(topic.examples)))
    known = set(examples)
    others = [text for i, text in enumerate(sources) if check_text(text, f"texts[{i}]") not in known]
    return others + examples, np.arange(len(others) + len(examples)) >= len(others)


def _term_values(texts: list[str]) -> tuple[Vocabulary, Floats, Any]:
    """Return the most frequent terms, their idf, and the tf-idf of all texts as a CSR matrix."""
    from scipy.sparse import csr_matrix

    counts = TermCounts(word_analysis(NGRAM_RANGE), keep_rows=True)
    counts.add(texts)
    columns = counts.columns(min_df=MIN_DF)
    order = np.argsort(-columns.document_frequencies, kind="stable")[:MOST_TERMS]
    columns = columns.select(np.sort(order))
    if not len(columns):
        raise ValueError(f"no term occurs in at least {MIN_DF} of the {len(texts)} texts")
    idf = np.log((1.0 + len(texts)) / (1.0 + columns.document_frequencies)) + 1.0
    parts = counts.take_rows(columns, dtype="float64", idf=idf, sublinear_tf=True, norm="l2")
    return columns.vocabulary(), idf, csr_matrix(parts, shape=(len(texts), len(columns)))


def _topic_share(values: Any, matched: Bools, certain: Bools, keyword_columns: Bools) -> Floats:
    """Return the probability that each text has the topic, judged by the words around the keywords."""
    from scipy.sparse import diags

    context = values @ diags((~keyword_columns).astype(np.float64))
    seeds = matched | certain
    importance = np.where(certain, EXAMPLE_WEIGHT, 1.0)
    chance = np.zeros(len(seeds))
    fold = _folds(seeds)
    for k in range(FOLDS):
        rest = fold != k
        weights, bias = _fit(context[rest], seeds[rest].astype(np.float64), importance[rest])
        chance[~rest] = sigmoid(context[~rest] @ weights + bias)
    # How often a topical text has a keyword: the mean over the seeds, where a seed counts by how topical it looks.
    found = chance[seeds]
    share = np.minimum(chance / (np.square(found).sum() / found.sum()), 1.0)
    # A keyword is evidence in itself: it doubles the evidence of the context.
    share = np.where(matched, np.minimum(2.0 * share, 1.0), share)
    return np.where(certain, 1.0, share)


def _folds(seeds: Bools) -> NDArray[np.int64]:
    """Return a random fold for each text (corpora can be ordered), with seeds in every fold."""
    fold = np.empty(len(seeds), dtype=np.int64)
    generator = np.random.default_rng(0)
    for rows in (np.flatnonzero(seeds), np.flatnonzero(~seeds)):
        fold[generator.permutation(rows)] = np.arange(len(rows)) % FOLDS
    return fold


def _strength(n_texts: int) -> float:
    """Return C: weak regularization for few texts, or all probabilities would stay near the mean.

    The exponent was the best of those tried on corpora of 1,000 to 85,000 news texts.
    """
    return float(max(1.0, (LARGE_CORPUS / n_texts) ** (2.0 / 3.0)))


def _fit(values: Any, share: Floats, importance: Floats) -> tuple[Floats, float]:
    """Fit a logistic model to probabilities p: each text is positive with weight p and negative with weight 1 - p."""
    from sklearn.linear_model import LogisticRegression

    from newsnlp.topics.fitting import LIBLINEAR

    weights = np.concatenate([share * importance, (1.0 - share) * importance])
    # Texts that almost certainly lack the topic need no second row, whose weight would be close to 0.
    kept = np.flatnonzero(weights > 0.01)
    model = LogisticRegression(C=_strength(len(share)), solver="liblinear", tol=1e-3, random_state=0)
    with LIBLINEAR:
        model.fit(values[kept % len(share)], kept < len(share), sample_weight=weights[kept])
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def _checked_names(names: Any, name: str) -> tuple[str, ...]:
    """Return names (of topics, keywords) as a tuple, stripped and without repetition; none may be blank."""
    found = [check_text(item, f"{name}[{i}]").strip() for i, item in enumerate(check_texts(names, name))]
    if not all(found):
        raise ValueError(f"{name}[{found.index('')}] must not be blank")
    return tuple(dict.fromkeys(found))

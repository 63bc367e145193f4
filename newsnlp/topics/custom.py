"""A topic of one's own: learned from keywords, a few examples and a heap of unlabelled texts.

The texts with a keyword are a noisy sample of the topic. How they differ from the others *apart from the keywords*
tells topical texts from accidental matches and finds the topical texts that have no keyword at all; dividing by how
often a topical text has a keyword turns "has a keyword" into "has the topic" (Elkan and Noto 2008). A logistic model
is then fitted to these probabilities, with the keywords back in, so that its own probabilities keep their meaning.

References
----------
Elkan, Noto: Learning classifiers from only positive and unlabeled data. KDD 2008.
Ratner et al.: Data programming: creating large training sets, quickly. NIPS 2016.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from newsnlp._validation import check_names, check_text, check_texts
from newsnlp.topics.taxonomy import check_iptc

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["LearnedTopic", "Topic", "learn_topic"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FOLDS = 3
FEWEST_SEEDS = 10  # fewer texts than this tell no topic from a whim
EXAMPLE_WEIGHT = 10.0  # an example is certain; a keyword is a hint
MOST_TERMS = 20_000  # a full vocabulary of 150,000 is no better and makes the file ten times as large
ENDINGS = "(?:s|es|d|ed|ing)?"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic described by its user.

    Parameters
    ----------
    name : str
        What predictions call it.
    keywords : sequence of str, default=()
        Words or phrases that topical texts often have, about ten; case and the endings -s, -es, -d, -ed and -ing do
        not matter. A keyword may also be found in other texts now and then.
    examples : sequence of str, default=()
        Texts that certainly have the topic; a handful helps.
    iptc : sequence of str, default=()
        IPTC Media Topics ids that predictions carry, the closest first.

    Raises
    ------
    TypeError, ValueError
        If a field has the wrong form, or there are neither keywords nor examples.

    Examples
    --------
    >>> from newsnlp.topics.custom import Topic
    >>> Topic("disasters", keywords=["earthquake", "flood"], iptc=["medtop:03000000"]).iptc
    ('03000000',)
    """

    name: str
    keywords: Sequence[str] = ()
    examples: Sequence[str] = ()
    iptc: Sequence[str] = ()

    def __post_init__(self) -> None:
        (name,) = check_names([self.name], "topic name")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "keywords", check_names(self.keywords, "keywords"))
        examples = tuple(check_text(t, f"examples[{i}]") for i, t in enumerate(check_texts(self.examples, "examples")))
        object.__setattr__(self, "examples", examples)
        object.__setattr__(self, "iptc", check_iptc(check_texts(self.iptc, "iptc")))
        if not self.keywords and not self.examples:
            raise ValueError(f"topic {self.name!r} needs keywords or examples to be learned from")

    def matcher(self) -> re.Pattern[str] | None:
        """Return the pattern that finds a keyword in a lower-case text; None without keywords."""
        if not self.keywords:
            return None
        words = (r"\s+".join(re.escape(part) for part in keyword.lower().split()) for keyword in self.keywords)
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)}){ENDINGS}(?!\w)")


@dataclass(frozen=True, slots=True)
class LearnedTopic:
    """What has been learned of a topic.

    The logit of a text is `bias` plus the sum over its terms of tf-idf value (sublinear, L2-normalized over `terms`)
    times weight.

    Parameters
    ----------
    name : str
    iptc : tuple of str
    terms : tuple of str
        Words and pairs of words, lower case.
    idf, weights : ndarray of shape (n_terms,)
    bias : float
    threshold : float
        The probability from which the topic holds: where the expected F1 is highest.
    seeds : int
        How many texts had a keyword or were examples.
    """

    name: str
    iptc: tuple[str, ...]
    terms: tuple[str, ...]
    idf: Floats
    weights: Floats
    bias: float
    threshold: float
    seeds: int


def learn_topic(topic: Topic, texts: Sequence[str]) -> LearnedTopic:
    """Learn a topic from its keywords, its examples and unlabelled texts.

    Parameters
    ----------
    topic : Topic
    texts : sequence of str
        Unlabelled texts of the kind that will be classified, some thousands or more; a share of them should have the
        topic.

    Returns
    -------
    LearnedTopic

    Raises
    ------
    ValueError
        If fewer than ten texts have a keyword or are examples, or fewer than ten do not.
    """
    from newsnlp.vectorizers import TfidfVectorizer

    known = set(topic.examples)
    rows = [*(text for text in texts if text not in known), *topic.examples]
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, min_df=3, max_features=MOST_TERMS, token_pattern=r"(?u)\b\w+\b"
    )
    values = vectorizer.fit_transform(rows)
    terms = tuple(vectorizer.get_feature_names_out().tolist())
    certain = np.arange(len(rows)) >= len(rows) - len(topic.examples)
    matcher = topic.matcher() or _characteristic(values[certain], vectorizer.idf_, terms)
    matched = np.array([bool(matcher.search(text.lower())) for text in rows], dtype=bool)
    seeds = int((matched | certain).sum())
    if min(seeds, len(rows) - seeds) < FEWEST_SEEDS:
        raise ValueError(
            f"topic {topic.name!r}: {seeds} of {len(rows)} texts have a keyword or are examples; "
            f"at least {FEWEST_SEEDS} must, and as many must not"
        )
    keyword_columns = np.array([bool(matcher.search(term)) for term in terms], dtype=bool)
    share = _topic_share(values, matched, certain, keyword_columns)
    weights, bias = _fit(values, share, np.where(certain, EXAMPLE_WEIGHT, 1.0))
    threshold = expected_f1_threshold(1.0 / (1.0 + np.exp(-(values @ weights + bias))))
    return LearnedTopic(topic.name, tuple(topic.iptc), terms, vectorizer.idf_, weights, bias, threshold, seeds)


def expected_f1_threshold(probabilities: Floats) -> float:
    """Return the probability from which on to say yes, so that the expected F1 is highest.

    References
    ----------
    Lipton, Elkan, Naryanaswamy: Optimal thresholding of classifiers to maximize F1 measure. ECML 2014.
    """
    ranked = np.sort(probabilities)[::-1]
    expected = 2.0 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return float(ranked[int(np.argmax(expected))])


def _topic_share(values: csr_matrix, matched: Mask, certain: Mask, keyword_columns: Mask) -> Floats:
    """Return how likely each text has the topic, from what stands around the keywords."""
    from scipy.sparse import diags

    context = values @ diags((~keyword_columns).astype(np.float64))
    seeds = matched | certain
    chance = np.zeros(len(seeds))
    fold = np.arange(len(seeds)) % FOLDS
    for k in range(FOLDS):
        rest = fold != k
        weights, bias = _fit(
            context[rest], seeds[rest].astype(np.float64), np.where(certain[rest], EXAMPLE_WEIGHT, 1.0)
        )
        chance[~rest] = 1.0 / (1.0 + np.exp(-(context[~rest] @ weights + bias)))
    # How often a topical text has a keyword: the mean over the seeds, where a seed counts by how topical it looks.
    found = chance[seeds]
    share = np.minimum(chance / (np.square(found).sum() / found.sum()), 1.0)
    # A keyword is evidence of its own: it doubles what the context says.
    share = np.where(matched, np.minimum(2.0 * share, 1.0), share)
    return np.where(certain, 1.0, share)


def _fit(values: csr_matrix, share: Floats, weights: Floats) -> tuple[Floats, float]:
    """Fit a logistic model to probabilities: each text counts as yes by its share and as no by the rest."""
    from sklearn.linear_model import LogisticRegression

    importance = np.concatenate([share * weights, (1.0 - share) * weights])
    # Texts that are all but certainly off topic need no second row of almost no weight.
    kept = np.flatnonzero(importance > 0.01)
    truth = kept < len(share)
    model = LogisticRegression(C=1.0, solver="liblinear", tol=1e-3, random_state=0)
    model.fit(values[kept % len(share)], truth, sample_weight=importance[kept])
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def _characteristic(examples: csr_matrix, idf: Floats, terms: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of the ten terms that the examples share and other texts lack, in place of keywords."""
    shared = np.asarray((examples > 0).sum(axis=0)).ravel()
    # Dunning's likelihood ratio, the term that counts: occurrences times how much more frequent than in all texts.
    value: Any = shared * (np.log(np.maximum(shared, 1) / examples.shape[0]) + idf - 1.0)
    value[shared < 2] = 0.0  # what one example alone has is chance
    best = [terms[i] for i in np.argsort(-value, kind="stable")[:10] if value[i] > 0]
    if not best:
        raise ValueError("the examples have no term in common: give keywords or more examples")
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(term) for term in best)})(?!\w)")

"""The input of every summarizer: the sentences of one or several articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import (
    Selector,
    SparseRows,
    WordSet,
    best_containment,
    count_terms,
    sentence_costs,
    sentence_terms,
    unit_rows,
)
from newsnlp._lazy import cached_property
from newsnlp._stemming import stem_words
from newsnlp.articles import Sentence

if TYPE_CHECKING:
    from newsnlp.articles import Article
    from newsnlp.results import Budget

__all__ = ["Document"]

Floats = NDArray[np.float64]

# The weight of similarity to the query against everything else, if a query has terms of the text.
QUERY_WEIGHT = 0.7
# A sentence counts as seen if one seen sentence has more than this share of its weight.
SEEN_SHARE = 0.6
BEYOND_BUDGET = 2**63 - 1
# A sentence repeats another if their cosine is above this: within one article only near-copies do (the papers' methods
# have no such rule), between articles also paraphrases (Radev et al. 2004 and Erkan and Radev 2004 cut near here).
SAME_IN_ONE, SAME_IN_SEVERAL = 0.95, 0.5
# Sentences with fewer words, or fewer character pairs in scripts without blanks, do not fill up a summary.
FEWEST_WORDS, FEWEST_PAIRS = 5, 8


class Document:
    """Sentences in source order with their terms, costs, and weights from a query or from seen articles.

    Parameters
    ----------
    articles : sequence of Article
        Read in this order.
    stop_words : WordSet
        Words that do not count as terms.
    stem : bool or str
        Whether English words count by their stem, or the language of NLTK's Snowball stemmer that they count by.
    query : mapping of str to float or None
        What the summary should be about, as weighted terms.
    background : sequence of str
        Texts that show which words are common.
    seen : sequence of Article
        Articles that the reader knows already.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        stop_words: WordSet,
        stem: bool | str = True,
        *,
        query: Mapping[str, float] | None = None,
        background: Sequence[str] = (),
        seen: Sequence[Article] = (),
    ) -> None:
        self.articles = tuple(articles)
        bodies = [body_sentences(article) for article in articles]
        self.sentences: list[Sentence] = [sentence for body in bodies for sentence in body]
        self.sizes = [len(body) for body in bodies]
        self._stop_words, self._stem = stop_words, stem
        self._query = dict(query or {})
        self.background = list(background)
        self._seen = [sentence.text for article in seen for sentence in body_sentences(article)]

    def __len__(self) -> int:
        return len(self.sentences)

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """Which article each sentence is from."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @cached_property
    def positions(self) -> NDArray[np.int64]:
        """The position of each sentence in its article, from 0."""
        return np.concatenate([np.arange(size) for size in self.sizes]) if self.sizes else np.zeros(0, np.int64)

    @cached_property
    def paragraphs(self) -> NDArray[np.int64]:
        """The paragraph of its article that each sentence is in, from 0."""
        parts: list[NDArray[np.int64]] = []
        for article, size in zip(self.articles, self.sizes, strict=True):
            done = sum(part.size for part in parts)
            starts = [sentence.start for sentence in self.sentences[done : done + size]]
            bounds = [span.start for span in article.paragraphs]
            parts.append(np.maximum(np.searchsorted(bounds, starts, side="right") - 1, 0))
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    @cached_property
    def costs(self) -> NDArray[np.int64]:
        """The costs of each sentence: 1, its words, and its characters with the joining blank (n x 3).

        A seen sentence costs more than any budget, unless all sentences were seen.
        """
        costs = sentence_costs([sentence.text for sentence in self.sentences])
        if not self.nothing_new:
            costs[self.seen_share > SEEN_SHARE] = BEYOND_BUDGET
        return costs

    @cached_property
    def fragments(self) -> NDArray[np.bool_]:
        """Which sentences are too short to fill up a summary."""
        # Terms are words or, in scripts without blanks, pairs of characters: some 8 where others have 5 words.
        fragments: NDArray[np.bool_] = (self.costs[:, 1] < FEWEST_WORDS) & (self.tokens[3] < FEWEST_PAIRS)
        return fragments

    @cached_property
    def _tokens(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], list[str]]:
        texts = [sentence.text for sentence in self.sentences]
        texts += [article.headline for article in self.articles]
        texts += [*self._query, *self._seen, *self.background]
        starts, ids, indices, lengths, terms = sentence_terms(texts, self._stop_words, self._stem is True)
        if isinstance(self._stem, str):
            ids, terms = merge_stems(ids, stem_words(self._stem, terms))
        return starts, ids, indices, lengths, terms

    @property
    def terms(self) -> list[str]:
        """Every term by its number."""
        return self._tokens[4]

    @property
    def tokens(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Starts, term numbers, token indices and lengths: the terms of each sentence in order, with repetitions."""
        starts, ids, indices, lengths, _ = self._tokens
        end = int(starts[len(self)])
        return starts[: len(self) + 1], ids[:end], indices[:end], lengths[: len(self)]

    @cached_property
    def _all_counts(self) -> SparseRows:
        starts, ids, _, _, terms = self._tokens
        return count_terms(starts, ids, len(terms))

    def _block(self, number: int) -> SparseRows:
        sizes = [len(self), len(self.articles), len(self._query), len(self._seen), len(self.background)]
        first = sum(sizes[:number])
        return self._all_counts.slice(first, first + sizes[number])

    @cached_property
    def counts(self) -> SparseRows:
        """How often each term is in each sentence."""
        return self._block(0)

    @cached_property
    def headlines(self) -> SparseRows:
        """How often each term is in each article's headline."""
        return self._block(1)

    @cached_property
    def rarity(self) -> Floats:
        """The inverse document frequency of each term.

        The documents are the texts of the background, or the sentences themselves where there is none.
        """
        rows = self._block(4) if self.background else self.counts
        return np.log((1.0 + len(rows)) / (1.0 + rows.frequencies())) + 1.0

    @cached_property
    def importance(self) -> Floats:
        """How often each term occurs; with a background, times its inverse document frequency there."""
        sums = self.counts.sums()
        return sums * self.rarity if self.background else sums

    @cached_property
    def probabilities(self) -> Floats:
        """Each term's share of the importance of all terms, with every sentence weighted by its bias."""
        counts = self.counts
        biased = counts.with_values(counts.values * np.repeat(self.bias, np.diff(counts.starts)))
        sums = biased.sums() * self.rarity if self.background else biased.sums()
        return sums / max(float(sums.sum()), 1e-300)

    @cached_property
    def vectors(self) -> SparseRows:
        """Each sentence as counts times rarity, scaled to length 1."""
        return unit_rows(self.counts, self.rarity)

    @cached_property
    def relevance(self) -> Floats:
        """How similar each sentence is to the query: 1 for the most similar, all 0 if no term of the query occurs."""
        rows = self._block(2)
        strengths = np.fromiter(self._query.values(), np.float64)
        strengths = np.repeat(strengths / (np.abs(strengths).max(initial=0.0) or 1.0), np.diff(rows.starts))
        wanted = np.bincount(rows.ids, weights=rows.values * strengths, minlength=rows.n_terms) * self.rarity
        near = np.maximum(self.vectors.dot(wanted), 0.0) if len(self) else np.zeros(0)
        best = near.max(initial=0.0)
        return near / best if best > 1e-12 else np.zeros(len(self))

    @cached_property
    def seen_share(self) -> Floats:
        """The largest share of each sentence, 0 to 1, that one seen sentence contains; 1 if it has no term."""
        if not self._seen:
            return np.zeros(len(self))
        seen = self._block(3)
        share = best_containment(self.counts, seen, self.rarity)
        return np.where(np.diff(self.counts.starts) > 0, share, 1.0)

    @property
    def nothing_new(self) -> bool:
        """Whether every sentence was seen."""
        return bool((self.seen_share > SEEN_SHARE).all())

    @cached_property
    def has_query(self) -> bool:
        """Whether there is a query and some of its terms occur in the text."""
        return bool(self._query) and bool(self.relevance.any())

    @cached_property
    def novelty(self) -> Floats:
        """How much of each sentence is new, above 0 and at most 1.

        The share that no single seen sentence contains, times the share of terms that occur in no seen sentence.
        """
        if not self._seen:
            return np.ones(len(self))
        present = self.counts.with_values(np.ones_like(self.counts.values))
        unnamed = present.dot(np.where(self._block(3).frequencies() > 0, 0.0, self.rarity))
        share = unnamed / np.maximum(present.dot(self.rarity), 1e-12)
        return np.maximum((1.0 - self.seen_share) * share, 1e-3)

    @cached_property
    def depths(self) -> Floats:
        """The position of each sentence in its article; if there are seen articles, only new sentences count."""
        if not self._seen:
            return self.positions.astype(np.float64)
        before = np.cumsum(self.novelty) - self.novelty
        depths: Floats = before - before[np.arange(len(self)) - self.positions]
        return depths

    @cached_property
    def bias(self) -> Floats:
        """The weight of each sentence by query and seen articles, above 0 and at most 1."""
        return self.novelty * (1.0 - QUERY_WEIGHT + QUERY_WEIGHT * self.relevance) if self.has_query else self.novelty

    def selector(self, budget: Budget) -> Selector:
        """Return the native object that chooses sentences within a budget and without repetition."""
        max_similarity = SAME_IN_ONE if len(self.articles) == 1 else SAME_IN_SEVERAL
        return Selector(self.vectors, max_similarity, self.costs, self.fragments, budget.limits)

    def steer(self, scores: Floats) -> Floats:
        """Return the scores with the query mixed in, times the novelty of each sentence."""
        if self.has_query:
            top = float(scores.max(initial=0.0)) or 1.0
            scores = (1.0 - QUERY_WEIGHT) * scores + QUERY_WEIGHT * top * self.relevance
        return scores * self.novelty

    def bonus(self, top_gain: float) -> Floats:
        """Return what the query adds to the gain of each sentence; `top_gain` is the best gain without it."""
        return QUERY_WEIGHT / (1.0 - QUERY_WEIGHT) * top_gain * self.relevance

    @cached_property
    def restart(self) -> Floats:
        """The bias as shares that add up to 1."""
        shares: Floats = self.bias / self.bias.sum()
        return shares


def merge_stems(ids: NDArray[np.int32], stems: Sequence[str]) -> tuple[NDArray[np.int32], list[str]]:
    """Return numbers of stems instead of words, and the stems, each once; `stems` has the stem of each word."""
    numbers: dict[str, int] = {}
    merged = np.array([numbers.setdefault(stem, len(numbers)) for stem in stems], dtype=np.int32)
    return merged[ids], list(numbers)


def body_sentences(article: Article) -> Sequence[Sentence]:
    """Return an article's sentences, or its headline if it has nothing else."""
    if article.sentences or not article.headline.strip():
        return tuple(article.sentences)
    span = article.headline_span
    return [Sentence(article.headline, span.start, span.end)]

"""What all summarizers share: score every sentence, choose within a budget, restore the order."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from newsnlp.articles import Article
from newsnlp.results import Summary, TermWeight
from newsnlp.results.budget import FREE, Budget, cut
from newsnlp.summarizers.document import Document
from newsnlp.summarizers.inputs import as_articles, as_query, as_stem, as_stop_words, as_texts, is_single
from newsnlp.summarizers.reasons import TermReasons

if TYPE_CHECKING:
    from newsnlp.results import Evidence

__all__ = ["Ranking", "Summarizer", "rank_by_score"]

Floats = NDArray[np.float64]


class Ranking(NamedTuple):
    """What a method makes of a document.

    Parameters
    ----------
    scores : ndarray of float, shape (n_sentences,)
        The value of each sentence, 0 or more and finite.
    order : ndarray of int
        The chosen sentences by position, best first; they keep within the budget.
    """

    scores: Floats
    order: NDArray[np.int64]


class Summarizer(ABC):
    """Base class of all summarizers.

    A method is one class with one function, `rank`. A method that scores each sentence by itself needs no more than
    `rank_by_score` there.

    Parameters
    ----------
    stop_words : {'en'}, collection of str or None, default='en'
        Words that carry no topic; None for none.
    stem : bool or str, default=True
        Whether English words count by their stem (Porter), or a language of NLTK's Snowball stemmers ('german').

    Examples
    --------
    >>> import numpy as np
    >>> from newsnlp import Summarizer
    >>> from newsnlp.summarizers.base import rank_by_score
    >>> class LongestSentences(Summarizer):
    ...     def rank(self, document, budget):
    ...         lengths = np.array([len(sentence.text) for sentence in document.sentences], dtype=float)
    ...         return rank_by_score(document, lengths, budget)
    >>> LongestSentences().summarize("It rained. The rivers rose by two metres.", sentences=1).text
    'The rivers rose by two metres.'
    """

    def __init__(self, *, stop_words: str | Collection[str] | None = "en", stem: bool | str = True) -> None:
        self.stop_words = stop_words
        self.stem = stem

    def summarize(
        self,
        text: str | Article | Iterable[str | Article],
        *,
        sentences: int | None = None,
        words: int | None = None,
        characters: int | None = None,
        ratio: float | None = None,
        query: str | Mapping[str, float] | Evidence | None = None,
        background: Iterable[str | Article] | None = None,
        seen: str | Article | Iterable[str | Article] | None = None,
    ) -> Summary:
        """Choose the sentences that summarize a text.

        Limits can be combined, and the summary never exceeds one. If not even the shortest sentence fits, the summary
        is the beginning of the best sentence, cut between words (within the first word if that alone is too long). A
        sentence that repeats a chosen one is left out, so a summary can have fewer sentences than the limit allows.
        When the next best sentence does not fit, further sentences fill the words or characters that are left, if they
        have at least 5 words (in text without blanks between words, more than 8 characters). Shorter sentences are
        used only if the summary would otherwise be empty.

        Parameters
        ----------
        text : str, Article or iterable of them
            What to summarize; several are summarized together, without repetition.
        sentences, words, characters : int, at least 1, or None, default=None
            The most that the summary's `text` may have; words are separated by white space.
        ratio : float above 0 and at most 1, or None, default=None
            The share of all sentences to keep, rounded down, but at least one sentence. Without any limit the summary
            has 3 sentences (the ranker chooses 2 to 4).
        query : str, mapping of term to weight, Evidence or None, default=None
            What the summary should be about: words, or a topic as its weighted terms. If nothing in the
            text matches, it changes nothing.
        background : iterable of str or Article, or None, default=None
            Texts that show which words are common; without them the text's own sentences do.
        seen : str, Article, iterable of them or None, default=None
            What the reader knows already. A sentence that repeats it is not chosen, and the others score by how much
            of them is new. If every sentence repeats it, the summary is one sentence, and all scores are near 0.

        Returns
        -------
        summary : Summary
            The chosen sentences in source order, with a score and reasons for every sentence of the text; empty only
            if the text has no sentence.
        """
        document = Document(
            as_articles(text, "text"),
            as_stop_words(self.stop_words),
            as_stem(self.stem),
            query=as_query(query),
            background=[] if background is None else as_texts(background, "background"),
            seen=[] if seen is None else as_articles(seen, "seen"),
        )
        budget = Budget.of(len(document), FREE, sentences=sentences, words=words, characters=characters, ratio=ratio)
        single = document.articles[0] if is_single(text) else None
        if not len(document):
            return Summary((), article=single, articles=document.articles)
        if document.nothing_new:
            budget = budget._replace(sentences=1, free=False)
        return self._summary(document, budget, single)

    @abstractmethod
    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Score all sentences of a document and choose some within a budget.

        Parameters
        ----------
        document : Document
            At least one sentence, with terms, costs, and the weights of a query and of articles that were seen.
        budget : Budget
            The limits of the summary; if it is free, a method may decide the number of sentences itself.

        Returns
        -------
        Ranking
        """

    def _reasons(self, document: Document, scores: Floats) -> Sequence[tuple[TermWeight, ...]]:
        """Return for each sentence the terms by which it shares most with the sentences of high score."""
        vectors = document.vectors
        shares = np.repeat(scores / max(float(scores.sum()), 1e-300), np.diff(vectors.starts))
        centre = vectors.with_values(vectors.values * shares).sums()
        return TermReasons(document.terms, vectors.with_values(vectors.values * centre[vectors.ids]))

    def _summary(self, document: Document, budget: Budget, single: Article | None) -> Summary:
        scores, order = _checked(self.rank(document, budget), len(document))
        chosen, values = np.sort(order), scores.tolist()
        picked = [document.sentences[i]._replace(score=values[i]) for i in chosen.tolist()]
        if not picked:
            chosen = np.argmax(scores, keepdims=True)
            best = int(chosen[0])
            picked = [cut(document.sentences[best], budget, values[best])]
        return Summary(
            tuple(picked),
            tuple(values),
            article=single,
            reasons=self._reasons(document, scores),
            articles=document.articles,
            owners=tuple(document.owners[chosen].tolist()),
            model=self._model_version(),
        )

    def _model_version(self) -> str | None:
        """Return the version of the trained model in use; None for a method without one."""
        return None

    @classmethod
    def _parameter_names(cls) -> list[str]:
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the constructor's parameters, as scikit-learn's `clone` wants them."""
        return {name: getattr(self, name) for name in self._parameter_names()}

    def set_params(self, **parameters: Any) -> Self:
        """Set constructor parameters; return the summarizer."""
        for name, value in parameters.items():
            if name not in self._parameter_names():
                raise ValueError(f"{type(self).__name__} has no parameter {name!r}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        defaults = inspect.signature(type(self).__init__).parameters
        shown = [f"{k}={v!r}" for k, v in self.get_params().items() if repr(v) != repr(defaults[k].default)]
        return f"{type(self).__name__}({', '.join(shown)})"


def _checked(ranking: Ranking, n_sentences: int) -> Ranking:
    """Return what a method, perhaps a user's own, has found, if it is a ranking of so many sentences."""
    scores, order = np.asarray(ranking[0], dtype=np.float64), np.asarray(ranking[1])
    if scores.shape != (n_sentences,) or not np.isfinite(scores).all():
        raise ValueError(f"rank must return {n_sentences} finite scores, one for each sentence")
    known = order.size == 0 or (order.dtype.kind in "iu" and order.min() >= 0 and order.max() < n_sentences)
    if order.ndim != 1 or not known or len(np.unique(order)) != order.size:
        raise ValueError(f"rank must choose different sentences by numbers from 0 to {n_sentences - 1}")
    return Ranking(scores, order)


def rank_by_score(document: Document, scores: Floats, budget: Budget) -> Ranking:
    """Return the ranking of a method that values each sentence alone: the best first, without repetition."""
    steered = document.steer(scores)
    return Ranking(steered, document.selector(budget).ranked(steered))

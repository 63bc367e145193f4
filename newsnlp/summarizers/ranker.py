"""Ranker: sentences by the grade that an editor would give them; the default of newsnlp."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Self, cast

import numpy as np

from newsnlp.articles import Article
from newsnlp.results.budget import Budget
from newsnlp.summarizers.base import Ranking, Summarizer
from newsnlp.summarizers.inputs import as_pairs
from newsnlp.summarizers.ranker_model import Layout, RankerModel, load_ranker

if TYPE_CHECKING:
    from newsnlp.evaluation import GradedArticle
    from newsnlp.summarizers.document import Document

__all__ = ["RankerSummarizer"]

LEAST_EXAMPLES = 20


class RankerSummarizer(Summarizer):
    """Choose the sentences that an editor would, as learned from editors' grades.

    Gradient-boosted trees estimate from about a hundred features (position, length, similarity to the rest and to the
    headline, how it opens and ends, who is quoted) what grade a desk editor would give a sentence, and other trees
    whether it needs the sentence before it. Then the best ones are taken step by step: one that repeats a chosen
    sentence never, one that dangles at a loss unless the sentence before it is chosen. Without a limit there are 2 to
    4 sentences, mostly 3. Beyond 8 the rest comes by score. With a query, or for several articles, scores alone
    decide. The shipped model holds no text and no list of words but how rare words are in news; the grades that it
    was trained on are those of a language model in the role of an editor (see its card). Costs: linear in the text.

    Parameters
    ----------
    model : 'en', path or RankerModel, default='en'
        The model to use where `fit` has not made one: the shipped one (English news; it works for other languages by
        position, length and repetition alone), a file or an object.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that do not count where sentences are compared with each other, a query or seen articles.
    stem : bool or str, default=True
        Whether English words count by their stem there; a language ('german') for its Snowball stemmer.

    Attributes
    ----------
    model_ : RankerModel
        What `fit` has learned.

    References
    ----------
    J. Kupiec, J. Pedersen, F. Chen: A trainable document summarizer. SIGIR 1995. J. Friedman: Greedy function
    approximation: a gradient boosting machine. Annals of Statistics 29(5), 2001.

    Examples
    --------
    >>> from newsnlp import RankerSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm had closed it for nine days. It rained. "
    ...     "The port handles a tenth of Britain's trade, and ships had waited at sea. The mayor has a dog."
    ... )
    >>> print(RankerSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm had closed it for nine days.
    """

    def __init__(
        self,
        *,
        model: str | os.PathLike[str] | RankerModel = "en",
        stop_words: str | Collection[str] | None = "en",
        stem: bool | str = True,
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.model = model

    def fit(self, examples: Iterable[GradedArticle | tuple[str | Article, str | Iterable[str]]]) -> Self:
        """Learn from articles that an editor has graded, or from articles and the summaries that people wrote of them.

        Some hundred graded articles are needed for a ranker that is better than the shipped one. Summaries teach what
        shares most with them, but not which sentences dangle: what the parameter `model` knows of that is kept, as is
        its background (how rare a word is in news).

        Parameters
        ----------
        examples : iterable of GradedArticle or of (article, summary)
            A summary as one str, a sentence or highlight a line, or as a list of them. At least 20.

        Returns
        -------
        RankerSummarizer
            Itself, with `model_`.
        """
        # Training needs scikit-learn; using a model does not.
        from newsnlp.evaluation import GradedArticle
        from newsnlp.summarizers.ranker_fitting import fit_on_grades, fit_on_summaries

        listed, base = list(examples), self._base_model()
        if listed and all(isinstance(example, GradedArticle) for example in listed):
            if len(listed) < LEAST_EXAMPLES:
                raise ValueError(f"examples must hold at least {LEAST_EXAMPLES} graded articles, got {len(listed)}")
            self.model_ = fit_on_grades(cast("list[GradedArticle]", listed), base.background)
            return self
        self.model_ = fit_on_summaries(as_pairs(listed, minimum=LEAST_EXAMPLES), base)
        return self

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model in use to a file, for ``RankerSummarizer(model=path)``."""
        self._model().save(path)

    def _base_model(self) -> RankerModel:
        return self.model if isinstance(self.model, RankerModel) else load_ranker(self.model)

    def _model(self) -> RankerModel:
        fitted: RankerModel | None = getattr(self, "model_", None)
        return self._base_model() if fitted is None else fitted

    def rank(self, document: Document, budget: Budget) -> Ranking:
        """Rank by what the model expects; choose sentence by sentence, and fill up by score."""
        model, articles = self._model(), document.articles
        ends = np.cumsum(document.sizes)
        offsets = [(s.start, s.end) for s in document.sentences]
        ranked = [
            model.rank(article.text, Layout.of(article, offsets[end - size : end]), budget, costs)
            for article, size, end, costs in zip(
                articles, document.sizes, ends, np.split(document.costs, ends[:-1]), strict=True
            )
        ]
        scores = document.steer(np.concatenate([scores for scores, _ in ranked]))
        # The choice is of one article, and where no query steers it.
        if len(articles) > 1 or document.has_query:
            return Ranking(scores, document.selector(budget).ranked(scores))
        chosen = ranked[0][1]
        if budget.free:
            return Ranking(scores, chosen)
        # The chosen come first, in their order, the rest by score: room that is left is filled.
        by_choice = scores.copy()
        by_choice[chosen] = scores.max() + 1.0 + np.arange(chosen.size, 0, -1)
        return Ranking(scores, document.selector(budget).ranked(by_choice))

    def _model_version(self) -> str:
        return self._model().version

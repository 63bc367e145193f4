"""Ranker: a trained choice among whole summaries; the default of newsnlp."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Self

import numpy as np

from newsnlp.articles import Article
from newsnlp.results.budget import NO_LIMIT, Budget
from newsnlp.summarizers.base import Ranking, Summarizer
from newsnlp.summarizers.inputs import as_pairs
from newsnlp.summarizers.ranker_model import RankerModel, load_ranker

if TYPE_CHECKING:
    from newsnlp.summarizers.document import Document

__all__ = ["RankerSummarizer"]

LEAST_FREE, MOST_IN_A_SET = 2, 4  # sentences of a candidate summary; with a free budget it has two at least
LEAST_PAIRS = 20


class RankerSummarizer(Summarizer):
    """Choose the set of sentences that comes nearest to what an editor would write, as learned from examples.

    Gradient-boosted trees score each sentence by position, length, likeness to the rest and surface, and estimate
    for every term, and every pair of neighbouring terms, how likely a human summary has it. From the best sentences
    whole candidate summaries of up to 4 are made, and a linear model picks one by what it is expected to share with
    a human summary, its length and its repetitions. Without a limit it has 2 to 4 sentences. A larger limit is filled
    up by score. With a query, or for several articles, scores alone decide. Nothing that the shipped model has
    learned is a word or a text: only numbers over positions, lengths, frequencies and likenesses. Costs: linear in
    the text.

    Parameters
    ----------
    model : 'en', path or RankerModel, default='en'
        The model to use where `fit` has not made one: the shipped one (English news; it works for other languages by
        position, length and repetition alone), a file or an object.
    stop_words : {'en'}, collection of str or None, default='en'
        Words that do not count where sentences are compared with each other, a query or seen articles.
    stem : bool, default=True
        Whether English words count by their stem there.

    Attributes
    ----------
    model_ : RankerModel
        What `fit` has learned.

    References
    ----------
    D. Gillick, B. Favre: A scalable global model for summarization. ILP for NLP workshop 2009 (summaries as sets of
    weighted concepts). K. Hong, A. Nenkova: Improving the estimation of word importance for news multi-document
    summarization. EACL 2014. M. Zhong et al.: Extractive summarization as text matching. ACL 2020 (whole candidate
    summaries).

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
        stem: bool = True,
    ) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.model = model

    def fit(self, pairs: Iterable[tuple[str | Article, str | Iterable[str]]]) -> Self:
        """Learn from articles and the summaries that people wrote of them.

        Some hundred pairs are needed for a ranker that is better than the shipped one, and some thousand for all that
        can be learned. The background (how rare a word is in news) is that of the parameter `model`.

        Parameters
        ----------
        pairs : iterable of (article, summary)
            The summary as one str, a sentence or highlight a line, or as a list of them. At least 20.

        Returns
        -------
        RankerSummarizer
            Itself, with `model_`.
        """
        # Training needs scikit-learn; using a model does not.
        from newsnlp.summarizers.ranker_fitting import fit_ranker

        self.model_ = fit_ranker(as_pairs(pairs, minimum=LEAST_PAIRS), self._base_model().background)
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
        """Rank by what the model expects; choose the best whole summary and fill it up by score."""
        model = self._model()
        offsets = np.array([(s.start, s.end) for s in document.sentences], dtype=np.int64).reshape(-1, 2)
        ends = np.cumsum(document.sizes)
        studies = [
            model.study(article.text, offsets[end - size : end])
            for article, size, end in zip(document.articles, document.sizes, ends, strict=True)
        ]
        scores = np.concatenate([study.scores for study in studies]).astype(np.float64)
        scores = document.steer(np.maximum(scores, 0.0))
        # Whole candidate summaries can be judged of one article, and where no query steers the choice.
        if len(studies) > 1 or document.asked:
            return Ranking(scores, document.choosing(budget).ranked(scores))
        within = Budget(sentences=MOST_IN_A_SET) if budget.free else budget
        most = min(within.sentences, MOST_IN_A_SET)
        least = LEAST_FREE if budget.free else 1 if within.sentences == NO_LIMIT else most
        chosen = model.choose(studies[0], least=least, most=most, costs=document.costs, limits=within.limits)
        if budget.free:
            within = Budget(sentences=max(1, chosen.size))
        # The set comes first, the rest by score: room that is left is filled.
        by_set = scores.copy()
        by_set[chosen] += scores.max() + 1.0
        return Ranking(scores, document.choosing(within).ranked(by_set))

"""The oracle: the best summary that can be made of an article's sentences if the reference is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsnlp._core import greedy_oracle, sentence_costs
from newsnlp._validation import check_instance
from newsnlp.evaluation.overlap import as_references, rouge_table
from newsnlp.results import Summary
from newsnlp.results.budget import UNLIMITED, Budget

if TYPE_CHECKING:
    from newsnlp.articles import Article

__all__ = ["oracle_summary"]


def oracle_summary(
    article: Article,
    reference: str | Iterable[str],
    *,
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    ratio: float | None = None,
    use_stemmer: bool = True,
) -> Summary:
    """Choose the sentences that come nearest to a reference summary: an upper bound for any summarizer.

    It repeatedly adds the sentence that raises ROUGE-1 F + ROUGE-2 F of the summary most, until no sentence raises
    it or none fits the limits. With several references the best one counts.

    Parameters
    ----------
    article : Article
        What was summarized.
    reference : str or iterable of str
        What a person wrote about it.
    sentences, words, characters, ratio
        Limits as for a summarizer's `summarize`; None means no limit.
    use_stemmer : bool, default=True
        Whether words count by their Porter stem.

    Returns
    -------
    Summary
        The chosen sentences (none if no sentence shares a word with the reference); its `scores` are the mean of
        ROUGE-1 F and ROUGE-2 F of each sentence alone.

    References
    ----------
    R. Nallapati, F. Zhai, B. Zhou: SummaRuNNer: a recurrent neural network based sequence model for extractive
    summarization of documents. AAAI 2017.

    Examples
    --------
    >>> from newsnlp import Article
    >>> from newsnlp.evaluation import oracle_summary
    >>> article = Article.parse("It rained on Monday. The port reopened after a month. Ships came in.")
    >>> print(oracle_summary(article, "Port open again after a month"))
    The port reopened after a month.
    """
    found = list(check_instance(article, "article", "Article").sentences)
    budget = Budget.of(len(found), UNLIMITED, sentences=sentences, words=words, characters=characters, ratio=ratio)
    references = as_references(reference)
    if not found:
        return Summary((), article=article, articles=(article,))
    texts = [sentence.text for sentence in found]
    alone = rouge_table(texts, references, types=["rouge1", "rouge2"], use_stemmer=use_stemmer).mean(axis=1).tolist()
    lowered = [text.lower() for text in texts], [text.lower() for text in references]
    chosen = greedy_oracle(*lowered, sentence_costs(texts), budget.limits, bool(use_stemmer)).tolist()
    picked = tuple(found[i]._replace(score=alone[i]) for i in chosen)
    return Summary(picked, tuple(alone), article=article, articles=(article,), owners=(0,) * len(picked))

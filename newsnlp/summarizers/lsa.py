"""LSA: sentences that take part in the main latent topics of the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsnlp import _core
from newsnlp._validation import check_int
from newsnlp.summarizers._base import Summarizer

if TYPE_CHECKING:
    from newsnlp.summarizers._base import Floats
    from newsnlp.summarizers._source import Source

__all__ = ["LsaSummarizer"]

SHARE = 0.5  # Steinberger and Jezek keep the dimensions from half the largest singular value on


class LsaSummarizer(Summarizer):
    """Score sentences by their length in the space of the text's main topics.

    The topics are the leading singular directions of the sentence by term matrix, those with at least half of the
    largest singular value. Costs: a few hundred passes over the text for each topic, found by subspace iteration;
    linear in the text for a fixed number of topics, and its square root is never the issue: no dense matrix is formed.

    Parameters
    ----------
    topics : int, at least 1, default=10
        The most topics to keep.
    stop_words : {'en'}, iterable of str or None, default='en'
        Words that carry no topic.
    stem : bool, default=True
        Whether English words count by their stem.

    References
    ----------
    J. Steinberger, K. Jezek: Using latent semantic analysis in text summarization and summary evaluation. ISIM 2004.

    Examples
    --------
    >>> from newsnlp import LsaSummarizer
    >>> text = (
    ...     "The port of Hull reopened on Monday after a storm. Ships entered the port at dawn on Monday. "
    ...     "It rained. The mayor had closed the port."
    ... )
    >>> print(LsaSummarizer().summarize(text, sentences=1))
    The port of Hull reopened on Monday after a storm.
    """

    def __init__(self, *, topics: int = 10, stop_words: str | Iterable[str] | None = "en", stem: bool = True) -> None:
        super().__init__(stop_words=stop_words, stem=stem)
        self.topics = topics

    def _scores(self, source: Source) -> Floats:
        topics = check_int(self.topics, "topics", minimum=1)
        return _core.latent_salience(*source.weighted, topics, SHARE)

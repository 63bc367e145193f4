"""The length limits of a summary, and the truncated sentence to use if none fits."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsnlp._validation import check_budget
from newsnlp.articles import Sentence

__all__ = ["FREE", "NO_LIMIT", "UNLIMITED", "Budget", "cut"]

NO_LIMIT = 2**62


class Budget(NamedTuple):
    """The limits of a summary: sentences, words (separated by white space) and characters; all of them hold.

    A budget is `free` if the user has set no limit: a method may then decide the number of sentences itself.
    """

    sentences: int = NO_LIMIT
    words: int = NO_LIMIT
    characters: int = NO_LIMIT
    free: bool = False

    @property
    def limits(self) -> list[int]:
        """The bounds on sums of `sentence_costs`, which count a blank after every sentence, also after the last."""
        return [self.sentences, self.words, self.characters + 1]

    @property
    def limits_length(self) -> bool:
        """Whether words or characters are limited, so that a long sentence leaves less for others."""
        return self.words < NO_LIMIT or self.characters < NO_LIMIT

    @classmethod
    def of(
        cls,
        n_sentences: int,
        default: Budget,
        *,
        sentences: int | None = None,
        words: int | None = None,
        characters: int | None = None,
        ratio: float | None = None,
    ) -> Budget:
        """Return the budget that a user's limits mean for a text of `n_sentences`; `default` where there are none."""
        check_budget(sentences, words, characters, ratio)
        if sentences is words is characters is ratio is None:
            return default
        # The slack lets 0.3 * 10 be 3, which it is not quite in binary.
        share = NO_LIMIT if ratio is None else max(1, int(ratio * n_sentences + 1e-9))
        return cls(
            min(sentences or NO_LIMIT, share), min(words or NO_LIMIT, NO_LIMIT), min(characters or NO_LIMIT, NO_LIMIT)
        )


FREE = Budget(sentences=3, free=True)
UNLIMITED = Budget()


def cut(sentence: Sentence, budget: Budget, score: float) -> Sentence:
    """Return the beginning of a sentence that fits: whole words, or the start of the first one.

    Examples
    --------
    >>> from newsnlp import Sentence
    >>> cut(Sentence("The bridge is open.", 10, 29), Budget(characters=12), 0.5)
    Sentence(text='The bridge', start=10, end=20, score=0.5)
    """
    end = length = 0
    for number, word in enumerate(re.finditer(r"\S+", sentence.text)):
        length += len(word.group()) + (number > 0)
        if number >= budget.words or length > budget.characters:
            break
        end = word.end()
    end = end or min(budget.characters, len(sentence.text))
    return Sentence(sentence.text[:end], sentence.start, sentence.start + end, score)

"""The parameters of TopicClassifier, checked before a fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsnlp._validation import check_int, check_n_jobs, check_positive, check_unit_interval
from newsnlp.topics.terms import MAX_WORDS

__all__ = ["check_ngram_range", "check_parameters"]

LARGEST_C = 1e6  # far beyond any use; the solver would not terminate from about 1e300


def check_parameters(classifier: Any) -> None:
    """Raise TypeError or ValueError if a parameter of a TopicClassifier is out of range."""
    if classifier.ngram_range != "auto":
        check_ngram_range(classifier.ngram_range)
    if classifier.log_ratios != "auto" and not isinstance(classifier.log_ratios, bool | np.bool_):
        raise ValueError(f"`log_ratios` must be True, False or 'auto', got {classifier.log_ratios!r}")
    if classifier.C != "auto" and check_positive(classifier.C, "C") > LARGEST_C:
        raise ValueError(f"`C` must be a number above 0 and at most {LARGEST_C:g}, got {classifier.C!r}")
    check_int(classifier.min_df, "min_df", minimum=1)
    check_int(classifier.cv, "cv", minimum=2)
    check_int(classifier.random_state, "random_state", minimum=0)
    check_n_jobs(classifier.n_jobs)
    if classifier.min_precision is not None and classifier.threshold is not None:
        raise ValueError("give `min_precision` or `threshold`, not both")
    for name in ("min_precision", "threshold"):
        if getattr(classifier, name) is not None:
            check_unit_interval(getattr(classifier, name), name)


def check_ngram_range(value: object) -> tuple[int, int]:
    """Return the shortest and the longest n-gram if they are two ints from 1 to `MAX_WORDS` in order."""
    form = f"`ngram_range` must be two ints from 1 to {MAX_WORDS}, the smaller first"
    if not isinstance(value, tuple | list) or len(value) != 2 or not all(hasattr(n, "__index__") for n in value):
        raise TypeError(f"{form}, got {value!r}")
    low, high = (int(n) for n in value)
    if not 1 <= low <= high <= MAX_WORDS:
        raise ValueError(f"{form}, got {value!r}")
    return low, high

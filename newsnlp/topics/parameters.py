"""The parameters of TopicClassifier, checked before a fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsnlp._validation import check_int, check_n_jobs, check_ngram_range, check_positive, check_unit_interval
from newsnlp.topics.terms import MAX_WORDS

__all__ = ["check_parameters"]

LARGEST_C = 1e6  # far beyond any use; from about 1e300 on the solver would never end


def check_parameters(classifier: Any) -> None:
    """Raise TypeError or ValueError where a parameter of a TopicClassifier is out of range."""
    if classifier.ngram_range != "auto":
        check_ngram_range(classifier.ngram_range, MAX_WORDS)
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

"""All that is private in scikit-learn and used here: one file to look at when a new version comes out."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral
from typing import Any, TypeVar

from sklearn.base import _fit_context
from sklearn.utils._param_validation import HasMethods

Method = TypeVar("Method", bound=Callable[..., Any])
checks_settings: Callable[[Method], Method] = _fit_context(prefer_skip_nested_validation=True)
"""Decorator of methods that check the parameters first, as scikit-learn's `fit` does and in its words."""


def constraints(reference: type) -> dict[str, Any]:
    """Return what scikit-learn's class allows as parameters, and what newsnlp adds to them, in its words."""
    return {
        **reference._parameter_constraints,  # type: ignore[attr-defined]
        "n_jobs": [Integral, None],
        "stemmer": [str, callable, HasMethods("stem"), HasMethods("stemWords"), None],
    }


def check_settings(estimator: Any) -> None:
    """Raise scikit-learn's error unless the parameters are as `constraints` say."""
    estimator._validate_params()

"""All uses of scikit-learn's private interface: one file to check when a new version comes out."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral
from typing import Any, TypeVar

from sklearn.base import _fit_context
from sklearn.utils._param_validation import HasMethods

Method = TypeVar("Method", bound=Callable[..., Any])
checks_settings: Callable[[Method], Method] = _fit_context(prefer_skip_nested_validation=True)
"""Decorate a method to check the parameters first, as scikit-learn's `fit` does and with its messages."""


def constraints(reference: type) -> dict[str, Any]:
    """Return the parameter constraints of scikit-learn's class and of newsnlp's additions, in scikit-learn's form."""
    return {
        **reference._parameter_constraints,  # type: ignore[attr-defined]
        "n_jobs": [Integral, None],
        "stemmer": [str, callable, HasMethods("stem"), HasMethods("stemWords"), None],
    }


def check_settings(estimator: Any) -> None:
    """Raise scikit-learn's error unless the parameters satisfy the `constraints`."""
    estimator._validate_params()

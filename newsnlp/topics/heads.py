"""What a topic has besides the weights of its terms: calibration, threshold, IPTC ids."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsnlp._validation import check_topic_name, check_unit_interval
from newsnlp.topics.taxonomy import check_iptc

__all__ = ["TopicHead", "topic_index"]

MAX_NUMBER = 1e6  # largest bias, slope or intercept: far beyond any real model, and no sum can overflow
LEAST_SLOPE = 1.0 / MAX_NUMBER  # what new labels change is divided by the slope


@dataclass(frozen=True, slots=True)
class TopicHead:
    """What a topic has besides the weights of its terms.

    Parameters
    ----------
    name : str
    bias : float
        The margin of a text without any known term.
    slope, intercept : float
        The calibration: the logit is ``slope * margin + intercept``.
    threshold : float
        The topic holds where its probability is at least this; infinity for never.
    iptc : tuple of str
        IPTC Media Topics ids, the closest first.

    Examples
    --------
    >>> from newsnlp import load_topics
    >>> [head.name for head in load_topics().heads]
    ['diplomacy', 'ict', 'security']
    """

    name: str
    bias: float
    slope: float
    intercept: float
    threshold: float
    iptc: tuple[str, ...] = ()

    def header(self) -> dict[str, Any]:
        """Return the topic's entry in a model file's header; a threshold of infinity becomes None."""
        return {
            "name": self.name,
            "bias": self.bias,
            "slope": self.slope,
            "intercept": self.intercept,
            "threshold": self.threshold if math.isfinite(self.threshold) else None,
            "iptc": list(self.iptc),
        }

    @classmethod
    def from_header(cls, topic: Any) -> TopicHead:
        """Return the topic described in a model file's header; raise ValueError if something is missing or wrong."""
        if not isinstance(topic, dict):
            raise ValueError("a topic must be a JSON object")
        try:
            name = check_topic_name(topic["name"])
            bias, slope, intercept = (_number(topic[key], key) for key in ("bias", "slope", "intercept"))
            threshold = math.inf if topic["threshold"] is None else check_unit_interval(topic["threshold"], "threshold")
            iptc = check_iptc(topic["iptc"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"a topic is not described as it should be ({error})") from None
        if slope < LEAST_SLOPE:
            raise ValueError(f"topic {name!r}: the slope must be at least {LEAST_SLOPE:g}, got {slope!r}")
        return cls(name, bias, slope, intercept, threshold, iptc)


def topic_index(topics: Sequence[str], name: str) -> int:
    """Return the index of a model's topic; raise ValueError listing the topics if there is none of that name."""
    if name not in topics:
        raise ValueError(f"the model has no topic {name!r}; it has {', '.join(map(repr, topics))}")
    return topics.index(name)


def _number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MAX_NUMBER:
        raise ValueError(f"a topic's {key} must be a number of at most {MAX_NUMBER:g}, got {value!r}")
    return float(value)

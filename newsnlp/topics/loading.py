"""Topic models as files: written whole, read with every part checked before use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import numpy as np

from newsnlp._validation import check_path, check_topic_name, check_unit_interval
from newsnlp.modelfile import read_model, write_model
from newsnlp.topics.model import TopicHead, TopicModel
from newsnlp.topics.taxonomy import check_iptc
from newsnlp.topics.terms import TermTable

__all__ = ["load_topics", "write_topics"]

KIND, VERSIONS = "topics", (1,)
SHIPPED = {"en": "topics-en.model"}
MAX_TABLES = 1000
MAX_NUMBER = 1e6  # of a bias, slope or intercept: far beyond any model, so that no sum can overflow


def load_topics(source: str | os.PathLike[str] = "en") -> TopicModel:
    """Load a topic model.

    Parameters
    ----------
    source : str or path, default='en'
        'en' for the shipped model (diplomacy, ict, security; English), or a file that `TopicModel.save` has written.

    Returns
    -------
    TopicModel

    Raises
    ------
    TypeError
        If `source` is no path.
    OSError
        If the file cannot be read.
    ValueError
        If the file is no topic model, is damaged, or is of a version that this newsnlp does not know.

    Examples
    --------
    >>> from newsnlp import load_topics
    >>> model = load_topics("en")
    >>> model.topics
    ('diplomacy', 'ict', 'security')
    >>> model.classify("Foreign ministers of both states signed a treaty after talks in Geneva.").topics
    ('diplomacy',)
    """
    shipped = SHIPPED.get(source) if isinstance(source, str) else None
    path = str(files("newsnlp.models") / shipped) if shipped else check_path(source, "source")
    try:
        header, arrays = read_model(path, kind=KIND, versions=VERSIONS)
    except FileNotFoundError as error:
        known = ", ".join(map(repr, SHIPPED))
        raise FileNotFoundError(error.errno, f"{error.strerror}, nor is it a shipped model ({known})", path) from None
    try:
        return _from_file(header, arrays)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def _from_file(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> TopicModel:
    topics, tables, card = header.get("topics"), header.get("tables"), header.get("card")
    if not isinstance(topics, list) or not isinstance(tables, list) or not isinstance(card, dict):
        raise ValueError("the header lacks topics, tables or card")
    if len(tables) > MAX_TABLES or len(arrays) != 4 * len(tables):
        raise ValueError("the arrays are not those of the tables")
    heads = [_read_head(topic) for topic in topics]
    read = [TermTable.from_arrays(f"table{i}", part, arrays, len(heads)) for i, part in enumerate(tables)]
    return TopicModel(heads, read, card)


def _read_head(topic: Any) -> TopicHead:
    if not isinstance(topic, dict):
        raise ValueError("a topic is no object")
    try:
        name = check_topic_name(topic["name"])
        bias, slope, intercept = (_number(topic[key], key) for key in ("bias", "slope", "intercept"))
        threshold = np.inf if topic["threshold"] is None else check_unit_interval(topic["threshold"], "threshold")
        iptc = check_iptc(topic["iptc"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"a topic is not described as it should be ({error})") from None
    if slope <= 0.0:
        raise ValueError(f"topic {name!r}: the slope must be above 0")
    return TopicHead(name, bias, slope, intercept, threshold, iptc)


def _number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MAX_NUMBER:
        raise ValueError(f"a topic's {key} must be a number of at most {MAX_NUMBER:g}, got {value!r}")
    return float(value)


def write_topics(model: TopicModel, path: str | os.PathLike[str]) -> None:
    """Write a model to a file; see `TopicModel.save`. A model that could not be read again is a ValueError."""
    topics = [
        {
            "name": head.name,
            "bias": head.bias,
            "slope": head.slope,
            "intercept": head.intercept,
            "threshold": head.threshold if np.isfinite(head.threshold) else None,
            "iptc": list(head.iptc),
        }
        for head in model.heads
    ]
    header = {
        "kind": KIND,
        "version": VERSIONS[-1],
        "topics": topics,
        "tables": [table.header() for table in model.tables],
        "card": dict(model.card),
    }
    arrays: dict[str, np.ndarray] = {}
    for i, table in enumerate(model.tables):
        arrays.update(table.arrays(f"table{i}"))
    _from_file(header, arrays)
    write_model(path, header, arrays)

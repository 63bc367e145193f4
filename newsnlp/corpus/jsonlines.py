"""JSON Lines written by users: one object in each line."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["parse_line"]


def parse_line(line: str) -> dict[str, Any]:
    """Return the object in one line; raise ValueError saying what is wrong with it.

    Examples
    --------
    >>> parse_line('{"text": "Rain fell."}')
    {'text': 'Rain fell.'}
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not valid JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError(f"a line must be a JSON object, got {type(value).__name__}")
    return value

"""Texts written for newsnlp (CC0). No figure of quality may be quoted on `written`: the topics are trained on it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def written() -> Iterator[dict[str, Any]]:
    """Yield 420 newsroom-style texts with `id`, `title` (or None), `text`, `topics` and `kind`."""
    with (FOLDER / "written.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def joined(row: dict[str, Any]) -> str:
    """Return title and text of a row, joined as newsnlp joins them."""
    return "\n\n".join(part for part in (row["title"], row["text"]) if part)

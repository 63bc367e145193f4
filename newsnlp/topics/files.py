"""The parts of a topic model's file, checked against each other before use."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from newsnlp._validation import check_path
from newsnlp.modelfile import MAX_RATIO, read_model, write_model
from newsnlp.topics.heads import TopicHead
from newsnlp.topics.terms import TermTable

__all__ = ["KIND", "VERSION", "ModelParts", "content_version", "read_parts", "write_parts"]

KIND, VERSION = "topics", 2
MAX_TABLES = 1000
LONGEST_VERSION = 100
BYTES_A_WORD, BYTES_A_GRAM = 160, 80  # what a word takes in memory, and a further word of a term
FREE_BYTES = 8 * 2**20  # memory that any file may take, however small


class ModelParts(NamedTuple):
    """The arguments of `TopicModel`, in order."""

    heads: list[TopicHead]
    tables: list[TermTable]
    card: dict[str, Any]
    version: str | None


def read_parts(path: str | os.PathLike[str]) -> ModelParts:
    """Return the parts stored in a file; raise ValueError naming the file if they are inconsistent."""
    header, arrays = read_model(check_path(path, "path"), kind=KIND, versions=(VERSION,))
    try:
        _check_memory(os.path.getsize(path), arrays)
        return _parts(header, arrays)
    except ValueError as error:
        raise ValueError(f"{os.fspath(path)}: {error}") from None


def write_parts(path: str | os.PathLike[str], header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Write header and arrays to a file; raise ValueError if the file could not be read back."""
    _parts(header, arrays)
    write_model(path, header, arrays)


def content_version(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> str:
    """Return 12 hexadecimal digits that identify a model's contents, apart from its card."""
    digest = hashlib.sha256(json.dumps({**header, "card": None, "model_version": None}, sort_keys=True).encode("utf-8"))
    for name, array in sorted(arrays.items()):
        digest.update(name.encode("utf-8") + array.tobytes())
    return digest.hexdigest()[:12]


def _check_memory(file_bytes: int, arrays: Mapping[str, np.ndarray]) -> None:
    """Reject a file whose terms would take far more memory than the file."""
    most = max(FREE_BYTES, MAX_RATIO * file_bytes)
    needed = sum(array.nbytes for array in arrays.values())
    for name, blob in arrays.items():
        table, _, part = name.partition(".")
        if part == "terms" and f"{table}.lengths" in arrays:
            lengths = arrays[f"{table}.lengths"]
            further = int(np.count_nonzero(blob == ord(" ")))
            words = lengths.size + further
            if needed + BYTES_A_WORD * words + BYTES_A_GRAM * further > most:  # unless terms share words
                words = _count_words(blob.tobytes(), lengths)
            needed += BYTES_A_WORD * words + BYTES_A_GRAM * further
    if needed > most:
        raise ValueError(f"its terms would take {needed} bytes of memory, more than {MAX_RATIO} times the file")


def _count_words(blob: bytes, lengths: np.ndarray) -> int:
    words: set[bytes] = set()
    start = 0
    for length in lengths.tolist():
        words.update(blob[start : start + length].split(b" "))
        start += length
    return len(words)


def _parts(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> ModelParts:
    topics, tables, card = header.get("topics"), header.get("tables"), header.get("card")
    if not isinstance(topics, list) or not isinstance(tables, list) or not isinstance(card, dict):
        raise ValueError("the header has no topics, tables or card")
    if not topics:
        raise ValueError("the model has no topic")
    version = header.get("model_version")
    if version is not None and not (isinstance(version, str) and 0 < len(version) <= LONGEST_VERSION):
        raise ValueError(f"the version of the model must be null or a str of at most {LONGEST_VERSION} characters")
    if len(tables) > MAX_TABLES or len(arrays) != 5 * len(tables):
        raise ValueError("the arrays do not match the tables")
    heads = [TopicHead.from_header(topic) for topic in topics]
    if len({head.name for head in heads}) != len(heads):
        raise ValueError("two topics have the same name")
    read = [TermTable.from_arrays(f"table{i}", part, arrays, len(heads)) for i, part in enumerate(tables)]
    return ModelParts(heads, read, card, version)

"""The terms that a topic model knows, their idf and their weights: one table, checked where it is read from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newsnlp._core import Analysis, TermBlock, Vocabulary
from newsnlp._lazy import cached_property

__all__ = ["MAX_WORDS", "Reading", "TermTable", "join_tables", "own_table", "word_analysis"]

MAX_WORDS = 5  # longest n-gram, so that a file cannot require arbitrarily long ones
MAX_TERM_BYTES = 2**16


def word_analysis(ngram_range: tuple[int, int]) -> Analysis:
    r"""Return the analysis of all topic models: lower-case ``\b\w+\b`` words, one-letter ones included."""
    return Analysis("word", ngram_range, min_letters=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a text is read, and how much its beginning counts: news states its subject first.

    Parameters
    ----------
    words : int or None, default=None
        Number of words read from the start; None reads all.
    lead : int, default=0
        Number of words from the start that are read a second time on their own.
    share : float, default=0.0
        Between 0 and 1; the margin is ``share`` times that of the lead plus ``1 - share`` times that of all words read.
    known_pairs : float, default=0.0
        The share of the pairs of neighbouring words that are terms in a familiar text; novelty grows below it. 0 turns
        this off, for example for models with few terms.
    """

    words: int | None = None
    lead: int = 0
    share: float = 0.0
    known_pairs: float = 0.0


@dataclass(frozen=True, eq=False)
class TermTable:
    """Terms with an idf each and a weight for every topic; the value of a term is l2-normed (1 + ln tf) * idf.

    Parameters
    ----------
    vocabulary : Vocabulary
        The terms.
    ngram_range : tuple of int
        The shortest and the longest n-gram.
    idf : ndarray of float32, shape (n_terms,)
    weights : ndarray of float16, shape (n_terms, n_topics)
    reading : Reading, default=Reading()
        How much of a text counts; by default all of it, once.
    telling : ndarray of uint8, shape (n_terms,) or (0,)
        Which terms indicate what a text is about (1) and which, such as names, only whom (0). The values of a text with
        n different indicative terms are multiplied by 1 - 1/n**2, so that a single name or word decides nothing. If
        empty, nothing is damped.
    """

    vocabulary: Vocabulary
    ngram_range: tuple[int, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float16]
    reading: Reading = Reading()
    telling: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))

    @classmethod
    def from_vocabulary(
        cls, vocabulary: Vocabulary, ngram_range: tuple[int, int], idf: ArrayLike, weights: ArrayLike
    ) -> TermTable:
        """Return a table with idf and weights rounded to the stored precision."""
        # Both are rounded to half precision: it changes probabilities by at most 2e-4 and quarters the file.
        halves = np.ascontiguousarray(weights, dtype=np.float16)
        idfs = np.ascontiguousarray(idf, dtype=np.float16).astype(np.float32)
        if not np.isfinite(halves).all():
            raise ValueError("weights are too large for half precision")
        for array in (halves, idfs):
            array.flags.writeable = False
        return cls(vocabulary, (int(ngram_range[0]), int(ngram_range[1])), idfs, halves)

    def __len__(self) -> int:
        return len(self.vocabulary)

    def __reduce__(self) -> tuple[Any, ...]:
        return TermTable, (self.vocabulary, self.ngram_range, self.idf, self.weights, self.reading, self.telling)

    @cached_property
    def _names(self) -> tuple[bytes, NDArray[np.int64]]:
        return self.vocabulary.blob, self.vocabulary.offsets

    def name(self, column: int) -> str:
        """Return one term without decoding all of them."""
        blob, offsets = self._names
        return blob[offsets[column] : offsets[column + 1]].decode("utf-8")

    def values(self, texts: Sequence[str]) -> Any:
        """Return the l2-normed values of the terms of each text, a CSR matrix of shape (n_texts, n_terms)."""
        from scipy.sparse import csr_matrix

        idf = self.idf.astype(np.float64)
        parts = self.vocabulary.count(list(texts), dtype="float64", idf=idf, sublinear_tf=True, norm="l2")
        return csr_matrix(parts, shape=(len(texts), len(self)))

    def blocks(self) -> list[TermBlock]:
        """Return the table in the form that the native scorer reads: the text, then its lead."""
        reading = self.reading
        text = self._block(1.0 - reading.share, reading.words)
        return [text, self._block(reading.share, reading.lead)] if reading.share else [text]

    def _block(self, share: float, words: int | None) -> TermBlock:
        # In float64, or NumPy 1 would round the products to half precision.
        weights = self.weights.astype(np.float64) * share
        telling = self.telling if len(self.telling) else None
        return TermBlock(
            self.vocabulary, weights, idf=self.idf, sublinear_tf=True, norm="l2", lead=words, telling=telling
        )

    def same_terms(self, other: TermTable) -> bool:
        """Return whether texts have the same values in both tables, whatever the weights."""
        return self is other or (
            (self.ngram_range, self.reading) == (other.ngram_range, other.reading)
            and np.array_equal(self.idf, other.idf)
            and np.array_equal(self.telling, other.telling)
            and self.vocabulary.blob == other.vocabulary.blob
            and np.array_equal(self.vocabulary.offsets, other.vocabulary.offsets)
        )

    def with_weights(self, weights: ArrayLike) -> TermTable:
        """Return the same terms with other weights."""
        table = TermTable.from_vocabulary(self.vocabulary, self.ngram_range, self.idf, weights)
        return replace(table, reading=self.reading, telling=self.telling)

    def with_change(self, column: int, change: NDArray[np.float64]) -> TermTable:
        """Return the same terms with `change` added to the weights of one topic, within the range of a float16."""
        weights, most = self.weights.astype(np.float64), float(np.finfo(np.float16).max)
        weights[:, column] = np.clip(weights[:, column] + change, -most, most)
        return self.with_weights(weights)

    def with_reading(self, reading: Reading) -> TermTable:
        """Return the same terms and weights with another `reading`."""
        return replace(self, reading=reading)

    def with_telling(self, telling: ArrayLike) -> TermTable:
        """Return the same terms with another `telling`."""
        return replace(self, telling=np.ascontiguousarray(telling, dtype=np.uint8))

    def header(self) -> dict[str, Any]:
        """Return the table's entry in a model file's header."""
        return {"ngram_range": list(self.ngram_range), "reading": asdict(self.reading)}

    def arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """Return the arrays of a model file."""
        blob, offsets = self._names
        return {
            f"{prefix}.terms": np.frombuffer(blob, dtype=np.uint8),
            f"{prefix}.lengths": np.diff(offsets).astype(np.uint32),
            f"{prefix}.idf": self.idf.astype(np.float16),
            f"{prefix}.weights": self.weights,
            f"{prefix}.telling": self.telling,
        }

    @classmethod
    def from_arrays(cls, prefix: str, header: Any, arrays: Mapping[str, np.ndarray], n_topics: int) -> TermTable:
        """Return the table that `header` and `arrays` describe; raise ValueError if they are inconsistent."""
        blob, lengths = _array(arrays, f"{prefix}.terms", "|u1", 1), _array(arrays, f"{prefix}.lengths", "<u4", 1)
        idf, weights = _array(arrays, f"{prefix}.idf", "<f2", 1), _array(arrays, f"{prefix}.weights", "<f2", 2)
        if not len(lengths) == len(idf) == len(weights) or weights.shape[1] != n_topics:
            raise ValueError(f"{prefix}: terms, idf and weights do not fit together")
        telling = _array(arrays, f"{prefix}.telling", "|u1", 1)
        if len(telling) not in (0, len(lengths)) or (telling > 1).any():
            raise ValueError(f"{prefix}: telling must hold 0 or 1 for each term, or nothing")
        if (idf < 0).any():
            raise ValueError(f"{prefix}: an idf is negative")
        offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        if offsets[-1] != len(blob):
            raise ValueError(f"{prefix}: the lengths do not add up to the size of the terms")
        low, high = _read_range(header, prefix)
        _check_terms(blob, offsets, high, prefix)
        # The native constructor rejects repeated terms.
        vocabulary = Vocabulary.from_blob(blob.tobytes(), offsets, word_analysis((low, high)))
        return cls(vocabulary, (low, high), idf.astype(np.float32), weights, _read_reading(header, prefix), telling)


def join_tables(ours: Sequence[TermTable], theirs: Sequence[TermTable], n_ours: int, n_theirs: int) -> list[TermTable]:
    """Return the joined tables of two models, whose topics are the `n_ours` followed by the `n_theirs`."""
    tables = [_widen(table, 0, n_theirs) for table in ours]
    for table in theirs:
        wide = _widen(table, n_ours, 0)
        same = next((i for i, known in enumerate(tables[: len(ours)]) if known.same_terms(wide)), None)
        if same is None:
            tables.append(wide)
        else:
            tables[same] = tables[same].with_weights(tables[same].weights + wide.weights)
    return tables


def own_table(tables: Sequence[TermTable], column: int) -> int:
    """Return the index of the first table that has weights for a topic."""
    return next((i for i, table in enumerate(tables) if table.weights[:, column].any()), 0)


def _widen(table: TermTable, before: int, after: int) -> TermTable:
    """Return the table padded with zero weights for other topics."""
    return table.with_weights(np.pad(table.weights, ((0, 0), (before, after))))


def _check_terms(blob: np.ndarray, offsets: NDArray[np.int64], longest: int, prefix: str) -> None:
    """Raise ValueError if a term is longer than any that is read from a text, or the terms are not UTF-8."""
    if np.diff(offsets).max(initial=0) > MAX_TERM_BYTES:
        raise ValueError(f"{prefix}: a term has more than {MAX_TERM_BYTES} bytes")
    blanks = np.flatnonzero(blob == ord(" "))
    if np.bincount(np.searchsorted(offsets, blanks, side="right")).max(initial=0) >= longest:
        raise ValueError(f"{prefix}: a term has more than {longest} words")
    try:
        blob.tobytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{prefix}: the terms are not UTF-8 ({error.reason})") from None
    starts = offsets[offsets < len(blob)]
    if ((blob[starts] & 0xC0) == 0x80).any():
        raise ValueError(f"{prefix}: a term ends within a character (not UTF-8)")


def _array(arrays: Mapping[str, np.ndarray], name: str, dtype: str, dimensions: int) -> np.ndarray:
    array = arrays.get(name)
    if array is None or array.dtype.str != dtype or array.ndim != dimensions:
        raise ValueError(f"array {name!r} is missing or not of dtype {dtype} with {dimensions} dimensions")
    return array


def _read_range(header: Any, prefix: str) -> tuple[int, int]:
    value = header.get("ngram_range") if isinstance(header, dict) else None
    if isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value):
        low, high = value
        if 1 <= low <= high <= MAX_WORDS:
            return low, high
    raise ValueError(f"{prefix}: ngram_range must be two ints from 1 to {MAX_WORDS}, the smaller first")


def _read_reading(header: Any, prefix: str) -> Reading:
    value = header.get("reading")
    if not isinstance(value, dict) or set(value) != {each.name for each in fields(Reading)}:
        raise ValueError(f"{prefix}: not a valid reading")
    words, lead = value["words"], value["lead"]
    whole = all(type(n) is int and 0 <= n < 2**31 for n in (lead, 0 if words is None else words))
    if not whole or not all(type(value[key]) is float and 0.0 <= value[key] <= 1.0 for key in ("share", "known_pairs")):
        raise ValueError(f"{prefix}: not a valid reading")
    return Reading(**value)

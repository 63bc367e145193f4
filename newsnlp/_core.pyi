"""
Native core of newsnlp: text in, numbers out; no state, no Python object per token.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import numpy
import numpy.typing
from numpy.typing import NDArray

import newsnlp._texts

def article_parts(
    text: str, line_breaks: str = "auto", abbreviations: tuple[str, ...] = (), headline_end: int | None = None
) -> tuple[
    Annotated[NDArray[numpy.int64], dict(shape=(None, 2))],
    Annotated[NDArray[numpy.int64], dict(shape=(None, 2))],
    Annotated[NDArray[numpy.int64], dict(shape=(None, 2))],
    Annotated[NDArray[numpy.int64], dict(shape=(None, 2))],
    Annotated[NDArray[numpy.int64], dict(shape=(None, 2))],
]:
    """
    Return the parts of an article as arrays of (start, end): headline, dateline and byline, shape (3, 2), (0, 0) for one that is absent; the paragraphs of the body; boilerplate; sentences; asides.
    """

def paragraph_offsets(text: str, line_breaks: str = "auto") -> Annotated[NDArray[numpy.int64], dict(shape=(None, 2))]:
    """Return the (start, end) of every paragraph, shape (n, 2)."""

def sentence_offsets(
    text: str, line_breaks: str = "auto", abbreviations: tuple[str, ...] = ()
) -> Annotated[NDArray[numpy.int64], dict(shape=(None, 2))]:
    """Return the (start, end) of every sentence, shape (n, 2)."""

def sentence_offsets_of_texts(
    column: TextColumn,
    start: int,
    stop: int,
    *,
    line_breaks: str,
    abbreviations: tuple[str, ...],
    first: int,
    n_threads: int,
) -> tuple[
    Annotated[NDArray[numpy.int64], dict(shape=(None, 2))], Annotated[NDArray[numpy.int64], dict(shape=(None,))]
]:
    """
    Return the (start, end) of every sentence of the texts from row `start` to before `stop` of a column, shape (n, 2), and where those of each text end.
    """

def sentence_offsets_within(
    text: str,
    ranges: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
    abbreviations: tuple[str, ...] = (),
) -> Annotated[NDArray[numpy.int64], dict(shape=(None, 2))]:
    """
    Return the (start, end) of every sentence, shape (n, 2), of each of the given ranges, shape (m, 2).
    """

class Batch:
    """The results of a batch of texts, in columns."""

    def __len__(self) -> int: ...
    def __getstate__(self) -> tuple[int, int, list[bytes]]: ...
    def __setstate__(self, arg: tuple[int, int, list[bytes]], /) -> None: ...
    def article(
        self, row: int
    ) -> tuple[
        Annotated[NDArray[numpy.int64], dict(shape=(None, 2), writable=False)],
        Annotated[NDArray[numpy.int64], dict(shape=(None, 2), writable=False)],
        Annotated[NDArray[numpy.int64], dict(shape=(None, 2), writable=False)],
        Annotated[NDArray[numpy.int64], dict(shape=(None, 2), writable=False)],
        Annotated[NDArray[numpy.int64], dict(shape=(None, 2), writable=False)],
    ]:
        """
        Return the (start, end) of headline, dateline and byline; paragraphs; boilerplate; sentences; asides.
        """

    def evidence(self, row: int) -> list[tuple[list[tuple[int, float]], list[tuple[int, int, float]]]]:
        """
        Return, for each topic, the (term, weight) and the (start, end, weight) of the spans that add most to it, largest first.
        """

    def scores(self, row: int) -> list[float]:
        """Return the score of every sentence."""

    def chosen(self, row: int) -> list[int]:
        """Return the indices of the sentences of the summary."""

    @property
    def logits(self) -> Annotated[NDArray[numpy.float64], dict(shape=(None, None), writable=False)]:
        """The logits, shape (n_texts, n_topics)."""

    @property
    def novelty(self) -> list[float]:
        """The novelty of each text."""

    def n_sentences(self, row: int) -> int:
        """Return the number of sentences of an article."""

class Pipeline:
    """
    Turns texts into articles, topics and summaries; a step is skipped if its model is None.
    """

    def __init__(
        self,
        topics: TopicScorer | None,
        ranker: Ranker | None,
        *,
        parse: bool,
        evidence: bool,
        limits: tuple[int, int, int, float | None, WordSet, bool] | None = None,
    ) -> None: ...
    def run(
        self,
        column: TextColumn,
        start: int,
        stop: int,
        *,
        headline_ends: Sequence[int] | None = None,
        articles: Mapping[
            int,
            tuple[
                Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
                Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
                Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
                Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
                Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
            ],
        ] = {},
        first: int = 0,
        n_threads: int = 1,
    ) -> Batch:
        """
        Return the results of the texts from row `start` to before `stop` of a column.
        """

def feature_names() -> tuple[str, ...]:
    """Return the names of the features of a sentence, in order."""

def term_hashes(text: str) -> Annotated[NDArray[numpy.uint64], dict(shape=(None,))]:
    """Return the hash of every term of a text, in order."""

def describe_sentences(
    text: str,
    sentences: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
    paragraphs: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
    headline: Sequence[int],
    dateline: Sequence[int],
    background: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order="C", device="cpu", writable=False)],
) -> Annotated[NDArray[numpy.float32], dict(shape=(None, None))]:
    """Return one row of features for each sentence."""

class Trees:
    """A sum of regression trees."""

    def __init__(
        self,
        thresholds: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        features: Annotated[NDArray[numpy.uint32], dict(shape=(None,), order="C", device="cpu", writable=False)],
        lefts: Annotated[NDArray[numpy.uint32], dict(shape=(None,), order="C", device="cpu", writable=False)],
        values: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        roots: Annotated[NDArray[numpy.uint32], dict(shape=(None,), order="C", device="cpu", writable=False)],
        base: float,
        width: int,
    ) -> None: ...
    def sum(
        self, rows: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order="C", device="cpu", writable=False)]
    ) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
        """Return one sum for each row."""

class Ranker:
    """A trained ranker of sentences."""

    def __init__(
        self,
        background: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order="C", device="cpu", writable=False)],
        values: Trees,
        dangling: Trees,
        choice: Sequence[float],
    ) -> None: ...
    def rank(
        self,
        text: str,
        sentences: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
        paragraphs: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
        headline: Sequence[int],
        dateline: Sequence[int],
        most: int,
        costs: Annotated[NDArray[numpy.int64], dict(shape=(None, 3), order="C", device="cpu", writable=False)]
        | None = None,
        limits: Sequence[int] = [0, 0, 0],
    ) -> tuple[
        Annotated[NDArray[numpy.float64], dict(shape=(None,))], Annotated[NDArray[numpy.int64], dict(shape=(None,))]
    ]:
        """
        Return the score of every sentence and the chosen ones, best first: up to `most` (at most 8), or 2 to 4 where it is 0, within the limits.
        """

class SparseRows:
    """Rows of (term, value), checked once; immutable."""

    def __init__(
        self,
        starts: Annotated[NDArray[numpy.int64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        ids: Annotated[NDArray[numpy.int32], dict(shape=(None,), order="C", device="cpu", writable=False)],
        values: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        n_terms: int,
    ) -> None: ...
    def __len__(self) -> int: ...
    @property
    def n_terms(self) -> int: ...
    @property
    def starts(self) -> Annotated[NDArray[numpy.int64], dict(shape=(None,), writable=False)]: ...
    @property
    def ids(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,), writable=False)]: ...
    @property
    def values(self) -> Annotated[NDArray[numpy.float64], dict(shape=(None,), writable=False)]: ...
    def slice(self, first: int, last: int) -> SparseRows:
        """Return the rows from `first` to before `last`."""

    def with_values(
        self, values: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)]
    ) -> SparseRows:
        """Return the same rows with other values."""

    def sums(self) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
        """Return the sum of each term's values over all rows."""

    def frequencies(self) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
        """Return in how many rows each term occurs."""

    def dot(
        self, weights: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)]
    ) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
        """Return each row's sum of values times the terms' weights."""

class WordSet:
    """An immutable set of lower-case words."""

    def __init__(self, words: list[str]) -> None: ...
    def __len__(self) -> int: ...
    def __contains__(self, arg: str, /) -> bool: ...

def sentence_terms(
    texts: newsnlp._texts.Strings, stop_words: WordSet, stem: bool
) -> tuple[
    Annotated[NDArray[numpy.int64], dict(shape=(None,))],
    Annotated[NDArray[numpy.int32], dict(shape=(None,))],
    Annotated[NDArray[numpy.int32], dict(shape=(None,))],
    Annotated[NDArray[numpy.int32], dict(shape=(None,))],
    list[str],
]:
    """
    Return (starts, ids, token_indices, lengths, terms): the terms of each text in order, without stop words.
    """

def sentence_costs(texts: newsnlp._texts.Strings) -> Annotated[NDArray[numpy.int64], dict(shape=(None, None))]:
    """
    Return the costs of each text: 1, its words, its characters with a joining blank; shape (n, 3).
    """

def count_terms(
    starts: Annotated[NDArray[numpy.int64], dict(shape=(None,), order="C", device="cpu", writable=False)],
    ids: Annotated[NDArray[numpy.int32], dict(shape=(None,), order="C", device="cpu", writable=False)],
    n_terms: int,
) -> SparseRows:
    """
    Return rows of the distinct terms, ascending, and how often each occurs in its row.
    """

def unit_rows(
    rows: SparseRows,
    weights: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
) -> SparseRows:
    """Return the rows with values * weights, each scaled to length 1."""

def lexrank(
    rows: SparseRows,
    threshold: float | None,
    damping: float,
    restart: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
    tolerance: float,
    max_steps: int,
) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
    """
    Return LexRank's shares for unit rows; continuous where `threshold` is None.
    """

def textrank(
    rows: SparseRows,
    lengths: Annotated[NDArray[numpy.int32], dict(shape=(None,), order="C", device="cpu", writable=False)],
    damping: float,
    restart: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
    tolerance: float,
    max_steps: int,
) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
    """Return TextRank's shares by term overlap over the logs of the lengths."""

def luhn(
    rows: SparseRows,
    token_indices: Annotated[NDArray[numpy.int32], dict(shape=(None,), order="C", device="cpu", writable=False)],
    gap: int,
) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
    """Return the score of each row's best cluster of significant tokens."""

def strongest_terms(
    rows: SparseRows, count: int
) -> tuple[
    Annotated[NDArray[numpy.int32], dict(shape=(None,))], Annotated[NDArray[numpy.float64], dict(shape=(None,))]
]:
    """
    Return (ids, values), `count` for each row: its terms with the largest positive values; -1 if it has fewer.
    """

def lsa_salience(
    rows: SparseRows, dimensions: int, share: float
) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
    """Return the share of each row in the leading singular directions."""

def best_containment(
    rows: SparseRows,
    others: SparseRows,
    weights: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
    """
    Return the share of each row's term weight that the best matching row of `others` has.
    """

class Selector:
    """
    Takes rows within limits; each method returns the rows that it takes, in its order.
    """

    def __init__(
        self,
        unit: SparseRows,
        max_similarity: float,
        costs: Annotated[NDArray[numpy.int64], dict(shape=(None, 3), order="C", device="cpu", writable=False)],
        fragments: Annotated[NDArray[numpy.bool_], dict(shape=(None,), order="C", device="cpu", writable=False)],
        limits: Sequence[int],
    ) -> None: ...
    def ranked(
        self, scores: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)]
    ) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """Take the best score first."""

    def marginal(
        self,
        scores: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        relevance: float,
    ) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """Take by maximal marginal relevance."""

    def sumbasic(
        self,
        counts: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        probabilities: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        bias: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
    ) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """Take by SumBasic."""

    def kl(
        self,
        counts: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        probabilities: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        smoothing: float,
    ) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """Take by KL-Sum."""

    def submodular(
        self,
        n_groups: int,
        saturation: float,
        diversity: float,
        exponent: float,
        bias: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        bonus: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
    ) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """Take by Lin and Bilmes' function."""

    def coverage(
        self,
        concepts: SparseRows,
        weights: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        exponent: float,
        bias: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        bonus: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)],
    ) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """Take the rows that cover the most weight of concepts."""

def rouge_scores(
    candidates: newsnlp._texts.Strings, references: newsnlp._texts.Strings, kinds: Sequence[int], stem: bool
) -> Annotated[NDArray[numpy.float64], dict(shape=(None,))]:
    """
    Return precision, recall, F of every candidate against every reference for every kind, flat in this order.

    Texts must be in lower case. A kind is n of ROUGE-n (1 to 9), 0 for ROUGE-L, -1 for ROUGE-Lsum.
    """

def greedy_oracle(
    sentences: newsnlp._texts.Strings,
    references: newsnlp._texts.Strings,
    costs: Annotated[NDArray[numpy.int64], dict(shape=(None, 3), order="C", device="cpu", writable=False)],
    limits: Sequence[int],
    stem: bool,
) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
    """
    Return the sentences (lower case) that greedily maximise ROUGE-1 F + ROUGE-2 F, in source order.
    """

def character_classes(code: int) -> int:
    """Return the class bits of a code point."""

def lower_code(code: int) -> int:
    """Return the lower-case form of one code point alone."""

def lexicon() -> list[tuple[str, int]]:
    """
    Return the (word, role bits) of every word that the sentence rules know, in the order of their list.
    """

class Analysis:
    """The settings that turn a text into terms; immutable."""

    def __init__(
        self,
        analyzer: str = "word",
        ngram_range: tuple[int, int] = (1, 1),
        *,
        min_letters: int = 2,
        lowercase: bool = True,
        strip_accents: str | None = None,
        stop_words: Iterable[str] | None = None,
    ) -> None: ...
    def terms(self, text: str | newsnlp._texts.Strings) -> list[str]:
        """Return the terms of one text in scikit-learn's order."""

    def words(self, texts: newsnlp._texts.TextsLike, *, n_threads: int = 1) -> list[str]:
        """
        Return the distinct tokens of all texts, sorted, after stop words and before stems.
        """

    def with_stems(self, words: Sequence[str], stems: Sequence[str]) -> Analysis:
        """Return the same analysis with each of `words` replaced by its stem."""

    def __eq__(self, other: object | None) -> bool: ...
    def __hash__(self) -> int: ...
    def __getstate__(self) -> tuple[object, ...]: ...
    def __setstate__(self, arg: tuple[object, ...], /) -> None: ...

def hash_texts(
    texts: newsnlp._texts.DocumentsLike,
    analysis: Analysis,
    *,
    n_features: int = 1048576,
    alternate_sign: bool = True,
    binary: bool = False,
    norm: str | None = None,
    dtype: str = "float64",
    n_threads: int = 1,
    index_limit: int = 2147483647,
) -> tuple[Any, Any, Any]:
    """Return (data, indices, indptr) of the hashed terms of each document."""

def porter_stem(word: str) -> str:
    """
    Return the stem of a lower-case ASCII word (Porter with NLTK's extensions).
    """

class TermCounts:
    """Unpruned counts of terms over many texts."""

    def __init__(self, analysis: Analysis, *, keep_rows: bool = False) -> None: ...
    def add(self, texts: newsnlp._texts.DocumentsLike, *, n_threads: int = 1) -> None:
        """Count more texts."""

    def merge(self, other: TermCounts) -> None:
        """Add the counts of other texts."""

    @property
    def n_texts(self) -> int: ...
    @property
    def n_terms(self) -> int: ...
    @property
    def analysis(self) -> Analysis: ...
    def columns(self, *, min_df: int = 1, max_df: int | None = None, n_threads: int = 1) -> Columns:
        """Return the terms that occur in min_df to max_df texts, sorted by name."""

    def take_rows(
        self,
        columns: Columns,
        *,
        binary: bool = False,
        dtype: str = "int64",
        idf: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)]
        | None = None,
        sublinear_tf: bool = False,
        norm: str | None = None,
        n_threads: int = 1,
        index_limit: int = 2147483647,
    ) -> tuple[Any, Any, Any]:
        """
        Return (data, indices, indptr) of the texts counted so far, and drop their rows.
        """

    def __getstate__(self) -> tuple[object, ...]: ...
    def __setstate__(self, arg: tuple[object, ...], /) -> None: ...

class Columns:
    """Terms in column order."""

    def __len__(self) -> int: ...
    @property
    def document_frequencies(self) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]: ...
    @property
    def totals(self) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]: ...
    def select(
        self, indices: Annotated[NDArray[numpy.int64], dict(shape=(None,), order="C", device="cpu", writable=False)]
    ) -> Columns:
        """Return the columns at the given indices, which must rise."""

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary of these columns."""

class Vocabulary:
    """Terms with fixed columns."""

    def __init__(self, names: Sequence[str], analysis: Analysis) -> None: ...
    @staticmethod
    def from_blob(
        blob: bytes,
        offsets: Annotated[NDArray[numpy.int64], dict(shape=(None,), order="C", device="cpu", writable=False)],
        analysis: Analysis,
    ) -> Vocabulary:
        """Return the vocabulary of concatenated names."""

    def __len__(self) -> int: ...
    @property
    def analysis(self) -> Analysis: ...
    @property
    def blob(self) -> bytes: ...
    @property
    def offsets(self) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]: ...
    def names(self) -> list[str]:
        """Return the terms in column order."""

    def to_dict(self) -> dict[str, int]:
        """Return the column of each term."""

    def with_analysis(self, analysis: Analysis) -> Vocabulary:
        """Return the same terms with another analysis."""

    def count(
        self,
        texts: newsnlp._texts.DocumentsLike,
        *,
        binary: bool = False,
        dtype: str = "int64",
        idf: Annotated[NDArray[numpy.float64], dict(shape=(None,), order="C", device="cpu", writable=False)]
        | None = None,
        sublinear_tf: bool = False,
        norm: str | None = None,
        n_threads: int = 1,
        index_limit: int = 2147483647,
    ) -> tuple[Any, Any, Any]:
        """Return (data, indices, indptr) of the texts' counts or weights."""

    def document_frequencies(
        self, texts: newsnlp._texts.DocumentsLike, *, n_threads: int = 1
    ) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """Return in how many of the texts each term occurs."""

    def __getstate__(self) -> tuple[object, ...]: ...
    def __setstate__(self, arg: tuple[object, ...], /) -> None: ...

class TextColumn:
    """
    A column of texts, viewed without a copy; items that are not str count as empty texts.
    """

    def __init__(self, texts: newsnlp._texts.ItemsLike) -> None:
        """Make one of a list, a tuple or an Arrow array."""

    def __len__(self) -> int: ...
    @property
    def others(self) -> list[int]:
        """The positions of the items that are not str."""

    def batch_end(self, start: int, most_texts: int, most_characters: int) -> int:
        """
        Return where a batch from `start` ends: after so many texts, or as soon as it has so many characters.
        """

    def text(self, position: int) -> object:
        """Return the item at a position: a str, or what was given instead."""

class TermBlock:
    """Terms of one kind with their weights for each topic."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        weights: numpy.typing.ArrayLike,
        *,
        idf: numpy.typing.ArrayLike | None = None,
        sublinear_tf: bool = False,
        norm: str | None = "l2",
        lead: int | None = None,
        telling: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order="C", device="cpu", writable=False)]
        | None = None,
    ) -> None: ...

class LinearScorer:
    """A linear model over the terms of a text."""

    def __init__(self, blocks: Sequence[TermBlock], bias: numpy.typing.ArrayLike) -> None: ...
    def contributions(
        self, text: str
    ) -> tuple[
        Annotated[NDArray[numpy.int32], dict(shape=(None,))],
        Annotated[NDArray[numpy.int32], dict(shape=(None,))],
        Annotated[NDArray[numpy.int64], dict(shape=(None,))],
        Annotated[NDArray[numpy.int64], dict(shape=(None,))],
        Annotated[NDArray[numpy.float64], dict(shape=(None, None))],
    ]:
        """
        Return (blocks, columns, starts, ends, values) of every known term's occurrences in one text.
        """

class TopicScorer:
    """A topic model that is ready to read texts."""

    def __init__(
        self,
        margins: LinearScorer,
        first_blocks: Sequence[int],
        known_pairs: Sequence[float],
        slopes: numpy.typing.ArrayLike,
        intercepts: numpy.typing.ArrayLike,
    ) -> None: ...
    def find(
        self,
        text: str,
        spans: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
        others: Annotated[NDArray[numpy.int64], dict(shape=(None, 2), order="C", device="cpu", writable=False)],
    ) -> tuple[
        Annotated[NDArray[numpy.float64], dict(shape=(None,))],
        float,
        Annotated[NDArray[numpy.int64], dict(shape=(None,))],
        Annotated[NDArray[numpy.float64], dict(shape=(None,))],
        Annotated[NDArray[numpy.int64], dict(shape=(None,))],
        Annotated[NDArray[numpy.int64], dict(shape=(None, 2))],
        Annotated[NDArray[numpy.float64], dict(shape=(None,))],
        Annotated[NDArray[numpy.int64], dict(shape=(None,))],
    ]:
        """
        Return (logits, novelty, terms, term_weights, term_ends, bounds, span_weights, span_ends) of one text.
        """

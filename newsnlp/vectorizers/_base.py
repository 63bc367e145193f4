"""What the vectorizers share: settings, the analyzer they describe, documents."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from newsnlp._core import Analysis, TextColumn
from newsnlp._stemming import stem_words
from newsnlp._texts import is_arrow
from newsnlp._threads import thread_count
from newsnlp.vectorizers import _analysis
from newsnlp.vectorizers._documents import BATCH, analyzed, batches, decoded, with_texts

# Terms made in Python are passed to the core unchanged.
READY_TERMS = Analysis("tokens")

_ANALYSIS_METHODS = ("build_analyzer", "build_preprocessor", "build_tokenizer", "get_stop_words", "decode")
_analysis_parameters = attrgetter(
    "analyzer",
    "token_pattern",
    "lowercase",
    "strip_accents",
    "preprocessor",
    "tokenizer",
)


class TextVectorizer(BaseEstimator):  # type: ignore[misc]
    """Settings of text analysis and everything derived from them."""

    input: str
    encoding: str
    decode_error: str
    strip_accents: Any
    lowercase: bool
    preprocessor: Callable[[Any], Any] | None
    tokenizer: Callable[[Any], Any] | None
    stop_words: Any
    token_pattern: Any
    ngram_range: tuple[int, int]
    analyzer: Any
    n_jobs: int | None
    stemmer: Any
    _native_settings: tuple[tuple[Any, ...], Analysis | None] | None = None

    def decode(self, doc: Any) -> Any:
        """Read and decode one document, as `input`, `encoding` and `decode_error` say.

        Parameters
        ----------
        doc : str, bytes, path or file
            One document.

        Returns
        -------
        str
            Its text.
        """
        if self.input == "filename":
            with open(doc, "rb") as file:
                doc = file.read()
        elif self.input == "file":
            doc = doc.read()
        if isinstance(doc, bytes):
            doc = doc.decode(self.encoding, self.decode_error)
        if doc is np.nan:
            raise ValueError("np.nan is an invalid document, expected byte or unicode string.")
        return doc

    def build_preprocessor(self) -> Callable[[str], str]:
        """Return the function that preprocesses a text before it is tokenized.

        Returns
        -------
        callable
            From str to str.
        """
        if self.preprocessor is not None:
            return self.preprocessor
        strip = self.strip_accents
        if not strip:
            strip = None
        elif strip == "ascii":
            strip = _analysis.strip_accents_ascii
        elif strip == "unicode":
            strip = _analysis.strip_accents_unicode
        elif not callable(strip):
            raise ValueError(f'Invalid value for "strip_accents": {strip}')
        return partial(_analysis.preprocess, accent_function=strip, lower=self.lowercase)

    def build_tokenizer(self) -> Callable[[str], Any]:
        """Return the function that splits a preprocessed text into tokens.

        Returns
        -------
        callable
            From str to a list of str.
        """
        if self.tokenizer is not None:
            return self.tokenizer
        pattern = re.compile(self.token_pattern)
        if pattern.groups > 1:
            raise ValueError("More than 1 capturing group in token pattern. Only a single group should be captured.")
        return pattern.findall

    def get_stop_words(self) -> Collection[str] | None:
        """Return the stop words in effect.

        Returns
        -------
        frozenset of str or None
            The words that are left out.
        """
        if self.stop_words is None:
            return None
        if isinstance(self.stop_words, str):
            if self.stop_words != "english":
                raise ValueError(f"not a built-in stop list: {self.stop_words}")
            return frozenset(ENGLISH_STOP_WORDS)
        return frozenset(self.stop_words)

    def build_analyzer(self) -> Callable[[Any], Any]:
        """Return the function that turns one document into its terms.

        Returns
        -------
        callable
            From a document to a list of str. It is plain Python, gives the same result as the native code, and can be
            pickled.
        """
        if callable(self.analyzer):
            return partial(_analysis.analyze_with, decode=self.decode, analyzer=self.analyzer)
        preprocess = self.build_preprocessor()
        if self.analyzer not in _analysis.NGRAMS:
            raise ValueError(f"{self.analyzer} is not a valid tokenization scheme/analyzer")
        tokenize, stop_words, stemmer = None, None, None
        if self.analyzer == "word":
            stop_words, tokenize, stemmer = self.get_stop_words(), self.build_tokenizer(), self.stemmer
            self._check_stop_words_consistency(stop_words, preprocess, tokenize)
        low, high = self.ngram_range
        return partial(
            _analysis.analyze,
            decode=self.decode,
            preprocess=preprocess,
            tokenize=tokenize,
            stop_words=stop_words,
            stemmer=stemmer,
            ngrams=partial(_analysis.terms_of, self.analyzer, low, high),
        )

    def _native_analysis(self) -> Analysis | None:
        """Return the settings for the core, or None if callables or overridden methods require Python."""
        if self.preprocessor is not None or (self.tokenizer is not None and self.analyzer == "word"):
            return None
        ngram_range, words = self.ngram_range, self.stop_words
        # lists could be modified in place
        if isinstance(ngram_range, list | np.ndarray):
            ngram_range = tuple(ngram_range)
        if words is not None and not isinstance(words, str):
            words = frozenset(words)
        key: tuple[Any, ...] = (*_analysis_parameters(self), ngram_range, words)
        known = self._native_settings
        if known is not None and known[0] == key:
            return known[1]
        analysis = None
        if not self._overrides_analysis():
            self._check_settings()
            words = self.get_stop_words() if self.analyzer == "word" else None
            analysis = _analysis.native_analysis(
                self.analyzer, ngram_range, self.token_pattern, self.lowercase, self.strip_accents, words
            )
        self._native_settings = (key, analysis)
        return analysis

    def _overrides_analysis(self) -> bool:
        """Return whether a subclass or this object overrides the analysis."""
        return any(
            getattr(type(self), name) is not getattr(TextVectorizer, name) or name in self.__dict__
            for name in _ANALYSIS_METHODS
        )

    def _check_settings(self) -> None:
        """Raise and warn as building the analyzer does, so that native analysis reports the same problems."""
        if not callable(self.analyzer):
            self.build_analyzer()

    def _each_batch(
        self, documents: Iterable[Any], analysis: Analysis | None, work: Callable[[Any, Analysis, int], Any]
    ) -> Iterator[Any]:
        """Process the documents natively, batch by batch: work(texts or terms, their settings, threads).

        `analysis` comes from `_native_analysis`; if it is None, the terms are made in Python.
        """
        if analysis is None:
            takes_texts = self.preprocessor is None and not callable(self.analyzer) and not self._overrides_analysis()
            if takes_texts and self.input == "content":  # otherwise the user's functions decide what a document is
                documents = decoded(documents, self.decode)
            for rows in analyzed(documents, self._row_analyzer()):
                yield work(rows, READY_TERMS, thread_count(self.n_jobs, len(rows)))
            return

        def on_texts(texts: Any) -> Any:
            if self.stemmer is not None and is_arrow(texts):
                texts = TextColumn(texts)  # read twice, but some objects give their values only once
            n_threads = thread_count(self.n_jobs, len(texts) if hasattr(texts, "__len__") else None)
            return work(texts, self._with_stems(analysis, texts, n_threads), n_threads)

        if self.input != "content":
            documents = decoded(documents, self.decode)
        for i, batch in enumerate(batches(documents)):
            yield with_texts(on_texts, batch, self.decode, i * BATCH)

    def _row_analyzer(self) -> Callable[[Any], Any]:
        """Return the Python function that turns a document into terms."""
        return self.build_analyzer()

    def _with_stems(self, analysis: Analysis, texts: Any, n_threads: int) -> Analysis:
        """Add to the settings the stems of all words of these texts."""
        if self.stemmer is None or self.analyzer != "word":
            return analysis
        words = analysis.words(texts, n_threads=n_threads)
        return analysis.with_stems(words, stem_words(self.stemmer, words))

    def _check_stop_words_consistency(
        self, stop_words: Collection[str] | None, preprocess: Callable[[Any], Any], tokenize: Callable[[Any], Any]
    ) -> bool | str | None:
        """Warn, once for each list, about stop words that the analysis would split into other words.

        Returns True if there are none, False if there are, None if the list was checked before, "error" if the
        user's own functions do not work on words.
        """
        if id(self.stop_words) == getattr(self, "_stop_words_id", None):
            return None
        self._stop_words_id = id(self.stop_words)
        try:
            words = [token for word in stop_words or () for token in tokenize(preprocess(word))]
            strangers = sorted({word for word in words if word not in (stop_words or ())})
        except Exception:
            return "error"
        if strangers:
            warnings.warn(
                "Your stop_words may be inconsistent with your preprocessing. Tokenizing the stop words generated "
                f"tokens {strangers!r} not in stop_words.",
                stacklevel=2,
            )
        return not strangers

    def _validate_ngram_range(self) -> None:
        low, high = self.ngram_range
        if low > high:
            raise ValueError(
                f"Invalid value for ngram_range={self.ngram_range} lower boundary larger than the upper boundary."
            )

    def _warn_for_unused_params(self) -> None:
        own_analyzer = callable(self.analyzer)
        no_words = own_analyzer or self.analyzer != "word"
        own_pattern = self.token_pattern is not None
        unused = [
            ("token_pattern", self.tokenizer is not None and own_pattern, "'tokenizer' is not None"),
            ("preprocessor", self.preprocessor is not None and own_analyzer, "'analyzer' is callable"),
            ("ngram_range", self.ngram_range not in ((1, 1), None) and own_analyzer, "'analyzer' is callable"),
            ("stop_words", self.stop_words is not None and no_words, "'analyzer' != 'word'"),
            (
                "token_pattern",
                own_pattern and self.token_pattern != _analysis.TOKEN_PATTERN and no_words,
                "'analyzer' != 'word'",
            ),
            ("tokenizer", self.tokenizer is not None and no_words, "'analyzer' != 'word'"),
            ("stemmer", self.stemmer is not None and no_words, "'analyzer' != 'word'"),
        ]
        for name, is_unused, reason in unused:
            if is_unused:
                # scikit-learn's message ends in a stray quote if a callable is the reason
                quote = "'" if reason.startswith("'tokenizer'") or reason.endswith("callable") else ""
                warnings.warn(f"The parameter '{name}' will not be used since {reason}{quote}", stacklevel=2)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out state that is specific to this process or can be recomputed."""
        state: dict[str, Any] = dict(super().__getstate__())
        for name in ("_stop_words_id", "_native_settings"):
            state.pop(name, None)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Set each attribute by name, which interns the names: a loaded object then pickles to the same bytes again."""
        for name, value in state.items():
            setattr(self, name, value)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def refuse_one_text(documents: Any) -> None:
    """Raise ValueError if a single text was given instead of an iterable of texts."""
    if isinstance(documents, str):
        raise ValueError("Iterable over raw text documents expected, string object received.")

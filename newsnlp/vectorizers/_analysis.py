"""How a text becomes terms: case, accents, pattern, stop words, stems, n-grams.

The functions here define the meaning in plain Python; the native core computes the same for the settings that
`native_analysis` accepts. They are combined with a user's callables, such as a tokenizer, and returned by the
vectorizers' `build_analyzer`, so they are picklable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from typing import Any

from newsnlp._core import Analysis
from newsnlp._stemming import stem_words

TOKEN_PATTERN = r"(?u)\b\w\w+\b"
"""Two or more word characters: the default of scikit-learn and of newsnlp."""

# Patterns that match whole runs of at least n word characters, and their n.
_RUNS = {
    r"\b\w\w+\b": 2,
    r"\b\w{2,}\b": 2,
    r"\w\w+": 2,
    r"\w{2,}": 2,
    r"\b\w+\b": 1,
    r"\w+": 1,
}
_LONGEST_NGRAM = 2**31 - 1
_REPEATED_SPACE = re.compile(r"\s\s+")


def native_analysis(
    analyzer: Any,
    ngram_range: Any,
    token_pattern: str | None,
    lowercase: Any,
    strip_accents: Any,
    stop_words: Collection[Any] | None,
) -> Analysis | None:
    r"""Return the settings for the native core, or None if it does not support them.

    Parameters
    ----------
    analyzer : {'word', 'char', 'char_wb'} or callable
        Terms are n-grams of words, of characters, of characters within words, or what the callable returns.
    ngram_range : tuple of int
        Smallest and largest length of an n-gram.
    token_pattern : str or None
        Regular expression of a token. The native core supports patterns that match whole runs of at least one or two
        word characters (``\w``), such as the default.
    lowercase : bool
        Whether to lower-case the text, as `str.lower` does.
    strip_accents : {'ascii', 'unicode'}, callable or None
        How to strip accents; a callable is not supported natively.
    stop_words : collection of str or None
        Tokens to leave out.

    Returns
    -------
    Analysis or None
        The native settings; None if the analysis has to run in Python.

    Examples
    --------
    >>> native_analysis("word", (1, 1), r"(?u)\b\w\w+\b", True, None, None).terms("Oil rises")
    ['oil', 'rises']
    >>> native_analysis("word", (1, 1), "[a-z]+", True, None, None) is None
    True
    """
    if not (
        isinstance(analyzer, str) and analyzer in NGRAMS and strip_accents in (None, False, "", "ascii", "unicode")
    ):
        return None
    min_letters = 2
    if analyzer == "word":
        min_letters = _RUNS.get(str(token_pattern).removeprefix("(?u)"), 0)
    low, high = ngram_range
    if not min_letters or not (isinstance(low, int) and isinstance(high, int) and 1 <= low <= high <= _LONGEST_NGRAM):
        return None
    words = None
    if stop_words is not None and analyzer == "word":
        words = [word for word in stop_words if isinstance(word, str)]
    return Analysis(
        analyzer,
        (low, high),
        min_letters=min_letters,
        lowercase=bool(lowercase),
        strip_accents=strip_accents or None,
        stop_words=words,
    )


def strip_accents_unicode(text: str) -> str:
    """Replace accented characters by their base characters.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The NFKD form of `text` without its combining characters.

    Examples
    --------
    >>> strip_accents_unicode("Café")
    'Cafe'
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def strip_accents_ascii(text: str) -> str:
    """Replace accented characters by ASCII ones and drop characters without one.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The ASCII characters of the NFKD form of `text`.

    Examples
    --------
    >>> strip_accents_ascii("Café ☕")
    'Cafe '
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return decomposed.encode("ascii", "ignore").decode("ascii")


def word_ngrams(tokens: Any, low: int, high: int) -> Any:
    """Join neighbouring tokens.

    Parameters
    ----------
    tokens : list of str
        Tokens in the order of the text; any iterable where `high` is 1.
    low, high : int
        Smallest and largest number of tokens in a term.

    Returns
    -------
    list of str
        All n-grams, shorter ones first; `tokens` itself where `high` is 1.

    Examples
    --------
    >>> word_ngrams(["oil", "price", "falls"], 1, 2)
    ['oil', 'price', 'falls', 'oil price', 'price falls']
    """
    if high == 1:
        return tokens
    terms = list(tokens) if low == 1 else []
    for size in range(2 if low == 1 else low, min(high, len(tokens)) + 1):
        starts = range(len(tokens) - size + 1)
        terms.extend([" ".join(tokens[i : i + size]) for i in starts])
    return terms


def char_ngrams(text: str, low: int, high: int) -> list[str]:
    """Cut a text into overlapping pieces; runs of white space count as one blank.

    Parameters
    ----------
    text : str
        Any text.
    low, high : int
        Smallest and largest number of characters in a term.

    Returns
    -------
    list of str
        All pieces, shorter ones first.

    Examples
    --------
    >>> char_ngrams("oil  up", 3, 3)
    ['oil', 'il ', 'l u', ' up']
    """
    text = _REPEATED_SPACE.sub(" ", text)
    terms = list(text) if low == 1 else []
    for size in range(2 if low == 1 else low, min(high, len(text)) + 1):
        terms.extend([text[i : i + size] for i in range(len(text) - size + 1)])
    return terms


def char_wb_ngrams(text: str, low: int, high: int) -> list[str]:
    """Cut every word, with a blank at either end, into overlapping pieces.

    Parameters
    ----------
    text : str
        Any text.
    low, high : int
        Smallest and largest number of characters in a term.

    Returns
    -------
    list of str
        The pieces word by word, shorter ones first; a word that is no longer than
        a size is given whole, once.

    Examples
    --------
    >>> char_wb_ngrams("oil up", 4, 4)
    [' oil', 'oil ', ' up ']
    """
    terms = []
    for word in text.split():
        padded = f" {word} "
        for size in range(low, high + 1):
            terms.append(padded[:size])
            if size >= len(padded):
                break
            starts = range(1, len(padded) - size + 1)
            terms.extend([padded[i : i + size] for i in starts])
    return terms


NGRAMS: dict[str, Callable[[Any, int, int], Any]] = {
    "word": word_ngrams,
    "char": char_ngrams,
    "char_wb": char_wb_ngrams,
}


def terms_of(analyzer: str, low: int, high: int, tokens: Any) -> Any:
    """Return the n-grams of an analyzer: of a list of tokens ('word') or of a preprocessed text."""
    return NGRAMS[analyzer](tokens, low, high)


def preprocess(text: str, accent_function: Callable[[str], str] | None, lower: bool) -> str:
    """Lower-case a text and strip its accents, as configured."""
    if lower:
        text = text.lower()
    return text if accent_function is None else accent_function(text)


def analyze(
    document: Any,
    decode: Callable[[Any], Any],
    preprocess: Callable[[Any], Any],
    tokenize: Callable[[Any], Iterable[str]] | None,
    stop_words: Collection[str] | None,
    stemmer: Any,
    ngrams: Callable[[Any], Any],
) -> Any:
    """Turn one document into its terms: the steps of scikit-learn, in their order.

    Stop words are left out before the other words are stemmed, and n-grams are made
    of stems; a word with an empty stem is left out too.
    """
    tokens: Any = preprocess(decode(document))
    if tokenize is not None:
        tokens = tokenize(tokens)
    if stop_words is not None:
        tokens = [token for token in tokens if token not in stop_words]
    if stemmer is not None:
        tokens = [stem for stem in stem_words(stemmer, list(tokens)) if stem]
    return ngrams(tokens)


def analyze_with(document: Any, decode: Callable[[Any], Any], analyzer: Callable[[Any], Any]) -> Any:
    """Turn one document into terms with the user's own analyzer."""
    return analyzer(decode(document))

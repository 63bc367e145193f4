"""Stems of words: NLTK's Snowball stemmers by the name of a language, or a stemmer of the user's."""

from __future__ import annotations

from typing import Any

__all__ = ["snowball_stemmer", "stem_words"]


def stem_words(stemmer: Any, words: list[str]) -> list[str]:
    """Stem words with any supported kind of stemmer.

    Parameters
    ----------
    stemmer : str, object with a method stemWords or stem, or callable
        The name of an NLTK Snowball language, a stemmer of PyStemmer or NLTK, or a function from a word to its stem.
    words : list of str
        The words.

    Returns
    -------
    list of str
        Their stems, in the same order.

    Raises
    ------
    ValueError
        If NLTK has no Snowball stemmer of that name.

    Examples
    --------
    >>> from newsnlp._stemming import stem_words
    >>> stem_words("english", ["talks", "talked"])
    ['talk', 'talk']
    >>> stem_words(lambda word: word.rstrip("s"), ["talks", "talk"])
    ['talk', 'talk']
    """
    if isinstance(stemmer, str):
        stemmer = snowball_stemmer(stemmer)
    if hasattr(stemmer, "stemWords"):
        return list(stemmer.stemWords(words))
    stem = stemmer.stem if hasattr(stemmer, "stem") else stemmer
    return [stem(word) for word in words]


def snowball_stemmer(language: str) -> Any:
    """Return a new Snowball stemmer of NLTK's: some keep state in their attributes and are not thread-safe."""
    from nltk.stem.snowball import SnowballStemmer

    if language not in SnowballStemmer.languages:
        known = ", ".join(map(repr, SnowballStemmer.languages))
        raise ValueError(f"`stemmer` must be one of {known}, or a stemmer of your own, got {language!r}")
    return SnowballStemmer(language)

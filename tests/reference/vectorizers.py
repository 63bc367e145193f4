"""Naive twins of the native counting: the same names and meanings, with a dict and a loop each."""

import math
import re

from newsnlp.vectorizers._analysis import NGRAMS, strip_accents_ascii, strip_accents_unicode, word_ngrams

ACCENTS = {None: str, "ascii": strip_accents_ascii, "unicode": strip_accents_unicode}
PATTERNS = {1: re.compile(r"\b\w+\b"), 2: re.compile(r"\b\w\w+\b")}


def terms(
    text,
    analyzer="word",
    ngram_range=(1, 1),
    *,
    min_letters=2,
    lowercase=True,
    strip_accents=None,
    stop_words=None,
    stems=None,
):
    """List the terms of one text; one that is a list of terms is taken as it is."""
    if analyzer == "tokens":
        return list(text)
    text = ACCENTS[strip_accents](text.lower() if lowercase else text)
    if analyzer != "word":
        return NGRAMS[analyzer](text, *ngram_range)
    tokens = [t for t in PATTERNS[min_letters].findall(text) if t not in (stop_words or ())]
    if stems is not None:
        tokens = [stem for stem in (stems.get(token, token) for token in tokens) if stem]
    return word_ngrams(tokens, *ngram_range)


def murmur3_32(data, seed=0):
    """Hash bytes: MurmurHash3 x86 32 (Appleby 2010), as a signed number."""
    mask = 0xFFFFFFFF
    hashed = seed

    def scramble(block):
        block = block * 0xCC9E2D51 & mask
        block = (block << 15 | block >> 17) & mask
        return block * 0x1B873593 & mask

    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        hashed ^= scramble(int.from_bytes(data[i : i + 4], "little"))
        hashed = (hashed << 13 | hashed >> 19) & mask
        hashed = (hashed * 5 + 0xE6546B64) & mask
    hashed ^= scramble(int.from_bytes(data[whole:], "little"))
    hashed ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        hashed = (hashed ^ hashed >> shift) * factor & mask
    hashed ^= hashed >> 16
    return hashed - (hashed >> 31 << 32)


def hash_row(row_terms, n_features, *, alternate_sign=True, binary=False):
    """Sum the signs of the terms column by column; a sum of zero stays."""
    row = {}
    for term in row_terms:
        hashed = murmur3_32(term.encode("utf-8"))
        column = abs(hashed) % n_features
        row[column] = row.get(column, 0) + (-1 if alternate_sign and hashed < 0 else 1)
    return {column: 1 if binary else value for column, value in sorted(row.items())}


def count_row(row_terms, columns, *, binary=False):
    """Count the terms that have a column."""
    row = {}
    for term in row_terms:
        if term in columns:
            row[columns[term]] = row.get(columns[term], 0) + 1
    return {column: 1 if binary else value for column, value in sorted(row.items())}


def document_frequencies(rows):
    """Count, for each term, the rows that have it."""
    frequencies = {}
    for row in rows:
        for term in set(row):
            frequencies[term] = frequencies.get(term, 0) + 1
    return frequencies


def learn_columns(rows, *, min_df=1, max_df=math.inf):
    """Give columns, in the order of the names, to terms that are in enough rows and not in too many."""
    frequencies = document_frequencies(rows)
    names = sorted(term for term, count in frequencies.items() if min_df <= count <= max_df)
    return {name: column for column, name in enumerate(names)}


def normalized(row, norm):
    """Divide a row by its norm; a row of zeros stays."""
    if norm is None:
        return row
    length = math.fsum(map(abs, row.values())) if norm == "l1" else math.hypot(*row.values())
    return {column: value / length for column, value in row.items()} if length else row


def weigh_row(row, *, idf=None, sublinear_tf=False, norm=None):
    """Turn counts into weights: logarithm, inverse document frequency, norm."""
    weights = {column: 1 + math.log(value) if sublinear_tf else float(value) for column, value in row.items()}
    if idf is not None:
        weights = {column: value * idf[column] for column, value in weights.items()}
    return normalized(weights, norm)

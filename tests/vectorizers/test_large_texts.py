"""Texts large enough for several chunks, threads and blocks of memory, against the naive twins.

The core cuts texts into chunks of 65,536 characters and keeps terms in blocks of 524,288; the random texts of the other
tests fill one of either.
"""

from collections import Counter

import numpy as np
import pytest

from newsnlp._core import Analysis, TermCounts, Vocabulary, hash_texts
from tests.reference import vectorizers as naive
from tests.vectorizers.test_native import rows_of

BLOCK = 1 << 19
# 30 texts of 10,000 characters: some words are in all, some in a few, some in one.
TEXTS = [" ".join(f"w{i % 7} v{(i * i + k) % 997} u{k}x{i}" for i in range(700)) for k in range(30)]

SHORT_TEXTS = [f"w{i % 7} of {'v' * 60} u{i}" for i in range(4000)]  # hundreds in a chunk


def counted(texts, analysis, *, keep_rows=True, n_threads=1):
    counts = TermCounts(analysis, keep_rows=keep_rows)
    counts.add(texts, n_threads=n_threads)
    return counts


def assert_counts(counts, rows):
    """Compare names, frequencies and totals with those of rows of terms."""
    columns, expected = counts.columns(), naive.learn_columns(rows)
    frequencies, totals = naive.document_frequencies(rows), Counter(term for row in rows for term in row)
    assert columns.vocabulary().names() == list(expected)
    assert columns.document_frequencies.tolist() == [frequencies[name] for name in expected]
    assert columns.totals.tolist() == [totals[name] for name in expected]
    return columns, expected


@pytest.mark.parametrize("keep_rows", [True, False])
@pytest.mark.parametrize("n_threads", [1, 3])
@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 2), (2, 3)])
def test_counts_of_many_chunks(ngram_range, n_threads, keep_rows):
    analysis = Analysis("word", ngram_range)
    rows = [naive.terms(text, ngram_range=ngram_range) for text in TEXTS]
    counts = counted(TEXTS[:17], analysis, keep_rows=keep_rows, n_threads=n_threads)
    counts.add(TEXTS[17:], n_threads=n_threads)
    columns, expected = assert_counts(counts, rows)
    expected_rows = [naive.count_row(row, expected) for row in rows]
    if keep_rows:
        assert rows_of(counts.take_rows(columns, n_threads=n_threads)) == expected_rows
    assert rows_of(columns.vocabulary().count(TEXTS, n_threads=n_threads)) == expected_rows


@pytest.mark.parametrize("n_threads", [1, 4])
def test_counts_of_many_short_texts(n_threads):
    rows = [naive.terms(text) for text in SHORT_TEXTS]
    counts = counted(SHORT_TEXTS, Analysis("word"), n_threads=n_threads)
    columns, expected = assert_counts(counts, rows)
    taken = rows_of(counts.take_rows(columns, n_threads=n_threads))
    assert taken == [naive.count_row(row, expected) for row in rows]


@pytest.mark.parametrize("keep_rows", [True, False])
def test_merged_counts_of_many_chunks(keep_rows):
    analysis = Analysis("word", (1, 2), stop_words=["w3"])
    rows = [naive.terms(text, ngram_range=(1, 2), stop_words=["w3"]) for text in TEXTS]
    counts = counted(TEXTS[:10], analysis, keep_rows=keep_rows, n_threads=2)
    counts.merge(counted(TEXTS[10:24], analysis, keep_rows=keep_rows, n_threads=3))
    counts.merge(counted(TEXTS[24:], analysis, keep_rows=keep_rows))
    assert counts.n_texts == len(TEXTS)
    columns, expected = assert_counts(counts, rows)
    if keep_rows:
        assert rows_of(counts.take_rows(columns)) == [naive.count_row(row, expected) for row in rows]


@pytest.mark.parametrize("n_threads", [1, 3])
def test_hashes_of_many_chunks(n_threads):
    triple = hash_texts(TEXTS, Analysis("word", (1, 2)), n_features=1 << 20, n_threads=n_threads)
    assert rows_of(triple) == [naive.hash_row(naive.terms(text, ngram_range=(1, 2)), 1 << 20) for text in TEXTS]


@pytest.mark.parametrize("times", [255, 256, 300, 65_535, 65_536, 70_000])
@pytest.mark.parametrize("keep_rows", [True, False])
def test_counts_that_outgrow_a_byte_or_two(times, keep_rows):
    texts = ["oil " * times + "gas", "gas " * 3]
    counts = counted(texts, Analysis("word"), keep_rows=keep_rows)
    columns = counts.columns()
    assert columns.totals.tolist() == [4, times]
    assert columns.document_frequencies.tolist() == [2, 1]
    assert rows_of(Vocabulary(["gas", "oil"], Analysis("word")).count(texts)) == [{0: 1, 1: times}, {0: 3}]
    options = {"n_features": 1 << 20, "alternate_sign": False}
    assert rows_of(hash_texts(texts, Analysis("word"), **options)) == [
        naive.hash_row(naive.terms(text), 1 << 20, alternate_sign=False) for text in texts
    ]


@pytest.mark.parametrize("ngram_range", [(1, 300), (255, 257), (299, 299), (301, 302)])
@pytest.mark.parametrize("n_threads", [1, 3])
def test_ngrams_of_hundreds_of_words(ngram_range, n_threads):
    texts = [" ".join(f"w{i % 11}" for i in range(300)), "w0 w1 w2", " ".join(f"w{i % 7}" for i in range(290))]
    rows = [naive.terms(text, ngram_range=ngram_range) for text in texts]
    counts = counted(texts, Analysis("word", ngram_range), n_threads=n_threads)
    columns, expected = assert_counts(counts, rows)
    assert rows_of(counts.take_rows(columns)) == [naive.count_row(row, expected) for row in rows]
    assert rows_of(columns.vocabulary().count(texts)) == [naive.count_row(row, expected) for row in rows]


@pytest.mark.parametrize("length", [15, 16, 17, 255, 256, 65_536, 70_000])
def test_words_of_every_width(length):
    words = ["a" * length, "a" * (length - 1) + "b", "b" + "a" * (length - 1), "a" * (length + 1)]
    texts = [" ".join(words), words[1], f"{words[3]} {words[0]}"]
    rows = [naive.terms(text) for text in texts]
    counts = counted(texts, Analysis("word"))
    columns, expected = assert_counts(counts, rows)
    assert rows_of(counts.take_rows(columns)) == [naive.count_row(row, expected) for row in rows]
    assert rows_of(hash_texts(texts, Analysis("word"), n_features=1 << 20)) == [
        naive.hash_row(row, 1 << 20) for row in rows
    ]


def test_rows_that_fill_blocks_of_memory():
    # A row larger than a block, then one that fits beside nothing, then small ones.
    sizes = [BLOCK + 5, 3, BLOCK - 4, 4, 1, 0, BLOCK]
    texts = [f"{'aa ' * (size // 2)}{'bb ' * (size - size // 2)}" for size in sizes]
    counts = counted(texts[:4], Analysis("word"), n_threads=2)
    counts.add(texts[4:])
    columns = counts.columns()
    assert columns.totals.tolist() == [sum(size // 2 for size in sizes), sum(size - size // 2 for size in sizes)]
    data, indices, indptr = counts.take_rows(columns)
    matrix = np.zeros((len(sizes), 2), dtype=np.int64)
    for i in range(len(sizes)):
        matrix[i, indices[indptr[i] : indptr[i + 1]]] = data[indptr[i] : indptr[i + 1]]
    assert matrix.tolist() == [[size // 2, size - size // 2] for size in sizes]


def test_columns_of_many_words_are_in_order():
    # Words that share their first bytes, more than one chunk of the sorting of n-grams.
    words = [f"{'common' * (i % 4)}{i:05}" for i in range(20_000)]
    text = " ".join(words)
    expected = sorted(set(naive.terms(text, ngram_range=(1, 2))))
    for n_threads in (1, 3):
        counts = counted([text], Analysis("word", (1, 2)), n_threads=n_threads)
        names = counts.columns(n_threads=n_threads).vocabulary().names()
        assert names == expected

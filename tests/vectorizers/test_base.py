"""What the vectorizers share: settings that change after they were used."""

import numpy as np
import pytest
import sklearn.feature_extraction.text as reference

from newsnlp import HashingVectorizer
from tests.vectorizers.comparison import assert_same_matrix

TEXTS = ["the oil of the gas", "gas of oil"]


def widen(vectorizer):
    vectorizer.ngram_range[1] = 2


def forget(vectorizer):
    vectorizer.stop_words.remove("of")


@pytest.mark.parametrize("change", [widen, forget])
@pytest.mark.parametrize("kind", [list, np.array])
def test_settings_that_change_in_place_are_followed(change, kind):
    ours, expected = (
        vectorizer(ngram_range=kind([1, 1]), stop_words=["of", "the"])
        for vectorizer in (HashingVectorizer, reference.HashingVectorizer)
    )
    for prepare in (lambda vectorizer: None, change):
        for vectorizer in (ours, expected):
            prepare(vectorizer)
        assert_same_matrix(ours.transform(TEXTS), expected.transform(TEXTS), exact=True)

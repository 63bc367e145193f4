"""The vectorizers keep the contract of estimators."""

import numpy as np
import pytest

from newsnlp import CountVectorizer, HashingVectorizer, TfidfVectorizer
from tests import conformance
from tests.conformance import Subject

TEXTS = (
    "The minister met his counterpart for talks on oil.",
    "Oil prices rise as talks stall; prices of gas follow.",
    "",
    "A telecom operator launches 5G in the capital",
    "Café, naïve, ΟΔΟΣ: телеком and 東京 🙂 launch",
    "the the the talks of the ministers",
)
SUBJECTS = [
    Subject(CountVectorizer, TEXTS),
    Subject(lambda **settings: CountVectorizer(**{"token_pattern": "[a-z]+"} | settings), TEXTS),
    Subject(lambda: CountVectorizer(vocabulary=["oil", "talks"]), TEXTS, needs_fit=False),
    Subject(lambda: CountVectorizer(stop_words="english", ngram_range=(1, 2), stemmer=str.upper), TEXTS),
    Subject(lambda **settings: HashingVectorizer(**{"n_features": 2**10} | settings), TEXTS, needs_fit=False),
    Subject(lambda: HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=100), TEXTS, needs_fit=False),
    Subject(TfidfVectorizer, TEXTS),
    Subject(lambda: TfidfVectorizer(ngram_range=(1, 3), dtype=np.float32, sublinear_tf=True), TEXTS),
]


@pytest.mark.parametrize("check", conformance.CHECKS)
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda s: repr(s))
def test_conformance(check, subject):
    check(subject)

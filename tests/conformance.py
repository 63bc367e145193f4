"""The contract of an estimator that takes texts.

Scikit-learn's `check_estimator` runs a single check on estimators whose input is text; this module has the rest. A
test module says what to check, and runs every check on it:

    SUBJECTS = [Subject(CountVectorizer, TEXTS)]

    @pytest.mark.parametrize("check", conformance.CHECKS)
    @pytest.mark.parametrize("subject", SUBJECTS, ids=repr)
    def test_conformance(check, subject): check(subject)
"""

import copy
import inspect
import pickle
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.utils import get_tags


@dataclass
class Subject:
    """An estimator to check: how to make one, texts and (for a classifier) their topics to fit it on."""

    make: Callable[..., Any]
    texts: Sequence[str]
    y: Sequence[Any] | None = None
    method: str = "transform"
    needs_fit: bool = True
    grid: tuple[str, tuple[Any, ...]] = ("ngram_range", ((1, 1), (1, 2)))

    def __repr__(self) -> str:
        return type(self.make()).__name__

    def fitted(self) -> Any:
        return self.make().fit(self.texts, self.y)

    def output(self, estimator: Any, texts: Any) -> Any:
        return dense(getattr(estimator, self.method)(texts))


def dense(values: Any) -> Any:
    """Return the result of an estimator as a plain array."""
    return values.toarray() if sp.issparse(values) else np.asarray(values)


def check_init_only_stores(subject: Subject) -> None:
    parameters = inspect.signature(type(subject.make()).__init__).parameters
    own = [p for p in parameters.values() if p.name != "self"]
    assert all(p.kind is p.KEYWORD_ONLY for p in own)
    marks = {p.name: object() for p in own}
    estimator = type(subject.make())(**marks)
    assert vars(estimator) == marks


def check_params(subject: Subject) -> None:
    estimator = subject.make()
    before = copy.deepcopy(estimator.get_params(deep=False))
    estimator.fit(subject.texts, subject.y)
    assert estimator.get_params(deep=False) == before
    assert estimator.set_params(**before) is estimator
    with pytest.raises(ValueError, match="Invalid parameter"):
        estimator.set_params(no_such_parameter=1)


def check_clone(subject: Subject) -> None:
    copied = clone(subject.fitted())
    assert copied.get_params() == subject.make().get_params()
    assert not [name for name in vars(copied) if name.endswith("_")]


def check_fit(subject: Subject) -> None:
    estimator = subject.make()
    assert estimator.fit(subject.texts, subject.y) is estimator
    first = subject.output(estimator, subject.texts)
    np.testing.assert_array_equal(subject.output(estimator.fit(subject.texts, subject.y), subject.texts), first)
    estimator.fit(subject.texts[::2], None if subject.y is None else subject.y[::2])
    np.testing.assert_array_equal(subject.output(estimator.fit(subject.texts, subject.y), subject.texts), first)
    if hasattr(estimator, "fit_transform"):
        np.testing.assert_allclose(dense(estimator.fit_transform(subject.texts, subject.y)), first, rtol=1e-14)


def check_unfitted(subject: Subject) -> None:
    if subject.needs_fit:
        with pytest.raises(NotFittedError):
            subject.output(subject.make(), subject.texts)


def check_pickle(subject: Subject) -> None:
    estimator = subject.fitted()
    expected = subject.output(estimator, subject.texts)
    for copied in (pickle.loads(pickle.dumps(estimator)), copy.deepcopy(estimator)):
        np.testing.assert_array_equal(subject.output(copied, subject.texts), expected)
        assert pickle.dumps(copied) == pickle.dumps(estimator)
    assert pickle.dumps(subject.fitted()) == pickle.dumps(estimator)


def check_rows_are_independent(subject: Subject) -> None:
    estimator = subject.fitted()
    expected = subject.output(estimator, subject.texts)
    single = np.vstack([subject.output(estimator, [text]) for text in subject.texts])
    np.testing.assert_array_equal(single, expected)
    order = np.random.default_rng(0).permutation(len(subject.texts))
    shuffled = subject.output(estimator, [subject.texts[i] for i in order])
    np.testing.assert_array_equal(shuffled, expected[order])


def input_kinds(texts: Sequence[str]) -> dict[str, Any]:
    """Return the same texts in every accepted form."""
    kinds = {
        "tuple": tuple(texts),
        "generator": (text for text in texts),
        "iterator": iter(texts),
        "dict keys": dict.fromkeys(texts).keys() if len(set(texts)) == len(texts) else list(texts),
        "object array": np.array(texts, dtype=object),
        "str array": np.array(texts),
    }
    if pandas := _optional("pandas"):
        kinds["pandas Series"] = pandas.Series(texts, index=range(5, 5 + len(texts)))
        kinds["pandas object Series"] = pandas.Series(texts, dtype=object)
    if polars := _optional("polars"):
        kinds["polars Series"] = polars.Series(texts)
    if pyarrow := _optional("pyarrow"):
        kinds["Arrow utf8"] = pyarrow.array(texts, pyarrow.utf8())
        kinds["Arrow large_utf8"] = pyarrow.array(texts, pyarrow.large_utf8())
        kinds["Arrow string_view"] = pyarrow.array(texts, pyarrow.string_view())
        kinds["Arrow slice"] = pyarrow.array(["x", *texts, "y"])[1:-1]
        kinds["Arrow chunks"] = pyarrow.chunked_array([list(texts[:1]), [], list(texts[1:])])
    return kinds


def _optional(name: str) -> Any:
    try:
        return __import__(name)
    except ImportError:
        return None


def check_input_kinds(subject: Subject) -> None:
    expected = subject.output(subject.fitted(), subject.texts)
    for name, texts in input_kinds(subject.texts).items():
        actual = subject.output(subject.fitted(), texts)
        np.testing.assert_array_equal(actual, expected, err_msg=name)
    for name, texts in input_kinds(subject.texts).items():
        estimator = subject.make().fit(texts, subject.y)
        np.testing.assert_array_equal(subject.output(estimator, subject.texts), expected, err_msg=name)


def check_wrong_input(subject: Subject) -> None:
    estimator = subject.fitted()
    with pytest.raises((TypeError, ValueError)):
        subject.output(estimator, "one text")
    for wrong in (3.5, None, ["a list"]):
        with pytest.raises(TypeError, match=rf"texts\[1\] must be str, got {type(wrong).__name__}"):
            subject.output(estimator, [subject.texts[0], wrong])
    np.testing.assert_array_equal(
        subject.output(estimator, subject.texts), subject.output(subject.fitted(), subject.texts)
    )


def check_pipeline(subject: Subject) -> None:
    y = np.arange(len(subject.texts)) % 2 if subject.y is None else subject.y
    steps = [subject.make(), LogisticRegression()] if subject.method == "transform" else [subject.make()]
    pipeline = make_pipeline(*steps).fit(subject.texts, y)
    assert len(pipeline.predict(subject.texts)) == len(subject.texts)
    name, values = subject.grid
    grid = {f"{pipeline.steps[0][0]}__{name}": list(values)}
    search = GridSearchCV(make_pipeline(*steps), grid, cv=2, error_score="raise").fit(subject.texts, y)
    assert search.best_params_[next(iter(grid))] in values


def check_joblib(subject: Subject) -> None:
    estimator = subject.fitted()
    expected = subject.output(estimator, subject.texts)
    for backend in ("loky", "threading"):
        with joblib.parallel_config(backend, n_jobs=2):
            results = joblib.Parallel()(joblib.delayed(subject.output)(estimator, subject.texts) for _ in range(4))
            results.append(subject.output(estimator, subject.texts))
            results.append(subject.output(subject.fitted(), subject.texts))
        for result in results:
            np.testing.assert_array_equal(result, expected)


def check_eight_threads(subject: Subject) -> None:
    estimator = subject.fitted()
    expected = subject.output(estimator, subject.texts)
    estimator = pickle.loads(pickle.dumps(estimator))  # nothing has been made on first use yet
    with ThreadPoolExecutor(8) as pool:
        for result in pool.map(lambda _: subject.output(estimator, subject.texts), range(64)):
            np.testing.assert_array_equal(result, expected)


def check_memory_map(subject: Subject) -> None:
    estimator = subject.fitted()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "estimator.joblib"
        joblib.dump(estimator, path)
        mapped = joblib.load(path, mmap_mode="r")
        np.testing.assert_array_equal(subject.output(mapped, subject.texts), subject.output(estimator, subject.texts))
        del mapped


def check_tags(subject: Subject) -> None:
    tags = get_tags(subject.make())
    assert tags.requires_fit or not subject.needs_fit
    assert tags.input_tags.string
    assert not tags.input_tags.two_d_array


CHECKS = [value for name, value in list(globals().items()) if name.startswith("check_")]

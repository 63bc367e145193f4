"""How many threads `n_jobs` means."""

import joblib
import pytest
from joblib.parallel import SequentialBackend, register_parallel_backend

from newsnlp._threads import distributed_backend, thread_count


class Elsewhere(SequentialBackend):
    """A backend that, like Dask's, is not joblib's own."""

    def effective_n_jobs(self, n_jobs):
        return 7


register_parallel_backend("elsewhere", Elsewhere)


@pytest.mark.parametrize(
    ("n_jobs", "n_texts", "threads"),
    [
        (1, None, 1),
        (3, None, 3),
        (3, 2, 3),
        (3, 1, 1),
        (None, None, 1),
        (-1, None, 8),
        (-2, None, 7),
        (-99, None, 1),
        (2**70, None, 1024),
    ],
)
def test_numbers_of_threads(monkeypatch, n_jobs, n_texts, threads):
    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)
    assert thread_count(n_jobs, n_texts) == threads


def test_none_follows_the_settings_of_joblib():
    with joblib.parallel_config(backend="threading", n_jobs=3):
        assert thread_count(None) == 3
        assert thread_count(2) == 2
    inside = joblib.Parallel(n_jobs=2, backend="threading")(joblib.delayed(thread_count)(None) for _ in range(2))
    assert inside == [1, 1]
    with joblib.parallel_config(backend="elsewhere", n_jobs=7):
        assert thread_count(None) == 1


@pytest.mark.parametrize("n_texts", [None, 1])
@pytest.mark.parametrize(("value", "error"), [(0, ValueError), (2.0, TypeError), ("all", TypeError)])
def test_what_is_no_number_of_threads_is_named(value, n_texts, error):
    with pytest.raises(error, match="`n_jobs` must be an int other than 0"):
        thread_count(value, n_texts)


def test_a_distributed_backend_is_one_that_is_not_of_joblib():
    assert not distributed_backend()
    with joblib.parallel_config(backend="threading", n_jobs=3):
        assert not distributed_backend()
    with joblib.parallel_config(backend="elsewhere", n_jobs=7):
        assert distributed_backend()
        nested = Elsewhere(nesting_level=1)
    with joblib.parallel_config(backend=nested):
        assert not distributed_backend()

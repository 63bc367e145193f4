"""The number of threads, and whether work is distributed, from `n_jobs` and joblib's settings."""

from __future__ import annotations

import sys
from typing import Any

from newsnlp._validation import check_n_jobs

__all__ = ["distributed_backend", "thread_count"]

MOST_THREADS = 1024  # each takes memory, and no machine gains from more


def thread_count(n_jobs: int | None, n_texts: int | None = None) -> int:
    """Return the number of native threads that `n_jobs` means.

    None follows joblib's configuration, and is 1 inside a parallel job: at a nesting level above 0 or under a
    distributed backend. joblib is not imported for this: if it is not imported, it is not configured.
    """
    n_jobs = check_n_jobs(n_jobs)
    if n_jobs == 1 or n_texts == 1:
        return 1
    if n_jobs is None:
        backend, n_jobs = _active_backend()
        if backend is None or backend.nesting_level or not _is_local(backend):
            return 1
        return int(backend.effective_n_jobs(n_jobs))
    if n_jobs > 0:
        return min(n_jobs, MOST_THREADS)
    import joblib

    return max(int(joblib.cpu_count()) + 1 + n_jobs, 1)


def distributed_backend() -> bool:
    """Return whether joblib's active backend is distributed (Dask, Ray, Spark)."""
    backend, _ = _active_backend()
    return backend is not None and not backend.nesting_level and not _is_local(backend)


def _active_backend() -> tuple[Any, Any]:
    if "joblib" not in sys.modules:
        return None, None
    from joblib.parallel import get_active_backend

    backend, n_jobs = get_active_backend()
    return backend, n_jobs


def _is_local(backend: Any) -> bool:
    return type(backend).__module__.startswith("joblib._parallel_backends")

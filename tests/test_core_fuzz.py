"""The core alone, under address and undefined-behaviour sanitizers: a short run of every fuzz target.

For a long one, without sanitizers::

    cmake -S newsnlp/_cpp -B build/fuzz -DNEWSNLP_MODULE=OFF -DNEWSNLP_FUZZ=ON && cmake --build build/fuzz --target fuzz
    build/fuzz/fuzz count --runs 10000000

This holds for every target except ``pages`` and ``rows``, whose inputs are megabytes: 10,000 and 100 runs are long.
With -DNEWSNLP_SANITIZE=thread (or address,undefined) the same program looks for races (or stray reads).
"""

import pytest

from tests.fuzz.program import build_program, check_run, run_quietly

RUNS = {
    "tokenize": 1500,
    "hash": 1500,
    "count": 1500,
    "merge": 1500,
    "pages": 200,
    "rows": 1,
    "score": 600,
    "articles": 500,
    "pipeline": 500,
    "sentences": 1500,
    "summaries": 1000,
    "ranker": 500,
    "reservations": 300,
    "collisions": 1,
    "work": 1,
}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return build_program(tmp_path_factory.mktemp("fuzz"))


def test_every_target_is_run(program):
    assert set(run_quietly(program, "--list").stdout.split()) == set(RUNS)


@pytest.mark.parametrize("target", RUNS)
def test_random_inputs_find_no_fault(program, target):
    check_run(program, target, "--runs", str(RUNS[target]), "--seed", "7", says=f"{RUNS[target]} inputs, no fault")

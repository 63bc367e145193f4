"""The core alone, under address and undefined-behaviour sanitizers: a short run of every fuzz target.

For a long one, without sanitizers::

    cmake -S newsnlp/_cpp -B build/fuzz -DNEWSNLP_MODULE=OFF -DNEWSNLP_FUZZ=ON && cmake --build build/fuzz --target fuzz
    build/fuzz/fuzz count --runs 10000000

With -DNEWSNLP_SANITIZE=thread (or address,undefined) the same program looks for races (or stray reads).
"""

import pytest

from tests.fuzz.program import build_program, check_run, run_quietly

RUNS = {
    "tokenize": 1500,
    "hash": 1500,
    "count": 1500,
    "merge": 1500,
    "pages": 1500,
    "rows": 300,
    "score": 600,
    "articles": 500,
    "pipeline": 500,
    "sentences": 1500,
    "summaries": 1000,
    "ranker": 500,
    "reservations": 300,
    "collisions": 20,
    "work": 200,
}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return build_program(tmp_path_factory.mktemp("fuzz"))


def test_every_target_is_run(program):
    assert set(run_quietly(program, "--list").stdout.split()) == set(RUNS)


@pytest.mark.parametrize("target", RUNS)
def test_random_inputs_find_no_fault(program, target):
    check_run(program, target, "--runs", str(RUNS[target]), "--seed", "7", says=f"{RUNS[target]} inputs, no fault")


def test_rows_of_a_large_corpus(program, tmp_path):
    (tmp_path / "input").write_bytes(bytes(16))
    check_run(program, "rows", tmp_path / "input", says="0 inputs, no fault")

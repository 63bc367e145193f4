"""Scikit-learn's own tests of its text vectorizers pass with newsnlp's in their place."""

import re
import subprocess
import sys

import sklearn


def test_scikit_learns_own_tests_pass():
    run = subprocess.run(
        [sys.executable, "-m", "tests.vectorizers.sklearn_suite"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    counts = dict(re.findall(r"(\d+) (passed|failed|skipped|xfailed|xpassed|errors?)", run.stdout)[::-1])
    assert set(counts.values()) == {"passed"}, run.stdout[-3000:]
    if sklearn.__version__.startswith("1.9."):
        assert "131" in counts

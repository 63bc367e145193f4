"""Fixtures of several test files."""

import pytest

from newsnlp.cli import main


@pytest.fixture
def run(capsys):
    """Run the command line in this process; return (exit status, standard output, standard error)."""

    def call(*words):
        try:
            status = main([str(word) for word in words])
        except SystemExit as stop:
            status = stop.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call

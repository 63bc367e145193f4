"""What all tests share: fixtures, no time limits, and Ctrl-C."""

import signal

import pytest
from hypothesis import HealthCheck, Phase, settings

from newsnlp.cli import main

# Tests assert no times, because a busy machine may be slow.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For tests.mutate, which asks only whether a test fails, so that no example is made smaller.
found = (Phase.explicit, Phase.generate)
settings.register_profile("few", settings.get_profile("untimed"), max_examples=20, phases=found)
settings.load_profile("untimed")

# Background processes of a shell ignore Ctrl-C, and so would the programs that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


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

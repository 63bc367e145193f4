"""Runs that are killed at random moments and resumed: run as a program, it forks a process for each, model loaded.

Usage: python -m tests.corpus.killed_runs INPUT OUTPUT WANTED KILLS
"""

import contextlib
import os
import random
import signal
import sys
import time

import newsnlp
from newsnlp.cli import main
from newsnlp.corpus import writing


def run(source, out):
    """Run the command in a process of its own; return its id."""
    pid = os.fork()
    if pid == 0:
        with open(os.devnull, "w") as null, contextlib.redirect_stderr(null):
            os._exit(main(["classify", source, "--out", out, "--resume"]))
    return pid


def killed_runs(source, out, wanted, kills):
    writing.PART = 7
    newsnlp.classify("")  # loads the model once, before the forks
    begun = time.perf_counter()
    os.waitpid(run(source, wanted), 0)
    whole = time.perf_counter() - begun
    rng, done = random.Random(0), 0
    for _ in range(kills):
        pid = run(source, out)
        time.sleep(rng.uniform(0, whole))
        os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
        if not os.WIFSIGNALED(status):
            done += 1
            assert os.waitstatus_to_exitcode(status) == 0
            compare(out, wanted)
            os.unlink(out)
    os.waitpid(run(source, out), 0)
    compare(out, wanted)
    print(f"{kills - done} runs killed, {done + 1} came to their end")


def compare(out, wanted):
    with open(out, "rb") as one, open(wanted, "rb") as other:
        assert one.read() == other.read(), "the rows are not those of a run that was not disturbed"
    assert not os.path.exists(f"{out}.parts")


if __name__ == "__main__":
    killed_runs(*sys.argv[1:4], int(sys.argv[4]))

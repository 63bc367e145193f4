"""Count work rather than time, so that a busy machine changes nothing.

Without more, that is the lines of Python that a call executes and the native functions that it calls. Under callgrind
it is all instructions, native ones too, of the tests that ``-k`` names::

    export NEWSNLP_CALLGRIND=/tmp/work.out
    valgrind --tool=callgrind --dump-before=getppid --callgrind-out-file=$NEWSNLP_CALLGRIND \
        python -m pytest -p no:cacheprovider tests/test_work.py -k summarize
"""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

CALLGRIND = os.environ.get("NEWSNLP_CALLGRIND")


def count_work(call: Callable[[], object]) -> int:
    """Return the work of a call, without that of the garbage collector."""
    gc.disable()
    try:
        return count_lines(call) if CALLGRIND is None else count_instructions(call, Path(CALLGRIND))
    finally:
        gc.enable()


def count_lines(call: Callable[[], object]) -> int:
    """Return the lines of Python that a call executes in this thread and the native functions that they call."""
    count = 0

    def on_line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "c_call"

    traced, profiled = sys.gettrace(), sys.getprofile()
    sys.setprofile(on_call)
    sys.settrace(on_line)
    try:
        call()
    finally:
        sys.settrace(traced)
        sys.setprofile(profiled)
    return count


def count_instructions(call: Callable[[], object], out: Path) -> int:
    """Return the instructions of a call: callgrind writes a file when getppid is called, and counts from 0 again."""
    os.getppid()
    call()
    os.getppid()
    files = sorted(out.parent.glob(f"{out.name}.*"), key=lambda path: int(path.suffix[1:]))
    with files[-1].open("rb") as newest:
        newest.seek(-100, os.SEEK_END)
        total = newest.read().split(b"totals:")[1]
    for file in files:
        file.unlink()
    return int(total)

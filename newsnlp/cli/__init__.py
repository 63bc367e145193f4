"""The command line: ``newsnlp COMMAND``, for articles, models and pages."""

from __future__ import annotations

import argparse
import io
import os
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from newsnlp._files import check_targets
from newsnlp.cli.options import check_combination, make_parser

__all__ = ["main", "script"]

# The file and the function of each command; it is imported on use, since one command needs little of the library.
COMMANDS = {
    "analyze": ("articles", "run_articles"),
    "classify": ("articles", "run_articles"),
    "summarize": ("articles", "run_articles"),
    "digest": ("digest", "make_digest"),
    "models": ("models", "list_models"),
    "train": ("models", "train_model"),
    "evaluate": ("models", "evaluate_model"),
}

_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


def script() -> NoReturn:
    """Run the command line and end the process with its exit status."""
    status = main()
    if status == _INTERRUPTED and sum(not thread.daemon for thread in threading.enumerate()) > 1:
        # At once: Python would wait for the thread that reads, perhaps from a pipe that nobody closes.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0, 1 if an article failed, 2 for wrong usage."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    check_combination(parser, options)
    if sys.stdout is None:  # closed: fine for a command that only writes files; anything else cannot write to this one
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    # Lone surrogates are written as \udXXX, which is their escape in JSON.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        check_targets(*_files(options))
        file, function = COMMANDS[options.command]
        run: Callable[[argparse.Namespace], int] = getattr(import_module(f"newsnlp.cli.{file}"), function)
        return run(options)
    except BrokenPipeError:
        # The reader has closed the pipe (head, less): stop without an error, also at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except io.UnsupportedOperation:
        message = "standard output is closed"
    except OSError as error:
        message = f"{error.filename}: {error.strerror}" if error.filename is not None else str(error)
    except ValueError as error:
        message = str(error)
    except MemoryError:
        message = "out of memory"
    except KeyboardInterrupt:
        return _INTERRUPTED
    print(f"newsnlp: error: {message}", file=sys.stderr)
    return 2


def _files(options: argparse.Namespace) -> tuple[dict[str, str], list[str]]:
    """Return the files that are written, by their options, and those that are read."""
    given = vars(options)
    targets = {f"--{name}": given[name] for name in ("out", "html", "rejects") if given.get(name)}
    listed = [path for name in ("files", "seen") for path in given.get(name) or [] if path != "-"]
    return targets, listed + [given[name] for name in ("data", "model") if given.get(name)]

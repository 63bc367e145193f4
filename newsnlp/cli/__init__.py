"""The command line: ``newsnlp COMMAND``, for articles, models and pages."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from newsnlp.cli.options import check_combination, make_parser

__all__ = ["main"]

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
        message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    except ValueError as error:
        message = str(error)
    except MemoryError:
        message = "out of memory"
    except KeyboardInterrupt:
        return 130
    print(f"newsnlp: error: {message}", file=sys.stderr)
    return 2

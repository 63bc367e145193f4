"""The command line: ``newsnlp COMMAND``, for articles, models and pages."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

from newsnlp.cli.articles import make_digest, run_articles
from newsnlp.cli.models import evaluate_model, list_models, train_model
from newsnlp.cli.options import check_combination, make_parser

__all__ = ["main"]

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "analyze": run_articles,
    "classify": run_articles,
    "summarize": run_articles,
    "digest": make_digest,
    "models": list_models,
    "train": train_model,
    "evaluate": evaluate_model,
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
        return COMMANDS[options.command](options)
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

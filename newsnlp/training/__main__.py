"""Build the shipped model files: ``python -m newsnlp.training topics DATA --out FOLDER``."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

# Name of a model -> module with `build(data, out)`.
BUILDERS = {"topics": "newsnlp.training.topics", "summaries": "newsnlp.training.summaries"}


def main() -> int:
    """Read the command line and build one model."""
    parser = argparse.ArgumentParser(prog="python -m newsnlp.training", description=__doc__)
    parser.add_argument("model", choices=sorted(BUILDERS))
    parser.add_argument("data", type=Path, help="folder of the training texts")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model file and its card")
    options = parser.parse_args()
    import_module(BUILDERS[options.model]).build(options.data, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

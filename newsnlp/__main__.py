"""Run the command line: ``python -m newsnlp``."""

from newsnlp.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

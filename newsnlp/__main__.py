"""Run the command line: ``python -m newsnlp``."""

from newsnlp.cli import script

if __name__ == "__main__":
    script()

"""Articles in the forms that raw news text comes in, with the tests of what takes them apart."""

from pathlib import Path

FOLDER = Path(__file__).parent

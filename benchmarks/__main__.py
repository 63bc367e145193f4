"""Run benchmark suites: ``python -m benchmarks [SUITE ...] [options]``; without a suite they are listed.

``all`` runs every suite. ``python -m benchmarks compare OLD NEW`` says what became slower from one kept result, or
folder of results, to another. Every suite runs from a plain clone with the test tools: speed is then measured on made
news, and the parts that need public texts say which are missing.
"""

import argparse
import ast
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from benchmarks.comparison import compare
from benchmarks.harness import Options, print_environment, save

FOLDER = Path(__file__).parent
PACKAGES = ("matplotlib", "pyarrow", "trafilatura")  # of the test tools, those that suites use
NOT_SUITES = {"__init__", "__main__", "harness"}


def suites() -> dict[str, str]:
    """Return the name and the first line of each suite's description, without importing it."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.stem not in NOT_SUITES and any(isinstance(n, ast.FunctionDef) and n.name == "run" for n in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def main() -> int:
    if sys.argv[1:2] == ["compare"]:
        return compare(sys.argv[2:])
    known = suites()
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suite", nargs="*", metavar="SUITE", help="one or more of: all, " + ", ".join(known))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the texts (%(default)s)")
    parser.add_argument(
        "--peers", type=Path, help="folder for the rivals' virtual environments; without it no rival is installed"
    )
    parser.add_argument("--rounds", type=int, default=7, help="timed rounds of each side (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="a short run, to see that it works; results are not kept")
    options = parser.parse_args()
    if not options.suite:
        for name, description in known.items():
            print(f"{name:12} {description}")
        return 0
    chosen = list(known) if options.suite == ["all"] else options.suite
    if missing := [package for package in PACKAGES if find_spec(package) is None]:
        parser.exit(2, f"benchmarks: {', '.join(missing)} missing: pip install 'newsnlp[test]'\n")
    for name in chosen:
        if name not in known:
            parser.error(f"no suite {name!r}; there are: all, {', '.join(known)}")
    for name in chosen:
        print(f"== {name}: {known[name]}")
        print_environment()
        result = import_module(f"benchmarks.{name}").run(
            Options(data=options.data, peers=options.peers, rounds=options.rounds, quick=options.quick)
        )
        if not options.quick:
            print(f"kept in {save(name, result)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Change the package in small ways and see whether its tests notice: ``python -m tests.mutate FILE [options]``.

Run by hand, in a clean clone. Each mutant is one change of one kind at one place of FILE: a comparison turned or moved
by one, + for -, `and` for `or`, a number one higher, a condition negated, True for False. The given tests run on it.
What they let pass is printed as a survivor: a test is missing, or the change means nothing. FILE is put back.
"""

import argparse
import ast
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
OPERATORS: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def change(node: ast.AST) -> bool:
    """Change a node in place if there is a mutation for its kind."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
        node.ops[0] = OPERATORS[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OPERATORS:
        node.op = OPERATORS[type(node.op)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        node.value += 1
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    else:
        return False
    return True


def mutants(source: str) -> list[tuple[int, str]]:
    """Return all mutants of a source: the line that is changed, and the changed source."""
    found = []
    for i in range(sum(1 for _ in ast.walk(ast.parse(source)))):
        tree = ast.parse(source)
        node = next(node for k, node in enumerate(ast.walk(tree)) if k == i)
        line = getattr(node, "lineno", 0)
        if line and change(node):
            found.append((line, ast.unparse(ast.fix_missing_locations(tree))))
    return found


def main() -> int:
    """Run the tests on a sample of the mutants; return 1 if any survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("file", type=Path, help="a Python file of the package")
    parser.add_argument("--tests", nargs="+", required=True, help="what pytest runs on each mutant")
    parser.add_argument("--count", type=int, default=20, help="how many mutants (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="which ones (%(default)s)")
    parser.add_argument("--seconds", type=float, default=600.0, help="longer counts as noticed (%(default)s)")
    options = parser.parse_args()
    source = options.file.read_text(encoding="utf-8")
    everything = mutants(source)
    chosen = random.Random(options.seed).sample(everything, min(options.count, len(everything)))
    survivors = 0
    try:
        for line, mutant in chosen:
            options.file.write_text(mutant, encoding="utf-8")
            command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *options.tests]
            try:
                run = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=options.seconds, check=False)
                noticed = run.returncode != 0
            except subprocess.TimeoutExpired:
                noticed = True
            if not noticed:
                survivors += 1
                print(f"survived: {options.file}:{line}: {source.splitlines()[line - 1].strip()}", flush=True)
    finally:
        options.file.write_text(source, encoding="utf-8")
    print(f"seed {options.seed}: {len(chosen) - survivors} of {len(chosen)} mutants noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

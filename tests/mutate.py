"""Change the package in small ways and see whether its tests notice: ``python -m tests.mutate PATH [options]``.

Run by hand, in a clean clone with an editable installation. PATH is a Python or C++ file, or a folder: ``newsnlp`` for
all Python code, ``newsnlp/_cpp/core`` for the core, which is compiled again for each mutant. Mutants are drawn evenly
from all that there are, so that a file has as many as it has code. Each is one change at one place: a comparison turned
or moved by one, + for -, `and` for `or`, a number one higher, a condition negated, True for False, a statement left
out. First the tests of its room run on it, then, if they pass, the whole suite without its slow files. What these let
pass is printed as a survivor: a test is missing, or the change means nothing. A mutant that does not compile is not
counted; one that hangs is noticed. Every file is put back.
"""

import argparse
import ast
import importlib
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

NOT_BUILT = "does not compile"
Mutation = tuple[Path, int, Callable[[], str]]  # the file, the line that is changed, what makes the changed source
Mutant = tuple[int, Callable[[], str]]  # the line that is changed, and what makes the changed source
ROOT = Path(__file__).parent.parent
BUILD = [sys.executable, "-m", "pip", "install", "-q", "--no-build-isolation", "--no-deps", "-e", "."]
# Imported once: a mutant is tested in a fork of this process.
IMPORTED = (
    "numpy",
    "scipy.sparse",
    "sklearn.linear_model",
    "sklearn.pipeline",
    "pandas",
    "pyarrow",
)
# What tests a path, beside the test file of the same name and its own examples: the longest key that it starts with.
ROOMS = {
    "": ["tests/test_analysis.py"],
    "_validation": ["tests/test_validation.py", "tests/test_analysis.py"],
    "_files": ["tests/test_files.py"],
    "_threads": ["tests/test_threads.py"],
    "_stemming": ["tests/vectorizers/test_analysis.py", "tests/summarizers/test_document.py"],
    "articles": ["tests/articles", "tests/test_analysis.py"],
    "cli": ["tests/test_cli.py", "tests/cli"],
    "cli/articles": ["tests/test_cli.py", "tests/corpus/test_writing.py"],
    "corpus": ["tests/corpus/test_reading.py", "tests/corpus/test_labelled.py", "tests/corpus/test_writing.py"],
    "corpus/columns": ["tests/corpus/test_reading.py", "tests/corpus/test_tables.py"],
    "corpus/near": ["tests/corpus/test_stories.py"],
    "corpus/parts": ["tests/corpus/test_parts.py", "tests/corpus/test_writing.py"],
    "corpus/records": ["tests/corpus/test_writing.py"],
    "corpus/stor": ["tests/corpus/test_stories.py"],
    "corpus/tables": ["tests/corpus/test_tables.py"],
    "corpus/training": ["tests/corpus/test_training.py", "tests/test_cli.py"],
    "corpus/trends": ["tests/corpus/test_trends.py"],
    "display": ["tests/test_display.py", "tests/display", "tests/topics/test_report.py"],
    "evaluation": ["tests/evaluation", "tests/topics/test_report.py"],
    "modelfile": ["tests/test_modelfile.py", "tests/topics/test_model.py"],
    "results": ["tests/results", "tests/test_analysis.py", "tests/test_display.py", "tests/display"],
    "summarizers": ["tests/summarizers/test_summarize.py", "tests/summarizers"],
    "topics": ["tests/topics/test_model.py", "tests/topics", "tests/test_pipeline.py"],
    "training": ["tests/training"],
    "vectorizers": ["tests/vectorizers/test_count.py", "tests/vectorizers/test_tfidf.py", "tests/vectorizers"],
    "_cpp/core/base": ["tests/articles/test_splitting.py", "tests/vectorizers", "tests/test_unicode.py"],
    "_cpp/core/simd": ["tests/vectorizers", "tests/topics", "tests/summarizers", "tests/test_core_scoring.py"],
    "_cpp/core/terms": ["tests/vectorizers", "tests/topics/test_labelling.py", "tests/test_core_scoring.py"],
    "_cpp/core/articles": ["tests/articles", "tests/test_frozen.py"],
    "_cpp/core/topics": ["tests/test_core_scoring.py", "tests/topics", "tests/test_pipeline.py"],
    "_cpp/core/summaries": ["tests/summarizers", "tests/evaluation"],
    "_cpp/core/ranker": ["tests/summarizers", "tests/test_frozen.py"],
    "_cpp/core/pipeline": ["tests/test_pipeline.py", "tests/test_analysis.py"],
}
EVERY_ROOM = ["tests/test_dataclasses.py", "tests/test_defaults.py"]  # of Python files
SLOW = ["tests/test_core_fuzz.py", "tests/test_notebooks.py", "tests/corpus/test_dask.py", "tests/training"]
SLOW += ["tests/vectorizers/test_sklearn_suite.py", "tests/test_modelfile_fuzz.py", "tests/test_hostile.py"]
WIDE = ["tests", *(f"--ignore={path}" for path in SLOW)]

PAIRS = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn))
OPERATORS: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult}
OPERATORS |= dict(PAIRS) | {b: a for a, b in PAIRS} | {ast.And: ast.Or, ast.Or: ast.And}
WORDS = (("<", "<="), ("<=", "<"), (">", ">="), (">=", ">"), ("==", "!="), ("!=", "=="), ("+", "-"), ("-", "+"))
WORDS += (("&&", "||"), ("||", "&&"), ("+=", "-="), ("-=", "+="))


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
    elif isinstance(node, ast.If | ast.While | ast.IfExp) and ast.unparse(node.test) != "TYPE_CHECKING":
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        node.value = ast.Constant(None)
    else:
        return False
    return True


def change_python(source: str, index: int) -> str:
    """Return a source with its node of an index, in the order of ``ast.walk``, changed."""
    tree = ast.parse(source)
    change(next(node for k, node in enumerate(ast.walk(tree)) if k == index))
    return ast.unparse(ast.fix_missing_locations(tree))


def python_mutants(source: str) -> list[Mutant]:
    """Return all mutants of a Python file, but for annotations and numbers of versions."""
    inert = set()
    for node in ast.walk(ast.parse(source)):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Assign) and "VERSION" in ast.unparse(node.targets[0]).upper():
            parts.append(node.value)
        inert |= {(k.lineno, k.col_offset) for part in parts if part for k in ast.walk(part) if hasattr(k, "lineno")}
    found = []
    for i, node in enumerate(ast.walk(ast.parse(source))):
        where = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
        if where[0] and where not in inert and change(node):
            found.append((where[0], partial(change_python, source, i)))
    return found


def changed_lines(line: str) -> list[str]:
    """Return a line of C++ in all its changed forms."""
    code = line.split("//")[0]
    if code.lstrip().startswith(("#", "static_assert", "namespace", "using")) or '"' in code or "template" in code:
        return []
    found = []
    for old, new in WORDS:
        found += [
            f"{line[: m.start()]}{new}{line[m.end() :]}" for m in re.finditer(rf"(?<= ){re.escape(old)}(?= )", code)
        ]
    for m in re.finditer(r"(?<![\w.'])\d+(\.\d+)?(?![\w.'])", code):
        found.append(f"{line[: m.start()]}{ast.literal_eval(m[0]) + 1}{line[m.end() :]}")
    for m in re.finditer(r"\b(if|while) \(", code):
        depth = [1 if c == "(" else -1 if c == ")" else 0 for c in code[m.end() :]]
        closing = next((k for k in range(len(depth)) if sum(depth[: k + 1]) < 0), None)
        if closing is not None:
            found.append(f"{line[: m.end()]}!({line[m.end() :][:closing]}){line[m.end() :][closing:]}")
    if re.fullmatch(r"\s+[\w.\[\]>()-]+( [-+*/|&^]?= .*|\(.*\)|\+\+|--)?;\s*", code) and "return" not in code:
        found.append("")
    return found


def change_native(source: str, index: int, new: str) -> str:
    """Return a source with its line of an index replaced."""
    lines = source.split("\n")
    return "\n".join([*lines[:index], new, *lines[index + 1 :]])


def native_mutants(source: str) -> list[Mutant]:
    """Return all mutants of a C++ file."""
    lines = source.split("\n")
    return [
        (i + 1, partial(change_native, source, i, new)) for i in range(len(lines)) for new in changed_lines(lines[i])
    ]


def room_tests(path: Path) -> list[str]:
    """Return what pytest runs on a mutant of a file: its own tests first, then those of its room."""
    name = path.relative_to(ROOT / "newsnlp")
    own = [ROOT / "tests" / name.parent / f"test_{name.stem.lstrip('_')}.py", *([path] if path.suffix == ".py" else [])]
    room = max((key for key in ROOMS if str(name).startswith(key)), key=len)
    more = EVERY_ROOM if path.suffix == ".py" else []
    return [str(p.relative_to(ROOT)) for p in own if p.exists()] + ROOMS[room] + more


def run_pytest(arguments: list[str], log: str) -> None:
    """Run pytest with its output in a file and end this process with its status."""
    for descriptor in (1, 2):
        os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND), descriptor)
    sys.path.insert(0, str(ROOT))
    options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=few"]
    os._exit(int(importlib.import_module("pytest").main([*options, *arguments])))  # waits for no idle pool


def fault(arguments: list[str], seconds: float) -> str:
    """Return what tests say of a mutant: the first that fails, or nothing if all pass."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        process = multiprocessing.get_context("fork").Process(target=run_pytest, args=(arguments, log.name))
        process.start()
        process.join(seconds)
        process.kill()
        process.join()
        lines = log.read().splitlines()
    said = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    if process.exitcode > 0 and not said:
        raise RuntimeError(f"pytest did not run: {lines[-1:]}")
    return "" if process.exitcode == 0 else said[0][:150] if said else f"ended with {process.exitcode}"


def try_mutant(mutant: Mutation, tests: list[str], seconds: float) -> str:
    """Return what tests say of a mutant, whose file is put back."""
    file, _, make = mutant
    source = file.read_text(encoding="utf-8")
    try:
        file.write_text(make(), encoding="utf-8")
        if file.suffix != ".py" and subprocess.run(BUILD, cwd=ROOT, capture_output=True, check=False).returncode:
            return NOT_BUILT
        return fault(tests, seconds)
    finally:
        file.write_text(source, encoding="utf-8")


def name(mutant: Mutation) -> str:
    """Return what a mutant changes: its file, the number of the line, and the line before and after."""
    file, line, make = mutant
    source = file.read_text(encoding="utf-8")
    before = ast.unparse(ast.parse(source)) if file.suffix == ".py" else source
    old, new = next(pair for pair in zip(before.split("\n"), make().split("\n"), strict=False) if pair[0] != pair[1])
    return f"{file.relative_to(ROOT)}:{line}: {old.strip()}  ->  {new.strip()}"


def main() -> int:
    """Run the tests on a sample of the mutants; return 1 if any survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("path", type=Path, help="a file of the package, or a folder")
    parser.add_argument("--tests", nargs="+", help="what pytest runs on each mutant instead")
    parser.add_argument("--count", type=int, default=20, help="how many mutants (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="which ones (%(default)s)")
    parser.add_argument("--seconds", type=float, default=600.0, help="longer counts as noticed (%(default)s)")
    options = parser.parse_args()
    path = options.path.resolve()
    native = "_cpp" in path.parts
    kind = "*.[ch]pp" if native else "*.py"
    files = [path] if path.is_file() else [p for p in sorted(path.rglob(kind)) if native or "_cpp" not in p.parts]
    find = native_mutants if native else python_mutants
    mutants = [(p, *mutant) for p in files for mutant in find(p.read_text(encoding="utf-8"))]
    random.Random(options.seed).shuffle(mutants)
    for module in IMPORTED:
        importlib.import_module(module)
    passed: list[Mutation] = []
    counted = 0
    for mutant in mutants:
        if counted == options.count:
            break
        begun = time.monotonic()
        found = try_mutant(mutant, options.tests or room_tests(mutant[0]), options.seconds)
        counted += found != NOT_BUILT
        passed += [] if found else [mutant]
        print(f"{name(mutant)} ({time.monotonic() - begun:.0f} s): {found or 'passes its room'}", flush=True)
    survivors = 0
    for mutant in passed:
        found = "" if options.tests else try_mutant(mutant, WIDE, options.seconds)
        survivors += not found
        print(f"{name(mutant)}: {found or 'survived'}", flush=True)
    print(f"seed {options.seed}: {counted - survivors} of {counted} mutants noticed, drawn from {len(mutants)}")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

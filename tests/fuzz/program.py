"""Compile the fuzz targets with the native core, under address and undefined-behaviour sanitizers; run them."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
NATIVE = FOLDER.parent.parent / "newsnlp" / "_cpp"
COMPILER = shutil.which("g++") or shutil.which("clang++")
SANITIZERS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")
FLAGS = ("-std=c++20", "-O0", "-ffp-contract=off", "-fsanitize-coverage=trace-pc", "-D_GLIBCXX_ASSERTIONS", *SANITIZERS)


def build_program(folder):
    """Build the program of all targets and the whole core in a folder, or skip if there is no compiler."""
    if COMPILER is None or not NATIVE.exists():
        pytest.skip("needs a C++ compiler and the native sources")
    subprocess.run([sys.executable, NATIVE / "tables" / "unicode_tables.py", folder / "unicode_tables.inc"], check=True)
    sources = sorted([*(NATIVE / "core").glob("*/*.cpp"), *FOLDER.glob("*.cpp")])

    def build(source):
        made = folder / f"{source.parent.name}-{source.stem}.o"
        includes = [f"-I{path}" for path in (NATIVE, folder, FOLDER)]
        return made, run_quietly(COMPILER, *FLAGS, *includes, "-c", source, "-o", made)

    with ThreadPoolExecutor(2) as pool:
        built = list(pool.map(build, sources))
    errors = [run.stderr for _, run in built if run.returncode]
    assert not errors, errors[0]
    linked = run_quietly(COMPILER, *FLAGS, *(made for made, _ in built), "-pthread", "-o", folder / "program")
    if "cannot find -lasan" in linked.stderr or "cannot find -lubsan" in linked.stderr:
        pytest.skip("the compiler has no sanitizers")
    assert linked.returncode == 0, linked.stderr
    return folder / "program"


def run_quietly(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def check_run(program, *arguments, says):
    """Run a program that must succeed and print one line."""
    run = run_quietly(program, *arguments)
    assert (run.returncode, run.stdout) == (0, f"{says}\n"), run.stderr

"""The vectorization core alone, under address and undefined-behaviour sanitizers: a short run of the fuzz targets.

For a long one, without sanitizers::

    cmake -S newsnlp/_cpp -B build/fuzz -DNEWSNLP_MODULE=OFF -DNEWSNLP_FUZZ=ON && cmake --build build/fuzz --target fuzz
    build/fuzz/fuzz count --runs 10000000

With -DNEWSNLP_SANITIZE=thread (or address,undefined) the same program looks for races (or stray reads).
"""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NATIVE = ROOT / "newsnlp" / "_cpp"
CORE = (
    "columns",
    "counting",
    "crew",
    "csr",
    "gram_filter",
    "hashing",
    "lookup",
    "pages",
    "parted_grams",
    "preparation",
    "simd",
    "simd_avx2",
    "simd_avx512",
    "simd_scalar",
    "sort_avx2",
    "sort_avx512",
    "term_index",
    "term_order",
    "terms",
    "unicode",
    "vocabulary",
    "weighting",
)
TARGETS = ("tokenise", "hash", "count", "merge")
COMPILER = shutil.which("g++") or shutil.which("clang++")
FLAGS = ("-std=c++20", "-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-ffp-contract=off")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    if COMPILER is None or not NATIVE.exists():
        pytest.skip("needs a C++ compiler and the native sources")
    folder = tmp_path_factory.mktemp("fuzz")
    tables = folder / "unicode_tables.inc"
    subprocess.run([sys.executable, NATIVE / "tables" / "unicode_tables.py", tables], check=True)
    sources = [NATIVE / "core" / f"{name}.cpp" for name in CORE]
    sources += [ROOT / "tests" / "fuzz" / f"{name}.cpp" for name in ("fuzz", *TARGETS)]

    def build(source):
        made = folder / f"{source.stem}-{source.parent.name}.o"
        command = [COMPILER, *FLAGS, f"-I{NATIVE}", f"-I{folder}", f"-I{ROOT / 'tests' / 'fuzz'}", "-c", source]
        return made, subprocess.run([*command, "-o", made], capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as pool:
        built = list(pool.map(build, sources))
    assert not [run.stderr for _, run in built if run.returncode]
    link = [COMPILER, *FLAGS, *(made for made, _ in built), "-pthread", "-o", folder / "fuzz"]
    linked = subprocess.run(link, capture_output=True, text=True, check=False)
    if "cannot find -lasan" in linked.stderr or "cannot find -lubsan" in linked.stderr:
        pytest.skip("the compiler has no sanitizers")
    assert linked.returncode == 0, linked.stderr
    return folder / "fuzz"


@pytest.mark.parametrize("target", TARGETS)
def test_random_inputs_make_no_difference(program, target):
    command = [program, target, "--runs", "1500", "--seed", "7"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "1500 inputs, no difference\n"), run.stderr

"""The core of the summaries alone under address and undefined-behaviour sanitizers, on random articles."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NATIVE = ROOT / "newsnlp" / "_cpp"
NAMES = ("covering", "latent", "porter", "ranking", "rouge", "selection", "sentence_terms", "unicode")
SOURCES = [NATIVE / "core" / f"{name}.cpp" for name in NAMES]
COMPILER = shutil.which("g++") or shutil.which("clang++")


@pytest.mark.skipif(not NATIVE.exists(), reason="the native sources are not in the wheel")
@pytest.mark.skipif(COMPILER is None, reason="needs a C++ compiler")
def test_random_articles_under_sanitizers(tmp_path):
    tables = tmp_path / "unicode_tables.inc"
    subprocess.run([sys.executable, NATIVE / "tables" / "unicode_tables.py", tables], check=True)
    program = tmp_path / "fuzz_summaries"
    flags = ["-std=c++20", "-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-D_GLIBCXX_ASSERTIONS"]
    command = [COMPILER, *flags, f"-I{NATIVE}", f"-I{tmp_path}", *SOURCES, ROOT / "tests/fuzz/summaries.cpp"]
    built = subprocess.run([*command, "-o", program], capture_output=True, text=True, check=False)
    if "cannot find -lasan" in built.stderr or "cannot find -lubsan" in built.stderr:
        pytest.skip("the compiler has no sanitizers")
    assert built.returncode == 0, built.stderr
    run = subprocess.run([program, "1000", "1"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "1000 articles: no fault\n"), run.stderr

"""The sentence core alone under address and undefined-behaviour sanitizers, on random texts."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NATIVE = ROOT / "newsnlp" / "_cpp"
SOURCES = [NATIVE / "core" / f"{name}.cpp" for name in ("sentences", "paragraphs", "lexicon", "unicode")]
COMPILER = shutil.which("g++") or shutil.which("clang++")


@pytest.mark.skipif(not NATIVE.exists(), reason="the native sources are not in the wheel")
@pytest.mark.skipif(COMPILER is None, reason="needs a C++ compiler")
def test_random_texts_under_sanitizers(tmp_path):
    tables = tmp_path / "unicode_tables.inc"
    subprocess.run([sys.executable, NATIVE / "tables" / "unicode_tables.py", tables], check=True)
    program = tmp_path / "fuzz_sentences"
    flags = ["-std=c++20", "-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-D_GLIBCXX_ASSERTIONS"]
    command = [COMPILER, *flags, f"-I{NATIVE}", f"-I{tmp_path}", *SOURCES, ROOT / "tests/fuzz/sentences.cpp"]
    built = subprocess.run([*command, "-o", program], capture_output=True, text=True, check=False)
    if "cannot find -lasan" in built.stderr or "cannot find -lubsan" in built.stderr:
        pytest.skip("the compiler has no sanitizers")
    assert built.returncode == 0, built.stderr
    run = subprocess.run([program, "2000", "1"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "2000 texts: no fault\n"), run.stderr

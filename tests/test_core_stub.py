"""The committed stub of the native module is the one that its bindings give."""

import subprocess
import sys
from pathlib import Path

import newsnlp


def signatures(text: str) -> str:
    """Return the stub without white space: the formatter and the generator break lines in different ways."""
    return "".join(text.replace('"', "'").replace(",)", ")").split()).replace(",)", ")").replace(",]", "]")


def test_committed_stub_is_current(tmp_path):
    generated = tmp_path / "_core.pyi"
    subprocess.run(
        [sys.executable, "-m", "nanobind.stubgen", "-m", "newsnlp._core", "-o", str(generated)],
        check=True,
        timeout=120,
    )
    committed = Path(newsnlp.__file__).with_name("_core.pyi")
    assert signatures(committed.read_text()) == signatures(generated.read_text()), (
        "python -m nanobind.stubgen -m newsnlp._core -o newsnlp/_core.pyi && ruff format newsnlp/_core.pyi"
    )

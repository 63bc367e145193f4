"""Cold start: the time from command to answer, and the cost of an import.

The article of the first command of the README is analysed by a fresh process; the rival is a fresh process that does
nothing but import scikit-learn, which every pipeline built on it pays before its first text. Python may keep compiled
files here, as it does by default: without them our modules would be compiled at every start, and scikit-learn's, which
pip has compiled, would not.
"""

import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.harness import Options, command, interleave, print_table, python_command

ARTICLE = Path("tests/articles/iran_ict_minister_iraq.txt")


def run(options: Options) -> dict[str, Any]:
    sides = {
        "newsnlp analyze ARTICLE": [sys.executable, "-m", "newsnlp", "analyze", str(ARTICLE)],
        "import sklearn": python_command("import sklearn"),
        "import newsnlp": python_command("import newsnlp"),
        "bare Python": python_command("pass"),
        "analyze in a script": python_command(
            f"import newsnlp; newsnlp.analyze(open({str(ARTICLE)!r}, encoding='utf-8').read())"
        ),
    }
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    actions = {name: command(words, env=settings) for name, words in sides.items()}
    timings = interleave(actions, 3 if options.quick else 15)
    print_table(["process, start to exit", "median (range)"], list(timings.items()))
    ratio = timings["newsnlp analyze ARTICLE"].median / timings["import sklearn"].median
    above = 1e3 * (timings["import newsnlp"].median - timings["bare Python"].median)
    print(f"analyze / import sklearn: {ratio:.2f}; import newsnlp above bare Python: {above:.1f} ms")
    return {
        "seconds": {name: timing.to_dict() for name, timing in timings.items()},
        "analyze_over_import_sklearn": ratio,
        "import_newsnlp_above_python_ms": above,
    }

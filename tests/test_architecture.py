"""The architecture: who may import whom, what is public, what stands at the top."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import newsnlp

PACKAGE = Path(newsnlp.__file__).parent
ROOT = PACKAGE.parent
FLOORS = {
    "_core": 1,
    "_validation": 1,
    "display": 1,
    "values": 2,
    "sentences": 3,
    "tokens": 3,
    "modelfile": 3,
    "evaluation": 4,
    "boilerplate": 3,
    "datelines": 3,
    "budget": 3,
    "article": 4,
    "vectorizers": 4,
    "topics": 5,
    "summarizers": 5,
    "documents": 5,
    "analysis": 6,
    "corpus": 7,
    "training": 7,
    "cli": 8,
    "__init__": 8,
    "__main__": 9,
}
TOP = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "newsnlp", "notebooks", "tests", "benchmarks"}
TOP |= {".ci", ".gitignore"}
# Heavy imports that an analysis of one article has no use for; each costs more than the analysis.
HEAVY = ("sklearn", "scipy", "nltk", "joblib", "pandas", "tqdm", "matplotlib")


def room(path: Path) -> str:
    """Return the part of the house that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the rooms that a file imports at run time, at its top or within a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("newsnlp.")}
    return {name for name in found if name in FLOORS}


FILES = sorted(p for p in PACKAGE.rglob("*.py") if "_cpp" not in p.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downstairs_only(path):
    here = room(path)
    # Views of a result are made on use: values reach down to display.
    above = {name for name in imports(path) if name != here and FLOORS[name] >= FLOORS[here]}
    assert not above, f"{here} (floor {FLOORS[here]}) imports {above}"


def test_every_room_has_a_floor():
    assert {room(path) for path in FILES} <= set(FLOORS)


def test_display_imports_nothing_of_ours_but_its_own():
    for path in (PACKAGE / "display").glob("*.py"):
        assert imports(path) <= {"display"}


def test_public_names_resolve_and_are_mirrored_for_type_checkers():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    guard = next(n for n in tree.body if isinstance(n, ast.If))
    mirrored = {
        alias.asname: node.module.removeprefix("newsnlp.")
        for node in guard.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert mirrored == newsnlp._HOMES
    assert set(newsnlp.__all__) == {"__version__", *mirrored}
    for name in newsnlp.__all__:
        assert getattr(newsnlp, name) is not None
        assert name in dir(newsnlp)
    with pytest.raises(AttributeError, match="no attribute 'summarise'"):
        newsnlp.summarise  # noqa: B018


def test_top_level_holds_nothing_else():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= TOP


def test_import_is_light_and_an_analysis_imports_nothing_heavy():
    code = (
        "import sys, newsnlp\n"
        "assert 'numpy' not in sys.modules\n"
        "newsnlp.analyze('The minister of telecommunications met the ambassador in Geneva on Monday.')\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_native_module_missing_says_what_to_do(tmp_path):
    (tmp_path / "newsnlp").mkdir()
    for name in ("__init__.py", "values.py", "_validation.py", "sentences.py", "article.py"):
        (tmp_path / "newsnlp" / name).write_bytes((PACKAGE / name).read_bytes())
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "sys.meta_path[:] = [finder for finder in sys.meta_path if 'ditable' not in repr(finder)]\n"
        "import newsnlp; newsnlp.split_sentences('One. Two.')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "pip install -e ." in done.stderr

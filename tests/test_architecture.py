"""The architecture: which file may import which, public names, files at the top level."""

import ast
import inspect
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import newsnlp

PACKAGE = Path(newsnlp.__file__).parent
ROOT = PACKAGE.parent
FLOORS = {
    "_core": 1,
    "_files": 1,
    "_lazy": 1,
    "_texts": 1,
    "_validation": 1,
    "display": 1,
    "_stemming": 2,
    "_threads": 2,
    "modelfile": 2,
    "articles": 3,
    "results": 4,
    "vectorizers": 4,
    "evaluation": 5,
    "topics": 6,
    "summarizers": 6,
    "analysis": 7,
    "corpus": 8,
    "training": 9,
    "cli": 10,
    "__init__": 10,
    "__main__": 11,
}
TOP = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "newsnlp", "notebooks", "tests", "benchmarks"}
TOP |= {".ci", ".gitignore"}
# The rooms of the native core: a file includes only from lower floors or from its own room.
CORE_FLOORS = {
    "base": 1,
    "simd": 2,
    "terms": 3,
    "articles": 4,
    "topics": 5,
    "summaries": 5,
    "ranker": 6,
    "pipeline": 7,
}
LONGEST_FILE = 350  # lines; functions are held at 40 statements by the linter
# Heavy packages that an analysis of one article does not need; importing one takes longer than the analysis.
HEAVY = ("sklearn", "scipy", "nltk", "joblib", "pandas", "tqdm", "matplotlib")


FILES = sorted(p for p in PACKAGE.rglob("*.py") if "_cpp" not in p.parts)


def module(path: Path) -> str:
    """Return the name of a file's module below the package, such as 'topics.model'; '__init__' is the package's own."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {module(path): path for path in FILES}


def room(path: Path) -> str:
    """Return the folder or file of the package that has a floor in `FLOORS`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the modules of ours that a file imports anywhere: at its top, within a function, for typing."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            assert "newsnlp._core" not in names, f"{path} imports the core; import the names that it needs"
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] != "newsnlp" or len(parts) == 1:
                continue
            known = [".".join(parts[1:end]) for end in range(len(parts), 1, -1)]
            found.add(next((module for module in known if module in MODULES), parts[1]))
    return found & {*MODULES, *FLOORS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downstairs_only(path):
    here = room(path)
    rooms = {name.split(".")[0] for name in imports(path)} - {here}
    above = {name for name in rooms if FLOORS[name] >= FLOORS[here]}
    assert not above, f"{here} (floor {FLOORS[here]}) imports {above}"


def test_every_room_has_a_floor():
    assert {room(path) for path in FILES} <= set(FLOORS)


def test_no_modules_import_each_other_in_a_circle():
    above = {name: imports(path) & set(MODULES) - {name} for name, path in MODULES.items() if name != "__init__"}
    try:
        list(TopologicalSorter(above).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


CORE = PACKAGE / "_cpp" / "core"
CORE_FILES = sorted(path for path in CORE.rglob("*") if path.is_file())


def includes(path: Path) -> set[str]:
    """Return the files of ours that a native file includes, such as 'base/text.hpp'; generated tables are not ours."""
    named = set(re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for name in named if not name.startswith("unicode_tables")}
    assert all(name.startswith("core/") for name in named), f"{path} includes what is not in the core: {named}"
    return {name.removeprefix("core/") for name in named}


@pytest.mark.parametrize("path", CORE_FILES, ids=lambda path: str(path.relative_to(CORE)))
def test_includes_go_downstairs_only(path):
    here = path.relative_to(CORE).parts[0]
    rooms = {name.split("/")[0] for name in includes(path)} - {here}
    above = {name for name in rooms if CORE_FLOORS[name] >= CORE_FLOORS[here]}
    assert not above, f"{here} (floor {CORE_FLOORS[here]}) includes {above}"
    assert f"namespace newsnlp::{here}" in path.read_text(encoding="utf-8") or path.suffix == ".inc"


def test_no_native_files_include_each_other_in_a_circle():
    above = {str(path.relative_to(CORE)): includes(path) for path in CORE_FILES}
    try:
        list(TopologicalSorter(above).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_display_imports_nothing_of_ours_but_its_own():
    for path in (PACKAGE / "display").glob("*.py"):
        assert {name.split(".")[0] for name in imports(path)} <= {"display"}


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


def callables(public):
    """Return the functions that a public name stands for: itself, or the public methods and properties of a class."""
    if not inspect.isclass(public):
        return [public] if inspect.isfunction(public) else []
    ours = [kind for kind in public.__mro__ if kind.__module__.startswith("newsnlp.")]
    members = [member for kind in ours for name, member in vars(kind).items() if not name.startswith("_")]
    functions = ("fget", "func", "__func__")  # of a property, a cached property, a class method
    members = [next((getattr(m, name) for name in functions if hasattr(m, name)), m) for m in members]
    return [member for member in members if inspect.isfunction(member)]


def test_what_public_functions_return_is_public_too():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in FILES]
    ours = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for function in {function for name in newsnlp.__all__ for function in callables(getattr(newsnlp, name))}:
        returned = function.__annotations__.get("return")
        assert "return" in function.__annotations__, f"{function.__qualname__} is not typed"
        names = {node.id for node in ast.walk(ast.parse(str(returned))) if isinstance(node, ast.Name)}
        hidden = (names & ours) - set(newsnlp.__all__)
        assert not hidden, f"{function.__qualname__} returns {hidden}"


def test_the_fields_of_public_classes_are_of_public_types():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in FILES]
    ours = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for public in filter(inspect.isclass, (getattr(newsnlp, name) for name in newsnlp.__all__)):
        for field, kind in inspect.get_annotations(public).items():
            names = {node.id for node in ast.walk(ast.parse(str(kind))) if isinstance(node, ast.Name)}
            hidden = set() if field.startswith("_") else (names & ours) - set(newsnlp.__all__)
            assert not hidden, f"{public.__name__}.{field} is of type {hidden}"


def test_each_method_is_the_file_of_its_summarizer():
    for method in newsnlp.METHODS:
        assert type(newsnlp.load_summarizer(method)).__module__ == f"newsnlp.summarizers.{method}"
        assert type(newsnlp.load_summarizer(method)).__name__ in newsnlp.__all__


def test_no_file_is_longer_than_one_can_keep_in_mind():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / line for line in listed.stdout.splitlines() if line.endswith((".py", ".cpp", ".hpp", ".inc"))]
    lengths = {str(path): path.read_text(encoding="utf-8").count("\n") for path in files if path.exists()}
    assert not {path: length for path, length in lengths.items() if length > LONGEST_FILE}


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
    for path in ("__init__.py", "_validation.py", *(f"articles/{file.name}" for file in PACKAGE.glob("articles/*.py"))):
        (tmp_path / "newsnlp" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "newsnlp" / path).write_bytes((PACKAGE / path).read_bytes())
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "sys.meta_path[:] = [finder for finder in sys.meta_path if 'ditable' not in repr(finder)]\n"
        "import newsnlp; newsnlp.split_sentences('One. Two.')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "pip install -e ." in done.stderr

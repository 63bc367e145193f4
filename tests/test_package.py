"""The package's metadata: licences of shipped files, oldest versions that are tested."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OLDEST = ROOT / ".ci" / "oldest.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def floors():
    """Return the oldest version of each requirement that users or tests have, by name."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    lines = [*PROJECT["build-system"]["requires"], *project["dependencies"]]
    lines += [line for name, needs in extras.items() if name != "dev" for line in needs]
    found = [re.fullmatch(r"([\w-]+)(?:\[[\w,]+\])?>=([\d.]+)", line) for line in lines]
    return {match[1].lower(): match[2] for match in found if match}


@pytest.mark.skipif(not OLDEST.exists(), reason="a source distribution has no .ci")
def test_the_oldest_versions_that_are_declared_are_those_that_are_tested():
    lines = [line for line in OLDEST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    tested = {name.lower(): version for name, _, version in (line.partition("==") for line in lines)}
    for name, version in floors().items():
        assert re.sub(r"(\.0)+$", "", tested[name]) == re.sub(r"(\.0)+$", "", version), name


def test_licences_of_all_that_is_shipped_go_with_it():
    (ours, theirs) = PROJECT["project"]["license-files"]
    assert (ROOT / ours).read_text(encoding="utf-8").startswith("BSD 3-Clause")
    shipped = {path.stem: path.read_text(encoding="utf-8") for path in ROOT.glob(theirs)}
    assert "UNICODE LICENSE V3" in shipped["unicode"]
    assert "CC BY 4.0" in shipped["iptc"]
    assert "Wenzel Jakob" in shipped["nanobind"]
    assert "robin_map" in shipped["nanobind"]
    assert "models" in shipped

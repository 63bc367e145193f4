"""The notebooks run in a clean kernel and give the committed outputs, without an error or a path of a machine."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
DECIMAL = re.compile(r"\d+\.\d+(?:e-?\d+)?")
PATH = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users)/")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_notebook_is_executed_in_order_and_clean(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [out for cell in cells for out in cell.outputs if out.output_type == "error"]
    assert any(cell.outputs for cell in cells)
    assert not PATH.search(json.dumps(notebook))
    assert notebook.cells[0].source.startswith("# ")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_gives_the_committed_output_again(path):
    committed = nbformat.read(path, as_version=4)
    executed = nbformat.read(path, as_version=4)
    NotebookClient(executed, timeout=300, kernel_name="python3", resources={"metadata": {"path": FOLDER}}).execute()
    if any("perf_counter" in cell.source for cell in committed.cells):
        return  # measured times differ
    for before, after in zip(committed.cells, executed.cells, strict=True):
        (words, numbers), (new_words, new_numbers) = map(without_decimals, map(texts, (before, after)))
        assert words == new_words, before.source
        assert numbers == pytest.approx(new_numbers, rel=1e-6), before.source


def without_decimals(texts):
    """Return texts without decimal numbers and versions of learned models, and the numbers.

    The last digits of what is learned depend on the processor, and the version on all of them.
    """
    texts = [re.sub(r"model='[0-9a-f]{12}'", "model=''", text) for text in texts]
    return [DECIMAL.sub("0.", text) for text in texts], [float(n) for text in texts for n in DECIMAL.findall(text)]


def texts(cell):
    """Return the textual outputs of a cell; printed text may come in several pieces."""
    outputs = cell.get("outputs", [])
    printed = "".join(out.text for out in outputs if out.output_type == "stream" and out.name == "stdout")
    shown = [out.data.get(kind, "") for out in outputs if "data" in out for kind in ("text/html", "text/plain")]
    return [printed, *shown]

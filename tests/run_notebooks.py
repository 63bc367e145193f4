"""Execute every notebook in place: ``python -m tests.run_notebooks [NAME ...]``."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"


def main(names: list[str]) -> None:
    """Execute the notebooks whose names begin with one of `names`, all without any."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        if names and not path.stem.startswith(tuple(names)):
            continue
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
        NotebookClient(
            notebook,
            timeout=3600,
            kernel_name="python3",
            resources={"metadata": {"path": FOLDER}},
            record_timing=False,
            coalesce_streams=True,
        ).execute()
        notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        nbformat.write(notebook, path)
        print(f"executed {path.name}")


if __name__ == "__main__":
    main(sys.argv[1:])

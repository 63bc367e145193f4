"""A file of results that is written in parts, so that a run that was stopped can be resumed."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any

from newsnlp.corpus.formats import result_format
from newsnlp.modelfile import write_atomically

__all__ = ["PartedFile"]

_MANIFEST = "manifest.json"


class PartedFile:
    """A file that is written in parts, each with the documents that could not be read.

    The parts are in a folder beside the file, named after it with ``.parts``. A part is written there under a temporary
    name and renamed when complete; then the manifest, which records how much of the input the parts cover, is replaced.
    Whenever a run is stopped, the parts in the manifest are complete, and the next run continues after them.

    Parameters
    ----------
    path : str
        The file; its suffix determines the format.
    key : mapping
        Everything the rows depend on (files, options, models), as JSON values. A run is only resumed with an equal key.
    resume : bool
        Whether to resume an earlier run, if there is one; otherwise its parts are discarded.
    rejects : str or None, default=None
        A file for the documents that could not be read.

    Attributes
    ----------
    n_done : int
        Number of documents, read or rejected, in the committed parts.
    n_rows, n_rejected : int
        Number of rows and rejects in them.

    Raises
    ------
    ValueError
        If the format is unknown, another run is writing the file, or the key differs.
    """

    def __init__(self, path: str, key: Mapping[str, Any], *, resume: bool, rejects: str | None = None) -> None:
        self._path, self._rejects = path, rejects
        self._format = result_format(path)
        self._folder = f"{path}.parts"
        self._key = json.loads(json.dumps(key))
        self.n_done = self.n_rows = self.n_rejected = self._n_parts = 0
        os.makedirs(self._folder, exist_ok=True)
        self._lock = open(os.path.join(self._folder, "lock"), "w")  # noqa: SIM115  (held for as long as the run)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise ValueError(f"{path}: another run is writing this file") from None
        if resume:
            self._take_up()
        else:
            for name in set(os.listdir(self._folder)) - {"lock"}:
                os.unlink(os.path.join(self._folder, name))

    def __enter__(self) -> PartedFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self._lock.close()

    def _take_up(self) -> None:
        try:
            with open(os.path.join(self._folder, _MANIFEST), encoding="utf-8") as file:
                manifest = json.load(file)
        except FileNotFoundError:
            return
        difference = _difference(manifest["key"], self._key)
        if difference:
            self._lock.close()
            raise ValueError(
                f"{self._path}: cannot resume, since {difference}; run again without --resume to start over"
            )
        self.n_done, self.n_rows = manifest["done"], manifest["rows"]
        self.n_rejected, self._n_parts = manifest["rejected"], manifest["parts"]

    def commit(
        self,
        rows: Mapping[str, Sequence[Any]],
        schema: Callable[[], Any],
        *,
        n_done: int,
        rejects: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Add a part, either completely or not at all.

        Parameters
        ----------
        rows : mapping of str to sequence
            The columns.
        schema : callable
            Returns the pyarrow schema; called for Parquet only.
        n_done : int
            Number of documents in all parts, this one included.
        rejects : sequence of mappings
            The documents that could not be read.
        """
        with self._replacing(self._part(self._n_parts)) as file:
            self._format.write(file, rows, schema)
        with self._replacing(self._part(self._n_parts, "rejects")) as file:
            for reject in rejects:
                line = json.dumps(reject, ensure_ascii=False)
                file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        n_rows = len(next(iter(rows.values()), ()))
        self.n_done, self.n_rows = n_done, self.n_rows + n_rows
        self.n_rejected += len(rejects)
        self._n_parts += 1
        manifest = {
            "key": self._key,
            "done": self.n_done,
            "rows": self.n_rows,
            "rejected": self.n_rejected,
            "parts": self._n_parts,
        }
        write_atomically(os.path.join(self._folder, _MANIFEST), json.dumps(manifest).encode())

    def finish(self) -> None:
        """Join the parts into one file, and remove them."""
        parts = range(self._n_parts)
        with self._replacing(self._path) as file:
            self._format.join((self._part(number) for number in parts), file)
        if self._rejects is not None:
            with self._replacing(self._rejects) as file:
                for number in parts:
                    with open(self._part(number, "rejects"), "rb") as part:
                        shutil.copyfileobj(part, file)
        # Without a manifest a folder counts as empty; with one, all parts must exist.
        os.unlink(os.path.join(self._folder, _MANIFEST))
        shutil.rmtree(self._folder)

    def _part(self, number: int, end: str = "part") -> str:
        return os.path.join(self._folder, f"{number:06}.{end}")

    @contextlib.contextmanager
    def _replacing(self, path: str) -> Iterator[IO[bytes]]:
        """Open a file that replaces `path` once it is complete and on the disk."""
        unfinished = f"{path}.unfinished"
        try:
            with open(unfinished, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        except OSError as error:  # placeholder for a file that was not requested
            raise OSError(error.errno, error.strerror or str(error), self._path) from error


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return how two keys differ; '' if they are equal."""
    for name in sorted(before.keys() | now.keys()):
        if name not in now or name not in before:
            return f"{name} {'is new' if name in now else 'is no longer there'}"
        if before[name] != now[name]:
            return f"{name} was {before[name]!r} and is {now[name]!r}"
    return ""

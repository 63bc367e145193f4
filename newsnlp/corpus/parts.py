"""A file of results that is written in parts, so that a run that was stopped can be resumed."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from newsnlp._files import lock_file, replacing, write_atomically
from newsnlp.corpus.formats import result_format

__all__ = ["PartedFile"]

_MANIFEST = "manifest.json"
_OWN_NAME = re.compile(r"lock|\.?(?:manifest\.json|\d{6,}\.(?:part|rejects))(?:\.[0-9a-f]{8})?")


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
        If the format is unknown, another run is writing the file, the key differs, or the folder of the parts holds
        other files.
    """

    def __init__(self, path: str, key: Mapping[str, Any], *, resume: bool, rejects: str | None = None) -> None:
        self._path, self._rejects = path, rejects
        self._format = result_format(path)
        self._folder = f"{path}.parts"
        self._key = json.loads(json.dumps(key))
        self.n_done = self.n_rows = self.n_rejected = self._n_parts = 0
        self._open_folder()
        lock = lock_file(os.path.join(self._folder, "lock"))
        if lock is None:
            raise ValueError(f"{path}: another run is writing this file")
        self._lock = lock
        try:
            if resume:
                self._take_up()
            else:
                for name in set(os.listdir(self._folder)) - {"lock"}:
                    os.unlink(os.path.join(self._folder, name))
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> PartedFile:
        return self

    def __exit__(self, *exception: object) -> None:
        if not self._n_parts:  # nothing to be resumed
            shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.close()

    def _open_folder(self) -> None:
        """Make the folder of the parts, or check that an existing one holds nothing else: it will be removed."""
        if os.path.islink(self._folder):
            raise ValueError(f"{self._folder}: a symbolic link, where a folder for parts of the file is needed")
        os.makedirs(self._folder, exist_ok=True)
        for name in sorted(os.listdir(self._folder)):
            if not _OWN_NAME.fullmatch(name):
                raise ValueError(f"{self._folder}: needed for parts of the file, but holds {name!r}; move it away")

    def _take_up(self) -> None:
        path = os.path.join(self._folder, _MANIFEST)
        try:
            with open(path, encoding="utf-8") as file:
                manifest = json.load(file)
            key = dict(manifest["key"])
            counts = [int(manifest[name]) for name in ("done", "rows", "rejected", "parts")]
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{path}: not a manifest of newsnlp; run again without --resume to start over") from None
        difference = _difference(key, self._key)
        if difference:
            raise ValueError(
                f"{self._path}: cannot resume, since {difference}; run again without --resume to start over"
            )
        self.n_done, self.n_rows, self.n_rejected, self._n_parts = counts
        for part in (self._part(number, end) for number in range(self._n_parts) for end in ("part", "rejects")):
            if not os.path.exists(part):
                raise ValueError(f"{self._path}: cannot resume, since {part} is missing; run again without --resume")

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
        try:
            self._write_part(rows, schema, rejects)
            self.n_done, self.n_rows = n_done, self.n_rows + len(next(iter(rows.values()), ()))
            self.n_rejected += len(rejects)
            self._n_parts += 1
            self._write_manifest()
        except OSError as error:  # about a part, which nobody asked for
            raise OSError(error.errno, error.strerror or str(error), self._path) from error

    def _write_part(
        self, rows: Mapping[str, Sequence[Any]], schema: Callable[[], Any], rejects: Sequence[Mapping[str, str]]
    ) -> None:
        with replacing(self._part(self._n_parts)) as file:
            self._format.write(file, rows, schema)
        with replacing(self._part(self._n_parts, "rejects")) as file:
            for reject in rejects:
                line = json.dumps(reject, ensure_ascii=False)
                file.write(line.encode("utf-8", "backslashreplace") + b"\n")

    def _write_manifest(self) -> None:
        manifest = {
            "key": self._key,
            "done": self.n_done,
            "rows": self.n_rows,
            "rejected": self.n_rejected,
            "parts": self._n_parts,
        }
        write_atomically(os.path.join(self._folder, _MANIFEST), json.dumps(manifest).encode())

    def finish(self) -> None:
        """Join the parts into one file, and remove them.

        If nothing could be read, perhaps since a name was mistyped, an earlier file stays.
        """
        parts = range(self._n_parts)
        if self.n_rows or not self.n_rejected or not os.path.exists(self._path):
            with replacing(self._path) as file:
                self._format.join((self._part(number) for number in parts), file)
        if self._rejects is not None:
            with replacing(self._rejects) as file:
                for number in parts:
                    with open(self._part(number, "rejects"), "rb") as part:
                        shutil.copyfileobj(part, file)
        # Without a manifest a folder counts as empty; with one, all parts must exist.
        os.unlink(os.path.join(self._folder, _MANIFEST))
        shutil.rmtree(self._folder)

    def _part(self, number: int, end: str = "part") -> str:
        return os.path.join(self._folder, f"{number:06}.{end}")


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return how two keys differ; '' if they are equal."""
    for name in sorted(before.keys() | now.keys()):
        if name not in now or name not in before:
            return f"{name} {'is new' if name in now else 'is no longer there'}"
        if before[name] != now[name]:
            return f"{name} was {before[name]!r} and is {now[name]!r}"
    return ""

"""Files that are written completely or not at all, and a lock on one."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["check_targets", "lock_file", "replacing", "write_atomically"]

FileName = str | os.PathLike[str]


def check_targets(targets: Mapping[str, FileName], sources: Iterable[FileName]) -> None:
    """Check that files to be written, by the names of their options, are different ones and none of those to be read.

    Raises
    ------
    ValueError
        If one is written twice, is read, or is within a folder that is read, where the next run would find it.
    """
    named: dict[str, tuple[str, FileName]] = {}
    for name, target in targets.items():
        if os.path.exists(target) and not os.path.isfile(target):  # a device or a pipe
            continue
        path = os.path.realpath(target)
        if path in named:
            raise ValueError(f"{os.fspath(target)}: {named[path][0]} and {name} cannot be one file")
        named[path] = name, target
    for source in sources:
        read = os.path.realpath(source)
        for path, (name, target) in named.items():
            if path == read or (os.path.exists(path) and os.path.exists(read) and os.path.samefile(path, read)):
                raise ValueError(f"{os.fspath(target)}: {name} cannot be a file that is read")
            if os.path.isdir(read) and Path(path).is_relative_to(read):
                raise ValueError(
                    f"{os.fspath(target)}: {name} cannot be within {os.fspath(source)}, a folder that is read"
                )


def write_atomically(path: FileName, content: bytes) -> None:
    """Write `content` to `path`, completely or not at all, as `replacing` does."""
    with replacing(path) as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: FileName) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of `path` once it is complete and on the disk.

    An existing file keeps its permissions; a symbolic link stays, and the file that it leads to is replaced. A pipe or
    a device is written to directly.
    """
    try:
        target = Path(os.path.realpath(path))
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as file:
                yield file
        else:
            with _beside(target) as file:
                yield file
    except OSError as error:  # perhaps about the temporary file beside the target
        raise OSError(error.errno, error.strerror or str(error), os.fspath(path)) from error


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    name = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    # Created as `open` would: with the permissions that the user's mask leaves.
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, name)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def lock_file(path: str) -> IO[bytes] | None:
    """Return the file, locked for this process until it is closed; None if another one has locked it."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666), "r+b")
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file

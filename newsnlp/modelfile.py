"""The one model file format: a zip of a JSON header and raw arrays, without pickle, checked before use.

The archive holds ``model.json`` (format, kind, version, the model's own header, and dtype, shape and SHA-256 of each
array) and ``arrays/NAME`` (raw little-endian bytes). Its comment is the SHA-256 of everything before it, so that any
change to the file is detected. Equal content gives equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import math
import os
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from newsnlp._files import write_atomically
from newsnlp._validation import check_path

__all__ = ["MODELS", "file_stamp", "pack_strings", "read_model", "unpack_strings", "write_model"]

MODELS = Path(__file__).with_name("models")  # the folder of the shipped models and word lists
FORMAT = "newsnlp-model"
HEADER = "model.json"
DTYPES = ("<f8", "<f4", "<f2", "<i8", "<i4", "<i2", "|i1", "<u8", "<u4", "<u2", "|u1")
MAX_FILE_BYTES = 256 * 2**20
MAX_CONTENT_BYTES = 1024 * 2**20
MAX_HEADER_BYTES = 16 * 2**20
FREE_HEADER_BYTES = 2**18  # a larger header than this may not exceed the file: its values take 30 times their text
FREE_CONTENT_BYTES = 2**20  # content size that any file may have, however small
MAX_RATIO = 32  # largest ratio of content to file size beyond that; models stay below 10, a zip bomb reaches 1000
DIGEST_LENGTH = 64


def file_stamp(path: str | os.PathLike[str]) -> tuple[int, ...]:
    """Return a value that changes when the file is rewritten, to check whether cached contents are still valid."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):  # no such file: reading it will raise the error
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def pack_strings(strings: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the strings as one UTF-8 blob (uint8) and the n + 1 offsets (uint32) that split it."""
    parts = [string.encode("utf-8") for string in strings]
    offsets = np.zeros(len(parts) + 1, dtype="<u4")
    np.cumsum([len(part) for part in parts], out=offsets[1:])
    return np.frombuffer(b"".join(parts), dtype="|u1"), offsets


def unpack_strings(blob: np.ndarray, offsets: np.ndarray, name: str = "strings") -> list[str]:
    """Return the strings of `pack_strings`; raise ValueError if the offsets or the UTF-8 are invalid."""
    ends = offsets.astype(np.int64)
    if ends.ndim != 1 or ends.size == 0 or ends[0] != 0 or ends[-1] != blob.size or (np.diff(ends) < 0).any():
        raise ValueError(f"{name}: the offsets do not fit the text")
    content, bounds = blob.tobytes(), ends.tolist()
    try:
        return [content[a:b].decode("utf-8") for a, b in itertools.pairwise(bounds)]
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: not UTF-8 ({error.reason})") from None


def write_model(path: str | os.PathLike[str], header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Write a model file.

    Parameters
    ----------
    path : str or path
        The file; an existing one is replaced completely or not at all.
    header : mapping
        JSON values; must hold ``kind`` (str) and ``version`` (int).
    arrays : mapping of str to ndarray
        Numeric arrays; floats must be finite.

    Raises
    ------
    ValueError
        If `read_model` would reject the file, for example for its size; nothing is written then.
    """
    check_path(path, "path")
    stored = {name: _little_endian(name, array) for name, array in arrays.items()}
    listing = {
        name: {
            "dtype": array.dtype.str,
            "shape": list(array.shape),
            "sha256": hashlib.sha256(array.tobytes()).hexdigest(),
        }
        for name, array in stored.items()
    }
    document = {"format": FORMAT, **header, "arrays": listing}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        # A lone surrogate, for example in a topic's name, becomes \udXXX, which is its escape in JSON.
        _add(archive, HEADER, text.encode("utf-8", "backslashreplace"))
        for name, array in stored.items():
            _add(archive, f"arrays/{name}", array.tobytes())
        archive.comment = b"0" * DIGEST_LENGTH
    body = buffer.getvalue()[:-DIGEST_LENGTH]
    content = body + hashlib.sha256(body).hexdigest().encode("ascii")
    _read_content(os.fspath(path), content, kind=header["kind"], versions=[header["version"]])
    write_atomically(path, content)


def read_model(
    path: str | os.PathLike[str], *, kind: str, versions: Collection[int]
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Read a model file, checking everything before use.

    Parameters
    ----------
    path : str or path
        The file.
    kind : str
        The kind of model that the header must state.
    versions : collection of int
        The versions that the caller understands.

    Returns
    -------
    header : dict
    arrays : dict of str to ndarray
        Read-only.

    Raises
    ------
    ValueError
        If the file is not a model file, is damaged, is of another kind or version, or is too large.
    """
    with open(path, "rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    return _read_content(os.fspath(path), content, kind=kind, versions=versions)


def _read_content(
    name: str, content: bytes, *, kind: str, versions: Collection[int]
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"{name}: larger than {MAX_FILE_BYTES} bytes")
    if not content.startswith(b"PK\x03\x04"):
        raise ValueError(f"{name}: not a {FORMAT} file")
    body, digest = content[:-DIGEST_LENGTH], content[-DIGEST_LENGTH:]
    if hashlib.sha256(body).hexdigest().encode("ascii") != digest:
        raise ValueError(f"{name}: damaged or cut short (its checksum does not match)")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, len(content))
            return _read_archive(archive, len(content), kind, versions)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
    ) as error:
        raise ValueError(f"{name}: not a readable archive ({error})") from None
    except Exception as error:
        # zlib.error has no common base with the others; any error that an archive provokes is the file's fault.
        raise ValueError(f"{name}: damaged archive ({type(error).__name__}: {error})") from None


def _check_sizes(archive: zipfile.ZipFile, file_bytes: int) -> None:
    """Reject an archive that would decompress to far more than a model, before decompressing anything."""
    sizes = [info.file_size for info in archive.infolist()]
    if sum(sizes) > min(MAX_CONTENT_BYTES, max(FREE_CONTENT_BYTES, MAX_RATIO * file_bytes)):
        raise ValueError(f"its content is too large ({sum(sizes)} bytes)")


def _read_archive(
    archive: zipfile.ZipFile, file_bytes: int, kind: str, versions: Collection[int]
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    sizes = {info.filename: info.file_size for info in archive.infolist()}
    if len(sizes) != len(archive.infolist()):
        raise ValueError("two members have the same name")
    if HEADER not in sizes:
        raise ValueError(f"it has no {HEADER}")
    if sizes[HEADER] > min(MAX_HEADER_BYTES, max(FREE_HEADER_BYTES, file_bytes)):
        raise ValueError(f"{HEADER} is too large ({sizes[HEADER]} bytes)")
    header = _read_header(archive.read(HEADER), kind, versions)
    listing = header.pop("arrays")
    if set(sizes) != {HEADER, *(f"arrays/{name}" for name in listing)}:
        raise ValueError("its members do not match those that its header lists")
    return header, {name: _read_array(archive, name, entry) for name, entry in listing.items()}


def _read_header(content: bytes, kind: str, versions: Collection[int]) -> dict[str, Any]:
    try:
        header = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{HEADER} is not valid JSON: {error}") from None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ValueError(f"{HEADER} does not say format {FORMAT!r}")
    if header.get("kind") != kind:
        raise ValueError(f"it holds a model of kind {header.get('kind')!r}, not {kind!r}")
    version = header.get("version")
    if type(version) is not int or version not in versions:
        known = " or ".join(map(str, sorted(versions)))
        raise ValueError(f"unknown version {version!r} of kind {kind!r}; this newsnlp reads version {known}")
    if not isinstance(header.get("arrays"), dict):
        raise ValueError(f"{HEADER} lists no arrays")
    return header


def _read_array(archive: zipfile.ZipFile, name: str, entry: Any) -> np.ndarray:
    if not isinstance(entry, dict) or entry.get("dtype") not in DTYPES:
        raise ValueError(f"array {name!r}: unknown dtype")
    shape = entry.get("shape")
    if not isinstance(shape, list) or not all(type(n) is int and 0 <= n < 2**40 for n in shape):
        raise ValueError(f"array {name!r}: the shape must be a list of ints of 0 or more")
    dtype = np.dtype(entry["dtype"])
    # The size is compared before the member is decompressed, so a small file cannot request much memory.
    if archive.getinfo(f"arrays/{name}").file_size != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"array {name!r}: its size does not fit its shape")
    content = archive.read(f"arrays/{name}")
    if hashlib.sha256(content).hexdigest() != entry.get("sha256"):
        raise ValueError(f"array {name!r}: its checksum does not match")
    array = np.frombuffer(content, dtype=dtype).reshape(shape)
    if dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"array {name!r}: not all values are finite")
    return array


def _little_endian(name: str, array: np.ndarray) -> np.ndarray:
    ordered = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    if ordered.dtype.str not in DTYPES:
        raise ValueError(f"array {name!r}: dtype {array.dtype} cannot be stored")
    if ordered.dtype.kind == "f" and not np.isfinite(ordered).all():
        raise ValueError(f"array {name!r}: not all values are finite")
    return ordered


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))  # a fixed date: equal content, equal bytes
    # Data that hardly compresses is stored uncompressed, which is faster to read.
    shrinks = len(zlib.compress(content, 9)) < 0.9 * len(content)
    entry.compress_type = zipfile.ZIP_DEFLATED if shrinks else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)

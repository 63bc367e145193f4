"""Files of articles: which ones are read, how they are decompressed, and how their lines are limited."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import itertools
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

__all__ = [
    "MAX_BYTES",
    "check_encoding",
    "count_lines",
    "decode",
    "decode_text",
    "file_kind",
    "files_within",
    "is_folder",
    "open_bytes",
    "read_lines",
    "read_whole",
    "unpacked_limit",
]

MAX_BYTES = 10_000_000  # default limit for one text and for one record
KINDS = (".txt", ".jsonl", ".ndjson", ".html", ".htm", ".csv", ".tsv", ".parquet")  # files that are read from a folder
PACKED = (".gz", ".zst")
_NOT_TEXT = {
    b"%PDF-": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF87a": "a picture",
    b"GIF89a": "a picture",
}
_CHUNK = 1 << 16
_PIECE = re.compile(rb"(?:\r?\n)+|[^\n]+\n?")  # empty lines, or one that is not; only a line feed ends one
_LINE = re.compile(rb"\S[^\n]*")  # a line that is not blank, without the blanks at its beginning
_SKIPPED = 100  # how far to look for the end of a record that is too long, as a multiple of the limit


def file_kind(path: str | os.PathLike[str]) -> str:
    """Return the suffix that identifies a file's format, such as ``'.jsonl'``, also for ``news.jsonl.gz``."""
    name = os.fspath(path).lower()
    stem, end = os.path.splitext(name)
    return os.path.splitext(stem)[1] if end in PACKED else end


def is_folder(path: str) -> bool:
    """Return whether a path is a folder; ``''`` and ``'-'`` are not."""
    return path not in ("", "-") and Path(path).is_dir()


def files_within(folder: str) -> list[str]:
    """Return the files of a folder that can be read, at any depth, by name."""
    return [str(p) for p in sorted(Path(folder).rglob("*")) if file_kind(p) in KINDS and p.is_file()]


def unpacked_limit(path: str | os.PathLike[str], max_bytes: int) -> int:
    """Return how many bytes a file may have that is kept as a whole, in memory or unpacked on the disk.

    It is a hundred times the size of the file as it is, which texts and tables do not reach by far, but at least ten
    times the limit of one text, so that small files of repeated rows are read.
    """
    return max(100 * os.path.getsize(path), 10 * max_bytes)


@contextlib.contextmanager
def open_bytes(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file to read bytes, decompressed if its name ends in .gz or .zst.

    Raises
    ------
    ValueError
        On reading, if it is not a complete file of that kind.
    """
    end = os.path.splitext(os.fspath(path).lower())[1]
    if end == ".zst":
        with _open_zst(path) as file:
            yield file
        return
    try:
        with gzip.open(path) if end == ".gz" else open(path, "rb") as file:
            yield cast(IO[bytes], file)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"not a complete gzip file ({error})") from None


@contextlib.contextmanager
def _open_zst(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    try:
        import zstandard
    except ImportError:
        raise ValueError("reading .zst needs zstandard: pip install 'newsnlp[files]'") from None
    try:
        with open(path, "rb") as packed, io.BufferedReader(_Unpacked(packed, zstandard.ZstdDecompressor())) as file:
            yield file
    except zstandard.ZstdError as error:
        raise ValueError(f"not a complete zstd file ({error})") from None


class _Unpacked(io.RawIOBase):
    """A reader of zstd files that, unlike zstandard's own, notices a missing end."""

    _STEP = 1024  # compressed bytes at a time, which decompress to about 32 MB at most

    def __init__(self, packed: IO[bytes], decompressor: Any) -> None:
        self._packed, self._decompressor = packed, decompressor
        self._frame: Any = None
        self._waiting = b""
        self._ready = memoryview(b"")  # a view, whose beginning is cut without a copy of the rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self._step():
            pass
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _step(self) -> bool:
        """Decompress the next block; False at the end."""
        packed = self._waiting or self._packed.read(self._STEP)
        if not packed:
            if self._frame is not None:
                raise ValueError("not a complete zstd file (its end is missing)")
            return False
        if self._frame is None:
            self._frame = self._decompressor.decompressobj()
        self._ready = memoryview(self._frame.decompress(packed))
        self._waiting = b""
        if self._frame.eof:
            self._waiting, self._frame = self._frame.unused_data, None
        return True


def check_encoding(encoding: object) -> None:
    """Raise ValueError if Python does not know an encoding, and TypeError if it is no str."""
    if not isinstance(encoding, str):
        raise TypeError(f"`encoding` must be str, got {type(encoding).__name__}")
    try:
        b"?".decode(encoding, "ignore")  # unlike codecs.lookup, rejects codecs that do not encode text, such as hex
    except (LookupError, ValueError):
        raise ValueError(f"`encoding` must be one that Python knows, such as 'utf-8', got {encoding!r}") from None


def decode_text(content: bytes, encoding: str) -> str:
    """Return the text of a whole file; raise ValueError if it is of a usual kind that is not text, or as `decode`."""
    for beginning, kind in _NOT_TEXT.items():
        if content.startswith(beginning):
            raise ValueError(f"{kind}, which is not read; extract its text first")
    return decode(content, encoding)


def decode(content: bytes, encoding: str) -> str:
    """Return the text without a byte order mark; raise ValueError with the offset of an invalid byte."""
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _undecodable(encoding, error, content, 0) from None


def _undecodable(encoding: str, error: UnicodeDecodeError, content: bytes, before: int) -> ValueError:
    byte = f"0x{content[error.start]:02x}"
    return ValueError(f"not {encoding} at byte {before + error.start} ({byte}); choose another with --encoding")


def read_whole(file: IO[bytes], max_bytes: int) -> bytes:
    """Return all bytes of a file; raise ValueError if there are more than `max_bytes`."""
    content = bytearray()
    while block := file.read(_CHUNK):  # not all at once, for which Python would allocate as much as the limit
        content += block
        if len(content) > max_bytes:
            raise ValueError(f"more than {max_bytes:,} bytes in one text; raise the limit with --max-bytes")
    return bytes(content)


def count_lines(file: IO[bytes]) -> int:
    """Return how many lines are not blank, in memory that does not depend on their length."""
    count, begun = 0, False
    for chunk in iter(lambda: file.read(_CHUNK), b""):
        start = chunk.find(b"\n") if begun else 0
        if start >= 0:
            lines = _LINE.findall(chunk, start)
            count += len(lines)
            begun = bool(lines) and chunk.endswith(lines[-1])
    return count


def read_lines(file: IO[bytes], encoding: str, max_bytes: int) -> Iterator[tuple[bytes | None, str]]:
    """Yield lines as they arrive, without holding more than `max_bytes` of any.

    Parameters
    ----------
    file : file of bytes
    encoding : str
    max_bytes : int
        The longest line that is returned.

    Yields
    ------
    line : bytes or None
        With its line break; None for a line that is too long. Empty lines in a row may come as one, whatever its
        length, so that millions of them take little time.
    encoding : str
        The encoding of the line: UTF-8 if lines end in several bytes in the file's own encoding (UTF-16).

    Raises
    ------
    ValueError
        If a line that is too long does not end within a hundred times the limit: the rest is not read.
    """
    chunks: Iterator[bytes] = iter(lambda: cast(Any, file).read1(_CHUNK), b"")
    if "\n".encode(encoding) != b"\n":
        chunks, encoding = _in_utf8(chunks, encoding), "utf-8"
    begun = bytearray()
    skipped = 0
    for chunk in chunks:
        end = chunk.find(b"\n") + 1 if begun or skipped else 0  # of a line that has begun before
        for piece in itertools.chain([chunk[:end]] if end else [], _PIECE.findall(chunk, end)):
            if not begun and not skipped and piece.startswith((b"\n", b"\r\n")):
                yield piece, encoding
                continue
            ended = piece.endswith(b"\n")
            if skipped or len(begun) + len(piece) > max_bytes:
                skipped += len(begun) + len(piece)
                begun.clear()
                if ended:
                    yield None, encoding
                    skipped = 0
                elif skipped > _SKIPPED * max_bytes:
                    raise ValueError(f"a record of more than {skipped:,} bytes; the rest of the file is not read")
                continue
            begun += piece
            if ended:
                yield bytes(begun), encoding
                begun.clear()
    if skipped:
        yield None, encoding
    elif begun:
        yield bytes(begun), encoding


def _in_utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder, before = codecs.getincrementaldecoder(encoding)(), 0
    held = 0  # the bytes of an incomplete character
    for chunk in chunks:
        yield _step(decoder, chunk, False, encoding, before - held)
        before += len(chunk)
        held = len(decoder.getstate()[0])
    yield _step(decoder, b"", True, encoding, before - held)


def _step(decoder: codecs.IncrementalDecoder, chunk: bytes, last: bool, encoding: str, before: int) -> bytes:
    try:
        return decoder.decode(chunk, last).encode()
    except UnicodeDecodeError as error:
        raise _undecodable(encoding, error, error.object, before) from None

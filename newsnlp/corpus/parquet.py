"""Rows of Parquet files: good rows are not lost to bad ones, and memory is bounded whatever a file unpacks to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

import numpy as np

from newsnlp.corpus.records import Record, too_long

__all__ = ["read_parquet"]

_ROWS = 256  # the most rows that are decoded at a time
_FEW_ROWS = 8  # in a group of rows that is packed more than texts are, which may hide large ones
_USUAL_RATIO = 32
_DECODED = 128_000_000  # about how many bytes of a column may be decoded at a time
_BLOCK = 1 << 20
_VIEWS = {"string_view": "large_string", "binary_view": "large_binary"}


def read_parquet(
    file: IO[bytes], find: Callable[[Iterable[str]], Mapping[str, str]], max_bytes: int, max_unpacked: int
) -> Iterator[Record]:
    """Read rows of a Parquet file, but only the columns that `find` selects by name.

    The first record has only the names of all columns. A file without random access, such as a compressed one, is first
    copied to the disk.

    Parameters
    ----------
    file : file of bytes
    find : callable
        Takes the names of all columns, and returns some as the values of a mapping.
    max_bytes : int
        The largest row.
    max_unpacked : int
        The largest copy on the disk.

    Raises
    ------
    ValueError
        If it is not a complete Parquet file, or the copy would be larger.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ValueError("reading .parquet needs pyarrow: pip install 'newsnlp[files]'") from None
    import tempfile

    with tempfile.TemporaryFile() as copy:
        if not _is_plain(file):
            _copy(file, copy, max_unpacked)
            file = copy
        try:
            table = pq.ParquetFile(file)
            names = table.schema_arrow.names
            yield Record(0, dict.fromkeys(names))
            columns, number = sorted(find(names).values()), 0
            for group in range(table.num_row_groups):
                rows = _rows_at_once(table.metadata.row_group(group), columns, file)
                for batch in table.iter_batches(rows, row_groups=[group], columns=columns):
                    for fields, error in _rows(batch, max_bytes):
                        number += 1
                        yield Record(number, fields, error)
        except (pa.ArrowException, OSError) as error:
            raise ValueError(f"not a complete Parquet file ({error})") from None


def _is_plain(file: IO[bytes]) -> bool:
    return hasattr(file, "raw") and type(file.raw).__name__ == "FileIO"


def _copy(file: IO[bytes], copy: IO[bytes], max_unpacked: int) -> None:
    left = max_unpacked
    while block := file.read(_BLOCK):
        left -= len(block)
        if left < 0:
            raise ValueError(f"unpacks to more than {max_unpacked:,} bytes, more than is plausible; unpack it first")
        copy.write(block)


def _rows_at_once(group: Any, columns: list[str], file: IO[bytes]) -> int:
    """Return how many rows of a row group to decode at a time.

    A row may be as large as the whole dictionary of its column, which the size of a row group counts only once.
    """
    largest = packed = unpacked = 0
    for column in map(group.column, range(group.num_columns)):
        if any(f"{column.path_in_schema}.".startswith(f"{name}.") for name in columns):
            packed += column.total_compressed_size
            unpacked += column.total_uncompressed_size
            file.seek(min(column.dictionary_page_offset or column.data_page_offset, column.data_page_offset))
            average = column.total_uncompressed_size // max(group.num_rows, 1)
            largest = max(largest, average, _dictionary_bytes(file.read(16)))
    most = _ROWS if unpacked <= _USUAL_RATIO * packed else _FEW_ROWS
    return max(min(most, _DECODED // max(largest, 1)), 1)


def _dictionary_bytes(header: bytes) -> int:
    """Return the unpacked size of a page if it is a dictionary, otherwise 0.

    PyArrow does not tell it. The header begins with two numbers, the type and the size, in Thrift's compact form; the
    size of a page whose header has another form is not known, and taken as large.
    """
    numbers, rest = [], iter(header)
    for _ in range(2):
        if next(rest, 0) != 0x15:  # the next field, a number of 32 bits
            return _DECODED
        number = shift = 0
        for byte in rest:
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        numbers.append(number >> 1)
    return numbers[1] if numbers[0] == 2 else 0


def _rows(batch: Any, max_bytes: int) -> Iterator[tuple[dict[str, Any] | None, str]]:
    """Yield the values of each row, or None and the reason why they cannot be read."""
    names = batch.schema.names
    if batch.nbytes <= max_bytes and all(map(_is_simple, batch.schema.types)):
        try:
            rows = batch.to_pylist()
        except (ValueError, OverflowError, KeyError):
            pass  # one by one below, to find out which rows are bad
        else:
            yield from ((fields, "") for fields in rows)
            return
    columns = [_plain(column) for column in batch.columns]
    sizes = [_sizes(column) for column in columns]
    for row in range(batch.num_rows):
        # Sizes come first: one small dictionary value may be a text of gigabytes in each row.
        if sum(size[row] or 0 for size in sizes) > max_bytes:
            yield None, too_long(max_bytes)
            continue
        try:
            yield {name: _value(name, column, row) for name, column in zip(names, columns, strict=True)}, ""
        except ValueError as error:
            yield None, str(error)


def _is_simple(kind: Any) -> bool:
    """Return whether the bytes of values of a type are those in the batch, and all are read."""
    import pyarrow.types as kinds

    return bool(kinds.is_primitive(kind)) or _is_string(kind)


def _plain(column: Any) -> Any:
    """Return a column of views or of an extension type in the plain form of its type."""
    import pyarrow as pa

    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    kind = str(column.type)  # of versions of PyArrow that do not know the type, too
    if kind in _VIEWS:
        return column.cast(_VIEWS[kind])
    if kind.startswith(("list_view<", "large_list_view<")):
        column = column.cast(pa.large_list(column.type.value_type))
    inner = str(column.type.value_type) if _is_list(column.type) else ""
    return column.cast(pa.large_list(pa.large_string())) if inner == "string_view" else column


def _is_list(kind: Any) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_list(kind) or kinds.is_large_list(kind))


def _is_string(kind: Any) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_string(kind) or kinds.is_large_string(kind))


def _sizes(column: Any) -> list[int | None]:
    """Return the bytes of each value; None if it is missing, or is a number or date, which does not count."""
    sizes: list[int | None]
    if _is_list(column.type) and _is_read(column.type):
        ends = column.offsets.to_numpy()
        lengths = _lengths(column.values).fill_null(0).to_numpy(zero_copy_only=False)
        sums = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        sizes = (np.diff(sums[ends]) + 4 * np.diff(ends)).tolist()  # an empty string takes memory, too
    else:
        sizes = _lengths(column).to_pylist()
    return sizes


def _lengths(values: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    if kinds.is_dictionary(values.type):
        return _lengths(values.dictionary).take(values.indices)
    if _is_string(values.type) or any(
        check(values.type) for check in (kinds.is_binary, kinds.is_large_binary, kinds.is_fixed_size_binary)
    ):
        return pc.binary_length(values)
    return pa.nulls(len(values), pa.int32())


def _is_read(kind: Any) -> bool:
    """Return whether values are read: of nested ones only lists of strings, such as those of authors.

    Other lists could hold any number of elements in no bytes.
    """
    import pyarrow.types as kinds

    if _is_list(kind):
        inner = kind.value_type
        return _is_string(inner.value_type if kinds.is_dictionary(inner) else inner)
    return not kinds.is_nested(kind)


def _value(name: str, column: Any, row: int) -> Any:
    value = column[row]
    if value.is_valid and not _is_read(column.type):
        raise ValueError(f"the column {name!r} has values of the type {column.type!s:.60}, which are not read")
    try:
        return value.as_py()
    except (ValueError, OverflowError, KeyError) as error:  # bad UTF-8, a date out of range, an unknown time zone
        raise ValueError(f"the column {name!r} cannot be read as {column.type!s:.60} ({error})") from None

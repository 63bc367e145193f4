"""The types of texts that the native module takes, as its stub names them, and the test for Arrow columns."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias, TypeGuard

__all__ = ["ArrowColumn", "DocumentsLike", "ItemsLike", "Strings", "TextsLike", "is_arrow"]


class ArrowStream(Protocol):
    """What offers its values as a stream of Arrow arrays, such as `pyarrow.ChunkedArray` and `polars.Series`."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class ArrowArray(Protocol):
    """What offers its values as one Arrow array, such as `pyarrow.Array`."""

    def __arrow_c_array__(self, requested_schema: object = None) -> object: ...


class ViewedTexts(Protocol):
    """What a `TextColumn` of the native module has; it may hold nothing but texts here."""

    def text(self, position: int) -> object: ...


ArrowColumn: TypeAlias = ArrowStream | ArrowArray
Strings: TypeAlias = list[str] | tuple[str, ...]
TextsLike: TypeAlias = Strings | ArrowColumn | ViewedTexts
TokenLists: TypeAlias = list[list[str]] | list[tuple[str, ...]] | tuple[Strings, ...]
DocumentsLike: TypeAlias = TextsLike | TokenLists
ItemsLike: TypeAlias = list[Any] | tuple[Any, ...] | ArrowColumn


def is_arrow(values: object) -> TypeGuard[ArrowColumn]:
    """Tell whether an object has the Arrow PyCapsule interface."""
    return hasattr(values, "__arrow_c_stream__") or hasattr(values, "__arrow_c_array__")

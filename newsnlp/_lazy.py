"""Objects whose fields come to exist when somebody asks for them."""

from __future__ import annotations

from typing import Any, Self

__all__ = ["Lazy"]


class Lazy:
    """Base of immutable classes with slots whose objects can be there before their fields are.

    An object made by `deferred` keeps the columns that it is a row of, and the row. A field that is read for the first
    time is made by the method of the columns that is named like it; an object made by its constructor has all of them.
    """

    __slots__ = ("_columns", "_row")

    @classmethod
    def deferred(cls, columns: Any, row: Any, **known: Any) -> Self:
        """Return an object whose fields are made by ``columns.<field>(row)``, but for those that are `known`."""
        made = cls.__new__(cls)
        object.__setattr__(made, "_columns", columns)
        object.__setattr__(made, "_row", row)
        for name, value in known.items():
            object.__setattr__(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        # Only reached where a slot is empty or there is no such attribute.
        if name not in type(self).__slots__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        value = getattr(self._columns, name)(self._row)
        object.__setattr__(self, name, value)
        return value

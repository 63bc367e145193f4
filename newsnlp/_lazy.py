"""Objects whose fields are computed on first access."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any, Self

__all__ = ["Lazy", "cached_property"]

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801
        """functools' without the lock that it has before Python 3.12.

        All objects share that lock, which is held while a value is computed: threads would wait for each other, and a
        process forked meanwhile would wait forever.
        """

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value


class Lazy:
    """Base of immutable classes with slots whose fields can be computed lazily.

    An object made by `deferred` keeps its columns and its row. On first access, a field is computed by the method of
    the columns with the same name; an object made by its constructor has all fields.
    """

    __slots__ = ("_columns", "_row")

    @classmethod
    def deferred(cls, columns: Any, row: Any, **known: Any) -> Self:
        """Return an object whose fields are computed by ``columns.<field>(row)``, except those that are `known`."""
        made = cls.__new__(cls)
        object.__setattr__(made, "_columns", columns)
        object.__setattr__(made, "_row", row)
        for name, value in known.items():
            object.__setattr__(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        # Only reached if a slot is empty or there is no such attribute.
        if name not in type(self).__slots__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        value = getattr(self._columns, name)(self._row)
        object.__setattr__(self, name, value)
        return value

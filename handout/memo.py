"""Remember what was made, so that it is made once; forgets what was not asked for longest."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(Generic[Key, Value]):
    """Values by key, at most `size` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """Return the value of a key, or None if it is not remembered."""
        if key not in self._values:
            return None
        return self.keep(key, self._values.pop(key))

    def keep(self, key: Key, value: Value) -> Value:
        """Remember a value, and return it."""
        self._values[key] = value
        if len(self._values) > self._size:
            # The one that was asked for last stands last.
            del self._values[next(iter(self._values))]
        return value

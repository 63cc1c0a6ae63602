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
        try:
            # The one that was asked for last stands last.
            value = self._values[key] = self._values.pop(key)
        except KeyError:
            return None
        return value

    def keep(self, key: Key, value: Value) -> Value:
        """Remember a value, and return it."""
        self._values[key] = value
        if len(self._values) > self._size:
            del self._values[next(iter(self._values))]
        return value


class Variants(Generic[Key, Value]):
    """A few values a name, each found by a key that is compared and never hashed.

    Keys that are made of the same things are equal at a glance, while to hash one is to go through
    all of it.
    """

    def __init__(self, names: int, each: int) -> None:
        """Take how many names are remembered, and how many values of each."""
        self._each = each
        self._names: Memo[str | int, list[tuple[Key, Value]]] = Memo(names)

    def get(self, name: str | int, key: Key) -> Value | None:
        """Return the value of a key, or None if it is not remembered."""
        for known, value in self._names.get(name) or ():
            if known == key:
                return value
        return None

    def keep(self, name: str | int, key: Key, value: Value) -> Value:
        """Remember a value, and return it."""
        known = self._names.get(name)
        if known is None:
            known = self._names.keep(name, [])
        known.insert(0, (key, value))
        del known[self._each :]
        return value

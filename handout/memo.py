"""Remember what was made, so that it is made once; forgets what was not asked for longest."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(Generic[Key, Value]):
    """Values by key: the last `size` that were asked for, and at most as many again.

    In two generations, so that what is asked for often is looked up and nothing else: to keep all
    in the order in which they were asked for would be to write each time.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """Return the value of a key, or None if it is not remembered."""
        value = self._young.get(key)
        if value is None:
            value = self._old.pop(key, None)
            if value is not None:
                self.keep(key, value)
        return value

    def keep(self, key: Key, value: Value) -> Value:
        """Remember a value, and return it."""
        if len(self._young) >= self._size and key not in self._young:
            self._young, self._old = {}, self._young
        self._young[key] = value
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

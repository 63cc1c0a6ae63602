"""Remember results within one session, so that a batch does not repeat what its copies share.

Every stage of the program is a pure function; a memo stands in front of one and never changes what
it returns. `handout.disk_cache` keeps results between runs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from handout.errors import Problem, Problems

Value = TypeVar("Value")
Found = tuple[Value, list[Problem]]
"""A result, and the problems found while it was computed."""


class Memo(Generic[Value]):
    """A bounded table of results.

    A result is found by a key and by all the inputs it was computed from. The key is hashed and
    should be cheap, such as the id of a node; the inputs are compared with `==`, which is fast for
    values that share their parts, and complete, so that no stale result is ever returned.

    The table holds two generations of keys, so that a lookup writes nothing: when the young one is
    full it becomes the old one, and what was not asked for in between is dropped.
    """

    def __init__(self, size: int, versions: int = 1) -> None:
        """Take the number of keys a generation holds, and of results to keep for each key."""
        self._size = size
        self._versions = versions
        self._young: dict[Hashable, list[tuple[object, Value]]] = {}
        self._old: dict[Hashable, list[tuple[object, Value]]] = {}

    def get(self, key: Hashable, inputs: object, compute: Callable[[], Value]) -> Value:
        """Return the result for a key and its inputs, computed if it is not in the table."""
        results = self._young.get(key)
        if results is None:
            results = self._promoted(key)
        for known, value in results:
            if known == inputs:
                return value
        value = compute()
        results.insert(0, (inputs, value))
        del results[self._versions :]
        return value

    def _promoted(self, key: Hashable) -> list[tuple[object, Value]]:
        """Return the results of a key that is not in the young generation, and add it there."""
        if len(self._young) >= self._size:
            self._young, self._old = {}, self._young
        results = self._young[key] = self._old.pop(key, [])
        return results


class Caches:
    """The memos of one session, which lasts as long as this object."""

    def __init__(self) -> None:
        self._memos: dict[str, Memo[Any]] = {}

    def memo(self, stage: str, size: int, versions: int = 1) -> Memo[Any]:
        """Return the memo of a stage, empty when it is asked for the first time."""
        if stage not in self._memos:
            self._memos[stage] = Memo(size, versions)
        return self._memos[stage]


def remembered(
    memo: Memo[Found[Value]],
    key: Hashable,
    inputs: object,
    compute: Callable[[], Value],
    problems: Problems,
) -> Value:
    """Return a result from a memo, and note its problems each time."""
    value, found = memo.get(key, inputs, lambda: problems.capture(compute))
    problems.extend(found)
    return value

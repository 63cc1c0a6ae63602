"""Do the work of a library beside the server, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync

_Value = TypeVar("_Value")


class InThread:
    """Runs functions in another thread; the next one waits until the last has ended."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(1)

    async def run(self, work: Callable[[], _Value]) -> _Value:
        """Return what a function returns."""
        return await run_sync(work, limiter=self._limiter)

"""Who makes the orders: one process, or workers beside it. A cluster is in `cluster`."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Protocol

from handout.batching.jobs import Order
from handout.batching.worker import Made, Setup, make_orders, store_orders


class Crew(Protocol):
    """Workers who make orders."""

    @property
    def places(self) -> int:
        """How many chunks of orders may be under way, so that nobody waits for work."""

    def submit(self, orders: Sequence[Order]) -> Future[list[Made]]:
        """Give some orders to whoever is free."""

    def renew(self) -> None:
        """Put new workers in the place of those that are lost; nothing is under way."""

    def close(self) -> None:
        """Send the workers home; what nobody has begun is not made."""


class Alone:
    """One process, in which all is made where it is asked for."""

    places = 1

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def submit(self, orders: Sequence[Order]) -> Future[list[Made]]:
        """Make the orders now."""
        future = Future[list[Made]]()
        future.set_result(make_orders(self._setup, orders))
        return future

    def renew(self) -> None:
        """Do nothing: this process cannot be lost."""

    def close(self) -> None:
        """Do nothing: nobody waits."""


class Forked:
    """Processes of this machine."""

    def __init__(self, setup: Setup, jobs: int, folder: Path) -> None:
        """Take how many there are, and the folder in which they store what they make."""
        self._setup = setup
        self._folder = folder
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self.places = 2 * jobs

    def submit(self, orders: Sequence[Order]) -> Future[list[Made]]:
        """Give some orders to the process that is free first."""
        if self._pool is None:
            # The first orders are made here: the fonts and pictures that they bring into memory
            # are there for all processes that fork from this one.
            future = Alone(self._setup).submit(orders)
            gc.freeze()
            self._pool = self._new_pool()
            return future
        try:
            return self._pool.submit(store_orders, self._setup, orders, self._folder)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
            return future

    def renew(self) -> None:
        """Put new processes in the place of all."""
        self.close()
        self._pool = self._new_pool()

    def close(self) -> None:
        """Wait for what is under way, and end the processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        # macOS forbids a fork beside its own libraries.
        forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
        context = multiprocessing.get_context("fork" if forks else "spawn")
        return ProcessPoolExecutor(self._jobs, context, _begin_work, (os.getpid(),))


def _begin_work(parent: int) -> None:
    """Leave it to the parent to be interrupted, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def end_with_parent() -> None:
        # A parent that is killed tells nobody; its pipes stay open in the other workers.
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()

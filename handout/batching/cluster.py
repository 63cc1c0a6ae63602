"""Have orders made by the workers of a Dask cluster.

Each worker gets the content folders once, when it joins, as one archive: workers need this program
in the same version, and nothing on their disks. The files come back as bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from typing import Final, cast

from distributed import Client, Worker
from distributed.diagnostics.plugin import WorkerPlugin
from msgspec.structs import replace

from handout import __version__
from handout.batching.bundle import Parcel
from handout.batching.jobs import Order
from handout.batching.worker import Made, Setup, make_orders
from handout.errors import HandoutError, Problem

PATIENCE: Final = 10.0
"""Seconds in which a scheduler must answer, and a worker must be there."""


class Luggage(WorkerPlugin):
    """Brings the content folders to a worker."""

    def __init__(self, parcel: Parcel) -> None:
        self.name = f"handout-{parcel.name}"
        self._parcel = parcel
        self._version = __version__

    def setup(self, worker: Worker) -> None:
        """Unpack the folders on a worker that joins."""
        if self._version != __version__:
            message = f"worker {worker.address} has version {__version__} of the program"
            raise RuntimeError(f"{message}, and the batch is of version {self._version}")
        self._parcel.open_here()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 -- the interface of Dask
        """Leave nothing on a worker that goes."""
        self._parcel.close_here()


class Cluster:
    """Workers of a scheduler; those that join later work too, and lost work is given to others."""

    def __init__(self, setup: Setup, address: str) -> None:
        """Connect to a scheduler; raise HandoutError where there is none, or no worker."""
        # What becomes of the batch is told by us, in a line and without a traceback.
        for name in _LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        parcel = Parcel.of((*setup.folders, *setup.fonts))
        self._setup = replace(setup, parcel=parcel.name)
        self._luggage = Luggage(parcel)
        try:
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE)
            self._client.register_plugin(self._luggage)
        except _GONE as error:
            problem = Problem(f"no work can be given to '{address}': {error}", hint=_HINT)
            raise HandoutError([problem]) from error
        self._executor = self._client.get_executor(pure=False)

    @property
    def places(self) -> int:
        """Two chunks for each worker that is there now."""
        with _lost_told():
            return 2 * max(1, len(self._client.ncores()))

    def submit(self, orders: Sequence[Order]) -> Future[list[Made]]:
        """Give some orders to a worker."""
        with _lost_told():
            future = self._executor.submit(make_orders, self._setup, orders)
        return cast("Future[list[Made]]", future)

    def renew(self) -> None:
        """Go on with the workers that are left."""
        with _lost_told():
            self._client.wait_for_workers(1, timeout=PATIENCE)

    def close(self) -> None:
        """Take back what nobody has begun, and leave the workers as they were."""
        # A scheduler that is gone has taken all with it.
        with suppress(*_GONE):
            self._client.unregister_worker_plugin(self._luggage.name)
        with suppress(*_GONE):
            self._client.close()


_LOUD: Final = ("distributed", "distributed.client", "tornado.application", "asyncio")
"""Loggers that write tracebacks where a connection ends."""

_GONE: Final = (OSError, ValueError, RuntimeError, CancelledError)
"""What Dask raises where a scheduler does not answer, or does not any more."""


@contextmanager
def _lost_told() -> Iterator[None]:
    """Tell that the scheduler is gone: raise HandoutError."""
    try:
        yield
    except _GONE as error:
        message = "the scheduler is lost, and with it all that is not made yet"
        hint = "start it again, then the same command with --resume"
        raise HandoutError([Problem(message, hint=hint)]) from error


_HINT: Final = "start it with 'dask scheduler', and workers with 'dask worker ADDRESS'"

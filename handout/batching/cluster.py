"""Run jobs on the workers of a Dask cluster.

Each worker gets the content folders once, when it joins, as one archive. Workers need the same
version of this program and nothing on their disks; they return files as bytes.
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

from handout.batching.bundle import Bundle
from handout.batching.jobs import Job
from handout.batching.worker import JobResult, WorkerSettings, run_jobs
from handout.errors import HandoutError, Problem
from handout.version import __version__

_TIMEOUT: Final = 10.0
"""Seconds to wait for the scheduler's answer, and for the first worker."""


class BundlePlugin(WorkerPlugin):
    """Brings the content folders to each worker."""

    def __init__(self, bundle: Bundle) -> None:
        self.name = f"handout-{bundle.name}"
        self._bundle = bundle
        self._version = __version__

    def setup(self, worker: Worker) -> None:
        """Unpack the folders on a worker that joins."""
        if self._version != __version__:
            message = f"worker {worker.address} runs version {__version__} of handout"
            raise RuntimeError(f"{message}, but the batch needs version {self._version}")
        self._bundle.unpack()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 -- the interface of Dask
        """Delete the folders on a worker that leaves."""
        self._bundle.remove()


class DaskExecutor:
    """Runs jobs on the workers of a scheduler, including those that join later.

    The scheduler gives the jobs of a lost worker to others.
    """

    def __init__(self, settings: WorkerSettings, address: str) -> None:
        """Connect to a scheduler; raise HandoutError if there is none, or no worker."""
        # We report ourselves what happens to the batch, in one line and without a traceback.
        for name in _LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        bundle = Bundle.of((*settings.folders, *settings.fonts))
        self._settings = replace(settings, bundle=bundle.name)
        self._plugin = BundlePlugin(bundle)
        try:
            self._client = Client(address, timeout=_TIMEOUT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_TIMEOUT)
            self._client.register_plugin(self._plugin)
        except _DISCONNECTED as error:
            message = f"cannot use the scheduler '{address}': {error}"
            hint = "start it with 'dask scheduler', and workers with 'dask worker ADDRESS'"
            raise HandoutError([Problem(message, hint=hint)]) from error
        self._executor = self._client.get_executor(pure=False)

    @property
    def capacity(self) -> int:
        """Two chunks for each worker that is connected now."""
        with _connected():
            return 2 * max(1, len(self._client.ncores()))

    def submit(self, jobs: Sequence[Job]) -> Future[list[JobResult]]:
        """Run the jobs on the next free worker."""
        with _connected():
            future = self._executor.submit(run_jobs, self._settings, jobs)
        return cast("Future[list[JobResult]]", future)

    def restart(self) -> None:
        """Continue with the workers that are left."""
        with _connected():
            self._client.wait_for_workers(1, timeout=_TIMEOUT)

    def close(self) -> None:
        """Drop jobs not yet started and disconnect; the workers are left as they were."""
        # A scheduler that is gone cannot be asked to clean up.
        with suppress(*_DISCONNECTED):
            self._client.unregister_worker_plugin(self._plugin.name)
        with suppress(*_DISCONNECTED):
            self._client.close()


_LOGGERS: Final = ("distributed", "distributed.client", "tornado.application", "asyncio")
"""Loggers that write tracebacks when a connection ends."""

_DISCONNECTED: Final = (OSError, ValueError, RuntimeError, CancelledError)
"""What Dask raises if a scheduler does not answer, or no longer."""


@contextmanager
def _connected() -> Iterator[None]:
    """Raise HandoutError if the scheduler is lost."""
    try:
        yield
    except _DISCONNECTED as error:
        message = "the connection to the scheduler is lost; some files were not made"
        hint = "start it again, then run the same command with --resume"
        raise HandoutError([Problem(message, hint=hint)]) from error

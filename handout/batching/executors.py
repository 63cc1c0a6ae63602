"""Run jobs in this process or in several; a cluster of machines is in `cluster`."""

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

from handout.batching.jobs import Job
from handout.batching.worker import JobResult, WorkerSettings, run_jobs, store_jobs


class Executor(Protocol):
    """Runs jobs, in chunks of several."""

    @property
    def capacity(self) -> int:
        """How many chunks to submit at a time to keep all workers busy."""

    def submit(self, jobs: Sequence[Job]) -> Future[list[JobResult]]:
        """Run a chunk of jobs on the next free worker."""

    def restart(self) -> None:
        """Replace lost workers; called when no chunk is running."""

    def close(self) -> None:
        """Shut the executor down; jobs not yet started are dropped."""


class SerialExecutor:
    """Runs jobs in this process as they are submitted."""

    capacity = 1

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings

    def submit(self, jobs: Sequence[Job]) -> Future[list[JobResult]]:
        """Run the jobs now."""
        future = Future[list[JobResult]]()
        future.set_result(run_jobs(self._settings, jobs))
        return future

    def restart(self) -> None:
        """Do nothing: this process cannot be lost."""

    def close(self) -> None:
        """Do nothing: every job has been run."""


class ProcessExecutor:
    """Runs jobs in several processes of this machine."""

    def __init__(self, settings: WorkerSettings, processes: int, staging: Path) -> None:
        """Take the number of processes, and the folder in which they store files."""
        self._settings = settings
        self._staging = staging
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self.capacity = 2 * processes

    def submit(self, jobs: Sequence[Job]) -> Future[list[JobResult]]:
        """Run the jobs in the next free process."""
        if self._pool is None:
            # The first jobs run in this process, so that the processes that fork from it inherit
            # the fonts and pictures that were loaded for them.
            future = SerialExecutor(self._settings).submit(jobs)
            gc.freeze()
            self._pool = self._new_pool()
            return future
        try:
            return self._pool.submit(store_jobs, self._settings, jobs, self._staging)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
            return future

    def restart(self) -> None:
        """Replace all processes."""
        self.close()
        self._pool = self._new_pool()

    def close(self) -> None:
        """Wait for running jobs and end the processes; jobs not yet started are dropped."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        # On macOS, forking is unsafe once system libraries are in use; Windows has no fork.
        forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
        context = multiprocessing.get_context("fork" if forks else "spawn")
        parent = os.getpid() if forks else None
        return ProcessPoolExecutor(self._processes, context, _start_process, (parent,))


def _start_process(forked_from: int | None) -> None:
    """Leave interrupts to the parent, and end together with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def end_with_parent() -> None:
        # A parent that is killed cannot say so. Its pipes stay open in other forked processes; the
        # id of its process does not change on Windows, where none are forked.
        parent = multiprocessing.parent_process()
        if forked_from is None and parent:
            parent.join()
        while os.getppid() == forked_from:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()

"""Run a batch: hand jobs to an executor and put files in place, a few at a time.

Besides the table itself, only the names of the files take memory for each row.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import closing
from enum import StrEnum
from os import PathLike
from pathlib import Path
from typing import Final, Literal, Unpack

from msgspec import Struct

from handout.batching.executors import Executor, ProcessExecutor, SerialExecutor
from handout.batching.jobs import Job
from handout.batching.names import Names
from handout.batching.output_folder import OutputFile, OutputFolder
from handout.batching.rows import Rows, read_jobs
from handout.batching.worker import JobResult, Worker, WorkerSettings, worker_for
from handout.content_files import content_folder
from handout.dates import DateOrder
from handout.errors import HandoutError, Problem, Problems, RequestError
from handout.extras import needed_for
from handout.output import source_date
from handout.print_options import PdfOptions, PrintOptions
from handout.resources import is_folder
from handout.session import Session, StrPath, folder_beside, open_session
from handout.writers import FORMATS

_FIRST_CHUNK: Final = 2
"""Jobs of the first chunk, which all others may have to wait for."""
_LARGEST_CHUNK: Final = 8
"""The most jobs of a chunk."""
_CHUNK_TIME: Final = 100
"""Milliseconds that a chunk may take, so that an interrupted batch ends soon."""


class Status(StrEnum):
    """The outcome of a job."""

    MADE = "made"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class BatchResult(Struct, frozen=True, kw_only=True):
    """The result for one row."""

    job: Job
    """The row, see `handout.batching.jobs`."""
    path: Path
    """Where the file is, or would be."""
    status: Status
    problems: tuple[Problem, ...] = ()
    milliseconds: int = 0
    """How long the file took to make."""


def batch(  # noqa: PLR0913 -- keyword arguments of the public API
    rows: Rows,
    *,
    to: StrPath,
    content: Iterable[StrPath] = (),
    fonts: Iterable[StrPath] = (),
    format: Literal["pdf", "html", "epub"] = "pdf",  # noqa: A002 -- the word of the command line
    name: str | None = None,
    clinic: StrPath | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    dates: Literal["dmy", "mdy"] | None = None,
    **options: Unpack[PdfOptions],
) -> Generator[BatchResult, None, None]:
    """Make a file for each row, and yield each result once its file is written.

    `rows` is the path of a table (CSV, .xlsx or .ods) or of a folder of programs, a table opened as
    bytes, or an iterable of mappings from column to text, where None is an empty cell. `dates` is
    the order of the numbers in dates such as 2/3/2026. Files are written into the folder `to`,
    which is created if necessary, and named by the template `name`, such as '{patient}-{handout}'.
    `content` and `fonts` are folders as for `Library`. The clinic and the print options apply to
    rows without their own. `jobs` is the number of processes, unless a Dask cluster is given by the
    address of its scheduler. With `resume`, files that are up to date are skipped.

    Raises RequestError for wrong arguments and HandoutError if the clinic has errors. The work
    starts with the first result and stops when the iterator is closed; meanwhile, HandoutError is
    raised if the header of a table is wrong, the folder cannot be written or the scheduler is lost.
    A row with errors yields a result of status FAILED.
    """
    in_folder = isinstance(rows, str | PathLike) and is_folder(Path(rows))
    beside = content_folder(Path(str(rows)) / "program.yaml") if in_folder else ()
    order = DateOrder(dates) if dates else None
    if format not in FORMATS:
        raise RequestError(f"there is no format '{format}'", f"choose {', '.join(FORMATS)}")
    if jobs < 1:
        raise RequestError(f"'jobs' must be at least 1, not {jobs}")
    session = open_session(content, fonts).with_folders(folder_beside(clinic), beside)
    problems = Problems()
    settings = WorkerSettings(
        folders=session.store.folders,
        fonts=session.fonts,
        format=format,
        print_options=PrintOptions(**options),
        clinic=session.clinic(clinic, problems) if clinic else None,
    )
    settings.print_options.theme(format)
    source_date()
    problems.raise_errors()
    if scheduler and not scheduler.rpartition(":")[2].isdecimal():
        hint = "write it as the scheduler prints it: tcp://10.0.0.1:8786"
        raise RequestError(f"'{scheduler}' is not the address of a scheduler", hint)
    # By default without the patient's name.
    names = Names(name or ("{handout}" if in_folder else "{row}-{handout}"), format)

    def results() -> Generator[BatchResult, None, None]:
        todo = read_jobs(rows, session.store, order)
        with (
            OutputFolder(Path(to), names, settings, resume=resume) as folder,
            closing(_executor(settings, jobs, scheduler, folder.staging)) as executor,
        ):
            yield from Batch(settings, executor, folder).run(todo)

    return results()


def count_rows(rows: StrPath, content: Iterable[StrPath]) -> int:
    """Return the number of rows; raise as `batch` does."""
    return sum(1 for _ in read_jobs(rows, open_session(content).store))


def check_rows(
    rows: StrPath, session: Session, dates: Literal["dmy", "mdy"] | None = None
) -> Iterator[tuple[Job, tuple[Problem, ...]]]:
    """Yield each row with its problems, of which the last are found by laying out its file.

    Nothing is written. Raises as `batch` does.
    """
    worker = Worker(WorkerSettings(folders=session.store.folders, fonts=session.fonts))
    for job in read_jobs(rows, session.store, DateOrder(dates) if dates else None):
        yield job, worker.run(job).problems


def _executor(
    settings: WorkerSettings, processes: int, scheduler: str | None, staging: Path
) -> Executor:
    if scheduler:
        with needed_for("--scheduler", "dask"):
            from handout.batching.cluster import DaskExecutor  # noqa: PLC0415 -- an optional extra
        return DaskExecutor(settings, scheduler)
    if processes > 1:
        return ProcessExecutor(settings, processes, staging)
    return SerialExecutor(settings)


_Task = tuple[Job, OutputFile]


class Batch:
    """A running batch."""

    def __init__(self, settings: WorkerSettings, executor: Executor, folder: OutputFolder) -> None:
        self._settings = settings
        self._executor = executor
        self._folder = folder
        self._running: dict[Future[list[JobResult]], list[_Task]] = {}
        self._pace = 0.0
        """Milliseconds that a job of the last chunk took; 0 before the first one."""

    def run(self, jobs: Iterable[Job]) -> Iterator[BatchResult]:
        """Yield the result of each job as it comes; files are named in the order of the jobs."""
        chunk: list[_Task] = []
        for job in jobs:
            file = self._folder.file_for(job, self._values(job))
            if self._folder.is_current(file):
                yield BatchResult(job=job, path=file.path, status=Status.UNCHANGED)
                continue
            chunk.append((job, file))
            if len(chunk) >= self._chunk_size:
                self._submit(chunk)
                chunk = []
                while len(self._running) >= self._capacity:
                    yield from self._completed()
        if chunk:
            self._submit(chunk)
        while self._running:
            yield from self._completed()

    @property
    def _chunk_size(self) -> int:
        if not self._pace:
            return _FIRST_CHUNK
        return max(1, min(_LARGEST_CHUNK, int(_CHUNK_TIME / self._pace)))

    @property
    def _capacity(self) -> int:
        """How many chunks may run; one until it is known how long a job takes."""
        return self._executor.capacity if self._pace else 1

    def _submit(self, chunk: list[_Task]) -> None:
        self._running[self._executor.submit([job for job, _ in chunk])] = chunk

    def _completed(self) -> Iterator[BatchResult]:
        """Wait for the next chunks and yield their results."""
        done = wait(self._running, return_when=FIRST_COMPLETED).done
        if any(isinstance(_failure(future), BrokenExecutor) for future in done):
            # One lost process takes the others, and all running chunks, with it.
            done = wait(self._running).done
        lost: list[_Task] = []
        for future in done:
            chunk = self._running.pop(future)
            if _failure(future):
                lost += chunk
                continue
            results = future.result()
            self._pace = max(1.0, sum(result.milliseconds for result in results) / len(results))
            for task, result in zip(chunk, results, strict=True):
                yield self._put(task, result)
        if lost:
            self._executor.restart()
        for task in lost:
            yield self._retry(task)

    def _retry(self, task: _Task) -> BatchResult:
        """Run a job whose process was lost again, alone, in case another one was the cause."""
        job, file = task
        future = self._executor.submit([job])
        wait([future])
        if not _failure(future):
            return self._put(task, future.result()[0])
        self._executor.restart()
        problem = Problem(
            "the process that made this file was killed twice",
            job.origin,
            "there may be too little memory for its pictures; try --jobs 1",
        )
        return BatchResult(job=job, path=file.path, status=Status.FAILED, problems=(problem,))

    def _put(self, task: _Task, result: JobResult) -> BatchResult:
        job, file = task
        status, problems = Status.FAILED, result.problems
        if result.data is not None:
            try:
                self._folder.put(file, result.data)
                status = Status.MADE
            except HandoutError as error:
                problems += error.problems
        return BatchResult(
            job=job,
            path=file.path,
            status=status,
            problems=problems,
            milliseconds=result.milliseconds,
        )

    def _values(self, job: Job) -> dict[str, str]:
        """Return the values of the fields that the name of a file may contain."""
        cells, settings = job.cells, self._settings
        values = {
            "handout": job.target,
            "row": f"{job.number:04}",
            "patient": cells.get("patient", ""),
            "date": cells.get("date", ""),
            "clinic": cells.get("clinic", settings.clinic.id if settings.clinic else ""),
            "edition": cells.get("edition", settings.print_options.edition),
            "paper": cells.get("paper", settings.print_options.paper),
        }
        missing = {field for field in self._folder.fields if not values[field]}
        if missing & {"patient", "date"}:
            program = worker_for(settings).program(job)
            if program and program.patient and program.patient.name:
                values["patient"] = values["patient"] or str(program.patient.name)
            if program and program.date:
                values["date"] = values["date"] or program.date.day.isoformat()
        return values


def _failure(future: Future[list[JobResult]]) -> BaseException | None:
    """Return why a chunk was not run; None if it was."""
    return CancelledError() if future.cancelled() else future.exception()

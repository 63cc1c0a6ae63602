"""Make the files of jobs; a worker reuses its content and writers for all jobs of a batch.

Its settings are sent along with the jobs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from time import perf_counter

from msgspec import Struct
from msgspec.structs import replace

from handout.batching.bundle import local_folders
from handout.batching.jobs import Job, at_column, personal_fields
from handout.batching.redaction import known_words, redacted
from handout.clinic import Clinic, Labels
from handout.content_store import read_program
from handout.document import DocumentTree
from handout.errors import HandoutError, Problem, Problems, RequestError, defect_message
from handout.home_program import HomeProgram
from handout.languages import same_text
from handout.output import store_file
from handout.print_options import PrintOptions
from handout.session import Session


class WorkerSettings(Struct, frozen=True, kw_only=True):
    """What all jobs of a batch have in common."""

    folders: tuple[Path, ...]
    """Content folders, the last one on top."""
    fonts: tuple[Path, ...] = ()
    bundle: str = ""
    """Name of the bundle with these folders, for workers that do not share our disks."""
    format: str = "pdf"
    print_options: PrintOptions = PrintOptions()
    """For rows that do not choose their own."""
    clinic: Clinic | None = None
    """For rows that do not name one."""


class JobResult(Struct, frozen=True, kw_only=True):
    """The result of a job."""

    data: bytes | Path | None
    """The file, or the path of where it is stored; None if it cannot be made."""
    problems: tuple[Problem, ...]
    milliseconds: int


class Worker:
    """Runs one job after another over the same content."""

    def __init__(self, settings: WorkerSettings) -> None:
        self.settings = settings
        self._local = local_folders(settings.bundle, (*settings.folders, *settings.fonts))
        count = len(settings.folders)
        self._session = Session(self._local[:count], self._local[count:])

    def run(self, job: Job) -> JobResult:
        """Make the file of a job; errors are returned with the result and do not affect others."""
        began = perf_counter()
        problems = Problems()
        data = None
        try:
            data = self._file(job, problems)
        except HandoutError as error:
            problems.extend(error.problems)
        except Exception as error:  # noqa: BLE001 -- a defect must not end the other jobs
            problems.error(defect_message(error), job.origin)
        return JobResult(
            data=data,
            problems=tuple(self._reported(job, problems)),
            milliseconds=round(1000 * (perf_counter() - began)),
        )

    def program(self, job: Job) -> HomeProgram | None:
        """Return the program that a job names or contains; its problems are reported by `run`."""
        store = self._session.store
        if job.file is not None:
            return self._own_program(job, job.file, Problems())
        located = store.find_program(job.cells.get("program", ""))
        return store.program(located, Problems()) if located else None

    def _file(self, job: Job, problems: Problems) -> bytes | None:
        if job.problems:
            problems.extend(job.problems)
        if problems.has_errors:
            return None
        options = self._print_options(job, problems)

        def compose(session: Session, problems: Problems) -> DocumentTree | None:
            return self._document(session, job, self._clinic(session, job, problems), problems)

        try:
            tree = self._session.composed(job.cells.get("lang"), compose, problems)
        except RequestError as error:
            problems.extend(replace(each, origin=job.origin) for each in error.problems)
            return None
        if tree is None or problems.has_errors:
            return None
        return self._session.write(tree, self.settings.format, options, problems)

    def _document(
        self, session: Session, job: Job, clinic: Clinic | None, problems: Problems
    ) -> DocumentTree | None:
        store, composer = session.store, session.composer
        if job.file is not None:
            program = self._own_program(job, job.file, problems)
            return composer.program(program, problems, clinic) if program else None
        kinds = [kind for kind in ("handout", "program") if kind in job.cells]
        if len(kinds) != 1:
            both = "both a handout and a program" if kinds else "neither a handout nor a program"
            problems.error(f"the row names {both}", job.origin, "name one of the two")
            return None
        if kinds == ["program"]:
            located = store.find_program(job.target)
        else:
            located = store.find_handout(job.target)
        if located is None:
            problems.note(store.not_found(kinds[0], job.target, job.origin))
            return None
        personal = personal_fields(job, problems)
        return composer.target(located, problems, personal, clinic)

    def _own_program(self, job: Job, file: bytes, problems: Problems) -> HomeProgram | None:
        from handout.yaml_parser import parse_yaml  # noqa: PLC0415 -- 15 ms that no table needs

        mapping = parse_yaml(file, job.origin.file, problems)
        return read_program(mapping, job.target, problems) if mapping else None

    def _print_options(self, job: Job, problems: Problems) -> PrintOptions:
        """Return the print options of a row after noting their problems."""
        common = self.settings.print_options
        edition = job.cells.get("edition", common.edition)
        options = replace(common, edition=edition, paper=job.cells.get("paper", common.paper))
        try:
            options.theme()
        except RequestError as error:
            problems.extend(replace(problem, origin=job.origin) for problem in error.problems)
            return common
        if self.settings.format == "pdf":
            return options
        for column in ("edition", "paper"):
            if column in job.cells:
                problems.warning(f"'{column}' is only for PDF files", job.origin)
        return common

    def _clinic(self, session: Session, job: Job, problems: Problems) -> Clinic | None:
        """Return the clinic of a row, or None after noting its problems."""
        store, common = session.store, self.settings.clinic
        name = job.cells.get("clinic")
        if not name:
            written_in = str(common.language) if common else ""
            if common is None or not store.language or same_text(store.language, written_in):
                return common
            located = store.find_clinic(common.id)
            return store.clinic(located, problems) if located else replace(common, labels=Labels())
        located = store.find_clinic(name)
        if located is None:
            problems.note(store.not_found("clinic", name, job.origin))
            return None
        return store.clinic(located, problems)

    def _reported(self, job: Job, problems: Problems) -> Iterator[Problem]:
        """Yield the problems of a job as everybody may read them."""
        for problem in (at_column(each, job) for each in problems.in_order()):
            of_row = problem.origin == job.origin and job.file is None
            yield redacted(problem, job.cells, self._known) if of_row else self._as_sent(problem)

    @cached_property
    def _known(self) -> frozenset[str]:
        return known_words(self._session.store)

    def _as_sent(self, problem: Problem) -> Problem:
        """Return a problem with the path of its file on the machine that sent the job."""
        origin = problem.origin
        for local, sent in zip(self._local, self.settings.folders, strict=False):
            if origin and local != sent and Path(origin.file).is_relative_to(local):
                file = str(sent / Path(origin.file).relative_to(local))
                return replace(problem, origin=replace(origin, file=file))
        return problem


_workers: list[Worker] = []
"""The worker of this process, if there is one yet."""
_running = threading.Lock()


def worker_for(settings: WorkerSettings) -> Worker:
    """Return the worker of this process, which is reused for all jobs of a batch."""
    if not _workers or _workers[0].settings != settings:
        _workers[:] = [Worker(settings)]
    return _workers[0]


def run_jobs(settings: WorkerSettings, jobs: Sequence[Job]) -> list[JobResult]:
    """Make the files of some jobs.

    A plain function of plain values, so that any executor can run it. Threads of one process take
    turns.
    """
    with _running:
        worker = worker_for(settings)
        return [worker.run(job) for job in jobs]


def store_jobs(settings: WorkerSettings, jobs: Sequence[Job], staging: Path) -> list[JobResult]:
    """Make the files of some jobs and store them in the staging folder of the batch.

    For workers on this machine: sending a file back would take as long as making it.
    """
    return [_stored(result, staging) for result in run_jobs(settings, jobs)]


def _stored(result: JobResult, staging: Path) -> JobResult:
    if not isinstance(result.data, bytes):
        return result
    try:
        return replace(result, data=store_file(staging, result.data))
    except OSError:
        # Writing it again in the main process fails too, and reports why.
        return result

"""Read the rows of a batch as jobs: from a table, from a folder of programs or from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import TextIOBase
from os import PathLike
from pathlib import Path
from typing import BinaryIO, Final, cast

from msgspec.structs import replace

from handout import limits
from handout.batching.jobs import Job
from handout.batching.table import known_columns, read_table, unknown_column
from handout.content_store import ContentStore
from handout.dates import DateOrder, parse_appointment, parse_birth_date, parse_date
from handout.decoding import GrammarError
from handout.errors import HandoutError, Origin, Problem, RequestError
from handout.resources import is_folder
from handout.session import StrPath, existing_file
from handout.stray_files import meant_id, wrong_ending

Rows = StrPath | BinaryIO | Iterable[Mapping[str, str | None]]
"""The path of a table or of a folder of programs, a table opened as bytes, or rows."""


def _iso_appointment(text: str, order: DateOrder) -> str:
    day, time = parse_appointment(text, order)
    return f"{day} {time:%H:%M}" if time else str(day)


_ISO: Final[Mapping[str, Callable[[str, DateOrder], str]]] = {
    "date": lambda text, order: str(parse_date(text, order)),
    "birth_date": lambda text, order: str(parse_birth_date(text, order)),
    "next_visit": _iso_appointment,
}
"""Reads the cell of a column as a date in ISO form."""


def read_jobs(rows: Rows, store: ContentStore, dates: DateOrder | None = None) -> Iterator[Job]:
    """Return rows as jobs, in order; `dates` is the order of the numbers in '2/3/2026'.

    Raises RequestError if there is no such file or it is opened as text, and HandoutError for a
    folder without programs and for a table that is empty or whose header is wrong.
    """
    if isinstance(rows, str | PathLike) and is_folder(Path(rows)):
        return _program_jobs(Path(rows))
    entries = [located.id for located in store.entries()]
    targets = [located.id for located in (*store.handouts(), *store.programs())]
    if isinstance(rows, str | PathLike):
        jobs = read_table(str(rows), existing_file(rows).read_bytes(), entries, targets)
    elif isinstance(rows, TextIOBase):
        raise RequestError("a table must be opened as bytes", "open it with 'rb'")
    elif hasattr(rows, "read"):
        jobs = read_table("-", cast("BinaryIO", rows).read(), entries, targets)
    else:
        jobs = _mapping_jobs(rows, known_columns(entries))
    return (_with_iso_dates(job, dates or DateOrder.UNSTATED) for job in jobs)


def _with_iso_dates(job: Job, order: DateOrder) -> Job:
    """Return a job whose dates are in ISO form.

    What is no date in the order of the table is reported here; all else, with the rest of the
    program, which does not know of a table.
    """
    days = {}
    for column, in_iso in _ISO.items():
        words = " ".join(job.cells.get(column, "").split())
        try:
            if words:
                days[column] = in_iso(words, order)
        except GrammarError as error:
            if order or "/" in words:
                problem = Problem(f"'{column}' {error.message}", job.origin, error.hint)
                job = replace(job, problems=(*job.problems, problem))
    return replace(job, cells={**job.cells, **days}) if days else job


def _mapping_jobs(rows: Iterable[Mapping[str, str | None]], columns: list[str]) -> Iterator[Job]:
    known = set(columns)
    for number, row in enumerate(rows, 1):
        origin = Origin("rows", number, 1)
        cells, problems = {}, []
        for column, cell in row.items():
            if column not in known:
                problems.append(unknown_column(str(column), origin, columns))
            if not isinstance(cell, str | None):
                message = f"the cell of '{column}' must be text, not {type(cell).__name__}"
                problems.append(Problem(message, origin))
            elif text := (cell or "").strip():
                cells[column] = text
        yield Job(number=number, origin=origin, cells=cells, problems=tuple(problems))


def _program_jobs(folder: Path) -> Iterator[Job]:
    """Return a job for each YAML file of a folder, ordered by name."""
    paths = sorted(path for path in folder.glob("*") if meant_id(path))
    if not paths:
        problem = Problem("there is no program in this folder", Origin(str(folder), 1, 1))
        raise HandoutError([problem])
    return (_program_job(number, path) for number, path in enumerate(paths, 1))


def _program_job(number: int, path: Path) -> Job:
    """Return the job of a program's file; if it cannot be read, the job fails."""
    origin = Origin(str(path), 1, 1)
    cells = {"program": path.stem}
    if path.suffix != ".yaml":
        problem = wrong_ending(path)
        return Job(number=number, origin=origin, cells=cells, problems=(problem,))
    try:
        with path.open("rb") as file:
            # One byte more than allowed, so that a file that is too large is reported as such.
            data = file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        problem = Problem(f"the file cannot be read: {error.strerror or error}", origin)
        return Job(number=number, origin=origin, cells=cells, problems=(problem,))
    return Job(number=number, origin=origin, cells=cells, file=data)

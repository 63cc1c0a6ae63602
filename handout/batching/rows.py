"""Read the rows of a batch as jobs: from a table, from a folder of programs or from memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from io import TextIOBase
from os import PathLike
from pathlib import Path
from typing import BinaryIO, cast

from handout.application import StrPath, existing_file
from handout.batching.jobs import Job
from handout.batching.table import Table, known_columns
from handout.errors import HandoutError, Origin, Problem, RequestError, suggestion
from handout.located import MAX_BYTES
from handout.resources import is_folder

Rows = StrPath | BinaryIO | Iterable[Mapping[str, str | None]]
"""The path of a CSV file or of a folder of programs, a CSV file opened as bytes, or rows."""


@contextmanager
def open_jobs(rows: Rows, entries: list[str]) -> Iterator[Iterator[Job]]:
    """Open rows as jobs, in order; their columns may change the entries with these ids.

    Raises RequestError if there is no such file or it is opened as text, and HandoutError for a
    folder without programs and for a table whose header is wrong.
    """
    if isinstance(rows, str | PathLike):
        if is_folder(Path(rows)):
            yield _program_jobs(Path(rows))
            return
        with (
            existing_file(rows).open("rb") as file,
            closing(Table.open(str(rows), file, entries)) as table,
        ):
            yield table.jobs()
    elif isinstance(rows, TextIOBase):
        raise RequestError("a CSV file must be opened as bytes", "open it with 'rb'")
    elif hasattr(rows, "read"):
        with closing(Table.open("-", cast("BinaryIO", rows), entries)) as table:
            yield table.jobs()
    else:
        yield _mapping_jobs(rows, known_columns(entries))


def _mapping_jobs(rows: Iterable[Mapping[str, str | None]], columns: list[str]) -> Iterator[Job]:
    known = set(columns)
    for number, row in enumerate(rows, 1):
        origin = Origin("rows", number, 1)
        cells, problems = {}, []
        for column, cell in row.items():
            if column not in known:
                hint = suggestion(str(column), columns)
                problems.append(Problem(f"there is no column '{column}'", origin, hint))
            if not isinstance(cell, str | None):
                message = f"the cell of '{column}' must be text, not {cell!r}"
                problems.append(Problem(message, origin))
            elif text := (cell or "").strip():
                cells[column] = text
        yield Job(number=number, origin=origin, cells=cells, problems=tuple(problems))


def _program_jobs(folder: Path) -> Iterator[Job]:
    """Return a job for each YAML file of a folder, ordered by name."""
    paths = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    if not paths:
        problem = Problem("there is no program in this folder", Origin(str(folder), 1, 1))
        raise HandoutError([problem])
    return (_program_job(number, path) for number, path in enumerate(paths, 1))


def _program_job(number: int, path: Path) -> Job:
    """Return the job of a program's file; if it cannot be read, the job fails."""
    origin = Origin(str(path), 1, 1)
    cells = {"program": path.stem}
    try:
        with path.open("rb") as file:
            # One byte more than allowed, so that a file that is too large is reported as such.
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        problem = Problem(f"the file cannot be read: {error.strerror or error}", origin)
        return Job(number=number, origin=origin, cells=cells, problems=(problem,))
    return Job(number=number, origin=origin, cells=cells, file=data)

"""The jobs of a batch: one file to make, and the row that describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping as CellMapping

from msgspec import Struct
from msgspec.structs import replace

from handout.errors import Origin, Problem, Problems
from handout.home_program import visit_data
from handout.located import Data, Mapping, as_mapping


class Job(Struct, frozen=True, kw_only=True):
    """One file to make; it is sent to the worker that makes it."""

    number: int
    """The row, counted from 1 without the table's header."""
    origin: Origin
    """Where the row starts."""
    cells: CellMapping[str, str]
    """The cells of the row by column; empty ones are left out."""
    file: bytes | None = None
    """The YAML of the program itself, if it is not in a content folder."""
    problems: tuple[Problem, ...] = ()
    """Why the row cannot be read."""

    @property
    def target(self) -> str:
        """The id of the program or handout."""
        return self.cells.get("program") or self.cells.get("handout") or ""


def personal_fields(job: Job, problems: Problems) -> Mapping:
    """Return the cells of a row that concern its patient as the fields of a program.

    The position of each value counts the columns, so that `at_column` knows them.
    """
    fields = Mapping({}, job.origin)
    cells = enumerate(job.cells.items(), job.origin.column + 1)
    # A name comes first, because it empties what is said of another patient.
    for number, (column, value) in sorted(cells, key=lambda cell: cell[1][0] != "patient"):
        origin = replace(job.origin, column=number)
        fields = fields.overlaid(as_mapping(_fields(column, value), origin, problems))
    return fields


def at_column(problem: Problem, job: Job) -> Problem:
    """Return a problem of a cell as one of its row, with the name of the column."""
    row, place = job.origin, problem.origin
    is_cell = place and place != row and (place.file, place.line) == (row.file, row.line)
    if job.file is not None or place is None or not is_cell:
        return problem
    column = [*job.cells][place.column - row.column - 1]
    named = f"'{column}'" in problem.message
    message = problem.message if named else f"{problem.message} (column '{column}')"
    return replace(problem, message=message, origin=row)


def _fields(column: str, value: str) -> dict[str, Data]:
    """Return a cell as fields of a program; none if it is not about the patient."""
    if column in {"patient", "birth_date", "record", "date", "next_visit", "clinician"}:
        return visit_data(**{column: value})
    if column in {"title", "name_on_pages", "note"}:
        return {column: value}
    if column == "goals":
        goals = (goal.strip() for goal in re.split(r"[;\r\n]", value))
        return {"goals": [goal for goal in goals if goal]}
    if column == "omit":
        return {"omit": [*value.split()]}
    entry, _, field = column.partition(".")
    if not field:
        return {}
    return {"changes": {entry: {"note": value} if field == "note" else {"dosage": {field: value}}}}

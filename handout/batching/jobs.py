"""The jobs of a batch: one file to make, and the row that describes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as CellMapping
from functools import cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout.decoding import declared_fields, shape_of
from handout.errors import Origin, Problem, Problems
from handout.home_program import HomeProgram, visit_data
from handout.located import Data, Mapping, as_mapping
from handout.shapes import ByName, Changes, Fields, ListOf, Shape


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
    # A name comes first, because it empties what is said of another person.
    for number, (column, value) in sorted(cells, key=lambda cell: cell[1][0] not in _PERSONS):
        origin = replace(job.origin, column=number)
        fields = fields.overlaid(as_mapping(_fields(column, value), origin, problems))
    return fields


_PERSONS: Final = ("patient", "clinician")


@cache
def nested_columns() -> dict[str, bool]:
    """Return the columns of fields inside a program's fields, such as `stop.call.phone`.

    The value says whether it is a list. A patient's fields have columns of their own.
    """
    parts = (one for one in declared_fields(HomeProgram) if one.name != "patient")
    shapes = ((one.name, shape_of(one.annotation)) for one in parts)
    return dict(
        path
        for name, shape in shapes
        if isinstance(shape, Fields | Changes)
        for path in _paths(name, shape)
    )


def _paths(path: str, shape: Shape) -> Iterator[tuple[str, bool]]:
    """Yield the paths below a field that a cell can hold, and whether each is a list."""
    match shape:
        case Fields() | Changes():
            for one in declared_fields(shape.record):
                yield from _paths(f"{path}.{one.name}", shape_of(one.annotation))
        case ByName() | ListOf(Fields()):
            return
        case _:
            yield path, isinstance(shape, ListOf)


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
        return {column: _items(value)}
    if column == "omit":
        return {"omit": [*value.split()]}
    if column in nested_columns():
        data: Data = _items(value) if nested_columns()[column] else value
        first, *rest = column.split(".")
        for key in reversed(rest):
            data = {key: data}
        return {first: data}
    entry, _, field = column.partition(".")
    if not field:
        return {}
    return {"changes": {entry: {"note": value} if field == "note" else {"dosage": {field: value}}}}


def _items(value: str) -> list[Data]:
    """Return the items of a cell, with ';' or line breaks between them."""
    items = (item.strip() for item in re.split(r"[;\r\n]", value))
    return [item for item in items if item]

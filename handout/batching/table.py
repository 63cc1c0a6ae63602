"""Read a table of patients row by row: CSV in the dialects of spreadsheets, .xlsx or .ods.

Problems of the header are raised at once; those of a row belong to its job, and the rows after it
are still read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Final

from msgspec.structs import replace

from handout.batching.csv_rows import CsvFile
from handout.batching.jobs import Job, nested_columns
from handout.batching.spreadsheet import is_spreadsheet, spreadsheet_rows
from handout.batching.table_rows import Row
from handout.decoding import field_names
from handout.dosage import Dose
from handout.errors import HandoutError, Origin, Problem, Problems, Severity, similar

COLUMNS: Final = (
    *("handout", "program", "title", "patient", "birth_date", "record", "name_on_pages", "goals"),
    *("date", "next_visit", "clinician", "note", "omit"),
    *("lang", "edition", "paper", "clinic"),
)
"""Columns of every table, besides those of nested fields, such as `stop.call.phone`, and those of
entries, such as `clamshell.sets`, which may also be `clamshell.dosage.sets`, and `clamshell.note`.
"""
_TARGETS: Final = ("handout", "program")


def read_table(
    name: str, data: bytes, entries: Collection[str], targets: Collection[str]
) -> Iterator[Job]:
    """Return a job for each row that is not empty.

    The columns may change the entries with these ids. `targets` are the ids of all handouts and
    programs; they tell a row inside a quoted cell from text. A warning about the table as a whole
    belongs to its first row. Raises HandoutError with every problem of the header, for a table
    without rows and for a file that is no table.
    """
    table = _Table(targets)
    if is_spreadsheet(data):
        rows = spreadsheet_rows(name, data)
        warnings: tuple[Problem, ...] = ()
    else:
        file = CsvFile(name, data)
        rows, warnings = file.rows(table.is_row), file.warnings
        table.separator = file.separator
    head = next(filter(_is_filled, rows), Row(Origin(name, 1, 1), []))
    table.read_header(head, entries)
    first = next(filter(_is_filled, rows), None)
    if first is None:
        problem = Problem("the table has no rows", head.origin, "write a row for each patient")
        raise HandoutError([*warnings, problem])
    first = replace(first, problems=(*warnings, *first.problems))
    numbered = enumerate(chain([first], filter(_is_filled, rows)), 1)
    return (table.job(number, row) for number, row in numbered)


def known_columns(entries: Collection[str]) -> list[str]:
    """Return all columns that a table may have, given the ids of the entries."""
    fields = (*field_names(Dose), "note")
    of_entries = (f"{entry}.{field}" for entry in entries for field in fields)
    return [*COLUMNS, *nested_columns(), *of_entries]


def unknown_column(column: str, origin: Origin, known: Collection[str]) -> Problem:
    """Return the problem that a column is none of those that are known.

    A table is not made without it: it may be one that is misspelt, and belong on every page.
    """
    # 'phone' is nothing like 'hop.note'.
    alike = [each for each in known if ("." in each) == ("." in column)]
    hint = similar(column.casefold(), alike) or (
        "take it out of the table; columns are the fields of a program, such as patient, date or"
        " clamshell.sets"
    )
    return Problem(f"the column '{column}' is not known", origin, hint)


def _is_filled(row: Row) -> bool:
    return bool(row.problems) or any(map(str.strip, row.cells))


class _Table:
    """The meaning of rows, once the header is read."""

    def __init__(self, targets: Collection[str]) -> None:
        self._targets = frozenset(targets)
        self._columns: tuple[str, ...] = ()
        self._spaced = False
        """Whether there are spaces after the separators of the header."""
        self.separator = ""
        """What separates cells, in text."""

    def read_header(self, row: Row, entries: Collection[str]) -> None:
        """Take the names of the columns; raise HandoutError if any is wrong or missing."""
        problems = Problems()
        problems.extend(row.problems)
        if not problems.has_errors:
            self._columns = _columns(row, entries, problems)
            self._spaced = any(cell.startswith(" ") for cell in row.cells)
        problems.raise_errors()

    def is_row(self, cells: list[str]) -> bool:
        """Return whether the cells of a line of text are a row rather than a part of a note."""
        places = [self._columns.index(name) for name in _TARGETS if name in self._columns]
        ids = {cells[place].strip().strip('"').casefold() for place in places if place < len(cells)}
        if len(cells) < min(2, len(self._columns)):
            return False
        if ids & self._targets:
            return True
        # A row may name a handout wrongly or not at all. Prose rarely has as many commas as a row
        # has, and spaces after them; '1,5' is a number.
        alike = self._spaced or not any(cell.startswith(" ") for cell in cells)
        numbers = any(map(str.isdecimal, ids))
        return alike and not numbers and len(cells) == len(self._columns) > 2

    def job(self, number: int, row: Row) -> Job:
        """Return the job of a row; a row with more or fewer cells than columns is reported."""
        problems, count = [*row.problems], len(self._columns)
        broken = any(problem.severity is Severity.ERROR for problem in problems)
        size = f"the row has {len(row.cells)} cells for {count} columns"
        if any(map(str.strip, row.cells[count:])):
            hint = f"put quotes around text that contains '{self.separator}'"
            message = f"{size}: there is more after '{self._columns[-1]}'"
            problems.append(Problem(message, row.origin, hint if self.separator else None))
        elif len(row.cells) < count and not broken:
            message = f"{size}: it ends before '{self._columns[len(row.cells)]}'"
            hint = f"write '{self.separator}' for each empty cell too"
            problems.append(Problem(message, row.origin, hint, Severity.WARNING))
        named = zip(self._columns, row.cells, strict=False)
        values = {column: text for column, cell in named if (text := cell.strip())}
        return Job(number=number, origin=row.origin, cells=values, problems=tuple(problems))


def _columns(row: Row, entries: Collection[str], problems: Problems) -> tuple[str, ...]:
    """Return the names of the columns; note unknown, repeated and missing ones."""
    known = known_columns(entries)
    columns = tuple(cell.strip().casefold().replace(".dosage.", ".") for cell in row.cells)
    while columns and not columns[-1]:
        columns = columns[:-1]
    found = set(known)
    if columns and not found & {*columns}:
        # Perhaps the first patient, whose name must not be repeated.
        hint = "write one above the first patient that begins with 'handout,patient'"
        problems.error("the table has no header with names of columns", row.origin, hint)
        return columns
    place = 0
    for column, cell in zip(columns, row.cells, strict=False):
        place = max(place, row.written.find(cell, place))
        if column not in found:
            # A quoted name before it may hold a line break.
            before = re.split("\r\n|[\r\n]", row.written[:place] or " " * place)
            line = row.origin.line + len(before) - 1
            origin = replace(row.origin, line=line, column=len(before[-1]) + 1)
            problems.note(unknown_column(cell.strip(), origin, known))
        place += len(cell) + 1 if row.written else 1
    for column, count in Counter(columns).items():
        if count > 1:
            problems.error(f"the column '{column}' appears {count} times", row.origin)
    if not set(_TARGETS) & set(columns):
        hint = "begin the first line with 'handout,patient'"
        problems.error("a column 'handout' or 'program' is missing", row.origin, hint)
    return columns

"""Read a table of patients row by row, in the CSV dialects of spreadsheets.

Problems of the header are raised at once; those of a row belong to its job, and the rows after it
are still read.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Final, Self

from msgspec import Struct

from handout.batching.jobs import Job
from handout.decoding import field_names
from handout.dosage import Dosage
from handout.errors import HandoutError, Origin, Problem, Problems, suggestion

COLUMNS: Final = (
    *("handout", "program", "patient", "date", "next_visit", "clinician", "note", "omit"),
    *("lang", "edition", "paper", "clinic"),
)
"""Columns of every table, besides those of entries: `clamshell.sets`, `clamshell.note`."""

_SEPARATORS: Final = ",;\t"
_UTF_16: Final = ("\udcff\udcfe", "\udcfe\udcff")
"""Its byte order marks, decoded with surrogate escapes."""

_NOT_UTF_8: Final = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, decoded with surrogate escapes."""
_AS_UTF_8: Final = "save it as 'CSV UTF-8'"


class Table(Struct, frozen=True):
    """A table whose header has been read, with the rows to come."""

    name: str
    columns: tuple[str, ...]
    _text: io.TextIOWrapper
    _separator: str
    _line: int
    """The line of the header."""

    @classmethod
    def open(cls, name: str, file: BinaryIO, entries: list[str]) -> Self:
        """Read the header of a table whose columns may change the entries with these ids.

        Raises HandoutError with every problem of the header.
        """
        # Bytes that are not UTF-8 become surrogates, so that they can be reported with their row.
        text = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
        line, head = 1, text.readline()
        if "\0" in head or head.startswith(_UTF_16):
            text.detach()
            raise HandoutError([Problem("the table is in UTF-16", Origin(name, 1, 1), _AS_UTF_8)])
        stated = head.strip().casefold() if head.casefold().startswith("sep=") else ""
        if stated:
            # The convention of Excel for the separator of a file.
            line, head = 2, text.readline()
        separator = stated[4:5] or max(_SEPARATORS, key=head.count)
        problems = Problems()
        columns = _columns(head, separator, Origin(name, line, 1), entries, problems)
        if problems.has_errors:
            text.detach()
        problems.raise_errors()
        return cls(name, columns, text, separator, line)

    def close(self) -> None:
        """Release the file without closing it."""
        self._text.detach()

    def jobs(self) -> Iterator[Job]:
        """Yield a job for each row that is not empty."""
        rows = csv.reader(self._text, delimiter=self._separator, strict=True)
        number = 0
        while True:
            origin = Origin(self.name, self._line + rows.line_num + 1, 1)
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Job(
                    number=number, origin=origin, cells={}, problems=(_not_csv(error, origin),)
                )
                continue
            if any(map(str.strip, cells)):
                number += 1
                yield self._job(number, origin, cells)

    def _job(self, number: int, origin: Origin, cells: list[str]) -> Job:
        problems = []
        if _NOT_UTF_8.search("".join(cells)):
            problems.append(Problem("the row is not UTF-8", origin, _AS_UTF_8))
        if any(map(str.strip, cells[len(self.columns) :])):
            message = f"the row has {len(cells)} cells for {len(self.columns)} columns"
            hint = f"put quotes around text that contains '{self._separator}'"
            problems.append(Problem(message, origin, hint))
        named = zip(self.columns, cells, strict=False)
        values = {column: text for column, cell in named if (text := cell.strip())}
        return Job(number=number, origin=origin, cells=values, problems=tuple(problems))


def known_columns(entries: list[str]) -> list[str]:
    """Return all columns that a table may have, given the ids of the entries."""
    fields = (*field_names(Dosage), "note")
    return [*COLUMNS, *(f"{entry}.{field}" for entry in entries for field in fields)]


def _columns(
    head: str, separator: str, start: Origin, entries: list[str], problems: Problems
) -> tuple[str, ...]:
    """Return the names of the columns; note unknown, repeated and missing ones."""
    try:
        cells = next(csv.reader([head], delimiter=separator, strict=True), [])
    except csv.Error as error:
        problems.note(_not_csv(error, start))
        return ()
    known = known_columns(entries)
    columns = tuple(cell.strip().casefold() for cell in cells)
    while columns and not columns[-1]:
        columns = columns[:-1]
    found = set(known)
    place = 0
    for column, cell in zip(columns, cells, strict=False):
        place = max(place, head.find(cell, place))
        origin = Origin(start.file, start.line, place + 1)
        place += len(cell) + len(separator)
        if column not in found:
            hint = suggestion(column, known)
            problems.error(f"there is no column '{cell.strip()}'", origin, hint)
    for column, count in Counter(columns).items():
        if count > 1:
            problems.error(f"the column '{column}' appears {count} times", start)
    if not {"handout", "program"} & set(columns):
        hint = "begin the first line with 'handout,patient'"
        problems.error("a column 'handout' or 'program' is missing", start, hint)
    return columns


def _not_csv(error: csv.Error, origin: Origin) -> Problem:
    hint = "close each quote, and double any quote inside quoted text"
    return Problem(f"this is not CSV: {error}", origin, hint)

"""Read the first sheet of a spreadsheet, .xlsx or .ods, as rows of text.

A cell of a spreadsheet holds a value, and what a person sees of it depends on its format: 0.5 may
be shown as 50%, and the '2-3' that was typed may have become the second of March. Only values that
can be shown in one way become text; any other is a problem of its row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from handout.batching.table_rows import Row, column_at
from handout.errors import HandoutError, Origin, Problem
from handout.extras import needed_for

_SIGNATURES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheets begin: a ZIP archive, or the container of older versions."""
_DATES: Final = ("date", "next_visit")
_COUNTS: Final = ("sets", "reps", "per_day", "weeks")
"""Columns, and fields of entries, in which a number says all."""

_Value = int | float | str | bool | dt.date | dt.time | dt.timedelta


def is_spreadsheet(data: bytes) -> bool:
    """Return whether a file is a spreadsheet rather than text."""
    return data.startswith(_SIGNATURES)


def spreadsheet_rows(name: str, data: bytes) -> Iterator[Row]:
    """Yield the rows of the first sheet, formulas by their value.

    Raises HandoutError if the file cannot be read.
    """
    with needed_for(f"reading '{name}'", "tables"):
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 -- optional
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
        rows: list[list[_Value]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        hint = "open it in the spreadsheet, remove any password, and save it again"
        problem = Problem("the spreadsheet cannot be read", Origin(name, 1, 1), hint)
        raise HandoutError([problem]) from error
    columns: list[str] = []
    for line, values in enumerate(rows, 1):
        origin = Origin(name, line, 1)
        cells, problems = [], []
        for index, value in enumerate(values):
            column = column_at(columns, index)
            text = _text(value, column)
            if text is None:
                message = f"the spreadsheet shows the cell of '{column}' in its own way"
                hint = "format the column as text, and write what is meant: 2-3, 1:30, 5 kg"
                problems.append(Problem(f"{message}: it is {_kind(value)}", origin, hint))
            cells.append(text or "")
        columns = columns or ([cell.strip() for cell in cells] if any(cells) else [])
        yield Row(origin, cells, tuple(problems))


def _text(value: _Value, column: str) -> str | None:
    """Return what a person sees of a value in a column; None if that is not known."""
    column = column.casefold()
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime) and column in _DATES and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and column in _DATES:
        return value.isoformat()
    counts = column.rpartition(".")[2] in _COUNTS
    if counts and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None


def _kind(value: _Value) -> str:
    """Return what a value is, without its content: it may be a patient's."""
    if isinstance(value, bool):
        return "a yes or no"
    return "a number" if isinstance(value, int | float) else "a date or time"

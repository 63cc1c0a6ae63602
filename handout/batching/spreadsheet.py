"""Read the first sheet of a spreadsheet, .xlsx or .ods, as rows of the text that a person sees.

A cell holds a value, and what is seen of it depends on its format: 0.5 may be shown as 50%, and the
'2-3' that was typed may have become the second of March. What cannot be told is a problem of its
row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Any, Final

from handout.batching.table_rows import Row, column_at
from handout.errors import HandoutError, Origin, Problem
from handout.extras import needed_for

_ZIP: Final = b"PK\x03\x04"
_OLDER: Final = b"\xd0\xcf\x11\xe0"
"""How a spreadsheet of the format before 2007, or with a password, begins."""
_ODS_TYPE: Final = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
"""The first file of an .ods archive, after its header (OpenDocument 1.3, part 2, 3.3)."""
_MOST_REPEATED: Final = 1000
"""Cells and rows that are repeated more often are the empty rest of a sheet."""


class _Unclear(StrEnum):
    """What a cell holds, if not what is seen of it."""

    DATE = "a date or time"
    NUMBER = "a number in a format of its own"
    BOOLEAN = "a yes or no"
    ERROR = "an error"
    FORMULA = "a formula without its value"


_Cell = str | dt.date | _Unclear


def is_spreadsheet(data: bytes) -> bool:
    """Return whether a file is a spreadsheet rather than text."""
    return data.startswith((_ZIP, _OLDER))


def spreadsheet_rows(name: str, data: bytes) -> Iterator[Row]:
    """Yield the rows of the first sheet, formulas by their value.

    Raises HandoutError if the file cannot be read.
    """
    read = _ods_rows if data[30:].startswith(_ODS_TYPE) else _xlsx_rows
    try:
        with needed_for(f"reading '{name}'", "tables"):
            rows = list(read(data))
    except HandoutError:
        raise
    except Exception as error:
        hint = "open it in the spreadsheet, and save it as .xlsx or .ods without a password"
        problem = Problem("the spreadsheet cannot be read", Origin(name, 1, 1), hint)
        raise HandoutError([problem]) from error
    columns: list[str] = []
    for line, cells in enumerate(rows, 1):
        origin = Origin(name, line, 1)
        texts, problems = [], []
        for index, cell in enumerate(cells):
            column = column_at(columns, index)
            if isinstance(cell, dt.date):
                dated = column in {"date", "birth_date", "next_visit"}
                # An appointment has its time; a datetime is a date, too.
                timed = isinstance(cell, dt.datetime) and column != "next_visit"
                seen = cell.isoformat() if dated and not timed else _Unclear.DATE
            else:
                seen = cell
            if isinstance(seen, _Unclear):
                message = f"what the spreadsheet shows in '{column}' is not known: it is {seen}"
                hint = "format the column as text, and write what is meant: 2-3, 1:30, 5 kg"
                problems.append(Problem(message, origin, hint))
                seen = ""
            texts.append(seen)
        columns = columns or ([text.strip().casefold() for text in texts] if any(texts) else [])
        yield Row(origin, texts, tuple(problems))


def _xlsx_rows(data: bytes) -> Iterator[list[_Cell]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- an optional extra

    values = load_workbook(BytesIO(data), data_only=True).worksheets[0]
    formulas = load_workbook(BytesIO(data)).worksheets[0]
    for row, written in zip(values.iter_rows(), formulas.iter_rows(), strict=True):
        yield [
            _Unclear.FORMULA if cell.value is None and source.data_type == "f" else _xlsx_cell(cell)
            for cell, source in zip(row, written, strict=True)
        ]


def _xlsx_cell(cell: Any) -> _Cell:  # noqa: ANN401 -- openpyxl has no types
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return _Unclear.ERROR
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, dt.time | dt.timedelta):
        return _Unclear.DATE
    if isinstance(value, bool):
        return _Unclear.BOOLEAN
    if isinstance(value, int | float):
        plain = cell.number_format in {"General", "@"} or (
            cell.number_format == "0" and value == int(value)
        )
        return f"{value:.10g}" if plain else _Unclear.NUMBER
    return str(value)


def _ods_rows(data: bytes) -> Iterator[list[_Cell]]:
    from odf.namespaces import TABLENS  # noqa: PLC0415 -- an optional extra
    from odf.opendocument import load  # noqa: PLC0415
    from odf.table import Table, TableRow  # noqa: PLC0415

    # Where the XML is damaged, odfpy prints all of it and returns what it had read until there.
    with redirect_stdout(StringIO()) as printed:
        document = load(BytesIO(data))
    if printed.getvalue():
        raise ValueError("the file is damaged")
    sheet = document.spreadsheet.getElementsByType(Table)[0]
    for row in sheet.getElementsByType(TableRow):
        cells: list[_Cell] = []
        for cell in row.childNodes:
            count = int(cell.attributes.get((TABLENS, "number-columns-repeated"), 1))
            if count <= _MOST_REPEATED:
                cells += [_ods_cell(cell)] * count
        count = int(row.attributes.get((TABLENS, "number-rows-repeated"), 1))
        if count <= _MOST_REPEATED or any(cells):
            yield from [cells] * count


def _ods_cell(cell: Any) -> _Cell:  # noqa: ANN401 -- odfpy has no types
    from odf.namespaces import OFFICENS, TABLENS, TEXTNS  # noqa: PLC0415 -- an optional extra

    kind = cell.attributes.get((OFFICENS, "value-type"), "string")
    if kind == "date":
        day = str(cell.attributes[(OFFICENS, "date-value")])
        return dt.date.fromisoformat(day) if len(day) == 10 else dt.datetime.fromisoformat(day)
    if kind == "time":
        return _Unclear.DATE
    if kind == "boolean":
        return _Unclear.BOOLEAN
    # Only the paragraphs of the cell itself: a comment on it has its own.
    lines = [node for node in cell.childNodes if node.qname == (TEXTNS, "p")]
    text = "\n".join(map(_ods_text, lines))
    if (TABLENS, "formula") in cell.attributes and re.match(r"#|Err:|$", text):
        return _Unclear.ERROR if text else _Unclear.FORMULA
    if kind != "string" and not text:
        return _Unclear.NUMBER
    return text


def _ods_text(node: Any) -> str:  # noqa: ANN401 -- odfpy has no types
    """Return the text of a paragraph (OpenDocument 1.3, part 3, 6.1).

    The function of odfpy for this is under the GPL, unlike the rest of what we use.
    """
    from odf.namespaces import TEXTNS  # noqa: PLC0415 -- an optional extra

    if not hasattr(node, "qname"):
        return ""
    if node.qname == (TEXTNS, "s"):
        return " " * int(node.attributes.get((TEXTNS, "c"), 1))
    if node.qname in {(TEXTNS, "tab"), (TEXTNS, "line-break")}:
        return "\t" if node.qname[1] == "tab" else "\n"
    return "".join(getattr(child, "data", None) or _ods_text(child) for child in node.childNodes)

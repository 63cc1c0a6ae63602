"""Read the rows of a CSV file, in the dialects and encodings of spreadsheets.

A quote that is opened by mistake takes the rows after it into its cell, up to the next quote. Such
a cell is a problem of the row in which it starts, and the rows in it are read as rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Final

from handout.batching.table_rows import Row, column_at
from handout.errors import HandoutError, Origin, Problem, Severity

_SEPARATORS: Final = ",;\t"
_AS_UTF_8: Final = "save it as 'CSV UTF-8'"
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_NOT_UTF_8: Final = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, decoded with surrogate escapes."""
_CODE_PAGES: Final = ("1252", "1250", "1251")
"""Windows code pages: Western European, Central European and Cyrillic."""
_SIGN: Final = "[^\\w\x00-\x7f\u2018\u2019\u201c-\u201e\u2013\u2014\u2026\xb7\xab\xbb\xa0\xb0]"
"""A sign that does not touch letters, unlike dashes and quotes."""
_MISREAD: Final = re.compile(
    # A sign in a word where the right code page has a letter: '£ukasz'.
    rf"[^\W\d_](?={_SIGN})|{_SIGN}(?=[^\W\d_])"
    # Accents on all letters, or two scripts in a word.
    r"|(?<![^\W\d_])[\xc0-\u017f]{3,}(?![^\W\d_])"
    r"|[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]"
    # A capital after a small letter.
    r"|[a-z][\xc0-\xde\u0152\u0160\u0178\u017d]"
)
"""What only occurs in text that is read in a wrong code page."""
_CLOSED: Final = r'"(?:[^"]|"")*"'
"""A quoted cell."""


class CsvFile:
    """A CSV file as text, from which rows are read."""

    def __init__(self, name: str, data: bytes) -> None:
        """Decode a file and find its separator; raise HandoutError if it is not text."""
        self.name = name
        text, self.warnings = _decoded(data, Origin(name, 1, 1))
        self._lines = list(io.StringIO(text, newline=""))
        head = self._lines[0] if self._lines else ""
        # The convention of Excel for the separator of a file.
        stated = head[4:5] if head.casefold().startswith("sep=") else ""
        self.separator = stated or max(_SEPARATORS, key=head.count)
        self._next = 1 if stated else 0
        """Index of the line that is read next."""
        separator = re.escape(self.separator)
        self._cell = re.compile(rf"(?:^|{separator})({_CLOSED}(?={separator}|$)|[^{separator}]*)")

    def rows(self, is_row: Callable[[list[str]], bool]) -> Iterator[Row]:
        """Yield the rows, the header first.

        `is_row` says of the cells of a line, which stands inside quotes, whether they are a row.
        """
        columns: list[str] = []
        while self._next < len(self._lines):
            row = self._row(columns, is_row)
            columns = columns or row.cells
            yield row

    def _row(self, columns: list[str], is_row: Callable[[list[str]], bool]) -> Row:
        start = self._next
        origin = Origin(self.name, start + 1, 1)
        following = (self._lines[index] for index in range(start, len(self._lines)))
        reader = csv.reader(following, delimiter=self.separator, strict=True)
        cells: list[str] = []
        problems: list[Problem] = []
        try:
            cells = next(reader)
        except csv.Error as error:
            hint = "close each quote, and double any quote inside quoted text"
            problems.append(Problem(f"this is not CSV: {error}", origin, hint))
        self._next = start + max(1, reader.line_num)
        for index in range(start + 1, self._next):
            if is_row(self._lines[index].rstrip("\r\n").split(self.separator)):
                self._next = index
                column = column_at(columns, self._unclosed(start))
                message = f"the quote in '{column}' has no end before the row in line {index + 1}"
                hint = "delete the quote, or close it at the end of its cell"
                return Row(origin, [], (Problem(message, origin, hint),))
        written = "".join(self._lines[start : self._next])
        if _NOT_UTF_8.search(written):
            problems.append(Problem("the row is not UTF-8", origin, _AS_UTF_8))
        problems += self._stray_quotes(written, columns, origin)
        return Row(origin, cells, tuple(problems), written)

    def _unclosed(self, line: int) -> int:
        """Return the index of the first cell of a line whose quote is not closed on it."""
        written = self._cell.findall(self._lines[line].rstrip("\r\n"))
        opened = (
            index
            for index, cell in enumerate(written)
            if cell.startswith('"') and not re.fullmatch(_CLOSED, cell)
        )
        return next(opened, len(written) - 1)

    def _stray_quotes(self, written: str, columns: list[str], origin: Origin) -> Iterator[Problem]:
        """Warn about quotes inside cells that are not quoted."""
        for index, cell in enumerate(self._cell.findall(written)):
            if '"' in cell and not cell.startswith('"'):
                message = f"the quote inside '{column_at(columns, index)}' prints as it stands"
                hint = "if it is meant, put quotes around the cell and double the one inside"
                yield Problem(message, origin, hint, Severity.WARNING)


def _decoded(data: bytes, start: Origin) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file, and a warning if its encoding is a guess."""
    if data.startswith(_UTF_16_MARKS) or b"\0" in data[:2]:
        # Without a mark, the zero bytes of the first letter tell the order.
        order = "" if data.startswith(_UTF_16_MARKS) else "-be" if data[:1] == b"\0" else "-le"
        try:
            return data.decode(f"utf-16{order}"), ()
        except UnicodeDecodeError as error:
            problem = Problem("the table is damaged UTF-16", start, _AS_UTF_8)
            raise HandoutError([problem]) from error
    # Bytes that are not UTF-8 become surrogates, so that they can be reported with their row.
    text = data.decode("utf-8-sig", "surrogateescape")
    if _NOT_UTF_8.search(text) and not re.search(r"[^\x00-\x7f\udc80-\udcff]", text):
        for page in _CODE_PAGES:
            found = _in_code_page(data, page)
            if found:
                signs = " ".join(sorted(set(re.findall(r"[^\x00-\x7f\xa0]", found))))
                message = f"the table is not UTF-8: it is read as Windows-{page}, with {signs}"
                hint = f"if these are not its letters, {_AS_UTF_8}"
                return found, (Problem(message, start, hint, Severity.WARNING),)
    return text, ()


def _in_code_page(data: bytes, page: str) -> str:
    """Return the text of a file in a code page; empty if it cannot be in it."""
    try:
        text = data.decode(f"cp{page}")
    except UnicodeDecodeError:
        return ""
    return "" if _MISREAD.search(text) else text

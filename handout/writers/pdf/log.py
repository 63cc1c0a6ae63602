"""Typeset a log: a grid to tick off sessions, in the form that its width has room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise
from typing import Final

from handout import document as doc
from handout.inline import plain_text
from handout.theme import MM, Theme
from handout.writers.pdf.boxes import TOLERANCE, Box, FilledRectangle, Page, Spacer, Stack
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.table_boxes import Columns, Row, RuledTable, TickBoxes, tick_boxes_length
from handout.writers.pdf.text import TextLine

_BOX: Final = 6 * MM
"""The least side of a tick box, for an unsteady hand."""
_BOX_EMS: Final = 1.25
"""The side of a tick box beside large text."""
_ROW: Final = 9 * MM
"""The height of a row with one line of tick boxes, unless it has to shrink."""
_NOTES: Final = 20 * MM
"""The least width of the notes of a week."""
_NOTES_ROWS: Final = 1.5
"""The height of the notes below the days, in rows."""
_PADDING: Final = 2.5
"""The distance of tick boxes from the rules above and below them, in points."""
_LEAST_PADDING: Final = 1.5
_ROWS_SHRINK: Final = 0.64
"""The scale of pictures below which rows are lower, too."""
_GAP_EMS: Final = 0.6
"""The least gap between columns, so that their headings stay apart."""


class Log(Box):
    """A log with its weeks or its days as rows, whichever is less high.

    Notes are beside the days of each week, or below the table if that leaves them no room. With
    the days as rows, weeks that do not fit side by side follow in a table of their own.
    """

    def __init__(self, table: doc.Table, theme: Theme, setter: TextSetter) -> None:
        self._theme = theme
        self._setter = setter
        self._side = max(_BOX, _BOX_EMS * theme.styles.small.size)
        self._gap = max(0.8 * theme.padding, _GAP_EMS * theme.styles.small.size)
        head, *weeks = (row.cells for row in table.rows)
        *self._days, self._notes = head[1:]
        self._weeks = [week[0] for week in weeks]
        self._boxes = [week[1:-1] for week in weeks]
        self._sessions = max(cell.boxes for week in self._boxes for cell in week)
        self._lines = {cell.id: self._line(cell) for cell in (*head[1:], *self._weeks)}
        self._row, self._padding = _ROW, _PADDING
        self._forms: dict[float, Stack] = {}
        self._shrunk: dict[float, Log] = {}
        self.space_before = theme.gap

    def height(self, width: float) -> float:
        """Return the height in the form for a width."""
        return self._form(width).height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the form for a width."""
        self._form(width).place(page, x, top, width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between two tables, or between two rows of the first."""
        parts = self._form(width).split(width, height, forced=forced)
        if parts:
            parts[0].space_before = self.space_before
        return parts

    def shrunk(self, scale: float) -> Log:
        """Return the log with lower rows at a small scale; its tick boxes keep their size.

        Rows are lower only where there is no other way to fit the log.
        """
        if scale >= _ROWS_SHRINK:
            return self
        if scale not in self._shrunk:
            lower = scale / _ROWS_SHRINK
            other = self._shrunk[scale] = copy(self)
            other._row, other._forms, other._shrunk = lower * _ROW, {}, {}  # noqa: SLF001
            other._padding = max(lower * _PADDING, _LEAST_PADDING)  # noqa: SLF001
        return self._shrunk[scale]

    def _form(self, width: float) -> Stack:
        if width not in self._forms:
            forms = [*self._weeks_as_rows(width), self._days_as_rows(width)]
            self._forms[width] = min(forms, key=lambda form: form.height(width))
        return self._forms[width]

    def _weeks_as_rows(self, width: float) -> Iterator[Stack]:
        """Yield tables of a row for each week, with the boxes of a day on one or two lines."""
        labels = [self._lines[week.id] for week in self._weeks]
        rows = [[self._ticks(boxes) for boxes in week] for week in self._boxes]
        for lines in (1, 2):
            boxes = tick_boxes_length(-(-self._sessions // lines), self._side)
            day = max(boxes, self._widest(self._days))
            fixed = (self._widest(self._weeks), *(day for _ in self._days))
            free = width - sum(fixed) - self._gap * (len(fixed) - 1)
            if free - self._gap >= max(_NOTES, self._widest([self._notes])):
                columns = Columns((*fixed, 0.0), (*(0.0 for _ in fixed), 1.0), self._gap)
                # Notes are written on the rule below the row.
                with_notes = [[*boxes, Spacer(0.0)] for boxes in rows]
                heads = [*self._days, self._notes]
                yield _Tables([self._table(heads, labels, with_notes, columns)])
            elif free >= 0:
                columns = Columns(fixed, (0.0, *(1.0 for _ in self._days)), self._gap)
                table = self._table(self._days, labels, rows, columns)
                yield _Tables([table, self._notes_row()])

    def _notes_row(self) -> Box:
        """Return a row for the notes of all weeks, to go below a table."""
        line = self._lines[self._notes.id]
        columns = Columns((line.natural_width, 0.0), (0.0, 1.0), self._gap)
        height = _NOTES_ROWS * self._row
        row = Row([line, Spacer(0.0)], columns, least_height=height)
        return Stack([row, FilledRectangle(self._theme.colours.rule, 0.6)])

    def _days_as_rows(self, width: float) -> Stack:
        """Return a row for each day and one for notes, for as many weeks as fit side by side."""
        labels = [*self._days, self._notes]
        label = self._widest(labels)
        week = max(self._widest(self._weeks), tick_boxes_length(self._sessions, self._side))
        fitting = max(1, int((width - label + TOLERANCE) // (week + self._gap)))
        count = -(-len(self._weeks) // fitting)
        tables: list[Box] = []
        for start, end in pairwise(len(self._weeks) * n // count for n in range(count + 1)):
            columns = Columns(
                (label, *(0.0 for _ in range(start, end))),
                (0.0, *(1.0 for _ in range(start, end))),
                self._gap,
            )
            rows: list[list[Box]] = [
                [self._ticks(boxes[day]) for boxes in self._boxes[start:end]]
                for day in range(len(self._days))
            ]
            # Each week's notes are written above the rule, under the week's boxes.
            rows.append([Spacer(_NOTES_ROWS * self._row)] * (end - start))
            lines = [
                self._line(cell, Artifact.LAYOUT) if tables else self._lines[cell.id]
                for cell in labels
            ]
            tables.append(self._table(self._weeks[start:end], lines, rows, columns))
            tables[-1].space_before = 2 * self._theme.gap
        return _Tables(tables)

    def _table(
        self,
        heads: Sequence[doc.Cell],
        labels: Sequence[Box],
        rows: Sequence[Sequence[Box]],
        columns: Columns,
    ) -> RuledTable:
        """Return a table; only its first head is tagged, repeated ones are artifacts."""
        first = Row([Spacer(0.0), *(self._lines[cell.id] for cell in heads)], columns)
        repeated = (self._line(cell, Artifact.LAYOUT) for cell in heads)
        return RuledTable(
            first,
            [
                Row([label, *cells], columns, least_height=self._row - 2 * self._padding)
                for label, cells in zip(labels, rows, strict=True)
            ],
            self._theme.colours.rule,
            self._padding,
            Row([Spacer(0.0), *repeated], columns),
        )

    def _line(self, cell: doc.Cell, owner: Artifact | None = None) -> TextLine:
        style = self._theme.styles.small
        words, owned = plain_text(cell.content), owner or self._setter.cell_owner(cell)
        return self._setter.line(words, style, owned, cell.origin)

    def _ticks(self, cell: doc.Cell) -> TickBoxes:
        owner = Owner(cell.id, Part.BLANK)
        return TickBoxes(self._theme.styles.small.colour, cell.boxes, self._side, owner)

    def _widest(self, cells: Sequence[doc.Cell]) -> float:
        return max(self._lines[cell.id].natural_width for cell in cells)


class _Tables(Stack):
    """Tables that are split only if they do not fit on a page of their own."""

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between two tables, or between two rows of the first."""
        fitting = len(self.children)
        while fitting and Stack(self.children[:fitting]).height(width) > height + TOLERANCE:
            fitting -= 1
        if fitting:
            return Stack(self.children[:fitting]), _Tables(self.children[fitting:])
        first, *others = self.children
        parts = first.split(width, height, forced=forced)
        return parts and (parts[0], _Tables([parts[1], *others]))

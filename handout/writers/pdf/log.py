"""Typeset a log: a grid to tick off sessions, in the form that its width has room for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Self

from msgspec.structs import replace

from handout import document as doc
from handout.inline import plain_text
from handout.theme import MM, Style, Theme
from handout.writers.pdf.boxes import (
    TOLERANCE,
    Box,
    FilledRectangle,
    Flow,
    MaxWidth,
    Page,
    Rows,
    Spacer,
    Stack,
)
from handout.writers.pdf.inline_text import TextOverTwin, TextSetter
from handout.writers.pdf.marks import Artifact, Owner, Part
from handout.writers.pdf.table_boxes import (
    Columns,
    NumberBox,
    Row,
    RuledTable,
    TickBoxes,
    tick_boxes_length,
)
from handout.writers.pdf.text import Span, TextLine

_Cells = tuple[doc.Cell, ...]
_Line = TextLine | TextOverTwin

_BOX: Final = 6 * MM
"""The least side of a tick box, for an unsteady hand."""
_BOX_EMS: Final = 1.25
"""The side of a tick box beside large text."""
_NUMBER: Final = 9 * MM, 7 * MM
"""The least width and height of a place for a number."""
_NUMBER_EMS: Final = 1.8, 1.4
"""The same beside large text."""
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
_DAYS_APART: Final = 9.0
"""The least gap between days with several boxes, so that they are not taken for those of one."""
_NAME_EMS: Final = 9
"""The least width for a long name beside its boxes; otherwise it is above them."""


def typeset_log(log: doc.Log, theme: Theme, setter: TextSetter) -> Box:
    """Return a log: one table for all weeks, or one for each, which no page divides."""
    if len(log.tables) == 1 and log.tables[0].kind is doc.TableKind.LOG:
        return _AllWeeks(log.tables[0], theme, setter)
    return Flow([_Week(table, theme, setter) for table in log.tables], theme.gap)


class _Grid(Box):
    """A table of a log, in the form that is least high at its width."""

    def __init__(self, table: doc.Table, theme: Theme, setter: TextSetter, scale: float) -> None:
        """Take the table, and the scale of the height of its rows."""
        self._table = table
        self._theme = theme
        self._setter = setter
        self._scale = scale
        self._side = max(_BOX, _BOX_EMS * theme.styles.small.size)
        self._gap = max(0.8 * theme.padding, _GAP_EMS * theme.styles.small.size)
        self._row = scale * _ROW
        self._padding = max(scale * _PADDING, _LEAST_PADDING)
        self._chosen: dict[float, Stack] = {}
        self._shrunk: dict[float, Self] = {}

    @abstractmethod
    def _scaled(self, scale: float) -> Self:
        """Return the table with rows at a scale."""

    @abstractmethod
    def _forms(self, width: float) -> Iterator[Stack]:
        """Yield the forms for a width."""

    def height(self, width: float) -> float:
        """Return the height in the form for a width."""
        return self._form(width).height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the form for a width."""
        self._form(width).place(page, x, top, width)

    def parts(self, width: float) -> Sequence[Box]:
        """Return the tables if there are several."""
        form = self._form(width)
        return form.parts(width) if isinstance(form, Rows) else (self,)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between two rows."""
        parts = self._form(width).split(width, height, forced=forced)
        if parts:
            parts[0].space_before = self.space_before
        return parts

    def shrunk(self, scale: float) -> Self:
        """Return the table with lower rows at a small scale; its tick boxes keep their size.

        Rows are lower only where there is no other way to fit it.
        """
        if scale >= _ROWS_SHRINK:
            return self
        if scale not in self._shrunk:
            self._shrunk[scale] = self._scaled(scale / _ROWS_SHRINK)
        return self._shrunk[scale]

    def _form(self, width: float) -> Stack:
        if width not in self._chosen:
            self._chosen[width] = min(self._forms(width), key=lambda form: form.height(width))
        return self._chosen[width]

    def _ticks(self, cell: doc.Cell) -> TickBoxes:
        owner = Owner(cell.id, Part.BLANK)
        return TickBoxes(self._theme.styles.small.colour, cell.boxes, self._side, owner)


class _AllWeeks(_Grid):
    """All weeks, with the weeks or the days as rows.

    Notes are beside the days of each week, or below the table if that leaves them no room. With
    the days as rows, weeks that do not fit side by side follow in a table of their own.
    """

    def __init__(
        self,
        table: doc.Table,
        theme: Theme,
        setter: TextSetter,
        scale: float = 1.0,
        *,
        continued: bool = False,
    ) -> None:
        """Take all weeks, or those that continue a table in which their heads are tagged."""
        super().__init__(table, theme, setter, scale)
        head, *weeks = (row.cells for row in table.rows)
        *self._days, self._notes = head[1:]
        self._continued = continued
        self._weeks = [week[0] for week in weeks]
        self._boxes = [week[1:-1] for week in weeks]
        self._sessions = max(cell.boxes for week in self._boxes for cell in week)
        owner = Artifact.LAYOUT if continued else None
        self._lines = {cell.id: self._line(cell, owner) for cell in head[1:]}
        self._lines |= {cell.id: self._line(cell) for cell in self._weeks}
        self.space_before = 2 * theme.gap if continued else theme.gap

    def _scaled(self, scale: float) -> Self:
        table, continued = self._table, self._continued
        return type(self)(table, self._theme, self._setter, scale, continued=continued)

    def _forms(self, width: float) -> Iterator[Stack]:
        yield from self._weeks_as_rows(width)
        yield self._days_as_rows(width)

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
                yield Stack([self._ruled(heads, labels, with_notes, columns)])
            elif free >= 0:
                columns = Columns(fixed, (0.0, *(1.0 for _ in self._days)), self._gap)
                table = self._ruled(self._days, labels, rows, columns)
                yield Stack([table, self._notes_row()])

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
        if count > 1:
            ends = pairwise(len(self._weeks) * n // count for n in range(count + 1))
            return Rows([self._some_weeks(start, end) for start, end in ends], self.space_before)
        columns = _columns(label, [1.0] * len(self._weeks), self._gap)
        rows: list[list[Box]] = [
            [self._ticks(week[day]) for week in self._boxes] for day in range(len(self._days))
        ]
        # Each week's notes are written above the rule, under the week's boxes.
        rows.append([Spacer(_NOTES_ROWS * self._row)] * len(self._weeks))
        lines = [self._lines[cell.id] for cell in labels]
        return Stack([self._ruled(self._weeks, lines, rows, columns)])

    def _some_weeks(self, start: int, end: int) -> _AllWeeks:
        """Return a table of a part of the weeks; only the first has heads that are tagged."""
        head, *weeks = self._table.rows
        some = replace(self._table, rows=(head, *weeks[start:end]))
        return _AllWeeks(some, self._theme, self._setter, self._scale, continued=start > 0)

    def _ruled(
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

    def _line(self, cell: doc.Cell, owner: Artifact | None = None) -> _Line:
        style = self._theme.styles.small
        words, owned = plain_text(cell.content), owner or self._setter.owner_of(cell)
        return self._setter.line_over_twin(words, cell.twin, style, owned, cell.origin)

    def _widest(self, cells: Sequence[doc.Cell]) -> float:
        return max(self._lines[cell.id].natural_width for cell in cells)


class _Week(_Grid):
    """A week, with a row for each thing to tick or to write down.

    Each has its name beside the boxes of its days, or above them if that is less high. Where the
    days do not fit side by side, they are the rows, and what is ticked is side by side, in as many
    tables as that takes.
    """

    def __init__(
        self, table: doc.Table, theme: Theme, setter: TextSetter, scale: float = 1.0
    ) -> None:
        super().__init__(table, theme, setter, scale)
        head, *rows, (self._notes, _) = (row.cells for row in table.rows)
        self._days, self._rows = head[1:], rows
        self._small, self._body = theme.styles.small, theme.styles.cell
        width, height = (ems * self._small.size for ems in _NUMBER_EMS)
        self._number = max(_NUMBER[0], width), max(_NUMBER[1], height)
        self._sessions = max(cell.boxes for row in rows for cell in row[1:])
        if self._sessions > 1:
            self._gap = max(self._gap, _DAYS_APART)
        self._day_width = max(self._width(cell, self._small) for cell in self._days)
        self._caption_width = self._caption(tagged=False).natural_width
        self.space_before = 2 * theme.gap

    def _scaled(self, scale: float) -> Self:
        return type(self)(self._table, self._theme, self._setter, scale)

    def _forms(self, width: float) -> Iterator[Stack]:
        natural = max(self._width(name, self._body) for name, *_ in self._rows)
        least = max(self._caption_width, min(natural, _NAME_EMS * self._body.size))
        for boxes in range(1, self._sessions + 1):
            day = max(self._day_width, *(self._place_width(row, boxes) for row in self._rows))
            free = width - len(self._days) * (day + self._gap)
            if free >= least:
                yield self._names_beside(max(self._caption_width, min(natural, free)))
            if boxes == 1:
                yield self._names_above() if free + self._gap >= 0 else self._days_as_rows(width)

    def _names_beside(self, name: float) -> Stack:
        """Return a table whose first column has a width for the names."""
        columns = _columns(name, [1.0] * len(self._days), self._gap)
        first, repeated = (
            Row([self._caption(tagged=tagged), *self._day_names(tagged=tagged)], columns)
            for tagged in (True, False)
        )
        rows = [
            self._line([self._name(name), *map(self._place, row)], columns)
            for name, *row in self._rows
        ]
        return Stack([self._ruled(first, repeated, [*rows, self._notes_line()])])

    def _names_above(self) -> Stack:
        """Return a table with each name above its boxes."""
        columns = Columns((0.0,) * len(self._days), (1.0,) * len(self._days), self._gap)
        first, repeated = (
            Stack([self._caption(tagged=tagged), Row([*self._day_names(tagged=tagged)], columns)])
            for tagged in (True, False)
        )
        rows = [
            Stack(
                [
                    MaxWidth(self._name(name), self._width(name, self._body)),
                    self._line([*map(self._place, row)], columns, self._padding),
                ]
            )
            for name, *row in self._rows
        ]
        return Stack([self._ruled(first, repeated, [*rows, self._notes_line()])])

    def _days_as_rows(self, width: float) -> Stack:
        """Return tables of a row for each day, with as many columns as fit side by side."""
        label = max(self._day_width, self._caption_width)
        tables: list[Box] = []
        for group in self._side_by_side(width - label):
            columns = _columns(label, [self._column_width(row) for row in group], self._gap)
            first, repeated = (
                Row(
                    [
                        self._caption(tagged=tagged and not tables),
                        *(self._name(row[0], tagged=tagged) for row in group),
                    ],
                    columns,
                )
                for tagged in (True, False)
            )
            days = self._day_names(tagged=not tables)
            rows = [
                self._line([day, *(self._place(row[place]) for row in group)], columns)
                for place, day in enumerate(days, 1)
            ]
            notes = [self._notes_line()] if group[-1] is self._rows[-1] else []
            tables.append(self._ruled(first, repeated, [*rows, *notes]))
            tables[-1].space_before = self._theme.gap
        return Rows(tables, self.space_before)

    def _side_by_side(self, width: float) -> Iterator[list[_Cells]]:
        """Yield the rows of the document in groups whose columns fit into a width."""
        group, left = list[_Cells](), width
        for row in self._rows:
            needed = self._gap + self._column_width(row)
            if group and needed > left:
                yield group
                group, left = [], width
            group.append(row)
            left -= needed
        yield group

    def _column_width(self, row: _Cells) -> float:
        """Return the least width of a row of the document as a column."""
        words = [word for text in _words(row[0]) for word in text.split()]
        longest = max(self._word_width(word, self._body) for word in words)
        return max(longest, self._place_width(row, self._sessions))

    def _place_width(self, row: _Cells, boxes: int) -> float:
        """Return the width of a place of a row, with so many boxes side by side at most."""
        if any(cell.rating for cell in row):
            return self._number[0]
        return tick_boxes_length(min(boxes, max(cell.boxes for cell in row)), self._side)

    def _ruled(self, first: Box, repeated: Box, rows: Sequence[Box]) -> RuledTable:
        return _EvenTable(first, rows, self._theme.colours.rule, self._padding, repeated)

    def _line(self, cells: Sequence[Box], columns: Columns, space_before: float = 0.0) -> Row:
        """Return a row as high as a hand needs."""
        return Row(cells, columns, space_before, self._row - 2 * self._padding)

    def _notes_line(self) -> Row:
        """Return the row for notes, which are written on its rule."""
        label = self._width(self._notes, self._body)
        return self._line([self._name(self._notes), Spacer(0.0)], _columns(label, [1.0], self._gap))

    def _caption(self, *, tagged: bool) -> _Line:
        """Set the name of the week; only its first is tagged, repeated ones are artifacts."""
        caption = self._setter.label_owner(self._table.id, Part.CAPTION)
        words = plain_text(self._table.caption)
        owner = caption if tagged else Artifact.LAYOUT
        style, twin = self._theme.styles.label, self._table.twin
        return self._setter.line_over_twin(words, twin, style, owner, self._table.origin)

    def _day_names(self, *, tagged: bool) -> Iterator[_Line]:
        for cell in self._days:
            owner = self._setter.owner_of(cell) if tagged else Artifact.LAYOUT
            words = plain_text(cell.content)
            yield self._setter.line_over_twin(words, cell.twin, self._small, owner, cell.origin)

    def _name(self, cell: doc.Cell, *, tagged: bool = True) -> Box:
        if not tagged:
            lines = [self._span(text) for text in _words(cell)]
            return Stack([self._setter.paragraph([line], self._body) for line in lines])
        owner = self._setter.owner_of(cell)
        return self._setter.text_over_twin(owner, cell.content, cell.twin, self._body, cell.origin)

    def _span(self, text: str) -> Span:
        return Span.plain(text, self._body, Artifact.LAYOUT)

    def _place(self, cell: doc.Cell) -> Box:
        """Return what is ticked or written in on a day."""
        if not cell.rating:
            return self._ticks(cell) if cell.boxes else Spacer(0.0)
        owner = Owner(cell.id, Part.BLANK)
        return NumberBox(self._small.colour, self._number, owner)

    def _width(self, cell: doc.Cell, style: Style) -> float:
        return max(self._word_width(text, style) for text in _words(cell))

    def _word_width(self, text: str, style: Style) -> float:
        return self._setter.line(text, style, Artifact.LAYOUT).natural_width


def _words(cell: doc.Cell) -> list[str]:
    """Return the words of a heading, in one language or in two."""
    return [plain_text(each.content) for each in (cell, cell.twin) if each]


def _columns(label: float, shares: Sequence[float], gap: float) -> Columns:
    """Return a column of labels with a width, and columns that share the rest."""
    return Columns((label, *(0.0 for _ in shares)), (0.0, *shares), gap)


class _EvenTable(RuledTable):
    """A table whose parts are about equally high, so that none is a row or two."""

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between two rows."""
        total = self.height(width)
        share = total / -(-total // height) + self.tallest_row(width)
        return super().split(width, min(height, share), forced=forced)

"""Boxes of tables and forms: rows, rules, tick boxes and lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from msgspec import Struct

from handout.colour import Colour
from handout.writers.pdf.boxes import Box, Drawable, FilledRectangle, Page, Placement
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Owner


class Columns(Struct, frozen=True):
    """The widths of table columns: fixed, or shares of the remaining width."""

    fixed: tuple[float, ...]
    """Widths in points; 0 for a column with a share."""
    shares: tuple[float, ...]
    gap: float

    def widths(self, width: float) -> list[float]:
        """Return the column widths for a total width."""
        free = width - sum(self.fixed) - self.gap * (len(self.fixed) - 1)
        per_share = free / (sum(self.shares) or 1.0)
        return [
            fixed or share * per_share for fixed, share in zip(self.fixed, self.shares, strict=True)
        ]


class FittedColumns(Struct, frozen=True):
    """Columns as wide as their texts, or else divided by how much each has to say."""

    least: tuple[float, ...]
    """The width of the longest word of each column."""
    natural: tuple[float, ...]
    """The width of the longest text of each column."""
    gap: float

    @property
    def least_width(self) -> float:
        """The width at which no word has to be broken."""
        return sum(self.least) + self.gap * (len(self.least) - 1)

    def widths(self, width: float) -> list[float]:
        """Return the column widths for a total width."""
        free = width - self.gap * (len(self.least) - 1)
        if free <= sum(self.least):
            return [free * least / (sum(self.least) or 1.0) for least in self.least]
        spread = sum(self.natural) - sum(self.least)
        if sum(self.natural) <= free or not spread:
            # A column that says more gets more of what is left.
            return [free * natural / sum(self.natural) for natural in self.natural]
        share = (free - sum(self.least)) / spread
        pairs = zip(self.least, self.natural, strict=True)
        return [least + share * (natural - least) for least, natural in pairs]


class Row(Box):
    """Cells side by side, vertically centred or aligned at their tops."""

    def __init__(
        self,
        cells: Sequence[Box],
        columns: Columns | FittedColumns,
        space_before: float = 0.0,
        least_height: float = 0.0,
        *,
        top: bool = False,
    ) -> None:
        self._least_height = least_height
        self._top = top
        self._cells = tuple(cells)
        self._columns = columns
        self._heights: dict[float, float] = {}
        self.space_before = space_before

    def height(self, width: float) -> float:
        """Return the height of the tallest cell, or the least height of the row."""
        if width not in self._heights:
            pairs = zip(self._cells, self._columns.widths(width), strict=True)
            tallest = max(cell.height(column) for cell, column in pairs)
            self._heights[width] = max(tallest, self._least_height)
        return self._heights[width]

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the cells from left to right."""
        height = self.height(width)
        for cell, column in zip(self._cells, self._columns.widths(width), strict=True):
            offset = 0.0 if self._top else (height - cell.height(column)) / 2
            cell.place(page, x, top - offset, column)
            x += column + self._columns.gap

    def shrunk(self, scale: float) -> Row:
        """Return the row with its pictures scaled."""
        cells = [cell.shrunk(scale) for cell in self._cells]
        style = self.space_before, self._least_height
        return Row(cells, self._columns, *style, top=self._top)


class RuledTable(Box):
    """Table rows with a rule below each; the head is repeated after a page break."""

    def __init__(
        self, head: Box, rows: Sequence[Box], colour: Colour, space: float, repeated: Box
    ) -> None:
        """Take the rows, the padding above and below each, and the head for further pages."""
        self._head = head
        self._repeated = repeated
        self._rows = tuple(rows)
        self._colour = colour
        self._space = space
        self._shrunk: dict[float, RuledTable] = {}

    def shrunk(self, scale: float) -> RuledTable:
        """Return the table with its pictures scaled."""
        # Cached, because every document with the table tries the same few scales.
        if scale not in self._shrunk:
            other = self._shrunk[scale] = copy(self)
            other._head, other._shrunk = self._head.shrunk(scale), {}  # noqa: SLF001
            other._rows = tuple(row.shrunk(scale) for row in self._rows)  # noqa: SLF001
        return self._shrunk[scale]

    def height(self, width: float) -> float:
        """Return the height of all rows and rules."""
        return sum(self._row_height(row, width) for row in (self._head, *self._rows))

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place each row and the rule below it."""
        for row in (self._head, *self._rows):
            row.place(page, x, top - self._space, width)
            top -= self._row_height(row, width)
            page.append(Placement(FilledRectangle(self._colour, _LINE), x, top, width))

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:  # noqa: ARG002 -- rows are never split
        """Split between two rows if at least one fits below the head."""
        used = self._row_height(self._head, width)
        for index, row in enumerate(self._rows):
            used += self._row_height(row, width)
            if used > height:
                return self._split_before(index) if index else None
        return None

    def flow(self, width: float) -> Sequence[Box]:  # noqa: ARG002
        """Return each row as a table; none is left alone at the end or start of a page."""
        style = self._colour, self._space, self._repeated
        head, *rows = (RuledTable(row, (), *style) for row in (self._head, *self._rows))
        head.space_before = self.space_before
        for row in rows:
            row.break_cost = _SHORT_BREAK_COST if len(rows) <= _FEW_ROWS else _BREAK_COST
            row.repeated = RuledTable(self._repeated, (), *style)
        for row in (head, *rows[:-1][:1], *rows[-2:-1]):
            row.keep_with_next = True
        rows[-1].keep_with_next = self.keep_with_next
        return (head, *rows)

    def tallest_row(self, width: float) -> float:
        """Return the height of the tallest row below the head."""
        return max(self._row_height(row, width) for row in self._rows)

    def _split_before(self, index: int) -> tuple[Box, Box]:
        style = self._colour, self._space, self._repeated
        first = type(self)(self._head, self._rows[:index], *style)
        return first, type(self)(self._repeated, self._rows[index:], *style)

    def _row_height(self, row: Box, width: float) -> float:
        return row.height(width) + 2 * self._space + _LINE


_LINE = 0.6
_BREAK_COST = 0.05
"""The cost of a break between two rows, which is better than a hole of a quarter of a page."""

_SHORT_BREAK_COST = 0.12
"""The same in a short table, which is better than a hole of a third of a page."""

_FEW_ROWS = 6
"""The most rows of a short table."""


class TickBoxes(Box):
    """Square tick boxes side by side, on several lines if necessary."""

    def __init__(self, colour: Colour, count: int, side: float, owner: Owner) -> None:
        self._boxes = [_TickBox(colour, side, owner)] * count
        self._side = side

    def _per_line(self, width: float) -> int:
        return max(1, int((width + _TICK_GAP) // (self._side + _TICK_GAP)))

    def height(self, width: float) -> float:
        """Return the height of all lines of boxes."""
        lines = -(-len(self._boxes) // self._per_line(width))
        return tick_boxes_length(lines, self._side)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place each box by itself, so that those of right-to-left pages begin at the right."""
        step = self._side + _TICK_GAP
        for index, box in enumerate(self._boxes):
            line, column = divmod(index, self._per_line(width))
            box.place(page, x + column * step, top - line * step, self._side)


class _TickBox(Drawable):
    """One tick box, with a mark of its own."""

    def __init__(self, colour: Colour, side: float, owner: Owner) -> None:
        self.owner = owner
        self._colour = colour
        self._side = side

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the length of its side."""
        return self._side

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the outline."""
        canvas.setStrokeColor(self._colour.fractions)
        canvas.setLineWidth(1)
        with canvas.marked(self.owner):
            canvas.rect(x, top - self._side, width, self._side)


_TICK_GAP = 3.0


class NumberBox(Drawable):
    """A frame to write a number in."""

    def __init__(self, colour: Colour, size: tuple[float, float], owner: Owner) -> None:
        """Take its width and height in points."""
        self.owner = owner
        self._colour = colour
        self._size = size

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height of the frame."""
        return self._size[1]

    def place(self, page: Page, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Place the frame no wider than it is, so that its mirror image is flush right."""
        super().place(page, x, top, self._size[0])

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the frame with round corners, which tell it from a box to tick."""
        height = self._size[1]
        canvas.setStrokeColor(self._colour.fractions)
        canvas.setLineWidth(1)
        with canvas.marked(self.owner):
            canvas.roundRect(x, top - height, width, height, _CORNER)


_CORNER = 4.0


def tick_boxes_length(count: int, side: float) -> float:
    """Return the length of some tick boxes side by side."""
    return count * (side + _TICK_GAP) - _TICK_GAP


class Blank(Drawable):
    """A rule to write on."""

    def __init__(self, colour: Colour, depth: float, owner: Owner) -> None:
        self.owner = owner
        self._colour = colour
        self._depth = depth

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height left for handwriting."""
        return self._depth

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the rule."""
        with canvas.marked(self.owner):
            y = top - self._depth + 3
            canvas.setStrokeColor(self._colour.fractions)
            canvas.setLineWidth(0.8)
            canvas.line(x, y, x + width, y)

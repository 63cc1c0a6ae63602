"""Rows and columns on a page: tables, forms to fill in by hand, boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from handout.colour import Colour
from handout.writers.pdf.boxes import Box, Drawable, Ground, Page, Placement
from handout.writers.pdf.canvas import MarkedCanvas


class Columns(Struct, frozen=True):
    """How wide the columns of a table are: some fixed, the rest by their shares."""

    fixed: tuple[float, ...]
    """Points; 0 for a column that has a share."""
    shares: tuple[float, ...]
    gap: float

    def widths(self, width: float) -> list[float]:
        """Return the widths that together take a width."""
        free = width - sum(self.fixed) - self.gap * (len(self.fixed) - 1)
        unit = free / (sum(self.shares) or 1.0)
        return [fixed or share * unit for fixed, share in zip(self.fixed, self.shares, strict=True)]


class Row(Box):
    """Cells side by side, all in the middle of the row's height."""

    def __init__(self, cells: Sequence[Box], columns: Columns, space_before: float = 0.0) -> None:
        self._cells = tuple(cells)
        self._columns = columns
        self._heights: dict[float, float] = {}
        self.space_before = space_before

    def height(self, width: float) -> float:
        """Return the height of the highest cell."""
        if width not in self._heights:
            pairs = zip(self._cells, self._columns.widths(width), strict=True)
            self._heights[width] = max(cell.height(column) for cell, column in pairs)
        return self._heights[width]

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the cells from the left."""
        height = self.height(width)
        for cell, column in zip(self._cells, self._columns.widths(width), strict=True):
            drop = (height - cell.height(column)) / 2
            cell.place(page, x, top - drop, column)
            x += column + self._columns.gap


class Ruled(Box):
    """Rows with a line under each; another head stands over them where the table goes on."""

    def __init__(
        self, head: Box, rows: Sequence[Box], colour: Colour, space: float, repeated: Box
    ) -> None:
        """Take the rows, and the space between a row and the line under it."""
        self._head = head
        self._repeated = repeated
        self._rows = tuple(rows)
        self._colour = colour
        self._space = space

    def height(self, width: float) -> float:
        """Return the height of all rows and lines."""
        return sum(self._row_height(row, width) for row in (self._head, *self._rows))

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the rows, a line under each."""
        for row in (self._head, *self._rows):
            row.place(page, x, top - self._space, width)
            top -= self._row_height(row, width)
            page.append(Placement(Ground(self._colour, _LINE), x, top, width))

    def split(
        self,
        width: float,
        height: float,
        *,
        forced: bool = False,  # noqa: ARG002 -- a row is never cut
    ) -> tuple[Box, Box] | None:
        """Split between two rows, if at least one stays with the head."""
        used = self._row_height(self._head, width)
        for index, row in enumerate(self._rows):
            used += self._row_height(row, width)
            if used > height:
                return self._cut(index) if index else None
        return None

    def _cut(self, index: int) -> tuple[Box, Box]:
        first = Ruled(self._head, self._rows[:index], self._colour, self._space, self._repeated)
        first.space_before = self.space_before
        rest = self._rows[index:]
        return first, Ruled(self._repeated, rest, self._colour, self._space, self._repeated)

    def _row_height(self, row: Box, width: float) -> float:
        return row.height(width) + 2 * self._space + _LINE


_LINE = 0.6


class TickBoxes(Drawable):
    """Squares to tick, side by side or, where there is no room, under one another."""

    def __init__(self, colour: Colour, count: int, side: float) -> None:
        self._colour = colour
        self._count = count
        self._side = side

    def _across(self, width: float) -> int:
        return max(1, int((width + _BETWEEN) // (self._side + _BETWEEN)))

    def height(self, width: float) -> float:
        """Return the height of the lines of squares."""
        lines = -(-self._count // self._across(width))
        return lines * (self._side + _BETWEEN) - _BETWEEN

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the outlines of the squares."""
        across = self._across(width)
        with canvas.marked(self.owner):
            canvas.setStrokeColor(self._colour.fractions)
            canvas.setLineWidth(1)
            for index in range(self._count):
                line, place = divmod(index, across)
                left = x + place * (self._side + _BETWEEN)
                below = top - line * (self._side + _BETWEEN) - self._side
                canvas.rect(left, below, self._side, self._side)


_BETWEEN = 3.0


class Blank(Drawable):
    """A ruled space for handwriting."""

    def __init__(self, colour: Colour, depth: float) -> None:
        self._colour = colour
        self._depth = depth

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the room that a hand needs."""
        return self._depth

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the line to write on."""
        with canvas.marked(self.owner):
            below = top - self._depth + 3
            canvas.setStrokeColor(self._colour.fractions)
            canvas.setLineWidth(0.8)
            canvas.line(x, below, x + width, below)

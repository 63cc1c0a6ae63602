"""The small things on a page: bookmarks, numbers in squares, rows of boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.colors import HexColor

from handout.document import Heading
from handout.writers.pdf.boxes import Box, Ground, Ink, Placement
from handout.writers.pdf.marks import MarkedCanvas, Owner
from handout.writers.pdf.text import TextLine


class Anchor(Ink):
    """A place that readers can be led to: a bookmark and the target of links. Takes no room."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self.owner = Owner(heading.id)
        self.keep_with_next = True

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return nothing."""
        return 0.0

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Set the destination and its entry in the outline."""
        heading = self._heading
        canvas.add_bookmark(heading.id, heading.words, heading.level - 1, top)


class NumberBadge(Box):
    """A number in white on a square."""

    _EDGE = 1.0

    def __init__(self, number: TextLine, ground: str) -> None:
        self._number = number
        self._ground = ground

    def height(self, width: float) -> float:
        """Return the side of the square."""
        return self._number.height(width) + 2 * self._EDGE

    def place(self, x: float, top: float, width: float) -> Iterator[Placement]:
        """Place the number in the middle of its square."""
        side = self.height(width)
        yield Placement(Ground(self._ground, side, radius=3), x, top, side)
        left = x + (side - self._number.natural_width) / 2
        yield from self._number.place(left, top - self._EDGE, self._number.natural_width)


class Row(Box):
    """Boxes side by side in columns of one width."""

    def __init__(self, cells: Sequence[Box], space_before: float) -> None:
        self._cells = tuple(cells)
        self.space_before = space_before

    def height(self, width: float) -> float:
        """Return the height of the highest cell."""
        column = width / len(self._cells)
        return max(cell.height(column) for cell in self._cells)

    def place(self, x: float, top: float, width: float) -> Iterator[Placement]:
        """Place the cells from the left."""
        column = width / len(self._cells)
        for index, cell in enumerate(self._cells):
            yield from cell.place(x + index * column, top, column)


class Empty(Box):
    """Nothing, where a row has no cell."""

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return nothing."""
        return 0.0

    def place(self, x: float, top: float, width: float) -> Iterator[Placement]:  # noqa: ARG002
        """Place nothing."""
        yield from ()


class TickBox(Ink):
    """A square to tick."""

    _SIDE = 16.0

    def __init__(self, colour: str) -> None:
        self._colour = colour

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the side of the square."""
        return self._SIDE

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the outline of the square."""
        with canvas.marked(self.owner):
            canvas.setStrokeColor(HexColor(self._colour))
            canvas.rect(x, top - self._SIDE, self._SIDE, self._SIDE, stroke=1, fill=0)

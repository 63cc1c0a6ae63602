"""Boxes of a heading: its place for the document outline, and its number."""

from __future__ import annotations

from handout.colour import Colour
from handout.writers.pdf.boxes import Box, Drawable, FilledRectangle, Page, Placement
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Owner
from handout.writers.pdf.text import TextLine


class Anchor(Drawable):
    """An empty box that records where a node begins, for the document outline."""

    def __init__(self, node: str) -> None:
        self._node = node
        self.owner = Owner(node)
        self.keep_with_next = True

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return zero."""
        return 0.0

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Record the top of the box."""
        canvas.add_destination(self._node, top)


class NumberBadge(Box):
    """A number in a filled square."""

    _PADDING = 1.0

    def __init__(self, number: TextLine, colour: Colour) -> None:
        self._number = number
        self._colour = colour

    def height(self, width: float) -> float:
        """Return the side length of the square."""
        return self._number.height(width) + 2 * self._PADDING

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the square with the number centred in it."""
        side = self.height(width)
        page.append(Placement(FilledRectangle(self._colour, side, radius=3), x, top, side))
        left = x + (side - self._number.natural_width) / 2
        self._number.place(page, left, top - self._PADDING, self._number.natural_width)

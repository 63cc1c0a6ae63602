"""The small things on a page: bookmarks and numbers in squares."""

from __future__ import annotations

from handout.colour import Colour
from handout.document import Heading
from handout.writers.pdf.boxes import Box, Drawable, Ground, Page, Placement
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Owner
from handout.writers.pdf.text import TextLine


class Anchor(Drawable):
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
        canvas.add_bookmark(heading.words, heading.level - 1, top)


class NumberBadge(Box):
    """A number in white on a square."""

    _EDGE = 1.0

    def __init__(self, number: TextLine, ground: Colour) -> None:
        self._number = number
        self._ground = ground

    def height(self, width: float) -> float:
        """Return the side of the square."""
        return self._number.height(width) + 2 * self._EDGE

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the number in the middle of its square."""
        side = self.height(width)
        page.append(Placement(Ground(self._ground, side, radius=3), x, top, side))
        left = x + (side - self._number.natural_width) / 2
        self._number.place(page, left, top - self._EDGE, self._number.natural_width)


class Gap(Box):
    """Room left free."""

    def __init__(self, depth: float) -> None:
        self._depth = depth

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the depth."""
        return self._depth

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place nothing."""

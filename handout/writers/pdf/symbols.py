"""Draw signs on pages."""

from __future__ import annotations

from handout.colour import WHITE
from handout.symbols import SIDE, Point, Symbol
from handout.theme import Colours
from handout.writers.pdf.boxes import Drawable, Page
from handout.writers.pdf.canvas import MarkedCanvas


class SymbolBox(Drawable):
    """A sign, drawn as decoration: the words beside it say the same."""

    def __init__(self, symbol: Symbol, colours: Colours, side: float, depth: float) -> None:
        """Take its side length, and the height of the line that it is centred in."""
        self._symbol = symbol
        self._colours = colours
        self._side = side
        self._depth = depth

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height of the line."""
        return self._depth

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the sign no wider than it is, so that its mirror image is at the other edge."""
        super().place(page, x, top, min(width, self._side))

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the shape, then the lines on it."""
        symbol, scale = self._symbol, self._side / SIDE
        above = top - (self._depth - self._side) / 2
        colour = getattr(self._colours, symbol.colour)

        def at(point: Point) -> Point:
            return x + point[0] * scale, above - point[1] * scale

        with canvas.marked(self.owner):
            if symbol.shape:
                path = canvas.beginPath()
                path.moveTo(*at(symbol.shape[0]))
                for corner in symbol.shape[1:]:
                    path.lineTo(*at(corner))
                path.close()
                canvas.setFillColor(colour.fractions)
                canvas.drawPath(path, stroke=0, fill=1)
            ink = WHITE if symbol.shape else colour
            canvas.saveState()
            canvas.setStrokeColor(ink.fractions)
            canvas.setLineWidth(symbol.width * scale)
            canvas.setLineCap(1)
            canvas.setLineJoin(1)
            path = canvas.beginPath()
            for first, *others in symbol.lines:
                path.moveTo(*at(first))
                for point in others:
                    path.lineTo(*at(point))
            canvas.drawPath(path, stroke=1, fill=0)
            canvas.restoreState()

"""Draw SVG drawings with svglib, and their text with the engine that sets all other text."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from lxml import etree
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Group, String
from svglib.svglib import SvgRenderer

from handout.colour import BLACK, Colour
from handout.document import Figure
from handout.errors import HandoutError, Problem
from handout.svg_file import Drawing, SvgElement
from handout.theme import FontCut, Style
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.marks import Owner
from handout.writers.pdf.text import TextLine


class LineDrawing:
    """A drawing with its text laid out."""

    natural: tuple[float, float] | None = None
    below = 0.0

    def __init__(self, picture: Drawing, figure: Figure, setter: TextSetter) -> None:
        """Prepare a drawing; raise HandoutError if svglib cannot draw it."""
        self.ratio = picture.height / picture.width
        # svglib would log what it cannot draw, without a place or a hint.
        logging.getLogger("svglib").setLevel(logging.CRITICAL)
        try:
            self._drawing = SvgRenderer("").render(_as_lxml(picture.root))
        except Exception as error:  # svglib raises errors of any kind
            message = f"the drawing '{figure.picture.path.name}' cannot be drawn: {error}"
            raise HandoutError(
                [Problem(message, figure.origin, "save it as a plain SVG")]
            ) from error
        self._lines = {
            id(shape): setter.line(shape.text, _style(shape), Owner(figure.id), figure.origin)
            for shape in _strings(self._drawing)
        }

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, height: float) -> None:
        """Draw it into a rectangle whose lower left corner is (x, y)."""
        drawing = self._drawing
        canvas.saveState()
        # Clip to the edge of the drawing.
        edge = canvas.beginPath()
        edge.rect(x, y, width, height)
        canvas.clipPath(edge, stroke=0, fill=0)
        canvas.translate(x, y)
        canvas.scale(width / drawing.width, height / drawing.height)
        _GraphicsRenderer(self._lines, canvas).draw(drawing, canvas, 0, 0)
        canvas.restoreState()


def _as_lxml(root: SvgElement) -> Any:  # noqa: ANN401 -- lxml carries no types
    """Return a copy of a drawing for svglib, which modifies it."""
    builder = etree.TreeBuilder()

    def add(element: SvgElement) -> None:
        builder.start(element.name, dict(element.attributes))
        for child in element.children:
            if isinstance(child, str):
                builder.data(child)
            else:
                add(child)
        builder.end(element.name)

    add(root)
    return builder.close()


def _strings(group: Group) -> Iterator[String]:
    for shape in group.contents:
        if isinstance(shape, Group):
            yield from _strings(shape)
        elif isinstance(shape, String):
            yield shape


def _style(shape: String) -> Style:
    cut = FontCut.BOLD if "Bold" in shape.fontName else FontCut.REGULAR
    colour = Colour.from_fractions(*shape.fillColor.rgb()) if shape.fillColor else BLACK
    return Style(shape.fontSize, shape.fontSize, cut, colour)


class _GraphicsRenderer(renderPDF._PDFRenderer):  # type: ignore[misc] # noqa: SLF001 -- ReportLab has no other hook for text
    """ReportLab's renderer, with text set by our engine."""

    def __init__(self, lines: dict[int, TextLine], canvas: MarkedCanvas) -> None:
        super().__init__()
        self._lines = lines
        self._marked_canvas = canvas

    def drawString(self, stringObj: String) -> None:  # noqa: N802, N803 -- named by ReportLab
        """Draw a line of text at its anchor."""
        line = self._lines[id(stringObj)]
        width = line.natural_width
        before = {"middle": width / 2, "end": width}.get(stringObj.textAnchor, 0.0)
        line.draw(self._marked_canvas, stringObj.x - before, stringObj.y + line.ascent, width)

    def applyStateChanges(self, delta: dict[str, Any], newState: object) -> None:  # noqa: N802, N803
        """Ignore changes of font: ReportLab would add the font to the file."""
        changes = {key: value for key, value in delta.items() if not key.startswith("font")}
        super().applyStateChanges(changes, newState)

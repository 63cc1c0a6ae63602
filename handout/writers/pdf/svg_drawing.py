"""Draw SVG files as lines, their words with the engine that sets all others."""

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
from handout.writers.pdf.marks import Owner
from handout.writers.pdf.text import TextLine, Typography


class LineDrawing:
    """An SVG file, read and its words laid out."""

    def __init__(self, picture: Drawing, figure: Figure, typography: Typography) -> None:
        """Read a file that was checked before; raise HandoutError where it cannot be drawn."""
        # What the library cannot draw it would tell on the terminal, with no place and no way out.
        logging.getLogger("svglib").setLevel(logging.CRITICAL)
        try:
            self._drawing = SvgRenderer("").render(_as_lxml(picture.root))
        except Exception as error:  # a library for files of any kind fails in any way
            message = f"the drawing '{figure.picture.path.name}' cannot be drawn: {error}"
            raise HandoutError(
                [Problem(message, figure.origin, "save it as a plain SVG")]
            ) from error
        self._words = {
            id(shape): typography.line(shape.text, _style(shape), Owner(figure.id), figure.origin)
            for shape in _strings(self._drawing)
        }

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, height: float) -> None:
        """Draw it into a rectangle."""
        drawing, lines = self._drawing, canvas
        lines.saveState()
        # What an SVG file draws beyond its edge is not part of the picture.
        edge = lines.beginPath()
        edge.rect(x, y, width, height)
        lines.clipPath(edge, stroke=0, fill=0)
        lines.translate(x, y)
        lines.scale(width / drawing.width, height / drawing.height)
        _Renderer(self._words, canvas).draw(drawing, lines, 0, 0)
        lines.restoreState()


def _as_lxml(root: SvgElement) -> Any:  # noqa: ANN401 -- lxml carries no types
    """Return the elements of a drawing as svglib takes them; it changes them while it draws."""
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


class _Renderer(renderPDF._PDFRenderer):  # type: ignore[misc] # noqa: SLF001 -- ReportLab has no other hook for words
    """ReportLab's renderer with words set by the engine."""

    def __init__(self, words: dict[int, TextLine], page: MarkedCanvas) -> None:
        super().__init__()
        self._words = words
        self._page = page

    def drawString(self, stringObj: String) -> None:  # noqa: N802, N803 -- named by ReportLab
        """Draw words where their anchor says."""
        line = self._words[id(stringObj)]
        width = line.natural_width
        before = {"middle": width / 2, "end": width}.get(stringObj.textAnchor, 0.0)
        line.draw(self._page, stringObj.x - before, stringObj.y + line.ascent, width)

    def applyStateChanges(self, delta: dict[str, Any], newState: object) -> None:  # noqa: N802, N803
        """Leave ReportLab's fonts alone: one that is chosen gets into the file."""
        looks = {key: value for key, value in delta.items() if not key.startswith("font")}
        super().applyStateChanges(looks, newState)

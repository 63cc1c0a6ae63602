"""Set text in lines; the only module that knows how, so that another engine can take its place."""

from __future__ import annotations

from functools import cache
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from handout.inline import Emphasis, Inline, Link, Plain, Strong
from handout.resources import built_in
from handout.theme import Face, Style
from handout.writers.pdf.boxes import Box

_FAMILY: Final = "AtkinsonHyperlegibleNext"
_FILES: Final = {Face.REGULAR: "Regular", Face.BOLD: "Bold", Face.ITALIC: "Italic"}


@cache
def font_name(face: Face) -> str:
    """Return the name under which ReportLab knows a face, registering it once."""
    name = f"{_FAMILY}-{_FILES[face]}"
    path = built_in("fonts") / "atkinson-hyperlegible-next" / f"{name}.ttf"
    pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


class TextBox(Box):
    """A paragraph set in lines."""

    def __init__(self, paragraph: Paragraph, space_before: float) -> None:
        self._paragraph = paragraph
        self.space_before = space_before

    def height(self, width: float) -> float:
        """Return the height of the lines at a measure."""
        return float(self._paragraph.wrap(width, 1e6)[1])

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        height = self.height(width)
        self._paragraph.drawOn(canvas, x, top - height)

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Return the lines that fit and the rest; never a lone line."""
        self.height(width)
        parts = self._paragraph.split(width, height)
        if len(parts) != 2:
            return None
        return TextBox(parts[0], self.space_before), TextBox(parts[1], 0.0)


def set_text(
    content: tuple[Inline, ...], style: Style, link_colour: str, label: Style, label_text: str
) -> TextBox:
    """Return a paragraph; a label's words, if there are any, stand before it in their own style."""
    fragments = [_fragment(f"{label_text}: ", label, label.face)] if label_text else []
    fragments += _fragments(content, style, style.face, link_colour)
    frags = fragments or [_fragment(" ", style, style.face)]
    return TextBox(Paragraph("", _paragraph_style(style), frags=frags), style.space_before)


def line_width(text: str, style: Style) -> float:
    """Return the width of a text on one line."""
    return float(pdfmetrics.stringWidth(text, font_name(style.face), style.size))


def draw_line(canvas: Canvas, text: str, style: Style, x: float, baseline: float) -> None:
    """Draw a text on one line, its start at x."""
    canvas.setFillColor(HexColor(style.colour))
    canvas.setFont(font_name(style.face), style.size)
    canvas.drawString(x, baseline, text)


def _paragraph_style(style: Style) -> ParagraphStyle:
    return ParagraphStyle(
        "text",
        fontName=font_name(style.face),
        bulletFontName=font_name(style.face),
        fontSize=style.size,
        leading=style.leading,
        textColor=HexColor(style.colour),
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


def _fragments(
    content: tuple[Inline, ...], style: Style, face: Face, link_colour: str, url: str = ""
) -> list[ParaFrag]:
    fragments: list[ParaFrag] = []
    for node in content:
        match node:
            case Plain(text):
                fragments.append(_fragment(text, style, face, link_colour if url else "", url))
            case Emphasis(children):
                italic = Face.BOLD if face is Face.BOLD else Face.ITALIC
                fragments += _fragments(children, style, italic, link_colour, url)
            case Strong(children):
                fragments += _fragments(children, style, Face.BOLD, link_colour, url)
            case Link(children, address):
                fragments += _fragments(children, style, face, link_colour, address)
    return fragments


def _fragment(text: str, style: Style, face: Face, colour: str = "", url: str = "") -> ParaFrag:
    fragment = ParaFrag()
    fragment.fontName = font_name(face)
    fragment.fontSize = style.size
    fragment.textColor = HexColor(colour or style.colour)
    fragment.text = text
    fragment.rise = 0
    fragment.us_lines = []
    fragment.backColor = None
    fragment.link = [(0, url)] if url else []
    return fragment

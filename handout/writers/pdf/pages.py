"""Put boxes on pages and draw the pages with their running foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from handout.document import Document
from handout.theme import MM, Theme
from handout.writers.pdf.boxes import Box, Stack, split_boxes
from handout.writers.pdf.text import TextLine, Typography


@dataclass(frozen=True, slots=True)
class Page:
    """The boxes of one page, from the top down."""

    content: Stack


def paginate(boxes: Sequence[Box], width: float, height: float) -> list[Page]:
    """Return pages that hold all boxes in order.

    A box that is `whole` is split only where it is taller than a page; a box that cannot be split
    and is taller than a page stands alone on one.
    """
    pages: list[Page] = []
    rest = list(boxes)
    while rest:
        for box in rest:
            box.whole = box.whole and box.height(width) <= height
        parts = split_boxes(rest, width, height) or (rest[:1], rest[1:])
        pages.append(Page(Stack(parts[0])))
        rest = parts[1]
    return pages


@dataclass(frozen=True, slots=True)
class Foot:
    """The words under a page's rule."""

    title: TextLine
    folio: TextLine


def set_feet(count: int, document: Document, theme: Theme, typography: Typography) -> list[Foot]:
    """Return the running foot of each page."""
    style = theme.styles.furniture
    feet = []
    for number in range(1, count + 1):
        folio = typography.line(document.folio.format(page=number, pages=count), style)
        words = document.title
        title = typography.line(words, style)
        while words and title.width > theme.text_width - folio.width - 12:
            words = words[:-2].rstrip() + "…"
            title = typography.line(words, style)
        feet.append(Foot(title, folio))
    return feet


def draw_pages(canvas: Canvas, pages: Sequence[Page], feet: Sequence[Foot], theme: Theme) -> None:
    """Draw each page with its content and its running foot."""
    top = theme.paper.value[1] - theme.margin_top
    for page, foot in zip(pages, feet, strict=True):
        page.content.draw(canvas, theme.margin, top, theme.text_width)
        _draw_foot(canvas, foot, theme)
        canvas.showPage()


def _draw_foot(canvas: Canvas, foot: Foot, theme: Theme) -> None:
    baseline = theme.margin_bottom - 8 * MM
    right = theme.margin + theme.text_width
    rule = baseline + theme.styles.furniture.leading
    canvas.setFillColor(HexColor(theme.colours.rule))
    canvas.rect(theme.margin, rule, theme.text_width, 0.6, stroke=0, fill=1)
    foot.title.draw(canvas, theme.margin, baseline)
    foot.folio.draw(canvas, right - foot.folio.width, baseline)

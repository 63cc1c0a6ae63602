"""Put boxes on pages and draw the pages with their running foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from handout.document import Document
from handout.theme import MM, Theme
from handout.writers.pdf.boxes import Box, Stack, split_boxes
from handout.writers.pdf.text import draw_line, line_width


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


def draw_pages(canvas: Canvas, pages: Sequence[Page], document: Document, theme: Theme) -> None:
    """Draw each page with its content and its running foot."""
    top = theme.paper.value[1] - theme.margin_top
    for number, page in enumerate(pages, 1):
        page.content.draw(canvas, theme.margin, top, theme.text_width)
        folio = document.folio.format(page=number, pages=len(pages))
        _draw_foot(canvas, document.title, folio, theme)
        canvas.showPage()


def _draw_foot(canvas: Canvas, title: str, folio: str, theme: Theme) -> None:
    style = theme.styles.furniture
    baseline = theme.margin_bottom - 8 * MM
    right = theme.margin + theme.text_width
    canvas.setFillColor(HexColor(theme.colours.rule))
    canvas.rect(theme.margin, baseline + style.leading, theme.text_width, 0.6, stroke=0, fill=1)
    folio_width = line_width(folio, style)
    while title and line_width(title, style) > theme.text_width - folio_width - 12:
        title = title[:-2].rstrip() + "…"
    draw_line(canvas, title, style, theme.margin, baseline)
    draw_line(canvas, folio, style, right - folio_width, baseline)

"""Put boxes on pages and draw the pages with their running foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handout.document import Document, node_ids
from handout.theme import MM, Theme
from handout.writers.pdf.boxes import Box, Ground, Placement, Stack, split_boxes
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner
from handout.writers.pdf.text import Line


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


def draw_pages(
    canvas: MarkedCanvas, pages: Sequence[Page], document: Document, theme: Theme
) -> None:
    """Draw each page in the order of the document, grounds first, then its running foot."""
    top = theme.paper.value[1] - theme.margin_top
    order = {node: index for index, node in enumerate(node_ids(document.children), 1)}
    for number, page in enumerate(pages, 1):
        placements = page.content.place(theme.margin, top, theme.text_width)
        for placement in sorted(placements, key=lambda placed: _rank(placed.ink.owner, order)):
            placement.draw(canvas)
        folio = document.folio.format(page=number, pages=len(pages))
        for placement in _foot(document.title, folio, theme):
            placement.draw(canvas)
        canvas.showPage()


def _rank(owner: Owner | Artifact, order: dict[str, int]) -> int:
    return 0 if isinstance(owner, Artifact) else order[owner.node]


def _foot(title: str, folio: str, theme: Theme) -> Iterator[Placement]:
    """Place the title at the left and the page's number at the right of the foot."""
    style = theme.styles.furniture
    top = theme.margin_bottom - 4 * MM
    right = theme.margin + theme.text_width
    number = Line(folio, style, Artifact.FOOTER)
    while (
        title
        and Line(title, style, Artifact.FOOTER).natural_width
        > theme.text_width - number.natural_width - 12
    ):
        title = title[:-2].rstrip() + "…"
    rule = Ground(theme.colours.rule, 0.6, owner=Artifact.FOOTER)
    yield Placement(rule, theme.margin, top, theme.text_width)
    yield Placement(Line(title, style, Artifact.FOOTER), theme.margin, top - 2, theme.text_width)
    yield Placement(number, right - number.natural_width, top - 2, theme.text_width)

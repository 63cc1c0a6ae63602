"""Put boxes on pages and draw the pages with their running foot."""

from __future__ import annotations

from collections.abc import Sequence

from handout.document import Document, is_right_to_left, node_ids
from handout.theme import MM, Style, Theme
from handout.writers.pdf.boxes import Box, Ground, Placement, Stack, split_boxes
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner
from handout.writers.pdf.text import TextLine, Typography


def paginate(boxes: Sequence[Box], width: float, height: float) -> list[Stack]:
    """Return pages that hold all boxes in order.

    A box that is `whole` is split only where it is taller than a page, and what belongs together
    is cut only where it alone is.
    """
    for box in boxes:
        box.whole = box.whole and box.height(width) <= height
    pages: list[Stack] = []
    rest = list(boxes)
    while rest:
        parts = (
            split_boxes(rest, width, height)
            or split_boxes(rest, width, height, forced=True)
            or (rest[:1], rest[1:])
        )
        pages.append(Stack(parts[0]))
        rest = parts[1]
    return pages


def draw_pages(
    canvas: MarkedCanvas,
    pages: Sequence[Stack],
    feet: Sequence[Sequence[Placement]],
    document: Document,
    theme: Theme,
) -> None:
    """Draw each page in the order of the document, grounds first, then its running foot.

    A page of a language that is written from right to left is laid out as its mirror image.
    """
    width, height = theme.paper.value
    mirrored = is_right_to_left(document.language)
    order = {node: index for index, node in enumerate(node_ids(document.children), 1)}
    for page, foot in zip(pages, feet, strict=True):
        content = page.place(theme.margin, height - theme.margin_top, theme.text_width)
        in_order = sorted(content, key=lambda placed: _rank(placed.ink.owner, order))
        for placement in (*in_order, *foot):
            (placement.mirrored(width) if mirrored else placement).draw(canvas)
        canvas.showPage()


def _rank(owner: Owner | Artifact, order: dict[str, int]) -> int:
    return 0 if isinstance(owner, Artifact) else order[owner.node]


def typeset_feet(
    count: int, document: Document, theme: Theme, typography: Typography
) -> list[list[Placement]]:
    """Place the title at the left and the page's number at the right of each page's foot."""
    style = theme.styles.furniture
    top = theme.margin_bottom - 4 * MM
    right = theme.margin + theme.text_width
    feet = []
    for page in range(1, count + 1):
        words = document.folio.format(page=page, pages=count)
        folio = typography.line(words, style, Artifact.FOOTER)
        title = _shortened(
            document.title, theme.text_width - folio.natural_width - 12, typography, style
        )
        rule = Ground(theme.colours.rule, 0.6, owner=Artifact.FOOTER)
        feet.append(
            [
                Placement(rule, theme.margin, top, theme.text_width),
                Placement(title, theme.margin, top - 2, title.natural_width),
                Placement(folio, right - folio.natural_width, top - 2, folio.natural_width),
            ]
        )
    return feet


def _shortened(words: str, width: float, typography: Typography, style: Style) -> TextLine:
    """Return words on a line of some width at most, with an ellipsis where they were longer."""
    line = typography.line(words, style, Artifact.FOOTER)
    while words and line.natural_width > width:
        words = words[:-2].rstrip() + "…" if len(words) > 2 else ""
        line = typography.line(words, style, Artifact.FOOTER)
    return line

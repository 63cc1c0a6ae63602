"""Arrange several pages on a sheet: booklets to fold, cards to cut out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout.document.editions import is_log
from handout.document.traversal import walk
from handout.theme import MM, Theme
from handout.writers.pdf.boxes import Box, FilledRectangle, Page, Stack
from handout.writers.pdf.marks import Artifact
from handout.writers.pdf.pages import report_overfull, split_opening, truncated
from handout.writers.pdf.pagination import Frames, paginate
from handout.writers.pdf.typeset import Typesetter


def impose_booklet(pages: Sequence[Page], width: float) -> list[Page]:
    """Return pages of some width imposed for saddle stitching, two on each side of a sheet.

    Sides are in printing order: front and back of the outermost sheet first. Sheets are printed
    double-sided, flipped on the short edge.
    """
    count = -(-len(pages) // 4) * 4
    padded = [*pages, *([] for _ in range(count - len(pages)))]

    def half(page: int, offset: float) -> Page:
        return [placement.imposed(page, offset) for placement in padded[page]]

    sides = []
    for sheet in range(count // 4):
        first, last = 2 * sheet, count - 1 - 2 * sheet
        for left, right in ((last, first), (first + 1, last - 1)):
            sides.append([*half(left, 0.0), *half(right, width)])
    return sides


CARDS: Final = {2: (1, 2), 4: (2, 2), 6: (2, 3)}
"""Columns and rows of cards, by the number of cards on a sheet."""

_MIN_PICTURE_SCALE: Final = 0.5
"""How far pictures may shrink to keep an entry on one card."""


class _CardGrid:
    """The grid of cards on a sheet."""

    def __init__(self, theme: Theme) -> None:
        self.columns, self.rows = CARDS[theme.cards]
        self.width, self.height = theme.page[0] / self.columns, theme.page[1] / self.rows
        self._theme = theme
        self.frames = Frames(self.width - 2 * theme.margin, self.height - 2 * theme.margin_top)

    def sides(self, fronts: Sequence[Box], backs: Sequence[Box | None]) -> Iterator[Page]:
        """Yield the front and back of each sheet; sheets are flipped on the long edge."""
        count = self.columns * self.rows
        for start in range(0, len(fronts), count):
            yield self._side(fronts[start : start + count], mirrored=False)
            behind = backs[start : start + count]
            if any(behind):
                yield self._side(behind, mirrored=True)

    def _side(self, cards: Sequence[Box | None], *, mirrored: bool) -> Page:
        page: Page = [*self._cut_marks()]
        for index, card in enumerate(cards):
            row, column = divmod(index, self.columns)
            column = self.columns - 1 - column if mirrored else column
            x = column * self.width + self._theme.margin
            top = self._theme.page[1] - row * self.height - self._theme.margin_top
            if card:
                card.place(page, x, top, self.frames.width)
        return page

    def _cut_marks(self) -> Page:
        """Return crosses where cuts meet, and short lines where they reach the edge."""
        colour, (width, height) = self._theme.colours.rule, self._theme.page
        page: Page = []

        def add_mark(x: float, y: float, half_width: float, half_height: float) -> None:
            """Add a mark centred on a point, clipped to the sheet."""
            left, right = max(x - half_width, 0), min(x + half_width, width)
            bottom, top = max(y - half_height, 0), min(y + half_height, height)
            FilledRectangle(colour, top - bottom).place(page, left, top, right - left)

        for column in range(1, self.columns):
            x = column * self.width
            for row in range(self.rows + 1):
                add_mark(x, row * self.height, _HAIRLINE / 2, _MARK)
        for row in range(1, self.rows):
            for column in range(self.columns + 1):
                add_mark(column * self.width, row * self.height, _MARK, _HAIRLINE / 2)
        return page


_MARK: Final = 4 * MM
_HAIRLINE: Final = 0.5


def set_cards(document: doc.DocumentTree, theme: Theme, typesetter: Typesetter) -> list[Page]:
    """Return sheets of cards: one per entry with its log on the back, and some for other text."""
    grid = _CardGrid(theme)
    entry_frames = replace(grid.frames, min_picture_scale=_MIN_PICTURE_SCALE)
    opening, rest = split_opening(document)
    text, fronts, backs = [*opening], list[Box](), list[Box | None]()
    closing: list[doc.Block] = []
    for block in rest:
        entries = [inner for inner in walk((block,)) if isinstance(inner, doc.Entry)]
        if not entries:
            closing.append(block)
            continue
        introduction = _introduction(block)
        text += introduction
        for entry in entries:
            front = [child for child in entry.children if not is_log(child)]
            logs = [child for child in entry.children if is_log(child)]
            repeated = bool(introduction) or entry is not entries[0]
            heading = _kicker(block, typesetter, repeated=repeated)
            card = typesetter.typeset((replace(entry, children=tuple(front)),))
            # What does not fit on a card, even with small pictures, continues on another.
            parts = paginate([*heading, *card], entry_frames)
            fronts += parts
            back_parts = _back(entry, logs, theme, typesetter, grid.frames)
            fronts += [Stack([])] * (len(back_parts) - len(parts))
            backs += [*back_parts, *(None for _ in parts[len(back_parts) :])]
    texts = paginate(typesetter.typeset(tuple(text)), grid.frames)
    ends = paginate(typesetter.typeset(tuple(closing)), grid.frames) if closing else []
    cards: list[Box] = [*texts, *fronts, *ends]
    report_overfull(cards, grid.frames, document, typesetter.problems)
    return [*grid.sides(cards, [*(None for _ in texts), *backs, *(None for _ in ends)])]


def _introduction(block: doc.Block) -> list[doc.Block]:
    """Return the heading and paragraphs before the entries of a section, if it has paragraphs."""
    children = block.children if isinstance(block, doc.Section) else ()
    if not any(isinstance(child, doc.Paragraph) for child in children):
        return []
    return [child for child in children if isinstance(child, doc.Heading | doc.Paragraph)]


def _kicker(block: doc.Block, typesetter: Typesetter, *, repeated: bool) -> list[Box]:
    """Return the heading of a section above an entry; an artifact if the heading is repeated."""
    if not isinstance(block, doc.Section) or not isinstance(block.children[0], doc.Heading):
        return []
    return [typesetter.kicker(block.children[0], repeated=repeated)]


def _back(
    entry: doc.Entry,
    logs: Sequence[doc.Block],
    theme: Theme,
    typesetter: Typesetter,
    frames: Frames,
) -> list[Stack]:
    """Return a log below the name of its entry, which is an artifact because the front has it.

    A log taller than a card continues on the back of the next one.
    """
    if not logs:
        return []
    heading = entry.children[0]
    name = heading.words if isinstance(heading, doc.Heading) else ""
    line = truncated(name, frames.width, typesetter, theme.styles.entry, Artifact.LAYOUT)
    line.keep_with_next = True
    return paginate([line, *typesetter.typeset(tuple(logs))], frames)

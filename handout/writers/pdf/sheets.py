"""Put more than one page on a sheet: booklets to fold, cards to cut out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout.document.editions import is_log
from handout.theme import MM, Theme
from handout.writers.pdf.boxes import Box, Ground, Page, Stack
from handout.writers.pdf.marks import Artifact
from handout.writers.pdf.pages import note_overfull, opened, shortened
from handout.writers.pdf.pagination import Frames, paginate
from handout.writers.pdf.typeset import Typesetter


def fold(pages: Sequence[Page], width: float) -> list[Page]:
    """Return the sides of sheets that, laid on one another and folded, have the pages in order.

    Sides follow one another as a printer takes them: front and back of the outermost sheet first.
    The back is turned over the short edge. `width` is that of one page.
    """
    count = -(-len(pages) // 4) * 4
    padded = [*pages, *([] for _ in range(count - len(pages)))]

    def half(leaf: int, right: float) -> Page:
        return [placement.folded(leaf, right) for placement in padded[leaf]]

    sides = []
    for sheet in range(count // 4):
        first, last = 2 * sheet, count - 1 - 2 * sheet
        for left, right in ((last, first), (first + 1, last - 1)):
            sides.append([*half(left, 0.0), *half(right, width)])
    return sides


CARDS: Final = {2: (1, 2), 4: (2, 2), 6: (2, 3)}
"""Columns and rows of cards by their number on a sheet."""

_LEAST_PICTURES: Final = 0.5
"""How far pictures shrink for the words to fit on the same card, as a part of their height."""


class _Cards:
    """The places of cards on a sheet."""

    def __init__(self, theme: Theme) -> None:
        self.across, self.down = CARDS[theme.cards]
        self.width, self.height = theme.page[0] / self.across, theme.page[1] / self.down
        self._theme = theme
        self.inner = Frames(self.width - 2 * theme.margin, self.height - 2 * theme.margin_top)

    def sides(self, fronts: Sequence[Box], backs: Sequence[Box | None]) -> Iterator[Page]:
        """Yield front and back of each sheet; the back is turned over the long edge."""
        count = self.across * self.down
        for start in range(0, len(fronts), count):
            yield self._side(fronts[start : start + count], turned=False)
            behind = backs[start : start + count]
            if any(behind):
                yield self._side(behind, turned=True)

    def _side(self, cards: Sequence[Box | None], *, turned: bool) -> Page:
        page: Page = [*self._cut_marks()]
        for index, card in enumerate(cards):
            row, column = divmod(index, self.across)
            column = self.across - 1 - column if turned else column
            x = column * self.width + self._theme.margin
            top = self._theme.page[1] - row * self.height - self._theme.margin_top
            if card:
                card.place(page, x, top, self.inner.width)
        return page

    def _cut_marks(self) -> Page:
        """Return crosses where cuts meet, and short lines where they reach the edge."""
        colour, (width, height) = self._theme.colours.rule, self._theme.page
        page: Page = []

        def line(x: float, y: float, across: float, up: float) -> None:
            """Draw a mark around a point, as far as the sheet goes."""
            left, right = max(x - across, 0), min(x + across, width)
            bottom, top = max(y - up, 0), min(y + up, height)
            Ground(colour, top - bottom).place(page, left, top, right - left)

        for column in range(1, self.across):
            x = column * self.width
            for row in range(self.down + 1):
                line(x, row * self.height, _HAIR / 2, _MARK)
        for row in range(1, self.down):
            for column in range(self.across + 1):
                line(column * self.width, row * self.height, _MARK, _HAIR / 2)
        return page


_MARK: Final = 4 * MM
_HAIR: Final = 0.5


def set_cards(document: doc.DocumentTree, theme: Theme, typesetter: Typesetter) -> list[Page]:
    """Return sheets with an entry a card and its log behind it; other words have own cards."""
    cards = _Cards(theme)
    opening, rest = opened(document)
    words, fronts, backs = [*opening], list[Box](), list[Box | None]()
    closing: list[doc.Block] = []
    for block in rest:
        entries = [inner for inner in doc.walk((block,)) if isinstance(inner, doc.Entry)]
        if not entries:
            closing.append(block)
            continue
        told = _told(block)
        words += told
        for entry in entries:
            front = [child for child in entry.children if not is_log(child)]
            behind = [child for child in entry.children if is_log(child)]
            repeated = bool(told) or entry is not entries[0]
            heading = _kicker(block, typesetter, repeated=repeated)
            card = typesetter.typeset((replace(entry, children=tuple(front)),))
            # What is too long for a card even with small pictures goes on on another one.
            parts = paginate([*heading, *card], cards.inner, _LEAST_PICTURES)
            fronts += parts
            behind_parts = _back(entry, behind, theme, typesetter, cards.inner)
            fronts += [Stack([])] * (len(behind_parts) - len(parts))
            backs += [*behind_parts, *(None for _ in parts[len(behind_parts) :])]
    texts = paginate(typesetter.typeset(tuple(words)), cards.inner)
    ends = paginate(typesetter.typeset(tuple(closing)), cards.inner) if closing else []
    everything: list[Box] = [*texts, *fronts, *ends]
    note_overfull(everything, cards.inner, document, typesetter.problems)
    return [*cards.sides(everything, [*(None for _ in texts), *backs, *(None for _ in ends)])]


def _told(block: doc.Block) -> list[doc.Block]:
    """Return the heading of a section with the words before its entries, if it has such words."""
    children = block.children if isinstance(block, doc.Section) else ()
    words = [child for child in children if isinstance(child, doc.Paragraph)]
    return [
        child for child in children if isinstance(child, doc.Heading) or child in words if words
    ]


def _kicker(block: doc.Block, typesetter: Typesetter, *, repeated: bool) -> list[Box]:
    """Return the section's heading; where it stands elsewhere too it is for the eye only."""
    if not isinstance(block, doc.Section) or not isinstance(block.children[0], doc.Heading):
        return []
    return [typesetter.kicker(block.children[0], repeated=repeated)]


def _back(
    entry: doc.Entry,
    behind: Sequence[doc.Block],
    theme: Theme,
    typesetter: Typesetter,
    frames: Frames,
) -> list[Stack]:
    """Return a log under the name of its entry, which the front has said already.

    One that is higher than a card goes on behind the next one.
    """
    if not behind:
        return []
    heading = entry.children[0]
    words = heading.words if isinstance(heading, doc.Heading) else ""
    name = shortened(words, frames.width, typesetter, theme.styles.entry, Artifact.LAYOUT)
    name.keep_with_next = True
    return paginate([name, *typesetter.typeset(tuple(behind))], frames)

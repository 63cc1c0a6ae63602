"""Arrange the parts of an entry: its words, its pictures and its dosage."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from handout.memo import Memo
from handout.theme import Arrangement, Theme
from handout.writers.pdf.boxes import Beside, Box, Limited, Page, Stack
from handout.writers.pdf.pictures import PictureGroup


class Parts(Struct):
    """What an entry is made of, in the order of the Document inside each part."""

    head: list[Box] = field(default_factory=list)
    """Its heading and what stands before the pictures."""
    pictures: PictureGroup | None = None
    words: list[Box] = field(default_factory=list)
    """From the start position on; the dosage too where it stands among them."""
    dosage: Box | None = None


class EntryBox(Box):
    """An entry that is kept on one page where it fits on one."""

    def __init__(self, parts: Parts, theme: Theme) -> None:
        """Take the parts; the space above is that of an entry's heading."""
        self._parts = parts
        self._theme = theme
        self._laid: dict[float, Stack] = {}
        self._placed: Memo[tuple[float, float, float], Page] = Memo(4)
        self.space_before = theme.styles.entry.space_before

    def height(self, width: float) -> float:
        """Return the height of the arrangement."""
        return self._arranged(width).height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place all parts."""
        place = (x, top, width)
        placed = self._placed.get(place)
        if placed is None:
            placed = self._placed.keep(place, [])
            self._arranged(width).place(placed, *place)
        page += placed

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split an entry that is higher than a page."""
        parts = self._arranged(width).split(width, height, forced=forced)
        if parts:
            parts[0].space_before = self.space_before
        return parts

    def shrunk(self, scale: float) -> Box:
        """Return the entry with smaller pictures."""
        pictures = self._parts.pictures
        if pictures is None:
            return self
        other = EntryBox(replace(self._parts, pictures=pictures.shrunk(scale)), self._theme)
        other.keep_with_next = self.keep_with_next
        return other

    def flow(self) -> Sequence[Box]:
        """Return the parts of a list: it goes on over pages, from the second step on."""
        if self._theme.arrangement is not Arrangement.LIST:
            return (self,)
        first, *rest = self._arranged(0.0).children
        first.space_before = self.space_before
        return (first, *rest)

    def _arranged(self, width: float) -> Stack:
        if width not in self._laid:
            self._laid[width] = _ARRANGEMENTS[self._theme.arrangement](
                self._parts, self._theme, width
            )
        return self._laid[width]


def _beside(parts: Parts, theme: Theme, width: float) -> Stack:
    """Pictures and dosage in a column at the right; words run below it over the whole width."""
    laid = _laid_beside(parts, theme, width)
    if laid.height(width) > theme.text_height:
        return _laid_beside(_loosened(parts), theme, width)
    return laid


def _laid_beside(parts: Parts, theme: Theme, width: float) -> Stack:
    aside = Stack([box for box in (parts.pictures, parts.dosage) if box])
    if not aside.children:
        return Stack([*parts.head, *(Limited(box, theme.measure) for box in parts.words)])
    heading, *words = [*parts.head, *parts.words]
    free = aside.height(theme.aside)
    column = width - theme.column_gap - theme.aside
    count = 0
    for box in words:
        if free <= 0:
            break
        free -= box.height(column) + (box.space_before if count else 0)
        count += 1
    beside = Beside(Stack(words[:count]), aside, theme.aside, theme.column_gap, theme.gap)
    below = (Limited(box, theme.measure) for box in words[count:])
    return Stack([heading, beside, *below])


def _loosened(parts: Parts) -> Parts:
    """Return parts with each step for itself, so that only those beside pictures are narrow."""
    words: list[Box] = []
    for box in parts.words:
        inner = box.children if isinstance(box, Stack) else ()
        for place, row in enumerate(inner):
            row.space_before = row.space_before if place else box.space_before
        words += inner or (box,)
    return replace(parts, words=words)


def _over(parts: Parts, theme: Theme, width: float) -> Stack:
    """Pictures over the words, the dosage at their right."""
    row: Sequence[Box | None] = (parts.pictures, parts.dosage)
    if parts.pictures and parts.dosage:
        # As much room as the pictures leave, so that the dosage takes few lines.
        gap = theme.padding * 2
        pictures = parts.pictures.fixed(width - gap - theme.aside)
        aside = max(theme.aside, width - gap - pictures.natural_width(width))
        row = (Beside(pictures, parts.dosage, aside, gap, theme.gap),)
    words = (Limited(box, theme.measure) for box in parts.words)
    return Stack([*parts.head, *(box for box in row if box), *words])


def _list(parts: Parts, _theme: Theme, _width: float) -> Stack:
    """All parts under one another, in the order in which they are read."""
    head = [*parts.head, *((parts.pictures,) if parts.pictures else ())]
    return Stack([*(box.kept_with_next() for box in head), *parts.words])


_ARRANGEMENTS = {
    Arrangement.BESIDE: _beside,
    Arrangement.OVER: _over,
    Arrangement.LIST: _list,
}

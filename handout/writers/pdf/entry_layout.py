"""Arrange the parts of an entry: its words, its pictures and its dosage."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from handout.memo import Memo
from handout.theme import Arrangement, Theme
from handout.writers.pdf.boxes import Beside, Box, Limited, Page, Stack
from handout.writers.pdf.pictures import PictureGroup

_HEIGHTS = 32
"""Heights of dosages for which an arrangement is remembered."""
_PLACES = 4
"""Places of each that are remembered."""

Place = tuple[float, float, float]
"""Left edge, top and width."""


class Parts(Struct):
    """What an entry is made of, in the order of the Document inside each part."""

    head: list[Box] = field(default_factory=list)
    """Its heading and what stands before the pictures."""
    pictures: PictureGroup | None = None
    words: list[Box] = field(default_factory=list)
    """From the start position on; the dosage too where it stands among them."""
    dosage: Box | None = None


class _Slot(Box):
    """Room for a dosage of some height."""

    def __init__(self, height: float, space_before: float) -> None:
        self._height = height
        self.space_before = space_before
        self.noted: tuple[int, Place] | None = None
        """How much ink was placed before the dosage, and where it is to stand."""

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height of the dosage."""
        return self._height

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Note where the dosage is to stand."""
        self.noted = len(page), (x, top, width)


class _Around:
    """What stands around a dosage of some height, at one width."""

    def __init__(self, stack: Stack, slot: _Slot | None) -> None:
        self.stack = stack
        self._slot = slot
        self._placed: Memo[Place, tuple[Page, tuple[int, Place] | None]] = Memo(_PLACES)

    def placed(self, place: Place) -> tuple[Page, tuple[int, Place] | None]:
        """Return the ink with its upper left corner in a place, and where the dosage goes."""
        known = self._placed.get(place)
        if known is None:
            page: Page = []
            self.stack.place(page, *place)
            noted = self._slot.noted if self._slot else None
            known = self._placed.keep(place, (page, noted))
        return known


class EntryFrame:
    """An entry without its dosage, which often is all that patients have otherwise.

    How the parts are arranged depends on nothing of a dosage but its height.
    """

    def __init__(self, parts: Parts, theme: Theme) -> None:
        """Take the parts, the dosage left out unless it stands among the words."""
        self._parts = parts
        self._theme = theme
        self._dosage_widths: dict[float, float] = {}
        self._around: Memo[tuple[float, float | None], _Around] = Memo(_HEIGHTS)
        self._shrunk: dict[float, EntryFrame] = {}

    def around(self, width: float, dosage: Box | None) -> _Around:
        """Return what stands around a dosage as high as this one."""
        height = dosage.height(self._dosage_width(width)) if dosage else None
        known = self._around.get((width, height))
        if known is None:
            slot = _Slot(height, dosage.space_before) if dosage and height is not None else None
            around = _Around(self.arranged(width, slot), slot)
            known = self._around.keep((width, height), around)
        return known

    def arranged(self, width: float, dosage: Box | None) -> Stack:
        """Return the parts in the arrangement of the theme, a dosage in its place."""
        parts = replace(self._parts, dosage=dosage)
        return _ARRANGEMENTS[self._theme.arrangement](parts, self._theme, width)

    def shrunk(self, scale: float) -> EntryFrame:
        """Return the frame with smaller pictures."""
        pictures = self._parts.pictures
        if pictures is None:
            return self
        if scale not in self._shrunk:
            parts = replace(self._parts, pictures=pictures.shrunk(scale))
            self._shrunk[scale] = EntryFrame(parts, self._theme)
        return self._shrunk[scale]

    def _dosage_width(self, width: float) -> float:
        if self._theme.arrangement is Arrangement.BESIDE:
            return self._theme.aside
        if width not in self._dosage_widths:
            self._dosage_widths[width] = _dosage_width(self._parts, self._theme, width)
        return self._dosage_widths[width]


class EntryBox(Box):
    """An entry that is kept on one page where it fits on one."""

    def __init__(self, frame: EntryFrame, dosage: Box | None, theme: Theme) -> None:
        """Take what stands around the dosage; the space above is that of an entry's heading."""
        self._frame = frame
        self._dosage = dosage
        self._theme = theme
        self.space_before = theme.styles.entry.space_before

    def height(self, width: float) -> float:
        """Return the height of the arrangement."""
        return self._frame.around(width, self._dosage).stack.height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place all parts."""
        ink, noted = self._frame.around(width, self._dosage).placed((x, top, width))
        if self._dosage and noted:
            before, place = noted
            page += ink[:before]
            self._dosage.place(page, *place)
            page += ink[before:]
        else:
            page += ink

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split an entry that is higher than a page."""
        parts = self._frame.arranged(width, self._dosage).split(width, height, forced=forced)
        if parts:
            parts[0].space_before = self.space_before
        return parts

    def shrunk(self, scale: float) -> Box:
        """Return the entry with smaller pictures."""
        frame = self._frame.shrunk(scale)
        if frame is self._frame:
            return self
        other = EntryBox(frame, self._dosage, self._theme)
        other.keep_with_next = self.keep_with_next
        return other

    def flow(self) -> Sequence[Box]:
        """Return the parts of a list: it goes on over pages, from the second step on."""
        if self._theme.arrangement is not Arrangement.LIST:
            return (self,)
        first, *rest = self._frame.around(0.0, self._dosage).stack.children
        first.space_before = self.space_before
        return (first, *rest)


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
        gap = theme.padding * 2
        pictures = parts.pictures.fixed(width - gap - theme.aside)
        aside = _dosage_width(parts, theme, width)
        row = (Beside(pictures, parts.dosage, aside, gap, theme.gap),)
    words = (Limited(box, theme.measure) for box in parts.words)
    return Stack([*parts.head, *(box for box in row if box), *words])


def _dosage_width(parts: Parts, theme: Theme, width: float) -> float:
    """Return the width of a dosage that stands over the words."""
    if parts.pictures is None:
        return width
    # As much room as the pictures leave, so that the dosage takes few lines.
    free = width - theme.padding * 2
    pictures = parts.pictures.fixed(free - theme.aside)
    return max(theme.aside, free - pictures.natural_width(width))


def _list(parts: Parts, theme: Theme, _width: float) -> Stack:
    """All parts under one another, in the order in which they are read."""
    head = [box.kept_with_next() for box in parts.head]
    if parts.pictures:
        head.append(parts.pictures.kept_with_next())
        head[-1].space_before = theme.gap
    return Stack([*head, *parts.words])


_ARRANGEMENTS = {
    Arrangement.BESIDE: _beside,
    Arrangement.OVER: _over,
    Arrangement.LIST: _list,
}

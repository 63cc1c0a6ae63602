"""Lay out an entry: its text, its pictures and its dosage."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import cast

from msgspec import Struct, field
from msgspec.structs import replace

from handout.caches import Memo
from handout.theme import Arrangement, Theme
from handout.writers.pdf.boxes import Box, MainWithAside, MaxWidth, Page, Rows, Stack
from handout.writers.pdf.pictures import PictureGroup

_CACHED_HEIGHTS = 32
"""Dosage heights per template whose arrangement is cached."""
_CACHED_POSITIONS = 4
"""Positions per arrangement whose placements are cached."""

Position = tuple[float, float, float]
"""Left edge, top edge and width."""


class EntryParts(Struct):
    """The boxes of an entry, each list in document order."""

    head: list[Box] = field(default_factory=list)
    """The heading and whatever precedes the pictures."""
    pictures: PictureGroup | None = None
    body: list[Box] = field(default_factory=list)
    """From the start position on."""
    before_dosage: int = 0
    """How many boxes of head and body come before the dosage in the document."""
    dosage: Box | None = None
    bilingual: bool = False
    """Whether the text is in two languages, so that most entries are about as tall as a page."""

    def with_dosage_in_text(self) -> EntryParts:
        """Return parts with the dosage where it is in the document, in the head or the body."""
        if not self.dosage:
            return self
        head, body = [*self.head], [*self.body]
        if self.before_dosage <= len(head):
            head.insert(self.before_dosage, self.dosage)
        else:
            body.insert(self.before_dosage - len(head), self.dosage)
        return replace(self, head=head, body=body, dosage=None)


class _DosageSlot(Box):
    """Reserves space for a dosage, whose height is known at some widths."""

    def __init__(self, dosage: Box, heights: dict[float, float]) -> None:
        self._heights = heights
        self.space_before = dosage.space_before
        self._recorded: list[tuple[int, Position]] = []

    @property
    def recorded(self) -> tuple[int, Position]:
        """The number of placements before the dosage, and its position."""
        return self._recorded[-1]

    def height(self, width: float) -> float:
        """Return the height of the dosage."""
        return self._heights[width]

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Record the position of the dosage."""
        # In a list that copies of the slot share, such as those that are kept with the next box.
        self._recorded.append((len(page), (x, top, width)))


class _ArrangedEntry:
    """An entry arranged around a dosage of a given height, at a given width."""

    def __init__(self, stack: Stack, slot: _DosageSlot | None) -> None:
        self.stack = stack
        self._slot = slot
        self._placed: Memo[tuple[Page, tuple[int, Position] | None]] = Memo(_CACHED_POSITIONS)

    def placed(self, position: Position) -> tuple[Page, tuple[int, Position] | None]:
        """Return the placements for a position, and where among them the dosage belongs."""

        def place() -> tuple[Page, tuple[int, Position] | None]:
            page: Page = []
            self.stack.place(page, *position)
            return page, self._slot.recorded if self._slot else None

        return self._placed.get(position, None, place)


class EntryTemplate:
    """An entry without its dosage, often the only part that differs between patients.

    The arrangement depends on nothing of the dosage but its height.
    """

    def __init__(self, parts: EntryParts, theme: Theme) -> None:
        """Take the parts without a dosage, unless it belongs to the body."""
        self._parts = parts
        self.theme = theme
        self._arrangement = theme.arrangement
        if self._arrangement is Arrangement.BESIDE and parts.pictures:
            small = not parts.pictures.fits(theme.aside)
            self._arrangement = Arrangement.OVER if small else self._arrangement
        self._dosage_widths: dict[float, tuple[float, ...]] = {}
        self._arranged: Memo[_ArrangedEntry] = Memo(_CACHED_HEIGHTS)
        self._shrunk: dict[float, EntryTemplate] = {}

    @property
    def bilingual(self) -> bool:
        """Whether the text is in two languages."""
        return self._parts.bilingual

    @property
    def listed(self) -> bool:
        """Whether all parts are one below the other."""
        return self._arrangement is Arrangement.LIST

    def arranged(self, width: float, dosage: Box | None) -> _ArrangedEntry:
        """Return the entry arranged around a slot with the height of a dosage."""
        widths = self._widths(width) if dosage else ()
        heights = {each: dosage.height(each) for each in widths} if dosage else {}

        def arrange() -> _ArrangedEntry:
            slot = _DosageSlot(dosage, heights) if dosage else None
            return _ArrangedEntry(self.stack(width, slot), slot)

        return self._arranged.get((width, *heights.values()), None, arrange)

    def stack(self, width: float, dosage: Box | None) -> Rows:
        """Return the parts and a dosage in the arrangement of the theme."""
        parts = replace(self._parts, dosage=dosage)
        return _ARRANGEMENTS[self._arrangement](parts, self.theme, width)

    def shrunk(self, scale: float) -> EntryTemplate:
        """Return the template with its pictures scaled."""
        pictures = self._parts.pictures
        if pictures is None:
            return self
        if scale not in self._shrunk:
            parts = replace(self._parts, pictures=pictures.shrunk(scale))
            self._shrunk[scale] = EntryTemplate(parts, self.theme)
        return self._shrunk[scale]

    def _widths(self, width: float) -> tuple[float, ...]:
        """Return the widths at which a dosage may be set."""
        if width not in self._dosage_widths:
            self._dosage_widths[width] = _DOSAGE_WIDTHS[self._arrangement](
                self._parts, self.theme, width
            )
        return self._dosage_widths[width]


class EntryBox(Box):
    """An entry, kept on one page if it fits on one."""

    def __init__(self, template: EntryTemplate, dosage: Box | None, name: Box | None) -> None:
        """Take the template, the dosage, and the name to repeat where the entry continues."""
        self._template = template
        self._dosage = dosage
        self._name = name
        self.space_before = template.theme.styles.entry.space_before

    def height(self, width: float) -> float:
        """Return the height of the arranged entry."""
        return self._template.arranged(width, self._dosage).stack.height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place all parts."""
        placements, slot = self._template.arranged(width, self._dosage).placed((x, top, width))
        if self._dosage:
            before, position = cast("tuple[int, Position]", slot)
            page += placements[:before]
            self._dosage.place(page, *position)
            page += placements[before:]
        else:
            page += placements

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split an entry that is taller than a page."""
        parts = self._template.stack(width, self._dosage).split(width, height, forced=forced)
        if parts:
            parts[0].space_before = self.space_before
        return parts

    def shrunk(self, scale: float) -> Box:
        """Return the entry with its pictures scaled."""
        template = self._template.shrunk(scale)
        if template is self._template:
            return self
        other = EntryBox(template, self._dosage, self._name)
        other.keep_with_next = self.keep_with_next
        return other

    def flow(self, width: float) -> Sequence[Box]:
        """Return the parts of an entry that may always continue on another page."""
        divisible = self._template.listed or self._template.bilingual
        return self.parts(width) if divisible else (self,)

    def parts(self, width: float) -> Sequence[Box]:
        """Return the heading with the pictures, and the rows of the text."""
        first, *rest = self._template.stack(width, self._dosage).parts(width)
        first = copy(first)
        first.space_before = self.space_before
        rest = [*map(_continuing, rest)]
        if self._template.bilingual:
            for box in rest:
                box.repeated = self._name
            if not self._template.listed:
                # No page begins with a few lines that end an entry.
                rest[-2:-1] = [box.kept_with_next() for box in rest[-2:-1]]
        return (first, *rest)


_BREAK_COST = 0.15
"""The cost of a break within an entry."""


def _continuing(box: Box) -> Box:
    """Return a copy of a box that had better be on the same page as the one before it."""
    box = copy(box)
    box.break_cost = max(box.break_cost, _BREAK_COST)
    return box


def _beside(parts: EntryParts, theme: Theme, width: float) -> Rows:
    """Put pictures and dosage into an aside; the text below it takes the full width.

    Where little text stands beside tall pictures, the dosage follows the steps instead.
    """
    column = _main_width(theme, width)
    arranged = _text_around_aside(parts, theme, width)
    if parts.pictures and parts.dosage:
        text = Stack([*parts.head[1:], *parts.body])
        if text.height(column) < _LITTLE_TEXT * parts.pictures.height(theme.aside):
            return _text_around_aside(parts.with_dosage_in_text(), theme, width)
    if arranged.height(width) > theme.text_height:
        # One box per step, so that only steps next to the aside are narrow.
        body = [part for box in parts.body for part in box.parts(column)]
        return _text_around_aside(replace(parts, body=body), theme, width)
    return arranged


_LITTLE_TEXT = 0.75
"""Text that is less high than this fraction of the pictures leaves space for the dosage."""


def _main_width(theme: Theme, width: float) -> float:
    """Return the width of the text beside an aside."""
    return width - theme.column_gap - theme.aside


def _text_around_aside(parts: EntryParts, theme: Theme, width: float) -> Rows:
    aside = Stack([box for box in (parts.pictures, parts.dosage) if box])
    if not aside.children:
        return Rows([*parts.head, *(MaxWidth(box, theme.measure) for box in parts.body)])
    heading, *text = [*parts.head, *parts.body]
    free = aside.height(theme.aside)
    column = _main_width(theme, width)
    count = 0
    for box in text:
        if free <= 0:
            break
        free -= box.height(column) + (box.space_before if count else 0)
        count += 1
    beside = MainWithAside(Stack(text[:count]), aside, theme.aside, theme.column_gap, theme.gap)
    below = (MaxWidth(box, theme.measure) for box in text[count:])
    return Rows([heading, beside, *below])


def _over(parts: EntryParts, theme: Theme, width: float) -> Rows:
    """Put pictures above the text, with the dosage to their right where that is less high."""
    in_text = parts.with_dosage_in_text()
    row: Box | None = parts.pictures and Stack([parts.pictures], theme.gap)
    forms = [_over_text(in_text, row, theme)]
    beside = _beside_dosage(parts.pictures, theme, width)
    # A dose in two languages is twice as high there, and leaves little of a narrow page.
    if beside and parts.dosage and (theme.wide or not parts.bilingual):
        pictures, aside = beside
        row = MainWithAside(pictures, parts.dosage, aside, theme.padding * 2, theme.gap)
        forms.insert(0, _over_text(parts, row, theme))
    return min(forms, key=lambda form: form.height(width))


def _over_text(parts: EntryParts, row: Box | None, theme: Theme) -> Rows:
    """Put a row of pictures between the head of an entry and its body."""
    above = [box.kept_with_next() for box in (*parts.head, row) if box]
    return Rows([*above, *(MaxWidth(box, theme.measure) for box in parts.body)])


def _beside_dosage(
    group: PictureGroup | None, theme: Theme, width: float
) -> tuple[PictureGroup, float] | None:
    """Return pictures laid out above the text, and the width of the dosage to their right.

    Returns None if there are no pictures, or if they need the whole width to be large enough.
    """
    free = width - theme.padding * 2
    if group is None or not group.fits(free - theme.aside):
        return None
    pictures = group.fixed(free - theme.aside)
    # All of the width that the pictures leave free, for as few lines as possible.
    aside = max(theme.aside, free - pictures.natural_width(width))
    return group.fixed(free - aside), aside


def _list(parts: EntryParts, theme: Theme, _width: float) -> Rows:
    """Stack all parts in reading order."""
    kept = parts.before_dosage if parts.bilingual and parts.dosage else len(parts.head)
    parts = parts.with_dosage_in_text()
    *head, last = parts.head
    head = [*(box.kept_with_next() for box in head[:kept]), *map(copy, head[kept:]), last]
    for box in head[kept + 1 :]:
        box.break_cost = _BREAK_BELOW_DOSE
    rest = [*parts.body]
    if parts.pictures:
        # What comes before the steps, such as how to start, goes on with the first of them.
        rest[:1] = [box.kept_with_next() if rest[1:] else box for box in rest[:1]]
        rest.insert(0, parts.pictures.kept_with_next())
        rest[0].space_before = theme.gap
    if rest:
        cost = _BREAK_ABOVE_PICTURES if parts.pictures else _BREAK_BELOW_DOSE
        rest[0] = copy(rest[0])
        rest[0].break_cost = max(rest[0].break_cost, cost)
    return Rows([*head, *rest])


_BREAK_BELOW_DOSE = 1.2
"""The cost of a break between how much to do and what to do; a hole above the name is better."""

_BREAK_ABOVE_PICTURES = 0.8
"""The same where pictures come first: so much goes on together that the hole would be large."""


_ARRANGEMENTS = {
    Arrangement.BESIDE: _beside,
    Arrangement.OVER: _over,
    Arrangement.LIST: _list,
}


def _widths_beside(_parts: EntryParts, theme: Theme, width: float) -> tuple[float, ...]:
    return theme.aside, _main_width(theme, width)


def _widths_over(parts: EntryParts, theme: Theme, width: float) -> tuple[float, ...]:
    beside = _beside_dosage(parts.pictures, theme, width)
    # The head is as wide as the entry.
    in_text = width if parts.before_dosage <= len(parts.head) else min(width, theme.measure)
    return (*((beside[1],) if beside else ()), in_text)


def _widths_list(_parts: EntryParts, _theme: Theme, width: float) -> tuple[float, ...]:
    return (width,)


_DOSAGE_WIDTHS = {
    Arrangement.BESIDE: _widths_beside,
    Arrangement.OVER: _widths_over,
    Arrangement.LIST: _widths_list,
}
"""The widths at which a dosage may be set, by the parts around it, the theme and the width."""

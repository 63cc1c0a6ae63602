"""Lay out an entry: its text, its pictures and its dosage."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from handout.caches import Memo
from handout.theme import Arrangement, Theme
from handout.writers.pdf.boxes import Box, MainWithAside, MaxWidth, Page, Stack
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
    """From the start position on; in a list arrangement, including the dosage."""
    dosage: Box | None = None


class _DosageSlot(Box):
    """Reserves space for a dosage."""

    def __init__(self, dosage: Box, height: float) -> None:
        self._height = height
        self.space_before = dosage.space_before
        self.recorded: tuple[int, Position] | None = None
        """The number of placements before the dosage, and its position."""

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height of the dosage."""
        return self._height

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Record the position of the dosage."""
        self.recorded = len(page), (x, top, width)


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
        self._dosage_widths: dict[float, float] = {}
        self._arranged: Memo[_ArrangedEntry] = Memo(_CACHED_HEIGHTS)
        self._shrunk: dict[float, EntryTemplate] = {}

    def arranged(self, width: float, dosage: Box | None) -> _ArrangedEntry:
        """Return the entry arranged around a slot with the height of a dosage."""
        height = dosage.height(self._dosage_width(width)) if dosage else None

        def arrange() -> _ArrangedEntry:
            slot = _DosageSlot(dosage, height) if dosage and height is not None else None
            return _ArrangedEntry(self.stack(width, slot), slot)

        return self._arranged.get((width, height), None, arrange)

    def stack(self, width: float, dosage: Box | None) -> Stack:
        """Return the parts and a dosage in the arrangement of the theme."""
        parts = replace(self._parts, dosage=dosage)
        return _ARRANGEMENTS[self.theme.arrangement](parts, self.theme, width)

    def shrunk(self, scale: float) -> EntryTemplate:
        """Return the template with its pictures scaled."""
        pictures = self._parts.pictures
        if pictures is None:
            return self
        if scale not in self._shrunk:
            parts = replace(self._parts, pictures=pictures.shrunk(scale))
            self._shrunk[scale] = EntryTemplate(parts, self.theme)
        return self._shrunk[scale]

    def _dosage_width(self, width: float) -> float:
        if self.theme.arrangement is Arrangement.BESIDE:
            return self.theme.aside
        if width not in self._dosage_widths:
            pictures = self._parts.pictures
            self._dosage_widths[width] = (
                _beside_dosage(pictures, self.theme, width)[1] if pictures else width
            )
        return self._dosage_widths[width]


class EntryBox(Box):
    """An entry, kept on one page if it fits on one."""

    def __init__(self, template: EntryTemplate, dosage: Box | None) -> None:
        self._template = template
        self._dosage = dosage
        self.space_before = template.theme.styles.entry.space_before

    def height(self, width: float) -> float:
        """Return the height of the arranged entry."""
        return self._template.arranged(width, self._dosage).stack.height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place all parts."""
        placements, slot = self._template.arranged(width, self._dosage).placed((x, top, width))
        if self._dosage and slot:
            before, position = slot
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
        other = EntryBox(template, self._dosage)
        other.keep_with_next = self.keep_with_next
        return other

    def flow(self) -> Sequence[Box]:
        """Return the parts of a list arrangement, which may break across pages."""
        if self._template.theme.arrangement is not Arrangement.LIST:
            return (self,)
        first, *rest = self._template.arranged(0.0, self._dosage).stack.children
        first.space_before = self.space_before
        return (first, *rest)


def _beside(parts: EntryParts, theme: Theme, width: float) -> Stack:
    """Put pictures and dosage into an aside; the text below it takes the full width."""
    arranged = _text_around_aside(parts, theme, width)
    if arranged.height(width) > theme.text_height:
        return _text_around_aside(_with_separate_steps(parts), theme, width)
    return arranged


def _text_around_aside(parts: EntryParts, theme: Theme, width: float) -> Stack:
    aside = Stack([box for box in (parts.pictures, parts.dosage) if box])
    if not aside.children:
        return Stack([*parts.head, *(MaxWidth(box, theme.measure) for box in parts.body)])
    heading, *text = [*parts.head, *parts.body]
    free = aside.height(theme.aside)
    column = width - theme.column_gap - theme.aside
    count = 0
    for box in text:
        if free <= 0:
            break
        free -= box.height(column) + (box.space_before if count else 0)
        count += 1
    beside = MainWithAside(Stack(text[:count]), aside, theme.aside, theme.column_gap, theme.gap)
    below = (MaxWidth(box, theme.measure) for box in text[count:])
    return Stack([heading, beside, *below])


def _with_separate_steps(parts: EntryParts) -> EntryParts:
    """Return parts with one box per step, so that only steps next to the aside are narrow."""
    body: list[Box] = []
    for box in parts.body:
        rows = box.children if isinstance(box, Stack) else ()
        for index, row in enumerate(rows):
            row.space_before = row.space_before if index else box.space_before
        body += rows or (box,)
    return replace(parts, body=body)


def _over(parts: EntryParts, theme: Theme, width: float) -> Stack:
    """Put pictures above the text, with the dosage to their right."""
    row: Sequence[Box | None] = (parts.pictures, parts.dosage)
    if parts.pictures and parts.dosage:
        pictures, aside = _beside_dosage(parts.pictures, theme, width)
        row = (MainWithAside(pictures, parts.dosage, aside, theme.padding * 2, theme.gap),)
    body = (MaxWidth(box, theme.measure) for box in parts.body)
    return Stack([*parts.head, *(box for box in row if box), *body])


def _beside_dosage(group: PictureGroup, theme: Theme, width: float) -> tuple[PictureGroup, float]:
    """Return pictures laid out above the text, and the width of the dosage to their right."""
    free = width - theme.padding * 2
    pictures = group.fixed(free - theme.aside)
    # All of the width that the pictures leave free, for as few lines as possible.
    return pictures, max(theme.aside, free - pictures.natural_width(width))


def _list(parts: EntryParts, theme: Theme, _width: float) -> Stack:
    """Stack all parts in reading order."""
    head = [box.kept_with_next() for box in parts.head]
    if parts.pictures:
        head.append(parts.pictures.kept_with_next())
        head[-1].space_before = theme.gap
    return Stack([*head, *parts.body])


_ARRANGEMENTS = {
    Arrangement.BESIDE: _beside,
    Arrangement.OVER: _over,
    Arrangement.LIST: _list,
}

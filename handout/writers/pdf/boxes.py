"""Boxes: content that has a height at a given width, can be placed on pages and can be split.

Boxes arrange; only a `Drawable` draws. The boxes of a page first list their placements, which are
then drawn in document order, so that the reading order does not depend on the layout. Positions
are in points from the lower left corner of the page; a box extends downwards from its top edge.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from copy import copy
from itertools import chain
from typing import Self

from msgspec import Struct

from handout.colour import Colour
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Artifact, Owner


class Box(ABC):
    """A rectangular area of a page."""

    drop: float = 0.0
    """How much further its first baseline is from the top than that of Latin text."""
    space_before: float = 0.0
    """Space above the box; ignored at the top of a column."""
    keep_with_next: bool = False
    """Whether the next box must begin on the same page."""
    keep_together: bool = False
    """Whether the box moves to the next page rather than being split, if it fits on one page."""
    break_cost: float = 0.0
    """How bad it is to begin a page with the box: 1 as bad as a page half empty, 3 as one more."""
    repeated: Box | None = None
    """What is above the box where it begins a page, such as the head of a table."""

    @abstractmethod
    def height(self, width: float) -> float:
        """Return the height at a given width."""

    @abstractmethod
    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Add the contents to a page, with the upper left corner of the box at (x, top)."""

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:  # noqa: ARG002
        """Return the part that fits into a height and the rest, or None if it cannot be split.

        A forced split, for what is taller than a page, may also divide a step or a tinted box.
        """
        return None

    def kept_with_next(self) -> Self:
        """Return a copy that stays on the same page as the next box."""
        box = copy(self)
        box.keep_with_next = True
        return box

    def shrunk(self, scale: float) -> Box:  # noqa: ARG002
        """Return the box with the height of its pictures scaled."""
        return self

    def flow(self, width: float) -> Sequence[Box]:  # noqa: ARG002
        """Return the boxes between which a page may break."""
        return (self,)

    def parts(self, width: float) -> Sequence[Box]:  # noqa: ARG002
        """Return the boxes between which a page may break if this one is divided."""
        return (self,)


class Drawable(Box):
    """A box that draws itself."""

    owner: Owner | Artifact = Artifact.LAYOUT
    """The part of the document that is drawn, or decoration."""

    def overlong_word(self, width: float) -> tuple[Owner | Artifact, str] | None:  # noqa: ARG002
        """Return the first word that is wider than a line and its owner, if any."""
        return None

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Add this box to the page."""
        page.append(Placement(self, x, top, width))

    @abstractmethod
    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw as marked content, with the upper left corner at (x, top)."""


class Placement(Struct, frozen=True):
    """A drawable box and its position on a page."""

    box: Drawable
    x: float
    top: float
    width: float
    reading_page: int = 0
    """The place of its booklet page or side of a card in reading order; 0 if sheets are in it."""

    def imposed(self, reading_page: int, offset: float) -> Placement:
        """Return the placement on a reading page whose left edge is at an offset on the sheet."""
        return Placement(self.box, self.x + offset, self.top, self.width, reading_page)

    def mirrored(self, page_width: float) -> Placement:
        """Return the mirror image of the placement, for right-to-left pages."""
        left = page_width - self.x - self.width
        return Placement(self.box, left, self.top, self.width, self.reading_page)

    def draw(self, canvas: MarkedCanvas) -> None:
        """Draw the box."""
        canvas.reading_page = self.reading_page
        self.box.draw(canvas, self.x, self.top, self.width)


Page = list[Placement]
"""Everything drawn on a page."""


class Stack(Box):
    """Boxes stacked vertically."""

    def __init__(
        self, children: Sequence[Box], space_before: float = 0.0, *, keep_together: bool = False
    ) -> None:
        self.children = tuple(children)
        self.space_before = space_before
        self.keep_together = keep_together
        self._heights: dict[float, float] = {}

    def height(self, width: float) -> float:
        """Return the total height of the children and the space between them."""
        # Every enclosing box asks for the height of its children.
        if width not in self._heights:
            self._heights[width] = sum(
                child.height(width) + (child.space_before if index else 0)
                for index, child in enumerate(self.children)
            )
        return self._heights[width]

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the children from top to bottom."""
        for index, child in enumerate(self.children):
            top -= child.space_before if index else 0
            child.place(page, x, top, width)
            top -= child.height(width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between two children or within one."""
        parts = split_boxes(self.children, width, height, forced=forced)
        if parts is None:
            return None
        head, tail = (Stack(part) for part in parts)
        head.space_before = self.space_before
        return head, tail

    def shrunk(self, scale: float) -> Box:
        """Return the stack with its pictures scaled."""
        children = [child.shrunk(scale) for child in self.children]
        other = type(self)(children, self.space_before, keep_together=self.keep_together)
        other.keep_with_next, other.break_cost = self.keep_with_next, self.break_cost
        return other


class Rows(Stack):
    """A stack that may be divided between its children."""

    def parts(self, width: float) -> Sequence[Box]:
        """Return the parts of the children."""
        parts = [*chain.from_iterable(child.parts(width) for child in self.children)]
        if parts:
            parts[0] = copy(parts[0])
            parts[0].space_before = self.space_before
            parts[0].break_cost = self.break_cost
            parts[-1] = parts[-1].kept_with_next() if self.keep_with_next else parts[-1]
        return parts


class Flow(Stack):
    """A stack between any two children of which a page may break."""

    def flow(self, width: float) -> Sequence[Box]:
        """Return the children, and what may be divided of them."""
        boxes = [*chain.from_iterable(child.flow(width) for child in self.children)]
        if boxes:
            boxes[0] = copy(boxes[0])
            boxes[0].space_before = self.space_before
            boxes[-1] = boxes[-1].kept_with_next() if self.keep_with_next else boxes[-1]
        return boxes

    def parts(self, width: float) -> Sequence[Box]:
        """Return the same."""
        return self.flow(width)


class SideBySide(Box):
    """Boxes in columns of equal width where these are wide enough, or else one below another."""

    def __init__(
        self, boxes: Sequence[Box], least: float, gap: float, space_before: float = 0.0
    ) -> None:
        """Take the least width of a column, and the gap between two."""
        self._boxes = tuple(boxes)
        self._least = least
        self._gap = gap
        self.space_before = space_before

    def _column(self, width: float) -> float | None:
        count = len(self._boxes)
        column = (width - self._gap * (count - 1)) / count
        return column if column >= self._least else None

    def _stacked(self) -> Flow:
        return Flow(self._boxes, self.space_before)

    def height(self, width: float) -> float:
        """Return the height of the highest column, or of all boxes."""
        column = self._column(width)
        if column is None:
            return self._stacked().height(width)
        return max(box.height(column) for box in self._boxes)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the columns, aligned at their tops, or the boxes."""
        column = self._column(width)
        if column is None:
            self._stacked().place(page, x, top, width)
            return
        for number, box in enumerate(self._boxes):
            box.place(page, x + number * (column + self._gap), top, column)

    def parts(self, width: float) -> Sequence[Box]:
        """Return the boxes if they are one below another; they are divided only if they must."""
        return (self,) if self._column(width) else self._stacked().flow(width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between or within the boxes if they are one below another, or all of them."""
        column = self._column(width)
        if column is None:
            return self._stacked().split(width, height, forced=forced)
        if not forced:
            return None
        parts = [fit(box, column, height, forced=True) for box in self._boxes]
        if any(part is None for part in parts):
            return None
        heads = [part[0] for part in parts if part]
        tails = [part[1] or Stack([]) for part in parts if part]
        return (
            SideBySide(heads, self._least, self._gap, self.space_before),
            SideBySide(tails, self._least, self._gap),
        )


class WideOrNarrow(Box):
    """One of two forms of the same content: which one depends on the width."""

    def __init__(self, wide: Box, narrow: Box, least: float) -> None:
        """Take both forms, and the least width of the wide one."""
        self._forms = wide, narrow
        self._least = least
        self.space_before = wide.space_before

    def _at(self, width: float) -> Box:
        wide, narrow = self._forms
        form = copy(wide if width >= self._least else narrow)
        form.space_before, form.keep_with_next = self.space_before, self.keep_with_next
        return form

    def height(self, width: float) -> float:
        """Return the height of the form for a width."""
        return self._at(width).height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the form for a width."""
        self._at(width).place(page, x, top, width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the form for a width."""
        return self._at(width).split(width, height, forced=forced)

    def flow(self, width: float) -> Sequence[Box]:
        """Return the boxes of the form for a width."""
        return self._at(width).flow(width)

    def parts(self, width: float) -> Sequence[Box]:
        """Return the parts of the form for a width."""
        return self._at(width).parts(width)


def split_boxes(
    boxes: Sequence[Box], width: float, height: float, *, forced: bool = False
) -> tuple[list[Box], list[Box]] | None:
    """Return the boxes that fit into a height and the rest, or None if none fits.

    The first part never ends with a box that is kept with the next one.
    """

    def before(start: int) -> tuple[list[Box], list[Box]]:
        """Return the boxes before an index, and what is to be set on another page."""
        return [*boxes[:start]], [*at_top(boxes[start]), *boxes[start + 1 :]]

    used = 0.0
    for index, box in enumerate(boxes):
        used += box.space_before if index else 0
        needed = box.height(width)
        if used + needed <= height + TOLERANCE:
            used += needed
            continue
        parts = None if box.keep_together else box.split(width, height - used)
        start = index
        while not parts and start and boxes[start - 1].keep_with_next:
            start -= 1
        if not parts and start:
            return before(start)
        if not parts and forced and index and needed <= height and used >= height / 2:
            # Better to ignore keep_with_next than to split what fits on the next page.
            return before(index)
        if not parts and forced and not box.keep_together:
            parts = box.split(width, height - used, forced=True)
        if not parts and forced and index:
            return before(index)
        return ([*boxes[:index], parts[0]], [parts[1], *boxes[index + 1 :]]) if parts else None
    return list(boxes), []


def at_top(box: Box) -> tuple[Box, ...]:
    """Return a box that begins a page, below what is repeated there."""
    if box.repeated is None:
        return (box,)
    below = copy(box)
    # Should it not fit below that either, nothing is repeated once more.
    below.repeated = None
    return box.repeated.kept_with_next(), below


TOLERANCE = 0.01
"""Rounding error allowed in sums of heights, in points."""


class MainWithAside(Box):
    """A main column with a narrower one, the aside, to its right."""

    def __init__(
        self,
        main: Box,
        aside: Box | None,
        aside_width: float,
        gap: float,
        space_before: float = 0.0,
    ) -> None:
        self.main = main
        self.aside = aside
        self.aside_width = aside_width
        self.gap = gap
        self.space_before = space_before

    def _main_width(self, width: float) -> float:
        return width - self.gap - self.aside_width

    def height(self, width: float) -> float:
        """Return the height of the taller column."""
        aside = self.aside.height(self.aside_width) if self.aside else 0.0
        return max(self.main.height(self._main_width(width)), aside)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place both columns, aligned at the top."""
        self.main.place(page, x, top, self._main_width(width))
        if self.aside:
            self.aside.place(page, x + width - self.aside_width, top, self.aside_width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the main column; the aside is split only if forced."""
        main = fit(self.main, self._main_width(width), height, forced=forced)
        aside = self.aside and fit(self.aside, self.aside_width, height, forced=forced)
        if main is None or (self.aside and aside is None) or (aside and aside[1] and not forced):
            return None
        beside = aside[0] if aside else None
        rest = MainWithAside(
            main[1] or Stack([]), aside[1] if aside else None, self.aside_width, self.gap
        )
        return MainWithAside(main[0], beside, self.aside_width, self.gap, self.space_before), rest

    def shrunk(self, scale: float) -> Box:
        """Return both columns with their pictures scaled."""
        other = copy(self)
        other.main, other.aside = self.main.shrunk(scale), self.aside and self.aside.shrunk(scale)
        return other


def fit(box: Box, width: float, height: float, *, forced: bool) -> tuple[Box, Box | None] | None:
    """Return the part of a box that fits and the rest, if any, or None if nothing fits."""
    if box.height(width) <= height + TOLERANCE:
        return box, None
    return box.split(width, height, forced=forced)


class HangingIndent(Box):
    """A body with a label in its hanging indent, such as a step and its number."""

    def __init__(self, label: Box, body: Box, indent: float, space_before: float = 0.0) -> None:
        self.label = label
        self.body = body
        self.indent = indent
        self.space_before = space_before

    def height(self, width: float) -> float:
        """Return the height of the label or the body, whichever reaches lower."""
        label, body = self._drops
        return max(
            label + self.label.height(self.indent), body + self.body.height(width - self.indent)
        )

    @property
    def _drops(self) -> tuple[float, float]:
        """The distances from the top to the label and to the body, which share a baseline."""
        drop = max(self.label.drop, self.body.drop)
        return drop - self.label.drop, drop - self.body.drop

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the label and the body, aligned at their baselines."""
        label, body = self._drops
        self.label.place(page, x, top - label, self.indent)
        self.body.place(page, x + self.indent, top - body, width - self.indent)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the body if forced; the label stays with the first part."""
        parts = self.body.split(width - self.indent, height, forced=True) if forced else None
        if parts is None:
            return None
        head = HangingIndent(self.label, parts[0], self.indent, self.space_before)
        return head, HangingIndent(Stack([]), parts[1], self.indent)


class TintedBox(Box):
    """A box on a tinted background with a bar along its left edge."""

    _BAR = 3.0

    def __init__(
        self, content: Box, tint: Colour, bar: Colour, padding: float, space_before: float = 0.0
    ) -> None:
        self.content = content
        self.tint = tint
        self.bar = bar
        self.padding = padding
        self.space_before = space_before

    def _inner(self, width: float) -> float:
        return width - 2 * self.padding - self._BAR

    def height(self, width: float) -> float:
        """Return the height of the content and its padding."""
        return self.content.height(self._inner(width)) + 2 * self.padding

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the background, the bar and the content."""
        height = self.height(width)
        page.append(Placement(FilledRectangle(self.tint, height), x, top, width))
        page.append(Placement(FilledRectangle(self.bar, height), x, top, self._BAR))
        left = x + self._BAR + self.padding
        self.content.place(page, left, top - self.padding, self._inner(width))

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the content if forced; both parts keep the background."""
        inner = height - 2 * self.padding
        parts = self.content.split(self._inner(width), inner, forced=True) if forced else None
        if parts is None:
            return None
        head, tail = (TintedBox(part, self.tint, self.bar, self.padding) for part in parts)
        head.space_before = self.space_before
        return head, tail


class MaxWidth(Box):
    """A box limited to a measure that keeps its lines readable."""

    def __init__(self, content: Box, measure: float) -> None:
        self.content = content
        self.measure = measure
        self.drop = content.drop
        self.space_before = content.space_before
        self.keep_with_next = content.keep_with_next
        self.break_cost = content.break_cost

    def height(self, width: float) -> float:
        """Return the height of the content at the limited width."""
        return self.content.height(min(width, self.measure))

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the content flush left."""
        self.content.place(page, x, top, min(width, self.measure))

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the content."""
        parts = self.content.split(min(width, self.measure), height, forced=forced)
        return parts and (MaxWidth(parts[0], self.measure), MaxWidth(parts[1], self.measure))

    def flow(self, width: float) -> Sequence[Box]:
        """Return the boxes of the content, each limited to the measure."""
        return self._limited(self.content.flow(min(width, self.measure)))

    def parts(self, width: float) -> Sequence[Box]:
        """Return the parts of the content, each limited to the measure."""
        return self._limited(self.content.parts(min(width, self.measure)))

    def _limited(self, parts: Sequence[Box]) -> Sequence[Box]:
        if len(parts) == 1:
            return (self,)
        limited = [MaxWidth(part, self.measure) for part in parts]
        limited[0].space_before = self.space_before
        limited[-1].keep_with_next = self.keep_with_next
        return limited


class Mirrored(Box):
    """A box with left and right exchanged.

    Pages in a right-to-left language are mirrored as a whole; what is in a left-to-right language
    on them is mirrored twice.
    """

    def __init__(self, content: Box) -> None:
        self.content = content
        self.drop = content.drop
        self.space_before = content.space_before
        self.keep_with_next = content.keep_with_next
        self.keep_together = content.keep_together
        self.break_cost = content.break_cost
        self.repeated = content.repeated and Mirrored(content.repeated)

    def height(self, width: float) -> float:
        """Return the height of the content."""
        return self.content.height(width)

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the mirror image of the content."""
        placed: Page = []
        self.content.place(placed, x, top, width)
        page += [placement.mirrored(2 * x + width) for placement in placed]

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the content."""
        parts = self.content.split(width, height, forced=forced)
        return parts and (Mirrored(parts[0]), Mirrored(parts[1]))

    def shrunk(self, scale: float) -> Box:
        """Return the mirror image of the shrunk content."""
        return Mirrored(self.content.shrunk(scale))

    def flow(self, width: float) -> Sequence[Box]:
        """Return the mirror images of the boxes of the content."""
        return self._images(self.content.flow(width))

    def parts(self, width: float) -> Sequence[Box]:
        """Return the mirror images of the parts of the content."""
        return self._images(self.content.parts(width))

    def _images(self, parts: Sequence[Box]) -> Sequence[Box]:
        if len(parts) == 1:
            return (self,)
        images = [Mirrored(part) for part in parts]
        images[0].space_before = self.space_before
        images[-1].keep_with_next = self.keep_with_next
        return images


class FilledRectangle(Drawable):
    """A filled rectangle: a background, a bar or a rule."""

    def __init__(
        self,
        colour: Colour,
        depth: float,
        space_before: float = 0.0,
        radius: float = 0.0,
        owner: Owner | Artifact = Artifact.LAYOUT,
    ) -> None:
        self.colour = colour
        self.depth = depth
        self.space_before = space_before
        self.radius = radius
        self.owner = owner

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height, which does not depend on the width."""
        return self.depth

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw the rectangle."""
        with canvas.marked(self.owner):
            canvas.setFillColor(self.colour.fractions)
            rectangle = (x, top - self.depth, width, self.depth)
            if self.radius:
                canvas.roundRect(*rectangle, self.radius, stroke=0, fill=1)
            else:
                canvas.rect(*rectangle, stroke=0, fill=1)


class Spacer(Box):
    """Vertical space."""

    def __init__(self, depth: float) -> None:
        self._depth = depth

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the height, which does not depend on the width."""
        return self._depth

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place nothing."""


class PageBreak(Box):
    """Begins a new page; it takes no space."""

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return zero."""
        return 0.0

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place nothing."""

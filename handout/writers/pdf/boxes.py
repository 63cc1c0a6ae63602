"""Boxes: what is on a page, as things with a height at a width that can be placed and split.

Boxes arrange; only a `Drawable` draws. A page first asks its boxes where everything goes and then
draws it in the order of the document, so that reading order does not depend on the layout.
Positions are in points from the page's lower left corner; a box is placed down from its top.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from copy import copy
from typing import Self

from msgspec import Struct

from handout.colour import Colour
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Artifact, Owner


class Box(ABC):
    """Something on a page."""

    space_before: float = 0.0
    """Left free above the box, unless it stands at the top."""
    keep_with_next: bool = False
    """Whether the box must not be the last one on a page."""
    whole: bool = False
    """Whether the box moves to the next page rather than being split, where it fits on one."""

    @abstractmethod
    def height(self, width: float) -> float:
        """Return the height that the box takes at a width."""

    @abstractmethod
    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place everything in the box on a page, its upper left corner at (x, top)."""

    def split(
        self,
        width: float,  # noqa: ARG002
        height: float,  # noqa: ARG002
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> tuple[Box, Box] | None:
        """Return the part that fits into a height and the rest, or None if it cannot be split.

        A forced split may cut what belongs together: a step, a tinted box. It is for what is higher
        than a page.
        """
        return None

    def kept_with_next(self) -> Self:
        """Return the box as one that must not be the last one on a page."""
        box = copy(self)
        box.keep_with_next = True
        return box

    def shrunk(self, scale: float) -> Box:  # noqa: ARG002
        """Return the box with its pictures at a part of their height."""
        return self

    def flow(self) -> Sequence[Box]:
        """Return the boxes between which a page may end."""
        return (self,)


class Drawable(Box):
    """A box that draws itself."""

    owner: Owner | Artifact = Artifact.LAYOUT
    """What is drawn: a part of the Document, or decoration."""

    def cut_word(self, width: float) -> str:  # noqa: ARG002
        """Return the first word that is cut because no line is long enough for it."""
        return ""

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place this box on the page."""
        page.append(Placement(self, x, top, width))

    @abstractmethod
    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Draw, inside marks, with the upper left corner at (x, top)."""


class Placement(Struct, frozen=True):
    """A drawable box and where it goes."""

    box: Drawable
    x: float
    top: float
    width: float
    leaf: int = 0
    """The page of a booklet; others are read in the order in which they stand in the file."""

    def folded(self, leaf: int, right: float) -> Placement:
        """Return the place on a page of a booklet, which stands some way to the right."""
        return Placement(self.box, self.x + right, self.top, self.width, leaf)

    def mirrored(self, page_width: float) -> Placement:
        """Return the place on the other side of the page."""
        left = page_width - self.x - self.width
        return Placement(self.box, left, self.top, self.width, self.leaf)

    def draw(self, canvas: MarkedCanvas) -> None:
        """Draw the box in its place."""
        canvas.leaf = self.leaf
        self.box.draw(canvas, self.x, self.top, self.width)


Page = list[Placement]
"""What is drawn on a page, in points from its lower left corner."""


class Stack(Box):
    """Boxes under one another."""

    def __init__(
        self, children: Sequence[Box], space_before: float = 0.0, *, whole: bool = False
    ) -> None:
        self.children = tuple(children)
        self.space_before = space_before
        self.whole = whole
        self._heights: dict[float, float] = {}

    def height(self, width: float) -> float:
        """Return the height of all children with the spaces between them."""
        # Whatever holds a box asks for its height, and so on down: once is enough.
        if width not in self._heights:
            self._heights[width] = sum(
                child.height(width) + (child.space_before if index else 0)
                for index, child in enumerate(self.children)
            )
        return self._heights[width]

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the children from the top down."""
        for index, child in enumerate(self.children):
            top -= child.space_before if index else 0
            child.place(page, x, top, width)
            top -= child.height(width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split between two children, or inside the one that crosses the height."""
        parts = split_boxes(self.children, width, height, forced=forced)
        if parts is None:
            return None
        head, tail = (Stack(part) for part in parts)
        head.space_before = self.space_before
        return head, tail

    def shrunk(self, scale: float) -> Box:
        """Return the stack with smaller pictures."""
        children = [child.shrunk(scale) for child in self.children]
        other = Stack(children, self.space_before, whole=self.whole)
        other.keep_with_next = self.keep_with_next
        return other


def split_boxes(
    boxes: Sequence[Box], width: float, height: float, *, forced: bool = False
) -> tuple[list[Box], list[Box]] | None:
    """Return the boxes that fit into a height and the rest; None where none fits.

    Nothing that is kept with its next box ends the first part.
    """
    used = 0.0
    for index, box in enumerate(boxes):
        used += box.space_before if index else 0
        needed = box.height(width)
        if used + needed <= height + TOLERANCE:
            used += needed
            continue
        parts = None if box.whole else box.split(width, height - used)
        start = index
        while not parts and start and boxes[start - 1].keep_with_next:
            start -= 1
        if not parts and start:
            return list(boxes[:start]), list(boxes[start:])
        if not parts and forced and index and needed <= height and used >= height / 2:
            # Better to part what is kept together than to cut what fits on the next page.
            return list(boxes[:index]), list(boxes[index:])
        if not parts and forced and not box.whole:
            parts = box.split(width, height - used, forced=True)
        if not parts and forced and index:
            return list(boxes[:index]), list(boxes[index:])
        return ([*boxes[:index], parts[0]], [parts[1], *boxes[index + 1 :]]) if parts else None
    return list(boxes), []


TOLERANCE = 0.01
"""Points; sums of floating-point heights may exceed a page by less."""


class Beside(Box):
    """A main column and a narrower one at its right."""

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
        """Place the two columns, their tops in line."""
        self.main.place(page, x, top, self._main_width(width))
        if self.aside:
            self.aside.place(page, x + width - self.aside_width, top, self.aside_width)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the main column; the narrow one stays with its beginning, unless it is too high."""
        main = _part(self.main, self._main_width(width), height, forced=forced)
        aside = _part(self.aside, self.aside_width, height, forced=forced) if self.aside else None
        if main is None or (self.aside and aside is None) or (aside and aside[1] and not forced):
            return None
        beside = aside[0] if aside else None
        rest = Beside(main[1] or Stack([]), aside[1] if aside else None, self.aside_width, self.gap)
        return Beside(main[0], beside, self.aside_width, self.gap, self.space_before), rest


def _part(box: Box, width: float, height: float, *, forced: bool) -> tuple[Box, Box | None] | None:
    """Return what of a box fits into a height and the rest, which may be nothing."""
    if box.height(width) <= height + TOLERANCE:
        return box, None
    return box.split(width, height, forced=forced)


class Labelled(Box):
    """A label in a hanging indent with a box at its right: a step and its number."""

    def __init__(self, label: Box, body: Box, indent: float, space_before: float = 0.0) -> None:
        self.label = label
        self.body = body
        self.indent = indent
        self.space_before = space_before

    def height(self, width: float) -> float:
        """Return the height of the taller of the two."""
        return max(self.label.height(self.indent), self.body.height(width - self.indent))

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place label and body, their tops in line."""
        self.label.place(page, x, top, self.indent)
        self.body.place(page, x + self.indent, top, width - self.indent)

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the body if it must be; the label stays with its beginning."""
        parts = self.body.split(width - self.indent, height, forced=True) if forced else None
        if parts is None:
            return None
        head = Labelled(self.label, parts[0], self.indent, self.space_before)
        return head, Labelled(Stack([]), parts[1], self.indent)


class Panel(Box):
    """A box on a tinted ground with a bar at its left edge."""

    _BAR = 3.0

    def __init__(
        self, content: Box, ground: Colour, bar: Colour, padding: float, space_before: float = 0.0
    ) -> None:
        self.content = content
        self.ground = ground
        self.bar = bar
        self.padding = padding
        self.space_before = space_before

    def _inner(self, width: float) -> float:
        return width - 2 * self.padding - self._BAR

    def height(self, width: float) -> float:
        """Return the content's height with the padding."""
        return self.content.height(self._inner(width)) + 2 * self.padding

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the ground, the bar and the content."""
        height = self.height(width)
        page.append(Placement(Ground(self.ground, height), x, top, width))
        page.append(Placement(Ground(self.bar, height), x, top, self._BAR))
        left = x + self._BAR + self.padding
        self.content.place(page, left, top - self.padding, self._inner(width))

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the content if it must be; both parts have the ground."""
        inner = height - 2 * self.padding
        parts = self.content.split(self._inner(width), inner, forced=True) if forced else None
        if parts is None:
            return None
        head, tail = (Panel(part, self.ground, self.bar, self.padding) for part in parts)
        head.space_before = self.space_before
        return head, tail


class Limited(Box):
    """A box no wider than a measure, so that its lines stay readable."""

    def __init__(self, content: Box, measure: float) -> None:
        self.content = content
        self.measure = measure
        self.space_before = content.space_before
        self.keep_with_next = content.keep_with_next

    def height(self, width: float) -> float:
        """Return the content's height at the measure."""
        return self.content.height(min(width, self.measure))

    def place(self, page: Page, x: float, top: float, width: float) -> None:
        """Place the content at the left."""
        self.content.place(page, x, top, min(width, self.measure))

    def split(self, width: float, height: float, *, forced: bool = False) -> tuple[Box, Box] | None:
        """Split the content."""
        parts = self.content.split(min(width, self.measure), height, forced=forced)
        return parts and (Limited(parts[0], self.measure), Limited(parts[1], self.measure))


class Ground(Drawable):
    """A rectangle of one colour: a tint, a bar or a rule."""

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
        """Return the rectangle's height."""
        return self.depth

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        """Fill the rectangle."""
        with canvas.marked(self.owner):
            canvas.setFillColor(self.colour.fractions)
            place = (x, top - self.depth, width, self.depth)
            if self.radius:
                canvas.roundRect(*place, self.radius, stroke=0, fill=1)
            else:
                canvas.rect(*place, stroke=0, fill=1)

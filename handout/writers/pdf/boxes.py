"""Boxes: what stands on a page, as things with a height at a width that can be drawn and split.

A box knows nothing of documents; `typeset` makes boxes from nodes and `pages` puts them on sheets.
Positions are in points from the page's lower left corner; a box is drawn down from its top.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas


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
    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the box with its upper left corner at (x, top)."""

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:  # noqa: ARG002
        """Return the part that fits into a height and the rest, or None if it cannot be split."""
        return None


class Stack(Box):
    """Boxes under one another."""

    def __init__(
        self, children: Sequence[Box], space_before: float = 0.0, *, whole: bool = False
    ) -> None:
        self.children = tuple(children)
        self.space_before = space_before
        self.whole = whole

    def height(self, width: float) -> float:
        """Return the height of all children with the spaces between them."""
        return sum(
            child.height(width) + (child.space_before if index else 0)
            for index, child in enumerate(self.children)
        )

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the children from the top down."""
        for index, child in enumerate(self.children):
            top -= child.space_before if index else 0
            child.draw(canvas, x, top, width)
            top -= child.height(width)

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Split between two children, or inside the one that crosses the height."""
        parts = split_boxes(self.children, width, height)
        if parts is None:
            return None
        head, tail = (Stack(part) for part in parts)
        head.space_before = self.space_before
        return head, tail


def split_boxes(
    boxes: Sequence[Box], width: float, height: float
) -> tuple[list[Box], list[Box]] | None:
    """Return the boxes that fit into a height and the rest; None where none fits.

    Nothing that is kept with its next box ends the first part.
    """
    used = 0.0
    for index, box in enumerate(boxes):
        used += box.space_before if index else 0
        needed = box.height(width)
        if used + needed <= height + _TOLERANCE:
            used += needed
            continue
        parts = None if box.whole else box.split(width, height - used)
        if parts:
            return [*boxes[:index], parts[0]], [parts[1], *boxes[index + 1 :]]
        while index and boxes[index - 1].keep_with_next:
            index -= 1  # noqa: PLW2901 -- walks back over headings
        return (list(boxes[:index]), list(boxes[index:])) if index else None
    return list(boxes), []


_TOLERANCE = 0.01
"""Points; sums of floating-point heights may exceed a page by less."""


@dataclass
class Beside(Box):
    """A main column and a narrower one at its right."""

    main: Box
    aside: Box | None
    aside_width: float
    gap: float
    space_before: float = 0.0

    def _main_width(self, width: float) -> float:
        return width - self.gap - self.aside_width

    def height(self, width: float) -> float:
        """Return the height of the taller column."""
        aside = self.aside.height(self.aside_width) if self.aside else 0.0
        return max(self.main.height(self._main_width(width)), aside)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the two columns, their tops in line."""
        self.main.draw(canvas, x, top, self._main_width(width))
        if self.aside:
            self.aside.draw(canvas, x + width - self.aside_width, top, self.aside_width)

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Split the main column; the narrow one stays with its beginning."""
        if self.aside and self.aside.height(self.aside_width) > height:
            return None
        parts = self.main.split(self._main_width(width), height)
        if parts is None:
            return None
        head = Beside(parts[0], self.aside, self.aside_width, self.gap, self.space_before)
        return head, Beside(parts[1], None, self.aside_width, self.gap)


@dataclass
class Labelled(Box):
    """A label in a hanging indent with a box at its right: a step and its number."""

    label: Box
    body: Box
    indent: float
    space_before: float = 0.0

    def height(self, width: float) -> float:
        """Return the height of the taller of the two."""
        return max(self.label.height(self.indent), self.body.height(width - self.indent))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw label and body, their tops in line."""
        self.label.draw(canvas, x, top, self.indent)
        self.body.draw(canvas, x + self.indent, top, width - self.indent)


@dataclass
class Panel(Box):
    """A box on a tinted ground with a bar at its left edge."""

    content: Box
    ground: str
    bar: str
    padding: float
    space_before: float = 0.0

    _BAR = 3.0

    def _inner(self, width: float) -> float:
        return width - 2 * self.padding - self._BAR

    def height(self, width: float) -> float:
        """Return the content's height with the padding."""
        return self.content.height(self._inner(width)) + 2 * self.padding

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the ground, the bar and the content."""
        height = self.height(width)
        canvas.setFillColor(HexColor(self.ground))
        canvas.rect(x, top - height, width, height, stroke=0, fill=1)
        canvas.setFillColor(HexColor(self.bar))
        canvas.rect(x, top - height, self._BAR, height, stroke=0, fill=1)
        left = x + self._BAR + self.padding
        self.content.draw(canvas, left, top - self.padding, self._inner(width))


@dataclass
class Limited(Box):
    """A box no wider than a measure, so that its lines stay readable."""

    content: Box
    measure: float

    def __post_init__(self) -> None:
        self.space_before = self.content.space_before
        self.keep_with_next = self.content.keep_with_next

    def height(self, width: float) -> float:
        """Return the content's height at the measure."""
        return self.content.height(min(width, self.measure))

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the content at the left."""
        self.content.draw(canvas, x, top, min(width, self.measure))

    def split(self, width: float, height: float) -> tuple[Box, Box] | None:
        """Split the content."""
        parts = self.content.split(min(width, self.measure), height)
        return parts and (Limited(parts[0], self.measure), Limited(parts[1], self.measure))


@dataclass
class Rule(Box):
    """A thin line over the whole width."""

    colour: str
    thickness: float
    space_before: float = 0.0
    keep_with_next: bool = False

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return the line's thickness."""
        return self.thickness

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the line."""
        canvas.setFillColor(HexColor(self.colour))
        canvas.rect(x, top - self.thickness, width, self.thickness, stroke=0, fill=1)

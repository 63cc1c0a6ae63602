"""Break boxes into columns and pages: as few pages as possible, none of them half empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import chain
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout.writers.pdf.boxes import TOLERANCE, Box, Stack, at_top, split_boxes

_LAST_WEIGHT: Final = 0.1
"""Weight of the space left on the last page, where readers expect some."""

_BALANCE: Final = 0.4
"""That weight if the last page has several columns, which should be about equally long."""

_MOST_UNUSED: Final = 0.45
"""How much of a column may stay empty before another; more looks like the end of the handout."""

_HALF_EMPTY: Final = 0.5
"""The cost of a column with more space left than that, the more the emptier it is."""

_EMPTY_COLUMN: Final = 0.7
"""The cost of a column of the last page with nothing in it."""

_COLUMN_BREAK: Final = 0.25
"""The weight of a bad break if the text goes on beside it, on the same page."""

_PAGE: Final = 3.0
"""The cost of a page."""

_SCALE_STEP: Final = 0.06
"""Step by which pictures shrink, as a fraction of their height."""


_LEAST_SCALE: Final = 0.5
"""How far pictures may shrink to keep an entry on one page."""


class Frames(Struct, frozen=True, dict=True):
    """The sequence of columns that boxes flow through, all of one width."""

    width: float
    height: float
    columns: int = 1
    """Columns per page."""
    first_height: float | None = None
    """Height of the columns on the first page, if different."""
    min_picture_scale: float = 1.0
    """How far pictures may shrink to fill the columns better."""
    divide: bool = False
    """Whether an entry may continue in another column if that saves a page."""

    def height_at(self, index: int) -> float:
        """Return the height of a column, counted across all pages."""
        if self.first_height is not None and index < self.columns:
            return self.first_height
        return self.height

    def pages(self, count: int) -> int:
        """Return the number of pages that a number of columns takes."""
        return -(-count // self.columns)

    def break_weight(self, index: int) -> float:
        """Return how much a bad break counts at the end of a column; less within a page."""
        return 1.0 if (index + 1) % self.columns == 0 else _COLUMN_BREAK

    @property
    def last_weight(self) -> float:
        """The weight of the space left in a column of the last page."""
        return _LAST_WEIGHT if self.columns == 1 else _BALANCE

    @cached_property
    def scales(self) -> tuple[float, ...]:
        """The scales that pictures may have, the largest first."""
        return _scales(self.min_picture_scale)


def _scales(least: float) -> tuple[float, ...]:
    steps = int((1 - least) / _SCALE_STEP + TOLERANCE)
    return tuple(1 - _SCALE_STEP * step for step in range(steps + 1))


def paginate(boxes: Sequence[Box], frames: Frames) -> list[Stack]:
    """Return the content of each column, in order.

    The pictures of a column shrink, at most to the `min_picture_scale` of the frames, where that
    saves a page or fills the columns better.
    """
    breaker = _Breaker(_groups(boxes, frames, lambda box: box.flow(frames.width)), frames)
    if frames.divide:
        parts = _groups(boxes, frames, lambda box: box.parts(frames.width))
        divided = _Breaker(parts, frames)
        if divided.fewest_pages() < breaker.fewest_pages():
            breaker = divided
    return breaker.filled() if boxes else []


class _KeepTogether:
    """Boxes that belong in the same column, such as a heading and what follows it."""

    def __init__(self, boxes: Sequence[Box], width: float) -> None:
        self._boxes = {1.0: tuple(boxes)}
        self._heights: dict[float, float] = {}
        self._width = width
        self.space_before = boxes[0].space_before
        self.break_cost = boxes[0].break_cost
        self.repeated = at_top(boxes[0])[:-1]
        self.repeated_height = sum(box.height(width) for box in self.repeated)
        if self.repeated:
            # Only what is at the very top of a page has no space before it.
            self.repeated_height += self.space_before

    def boxes(self, scale: float) -> tuple[Box, ...]:
        """Return the boxes with their pictures scaled."""
        if scale not in self._boxes:
            self._boxes[scale] = tuple(box.shrunk(scale) for box in self._boxes[1.0])
        return self._boxes[scale]

    def height(self, scale: float) -> float:
        """Return the height of the boxes with their pictures scaled."""
        if scale not in self._heights:
            self._heights[scale] = Stack(self.boxes(scale)).height(self._width)
        return self._heights[scale]


def _groups(
    boxes: Sequence[Box], frames: Frames, parts: Callable[[Box], Sequence[Box]]
) -> list[_KeepTogether]:
    """Return the parts of boxes in unbreakable groups, none taller than a column if possible."""
    groups: list[_KeepTogether] = []
    kept: list[Box] = []
    for box in chain.from_iterable(map(parts, boxes)):
        kept.append(box)
        if not box.keep_with_next:
            groups += _fitting(kept, frames)
            kept = []
    if kept:
        groups += _fitting(kept, frames)
    return groups


def _fitting(kept: Sequence[Box], frames: Frames) -> Iterator[_KeepTogether]:
    """Yield boxes that are kept together, divided if they are too tall for a column.

    Before they are divided, their pictures may shrink further than those of other boxes.
    """
    group = _KeepTogether(kept, frames.width)
    for scale in _scales(_LEAST_SCALE):
        if group.repeated_height + group.height(scale) <= frames.height + TOLERANCE:
            fits = scale >= frames.min_picture_scale
            yield group if fits else _KeepTogether(group.boxes(scale), frames.width)
            return
    parts = [*chain.from_iterable(box.parts(frames.width) for box in kept)]
    if len(parts) > len(kept):
        yield from _groups(parts, frames, lambda box: (box,))
    else:
        yield from _split_to_fit(kept, frames)


def _split_to_fit(kept: Sequence[Box], frames: Frames) -> Iterator[_KeepTogether]:
    """Yield boxes split wherever a column ends."""
    width = frames.width
    limit = frames.height - _KeepTogether(kept, width).repeated_height
    rest = [*kept]
    while rest:
        group = _KeepTogether(rest, width)
        if group.height(1.0) <= limit + TOLERANCE:
            yield group
            return
        rest = [_splittable(box) for box in rest]
        head, rest = (
            split_boxes(rest, width, limit)
            or split_boxes(rest, width, limit, forced=True)
            or (rest[:1], rest[1:])
        )
        yield _KeepTogether(head, width)


def _splittable(box: Box) -> Box:
    """Return a copy of a box that need not be kept together."""
    splittable = copy(box)
    splittable.keep_together = False
    return splittable


class _Column(Struct, frozen=True):
    """The groups of a column: those before an index, with their pictures scaled."""

    end: int
    scale: float = 1.0
    unused: float = 0.0
    """The fraction of the height that is left."""

    @property
    def cost(self) -> float:
        """The cost of the space left and of the pictures shrunk."""
        return self.unused**2 + (1 - self.scale) ** 2


class _Breakpoint(Struct, frozen=True):
    """The end of a column, and the best columns that lead to it."""

    cost: float
    column: _Column
    previous: _Breakpoint | None = None

    def slices(self) -> list[tuple[int, int, float]]:
        """Return the first group, the end and the scale of pictures of all columns up to here."""
        slices = []
        end = self
        while end.previous:
            slices.append((end.previous.column.end, end.column.end, end.column.scale))
            end = end.previous
        return slices[::-1]


class _Breaker:
    """Breaks groups into columns."""

    def __init__(self, groups: Sequence[_KeepTogether], frames: Frames) -> None:
        self._groups = groups
        self._frames = frames
        self._columns: dict[tuple[int, float], tuple[_Column, ...]] = {}
        """What a column may contain, by its first group and its height."""

    def filled(self) -> list[Stack]:
        """Fill as few pages as possible without bad breaks; the last one has most space left.

        Minimises the sum of the costs of all columns, as in Knuth and Plass, Breaking Paragraphs
        into Lines, Software: Practice and Experience 11 (1981).
        """
        groups, frames, needed = self._groups, self._frames, self._columns_needed()
        # One more page may be better than a break that is bad.
        columns = (self.fewest_pages() + 1) * frames.columns
        active = {0: _Breakpoint(0.0, _Column(0))}
        complete: list[_Breakpoint] = []
        for index in range(columns):
            left = columns - index - 1
            active = {
                end: breakpoint_
                for end, breakpoint_ in self._next_breakpoints(active, index).items()
                if needed[end] <= left
            }
            if len(groups) in active:
                last = active.pop(len(groups))
                pages = frames.pages(index + 1)
                empty = pages * frames.columns - (index + 1)
                cost = last.cost + _PAGE * pages + empty * _EMPTY_COLUMN
                complete.append(replace(last, cost=cost))
        best = min(complete, key=lambda breakpoint_: breakpoint_.cost)
        return [
            Stack(
                [
                    *(groups[start].repeated if start < end else ()),
                    *(box for group in groups[start:end] for box in group.boxes(scale)),
                ]
            )
            for start, end, scale in best.slices()
        ]

    def fewest_pages(self) -> int:
        """Return the number of pages if each column is filled as far as possible."""
        start = count = 0
        while start < len(self._groups):
            start = max(column.end for column in self._columns_from(start, count))
            count += 1
        return self._frames.pages(count)

    def _columns_needed(self) -> list[int]:
        """Return for each group how many columns it and all later ones need at least."""
        needed = [0] * (len(self._groups) + 1)
        for start in reversed(range(len(self._groups))):
            columns = self._columns_from(start, self._frames.columns)
            needed[start] = 1 + needed[max(column.end for column in columns)]
        return needed

    def _next_breakpoints(
        self, active: dict[int, _Breakpoint], index: int
    ) -> dict[int, _Breakpoint]:
        """Return the best breakpoints at the end of a column, by the index of the next group."""
        groups, frames = self._groups, self._frames
        following: dict[int, _Breakpoint] = {}
        for start, previous in active.items():
            for column in self._columns_from(start, index):
                cost = previous.cost
                if column.end == len(groups):
                    cost += frames.last_weight * column.cost
                else:
                    cost += column.cost + groups[column.end].break_cost * frames.break_weight(index)
                    if column.unused > _MOST_UNUSED and frames.columns == 1:
                        cost += _HALF_EMPTY + 2 * (column.unused - _MOST_UNUSED)
                if column.end not in following or cost < following[column.end].cost:
                    following[column.end] = _Breakpoint(cost, column, previous)
        return following

    def _columns_from(self, start: int, index: int) -> tuple[_Column, ...]:
        """Return what a column that begins with a group may contain."""
        height = self._frames.height_at(index)
        if (start, height) not in self._columns:
            self._columns[start, height] = tuple(self._possible_columns(start, height))
        return self._columns[start, height]

    def _possible_columns(self, start: int, height: float) -> Iterator[_Column]:
        """Yield columns with ever more groups, with their pictures as large as can be."""
        groups, scales = self._groups, iter(self._frames.scales)
        scale, smallest = next(scales), self._frames.scales[-1]
        used = groups[start].repeated_height
        for end, group in enumerate(groups[start:], start + 1):
            used += group.height(scale) + (group.space_before if end > start + 1 else 0)
            while used > height + TOLERANCE:
                # Mostly it does not fit at any scale, and each takes time to lay out.
                if _height(groups[start:end], smallest) > height + TOLERANCE:
                    break
                scale = next(scales)
                used = _height(groups[start:end], scale)
            else:
                yield _Column(end, scale, (height - used) / height)
                continue
            break
        else:
            return
        if end == start + 1:
            # What is too tall for a short first column moves on; what is too tall for any is
            # overfull.
            short = height < self._frames.height
            yield _Column(start, unused=1.0) if short else _Column(end)


def _height(groups: Sequence[_KeepTogether], scale: float) -> float:
    """Return the height of groups in one column, with their pictures scaled."""
    heights = groups[0].repeated_height + sum(group.height(scale) for group in groups)
    return heights + sum(group.space_before for group in groups[1:])

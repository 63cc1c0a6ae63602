"""Decide what stands on which page: as few pages as can be, and all about equally full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import chain, pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout.writers.pdf.boxes import TOLERANCE, Box, Stack, split_boxes

_LAST: Final = 0.4
"""What room left on the last page counts for: a reader expects some there."""

_STEP: Final = 0.06
"""Pictures shrink by this part of their height at a time."""


class Frames(Struct, frozen=True):
    """The columns that a text flows through, page after page; all have one width."""

    width: float
    height: float
    columns: int = 1
    first: float | None = None
    """The height on the first page, where it is less."""
    least_pictures: float = 1.0
    """How far the pictures of what is higher than a column may shrink before it is cut."""

    def at(self, index: int) -> float:
        """Return the height of a column, counted through all pages."""
        short = self.first is not None and index < self.columns
        return self.first if short and self.first is not None else self.height

    def pages(self, count: int) -> int:
        """Return the pages that some columns take."""
        return -(-count // self.columns)


def paginate(boxes: Sequence[Box], frames: Frames, least_pictures: float = 1.0) -> list[Stack]:
    """Return what stands in each column, in order.

    Where that saves a page, all pictures shrink, to `least_pictures` of their height at most.
    """
    frames = replace(frames, least_pictures=least_pictures)
    units = _units(boxes, frames)
    pages = _fewest_pages(units, frames)
    if least_pictures < 1 and len(units) > 1:
        smallest = _units([box.shrunk(least_pictures) for box in boxes], frames)
        fewest = _fewest_pages(smallest, frames)
        if fewest < pages:
            units = _largest(boxes, frames, fewest) or smallest
    return _fill(units, frames)


def _largest(boxes: Sequence[Box], frames: Frames, pages: int) -> list[_Unit]:
    """Return units with the largest pictures that let them stand on some pages, if any do."""
    scale = 1 - _STEP
    while scale > frames.least_pictures:
        units = _units([box.shrunk(scale) for box in boxes], frames)
        if _fewest_pages(units, frames) == pages:
            return units
        scale -= _STEP
    return []


class _Unit(Struct, frozen=True):
    """Boxes that stand in one column: a heading and what it heads."""

    boxes: tuple[Box, ...]
    space_before: float
    height: float


def _units(boxes: Sequence[Box], frames: Frames) -> list[_Unit]:
    """Return what cannot be parted; what is higher than a column is cut to its height."""
    units: list[_Unit] = []
    kept: list[Box] = []
    for box in chain.from_iterable(part.flow() for part in boxes):
        kept.append(box)
        if not box.keep_with_next:
            units += _pieces(kept, frames)
            kept = []
    if kept:
        units += _pieces(kept, frames)
    return units


def _pieces(kept: list[Box], frames: Frames) -> Iterator[_Unit]:
    width, limit = frames.width, frames.height
    rest, height = _fitting(kept, frames)
    while rest:
        if height <= limit + TOLERANCE:
            yield _Unit(tuple(rest), rest[0].space_before, height)
            return
        rest = [_parted(box) for box in rest]
        parts = (
            split_boxes(rest, width, limit)
            or split_boxes(rest, width, limit, forced=True)
            or (rest[:1], rest[1:])
        )
        yield _Unit(tuple(parts[0]), parts[0][0].space_before, Stack(parts[0]).height(width))
        rest = parts[1]
        height = Stack(rest).height(width)


def _parted(box: Box) -> Box:
    """Return a box that may be split."""
    parted = copy(box)
    parted.whole = False
    return parted


def _fitting(kept: list[Box], frames: Frames) -> tuple[list[Box], float]:
    """Return boxes with their pictures as large as lets them fit into a column, and their height.

    Where no size lets them, the pictures stay as they are.
    """
    whole = height = Stack(kept).height(frames.width)
    shrunk, scale = kept, 1.0
    while height > frames.height + TOLERANCE:
        scale -= _STEP
        if scale < frames.least_pictures:
            return kept, whole
        shrunk = [box.shrunk(scale) for box in kept]
        height = Stack(shrunk).height(frames.width)
    return shrunk, height


class _Way(Struct, frozen=True):
    """Columns filled up to some unit, in the way that leaves room most evenly."""

    cost: float
    end: int
    before: _Way | None = None

    def cuts(self) -> list[int]:
        """Return where each column ends."""
        return [*(self.before.cuts() if self.before else ()), self.end]


def _fill(units: Sequence[_Unit], frames: Frames) -> list[Stack]:
    """Fill the fewest pages; of all ways to do so, take the most even one.

    A way is better when the squares of the room left over add up to less, as in Knuth and Plass,
    Breaking Paragraphs into Lines, Software: Practice and Experience 11 (1981).
    """
    needed = _needed(units, frames.height)
    fewest = _fewest_pages(units, frames) * frames.columns
    ways = {0: _Way(0.0, 0)}
    done: list[_Way] = []
    for index in range(fewest):
        left = fewest - index - 1
        ways = {
            end: way
            for end, way in _next_column(ways, units, frames, index).items()
            if needed[end] <= left
        }
        if len(units) in ways:
            done.append(ways.pop(len(units)))
    cuts = min(done, key=lambda way: way.cost).cuts()
    return [
        Stack([box for unit in units[start:end] for box in unit.boxes])
        for start, end in pairwise(cuts)
    ]


def _fewest_pages(units: Sequence[_Unit], frames: Frames) -> int:
    """Return the pages that are needed when each column is filled as far as it can be."""
    start = count = 0
    while start < len(units):
        start = max(end for end, _ in _ends(units, start, frames, count))
        count += 1
    return frames.pages(count)


def _needed(units: Sequence[_Unit], height: float) -> list[int]:
    """Return for each unit how many full columns it and all after it take at least."""
    frames = Frames(0.0, height)
    needed = [0] * (len(units) + 1)
    for start in reversed(range(len(units))):
        needed[start] = 1 + needed[max(end for end, _ in _ends(units, start, frames, 0))]
    return needed


def _next_column(
    ways: dict[int, _Way], units: Sequence[_Unit], frames: Frames, index: int
) -> dict[int, _Way]:
    """Return the ways to go on after one more column, by the unit that comes next."""
    after: dict[int, _Way] = {}
    for start, way in ways.items():
        for end, room in _ends(units, start, frames, index):
            cost = way.cost + (_LAST if end == len(units) else 1.0) * room**2
            if end not in after or cost < after[end].cost:
                after[end] = _Way(cost, end, way)
    return after


def _ends(
    units: Sequence[_Unit], start: int, frames: Frames, index: int
) -> Iterator[tuple[int, float]]:
    """Yield where a column that begins with a unit may end, and what part of it is then left."""
    height = frames.at(index)
    used = 0.0
    for end, unit in enumerate(units[start:], start + 1):
        used += unit.height + (unit.space_before if end > start + 1 else 0)
        if used > height + TOLERANCE:
            break
        yield end, (height - used) / height
    else:
        return
    if end == start + 1:
        # What is too high for a short column waits; what is so for all stands alone.
        yield (start, 1.0) if height < frames.height else (end, 0.0)

"""Break boxes into columns and pages: as few pages as possible, filled as evenly as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import chain, pairwise
from typing import Final

from msgspec import Struct

from handout.writers.pdf.boxes import TOLERANCE, Box, Stack, split_boxes

_LAST_WEIGHT: Final = 0.4
"""Weight of the space left in the last column, where readers expect some."""

_SCALE_STEP: Final = 0.06
"""Step by which pictures shrink, as a fraction of their height."""


class Frames(Struct, frozen=True):
    """The sequence of columns that boxes flow through, all of one width."""

    width: float
    height: float
    columns: int = 1
    """Columns per page."""
    first_height: float | None = None
    """Height of the columns on the first page, if different."""
    min_picture_scale: float = 1.0
    """How far pictures may shrink before something taller than a column is split."""

    def height_at(self, index: int) -> float:
        """Return the height of a column, counted across all pages."""
        if self.first_height is not None and index < self.columns:
            return self.first_height
        return self.height

    def pages(self, count: int) -> int:
        """Return the number of pages that a number of columns takes."""
        return -(-count // self.columns)


def paginate(boxes: Sequence[Box], frames: Frames) -> list[Stack]:
    """Return the content of each column, in order.

    If that saves a page, all pictures shrink, at most to the `min_picture_scale` of the frames.
    """
    groups = _groups(boxes, frames)
    pages = _fewest_pages(groups, frames)
    scale = frames.min_picture_scale
    if scale < 1 and len(groups) > 1:
        smallest = _groups([box.shrunk(scale) for box in boxes], frames)
        fewest = _fewest_pages(smallest, frames)
        if fewest < pages:
            groups = _at_largest_scale(boxes, frames, fewest) or smallest
    return _fill(groups, frames)


def _at_largest_scale(boxes: Sequence[Box], frames: Frames, pages: int) -> list[_KeepTogether]:
    """Return groups with the largest pictures that fit on a number of pages, if any do."""
    scale = 1 - _SCALE_STEP
    while scale > frames.min_picture_scale:
        groups = _groups([box.shrunk(scale) for box in boxes], frames)
        if _fewest_pages(groups, frames) == pages:
            return groups
        scale -= _SCALE_STEP
    return []


class _KeepTogether(Struct, frozen=True):
    """Boxes that belong in the same column, such as a heading and what follows it."""

    boxes: tuple[Box, ...]
    space_before: float
    height: float


def _groups(boxes: Sequence[Box], frames: Frames) -> list[_KeepTogether]:
    """Return boxes in unbreakable groups, none of them taller than a column if possible."""
    groups: list[_KeepTogether] = []
    kept: list[Box] = []
    for box in chain.from_iterable(part.flow() for part in boxes):
        kept.append(box)
        if not box.keep_with_next:
            groups += _split_to_fit(kept, frames)
            kept = []
    if kept:
        groups += _split_to_fit(kept, frames)
    return groups


def _split_to_fit(kept: list[Box], frames: Frames) -> Iterator[_KeepTogether]:
    width, limit = frames.width, frames.height
    rest, height = _shrunk_to_fit(kept, frames)
    while rest:
        if height <= limit + TOLERANCE:
            yield _KeepTogether(tuple(rest), rest[0].space_before, height)
            return
        rest = [_splittable(box) for box in rest]
        head, tail = (
            split_boxes(rest, width, limit)
            or split_boxes(rest, width, limit, forced=True)
            or (rest[:1], rest[1:])
        )
        yield _KeepTogether(tuple(head), head[0].space_before, Stack(head).height(width))
        rest = tail
        height = Stack(rest).height(width)


def _splittable(box: Box) -> Box:
    """Return a copy of a box that need not be kept together."""
    splittable = copy(box)
    splittable.keep_together = False
    return splittable


def _shrunk_to_fit(kept: list[Box], frames: Frames) -> tuple[list[Box], float]:
    """Return boxes with the largest pictures that let them fit into a column, and their height.

    If they do not fit at any size, the pictures keep theirs.
    """
    full = height = Stack(kept).height(frames.width)
    shrunk, scale = kept, 1.0
    while height > frames.height + TOLERANCE:
        scale -= _SCALE_STEP
        if scale < frames.min_picture_scale:
            return kept, full
        shrunk = [box.shrunk(scale) for box in kept]
        height = Stack(shrunk).height(frames.width)
    return shrunk, height


class _Breakpoint(Struct, frozen=True):
    """A column break before a group, and the best breaks that lead to it."""

    cost: float
    index: int
    previous: _Breakpoint | None = None

    def indices(self) -> list[int]:
        """Return the indices of all breaks up to this one."""
        return [*(self.previous.indices() if self.previous else ()), self.index]


def _fill(groups: Sequence[_KeepTogether], frames: Frames) -> list[Stack]:
    """Fill the fewest possible pages as evenly as possible.

    Minimises the sum of the squares of the space left in each column, as in Knuth and Plass,
    Breaking Paragraphs into Lines, Software: Practice and Experience 11 (1981).
    """
    needed = _columns_needed(groups, frames.height)
    columns = _fewest_pages(groups, frames) * frames.columns
    active = {0: _Breakpoint(0.0, 0)}
    complete: list[_Breakpoint] = []
    for index in range(columns):
        left = columns - index - 1
        active = {
            end: breakpoint_
            for end, breakpoint_ in _next_breakpoints(active, groups, frames, index).items()
            if needed[end] <= left
        }
        if len(groups) in active:
            complete.append(active.pop(len(groups)))
    breaks = min(complete, key=lambda breakpoint_: breakpoint_.cost).indices()
    return [
        Stack([box for group in groups[start:end] for box in group.boxes])
        for start, end in pairwise(breaks)
    ]


def _fewest_pages(groups: Sequence[_KeepTogether], frames: Frames) -> int:
    """Return the number of pages if each column is filled as far as possible."""
    start = count = 0
    while start < len(groups):
        start = max(end for end, _ in _ends(groups, start, frames, count))
        count += 1
    return frames.pages(count)


def _columns_needed(groups: Sequence[_KeepTogether], height: float) -> list[int]:
    """Return for each group how many columns it and all later ones need at least."""
    frames = Frames(0.0, height)
    needed = [0] * (len(groups) + 1)
    for start in reversed(range(len(groups))):
        needed[start] = 1 + needed[max(end for end, _ in _ends(groups, start, frames, 0))]
    return needed


def _next_breakpoints(
    active: dict[int, _Breakpoint], groups: Sequence[_KeepTogether], frames: Frames, column: int
) -> dict[int, _Breakpoint]:
    """Return the best breakpoints at the end of a column, by the index of the next group."""
    following: dict[int, _Breakpoint] = {}
    for start, previous in active.items():
        for end, unused in _ends(groups, start, frames, column):
            cost = previous.cost + (_LAST_WEIGHT if end == len(groups) else 1.0) * unused**2
            if end not in following or cost < following[end].cost:
                following[end] = _Breakpoint(cost, end, previous)
    return following


def _ends(
    groups: Sequence[_KeepTogether], start: int, frames: Frames, column: int
) -> Iterator[tuple[int, float]]:
    """Yield where a column that begins with a group may end, and the unused fraction of it."""
    height = frames.height_at(column)
    used = 0.0
    for end, group in enumerate(groups[start:], start + 1):
        used += group.height + (group.space_before if end > start + 1 else 0)
        if used > height + TOLERANCE:
            break
        yield end, (height - used) / height
    else:
        return
    if end == start + 1:
        # What is too tall for a short first column moves on; what is too tall for any is overfull.
        yield (start, 1.0) if height < frames.height else (end, 0.0)

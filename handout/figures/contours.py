"""Find smooth outlines of masks, and follow the edges between pixels from junction to junction.

Points are in pixels: column, then row downward.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from scipy.ndimage import gaussian_filter, gaussian_filter1d, label
from skimage.measure import find_contours

from handout.figures.compiling import compiled
from handout.figures.geometry import Array, Integers, Mask

_HALF: Final = 0.5
_LEAST_PX: Final = 8
"""An outline of fewer points is too small to be seen."""


_LEAST_CELLS: Final = 2
"""A mask that is narrower has no room for a line between its pixels."""


def outlines(mask: Mask, sigma: float = 2.0) -> list[Array]:
    """Return the smooth closed outlines of a mask and its holes."""
    if not mask.any():
        return []
    rows, columns = bounds(mask)
    margin = int(np.ceil(3 * sigma)) + 1
    soft = gaussian_filter(np.pad(mask[rows, columns].astype(np.float32), margin), sigma)
    corner = np.array([columns.start, rows.start]) - margin + 0.5
    found = find_contours(soft, _HALF)  # type: ignore[no-untyped-call]
    return [line[:-1, ::-1] + corner for line in found if len(line) > _LEAST_PX]


def levels(values: Array, level: float, mask: Mask) -> list[Array]:
    """Return the lines over a mask along which values pass a level."""
    if not mask.any():
        return []
    rows, columns = bounds(mask)
    if min(rows.stop - rows.start, columns.stop - columns.start) < _LEAST_CELLS:
        return []
    found = find_contours(values[rows, columns], level, mask=mask[rows, columns])  # type: ignore[no-untyped-call]
    corner = np.array([columns.start, rows.start]) + 0.5
    return [line[:, ::-1] + corner for line in found]


def bounds(mask: Mask) -> tuple[slice, slice]:
    """Return the rows and the columns that a mask, which is not empty, fills."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def grown(mask: Mask) -> Mask:
    """Return a mask with the pixels beside its own."""
    result = mask.copy()
    result[1:] |= mask[:-1]
    result[:-1] |= mask[1:]
    result[:, 1:] |= mask[:, :-1]
    result[:, :-1] |= mask[:, 1:]
    return result


def rounded(mask: Mask, sigma: float) -> Mask:
    """Return a mask with its corners and notches rounded."""
    result = np.zeros_like(mask)
    if mask.any():
        around = bounds(mask)
        soft = gaussian_filter(mask[around].astype(np.float32), sigma, mode="constant")
        result[around] = soft > _HALF
    return result


def smoothed(field: Array, within: Mask, sigma: float) -> Array:
    """Return a field smoothed over a part of the picture."""
    weight = gaussian_filter(within.astype(np.float32), sigma)
    result: Array = gaussian_filter(np.where(within, field, 0), sigma) / np.maximum(weight, 1e-6)
    return result


def without_specks(mask: Mask, least_px: float) -> Mask:
    """Return a mask without its pieces of fewer pixels."""
    result = np.zeros_like(mask)
    if mask.any():
        around = bounds(mask)
        labels, _ = label(mask[around])
        keep = np.bincount(labels.ravel()) >= least_px
        keep[0] = False
        result[around] = keep[labels]
    return result


def smooth(points: Array, sigma: float, *, closed: bool) -> Array:
    """Return points smoothed along their line; the ends of an open line stay."""
    if len(points) < 4:
        return points
    if closed:
        wrapped: Array = gaussian_filter1d(points, sigma, axis=0, mode="wrap")
        return wrapped
    n = min(len(points) - 1, int(4 * sigma))
    before, after = 2 * points[0] - points[n:0:-1], 2 * points[-1] - points[-2 : -n - 2 : -1]
    extended = np.vstack([before, points, after])
    result: Array = gaussian_filter1d(extended, sigma, axis=0, mode="nearest")[n : n + len(points)]
    result[0], result[-1] = points[0], points[-1]
    return result


def line_end(points: Array, reach: int) -> Array:
    """Return the direction of a line at its end, measured over some points."""
    way: Array = points[-1] - points[max(0, len(points) - 1 - reach)]
    return way / max(float(np.hypot(*way)), 1e-9)


class EdgeMap(Struct, frozen=True):
    """What is between neighbouring pixels: the labels of edges, 0 where there is none."""

    right: Integers
    """Between each pixel and the one on its right; a row of n pixels has n - 1."""
    below: Integers
    """Between each pixel and the one under it."""


class Segment(Struct, frozen=True):
    """Edges of one label from one junction or free end to the next, or around a loop."""

    points: Array
    label: int
    closed: bool

    def direction(self, reach: int, *, at_end: bool) -> Array:
        """Return the way in which the line leaves its end (or its start), over some points."""
        return line_end(self.points if at_end else self.points[::-1], reach)


def follow(edges: EdgeMap) -> Iterator[Segment]:
    """Yield the segments that edges form."""
    rows, columns = edges.right.shape[0], edges.below.shape[1]
    upright = np.zeros((rows, columns + 1), np.int32)
    upright[:, 1:-1] = edges.right
    level = np.zeros((rows + 1, columns), np.int32)
    level[1:-1] = edges.below
    touched = np.zeros((rows + 1, columns + 1), bool)
    touched[:-1] |= upright > 0
    touched[1:] |= upright > 0
    touched[:, :-1] |= level > 0
    touched[:, 1:] |= level > 0
    points, ends, labels, loops = _follow(upright, level, np.argwhere(touched))
    start = 0
    for end, value, closed in zip(ends.tolist(), labels.tolist(), loops.tolist(), strict=True):
        yield Segment(points[start:end].astype(float), value, closed)
        start = end


@compiled
def _follow(
    upright: Integers, level: Integers, corners: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """Return the points of all segments, and the end, the label and the closure of each.

    Edges are erased as they are followed: first those from junctions and free ends, then loops.
    """
    total = np.count_nonzero(upright) + np.count_nonzero(level)
    points = np.empty((2 * total + 2, 2), np.int32)
    ends, labels = np.empty(total, np.int64), np.empty(total, np.int32)
    loops = np.empty(total, np.bool_)
    node = _nodes(upright, level, corners)
    count, used = 0, 0
    for from_nodes in (True, False):
        for row, column in corners:
            if from_nodes and not node[row, column]:
                continue
            for direction in range(4):
                label = _edge(upright, level, row, column, direction)
                if label:
                    used, closed = _walk(
                        upright, level, node, (row, column, direction), points, used
                    )
                    ends[count], labels[count], loops[count] = used, label, closed
                    count += 1
    return points[:used], ends[:count], labels[:count], loops[:count]


@compiled
def _nodes(upright: Integers, level: Integers, corners: npt.NDArray[Any]) -> Mask:
    """Return at which corners edges end, or more than two or edges of two labels meet."""
    node = np.zeros((upright.shape[0] + 1, level.shape[1] + 1), np.bool_)
    for row, column in corners:
        degree, first, is_mixed = 0, 0, False
        for direction in range(4):
            label = _edge(upright, level, row, column, direction)
            if label:
                is_mixed |= degree > 0 and label != first
                first = label
                degree += 1
        node[row, column] = degree not in {0, 2} or is_mixed
    return node


@compiled
def _walk(
    upright: Integers,
    level: Integers,
    node: Mask,
    start: tuple[int, int, int],
    points: npt.NDArray[Any],
    used: int,
) -> tuple[int, bool]:
    """Append the corners of a segment and erase it; return how many there are, and if it closes."""
    row, column, direction = start
    label = _edge(upright, level, row, column, direction)
    is_loop = not node[row, column]
    points[used, 0], points[used, 1] = column, row
    used += 1
    while True:
        if direction % 2 == 0:
            level[row, min(column, column + 1 - direction)] = 0
            column += 1 - direction
        else:
            upright[min(row, row + 2 - direction), column] = 0
            row += 2 - direction
        if is_loop and row == start[0] and column == start[1]:
            return used, True
        points[used, 0], points[used, 1] = column, row
        used += 1
        direction = -1
        if not node[row, column]:
            for onward in range(4):
                if _edge(upright, level, row, column, onward) == label:
                    direction = onward
        if direction < 0:
            return used, False


@compiled
def _edge(upright: Integers, level: Integers, row: int, column: int, direction: int) -> int:
    """Return the label of the edge that leaves a corner to the right, down, left or up."""
    rows, columns = upright.shape[0], level.shape[1]
    if direction == 0:
        return level[row, column] if column < columns else 0
    if direction == 1:
        return upright[row, column] if row < rows else 0
    if direction == 2:
        return level[row, column - 1] if column > 0 else 0
    return upright[row - 1, column] if row > 0 else 0

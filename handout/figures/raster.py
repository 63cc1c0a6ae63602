"""Draw triangles into a depth buffer, and interpolate what is known at their corners."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from handout.figures.compiling import compiled
from handout.figures.geometry import Array, Integers, Mask

Values = npt.NDArray[Any]
"""Numbers of single precision, which is enough for a picture."""


_FAR: Final = 1 << 20


class Buffers(NamedTuple):
    """What each pixel shows."""

    nearness: Values
    """1 / depth, which is linear on the picture; 0 where nothing is."""
    mesh: Integers
    """The number of the mesh, or -1."""
    triangle: Integers
    """The number of the triangle, counted through all meshes, or -1."""
    weights: Values
    """Of the first two corners of the triangle; the third is what is left of 1."""
    inner: Mask
    """Where the inner side of an open surface is seen."""

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> Buffers:
        """Return the buffers of a picture of nothing."""
        return cls(
            np.zeros(shape, np.float32),
            np.full(shape, -1, np.int32),
            np.full(shape, -1, np.int32),
            np.zeros((*shape, 2), np.float32),
            np.zeros(shape, bool),
        )


@compiled
def draw_triangles(
    corners: Array,
    nearness: Array,
    triangles: Integers,
    cut: Array,
    numbers: tuple[int, int],
    buffers: Buffers,
    *,
    closed: bool,
) -> None:
    """Draw the triangles of a mesh where nothing nearer has been drawn.

    Corners are in pixels (column, row). Parts with a negative cut are left out, and the inner side
    of a closed surface. The numbers are those of the mesh and of its first triangle.
    """
    front, weights = buffers.nearness, buffers.weights
    height, width = front.shape
    for t in range(len(triangles)):
        i, j, k = triangles[t]
        if cut[i] < 0 and cut[j] < 0 and cut[k] < 0:
            continue
        x0, y0 = corners[i, 0], corners[i, 1]
        ax, ay = corners[j, 0] - x0, corners[j, 1] - y0
        bx, by = corners[k, 0] - x0, corners[k, 1] - y0
        # Rows go down, so that triangles seen from outside are clockwise.
        area = ax * by - bx * ay
        if area == 0 or (closed and area > 0):
            continue
        left = max(0, int(np.ceil(x0 + min(0.0, ax, bx) - 0.5)))
        right = min(width - 1, int(np.floor(x0 + max(0.0, ax, bx) - 0.5)))
        top = max(0, int(np.ceil(y0 + min(0.0, ay, by) - 0.5)))
        bottom = min(height - 1, int(np.floor(y0 + max(0.0, ay, by) - 0.5)))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                px, py = column + 0.5 - x0, row + 0.5 - y0
                b, c = (px * by - bx * py) / area, (ax * py - px * ay) / area
                a = 1 - b - c
                # A hair of overlap, or rounding would leave cracks between triangles.
                if a < -1e-7 or b < -1e-7 or c < -1e-7:
                    continue
                near = a * nearness[i] + b * nearness[j] + c * nearness[k]
                if near <= front[row, column]:
                    continue
                a, b, c = a * nearness[i] / near, b * nearness[j] / near, c * nearness[k] / near
                if a * cut[i] + b * cut[j] + c * cut[k] < 0:
                    continue
                front[row, column] = near
                buffers.mesh[row, column] = numbers[0]
                buffers.triangle[row, column] = numbers[1] + t
                weights[row, column, 0], weights[row, column, 1] = a, b
                buffers.inner[row, column] = area > 0


@compiled
def interpolate(
    values: Values, triangles: Integers, triangle: Integers, weights: Values, result: Values
) -> None:
    """Write values, one row a point, to the pixels that show them."""
    for row in range(triangle.shape[0]):
        for column in range(triangle.shape[1]):
            if triangle[row, column] < 0:
                continue
            i, j, k = triangles[triangle[row, column]]
            a, b = weights[row, column, 0], weights[row, column, 1]
            c = 1 - a - b
            for axis in range(values.shape[1]):
                result[row, column, axis] = (
                    a * values[i, axis] + b * values[j, axis] + c * values[k, axis]
                )


@compiled
def close_gaps(is_first: Mask, width: int, buffers: Buffers) -> None:
    """Fill gaps of up to some pixels between those that show meshes of a first kind.

    Each pixel of a gap takes what the nearer of its borders shows, unless it shows something that
    is nearer. `is_first` tells the kind of each mesh, by its number.
    """
    mesh = buffers.mesh.copy()
    solid = np.zeros(mesh.shape, np.bool_)
    for row in range(mesh.shape[0]):
        for column in range(mesh.shape[1]):
            solid[row, column] = mesh[row, column] >= 0 and is_first[mesh[row, column]]
    for row in range(mesh.shape[0]):
        for column in range(mesh.shape[1]):
            if solid[row, column]:
                continue
            for down in range(2):
                before = _border(solid, row, column, -down, down - 1, width)
                after = _border(solid, row, column, down, 1 - down, width)
                if before + after <= width + 1:
                    step = -before if before <= after else after
                    _copy(buffers, mesh, row + step * down, column + step * (1 - down), row, column)


@compiled
def _border(solid: Mask, row: int, column: int, down: int, right: int, limit: int) -> int:
    """Return how many steps away a solid pixel is; too many if it is farther than a limit."""
    for step in range(1, limit + 1):
        row, column = row + down, column + right
        if row < 0 or column < 0 or row >= solid.shape[0] or column >= solid.shape[1]:
            break
        if solid[row, column]:
            return step
    return _FAR


@compiled
def _copy(
    buffers: Buffers, mesh: Integers, row: int, column: int, to_row: int, to_column: int
) -> None:
    """Show at one pixel what another shows, if that is nearer."""
    if buffers.nearness[row, column] > buffers.nearness[to_row, to_column]:
        buffers.nearness[to_row, to_column] = buffers.nearness[row, column]
        buffers.mesh[to_row, to_column] = mesh[row, column]
        buffers.triangle[to_row, to_column] = buffers.triangle[row, column]
        buffers.weights[to_row, to_column] = buffers.weights[row, column]
        buffers.inner[to_row, to_column] = buffers.inner[row, column]

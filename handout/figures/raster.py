"""Draw triangles into a depth buffer, and interpolate what is known at their corners."""

from __future__ import annotations

import numpy as np
from numba import njit

from handout.figures.geometry import Array, Integers, Mask


@njit(cache=True)
def draw_triangles(
    corners: Array,
    nearness: Array,
    triangles: Integers,
    cut: Array,
    number: int,
    first: int,
    *,
    closed: bool,
    buffers: tuple[Array, Integers, Integers, Array, Mask],
) -> None:
    """Draw the triangles of a mesh where nothing nearer has been drawn.

    Meshes have numbers, and their triangles are counted from a first number.

    Corners are in pixels (column, row); nearness is 1 / depth, which is linear on the picture.
    Parts with a negative cut are left out, and the inner side of a closed surface. The buffers are
    nearness, mesh, triangle, the weights of the triangle's corners, and whether the inner side is
    seen.
    """
    front, mesh, triangle, weights, inner = buffers
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
                mesh[row, column] = number
                triangle[row, column] = first + t
                weights[row, column, 0], weights[row, column, 1] = a, b
                inner[row, column] = area > 0


@njit(cache=True)
def interpolate(
    values: Array, triangles: Integers, buffers: tuple[Integers, Array], result: Array
) -> None:
    """Write values, one row a point, to the pixels that show them.

    The buffers are triangle and the weights of its first two corners.
    """
    triangle, weights = buffers
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


@njit(cache=True)
def close_gaps(
    is_first: Mask, width: int, buffers: tuple[Array, Integers, Integers, Array, Mask]
) -> None:
    """Fill gaps of up to some pixels between those that show meshes of a first kind.

    Each pixel of a gap takes what the nearer of its borders shows. The buffers are those of
    `draw_triangles`; `is_first` tells the kind of each mesh, by its number.
    """
    front, mesh, triangle, weights, inner = buffers
    rows, columns = mesh.shape
    before = mesh.copy()
    for row in range(rows):
        for column in range(columns):
            if before[row, column] >= 0 and is_first[before[row, column]]:
                continue
            for down in range(2):
                r, c, gap = row, column, width + 1
                for sign in (-1, 1):
                    for step in range(1, width + 1):
                        y, x = row + sign * step * down, column + sign * step * (1 - down)
                        if y < 0 or x < 0 or y >= rows or x >= columns:
                            gap = width + 1
                            break
                        if before[y, x] >= 0 and is_first[before[y, x]]:
                            if sign < 0:
                                gap = step
                                r, c = y, x
                            elif gap + step - 1 <= width:
                                if step < gap:
                                    r, c = y, x
                                gap += step - 1
                            else:
                                gap = width + 1
                            break
                    else:
                        gap = width + 1
                    if gap > width:
                        break
                if gap <= width and front[r, c] > front[row, column]:
                    front[row, column] = front[r, c]
                    mesh[row, column], triangle[row, column] = before[r, c], triangle[r, c]
                    weights[row, column], inner[row, column] = weights[r, c], inner[r, c]
                    break

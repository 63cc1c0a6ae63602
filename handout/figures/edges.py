"""Find the edges between pixels that an illustrator would draw, and say what each of them is.

On one surface there is an edge where neighbouring pixels were far apart before the body was posed:
an arm on the trunk, legs together, finger on finger and the fold of an elbow then give continuous
lines, where thresholds of depth would give dashes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
from numba import njit

from handout.figures.contours import EdgeMap
from handout.figures.geometry import Array, Integers, Mask
from handout.figures.palette import Role
from handout.figures.regions import Regions
from handout.figures.view import View


class EdgeKind(IntEnum):
    """What an edge between two pixels is."""

    SILHOUETTE = 1
    """A person before something else."""
    OCCLUSION = 2
    """A part of a person before another part."""
    SEAM = 3
    """Where surfaces or colours of a person meet: a hem, a hairline, a sole."""
    OUTLINE = 4
    """A thing before something else."""
    RIDGE = 5
    """Where faces of a thing meet."""


_SURFACES: Final = 1 << 20
"""More surfaces than a view has: the label of an edge is its kind times this and the nearer one."""

_SKIN_M: Final = 0.0022
_CLOTH_M: Final = 0.009
_REACH_PX: Final = 11.0
"""How far apart the points of neighbouring pixels are at least where there is an edge: more than a
surface that is seen at a grazing angle puts between them, and than the folds of a cloth do."""

_STEP_M: Final = 0.02
"""How far a surface is before another where that is not just a hem on the skin."""


_LEAST_SKIN_PT2: Final = 0.8
_LEAST_CLOTH_PT2: Final = 9.0
"""A smaller piece that lines cut off from its own surface is joined to it again."""


def edge_kind(label: int) -> EdgeKind:
    """Return the kind of an edge from its label."""
    return EdgeKind(label // _SURFACES)


def edge_surface(label: int) -> int:
    """Return the surface in front of an edge from its label."""
    return label % _SURFACES


def find_edges(view: View, regions: Regions) -> EdgeMap:
    """Return the edges between the pixels of a view."""
    rest = view.interpolated([mesh.rest for mesh in view.meshes])
    pixel = view.window.pixel
    skin = regions.of(Role.SKIN) | regions.of(Role.NAIL)
    reach = np.maximum(np.where(skin, _SKIN_M, _CLOTH_M), _REACH_PX * pixel)
    eyes = regions.of(Role.IRIS) | regions.of(Role.EYE_WHITE)
    eye_meshes = [number for number, mesh in enumerate(view.meshes) if mesh.role is Role.EYE_WHITE]
    eyes |= np.isin(view.mesh, eye_meshes)
    step = max(_STEP_M, 12 * pixel)
    layers = (regions.role, regions.surface, regions.thing, eyes, view.inner)
    right, below = _classify(layers, rest, view.depth.astype(np.float32), reach, step)
    point = view.window.pixels_per_point**2
    least = np.where(skin, _LEAST_SKIN_PT2, _LEAST_CLOTH_PT2) * point
    _merge_small_pieces(right, below, regions.surface, least)
    return EdgeMap(right, below)


@njit(cache=True)
def _classify(
    layers: tuple[Integers, Integers, Mask, Mask, Mask],
    rest: Array,
    depth: Array,
    reach: Array,
    step: float,
) -> tuple[Integers, Integers]:
    role, surface, thing, eyes, inner = layers
    height, width = role.shape
    right = np.zeros((height, width - 1), np.int32)
    below = np.zeros((height - 1, width), np.int32)
    for row in range(height):
        for column in range(width):
            for down in range(2):
                r, c = row + down, column + 1 - down
                if r >= height or c >= width:
                    continue
                a, b = role[row, column], role[r, c]
                if a < 0 and b < 0:
                    continue
                if surface[row, column] == surface[r, c] and a == b:
                    # The most frequent pair by far; only a jump at rest is left to look for.
                    gap = 0.0
                    for axis in range(3):
                        gap += (rest[row, column, axis] - rest[r, c, axis]) ** 2
                    apart = max(reach[row, column], reach[r, c])
                    if gap < apart * apart and inner[row, column] == inner[r, c]:
                        continue
                if eyes[row, column] or eyes[r, c]:
                    continue
                jump = abs(depth[row, column] - depth[r, c])
                first = depth[row, column] < depth[r, c]
                one, other = thing[row, column], thing[r, c]
                if a >= 0 and b >= 0 and one != other and jump < 0.006:
                    first = not one
                front = surface[row, column] if first else surface[r, c]
                if one if first else other:
                    kind = 4
                    if a >= 0 and b >= 0 and one and other and jump < step:
                        kind = 5
                elif a < 0 or b < 0 or one or other:
                    kind = 1
                elif surface[row, column] != surface[r, c]:
                    kind = 2 if jump > step else 3
                elif a != b or inner[row, column] != inner[r, c]:
                    kind = 3
                else:
                    kind = 2
                value = kind * 1048576 + front
                if down:
                    below[row, column] = value
                else:
                    right[row, column] = value
    return right, below


@njit(cache=True)
def _merge_small_pieces(right: Integers, below: Integers, surface: Integers, least: Array) -> None:
    """Remove the lines between a small piece of a surface and the rest of the same surface."""
    height, width = surface.shape
    seen = np.zeros((height, width), np.bool_)
    queue = np.empty((height * width, 2), np.int32)
    for row in range(height):
        for column in range(width):
            if seen[row, column] or surface[row, column] < 0:
                continue
            seen[row, column] = True
            queue[0, 0], queue[0, 1] = row, column
            count, done = 1, 0
            while done < count:
                r, c = queue[done]
                done += 1
                for direction in range(4):
                    edge, y, x = _across(right, below, r, c, direction)
                    if y >= 0 and edge == 0 and not seen[y, x]:
                        seen[y, x] = True
                        queue[count, 0], queue[count, 1] = y, x
                        count += 1
            if count >= least[row, column]:
                continue
            for i in range(count):
                r, c = queue[i]
                for direction in range(4):
                    edge, y, x = _across(right, below, r, c, direction)
                    if y >= 0 and edge // _SURFACES == 2 and surface[y, x] == surface[r, c]:
                        if direction % 2 == 0:
                            right[r, min(c, x)] = 0
                        else:
                            below[min(r, y), c] = 0


@njit(cache=True)
def _across(
    right: Integers, below: Integers, row: int, column: int, direction: int
) -> tuple[int, int, int]:
    """Return the edge to a neighbour and the neighbour: right, below, left or above; -1 if none."""
    height, width = right.shape[0], below.shape[1]
    if direction == 0:
        return (right[row, column], row, column + 1) if column + 1 < width else (0, -1, -1)
    if direction == 1:
        return (below[row, column], row + 1, column) if row + 1 < height else (0, -1, -1)
    if direction == 2:
        return (right[row, column - 1], row, column - 1) if column > 0 else (0, -1, -1)
    return (below[row - 1, column], row - 1, column) if row > 0 else (0, -1, -1)

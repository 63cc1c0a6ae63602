"""Find the edges between pixels that an illustrator would draw, and say what each of them is.

On one surface there is an edge where neighbouring pixels were far apart before the body was posed:
an arm on the trunk, legs together, finger on finger and the fold of an elbow then give continuous
lines, where thresholds of depth would give dashes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
from numba import njit

from handout.figures.contours import EdgeMap
from handout.figures.flooding import across, gather
from handout.figures.geometry import Array, Integers, Mask
from handout.figures.palette import Role
from handout.figures.raster import Values
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


# For compiled code.
_SILHOUETTE: Final = int(EdgeKind.SILHOUETTE)
_OCCLUSION: Final = int(EdgeKind.OCCLUSION)
_SEAM: Final = int(EdgeKind.SEAM)
_OUTLINE: Final = int(EdgeKind.OUTLINE)
_RIDGE: Final = int(EdgeKind.RIDGE)

_SURFACES: Final = 1 << 20
"""More surfaces than a view has: the label of an edge is its kind times this and the nearer one."""

_SKIN_M: Final = 0.0022
_CLOTH_M: Final = 0.009
_REACH_PX: Final = 11.0
"""How far apart the points of neighbouring pixels are at least where there is an edge: more than a
surface that is seen at a grazing angle puts between them, and than the folds of a cloth do."""

_CONTACT_M: Final = 0.006
"""A person is drawn before a thing that is nearer by less."""
_STEP_M: Final = 0.02
_STEP_PX: Final = 12.0
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
    pixel, area = view.window.pixel, view.window.pixels_per_point**2
    skin = regions.of(Role.SKIN) | regions.of(Role.NAIL)
    eyes = [mesh.role is Role.EYE_WHITE for mesh in view.meshes]
    layers = _Layers(
        role=regions.role,
        surface=regions.surface,
        thing=regions.thing,
        eyes=np.append(eyes, False)[view.mesh],
        inner=view.inner,
        rest=view.interpolated([mesh.rest for mesh in view.meshes]),
        depth=view.depth,
        reach=np.maximum(np.where(skin, _SKIN_M, _CLOTH_M), _REACH_PX * pixel),
        drawn=_drawn_as_hard_edges(regions),
    )
    right, below = _classify(layers, max(_STEP_M, _STEP_PX * pixel))
    least = np.where(skin, _LEAST_SKIN_PT2, _LEAST_CLOTH_PT2) * area
    _merge_small_pieces(right, below, regions.surface, least)
    return EdgeMap(right, below)


def _drawn_as_hard_edges(regions: Regions) -> Mask:
    """Return which pairs of surfaces meet in a hard edge; a flat face has no other outline."""
    drawn = np.diag(regions.is_flat)
    for edge in regions.hard_edges:
        drawn[edge.faces] = drawn[edge.faces[::-1]] = True
    return drawn


class _Layers(NamedTuple):
    """What the pixels of a view show, for compiled code."""

    role: Integers
    surface: Integers
    thing: Mask
    eyes: Mask
    inner: Mask
    rest: Values
    depth: Values
    reach: Array
    drawn: Mask
    """Of two surfaces: whether the line between them is drawn as a hard edge."""


@njit(cache=True)
def _classify(layers: _Layers, step: float) -> tuple[Integers, Integers]:
    """Return the labels of the edges to the right of each pixel and below it."""
    height, width = layers.role.shape
    right = np.zeros((height, width - 1), np.int32)
    below = np.zeros((height - 1, width), np.int32)
    for row in range(height):
        for column in range(width):
            here = (row, column)
            if column + 1 < width and not _is_plain(layers, here, (row, column + 1)):
                right[row, column] = _label(layers, here, (row, column + 1), step)
            if row + 1 < height and not _is_plain(layers, here, (row + 1, column)):
                below[row, column] = _label(layers, here, (row + 1, column), step)
    return right, below


@njit(cache=True)
def _is_plain(layers: _Layers, here: tuple[int, int], there: tuple[int, int]) -> bool:
    """Return whether two pixels are of one surface and colour, and were neighbours at rest."""
    if layers.role[here] < 0 and layers.role[there] < 0:
        return True
    if (
        layers.surface[here] != layers.surface[there]
        or layers.role[here] != layers.role[there]
        or layers.inner[here] != layers.inner[there]
    ):
        return bool(layers.eyes[here] or layers.eyes[there])
    apart = 0.0
    for axis in range(3):
        apart += (layers.rest[here][axis] - layers.rest[there][axis]) ** 2
    return bool(apart < max(layers.reach[here], layers.reach[there]) ** 2)


@njit(cache=True)
def _label(layers: _Layers, here: tuple[int, int], there: tuple[int, int], step: float) -> int:
    """Return the label of the edge between two pixels, or 0."""
    is_edge_of_all = layers.role[here] < 0 or layers.role[there] < 0
    jump = abs(layers.depth[here] - layers.depth[there])
    is_first = layers.depth[here] < layers.depth[there]
    if not is_edge_of_all and layers.thing[here] != layers.thing[there] and jump < _CONTACT_M:
        is_first = not layers.thing[here]
    front, back = (here, there) if is_first else (there, here)
    surface, other = layers.surface[front], layers.surface[back]
    if layers.thing[front]:
        is_ridge = not is_edge_of_all and layers.thing[back] and jump < step
        if layers.drawn[surface, other if is_ridge else surface]:
            return 0
        kind = _RIDGE if is_ridge else _OUTLINE
    elif is_edge_of_all or layers.thing[back]:
        kind = _SILHOUETTE
    elif surface != other:
        kind = _OCCLUSION if jump > step else _SEAM
    elif layers.role[front] != layers.role[back] or layers.inner[front] != layers.inner[back]:
        kind = _SEAM
    else:
        kind = _OCCLUSION
    return int(kind * _SURFACES + surface)


@njit(cache=True)
def _merge_small_pieces(right: Integers, below: Integers, surface: Integers, least: Array) -> None:
    """Remove the lines between a small piece of a surface and the rest of the same surface."""
    height, width = surface.shape
    seen = surface < 0
    piece = np.empty((height * width, 2), np.int32)
    for row in range(height):
        for column in range(width):
            if seen[row, column]:
                continue
            count = gather(right, below, seen, row, column, piece)
            if count < least[row, column]:
                for r, c in piece[:count]:
                    for direction in range(4):
                        edge, y, x = across(right, below, r, c, direction)
                        if edge // _SURFACES == _OCCLUSION and surface[y, x] == surface[r, c]:
                            if direction % 2 == 0:
                                right[r, min(c, x)] = 0
                            else:
                                below[min(r, y), c] = 0

"""Find the edges between pixels that an illustrator would draw, and say what each of them is.

On one surface there is an edge where neighbouring pixels were far apart before the body was posed:
an arm on the trunk, legs together, finger on finger and the fold of an elbow then give continuous
lines, where thresholds of depth would give dashes.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.compiling import compiled
from handout.figures.contours import EdgeMap
from handout.figures.flooding import across, gather
from handout.figures.geometry import Array, Integers, Mask
from handout.figures.palette import Role
from handout.figures.raster import Values
from handout.figures.regions import ROLES, Regions
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


_OCCLUSION: Final = int(EdgeKind.OCCLUSION)
_SURFACES: Final = 1 << 20
"""More surfaces than a view has: the label of an edge is its kind times this and the nearer one."""

_SKIN_M: Final = 0.0022
_CLOTH_M: Final = 0.009
_LIPS_M: Final = 1.0
_REACH_PX: Final = 11.0
"""How far apart the points of neighbouring pixels are at least where there is an edge: more than a
surface that is seen at a grazing angle puts between them, and than the folds of a cloth do. Between
lips, the face has a line of its own."""

_JAW_SCALE: Final = 140.0
"""The least points a metre at which a jaw has a line."""
_JAW_M: Final = 0.008
"""How far a jaw is before the neck where it hides some of it, and not just turns under."""

_CONTACT_M: Final = 0.02
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
    lips = regions.of(Role.LIPS)
    eyes = [mesh.role is Role.EYE_WHITE for mesh in view.meshes]
    layers = _Layers(
        # Colour alone makes lips, which lines around them would harden.
        role=np.where(lips, ROLES.index(Role.SKIN), regions.role),
        surface=regions.surface,
        # Both parts of a tunic are one piece.
        piece=np.where(regions.of(Role.SHIRT), -1, regions.surface),
        thing=regions.thing,
        eyes=np.append(eyes, False)[view.mesh],
        jaw=_sides_of_jaw(view),
        inner=view.inner,
        rest=view.interpolated([mesh.rest for mesh in view.meshes]),
        depth=view.depth,
        reach=np.maximum(np.where(skin, _SKIN_M, _CLOTH_M), _REACH_PX * pixel)
        + np.where(lips, _LIPS_M, 0),
        drawn=_drawn_as_hard_edges(regions),
    )
    step = max(_STEP_M, _STEP_PX * pixel)
    right = _edges_between(layers.part(_ALL, _FIRST), layers.part(_ALL, _SECOND), step)
    below = _edges_between(layers.part(_FIRST, _ALL), layers.part(_SECOND, _ALL), step)
    least = np.where(skin, _LEAST_SKIN_PT2, _LEAST_CLOTH_PT2) * area
    _merge_small_pieces(right, below, regions.surface, least)
    return EdgeMap(right, below)


def _drawn_as_hard_edges(regions: Regions) -> Mask:
    """Return which pairs of surfaces meet in a hard edge; a flat face has no other outline."""
    drawn = np.diag(regions.is_flat)
    for edge in regions.hard_edges:
        drawn[edge.faces] = drawn[edge.faces[::-1]] = True
    return drawn


def _sides_of_jaw(view: View) -> Integers:
    """Return which pixels show a face over the edge of its jaw (1) and a neck under it (2).

    At the scale of a whole body the shade of the neck is enough; a line would look astray.
    """
    if view.window.points_per_metre < _JAW_SCALE:
        return np.zeros(view.mesh.shape, np.int32)
    fields = [
        np.stack([mesh.jaw.over, mesh.jaw.shade], 1)
        if mesh.jaw
        else np.zeros((len(mesh.points), 2))
        for mesh in view.meshes
    ]
    over, shade = np.moveaxis(view.interpolated(fields), -1, 0) > 0
    result: Integers = over + 2 * shade.astype(np.int32)
    return result


class _Layers(Struct, frozen=True):
    """What the pixels of a view show."""

    role: Integers
    surface: Integers
    piece: Integers
    thing: Mask
    eyes: Mask
    jaw: Integers
    """Over the edge of a jaw 1, in its shade 2, elsewhere 0."""
    inner: Mask
    rest: Values
    depth: Values
    reach: Array
    drawn: Mask
    """Of two surfaces: whether the line between them is drawn as a hard edge."""

    def part(self, rows: slice, columns: slice) -> _Layers:
        """Return a part of the picture."""
        return self._map(lambda layer: layer[rows, columns])

    def at(self, pixels: Mask) -> _Layers:
        """Return some pixels in a row."""
        return self._map(lambda layer: layer[pixels])

    def _map(self, change: Callable[[Values], Values]) -> _Layers:
        layers = {name: change(getattr(self, name)) for name in self.__struct_fields__[:-1]}
        return _Layers(**layers, drawn=self.drawn)


_ALL: Final = slice(None)
_FIRST: Final = slice(None, -1)
_SECOND: Final = slice(1, None)


def _edges_between(one: _Layers, other: _Layers, step: float) -> Integers:
    """Return the labels of the edges between pixels and their neighbours."""
    labels = np.zeros(one.role.shape, np.int32)
    pairs = _are_apart(one, other)
    labels[pairs] = _labels(one.at(pairs), other.at(pairs), step)
    return labels


def _are_apart(one: _Layers, other: _Layers) -> Mask:
    """Return which pairs of pixels are not of one surface and colour, or not neighbours at rest."""
    is_same = (one.piece == other.piece) & (one.role == other.role)
    is_same &= one.inner == other.inner
    result: Mask = ~is_same & ~one.eyes & ~other.eyes
    inside = is_same & (one.role >= 0)
    gap = ((one.rest[inside] - other.rest[inside]) ** 2).sum(1)
    result[inside] = gap >= np.maximum(one.reach[inside], other.reach[inside]) ** 2
    result |= is_same & _is_jaw(one, other)
    return result


def _is_jaw(one: _Layers, other: _Layers) -> Mask:
    """Return between which pairs of pixels the edge of a jaw is."""
    result: Mask = one.jaw + other.jaw == 1 + 2
    return result


def _labels(one: _Layers, other: _Layers, step: float) -> Integers:
    """Return the label of the edge between each of some pairs of pixels, or 0."""
    is_rim = (one.role < 0) | (other.role < 0)
    with np.errstate(invalid="ignore"):
        jump = np.abs(one.depth - other.depth)
    in_touch = ~is_rim & (one.thing != other.thing) & (jump < _CONTACT_M)
    is_first = np.where(in_touch, other.thing, one.depth < other.depth)
    front = np.where(is_first, one.surface, other.surface)
    back = np.where(is_first, other.surface, one.surface)
    is_thing = np.where(is_first, one.thing, other.thing)
    thing_behind = ~is_rim & np.where(is_first, other.thing, one.thing)
    is_ridge = is_thing & thing_behind & (jump < step)
    is_hem = (front != back) & (jump <= step)
    is_hem |= (front == back) & ((one.role != other.role) | (one.inner != other.inner))
    is_hem |= (front == back) & _is_jaw(one, other) & (jump <= _JAW_M)
    kind = np.select(
        [is_ridge, is_thing, is_rim | thing_behind, is_hem],
        [EdgeKind.RIDGE, EdgeKind.OUTLINE, EdgeKind.SILHOUETTE, EdgeKind.SEAM],
        EdgeKind.OCCLUSION,
    )
    is_drawn = is_thing & one.drawn[front, np.where(is_ridge, back, front)]
    result: Integers = np.where(is_drawn, 0, kind * _SURFACES + front)
    return result


@compiled
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

"""Make surfaces of triangles: lofts through loops, and the boxes, tubes and turned shapes of them.

Lengths are in metres. Triangles are counter-clockwise from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from handout.figures.geometry import Array, Frame, Integers, axes_along, unit

_ROUND: Final = 24
"""How many points a circle has."""


class Solid(Struct, frozen=True):
    """A surface of triangles."""

    points: Array
    triangles: Integers
    """One row a triangle: the numbers of its points."""

    def placed(self, frame: Frame) -> Solid:
        """Return the solid with its coordinates taken as those of a frame."""
        return Solid(frame.origin + self.points @ frame.axes.T, self.triangles)

    def moved(self, x: float, y: float, z: float) -> Solid:
        """Return the solid moved."""
        return Solid(self.points + np.array([x, y, z]), self.triangles)

    def moved_to(self, points: Array) -> Solid:
        """Return the solid with its points elsewhere."""
        return Solid(points, self.triangles)


def joined(solids: Sequence[Solid]) -> Solid:
    """Return several solids as one."""
    starts = np.cumsum([0, *(len(solid.points) for solid in solids)])
    triangles = [solid.triangles + start for solid, start in zip(solids, starts, strict=False)]
    return Solid(np.vstack([solid.points for solid in solids]), np.vstack(triangles))


def loft(loops: Array, *, closed: bool = False) -> Solid:
    """Return the surface through loops, each a row of points around the direction of progress.

    Both ends are filled, unless the last loop is joined to the first.
    """
    count, around = loops.shape[:2]
    ring = np.arange(around)
    onward = np.roll(ring, -1)
    triangles: list[Array] = []
    for row in range(count if closed else count - 1):
        a, b = row * around, (row + 1) % count * around
        triangles.append(np.stack([a + ring, a + onward, b + onward], 1))
        triangles.append(np.stack([a + ring, b + onward, b + ring], 1))
    points = loops.reshape(-1, 3)
    if not closed:
        last = (count - 1) * around
        centres = loops[[0, -1]].mean(1)
        first_centre, last_centre = len(points), len(points) + 1
        triangles.append(np.stack([onward, ring, np.full(around, first_centre)], 1))
        triangles.append(np.stack([last + ring, last + onward, np.full(around, last_centre)], 1))
        points = np.vstack([points, centres])
    return Solid(points, np.vstack(triangles).astype(np.int32))


def prism(outline: Array, low: float, high: float) -> Solid:
    """Return an outline in x and y, counter-clockwise from above, between two heights."""
    return loft(
        np.stack([np.column_stack([outline, np.full(len(outline), z)]) for z in (low, high)])
    )


def box(x: float, y: float, z: float) -> Solid:
    """Return a box of a size, centred in x and y, with its base at 0."""
    return prism(rectangle(x, y), 0.0, z)


def rectangle(x: float, y: float) -> Array:
    """Return the corners of a rectangle about the origin."""
    return np.array([[-x, -y], [x, -y], [x, y], [-x, y]]) / 2


def rounded_rectangle(x: float, y: float, radius: float) -> Array:
    """Return the outline of a rectangle about the origin with rounded corners."""
    quarter = np.radians(np.linspace(0, 90, 7))
    arc = radius * np.stack([np.cos(quarter), np.sin(quarter)], 1)
    corners = []
    for sign_x, sign_y in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        piece = arc * (sign_x, sign_y)
        corner = np.array([sign_x * (x / 2 - radius), sign_y * (y / 2 - radius)])
        corners.append(corner + (piece if sign_x * sign_y > 0 else piece[::-1]))
    return np.vstack(corners)


def slab(outline: Array, low: float, high: float, edge: float) -> Solid:
    """Return an outline between two heights with its edges rounded: a seat, a mat, a cushion."""
    middle = outline.mean(0)
    extent = np.abs(outline - middle).max(0)
    bends = np.radians((0, 30, 60, 90))
    loops = [
        *((1 - edge * (1 - np.cos(a)) / extent, low + edge * (1 - np.sin(a))) for a in bends[::-1]),
        *((1 - edge * (1 - np.cos(a)) / extent, high - edge * (1 - np.sin(a))) for a in bends),
    ]
    rows = [
        np.column_stack([middle + (outline - middle) * share, np.full(len(outline), height)])
        for share, height in loops
    ]
    return loft(np.stack(rows))


def turned(profile: Sequence[tuple[float, float]], *, around: int = _ROUND) -> Solid:
    """Return a shape turned about z, through radii and heights from its lower end to its upper."""
    angles = np.linspace(0, 2 * np.pi, around, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    rows = [np.column_stack([circle * r, np.full(around, z)]) for r, z in profile]
    return loft(np.stack(rows))


def cylinder(radius: float, length: float, bevel: float = 0.0) -> Solid:
    """Return a cylinder along z about the origin."""
    half = length / 2
    if not bevel:
        return turned([(radius, -half), (radius, half)])
    inner = radius - bevel
    return turned([(inner, -half), (radius, bevel - half), (radius, half - bevel), (inner, half)])


def sphere(radius: float) -> Solid:
    """Return a sphere about the origin."""
    angles = np.linspace(-np.pi / 2, np.pi / 2, 2 * _ROUND)
    return turned(
        [(float(np.cos(a)) * radius + 1e-6, float(np.sin(a)) * radius) for a in angles],
        around=4 * _ROUND,
    )


def ring(radius: float, tube_radius: float) -> Solid:
    """Return a ring about z: a tyre or a rim."""
    angles = np.linspace(0, 2 * np.pi, 2 * _ROUND, endpoint=False)
    path = radius * np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], 1)
    return tube(path, tube_radius, closed=True)


def tube(path: Array, radius: float, *, closed: bool = False) -> Solid:
    """Return a round tube along a path, with rounded ends beyond it."""
    angles = np.linspace(0, 2 * np.pi, _ROUND // 2, endpoint=False)
    circle = radius * np.stack([np.cos(angles), np.sin(angles)], 1)
    if closed:
        return sweep(path, circle, closed=True)
    bends = np.radians((90, 60, 30))
    beyond, shares = radius * np.sin(bends), np.cos(bends) + 1e-3
    start, end = unit(path[0] - path[1]), unit(path[-1] - path[-2])
    line = np.vstack(
        [path[0] + np.outer(beyond, start), path, path[-1] + np.outer(beyond[::-1], end)]
    )
    scales = np.concatenate([shares, np.ones(len(path)), shares[::-1]])
    return sweep(line, circle, scales=scales)


def bar(start: npt.ArrayLike, end: npt.ArrayLike, section: Array, end_share: float = 1.0) -> Solid:
    """Return a straight bar between two points whose section narrows to a share at its end.

    A section has its x axis as near as possible to the world's.
    """
    ends = np.array([start, end], float)
    axes = axes_along(ends[1] - ends[0], np.array([1.0, 0.0, 0.0]))[:, :2]
    return loft(np.stack([ends[0] + section @ axes.T, ends[1] + end_share * section @ axes.T]))


def sweep(
    path: Array,
    section: Array,
    *,
    normals: Array | None = None,
    scales: Array | None = None,
    closed: bool = False,
) -> Solid:
    """Return a section, counter-clockwise in x and y, carried along a path.

    The x axis of the section follows normals where they are given, and else turns no more than the
    path does; the section grows and shrinks by scales where they are given.
    """
    onward = np.roll(path, -1, 0) if closed else np.vstack([path[1:], 2 * path[-1:] - path[-2:-1]])
    back = np.roll(path, 1, 0) if closed else np.vstack([2 * path[:1] - path[1:2], path[:-1]])
    tangents = onward - back
    sizes = np.ones(len(path)) if scales is None else scales
    x = np.array([0.3, 0.5, 0.8]) if normals is None else normals[0]
    rows = []
    for number, (point, tangent, size) in enumerate(zip(path, tangents, sizes, strict=True)):
        axes = axes_along(tangent, x if normals is None else normals[number])
        x = axes[:, 0]
        rows.append(point + size * section @ axes[:, :2].T)
    return loft(np.stack(rows), closed=closed)


def bent_path(points: npt.ArrayLike, radius: float) -> Array:
    """Return straight lines through points, with each corner bent at a radius: a metal tube."""
    p = np.asarray(points, float)
    pieces = [p[:1]]
    for a, b, c in zip(p, p[1:], p[2:], strict=False):
        reach = min(
            radius, 0.45 * float(np.linalg.norm(a - b)), 0.45 * float(np.linalg.norm(c - b))
        )
        start, end = b + unit(a - b) * reach, b + unit(c - b) * reach
        t = np.linspace(0, 1, 6)[:, None]
        pieces.append(start * (1 - t) ** 2 + 2 * b * t * (1 - t) + end * t**2)
    return np.vstack([*pieces, p[-1:]])


def cushion(x: float, y: float, z: float) -> Solid:
    """Return a soft cushion of a size, centred in x and y, with its base at 0 and full corners."""
    angles = np.linspace(0, 2 * np.pi, 2 * _ROUND, endpoint=False)
    c, s = np.cos(angles), np.sin(angles)
    outline = (
        np.stack([np.sign(c) * np.abs(c) ** 0.45 * x, np.sign(s) * np.abs(s) ** 0.45 * y], 1) / 2
    )
    rows = []
    for angle in np.linspace(-np.pi / 2, np.pi / 2, 17):
        share, height = np.cos(angle) ** 0.55, np.sin(angle)
        rows.append(
            np.column_stack([outline * (share + 1e-4), np.full(len(outline), z * (1 + height) / 2)])
        )
    return loft(np.stack(rows))

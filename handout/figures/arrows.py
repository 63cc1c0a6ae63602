"""Show a movement by a tapered arrow, where there is room for it beside the body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import distance_transform_edt

from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.geometry import Array, Mask, arc_lengths, quarter_turned, unit_vectors
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath
from handout.figures.pose import Arrow
from handout.figures.skeleton import Skeleton
from handout.figures.trace import Camera, Window

_HEAD_LENGTH_PT: Final = 8.4
_HEAD_WIDTH_PT: Final = 8.2
_TAIL_WIDTH_PT: Final = 1.6
_NECK_WIDTH_PT: Final = 3.7
_HALO_PT: Final = 1.6
_CLEARANCE_M: Final = 0.035
"""The clearance that an arrow wants on each side."""
_OFFSETS_M: Final = (0.0, 0.03, 0.06, 0.09, 0.12, 0.16, 0.20)
"""How far to the side an arrow is tried."""
_STEPS: Final = 40


class Clearance(Struct, frozen=True):
    """The distance from each pixel of a picture to the body, in metres."""

    distance: Array
    window: Window

    @classmethod
    def around(cls, body: Mask, window: Window) -> Clearance:
        """Return the clearance around a body."""
        return cls(distance_transform_edt(~body) * window.pixel, window)

    def deficit(self, path: Array) -> float:
        """Return how much clearance a path lacks, in metres summed over its points."""
        rows, columns, inside = self.window.pixels(path)
        near = np.where(inside, self.distance[rows, columns], _CLEARANCE_M)
        return float(np.clip(_CLEARANCE_M - near, 0, None).sum())


def place_arrow(
    arrow: Arrow, skeletons: tuple[Skeleton, Skeleton], camera: Camera, clearance: Clearance
) -> Array:
    """Return the path of an arrow on the picture, in metres.

    The movement is from the first skeleton to the second; points of a path are on the second.
    """
    if arrow.follow:
        apart = [arrow.apart.metres] if arrow.apart is not None else [0.05 + t for t in _OFFSETS_M]
        paths = [_around(arrow, skeletons, camera, distance) for distance in apart]
    else:
        points = np.array([camera.project(skeletons[1].point(point)) for point in arrow.path])
        path = _through(points)
        along = path[-1] - path[0]
        aside = quarter_turned(unit_vectors(along))
        paths = [path + aside * t * sign for t in _OFFSETS_M for sign in (1, -1)]
    return min(paths, key=clearance.deficit)


def _around(
    arrow: Arrow, skeletons: tuple[Skeleton, Skeleton], camera: Camera, apart_m: float
) -> Array:
    """Return the path of a landmark about another, moved outward."""
    centre = camera.project(skeletons[1].points[str(arrow.about)])
    start, end = (camera.project(s.points[str(arrow.follow)]) - centre for s in skeletons)
    first, last = np.arctan2(start[1], start[0]), np.arctan2(end[1], end[0])
    swing = (last - first + np.pi) % (2 * np.pi) - np.pi
    share = np.linspace(arrow.start, arrow.end, _STEPS)
    radius = np.hypot(*start) * (1 - share) + np.hypot(*end) * share + apart_m
    angle = first + swing * share
    result: Array = centre + np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    return result


def _through(points: Array) -> Array:
    """Return a smooth path through points (a Catmull-Rom spline)."""
    if len(points) == 2:
        share = np.linspace(0, 1, _STEPS)[:, None]
        line: Array = points[0] * (1 - share) + points[1] * share
        return line
    p = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, _STEPS // 2, endpoint=False)[:, None]
    pieces = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.vstack([*pieces, points[-1:]])


def draw_arrow(builder: PanelBuilder, path_m: Array, *, double: bool) -> None:
    """Draw an arrow, with a halo that sets it off from what it crosses."""
    outline = np.vstack(list(_outline(path_m * POINTS_PER_METRE, double=double)))
    arrow = [Subpath(outline, curved=False)]
    builder.stroke(Role.PAPER, arrow, _HALO_PT)
    builder.fill_shape(Role.ARROW, arrow)


def _outline(path: Array, *, double: bool) -> Iterator[Array]:
    """Yield the points around an arrow: one side, the head, the other side, and any second head."""
    along = arc_lengths(path)
    length = along[-1]
    inset = _HEAD_LENGTH_PT * 0.8

    def at(distance: Array | float) -> Array:
        x, y = (np.interp(distance, along, path[:, axis]) for axis in (0, 1))
        return np.stack([x, y], -1)

    middle = at(np.linspace(inset if double else 0.0, length - inset, 12))
    aside = quarter_turned(unit_vectors(np.gradient(middle, axis=0)))
    tail_width = _NECK_WIDTH_PT if double else _TAIL_WIDTH_PT
    half = np.linspace(tail_width, _NECK_WIDTH_PT, 12)[:, None] / 2
    yield middle + aside * half
    yield _head(at(length), at(length - _HEAD_LENGTH_PT))
    yield (middle - aside * half)[::-1]
    if double:
        yield _head(at(0.0), at(_HEAD_LENGTH_PT))


def _head(tip: Array, base: Array) -> Array:
    aside = quarter_turned(unit_vectors(tip - base)) * _HEAD_WIDTH_PT / 2
    return np.array([base + aside, tip, base - aside])

"""Show a movement: tapered arrows that find room beside the body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import distance_transform_edt

from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.palette import Role
from handout.figures.pose import Arrow
from handout.figures.regions import Mask
from handout.figures.skeleton import Array, Skeleton
from handout.figures.sketch import Sketch, Stroke
from handout.figures.trace import Camera, Window

_HEAD_PT: Final = 8.4
_HEAD_WIDE_PT: Final = 8.2
_TAIL_PT: Final = 1.6
_NECK_PT: Final = 3.7
_HALO_PT: Final = 1.6
_CLEAR_M: Final = 0.035
"""Room that an arrow wants on each side."""
_STEPS: Final = 40
_TRIES_M: Final = (0.0, 0.03, 0.06, 0.09, 0.12, 0.16, 0.20)


class Room(Struct, frozen=True):
    """How far each place of the picture is from the body, in metres."""

    distance: Array
    window: Window

    @classmethod
    def around(cls, body: Mask, window: Window) -> Room:
        """Return the room around a body."""
        return cls(distance_transform_edt(~body) * window.pixel, window)

    def crowding(self, path: Array) -> float:
        """Return how much room a path lacks, in metres summed over it; less is better."""
        columns = ((path[:, 0] - self.window.left) / self.window.pixel).astype(int)
        rows = ((self.window.top - path[:, 1]) / self.window.pixel).astype(int)
        height, width = self.distance.shape
        seen = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        near = np.where(
            seen,
            self.distance[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)],
            _CLEAR_M,
        )
        return float(np.clip(_CLEAR_M - near, 0, None).sum())


def place_arrow(
    arrow: Arrow, skeletons: tuple[Skeleton, Skeleton], camera: Camera, room: Room | None
) -> Array:
    """Return the way of an arrow on the picture, in metres, between two skeletons."""
    if arrow.follow:
        apart = [arrow.apart.metres] if arrow.apart is not None else [0.05 + t for t in _TRIES_M]
        ways = [_around(arrow, skeletons, camera, a) for a in apart]
    else:
        points = np.array([camera.flat(skeletons[1].point(place)) for place in arrow.path])
        way = _through(points)
        across = way[-1] - way[0]
        aside = np.array([-across[1], across[0]]) / max(1e-9, float(np.hypot(*across)))
        ways = [way + aside * t * sign for t in _TRIES_M for sign in (1, -1)]
    if room is None:
        return ways[0]
    return min(ways, key=room.crowding)


def _around(
    arrow: Arrow, skeletons: tuple[Skeleton, Skeleton], camera: Camera, apart_m: float
) -> Array:
    centre = camera.flat(skeletons[1].points[str(arrow.about)])
    start, end = (camera.flat(s.points[str(arrow.follow)]) - centre for s in skeletons)
    first, last = np.arctan2(start[1], start[0]), np.arctan2(end[1], end[0])
    swing = (last - first + np.pi) % (2 * np.pi) - np.pi
    share = np.linspace(arrow.start, arrow.end, _STEPS)
    radius = np.hypot(*start) * (1 - share) + np.hypot(*end) * share + apart_m
    angle = first + swing * share
    result: Array = centre + np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    return result


def _through(points: Array) -> Array:
    """Return a smooth way through points (Catmull & Rom)."""
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


def draw_arrow(sketch: Sketch, way_m: Array, *, double: bool) -> None:
    """Draw an arrow with a halo that keeps it apart from what it crosses."""
    way = way_m * POINTS_PER_METRE
    shaft = Stroke(np.vstack(list(_outline(way, double=double))), curved=False)
    sketch.line(Role.PAPER, [shaft], _HALO_PT)
    sketch.shape(Role.ARROW, [shaft])


def _outline(way: Array, *, double: bool) -> Iterator[Array]:
    """Yield the points around an arrow: one side, the head, the other side, and a second head."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
    length = along[-1]
    inset = _HEAD_PT * 0.8

    def at(distance: Array) -> Array:
        return np.stack(
            [np.interp(distance, along, way[:, 0]), np.interp(distance, along, way[:, 1])], -1
        )

    middle = at(np.linspace(inset if double else 0.0, length - inset, 12))
    ahead = np.gradient(middle, axis=0)
    ahead /= np.hypot(*ahead.T)[:, None]
    aside = np.stack([-ahead[:, 1], ahead[:, 0]], 1)
    half = np.linspace(_NECK_PT if double else _TAIL_PT, _NECK_PT, 12)[:, None] / 2
    yield middle + aside * half
    yield _head(at(np.array(length)), at(np.array(length - _HEAD_PT)))
    yield (middle - aside * half)[::-1]
    if double:
        yield _head(at(np.array(0.0)), at(np.array(_HEAD_PT)))


def _head(tip: Array, base: Array) -> Array:
    ahead = (tip - base) / max(1e-9, float(np.hypot(*(tip - base))))
    aside = np.array([-ahead[1], ahead[0]]) * _HEAD_WIDE_PT / 2
    return np.array([base + aside, tip, base - aside])

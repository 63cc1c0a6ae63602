"""Show by arrows and signs what moves, presses, is held or is looked at, clear of the body.

They differ in form, so that they differ in any print: a movement is a curved arrow that grows
toward its head, a pressure a short broad arrow, a hold the sign of a pause, and a look a line of
dashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import binary_closing, binary_fill_holes, distance_transform_edt

from handout.figures.anatomy import Side
from handout.figures.framing import Content
from handout.figures.geometry import Array, arc_lengths, quarter_turned, smooth_path, unit_vectors
from handout.figures.mesh import Mesh
from handout.figures.motion import way_of
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath
from handout.figures.pose import Arrow, ArrowHeads, ArrowKind
from handout.figures.view import Camera

# Of arrows that move, in points.
_HEAD_LENGTH_PT: Final = 10.0
_HEAD_WIDTH_PT: Final = 10.4
_TAIL_WIDTH_PT: Final = 1.5
_NECK_WIDTH_PT: Final = 4.6
_SHORTEST_PT: Final = 24.0
_STEP_PT: Final = 1.5
"""The distance between the points along its sides, too small for corners to be seen."""
_BOW: Final = 0.16
"""How far the way of what turns is bent at least, as a share of its chord: a turn that is seen from
its edge would look like a push."""

# Of arrows that press.
_SHAFT_WIDTH_PT: Final = 7.0
_BROAD_HEAD_PT: Final = (10.0, 15.5)
"""Its length and width."""
_SHAFT_LENGTH_PT: Final = 9.0

# Of the sign of a hold.
_RING_PT: Final = (8.4, 6.9)
"""Its outer and inner radius."""
_PAUSE_PT: Final = (2.1, 6.6, 2.3)
"""The width and height of its two bars, and the gap between them."""

# Of the line along which someone looks.
_DASH_PT: Final = (4.2, 3.0, 1.3)
"""The length of its dashes, the gaps between them, and its width."""
_EYE_M: Final = 0.022
"""How far around the middle of an eye none is."""
_TINY: Final = 1e-6

_HALO_PT: Final = 1.6
_CLEARANCE_PT: Final = 2.6
"""How far the outline of an arrow or a sign should be from the body."""
_OFFSETS_M: Final = (0.0, 0.03, 0.06, 0.09, 0.12, 0.16, 0.20, 0.25, 0.30)
"""How far to the side an arrow is tried."""
_AHEAD_M: Final = (0.0, 0.05, -0.05, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2)
"""How far ahead of what moves and behind it an arrow is tried."""
_FAR_M: Final = 0.8
"""An offset that is as bad as lying on the body."""
_FACE_M: Final = 0.13
"""How far around the middle of the head no arrow should be."""
_STEPS: Final = 40
_CELL_M: Final = 0.01


class Clearance(Struct, frozen=True):
    """How far places on the picture are from the body, on a grid."""

    distance: Array
    """In metres; rows go up."""
    corner: Array
    """The lower left corner of the grid on the picture."""
    head: Array
    """The middle of the head on the picture."""
    wanted: float
    """How far an outline should be from the body, in metres."""

    @classmethod
    def around(
        cls, people: Sequence[Mesh], head: Array, camera: Camera, points_per_metre: float
    ) -> Clearance:
        """Return the clearance around people; the head is a point of the world."""
        wanted = _CLEARANCE_PT / points_per_metre
        points = np.vstack([camera.project(_spread(mesh)) for mesh in people])
        margin = wanted + 2 * _CELL_M
        corner = points.min(0) - margin
        columns, rows = ((points - corner) / _CELL_M).astype(int).T
        beyond = int(np.ceil(margin / _CELL_M)) + 1
        body = np.zeros((rows.max() + beyond, columns.max() + beyond), bool)
        body[rows, columns] = True
        body = binary_fill_holes(binary_closing(body, iterations=2))
        distance = distance_transform_edt(~body) * _CELL_M
        return cls(distance, corner, camera.project(head), wanted)

    def lack(self, outline: Array) -> float:
        """Return how much clearance an outline lacks, and more where it is on a face.

        From 0 to 1 on the whole, and as much again where it is nearest: one that only touches the
        body with its head is little better than one that lies on it.
        """
        columns, rows = np.floor((outline - self.corner) / _CELL_M).astype(int).T
        height, width = self.distance.shape
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        near = np.full(len(outline), self.wanted)
        near[inside] = self.distance[rows[inside], columns[inside]]
        lacking = np.clip(1 - near / self.wanted, 0, None)
        on_face = np.clip(1 - np.hypot(*(outline - self.head).T) / _FACE_M, 0, None)
        return float(lacking.mean() + lacking.max() + 4 * on_face.mean())


def _spread(mesh: Mesh) -> Array:
    """Return points all over a surface, a centimetre or two apart."""
    shown = np.ones(len(mesh.points), bool) if mesh.cut is None else mesh.cut >= 0
    triangles = mesh.triangles[shown[mesh.triangles].all(1)]
    corners = np.zeros(len(shown), bool)
    corners[triangles] = True
    a, b, c = (mesh.points[triangles[:, corner]] for corner in range(3))
    return np.vstack([mesh.points[corners], (a + b + c) / 3])


class Sign(Struct, frozen=True):
    """An arrow or a sign in its place: the outlines that are filled, on the picture, in metres."""

    outlines: tuple[Array, ...]

    def draw(self, builder: PanelBuilder, points_per_metre: float) -> None:
        """Draw the sign, with a halo that sets it off from what it crosses."""
        shapes = [Subpath(line * points_per_metre, curved=False) for line in self.outlines]
        builder.stroke(Role.PAPER, shapes, _HALO_PT)
        builder.fill_shape(Role.ARROW, shapes)


def place_arrow(
    arrow: Arrow, first: Content, panel: Content, camera: Camera, points_per_metre: float
) -> Sign:
    """Return an arrow of a panel in its place; its movement is from the first panel to this one."""
    head = panel.skeleton.points["head"]
    clearance = Clearance.around(panel.people, head, camera, points_per_metre)
    placer = _Placer(arrow, first, panel, camera, clearance, points_per_metre)
    match arrow.kind:
        case ArrowKind.MOVES:
            return placer.moving()
        case ArrowKind.PRESSES:
            return placer.pressing()
        case ArrowKind.HOLDS:
            return placer.holding()
        case ArrowKind.LOOKS:
            return placer.looking()


class _Placer(Struct, frozen=True):
    arrow: Arrow
    first: Content
    panel: Content
    camera: Camera
    clearance: Clearance
    points_per_metre: float

    def moving(self) -> Sign:
        path = self._way() if self.arrow.follow else smooth_path(self._path(), _STEPS // 2)
        least = _SHORTEST_PT + (_HEAD_LENGTH_PT if self._is_double else 0.0)
        path = self._cleared(_lengthened(path, least / self.points_per_metre))
        return Sign((self._outline(path),))

    @property
    def _is_double(self) -> bool:
        return self.arrow.heads is ArrowHeads.BOTH

    def _outline(self, path: Array) -> Array:
        """Return the outline of an arrow along a path, both on the picture in metres."""
        outline = _outline(path * self.points_per_metre, double=self._is_double)
        return np.vstack(list(outline)) / self.points_per_metre

    def pressing(self) -> Sign:
        """Return an arrow whose tip is at the end of the path, where something presses."""
        path = self._path()
        onward = unit_vectors(path[-1] - path[0])
        axes = np.stack([onward, quarter_turned(onward)])
        return Sign((path[-1] + _PRESSING / self.points_per_metre @ axes,))

    def holding(self) -> Sign:
        """Return the sign of a pause near a point."""
        middle = self._path()[-1]
        shapes = [line / self.points_per_metre for line in _HOLDING]
        ring = shapes[0] * 1.2
        angles = np.radians(np.arange(0, 360, 30))
        moves = [
            distance * np.array([np.cos(angle), np.sin(angle)])
            for distance in _OFFSETS_M
            for angle in angles
        ]
        move = min(moves, key=lambda m: self._cost(ring + middle + m, float(np.hypot(*m))))
        return Sign(tuple(shape + middle + move for shape in shapes))

    def looking(self) -> Sign:
        """Return a line of dashes from the eye that is nearer to it, to the end of the path."""
        goal = self._path()[-1]
        eye = min(self._eyes(), key=lambda eye: float(np.hypot(*(goal - eye))))
        dash, gap, width = _DASH_PT
        way = (goal - eye) * self.points_per_metre
        length, onward = float(np.hypot(*way)), unit_vectors(way)
        aside = quarter_turned(onward) * width / 2
        shapes = []
        first = _EYE_M * self.points_per_metre
        for start in np.arange(first, max(length - dash, 0) + _TINY, dash + gap):
            one, other = (
                eye * self.points_per_metre + onward * along for along in (start, start + dash)
            )
            outline = np.array([one + aside, other + aside, other - aside, one - aside])
            shapes.append(outline / self.points_per_metre)
        return Sign(tuple(shapes))

    def _eyes(self) -> list[Array]:
        """Return the middles of both eyes on the picture."""
        (eyes,) = (mesh for mesh in self.panel.people if mesh.role is Role.EYE_WHITE)
        return [
            self.camera.project(eyes.points[eyes.rest[:, 1] * side.sign > 0].mean(0))
            for side in Side
        ]

    def _path(self) -> Array:
        """Return the points of the arrow's path on the picture."""
        points = [self.panel.skeleton.point(point) for point in self.arrow.path]
        return self.camera.project(np.stack(points))

    def _way(self) -> Array:
        """Return the way of the landmark that the arrow follows, on the picture."""
        first, last = self.first.skeleton, self.panel.skeleton
        landmark = str(self.arrow.follow)
        share = np.linspace(self.arrow.start, self.arrow.end, _STEPS)
        if self.arrow.about is None:
            in_space = way_of(landmark, first, last, 2 * _STEPS)
            way = _bent(self.camera.project(in_space), min(_BOW, _bow(in_space)))
            at = np.linspace(0, 1, 2 * _STEPS)
            return np.stack([np.interp(share, at, column) for column in way.T], 1)
        centre = self.camera.project(last.points[str(self.arrow.about)])
        start, end = (self.camera.project(s.points[landmark]) - centre for s in (first, last))
        angle = np.arctan2(start[1], start[0])
        swing = (np.arctan2(end[1], end[0]) - angle + np.pi) % (2 * np.pi) - np.pi
        radius = np.hypot(*start) * (1 - share) + np.hypot(*end) * share
        turn = angle + swing * share
        way = centre + np.stack([radius * np.cos(turn), radius * np.sin(turn)], 1)
        return np.asarray(way)

    def _cleared(self, path: Array) -> Array:
        """Return a path moved aside or onward where it is clear of the body, and near."""
        aside = quarter_turned(unit_vectors(np.gradient(path, axis=0)))
        onward = unit_vectors(path[-1] - path[0])
        least = 0.05 if self.arrow.follow else 0.0
        asides, aheads = [least + offset for offset in _OFFSETS_M], list(_AHEAD_M)
        if self.arrow.apart is not None:
            asides, aheads = [self.arrow.apart.metres], [0.0]
        moved = [
            (path + aside * away * sign + onward * ahead, float(np.hypot(away, ahead)))
            for away in asides
            for sign in (1, -1)
            for ahead in aheads
        ]
        smooth = [pair for pair in moved if not _is_folded(pair[0], path)]
        return min(smooth or moved, key=lambda pair: self._cost(self._outline(pair[0]), pair[1]))[0]

    def _cost(self, outline: Array, offset: float) -> float:
        return self.clearance.lack(outline) + offset / _FAR_M


def _bow(path: Array) -> float:
    """Return how far a path bends away from its chord, as a share of that."""
    away, chord = path - path[0], path[-1] - path[0]
    length = max(float(np.linalg.norm(chord)), _TINY)
    along = np.outer(away @ chord / length**2, chord)
    return float(np.linalg.norm(away - along, axis=1).max()) / length


def _bent(path: Array, least: float) -> Array:
    """Return a path on the picture that bends at least so far away from its chord."""
    bow = _bow(path)
    if not _TINY < bow < least:
        return path
    aside = quarter_turned(unit_vectors(path[-1] - path[0]))
    result: Array = path + np.outer((path - path[0]) @ aside, aside) * (least / bow - 1)
    return result


def _is_folded(moved: Array, path: Array) -> bool:
    """Return whether a path turned back on itself as it was moved to the inside of its bend."""
    return bool((np.diff(moved, axis=0) * np.diff(path, axis=0)).sum(1).min() <= 0)


def _lengthened(path: Array, least: float) -> Array:
    """Return a path that is too short for an arrow enlarged about its middle."""
    length = float(arc_lengths(path)[-1])
    if length >= least:
        return path
    middle: Array = (path[0] + path[-1]) / 2
    return middle + (path - middle) * (least / max(length, 1e-6))


def _outline(path: Array, *, double: bool) -> Iterator[Array]:
    """Yield the points around an arrow: one side, the head, the other side, and any second head."""
    along = arc_lengths(path)
    length = along[-1]
    inset = _HEAD_LENGTH_PT * 0.8

    def at(distance: Array | float) -> Array:
        x, y = (np.interp(distance, along, path[:, axis]) for axis in (0, 1))
        return np.stack([x, y], -1)

    start, end = inset if double else 0.0, length - inset
    count = max(12, round((end - start) / _STEP_PT))
    middle = at(np.linspace(start, end, count))
    aside = quarter_turned(unit_vectors(np.gradient(middle, axis=0)))
    tail_width = _NECK_WIDTH_PT if double else _TAIL_WIDTH_PT
    # It grows as a stroke of a brush does, soon.
    share = np.sqrt(np.linspace(0, 1, count))
    half = (tail_width + (_NECK_WIDTH_PT - tail_width) * share)[:, None] / 2
    yield middle + aside * half
    yield _head(at(length), at(length - _HEAD_LENGTH_PT))
    yield (middle - aside * half)[::-1]
    if double:
        yield _head(at(0.0), at(_HEAD_LENGTH_PT))


def _head(tip: Array, base: Array) -> Array:
    aside = quarter_turned(unit_vectors(tip - base)) * _HEAD_WIDTH_PT / 2
    return np.array([base + aside, tip, base - aside])


def _pressing() -> Array:
    """Return the outline of an arrow along x, in points; its tip is at 0."""
    length, breadth = _BROAD_HEAD_PT
    tail, shaft = -length - _SHAFT_LENGTH_PT, _SHAFT_WIDTH_PT / 2
    return np.array(
        [(tail, -shaft), (-length, -shaft), (-length, -breadth / 2), (0, 0),
         (-length, breadth / 2), (-length, shaft), (tail, shaft)]
    )  # fmt: skip


def _holding() -> Iterator[Array]:
    """Yield the sign of a pause about the origin, in points: a ring, its hole and two bars."""
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], 1)
    outer, inner = _RING_PT
    yield circle * outer
    yield circle[::-1] * inner
    width, height, gap = _PAUSE_PT
    for sign in (-1, 1):
        middle = np.array([sign * (gap + width) / 2, 0])
        yield (
            middle
            + np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
        )


_PRESSING: Final = _pressing()
_HOLDING: Final = tuple(_holding())

"""Folds of cloth and creases of skin: short lines where a body bends, as an illustrator draws them.

Each lies on a surface beside a joint, and grows with how far the joint is bent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.interpolate import make_interp_spline
from scipy.ndimage import gaussian_filter1d

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, rotation_vector, unit
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.rest import FINGERS, RestPose, bone_name
from handout.figures.rig import PosedBones
from handout.figures.surface import Attached, Surface

_Place = tuple[float, float]
"""An angle around a segment, in degrees from its front outward, and a distance in centimetres along
it toward the head, from its proximal joint; from the hips for the pelvis."""


class Bend(Struct, frozen=True):
    """The movement of a joint that makes a line show: from no length at an angle to all of it."""

    parent: str
    child: str
    first_deg: float
    whole_deg: float
    axis: tuple[float, float, float] | None = None
    """The direction that the bend is measured about, outward instead of left; None for any."""

    def share(self, bones: PosedBones, rest: RestPose, side: Side) -> float:
        """Return how much of the line shows, from 0 to 1."""
        names = rest.human.bones
        turns = [
            bones.rotations[names.index(name if name in names else bone_name(name, side))]
            for name in (self.parent, self.child)
        ]
        turn = np.degrees(rotation_vector(turns[0].T @ turns[1]))
        angle = float(np.linalg.norm(turn))
        if self.axis is not None:
            angle = float(turn @ (np.array(self.axis) * [side.sign, 1, side.sign]))
        share = (angle - self.first_deg) / (self.whole_deg - self.first_deg)
        return float(np.clip(share, 0, 1))


class Crease(Struct, frozen=True):
    """A line on one or more surfaces, on both sides of the body."""

    kind: LineKind
    surfaces: tuple[str, ...]
    """The names of the meshes that it may be on; the outermost that is worn has it."""
    segment: str
    places: tuple[_Place, ...]
    bend: Bend | None = None
    """None for a line that always shows."""


_ELBOW: Final = Bend("upperarm02", "lowerarm01", 35, 80)
_KNEE: Final = Bend("upperleg02", "lowerleg01", 25, 75)
_HIP: Final = Bend("root", "upperleg01", 30, 75, (0, -1, 0))
_STOOP: Final = Bend("root", "spine02", 12, 40, (0, 1, 0))
_SIDE_BEND: Final = Bend("root", "spine02", 12, 30, (1, 0, 0))

_TOPS: Final = ("cardigan", "shirt")
_LEGS: Final = ("skirt", "trousers")
_BODY: Final = ("body",)

_FOLDS: Final = (
    # From the crook of the elbow around the sleeve, to both sides.
    *(
        Crease(LineKind.FOLD, _TOPS, "forearm", places, _ELBOW)
        for places in (
            ((20, 0.5), (60, 1.2), (95, 2.6)), ((15, -1.5), (55, -2.4), (80, -3.8)),
            ((-20, 0.5), (-60, 1.2), (-95, 2.6)), ((-15, -1.5), (-55, -2.4), (-80, -3.8)),
        )
    ),
    # From the hollow of the knee.
    *(
        Crease(LineKind.FOLD, _LEGS, "shank", places, _KNEE)
        for places in (
            ((148, 1.5), (120, 2.8), (86, 5.6)), ((-148, 1.5), (-120, 2.8), (-86, 5.6)),
        )
    ),
    # From the groin outward, and one on the thigh below it.
    *(
        Crease(LineKind.FOLD, _LEGS, "thigh", places, _HIP)
        for places in (
            ((8, -3.0), (40, -0.5), (72, 3.0)), ((12, -6.5), (44, -5.0), (70, -2.2)),
        )
    ),
    # Where cloth always gathers: over the shoe, below the kneecap, in the hollow of the knee, from
    # the crotch outward, and at the waist.
    Crease(LineKind.FOLD, _LEGS, "shank", ((52, -34.5), (26, -36.2), (0, -36))),
    Crease(LineKind.FOLD, _LEGS, "shank", ((62, 0.2), (36, -1.6), (12, -1.2))),
    Crease(LineKind.FOLD, _LEGS, "shank", ((112, -0.6), (136, -2.2), (160, -1.8))),
    Crease(LineKind.FOLD, ("trousers",), "thigh", ((-48, -8.5), (-22, -6.0), (2, -4.6))),
    Crease(LineKind.FOLD, _TOPS, "pelvis", ((104, 17), (84, 15.2), (66, 15.6))),
    # Across the belly, and at the waist on the side to which the trunk bends.
    *(
        Crease(LineKind.FOLD, _TOPS, "pelvis", places, bend)
        for places, bend in (
            (((84, 13), (60, 12), (38, 12.5)), _STOOP),
            (((80, 17.5), (58, 17), (44, 17.2)), _STOOP),
            (((100, 15), (78, 14), (58, 14.5)), _SIDE_BEND),
            (((96, 19), (76, 18.2), (62, 18.4)), _SIDE_BEND),
        )
    ),
)  # fmt: skip

_CREASES: Final = (
    # The hollow of the knee, under the kneecap.
    Crease(LineKind.CREASE, _BODY, "shank", ((150, 0.4), (180, 0), (210, 0.4))),
    Crease(LineKind.CREASE, _BODY, "shank", ((34, -0.6), (8, -2.2), (-24, -1.4))),
    # Beside the heel cord.
    Crease(LineKind.CREASE, _BODY, "shank", ((152, -34.5), (150, -37), (146, -39.5))),
)

_PALM: Final = (
    ((3.3, -6.2), (1.2, -5.4), (0.5, -3.4), (1.0, -1.3)),
    ((-3.6, -6.6), (-1.2, -7.0), (0.8, -7.9), (1.4, -8.7)),
)
"""The lines of a palm: points in centimetres toward the thumb and toward the head, from the wrist
of a hand of 18 cm."""

_HAND_M: Final = 0.18
_OUT_OF_PALM_M: Final = 0.04

_KNUCKLE_M: Final = 0.0042
"""Half the length of a line over a knuckle: it is drawn in close-ups only."""
_OUT_OF_FINGER_M: Final = 0.011
_KNUCKLES: Final = {2: (-0.002, 0.002), 3: (0.0,)}
"""Where on a finger's axis the lines over its middle and its end knuckle are."""


_TOENAILS_M: Final = {
    1: (0.0058, 0.0105),
    2: (0.0036, 0.006),
    3: (0.0034, 0.0055),
    4: (0.0032, 0.005),
    5: (0.003, 0.0045),
}
"""Half the breadth and the length of the nail of each toe."""
_NAIL_FROM_TIP_M: Final = 0.003
_OUT_OF_TOE_M: Final = 0.02

_ANKLE_BONES: Final = {
    1: ((-1.8, 0.9), (-0.1, -0.1), (1.6, 0.8)),
    -1: ((-1.6, 1.7), (0.2, 0.8), (1.9, 1.6)),
}
"""Lines under the outer and the inner ankle bone: centimetres forward and up from the ankle."""
_OUT_OF_ANKLE_M: Final = 0.055


class _Curve(Struct, frozen=True):
    """Where a line is at rest: outside of the surface that it will lie on."""

    kind: LineKind
    surfaces: tuple[str, ...]
    side: Side
    points: Array
    bend: Bend | None


def _curves(rest: RestPose, side: Side) -> Iterator[_Curve]:
    """Yield all lines that may show on one side of a body."""
    for crease in (*_FOLDS, *_CREASES):
        points = _around(crease, rest, side)
        yield _Curve(crease.kind, crease.surfaces, side, points, crease.bend)
    of_hand = (*_palm_lines(rest, side), *_knuckle_lines(rest, side))
    of_foot = (*_ankle_bones(rest, side), *_toenails(rest, side), *_lines_under_toes(rest, side))
    for points in (*of_hand, *of_foot):
        yield _Curve(LineKind.CREASE, _BODY, side, points, None)


def _around(crease: Crease, rest: RestPose, side: Side) -> Array:
    angles, along = _smooth(crease.places).T
    a = np.radians(angles)
    local = np.stack([_OUT_M * np.cos(a), side.sign * _OUT_M * np.sin(a), along / 100], -1)
    curve: Array = rest.pelvis + local
    if crease.segment != "pelvis":
        axes = rest.axes[f"{side}-{crease.segment}"]
        curve = rest.heads[bone_name(_JOINTS[crease.segment], side)] + local @ axes.T
    return curve


def _palm_lines(rest: RestPose, side: Side) -> Iterator[Array]:
    axes, wrist = rest.axes[f"{side}-hand"], rest.heads[bone_name("wrist", side)]
    for line in _PALM:
        x, z = _smooth(line).T * rest.hand_m / _HAND_M / 100
        local = np.stack([x, np.full(len(x), -side.sign * _OUT_OF_PALM_M), z], -1)
        yield wrist + local @ axes.T


def _knuckle_lines(rest: RestPose, side: Side) -> Iterator[Array]:
    x = np.linspace(-_KNUCKLE_M, _KNUCKLE_M, _POINTS)
    y = np.full(_POINTS, side.sign * _OUT_OF_FINGER_M)
    for finger in FINGERS:
        for joint, places in _KNUCKLES.items():
            bone = bone_name(f"finger{finger}-{joint}", side)
            for place in places:
                # Each line bows away from its knuckle a little.
                z = place * (1.5 - 0.5 * (x / _KNUCKLE_M) ** 2)
                yield rest.heads[bone] + np.stack([x, y, z], -1) @ rest.axes[bone].T


def _ankle_bones(rest: RestPose, side: Side) -> Iterator[Array]:
    for outward, line in _ANKLE_BONES.items():
        x, z = _smooth(line).T / 100
        y = np.full(len(x), side.sign * outward * _OUT_OF_ANKLE_M)
        yield rest.heads[bone_name("foot", side)] + np.stack([x, y, z], -1)


def _toenails(rest: RestPose, side: Side) -> Iterator[Array]:
    """Yield the edge of each toe's nail, but for the end that is free."""
    for toe, (half, length) in _TOENAILS_M.items():
        tip = rest.tails[_last_bone(toe, side)]
        along = unit((tip - rest.heads[bone_name(f"toe{toe}-1", side)]) * [1, 1, 0])
        aside = np.cross(_UP, along)
        corners = ((-1.0, 0.0), (-0.95, -1.0), (0.0, -1.25), (0.95, -1.0), (1.0, 0.0))
        x, z = _smooth(corners).T * [[half], [length]]
        start = tip - along * _NAIL_FROM_TIP_M + _UP * _OUT_OF_TOE_M
        yield start + x[:, None] * aside + z[:, None] * along


def _lines_under_toes(rest: RestPose, side: Side) -> Iterator[Array]:
    """Yield the lines between toes on the sole, where the pads touch."""
    for toe in list(_TOENAILS_M)[:-1]:
        ends = [rest.tails[_last_bone(number, side)] for number in (toe, toe + 1)]
        roots = [rest.tails[bone_name(f"toe{number}-1", side)] for number in (toe, toe + 1)]
        start, end = np.mean(roots, 0), np.mean(ends, 0)
        yield np.linspace(start, end, _POINTS) - _UP * _OUT_OF_TOE_M


def _last_bone(toe: int, side: Side) -> str:
    return bone_name(f"toe{toe}-{2 if toe == 1 else 3}", side)


def _smooth(places: Sequence[_Place]) -> Array:
    """Return points on a smooth line through some places."""
    steps = np.linspace(0, 1, len(places))
    result: Array = make_interp_spline(steps, np.array(places), k=2)(np.linspace(0, 1, _POINTS))
    return result


_JOINTS: Final = {"thigh": "upperleg01", "shank": "lowerleg01", "forearm": "lowerarm01"}
"""The bone that starts at the proximal joint of each segment."""

_POINTS: Final = 14
_UP: Final = np.array([0.0, 0.0, 1.0])
_LEAST_POINTS: Final = 4
_OUT_M: Final = 0.12


class Creases:
    """The lines that may show on one person, ready to be posed."""

    def __init__(self, rest: RestPose, meshes: Sequence[Mesh]) -> None:
        self._rest = rest
        self._worn = {mesh.name: (mesh, Surface(mesh.rest, mesh.triangles)) for mesh in meshes}
        self._lines = [
            (curve, *found)
            for side in Side
            for curve in _curves(rest, side)
            if (found := self._attached(curve))
        ]

    def on(self, bones: PosedBones, meshes: Sequence[Mesh]) -> Iterator[Line]:
        """Yield the lines that show on a posed person."""
        surfaces = {mesh.name: mesh for mesh in meshes}
        for curve, name, attached in self._lines:
            share = curve.bend.share(bones, self._rest, curve.side) if curve.bend else 1.0
            # Triangles in the hollow of a joint are crumpled.
            points = gaussian_filter1d(attached.on(surfaces[name].points), 1.5, axis=0)
            count = round(share * len(points))
            if count > _LEAST_POINTS:
                yield Line(kind=curve.kind, points=points[:count])

    def _attached(self, curve: _Curve) -> tuple[str, Attached] | None:
        """Attach a line to the outermost surface that is worn there, by its name."""
        for name in curve.surfaces:
            if name in self._worn:
                mesh, surface = self._worn[name]
                attached = surface.attach(curve.points)
                if mesh.cut is None or (attached.on(mesh.cut[:, None]) > 0).all():
                    return name, attached
        return None

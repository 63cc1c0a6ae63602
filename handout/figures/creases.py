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
from handout.figures.geometry import Array, rotation_vector
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.rest import RestPose, bone_name
from handout.figures.rig import PosedBones
from handout.figures.surface import Attached, Surface

_Place = tuple[float, float]
"""An angle around a segment, in degrees from its front outward, and a distance in centimetres along
it toward the head, from its proximal joint."""


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
_LEGS: Final = ("trousers",)
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
            ((148, 1.5), (120, 2.8), (86, 5.6)), ((145, -3.0), (122, -4.0), (95, -6.2)),
            ((-148, 1.5), (-120, 2.8), (-86, 5.6)), ((-145, -3.0), (-122, -4.0), (-95, -6.2)),
        )
    ),
    # From the groin outward, and one on the thigh below it.
    *(
        Crease(LineKind.FOLD, _LEGS, "thigh", places, _HIP)
        for places in (
            ((8, -3.0), (40, -0.5), (72, 3.0)), ((12, -6.5), (44, -5.0), (70, -2.2)),
        )
    ),
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
    # The bend of the elbow, the hollow of the knee, the kneecap.
    Crease(LineKind.CREASE, _BODY, "forearm", ((38, 0.4), (0, -0.2), (-38, 0.4)), _ELBOW),
    Crease(LineKind.CREASE, _BODY, "shank", ((150, 0.4), (180, 0), (210, 0.4))),
    Crease(LineKind.CREASE, _BODY, "shank", ((34, -0.6), (8, -2.2), (-24, -1.4))),
)


class Creases:
    """The lines that may show on one person, ready to be posed."""

    def __init__(self, rest: RestPose, meshes: Sequence[Mesh]) -> None:
        self._rest = rest
        self._worn = {mesh.name: (mesh, Surface(mesh.rest, mesh.triangles)) for mesh in meshes}
        self._lines = [
            (crease, side, *found)
            for crease in (*_FOLDS, *_CREASES)
            for side in Side
            if (found := self._attached(crease, side))
        ]

    def on(self, bones: PosedBones, meshes: Sequence[Mesh]) -> Iterator[Line]:
        """Yield the lines that show on a posed person."""
        surfaces = {mesh.name: mesh for mesh in meshes}
        for crease, side, name, attached in self._lines:
            share = crease.bend.share(bones, self._rest, side) if crease.bend else 1.0
            # Triangles in the hollow of a joint are crumpled.
            points = gaussian_filter1d(attached.on(surfaces[name].points), 1.5, axis=0)
            count = round(share * len(points))
            if count > _LEAST_POINTS:
                yield Line(kind=crease.kind, points=points[:count])

    def _attached(self, crease: Crease, side: Side) -> tuple[str, Attached] | None:
        """Attach a line to the outermost surface that is worn there, by its name."""
        curve = self._curve(crease, side)
        for name in crease.surfaces:
            if name in self._worn:
                mesh, surface = self._worn[name]
                attached = surface.attach(curve)
                if mesh.cut is None or (attached.on(mesh.cut[:, None]) > 0).all():
                    return name, attached
        return None

    def _curve(self, crease: Crease, side: Side) -> Array:
        """Return a line around a segment at rest, outside of all that is worn."""
        steps = np.linspace(0, 1, len(crease.places))
        way = make_interp_spline(steps, np.array(crease.places), k=2)
        angles, along = way(np.linspace(0, 1, _POINTS)).T
        a = np.radians(angles)
        local = np.stack([_OUT_M * np.cos(a), side.sign * _OUT_M * np.sin(a), along / 100], -1)
        axes, origin = self._frame(crease.segment, side)
        curve: Array = origin + local @ axes.T
        return curve

    def _frame(self, segment: str, side: Side) -> tuple[Array, Array]:
        heads = self._rest.heads
        if segment == "pelvis":
            return np.eye(3), self._rest.pelvis
        if segment == "thorax":
            return np.eye(3), heads["spine02"]
        bones = {"thigh": "upperleg01", "shank": "lowerleg01", "forearm": "lowerarm01"}
        return self._rest.axes[f"{side}-{segment}"], heads[bone_name(bones[segment], side)]


_POINTS: Final = 14
_LEAST_POINTS: Final = 4
_OUT_M: Final = 0.12

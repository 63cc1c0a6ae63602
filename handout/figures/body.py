"""Give a skeleton flesh and clothes: soft primitives that blend into one another at the joints.

All lengths are in metres, in the axes of the segment that a primitive belongs to; the numbers were
shaped by eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.anatomy import FOREARM_M, SHANK_M, SOLE_M, THIGH_M, UPPER_ARM_M, Side
from handout.figures.pose import Hair, HandShape
from handout.figures.skeleton import HIP_Y_M, NECK_M, Array, Frame, Skeleton, rotation_x, rotation_y

Triple = tuple[float, float, float]


class Shape(IntEnum):
    """The form of a primitive."""

    CONE = 0
    ELLIPSOID = 1
    BOX = 2
    CYLINDER = 3
    BAND = 4
    HOLLOW = 5


class Part(IntEnum):
    """What a primitive belongs to; parts of the right side follow those of the left."""

    TORSO = 0
    NECK = 1
    HEAD = 2
    HAIR = 3
    UPPER_ARM = 4
    FOREARM = 5
    HAND = 6
    THIGH = 7
    SHANK = 8
    FOOT = 9

    def on(self, side: Side) -> int:
        """Return the number of this part on a side."""
        return int(self) if side is Side.LEFT else int(self) + 6


PARTS: Final = 16
FIRST_ITEM: Final = 20
"""The number of the first piece of equipment."""

LIMB_PARTS: Final = {
    "trunk": (0,), "head": (2, 3, 1),
    "left-arm": (4, 5, 6), "left-leg": (7, 8, 9),
    "right-arm": (10, 11, 12), "right-leg": (13, 14, 15),
    **{f"{side}-{name}": (Part[name.upper().replace("-", "_")].on(side),)
       for side in Side for name in ("upper-arm", "forearm", "hand", "thigh", "shank", "foot")},
    "pelvis": (0,), "abdomen": (0,), "thorax": (0,), "neck": (1,),
}  # fmt: skip
"""The parts of each limb or segment that a pose names."""

NEIGHBOURS: Final = (
    (0, 1), (1, 2), (2, 3), (0, 4), (4, 5), (5, 6), (0, 7), (7, 8), (8, 9),
    (0, 10), (10, 11), (11, 12), (0, 13), (13, 14), (14, 15),
)  # fmt: skip
"""Parts that grow into one another."""


class Primitive(Struct, frozen=True):
    """A shape, what it belongs to, its numbers as `trace` reads them, and a ball around it."""

    shape: Shape
    part: int
    numbers: Array
    centre: Array
    radius: float

    def extent(self, direction: Array) -> float:
        """Return how far it reaches along a direction, in metres."""
        n = self.numbers
        if self.shape is Shape.CONE:
            return float(max(n[0:3] @ direction + n[6], n[3:6] @ direction + n[7]))
        if self.shape is Shape.BAND:
            return float(self.centre @ direction + self.radius)
        local = n[3:12].reshape(3, 3) @ direction
        middle = float(n[0:3] @ direction)
        if self.shape in (Shape.ELLIPSOID, Shape.HOLLOW):
            return middle + float(np.linalg.norm(local * n[12:15]))
        if self.shape is Shape.CYLINDER:
            flat = float(np.hypot(local[0], local[1]) * n[12])
            return middle + flat + float(abs(local[2]) * n[14] + n[15])
        return middle + float(np.abs(local) @ n[12:15] + n[15])


def cone(part: int, a: Array, b: Array, radii: tuple[float, float]) -> Primitive:
    """Return a cone with round ends."""
    numbers = np.zeros(22)
    numbers[0:3], numbers[3:6], numbers[6:8] = a, b, radii
    return Primitive(
        Shape.CONE, part, numbers, (a + b) / 2, float(np.linalg.norm(b - a)) / 2 + max(radii)
    )


def solid(shape: Shape, part: int, frame: Frame, size: Triple, rounding: float = 0.0) -> Primitive:
    """Return an ellipsoid, box or cylinder (radius, -, half length) about a frame's origin."""
    numbers = np.zeros(22)
    numbers[0:3], numbers[3:12], numbers[12:15] = frame.origin, frame.axes.T.ravel(), size
    numbers[15] = rounding
    radius = max(size) if shape is Shape.ELLIPSOID else float(np.linalg.norm(size)) + rounding
    return Primitive(shape, part, numbers, frame.origin, radius)


class Plane(Struct, frozen=True):
    """A plane that cuts a part: `normal` points to what is taken away."""

    part: int
    point: Array
    normal: Array


class Cloth(Struct, frozen=True):
    """A garment: the part inflated, down to a plane, wider below by `flare` a metre."""

    plane: Plane
    inflate: float
    flare: float


class Blend(Struct, frozen=True):
    """Two parts that melt together within a distance of a joint."""

    parts: tuple[int, int]
    joint: Array
    softness: float
    reach: float


class Body(Struct, frozen=True):
    """The flesh of a skeleton, and how it is cut, clothed and blended."""

    skeleton: Skeleton
    primitives: tuple[Primitive, ...]
    soles: tuple[Plane, ...]
    clothes: tuple[Cloth, ...]
    blends: tuple[Blend, ...]

    def lowest(self, parts: Iterable[int] | None = None) -> float:
        """Return the height of the lowest point, of some parts or of all."""
        down = np.array([0.0, 0.0, -1.0])
        chosen = None if parts is None else set(parts)
        return -max(p.extent(down) for p in self.primitives if chosen is None or p.part in chosen)


def body_of(skeleton: Skeleton, hair: Hair) -> Body:
    """Return the body of a skeleton."""
    sculptor = _Sculptor(skeleton)
    primitives = [*sculptor.trunk(), *sculptor.head(hair)]
    for side in Side:
        primitives += [*sculptor.arm(side), *sculptor.hand(side), *sculptor.leg(side)]
    soles = []
    for side in Side:
        foot = skeleton.frames[f"{side}-foot"]
        soles.append(Plane(Part.FOOT.on(side), foot.to_world(0, 0, -SOLE_M), foot.down))
    return Body(
        skeleton,
        tuple(primitives),
        tuple(soles),
        tuple(_clothes(skeleton)),
        tuple(_blends(skeleton)),
    )


class _Sculptor:
    """Yields the primitives of a skeleton."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._frames = skeleton.frames
        self._girth = skeleton.physique.girth
        self._waist = skeleton.physique.waist

    def _cone(
        self, part: int, frame: str, a: Triple, b: Triple, radii: tuple[float, float]
    ) -> Primitive:
        g = self._girth if part not in (Part.HEAD, Part.HAIR) else 1.0
        at = self._frames[frame]
        return cone(part, at.to_world(*a), at.to_world(*b), (radii[0] * g, radii[1] * g))

    def _egg(
        self, part: int, frame: str, centre: Triple, radii: Triple, wide: float | None = None
    ) -> Primitive:
        g = wide or (self._girth if part not in (Part.HEAD, Part.HAIR) else 1.0)
        at = self._frames[frame]
        around = Frame(at.axes, at.to_world(*centre))
        return solid(Shape.ELLIPSOID, part, around, (radii[0] * g, radii[1] * g, radii[2]))

    def trunk(self) -> Iterator[Primitive]:
        """Yield pelvis, abdomen, rib cage, shoulders and buttocks."""
        waist = self._girth * self._waist
        yield self._egg(
            Part.TORSO, "pelvis", (-0.006, 0, 0.045), (0.098, 0.150, 0.110), (1 + waist) / 2
        )
        yield self._egg(Part.TORSO, "abdomen", (0.008, 0, 0.055), (0.094, 0.134, 0.150), waist)
        yield self._egg(Part.TORSO, "thorax", (-0.002, 0, 0.065), (0.106, 0.146, 0.185))
        yield self._egg(Part.TORSO, "thorax", (-0.035, 0, 0.115), (0.075, 0.135, 0.120))
        thorax, pelvis = self._frames["thorax"], self._frames["pelvis"]
        for side in Side:
            s = side.sign
            yield self._egg(Part.TORSO, "thorax", (0.054, s * 0.064, 0.098), (0.048, 0.066, 0.066))
            joint = thorax.axes.T @ (self._skeleton.points[f"{side}-shoulder"] - thorax.origin)
            tip = (joint[0] - 0.004, joint[1] * 0.93, joint[2])
            yield self._cone(Part.TORSO, "thorax", (-0.022, s * 0.045, 0.215), tip, (0.052, 0.047))
            yield self._cone(
                Part.TORSO,
                "thorax",
                (-0.018, s * 0.024, 0.258),
                (-0.014, s * 0.125, 0.224),
                (0.043, 0.038),
            )
            yield self._egg(Part.TORSO, "pelvis", (0, s * 0.030, -0.045), (0.072, 0.055, 0.055))
            relative = pelvis.axes.T @ self._frames[f"{side}-thigh"].axes
            flexion = np.degrees(np.arctan2(-relative[0, 2], relative[2, 2]))
            # The buttock follows half of the hip's flexion.
            swing = rotation_y(-float(np.clip(flexion, -30, 130)) * 0.55)
            hip = np.array([0, s * HIP_Y_M, 0])
            x, y, z = hip + swing @ (np.array([-0.060, s * 0.074, -0.022]) - hip)
            yield self._egg(Part.TORSO, "pelvis", (x, y, z), (0.088, 0.086, 0.098))

    def head(self, hair: Hair) -> Iterator[Primitive]:
        """Yield neck, head, face and hair."""
        yield self._cone(Part.NECK, "neck", (0, 0, -0.03), (0.004, 0, NECK_M), (0.056, 0.049))
        yield self._egg(Part.HEAD, "head", (-0.006, 0, 0.088), (0.098, 0.075, 0.094))
        yield self._egg(Part.HEAD, "head", (0.034, 0, 0.048), (0.058, 0.060, 0.078))
        yield self._cone(Part.HEAD, "head", (0.020, 0, 0.010), (0.071, 0, -0.024), (0.040, 0.026))
        yield self._cone(Part.HEAD, "head", (0.089, 0, 0.062), (0.106, 0, 0.030), (0.006, 0.0105))
        yield self._egg(Part.HEAD, "head", (0.086, 0, 0.004), (0.012, 0.020, 0.012))
        for side in Side:
            s = side.sign
            yield self._cone(
                Part.HEAD,
                "head",
                (0.006, s * 0.034, 0.012),
                (0.060, s * 0.012, -0.022),
                (0.030, 0.022),
            )
            yield self._egg(Part.HEAD, "head", (-0.010, s * 0.074, 0.042), (0.019, 0.010, 0.029))
        yield from self._hair(hair)

    def _hair(self, hair: Hair) -> Iterator[Primitive]:
        head = self._frames["head"]
        # A cap with the face left out of it; short hair also leaves the nape and sits closer.
        hollow, hollow_radii = {
            Hair.SHORT: ((0.078, 0.0, 0.004), (0.098, 0.110, 0.118)),
            Hair.BUN: ((0.090, 0.008, 0.022), (0.106, 0.100, 0.113)),
            Hair.BOB: ((0.104, 0.0, 0.012), (0.120, 0.100, 0.122)),
        }[hair]
        cap = {
            Hair.SHORT: ((-0.012, 0.0, 0.098), (0.104, 0.081, 0.100)),
            Hair.BUN: ((-0.012, 0.0, 0.094), (0.107, 0.085, 0.102)),
            Hair.BOB: ((-0.014, 0.0, 0.090), (0.110, 0.091, 0.106)),
        }[hair]
        numbers = solid(
            Shape.ELLIPSOID, Part.HAIR, Frame(head.axes, head.to_world(*cap[0])), cap[1]
        ).numbers
        numbers[16:19], numbers[19:22] = head.to_world(*hollow), hollow_radii
        yield Primitive(Shape.HOLLOW, Part.HAIR, numbers, head.to_world(*cap[0]), max(cap[1]))
        if hair is Hair.BUN:
            yield self._egg(Part.HAIR, "head", (-0.118, 0, 0.120), (0.040, 0.042, 0.042))
        elif hair is Hair.BOB:
            yield self._egg(Part.HAIR, "head", (-0.056, 0, 0.020), (0.060, 0.079, 0.075))

    def arm(self, side: Side) -> Iterator[Primitive]:
        """Yield upper arm and forearm."""
        part, upper, fore, distal = (
            Part.UPPER_ARM.on(side),
            f"{side}-upper-arm",
            f"{side}-forearm",
            f"{side}-forearm-distal",
        )
        yield self._cone(part, upper, (0, 0, 0), (0, 0, -0.31), (0.046, 0.033))
        yield self._egg(part, upper, (0, side.sign * 0.004, -0.035), (0.051, 0.049, 0.085))
        yield self._egg(part, upper, (0.012, 0, -0.165), (0.033, 0.035, 0.095))
        yield self._egg(part, upper, (-0.011, 0, -0.150), (0.033, 0.035, 0.105))
        part = Part.FOREARM.on(side)
        yield self._cone(part, fore, (0, 0, 0), (0, 0, -0.13), (0.032, 0.034))
        yield self._egg(part, fore, (0.004, 0, -0.070), (0.040, 0.037, 0.085))
        yield self._cone(part, distal, (0, 0, -0.13), (0, 0, -FOREARM_M + 0.01), (0.032, 0.022))
        yield self._egg(part, distal, (0, 0, -FOREARM_M + 0.012), (0.025, 0.019, 0.045))

    def hand(self, side: Side) -> Iterator[Primitive]:
        """Yield the palm, four fingers of two bones and the thumb."""
        part, name, s = Part.HAND.on(side), f"{side}-hand", side.sign
        curl, spread, thumb = _HANDS[self._skeleton.pose.limbs(side).hand]
        at = self._frames[name]
        yield solid(
            Shape.BOX, part, Frame(at.axes, at.to_world(0, 0, -0.050)), (0.028, 0.005, 0.030), 0.010
        )
        yield self._cone(part, name, (0, 0, 0.005), (0, 0, -0.03), (0.018, 0.020))
        for number, (x, length) in enumerate(
            ((0.031, 0.068), (0.0105, 0.076), (-0.0105, 0.071), (-0.031, 0.056))
        ):
            first = rotation_y(-spread * (1.5 - number) / 1.5) @ rotation_x(-s * curl)
            knuckle = np.array([x, 0, -0.085])
            middle = knuckle + first @ np.array([0, 0, -length * 0.55])
            tip = middle + first @ rotation_x(-s * curl * 1.1) @ np.array([0, 0, -length * 0.45])
            yield cone(part, at.to_world(*knuckle), at.to_world(*middle), (0.0108, 0.0098))
            yield cone(part, at.to_world(*middle), at.to_world(*tip), (0.0098, 0.0080))
        first = rotation_y(-thumb) @ rotation_x(-s * curl * 0.35)
        root = np.array([0.028, -s * 0.006, -0.022])
        middle = root + first @ np.array([0, 0, -0.045])
        tip = middle + first @ rotation_y(thumb / 2) @ rotation_x(-s * curl * 0.3) @ np.array(
            [0, 0, -0.038]
        )
        yield cone(part, at.to_world(*root), at.to_world(*middle), (0.0155, 0.0115))
        yield cone(part, at.to_world(*middle), at.to_world(*tip), (0.0115, 0.0090))

    def leg(self, side: Side) -> Iterator[Primitive]:
        """Yield thigh, shank and shoe."""
        s, part, name = side.sign, Part.THIGH.on(side), f"{side}-thigh"
        yield self._cone(part, name, (0, s * 0.006, -0.02), (0, -s * 0.002, -0.40), (0.078, 0.046))
        yield self._egg(part, name, (0.022, s * 0.004, -0.175), (0.064, 0.067, 0.180))
        yield self._egg(part, name, (-0.022, -s * 0.002, -0.185), (0.060, 0.063, 0.170))
        yield self._cone(
            part, name, (0.026, 0, -THIGH_M + 0.004), (0.018, 0, -THIGH_M + 0.05), (0.027, 0.028)
        )
        yield self._egg(part, name, (-0.004, -s * 0.028, -0.085), (0.062, 0.052, 0.115))
        part, name = Part.SHANK.on(side), f"{side}-shank"
        yield self._cone(part, name, (0.004, 0, 0), (0.002, 0, -0.39), (0.046, 0.031))
        yield self._egg(part, name, (-0.026, -s * 0.005, -0.130), (0.044, 0.049, 0.125))
        yield self._cone(part, name, (0, 0, -SHANK_M), (0, 0, -SHANK_M + 0.03), (0.035, 0.033))
        part, name = Part.FOOT.on(side), f"{side}-foot"
        yield self._cone(part, name, (-0.018, 0, 0), (-0.022, 0, -0.045), (0.040, 0.039))
        yield self._cone(part, name, (-0.01, 0, -0.018), (0.09, -s * 0.004, -0.046), (0.040, 0.034))
        yield self._egg(part, name, (0.095, s * 0.002, -0.048), (0.075, 0.047, 0.036))
        yield self._egg(part, name, (0.135, -s * 0.006, -0.052), (0.052, 0.040, 0.031))


_HANDS: Final = {
    HandShape.OPEN: (8.0, 7.0, 34.0),
    HandShape.RELAXED: (26.0, 2.0, 22.0),
    HandShape.GRIP: (72.0, 0.0, 30.0),
    HandShape.FIST: (88.0, 0.0, 14.0),
    HandShape.CLASP: (46.0, 6.0, 40.0),
}
"""Curl and spread of the fingers, and the thumb away from the palm, in degrees."""


def _clothes(skeleton: Skeleton) -> Iterator[Cloth]:
    """Yield the shirt, then shorts and sleeve of each side."""
    pelvis = skeleton.frames["pelvis"]
    yield Cloth(Plane(Part.TORSO, pelvis.to_world(0, 0, -0.012), pelvis.down), 0.010, 0.02)
    for side in Side:
        for part, bone, length, inflate, flare in (
            (Part.THIGH, "thigh", THIGH_M, 0.004, 0.030),
            (Part.UPPER_ARM, "upper-arm", UPPER_ARM_M, 0.006, 0.02),
        ):
            frame = skeleton.frames[f"{side}-{bone}"]
            plane = Plane(part.on(side), frame.to_world(0, 0, -length * 0.52), frame.down)
            yield Cloth(plane, inflate, flare)


def _blends(skeleton: Skeleton) -> Iterator[Blend]:
    points = skeleton.points
    yield Blend((Part.TORSO, Part.NECK), points["neck"], 0.035, 0.16)
    yield Blend((Part.NECK, Part.HEAD), points["head"], 0.008, 0.20)
    for side in Side:
        for first, second, joint, softness, reach in (
            (Part.TORSO, Part.UPPER_ARM.on(side), "shoulder", 0.060, 0.17),
            (Part.UPPER_ARM.on(side), Part.FOREARM.on(side), "elbow", 0.018, 0.10),
            (Part.FOREARM.on(side), Part.HAND.on(side), "wrist", 0.012, 0.08),
            (Part.TORSO, Part.THIGH.on(side), "hip", 0.055, 0.20),
            (Part.THIGH.on(side), Part.SHANK.on(side), "knee", 0.028, 0.13),
            (Part.SHANK.on(side), Part.FOOT.on(side), "ankle", 0.014, 0.10),
        ):
            yield Blend((first, second), points[f"{side}-{joint}"], softness, reach)

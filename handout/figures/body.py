"""Give a skeleton its soft tissue and clothes: primitives that blend into each other at the joints.

All lengths are in metres, in the axes of the segment that a primitive belongs to. The numbers were
chosen by eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.anatomy import FOREARM_M, SHANK_M, SOLE_M, THIGH_M, UPPER_ARM_M, Side
from handout.figures.body_pose import HandShape
from handout.figures.geometry import Array, Frame, Triple, rotation_x, rotation_y
from handout.figures.parts import GARMENTS, LIMB_PARTS, Part
from handout.figures.pose import Hair
from handout.figures.primitives import Box, Cone, Ellipsoid, Solid
from handout.figures.skeleton import HIP_Y_M, NECK_M, Skeleton


class CutPlane(Struct, frozen=True):
    """A plane that ends a part: everything that `normal` points to is cut off."""

    part: Part
    point: Array
    normal: Array


class Garment(Struct, frozen=True):
    """A garment: its part inflated as far as a plane, and wider below by `flare` per metre."""

    plane: CutPlane
    inflation: float
    flare: float


class Blend(Struct, frozen=True):
    """Two parts that blend into each other near a joint."""

    parts: tuple[Part, Part]
    joint: Array
    softness: float
    """Of the smooth minimum, at the joint; it falls to nothing at `reach`."""
    reach: float


class Body(Struct, frozen=True):
    """A skeleton with its soft tissue, and how that is cut, clothed and blended."""

    skeleton: Skeleton
    primitives: tuple[Cone | Solid, ...]
    soles: tuple[CutPlane, ...]
    garments: tuple[Garment, ...]
    blends: tuple[Blend, ...]

    def lowest(self, parts: Iterable[Part] = Part) -> float:
        """Return the height of the lowest point of some parts."""
        down, chosen = np.array([0.0, 0.0, -1.0]), set(parts)
        return -max(p.extent(down) for p in self.primitives if p.part in chosen)


def build_body(skeleton: Skeleton, hair: Hair) -> Body:
    """Return the body of a skeleton."""
    modeller = _Modeller(skeleton)
    primitives = [*modeller.trunk(), *modeller.head(), *modeller.hair(hair)]
    for side in Side:
        primitives += [*modeller.arm(side), *modeller.hand(side), *modeller.leg(side)]
    feet = [(foot, skeleton.frames[foot.segment]) for foot in Part.both("foot")]
    return Body(
        skeleton,
        tuple(primitives),
        tuple(CutPlane(foot, frame.to_world(0, 0, -SOLE_M), frame.down) for foot, frame in feet),
        tuple(_garments(skeleton)),
        tuple(_blends(skeleton)),
    )


class _Shaper(Struct, frozen=True):
    """Shapes primitives of a part in the axes of a segment."""

    part: Part
    frame: Frame
    girth: float = 1.0

    def cone(self, start: Triple | Array, end: Triple | Array, radii: tuple[float, float]) -> Cone:
        first, second = radii
        ends = self.frame.to_world(*start), self.frame.to_world(*end)
        return Cone(self.part, *ends, (first * self.girth, second * self.girth))

    def ellipsoid(self, centre: Triple, radii: Triple, girth: float | None = None) -> Ellipsoid:
        x, y, z = radii
        girth = girth or self.girth
        return Ellipsoid(self.part, self.frame.moved(*centre), (x * girth, y * girth, z))


class _Modeller:
    """Yields the primitives of a body."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._frames = skeleton.frames
        self._girth = skeleton.physique.girth

    def _around(self, part: Part) -> _Shaper:
        return _Shaper(part, self._frames[part.segment], self._girth)

    def trunk(self) -> Iterator[Cone | Solid]:
        """Yield pelvis, abdomen, rib cage, shoulders and buttocks."""
        waist = self._girth * self._skeleton.physique.waist
        pelvis, abdomen, thorax = (
            _Shaper(Part.TORSO, self._frames[name], self._girth)
            for name in ("pelvis", "abdomen", "thorax")
        )
        yield pelvis.ellipsoid((-0.006, 0, 0.045), (0.098, 0.150, 0.110), (1 + waist) / 2)
        yield abdomen.ellipsoid((0.008, 0, 0.055), (0.094, 0.134, 0.150), waist)
        yield thorax.ellipsoid((-0.002, 0, 0.065), (0.106, 0.146, 0.185))
        yield thorax.ellipsoid((-0.035, 0, 0.115), (0.075, 0.135, 0.120))
        for side in Side:
            s = side.sign
            yield thorax.ellipsoid((0.054, s * 0.064, 0.098), (0.048, 0.066, 0.066))
            joint = thorax.frame.to_local(self._skeleton.points[f"{side}-shoulder"])
            tip = (joint[0] - 0.004, joint[1] * 0.93, joint[2])
            yield thorax.cone((-0.022, s * 0.045, 0.215), tip, (0.052, 0.047))
            yield thorax.cone(
                (-0.018, s * 0.024, 0.258), (-0.014, s * 0.125, 0.224), (0.043, 0.038)
            )
            yield pelvis.ellipsoid((0, s * 0.030, -0.045), (0.072, 0.055, 0.055))
            relative = pelvis.frame.axes.T @ self._frames[f"{side}-thigh"].axes
            flexion = np.degrees(np.arctan2(-relative[0, 2], relative[2, 2]))
            # The buttock follows about half of the hip's flexion.
            swing = rotation_y(-float(np.clip(flexion, -30, 130)) * 0.55)
            hip = np.array([0, s * HIP_Y_M, 0])
            x, y, z = hip + swing @ (np.array([-0.060, s * 0.074, -0.022]) - hip)
            yield pelvis.ellipsoid((x, y, z), (0.088, 0.086, 0.098))

    def head(self) -> Iterator[Cone | Solid]:
        """Yield neck, head and face."""
        neck = _Shaper(Part.NECK, self._frames["neck"], self._girth)
        head = _Shaper(Part.HEAD, self._frames["head"])
        yield neck.cone((0, 0, -0.03), (0.004, 0, NECK_M), (0.056, 0.049))
        yield head.ellipsoid((-0.006, 0, 0.088), (0.098, 0.075, 0.094))
        yield head.ellipsoid((0.034, 0, 0.048), (0.058, 0.060, 0.078))
        yield head.cone((0.020, 0, 0.010), (0.071, 0, -0.024), (0.040, 0.026))
        yield head.cone((0.089, 0, 0.062), (0.106, 0, 0.030), (0.006, 0.0105))
        yield head.ellipsoid((0.086, 0, 0.004), (0.012, 0.020, 0.012))
        for side in Side:
            s = side.sign
            yield head.cone((0.006, s * 0.034, 0.012), (0.060, s * 0.012, -0.022), (0.030, 0.022))
            yield head.ellipsoid((-0.010, s * 0.074, 0.042), (0.019, 0.010, 0.029))

    def hair(self, style: Hair) -> Iterator[Ellipsoid]:
        """Yield a cap without the face, and what hangs from it."""
        head = self._frames["head"]
        hair = _Shaper(Part.HAIR, head)
        # Short hair also leaves the nape free and sits closer.
        centre, radii, face_centre, face_radii = {
            Hair.SHORT: ((-0.012, 0.0, 0.098), (0.104, 0.081, 0.100),
                         (0.078, 0.0, 0.004), (0.098, 0.110, 0.118)),
            Hair.BUN: ((-0.012, 0.0, 0.094), (0.107, 0.085, 0.102),
                       (0.090, 0.008, 0.022), (0.106, 0.100, 0.113)),
            Hair.BOB: ((-0.014, 0.0, 0.090), (0.110, 0.091, 0.106),
                       (0.104, 0.0, 0.012), (0.120, 0.100, 0.122)),
        }[style]  # fmt: skip
        face = Ellipsoid(Part.HAIR, head.moved(*face_centre), face_radii)
        yield Ellipsoid(Part.HAIR, head.moved(*centre), radii, hollow=face)
        if style is Hair.BUN:
            yield hair.ellipsoid((-0.118, 0, 0.120), (0.040, 0.042, 0.042))
        elif style is Hair.BOB:
            yield hair.ellipsoid((-0.056, 0, 0.020), (0.060, 0.079, 0.075))

    def arm(self, side: Side) -> Iterator[Cone | Solid]:
        """Yield upper arm and forearm."""
        upper, fore, _ = (self._around(part) for part in LIMB_PARTS[f"{side}-arm"])
        distal = _Shaper(fore.part, self._frames[f"{side}-forearm-distal"], self._girth)
        yield upper.cone((0, 0, 0), (0, 0, -0.31), (0.046, 0.033))
        yield upper.ellipsoid((0, side.sign * 0.004, -0.035), (0.051, 0.049, 0.085))
        yield upper.ellipsoid((0.012, 0, -0.165), (0.033, 0.035, 0.095))
        yield upper.ellipsoid((-0.011, 0, -0.150), (0.033, 0.035, 0.105))
        yield fore.cone((0, 0, 0), (0, 0, -0.13), (0.032, 0.034))
        yield fore.ellipsoid((0.004, 0, -0.070), (0.040, 0.037, 0.085))
        yield distal.cone((0, 0, -0.13), (0, 0, -FOREARM_M + 0.01), (0.032, 0.022))
        yield distal.ellipsoid((0, 0, -FOREARM_M + 0.012), (0.025, 0.019, 0.045))

    def hand(self, side: Side) -> Iterator[Cone | Solid]:
        """Yield the palm, and the fingers and the thumb as two bones each."""
        s, hand = side.sign, self._around(Part.of(f"{side}-hand"))
        bone = _Shaper(hand.part, hand.frame)
        curl, spread, thumb = _HANDS[self._skeleton.pose.limbs(side).hand]
        yield Box(hand.part, hand.frame.moved(0, 0, -0.050), (0.028, 0.005, 0.030), rounding=0.010)
        yield hand.cone((0, 0, 0.005), (0, 0, -0.03), (0.018, 0.020))
        for number, (x, length) in enumerate(
            ((0.031, 0.068), (0.0105, 0.076), (-0.0105, 0.071), (-0.031, 0.056))
        ):
            first = rotation_y(-spread * (1.5 - number) / 1.5) @ rotation_x(-s * curl)
            knuckle = np.array([x, 0, -0.085])
            middle = knuckle + first @ np.array([0, 0, -length * 0.55])
            second = first @ rotation_x(-s * curl * 1.1)
            tip = middle + second @ np.array([0, 0, -length * 0.45])
            yield bone.cone(knuckle, middle, (0.0108, 0.0098))
            yield bone.cone(middle, tip, (0.0098, 0.0080))
        first = rotation_y(-thumb) @ rotation_x(-s * curl * 0.35)
        second = first @ rotation_y(thumb / 2) @ rotation_x(-s * curl * 0.3)
        root = np.array([0.028, -s * 0.006, -0.022])
        middle = root + first @ np.array([0, 0, -0.045])
        tip = middle + second @ np.array([0, 0, -0.038])
        yield bone.cone(root, middle, (0.0155, 0.0115))
        yield bone.cone(middle, tip, (0.0115, 0.0090))

    def leg(self, side: Side) -> Iterator[Cone | Solid]:
        """Yield thigh, shank and shoe."""
        s = side.sign
        thigh, shank, foot = (self._around(part) for part in LIMB_PARTS[f"{side}-leg"])
        yield thigh.cone((0, s * 0.006, -0.02), (0, -s * 0.002, -0.40), (0.078, 0.046))
        yield thigh.ellipsoid((0.022, s * 0.004, -0.175), (0.064, 0.067, 0.180))
        yield thigh.ellipsoid((-0.022, -s * 0.002, -0.185), (0.060, 0.063, 0.170))
        yield thigh.cone((0.026, 0, -THIGH_M + 0.004), (0.018, 0, -THIGH_M + 0.05), (0.027, 0.028))
        yield thigh.ellipsoid((-0.004, -s * 0.028, -0.085), (0.062, 0.052, 0.115))
        yield shank.cone((0.004, 0, 0), (0.002, 0, -0.39), (0.046, 0.031))
        yield shank.ellipsoid((-0.026, -s * 0.005, -0.130), (0.044, 0.049, 0.125))
        yield shank.cone((0, 0, -SHANK_M), (0, 0, -SHANK_M + 0.03), (0.035, 0.033))
        yield foot.cone((-0.018, 0, 0), (-0.022, 0, -0.045), (0.040, 0.039))
        yield foot.cone((-0.01, 0, -0.018), (0.09, -s * 0.004, -0.046), (0.040, 0.034))
        yield foot.ellipsoid((0.095, s * 0.002, -0.048), (0.075, 0.047, 0.036))
        yield foot.ellipsoid((0.135, -s * 0.006, -0.052), (0.052, 0.040, 0.031))


_HANDS: Final = {
    HandShape.OPEN: (8.0, 7.0, 34.0),
    HandShape.RELAXED: (26.0, 2.0, 22.0),
    HandShape.GRIP: (72.0, 0.0, 30.0),
    HandShape.FIST: (88.0, 0.0, 14.0),
    HandShape.CLASP: (46.0, 6.0, 40.0),
}
"""Flexion and spread of the fingers, and abduction of the thumb, in degrees."""


def _garments(skeleton: Skeleton) -> Iterator[Garment]:
    """Yield the garments in the order of GARMENTS."""
    for part in GARMENTS:
        if part is Part.TORSO:
            frame, hem, inflation, flare = skeleton.frames["pelvis"], -0.012, 0.010, 0.02
        elif part in Part.both("thigh"):
            frame, hem = skeleton.frames[part.segment], -THIGH_M * 0.52
            inflation, flare = 0.004, 0.030
        else:
            frame, hem = skeleton.frames[part.segment], -UPPER_ARM_M * 0.52
            inflation, flare = 0.006, 0.02
        yield Garment(CutPlane(part, frame.to_world(0, 0, hem), frame.down), inflation, flare)


def _blends(skeleton: Skeleton) -> Iterator[Blend]:
    points = skeleton.points
    yield Blend((Part.TORSO, Part.NECK), points["neck"], 0.035, 0.16)
    yield Blend((Part.NECK, Part.HEAD), points["head"], 0.008, 0.20)
    for side in Side:
        upper_arm, forearm, hand = LIMB_PARTS[f"{side}-arm"]
        thigh, shank, foot = LIMB_PARTS[f"{side}-leg"]
        for first, second, joint, softness, reach in (
            (Part.TORSO, upper_arm, "shoulder", 0.060, 0.17),
            (upper_arm, forearm, "elbow", 0.018, 0.10),
            (forearm, hand, "wrist", 0.012, 0.08),
            (Part.TORSO, thigh, "hip", 0.055, 0.20),
            (thigh, shank, "knee", 0.028, 0.13),
            (shank, foot, "ankle", 0.014, 0.10),
        ):
            yield Blend((first, second), points[f"{side}-{joint}"], softness, reach)

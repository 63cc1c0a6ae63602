"""Place the segments of the body: forward kinematics from angles, two-bone inverse for reaches.

A segment's axes are x forward, y to the left and z toward the head, in metres.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from handout.figures.anatomy import FOREARM_M, HAND_M, SHANK_M, SOLE_M, THIGH_M, UPPER_ARM_M, Side
from handout.figures.pose import (
    Age,
    Build,
    Direction,
    FootReach,
    HandReach,
    Limbs,
    Person,
    Place,
    Pose,
    Position,
    Spine,
    Vector,
)

Array = npt.NDArray[np.float64]

HIP_Y_M: Final = 0.086
LUMBAR_Z_M: Final = 0.10
THORAX_Z_M: Final = 0.16
SHOULDER_Z_M: Final = 0.205
NECK_Z_M: Final = 0.235
NECK_M: Final = 0.115
PALM_M: Final = 0.075
"""From the wrist to the middle of the palm."""


def rotation_x(degrees: float) -> Array:
    """Return the rotation about x."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def rotation_y(degrees: float) -> Array:
    """Return the rotation about y."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def rotation_z(degrees: float) -> Array:
    """Return the rotation about z."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def unit(vector: Array) -> Array:
    """Return the vector at length 1."""
    result: Array = vector / np.linalg.norm(vector)
    return result


def metres(vector: Vector) -> Array:
    """Return centimetres of a pose as metres."""
    return np.array([vector.x, vector.y, vector.z]) / 100


def axes(x: Array, z: Array) -> Array:
    """Return the frame with this z axis whose x axis is as near as can be to the one given."""
    z = unit(z)
    x = x - z * (x @ z)
    x = unit(x) if np.linalg.norm(x) > 1e-6 else unit(np.cross([0.3, 0.5, 0.8], z))
    result: Array = np.array([x, np.cross(z, x), z]).T
    return result


class Frame(Struct, frozen=True):
    """Where a segment is: its axes as the columns of a matrix, and its proximal joint."""

    axes: Array
    origin: Array

    def to_world(self, x: float, y: float, z: float) -> Array:
        """Return a point of the segment in the world."""
        point: Array = self.origin + self.axes @ np.array([x, y, z])
        return point

    @property
    def down(self) -> Array:
        """The way from the proximal joint to the distal one."""
        return -self.axes[:, 2]


_POSITIONS: Final = {
    # Where the body's x (forward), y (left) and z (head) point in the world.
    Position.STANDING: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    Position.HALF_KNEELING: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    Position.SITTING: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    Position.SUPINE: ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    Position.PRONE: ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
    Position.QUADRUPED: ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
    Position.SIDE_LYING_LEFT: ((0, -1, 0), (0, 0, -1), (1, 0, 0)),
    Position.SIDE_LYING_RIGHT: ((0, -1, 0), (0, 0, 1), (-1, 0, 0)),
}


class Physique(Struct, frozen=True):
    """How a person differs from the person whose measures the modules give."""

    shoulder_y_m: float = 0.163
    girth: float = 1.0
    waist: float = 1.0
    kyphosis_deg: float = 0.0

    @classmethod
    def of(cls, person: Person) -> Physique:
        """Return the physique of a person."""
        physique = cls()
        if person.build is Build.BROAD:
            physique = cls(shoulder_y_m=0.176, girth=1.09, waist=1.16)
        if person.age is Age.OLDER:
            physique = replace(physique, kyphosis_deg=11, waist=physique.waist * 1.08)
        return physique


class _LimbTarget(Struct, frozen=True):
    """Where the end of a limb goes and which way its middle joint points."""

    to: Array
    pole: Array


class Skeleton(Struct):
    """The segments of a posed body and the points at its joints."""

    pose: Pose
    physique: Physique
    pelvis: Array
    frames: dict[str, Frame] = field(default_factory=dict)
    points: dict[str, Array] = field(default_factory=dict)
    short_m: dict[str, float] = field(default_factory=dict)
    """By which each reach falls short of its place."""
    _targets: dict[str, _LimbTarget] = field(default_factory=dict)
    _aims: dict[str, Array] = field(default_factory=dict)

    @classmethod
    def posed(cls, pose: Pose, physique: Physique, pelvis: Array) -> Skeleton:
        """Return the skeleton of a pose, with its reaches, whose pelvis is at a point."""
        skeleton = cls(pose, physique, pelvis)
        skeleton._place()
        skeleton._reach()
        return skeleton

    def point(self, place: Place) -> Array:
        """Return a place of the pose in the world, in metres."""
        offset = metres(place.offset_cm)
        if place.segment:
            return self.frames[place.segment].to_world(*offset)
        return offset + (self.points[place.at] if place.at else 0)

    def direction(self, direction: Direction) -> Array:
        """Return a direction of the pose in the world."""
        vector = np.array([direction.toward.x, direction.toward.y, direction.toward.z])
        return unit(self.frames[direction.segment].axes @ vector if direction.segment else vector)

    def _place(self) -> None:
        self._place_trunk()
        for side in Side:
            self._place_arm(side, self.pose.limbs(side))
            self._place_leg(side, self.pose.limbs(side))

    def _place_trunk(self) -> None:
        pose, turn = self.pose, self.pose.turn
        rooted = np.array(_POSITIONS[pose.position], float).T
        world = rotation_z(turn.yaw) @ rotation_y(turn.pitch) @ rotation_x(turn.roll) @ rooted
        pelvis = Frame(world @ rotation_y(turn.forward) @ rotation_x(-turn.left), self.pelvis)
        lumbar = pose.lumbar or _share(pose.trunk, 0.5, 0.4)
        thoracic = pose.thorax or _share(pose.trunk, 0.5, 0.6)
        round_back = self.physique.kyphosis_deg
        abdomen = Frame(
            pelvis.axes @ _bent(lumbar.flexion, lumbar.bend, lumbar.turn),
            pelvis.to_world(-0.01, 0, LUMBAR_Z_M),
        )
        thorax = Frame(
            abdomen.axes @ _bent(thoracic.flexion + round_back, thoracic.bend, thoracic.turn),
            abdomen.to_world(0, 0, THORAX_Z_M),
        )
        nod, glide = pose.neck.flexion / 2, pose.neck.protraction
        neck = Frame(
            thorax.axes @ _bent(8 + nod + glide, pose.neck.bend / 2, pose.neck.turn * 0.4),
            thorax.to_world(-0.018, 0, NECK_Z_M),
        )
        level = -8 + nod - glide - round_back
        head = Frame(
            neck.axes @ _bent(level, pose.neck.bend / 2, pose.neck.turn * 0.6),
            neck.to_world(0, 0, NECK_M),
        )
        self.frames.update(pelvis=pelvis, abdomen=abdomen, thorax=thorax, neck=neck, head=head)
        self.points.update(
            pelvis=self.pelvis, lumbar=abdomen.origin, chest=thorax.to_world(0, 0, 0.08),
            neck=neck.origin, head=head.to_world(0, 0, 0.08),
        )  # fmt: skip

    def _shoulder(self, side: Side, upper_arm: Array) -> Array:
        """Return the shoulder joint, which rises and moves in as the arm goes up."""
        thorax, scapula = self.frames["thorax"], self.pose.limbs(side).scapula
        cosine = float(np.clip(upper_arm @ thorax.down, -1, 1))
        raised = min(max((math.degrees(math.acos(cosine)) - 40) / 130, 0.0), 1.0)
        forward = max(0.0, float(upper_arm @ thorax.axes[:, 0]))
        return thorax.to_world(
            -0.008 + 0.025 * forward * (1 - raised) + scapula.protraction.metres,
            side.sign * (self.physique.shoulder_y_m - 0.03 * raised),
            SHOULDER_Z_M + 0.055 * raised + scapula.elevation.metres,
        )

    def _place_arm(self, side: Side, limbs: Limbs) -> None:
        target = self._targets.get(f"{side}-arm")
        if target is None:
            upper = self.frames["thorax"].axes @ _ball(limbs.shoulder, side)
            shoulder = self._shoulder(side, -upper[:, 2])
            elbow = shoulder - upper[:, 2] * UPPER_ARM_M
            fore = upper @ rotation_y(-limbs.elbow)
        else:
            shoulder, elbow, upper, fore = self._reached_arm(side, target)
        wrist = elbow - fore[:, 2] * FOREARM_M
        hand = self._aims.get(f"{side}-hand")
        if hand is None:
            twisted = fore @ rotation_z(-side.sign * limbs.forearm)
            bend = rotation_x(-side.sign * limbs.wrist.flexion)
            hand = twisted @ bend @ rotation_y(-limbs.wrist.deviation)
        else:
            # The forearm turns with the hand, or the wrist would look wrung.
            twisted = axes(hand[:, 0], fore[:, 2])
        self.frames.update(
            {
                f"{side}-upper-arm": Frame(upper, shoulder),
                f"{side}-forearm": Frame(fore, elbow),
                f"{side}-forearm-distal": Frame(twisted, elbow),
                f"{side}-hand": Frame(hand, wrist),
            }
        )
        held = self.frames[f"{side}-hand"]
        self.points.update({
            f"{side}-shoulder": shoulder, f"{side}-elbow": elbow, f"{side}-wrist": wrist,
            f"{side}-hand": held.to_world(0, -side.sign * 0.028, -0.085),
            f"{side}-fingertip": wrist - hand[:, 2] * HAND_M,
        })  # fmt: skip

    def _reached_arm(self, side: Side, target: _LimbTarget) -> tuple[Array, Array, Array, Array]:
        shoulder = self._shoulder(side, self.frames["thorax"].down)
        for _ in range(4):
            elbow, wrist = two_bone(shoulder, target, UPPER_ARM_M, FOREARM_M)
            shoulder = self._shoulder(side, unit(elbow - shoulder))
        elbow, wrist = two_bone(shoulder, target, UPPER_ARM_M, FOREARM_M)
        self.short_m[f"{side}-hand"] = float(np.linalg.norm(wrist - target.to))
        bone, fore = unit(shoulder - elbow), unit(wrist - elbow)
        ahead = fore - bone * (fore @ bone)
        upper = axes(ahead if np.linalg.norm(ahead) > 0.02 else -target.pole, bone)
        return shoulder, elbow, upper, _hinged(upper, -fore)

    def _place_leg(self, side: Side, limbs: Limbs) -> None:
        hip = self.frames["pelvis"].to_world(0, side.sign * HIP_Y_M, 0)
        target = self._targets.get(f"{side}-leg")
        if target is None:
            thigh = self.frames["pelvis"].axes @ _ball(limbs.hip, side)
            knee = hip - thigh[:, 2] * THIGH_M
            shank = thigh @ rotation_y(limbs.knee)
        else:
            knee, ankle = two_bone(hip, target, THIGH_M, SHANK_M)
            self.short_m[f"{side}-foot"] = float(np.linalg.norm(ankle - target.to))
            bone, lower = unit(hip - knee), unit(ankle - knee)
            behind = lower - bone * (lower @ bone)
            thigh = axes(-behind if np.linalg.norm(behind) > 0.03 else target.pole, bone)
            shank = _hinged(thigh, -lower)
        ankle = knee - shank[:, 2] * SHANK_M
        foot = self._aims.get(f"{side}-foot")
        if foot is None:
            turned = shank @ rotation_z(side.sign * limbs.ankle.external_rotation)
            raised = rotation_y(-limbs.ankle.dorsiflexion)
            foot = turned @ raised @ rotation_x(side.sign * limbs.ankle.inversion)
        frame = Frame(foot, ankle)
        self.frames.update({
            f"{side}-thigh": Frame(thigh, hip), f"{side}-shank": Frame(shank, knee),
            f"{side}-foot": frame,
        })  # fmt: skip
        self.points.update({
            f"{side}-hip": hip, f"{side}-knee": knee, f"{side}-ankle": ankle,
            f"{side}-foot": frame.to_world(0.05, 0, -SOLE_M),
            f"{side}-toe": frame.to_world(0.18, 0, 0.02 - SOLE_M),
            f"{side}-heel": frame.to_world(-0.055, 0, 0.03 - SOLE_M),
        })  # fmt: skip

    def _reach(self) -> None:
        """Apply the reaches: feet first, what leans on another landmark after it."""
        feet = [(side, self.pose.limbs(side).foot_to) for side in Side]
        feet.sort(key=lambda pair: _leans(pair[1]))
        for side, foot in feet:
            if foot:
                self._reach_foot(side, foot)
                self._place()
        for side in Side:
            hand = self.pose.limbs(side).hand_to
            if hand:
                self._reach_hand(side, hand)
                self._place()

    def _reach_hand(self, side: Side, reach: HandReach) -> None:
        if reach.fingers:
            back = -side.sign * self.direction(reach.palm)
            z = -self.direction(reach.fingers)
            y = unit(back - z * (back @ z))
            self._aims[f"{side}-hand"] = np.array([np.cross(y, z), y, z]).T
        pole = self.direction(reach.elbow)
        if reach.wrist:
            self._targets[f"{side}-arm"] = _LimbTarget(self.point(reach.wrist), pole)
        elif reach.palm_at:
            palm = np.array([0, -side.sign * 0.015, -PALM_M])
            to = self.point(reach.palm_at) - self._aims[f"{side}-hand"] @ palm
            self._targets[f"{side}-arm"] = _LimbTarget(to, pole)

    def _reach_foot(self, side: Side, reach: FootReach) -> None:
        if reach.toes:
            x, z = self.direction(reach.toes), -self.direction(reach.sole)
            z = unit(z - x * (z @ x))
            self._aims[f"{side}-foot"] = np.array([x, np.cross(z, x), z]).T
        pole = self.direction(reach.knee)
        if reach.ankle:
            self._targets[f"{side}-leg"] = _LimbTarget(self.point(reach.ankle), pole)
        elif reach.sole_at:
            sole = self._aims[f"{side}-foot"] @ np.array([0.03, 0, -SOLE_M])
            self._targets[f"{side}-leg"] = _LimbTarget(self.point(reach.sole_at) - sole, pole)


def _leans(reach: FootReach | None) -> bool:
    place = (reach.ankle or reach.sole_at) if reach else None
    return bool(place and (place.at or place.segment))


def _share(spine: Spine, share: float, turn_share: float) -> Spine:
    number = type(spine.flexion)
    return Spine(
        flexion=number(spine.flexion * share),
        bend=number(spine.bend * share),
        turn=number(spine.turn * turn_share),
    )


def _bent(flexion: float, bend: float, turn: float) -> Array:
    return rotation_y(flexion) @ rotation_x(-bend) @ rotation_z(turn)


def _ball(joint: object, side: Side) -> Array:
    flexion, abduction, external = (
        float(getattr(joint, name)) for name in ("flexion", "abduction", "external_rotation")
    )
    out = rotation_x(side.sign * abduction) @ rotation_z(side.sign * external)
    return rotation_y(-flexion) @ out


def _hinged(proximal: Array, z: Array) -> Array:
    """Return the axes of a segment that turns on the y axis of the one before it."""
    y = proximal[:, 1]
    return np.array([unit(np.cross(y, z)), y, z]).T


def two_bone(start: Array, target: _LimbTarget, upper: float, lower: float) -> tuple[Array, Array]:
    """Return the middle joint and the end of two bones, in metres, that reach toward a target."""
    way = target.to - start
    reach = upper + lower
    distance = float(np.clip(np.linalg.norm(way), abs(upper - lower) + 0.02, reach * 0.9995))
    ahead = unit(way)
    aside = target.pole - ahead * (target.pole @ ahead)
    aside = unit(aside) if np.linalg.norm(aside) > 1e-6 else unit(np.cross(ahead, [0.3, 0.5, 0.8]))
    along = (upper**2 - lower**2 + distance**2) / (2 * distance)
    height = np.sqrt(max(0.0, upper**2 - along**2))
    return start + ahead * along + aside * height, start + ahead * distance

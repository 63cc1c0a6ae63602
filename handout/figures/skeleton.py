"""Place the segments of a body by forward kinematics, and reaching limbs by inverse kinematics."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct, field

from handout.figures.anatomy import Side
from handout.figures.body_pose import (
    BallJoint,
    FootReach,
    HandReach,
    LimbPose,
    Pose,
    Position,
    Spine,
)
from handout.figures.field_types import Degrees, Direction, Point, Vector
from handout.figures.geometry import (
    Array,
    Frame,
    axes_along,
    rotation_about,
    rotation_vector,
    rotation_x,
    rotation_y,
    rotation_z,
    unit,
)
from handout.figures.rest import RestPose, bone_name

PALM_M: Final = 0.075
"""From the wrist joint to the middle of the palm."""

_PALM_DEPTH_M: Final = 0.024
"""From the middle of the hand to the skin of the palm, pressed a little."""

_LUMBAR: Final = (("spine05", 0.2), ("spine04", 0.4), ("spine03", 0.4))
_THORACIC: Final = (("spine02", 0.55), ("spine01", 0.45))
"""The bones of the spine and their shares of its movement."""

_CERVICAL: Final = (
    ("neck01", 0.25, 0.6),
    ("neck02", 0.2, 0.4),
    ("neck03", 0.2, -0.35),
    ("head", 0.35, -0.65),
)
"""The bones of the neck, their shares of its movement, and how far each tips as the head glides."""

# How the collarbone follows the arm: roughly the scapulohumeral rhythm of Inman, Saunders and
# Abbott, Observations on the Function of the Shoulder Joint (1944).
_SETTING_DEG: Final = 25.0
"""How far the arm rises before the collarbone follows."""
_RISE: Final = 0.24
_FORWARD: Final = 0.13

# MakeHuman's body has its arms away from its sides, and its shoulders raised with them.
_DROOP_DEG: Final = 9.0
"""How much lower the collarbone is while the arm hangs."""
_LEVEL_DEG: Final = 90.0
"""How far the arm has risen when nothing of that is left."""


def metres(vector: Vector) -> Array:
    """Return a vector of a pose, which is in centimetres, in metres."""
    return np.array([vector.x, vector.y, vector.z]) / 100


_UPRIGHT: Final = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
_FACE_DOWN: Final = ((0, 0, -1), (0, 1, 0), (1, 0, 0))
_POSITIONS: Final = {
    Position.STANDING: _UPRIGHT,
    Position.KNEELING: _UPRIGHT,
    Position.HALF_KNEELING: _UPRIGHT,
    Position.SITTING: _UPRIGHT,
    Position.SUPINE: ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    Position.PRONE: _FACE_DOWN,
    Position.QUADRUPED: _FACE_DOWN,
    Position.SIDE_LYING_LEFT: ((0, -1, 0), (0, 0, -1), (1, 0, 0)),
    Position.SIDE_LYING_RIGHT: ((0, -1, 0), (0, 0, 1), (-1, 0, 0)),
}
"""The directions in the world of the body's x (forward), y (to the left) and z (headward) axes."""


class _Target(NamedTuple):
    """What a limb reaches for."""

    end: Array
    """Where the wrist or the ankle goes."""
    pole: Array
    """The direction in which the elbow or the knee points."""


class Skeleton(Struct):
    """The segments of a posed body, and its landmarks."""

    pose: Pose
    rest: RestPose
    pelvis: Array
    """The point midway between the hips."""
    bones: dict[str, Frame] = field(default_factory=dict)
    """By bone of the spine, the neck and the shoulder girdle: how it is turned from rest."""
    frames: dict[str, Frame] = field(default_factory=dict)
    """By segment; the origin of a limb segment is its proximal joint."""
    points: dict[str, Array] = field(default_factory=dict)
    """By landmark."""
    shortfall_m: dict[str, float] = field(default_factory=dict)
    """How far each reaching hand or foot stays away from its target."""
    _targets: dict[str, _Target] = field(default_factory=dict)
    _orientations: dict[str, Array] = field(default_factory=dict)

    @classmethod
    def from_angles(cls, pose: Pose, rest: RestPose, pelvis: Array) -> Skeleton:
        """Return the skeleton of a pose by its joint angles alone, without its reaches."""
        skeleton = cls(pose, rest, pelvis)
        skeleton._place()
        return skeleton

    @classmethod
    def posed(cls, pose: Pose, rest: RestPose, pelvis: Array) -> Skeleton:
        """Return the skeleton of a pose with its reaches."""
        skeleton = cls(pose, rest, pelvis)
        skeleton._place()
        skeleton._reach()
        return skeleton

    def point(self, point: Point) -> Array:
        """Return a point of the pose in the world, in metres."""
        offset = metres(point.offset_cm)
        if point.on_skin:
            place = point.on_skin
            toward = np.array([place.toward.x, place.toward.y, place.toward.z])
            local = self.rest.on_skin(place.segment, place.share, toward)
            return self.frames[place.segment].to_world(*local) + offset
        if point.segment:
            return self.frames[point.segment].to_world(*offset)
        return offset + (self.points[point.landmark] if point.landmark else 0)

    def direction(self, direction: Direction) -> Array:
        """Return a direction of the pose in the world, at length 1."""
        vector = np.array([direction.toward.x, direction.toward.y, direction.toward.z])
        return unit(self.frames[direction.segment].axes @ vector if direction.segment else vector)

    @property
    def _thigh_m(self) -> float:
        return self.rest.length("upperleg01", "lowerleg01")

    @property
    def _shank_m(self) -> float:
        return self.rest.length("lowerleg01", "foot")

    @property
    def _upper_arm_m(self) -> float:
        return self.rest.length("upperarm01", "lowerarm01")

    @property
    def _forearm_m(self) -> float:
        return self.rest.length("lowerarm01", "wrist")

    def _place(self) -> None:
        self._place_trunk()
        for side in Side:
            self._place_arm(side, self.pose.limbs(side))
            self._place_leg(side, self.pose.limbs(side))

    def _place_trunk(self) -> None:
        pose, turn = self.pose, self.pose.turn
        start = np.array(_POSITIONS[pose.position], float).T
        world = rotation_z(turn.yaw) @ rotation_y(turn.pitch) @ rotation_x(turn.roll) @ start
        pelvis = Frame(world @ rotation_y(turn.forward) @ rotation_x(-turn.left), self.pelvis)
        lumbar = pose.lumbar or _share(pose.trunk, 0.5, 0.4)
        thoracic = pose.thorax or _share(pose.trunk, 0.5, 0.6)
        at = pelvis.to_world(*(self.rest.heads["spine05"] - self.rest.pelvis))
        self.bones["spine05"] = Frame(pelvis.axes, at)
        last = "spine05"
        kyphosis = self.rest.kyphosis_deg
        for spine, shares, rounding in ((lumbar, _LUMBAR, 0.0), (thoracic, _THORACIC, kyphosis)):
            movement = _spine_turn(spine.flexion + rounding, spine.bend, spine.turn)
            for bone, share in shares:
                last = self._follow(last, bone, rotation_about(movement * share))
        neck = pose.neck
        movement = _spine_turn(neck.flexion, neck.bend, neck.turn)
        for bone, share, tip in _CERVICAL:
            # The head takes back the lean of a rounded back, to keep the eyes level.
            glide = rotation_y(neck.protraction * tip - kyphosis * share)
            last = self._follow(last, bone, glide @ rotation_about(movement * share))
        thorax = Frame(self.bones["spine01"].axes, self.bones["spine02"].origin)
        abdomen = Frame(self.bones["spine03"].axes, self.bones["spine04"].origin)
        head = self.bones["head"]
        self.frames.update(
            pelvis=pelvis, abdomen=abdomen, thorax=thorax, head=head,
            neck=Frame(self.bones["neck02"].axes, self.bones["neck01"].origin),
        )  # fmt: skip
        self.points.update(
            pelvis=self.pelvis, lumbar=abdomen.origin, chest=thorax.to_world(0, 0, 0.08),
            neck=self.bones["neck01"].origin, head=head.to_world(0.02, 0, 0.06),
        )  # fmt: skip

    def _follow(self, parent: str, bone: str, rotation: Array) -> str:
        """Place a bone that is turned from its parent, and return its name."""
        start = self.bones[parent].child(rotation, *self.rest.offset(bone, parent))
        self.bones[bone] = start
        return bone

    def _shoulder(self, side: Side, upper_arm: Array) -> Array:
        """Return the shoulder joint, which the collarbone moves with the arm."""
        limb, scapula = self.frames["thorax"].axes.T @ upper_arm, self.pose.limbs(side).scapula
        bone, joint = bone_name("clavicle", side), bone_name("upperarm01", side)
        lift = math.degrees(math.acos(np.clip(-limb[2], -1, 1)))
        degrees_per_metre = math.degrees(1 / np.linalg.norm(self.rest.offset(joint, bone)))
        hanging = min((_LEVEL_DEG - lift) / (_LEVEL_DEG - _SETTING_DEG), 1.0)
        rise = max(0.0, lift - _SETTING_DEG) * _RISE - max(0.0, hanging) * _DROOP_DEG
        rise += scapula.elevation.metres * degrees_per_metre
        forward = _FORWARD * lift * limb[0] + scapula.protraction.metres * degrees_per_metre
        turn = rotation_z(-side.sign * forward) @ rotation_x(side.sign * rise)
        self._follow("spine01", bone, turn)
        return self.bones[bone].to_world(*self.rest.offset(joint, bone))

    def _place_arm(self, side: Side, limbs: LimbPose) -> None:
        target = self._targets.get(f"{side}-arm")
        if target is None:
            upper_arm = self.frames["thorax"].axes @ _ball_rotation(limbs.shoulder, side)
            shoulder = self._shoulder(side, -upper_arm[:, 2])
            elbow = shoulder - upper_arm[:, 2] * self._upper_arm_m
            forearm = upper_arm @ rotation_y(-limbs.elbow)
        else:
            shoulder, elbow, upper_arm, forearm = self._solve_arm(side, target)
        wrist = elbow - forearm[:, 2] * self._forearm_m
        hand = self._orientations.get(f"{side}-hand")
        if hand is None:
            pronated = forearm @ rotation_z(-side.sign * limbs.forearm)
            flexion = rotation_x(-side.sign * limbs.wrist.flexion)
            hand = pronated @ flexion @ rotation_y(-limbs.wrist.deviation)
        else:
            # The forearm pronates with the hand, or the wrist would look wrung.
            pronated = axes_along(forearm[:, 2], hand[:, 0])
        hand_frame = Frame(hand, wrist)
        self.frames.update({
            f"{side}-upper-arm": Frame(upper_arm, shoulder),
            f"{side}-forearm": Frame(forearm, elbow),
            f"{side}-forearm-distal": Frame(pronated, elbow),
            f"{side}-hand": hand_frame,
        })  # fmt: skip
        self.points.update({
            f"{side}-shoulder": shoulder, f"{side}-elbow": elbow, f"{side}-wrist": wrist,
            f"{side}-hand": hand_frame.to_world(0, -side.sign * 0.028, -0.085),
            f"{side}-fingertip": wrist - hand[:, 2] * self.rest.hand_m,
        })  # fmt: skip

    def _solve_arm(self, side: Side, target: _Target) -> tuple[Array, Array, Array, Array]:
        """Return shoulder, elbow, and the axes of upper arm and forearm."""
        shoulder = self._shoulder(side, self.frames["thorax"].down)
        # The shoulder moves with the arm, and the arm with the shoulder, until both agree.
        for _ in range(4):
            elbow, wrist = _solve_two_bones(shoulder, target, self._upper_arm_m, self._forearm_m)
            shoulder = self._shoulder(side, unit(elbow - shoulder))
        elbow, wrist = _solve_two_bones(shoulder, target, self._upper_arm_m, self._forearm_m)
        self.shortfall_m[f"{side}-hand"] = float(np.linalg.norm(wrist - target.end))
        bone, forearm = unit(shoulder - elbow), unit(wrist - elbow)
        ahead = forearm - bone * (forearm @ bone)
        upper_arm = axes_along(bone, ahead if np.linalg.norm(ahead) > 0.02 else -target.pole)
        return shoulder, elbow, upper_arm, _hinged(upper_arm, -forearm)

    def _place_leg(self, side: Side, limbs: LimbPose) -> None:
        hip = self.frames["pelvis"].to_world(
            *(self.rest.heads[bone_name("upperleg01", side)] - self.rest.pelvis)
        )
        target = self._targets.get(f"{side}-leg")
        if target is None:
            thigh = self.frames["pelvis"].axes @ _ball_rotation(limbs.hip, side)
            knee = hip - thigh[:, 2] * self._thigh_m
            shank = thigh @ rotation_y(limbs.knee)
        else:
            knee, ankle = _solve_two_bones(hip, target, self._thigh_m, self._shank_m)
            self.shortfall_m[f"{side}-foot"] = float(np.linalg.norm(ankle - target.end))
            bone, lower = unit(hip - knee), unit(ankle - knee)
            behind = lower - bone * (lower @ bone)
            thigh = axes_along(bone, -behind if np.linalg.norm(behind) > 0.03 else target.pole)
            shank = _hinged(thigh, -lower)
        ankle = knee - shank[:, 2] * self._shank_m
        foot = self._orientations.get(f"{side}-foot")
        if foot is None:
            turned = shank @ rotation_z(side.sign * limbs.ankle.external_rotation)
            raised = rotation_y(-limbs.ankle.dorsiflexion)
            foot = turned @ raised @ rotation_x(-side.sign * limbs.ankle.inversion)
        frame = Frame(foot, ankle)
        self.frames.update({
            f"{side}-thigh": Frame(thigh, hip), f"{side}-shank": Frame(shank, knee),
            f"{side}-foot": frame,
        })  # fmt: skip
        self.points.update({
            f"{side}-hip": hip, f"{side}-knee": knee, f"{side}-ankle": ankle,
            f"{side}-foot": frame.to_world(0.05, 0, -self.rest.sole_m),
            f"{side}-toe": frame.to_world(0.18, 0, 0.02 - self.rest.sole_m),
            f"{side}-heel": frame.to_world(-0.055, 0, 0.03 - self.rest.sole_m),
        })  # fmt: skip

    def _reach(self) -> None:
        """Apply the reaches: feet before hands, a foot that depends on the body after the other."""
        feet = [(side, self.pose.limbs(side).foot_to) for side in Side]
        for side, foot in sorted(feet, key=lambda pair: _depends_on_body(pair[1])):
            if foot:
                self._reach_with_foot(side, foot)
                self._place()
        for side in Side:
            hand = self.pose.limbs(side).hand_to
            if hand:
                self._reach_with_hand(side, hand)
                self._place()

    def _reach_with_hand(self, side: Side, reach: HandReach) -> None:
        if reach.fingers:
            back = -side.sign * self.direction(reach.palm)
            z = -self.direction(reach.fingers)
            y = unit(back - z * (back @ z))
            self._orientations[f"{side}-hand"] = np.array([np.cross(y, z), y, z]).T
        pole = self.direction(reach.elbow)
        if reach.wrist:
            self._targets[f"{side}-arm"] = _Target(self.point(reach.wrist), pole)
        elif reach.palm_at:
            middle = np.array([0, -side.sign * _PALM_DEPTH_M, -PALM_M])
            palm = self._orientations[f"{side}-hand"] @ middle
            self._targets[f"{side}-arm"] = _Target(self.point(reach.palm_at) - palm, pole)

    def _reach_with_foot(self, side: Side, reach: FootReach) -> None:
        if reach.toes:
            x, z = self.direction(reach.toes), -self.direction(reach.sole)
            z = unit(z - x * (z @ x))
            self._orientations[f"{side}-foot"] = np.array([x, np.cross(z, x), z]).T
        pole = self.direction(reach.knee)
        if reach.ankle:
            self._targets[f"{side}-leg"] = _Target(self.point(reach.ankle), pole)
        elif reach.sole_at:
            sole = self._orientations[f"{side}-foot"] @ np.array([0.03, 0, -self.rest.sole_m])
            self._targets[f"{side}-leg"] = _Target(self.point(reach.sole_at) - sole, pole)


def _depends_on_body(reach: FootReach | None) -> bool:
    point = (reach.ankle or reach.sole_at) if reach else None
    return bool(point and (point.landmark or point.segment))


def _share(spine: Spine, share: float, turn_share: float) -> Spine:
    return Spine(
        flexion=Degrees(spine.flexion * share),
        bend=Degrees(spine.bend * share),
        turn=Degrees(spine.turn * turn_share),
    )


def _spine_turn(flexion: float, bend: float, turn: float) -> Array:
    """Return a movement of the spine as a rotation vector, which can be shared among its bones."""
    return rotation_vector(rotation_y(flexion) @ rotation_x(-bend) @ rotation_z(turn))


def _ball_rotation(joint: BallJoint, side: Side) -> Array:
    abduction = rotation_x(side.sign * joint.abduction)
    turned: Array = abduction @ rotation_z(side.sign * joint.external_rotation)
    return rotation_y(-joint.flexion) @ turned


def _hinged(proximal: Array, z: Array) -> Array:
    """Return the axes of a segment that points along z and shares the y axis of the one before."""
    y = proximal[:, 1]
    return np.array([unit(np.cross(y, z)), y, z]).T


def _solve_two_bones(
    start: Array, target: _Target, upper: float, lower: float
) -> tuple[Array, Array]:
    """Return the middle joint and the end of two bones, of given lengths, that reach for a target.

    A target that is out of reach is approached with the bones nearly straight.
    """
    toward = target.end - start
    distance = float(
        np.clip(np.linalg.norm(toward), abs(upper - lower) + 0.02, (upper + lower) * 0.9995)
    )
    ahead = unit(toward)
    aside = target.pole - ahead * (target.pole @ ahead)
    aside = unit(aside if np.linalg.norm(aside) > 1e-6 else np.cross(ahead, [0.3, 0.5, 0.8]))
    along = (upper**2 - lower**2 + distance**2) / (2 * distance)
    height = np.sqrt(max(0.0, upper**2 - along**2))
    return start + ahead * along + aside * height, start + ahead * distance

"""Turn and move the bones of a posed body, and its skin with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct
from scipy import sparse
from scipy.spatial.transform import Rotation

from handout.figures.anatomy import Side
from handout.figures.fingers import placed_fingers
from handout.figures.geometry import (
    Array,
    Frame,
    rotation_about,
    rotation_around,
    rotation_vector,
    rotation_y,
    rotation_z,
    unit,
)
from handout.figures.hands import SHAPES, Fingers
from handout.figures.rest import bone_name
from handout.figures.skeleton import Skeleton

_DUAL: Final = 0.3
"""The share of dual quaternions in skinning: linear blending loses volume where a limb twists, and
dual quaternions bulge at the shoulder and the buttock."""

# How a limb's twist is spread over its two bones.
_THIGH: Final = (0.4, 1.0)
_SHANK: Final = (1.0, 1.0)
_UPPER_ARM: Final = (0.35, 0.9)
_FOREARM: Final = (0.3, 0.8)

_PELVIS: Final = 0.12
"""The share of the hip's movement in which the buttock follows."""

_GAZE_DEG: Final = (32.0, 18.0)
"""How far eyes turn to a side and up or down; farther, the iris would leave the drawn lids."""

_SHOULDER: Final = 0.3
"""The share of the arm's swing in which the point of the shoulder follows."""

_AS_POSED: Final[Mapping[Side, Fingers]] = MappingProxyType({})
_NEAR_M: Final = 0.01
"""The least distance ahead of the eyes at which they can look."""


class PosedBones(Struct, frozen=True):
    """How the bones of a body are turned and moved from rest."""

    rotations: Array
    """One matrix a bone."""
    translations: Array
    """One row a bone: a point p at rest goes to rotation @ p + translation."""
    parents: tuple[int, ...]

    def skin(self, points: Array, weights: sparse.csr_array) -> Array:
        """Return points that are at rest where the bones that move them put them."""
        turns = (weights @ self.rotations.reshape(-1, 9)).reshape(-1, 3, 3)
        linear = np.einsum("nij,nj->ni", turns, points) + weights @ self.translations
        result: Array = linear + _DUAL * (self._skin_dual(points, weights) - linear)
        return result

    def _skin_dual(self, points: Array, weights: sparse.csr_array) -> Array:
        """Skin by dual quaternions: Kavan et al., Skinning with Dual Quaternions (I3D 2007)."""
        turns = Rotation.from_matrix(self.rotations).as_quat()
        for bone, parent in enumerate(self.parents):
            if parent >= 0 and turns[bone] @ turns[parent] < 0:
                turns[bone] *= -1
        moves = 0.5 * _product(np.pad(self.translations, ((0, 0), (0, 1))), turns)
        turn, move = weights @ turns, weights @ moves
        length = np.linalg.norm(turn, axis=1, keepdims=True)
        turn, move = turn / length, move / length
        axis, real = turn[:, :3], turn[:, 3:]
        turned = points + 2 * np.cross(axis, np.cross(axis, points) + real * points)
        result: Array = turned + 2 * _product(move, turn * [-1, -1, -1, 1])[:, :3]
        return result


def _product(a: Array, b: Array) -> Array:
    """Return the product of quaternions, one a row, real part last."""
    real = a[:, 3] * b[:, 3] - (a[:, :3] * b[:, :3]).sum(1)
    rest = a[:, 3:] * b[:, :3] + b[:, 3:] * a[:, :3] + np.cross(a[:, :3], b[:, :3])
    return np.column_stack([rest, real])


def pose_bones(skeleton: Skeleton, fingers: Mapping[Side, Fingers] = _AS_POSED) -> PosedBones:
    """Return how the bones of a skeleton's body are turned and moved from rest.

    The fingers of a hand are as given, or else as the pose says.
    """
    rest, rig = skeleton.rest, _Rig(skeleton, fingers)
    rig.place()
    human = rest.human
    for number, bone in enumerate(human.bones):
        if bone not in rig.bones:
            # All other bones ride on their parents.
            parent = human.bones[human.parents[number]]
            rig.bones[bone] = rig.bones[parent].child(np.eye(3), *rest.offset(bone, parent))
    rotations = np.stack([rig.bones[bone].axes for bone in human.bones])
    origins = np.stack([rig.bones[bone].origin for bone in human.bones])
    heads = np.stack([rest.heads[bone] for bone in human.bones])
    moves = origins - np.einsum("bij,bj->bi", rotations, heads)
    return PosedBones(rotations, moves, human.parents)


class _Rig:
    """Bones as they are placed; each frame's axes say how its bone is turned from rest."""

    def __init__(self, skeleton: Skeleton, fingers: Mapping[Side, Fingers]) -> None:
        self.skeleton, self.rest, self.fingers = skeleton, skeleton.rest, fingers
        self.bones: dict[str, Frame] = dict(skeleton.bones)

    def place(self) -> None:
        pelvis = self.skeleton.frames["pelvis"]
        place = self.rest.heads["root"] - self.rest.pelvis
        self.bones["root"] = Frame(pelvis.axes, pelvis.to_world(*place))
        for side in Side:
            self._place_leg(side)
            self._place_arm(side)
            self._place_fingers(side)
            self._place_eye(side)

    def _turn(self, segment: str, axes: str = "") -> Array:
        """Return how a segment is turned from rest."""
        result: Array = self.skeleton.frames[segment].axes @ self.rest.axes[axes or segment].T
        return result

    def _place_leg(self, side: Side) -> None:
        frames = self.skeleton.frames
        thigh, shank, foot = (self._turn(f"{side}-{part}") for part in ("thigh", "shank", "foot"))
        pelvis = frames["pelvis"].axes
        bone = bone_name("pelvis", side)
        place = self.rest.heads[bone] - self.rest.pelvis
        follow = _part_of(pelvis.T @ thigh, _PELVIS)
        self.bones[bone] = Frame(pelvis @ follow, frames["pelvis"].to_world(*place))
        hip, knee = frames[f"{side}-thigh"].origin, frames[f"{side}-shank"].origin
        self._place_limb("upperleg", side, pelvis, thigh, hip, _THIGH)
        self._place_limb("lowerleg", side, thigh, shank, knee, _SHANK)
        ankle = Frame(foot, frames[f"{side}-foot"].origin)
        self.bones[bone_name("foot", side)] = ankle
        posed, rest = frames[f"{side}-foot"].axes, self.rest.axes[f"{side}-foot"]
        toes = posed @ rotation_y(-self.skeleton.pose.limbs(side).toes) @ rest.T
        for toe in range(1, 6):
            bone = bone_name(f"toe{toe}-1", side)
            place = self.rest.offset(bone, bone_name("foot", side))
            self.bones[bone] = Frame(toes, ankle.to_world(*place))

    def _place_arm(self, side: Side) -> None:
        frames = self.skeleton.frames
        upper_arm = self._turn(f"{side}-upper-arm")
        forearm = self._turn(f"{side}-forearm-distal", f"{side}-forearm")
        hand = self._turn(f"{side}-hand")
        bone, collarbone = bone_name("shoulder01", side), bone_name("clavicle", side)
        clavicle = self.bones[collarbone]
        swing, _ = _swing_and_twist(clavicle.axes.T @ upper_arm, self._axis("upperarm", side))
        follow = _part_of(swing, _SHOULDER)
        self.bones[bone] = clavicle.child(follow, *self.rest.offset(bone, collarbone))
        shoulder = frames[f"{side}-upper-arm"].origin
        elbow, wrist = frames[f"{side}-forearm"].origin, frames[f"{side}-hand"].origin
        self._place_limb("upperarm", side, clavicle.axes, upper_arm, shoulder, _UPPER_ARM)
        self._place_limb("lowerarm", side, upper_arm, forearm, elbow, _FOREARM)
        self.bones[bone_name("wrist", side)] = Frame(hand, wrist)

    def _axis(self, limb: str, side: Side) -> Array:
        return unit(self.rest.offset(bone_name(f"{limb}02", side), bone_name(f"{limb}01", side)))

    def _place_limb(
        self, limb: str, side: Side, parent: Array, turn: Array, joint: Array,
        shares: tuple[float, float],
    ) -> None:  # fmt: skip
        """Place the two bones of a segment, whose twist from its parent is spread over them."""
        axis = self._axis(limb, side)
        swing, twist = _swing_and_twist(parent.T @ turn, axis)
        first, second = bone_name(f"{limb}01", side), bone_name(f"{limb}02", side)
        near, far = (parent @ swing @ rotation_around(axis, twist * share) for share in shares)
        self.bones[first] = Frame(near, joint)
        self.bones[second] = Frame(far, joint + near @ self.rest.offset(second, first))

    def _place_fingers(self, side: Side) -> None:
        shape = self.fingers.get(side) or SHAPES[self.skeleton.pose.limbs(side).hand]
        hand = self.bones[bone_name("wrist", side)]
        axes = self.skeleton.frames[f"{side}-hand"].axes
        self.bones.update(placed_fingers(self.rest, side, hand, axes, shape))

    def _place_eye(self, side: Side) -> None:
        """Turn an eye toward what the pose looks at."""
        target, bone = self.skeleton.pose.look_at, bone_name("eye", side)
        eye = self.bones["head"].child(np.eye(3), *self.rest.offset(bone, "head"))
        if target is not None:
            x, y, z = eye.axes.T @ (self.skeleton.point(target) - eye.origin)
            aside = np.degrees(np.arctan2(y, max(x, _NEAR_M)))
            up = np.degrees(np.arctan2(z, np.hypot(x, y)))
            aside, up = (
                np.clip(angle, -most, most)
                for angle, most in zip((aside, up), _GAZE_DEG, strict=True)
            )
            eye = Frame(eye.axes @ rotation_z(float(aside)) @ rotation_y(-float(up)), eye.origin)
        self.bones[bone] = eye


def _part_of(rotation: Array, share: float) -> Array:
    """Return a part of a rotation."""
    return rotation_about(rotation_vector(rotation) * share)


def _swing_and_twist(rotation: Array, axis: Array) -> tuple[Array, float]:
    """Return the part of a rotation that moves an axis, and its degrees about the axis before."""
    x, y, z, real = Rotation.from_matrix(rotation).as_quat()
    twist = float(np.degrees(2 * np.arctan2(np.array([x, y, z]) @ axis, real)))
    twist = (twist + 180) % 360 - 180
    result: Array = rotation @ rotation_around(axis, -twist)
    return result, twist

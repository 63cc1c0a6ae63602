"""A posed body: its bones, its skin, and which part of it each point belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.anatomy import LIMBS, SEGMENTS, Side
from handout.figures.body_pose import HandShape
from handout.figures.fingers import Held, closed_fingers
from handout.figures.geometry import Array, Frame, Integers, Mask
from handout.figures.hands import Fingers
from handout.figures.human import Human
from handout.figures.rest import SHOE_SOLE_M, bone_name
from handout.figures.rig import PosedBones, pose_bones
from handout.figures.skeleton import Skeleton
from handout.figures.surface import triangulated

_SEGMENT_BONES: Final = {
    "upper-arm": ("upperarm01", "upperarm02"),
    "forearm": ("lowerarm01", "lowerarm02"),
    "hand": ("wrist", "metacarpal", "finger"),
    "thigh": ("upperleg01", "upperleg02"),
    "shank": ("lowerleg01", "lowerleg02"),
    "foot": ("foot", "toe"),
}
"""The beginnings of the names of the bones of each segment of a limb."""

_CENTRAL_BONES: Final = {
    "pelvis": ("root", "pelvis", "spine05", "spine04"),
    "abdomen": ("spine03",),
    "thorax": ("spine02", "spine01", "clavicle", "shoulder01"),
    "neck": ("neck",),
    "head": ("head", "jaw", "eye"),
}

_LIMB_SEGMENTS: Final = {
    "trunk": ("pelvis", "abdomen", "thorax"),
    "head": ("neck", "head"),
    "arm": ("upper-arm", "forearm", "hand"),
    "leg": ("thigh", "shank", "foot"),
}

LIMB_OF: Final = {
    **{segment: limb for limb in ("trunk", "head") for segment in _LIMB_SEGMENTS[limb]},
    **{
        f"{side}-{segment}": f"{side}-{limb}"
        for side in Side
        for limb in ("arm", "leg")
        for segment in _LIMB_SEGMENTS[limb]
    },
}
"""The limb of each segment, or 'trunk' or 'head'."""

REGIONS: Final = {
    **{segment: (segment,) for segment in SEGMENTS},
    **{limb: tuple(s for s in SEGMENTS if LIMB_OF[s] == limb) for limb in LIMBS},
}
"""The segments of each part of the body that a pose can name."""


class Body(Struct, frozen=True):
    """A body in its pose; coordinates in metres."""

    skeleton: Skeleton
    bones: PosedBones
    points: Array
    """The skin: the points of the human body, in their order."""
    segments: Integers
    """For each point, the number of its segment in SEGMENTS."""

    @classmethod
    def of(cls, skeleton: Skeleton) -> Body:
        """Return the body around a skeleton."""
        rest = skeleton.rest
        weights = rest.human.weights[rest.human.parts["body"].points]
        bones = pose_bones(skeleton)
        points = bones.skin(rest.skin, weights)
        fingers = dict(_holding(skeleton, points))
        if fingers:
            bones = pose_bones(skeleton, fingers)
            points = bones.skin(rest.skin, weights)
        return cls(skeleton, bones, points, segment_numbers(rest.human))

    def covers(self, names: Iterable[str]) -> Mask:
        """Return which points belong to any of some segments or limbs."""
        numbers = [SEGMENTS.index(segment) for name in names for segment in REGIONS[name]]
        return np.isin(self.segments, numbers)

    def lowest(self, names: Iterable[str]) -> float:
        """Return the height of the lowest point of some segments or limbs, shoes included."""
        return float(self.shod(names)[:, 2].min())

    def shod(self, names: Iterable[str]) -> Array:
        """Return the points of some segments or limbs, moved to the soles of shoes."""
        points = self.points.copy()
        for side in Side:
            down = self.skeleton.frames[f"{side}-foot"].down
            points[self.covers([f"{side}-foot"])] += SHOE_SOLE_M * down
        return points[self.covers(names)]


def _holding(skeleton: Skeleton, points: Array) -> Iterator[tuple[Side, Fingers]]:
    """Yield each hand that holds a part of the body, and its fingers closed on that."""
    rest, frames = skeleton.rest, skeleton.frames
    for side in Side:
        if skeleton.pose.limbs(side).hand is HandShape.HOLD:
            triangles = triangulated(rest.human.parts["body"].faces)
            own = [SEGMENTS.index(segment) for segment in REGIONS[f"{side}-arm"]]
            others = ~np.isin(segment_numbers(rest.human), own)
            held = Held(points, triangles[others[triangles].all(1)])
            axes = frames[f"{side}-hand"].axes
            hand = Frame(axes @ rest.axes[f"{side}-hand"].T, frames[f"{side}-hand"].origin)
            yield side, closed_fingers(rest, side, hand, axes, held)


@cache
def segment_numbers(human: Human) -> Integers:
    """Return the number in SEGMENTS of the segment that each point of the skin belongs to."""
    of_bones = np.array([SEGMENTS.index(_segment(bone)) for bone in human.bones], np.int32)
    skin = human.weights[human.parts["body"].points]
    result: Integers = of_bones[skin.toarray().argmax(axis=1)]
    return result


@cache
def segment_shares(human: Human) -> Array:
    """Return for each point of the skin and each of SEGMENTS how much it moves with it, up to 1."""
    skin = human.weights[human.parts["body"].points]
    of_bones = np.zeros((len(human.bones), len(SEGMENTS)))
    of_bones[range(len(human.bones)), [SEGMENTS.index(_segment(b)) for b in human.bones]] = 1
    result: Array = skin @ of_bones
    return result


def _segment(bone: str) -> str:
    """Return the segment that a bone belongs to."""
    for segment, beginnings in _CENTRAL_BONES.items():
        if bone.startswith(beginnings):
            return segment
    return next(
        f"{side}-{segment}"
        for segment, beginnings in _SEGMENT_BONES.items()
        for side in Side
        if bone.startswith(beginnings) and bone.endswith(bone_name("", side))
    )

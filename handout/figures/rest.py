"""A person at rest: where the joints are, how long the segments are, and how their axes lie."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.spatial import cKDTree

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, axes_along, unit
from handout.figures.human import Human
from handout.figures.physique import Physique

HIP_HEIGHT_M: Final = 0.905
"""How high the hips of everybody who is drawn are above the floor, standing in shoes: a pose that
fits one person then fits all."""

SHOE_SOLE_M: Final = 0.015
"""How much a shoe adds below the foot."""

FINGERS: Final = (2, 3, 4, 5)
"""The numbers of the fingers beside the thumb, in the names of bones."""


_ENDS: Final = {
    "abdomen": ("spine04", "spine02"),
    "thorax": ("spine02", "neck01"),
    "neck": ("neck01", "head"),
    "head": ("head", "eye.L"),
    "upper-arm": ("upperarm01", "lowerarm01"),
    "forearm": ("lowerarm01", "wrist"),
    "hand": ("wrist", "finger3-1"),
    "thigh": ("upperleg01", "lowerleg01"),
    "shank": ("lowerleg01", "foot"),
    "foot": ("foot", "toe2-1"),
}
"""The bones at whose heads each segment starts and ends."""

# How a place on the skin is found: the thickness of the slice and the width of the wedge of skin
# that are looked at, the gap behind which another limb begins, and the thickness of clothes.
_SLICE_M: Final = 0.025
_WEDGE: Final = 0.85
_WIDENING: Final = (1, 2, 4, 8)
_GAP_M: Final = 0.03
_CLOTH_M: Final = 0.008


class RestPose(Struct, frozen=True, dict=True):
    """The surface, the joints and the axes of a person at rest; lengths in metres.

    The axes of a segment are those of the anatomical position: x forward, y to the left and z
    toward the head once the joints are at zero. At rest they lie as MakeHuman's body stands, with
    the arms away from the sides.
    """

    human: Human
    points: Array
    heads: dict[str, Array]
    """Where each bone starts."""
    tails: dict[str, Array]
    axes: dict[str, Array]
    """By segment, and by bone of the fingers, as the columns of a matrix."""
    kyphosis_deg: float = 0.0
    """How much more than MakeHuman's body the upper back is rounded."""

    @classmethod
    def of(cls, human: Human, physique: Physique, kyphosis_deg: float = 0.0) -> RestPose:
        """Return the rest pose of a person, at the size at which poses fit."""
        points = human.shaped(physique)
        heads = dict(zip(human.bones, human.heads(points), strict=True))
        leg = [heads[f"{bone}.L"] for bone in ("upperleg01", "lowerleg01", "foot")]
        length = sum(float(np.linalg.norm(a - b)) for a, b in pairwise(leg))
        points *= (HIP_HEIGHT_M - SHOE_SOLE_M) / (length + float(leg[-1][2]))
        heads = dict(zip(human.bones, human.heads(points), strict=True))
        tails = dict(zip(human.bones, human.tails(points), strict=True))
        axes = _axes(heads, tails)
        for side in Side:
            wrist, own = heads[bone_name("wrist", side)], axes[f"{side}-hand"]
            points += _broader_wrist((points - wrist) @ own, physique.male) @ own.T
        return cls(human, points, heads, tails, axes, kyphosis_deg)

    @cached_property
    def skin(self) -> Array:
        """The points of the skin."""
        return self.points[self.human.parts["body"].points]

    @cached_property
    def skin_tree(self) -> cKDTree:
        """The points of the skin, to find the nearest ones."""
        return cKDTree(self.skin)

    @property
    def pelvis(self) -> Array:
        """The point midway between the hips."""
        result: Array = (self.heads["upperleg01.L"] + self.heads["upperleg01.R"]) / 2
        return result

    def offset(self, bone: str, parent: str) -> Array:
        """Return the way from where one bone starts to where another does."""
        result: Array = self.heads[bone] - self.heads[parent]
        return result

    def length(self, bone: str, following: str) -> float:
        """Return the distance between the joints at which two bones of the left side start."""
        return float(np.linalg.norm(self.heads[f"{following}.L"] - self.heads[f"{bone}.L"]))

    def on_skin(self, segment: str, share: float, toward: Array) -> Array:
        """Return a place on a segment, over thin clothes, in the axes of the segment.

        It is a share of the segment's length from its proximal end (of the trunk: from below), and
        on the side of a direction in its axes.
        """
        start, end = self.ends(segment)
        axes = self.axes.get(segment, np.eye(3))
        middle = start + (end - start) * share
        skin = (self.skin - middle) @ axes
        along = unit(axes.T @ (end - start))
        aside = unit(toward - along * (toward @ along))
        cosines = (skin @ aside) / np.linalg.norm(skin, axis=1)
        # Points are sparse along a limb and on the edges of a hand or a foot.
        near = next(
            found
            for wider in _WIDENING
            if (
                found := (np.abs(skin @ along) < _SLICE_M * wider) & (cosines > _WEDGE / wider)
            ).any()
        )
        depths = np.sort(skin[near] @ aside)
        # The nearest skin: beyond a gap there is another limb.
        gaps = np.nonzero(np.diff(depths) > _GAP_M)[0]
        reach = float(depths[gaps[0] if len(gaps) else -1])
        result: Array = axes.T @ (middle - start) + aside * (reach + _CLOTH_M)
        return result

    def ends(self, segment: str) -> tuple[Array, Array]:
        """Return where a segment starts and ends at rest."""
        if segment == "pelvis":
            return self.pelvis, self.heads["spine04"]
        side = next((side for side in Side if segment.startswith(side)), None)
        bones = _ENDS[segment.removeprefix(f"{side}-") if side else segment]
        start, end = (self.heads[bone_name(bone, side) if side else bone] for bone in bones)
        return start, end

    @property
    def hand_m(self) -> float:
        """The length of the hand, from the wrist to the tip of the middle finger."""
        return float(np.linalg.norm(self.tails["finger3-3.L"] - self.heads["wrist.L"]))

    @property
    def sole_m(self) -> float:
        """How far the ankle is above the sole of the shoe."""
        return float(self.heads["foot.L"][2]) + SHOE_SOLE_M


_BROADER_WRIST: Final = (0.08, 0.13)
_WRIST_M: Final = (0.028, 0.055)
"""By how much wrists are broader than MakeHuman's, of women and of men, which makes them two thirds
of the breadth of the hand; and how far that reaches into the hand and into the forearm."""

_NEAR_WRIST_M: Final = 0.15
"""Farther away, there is the rest of the body."""


def _broader_wrist(places: Array, male: float) -> Array:
    """Return how far points move to make a wrist broader, from their places in its axes."""
    x, _, z = places.T
    near = np.exp(-((z / np.where(z < 0, *_WRIST_M)) ** 2)) * (
        np.linalg.norm(places, axis=1) < _NEAR_WRIST_M
    )
    move = np.zeros_like(places)
    move[:, 0] = x * near * np.interp(male, (0, 1), _BROADER_WRIST)
    return move


def bone_name(bone: str, side: Side) -> str:
    """Return the name of a bone of one side, such as 'foot.L'."""
    return f"{bone}.{side[0].upper()}"


def _axes(heads: dict[str, Array], tails: dict[str, Array]) -> dict[str, Array]:
    """Return the axes of the segments of the limbs at rest."""
    axes = {}
    left = np.array([0.0, 1.0, 0.0])
    for side in Side:
        at = {bone: heads[bone_name(bone, side)] for bone in _LIMB_JOINTS}
        shank = at["lowerleg01"] - at["foot"]
        axes[f"{side}-thigh"] = _hinged(at["upperleg01"] - at["lowerleg01"], left)
        axes[f"{side}-shank"] = _hinged(shank, left)
        toes = (at["toe2-1"] - at["foot"]) * [1, 1, 0]
        axes[f"{side}-foot"] = axes_along(np.array([0.0, 0.0, 1.0]), toes)
        upper_arm, forearm = at["upperarm01"] - at["lowerarm01"], at["lowerarm01"] - at["wrist"]
        across = at["finger2-1"] - at["finger5-1"]
        axes[f"{side}-upper-arm"] = _hinged(upper_arm, -np.cross(upper_arm, forearm))
        axes[f"{side}-forearm"] = axes_along(forearm, across)
        hand = axes_along(at["wrist"] - at["finger3-1"], across)
        axes[f"{side}-hand"] = hand
        for finger in FINGERS:
            for joint in (1, 2, 3):
                bone = bone_name(f"finger{finger}-{joint}", side)
                axes[bone] = axes_along(heads[bone] - tails[bone], hand[:, 0])
    return axes


_LIMB_JOINTS: Final = (
    "upperleg01", "lowerleg01", "foot", "toe2-1", "upperarm01", "lowerarm01", "wrist",
    "finger2-1", "finger3-1", "finger5-1",
)  # fmt: skip


def _hinged(z: Array, y: Array) -> Array:
    """Return the axes, as columns, with a given z and y as near as possible to another."""
    z = unit(z)
    y = unit(y - z * (y @ z))
    return np.stack([np.cross(y, z), y, z], 1)

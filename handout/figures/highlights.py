"""Show on the skin which muscles work and which are stretched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from handout.figures.anatomy import Side
from handout.figures.geometry import Array
from handout.figures.muscles import MUSCLES, Place
from handout.figures.rest import RestPose, bone_name

_SAMPLES: Final = 24
"""The points of a line that are laid onto the skin."""


def muscle_field(name: str, sides: Sequence[Side], rest: RestPose, points: Array) -> Array:
    """Return for points of a person at rest how far inside a muscle they are, in metres.

    Points outside have negative values. `name` is a key of MUSCLES.
    """
    skin = rest.points[rest.human.parts["body"].points]
    nearest = cKDTree(skin)
    values = []
    for strand in MUSCLES[name]:
        for side in sides:
            first, last = (_at_rest(place, side, rest) for place in (strand.first, strand.last))
            line = first + np.linspace(0, 1, _SAMPLES)[:, None] * (last - first)
            on_skin = skin[nearest.query(line)[1]]
            values.append(strand.radius_m - cKDTree(on_skin).query(points)[0])
    result: Array = np.max(values, 0)
    return result


def _at_rest(place: Place, side: Side, rest: RestPose) -> Array:
    segment, forward, outward, up = place
    local = np.array([forward, outward * side.sign, up])
    axes = rest.axes.get(f"{side}-{segment}", np.eye(3))
    result: Array = _origin(segment, side, rest) + axes @ local
    return result


def _origin(segment: str, side: Side, rest: RestPose) -> Array:
    """Return where the proximal joint of a segment is at rest."""
    if segment == "pelvis":
        return rest.pelvis
    bone = _FIRST_BONES[segment]
    return rest.heads[bone if bone in rest.heads else bone_name(bone, side)]


_FIRST_BONES: Final = {
    "thorax": "spine02", "neck": "neck01", "upper-arm": "upperarm01", "forearm": "lowerarm01",
    "thigh": "upperleg01", "shank": "lowerleg01", "foot": "foot",
}  # fmt: skip

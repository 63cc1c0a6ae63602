"""Show on the skin which muscles work and which are stretched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from handout.figures.anatomy import Side
from handout.figures.geometry import Array
from handout.figures.muscles import MUSCLES, Place
from handout.figures.rest import RestPose

_SAMPLES: Final = 24
"""The points of a line that are laid onto the skin."""


def muscle_field(name: str, sides: Sequence[Side], rest: RestPose, points: Array) -> Array:
    """Return for points of a person at rest how far inside a muscle they are, in metres.

    Points outside have negative values. `name` is a key of MUSCLES.
    """
    values = []
    for strand in MUSCLES[name]:
        for side in sides:
            first, last = (_at_rest(place, side, rest) for place in (strand.first, strand.last))
            line = first + np.linspace(0, 1, _SAMPLES)[:, None] * (last - first)
            on_skin = rest.skin[rest.skin_tree.query(line)[1]]
            values.append(strand.radius_m - cKDTree(on_skin).query(points)[0])
    result: Array = np.max(values, 0)
    return result


def _at_rest(place: Place, side: Side, rest: RestPose) -> Array:
    segment, forward, outward, up = place
    local = np.array([forward, outward * side.sign, up])
    name = f"{side}-{segment}" if f"{side}-{segment}" in rest.axes else segment
    result: Array = rest.ends(name)[0] + rest.axes.get(name, np.eye(3)) @ local
    return result

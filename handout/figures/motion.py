"""Follow a landmark of the body from one pose to another, as bones turn about joints."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, unit
from handout.figures.skeleton import Skeleton

_PARENTS: Final = {
    "lumbar": "pelvis",
    "chest": "lumbar",
    "neck": "chest",
    "head": "neck",
    **{
        f"{side}-{name}": f"{side}-{parent}" if parent not in {"chest", "pelvis"} else parent
        for side in Side
        for name, parent in (
            ("shoulder", "chest"),
            ("elbow", "shoulder"),
            ("wrist", "elbow"),
            ("hand", "wrist"),
            ("fingertip", "wrist"),
            ("hip", "pelvis"),
            ("knee", "hip"),
            ("ankle", "knee"),
            ("foot", "ankle"),
            ("toe", "ankle"),
            ("heel", "ankle"),
        )
    },
}
"""The landmark from which each is reached, over the bone between them."""

_PARALLEL: Final = 1e-3

_STILL_M: Final = 0.02
"""What moves less is still."""


def way_of(landmark: str, first: Skeleton, last: Skeleton, steps: int) -> Array:
    """Return where a landmark is on its way from one skeleton to another, a row for each step.

    The bones between it and what stays where it is turn evenly; on a straight line between the two
    places, a foot would leave its circle about the knee.
    """
    chain = _chain_from_rest(landmark, first, last)
    before, after = (np.stack([one.points[name] for name in chain]) for one in (first, last))
    share = np.linspace(0, 1, steps)[:, None]
    way: Array = before[0] * (1 - share) + after[0] * share
    for number, following in pairwise(range(len(chain))):
        way = way + _turned(
            before[following] - before[number], after[following] - after[number], share
        )
    return way


def _chain_from_rest(landmark: str, first: Skeleton, last: Skeleton) -> list[str]:
    """Return the landmarks from the nearest one that stays where it is to another."""

    def unrest(chain: list[str]) -> tuple[int, int]:
        moved = float(np.linalg.norm(first.points[chain[0]] - last.points[chain[0]]))
        return int(moved / _STILL_M), len(chain)

    chains = [_chain(start, landmark) for start in ("pelvis", *_PARENTS) if start != landmark]
    return min(chains, key=unrest)


def _chain(start: str, end: str) -> list[str]:
    """Return the landmarks from one to another over the bones between them."""
    up, down = _to_pelvis(start), _to_pelvis(end)
    shared = next(name for name in up if name in down)
    return up[: up.index(shared) + 1] + down[: down.index(shared)][::-1]


def _to_pelvis(landmark: str) -> list[str]:
    chain = [landmark]
    while chain[-1] in _PARENTS:
        chain.append(_PARENTS[chain[-1]])
    return chain


def _turned(before: Array, after: Array, share: Array) -> Array:
    """Return a bone turned by shares of the angle between two of its directions, a row for each."""
    lengths = np.linalg.norm([before, after], axis=1)
    one, other = before / lengths[0], after / lengths[1]
    axis = np.cross(one, other)
    if np.linalg.norm(axis) < _PARALLEL:
        # A bone that turns right round does so in the plane that is nearly level.
        axis = np.cross(one, np.cross([0.1, 0.0, 1.0], one))
    angle = float(np.arccos(np.clip(one @ other, -1, 1)))
    turns = Rotation.from_rotvec(share * angle * unit(axis))
    result: Array = turns.apply(one) * (lengths[0] * (1 - share) + lengths[1] * share)
    return result

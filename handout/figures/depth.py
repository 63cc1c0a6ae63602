"""Tell what is near from what is far, where both have one colour: as illustrators do.

The limb that is farther away than its fellow is paler, and what passes before another part of the
person darkens it there, the more the farther it is before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from scipy.ndimage import distance_transform_edt

from handout.figures.anatomy import Side
from handout.figures.contours import bounds, without_specks
from handout.figures.geometry import Array, Mask
from handout.figures.palette import Role
from handout.figures.regions import ROLES, Regions
from handout.figures.skeleton import Skeleton
from handout.figures.view import Camera, View

_JOINTS: Final = {
    "arm": (0.2, ("shoulder", "elbow", "wrist")),
    "leg": (0.02, ("hip", "knee", "ankle")),
}
"""How much farther away than its fellow the root of a far limb is, in metres, and the points whose
mean depth counts. The sleeve of an arm that is seen beside the trunk would be a patch on it."""
_FARTHER_M: Final = 0.09
"""How much farther away than its fellow a limb is that is drawn paler."""

_STEP_M: Final = (0.025, 0.08)
_WIDTH_PT: Final = 1.9
_THIN: Final = 0.35
_LEAST_PT2: Final = 6.0
"""How far before another a part is that begins to darken it, over a share of the width, and that
does so over all of it; and the area from which that is drawn."""


def far_limbs(skeleton: Skeleton, all_panels: Sequence[Skeleton], camera: Camera) -> Iterator[str]:
    """Yield the limbs of one panel that are farther away than those of the other side.

    They are so on the whole in all panels too, so that a leg is not now pale and now dark.
    """
    for limb, (root_m, joints) in _JOINTS.items():
        for side in Side:
            here = _farther(skeleton, side, joints, camera)
            everywhere = [_farther(one, side, joints, camera) for one in all_panels]
            if here[0] > root_m and here.mean() > 0 and np.mean(everywhere) > _FARTHER_M:
                yield f"{side}-{limb}"


def _farther(skeleton: Skeleton, side: Side, joints: Sequence[str], camera: Camera) -> Array:
    """Return how much farther away joints of a side are than those of the other, in metres."""
    depths = [
        np.array([camera.depth(skeleton.points[f"{one}-{joint}"]) for joint in joints])
        for one in Side
    ]
    result: Array = (depths[0] - depths[1]) * (1 if side is Side.LEFT else -1)
    return result


def overlaps(view: View, regions: Regions) -> Mask:
    """Return where a person is seen just behind another part of the same colour."""
    result = np.zeros_like(regions.person)
    if not regions.person.any():
        return result
    around = bounds(regions.person)
    depth = np.where(regions.person, view.depth, np.nan)[around]
    role = regions.role[around]
    step, before = np.zeros(depth.shape), np.zeros(depth.shape, bool)
    for one, other in ((_LEFT, _RIGHT), (_UPPER, _LOWER)):
        is_same = (role[one] == role[other]) & (role[one] != _HAIR)
        further = np.where(is_same, depth[one] - depth[other], 0)
        step[one] = np.fmax(step[one], further)
        step[other] = np.fmax(step[other], -further)
        before[other] |= further > _STEP_M[0]
        before[one] |= further < -_STEP_M[0]
    behind = step > _STEP_M[0]
    if behind.any():
        away, nearest = distance_transform_edt(~behind, return_indices=True)
        # Narrow where the parts nearly touch, so that it thins out toward its ends.
        width = _WIDTH_PT * view.window.pixels_per_point
        width *= np.interp(step[tuple(nearest)], _STEP_M, (_THIN, 1))
        result[around] = (away < width) & (away < distance_transform_edt(~before))
    return without_specks(result & regions.person, _LEAST_PT2 * view.window.pixels_per_point**2)


_HAIR: Final = ROLES.index(Role.HAIR)
_ALL: Final = slice(None)
_LEFT: Final = (_ALL, slice(None, -1))
_RIGHT: Final = (_ALL, slice(1, None))
_UPPER: Final = (slice(None, -1), _ALL)
_LOWER: Final = (slice(1, None), _ALL)

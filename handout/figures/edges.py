"""Find where a draughtsman would draw a line: overlaps, hems and the edges of things.

Between two pixels there is a line where depth jumps by more than the farther surface's own slope
explains, or where two limbs that do not grow into one another touch.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from handout.figures.body import FIRST_ITEM, NEIGHBOURS, PARTS, Part
from handout.figures.palette import Role
from handout.figures.regions import Mask, Regions, role_number
from handout.figures.skeleton import Array
from handout.figures.trace import Integers, Maps

_NUMBERS: Final = 64


class Line(IntEnum):
    """What a line between two pixels is."""

    NONE = 0
    OVERLAP = 1
    HEM = 2
    THING = 3
    THING_EDGE = 4


class Lines(Struct, frozen=True):
    """The kind of line right of and under each pixel, and which part is in front there."""

    upright: Integers
    level: Integers
    upright_owner: Integers
    level_owner: Integers


_JUMP_M: Final = np.full(_NUMBERS, 0.014)
_JUMP_M[[Part.NECK, Part.HAIR]] = 0.006
_JUMP_M[Part.HEAD] = 0.0095
_JUMP_M[[Part.HAND, Part.HAND + 6]] = 0.011
_JUMP_M[[Part.FOOT, Part.FOOT + 6]] = 0.010

_WHOSE: Final = np.arange(_NUMBERS)
_WHOSE[:PARTS] = [0, 1, 2, 2, 4, 4, 4, 7, 7, 7, 10, 10, 10, 13, 13, 13]
"""Parts of one limb share an owner, so that a line runs on along the limb."""

_GROWN: Final = np.eye(_NUMBERS, dtype=bool)
for _a, _b in NEIGHBOURS:
    _GROWN[_a, _b] = _GROWN[_b, _a] = True


def find_lines(maps: Maps, regions: Regions) -> Lines:
    """Return the lines between the pixels of traced maps."""
    facing = maps.normal @ maps.camera.forward
    facing = np.where(np.abs(facing) < 0.03, -0.03, facing)
    slope_x = np.abs((maps.normal @ maps.camera.right) / facing) * maps.window.pixel
    slope_y = np.abs((maps.normal @ maps.camera.up) / facing) * maps.window.pixel
    depth = np.where(np.isfinite(maps.depth), maps.depth, 1e3)
    right = _classify(_Pairs(regions, depth, slope_x, right=True))
    under = _classify(_Pairs(regions, depth, slope_y, right=False))
    return Lines(right[0], under[0], right[1], under[1])


class _Pairs:
    """Each pixel with the next one to its right, or with the one under it."""

    def __init__(self, regions: Regions, depth: Array, slope: Array, *, right: bool) -> None:
        def both(values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
            return (values[:, :-1], values[:, 1:]) if right else (values[:-1], values[1:])

        self.part, self.role = both(regions.part), both(regions.role)
        self.depth, self.slope = both(depth), both(slope)
        self.number = tuple(np.clip(part, 0, _NUMBERS - 1).astype(int) for part in self.part)


def _classify(pairs: _Pairs) -> tuple[Integers, Integers]:
    (pa, pb), (za, zb), (ra, rb) = pairs.part, pairs.depth, pairs.role
    na, nb = pairs.number
    farther = np.where(za < zb, pairs.slope[1], pairs.slope[0])
    jump = np.abs(zb - za) - farther > np.minimum(_JUMP_M[na], _JUMP_M[nb])
    both = (pa >= 0) & (pb >= 0)
    apart = both & (~_GROWN[na, nb] | _bare_on_cloth(pairs))
    flesh = (pa < FIRST_ITEM) & (pb < FIRST_ITEM)
    front = np.where(pb < 0, pa, np.where((pa < 0) | (za > zb), pb, pa)).astype(int)
    kind = np.zeros(pa.shape, np.int32)
    overlap = both & (jump | apart) & flesh
    # Where shirt and shorts of one body lie on one another, only the hem is drawn.
    trunk = np.isin(pa, (0, 7, 13)) & np.isin(pb, (0, 7, 13))
    overlap &= ~(trunk & (ra != rb) & ~apart & (np.abs(zb - za) < 0.035))
    kind[overlap] = Line.OVERLAP
    kind[(((pa < 0) != (pb < 0)) | (both & (jump | apart))) & (front >= FIRST_ITEM) & ~flesh] = (
        Line.THING
    )
    change = both & (kind == 0) & (ra != rb)
    kind[change & flesh] = Line.HEM
    kind[change & ~flesh] = Line.THING_EDGE
    return kind, _WHOSE[np.clip(front, 0, _NUMBERS - 1)].astype(np.int32)


def _bare_on_cloth(pairs: _Pairs) -> Mask:
    """Return where a bare arm crosses the shirt, or a bare thigh the trunk."""
    (pa, pb), (ra, rb) = pairs.part, pairs.role
    skin = role_number(Role.SKIN)
    result = np.zeros(pa.shape, bool)
    for arm in (Part.UPPER_ARM, Part.UPPER_ARM + 6):
        result |= (ra != rb) & (((pa == 0) & (pb == arm)) | ((pa == arm) & (pb == 0)))
    for thigh in (Part.THIGH, Part.THIGH + 6):
        touching = ((pa == 0) & (pb == thigh)) | ((pa == thigh) & (pb == 0))
        result |= ((ra == skin) | (rb == skin)) & touching
    return result

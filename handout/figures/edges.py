"""Find the edges that an illustrator would draw: occlusions, hems and the edges of equipment.

There is an edge between two pixels where depth jumps by more than the slope of the farther surface
explains, where two limbs touch that are not joined, and where colour changes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from handout.figures.geometry import Array, Integers, Mask
from handout.figures.palette import Role
from handout.figures.parts import FIRST_ITEM, HIPS, LIMB_PARTS, NEIGHBOURS, Part
from handout.figures.regions import Regions, role_number
from handout.figures.trace import View


class EdgeKind(IntEnum):
    """What an edge between two pixels is."""

    NONE = 0
    OCCLUSION = 1
    """One part of the body in front of another."""
    HEM = 2
    """A change of colour on the body."""
    EQUIPMENT_OUTLINE = 3
    EQUIPMENT_SEAM = 4
    """A change of colour on equipment, or between it and the body."""


class EdgeMap(Struct, frozen=True):
    """The kind of edge to the right of each pixel and below it, and the label of its front side.

    The parts of one limb share a label, so that a line continues along the limb.
    """

    right: Integers
    below: Integers
    right_label: Integers
    below_label: Integers


# Tables by part; equipment, whatever its number, is last.
_JUMP_M: Final = np.full(FIRST_ITEM + 1, 0.014)
"""The jump in depth that makes an edge; fine parts have fine edges."""
_JUMP_M[[Part.NECK, Part.HAIR]] = 0.006
_JUMP_M[Part.HEAD] = 0.0095
_JUMP_M[[*Part.both("hand")]] = 0.011
_JUMP_M[[*Part.both("foot")]] = 0.010

_JOINED: Final = np.zeros((FIRST_ITEM + 1, FIRST_ITEM + 1), bool)
for _first, _second in NEIGHBOURS:
    _JOINED[_first, _second] = _JOINED[_second, _first] = True

_LABELS: Final = np.arange(FIRST_ITEM + 1)
_LABELS[Part.HAIR] = Part.HEAD
for _limb in ("left-arm", "left-leg", "right-arm", "right-leg"):
    _LABELS[[*LIMB_PARTS[_limb]]] = LIMB_PARTS[_limb][0]


def find_edges(view: View, regions: Regions) -> EdgeMap:
    """Return the edges between the pixels of a view."""
    facing = view.normal @ view.camera.forward
    facing = np.where(np.abs(facing) < 0.03, -0.03, facing)
    slope_x = np.abs((view.normal @ view.camera.right) / facing) * view.window.pixel
    slope_y = np.abs((view.normal @ view.camera.up) / facing) * view.window.pixel
    depth = np.where(np.isfinite(view.depth), view.depth, 1e3)
    right, right_label = _classify(_Pairs(regions, depth, slope_x, right=True))
    below, below_label = _classify(_Pairs(regions, depth, slope_y, right=False))
    return EdgeMap(right, below, right_label, below_label)


class _Pairs:
    """Each pixel with the next one to its right, or with the one below."""

    def __init__(self, regions: Regions, depth: Array, slope: Array, *, right: bool) -> None:
        def both(values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
            return (values[:, :-1], values[:, 1:]) if right else (values[:-1], values[1:])

        self.part, self.role = both(regions.part), both(regions.role)
        self.depth, self.slope = both(depth), both(slope)


def _classify(pairs: _Pairs) -> tuple[Integers, Integers]:
    """Return the kind and the label of the edge between each pair."""
    (pa, pb), (za, zb), (ra, rb) = pairs.part, pairs.depth, pairs.role
    na, nb = np.clip(pa, 0, FIRST_ITEM), np.clip(pb, 0, FIRST_ITEM)
    farther_slope = np.where(za < zb, pairs.slope[1], pairs.slope[0])
    jump = np.abs(zb - za) - farther_slope > np.minimum(_JUMP_M[na], _JUMP_M[nb])
    both = (pa >= 0) & (pb >= 0)
    joined = (pa == pb) | _JOINED[na, nb]
    apart = both & (~joined | _bare_on_cloth(pairs))
    body = (pa < FIRST_ITEM) & (pb < FIRST_ITEM)
    front = np.where(pb < 0, pa, np.where((pa < 0) | (za > zb), pb, pa))
    occlusion = both & (jump | apart) & body
    # Where shirt and shorts lie on each other, only the hem is drawn.
    hips = np.isin(pa, HIPS) & np.isin(pb, HIPS)
    occlusion &= ~(hips & (ra != rb) & ~apart & (np.abs(zb - za) < 0.035))
    outline = ((pa < 0) != (pb < 0)) | (both & (jump | apart))
    kind = np.zeros(pa.shape, np.int32)
    kind[occlusion] = EdgeKind.OCCLUSION
    kind[outline & (front >= FIRST_ITEM) & ~body] = EdgeKind.EQUIPMENT_OUTLINE
    change = both & (kind == EdgeKind.NONE) & (ra != rb)
    kind[change & body] = EdgeKind.HEM
    kind[change & ~body] = EdgeKind.EQUIPMENT_SEAM
    label = np.where(front < FIRST_ITEM, _LABELS[np.clip(front, 0, FIRST_ITEM)], front)
    return kind, label.astype(np.int32)


def _bare_on_cloth(pairs: _Pairs) -> Mask:
    """Return where a bare arm crosses the shirt, or a bare thigh the trunk."""
    (pa, pb), (ra, rb) = pairs.part, pairs.role
    skin = role_number(Role.SKIN)

    def on_torso(parts: tuple[Part, ...]) -> Mask:
        first = (pa == Part.TORSO) & np.isin(pb, parts)
        result: Mask = first | (np.isin(pa, parts) & (pb == Part.TORSO))
        return result

    arm = (ra != rb) & on_torso(Part.both("upper-arm"))
    thigh = ((ra == skin) | (rb == skin)) & on_torso(Part.both("thigh"))
    result: Mask = arm | thigh
    return result

"""Say of each pixel which part of the body or which thing it shows, and what that is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from scipy.ndimage import gaussian_filter, label

from handout.figures.anatomy import SHANK_M, SOLE_M, Side
from handout.figures.body import FIRST_ITEM, LIMB_PARTS, PARTS, Part, Shape
from handout.figures.equipment import Piece
from handout.figures.palette import Role
from handout.figures.skeleton import Array, Skeleton
from handout.figures.trace import FIRST_CLOTH, Camera, Integers, Maps

Mask = npt.NDArray[np.bool_]

ROLES: Final = tuple(Role)
"""The roles in the order of their numbers in a map."""

_SOLE_THICK_M: Final = 0.016
_SOCK_FROM: Final = 0.84
"""Share of the shank above the sock."""

_FAR_APART_M: Final = 0.10
"""Depth between two limbs from which the farther is drawn darker."""

# Whose garment each is, in the order in which `body` yields them.
_CLOTH_PARTS: Final = (Part.TORSO, Part.THIGH, Part.UPPER_ARM, Part.THIGH + 6, Part.UPPER_ARM + 6)


class Regions(Struct, frozen=True):
    """Maps of parts (-1: nothing) and of roles by number."""

    part: Integers
    role: Integers

    @property
    def body(self) -> Mask:
        """Where the body is seen."""
        result: Mask = (self.part >= 0) & (self.part < PARTS)
        return result

    @property
    def things(self) -> Mask:
        """Where equipment is seen."""
        result: Mask = self.part >= FIRST_ITEM
        return result


def role_number(role: Role) -> int:
    """Return the number of a role in a map."""
    return ROLES.index(role)


def find_regions(maps: Maps, skeleton: Skeleton, pieces: Sequence[Piece], hair: Role) -> Regions:
    """Return the regions of traced maps."""
    surface = maps.surface()
    part, role = np.full(maps.owner.shape, -1, np.int32), np.full(maps.owner.shape, -1, np.int32)
    by_number = {piece.number: piece for piece in pieces}
    for owner in np.unique(maps.owner[maps.owner >= 0]):
        here = maps.owner == owner
        if owner >= FIRST_ITEM + 10:
            part[here] = owner - 10
            role[here] = _thing(by_number[int(owner) - 10], maps.normal[here])
        else:
            part[here] = _CLOTH_PARTS[owner - FIRST_CLOTH] if owner >= FIRST_CLOTH else owner
            role[here] = _material(int(owner), surface[here], skeleton, hair)
    return Regions(part, _ironed(part, role))


def _thing(piece: Piece, normals: Array) -> Any:  # noqa: ANN401 -- a number or an array of them
    top, side = role_number(piece.top), role_number(piece.side)
    first = piece.primitives[0]
    if first.shape is Shape.BOX:
        facing = np.abs(normals @ first.numbers[3:12].reshape(3, 3).T).argmax(1)
        return np.where(facing == 2, top, side)
    if piece.axis is not None:
        return np.where(np.abs(normals @ piece.axis) > 0.8, side, top)
    return top


def _material(owner: int, points: Array, skeleton: Skeleton, hair: Role) -> Any:  # noqa: ANN401 -- as _thing
    if owner == Part.HAIR:
        return role_number(hair)
    if owner == Part.TORSO:
        return role_number(Role.SHORTS)
    if owner in (FIRST_CLOTH, FIRST_CLOTH + 2, FIRST_CLOTH + 4):
        return role_number(Role.SHIRT)
    side = Side.LEFT if owner < Part.FOOT + 1 or owner == FIRST_CLOTH + 1 else Side.RIGHT
    if owner >= FIRST_CLOTH:
        return _hem(points, skeleton, side)
    if owner == Part.SHANK.on(side):
        shank = skeleton.frames[f"{side}-shank"]
        down = (points - shank.origin) @ shank.down / SHANK_M
        return np.where(down > _SOCK_FROM, role_number(Role.SOCK), role_number(Role.SKIN))
    if owner == Part.FOOT.on(side):
        foot = skeleton.frames[f"{side}-foot"]
        height = (points - foot.origin) @ foot.axes[:, 2]
        low = height < _SOLE_THICK_M - SOLE_M
        return np.where(low, role_number(Role.SOLE), role_number(Role.SHOE))
    return role_number(Role.SKIN)


def _hem(points: Array, skeleton: Skeleton, side: Side) -> Any:  # noqa: ANN401 -- as _thing
    """Return shirt above and shorts below a hem that bends with the hip."""
    pelvis, thigh = skeleton.frames["pelvis"], skeleton.frames[f"{side}-thigh"]
    a = -0.012 - (points - pelvis.origin) @ pelvis.axes[:, 2]
    b = (points - thigh.origin) @ thigh.down - 0.07
    near = np.clip(0.05 - np.abs(a - b), 0, None) / 0.05
    above = np.maximum(a, b) + near * near * 0.05 * 0.25 < 0
    return np.where(above, role_number(Role.SHIRT), role_number(Role.SHORTS))


def _ironed(part: Integers, role: Integers) -> Integers:
    """Take small steps out of the hem between shirt and shorts."""
    shirt = role == role_number(Role.SHIRT)
    cloth = shirt | (role == role_number(Role.SHORTS))
    share = gaussian_filter(shirt.astype(np.float32), 9.0)
    share = share / np.maximum(gaussian_filter(cloth.astype(np.float32), 9.0), 1e-3)
    hips = cloth & np.isin(part, (Part.TORSO, Part.THIGH, Part.THIGH + 6))
    ironed = np.where(share > 0.5, role_number(Role.SHIRT), role_number(Role.SHORTS))
    return np.where(hips, ironed, role).astype(np.int32)


def far_parts(skeleton: Skeleton, camera: Camera) -> list[int]:
    """Return the parts of limbs that are clearly behind those of the other side."""
    parts: list[int] = []
    for limb, joints in (
        ("arm", ("shoulder", "elbow", "wrist")),
        ("leg", ("hip", "knee", "ankle")),
    ):
        depth: Mapping[Side, float] = {
            side: float(
                np.mean([camera.depth(skeleton.points[f"{side}-{joint}"]) for joint in joints])
            )
            for side in Side
        }
        if abs(depth[Side.LEFT] - depth[Side.RIGHT]) > _FAR_APART_M:
            far = Side.LEFT if depth[Side.LEFT] > depth[Side.RIGHT] else Side.RIGHT
            parts += LIMB_PARTS[f"{far}-{limb}"]
    return parts


def shaded(maps: Maps, regions: Regions) -> Mask:
    """Return where skin and shoes face away from the light, without specks."""
    camera = maps.camera
    light = -camera.forward * 0.55 + camera.up * 0.75 - camera.right * 0.45
    bare = np.isin(regions.role, [role_number(r) for r in (Role.SKIN, Role.SOCK, Role.SHOE)])
    lit = gaussian_filter(np.where(bare, maps.normal @ light, 0), 8.0)
    lit /= np.maximum(gaussian_filter(bare.astype(float), 8.0), 1e-3)
    return without_specks((lit < -0.04) & bare, 500)


def without_specks(mask: Mask, least: int) -> Mask:
    """Return a mask without its pieces of fewer pixels."""
    labels, _ = label(mask)
    keep = np.bincount(labels.ravel()) >= least
    keep[0] = False
    result: Mask = keep[labels]
    return result

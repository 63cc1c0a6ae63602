"""Label each pixel of a view with the part or equipment that it shows, and with its colour role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import gaussian_filter

from handout.figures.anatomy import SHANK_M, SOLE_M, Side
from handout.figures.contours import without_specks
from handout.figures.equipment import Piece
from handout.figures.geometry import Array, Integers, Mask
from handout.figures.palette import Role
from handout.figures.parts import FIRST_GARMENT, FIRST_ITEM, GARMENTS, HIPS, LIMB_PARTS, Part
from handout.figures.primitives import Box
from handout.figures.skeleton import Skeleton
from handout.figures.trace import Camera, View

ROLES: Final = tuple(Role)
"""The roles, in the order of their numbers in an array."""

_SOLE_THICKNESS_M: Final = 0.016
_SOCK_FROM: Final = 0.84
"""The fraction of the shank above the sock."""

_FAR_M: Final = 0.10
"""How much farther than the other a limb must be to be drawn darker."""


class Regions(Struct, frozen=True):
    """The part of the body or piece of equipment in each pixel, and its role, by number.

    Both are -1 where there is nothing.
    """

    part: Integers
    role: Integers

    @property
    def body(self) -> Mask:
        """Where the body is seen."""
        result: Mask = (self.part >= 0) & (self.part < FIRST_GARMENT)
        return result

    @property
    def equipment(self) -> Mask:
        """Where equipment is seen."""
        result: Mask = self.part >= FIRST_ITEM
        return result


def role_number(role: Role) -> int:
    """Return the number of a role in an array."""
    return ROLES.index(role)


def find_regions(view: View, skeleton: Skeleton, pieces: Sequence[Piece], hair: Role) -> Regions:
    """Return the regions of a view."""
    points = view.points()
    part = np.full(view.surface.shape, -1, np.int32)
    role = part.copy()
    by_number = {piece.number: piece for piece in pieces}
    for surface in np.unique(view.surface[view.surface >= 0]).tolist():
        here = view.surface == surface
        if surface >= FIRST_ITEM:
            part[here] = surface
            role[here] = _equipment_role(by_number[surface], view.normal[here])
        elif surface >= FIRST_GARMENT:
            part[here] = GARMENTS[surface - FIRST_GARMENT]
            role[here] = _garment_role(GARMENTS[surface - FIRST_GARMENT], points[here], skeleton)
        else:
            part[here] = surface
            role[here] = _body_role(Part(surface), points[here], skeleton, hair)
    return Regions(part, _smooth_hem(part, role))


def _equipment_role(piece: Piece, normals: Array) -> int | Integers:
    first = piece.primitives[0]
    if isinstance(first, Box):
        facing = np.abs(normals @ first.frame.axes).argmax(1)
        return _where(facing == 2, piece.top, piece.side)
    if piece.axis is not None:
        return _where(np.abs(normals @ piece.axis) > 0.8, piece.side, piece.top)
    return role_number(piece.top)


def _garment_role(part: Part, points: Array, skeleton: Skeleton) -> int | Integers:
    if part not in Part.both("thigh"):
        return role_number(Role.SHIRT)
    # Over the thigh, the shirt ends at a hem that bends with the hip.
    pelvis, thigh = skeleton.frames["pelvis"], skeleton.frames[part.segment]
    a = -0.012 - pelvis.height(points)
    b = -thigh.height(points) - 0.07
    near = np.clip(0.05 - np.abs(a - b), 0, None) / 0.05
    return _where(np.maximum(a, b) + near * near * 0.05 * 0.25 < 0, Role.SHIRT, Role.SHORTS)


def _body_role(part: Part, points: Array, skeleton: Skeleton, hair: Role) -> int | Integers:
    if part in Part.both("shank"):
        down = -skeleton.frames[part.segment].height(points) / SHANK_M
        return _where(down > _SOCK_FROM, Role.SOCK, Role.SKIN)
    if part in Part.both("foot"):
        height = skeleton.frames[part.segment].height(points)
        return _where(height < _SOLE_THICKNESS_M - SOLE_M, Role.SOLE, Role.SHOE)
    return role_number({Part.HAIR: hair, Part.TORSO: Role.SHORTS}.get(part, Role.SKIN))


def _where(mask: Mask, inside: Role, outside: Role) -> Integers:
    return np.where(mask, np.int32(role_number(inside)), np.int32(role_number(outside)))


def _smooth_hem(part: Integers, role: Integers) -> Integers:
    """Take small steps out of the hem between shirt and shorts."""
    shirt = role == role_number(Role.SHIRT)
    cloth = shirt | (role == role_number(Role.SHORTS))
    share = gaussian_filter(shirt.astype(np.float32), 9.0)
    share = share / np.maximum(gaussian_filter(cloth.astype(np.float32), 9.0), 1e-3)
    hips = cloth & np.isin(part, HIPS)
    return np.where(hips, _where(share > 0.5, Role.SHIRT, Role.SHORTS), role)


def far_parts(skeleton: Skeleton, camera: Camera) -> list[Part]:
    """Return the parts of limbs that are clearly behind those of the other side."""
    parts: list[Part] = []
    for limb, joints in (
        ("arm", ("shoulder", "elbow", "wrist")),
        ("leg", ("hip", "knee", "ankle")),
    ):
        left, right = (
            np.mean([camera.depth(skeleton.points[f"{side}-{joint}"]) for joint in joints])
            for side in Side
        )
        if abs(left - right) > _FAR_M:
            parts += LIMB_PARTS[f"{Side.LEFT if left > right else Side.RIGHT}-{limb}"]
    return parts


def shaded(view: View, regions: Regions) -> Mask:
    """Return where skin, socks and shoes face away from the light, without specks."""
    camera = view.camera
    light = -camera.forward * 0.55 + camera.up * 0.75 - camera.right * 0.45
    bare = np.isin(regions.role, [role_number(r) for r in (Role.SKIN, Role.SOCK, Role.SHOE)])
    lit = gaussian_filter(np.where(bare, view.normal @ light, 0), 8.0)
    lit /= np.maximum(gaussian_filter(bare.astype(float), 8.0), 1e-3)
    return without_specks((lit < -0.04) & bare, 500)

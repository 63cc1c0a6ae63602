"""Build pieces of equipment from boxes, cylinders, balls and bands, in metres."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct, field

from handout.figures.anatomy import SHANK_M, THIGH_M, Side
from handout.figures.body import FIRST_ITEM, Primitive, Shape, cone, solid
from handout.figures.palette import Role
from handout.figures.pose import Item, ItemKind
from handout.figures.skeleton import Array, Frame, Skeleton, axes, metres, rotation_z, unit


class Piece(Struct, frozen=True):
    """Primitives with one number, and how they are coloured."""

    number: int
    kind: ItemKind
    primitives: tuple[Primitive, ...]
    top: Role
    side: Role
    axis: Array | None = None
    """Of a cylinder whose ends have the colour of `side`."""

    @property
    def flat(self) -> bool:
        """Whether it lies or stands behind everything and is drawn as plain polygons."""
        return self.kind in (ItemKind.MAT, ItemKind.WALL)

    @property
    def boxy(self) -> bool:
        """Whether its edges are straight."""
        return self.primitives[0].shape is Shape.BOX


class _Builder(Struct):
    skeleton: Skeleton
    pieces: list[Piece] = field(default_factory=list)

    def add(
        self,
        kind: ItemKind,
        solids: Sequence[Primitive],
        roles: tuple[Role, Role],
        axis: Array | None = None,
    ) -> None:
        self.pieces.append(Piece(solids[0].part, kind, tuple(solids), *roles, axis))

    @property
    def number(self) -> int:
        return FIRST_ITEM + len(self.pieces)

    def box(
        self, item: Item, centre: tuple[float, float, float], size: tuple[float, float, float]
    ) -> Primitive:
        """Return a box at a place relative to the item's own, in the item's axes."""
        at, turn = self.at(item), rotation_z(item.yaw)
        rounding = 0.004 if min(size) > 0.02 else 0.0
        half = (size[0] / 2 - rounding, size[1] / 2 - rounding, size[2] / 2 - rounding)
        frame = Frame(turn, at + turn @ np.array(centre))
        return solid(Shape.BOX, self.number, frame, half, rounding)

    def at(self, item: Item) -> Array:
        return self.skeleton.point(item.at) if item.at else np.zeros(3)


def build_equipment(items: Sequence[Item], skeleton: Skeleton) -> tuple[Piece, ...]:
    """Return the pieces of some equipment."""
    builder = _Builder(skeleton)
    for item in items:
        _BUILD[item.type](builder, item)
    return tuple(builder.pieces)


def _size(item: Item, default: tuple[float, float, float]) -> tuple[float, float, float]:
    if item.size is None:
        return default
    x, y, z = metres(item.size)
    return float(x), float(y), float(z)


def _mat(builder: _Builder, item: Item) -> None:
    x, y, z = _size(item, (1.8, 0.7, 0.018))
    builder.add(
        item.type, [builder.box(item, (0, 0, -z / 2), (x, y, z))], (Role.MAT, Role.MAT_SIDE)
    )


def _wall(builder: _Builder, item: Item) -> None:
    size = _size(item, (2.0, 0.02, 2.0))
    builder.add(
        item.type, [builder.box(item, (0, 0, size[2] / 2), size)], (Role.WALL, Role.WALL_SIDE)
    )


def _wooden(
    builder: _Builder,
    item: Item,
    boxes: Sequence[tuple[tuple[float, float, float], tuple[float, float, float]]],
) -> None:
    for centre, size in boxes:
        builder.add(item.type, [builder.box(item, centre, size)], (Role.WOOD, Role.WOOD_SIDE))


def _legs(
    width: float, depth: float, height: float, thick: float
) -> Iterator[tuple[tuple[float, float, float], tuple[float, float, float]]]:
    for x in (-1, 1):
        for y in (-1, 1):
            place = (x * (width - thick) / 2, y * (depth - thick) / 2, height / 2)
            yield place, (thick, thick, height)


def _doorway(builder: _Builder, item: Item) -> None:
    thick, width, height = _size(item, (0.10, 0.86, 2.0))
    post = 0.09
    posts = [((0.0, s * (width + post) / 2, height / 2), (thick, post, height)) for s in (1, -1)]
    _wooden(builder, item, [*posts, ((0, 0, height + post / 2), (thick, width + 2 * post, post))])


def _chair(builder: _Builder, item: Item) -> None:
    depth, width, seat = _size(item, (0.42, 0.42, 0.45))
    back, thick = seat + 0.40, 0.035
    posts = [
        ((-depth / 2 + 0.02, s * (width / 2 - 0.02), back / 2), (thick, thick, back))
        for s in (1, -1)
    ]
    legs = [
        ((depth / 2 - 0.02, s * (width / 2 - 0.02), seat / 2 - 0.02), (thick, thick, seat - 0.04))
        for s in (1, -1)
    ]
    rest = ((-depth / 2 + 0.02, 0.0, seat + 0.30), (0.03, width, 0.26))
    _wooden(builder, item, [((0, 0, seat - 0.02), (depth, width, 0.04)), rest, *posts, *legs])


def _table(builder: _Builder, item: Item) -> None:
    x, y, z = _size(item, (0.6, 0.7, 0.74))
    _wooden(builder, item, [((0, 0, z - 0.02), (x, y, 0.04)), *_legs(x, y, z - 0.04, 0.045)])


def _bed(builder: _Builder, item: Item) -> None:
    x, y, z = _size(item, (2.0, 0.8, 0.5))
    _wooden(builder, item, list(_legs(x, y, z - 0.12, 0.06)))
    builder.add(
        item.type,
        [builder.box(item, (0, 0, z - 0.06), (x, y, 0.12))],
        (Role.FABRIC, Role.FABRIC_SIDE),
    )


def _step(builder: _Builder, item: Item) -> None:
    x, y, z = _size(item, (0.38, 0.60, 0.17))
    _wooden(builder, item, [((0, 0, z / 2), (x, y, z))])


def _rolled(
    builder: _Builder, item: Item, roles: tuple[Role, Role], default: tuple[float, float]
) -> None:
    along = builder.skeleton.direction(item.axis) if item.axis else np.array([0.0, 1.0, 0.0])
    radius = item.radius.metres if item.radius else default[0]
    half = (item.length.metres if item.length else default[1]) / 2
    frame = Frame(axes(np.array([1.0, 0.3, 0.2]), along), builder.at(item))
    rounding = 0.004 if item.type is ItemKind.ROLLER else 0.012
    size = (radius - rounding, 0.0, half - rounding)
    builder.add(
        item.type, [solid(Shape.CYLINDER, builder.number, frame, size, rounding)], roles, along
    )


def _roller(builder: _Builder, item: Item) -> None:
    _rolled(builder, item, (Role.ROLLER, Role.ROLLER_END), (0.075, 0.60))


def _towel(builder: _Builder, item: Item) -> None:
    _rolled(builder, item, (Role.TOWEL, Role.TOWEL), (0.060, 0.34))


def _ball(builder: _Builder, item: Item) -> None:
    radius = item.radius.metres if item.radius else 0.1
    at = Frame(np.eye(3), builder.at(item))
    builder.add(
        item.type,
        [solid(Shape.ELLIPSOID, builder.number, at, (radius,) * 3)],
        (Role.BALL, Role.BALL),
    )


def _held(builder: _Builder, item: Item) -> Frame:
    side = item.hand or Side.RIGHT
    hand = builder.skeleton.frames[f"{side}-hand"]
    return Frame(
        axes(hand.axes[:, 2], hand.axes[:, 0]), hand.to_world(0, -side.sign * 0.030, -0.083)
    )


def _dumbbell(builder: _Builder, item: Item) -> None:
    held, radius = _held(builder, item), item.radius.metres if item.radius else 0.052
    bar = solid(Shape.CYLINDER, builder.number, held, (0.013, 0, 0.075), 0.002)
    builder.add(item.type, [bar], (Role.METAL_LIGHT, Role.METAL_LIGHT))
    for end in (-0.088, 0.088):
        at = Frame(held.axes, held.to_world(0, 0, end))
        weight = solid(Shape.CYLINDER, builder.number, at, (radius - 0.006, 0, 0.026), 0.006)
        builder.add(item.type, [weight], (Role.METAL, Role.METAL))


def _cane(builder: _Builder, item: Item) -> None:
    held, length = _held(builder, item), item.length.metres if item.length else 0.9
    a, b = held.to_world(0, 0, -length / 2), held.to_world(0, 0, length / 2)
    builder.add(
        item.type, [cone(builder.number, a, b, (0.013, 0.0129))], (Role.WOOD_SIDE, Role.WOOD_SIDE)
    )


def _band_loop(builder: _Builder, item: Item) -> None:
    bone = (item.around or "left-thigh").split("-", 1)[1]
    length, radius = (
        (THIGH_M if bone == "thigh" else SHANK_M),
        item.radius.metres if item.radius else 0.06,
    )
    left, right = (builder.skeleton.frames[f"{side}-{bone}"] for side in Side)
    a, b = (f.to_world(0, 0, -length * item.share) for f in (left, right))
    u = unit(b - a)
    normal = left.axes[:, 2] + right.axes[:, 2]
    normal = unit(normal - u * (normal @ u))
    numbers = np.zeros(22)
    numbers[0:3], numbers[3:6], numbers[6:9], numbers[9:12] = a, u, np.cross(normal, u), normal
    distance = float(np.linalg.norm(b - a))
    numbers[12:17] = distance, radius, radius, 0.025, 0.0035
    loop = Primitive(Shape.BAND, builder.number, numbers, (a + b) / 2, distance / 2 + radius + 0.03)
    builder.add(item.type, [loop], (Role.BAND, Role.BAND))


def _strap(builder: _Builder, item: Item) -> None:
    points = [builder.skeleton.point(place) for place in item.through]
    radius = item.radius.metres if item.radius else 0.010
    pieces = [cone(builder.number, a, b, (radius, radius * 0.98)) for a, b in pairwise(points)]
    builder.add(item.type, pieces, (Role.BAND, Role.BAND))


_BUILD: Final[dict[ItemKind, Callable[[_Builder, Item], None]]] = {
    ItemKind.MAT: _mat,
    ItemKind.WALL: _wall,
    ItemKind.DOORWAY: _doorway,
    ItemKind.CHAIR: _chair,
    ItemKind.TABLE: _table,
    ItemKind.BED: _bed,
    ItemKind.STEP: _step,
    ItemKind.ROLLER: _roller,
    ItemKind.TOWEL: _towel,
    ItemKind.BALL: _ball,
    ItemKind.DUMBBELL: _dumbbell,
    ItemKind.CANE: _cane,
    ItemKind.BAND_LOOP: _band_loop,
    ItemKind.BAND: _strap,
    ItemKind.STRAP: _strap,
}

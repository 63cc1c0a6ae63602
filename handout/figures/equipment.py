"""Build equipment from boxes, cylinders, ellipsoids, cones and bands, in metres."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from typing import Final

import numpy as np
from msgspec import Struct, field

from handout.figures.anatomy import SHANK_M, THIGH_M, Side
from handout.figures.geometry import Array, Frame, Triple, axes_along, rotation_z, unit
from handout.figures.palette import Role
from handout.figures.parts import FIRST_ITEM
from handout.figures.pose import Equipment, EquipmentKind
from handout.figures.primitives import Band, Box, Cone, Cylinder, Ellipsoid, Primitive
from handout.figures.skeleton import Skeleton, metres

_Block = tuple[Triple, Triple]
"""The centre and the size of a box, in the axes of its equipment."""


class Piece(Struct, frozen=True):
    """A piece of equipment, or of one whose pieces have different colours or edges."""

    kind: EquipmentKind
    primitives: tuple[Primitive, ...]
    top: Role
    side: Role
    axis: Array | None = None
    """Of a cylinder whose ends have the colour of `side`."""

    @property
    def number(self) -> int:
        """The number of its surface."""
        return self.primitives[0].part

    @property
    def is_backdrop(self) -> bool:
        """Whether it is behind everything else and is drawn as plain polygons."""
        return self.kind in (EquipmentKind.MAT, EquipmentKind.WALL)

    @property
    def has_straight_edges(self) -> bool:
        """Whether it is a box."""
        return isinstance(self.primitives[0], Box)


class _Builder(Struct):
    skeleton: Skeleton
    pieces: list[Piece] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number of the next piece."""
        return FIRST_ITEM + len(self.pieces)

    def add(
        self,
        item: Equipment,
        primitives: Sequence[Primitive],
        top: Role,
        side: Role,
        axis: Array | None = None,
    ) -> None:
        self.pieces.append(Piece(item.type, tuple(primitives), top, side, axis))

    def add_boxes(self, item: Equipment, blocks: Sequence[_Block], top: Role, side: Role) -> None:
        """Add a piece for each block."""
        for centre, size in blocks:
            turn = rotation_z(item.yaw)
            rounding = 0.004 if min(size) > 0.02 else 0.0
            half = (size[0] / 2 - rounding, size[1] / 2 - rounding, size[2] / 2 - rounding)
            frame = Frame(turn, self.place(item) + turn @ np.array(centre))
            self.add(item, [Box(self.number, frame, half, rounding)], top, side)

    def place(self, item: Equipment) -> Array:
        return self.skeleton.point(item.at) if item.at else np.zeros(3)


def build_equipment(items: Sequence[Equipment], skeleton: Skeleton) -> tuple[Piece, ...]:
    """Return the pieces of equipment around a skeleton."""
    builder = _Builder(skeleton)
    for item in items:
        _BUILD[item.type](builder, item)
    return tuple(builder.pieces)


def _size(item: Equipment) -> Triple:
    x, y, z = metres(item.size).tolist() if item.size else (0.42, 0.42, 0.45)
    return x, y, z


def _radius(item: Equipment, default_m: float) -> float:
    return item.radius.metres if item.radius else default_m


def _mat(builder: _Builder, item: Equipment) -> None:
    x, y, z = _size(item)
    builder.add_boxes(item, [((0, 0, -z / 2), (x, y, z))], Role.MAT, Role.MAT_SIDE)


def _wall(builder: _Builder, item: Equipment) -> None:
    x, y, z = _size(item)
    builder.add_boxes(item, [((0, 0, z / 2), (x, y, z))], Role.WALL, Role.WALL_SIDE)


def _add_wood(builder: _Builder, item: Equipment, blocks: Sequence[_Block]) -> None:
    builder.add_boxes(item, blocks, Role.WOOD, Role.WOOD_SIDE)


def _legs(width: float, depth: float, height: float, thickness: float) -> Iterator[_Block]:
    for x, y in product((-1, 1), repeat=2):
        centre = (x * (width - thickness) / 2, y * (depth - thickness) / 2, height / 2)
        yield centre, (thickness, thickness, height)


def _doorway(builder: _Builder, item: Equipment) -> None:
    thickness, width, height = _size(item)
    post = 0.09
    posts = [
        ((0.0, s * (width + post) / 2, height / 2), (thickness, post, height)) for s in (1, -1)
    ]
    lintel = ((0.0, 0.0, height + post / 2), (thickness, width + 2 * post, post))
    _add_wood(builder, item, [*posts, lintel])


def _chair(builder: _Builder, item: Equipment) -> None:
    depth, width, height = _size(item)
    top, thickness = height + 0.40, 0.035
    seat = ((0.0, 0.0, height - 0.02), (depth, width, 0.04))
    back = ((-depth / 2 + 0.02, 0.0, height + 0.30), (0.03, width, 0.26))
    x, y = depth / 2 - 0.02, width / 2 - 0.02
    posts = [((-x, s * y, top / 2), (thickness, thickness, top)) for s in (1, -1)]
    legs = [((x, s * y, height / 2 - 0.02), (thickness, thickness, height - 0.04)) for s in (1, -1)]
    _add_wood(builder, item, [seat, back, *posts, *legs])


def _table(builder: _Builder, item: Equipment) -> None:
    x, y, z = _size(item)
    top = ((0.0, 0.0, z - 0.02), (x, y, 0.04))
    _add_wood(builder, item, [top, *_legs(x, y, z - 0.04, 0.045)])


def _bed(builder: _Builder, item: Equipment) -> None:
    x, y, z = _size(item)
    _add_wood(builder, item, list(_legs(x, y, z - 0.12, 0.06)))
    builder.add_boxes(item, [((0, 0, z - 0.06), (x, y, 0.12))], Role.FABRIC, Role.FABRIC_SIDE)


def _step(builder: _Builder, item: Equipment) -> None:
    x, y, z = _size(item)
    _add_wood(builder, item, [((0, 0, z / 2), (x, y, z))])


def _add_roll(
    builder: _Builder,
    item: Equipment,
    radius: float,
    length: float,
    rounding: float,
    top: Role,
    side: Role,
) -> None:
    along = builder.skeleton.direction(item.axis) if item.axis else np.array([0.0, 1.0, 0.0])
    radius = _radius(item, radius)
    half = (item.length.metres if item.length else length) / 2
    frame = Frame(axes_along(along, np.array([1.0, 0.3, 0.2])), builder.place(item))
    size = (radius - rounding, radius - rounding, half - rounding)
    builder.add(item, [Cylinder(builder.number, frame, size, rounding)], top, side, along)


def _roller(builder: _Builder, item: Equipment) -> None:
    _add_roll(builder, item, 0.075, 0.60, 0.004, Role.ROLLER, Role.ROLLER_END)


def _towel(builder: _Builder, item: Equipment) -> None:
    _add_roll(builder, item, 0.060, 0.34, 0.012, Role.TOWEL, Role.TOWEL)


def _ball(builder: _Builder, item: Equipment) -> None:
    frame = Frame(np.eye(3), builder.place(item))
    ball = Ellipsoid(builder.number, frame, (_radius(item, 0.1),) * 3)
    builder.add(item, [ball], Role.BALL, Role.BALL)


def _held(builder: _Builder, item: Equipment) -> Frame:
    """Return a frame in the grip of the hand, with z across the palm."""
    side = item.hand or Side.RIGHT
    hand = builder.skeleton.frames[f"{side}-hand"]
    across, headward = hand.axes[:, 0], hand.axes[:, 2]
    return Frame(axes_along(across, headward), hand.to_world(0, -side.sign * 0.030, -0.083))


def _dumbbell(builder: _Builder, item: Equipment) -> None:
    held, radius = _held(builder, item), _radius(item, 0.052)
    bar = Cylinder(builder.number, held, (0.013, 0.013, 0.075), 0.002)
    builder.add(item, [bar], Role.METAL_LIGHT, Role.METAL_LIGHT)
    for z in (-0.088, 0.088):
        size = (radius - 0.006, radius - 0.006, 0.026)
        weight = Cylinder(builder.number, held.moved(0, 0, z), size, 0.006)
        builder.add(item, [weight], Role.METAL, Role.METAL)


def _cane(builder: _Builder, item: Equipment) -> None:
    held, length = _held(builder, item), item.length.metres if item.length else 0.9
    a, b = held.to_world(0, 0, -length / 2), held.to_world(0, 0, length / 2)
    cane = Cone(builder.number, a, b, (0.013, 0.0129))
    builder.add(item, [cane], Role.WOOD_SIDE, Role.WOOD_SIDE)


def _band_loop(builder: _Builder, item: Equipment) -> None:
    bone = (item.around or "left-thigh").split("-", 1)[1]
    length = THIGH_M if bone == "thigh" else SHANK_M
    left, right = (builder.skeleton.frames[f"{side}-{bone}"] for side in Side)
    a, b = (frame.to_world(0, 0, -length * item.share) for frame in (left, right))
    x = unit(b - a)
    z = left.axes[:, 2] + right.axes[:, 2]
    z = unit(z - x * (z @ x))
    frame = Frame(np.array([x, np.cross(z, x), z]).T, a)
    loop = Band(builder.number, frame, float(np.linalg.norm(b - a)), _radius(item, 0.06))
    builder.add(item, [loop], Role.BAND, Role.BAND)


def _strap(builder: _Builder, item: Equipment) -> None:
    points = [builder.skeleton.point(point) for point in item.through]
    radius = _radius(item, 0.010)
    pieces = [Cone(builder.number, a, b, (radius, radius * 0.98)) for a, b in pairwise(points)]
    builder.add(item, pieces, Role.BAND, Role.BAND)


_BUILD: Final[dict[EquipmentKind, Callable[[_Builder, Equipment], None]]] = {
    EquipmentKind.MAT: _mat,
    EquipmentKind.WALL: _wall,
    EquipmentKind.DOORWAY: _doorway,
    EquipmentKind.CHAIR: _chair,
    EquipmentKind.TABLE: _table,
    EquipmentKind.BED: _bed,
    EquipmentKind.STEP: _step,
    EquipmentKind.ROLLER: _roller,
    EquipmentKind.TOWEL: _towel,
    EquipmentKind.BALL: _ball,
    EquipmentKind.DUMBBELL: _dumbbell,
    EquipmentKind.CANE: _cane,
    EquipmentKind.BAND_LOOP: _band_loop,
    EquipmentKind.BAND: _strap,
    EquipmentKind.STRAP: _strap,
}

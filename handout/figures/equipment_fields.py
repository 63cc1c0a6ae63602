"""The things around a person, as a pose file says them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from handout.decoding import Given
from handout.errors import Origin, Problem
from handout.figures.anatomy import Side
from handout.figures.field_types import (
    ZERO_DEG,
    Centimetres,
    Degrees,
    Direction,
    Number,
    Point,
    Segment,
    Vector,
)


class EquipmentKind(StrEnum):
    """A kind of equipment."""

    MAT = "mat"
    WALL = "wall"
    DOORWAY = "doorway"
    DOOR = "door"
    CHAIR = "chair"
    ARMCHAIR = "armchair"
    STOOL = "stool"
    TABLE = "table"
    WORKTOP = "worktop"
    BED = "bed"
    STEP = "step"
    STAIRS = "stairs"
    RAIL = "rail"
    PILLOW = "pillow"
    ROLLER = "roller"
    TOWEL = "towel"
    FLAT_TOWEL = "flat-towel"
    BALL = "ball"
    CARD = "card"
    DUMBBELL = "dumbbell"
    STICK = "stick"
    CANE = "cane"
    CRUTCH = "crutch"
    WALKER = "walker"
    WHEELCHAIR = "wheelchair"
    BAND_LOOP = "band-loop"
    BAND = "band"
    STRAP = "strap"
    CUFF = "cuff"
    SLING = "sling"


class Rail(StrEnum):
    """The sides of stairs that have a handrail, as a person who climbs them would name them."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


MOST_FOLDS: Final = 6
"""Of a flat towel."""

_Fields = tuple[tuple[str, ...], ...]
_STANDING: Final[_Fields] = (("at",),)
_HELD: Final[_Fields] = (("hand",),)
_PLACED: Final[_Fields] = (("hand", "at"),)
_REQUIRED: Final[dict[EquipmentKind, _Fields]] = {
    EquipmentKind.CHAIR: _STANDING,
    EquipmentKind.ARMCHAIR: _STANDING,
    EquipmentKind.STOOL: _STANDING,
    EquipmentKind.PILLOW: _STANDING,
    EquipmentKind.FLAT_TOWEL: _STANDING,
    EquipmentKind.CARD: _STANDING,
    EquipmentKind.WALKER: _STANDING,
    EquipmentKind.WHEELCHAIR: _STANDING,
    EquipmentKind.ROLLER: (("at",), ("axis",)),
    EquipmentKind.TOWEL: (("at", "through"), ("axis", "through")),
    EquipmentKind.BALL: (("hand", "at"), ("radius",)),
    EquipmentKind.DUMBBELL: _PLACED,
    EquipmentKind.STICK: (("hand", "through"),),
    EquipmentKind.CANE: _HELD,
    EquipmentKind.CRUTCH: _HELD,
    EquipmentKind.BAND_LOOP: (("around",),),
    EquipmentKind.CUFF: (("around",),),
    EquipmentKind.SLING: (("around",),),
    EquipmentKind.BAND: (("through",),),
    EquipmentKind.STRAP: (("through",),),
}
"""The fields that a kind of equipment must have, each with those that can stand for it; every
other kind has `at` and `size`."""


class Equipment(Struct, frozen=True, kw_only=True):
    """An item of equipment."""

    origin: Given[Origin]
    type: EquipmentKind
    at: Point | None = None
    """Its centre, or the middle of its base."""
    size: Vector | None = None
    """Its length along x and y and its height, in centimetres."""
    yaw: Degrees = ZERO_DEG
    axis: Direction | None = None
    radius: Centimetres | None = None
    length: Centimetres | None = None
    hand: Side | None = None
    """The hand that holds it."""
    around: Segment | None = None
    """The segment that a cuff or a sling goes around, or the left of the two of a band loop."""
    share: Number = Number(0.5)
    """How far down those segments, from 0 to 1."""
    through: tuple[Point, ...] = ()
    """The points that a band, a strap or a stick passes through."""
    steps: Number = Number(3)
    """How many steps stairs have."""
    folds: Number = Number(0)
    """In how many folds the end of a flat towel toward +x is drawn up."""
    rail: Rail | None = None
    """Where stairs have a handrail."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem for every missing field."""
        for names in _REQUIRED.get(self.type, (("at",), ("size",))):
            if not any(getattr(self, name) for name in names):
                needed = " or ".join(f"'{name}'" for name in names)
                hint = f"write '{names[0]}: …'"
                yield Problem(f"a {self.type} needs {needed}", self.origin, hint)
        if self.folds and self.type is not EquipmentKind.FLAT_TOWEL:
            message = f"a {self.type} has no 'folds'"
            yield Problem(message, self.origin, "leave 'folds' out, or write 'type: flat-towel'")
        elif self.folds % 1 or not 0 <= self.folds <= MOST_FOLDS:
            message = f"'folds' must be a whole number from 0 to {MOST_FOLDS}"
            yield Problem(message, self.origin, "write 'folds: 4'")
        if self.around and "-" not in self.around:
            message = f"a {self.type} cannot be around the {self.around}"
            yield Problem(message, self.origin, "write 'around: left-shank'")

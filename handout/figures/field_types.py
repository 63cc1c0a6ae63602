"""The types of the fields of a pose file: numbers with units, names, points and directions."""

from __future__ import annotations

import math
from typing import Final, Self

from msgspec import Struct

from handout.decoding import GrammarError, read_record, written_as
from handout.errors import Problems
from handout.figures.anatomy import LANDMARKS, LIMBS, SEGMENTS
from handout.figures.muscles import MUSCLES, SYNONYMS
from handout.figures.names import Name
from handout.located import Mapping, Node, Sequence, Text
from handout.shapes import Fields, ListOf, Shape, Words


class Number(float):
    """A number without a unit: '12', '-3.5'."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a decimal number; raise GrammarError if it is not finite."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise GrammarError(f"must be a number, not '{text}'", "write 12 or -3.5")
        return cls(value)


class Degrees(Number):
    """An angle: '90', '-20'."""


class Elevation(Degrees):
    """How far a camera looks down: '10', or '90' for straight down."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an angle; raise GrammarError for one from under the floor or beyond the zenith."""
        value = super().parse(text)
        if not _LOWEST_DEG <= value <= _HIGHEST_DEG:
            raise GrammarError(
                f"must be from {_LOWEST_DEG} to {_HIGHEST_DEG}, not '{text}'",
                "write 10; 0 looks level, 90 straight down, and a lower one from under the floor",
            )
        return value


_LOWEST_DEG: Final = -5
_HIGHEST_DEG: Final = 90


class Centimetres(Number):
    """A length: '45', '1.8'."""

    @property
    def metres(self) -> float:
        """The length in metres."""
        return self / 100


class Landmark(Name):
    """The name of a point of the body."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return all names."""
        return LANDMARKS


class Segment(Name):
    """The name of a segment of the body."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return all names."""
        return SEGMENTS


class BodyRegion(Name):
    """The name of a limb, the trunk, the head or a segment."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return all names."""
        return LIMBS + SEGMENTS


class MuscleName(Name):
    """A name of a muscle that can be shown."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return all names."""
        return (*MUSCLES, *SYNONYMS)


class Vector(Struct, frozen=True):
    """Coordinates along x, y and z."""

    x: float
    y: float
    z: float

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shape of a list of numbers."""
        return (ListOf(Words(Number)),)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a list of three numbers."""
        items = node.items if isinstance(node, Sequence) else ()
        try:
            numbers = [Number.parse(item.value) for item in items if isinstance(item, Text)]
        except GrammarError as error:
            problems.error(f"a coordinate {error.message}", node.origin, error.hint)
            return None
        if len(numbers) != 3 or len(items) != 3:
            problems.error("expected three numbers", node.origin, "write [x, y, z]")
            return None
        return cls(*numbers)


class _PointFields(Struct, frozen=True, kw_only=True):
    at: Landmark | None = None
    segment: Segment | None = written_as("in")
    local: Vector | None = None
    plus: Vector = Vector(0, 0, 0)
    on: Segment | None = None
    share: Number = Number(0.5)
    """How far along the segment, from its proximal end (of the trunk: from below)."""
    toward: Vector = Vector(1, 0, 0)
    """On which side of the segment, in its axes."""


class OnSkin(Struct, frozen=True):
    """A place on the surface of a segment, whatever the person's girth."""

    segment: str
    share: float
    toward: Vector


class Point(Struct, frozen=True):
    """A point in the world, relative to a landmark, in the axes of a segment, or on its skin."""

    landmark: str | None
    segment: str | None
    offset_cm: Vector
    on_skin: OnSkin | None = None

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes of coordinates, and of fields."""
        return *Vector.shapes(), Fields(_PointFields)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a point written in any of the four ways."""
        if not isinstance(node, Mapping):
            offset = Vector.from_node(node, problems)
            return None if offset is None else cls(None, None, offset)
        fields = read_record(_PointFields, node, problems)
        if fields is None:
            return None
        if [fields.at, fields.segment, fields.on].count(None) != 2:
            hint = (
                "write {at: left-knee, plus: [0, 0, 5]}, {in: left-thigh, local: [8, 0, -20]} or"
                " {on: left-thigh, share: 0.6}"
            )
            problems.error("a point needs either 'at', 'in' or 'on'", node.origin, hint)
            return None
        on_skin = fields.on and OnSkin(fields.on, fields.share, fields.toward)
        return cls(fields.at, fields.segment, fields.local or fields.plus, on_skin or None)


class _DirectionFields(Struct, frozen=True, kw_only=True):
    segment: Segment = written_as("in", Segment("pelvis"))
    toward: Vector


class Direction(Struct, frozen=True):
    """A direction in the world or in the axes of a segment; its length has no meaning."""

    segment: str | None
    toward: Vector

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shapes of coordinates, and of fields."""
        return *Vector.shapes(), Fields(_DirectionFields)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a direction written in either of the two ways."""
        if not isinstance(node, Mapping):
            toward = Vector.from_node(node, problems)
            return None if toward is None else cls(None, toward)
        fields = read_record(_DirectionFields, node, problems)
        return None if fields is None else cls(fields.segment, fields.toward)


ZERO_DEG: Final = Degrees(0)
ZERO_CM: Final = Centimetres(0)
DOWN: Final = Direction(None, Vector(0, 0, -1))
FORWARD: Final = Direction(None, Vector(1, 0, 0))

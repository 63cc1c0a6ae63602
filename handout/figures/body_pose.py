"""The pose of a body: where it is, the angles of its joints, and the points it reaches for."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from handout.decoding import Given, written_as
from handout.errors import Origin, Problem
from handout.figures.anatomy import Side
from handout.figures.field_types import (
    DOWN,
    FORWARD,
    ZERO_CM,
    ZERO_DEG,
    BodyRegion,
    Centimetres,
    Degrees,
    Direction,
    Landmark,
    Point,
    Segment,
    Vector,
)
from handout.located import Text


class Position(StrEnum):
    """The starting position, before any joint moves; the origin is midway between the hips."""

    STANDING = "standing"
    KNEELING = "kneeling"
    HALF_KNEELING = "half-kneeling"
    SITTING = "sitting"
    SUPINE = "supine"
    PRONE = "prone"
    QUADRUPED = "quadruped"
    SIDE_LYING_LEFT = "side-lying-left"
    SIDE_LYING_RIGHT = "side-lying-right"


class HandShape(StrEnum):
    """What the fingers do."""

    OPEN = "open"
    FLAT = "flat"
    """Fingers straight and side by side."""
    SPREAD = "spread"
    RELAXED = "relaxed"
    GRIP = "grip"
    """Around a bar or an edge."""
    BALL = "ball"
    """Around a ball, thumb over it."""
    FIST = "fist"
    HOOK = "hook"
    """Knuckles straight, fingers curled."""
    TABLETOP = "tabletop"
    """Knuckles bent, fingers straight."""
    STRAIGHT_FIST = "straight-fist"
    """Fingertips at the base of the palm."""
    PINCH = "pinch"
    THUMB_TO_INDEX = "thumb-to-index"
    THUMB_TO_MIDDLE = "thumb-to-middle"
    THUMB_TO_RING = "thumb-to-ring"
    THUMB_TO_LITTLE = "thumb-to-little"
    CLASP = "clasp"
    """Around a limb or the other hand."""
    HOLD = "hold"
    """Closed, finger by finger, on the limb that the hand meets."""
    HIP = "hip"
    """On the hip, thumb behind."""
    SUPPORT = "support"
    """Flat on what carries the weight."""


class Turn(Struct, frozen=True, kw_only=True):
    """A rotation of the whole body: first about the axes of the world, then about its own."""

    yaw: Degrees = ZERO_DEG
    """About the vertical axis; positive to the left."""
    pitch: Degrees = ZERO_DEG
    """About the world's y axis; positive forward."""
    roll: Degrees = ZERO_DEG
    """About the world's x axis; positive to the right."""
    forward: Degrees = ZERO_DEG
    """A forward lean."""
    left: Degrees = ZERO_DEG
    """A lean to the left."""


class Spine(Struct, frozen=True, kw_only=True):
    """A region of the spine; bend and turn are positive to the left."""

    flexion: Degrees = ZERO_DEG
    bend: Degrees = ZERO_DEG
    turn: Degrees = ZERO_DEG


class Neck(Spine, frozen=True, kw_only=True):
    """The neck."""

    protraction: Degrees = ZERO_DEG
    """Of the head, which glides forward with the eyes level."""


class Scapula(Struct, frozen=True, kw_only=True):
    """How far the shoulder blade has moved forward and up."""

    protraction: Centimetres = ZERO_CM
    elevation: Centimetres = ZERO_CM


class BallJoint(Struct, frozen=True, kw_only=True):
    """A joint with three degrees of freedom: a hip or a shoulder."""

    flexion: Degrees = ZERO_DEG
    abduction: Degrees = ZERO_DEG
    external_rotation: Degrees = written_as("external-rotation", ZERO_DEG)


class Wrist(Struct, frozen=True, kw_only=True):
    """The wrist."""

    flexion: Degrees = ZERO_DEG
    deviation: Degrees = ZERO_DEG
    """Radial deviation, toward the thumb; negative is ulnar."""


class Ankle(Struct, frozen=True, kw_only=True):
    """The ankle and the joints below it."""

    dorsiflexion: Degrees = ZERO_DEG
    """Negative is plantar flexion."""
    inversion: Degrees = ZERO_DEG
    external_rotation: Degrees = written_as("external-rotation", ZERO_DEG)


class HandReach(Struct, frozen=True, kw_only=True):
    """Where a hand goes; the shoulder and the elbow follow."""

    wrist: Point | None = None
    """Where the wrist goes."""
    palm_at: Point | None = written_as("palm-at")
    """Where the middle of the palm goes, instead of the wrist; needs `fingers`."""
    elbow: Direction = DOWN
    """Where the elbow points."""
    fingers: Direction | None = None
    """Where the fingers point."""
    palm: Direction = DOWN
    """Where the palm faces, if `fingers` are given."""


class FootReach(Struct, frozen=True, kw_only=True):
    """Where a foot goes; the hip and the knee follow."""

    ankle: Point | None = None
    """Where the ankle goes."""
    sole_at: Point | None = written_as("sole-at")
    """Where the middle of the sole goes, instead of the ankle; needs `toes`."""
    knee: Direction = FORWARD
    """Where the knee points."""
    toes: Direction | None = None
    """Where the toes point."""
    sole: Direction = DOWN
    """Where the sole faces, if `toes` are given."""


class LimbPose(Struct, frozen=True, kw_only=True):
    """The arm and the leg of one side."""

    scapula: Scapula = Scapula()
    shoulder: BallJoint = BallJoint()
    elbow: Degrees = ZERO_DEG
    """Flexion."""
    forearm: Degrees = ZERO_DEG
    """Pronation."""
    wrist: Wrist = Wrist()
    hand: HandShape = HandShape.OPEN
    hand_to: HandReach | None = written_as("hand-to")
    hip: BallJoint = BallJoint()
    knee: Degrees = ZERO_DEG
    """Flexion."""
    ankle: Ankle = Ankle()
    toes: Degrees = ZERO_DEG
    """Extension."""
    foot_to: FootReach | None = written_as("foot-to")


class Pin(Struct, frozen=True, kw_only=True):
    """A landmark and the place on the floor that the body is moved to put it over."""

    landmark: Landmark
    x: Centimetres
    y: Centimetres


class Goal(Struct, frozen=True, kw_only=True):
    """A coordinate that a fit brings a point to."""

    point: Point
    x: Centimetres | None = None
    y: Centimetres | None = None
    z: Centimetres | None = None

    @property
    def axis(self) -> str:
        """The name of the coordinate."""
        return next(name for name in "xyz" if getattr(self, name) is not None)

    @property
    def value_m(self) -> float:
        """The value of the coordinate, in metres."""
        return float(getattr(self, self.axis)) / 100


class Fit(Struct, frozen=True, kw_only=True):
    """Numbers of the pose that are adjusted until every goal is met."""

    origin: Given[Origin]
    adjust: tuple[Text, ...]
    """Paths such as at.z, turn.pitch or right.hip.flexion; each starts from the pose's number."""
    until: tuple[Goal, ...]

    def check(self) -> Iterator[Problem]:
        """Yield a problem for every path that leads to no number, and for a goal without one."""
        for path in self.adjust:
            try:
                Pose().number(path.value)
            except (AttributeError, TypeError, ValueError):
                hint = "write at.z or left.hip.flexion"
                yield Problem(f"a pose has no number '{path}'", path.origin, hint)
        if any(goal.x is goal.y is goal.z is None for goal in self.until):
            hint = "write {point: {at: left-hand}, z: 0}"
            yield Problem("every goal of a fit needs x, y or z", self.origin, hint)


class Contact(Struct, frozen=True, kw_only=True):
    """A part of the body that must touch something."""

    part: Segment
    on: Text
    """'floor', a kind of equipment, or a segment of the body."""


class Mouth(StrEnum):
    """What the lips do."""

    CALM = "calm"
    PURSED = "pursed"
    """As for a whistle."""


class Pose(Struct, frozen=True, kw_only=True):
    """The pose of a body in one panel."""

    position: Position = Position.STANDING
    at: Vector | None = None
    """The point midway between the hips, in centimetres; None lets the body rest on the floor."""
    turn: Turn = Turn()
    rest: tuple[BodyRegion, ...] = ()
    """What rests on the floor; the whole body if empty."""
    press: Centimetres = Centimetres(1)
    """How far what rests sinks into the floor, as soft tissue gives way."""
    pin: Pin | None = None
    fit: Fit | None = None
    trunk: Spine = Spine()
    """The lumbar and the thoracic spine, each taking a share."""
    lumbar: Spine | None = None
    thorax: Spine | None = None
    neck: Neck = Neck()
    belly: Centimetres = Centimetres(0)
    """How far a breath pushes the belly out."""
    mouth: Mouth = Mouth.CALM
    look_at: Point | None = written_as("look-at")
    """What the eyes look at, as far as they can turn; None for straight ahead."""
    left: LimbPose = LimbPose()
    right: LimbPose = LimbPose()
    touch: tuple[Contact, ...] = ()

    def limbs(self, side: Side) -> LimbPose:
        """Return the arm and the leg of one side."""
        return self.left if side is Side.LEFT else self.right

    def number(self, path: str) -> float:
        """Return the number at a path; raise AttributeError, TypeError or ValueError if none is."""
        record: Any = self
        for name in path.split("."):
            record = getattr(_present(record), name.replace("-", "_"))
        return float(record)

    def with_number(self, path: str, value: float) -> Pose:
        """Return the pose with another number at a path."""
        return cast("Pose", _replaced(self, path.split("."), value))


def _replaced(record: Any, names: list[str], value: float) -> Any:  # noqa: ANN401 -- any record
    if not names:
        return Degrees(value)
    name = names[0].replace("-", "_")
    inner = _present(getattr(record, name))
    return replace(record, **{name: _replaced(inner, names[1:], value)})


def _present(record: object) -> object:
    """Return a record; an absent `at` is the origin."""
    return Vector(0, 0, 0) if record is None else record

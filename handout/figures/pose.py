"""Read the pose of a figure: `content/figures/<id>.yaml`, in the words of a clinician.

A pose file says how a person is placed and how each joint stands, once for everything that its
panels share (`pose`) and once for what is different in each panel:

    name: Clamshell
    side: left                          # the side that works; the drawing can be mirrored
    person: {hair: bun, skin: tan}
    camera: {azimuth: -4, elevation: 22}    # 0 looks from the person's right, 90 from in front
    pose:
      position: side-lying-right
      left: {hip: {flexion: 48}, knee: 92}
    equipment: [{type: mat, at: [0, 0, 0], size: [180, 70, 2]}]
    panels:
      - name: start
      - name: end
        pose: {left: {hip: {abduction: 30}}}
        ghost: [left-leg]
        arrows: [{follow: left-knee, about: left-hip}]

Angles are in degrees from the anatomical position and carry clinical names; a negative flexion is
extension. Lengths are in centimetres. A place is `[x, y, z]`: x to where a standing person faces, y
to the person's left, z up from the floor; or `{at: left-knee, plus: [0, 0, 5]}`; or
`{in: left-thigh, local: [8, 0, -20]}` in the axes of a segment (forward, left, headward). A
direction has no length: `[0, 0, -1]` is down, `{in: pelvis, toward: [1, 0, 0]}` is straight ahead
of the pelvis. `left: {hand-to: …}` and `left: {foot-to: …}` put a hand or foot on a place, and the
joints between follow.

`rest: [trunk]` lays parts on the floor; `at` places the middle between the hips instead; `fit`
adjusts numbers of the pose until points are where they must be.
`touch: [{part: left-foot, on: step}]` says what must touch, and `exempt` at the top names a rule
that the figure breaks, with the reason.
Whatever a panel leaves out stays as `pose` says; an empty value (`hand-to: ''`) takes it away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self, cast

from msgspec import Struct
from msgspec.structs import replace

from handout.decoding import Given, GrammarError, read_record, written_as
from handout.errors import Origin, Problem, Problems, suggestion
from handout.figures.anatomy import Side
from handout.figures.palette import SKINS
from handout.loader import load_yaml
from handout.located import Mapping, Node, Sequence, Text

CENTRAL_LANDMARKS: Final = ("pelvis", "lumbar", "chest", "neck", "head")
SIDED_LANDMARKS: Final = (
    "shoulder", "elbow", "wrist", "hand", "fingertip",
    "hip", "knee", "ankle", "foot", "toe", "heel",
)  # fmt: skip
CENTRAL_SEGMENTS: Final = ("pelvis", "abdomen", "thorax", "neck", "head")
SIDED_SEGMENTS: Final = ("upper-arm", "forearm", "hand", "thigh", "shank", "foot")


def _with_sides(central: tuple[str, ...], sided: tuple[str, ...]) -> tuple[str, ...]:
    return central + tuple(f"{side}-{name}" for side in Side for name in sided)


LANDMARKS: Final = _with_sides(CENTRAL_LANDMARKS, SIDED_LANDMARKS)
"""Points of the body that a pose can name."""

SEGMENTS: Final = _with_sides(CENTRAL_SEGMENTS, SIDED_SEGMENTS)
"""Segments whose own axes a pose can use."""

LIMBS: Final = ("trunk", "head", *(f"{side}-{name}" for side in Side for name in ("arm", "leg")))
"""What can be left behind as a ghost."""


class Number(float):
    """A number without a unit."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a decimal number."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise GrammarError(f"must be a number, not '{text}'", "write 12 or -3.5")
        return cls(value)


class Degrees(Number):
    """An angle."""


class Centimetres(Number):
    """A length."""

    @property
    def metres(self) -> float:
        """The length in metres."""
        return self / 100


_ZERO_DEG: Final = Degrees(0)
_TEN_DEG: Final = Degrees(10)
_ZERO_CM: Final = Centimetres(0)
_ONE_CM: Final = Centimetres(1)
_HALF: Final = Number(0.5)


class Position(StrEnum):
    """How the body lies or stands before any joint moves; the origin is the middle of the hips."""

    STANDING = "standing"
    HALF_KNEELING = "half-kneeling"
    SITTING = "sitting"
    SUPINE = "supine"
    PRONE = "prone"
    QUADRUPED = "quadruped"
    SIDE_LYING_LEFT = "side-lying-left"
    SIDE_LYING_RIGHT = "side-lying-right"


class Hair(StrEnum):
    """How the person wears the hair."""

    SHORT = "short"
    BUN = "bun"
    BOB = "bob"


class Build(StrEnum):
    """How the person is built."""

    SLIM = "slim"
    BROAD = "broad"


class Age(StrEnum):
    """How old the person looks; an older adult has grey hair and a rounder upper back."""

    ADULT = "adult"
    OLDER = "older"


class WorkingSide(StrEnum):
    """The side that a figure shows at work."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Heads(StrEnum):
    """How many ends of an arrow point."""

    ONE = "one"
    BOTH = "both"


class HandShape(StrEnum):
    """What the fingers do."""

    OPEN = "open"
    RELAXED = "relaxed"
    GRIP = "grip"
    FIST = "fist"
    CLASP = "clasp"


class Vector(Struct, frozen=True):
    """Three numbers: along x, y and z."""

    x: float
    y: float
    z: float

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a list of three numbers."""
        texts = node.items if isinstance(node, Sequence) else ()
        try:
            numbers = [Number.parse(item.value) for item in texts if isinstance(item, Text)]
        except GrammarError as error:
            problems.error(f"an item {error.message}", node.origin, error.hint)
            return None
        if len(numbers) != 3 or len(texts) != 3:
            problems.error("three numbers are needed here", node.origin, "write [x, y, z]")
            return None
        return cls(*numbers)


class Landmark(str):
    """The name of a point of the body."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name out of LANDMARKS."""
        return cls(_known(text, LANDMARKS))


class Segment(str):
    """The name of a segment of the body."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name out of SEGMENTS."""
        return cls(_known(text, SEGMENTS))


class Limb(str):
    """The name of a limb, of the trunk or the head, or of a segment."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name out of LIMBS or SEGMENTS."""
        return cls(_known(text, LIMBS + SEGMENTS))


def _known(text: str, names: tuple[str, ...]) -> str:
    if text not in names:
        raise GrammarError(f"cannot be '{text}'", suggestion(text, names))
    return text


class _PlaceFields(Struct, frozen=True, kw_only=True):
    at: Landmark | None = None
    segment: Segment | None = written_as("in")
    local: Vector | None = None
    plus: Vector = Vector(0, 0, 0)


class Place(Struct, frozen=True):
    """A point, in centimetres: in the world, from a landmark, or in the axes of a segment."""

    at: str | None
    segment: str | None
    offset_cm: Vector

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a point in any of its three shapes."""
        if not isinstance(node, Mapping):
            offset = Vector.from_node(node, problems)
            return None if offset is None else cls(None, None, offset)
        fields = read_record(_PlaceFields, node, problems)
        if fields is None:
            return None
        if (fields.at is None) == (fields.segment is None):
            hint = "write {at: left-knee, plus: [0, 0, 5]} or {in: left-thigh, local: [8, 0, -20]}"
            problems.error("a place is at a landmark or in a segment", node.origin, hint)
            return None
        return cls(fields.at, fields.segment, fields.local or fields.plus)


class _DirectionFields(Struct, frozen=True, kw_only=True):
    segment: Segment = written_as("in", Segment("pelvis"))
    toward: Vector


class Direction(Struct, frozen=True):
    """A direction in the world, or in the axes of a segment."""

    segment: str | None
    toward: Vector

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Read a direction in either of its shapes."""
        if not isinstance(node, Mapping):
            toward = Vector.from_node(node, problems)
            return None if toward is None else cls(None, toward)
        fields = read_record(_DirectionFields, node, problems)
        return None if fields is None else cls(fields.segment, fields.toward)


_DOWN: Final = Direction(None, Vector(0, 0, -1))


class Spine(Struct, frozen=True, kw_only=True):
    """A part of the spine; to the left is positive."""

    flexion: Degrees = _ZERO_DEG
    bend: Degrees = _ZERO_DEG
    turn: Degrees = _ZERO_DEG


class Neck(Struct, frozen=True, kw_only=True):
    """The neck; to the left is positive, and so is a head that slides forward with level eyes."""

    flexion: Degrees = _ZERO_DEG
    bend: Degrees = _ZERO_DEG
    turn: Degrees = _ZERO_DEG
    protraction: Degrees = _ZERO_DEG


class Ball(Struct, frozen=True, kw_only=True):
    """A joint that moves in three planes: hip or shoulder."""

    flexion: Degrees = _ZERO_DEG
    abduction: Degrees = _ZERO_DEG
    external_rotation: Degrees = written_as("external-rotation", _ZERO_DEG)


class Ankle(Struct, frozen=True, kw_only=True):
    """The ankle and the joints under it; negative dorsiflexion is plantar flexion."""

    dorsiflexion: Degrees = _ZERO_DEG
    inversion: Degrees = _ZERO_DEG
    external_rotation: Degrees = written_as("external-rotation", _ZERO_DEG)


class Wrist(Struct, frozen=True, kw_only=True):
    """The wrist."""

    flexion: Degrees = _ZERO_DEG
    deviation: Degrees = _ZERO_DEG


class Scapula(Struct, frozen=True, kw_only=True):
    """How far the shoulder blade has moved forward and up, in centimetres."""

    protraction: Centimetres = _ZERO_CM
    elevation: Centimetres = _ZERO_CM


class HandReach(Struct, frozen=True, kw_only=True):
    """Where a hand goes; the shoulder and elbow follow."""

    wrist: Place | None = None
    """Where the wrist goes."""
    palm_at: Place | None = written_as("palm-at")
    """Where the middle of the palm goes; needs `fingers` and `palm`."""
    elbow: Direction = _DOWN
    """The way the elbow points."""
    fingers: Direction | None = None
    """The way the fingers point."""
    palm: Direction = _DOWN
    """The way the palm faces."""


class FootReach(Struct, frozen=True, kw_only=True):
    """Where a foot goes; the hip and knee follow."""

    ankle: Place | None = None
    """Where the ankle goes."""
    sole_at: Place | None = written_as("sole-at")
    """Where the middle of the sole goes; needs `toes`."""
    knee: Direction = Direction(None, Vector(1, 0, 0))
    """The way the knee points."""
    toes: Direction | None = None
    """The way the toes point."""
    sole: Direction = _DOWN
    """The way the sole faces."""


class Limbs(Struct, frozen=True, kw_only=True):
    """One side of the body."""

    scapula: Scapula = Scapula()
    shoulder: Ball = Ball()
    elbow: Degrees = _ZERO_DEG
    """Flexion."""
    forearm: Degrees = _ZERO_DEG
    """Pronation."""
    wrist: Wrist = Wrist()
    hand: HandShape = HandShape.OPEN
    hand_to: HandReach | None = written_as("hand-to")
    hip: Ball = Ball()
    knee: Degrees = _ZERO_DEG
    """Flexion."""
    ankle: Ankle = Ankle()
    foot_to: FootReach | None = written_as("foot-to")


class Turn(Struct, frozen=True, kw_only=True):
    """The whole body turned: about the world's axes, then leaning on its own."""

    yaw: Degrees = _ZERO_DEG
    pitch: Degrees = _ZERO_DEG
    roll: Degrees = _ZERO_DEG
    forward: Degrees = _ZERO_DEG
    """Leaning forward."""
    left: Degrees = _ZERO_DEG
    """Leaning to the left."""


class Pin(Struct, frozen=True, kw_only=True):
    """A landmark that is moved along the floor to a place."""

    landmark: Landmark
    x: Centimetres
    y: Centimetres


class Goal(Struct, frozen=True, kw_only=True):
    """What a fit must reach: one coordinate of a point, in centimetres."""

    point: Place
    x: Centimetres | None = None
    y: Centimetres | None = None
    z: Centimetres | None = None

    @property
    def axis(self) -> str:
        """Which coordinate is asked for."""
        return next(name for name in "xyz" if getattr(self, name) is not None)

    @property
    def value_m(self) -> float:
        """The coordinate in metres."""
        return float(getattr(self, self.axis)) / 100


class Fit(Struct, frozen=True, kw_only=True):
    """Values of the pose that are adjusted until points are where they must be."""

    origin: Given[Origin]
    adjust: tuple[Text, ...]
    """Such as at.z, turn.pitch or right.hip.flexion; each starts from what the pose says."""
    until: tuple[Goal, ...]

    def check(self) -> Iterator[Problem]:
        """Ask that every path leads to a number of a pose, and every goal to a coordinate."""
        for path in self.adjust:
            try:
                _get(Pose(), path.value.split("."))
            except (AttributeError, TypeError):
                yield Problem(f"a pose has no '{path}'", path.origin, "write at.z or neck.flexion")
        if any(goal.x is goal.y is goal.z is None for goal in self.until):
            yield Problem("a goal needs x, y or z", self.origin)


class Touch(Struct, frozen=True, kw_only=True):
    """A part of the body that must touch something."""

    part: Segment
    on: Text
    """'floor', a kind of equipment, or a segment of the body."""


class Pose(Struct, frozen=True, kw_only=True):
    """How a body is placed in one panel."""

    position: Position = Position.STANDING
    at: Vector | None = None
    """Where the middle between the hips is, in centimetres; taken where nothing rests."""
    turn: Turn = Turn()
    rest: tuple[Limb, ...] = ()
    """What lies on the floor: the lowest point of it decides the height."""
    press: Centimetres = _ONE_CM
    """How deep what rests sinks into the floor, as flesh gives way."""
    pin: Pin | None = None
    fit: Fit | None = None
    trunk: Spine = Spine()
    """Shared by the lumbar and thoracic spine."""
    lumbar: Spine | None = None
    thorax: Spine | None = None
    neck: Neck = Neck()
    left: Limbs = Limbs()
    right: Limbs = Limbs()
    touch: tuple[Touch, ...] = ()

    def limbs(self, side: Side) -> Limbs:
        """Return one side."""
        return self.left if side is Side.LEFT else self.right

    def adjusted(self, path: str, value: float) -> Pose:
        """Return the pose with one of its numbers changed."""
        return cast("Pose", _replaced(self, path.split("."), value))

    def value(self, path: str) -> float:
        """Return one of the pose's numbers."""
        return _get(self, path.split("."))


def _get(record: Any, names: list[str]) -> float:  # noqa: ANN401 -- walks records of any kind
    for name in names:
        record = getattr(Vector(0, 0, 0) if record is None else record, name.replace("-", "_"))
    return float(record)


def _replaced(record: Any, names: list[str], value: float) -> Any:  # noqa: ANN401 -- as _get
    if not names:
        return Degrees(value)
    name = names[0].replace("-", "_")
    inner = getattr(record, name)
    inner = Vector(0, 0, 0) if inner is None else inner
    return replace(record, **{name: _replaced(inner, names[1:], value)})


class ItemKind(StrEnum):
    """A piece of equipment."""

    MAT = "mat"
    WALL = "wall"
    DOORWAY = "doorway"
    CHAIR = "chair"
    TABLE = "table"
    BED = "bed"
    STEP = "step"
    ROLLER = "roller"
    TOWEL = "towel"
    BALL = "ball"
    DUMBBELL = "dumbbell"
    CANE = "cane"
    BAND_LOOP = "band-loop"
    BAND = "band"
    STRAP = "strap"


_NEEDS: Final = {
    ItemKind.MAT: ("at", "size"),
    ItemKind.WALL: ("at", "size"),
    ItemKind.DOORWAY: ("at", "size"),
    ItemKind.CHAIR: ("at",),
    ItemKind.TABLE: ("at", "size"),
    ItemKind.BED: ("at", "size"),
    ItemKind.STEP: ("at", "size"),
    ItemKind.ROLLER: ("at", "axis"),
    ItemKind.TOWEL: ("at", "axis"),
    ItemKind.BALL: ("at", "radius"),
    ItemKind.DUMBBELL: ("hand",),
    ItemKind.CANE: ("hand", "length"),
    ItemKind.BAND_LOOP: ("around", "radius"),
    ItemKind.BAND: ("through",),
    ItemKind.STRAP: ("through",),
}
"""The fields that each kind cannot do without."""


class Item(Struct, frozen=True, kw_only=True):
    """A piece of equipment; lengths in centimetres."""

    origin: Given[Origin]
    type: ItemKind
    at: Place | None = None
    """The middle of it, on the floor for what stands there."""
    size: Vector | None = None
    """Along x and y, and the height."""
    yaw: Degrees = _ZERO_DEG
    axis: Direction | None = None
    radius: Centimetres | None = None
    length: Centimetres | None = None
    hand: Side | None = None
    """Which hand holds it."""
    around: Segment | None = None
    """The left one of the two segments that a band loop goes around."""
    share: Number = _HALF
    """How far down those segments, from 0 to 1."""
    through: tuple[Place, ...] = ()
    """The points that a band or strap runs through."""

    def check(self) -> Iterator[Problem]:
        """Ask for the fields that this kind needs."""
        for name in _NEEDS[self.type]:
            if not getattr(self, name):
                yield Problem(f"a {self.type} needs '{name}'", self.origin)


class Arrow(Struct, frozen=True, kw_only=True):
    """A movement: along a path, or following a landmark from the first panel to this one."""

    origin: Given[Origin]
    path: tuple[Place, ...] = ()
    follow: Landmark | None = None
    about: Landmark | None = None
    """The landmark that the movement turns about."""
    apart: Centimetres | None = None
    """How far outside the landmark's way; found where there is room if it is not given."""
    start: Number = written_as("from", Number(0.12))
    """Where on the way the arrow begins, from 0 to 1."""
    end: Number = written_as("to", Number(0.95))
    heads: Heads = Heads.ONE

    def check(self) -> Iterator[Problem]:
        """Ask for exactly one of a path and a landmark to follow."""
        if bool(self.path) == bool(self.follow) or bool(self.follow) != bool(self.about):
            hint = "write {follow: left-knee, about: left-hip} or {path: [[0, 0, 0], [20, 0, 0]]}"
            yield Problem("an arrow needs a path or a landmark to follow", self.origin, hint)


class Changes(Struct, frozen=True):
    """Fields of a pose as they were written, to be put over one another."""

    mapping: Mapping

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Keep a mapping as it is."""
        if isinstance(node, Mapping):
            return cls(node)
        problems.error("a pose must hold fields", node.origin, "write 'pose: {position: supine}'")
        return None


class _PanelFields(Struct, frozen=True, kw_only=True):
    name: Text
    pose: Changes | None = None
    ghost: tuple[Limb, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    equipment: tuple[Item, ...] = ()


class Person(Struct, frozen=True, kw_only=True):
    """Who is drawn."""

    hair: Hair = Hair.SHORT
    build: Build = Build.SLIM
    age: Age = Age.ADULT
    skin: Text | None = None

    def check(self) -> Iterator[Problem]:
        """Ask for a skin tone that palettes have."""
        if self.skin and self.skin.value not in SKINS:
            hint = suggestion(self.skin.value, SKINS)
            yield Problem(f"'skin' cannot be '{self.skin}'", self.skin.origin, hint)


class Camera(Struct, frozen=True, kw_only=True):
    """From where the figure is seen, in degrees: around the person and downward."""

    azimuth: Degrees = _ZERO_DEG
    elevation: Degrees = _TEN_DEG


class Crop(Struct, frozen=True, kw_only=True):
    """What is cut off, in centimetres of the picture: below, left and right of the origin."""

    bottom: Centimetres | None = None
    left: Centimetres | None = None
    right: Centimetres | None = None


class Exemption(Struct, frozen=True, kw_only=True):
    """A rule that a figure may break, and why."""

    origin: Given[Origin]
    rule: Text
    """The rule's name as its problem gives it, such as 'right hip external rotation'."""
    because: Text


class _FigureFields(Struct, frozen=True, kw_only=True):
    name: Text
    side: WorkingSide
    person: Person = Person()
    camera: Camera = Camera()
    crop: Crop = Crop()
    pose: Changes
    equipment: tuple[Item, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    panels: tuple[_PanelFields, ...]


class PanelPose(Struct, frozen=True, kw_only=True):
    """One panel: a pose with what is drawn around it."""

    name: str
    origin: Origin
    pose: Pose
    ghost: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    equipment: tuple[Item, ...]


class FigurePose(Struct, frozen=True, kw_only=True):
    """Everything that a figure is rendered from."""

    path: Path
    name: str
    side: WorkingSide
    person: Person
    camera: Camera
    crop: Crop
    exempt: tuple[Exemption, ...]
    panels: tuple[PanelPose, ...]


def load_pose(path: Path, problems: Problems) -> FigurePose | None:
    """Return the figure of a pose file, or None after noting every problem."""
    mapping = load_yaml(path, problems)
    fields = read_record(_FigureFields, mapping, problems) if mapping else None
    if fields is None:
        return None
    panels = [_panel(fields, panel, problems) for panel in fields.panels]
    if None in panels or problems.has_errors:
        return None
    return FigurePose(
        path=path,
        name=fields.name.value,
        side=fields.side,
        person=fields.person,
        camera=fields.camera,
        crop=fields.crop,
        exempt=fields.exempt,
        panels=tuple(panel for panel in panels if panel is not None),
    )


def _panel(fields: _FigureFields, panel: _PanelFields, problems: Problems) -> PanelPose | None:
    changes = fields.pose.mapping
    if panel.pose:
        changes = changes.overlaid(panel.pose.mapping)
    pose = read_record(Pose, changes, problems)
    if pose is None:
        return None
    return PanelPose(
        name=panel.name.value,
        origin=panel.name.origin,
        pose=pose,
        ghost=panel.ghost,
        arrows=panel.arrows,
        equipment=fields.equipment + panel.equipment,
    )

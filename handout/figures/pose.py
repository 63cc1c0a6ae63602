"""Read pose files, which describe a drawn figure in clinical terms: `content/figures/<id>.yaml`.

A file says once, under `pose`, how the body is positioned and how its joints are set, and then what
changes in each panel:

    name: Clamshell
    side: left
    person: {hair: bun, skin: tan}
    camera: {azimuth: -4, elevation: 22}
    pose:
      position: side-lying-right
      rest: [trunk]
      left: {hip: {flexion: 48}, knee: 92}
      right: {hip: {flexion: 48}, knee: 92, shoulder: {flexion: 165}, elbow: 100}
    equipment: [{type: mat, at: [-7, -10, 0], size: [170, 80, 1.8]}]
    panels:
      - name: start
      - name: end
        pose: {left: {hip: {abduction: 30}}}
        ghost: [left-leg]
        arrows: [{follow: left-knee, about: left-hip}]

Angles are in degrees from the anatomical position, lengths in centimetres. The axes of the world
are x forward for a person who stands, y to that person's left, and z up from the floor. A field
that is left out has its default; in a panel, it stays as `pose` says. An empty value, as in
`hand-to: ''`, removes what `pose` says.

Points and directions
    [10, 0, 45]                             a point of the world
    {at: left-knee, plus: [0, 0, 5]}        a point 5 cm above a landmark
    {in: left-thigh, local: [8, 0, -20]}    a point in the axes of a segment: forward, to the left
                                            and toward the head, from its proximal joint
    [0, 0, -1]                              a direction: down; only the ratio of the numbers counts
    {in: pelvis, toward: [1, 0, 0]}         a direction in the axes of a segment

    Landmarks: pelvis, lumbar, chest, neck, head; and with left- or right-: shoulder, elbow, wrist,
    hand (the palm), fingertip, hip, knee, ankle, foot (the sole), toe, heel.
    Segments: pelvis, abdomen, thorax, neck, head; and with left- or right-: upper-arm, forearm,
    hand, thigh, shank, foot.

The figure
    side        the side that works: left, right or both; a handout can mirror the drawing
    person      hair: short, bun or bob; build: slim or broad; age: adult or older;
                skin: light, tan, brown or dark
    camera      azimuth: 0 looks from the person's right, 90 from the front, 180 from the left;
                elevation: how far the camera looks down
    crop        bottom, left, right: where the picture is cut off, in cm from the world's origin
    exempt      rules that the figure has to break: [{rule: left hip flexion, because: …}];
                `handout figure --check` names each rule that is broken

The pose
    position    standing, half-kneeling, sitting, supine, prone, quadruped, side-lying-left or
                side-lying-right: which way the body faces before any joint moves
    turn        yaw, pitch, roll turn the body about the world's z, y and x axes; forward and left
                lean it about its own
    rest        parts that rest on the floor, such as [trunk, left-leg]; the whole body if left out
    press       how far soft tissue gives way to the floor (1 cm if left out)
    pin         {landmark: right-knee, x: 0, y: -9}: moves the body along the floor
    at          the point midway between the hips, instead of rest and pin
    trunk       flexion, bend, turn, shared between the lumbar and the thoracic spine; give lumbar
                or thorax instead to set one by itself. Bend and turn are positive to the left.
    neck        flexion, bend, turn, and protraction of the head with the eyes level
    left, right the limbs of one side:
      scapula   protraction, elevation (cm)
      shoulder  flexion, abduction, external-rotation
      elbow     flexion, as one number
      forearm   pronation, as one number
      wrist     flexion, deviation (positive toward the thumb)
      hand      open, relaxed, grip, fist or clasp
      hip       flexion, abduction, external-rotation
      knee      flexion, as one number
      ankle     dorsiflexion, inversion, external-rotation
      hand-to   puts the hand somewhere, and the shoulder and elbow follow: wrist or palm-at (a
                point); elbow, fingers, palm (directions). palm-at needs fingers.
      foot-to   puts the foot somewhere, and the hip and knee follow: ankle or sole-at (a point);
                knee, toes, sole (directions). sole-at needs toes.
    fit         adjusts numbers of the pose until coordinates of points have the values asked for:
                {adjust: [left.hip.flexion], until: [{point: {at: left-toe}, z: 10}]}
    touch       contacts that `--check` measures: [{part: left-foot, on: step}], on the floor, a
                type of equipment or a segment

    A negative angle is the opposite movement: flexion of -20 is 20 degrees of extension,
    dorsiflexion of -20 is plantar flexion, external-rotation of -20 is internal rotation.

Equipment, for all panels or within one. `at` is the middle of its base; of a mat the middle of its
upper side; of a roller, towel or ball the centre. The size of a doorway is that of its opening.
    mat, wall, doorway, table, bed, step    at, size [along x, along y, height]; yaw
    chair                                   at; size, yaw
    roller, towel                           at, axis (a direction); radius, length
    ball                                    at, radius
    dumbbell, cane                          hand: left or right; radius of the dumbbell, length of
                                            the cane
    band-loop                               around: left-thigh or left-shank, radius; share: how far
                                            down these segments, from 0 to 1
    band, strap                             through: a list of points; radius

A panel
    name        usually start and end
    pose        what differs from the figure's pose
    ghost       limbs, drawn faintly as they are in the first panel
    arrows      {follow: left-knee, about: left-hip} follows a landmark from the first panel to this
                one as it moves about another; {path: [point, point, …]} goes through points.
                heads: one or both; from, to: where on the way it starts and ends, from 0 to 1;
                apart: how far outside the landmark's path, in cm (found by itself if left out)
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from msgspec import Struct

from handout.decoding import Given, read_record, written_as
from handout.errors import Origin, Problem, Problems, suggestion
from handout.figures.anatomy import Side
from handout.figures.body_pose import Pose
from handout.figures.field_types import (
    ZERO_DEG,
    BodyRegion,
    Centimetres,
    Degrees,
    Direction,
    Landmark,
    Number,
    Point,
    Segment,
    Vector,
)
from handout.figures.palette import SKINS
from handout.loader import load_yaml
from handout.located import Mapping, Node, Text


class WorkingSide(StrEnum):
    """The side that a figure shows at work."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Hair(StrEnum):
    """How the person wears their hair."""

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


class Person(Struct, frozen=True, kw_only=True):
    """Who is drawn."""

    hair: Hair = Hair.SHORT
    build: Build = Build.SLIM
    age: Age = Age.ADULT
    skin: Text | None = None

    def check(self) -> Iterator[Problem]:
        """Yield a problem for a skin tone that palettes do not have."""
        if self.skin and self.skin.value not in SKINS:
            hint = suggestion(self.skin.value, SKINS)
            yield Problem(f"'skin' cannot be '{self.skin}'", self.skin.origin, hint)


class Viewpoint(Struct, frozen=True, kw_only=True):
    """The direction that a figure is seen from: around the person, and from above."""

    azimuth: Degrees = ZERO_DEG
    elevation: Degrees = Degrees(10)


class Crop(Struct, frozen=True, kw_only=True):
    """Edges of the picture, from the projection of the world's origin."""

    bottom: Centimetres | None = None
    left: Centimetres | None = None
    right: Centimetres | None = None


class Exemption(Struct, frozen=True, kw_only=True):
    """A rule that a figure may break, and why."""

    origin: Given[Origin]
    rule: Text
    """The name of the rule, such as 'right hip external rotation'."""
    because: Text


class EquipmentKind(StrEnum):
    """A kind of equipment."""

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


_REQUIRED: Final = {
    EquipmentKind.CHAIR: ("at",),
    EquipmentKind.ROLLER: ("at", "axis"),
    EquipmentKind.TOWEL: ("at", "axis"),
    EquipmentKind.BALL: ("at", "radius"),
    EquipmentKind.DUMBBELL: ("hand",),
    EquipmentKind.CANE: ("hand", "length"),
    EquipmentKind.BAND_LOOP: ("around", "radius"),
    EquipmentKind.BAND: ("through",),
    EquipmentKind.STRAP: ("through",),
}
"""The fields that a kind of equipment must have; every other kind has `at` and `size`."""


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
    """The left of the two segments that a band loop goes around."""
    share: Number = Number(0.5)
    """How far down those segments, from 0 to 1."""
    through: tuple[Point, ...] = ()
    """The points that a band or strap passes through."""

    def check(self) -> Iterator[Problem]:
        """Yield a problem for every missing field."""
        for name in _REQUIRED.get(self.type, ("at", "size")):
            if not getattr(self, name):
                yield Problem(f"a {self.type} needs '{name}'", self.origin, f"write '{name}: …'")


class ArrowHeads(StrEnum):
    """Which ends of an arrow have a head."""

    ONE = "one"
    BOTH = "both"


class Arrow(Struct, frozen=True, kw_only=True):
    """A movement: along a path, or of a landmark from the first panel to this one."""

    origin: Given[Origin]
    path: tuple[Point, ...] = ()
    follow: Landmark | None = None
    about: Landmark | None = None
    """The landmark that the movement turns about."""
    apart: Centimetres | None = None
    """How far outside the landmark's path; None leaves it to the renderer."""
    start: Number = written_as("from", Number(0.12))
    """Where along the movement the arrow starts, from 0 to 1."""
    end: Number = written_as("to", Number(0.95))
    heads: ArrowHeads = ArrowHeads.ONE

    def check(self) -> Iterator[Problem]:
        """Yield a problem unless there is either a path or a landmark to follow."""
        if bool(self.path) == bool(self.follow) or bool(self.follow) != bool(self.about):
            hint = "write {follow: left-knee, about: left-hip} or {path: [[0, 0, 0], [20, 0, 0]]}"
            message = "an arrow needs either 'path' or both 'follow' and 'about'"
            yield Problem(message, self.origin, hint)


class _PoseChanges(Struct, frozen=True):
    """Some fields of a pose, as they were written."""

    mapping: Mapping

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Accept any mapping."""
        if isinstance(node, Mapping):
            return cls(node)
        problems.error("'pose' must hold fields", node.origin, "write 'pose: {position: supine}'")
        return None


class _PanelFields(Struct, frozen=True, kw_only=True):
    name: Text
    pose: _PoseChanges | None = None
    ghost: tuple[BodyRegion, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    equipment: tuple[Equipment, ...] = ()


class _FigureFields(Struct, frozen=True, kw_only=True):
    name: Text
    side: WorkingSide
    person: Person = Person()
    camera: Viewpoint = Viewpoint()
    crop: Crop = Crop()
    pose: _PoseChanges
    equipment: tuple[Equipment, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    panels: tuple[_PanelFields, ...]


class PanelPose(Struct, frozen=True, kw_only=True):
    """A panel: a pose and what is drawn with it."""

    name: str
    origin: Origin
    pose: Pose
    ghost: tuple[str, ...]
    """Limbs that are also drawn as they are in the first panel."""
    arrows: tuple[Arrow, ...]
    equipment: tuple[Equipment, ...]


class FigurePose(Struct, frozen=True, kw_only=True):
    """All that a figure is rendered from."""

    path: Path
    side: WorkingSide
    person: Person
    viewpoint: Viewpoint
    crop: Crop
    exempt: tuple[Exemption, ...]
    panels: tuple[PanelPose, ...]


def load_pose(path: Path, problems: Problems) -> FigurePose | None:
    """Return the figure that a pose file describes, or None after noting its problems."""
    mapping = load_yaml(path, problems)
    fields = read_record(_FigureFields, mapping, problems) if mapping else None
    if fields is None:
        return None
    panels = [_panel(fields, panel, problems) for panel in fields.panels]
    if problems.has_errors:
        return None
    return FigurePose(
        path=path,
        side=fields.side,
        person=fields.person,
        viewpoint=fields.camera,
        crop=fields.crop,
        exempt=fields.exempt,
        panels=tuple(panel for panel in panels if panel),
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

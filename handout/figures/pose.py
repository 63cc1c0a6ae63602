"""Read pose files, which describe a drawn figure in clinical terms.

The format of `content/figures/<id>.yaml` is described in docs/figures.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final, Self

from msgspec import Struct

from handout.decoding import Given, read_record, written_as
from handout.errors import Origin, Problem, Problems
from handout.figures.body_pose import Pose
from handout.figures.equipment_fields import Equipment
from handout.figures.field_types import (
    ZERO_DEG,
    BodyRegion,
    Centimetres,
    Degrees,
    Elevation,
    Landmark,
    MuscleName,
    Number,
    Point,
)
from handout.figures.muscles import SYNONYMS
from handout.figures.names import PersonName
from handout.figures.people import DEFAULT_PERSON
from handout.figures.pose_files import pose_fields
from handout.loader import load_yaml
from handout.located import Mapping, Node, Text
from handout.shapes import Changes, Shape


class WorkingSide(StrEnum):
    """The side that a figure shows at work."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Viewpoint(Struct, frozen=True, kw_only=True):
    """The direction that a figure is seen from: around the person, and from above."""

    azimuth: Degrees = ZERO_DEG
    elevation: Elevation = Elevation(10)


class Crop(Struct, frozen=True, kw_only=True):
    """Edges of the picture, from the projection of the world's origin."""

    origin: Given[Origin | None] = None
    bottom: Centimetres | None = None
    left: Centimetres | None = None
    right: Centimetres | None = None
    top: Centimetres | None = None


class CloseUp(StrEnum):
    """A part of the body that fills the picture."""

    HEAD = "head"
    CHEST = "chest"
    PELVIS = "pelvis"
    LEGS = "legs"
    FEET = "feet"
    LEFT_KNEE = "left-knee"
    RIGHT_KNEE = "right-knee"
    LEFT_FOOT = "left-foot"
    RIGHT_FOOT = "right-foot"
    LEFT_HAND = "left-hand"
    RIGHT_HAND = "right-hand"


class Exemption(Struct, frozen=True, kw_only=True):
    """A rule that a figure may break, and why."""

    origin: Given[Origin]
    rule: Text
    """The name of the rule, such as 'right hip external rotation'."""
    because: Text


class ArrowKind(StrEnum):
    """What an arrow says: that something moves, presses, is held, or is looked at."""

    MOVES = "moves"
    PRESSES = "presses"
    HOLDS = "holds"
    LOOKS = "looks"


class ArrowHeads(StrEnum):
    """Which ends of an arrow have a head."""

    ONE = "one"
    BOTH = "both"


class Arrow(Struct, frozen=True, kw_only=True):
    """A movement, along a path or of a landmark; a pressure at the end of a path; or a sign."""

    origin: Given[Origin]
    kind: ArrowKind = ArrowKind.MOVES
    path: tuple[Point, ...] = ()
    follow: Landmark | None = None
    """What moves, from the first panel to this one."""
    about: Landmark | None = None
    """The landmark that the movement turns about; None leaves it to the joints."""
    apart: Centimetres | None = None
    """How far beside the path it is drawn; None leaves it to the renderer."""
    start: Number = written_as("from", Number(0.12))
    """Where along the movement the arrow starts, from 0 to 1."""
    end: Number = written_as("to", Number(0.95))
    heads: ArrowHeads = ArrowHeads.ONE

    def check(self) -> Iterator[Problem]:
        """Yield a problem unless there is what the kind of arrow needs."""
        if self.kind is not ArrowKind.MOVES:
            least = 2 if self.kind is ArrowKind.PRESSES else 1
            if len(self.path) < least:
                hint = f"write 'path: [{', '.join(['[0, 0, 50]', '[0, 0, 30]'][:least])}]'"
                message = f"an arrow that {self.kind} needs a 'path' of {least} or more points"
                yield Problem(message, self.origin, hint)
        elif bool(self.path) == bool(self.follow) or (self.about and not self.follow):
            hint = "write {follow: left-knee} or {path: [[0, 0, 0], [20, 0, 0]]}"
            yield Problem("an arrow needs either 'path' or 'follow'", self.origin, hint)


class DeepKind(StrEnum):
    """What is inside the body, and what shows it."""

    OPENING = "opening"
    """What the body is cut open to, behind all else."""
    ORGAN = "organ"
    BONE = "bone"
    MUSCLE = "muscle"
    WAS = "was"
    """Where a part was before, as a line of dashes."""


class DeepPart(Struct, frozen=True, kw_only=True):
    """A part inside the body, such as the pelvic floor, drawn as if the body were cut open."""

    origin: Given[Origin]
    kind: DeepKind = DeepKind.MUSCLE
    path: tuple[Point, ...]
    """The points along the middle of a band, or around a part without a width."""
    width: Centimetres | None = None

    def check(self) -> Iterator[Problem]:
        """Yield a problem unless there is a line to draw, or a shape."""
        is_line = self.width is not None or self.kind is DeepKind.WAS
        least = _LEAST_PATH if is_line else _LEAST_OUTLINE
        if len(self.path) < least:
            points = [f"{{in: pelvis, local: [{x}, 0, -8]}}" for x in (8, -8, 0)][:least]
            hint = f"write 'path: [{', '.join(points)}]'"
            yield Problem(
                f"a deep {self.kind} needs a 'path' of {least} or more points", self.origin, hint
            )


_LEAST_PATH: Final = 2
_LEAST_OUTLINE: Final = 3


class _PoseChanges(Struct, frozen=True):
    """Some fields of a pose, as they were written."""

    mapping: Mapping

    @classmethod
    def shapes(cls) -> tuple[Shape, ...]:
        """Return the shape of some fields of a pose."""
        return (Changes(Pose),)

    @classmethod
    def from_node(cls, node: Node, problems: Problems) -> Self | None:
        """Accept any mapping."""
        if isinstance(node, Mapping):
            return cls(node)
        problems.error(
            "'pose' must contain fields", node.origin, "write 'pose: {position: supine}'"
        )
        return None


class _PanelFields(Struct, frozen=True, kw_only=True):
    """A drawing of a figure."""

    name: Text
    pose: _PoseChanges | None = None
    ghost: tuple[BodyRegion, ...] = ()
    deep: tuple[DeepPart, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    equipment: tuple[Equipment, ...] = ()


class FigureFields(Struct, frozen=True, kw_only=True):
    """A drawn figure, as its file says it."""

    origin: Given[Origin]
    name: Text
    like: Text | None = None
    """The figure that this one repeats; only what differs is written."""
    side: WorkingSide | None = None
    person: PersonName = PersonName(DEFAULT_PERSON)
    works: tuple[MuscleName, ...] = ()
    """Muscles that are shown at work, from the second panel on."""
    stretches: tuple[MuscleName, ...] = ()
    """Muscles that are shown stretched."""
    pale: tuple[BodyRegion, ...] = ()
    """Parts that are drawn paler, to be told from others of the same skin: a hand that helps."""
    camera: Viewpoint = Viewpoint()
    crop: Crop = Crop()
    close_up: CloseUp | None = written_as("close-up")
    pose: _PoseChanges | None = None
    equipment: tuple[Equipment, ...] = ()
    deep: tuple[DeepPart, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    panels: tuple[_PanelFields, ...] = ()

    def check(self) -> Iterator[Problem]:
        """Yield a problem for every field that neither this file nor the one like it has."""
        for name in ("side", "pose", "panels"):
            if not getattr(self, name):
                hint = f"write '{name}: …', or 'like: …' with a figure that has it"
                yield Problem(f"'{name}' is missing", self.origin, hint)


class PanelPose(Struct, frozen=True, kw_only=True):
    """A panel: a pose and what is drawn with it."""

    name: str
    origin: Origin
    pose: Pose
    ghost: tuple[str, ...]
    """Limbs that are also drawn as they are in the first panel."""
    deep: tuple[DeepPart, ...]
    """Of all panels, behind its own."""
    arrows: tuple[Arrow, ...]
    equipment: tuple[Equipment, ...]
    """Of all panels, and its own."""
    own_equipment: tuple[Equipment, ...]


class FigurePose(Struct, frozen=True, kw_only=True):
    """All that a figure is rendered from."""

    path: Path
    side: WorkingSide
    person: str
    cast: str = ""
    """The person who is drawn instead of the one whom the file names."""
    works: tuple[str, ...]
    stretches: tuple[str, ...]
    """Keys of muscles.MUSCLES."""
    pale: tuple[str, ...]
    viewpoint: Viewpoint
    crop: Crop
    close_up: CloseUp | None
    exempt: tuple[Exemption, ...]
    panels: tuple[PanelPose, ...]


def load_pose(path: Path, problems: Problems) -> FigurePose | None:
    """Return the figure that a pose file describes, or None after noting its problems."""
    mapping = pose_fields(path, partial(load_yaml, problems=problems), problems)
    fields = read_record(FigureFields, mapping, problems) if mapping else None
    if fields is None or fields.side is None or fields.pose is None:
        return None
    panels = [_panel(fields, fields.pose.mapping, panel, problems) for panel in fields.panels]
    if problems.has_errors:
        return None
    return FigurePose(
        path=path,
        side=fields.side,
        person=fields.person,
        works=tuple(SYNONYMS.get(name, name) for name in fields.works),
        stretches=tuple(SYNONYMS.get(name, name) for name in fields.stretches),
        pale=fields.pale,
        viewpoint=fields.camera,
        crop=fields.crop,
        close_up=fields.close_up,
        exempt=fields.exempt,
        panels=tuple(panel for panel in panels if panel),
    )


def _panel(
    fields: FigureFields, changes: Mapping, panel: _PanelFields, problems: Problems
) -> PanelPose | None:
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
        deep=fields.deep + panel.deep,
        arrows=panel.arrows,
        equipment=fields.equipment + panel.equipment,
        own_equipment=panel.equipment,
    )

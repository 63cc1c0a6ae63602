"""Check that a figure shows what a body can do: ranges, contacts, collisions, balance, side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, SupportsFloat

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from scipy.spatial import ConvexHull

from handout.errors import Problem, Problems
from handout.figures.anatomy import (
    GONIOMETRY_ERROR_DEG,
    HEAD_AND_NECK,
    LIMB_MASSES,
    LIMBS,
    RANGES,
    SEGMENTS,
    TRUNK,
    Side,
)
from handout.figures.body import LIMB_OF, REGIONS, Body
from handout.figures.body_pose import Position
from handout.figures.contact import Boundary
from handout.figures.equipment_fields import EquipmentKind
from handout.figures.geometry import Array
from handout.figures.pose import FigurePose, WorkingSide
from handout.figures.rest import SHOE_SOLE_M
from handout.figures.sight import Sight
from handout.figures.skeleton import Skeleton
from handout.figures.stage import WALLS
from handout.figures.staging import StagedPanel, stage_figure
from handout.figures.surface import triangulated

TOUCH_M: Final = 0.015
"""The gap from which two things do not touch; the skin is that far under clothes."""

_FLESH_M: Final = 0.040
"""How deep soft tissue and cloth may sink into the floor."""

_BONE_M: Final = 0.005
"""How deep the middle of one limb may lie in another."""

_GRIP_M: Final = 0.020
"""The same for a hand, which is thin and presses on what it holds."""

_SUNK_M: Final = 0.03
"""How deep skin may lie in a thing: as far as flesh and upholstery give way."""

_SUPPORT_M: Final = 0.02
"""The gap up to which the floor or equipment supports a body."""

_BALANCE_M: Final = 0.02
"""How far the centre of mass may be outside the base of support: feet are wider than drawn."""

_SPECK_MM2: Final = 0.15
_PIECE_MM2: Final = 2.5
"""The area in print below which what is cut off from a person cannot be understood."""

_CHANGE_MM2: Final = 12.0
"""The area in print that has to differ between the first panel and the last."""

_MOST: Final = 0.75
"""The share of the farthest movement from which a limb counts as one that moves."""

_STILL_M: Final = 0.01
"""How far a limb moves at most in which fingers or toes alone move."""

_SEEN: Final = 0.5
"""How long a movement has to look, as a share of its length."""

_VISIBLE: Final = 0.35
"""The share of one of the limbs that move that nothing may hide."""

_CLEARLY: Final = 1.5
"""How many times farther than the other side the working side must move."""


class _Breach(Struct, frozen=True):
    """A rule that a figure breaks."""

    rule: str
    message: str
    remedy: str = "change the pose"


def check_figure(pose: FigurePose) -> Problems:
    """Return the rules that a figure breaks without an exemption."""
    problems = Problems()
    exempt = {exemption.rule.value: exemption for exemption in pose.exempt}
    panels = stage_figure(pose)
    found = [
        (replace(breach, message=f"{panel.panel.name}: {breach.message}"), panel.panel.origin)
        for panel in panels
        for breach in _panel_breaches(panel)
    ]
    of_all = [*_side_breaches(pose, panels), *_sight_breaches(pose, panels)]
    found += [(breach, pose.panels[-1].origin) for breach in of_all]
    for breach, origin in found:
        if breach.rule not in exempt:
            hint = f"{breach.remedy}, or write 'exempt: [{{rule: {breach.rule}, because: …}}]'"
            problems.error(breach.message, origin, hint)
    broken = {breach.rule for breach, _ in found}
    for rule, exemption in exempt.items():
        if rule not in broken:
            message = f"the figure does not break '{rule}'"
            problems.note(Problem(message, exemption.origin, "delete the exemption"))
    return problems


def _panel_breaches(panel: StagedPanel) -> Iterator[_Breach]:
    yield from _range_breaches(panel.skeleton)
    yield from _reach_breaches(panel.skeleton)
    yield from _floor_breaches(panel.body)
    surfaces = _Surfaces(panel)
    yield from _collisions(panel.skeleton, surfaces)
    yield from _thing_breaches(panel, surfaces)
    yield from _contact_breaches(panel, surfaces)
    yield from _balance_breaches(panel, surfaces)


class _Surfaces:
    """The skin of each segment, and the things around a body, in one panel."""

    def __init__(self, panel: StagedPanel) -> None:
        self._body = body = panel.body
        self._triangles = triangulated(body.skeleton.rest.human.parts["body"].faces)
        self.things = [(thing, Boundary.of_meshes(thing.meshes)) for thing in panel.things]
        self._skins: dict[str, Boundary] = {}

    def skin(self, segment: str) -> Boundary:
        """Return the skin of a segment."""
        if segment not in self._skins:
            own = self._body.segments[self._triangles] == SEGMENTS.index(segment)
            self._skins[segment] = Boundary.of(self._body.points, self._triangles[own.all(1)])
        return self._skins[segment]

    def on(self, name: str) -> list[Boundary]:
        """Return the surfaces that a contact can be on: things of a kind, or a part of the body."""
        if name in REGIONS:
            return [self.skin(segment) for segment in REGIONS[name]]
        return [surface for thing, surface in self.things if thing.kind.value == name]


def measure_angles(skeleton: Skeleton) -> Iterator[tuple[str, float]]:
    """Yield each joint that has a range of motion, and its angle in degrees, as in goniometry."""
    frames = skeleton.frames
    for side in Side:
        hip = frames["pelvis"].axes.T @ frames[f"{side}-thigh"].axes
        yield f"{side} hip flexion", _degrees(np.arctan2(-hip[0, 2], hip[2, 2]))
        yield f"{side} hip abduction", _degrees(np.arcsin(np.clip(-side.sign * hip[1, 2], -1, 1)))
        turned = _degrees(np.arctan2(hip[1, 0], hip[1, 1]))
        yield f"{side} hip external rotation", side.sign * turned
        yield f"{side} knee flexion", _between(skeleton, f"{side}-thigh", f"{side}-shank")
        ankle = frames[f"{side}-shank"].axes.T @ frames[f"{side}-foot"].axes
        yield f"{side} ankle dorsiflexion", _degrees(np.arcsin(np.clip(ankle[2, 0], -1, 1)))
        yield f"{side} shoulder elevation", _between(skeleton, "thorax", f"{side}-upper-arm")
        yield f"{side} elbow flexion", _between(skeleton, f"{side}-upper-arm", f"{side}-forearm")


def _degrees(radians: SupportsFloat) -> float:
    return math.degrees(float(radians))


def _between(skeleton: Skeleton, one: str, other: str) -> float:
    cosine = skeleton.frames[one].down @ skeleton.frames[other].down
    return _degrees(np.arccos(np.clip(cosine, -1, 1)))


def _range_breaches(skeleton: Skeleton) -> Iterator[_Breach]:
    for name, angle in measure_angles(skeleton):
        normal = RANGES[name.split(" ", 1)[1]]
        excess = max(normal.minimum - angle, angle - normal.maximum)
        if excess > GONIOMETRY_ERROR_DEG:
            limits = f"{normal.minimum:.0f} to {normal.maximum:.0f}"
            message = f"{name} is {angle:.0f} degrees; the normal range is {limits}"
            yield _Breach(name, message)


def _reach_breaches(skeleton: Skeleton) -> Iterator[_Breach]:
    for name, shortfall in skeleton.shortfall_m.items():
        if shortfall > TOUCH_M:
            message = f"the {_words(name)} stays {shortfall * 100:.0f} cm short of its target"
            yield _Breach(f"{name} reach", message)


def _words(name: str) -> str:
    return name.replace("-", " ")


def _floor_breaches(body: Body) -> Iterator[_Breach]:
    for limb in LIMBS:
        depth = -body.lowest([limb])
        if depth > _FLESH_M:
            message = f"the {_words(limb)} sinks {depth * 100:.0f} cm into the floor"
            yield _Breach(f"{limb} floor", message)


def _bones(skeleton: Skeleton) -> Iterator[tuple[str, Array]]:
    """Yield each segment, and points along its middle."""
    share = np.linspace(0.1, 0.9, 5)[:, None]
    for segment, (near, far) in _MIDDLES.items():
        start, end = skeleton.points[near], skeleton.points[far]
        yield segment, start * (1 - share) + end * share


_LIMB_MIDDLES: Final = {
    "upper-arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "hand": ("wrist", "fingertip"),
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "foot": ("heel", "toe"),
}

_MIDDLES: Final = {
    "pelvis": ("pelvis", "lumbar"),
    "thorax": ("lumbar", "neck"),
    "head": ("neck", "head"),
    **{
        f"{side}-{segment}": (f"{side}-{near}", f"{side}-{far}")
        for segment, (near, far) in _LIMB_MIDDLES.items()
        for side in Side
    },
}
"""The landmarks at both ends of the middle line of a segment."""

_JOINED: Final = ("upper-arm", "thigh")
"""The segments of limbs that are joined to the trunk, in which their ends lie."""


def _collisions(skeleton: Skeleton, surfaces: _Surfaces) -> Iterator[_Breach]:
    """Yield limbs whose bones pass through other limbs or the trunk."""
    found = set()
    for own, middle in _bones(skeleton):
        for other in SEGMENTS:
            limbs = frozenset((LIMB_OF[own], LIMB_OF[other]))
            if len(limbs) == 1 or limbs in found or limbs == {"trunk", "head"}:
                continue
            if "trunk" in limbs and any(name.endswith(_JOINED) for name in (own, other)):
                continue
            allowed = _GRIP_M if "hand" in own or "hand" in other else _BONE_M
            if surfaces.skin(other).depth(middle) > allowed:
                found.add(limbs)
                first, second = sorted(limbs)
                message = f"the {_words(first)} and the {_words(second)} pass through each other"
                yield _Breach(f"{first} {second}", message)


def _thing_breaches(panel: StagedPanel, surfaces: _Surfaces) -> Iterator[_Breach]:
    """Yield limbs that pass through things."""
    for thing, surface in surfaces.things:
        if thing.kind not in _SOLID:
            continue
        for limb in LIMBS:
            depth = surface.depth(panel.body.points[panel.body.covers([limb])][::_EVERY])
            if depth > _SUNK_M:
                message = f"the {_words(limb)} is {depth * 100:.0f} cm inside the {thing.kind}"
                yield _Breach(f"{limb} {thing.kind}", message)


_EVERY: Final = 2
"""Every second point of the skin is tried."""

_SOLID: Final = frozenset((
    EquipmentKind.WALL, EquipmentKind.DOORWAY, EquipmentKind.DOOR, EquipmentKind.CHAIR,
    EquipmentKind.STOOL, EquipmentKind.TABLE, EquipmentKind.WORKTOP, EquipmentKind.STEP,
    EquipmentKind.STAIRS, EquipmentKind.RAIL, EquipmentKind.ROLLER,
))  # fmt: skip
"""What gives way to nothing, and is not worn or held."""


def _contact_breaches(panel: StagedPanel, surfaces: _Surfaces) -> Iterator[_Breach]:
    for contact in panel.panel.pose.touch:
        gap = _gap(panel.body, surfaces, contact.part, contact.on.value)
        if gap > TOUCH_M:
            part, on = _words(contact.part), _words(contact.on.value)
            message = f"the {part} should touch the {on} but is {gap * 100:.1f} cm away"
            yield _Breach(f"{contact.part} on {contact.on}", message)


def _gap(body: Body, surfaces: _Surfaces, part: str, on: str) -> float:
    """Return how far a part is from the floor, a kind of equipment or a segment, in metres."""
    if on == "floor":
        return max(body.lowest([part]), 0.0)
    points = body.shod([part])
    return min((surface.gap(points) for surface in surfaces.on(on)), default=math.inf)


def _centre_of_mass(skeleton: Skeleton) -> Array:
    """Return the centre of mass of a body, from those of its segments."""
    points = skeleton.points
    shoulders = (points["left-shoulder"] + points["right-shoulder"]) / 2
    total = HEAD_AND_NECK.fraction * points["head"]
    total = total + TRUNK.fraction * (points["pelvis"] + shoulders) / 2
    for side in Side:
        for (near, far), mass in LIMB_MASSES.items():
            a, b = points[f"{side}-{near}"], points[f"{side}-{far}"]
            total = total + mass.fraction * (a + (b - a) * mass.centre)
    result: Array = total
    return result


def _balance_breaches(panel: StagedPanel, surfaces: _Surfaces) -> Iterator[_Breach]:
    """Yield a breach if a standing body's centre of mass is outside its base of support."""
    if panel.panel.pose.position is not Position.STANDING:
        return
    support = _support(panel.body, surfaces)
    if len(support) < 3:
        yield _Breach("balance", "nothing supports the body")
        return
    hull = ConvexHull(support)
    centre = _centre_of_mass(panel.skeleton)[:2]
    normals, offsets = hull.equations[:, :2], hull.equations[:, 2]
    outside = float((normals @ centre + offsets).max())
    if outside > _BALANCE_M:
        message = f"the centre of mass is {outside * 100:.0f} cm outside the base of support"
        yield _Breach("balance", message)


def _support(body: Body, surfaces: _Surfaces) -> Array:
    """Return the points, in the plane of the floor, where floor or things support the body."""
    near = body.points[:, 2] < _SUPPORT_M + SHOE_SOLE_M
    for _, surface in surfaces.things:
        near |= surface.tree.query(body.points, distance_upper_bound=0.1)[0] < _SUPPORT_M
    result: Array = body.points[near][:, :2]
    return result


def _sight_breaches(pose: FigurePose, panels: Sequence[StagedPanel]) -> Iterator[_Breach]:
    """Yield what keeps a reader from seeing the movement."""
    own = {item.type for panel in pose.panels for item in panel.own_equipment}
    for kind in sorted(own.intersection(WALLS)):
        yield _Breach("room", f"the {kind} is not the same in all panels", "move it to the figure")
    sight = Sight.of(pose, panels)
    for number, panel in enumerate(pose.panels):
        for area in sight.pieces_mm2(number):
            if _SPECK_MM2 < area < _PIECE_MM2:
                message = f"{panel.name}: a piece of {area:.1f} mm² is cut off from the person"
                yield _Breach("pieces", message, "move the camera")
    if len(panels) == 1:
        return
    change = sight.change_mm2()
    if change < _CHANGE_MM2:
        message = f"only {change:.0f} mm² change where the figure is printed 30 mm high"
        yield _Breach("change", message, "move more, come closer or crop")
    moved = sight.moved()
    farthest = max(way for way, _ in moved.values())
    movers = [limb for limb, (way, _) in moved.items() if way >= _MOST * farthest]
    seen = max(moved[limb][1] / max(moved[limb][0], 1e-9) for limb in movers)
    if farthest > _STILL_M and seen < _SEEN:
        yield _Breach("view", "the movement is toward the viewer", "move the camera")
    for number, panel in enumerate(pose.panels):
        visible = max(sight.visible(limb, number) for limb in movers)
        if visible < _VISIBLE:
            names = " and the ".join(_words(limb) for limb in movers)
            message = f"{panel.name}: the {names}, which moves, is mostly hidden"
            yield _Breach("view", message, "move the camera")


def _side_breaches(pose: FigurePose, panels: Sequence[StagedPanel]) -> Iterator[_Breach]:
    """Yield a breach if the side that moves is not the one that the file names."""
    first, last = panels[0].skeleton, panels[-1].skeleton
    for side, other in ((Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)):
        clearly = _moved(first, last, side) > _CLEARLY * _moved(first, last, other) + 0.03
        if clearly and pose.side == WorkingSide(other):
            message = f"'side' is {pose.side}, but the {side} side moves"
            yield _Breach("side", message, f"write 'side: {side}'")


def _moved(first: Skeleton, last: Skeleton, side: Side) -> float:
    """Return how far the joints of a side move relative to the pelvis, in metres."""
    names = [f"{side}-{joint}" for joint in ("elbow", "wrist", "knee", "ankle")]
    before, after = (
        s.frames["pelvis"].to_local(np.array([s.points[name] for name in names]))
        for s in (first, last)
    )
    return float(np.linalg.norm(before - after, axis=1).sum())

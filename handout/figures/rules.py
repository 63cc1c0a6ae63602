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
    RANGES,
    SOLE_M,
    TRUNK,
    Side,
)
from handout.figures.body import Body
from handout.figures.body_pose import Position
from handout.figures.distance_field import Scene, build_scene, distances_to_part
from handout.figures.geometry import Array
from handout.figures.parts import LIMB_OF, LIMB_PARTS, NAMED_PARTS, NEIGHBOURS, Part
from handout.figures.placement import PlacedPanel, place_panel
from handout.figures.pose import FigurePose, WorkingSide
from handout.figures.primitives import Cone
from handout.figures.skeleton import Skeleton

TOUCH_M: Final = 0.01
"""The gap from which two things do not touch."""

_FLESH_M: Final = 0.040
"""How deep soft tissue and cloth may sink into the floor."""

_SOLE_M: Final = 0.03
"""How far the primitives of a foot extend below its sole, which cuts them off."""

_BONE_M: Final = 0.005
"""How deep the middle of one limb may lie in another."""

_GRIP_M: Final = 0.020
"""The same for a hand, which is thin and presses on what it holds."""

_SUPPORT_M: Final = 0.02
"""The gap up to which the floor or equipment supports a body."""

_BALANCE_M: Final = 0.02
"""How far the centre of mass may be outside the base of support: feet are wider than drawn."""

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
    panels = [place_panel(panel, pose.person) for panel in pose.panels]
    found = [
        (replace(breach, message=f"{panel.panel.name}: {breach.message}"), panel.panel.origin)
        for panel in panels
        for breach in _panel_breaches(panel)
    ]
    found += [(breach, pose.panels[-1].origin) for breach in _side_breaches(pose, panels)]
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


def _panel_breaches(panel: PlacedPanel) -> Iterator[_Breach]:
    scene = build_scene(
        panel.body, [primitive for piece in panel.pieces for primitive in piece.primitives]
    )
    yield from _range_breaches(panel.skeleton)
    yield from _reach_breaches(panel.skeleton)
    yield from _floor_breaches(panel.body)
    yield from _collisions(panel.body, scene)
    yield from _contact_breaches(panel, scene)
    yield from _balance_breaches(panel, scene)


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
    for limb, parts in LIMB_PARTS.items():
        depth = -body.lowest(part for part in parts if part != Part.HAIR)
        if depth > _FLESH_M + (_SOLE_M if limb.endswith("leg") else 0.0):
            message = f"the {_words(limb)} sinks {depth * 100:.0f} cm into the floor"
            yield _Breach(f"{limb} floor", message)


def _collisions(body: Body, scene: Scene) -> Iterator[_Breach]:
    """Yield limbs whose bones pass through other limbs or the trunk."""
    found = set()
    for primitive in body.primitives:
        if not isinstance(primitive, Cone):
            continue
        share = np.linspace(0, 1, 5)[:, None]
        bone = primitive.start * (1 - share) + primitive.end * share
        own = Part(primitive.part)
        for part in Part:
            limbs = frozenset((LIMB_OF[own], LIMB_OF[part]))
            if (
                len(limbs) == 1
                or limbs == {"trunk", "head"}
                or frozenset((own, part)) in NEIGHBOURS
                or limbs in found
            ):
                continue
            allowed = _GRIP_M if own in Part.both("hand") or part in Part.both("hand") else _BONE_M
            if distances_to_part(scene, part, bone).min() < -allowed:
                found.add(limbs)
                one, other = sorted(limbs)
                message = f"the {_words(one)} and the {_words(other)} pass through each other"
                yield _Breach(f"{one} {other}", message)


def _contact_breaches(panel: PlacedPanel, scene: Scene) -> Iterator[_Breach]:
    for contact in panel.panel.pose.touch:
        gap = _gap(panel, scene, NAMED_PARTS[contact.part], contact.on.value)
        if gap > TOUCH_M:
            part, on = _words(contact.part), _words(contact.on.value)
            message = f"the {part} should touch the {on} but is {gap * 100:.1f} cm away"
            yield _Breach(f"{contact.part} on {contact.on}", message)


def _gap(panel: PlacedPanel, scene: Scene, parts: Sequence[Part], on: str) -> float:
    """Return how far parts are from the floor, a kind of equipment or a segment, in metres."""
    body = panel.body
    if on == "floor":
        lowest = body.lowest(parts)
        soles = [abs(float(sole.point[2])) for sole in body.soles if sole.part in parts]
        return min(max(lowest, 0.0), *soles) if soles else lowest
    points = np.vstack([p.surface() for p in body.primitives if p.part in parts])
    numbers = [piece.number for piece in panel.pieces if piece.kind.value == on]
    numbers += NAMED_PARTS.get(on, ())
    gaps = (float(distances_to_part(scene, number, points).min()) for number in numbers)
    return min(gaps, default=math.inf)


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


def _balance_breaches(panel: PlacedPanel, scene: Scene) -> Iterator[_Breach]:
    """Yield a breach if a standing body's centre of mass is outside its base of support."""
    if panel.panel.pose.position is not Position.STANDING:
        return
    support = _support(panel, scene)
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


def _support(panel: PlacedPanel, scene: Scene) -> Array:
    """Return the points, in the plane of the floor, where floor or equipment supports the body."""
    points: list[Array] = []
    for primitive in panel.body.primitives:
        surface = primitive.surface()
        if primitive.part in Part.both("foot"):
            foot = panel.skeleton.frames[Part(primitive.part).segment]
            above_sole = foot.height(surface) + SOLE_M
            surface = surface - np.outer(np.minimum(above_sole, 0), foot.axes[:, 2])
        near = surface[:, 2] < _SUPPORT_M
        for piece in panel.pieces:
            near |= distances_to_part(scene, piece.number, surface) < _SUPPORT_M
        points += list(surface[near][:, :2])
    return np.array(points).reshape(-1, 2)


def _side_breaches(pose: FigurePose, panels: Sequence[PlacedPanel]) -> Iterator[_Breach]:
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

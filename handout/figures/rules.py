"""Check that a figure shows what a body can do: ranges, contacts, collisions, balance, side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, SupportsFloat

import numpy as np
from msgspec import Struct
from scipy.spatial import ConvexHull

from handout.errors import Problem, Problems
from handout.figures.anatomy import (
    FOREARM_AND_HAND,
    GONIOMETRY_DEG,
    HEAD_AND_NECK,
    RANGES,
    SHANK_AND_FOOT,
    SOLE_M,
    THIGH,
    TRUNK,
    UPPER_ARM,
    Side,
)
from handout.figures.body import LIMB_PARTS, NEIGHBOURS, PARTS, Part, Primitive, Shape
from handout.figures.equipment import Piece, build_equipment
from handout.figures.placing import Placed, place_body
from handout.figures.pose import FigurePose, PanelPose, Position, WorkingSide
from handout.figures.skeleton import Array, Skeleton
from handout.figures.trace import Scene, part_field, scene_of

TOUCH_M: Final = 0.01
"""What should touch is no farther away than this."""

_FLESH_M: Final = 0.040
"""How deep flesh and cloth may give way to the floor or to other flesh."""

_BONE_M: Final = 0.005
"""How deep the middle of one limb may lie in another."""

_GRIP_M: Final = 0.020
"""The same for a hand, which is thin and presses on what it holds."""

_BALANCE_M: Final = 0.02
"""How far outside its support the centre of mass may seem to be: feet are wider than drawn."""

_CLEARLY: Final = 1.5
"""How many times more one side must move to be the one that works."""


class _Breach(Struct, frozen=True):
    """A rule that is broken."""

    rule: str
    message: str


class _Shown(Struct, frozen=True):
    """A panel with its body and equipment."""

    panel: PanelPose
    placed: Placed
    pieces: tuple[Piece, ...]
    scene: Scene


def check_figure(pose: FigurePose) -> Problems:
    """Return what is wrong with a figure; what its file exempts, with a reason, is left out."""
    problems = Problems()
    exempt = {exemption.rule.value: exemption for exemption in pose.exempt}
    used = set()
    shown = [_shown(panel, pose) for panel in pose.panels]
    for one in shown:
        for breach in _breaches(one):
            if breach.rule in exempt:
                used.add(breach.rule)
            else:
                hint = f"change the pose, or exempt '{breach.rule}' and say why"
                problems.error(f"{one.panel.name}: {breach.message}", one.panel.origin, hint)
    for breach in _side_breaches(pose, shown):
        if breach.rule in exempt:
            used.add(breach.rule)
        else:
            problems.error(breach.message, pose.panels[-1].origin)
    for rule, exemption in exempt.items():
        if rule not in used:
            problems.note(Problem(f"'{rule}' needs no exemption", exemption.origin, "delete it"))
    return problems


def measure_angles(skeleton: Skeleton) -> Mapping[str, float]:
    """Return the angle of every joint that has a range, in degrees, as a clinician measures it."""
    return dict(_angles(skeleton))


def _shown(panel: PanelPose, pose: FigurePose) -> _Shown:
    placed = place_body(panel.pose, pose.person)
    pieces = build_equipment(panel.equipment, placed.skeleton)
    solids = [p for piece in pieces for p in piece.primitives]
    return _Shown(panel, placed, pieces, scene_of(placed.body, solids))


def _breaches(shown: _Shown) -> Iterator[_Breach]:
    yield from _range_breaches(shown)
    yield from _reach_breaches(shown)
    yield from _floor_breaches(shown)
    yield from _collisions(shown)
    yield from _touch_breaches(shown)
    yield from _balance_breaches(shown)


def _angles(skeleton: Skeleton) -> Iterator[tuple[str, float]]:
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


def _range_breaches(shown: _Shown) -> Iterator[_Breach]:
    for name, angle in _angles(shown.placed.skeleton):
        known = RANGES[name.split(" ", 1)[1]]
        if not known.least - GONIOMETRY_DEG <= angle <= known.most + GONIOMETRY_DEG:
            limits = f"{known.least:.0f} to {known.most:.0f}"
            yield _Breach(name, f"the {name} is {angle:.0f} degrees; people reach {limits}")


def _reach_breaches(shown: _Shown) -> Iterator[_Breach]:
    for name, short in shown.placed.skeleton.short_m.items():
        if short > TOUCH_M:
            message = f"the {name.replace('-', ' ')} falls {short * 100:.0f} cm short of its place"
            yield _Breach(f"{name} reach", message)


def _floor_breaches(shown: _Shown) -> Iterator[_Breach]:
    body = shown.placed.body
    for name, parts in LIMB_PARTS.items():
        if name in ("trunk", "head") or (
            name.endswith(("arm", "leg")) and "upper" not in name and "fore" not in name
        ):
            low = body.lowest(part for part in parts if part != Part.HAIR)
            sole = any(part in (Part.FOOT, Part.FOOT + 6) for part in parts)
            # The sole cuts the foot off above the lowest point of its soft shape.
            if low < -_FLESH_M - (0.03 if sole else 0.0):
                yield _Breach(
                    f"{name} floor",
                    f"the {name.replace('-', ' ')} is {-low * 100:.0f} cm in the floor",
                )


def _limb_of(part: int) -> str:
    for name in ("trunk", "head", "left-arm", "left-leg", "right-arm", "right-leg"):
        if part in LIMB_PARTS[name]:
            return name
    raise KeyError(part)


def _collisions(shown: _Shown) -> Iterator[_Breach]:
    """Yield limbs whose bones run through other limbs or the trunk."""
    grown = {frozenset(pair) for pair in NEIGHBOURS}
    found = set()
    for primitive in shown.placed.body.primitives:
        if primitive.shape is not Shape.CONE:
            continue
        share = np.linspace(0, 1, 5)[:, None]
        bone = primitive.numbers[0:3] * (1 - share) + primitive.numbers[3:6] * share
        for part in range(PARTS):
            pair = frozenset((_limb_of(primitive.part), _limb_of(part)))
            near = (
                frozenset((primitive.part, part)) in grown
                or len(pair) == 1
                or pair == {"trunk", "head"}
            )
            if near or pair in found:
                continue
            soft = _GRIP_M if {primitive.part, part} & {Part.HAND, Part.HAND + 6} else _BONE_M
            if part_field(shown.scene, part, bone).min() < -soft:
                found.add(pair)
                one, other = sorted(pair)
                yield _Breach(
                    f"{one} {other}", f"the {one} and the {other} run through one another"
                )


def _surface(primitive: Primitive) -> Array:
    """Return points on the surface of a primitive."""
    around = np.array(
        [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if x or y or z],
        float,
    )
    around /= np.linalg.norm(around, axis=1)[:, None]
    n = primitive.numbers
    if primitive.shape is Shape.CONE:
        ends = [n[0:3] + around * n[6], n[3:6] + around * n[7]]
        return np.vstack([*ends, (ends[0] + ends[1]) / 2])
    size = n[12:15] + n[15]
    result: Array = n[0:3] + (around * size) @ n[3:12].reshape(3, 3)
    return result


def _touch_breaches(shown: _Shown) -> Iterator[_Breach]:
    for touch in shown.panel.pose.touch:
        gap = _gap(shown, LIMB_PARTS[touch.part], touch.on.value)
        if gap > TOUCH_M:
            part, on = touch.part.replace("-", " "), touch.on.value.replace("-", " ")
            message = f"the {part} should touch the {on} and is {gap * 100:.1f} cm away"
            yield _Breach(f"{touch.part} on {touch.on}", message)


def _gap(shown: _Shown, parts: tuple[int, ...], on: str) -> float:
    """Return how far parts are from the floor, a kind of equipment or a segment, in metres."""
    body = shown.placed.body
    if on == "floor":
        low = body.lowest(parts)
        soles = [p for p in body.soles if p.part in parts]
        return min(max(low, 0.0), *(abs(float(p.point[2])) for p in soles)) if soles else low
    points = np.vstack([_surface(p) for p in body.primitives if p.part in parts])
    numbers = [piece.number for piece in shown.pieces if piece.kind.value == on]
    numbers += LIMB_PARTS.get(on, ())
    return min((float(part_field(shown.scene, n, points).min()) for n in numbers), default=np.inf)


def _centre_of_mass(skeleton: Skeleton) -> Array:
    """Return the centre of mass, from the shares and centres of the segments' masses."""
    p = skeleton.points
    total = HEAD_AND_NECK.share * p["head"]
    shoulders = (p["left-shoulder"] + p["right-shoulder"]) / 2
    total = total + TRUNK.share * (p["pelvis"] + shoulders) / 2
    for side in Side:
        for mass, near, far in (
            (UPPER_ARM, "shoulder", "elbow"),
            (FOREARM_AND_HAND, "elbow", "wrist"),
            (THIGH, "hip", "knee"),
            (SHANK_AND_FOOT, "knee", "ankle"),
        ):
            a, b = p[f"{side}-{near}"], p[f"{side}-{far}"]
            total = total + mass.share * (a + (b - a) * mass.centre)
    result: Array = total
    return result


def _balance_breaches(shown: _Shown) -> Iterator[_Breach]:
    """Yield a standing body whose centre of mass is not over what it stands and leans on."""
    pose = shown.panel.pose
    if pose.position is not Position.STANDING:
        return
    support = _support(shown)
    centre = _centre_of_mass(shown.placed.skeleton)[:2]
    if len(support) < 3:
        yield _Breach("balance", "nothing carries the body")
        return
    hull = ConvexHull(support)
    outside = float((hull.equations[:, :2] @ centre + hull.equations[:, 2]).max())
    if outside > _BALANCE_M:
        yield _Breach(
            "balance", f"the centre of mass is {outside * 100:.0f} cm outside the support"
        )


def _support(shown: _Shown) -> Array:
    """Return points on the floor plan under what touches the floor or equipment."""
    points: list[Array] = []
    things = [piece.number for piece in shown.pieces]
    for primitive in shown.placed.body.primitives:
        surface = _surface(primitive)
        near = surface[:, 2] < 0.02
        if primitive.part in (Part.FOOT, Part.FOOT + 6):
            side = Side.LEFT if primitive.part == Part.FOOT else Side.RIGHT
            foot = shown.placed.skeleton.frames[f"{side}-foot"]
            height = (surface - foot.origin) @ foot.axes[:, 2] + SOLE_M
            surface = surface - np.outer(np.minimum(height, 0), foot.axes[:, 2])
            near = surface[:, 2] < 0.02
        for number in things:
            near |= part_field(shown.scene, number, surface) < 0.02
        points += list(surface[near][:, :2])
    return np.array(points).reshape(-1, 2)


def _side_breaches(pose: FigurePose, shown: list[_Shown]) -> Iterator[_Breach]:
    """Yield a picture in which the other side moves, or both where one is named."""
    first, last = (s.placed.skeleton for s in (shown[0], shown[-1]))
    moved = {side: _moved(first, last, side) for side in Side}
    for side in Side:
        other = Side.RIGHT if side is Side.LEFT else Side.LEFT
        if moved[side] > _CLEARLY * moved[other] + 0.03 and pose.side == WorkingSide(other):
            yield _Breach("side", f"the file says '{pose.side}', and the {side} side moves")


def _moved(first: Skeleton, last: Skeleton, side: Side) -> float:
    """Return how far the joints of a side move against the pelvis, in metres."""
    names = [f"{side}-{joint}" for joint in ("elbow", "wrist", "knee", "ankle")]
    back = [s.frames["pelvis"] for s in (first, last)]
    places = [
        np.array([frame.axes.T @ (s.points[n] - frame.origin) for n in names])
        for s, frame in zip((first, last), back, strict=True)
    ]
    return float(np.linalg.norm(places[0] - places[1], axis=1).sum())

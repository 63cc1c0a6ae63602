"""Put the equipment of a panel in its place, as meshes and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures import bands, exercise_things, furniture, ribbons, walking_aids
from handout.figures.anatomy import Side
from handout.figures.equipment_fields import Equipment, EquipmentKind, Rail
from handout.figures.field_types import Point
from handout.figures.geometry import Array, Frame, Triple, axes_along, rotation_z, unit
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.models import Model, Part, together
from handout.figures.palette import Role
from handout.figures.skeleton import Skeleton, metres
from handout.figures.solids import Solid

_WALL_HEIGHT_M: Final = 3.2
"""Walls are higher than any picture, which cuts them off."""

_WALL_THICKNESS_M: Final = 0.09

_SHRUNK: Final = 0.25
"""How small a thing is at rest: neighbouring pixels that see a level face at a flat angle are far
apart on it, and would have a line between them."""


class Thing(Struct, frozen=True):
    """An item of equipment in its place."""

    kind: EquipmentKind
    meshes: tuple[Mesh, ...]
    lines: tuple[Line, ...] = ()


class _Scene(Struct, frozen=True):
    """The person around whom things are put."""

    skeleton: Skeleton
    worn: Sequence[Mesh]
    """The skin and clothes of the person in the pose."""
    in_wheelchair: bool

    def place(self, item: Equipment) -> Frame:
        """Return the frame of a thing that stands upright."""
        origin = self.skeleton.point(item.at) if item.at else np.zeros(3)
        return Frame(rotation_z(item.yaw), origin)

    def along_axis(self, item: Equipment) -> Frame:
        """Return the frame of a thing whose z axis has a direction."""
        along = self.skeleton.direction(item.axis) if item.axis else np.array([0.0, 1.0, 0.0])
        return Frame(axes_along(along, np.array([1.0, 0.3, 0.2])), self.place(item).origin)

    def grip(self, side: Side) -> Frame:
        """Return a frame in the grip of a hand, with z across the palm toward the thumb."""
        hand = self.skeleton.frames[f"{side}-hand"]
        axes = axes_along(hand.axes[:, 0], hand.axes[:, 2])
        return Frame(axes, hand.to_world(0, -side.sign * 0.030, -0.083))

    def along_limb(self, segment: str, share: float) -> Frame:
        """Return a frame on the middle line of a segment, with z toward its proximal end."""
        side, bone = segment.split("-", 1)
        frame, points = self.skeleton.frames[segment], self.skeleton.points
        if bone == "foot":
            near, far = points[f"{side}-heel"], points[f"{side}-toe"]
            return Frame(axes_along(near - far, frame.axes[:, 2]), near + (far - near) * share)
        # Fingers may be bent, so that a hand ends at its knuckles.
        end = _ENDS.get(bone)
        length = float(np.linalg.norm(points[f"{side}-{end}"] - frame.origin)) if end else _PALM_M
        return frame.moved(0, 0, -length * share)


_ENDS: Final = {"upper-arm": "elbow", "forearm": "wrist", "thigh": "knee", "shank": "ankle"}
"""The joint at the distal end of a segment."""

_PALM_M: Final = 0.09
"""From the wrist to the knuckles."""

_WORLD: Final = Frame(np.eye(3), np.zeros(3))


def build_equipment(
    items: Sequence[Equipment],
    skeleton: Skeleton,
    worn: Sequence[Mesh],
    *,
    in_wheelchair: bool = False,
) -> tuple[Thing, ...]:
    """Return equipment in its place around a person, whose skin and clothes soft things follow.

    Who uses a wheelchair sits in it wherever others sit on a chair.
    """
    scene = _Scene(skeleton, worn, in_wheelchair)
    return tuple(_thing(number, item, scene) for number, item in enumerate(items))


def _thing(number: int, item: Equipment, scene: _Scene) -> Thing:
    is_own = scene.in_wheelchair and item.type in _SEATS
    model, frame = (_own_wheelchair if is_own else _MODELS[item.type])(item, scene)
    solids = [part.solid.placed(frame) for part in model.parts]
    seams = [_to_world(frame, points) for points in model.seams]
    soft = [n for n, part in enumerate(model.parts) if part.give]
    if soft:
        give = max(model.parts[n].give for n in soft)
        dent = _Dent.of(np.vstack([solids[n].points for n in soft]), give, scene.worn)
        for n in soft:
            solids[n] = solids[n].moved_to(dent.press(solids[n].points))
        seams = [dent.press(points) for points in seams]
    name = f"{item.type}-{number}"
    return Thing(
        item.type,
        tuple(_mesh(name, *pair) for pair in zip(model.parts, solids, strict=True)),
        tuple(Line(kind=LineKind.SEAM, points=points) for points in seams),
    )


def _to_world(frame: Frame, points: Array) -> Array:
    result: Array = frame.origin + points @ frame.axes.T
    return result


def _mesh(name: str, part: Part, placed: Solid) -> Mesh:
    return Mesh(
        name=name,
        role=part.role,
        points=placed.points,
        triangles=placed.triangles,
        rest=part.solid.points * _SHRUNK,
        inside=part.role if part.sheet else None,
    )


class _Dent(Struct, frozen=True):
    """Where a body that lies on a thing presses it down, to its middle at most."""

    body: Array
    """The points of the body that are near the thing."""
    middle: float
    """The height of the thing's middle."""
    give: float
    """How far around the body the thing gives way."""

    @classmethod
    def of(cls, points: Array, give: float, worn: Sequence[Mesh]) -> _Dent:
        """Return the dent of what is worn in a thing with some points."""
        low, high = points.min(0) - give, points.max(0) + give
        body = np.concatenate([mesh.points for mesh in worn])
        near = ((body > low) & (body < high)).all(1)
        return cls(body[near], float(points[:, 2].min() + points[:, 2].max()) / 2, give)

    def press(self, points: Array) -> Array:
        """Return points of the thing where the body lets them be."""
        result = points.copy()
        for number in np.nonzero(points[:, 2] > self.middle)[0]:
            aside = np.hypot(*(self.body[:, :2] - points[number, :2]).T)
            near = aside < self.give
            if near.any():
                # The farther aside the body, the less it presses.
                limits = self.body[near, 2] + 0.6 * aside[near] ** 2 / self.give
                limit = max(float(limits.min()) - 0.002, self.middle)
                result[number, 2] = min(points[number, 2], limit)
        return result


_Placed = tuple[Model, Frame]
_Maker = Callable[[Equipment, _Scene], _Placed]


def _size(item: Equipment) -> Triple:
    if item.size is None:
        return _DEFAULT_SIZES[item.type]
    x, y, z = metres(item.size).tolist()
    return x, y, z


def _radius(item: Equipment, default_m: float) -> float:
    return item.radius.metres if item.radius else default_m


def _length(item: Equipment, default_m: float) -> float:
    return item.length.metres if item.length else default_m


def _upright(model: Callable[[float, float, float], Model]) -> _Maker:
    """Return the maker of things that stand and are modelled by their size."""

    def make(item: Equipment, scene: _Scene) -> _Placed:
        return model(*_size(item)), scene.place(item)

    return make


def _own_wheelchair(item: Equipment, scene: _Scene) -> _Placed:
    """Make a wheelchair whose seat is as high as that of another chair."""
    x, y, _ = _DEFAULT_SIZES[EquipmentKind.WHEELCHAIR]
    return walking_aids.wheelchair(x, y, _size(item)[2]), scene.place(item)


def _wall(item: Equipment, scene: _Scene) -> _Placed:
    """Make a wall whose face toward the person is where it is said to be."""
    x, y, _ = _size(item)
    frame = scene.place(item)
    toward = 1 if frame.to_local(scene.skeleton.pelvis)[1] > 0 else -1
    thickness = max(y, _WALL_THICKNESS_M)
    inward = frame.moved(0, toward * (y - thickness) / 2, 0)
    return furniture.wall(x, thickness, _WALL_HEIGHT_M, toward), inward


def _stairs(item: Equipment, scene: _Scene) -> _Placed:
    sides = {None: (), Rail.LEFT: (1,), Rail.RIGHT: (-1,), Rail.BOTH: (-1, 1)}[item.rail]
    return furniture.stairs(*_size(item), int(item.steps), sides), scene.place(item)


def _flat_towel(item: Equipment, scene: _Scene) -> _Placed:
    size, folds = _size(item), int(item.folds)
    gathered = exercise_things.gathered_towel(*size, folds) if folds > 0 else None
    return gathered or exercise_things.flat_towel(*size), scene.place(item)


def _towel(item: Equipment, scene: _Scene) -> _Placed:
    if item.through:
        path = bands.taut(scene.worn, [scene.skeleton.point(point) for point in item.through])
        width = 2 * _radius(item, 0.045)
        ends = [ribbons.loose_end(way, width, Role.TOWEL) for way in (path, path[::-1])]
        return together(ribbons.towel(path, width), *ends), _WORLD
    model = exercise_things.towel_roll(_radius(item, 0.060), _length(item, 0.34))
    return model, scene.along_axis(item)


def _roller(item: Equipment, scene: _Scene) -> _Placed:
    model = exercise_things.roller(_radius(item, 0.075), _length(item, 0.60))
    return model, scene.along_axis(item)


def _ball(item: Equipment, scene: _Scene) -> _Placed:
    frame = scene.grip(item.hand) if item.hand else scene.place(item)
    return exercise_things.ball(_radius(item, 0.1)), frame


def _dumbbell(item: Equipment, scene: _Scene) -> _Placed:
    model = exercise_things.dumbbell(_radius(item, 0.05))
    return model, scene.grip(item.hand) if item.hand else scene.along_axis(item)


def _stick(item: Equipment, scene: _Scene) -> _Placed:
    model = exercise_things.stick(_length(item, 1.0))
    if item.hand:
        return model, scene.grip(item.hand)
    first, last = (scene.skeleton.point(point) for point in (item.through[0], item.through[-1]))
    return model, Frame(axes_along(last - first, np.array([1.0, 0.3, 0.2])), (first + last) / 2)


def _foot_of(item: Equipment, scene: _Scene, grip: Array) -> Array:
    """Return where a stick stands: where it is said to, or below the hand."""
    return scene.skeleton.point(item.at) if item.at else grip * np.array([1.0, 1.0, 0.0])


def _forward(frame: Frame) -> Array:
    """Return the direction of a grip, level with the floor."""
    return unit(frame.axes[:, 2] * np.array([1.0, 1.0, 0.0]))


def _cane(item: Equipment, scene: _Scene) -> _Placed:
    grip = scene.grip(item.hand or Side.RIGHT)
    foot = _foot_of(item, scene, grip.origin)
    return walking_aids.cane(grip.origin, foot, _forward(grip)), _WORLD


def _crutch(item: Equipment, scene: _Scene) -> _Placed:
    side = item.hand or Side.RIGHT
    grip, elbow = scene.grip(side), scene.skeleton.points[f"{side}-elbow"]
    foot = _foot_of(item, scene, grip.origin)
    return walking_aids.crutch(grip.origin, foot, elbow, _forward(grip)), _WORLD


def _band_loop(item: Equipment, scene: _Scene) -> _Placed:
    bone = (item.around or "left-thigh").split("-", 1)[1]
    limbs = [scene.along_limb(f"{side}-{bone}", item.share) for side in Side]
    return Model((bands.loop_band(scene.worn, limbs, 0.055, Role.BAND),)), _WORLD


def _cuff(item: Equipment, scene: _Scene) -> _Placed:
    limb = scene.along_limb(item.around or "left-shank", item.share)
    return bands.cuff(scene.worn, limb, _length(item, 0.10)), _WORLD


def _band(item: Equipment, scene: _Scene) -> _Placed:
    width = 2 * _radius(item, 0.022)
    path = bands.taut(scene.worn, [scene.skeleton.point(point) for point in item.through])
    held = [_is_held(point) for point in (item.through[0], item.through[-1])]
    models = [ribbons.band(path, width, (held[0], held[1])), *_wound(item, scene, width, Role.BAND)]
    models += [
        ribbons.loose_end(way, width, Role.BAND)
        for is_held, way in zip(held, (path, path[::-1]), strict=True)
        if is_held
    ]
    fixed = [scene.skeleton.point(point) for point in item.through if _is_of_the_world(point)]
    return together(*models, Model(tuple(map(ribbons.knob, fixed)))), _WORLD


def _strap(item: Equipment, scene: _Scene) -> _Placed:
    width = 2 * _radius(item, 0.016)
    path = bands.taut(scene.worn, [scene.skeleton.point(point) for point in item.through])
    webbing = Model((ribbons.ribbon(path, width, Role.STRAP),))
    return together(webbing, *_wound(item, scene, width, Role.STRAP)), _WORLD


def _wound(item: Equipment, scene: _Scene, width: float, role: Role) -> Iterator[Model]:
    """Yield what is wound around the hands that hold the ends of a band or a strap."""
    for end in (item.through[0], item.through[-1]):
        if end.landmark and _is_held(end):
            around = scene.along_limb(end.landmark, 0.75)
            yield Model((bands.loop_band(scene.worn, [around], width, role),))


def _is_of_the_world(point: Point) -> bool:
    return not (point.landmark or point.segment or point.on_skin)


def _is_held(point: Point) -> bool:
    return bool(point.landmark and point.landmark.endswith("-hand"))


def _sling(item: Equipment, scene: _Scene) -> _Placed:
    segment = item.around or "left-forearm"
    side = Side(segment.split("-", 1)[0])
    model = bands.sling(scene.worn, scene.skeleton, side)
    return model, _WORLD


_DEFAULT_SIZES: Final[dict[EquipmentKind, Triple]] = {
    EquipmentKind.CHAIR: (0.42, 0.42, 0.45),
    EquipmentKind.ARMCHAIR: (0.52, 0.60, 0.46),
    EquipmentKind.STOOL: (0.36, 0.36, 0.48),
    EquipmentKind.WHEELCHAIR: (0.42, 0.44, 0.50),
    EquipmentKind.WALKER: (0.42, 0.56, 0.86),
    EquipmentKind.PILLOW: (0.42, 0.60, 0.13),
    EquipmentKind.FLAT_TOWEL: (0.45, 0.30, 0.02),
    EquipmentKind.CARD: (0.004, 0.10, 0.14),
}
"""Of things whose size is usual."""

_SEATS: Final = (EquipmentKind.CHAIR, EquipmentKind.ARMCHAIR, EquipmentKind.STOOL)

_MODELS: Final[dict[EquipmentKind, _Maker]] = {
    EquipmentKind.MAT: _upright(exercise_things.mat),
    EquipmentKind.WALL: _wall,
    EquipmentKind.DOORWAY: _upright(furniture.doorway),
    EquipmentKind.DOOR: _upright(furniture.door),
    EquipmentKind.CHAIR: _upright(furniture.chair),
    EquipmentKind.ARMCHAIR: _upright(furniture.armchair),
    EquipmentKind.STOOL: _upright(furniture.stool),
    EquipmentKind.TABLE: _upright(furniture.table),
    EquipmentKind.WORKTOP: _upright(furniture.worktop),
    EquipmentKind.BED: _upright(furniture.bed),
    EquipmentKind.STEP: _upright(furniture.step),
    EquipmentKind.STAIRS: _stairs,
    EquipmentKind.RAIL: _upright(furniture.rail),
    EquipmentKind.PILLOW: _upright(exercise_things.pillow),
    EquipmentKind.ROLLER: _roller,
    EquipmentKind.TOWEL: _towel,
    EquipmentKind.FLAT_TOWEL: _flat_towel,
    EquipmentKind.BALL: _ball,
    EquipmentKind.CARD: _upright(exercise_things.card),
    EquipmentKind.DUMBBELL: _dumbbell,
    EquipmentKind.STICK: _stick,
    EquipmentKind.CANE: _cane,
    EquipmentKind.CRUTCH: _crutch,
    EquipmentKind.WALKER: _upright(walking_aids.walker),
    EquipmentKind.WHEELCHAIR: _upright(walking_aids.wheelchair),
    EquipmentKind.BAND_LOOP: _band_loop,
    EquipmentKind.BAND: _band,
    EquipmentKind.STRAP: _strap,
    EquipmentKind.CUFF: _cuff,
    EquipmentKind.SLING: _sling,
}

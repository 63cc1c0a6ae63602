"""Model the things that people lie on, hold and wear when they exercise, in metres."""

from __future__ import annotations

from typing import Final

import numpy as np

from handout.figures.geometry import Array
from handout.figures.models import Model, Part, level
from handout.figures.palette import Role
from handout.figures.solids import (
    Solid,
    box,
    cushion,
    cylinder,
    joined,
    prism,
    rectangle,
    ring,
    rounded_rectangle,
    slab,
    sphere,
    sweep,
    tube,
    turned,
)

_LARGE_BALL_M: Final = 0.2
"""The radius from which a ball is one to sit on, with grooves around it."""

_TOWEL_GIVE_M: Final = 0.08
_PILLOW_GIVE_M: Final = 0.06
FIRM_GIVE_M: Final = 0.03
"""How far around a body a rolled towel, a pillow and firmer things give way."""

_FOLD_M: Final = 0.03
"""The length along the floor of a fold of a towel that is drawn up."""


def mat(x: float, y: float, z: float) -> Model:
    """Return a mat with rounded corners, whose upper side is at 0."""
    outline = rounded_rectangle(x, y, 0.05)
    soft = prism(outline, -z, 0.0)
    return Model((Part(Role.MAT, soft),))


def towel_roll(radius: float, length: float) -> Model:
    """Return a rolled towel along z, with the spiral of its cloth at its ends."""
    half, soft = length / 2, 0.22 * radius
    profile = [(radius - soft, -half)]
    profile += [
        (radius - soft * (1 - np.cos(a)), -half + soft * (1 + np.sin(a)) * 0.5)
        for a in np.radians((-60, -30, 0))
    ]
    profile += [(r, -z) for r, z in reversed(profile)]
    turns = np.linspace(0.12, 1.0, 60)
    angles = 2 * np.pi * 2.6 * turns + 0.4
    across = (radius - soft * 0.8) * turns
    spiral = np.stack([across * np.cos(angles), across * np.sin(angles)], 1)
    ends = tuple(level(spiral, sign * (half + 0.001)) for sign in (-1, 1))
    # The free edge of the cloth lies along the roll, where the spiral ends.
    edge = radius * 1.004 * np.array([np.cos(angles[-1]), np.sin(angles[-1])])
    hem = np.array([[*edge, -half + soft * 0.6], [*edge, half - soft * 0.6]])
    return Model((Part(Role.TOWEL, turned(profile, around=40), give=_TOWEL_GIVE_M),), (*ends, hem))


def gathered_towel(x: float, y: float, z: float, folds: int) -> Model:
    """Return a towel of one layer whose end toward +x is drawn up in folds."""
    turns = np.linspace(0, folds, 16 * folds + 1)
    # Each fold leans over: the cloth goes up steeply and comes down further on.
    along = x / 2 - _FOLD_M * (folds - turns + 0.2 * np.sin(2 * np.pi * turns))
    tallest = 1 - 0.3 * np.abs(turns / folds - 0.4)
    height = _FOLD_M * 0.85 * tallest * (1 - np.cos(2 * np.pi * turns)) / 2
    path = np.stack([along, np.zeros_like(along), height + z / 2], -1)
    flat = [min(-x / 2, along[0] - _FOLD_M), 0, z / 2]
    path = np.vstack([flat, path, path[-1] + [_FOLD_M, 0, 0]])
    normals = np.tile([0.0, 1.0, 0.0], (len(path), 1))
    cloth = sweep(path, rectangle(y, z), normals=normals)
    return Model((Part(Role.TOWEL, cloth, give=FIRM_GIVE_M),))


def flat_towel(x: float, y: float, z: float) -> Model:
    """Return a folded towel with a hem line near each end."""
    cloth = slab(rounded_rectangle(x, y, 0.012), 0.0, z, min(0.45 * z, 0.008))
    at = x / 2 - 0.045
    hems = tuple(
        np.array([[i * at, -y / 2 + 0.004, z + 0.001], [i * at, y / 2 - 0.004, z + 0.001]])
        for i in (-1, 1)
    )
    return Model((Part(Role.TOWEL, cloth, give=FIRM_GIVE_M),), hems)


def pillow(x: float, y: float, z: float) -> Model:
    """Return a soft pillow."""
    return Model((Part(Role.PILLOW, cushion(x, y, z), give=_PILLOW_GIVE_M),))


def roller(radius: float, length: float) -> Model:
    """Return a hollow foam roller along z."""
    half, hollow, bevel = length / 2, radius * 0.42, 0.006
    inner = radius - bevel
    skin = turned(
        [(inner, -half), (radius, bevel - half), (radius, half - bevel), (inner, half)], around=40
    )
    ends = [_annulus(hollow, inner, sign * (half + 0.0004), sign) for sign in (-1, 1)]
    hole = cylinder(hollow, length + 0.0006)
    return Model(
        (
            Part(Role.ROLLER, skin, give=FIRM_GIVE_M),
            Part(Role.PLASTIC, joined(ends)),
            Part(Role.RUBBER, hole),
        )
    )


def _annulus(inner: float, outer: float, height: float, facing: int) -> Solid:
    """Return a flat ring about z at a height, seen from above (1) or below (-1)."""
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False) * facing
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    points = np.vstack([level(circle * inner, height), level(circle * outer, height)])
    here, onward = np.arange(40), np.roll(np.arange(40), -1)
    triangles = [
        np.stack([here, here + 40, onward + 40], 1),
        np.stack([here, onward + 40, onward], 1),
    ]
    return Solid(points, np.vstack(triangles).astype(np.int32))


def ball(radius: float) -> Model:
    """Return a ball about the origin; a large one has grooves."""
    grooves: tuple[Array, ...] = ()
    if radius > _LARGE_BALL_M:
        angles = np.linspace(0, 2 * np.pi, 90)
        circle = np.stack([np.cos(angles), np.sin(angles)], 1) * 1.001 * radius
        grooves = tuple(level(circle * np.cos(a), radius * np.sin(a)) for a in (-0.5, 0.0, 0.5))
    return Model((Part(Role.BALL, sphere(radius)),), grooves)


def dumbbell(radius: float) -> Model:
    """Return a dumbbell with its bar along z and six-sided heads."""
    reach, bevel = 0.062, 0.012
    profile = [
        (radius - bevel, 0.0),
        (radius, bevel),
        (radius, 0.055 - bevel),
        (radius - bevel, 0.055),
    ]
    head = turned(profile, around=6)
    heads = [head.moved(0, 0, reach), head.moved(0, 0, -reach - 0.055)]
    return Model(
        (
            Part(Role.METAL_LIGHT, cylinder(0.014, 2 * reach)),
            Part(Role.METAL, joined(heads)),
        )
    )


def stick(length: float) -> Model:
    """Return a round wooden stick along z."""
    half, radius = length / 2, 0.013
    profile = [
        (radius * 0.6, -half),
        (radius, 0.006 - half),
        (radius, half - 0.006),
        (radius * 0.6, half),
    ]
    return Model((Part(Role.WOOD, turned(profile, around=12)),))


def card(x: float, y: float, z: float) -> Model:
    """Return a card that stands with a letter E on both sides."""
    sheet = box(x, y, z)
    skin, width, stroke = -x / 2 - 0.001, z * 0.34, z * 0.10
    middle = z / 2
    strokes = [box(0.001, stroke, z * 0.62).moved(skin, width / 2 - stroke / 2, z * 0.19)]
    strokes += [
        box(0.001, width - stroke, stroke).moved(
            skin, -stroke / 2, middle + lift * (z * 0.31 - stroke / 2) - stroke / 2
        )
        for lift in (-1, 0, 1)
    ]
    letter = joined(strokes)
    back = letter.moved_to(letter.points * np.array([-1.0, -1.0, 1.0]))
    return Model((Part(Role.PAPER, sheet), Part(Role.INK, joined([letter, back]))))


def hoop(radius: float, thickness: float) -> Solid:
    """Return a ring about the y axis: a wheel that rolls along x."""
    solid = ring(radius, thickness)
    return solid.moved_to(solid.points[:, [0, 2, 1]] * np.array([1.0, -1.0, 1.0]))


def straight_tube(start: Array, end: Array, radius: float) -> Solid:
    """Return a tube between two points."""
    return tube(np.array([start, end]), radius)

"""Model furniture and parts of a room, at their sizes along x and y and their heights, in metres.

A piece of furniture faces x: a person sits on a chair facing x, and climbs stairs toward x. A bed
has its head at the other end, where the head of a person is who lies on their back.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Final

import numpy as np

from handout.figures.exercise_things import FIRM_GIVE_M
from handout.figures.geometry import Array, Frame, rotation_y
from handout.figures.models import Model, Part, straight
from handout.figures.palette import Role
from handout.figures.solids import (
    Solid,
    bar,
    bent_path,
    box,
    cylinder,
    joined,
    rectangle,
    rounded_rectangle,
    slab,
    sweep,
    tube,
    turned,
)

_UP: Final = np.array([0.0, 0.0, 1.0])

_TAPER: Final = 0.72
"""The width of a leg at the floor, as a share of that at its top."""


_SKIRTING_M: Final = (0.012, 0.09)
"""The depth and the height of a skirting board."""

_BESIDE_M: Final = 4.0
"""How far the wall goes on beside a door: out of the picture."""


def _legs(x: float, y: float, height: float, thickness: float, splay: float) -> Solid:
    """Return four legs that taper and spread toward the floor; x and y are half their distance."""
    section = rectangle(thickness, thickness)
    return joined(
        [
            bar((i * x, j * y, height), (i * (x + splay), j * (y + splay), 0), section, _TAPER)
            for i, j in product((-1, 1), repeat=2)
        ]
    )


def _apron(x: float, y: float, low: float, high: float, thickness: float = 0.018) -> Solid:
    """Return the boards that join four legs below a top; x and y are half their distance."""
    boards = [box(2 * x, thickness, high - low).moved(0, j * y, low) for j in (-1, 1)]
    boards += [box(thickness, 2 * y, high - low).moved(i * x, 0, low) for i in (-1, 1)]
    return joined(boards)


def _rail(y: float, x: float, height: float, depth: float, bow: float) -> Solid:
    """Return a rail of a chair's back between two posts, bowed away from the back."""
    across = np.linspace(-1, 1, 9)
    path = np.stack([x - bow * (1 - across**2), y * across, np.full(9, height)], 1)
    return sweep(path, rectangle(depth, 0.018), normals=np.tile(_UP, (9, 1)))


def chair(x: float, y: float, z: float) -> Model:
    """Return a wooden chair whose back leans a little and has two rails."""
    inset, lean, top = 0.030, 0.045, z + 0.43
    half_x, half_y = x / 2 - inset, y / 2 - inset
    seat = slab(rounded_rectangle(x, y, 0.035), z - 0.030, z, 0.008)
    legs = _legs(half_x, half_y, z - 0.03, 0.036, 0.016)
    apron = _apron(half_x, half_y, z - 0.075, z - 0.03)
    section = rectangle(0.034, 0.030)
    posts = [
        bar((-half_x, j * half_y, z - 0.03), (-half_x - lean, j * half_y, top), section, 0.85)
        for j in (-1, 1)
    ]
    rails = [
        _rail(half_y, -half_x - lean * (height - z) / (top - z), height, depth, 0.014)
        for height, depth in ((top - 0.06, 0.085), (z + 0.20, 0.045))
    ]
    return Model((Part(Role.WOOD, joined([seat, legs, apron, *posts, *rails])),))


def armchair(x: float, y: float, z: float) -> Model:
    """Return an armchair with a wooden frame and cushions."""
    post, arm = 0.045, z + 0.21
    half_x, half_y = x / 2 - post / 2, y / 2 - post / 2
    section, pad = rectangle(post, 0.036), rounded_rectangle(x + 0.05, 0.065, 0.025)
    wood = [_apron(half_x, half_y, z - 0.16, z - 0.09, 0.03)]
    for aside in (-half_y, half_y):
        front, back = (half_x, aside, arm - 0.02), (-half_x, aside, z - 0.1)
        wood.append(bar(front, (half_x + 0.01, aside, 0), section, _TAPER))
        wood.append(bar((-half_x - 0.07, aside, z + 0.45), back, section))
        wood.append(bar((-half_x, aside, z - 0.08), (-half_x - 0.05, aside, 0), section, _TAPER))
        wood.append(slab(pad, arm - 0.025, arm, 0.01).moved(0, aside, 0))
    width = y - 2 * post - 0.01
    seat = slab(rounded_rectangle(x, width, 0.05), z - 0.12, z, 0.035).moved(0.02, 0, 0)
    upright = Frame(rotation_y(-98), np.array([-half_x + 0.005, 0, z + 0.20]))
    rest = slab(rounded_rectangle(0.52, width, 0.05), -0.055, 0.055, 0.035).placed(upright)
    cushions = Part(Role.UPHOLSTERY, joined([seat, rest]))
    return Model((Part(Role.WOOD, joined(wood)), cushions))


def stool(x: float, y: float, z: float) -> Model:
    """Return a stool with a round seat and a ring between its legs."""
    radius = min(x, y) / 2
    seat = turned([(radius - 0.012, z - 0.035), (radius, z - 0.02), (radius, z - 0.012),
                   (radius - 0.012, z)])  # fmt: skip
    spread = radius * 0.62
    legs = _legs(spread, spread, z - 0.03, 0.032, 0.05)
    low = spread + 0.05 * 0.62
    bars = _apron(low, low, z * 0.36, z * 0.36 + 0.02)
    return Model((Part(Role.WOOD, joined([seat, legs, bars])),))


def table(x: float, y: float, z: float) -> Model:
    """Return a table."""
    top = slab(rounded_rectangle(x, y, 0.02), z - 0.028, z, 0.006)
    inset = 0.06
    apron = _apron(x / 2 - inset, y / 2 - inset, z - 0.10, z - 0.028)
    legs = _legs(x / 2 - inset, y / 2 - inset, z - 0.028, 0.052, 0.0)
    wood = Part(Role.WOOD, joined([top, apron, legs]))
    return Model((wood,))


def worktop(x: float, y: float, z: float) -> Model:
    """Return a kitchen worktop over cupboards, whose doors are at the side of -x."""
    front, plinth, thickness = -x / 2 + 0.025, 0.10, 0.035
    cupboard = box(x - 0.025, y, z - thickness - plinth).moved(0.0125, 0, plinth)
    base = box(x - 0.09, y - 0.02, plinth).moved(0.045, 0, 0)
    top = box(x, y + 0.02, thickness).moved(0, 0, z - thickness)
    doors = max(1, round(y / 0.5))
    edges = np.linspace(-y / 2, y / 2, doors + 1)
    low, high, skin = plinth + 0.012, z - thickness - 0.012, front - 0.002
    seams = [straight((skin, at, low), (skin, at, high)) for at in edges[1:-1]]
    handles = []
    for number, (left, right) in enumerate(pairwise(edges)):
        at = right - 0.05 if number % 2 == 0 else left + 0.05
        handles.append(box(0.014, 0.014, 0.13).moved(skin - 0.008, at, high - 0.20))
    parts = (
        Part(Role.CABINET, cupboard),
        Part(Role.RUBBER, base),
        Part(Role.WOOD, top),
        Part(Role.METAL, joined(handles)),
    )
    return Model(parts, tuple(seams))


def step(x: float, y: float, z: float) -> Model:
    """Return a low step with a tread that overhangs its base a little."""
    tread = slab(rounded_rectangle(x, y, 0.02), z - 0.03, z, 0.006)
    base = box(x - 0.03, y - 0.03, z - 0.028)
    wood = Part(Role.WOOD, joined([base, tread]))
    return Model((wood,))


def stairs(x: float, y: float, z: float, count: int, rails: tuple[int, ...]) -> Model:
    """Return stairs that rise toward x, with handrails on the sides of -y (-1) and y (1)."""
    edges = np.linspace(-x / 2, x / 2, count + 1)
    heights = z * np.arange(1, count + 1) / count
    flight = Part(Role.WOOD, _flight(edges, heights, y))
    tread, rise = x / count, z / count
    parts = [flight]
    for side in rails:
        at = side * (y / 2 - 0.05)
        low = np.array([edges[0] + tread / 2, at, rise])
        high = np.array([edges[-1] - tread / 2, at, z])
        up, along = np.array([0, 0, 0.90]), (high - low) / np.linalg.norm(high - low)
        ends = (low - along * 0.16 + up, high + along * 0.16 + up)
        drop = np.array([0.0, 0.0, -0.07])
        path = bent_path([ends[0] + drop, ends[0], ends[1], ends[1] + drop], 0.05)
        posts = [tube(np.array([foot, foot + up]), 0.014) for foot in (low, high)]
        parts += [Part(Role.METAL, joined(posts)), Part(Role.WOOD, tube(path, 0.022))]
    return Model(tuple(parts))


def _flight(edges: Array, heights: Array, width: float) -> Solid:
    """Return the body of stairs."""
    points: list[Array] = []
    triangles: list[tuple[int, int, int]] = []

    def add(x: float, z: float) -> int:
        """Add a point on each side, and return the number of the one at -y."""
        points.append(np.array([[x, -width / 2, z], [x, width / 2, z]]))
        return 2 * len(points) - 2

    floor = [add(edge, 0.0) for edge in edges]
    below = floor[0]
    for number, height in enumerate(heights):
        foot, next_foot = floor[number], floor[number + 1]
        near, far = add(edges[number], height), add(edges[number + 1], height)
        # A side of a column holds the corner of the step below it, so that sides stay one face.
        for a, b, c in ((next_foot, far, near), (next_foot, near, below), (next_foot, below, foot)):
            if len({a, b, c}) == 3:
                triangles += [(a, b, c), (c + 1, b + 1, a + 1)]
        for a, b in ((below, near), (near, far)):
            triangles += [(a, b + 1, a + 1), (a, b, b + 1)]
        below = far
    last = floor[-1]
    triangles += [(below, last + 1, below + 1), (below, last, last + 1)]
    for near, far in pairwise(floor):
        triangles += [(near, near + 1, far + 1), (near, far + 1, far)]
    return Solid(np.vstack(points), np.array(triangles, np.int32))


def rail(x: float, y: float, z: float) -> Model:
    """Return a handrail along x on two posts."""
    half = x / 2
    path = bent_path(
        [
            np.array([-half, 0, 0]),
            np.array([-half, 0, z]),
            np.array([half, 0, z]),
            np.array([half, 0, 0]),
        ],
        0.08,
    )
    feet = [cylinder(y / 2, 0.015).moved(i * half, 0, 0.0075) for i in (-1, 1)]
    return Model((Part(Role.METAL_LIGHT, joined([tube(path, 0.02), *feet])),))


def bed(x: float, y: float, z: float) -> Model:
    """Return a bed with a mattress and a low headboard."""
    mattress = slab(rounded_rectangle(x, y, 0.06), z - 0.18, z, 0.045)
    base = box(x, y, 0.09).moved(0, 0, z - 0.27)
    legs = _legs(x / 2 - 0.07, y / 2 - 0.07, z - 0.27, 0.06, 0.0)
    head = box(0.035, y + 0.03, 0.30 + 0.24).moved(-x / 2 - 0.018, 0, z - 0.30)
    parts = (
        Part(Role.WOOD, joined([base, legs, head])),
        Part(Role.FABRIC, mattress, give=FIRM_GIVE_M),
    )
    return Model(parts)


def wall(x: float, y: float, z: float, facing: int) -> Model:
    """Return a piece of wall with a skirting board on the side of y (1) or -y (-1)."""
    depth, height = _SKIRTING_M
    skirting = box(x, depth, height).moved(0, facing * (y + depth) / 2, 0)
    return Model((Part(Role.WALL, box(x, y, z)), Part(Role.CABINET, skirting)))


def doorway(x: float, y: float, z: float) -> Model:
    """Return the frame of a door, whose opening has a size, and the wall around it."""
    return Model(tuple(_door_frame(x, y, z)))


def door(x: float, y: float, z: float) -> Model:
    """Return a closed door in its frame, with its handle on the side of -x."""
    leaf = box(0.04, y - 0.006, z - 0.004)
    skin = -0.022
    half = 0.34 * y
    panels = [
        straight((skin, *start), (skin, *end))
        for low, high in ((0.08 * z, 0.42 * z), (0.52 * z, 0.92 * z))
        for start, end in (
            ((-half, low), (half, low)),
            ((half, low), (half, high)),
            ((half, high), (-half, high)),
            ((-half, high), (-half, low)),
        )
    ]
    grip = bent_path([[-0.02, 0, 0], [-0.07, 0, 0], [-0.07, 0.12, 0]], 0.02)
    handle = tube(grip, 0.010).moved(0, -y / 2 + 0.07, 1.02)
    leaf_part, handle_part = Part(Role.CABINET, leaf), Part(Role.METAL, handle)
    return Model((*_door_frame(x, y, z), leaf_part, handle_part), tuple(panels))


def _door_frame(x: float, y: float, z: float) -> Iterator[Part]:
    casing, beside = 0.075, _BESIDE_M
    outer = y + 2 * casing
    yield Part(Role.WOOD, _portal(x + 0.03, (y, z), (outer, z + casing)))
    yield Part(Role.WALL, _portal(x, (outer, z + casing), (outer + 2 * beside, z + 0.8)))


def _portal(depth: float, opening: tuple[float, float], outside: tuple[float, float]) -> Solid:
    """Return a frame of a depth along x around an opening, both by their widths and heights."""
    (w, h), (outer, high) = opening, outside
    outline = np.array([(-outer, 0), (-w, 0), (-w, 2 * h), (w, 2 * h), (w, 0), (outer, 0),
                        (outer, 2 * high), (-outer, 2 * high)]) / 2  # fmt: skip
    points = np.vstack([np.column_stack([np.full(8, x), outline]) for x in (-depth / 2, depth / 2)])
    face = np.array([(0, 1, 2), (0, 2, 7), (7, 2, 3), (7, 3, 6), (4, 5, 6), (4, 6, 3)])
    here, onward = np.arange(8), np.roll(np.arange(8), -1)
    sides = [np.stack([here, onward, onward + 8], 1), np.stack([here, onward + 8, here + 8], 1)]
    triangles = np.vstack([face[:, ::-1], face + 8, *sides])
    return Solid(points, triangles.astype(np.int32))

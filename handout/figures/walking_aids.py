"""Model sticks, crutches, walkers and wheelchairs, in metres; a person who uses them faces x."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.exercise_things import hoop, straight_tube
from handout.figures.geometry import Array, Frame, axes_along, rotation_y, smooth_path
from handout.figures.models import Model, Part, level, straight
from handout.figures.palette import Role
from handout.figures.solids import (
    Solid,
    bent_path,
    box,
    cylinder,
    joined,
    rounded_rectangle,
    slab,
    tube,
    turned,
)

_TIP: Final = ((0.017, 0.0), (0.019, 0.012), (0.013, 0.045), (0.012, 0.05))
"""Radii and heights of the rubber tip of a stick."""


def cane(grip: Array, foot: Array, forward: Array) -> Model:
    """Return a walking stick from a hand that grips it to the floor, in the world."""
    shaft_top = grip + 0.012 * forward - np.array([0, 0, 0.016])
    handle = smooth_path(
        [grip - 0.065 * forward - np.array([0, 0, 0.006]), grip - 0.03 * forward,
         grip + 0.02 * forward, grip + 0.055 * forward + np.array([0, 0, 0.002])]
    )  # fmt: skip
    wood = joined(
        [tube(handle, 0.013), straight_tube(foot + (shaft_top - foot) * 0.04, shaft_top, 0.0105)]
    )
    return Model((Part(Role.WOOD, wood), Part(Role.RUBBER, _tip(foot, shaft_top))))


def crutch(grip: Array, foot: Array, elbow: Array, forward: Array) -> Model:
    """Return a forearm crutch from a cuff below the elbow, past the hand, to the floor."""
    up = (elbow - grip) / np.linalg.norm(elbow - grip)
    bend = grip - 0.055 * forward
    cuff = bend + up * 0.21 - 0.01 * forward
    shaft = tube(bent_path([foot + (bend - foot) * 0.04, bend, cuff], 0.06), 0.0115)
    handle = tube(np.array([bend, grip + 0.055 * forward]), 0.015)
    return Model(
        (
            Part(Role.METAL_LIGHT, shaft),
            Part(Role.RUBBER, joined([handle, _tip(foot, bend), _cuff(cuff, up, forward)])),
        )
    )


def _cuff(centre: Array, up: Array, forward: Array) -> Solid:
    """Return the open cuff around a forearm, whose opening is in front."""
    axes = axes_along(up, forward)
    angles = np.radians(np.linspace(50, 310, 18))
    outer, inner = 0.052, 0.047
    arc = np.stack([np.cos(angles), np.sin(angles)], 1)
    outline = np.vstack([arc * outer, arc[::-1] * inner])
    rows = [
        centre + (axes @ level(outline + np.array([0.047, 0.0]), height).T).T
        for height in (-0.022, 0.022)
    ]
    return _shell(np.stack(rows))


def _shell(loops: Array) -> Solid:
    """Return the surface between two loops, and the strips at their ends, of a bent sheet."""
    around = loops.shape[1]
    here, onward = np.arange(around), np.roll(np.arange(around), -1)
    sides = [
        np.stack([here, onward, onward + around], 1),
        np.stack([here, onward + around, here + around], 1),
    ]
    half = around // 2
    one, two = np.arange(half - 1), np.arange(half - 1) + 1
    back, back_two = around - 1 - one, around - 1 - two
    ends = [np.stack(t, 1) for t in ((two, one, back), (two, back, back_two))]
    ends += [np.stack(t, 1) + around for t in ((one, two, back), (two, back_two, back))]
    return Solid(loops.reshape(-1, 3), np.vstack([*sides, *ends]).astype(np.int32))


def _tip(foot: Array, top: Array) -> Solid:
    axes = axes_along(top - foot, np.array([1.0, 0.0, 0.0]))
    tip = turned(_TIP, around=14)
    return tip.moved_to(foot + tip.points @ axes.T)


def walker(x: float, y: float, z: float) -> Model:
    """Return a walking frame, open toward the person."""
    tubes, rubber = [], []
    for side in (-1, 1):
        back = np.array([-x / 2 - 0.02, side * y / 2, 0.0])
        front = np.array([x / 2 + 0.02, side * (y / 2 - 0.01), 0.0])
        handle_back = np.array([-x / 2 + 0.05, side * (y / 2 - 0.03), z])
        handle_front = np.array([x / 2 - 0.10, side * (y / 2 - 0.04), z])
        path = bent_path([back, handle_back, handle_front, front], 0.09)
        tubes.append(tube(path, 0.0125))
        low = [
            end + (top - end) * 0.42 for end, top in ((back, handle_back), (front, handle_front))
        ]
        tubes.append(tube(np.array(low), 0.0105))
        grip = handle_back + (handle_front - handle_back) * 0.12
        rubber.append(straight_tube(grip, grip + (handle_front - grip) * 0.72, 0.018))
        rubber += [_tip(end, top) for end, top in ((back, handle_back), (front, handle_front))]
    for height in (0.86, 0.52):
        share = height - 0.12
        ends = [
            np.array(
                [
                    x / 2 + 0.02 - 0.12 * share,
                    side * (y / 2 - 0.01 - 0.03 * share),
                    z * share + 0.04,
                ]
            )
            for side in (-1, 1)
        ]
        tubes.append(tube(np.array(ends), 0.0115))
    return Model((Part(Role.METAL_LIGHT, joined(tubes)), Part(Role.RUBBER, joined(rubber))))


_WHEEL_M: Final = 0.300
_CASTOR_M: Final = 0.085
"""The radii of the large wheels, and of the small ones in front."""

_SPOKES: Final = 12


def wheelchair(x: float, y: float, z: float) -> Model:
    """Return a wheelchair; its size is that of its seat, and its height that of the seat."""
    sides = [_WheelchairSide(side, x, y, z) for side in (-1, 1)]
    seat = slab(rounded_rectangle(x - 0.01, y, 0.03), z - 0.055, z, 0.02)
    back = slab(rounded_rectangle(0.42, y, 0.02), -0.012, 0.012, 0.008)
    lean = axes_along(np.array([1.0, 0.0, 0.11]), np.array([-0.11, 0.0, 1.0]))
    back = back.placed(Frame(lean, np.array([-x / 2 - 0.012, 0, z + 0.235])))
    cloth = [seat, back, *(side.guard() for side in sides)]
    return Model(
        (
            Part(Role.METAL, joined([tube for side in sides for tube in side.frame()])),
            Part(Role.RUBBER, joined([solid for side in sides for solid in side.rubber()])),
            Part(Role.METAL_LIGHT, joined([side.hand_rim() for side in sides])),
            Part(Role.UPHOLSTERY, joined(cloth)),
        ),
        tuple(spoke for side in sides for spoke in side.spokes()),
    )


class _WheelchairSide(Struct, frozen=True):
    """One side of a wheelchair."""

    side: int
    """-1 is the right side and 1 the left."""
    x: float
    y: float
    z: float

    def _at(self, x: float, z: float, aside: float = 0.012) -> Array:
        """Return a point beside the seat; `aside` is how far from it."""
        return np.array([x, self.side * (self.y / 2 + aside), z])

    @property
    def _wheel(self) -> Array:
        return self._at(-self.x / 2 + 0.09, _WHEEL_M, 0.055)

    @property
    def _castor(self) -> Array:
        return self._at(self.x / 2 - 0.01, _CASTOR_M)

    @property
    def _back(self) -> tuple[Array, Array, Array]:
        """The lower and the upper end of the back's post, and the end of its handle."""
        low, top = (
            self._at(-self.x / 2 + 0.02, self.z - 0.14),
            self._at(-self.x / 2 - 0.045, self.z + 0.45),
        )
        return low, top, top + np.array([-0.12, 0, 0.012])

    @property
    def _foot(self) -> Array:
        return self._at(self.x / 2 + 0.15, 0.13, -0.03)

    def frame(self) -> Iterator[Solid]:
        low, top, handle = self._back
        half, front = self.x / 2, self._at(self.x / 2 + 0.02, self.z - 0.04)
        yield tube(bent_path([low, top, handle], 0.05), 0.0125)
        knee = self._at(half + 0.04, self.z - 0.04)
        yield tube(bent_path([low + np.array([0, 0, 0.10]), knee, self._foot], 0.07), 0.0125)
        rail = [low, self._at(low[0], 0.24), self._at(front[0], 0.24), front]
        yield tube(bent_path(rail, 0.05), 0.0115)
        back, ahead, arm = -half + 0.02, half - 0.06, self.z + 0.22
        corners = ((back, self.z - 0.02), (back, arm), (ahead, arm), (ahead, self.z - 0.02))
        yield tube(bent_path([self._at(*corner) for corner in corners], 0.05), 0.011)
        fork = self._castor + np.array([0.01, 0, 0.03])
        yield straight_tube(self._at(front[0], 0.25), fork, 0.012)
        yield box(0.03, 0.05, 0.09).moved(fork[0] - 0.005, fork[1], _CASTOR_M - 0.02)
        yield _disc(0.028, 0.05).moved(*self._wheel)

    def rubber(self) -> Iterator[Solid]:
        _, top, handle = self._back
        yield hoop(_WHEEL_M - 0.013, 0.013).moved(*self._wheel)
        yield _disc(_CASTOR_M, 0.03).moved(*self._castor)
        yield straight_tube(handle, top + np.array([-0.02, 0, 0.002]), 0.017)
        plate = slab(rounded_rectangle(0.17, self.y / 2 - 0.05, 0.02), -0.008, 0.008, 0.004)
        middle = np.array([self._foot[0] + 0.06, self.side * (self.y / 4 - 0.01), 0.115])
        yield plate.placed(Frame(rotation_y(-6), middle))
        arm = self.z + 0.22
        pad = slab(rounded_rectangle(0.28, 0.055, 0.02), arm + 0.004, arm + 0.03, 0.009)
        yield pad.moved(*self._at(-0.02, 0.0))

    def hand_rim(self) -> Solid:
        x, y, z = self._wheel
        return hoop(_WHEEL_M - 0.050, 0.008).moved(x, y + self.side * 0.035, z)

    def guard(self) -> Solid:
        """Return the plate that keeps clothes out of the wheel."""
        return box(self.x - 0.14, 0.006, 0.16).moved(*self._at(-0.02, self.z + 0.01))

    def spokes(self) -> Iterator[Array]:
        hub = self._wheel + np.array([0, self.side * 0.004, 0])
        for angle in np.linspace(0, 2 * np.pi, _SPOKES, endpoint=False):
            outward = np.array([np.cos(angle), 0.0, np.sin(angle)])
            yield straight(hub + outward * 0.03, hub + outward * (_WHEEL_M - 0.03))


def _disc(radius: float, width: float) -> Solid:
    """Return a wheel without spokes, about the y axis."""
    disc = cylinder(radius, width, min(0.25 * width, 0.006))
    return disc.placed(
        Frame(axes_along(np.array([0.0, 1.0, 0.0]), np.array([1.0, 0, 0])), np.zeros(3))
    )

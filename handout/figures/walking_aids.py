"""Model sticks, crutches, walkers and wheelchairs, in metres; a person who uses them faces x."""

from __future__ import annotations

from typing import Final

import numpy as np

from handout.figures.exercise_things import hoop, lying, straight_tube
from handout.figures.geometry import Array, axes_along, rotation_y, rotation_z
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
    smooth_path,
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


def wheelchair(x: float, y: float, z: float) -> Model:
    """Return a wheelchair; its size is that of its seat, and its height that of the seat."""
    frame: list[Solid] = []
    rubber: list[Solid] = []
    rims: list[Solid] = []
    cloth: list[Solid] = []
    seams: list[Array] = []
    axle = np.array([-x / 2 + 0.09, 0.0, _WHEEL_M])
    castor_x = x / 2 + 0.02
    for side in (-1, 1):
        at = side * (y / 2 + 0.055)
        wheel = axle + np.array([0, at, 0])
        rubber.append(hoop(_WHEEL_M - 0.013, 0.013).moved(*wheel))
        rims.append(hoop(_WHEEL_M - 0.050, 0.008).moved(wheel[0], at + side * 0.035, wheel[2]))
        frame.append(_upright_disc(0.028, 0.05).moved(*wheel))
        seams += [
            _spoke(wheel + np.array([0, side * 0.004, 0]), angle) for angle in range(0, 360, 30)
        ]
        post = side * (y / 2 + 0.012)
        back_low = np.array([-x / 2 + 0.02, post, z - 0.14])
        back_top = np.array([-x / 2 - 0.045, post, z + 0.45])
        push = back_top + np.array([-0.12, 0, 0.012])
        knee = np.array([x / 2 + 0.04, post, z - 0.04])
        foot = np.array([x / 2 + 0.15, side * (y / 2 - 0.03), 0.13])
        frame.append(tube(bent_path([back_low, back_top, push], 0.05), 0.0125))
        frame.append(tube(bent_path([back_low + np.array([0, 0, 0.10]), knee, foot], 0.07), 0.0125))
        low_front = np.array([castor_x, post, 0.24])
        frame.append(
            tube(
                bent_path(
                    [back_low, [back_low[0], post, 0.24], low_front, [castor_x, post, z - 0.04]],
                    0.05,
                ),
                0.0115,
            )
        )
        rubber.append(straight_tube(push, back_top + np.array([-0.02, 0, 0.002]), 0.017))
        fork = np.array([castor_x, post, 0.0])
        frame.append(
            straight_tube(
                fork + np.array([0, 0, 0.25]), fork + np.array([-0.02, 0, _CASTOR_M + 0.03]), 0.012
            )
        )
        frame.append(box(0.03, 0.05, 0.09).moved(fork[0] - 0.025, post, _CASTOR_M - 0.02))
        rubber.append(_upright_disc(_CASTOR_M, 0.03).moved(fork[0] - 0.03, post, _CASTOR_M))
        plate = slab(rounded_rectangle(0.17, y / 2 - 0.05, 0.02), -0.008, 0.008, 0.004)
        plate = plate.moved_to(plate.points @ rotation_y(-6).T)
        rubber.append(plate.moved(foot[0] + 0.06, side * (y / 4 - 0.01), 0.115))
        arm_z = z + 0.22
        frame.append(tube(bent_path([[-x / 2 + 0.02, post, z - 0.02], [-x / 2 + 0.02, post, arm_z],
                                     [x / 2 - 0.06, post, arm_z], [x / 2 - 0.06, post, z - 0.02]], 0.05), 0.011))  # fmt: skip
        pad = slab(rounded_rectangle(0.28, 0.055, 0.02), arm_z + 0.004, arm_z + 0.03, 0.009)
        rubber.append(pad.moved(-0.02, post, 0))
        guard = box(x - 0.14, 0.006, 0.16).moved(-0.02, post, z + 0.01)
        cloth.append(guard)
    seat = slab(rounded_rectangle(x - 0.01, y, 0.03), z - 0.055, z, 0.02)
    back = slab(rounded_rectangle(0.42, y, 0.02), -0.012, 0.012, 0.008)
    lean = axes_along(np.array([1.0, 0.0, 0.11]), np.array([-0.11, 0.0, 1.0]))
    back = back.moved_to(back.points @ lean.T + np.array([-x / 2 - 0.012, 0, z + 0.235]))
    cloth += [seat, back]
    return Model(
        (
            Part(Role.METAL, joined(frame)),
            Part(Role.RUBBER, joined(rubber)),
            Part(Role.METAL_LIGHT, joined(rims)),
            Part(Role.UPHOLSTERY, joined(cloth)),
        ),
        tuple(seams),
    )


def _upright_disc(radius: float, width: float) -> Solid:
    """Return a wheel without spokes, about the y axis."""
    disc = lying(cylinder(radius, width, min(0.25 * width, 0.006)))
    return disc.moved_to(disc.points @ rotation_z(90).T)


def _spoke(hub: Array, angle: float) -> Array:
    direction = np.array([np.cos(np.radians(angle)), 0.0, np.sin(np.radians(angle))])
    return straight(hub + direction * 0.03, hub + direction * (_WHEEL_M - 0.03))

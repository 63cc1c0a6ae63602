"""Bend the joints of fingers and thumbs: into a given shape, or around a limb that a hand holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import numpy as np
from msgspec.structs import replace
from scipy.spatial import cKDTree

from handout.figures.anatomy import Side
from handout.figures.body_pose import HandShape
from handout.figures.geometry import (
    Array,
    Frame,
    Integers,
    rotation_around,
    rotation_x,
    rotation_y,
)
from handout.figures.hands import SHAPES, Bends, Fingers
from handout.figures.rest import FINGERS, RestPose, bone_name
from handout.figures.surface import point_normals

_STEP_DEG: Final = 3.0
_MOST_DEG: Final = (80.0, 100.0, 60.0)
_LEAST_DEG: Final = -12.0
"""How far the joints of a finger close at a time, and at most, and where they start."""

_MOST_THUMB_DEG: Final = (54.0, 30.0, 40.0)
_LEAST_THUMB_DEG: Final = -30.0
"""The same for the opposition of a thumb and for its two other joints."""

_FINGER_M: Final = (0.0085, 0.0075, 0.0065)
_THUMB_M: Final = (0.012, 0.010, 0.008)
"""From the axis of each bone to the skin of the palm's side, which gives way a little."""

_ALONG: Final = np.linspace(0.3, 1.0, 5)[:, None]
"""Where along a bone its distance from what is held is measured; the first one lies in the palm."""


def placed_fingers(
    rest: RestPose, side: Side, hand: Frame, axes: Array, shape: Fingers
) -> Iterator[tuple[str, Frame]]:
    """Yield each bone of the fingers and the thumb of a hand, and how it is turned from rest.

    `hand` is the bone of the wrist, turned from rest, and `axes` are those of the hand.
    """
    for finger, bends in zip(FINGERS, shape.bends, strict=True):
        yield from _finger(rest, side, hand, axes, finger, bends, shape.spread)
    yield from _thumb(rest, side, hand, shape)


def _finger(
    rest: RestPose, side: Side, hand: Frame, axes: Array, finger: int, bends: Bends, spread: float
) -> Iterator[tuple[str, Frame]]:  # fmt: skip
    first = bone_name(f"finger{finger}-1", side)
    at = hand.to_world(*rest.offset(first, bone_name("wrist", side)))
    along = rest.axes[f"{side}-hand"].T @ (rest.tails[first] - rest.heads[first])
    fan = np.degrees(np.arctan2(along[0], -along[2])) * spread
    axes = axes @ rotation_y(-fan)
    for joint, bend in enumerate(bends, 1):
        bone = bone_name(f"finger{finger}-{joint}", side)
        axes = axes @ rotation_x(-side.sign * bend)
        frame = Frame(axes @ rest.axes[bone].T, at)
        yield bone, frame
        at = _tip(rest, bone, frame)


def _thumb(rest: RestPose, side: Side, hand: Frame, shape: Fingers) -> Iterator[tuple[str, Frame]]:
    first = bone_name("finger1-1", side)
    at, turn = hand.to_world(*rest.offset(first, bone_name("wrist", side))), hand.axes
    for joint, rotation in enumerate(_thumb_turns(rest, side, shape), 1):
        bone = bone_name(f"finger1-{joint}", side)
        turn = turn @ rotation
        frame = Frame(turn, at)
        yield bone, frame
        at = _tip(rest, bone, frame)


def _thumb_turns(rest: RestPose, side: Side, shape: Fingers) -> tuple[Array, Array, Array]:
    """Return the rotations of the thumb's joints from rest."""
    axes = rest.axes[f"{side}-hand"]
    outward, palm, along = axes[:, 0], -side.sign * axes[:, 1], -axes[:, 2]
    bone = bone_name("finger1-2", side)
    hinge = np.cross(rest.tails[bone] - rest.heads[bone], 0.5 * palm - 0.8 * outward)
    opposed = rotation_around(np.cross(outward, palm), shape.opposition)
    base = opposed @ rotation_around(np.cross(outward, along), shape.adduction)
    return base, rotation_around(hinge, shape.thumb[0]), rotation_around(hinge, shape.thumb[1])


def _tip(rest: RestPose, bone: str, frame: Frame) -> Array:
    return frame.to_world(*(rest.tails[bone] - rest.heads[bone]))


class Held:
    """The surface that a hand closes on."""

    def __init__(self, points: Array, triangles: Integers) -> None:
        used = np.unique(triangles)
        self._points, self._normals = points[used], point_normals(points, triangles)[used]
        self._tree = cKDTree(self._points)

    def distance(self, points: Array) -> float:
        """Return the least distance of some points from the surface, in metres; negative inside."""
        nearest = self._tree.query(points)[1]
        away = points - self._points[nearest]
        return float((away * self._normals[nearest]).sum(1).min())


def closed_fingers(rest: RestPose, side: Side, hand: Frame, axes: Array, held: Held) -> Fingers:
    """Return the joints of a hand whose fingers and thumb close until they meet a surface.

    A finger that meets nothing stays as it is in SHAPES.
    """
    usual = SHAPES[HandShape.HOLD]

    def finger(number: int) -> Callable[[Bends], Iterable[tuple[str, Frame]]]:
        return lambda bends: _finger(rest, side, hand, axes, number, bends, usual.spread)

    def thumb(bends: Bends) -> Iterable[tuple[str, Frame]]:
        return _thumb(rest, side, hand, _with_thumb(usual, bends))

    bends = [
        _closed(finger(number), rest, held, _LEAST_DEG, _MOST_DEG, _FINGER_M) or own
        for number, own in zip(FINGERS, usual.bends, strict=True)
    ]
    result = replace(usual, bends=(bends[0], bends[1], bends[2], bends[3]))
    closed = _closed(thumb, rest, held, _LEAST_THUMB_DEG, _MOST_THUMB_DEG, _THUMB_M)
    return _with_thumb(result, closed) if closed else result


def _with_thumb(fingers: Fingers, bends: Bends) -> Fingers:
    return replace(fingers, opposition=bends[0], thumb=bends[1:])


def _closed(
    placed: Callable[[Bends], Iterable[tuple[str, Frame]]], rest: RestPose, held: Held,
    least: float, most: Bends, radii: Bends,
) -> Bends | None:  # fmt: skip
    """Return how far three joints close, each until a bone beyond it touches; None if none does."""
    bends, free = [least, 0.0, 0.0], 0
    while free < len(bends):
        bones = list(placed((bends[0], bends[1], bends[2])))
        touching = [
            number
            for number, ((bone, frame), radius) in enumerate(zip(bones, radii, strict=True))
            if held.distance(_samples(rest, bone, frame)) < radius
        ]
        # The joints before the last bone that touches stay: those after it close further.
        free = max([free, *(number + 1 for number in touching)])
        moving = [joint for joint in range(free, len(bends)) if bends[joint] < most[joint]]
        if not moving:
            break
        for joint in moving:
            bends[joint] += _STEP_DEG * most[joint] / most[0]
    return (bends[0], bends[1], bends[2]) if free else None


def _samples(rest: RestPose, bone: str, frame: Frame) -> Array:
    start = frame.origin
    result: Array = start + _ALONG * (_tip(rest, bone, frame) - start)
    return result

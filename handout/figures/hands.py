"""The shapes of hands: how far each joint of the fingers and the thumb is bent."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from handout.figures.body_pose import HandShape

Bends = tuple[float, float, float]


class Fingers(Struct, frozen=True):
    """The joints of one hand, in degrees."""

    bends: tuple[Bends, Bends, Bends, Bends]
    """Flexion of the knuckle, the middle and the end joint, from the index to the little finger."""
    spread: float
    """The share of the fan in which the fingers lie at rest."""
    adduction: float
    """Of the thumb toward the fingers."""
    opposition: float
    """Of the thumb toward the palm."""
    thumb: tuple[float, float]
    """Flexion of the middle and the end joint of the thumb."""


def _alike(bends: Bends) -> tuple[Bends, Bends, Bends, Bends]:
    return bends, bends, bends, bends


SHAPES: Final = {
    HandShape.OPEN: Fingers(((8, 10, 6), (8, 12, 6), (8, 12, 6), (8, 12, 6)), 0.6, 16, 4, (2, 4)),
    HandShape.FLAT: Fingers(_alike((1, 1, 1)), 0.3, 26, -54, (0, 0)),
    HandShape.SPREAD: Fingers(_alike((-4, 2, 2)), 1.25, -4, -32, (0, 0)),
    HandShape.RELAXED: Fingers(
        ((18, 24, 12), (21, 26, 13), (23, 28, 14), (25, 30, 15)), 0.1, 26, 12, (10, 14)
    ),
    HandShape.GRIP: Fingers(
        ((52, 58, 30), (56, 60, 32), (58, 62, 32), (60, 60, 30)), 0.1, 24, 42, (18, 24)
    ),
    HandShape.BALL: Fingers(
        ((46, 58, 34), (50, 60, 36), (52, 62, 36), (54, 60, 34)), 0.5, 22, 20, (16, 24)
    ),
    HandShape.FIST: Fingers(
        ((76, 96, 62), (80, 98, 62), (82, 98, 62), (84, 96, 60)), 0.0, 26, 44, (34, 50)
    ),
    HandShape.HOOK: Fingers(
        ((2, 88, 68), (0, 92, 70), (2, 92, 70), (4, 88, 68)), 0.15, 30, 2, (4, 6)
    ),
    HandShape.TABLETOP: Fingers(_alike((84, 4, 2)), 0.2, 22, 4, (2, 2)),
    HandShape.STRAIGHT_FIST: Fingers(
        ((80, 96, 4), (82, 98, 4), (84, 98, 4), (86, 96, 4)), 0.0, 22, 24, (10, 10)
    ),
    HandShape.PINCH: Fingers(
        ((46, 42, 22), (30, 34, 18), (28, 30, 16), (26, 28, 14)), 0.3, 18, 38, (12, 28)
    ),
    HandShape.THUMB_TO_INDEX: Fingers(
        ((54, 45, 22), (23, 24, 12), (13, 17, 8), (15, 19, 10)), 0.3, 9, 32, (1, 20)
    ),
    HandShape.THUMB_TO_MIDDLE: Fingers(
        ((22, 25, 13), (53, 52, 25), (22, 26, 13), (15, 20, 11)), 0.3, 11, 36, (9, 22)
    ),
    HandShape.THUMB_TO_RING: Fingers(
        ((13, 17, 9), (21, 27, 13), (50, 55, 27), (23, 28, 15)), 0.3, 16, 38, (17, 24)
    ),
    HandShape.THUMB_TO_LITTLE: Fingers(
        ((13, 16, 9), (13, 18, 9), (22, 25, 12), (52, 50, 24)), 0.3, 26, 41, (24, 25)
    ),
    HandShape.CLASP: Fingers(_alike((36, 40, 18)), 0.9, 14, 14, (8, 10)),
    # What a finger does that meets nothing; the others are closed on what they meet.
    HandShape.HOLD: Fingers(_alike((36, 40, 18)), 0.4, 14, 14, (8, 10)),
    HandShape.HIP: Fingers(_alike((18, 20, 12)), 0.6, -4, 0, (0, 4)),
    HandShape.SUPPORT: Fingers(_alike((-6, 6, 4)), 0.9, 4, -38, (0, 2)),
}
"""By the word that a pose uses."""

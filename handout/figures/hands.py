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
    HandShape.OPEN: Fingers(((4, 9, 5), (6, 12, 6), (8, 14, 8), (10, 16, 8)), 0.4, 22, -10, (2, 6)),
    HandShape.FLAT: Fingers(_alike((1, 1, 1)), 0.3, 26, -54, (0, 0)),
    HandShape.SPREAD: Fingers(_alike((-4, 2, 2)), 1.25, -4, -32, (0, 0)),
    HandShape.RELAXED: Fingers(
        ((12, 24, 12), (17, 28, 15), (22, 31, 17), (26, 34, 19)), 0.15, 4, 30, (7, 16)
    ),
    HandShape.GRIP: Fingers(
        ((52, 58, 30), (56, 60, 32), (58, 62, 32), (60, 60, 30)), 0.1, 24, 42, (18, 24)
    ),
    HandShape.BALL: Fingers(
        ((48, 60, 36), (48, 60, 36), (46, 58, 34), (44, 56, 34)), 0.4, -21, 44, (9, 29)
    ),
    # The thumb lies across the middle bones of the first two fingers.
    HandShape.FIST: Fingers(
        ((82, 104, 66), (85, 106, 66), (87, 106, 66), (89, 104, 64)), 0.0, 23, 32, (-4, 68)
    ),
    # Where the fingers alone bend, the thumb keeps beside the palm and hides none of them.
    HandShape.HOOK: Fingers(
        ((0, 95, 75), (0, 98, 75), (0, 98, 75), (2, 95, 75)), 0.1, 20, -60, (14, 20)
    ),
    HandShape.TABLETOP: Fingers(_alike((88, 4, 2)), 0.2, 20, -60, (20, 20)),
    HandShape.STRAIGHT_FIST: Fingers(
        ((86, 100, 4), (88, 102, 4), (90, 102, 4), (92, 100, 4)), 0.0, 20, -60, (20, 20)
    ),
    HandShape.PINCH: Fingers(
        ((46, 42, 22), (30, 34, 18), (28, 30, 16), (26, 28, 14)), 0.3, 18, 38, (12, 28)
    ),
    HandShape.THUMB_TO_INDEX: Fingers(
        ((49, 50, 9), (18, 20, 10), (11, 15, 8), (11, 15, 8)), 0.3, 7, 28, (4, 4)
    ),
    HandShape.THUMB_TO_MIDDLE: Fingers(
        ((14, 18, 10), (50, 55, 33), (18, 22, 12), (12, 16, 9)), 0.3, 14, 41, (11, 8)
    ),
    HandShape.THUMB_TO_RING: Fingers(
        ((8, 12, 7), (16, 20, 10), (48, 64, 34), (22, 26, 14)), 0.3, 4, 58, (19, 9)
    ),
    HandShape.THUMB_TO_LITTLE: Fingers(
        ((10, 14, 8), (12, 16, 8), (20, 22, 10), (49, 66, 40)), 0.3, 31, 46, (40, 13)
    ),
    HandShape.CLASP: Fingers(_alike((36, 40, 18)), 0.9, 14, 14, (8, 10)),
    # What a finger does that meets nothing; the others are closed on what they meet.
    HandShape.HOLD: Fingers(_alike((36, 40, 18)), 0.4, 14, 14, (8, 10)),
    HandShape.HIP: Fingers(_alike((18, 20, 12)), 0.6, -4, 0, (0, 4)),
    HandShape.SUPPORT: Fingers(_alike((-6, 6, 4)), 0.9, 4, -38, (0, 2)),
}
"""By the word that a pose uses."""

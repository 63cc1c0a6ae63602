"""Names and measures of the body: landmarks, segments, lengths, masses and ranges of motion."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct


class Side(StrEnum):
    """A side of the body, as the person who is drawn would name it."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def sign(self) -> int:
        """+1 for left and -1 for right, as the y axis points to the left."""
        return 1 if self is Side.LEFT else -1


def _with_sides(central: tuple[str, ...], sided: tuple[str, ...]) -> tuple[str, ...]:
    return central + tuple(f"{side}-{name}" for side in Side for name in sided)


LANDMARKS: Final = _with_sides(
    ("pelvis", "lumbar", "chest", "neck", "head"),
    ("shoulder", "elbow", "wrist", "hand", "fingertip",
     "hip", "knee", "ankle", "foot", "toe", "heel"),
)  # fmt: skip
"""Points of the body that a pose can name."""

SEGMENTS: Final = _with_sides(
    ("pelvis", "abdomen", "thorax", "neck", "head"),
    ("upper-arm", "forearm", "hand", "thigh", "shank", "foot"),
)
"""Segments of the body whose axes a pose can use."""

LIMBS: Final = _with_sides(("trunk", "head"), ("arm", "leg"))
"""The trunk, the head and the four limbs."""


class Range(Struct, frozen=True):
    """The range of motion of a joint, in degrees from the anatomical zero position."""

    minimum: float
    maximum: float


RANGES: Final = {
    "hip flexion": Range(-30, 120),
    "hip abduction": Range(-30, 45),
    "hip external rotation": Range(-45, 45),
    "knee flexion": Range(0, 135),
    "ankle dorsiflexion": Range(-50, 20),
    "shoulder elevation": Range(0, 180),
    "elbow flexion": Range(0, 150),
}
"""American Academy of Orthopaedic Surgeons, Joint Motion: Method of Measuring and Recording (1965),
as tabulated in Norkin & White, Measurement of Joint Motion: A Guide to Goniometry, appendix B."""

GONIOMETRY_ERROR_DEG: Final = 5.0
"""How much two measurements of one joint may differ: Boone et al., Reliability of Goniometric
Measurements, Physical Therapy 58 (1978)."""


class Mass(Struct, frozen=True):
    """The mass of a segment as a fraction of body mass, and its centre along the segment.

    The centre is a fraction of the segment's length from its proximal end.
    """

    fraction: float
    centre: float


# Dempster, as tabulated in Winter, Biomechanics and Motor Control of Human Movement, table 4.1.
HEAD_AND_NECK: Final = Mass(0.081, 1.0)
TRUNK: Final = Mass(0.497, 0.5)
LIMB_MASSES: Final = {
    ("shoulder", "elbow"): Mass(0.028, 0.436),
    ("elbow", "wrist"): Mass(0.022, 0.682),
    ("hip", "knee"): Mass(0.100, 0.433),
    ("knee", "ankle"): Mass(0.061, 0.606),
}
"""By proximal and distal joint; the hand belongs to the forearm, and the foot to the shank."""

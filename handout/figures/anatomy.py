"""Measures of the body: segment lengths, masses and joint ranges, each with its source."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

STATURE_M: Final = 1.70
"""Height of the person who is drawn."""

# Lengths as shares of stature: Drillis & Contini, Body Segment Parameters (New York University,
# 1966), as printed in Winter, Biomechanics and Motor Control of Human Movement, figure 4.1.
THIGH_M: Final = 0.245 * STATURE_M
SHANK_M: Final = 0.246 * STATURE_M
UPPER_ARM_M: Final = 0.186 * STATURE_M
FOREARM_M: Final = 0.146 * STATURE_M
HAND_M: Final = 0.108 * STATURE_M

SOLE_M: Final = 0.075
"""From the ankle's axis down to the sole of the shoe: 0.039 of stature (as above) and the shoe."""


class Side(StrEnum):
    """A side of the body, as the person who is drawn would say it."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def sign(self) -> int:
        """+1 on the left and -1 on the right, as the body's y axis counts."""
        return 1 if self is Side.LEFT else -1


class Range(Struct, frozen=True):
    """How far a joint moves, in degrees, from its anatomical zero."""

    least: float
    most: float


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

GONIOMETRY_DEG: Final = 5.0
"""A difference that two measurements of one joint may show: Boone et al., Reliability of
Goniometric Measurements, Physical Therapy 58 (1978)."""


class Mass(Struct, frozen=True):
    """A segment's share of the body's mass, and how far along it that mass is centred."""

    share: float
    centre: float


# Dempster, as tabulated in Winter, Biomechanics and Motor Control of Human Movement, table 4.1.
HEAD_AND_NECK: Final = Mass(0.081, 1.0)
TRUNK: Final = Mass(0.497, 0.5)
UPPER_ARM: Final = Mass(0.028, 0.436)
FOREARM_AND_HAND: Final = Mass(0.022, 0.682)
THIGH: Final = Mass(0.100, 0.433)
SHANK_AND_FOOT: Final = Mass(0.061, 0.606)

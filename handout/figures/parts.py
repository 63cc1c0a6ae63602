"""The numbers of the surfaces that a picture shows: parts of the body, garments, equipment."""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import Final

from handout.figures.anatomy import LIMBS


class Part(IntEnum):
    """A part of the body that is modelled, drawn and outlined as one."""

    TORSO = 0
    NECK = 1
    HEAD = 2
    HAIR = 3
    LEFT_UPPER_ARM = 4
    LEFT_FOREARM = 5
    LEFT_HAND = 6
    LEFT_THIGH = 7
    LEFT_SHANK = 8
    LEFT_FOOT = 9
    RIGHT_UPPER_ARM = 10
    RIGHT_FOREARM = 11
    RIGHT_HAND = 12
    RIGHT_THIGH = 13
    RIGHT_SHANK = 14
    RIGHT_FOOT = 15

    @classmethod
    def of(cls, segment: str) -> Part:
        """Return the part around a segment of a limb, such as 'left-thigh'."""
        return cls[segment.upper().replace("-", "_")]

    @classmethod
    def both(cls, segment: str) -> tuple[Part, Part]:
        """Return the left and the right part around a segment of both limbs, such as 'thigh'."""
        return cls.of(f"left-{segment}"), cls.of(f"right-{segment}")

    @property
    def segment(self) -> str:
        """The segment of the limb that the part is around."""
        return self.name.lower().replace("_", "-")


HIPS: Final = (Part.TORSO, *Part.both("thigh"))
"""The parts on which shirt and shorts meet."""

GARMENTS: Final = (
    Part.TORSO,
    *(Part.LEFT_THIGH, Part.LEFT_UPPER_ARM),
    *(Part.RIGHT_THIGH, Part.RIGHT_UPPER_ARM),
)
"""The part under each garment: the shirt, then the shorts and the sleeve of each side."""

FIRST_GARMENT: Final = len(Part)
"""The number of the shirt; the other garments follow."""

FIRST_ITEM: Final = FIRST_GARMENT + len(GARMENTS)
"""The number of the first piece of equipment."""

LIMB_PARTS: Final[dict[str, tuple[Part, ...]]] = {
    "trunk": (Part.TORSO,),
    "head": (Part.HEAD, Part.HAIR, Part.NECK),
    "left-arm": (Part.LEFT_UPPER_ARM, Part.LEFT_FOREARM, Part.LEFT_HAND),
    "left-leg": (Part.LEFT_THIGH, Part.LEFT_SHANK, Part.LEFT_FOOT),
    "right-arm": (Part.RIGHT_UPPER_ARM, Part.RIGHT_FOREARM, Part.RIGHT_HAND),
    "right-leg": (Part.RIGHT_THIGH, Part.RIGHT_SHANK, Part.RIGHT_FOOT),
}
"""The parts of each limb, of the trunk and of the head."""

NAMED_PARTS: Final[dict[str, tuple[Part, ...]]] = {
    **LIMB_PARTS,
    **{part.segment: (part,) for part in Part if part > Part.HAIR},
    **dict.fromkeys(("pelvis", "abdomen", "thorax"), (Part.TORSO,)),
    "neck": (Part.NECK,),
}
"""The parts of each limb and segment that a pose can name."""

LIMB_OF: Final = {part: limb for limb in LIMBS for part in LIMB_PARTS[limb]}
"""The limb of each part."""

NEIGHBOURS: Final = frozenset(
    frozenset(pair)
    for chain in (
        (Part.TORSO, Part.NECK, Part.HEAD, Part.HAIR),
        *((Part.TORSO, *LIMB_PARTS[limb]) for limb in LIMBS if limb not in ("trunk", "head")),
    )
    for pair in pairwise(chain)
)
"""Pairs of parts that are joined to each other."""

"""The sides of the body that a dose is for."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, Self

from msgspec import Struct

from handout.decoding import GrammarError


class Which(StrEnum):
    """Which of two sides, limbs or directions."""

    EACH = "each"
    LEFT = "left"
    RIGHT = "right"
    OPERATED = "operated"
    AFFECTED = "affected"
    UNAFFECTED = "unaffected"
    INJURED = "injured"
    PAINFUL = "painful"
    WEAKER = "weaker"
    STRONGER = "stronger"
    STIFFER = "stiffer"
    ALTERNATING = "alternating"
    BOTH = "both together"
    LEFT_THEN_RIGHT = "left then right"
    RIGHT_THEN_LEFT = "right then left"


class Part(StrEnum):
    """What there are two of."""

    SIDE = "side"
    LEG = "leg"
    ARM = "arm"
    HAND = "hand"
    FOOT = "foot"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    DIRECTION = "direction"


_TWO_SIDED: Final = frozenset(
    {Which.ALTERNATING, Which.BOTH, Which.LEFT_THEN_RIGHT, Which.RIGHT_THEN_LEFT}
)
"""Words that say all without a part of the body."""


class Side(Struct, frozen=True):
    """Which side of the body or limb, or which direction.

    Such as 'each side', 'each leg', 'each direction', 'left', 'right arm', 'operated leg',
    'affected side', 'weaker arm', 'painful knee', 'left then right', 'alternating' or
    'both together'.
    """

    which: Which
    part: Part = Part.SIDE

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse one of two, such as 'each leg' or 'weaker arm', or both, such as 'alternating'."""
        words = re.sub(r"^(?:the|your) ", "", text.casefold())
        if words in _TWO_SIDED:
            return cls(Which(words))
        which, _, part = words.partition(" ")
        if which == "both" and part.rstrip("s") in {"", *Part}:
            one = part.rstrip("s") or "side"
            hint = f"write 'both together', or 'each {one}' for one after the other"
            raise GrammarError(f"has two readings: '{text}'", hint)
        if which in _ONE_SIDED and (part in set(Part) or (not part and which in _ALONE)):
            side = cls(Which(which), Part(part or "side"))
            if side.part is not Part.DIRECTION or side.which is Which.EACH:
                return side
        hint = "write each side, left, right leg, operated leg, alternating or both together"
        raise GrammarError(f"cannot be '{text}'", hint)

    @property
    def is_twice(self) -> bool:
        """Whether a set is done twice: on one side after the other."""
        return self.which in {Which.EACH, Which.LEFT_THEN_RIGHT, Which.RIGHT_THEN_LEFT}

    def __str__(self) -> str:
        alone = self.which in _TWO_SIDED or (self.which in _ALONE and self.part is Part.SIDE)
        return self.which.value if alone else f"{self.which} {self.part}"


_ONE_SIDED: Final = frozenset(Which) - _TWO_SIDED
_ALONE: Final = frozenset({Which.LEFT, Which.RIGHT})
"""Words that mean the side of the body if no limb is named."""

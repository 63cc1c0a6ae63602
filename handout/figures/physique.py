"""What a body is like."""

from __future__ import annotations

from msgspec import Struct


class Physique(Struct, frozen=True, kw_only=True):
    """What a body is like; every number is from 0 to 1, but a heavy body's weight may be up to 2.

    The heaviest of MakeHuman's adults, with a weight of 1, is only broad.
    """

    male: float = 0.0
    age: float = 0.0
    """From a young adult to a very old one."""
    muscle: float = 0.5
    weight: float = 0.5
    african: float = 0.0
    asian: float = 0.0

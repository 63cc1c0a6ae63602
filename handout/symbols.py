"""Signs beside words: a tick, a cross, and three lights that differ in shape as well as colour.

Each is drawn in a square of 24 units with its origin at the upper left, as in SVG.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final

from msgspec import Struct

from handout.document import CalloutKind, Marker, Signal

Point = tuple[float, float]

SIDE: Final = 24.0
"""Of the square that a symbol is drawn in."""


class Symbol(Struct, frozen=True):
    """A filled shape with lines on it, or lines alone."""

    colour: str
    """The name of its colour in the theme."""
    lines: tuple[tuple[Point, ...], ...]
    """Each is drawn with round ends: white on a shape, or else in the colour."""
    shape: tuple[Point, ...] = ()
    """The corners of the shape."""
    width: float = 3.0
    """Of the lines."""


def _regular(corners: int, radius: float, turn: float) -> tuple[Point, ...]:
    """Return the corners of a regular polygon around the centre; many look like a disc."""
    angles = (2 * pi * (number + turn) / corners for number in range(corners))
    return tuple((12 + radius * sin(angle), 12 - radius * cos(angle)) for angle in angles)


MARKERS: Final = {
    Marker.DO: Symbol("go", (((4.5, 13.0), (9.5, 18.0), (19.5, 6.5)),)),
    Marker.DONT: Symbol("stop", (((6.0, 6.0), (18.0, 18.0)), ((18.0, 6.0), (6.0, 18.0)))),
}

SIGNALS: Final = {
    Signal.GREEN: Symbol(
        "go", (((7.0, 12.5), (10.7, 16.2), (17.2, 8.4)),), _regular(60, 11.5, 0), 2.6
    ),
    Signal.AMBER: Symbol(
        "caution",
        (((12.0, 9.0), (12.0, 14.5)), ((12.0, 18.3), (12.0, 18.4))),
        ((12.0, 1.0), (23.5, 22.0), (0.5, 22.0)),
        2.6,
    ),
    Signal.RED: Symbol(
        "stop",
        (((8.0, 8.0), (16.0, 16.0)), ((16.0, 8.0), (8.0, 16.0))),
        _regular(8, 12.0, 0.5),
        2.6,
    ),
}

WARNINGS: Final = {
    CalloutKind.CAUTION: SIGNALS[Signal.AMBER],
    CalloutKind.STOP: SIGNALS[Signal.RED],
}
"""Before the names of call-outs that warn."""

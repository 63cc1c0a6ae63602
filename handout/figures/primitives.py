"""The solid primitives that bodies and equipment are built from, in metres."""

from __future__ import annotations

from abc import abstractmethod
from itertools import product
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.geometry import Array, Frame, Triple

_CUBE: Final = np.array([p for p in product((-1, 0, 1), repeat=3) if any(p)], float)
_DIRECTIONS: Final = _CUBE / np.linalg.norm(_CUBE, axis=1)[:, None]
"""From the centre of a cube to its corners and to the middles of its edges and faces."""


class Cone(Struct, frozen=True):
    """A round cone: two balls and all that lies between them."""

    part: int
    """The part of the body or the piece of equipment that it belongs to, as every primitive has."""
    start: Array
    end: Array
    radii: tuple[float, float]

    def extent(self, direction: Array) -> float:
        """Return how far the cone extends along a direction, from the world's origin."""
        first, second = self.radii
        return float(max(self.start @ direction + first, self.end @ direction + second))

    def surface(self) -> Array:
        """Return sample points on both balls and halfway between them."""
        first, second = self.radii
        start, end = self.start + _DIRECTIONS * first, self.end + _DIRECTIONS * second
        return np.vstack([start, end, (start + end) / 2])


class Solid(Struct, frozen=True):
    """A solid centred on the origin of a frame."""

    part: int
    frame: Frame
    size: Triple
    """Half its length along each axis, before rounding."""
    rounding: float = 0.0
    """The radius of its edges, which is added to the size."""

    def extent(self, direction: Array) -> float:
        """Return how far the solid extends along a direction, from the world's origin."""
        local = self.frame.axes.T @ direction
        return float(self.frame.origin @ direction) + self._local_extent(local) + self.rounding

    @abstractmethod
    def _local_extent(self, direction: Array) -> float:
        """Return how far the solid extends from its centre, before rounding."""

    def surface(self) -> Array:
        """Return sample points on the surface."""
        points = _DIRECTIONS * (np.array(self.size) + self.rounding)
        result: Array = self.frame.origin + points @ self.frame.axes.T
        return result


class Ellipsoid(Solid, frozen=True):
    """An ellipsoid, whose size is its three radii."""

    hollow: Ellipsoid | None = None
    """What is removed from it, with the same axes."""

    def _local_extent(self, direction: Array) -> float:
        return float(np.linalg.norm(direction * self.size))


class Box(Solid, frozen=True):
    """A box."""

    def _local_extent(self, direction: Array) -> float:
        return float(np.abs(direction) @ self.size)


class Cylinder(Solid, frozen=True):
    """A cylinder along z; its size is its radius, in x and y, and half its length."""

    def _local_extent(self, direction: Array) -> float:
        radius, _, half_length = self.size
        across = float(np.hypot(direction[0], direction[1]) * radius)
        return across + float(abs(direction[2]) * half_length)


class Band(Struct, frozen=True):
    """A flat elastic loop stretched around two circles of one radius."""

    part: int
    frame: Frame
    """At the centre of the first circle: x toward the second, z along the axes of the circles."""
    length: float
    """From one centre to the other."""
    radius: float

    def extent(self, direction: Array) -> float:
        """Return how far a ball around the loop extends along a direction."""
        centre = self.frame.to_world(self.length / 2, 0, 0)
        return float(centre @ direction + self.length / 2 + self.radius + 0.03)


Primitive = Cone | Solid | Band

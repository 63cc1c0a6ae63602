"""The body of a person at rest, as clothes, shoes, hair and the lines of face and skin see it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from handout.figures.geometry import Array
from handout.figures.rest import RestPose
from handout.figures.surface import Subdivision


class Wearer:
    """A body at rest: standing on the floor, arms away from the sides; lengths in metres."""

    def __init__(self, rest: RestPose) -> None:
        self.rest = rest
        self.human = rest.human
        self.points, self.heads, self.tails = rest.points, rest.heads, rest.tails
        self.skin = self.part("body")
        self.subdivision = Subdivision.of(self.human.parts["body"].faces, len(self.skin))
        """Of the skin."""
        self.fine_skin: Array = self.subdivision.matrix @ self.skin

    def part(self, name: str) -> Array:
        """Return the points of a part of the surface, such as 'body' or 'tights'."""
        return self.points[self.human.parts[name].points]

    def moved_by(self, *beginnings: str) -> Array:
        """Return how much the bones whose names begin so move each point, from 0 to 1."""
        chosen = np.array([bone.startswith(beginnings) for bone in self.human.bones], float)
        result: Array = self.human.weights @ chosen
        return result

    @cached_property
    def eyes(self) -> Array:
        """The point midway between the eyes."""
        result: Array = (self.heads["eye.L"] + self.heads["eye.R"]) / 2
        return result

    @cached_property
    def crown(self) -> float:
        """The height of the top of the head, without hair."""
        return float(self.skin[:, 2].max())


def ramp(values: Array, start: float, end: float) -> Array:
    """Return 0 up to a start, 1 from an end on, and a smooth rise between."""
    share = np.clip((values - start) / (end - start), 0, 1)
    result: Array = share * share * (3 - 2 * share)
    return result

"""The body of a person at rest, as clothes, shoes, hair and the lines of face and skin see it."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from handout.figures.anatomy import Side
from handout.figures.body_pose import Mouth
from handout.figures.geometry import Array
from handout.figures.rest import RestPose, bone_name
from handout.figures.surface import Subdivision


class Wearer:
    """A body at rest: standing on the floor, arms away from the sides; lengths in metres."""

    def __init__(self, rest: RestPose, mouth: Mouth = Mouth.CALM) -> None:
        self.rest = rest
        self.human = rest.human
        self.heads = rest.heads
        lips = _pursed_lips(rest) if mouth is Mouth.PURSED else _smile(rest)
        self.points: Array = rest.points + lips + _larger_eyes(rest)
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
    def belly(self) -> Array:
        """How far each point moves if the belly swells by 1: a row of lengths each."""
        hips, neck = self.rest.pelvis, self.heads["neck01"]
        middle = hips + _NAVEL * (neck - hips)
        away = (self.points - middle) / _BELLY_M
        share = np.exp(-(away[:, 1] ** 2) - away[:, 2] ** 2)
        share *= ramp(self.points[:, 0], hips[0], hips[0] + _BELLY_M[0])
        result: Array = share[:, None] * [1.0, 0.0, 0.0]
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


_NAVEL: Final = 0.2
"""The height of the navel between the hips and the neck."""
_BELLY_M: Final = np.array([0.06, 0.12, 0.105])
"""How far the belly swells from its middle: behind its skin, to the sides, up and down."""

_PURSED_M: Final = 0.016
"""How far pursed lips come forward."""
_PURSED: Final = 0.8
"""By how much they are narrower."""
_AROUND_LIPS_M: Final = np.array([0.03, 0.026, 0.012])
"""Over what distance from the middle of the lips both fade: backward, to the sides, up and down."""

_SMILE_M: Final = 0.0035
_CHEEK_M: Final = 0.013
"""How far a smile lifts the corners of the mouth, and over what distance it fades."""


def _smile(rest: RestPose) -> Array:
    """Return how a calm smile moves the points of a body at rest."""
    body = rest.human.parts["body"].points
    lips = rest.points[body][rest.human.region("lips")]
    moves = np.zeros_like(rest.points)
    for corner in (lips[lips[:, 1].argmax()], lips[lips[:, 1].argmin()]):
        near = np.exp(-((np.linalg.norm(rest.points - corner, axis=1) / _CHEEK_M) ** 2))
        moves += near[:, None] * [-0.3, 0.4 * np.sign(corner[1]), 1.0] * _SMILE_M
    return moves


def _pursed_lips(rest: RestPose) -> Array:
    """Return how lips as for a whistle move the points of a body at rest."""
    body = rest.human.parts["body"].points
    middle = rest.points[body][rest.human.region("lips")].mean(0)
    away = rest.points - middle
    near = np.exp(-((away / _AROUND_LIPS_M) ** 2).sum(1))[:, None]
    result: Array = near * (away * [0.0, -_PURSED, 0.0] + [_PURSED_M, 0.0, 0.0])
    return result


_EYE_GROWTH: Final = 0.2
_EYE_M: Final = (0.014, 0.030)
"""By what share eyes are larger than in life, as illustrators draw them, and how far around the
middle of an eye all of it and the last of it grow."""


def _larger_eyes(rest: RestPose) -> Array:
    """Return how larger eyes and what is around them move the points of a body at rest."""
    moves = np.zeros_like(rest.points)
    for side in Side:
        away = rest.points - rest.heads[bone_name("eye", side)]
        near = 1 - ramp(np.linalg.norm(away, axis=1), *_EYE_M)
        moves += _EYE_GROWTH * near[:, None] * away
    return moves


def ramp(values: Array, start: float, end: float) -> Array:
    """Return 0 up to a start, 1 from an end on, and a smooth rise between."""
    share = np.clip((values - start) / (end - start), 0, 1)
    result: Array = share * share * (3 - 2 * share)
    return result

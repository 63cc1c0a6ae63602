"""Glasses: round lenses before the eyes, a bridge, and temples to the ears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from handout.figures.anatomy import Side
from handout.figures.geometry import Array
from handout.figures.mesh import Line, LineKind
from handout.figures.rest import bone_name
from handout.figures.rig import PosedBones
from handout.figures.wearer import Wearer

_LENS_M: Final = (0.0225, 0.0190)
"""Half the width and half the height of a lens."""

_BEFORE_EYE_M: Final = 0.026
"""How far the lenses are before the middle of the eyeball."""

_CORNERS: Final = 2.6
"""The exponent of the superellipse that a lens is: 2 would be an ellipse."""


class Glasses:
    """A pair of glasses made for one face."""

    def __init__(self, wearer: Wearer) -> None:
        halves = [line for side in Side for line in _half(wearer, side)]
        self._lines = [Line(kind=LineKind.RIM, points=line) for line in (*halves, _bridge(wearer))]
        self._head = wearer.human.bones.index("head")

    def on(self, bones: PosedBones) -> Iterator[Line]:
        """Yield the lines of the glasses on a posed head."""
        for line in self._lines:
            yield line.moved(bones.rotations[self._head], bones.translations[self._head])


def _half(wearer: Wearer, side: Side) -> Iterator[Array]:
    """Yield the rim and the temple of one side."""
    outward_m = side.sign * _LENS_M[0]
    centre = wearer.heads[bone_name("eye", side)] + np.array([_BEFORE_EYE_M, 0, -0.002])
    angle = np.linspace(0, 2 * np.pi, 41)
    across, up = (
        size * np.sign(f(angle)) * np.abs(f(angle)) ** (2 / _CORNERS)
        for size, f in zip(_LENS_M, (np.cos, np.sin), strict=True)
    )
    # Lenses follow the face: their outer edges lie a little farther back.
    outward = across * side.sign
    yield centre + np.stack([-0.12 * (across + _LENS_M[0]), outward, up], 1)
    hinge = centre + np.array([-0.24 * _LENS_M[0], outward_m, 0.008])
    ears = wearer.skin[wearer.human.region("ears")]
    mine = ears[ears[:, 1] * side.sign > 0]
    ear = np.array([mine[:, 0].max() - 0.012, mine[:, 1].mean(), mine[:, 2].max() - 0.012])
    ear[1] += side.sign * 0.004
    corner = hinge + np.array([-0.012, side.sign * 0.012, 0.0])
    yield np.vstack([hinge[None], corner + np.linspace(0, 1, 12)[:, None] * (ear - corner)])


def _bridge(wearer: Wearer) -> Array:
    """Return the line over the nose between the lenses."""
    left, right = (wearer.heads[bone_name("eye", side)] for side in Side)
    middle, half = (left + right) / 2, abs(float(left[1] - right[1])) / 2 - _LENS_M[0] + 0.001
    across = np.linspace(-1, 1, 9)
    arch = 0.004 * (1 - across**2)
    return middle + np.stack([_BEFORE_EYE_M + arch / 2, across * half, 0.002 + arch], 1)

"""The jaw: the edge under which a face ends and the neck lies in shade, from ear to ear."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.interpolate import PchipInterpolator

from handout.figures.geometry import Array
from handout.figures.mesh import Jaw
from handout.figures.wearer import Wearer

_RISE: Final = (
    (0, 0.0), (14, 0.01), (28, 0.11), (42, 0.27), (55, 0.43), (68, 0.60), (78, 0.78), (90, 1.0),
)  # fmt: skip
"""How the edge rises from the chin to the lobe of an ear: azimuths about the axis between the ears,
and the share of the height. It is nearly the same in all people."""

_DEPTH_M: Final = ((0, 0.12), (45, 0.115), (66, 0.085), (80, 0.05), (92, 0.01), (100, -0.01))
"""How far down the neck the shade goes: to the collar in front, and nowhere behind the ears."""

_CHIN_M: Final = (-0.085, -0.012)
"""Between which heights over the middle of the lips the chin is."""
_MIDDLE_M: Final = 0.008
_STEP_M: Final = 0.002
_REACH_M: Final = 0.16
"""How far from the axis a point of the head and the neck is at most."""


def find_jaw(wearer: Wearer) -> Jaw:
    """Return for the skin of a body at rest what is over its jaw and what is in its shade."""
    lips = wearer.skin[wearer.human.region("lips")].mean(0)
    ears = wearer.skin[wearer.human.region("ears")]
    lobe = ears[ears[:, 2].argmin()] - lips
    x, y, z = (wearer.fine_skin - lips).T
    chin = _chin(x, y, z)
    azimuth = np.degrees(np.arctan2(np.abs(y), x - lobe[0]))
    edge = chin + (lobe[2] - chin) * PchipInterpolator(*np.array(_RISE).T)(np.minimum(azimuth, 90))
    depth = PchipInterpolator(*np.array(_DEPTH_M).T)(np.minimum(azimuth, 100))
    over = z - edge
    is_near = np.hypot(x - lobe[0], y) < _REACH_M
    over[~is_near] = -_REACH_M
    return Jaw(over, np.where(is_near, np.minimum(-over, over + depth), -_REACH_M))


def _chin(x: Array, y: Array, z: Array) -> float:
    """Return the height where the profile of a face turns under: farthest from its chord."""
    heights = np.arange(*_CHIN_M, _STEP_M)
    is_near = (np.abs(z - heights[:, None]) < 2 * _STEP_M) & (np.abs(y) < _MIDDLE_M)
    fronts = np.where(is_near, x, -np.inf).max(1)
    chord = np.interp(heights, heights[[0, -1]], fronts[[0, -1]])
    return float(heights[(fronts - chord).argmax()])

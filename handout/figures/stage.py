"""Set the stage around people: where the floor ends, and what of a room its panels share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from handout.figures.equipment import Thing
from handout.figures.geometry import Array, unit
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.pose import EquipmentKind
from handout.figures.view import Camera

BACKDROPS: Final = (EquipmentKind.WALL, EquipmentKind.DOORWAY, EquipmentKind.DOOR)
"""What a picture cuts off, as it goes on beyond it."""

_BEHIND_M: Final = 0.14
"""How far behind all that stands on the floor it ends."""

_LOW_M: Final = 0.30
"""Up to which height people and things are taken to stand on the floor."""

_STEEP: Final = 0.60
"""The downward part of the view from which no wall behind the person is seen."""

_HALF_M: Final = 4.0


def floor_line(camera: Camera, people: Sequence[Mesh], things: Sequence[Thing]) -> tuple[Line, ...]:
    """Return the line where the floor ends behind people and things, unless seen from far above.

    It is level in the picture. Where there is a wall it meets the wall's far corner; else it is
    behind everything that is on the floor in any of the panels whose people and things are given.
    """
    if camera.forward[2] < -_STEEP:
        return ()
    onward = unit(camera.forward * np.array([1.0, 1.0, 0.0]))
    walls = [mesh.points for thing in things if thing.kind in BACKDROPS for mesh in thing.meshes]
    others = [
        mesh.points for thing in things if thing.kind not in BACKDROPS for mesh in thing.meshes
    ]
    others += [mesh.points for mesh in people]
    depth = _farthest(others, onward) + _BEHIND_M
    if walls:
        depth = max(depth, _farthest(walls, onward))
    middle = onward * depth + camera.right * float(camera.target @ camera.right)
    ends = np.stack([middle + camera.right * sign * _HALF_M for sign in (-1, 1)])
    return (Line(kind=LineKind.FLOOR, points=np.linspace(ends[0], ends[1], 3)),)


def _farthest(surfaces: Sequence[Array], onward: Array) -> float:
    """Return how far the lowest points of surfaces are along a direction."""
    points = np.vstack(surfaces)
    return float((points[points[:, 2] < _LOW_M] @ onward).max(initial=0.0))

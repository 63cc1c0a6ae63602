"""Set the stage: the line where the floor ends behind people and things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from handout.figures.framing import Content
from handout.figures.geometry import Array, unit
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath
from handout.figures.pose import EquipmentKind
from handout.figures.view import Camera, Window

WALLS: Final = frozenset((EquipmentKind.WALL, EquipmentKind.DOORWAY, EquipmentKind.DOOR))
"""What the panels of a figure share, as they share the floor."""

_BEHIND_M: Final = 0.14
"""How far behind all that stands on it the floor ends."""

_LOW_M: Final = 0.30
"""Up to which height people and things are taken to stand on the floor."""

_STEEP: Final = 0.25
"""The downward part of the view from which all behind people is floor."""

_WIDTH_PT: Final = 0.5


def draw_floor_line(
    builder: PanelBuilder, camera: Camera, window: Window, panels: Sequence[Content]
) -> None:
    """Draw the line where the floor ends, the same in every panel of a figure.

    It comes before all else is drawn, which then hides it. Where there is a wall, it starts from
    the wall's far corner; a view from far above has no such line.
    """
    if -camera.forward[2] > _STEEP:
        return
    onward = unit(camera.forward * np.array([1.0, 1.0, 0.0]))
    farthest = max(float((points @ onward).max()) for points in _on_floor(panels, walls=False))
    depth = farthest + _BEHIND_M
    for points in _on_floor(panels, walls=True):
        depth = max(depth, float((points @ onward).max()))
    height = float(camera.project(onward * depth)[1])
    if window.bottom < height < window.top:
        ends = np.array([[window.left, height], [window.right, height]])
        line = Subpath(ends * window.points_per_metre, curved=False, closed=False)
        builder.stroke(Role.FLOOR_LINE, [line], _WIDTH_PT)


def _on_floor(panels: Sequence[Content], *, walls: bool) -> Iterator[Array]:
    """Yield the points near the floor of walls, or of people and all other things."""
    meshes = [
        mesh
        for panel in panels
        for thing in panel.things
        if (thing.kind in WALLS) is walls
        for mesh in thing.meshes
    ]
    if not walls:
        meshes += [mesh for panel in panels for mesh in panel.people]
    for mesh in meshes:
        low = mesh.points[mesh.points[:, 2] < _LOW_M]
        if len(low):
            yield low

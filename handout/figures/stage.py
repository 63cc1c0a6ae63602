"""Set the stage: the line where the floor ends behind people and things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from handout.figures.equipment_fields import EquipmentKind
from handout.figures.faces import triangle_normals
from handout.figures.framing import Content
from handout.figures.geometry import Array, unit
from handout.figures.mesh import Mesh
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath
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
_INSET_PT: Final = 1.0


def draw_floor_line(
    builder: PanelBuilder, camera: Camera, window: Window, panels: Sequence[Content]
) -> None:
    """Draw the line where the floor ends, the same in every panel of a figure.

    It comes before all else is drawn, which then hides it. Where there is a wall, it starts from
    the wall's far corner; a view from far above has no such line, nor one of nothing on the floor.
    """
    if -camera.forward[2] > _STEEP:
        return
    onward = unit(camera.forward * np.array([1.0, 1.0, 0.0]))
    depths = [float((points @ onward).max()) + _BEHIND_M for points in _on_floor(panels)]
    depths += [float((points @ onward).max()) for points in _at_walls(camera, panels)]
    if not depths:
        return
    height = float(camera.project(onward * max(depths))[1])
    if window.bottom < height < window.top:
        inset = _INSET_PT / window.points_per_metre
        ends = np.array([[window.left + inset, height], [window.right - inset, height]])
        line = Subpath(ends * window.points_per_metre, curved=False, closed=False)
        builder.stroke(Role.FLOOR_LINE, [line], _WIDTH_PT)


def _things(panels: Sequence[Content], *, walls: bool) -> Iterator[Mesh]:
    for panel in panels:
        for thing in panel.things:
            if (thing.kind in WALLS) is walls:
                yield from thing.meshes


def _on_floor(panels: Sequence[Content]) -> Iterator[Array]:
    """Yield the points of people and things that are near the floor."""
    people = [mesh for panel in panels for mesh in panel.people]
    for mesh in (*people, *_things(panels, walls=False)):
        low = mesh.points[mesh.points[:, 2] < _LOW_M]
        if len(low):
            yield low


def _at_walls(camera: Camera, panels: Sequence[Content]) -> Iterator[Array]:
    """Yield the points near the floor of the sides of walls that are seen."""
    for mesh in _things(panels, walls=True):
        seen = mesh.triangles[triangle_normals(mesh) @ camera.forward < 0]
        points = mesh.points[np.unique(seen)]
        low = points[points[:, 2] < _LOW_M]
        if len(low):
            yield low

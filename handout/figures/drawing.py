"""Draw a scene as an illustrator would: flat colours, one shade, calm lines, from back to front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.contours import bounds, smoothed
from handout.figures.depth import overlaps
from handout.figures.details import draw_details
from handout.figures.draw_people import (
    draw_muscle_lines,
    draw_people_lines,
    fill_people,
    highlight_layers,
)
from handout.figures.draw_things import draw_thing_lines, fill_things
from handout.figures.edges import find_edges
from handout.figures.geometry import Array, Mask
from handout.figures.ghosts import Ghost, draw_ghost
from handout.figures.highlights import Highlight
from handout.figures.ink import find_strokes
from handout.figures.mesh import Line, Mesh
from handout.figures.muscle_shapes import muscle_shapes
from handout.figures.palette import Role, Tone
from handout.figures.panel_builder import SOFT_TOLERANCE_PT, PanelBuilder, outlined
from handout.figures.regions import find_regions
from handout.figures.shading import contact_on_floor
from handout.figures.view import Camera, View, Window, look

_SHADOW_SIGMA_PT: Final = 1.2
_FAR_SIGMA_PT: Final = 2.0
_IN_LIMB: Final = 0.8
_ENDS: Final = 0.02
"""How much moves with a limb where that begins, and where the trunk is that it goes on into."""


class Scene(Struct, frozen=True):
    """What is drawn: people with the lines on them, and things."""

    people: tuple[Mesh, ...]
    lines: tuple[Line, ...] = ()
    things: tuple[Mesh, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    """Muscles of the people."""
    far: tuple[Array, ...] = ()
    """For each mesh of the people and each of its points: how much it moves with a limb that is far
    away, from 0 to 1."""
    ghost: Ghost | None = None


def draw_scene(builder: PanelBuilder, scene: Scene, camera: Camera, window: Window) -> None:
    """Draw a scene as a camera sees it in a window."""
    people = len(scene.people)
    view = look((*scene.people, *scene.things), camera, window, people)
    regions = find_regions(view, people)
    shadow, floor = contact_on_floor(view, people)
    builder.fill(Role.SHADOW, outlined(shadow, floor, _SHADOW_SIGMA_PT, SOFT_TOLERANCE_PT))
    fill_things(builder, view, regions, people)
    if scene.ghost:
        draw_ghost(builder, scene.ghost, view, regions, window)
    highlights = muscle_shapes(view, scene.highlights, regions)
    layers = [
        (Tone.FAR, _far(view, scene.far)),
        *highlight_layers(highlights),
        (Tone.COVERED, overlaps(view, regions)),
    ]
    fill_people(builder, view, regions, people, scene.lines, layers)
    draw_muscle_lines(builder, view.window, highlights)
    strokes = find_strokes(find_edges(view, regions), _cloth(scene), window.pixels_per_point)
    draw_thing_lines(builder, view, regions, strokes)
    draw_people_lines(builder, view.window, strokes)
    draw_details(builder, scene.lines, view)


def _far(view: View, fields: Sequence[Array]) -> Mask:
    """Return where limbs are seen that are far away."""
    others = [np.zeros(len(mesh.points)) for mesh in view.meshes[len(fields) :]]
    share = view.interpolated((*fields, *others))[..., 0]
    result = share > _IN_LIMB
    if result.any():
        # Only over the limb itself, or its edge would fade beside what passes before it.
        limb = share > _ENDS
        around = bounds(limb)
        sigma = _FAR_SIGMA_PT * view.window.pixels_per_point
        result[around] = limb[around] & (smoothed(share[around], limb[around], sigma) > _IN_LIMB)
    return result


def _cloth(scene: Scene) -> set[int]:
    """Return the numbers of the surfaces that are cloth, whose inner side may show."""
    return {number for number, mesh in enumerate(scene.people) if mesh.inside is not None}

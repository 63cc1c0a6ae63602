"""Draw people and things as an illustrator would: flat colours, one shade, calm lines."""

from __future__ import annotations

from typing import Final

import numpy as np
from msgspec import Struct
from scipy.spatial import cKDTree

from handout.figures.contours import grown, outlines, without_specks
from handout.figures.curve_fitting import polygon
from handout.figures.details import draw_details
from handout.figures.edges import EdgeKind, find_edges
from handout.figures.geometry import Array, Integers
from handout.figures.ink import WEIGHTS_PT, Stroke, find_strokes, taper_reach, tapered
from handout.figures.mesh import Line, Mesh
from handout.figures.palette import Role, Tone
from handout.figures.panel_builder import (
    LINE_TOLERANCE_PT,
    SOFT_TOLERANCE_PT,
    PanelBuilder,
    Subpath,
    corners,
    curves,
    outlined,
)
from handout.figures.regions import HIGHLIGHTS, ROLES, find_regions, triangle_normals
from handout.figures.shading import (
    contact_on_floor,
    contact_on_things,
    hatching,
    large_patches,
    light_of,
    shade,
)
from handout.figures.view import Camera, Window, look


class Scene(Struct, frozen=True):
    """What is drawn: people with the lines on them, and things."""

    people: tuple[Mesh, ...]
    lines: tuple[Line, ...] = ()
    things: tuple[Mesh, ...] = ()
    ghost: tuple[Mesh, ...] = ()
    """Limbs as they were in an earlier panel."""


def draw_scene(builder: PanelBuilder, scene: Scene, camera: Camera, window: Window) -> None:
    """Draw a scene, from back to front."""
    _Drawing(builder, scene, camera, window).draw()


_GHOST_PT: Final = 0.6
_GHOST_DASH_PT: Final = (2.4, 1.6)
_HATCH_PT: Final = 2.6
_HATCH_LINE_PT: Final = 0.4

_SNAP_PX: Final = 2.5
_POLYGON_PX: Final = 1.3


class _Drawing:
    def __init__(self, builder: PanelBuilder, scene: Scene, camera: Camera, window: Window) -> None:
        self._builder, self._scene, self._camera = builder, scene, camera
        self._whole = window
        self._view = look((*scene.people, *scene.things), camera, window, people=len(scene.people))
        self._window = self._view.window
        self._regions = find_regions(self._view, len(scene.people))
        self._corners = self._thing_corners()

    def draw(self) -> None:
        self._fill_floor_shadow()
        self._fill_things()
        self._draw_ghost()
        self._fill_people()
        self._draw_hatching()
        self._draw_strokes()
        draw_details(self._builder, self._scene.lines, self._view)

    def _thing_corners(self) -> cKDTree | None:
        """Return where on the picture the corners of flat faces are."""
        points = [mesh.points for mesh in self._scene.things]
        if not points:
            return None
        return cKDTree(self._window.to_pixels(self._camera.project(np.concatenate(points))))

    def _snapped(self, line: Array) -> Array:
        """Return a polygon whose corners are moved to those of things that are very near."""
        if self._corners is None:
            return line
        distance, nearest = self._corners.query(line)
        exact = self._corners.data[nearest]
        return np.where((distance < _SNAP_PX)[:, None], exact, line)

    # ------------------------------------------------------------------------------------ fills
    def _fill_floor_shadow(self) -> None:
        mask, window = contact_on_floor(self._view, len(self._scene.people))
        self._builder.fill(Role.SHADOW, outlined(mask, window, 0.8, SOFT_TOLERANCE_PT))

    def _fill_things(self) -> None:
        regions = self._regions
        tone = self._thing_tones()
        contact = contact_on_things(self._view, len(self._scene.people))
        fill = np.where(regions.thing, (regions.role * 16 + tone) * 2 + regions.flat, -1)
        person = regions.person
        for value in np.unique(fill[regions.thing]).tolist():
            mask = fill == value
            mask = grown(mask, regions.thing | person)
            role, own = divmod(value // 2, 16)
            if value % 2:
                subpaths = [
                    corners(self._snapped(polygon(line, _POLYGON_PX, closed=True)), self._window)
                    for line in outlines(mask, 0.6)
                ]
            else:
                subpaths = outlined(mask, self._window)
            self._builder.fill(ROLES[role], subpaths, Tone(own))
            dark = without_specks(contact & (fill == value), 2 * self._window.pixels_per_point**2)
            self._builder.fill(
                ROLES[role],
                outlined(dark, self._window, 0.6, SOFT_TOLERANCE_PT),
                Tone(own) | Tone.SHADED,
            )

    def _thing_tones(self) -> Integers:
        view = self._view
        light = light_of(self._camera)
        people = len(self._scene.people)
        tones = [np.zeros(len(mesh.triangles), np.int32) for mesh in view.meshes[:people]]
        for mesh in view.meshes[people:]:
            normals = triangle_normals(mesh)
            own = np.where(normals[:, 2] > 0.7, 0, int(Tone.SIDE))
            if mesh.role is not Role.WALL:
                own = np.where(normals @ light < 0.05, own | int(Tone.SHADED), own)
            tones.append(own)
        return view.of_triangles(tones, 0).astype(np.int32)

    def _draw_ghost(self) -> None:
        if self._scene.ghost:
            view = look(self._scene.ghost, self._camera, self._whole)
            shape = outlined(view.mesh >= 0, view.window, 0.4)
            self._builder.fill(Role.GHOST, shape)
            self._builder.stroke(Role.GHOST_INK, shape, _GHOST_PT, _GHOST_DASH_PT)

    def _draw_hatching(self) -> None:
        """Hatch what works or is stretched, so that it is seen without colour as well."""
        scale = self._window.pixels_per_point
        lines_of = (Role.WORKING_LINE, 1), (Role.STRETCHED_LINE, -1)
        for role, (line_role, slope) in zip(HIGHLIGHTS, lines_of, strict=True):
            if role in self._regions.highlights:
                mask = self._regions.highlights[role] & self._regions.person
                lines = [
                    corners(line, self._window, closed=False)
                    for line in hatching(mask, _HATCH_PT * scale, slope)
                ]
                self._builder.stroke(line_role, lines, _HATCH_LINE_PT)

    def _fill_people(self) -> None:
        regions, window = self._regions, self._window
        person = regions.person
        shaded = shade(self._view, len(self._scene.people), self._scene.lines)
        for number in np.unique(regions.role[person])[::-1].tolist():
            role, mask = ROLES[number], (regions.role == number) & person
            self._builder.fill(role, outlined(grown(mask, person), window))
            if role in {Role.IRIS, Role.EYE_WHITE}:
                continue
            dark = large_patches(shaded, mask, window)
            for highlight, tone in zip(HIGHLIGHTS, (Tone.WORKING, Tone.STRETCHED), strict=True):
                if highlight in regions.highlights:
                    active = regions.highlights[highlight] & mask
                    self._builder.fill(role, outlined(active, window, 0.5), tone)
            self._builder.fill(role, outlined(dark, window, 0.5, SOFT_TOLERANCE_PT), Tone.SHADED)

    # ------------------------------------------------------------------------------------ lines
    def _draw_strokes(self) -> None:
        cloth = {
            number
            for number, mesh in enumerate(self._scene.people)
            if mesh.role not in {Role.SKIN, Role.HAIR}
        }
        edges = find_edges(self._view, self._regions)
        strokes = find_strokes(edges, cloth, self._window.pixels_per_point)
        flat = self._flat_surfaces()
        for kind in (
            EdgeKind.RIDGE,
            EdgeKind.OUTLINE,
            EdgeKind.SEAM,
            EdgeKind.OCCLUSION,
            EdgeKind.SILHOUETTE,
        ):
            whole, tapering = [], []
            for stroke in strokes:
                if stroke.kind is not kind:
                    continue
                is_thing = kind in {EdgeKind.RIDGE, EdgeKind.OUTLINE}
                if is_thing and stroke.surface in flat:
                    line = self._snapped(polygon(stroke.points, _POLYGON_PX, closed=stroke.closed))
                    whole.append(corners(line, self._window, closed=stroke.closed))
                elif any(stroke.free) and not is_thing:
                    tapering.append(self._tapered(stroke, WEIGHTS_PT[kind]))
                else:
                    whole.append(
                        curves(stroke.points, self._window, LINE_TOLERANCE_PT, closed=stroke.closed)
                    )
            role = Role.THING_LINE if kind in {EdgeKind.RIDGE, EdgeKind.OUTLINE} else Role.INK
            self._builder.stroke(role, whole, WEIGHTS_PT[kind])
            self._builder.fill_shape(role, tapering)

    def _tapered(self, stroke: Stroke, width_pt: float) -> Subpath:
        scale = self._window.pixels_per_point
        line = tapered(stroke.points, width_pt * scale, stroke.free, taper_reach(scale))
        return curves(line, self._window, LINE_TOLERANCE_PT)

    def _flat_surfaces(self) -> set[int]:
        return set(np.unique(self._regions.surface[self._regions.flat]).tolist())

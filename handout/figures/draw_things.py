"""Fill and outline things: crisp where their faces are flat, smooth where they are round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from scipy.ndimage import binary_closing, find_objects, label
from scipy.spatial import cKDTree

from handout.figures.contours import grown, outlines, without_specks
from handout.figures.curve_fitting import polygon
from handout.figures.edges import EdgeKind
from handout.figures.faces import triangle_normals
from handout.figures.geometry import Array, Integers, Mask, arc_lengths
from handout.figures.ink import WEIGHTS_PT, Stroke
from handout.figures.mesh import Mesh
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
from handout.figures.raster import Values
from handout.figures.regions import ROLES, Regions
from handout.figures.shading import contact_on_things, light_of
from handout.figures.view import View

_POLYGON_PX: Final = 1.3
"""How far the corners of a polygon may be from the pixels along it."""
_SNAP_PX: Final = 2.5
"""How far they are at most from a corner of the thing, to which they are moved."""

_SHADOW_SIGMA_PT: Final = 1.0
_LEAST_SHADOW_PT2: Final = 4.0
_LEAST_LINE_PT: Final = 0.8

_TOP: Final = 0.7
"""The z of a normal from which a side is a top."""
_LIT: Final = 0.05
"""The cosine of the angle to the light up to which a side is lit."""

_TONES: Final = 1 << len(Tone)
"""How many tones there are: a role and a tone make one number."""


def fill_things(builder: PanelBuilder, view: View, regions: Regions, people: int) -> None:
    """Fill things with their colours and the shadows of people on them."""
    window = view.window
    exact = _Corners(view, people)
    contact = contact_on_things(view, people)
    fill = (regions.role * _TONES + _tones(view, regions, people)) * 2 + regions.flat
    fill[~regions.thing] = -1
    for value in np.unique(fill[regions.thing]).tolist():
        role, tone = divmod(value // 2, _TONES)
        own = fill == value
        # Under the lines around it, so that nothing shows between.
        mask = grown(own)
        is_flat = value % 2 == 1
        builder.fill(
            ROLES[role], exact.polygons(mask) if is_flat else outlined(mask, window), Tone(tone)
        )
        dark = without_specks(contact & own, _LEAST_SHADOW_PT2 * window.pixels_per_point**2)
        shadow = outlined(dark, window, _SHADOW_SIGMA_PT, SOFT_TOLERANCE_PT)
        builder.fill(ROLES[role], shadow, Tone(tone) | Tone.SHADED)


def draw_thing_lines(
    builder: PanelBuilder, view: View, regions: Regions, strokes: Sequence[Stroke]
) -> None:
    """Draw the outlines of things and the lines where their faces meet."""
    hard = list(_visible_edges(view, regions))
    for kind in (EdgeKind.RIDGE, EdgeKind.OUTLINE):
        lines = [line for own, line in hard if own is kind]
        lines += [_line(stroke, view, regions) for stroke in strokes if stroke.kind is kind]
        builder.stroke(Role.THING_LINE, lines, WEIGHTS_PT[kind])


class _Corners:
    """The corners of things on the picture, to which those of their polygons are moved."""

    def __init__(self, view: View, people: int) -> None:
        points = [np.zeros((0, 3)), *(mesh.points for mesh in view.meshes[people:])]
        self._window = view.window
        self._tree = cKDTree(view.window.to_pixels(view.camera.project(np.concatenate(points))))

    def polygons(self, mask: Mask) -> list[Subpath]:
        """Return polygons around a mask and its holes."""
        lines = [polygon(line, _POLYGON_PX, closed=True) for line in outlines(mask, 0.6)]
        return [corners(self._snapped(line), self._window) for line in lines]

    def _snapped(self, line: Array) -> Array:
        distance, nearest = self._tree.query(line, distance_upper_bound=_SNAP_PX)
        near = np.isfinite(distance)
        result = line.copy()
        result[near] = self._tree.data[nearest[near]]
        return result


def _tones(view: View, regions: Regions, people: int) -> Integers:
    """Return the tone of each pixel of a thing: its top is lightest, its shaded side darkest."""
    light = light_of(view.camera)
    tones = [np.zeros(len(mesh.triangles), np.int32) for mesh in view.meshes[:people]]
    for mesh in view.meshes[people:]:
        tone = _tone(triangle_normals(mesh), light)
        # A wall is a background, as calm as the paper.
        tones.append(np.zeros_like(tone) if mesh.role is Role.WALL else tone)
    result = view.of_triangles(tones, Tone.PLAIN).astype(np.int32)
    # On what is round all over, such as a ball, tones do not end at the edges of triangles.
    is_round = regions.thing & ~np.isin(view.mesh, view.mesh[regions.flat])
    if is_round.any():
        normals = view.interpolated([_point_normals(mesh) for mesh in view.meshes])[is_round]
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        result[is_round] = _tone(normals, light)
    return result


def _tone(normals: Values, light: Array) -> Integers:
    """Return the tone of a surface for each of its normals."""
    tone = np.where(normals[:, 2] > _TOP, Tone.PLAIN, Tone.SIDE)
    result: Integers = np.where(normals @ light < _LIT, tone | Tone.SHADED, tone).astype(np.int32)
    return result


def _point_normals(mesh: Mesh) -> Array:
    """Return the mean normal of the triangles around each point."""
    normals = np.zeros_like(mesh.points)
    for corner in range(3):
        np.add.at(normals, mesh.triangles[:, corner], triangle_normals(mesh))
    return normals


def _line(stroke: Stroke, view: View, regions: Regions) -> Subpath:
    if regions.is_flat[stroke.surface]:
        line = polygon(stroke.points, _POLYGON_PX, closed=stroke.closed)
        return corners(line, view.window, closed=stroke.closed)
    return curves(stroke.points, view.window, LINE_TOLERANCE_PT, closed=stroke.closed)


def _visible_edges(view: View, regions: Regions) -> Iterator[tuple[EdgeKind, Subpath]]:
    """Yield hard edges where one of their faces is seen beside them."""
    scale = view.window.pixels_per_point
    for edge in regions.hard_edges:
        pixels = view.window.to_pixels(view.camera.project(edge.points))
        along = arc_lengths(pixels)
        count = max(2, int(np.ceil(along[-1])) + 1)
        samples = np.linspace(0, along[-1], count)
        line = np.stack([np.interp(samples, along, pixels[:, axis]) for axis in (0, 1)], 1)
        first, second = (_is_beside(line, regions.surface, face) for face in edge.faces)
        seen = binary_closing(np.pad(first | second, 3), iterations=2)[3:-3]
        for (run,) in find_objects(label(seen)[0]):
            if run.stop - run.start < _LEAST_LINE_PT * scale:
                continue
            is_ridge = (first & second)[run].mean() > 0.5
            kind = EdgeKind.RIDGE if is_ridge else EdgeKind.OUTLINE
            if len(edge.points) == 2:
                ends = line[[run.start, run.stop - 1]]
                yield kind, corners(ends, view.window, closed=False)
            else:
                yield kind, curves(line[run], view.window, LINE_TOLERANCE_PT, closed=False)


def _is_beside(line: Array, surface: Integers, face: int) -> Mask:
    """Return which points of a line have a pixel of a face around them."""
    height, width = surface.shape
    column, row = np.floor(line).astype(int).T
    result = np.zeros(len(line), bool)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            y, x = row + down, column + right
            inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
            result[inside] |= surface[y[inside], x[inside]] == face
    return result

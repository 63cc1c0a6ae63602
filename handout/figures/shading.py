"""Model forms with one light: a soft shade that follows the body, and shadows of contact.

The light comes from the upper left, in front of the picture. A shade that followed every normal
would fall apart into blobs on bust, shirt and knees. So normals are smoothed first, and they are
smoothed where the body is at rest: there every limb stands by itself, and skin and the cloth on it
are neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from scipy.ndimage import gaussian_filter, map_coordinates, minimum_filter

from handout.figures.contours import without_specks
from handout.figures.geometry import Array, Mask, unit
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.regions import Regions, triangle_normals
from handout.figures.view import Camera, View, Window

_CELL_M: Final = 0.02
_SMOOTHING_M: Final = 0.032
"""The cells in which normals are gathered at rest, and how far they are smoothed."""

_TURNED_AWAY: Final = 0.14
"""The cosine of the angle to the light from which a surface is in the shade."""

_FACE_M: Final = 0.115
_CALM_FACE: Final = 0.85
"""How far around its features a face is kept free of shade, and how much darker it would have to be
to have one: only its underside does."""

_LEAST_SHARE: Final = 0.03
_LEAST_PT2: Final = 12.0
"""A patch of shade with less of its region or a smaller area is left out."""


def light_of(camera: Camera) -> Array:
    """Return the direction toward the light."""
    return unit(-0.50 * camera.right + 0.72 * camera.up - 0.48 * camera.forward)


def shade(view: View, people: int, lines: Sequence[Line]) -> Mask:
    """Return where people, who are the first meshes of a view, face away from the light."""
    light = light_of(view.camera)
    lit = [normals @ light for normals in _smoothed_normals(view.meshes[:people])]
    face = [line.points for line in lines if line.kind in {LineKind.LID, LineKind.MOUTH}]
    if face:
        centre = np.concatenate(face).mean(0)
        for number, mesh in enumerate(view.meshes[:people]):
            away = np.linalg.norm(mesh.points - centre, axis=1) / _FACE_M
            lit[number] = lit[number] + _CALM_FACE * np.clip((1.35 - away) / 0.35, 0, 1)
    lit += [np.ones(len(mesh.points)) for mesh in view.meshes[people:]]
    return (view.interpolated(lit)[..., 0] < _TURNED_AWAY) & (view.mesh >= 0)


def _smoothed_normals(meshes: Sequence[Mesh]) -> list[Array]:
    """Return the normals at the points of meshes, smoothed over their neighbours at rest."""
    low = np.min([mesh.rest.min(0) for mesh in meshes], 0) - 2 * _CELL_M
    high = np.max([mesh.rest.max(0) for mesh in meshes], 0) + 2 * _CELL_M
    shape = tuple(np.ceil((high - low) / _CELL_M).astype(int))
    total = np.zeros((3, int(np.prod(shape))), np.float32)
    for mesh in meshes:
        a, b, c = (mesh.points[mesh.triangles[:, corner]] for corner in range(3))
        normals = np.cross(b - a, c - a)
        middle = mesh.rest[mesh.triangles].mean(1)
        cells = np.ravel_multi_index(tuple(((middle - low) / _CELL_M).astype(int).T), shape)
        for axis in range(3):
            total[axis] += np.bincount(cells, normals[:, axis], total.shape[1])
    sigma = _SMOOTHING_M / _CELL_M
    grids = [gaussian_filter(one.reshape(shape), sigma) for one in total]
    results = []
    for mesh in meshes:
        cells = ((mesh.rest - low) / _CELL_M - 0.5).T
        smoothed = np.stack([map_coordinates(grid, cells, order=1) for grid in grids], 1)
        length = np.linalg.norm(smoothed, axis=1, keepdims=True)
        results.append(smoothed / np.maximum(length, 1e-9))
    return results


def large_patches(mask: Mask, region: Mask, window: Window) -> Mask:
    """Return a mask of shade without its small patches, and without small holes in it."""
    area = window.pixels_per_point**2
    least = max(_LEAST_SHARE * float(np.count_nonzero(region)), _LEAST_PT2 * area)
    kept = without_specks(mask & region, least)
    lit = without_specks(region & ~kept, least)
    return region & ~lit

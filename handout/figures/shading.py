"""Model forms with one light: a soft shade that follows the body, and shadows of contact.

The light comes from the upper left, in front of the picture. A shade that followed every normal
would fall apart into blobs on bust, shirt and knees. So normals are smoothed first, and they are
smoothed where the body is at rest: there every limb stands by itself, and skin and the cloth on it
are neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec.structs import replace
from scipy.ndimage import (
    gaussian_filter,
    label,
    map_coordinates,
    minimum_filter,
)

from handout.figures.contours import bounds
from handout.figures.faces import triangle_normals
from handout.figures.geometry import Array, Integers, Mask, axes_along, unit
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.palette import Role
from handout.figures.view import Camera, View, Window

_SMOOTHING_M: Final = 0.042
_FINE_SMOOTHING_M: Final = 0.014
_CELLS: Final = 2.1
"""How far normals are smoothed at rest, those of hands and feet less, and over how many cells."""

_HAND_M: Final = (0.15, 0.26)
_FOOT_M: Final = (0.06, 0.13)
"""How far from the tip of its longest finger a hand reaches, and how far above the floor a foot,
wholly and in part."""

_TURNED_AWAY: Final = 0.10
"""The cosine of the angle to the light from which a surface is in the shade."""

_FACE_M: Final = (0.115, 0.155)
_CALM_FACE: Final = 0.85
"""How far around its features a face is kept free of shade, wholly and in part, and how much darker
it would have to be to have one: only its underside does."""

_HAIR_DEPTH: Final = 0.24
"""How much sooner hair is in the shade: it has no features that shade would hide."""

_PLAN_M: Final = 0.012
_HIGH_M: Final = 3.0
_NEAR_M: Final = 0.06
_AWAY_M: Final = 0.06
_FACING: Final = 0.7
"""The cells in which the relief of people is measured, a height above all, how near what they
touch they shade it, how far away from the light, and from which cosine a side faces a direction."""

_UP: Final = np.array([0.0, 0.0, 1.0])

_COARSE: Final = 4
"""Shadows on things are found in every fourth pixel."""
_SHADOW_PIXELS: Final = 2.0
"""Pixels a point in which the shadow on the floor is found."""
_LEAST_TILT: Final = 0.04
"""A camera that looks down less sees the floor as a line."""

_LEAST_SHARE: Final = 0.03
_LEAST_PT2: Final = 12.0
"""A patch of shade with less of its region or a smaller area is left out."""


def light_of(camera: Camera) -> Array:
    """Return the direction toward the light."""
    return unit(-0.46 * camera.right + 0.62 * camera.up - 0.64 * camera.forward)


def shade(view: View, people: int, lines: Sequence[Line]) -> Mask:
    """Return where people, who are the first meshes of a view, face away from the light."""
    light = light_of(view.camera)
    lit = [normals @ light for normals in _normals(view.meshes[:people])]
    face = [line.points for line in lines if line.kind in {LineKind.LID, LineKind.MOUTH}]
    if face:
        centre = np.concatenate(face).mean(0)
        for number, mesh in enumerate(view.meshes[:people]):
            if mesh.role is Role.HAIR:
                lit[number] = lit[number] - _HAIR_DEPTH
                continue
            away = np.linalg.norm(mesh.points - centre, axis=1)
            lit[number] = lit[number] + _CALM_FACE * np.interp(away, _FACE_M, (1, 0))
    for number, mesh in enumerate(view.meshes[:people]):
        if mesh.jaw:
            lit[number] = np.minimum(lit[number], _TURNED_AWAY - mesh.jaw.shade)
    lit += [np.ones(len(mesh.points)) for mesh in view.meshes[people:]]
    return (view.interpolated(lit)[..., 0] < _TURNED_AWAY) & (view.mesh >= 0)


def _normals(meshes: Sequence[Mesh]) -> list[Array]:
    """Return the normals at the points of meshes, smoothed over their neighbours at rest."""
    results = _smoothed_normals(meshes, _SMOOTHING_M)
    for number, mesh in enumerate(meshes):
        if mesh.role is Role.SKIN:
            for share in _hands_and_feet(mesh):
                own = share > 0
                if not own.any():
                    continue
                fine = _smoothed_normals([mesh], _FINE_SMOOTHING_M, own)[0]
                results[number][own] += (fine - results[number][own]) * share[own, None]
    return results


def _hands_and_feet(skin: Mesh) -> Iterator[Array]:
    """Yield how much points of the skin are of each hand and foot.

    At rest, hands are at the ends of arms that are held out.
    """
    _, y, z = skin.rest.T
    for aside in (y, -y):
        away = np.linalg.norm(skin.rest - skin.rest[aside.argmax()], axis=1)
        yield np.interp(away, _HAND_M, (1, 0))
        yield np.where(aside > 0, np.interp(z, _FOOT_M, (1, 0)), 0)


def _smoothed_normals(
    meshes: Sequence[Mesh], sigma_m: float, only: Mask | None = None
) -> list[Array]:
    """Return the normals of all points, or of some, smoothed over a length."""
    cell = sigma_m / _CELLS
    places = [mesh.rest if only is None else mesh.rest[only] for mesh in meshes]
    points = np.concatenate(places)
    low, high = points.min(0) - 2 * cell, points.max(0) + 2 * cell
    shape = tuple(np.ceil((high - low) / cell).astype(int))
    total = np.zeros((3, int(np.prod(shape))), np.float32)
    for mesh in meshes:
        # Every third triangle is enough for what is smoothed over a hand's breadth.
        some = mesh.triangles[::3] if only is None else mesh.triangles[only[mesh.triangles].all(1)]
        a, b, c = (mesh.points[some[:, corner]] for corner in range(3))
        normals = np.cross(b - a, c - a)
        middle = mesh.rest[some[:, 0]]
        cells = np.ravel_multi_index(tuple(((middle - low) / cell).astype(int).T), shape)
        for axis in range(3):
            total[axis] += np.bincount(cells, normals[:, axis], total.shape[1])
    grids = [gaussian_filter(one.reshape(shape), _CELLS) for one in total]
    results = []
    for own in places:
        cells = ((own - low) / cell - 0.5).T
        smoothed = np.stack([map_coordinates(grid, cells, order=1) for grid in grids], 1)
        length = np.linalg.norm(smoothed, axis=1, keepdims=True)
        results.append(smoothed / np.maximum(length, 1e-9))
    return results


def large_patches(mask: Mask, region: Mask, window: Window) -> Mask:
    """Return a mask of shade without its small patches, and without small holes in it."""
    result = np.zeros_like(region)
    if not region.any():
        return result
    around = bounds(region)
    mask, region = mask[around], region[around]
    area = window.pixels_per_point**2
    pieces, count = label(region)
    shares = _LEAST_SHARE * np.bincount(pieces.ravel(), minlength=count + 1)
    least = np.maximum(shares, _LEAST_PT2 * area)
    kept = _pieces_of(mask & region, pieces, least)
    lit = _pieces_of(region & ~kept, pieces, least)
    result[around] = region & ~lit
    return result


def _pieces_of(mask: Mask, regions: Integers, least: Array) -> Mask:
    """Return a mask without its pieces that are smaller than is the least in their region."""
    pieces, count = label(mask)
    inside = np.zeros(count + 1, np.int32)
    inside[pieces] = regions
    keep = np.bincount(pieces.ravel(), minlength=count + 1) >= least[inside]
    keep[0] = False
    result: Mask = keep[pieces]
    return result


def contact_on_floor(view: View, people: int) -> tuple[Mask, Window]:
    """Return where people shade the floor that they touch, in coarse pixels, and their window."""
    camera, fine = view.camera, view.window
    meshes = view.meshes[:people]
    picture = camera.project(np.concatenate([mesh.points for mesh in meshes]))
    coarse = replace(fine, pixels_per_point=_SHADOW_PIXELS).around(picture, 8.0)
    height, width = coarse.shape
    columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    x, y = coarse.left + columns * coarse.pixel, coarse.top - rows * coarse.pixel
    rays = camera.rays(np.stack([x, y], -1))
    down = rays[..., 2] < -_LEAST_TILT
    distance = -camera.position[2] / np.where(down, rays[..., 2], -1.0)
    floor = camera.position + rays * distance[..., None]
    return _Relief(meshes, camera, _UP).is_near(floor) & down, coarse


def contact_on_things(view: View, people: int) -> Mask:
    """Return where people shade the walls and the upper sides of things that they touch."""
    things = [number >= people for number in range(len(view.meshes))]
    walls = [mesh.role is Role.WALL for mesh in view.meshes]
    result = _contact(view, people, _UP, things)
    for wall in (mesh for mesh in view.meshes if mesh.role is Role.WALL):
        normals = triangle_normals(wall)
        upright = normals[np.abs(normals[:, 2]) < _FACING]
        for normal in np.unique(upright.round(3), axis=0):
            if normal @ view.camera.forward < 0:
                result |= _contact(view, people, normal, walls)
    return result


def _contact(view: View, people: int, normal: Array, shaded: Sequence[bool]) -> Mask:
    """Return where people are close to the sides along a normal of the meshes that are shaded."""
    facing = [
        triangle_normals(mesh) @ normal if own else np.full(len(mesh.triangles), -1.0)
        for mesh, own in zip(view.meshes, shaded, strict=True)
    ]
    side = view.of_triangles(facing, -1.0) > _FACING
    coarse = side[::_COARSE, ::_COARSE].copy()
    rows, columns = np.nonzero(coarse)
    if len(rows):
        points = view.world_at(rows * _COARSE, columns * _COARSE)
        relief = _Relief(view.meshes[:people], view.camera, normal)
        coarse[rows, columns] = relief.is_near(points)
    height, width = side.shape
    return coarse.repeat(_COARSE, 0).repeat(_COARSE, 1)[:height, :width]


class _Relief:
    """How far people are from each place of the sides that face along a normal."""

    def __init__(self, meshes: Sequence[Mesh], camera: Camera, normal: Array) -> None:
        points = np.concatenate(
            [mesh.points if mesh.cut is None else mesh.points[mesh.cut >= 0] for mesh in meshes]
        )
        self._axes = axes_along(normal, np.array([1.0, 0.0, 0.0]))
        points = points @ self._axes
        self._corner = points.min(0)[:2] - 3 * _PLAN_M
        shape = np.ceil((points.max(0)[:2] - self._corner) / _PLAN_M).astype(int) + 3
        low = np.full(tuple(shape), _HIGH_M)
        columns, rows = ((points[:, :2] - self._corner) / _PLAN_M).astype(int).T
        np.minimum.at(low, (columns, rows), points[:, 2])
        self._low = minimum_filter(low, 3)
        self._offset = (camera.right @ self._axes)[:2] * _AWAY_M

    def is_near(self, points: Array) -> Mask:
        """Return over which points of the world people are close."""
        points = points @ self._axes
        gap = np.full(points.shape[:-1], np.inf)
        for share in (0.0, 0.5, 1.0):
            place = (points[..., :2] - self._offset * share - self._corner) / _PLAN_M - 0.5
            low = map_coordinates(
                self._low, np.moveaxis(place, -1, 0), order=1, mode="constant", cval=_HIGH_M
            )
            gap = np.minimum(gap, low - points[..., 2])
        result: Mask = (gap < _NEAR_M) & (gap > -_NEAR_M)
        return result

"""Drape clothes over a posed body: off its skin, across its hollows, over what is worn below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from handout.figures.clothes import Garment
from handout.figures.geometry import Array
from handout.figures.mesh import Mesh
from handout.figures.palette import Role
from handout.figures.stitching import Stitching
from handout.figures.surface import Subdivision, neighbour_means, point_normals, triangulated
from handout.figures.wearer import Wearer, ramp

_LAYER_M: Final = 0.0035
"""How far a cloth is over the cloth under it."""

_HIDDEN_M: Final = 0.035
"""Cloth that far beyond a hem is left out."""

_HEM_M: Final = 0.022
"""How far inside the edges of a cloth its stitching is."""

_SEAM_STEPS: Final = 10
"""How many times a seam is straightened by what is around it."""

_HELD_M: Final = 0.08
"""How far from its edges a cloth hangs as far away from a body over it as it can."""

_RIM_M: Final = 0.06
_THICK_M: Final = 0.03
"""How far beyond its hem a cloth still lifts the one over it, and by how much at most."""


class Cloth:
    """A garment made for one person, ready to be draped over the posed body."""

    def __init__(self, wearer: Wearer, garment: Garment) -> None:
        part = wearer.human.parts[garment.cloth]
        self.garment = garment
        self._rows = part.points
        self._field: Array = garment.field[part.points]
        self._ease: Array = garment.ease[part.points]
        # At its edges a cloth is held by the body: flaps would stand off neck, arms and hips.
        self._fall: Array = garment.fall * ramp(self._field, 0, _HELD_M)
        # A waistband would show as a nick through the shirt over it if it ended at once.
        self._lifts: Array = ramp(self._field, -_RIM_M, 0)
        self._hollow = None if garment.hollow is None else garment.hollow[part.points]
        self._cling = None if garment.cling is None else garment.cling[part.points]
        near = (self._field[part.faces] > -_HIDDEN_M).any(1)
        faces = part.faces[near]
        count = part.points.stop - part.points.start
        self._means = neighbour_means(faces, count)
        self._triangles = triangulated(faces)
        self._subdivision = Subdivision.of(faces, count)
        self._cut: Array = self._subdivision.matrix @ self._field
        fine = self._subdivision.triangles
        self.stitching: list[Stitching] = []
        if garment.role is not Role.SOCK:
            self.stitching.append(Stitching.along(self._cut - _HEM_M, fine))
        if garment.seam is not None:
            seam = garment.seam[part.points]
            for _ in range(_SEAM_STEPS):
                seam = self._means @ seam
            seam = self._subdivision.matrix @ seam
            self.stitching.append(Stitching.along(seam, fine, crumples=True))
        self._rest: Array = self._subdivision.matrix @ wearer.points[part.points]

    def draped(self, body: Array, under: Array, below: Sequence[Mesh]) -> tuple[Mesh, Array]:
        """Return the cloth over a posed body, and how far off the body it is.

        `under` says how far off the body what is `below` is, over all points of the body.
        """
        start = body[self._rows]
        normals = self._smooth_normals(start)
        off = self._bridged(start, normals, under[self._rows])
        hanging = self._fall * np.maximum(normals @ _DOWN, 0)
        points = start + normals * off[:, None] + np.outer(hanging, _DOWN)
        layers = [_Layer(mesh) for mesh in below] if self.garment.hangs else []
        if self.garment.cloth == "skirt":
            points = self._settled(points, normals, layers)
        fine: Array = self._subdivision.matrix @ points
        for layer in layers:
            fine = layer.lifted(fine)
        over = under.copy()
        lifted = np.minimum(off, _THICK_M) * self._lifts
        over[self._rows] = np.maximum(over[self._rows], lifted)
        mesh = Mesh(
            name=self.garment.name,
            role=self.garment.role,
            points=fine,
            triangles=self._subdivision.triangles,
            rest=self._rest,
            cut=self._cut,
            inside=self.garment.role,
        )
        return mesh, over

    def _smooth_normals(self, points: Array) -> Array:
        normals = point_normals(points, self._triangles)
        for _ in range(4):
            normals = self._means @ normals
        result: Array = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
        return result

    def _bridged(self, start: Array, normals: Array, under: Array) -> Array:
        """Return how far off the body the cloth is once it bridges its hollows.

        It moves along the normals only, or sleeves would creep up the arms.
        """
        ease = self._ease
        if self._hollow is not None:
            # What lies on the body, or is below it, is not upright.
            ease = ease + self._hollow * np.maximum(0, 1 - 2 * normals[:, 2] ** 2)
        ease = np.maximum(ease, np.where(under > 0, under + _LAYER_M, 0))
        off = ease
        for _ in range(self.garment.slack):
            points = start + normals * off[:, None]
            off = off + 0.5 * ((self._means @ points - points) * normals).sum(1)
            off = np.maximum(off, ease * 0.92)
        if self._cling is not None:
            off = off + self._cling * (ease - off)
        return off

    def _settled(self, points: Array, normals: Array, layers: Sequence[_Layer]) -> Array:
        """Return the points of a skirt, which is stretched by the legs in it."""
        for _ in range(_SETTLING):
            drift = ((self._means @ points - points) * normals).sum(1)
            points = points + 0.5 * normals * drift[:, None]
            for layer in layers:
                points = layer.lifted(points)
        return points


_SETTLING: Final = 8

_DOWN: Final = np.array([0.0, 0.0, -1.0])

_SUNK_M: Final = 0.08
"""How deep in a cloth below it a cloth may have sunk to be lifted out again."""
_BESIDE_M: Final = (0.012, 0.04)
"""How far beside a cloth another is lifted out of it as if it were over it, and no more."""


class _Layer:
    """A cloth as it is worn, on which another lies."""

    def __init__(self, mesh: Mesh) -> None:
        worn = slice(None) if mesh.cut is None else mesh.cut >= 0
        self._points = mesh.points[worn]
        self._normals = point_normals(mesh.points, mesh.triangles)[worn]
        self._tree = cKDTree(self._points)

    def lifted(self, points: Array) -> Array:
        """Return the points of a cloth lifted out of this one."""
        distance, near = self._tree.query(points, distance_upper_bound=_SUNK_M)
        is_near = np.isfinite(distance)
        near = np.where(is_near, near, 0)
        gap = points - self._points[near]
        height = (gap * self._normals[near]).sum(1)
        lift = np.where(is_near, np.maximum(0, _LAYER_M - height), 0)
        # Not beyond its edge, where the body goes on narrower or broader.
        aside = np.linalg.norm(gap - self._normals[near] * height[:, None], axis=1)
        lift *= 1 - ramp(aside, *_BESIDE_M)
        result: Array = points + self._normals[near] * lift[:, None]
        return result

"""Measure where surfaces are: how near they come to each other, and how deep points lie inside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.spatial import cKDTree

from handout.figures.geometry import Array, Integers, Mask
from handout.figures.mesh import Mesh

_SPACING_M: Final = 0.012
"""The distance between the points that stand for a surface."""

_MOST_ANGLES: Final = 400_000
"""How many solid angles are computed at a time, which limits the memory that they take."""


class Boundary(Struct, frozen=True):
    """A surface of triangles, and points all over it."""

    corners: Array
    """Three points for each triangle, in metres."""
    tree: cKDTree

    @classmethod
    def of(cls, points: Array, triangles: Integers) -> Boundary:
        """Return the surface of triangles."""
        corners = points[triangles]
        return cls(corners, cKDTree(_spread(corners)))

    @classmethod
    def of_meshes(cls, meshes: Iterable[Mesh]) -> Boundary:
        """Return the surface that meshes make up."""
        corners = np.concatenate([mesh.points[mesh.triangles] for mesh in meshes])
        return cls(corners, cKDTree(_spread(corners)))

    def gap(self, points: Array) -> float:
        """Return the least distance of any of some points from the surface, in metres."""
        return float(self.tree.query(points)[0].min())

    def depth(self, points: Array) -> float:
        """Return how deep the deepest of some points lies inside the surface, in metres."""
        low, high = self.corners.min((0, 1)), self.corners.max((0, 1))
        near = points[((points > low) & (points < high)).all(1)]
        inside = near[self._encloses(near)] if len(near) else near
        return float(self.tree.query(inside)[0].max()) if len(inside) else 0.0

    def _encloses(self, points: Array) -> Mask:
        """Return which points a surface encloses for the most part, even if it is open.

        By winding numbers: Jacobson et al., Robust Inside-Outside Segmentation Using Generalized
        Winding Numbers (SIGGRAPH 2013); solid angles by Van Oosterom and Strackee (1983).
        """
        step = max(1, _MOST_ANGLES // len(self.corners))
        turns = [
            np.abs(_solid_angles(points[start : start + step], self.corners).sum(1))
            for start in range(0, len(points), step)
        ]
        result: Mask = np.concatenate(turns) > 2 * np.pi
        return result


def _solid_angles(points: Array, corners: Array) -> Array:
    """Return the solid angle of each triangle, seen from each point: a row for each point."""
    a, b, c = (corners[None, :, corner] - points[:, None] for corner in range(3))
    x, y, z = (np.linalg.norm(side, axis=-1) for side in (a, b, c))
    volume = (a * np.cross(b, c)).sum(-1)
    flat = x * y * z + (a * b).sum(-1) * z + (b * c).sum(-1) * x + (c * a).sum(-1) * y
    result: Array = 2 * np.arctan2(volume, flat)
    return result


def _spread(corners: Array) -> Array:
    """Return points all over triangles."""
    a, b, c = (corners[:, corner] for corner in range(3))
    longest = np.max([np.linalg.norm(p - q, axis=1) for p, q in ((a, b), (b, c), (c, a))], 0)
    steps = np.ceil(longest / _SPACING_M).astype(int).clip(1, 60)
    spread = []
    for count in np.unique(steps).tolist():
        own = steps == count
        u, v = np.mgrid[0 : count + 1, 0 : count + 1] / count
        inside = u + v <= 1 + 1e-9
        u, v = u[inside][:, None], v[inside][:, None]
        points = a[own, None] + u * (b - a)[own, None] + v * (c - a)[own, None]
        spread.append(points.reshape(-1, 3))
    return np.vstack(spread)

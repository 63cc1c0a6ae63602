"""The mathematics of surfaces: triangles, normals, subdivision, and curves that ride on one."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from scipy import sparse
from scipy.spatial import cKDTree

from handout.figures.geometry import Array, Integers


def triangulated(faces: Integers) -> Integers:
    """Return two triangles for every face of four corners."""
    return np.vstack([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]]).astype(np.int32)


def point_normals(points: Array, triangles: Integers) -> Array:
    """Return the outward normal of each point at length 1; null for points without triangles."""
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    sums = [
        np.bincount(triangles.ravel(), np.repeat(normals[:, axis], 3), len(points))
        for axis in range(3)
    ]
    total = np.stack(sums, 1)
    result: Array = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)
    return result


def neighbour_means(faces: Integers, count: int) -> sparse.csr_array:
    """Return the matrix that takes points to the means of their neighbours along edges."""
    edges = np.stack([faces, np.roll(faces, -1, axis=1)], 2).reshape(-1, 2)
    rows, columns = np.concatenate([edges, edges[:, ::-1]]).T
    joined = sparse.coo_array((np.ones(len(rows)), (rows, columns)), (count, count)).tocsr()
    joined.data[:] = 1
    degrees = np.maximum(joined.sum(1), 1)
    return (sparse.diags_array(1 / degrees) @ joined).tocsr()


def faired(points: Array, faces: Integers, rounds: int) -> Array:
    """Return the points of a smoother surface that has not shrunk.

    Taubin, A Signal Processing Approach to Fair Surface Design (SIGGRAPH 1995).
    """
    means = neighbour_means(faces, len(points))
    for _ in range(rounds):
        points = points + 0.55 * (means @ points - points)
        points = points - 0.57 * (means @ points - points)
    return points


class Subdivision(Struct, frozen=True):
    """A finer surface: each face in four, its points rounded off.

    Catmull and Clark, Recursively Generated B-spline Surfaces on Arbitrary Topological Meshes
    (Computer-Aided Design 10, 1978); borders are cubic B-splines.
    """

    matrix: sparse.csr_array
    """Takes what is given for the points of the coarse surface to those of the fine one."""
    triangles: Integers

    @classmethod
    def of(cls, faces: Integers, count: int) -> Self:
        """Return the subdivision of faces of four corners; points of no face drop out."""
        used = np.unique(faces)
        place = np.full(count, -1, np.int32)
        place[used] = np.arange(len(used))
        pick = _matrix(np.arange(len(used)), used, 1, (len(used), count))
        matrix, fine = _subdivided(place[faces], len(used))
        return cls((matrix @ pick).tocsr(), triangulated(fine))


def _subdivided(faces: Integers, count: int) -> tuple[sparse.csr_array, Integers]:
    sides = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], 2).reshape(-1, 2), axis=1)
    edges, of_corner, uses = np.unique(sides, axis=0, return_inverse=True, return_counts=True)
    of_corner = of_corner.reshape(faces.shape)
    total, is_inner = len(edges), uses == 2
    owner = np.repeat(np.arange(len(faces)), 4)
    centres = _matrix(owner, faces.ravel(), 0.25, (len(faces), count))
    middles = _matrix(np.repeat(np.arange(total), 2), edges.ravel(), 0.5, (total, count))
    beside = _matrix(of_corner.ravel(), owner, 0.5, (total, len(faces)))
    half = sparse.diags_array(np.where(is_inner, 0.5, 0.0))
    edge_points = (
        sparse.diags_array(np.where(is_inner, 0.5, 1.0)) @ middles + half @ beside @ centres
    )
    valence = np.bincount(faces.ravel(), minlength=count).astype(float)
    at_faces = _matrix(faces.ravel(), owner, 1, (count, len(faces)))
    at_edges = _matrix(edges.ravel(), np.repeat(np.arange(total), 2), 1, (count, total))
    inner = (
        sparse.diags_array(1 / valence**2) @ at_faces @ centres
        + sparse.diags_array(2 / (valence * at_edges.sum(1))) @ at_edges @ middles
        + sparse.diags_array((valence - 3) / valence)
    )
    border = edges[~is_inner]
    at_border = _matrix(
        border.ravel(), np.repeat(np.nonzero(~is_inner)[0], 2), 0.25, (count, total)
    )
    rim = at_border @ middles + 0.5 * sparse.eye_array(count)
    on_border = np.isin(np.arange(count), border)
    corners = (
        sparse.diags_array((~on_border) * 1.0) @ inner + sparse.diags_array(on_border * 1.0) @ rim
    )
    a, b, c, d = (count + of_corner[:, corner] for corner in range(4))
    centre = count + total + np.arange(len(faces))
    quarters = (
        (faces[:, 0], a, centre, d),
        (a, faces[:, 1], b, centre),
        (centre, b, faces[:, 2], c),
        (d, centre, c, faces[:, 3]),
    )
    fine = np.vstack([np.stack(quarter, 1) for quarter in quarters]).astype(np.int32)
    return sparse.vstack([corners, edge_points, centres]).tocsr(), fine


def _matrix(
    rows: npt.NDArray[np.integer],
    columns: npt.NDArray[np.integer],
    value: float,
    shape: tuple[int, int],
) -> sparse.csr_array:
    return sparse.coo_array((np.full(len(rows), value), (rows, columns)), shape).tocsr()


class Attached(Struct, frozen=True):
    """Points that ride on the triangles of a surface."""

    corners: Integers
    """The numbers of the three points around each."""
    weights: Array

    def on(self, points: Array) -> Array:
        """Return where the attached points are when the surface's points have moved."""
        result: Array = (points[self.corners] * self.weights[..., None]).sum(1)
        return result


class Surface:
    """A surface at rest, to which points can be attached."""

    def __init__(self, points: Array, triangles: Integers) -> None:
        self._points, self._triangles = points, triangles
        self._middles = cKDTree(points[triangles].mean(1))

    def attach(self, curve: Array) -> Attached:
        """Attach each point of a curve to the triangle that is nearest to it."""
        _, near = self._middles.query(curve, k=min(12, len(self._triangles)))
        corners = self._triangles[near.reshape(len(curve), -1)]
        weights = _barycentric(curve[:, None], self._points[corners])
        foot = (weights[..., None] * self._points[corners]).sum(2)
        best = np.linalg.norm(foot - curve[:, None], axis=2).argmin(1)
        each = np.arange(len(curve))
        return Attached(corners[each, best], weights[each, best])


def _barycentric(points: Array, corners: Array) -> Array:
    """Return the weights of corners that come nearest to points; none is negative."""
    a, b, c = (corners[..., corner, :] for corner in range(3))
    u, v, w = b - a, c - a, points - a
    uu, uv, vv = (u * u).sum(-1), (u * v).sum(-1), (v * v).sum(-1)
    wu, wv = (w * u).sum(-1), (w * v).sum(-1)
    area = np.maximum(uu * vv - uv * uv, 1e-18)
    second, third = (vv * wu - uv * wv) / area, (uu * wv - uv * wu) / area
    weights = np.maximum(np.stack([1 - second - third, second, third], -1), 0)
    result: Array = weights / weights.sum(-1, keepdims=True)
    return result

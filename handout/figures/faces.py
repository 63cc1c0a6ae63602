"""Find the faces of things, flat or smooth, and the hard edges where they meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from handout.figures.geometry import Array, Integers, Mask
from handout.figures.mesh import Mesh

_SMOOTH: Final = np.cos(np.radians(32))
"""Triangles that meet at a smaller angle are of one face."""
_FLAT: Final = 0.999
"""The cosine of the angle by which the triangles of a flat face may differ from its normal."""
_BEND: Final = np.cos(np.radians(40))
"""Edges that meet at a smaller angle are one line."""


class HardEdge(Struct, frozen=True):
    """A line along which two faces of a thing meet, at least one of them flat."""

    points: Array
    """In the world: the ends of the edges of triangles along it."""
    faces: tuple[int, int]
    """The same one twice at the rim of an open surface."""


class Faces(Struct, frozen=True):
    """The faces of a mesh, by number."""

    of_triangle: Integers
    is_flat: Mask
    edges: tuple[HardEdge, ...]


def find_faces(mesh: Mesh) -> Faces:
    """Return the faces of a thing."""
    points, welded = np.unique(np.round(mesh.points, 4), axis=0, return_inverse=True)
    corners = welded.reshape(-1)[mesh.triangles]
    normals = triangle_normals(mesh)
    sides = np.sort(np.stack([corners, np.roll(corners, -1, 1)], 2).reshape(-1, 2), 1)
    owners = np.repeat(np.arange(len(corners)), 3)
    order = np.lexsort((sides[:, 1], sides[:, 0]))
    sides, owners = sides[order], owners[order]
    shared = np.append((sides[1:] == sides[:-1]).all(1), False)
    one, other = owners[shared], owners[np.flatnonzero(shared) + 1]
    joined = (normals[one] * normals[other]).sum(1) > _SMOOTH
    size = len(corners)
    links = coo_array((np.ones(joined.sum()), (one[joined], other[joined])), shape=(size, size))
    count, faces = connected_components(links, directed=False)
    is_flat = _are_flat(normals, faces, count)
    hard = ~joined & (is_flat[faces[one]] | is_flat[faces[other]])
    met = np.sort(np.stack([faces[one], faces[other]], 1), 1)[hard]
    edges = tuple(_lines(points, sides[shared][hard], met))
    return Faces(faces.astype(np.int32), is_flat, edges)


def triangle_normals(mesh: Mesh) -> Array:
    """Return the outward normal of each triangle."""
    a, b, c = (mesh.points[mesh.triangles[:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    result: Array = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return result


def _are_flat(normals: Array, faces: Integers, count: int) -> Mask:
    sums = np.stack([np.bincount(faces, normals[:, axis], count) for axis in range(3)], 1)
    means = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    least = np.ones(count)
    np.minimum.at(least, faces, (normals * means[faces]).sum(1))
    result: Mask = least > _FLAT
    return result


def _lines(points: Array, sides: Integers, met: Integers) -> Iterator[HardEdge]:
    """Yield the lines that sides of triangles form, each between the same two faces."""
    onward: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for (a, b), (first, second) in zip(sides.tolist(), met.tolist(), strict=True):
        onward[first, second, a].append(b)
        onward[first, second, b].append(a)
    for (first, second, start), following in sorted(onward.items()):
        while following:
            line = [start, following.pop(0)]
            onward[first, second, line[1]].remove(start)
            for end in (True, False):
                line = line if end else line[::-1]
                while ahead := _next(points, line, onward[first, second, line[-1]]):
                    onward[first, second, line[-1]].remove(ahead)
                    onward[first, second, ahead].remove(line[-1])
                    line.append(ahead)
            yield HardEdge(points[line], (first, second))


def _next(points: Array, line: list[int], following: list[int]) -> int | None:
    """Return the point to which a line goes on without a corner, if there is one."""
    way = points[line[-1]] - points[line[-2]]
    for ahead in following:
        onward = points[ahead] - points[line[-1]]
        if way @ onward > _BEND * np.linalg.norm(way) * np.linalg.norm(onward):
            return ahead
    return None

"""Vectors, rotations, frames of reference and polylines.

Lengths are in metres. The axes of the world and of every segment are right-handed: x forward, y to
the left, z up in the world and toward the head in a segment.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from scipy.spatial.transform import Rotation

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

Triple = tuple[float, float, float]


def rotation_x(degrees: float) -> Array:
    """Return the matrix of a rotation about x."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def rotation_y(degrees: float) -> Array:
    """Return the matrix of a rotation about y."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def rotation_z(degrees: float) -> Array:
    """Return the matrix of a rotation about z."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def rotation_about(vector: Array) -> Array:
    """Return the matrix of a rotation about an axis, whose length is the angle in radians."""
    result: Array = Rotation.from_rotvec(vector).as_matrix()
    return result


def rotation_around(axis: Array, degrees: float) -> Array:
    """Return the matrix of a rotation about an axis of any length."""
    return rotation_about(unit(axis) * np.radians(degrees))


def rotation_vector(matrix: Array) -> Array:
    """Return the axis of a rotation, as long as its angle in radians."""
    result: Array = Rotation.from_matrix(matrix).as_rotvec()
    return result


def unit(vector: Array) -> Array:
    """Return a vector scaled to length 1."""
    result: Array = vector / np.linalg.norm(vector)
    return result


def axes_along(z: Array, x: Array) -> Array:
    """Return the axes, as columns, with a given z direction and x as near as possible to another.

    Where x is parallel to z, any x perpendicular to z is taken.
    """
    z = unit(z)
    x = x - z * (x @ z)
    x = unit(x if np.linalg.norm(x) > 1e-6 else np.cross([0.3, 0.5, 0.8], z))
    result: Array = np.array([x, np.cross(z, x), z]).T
    return result


class Frame(Struct, frozen=True):
    """A frame of reference: its axes, as the columns of a matrix, and its origin in the world."""

    axes: Array
    origin: Array

    def to_world(self, x: float, y: float, z: float) -> Array:
        """Return the world coordinates of a point of this frame."""
        point: Array = self.origin + self.axes @ np.array([x, y, z])
        return point

    def to_local(self, points: Array) -> Array:
        """Return the coordinates, in this frame, of points of the world."""
        local: Array = (points - self.origin) @ self.axes
        return local

    def height(self, points: Array) -> Array:
        """Return how far points of the world are along the z axis of this frame."""
        height: Array = (points - self.origin) @ self.axes[:, 2]
        return height

    def moved(self, x: float, y: float, z: float) -> Frame:
        """Return a frame with the same axes whose origin is a point of this one."""
        return Frame(self.axes, self.to_world(x, y, z))

    def child(self, rotation: Array, x: float, y: float, z: float) -> Frame:
        """Return a frame whose axes are rotated and whose origin is a point of this one."""
        return Frame(self.axes @ rotation, self.to_world(x, y, z))

    @property
    def down(self) -> Array:
        """The direction away from the head: in a limb, from the proximal joint to the distal."""
        return -self.axes[:, 2]


def arc_lengths(line: Array) -> Array:
    """Return the distance along a polyline from its first point to each of its points."""
    return np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])


def smooth_path(points: npt.ArrayLike, steps: int = 8) -> Array:
    """Return a path through points (a Catmull-Rom spline), with steps between any two."""
    p = np.asarray(points, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.vstack([*pieces, p[-2:-1]])


def unit_vectors(vectors: Array) -> Array:
    """Return 2D vectors, one or a row each, scaled to length 1; null vectors stay null."""
    result: Array = vectors / np.maximum(np.hypot(*vectors.T), 1e-9)[..., None]
    return result


def quarter_turned(vectors: Array) -> Array:
    """Return 2D vectors, one or a row each, turned by 90 degrees toward the second axis."""
    return np.stack([-vectors[..., 1], vectors[..., 0]], -1)

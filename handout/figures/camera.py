"""Project the world onto a picture, and the picture onto pixels."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from handout.figures.geometry import Array, Integers, Mask, unit


class Camera:
    """A parallel projection, from an azimuth and an elevation in degrees."""

    def __init__(self, azimuth: float, elevation: float) -> None:
        a, e = np.radians(azimuth), np.radians(elevation)
        toward = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
        self.forward = unit(-toward)
        self.right = np.array([np.cos(a), np.sin(a), 0.0])
        self.up = np.cross(self.right, self.forward)

    def project(self, points: Array) -> Array:
        """Return the picture coordinates of points, in metres with y up."""
        points = np.asarray(points, float)
        return np.stack([points @ self.right, points @ self.up], -1)

    def depth(self, points: Array) -> Array:
        """Return how far points are along the direction of view, from the origin, in metres."""
        depth: Array = points @ self.forward
        return depth


class Window(Struct, frozen=True):
    """The part of the picture that is drawn, and the size of its pixels, in metres."""

    left: float
    bottom: float
    right: float
    top: float
    pixel: float

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and of columns."""
        rows = int(np.ceil((self.top - self.bottom) / self.pixel))
        return rows, int(np.ceil((self.right - self.left) / self.pixel))

    def pixels(self, points: Array) -> tuple[Integers, Integers, Mask]:
        """Return the rows and columns of the pixels nearest to points, and which are inside."""
        columns = ((points[:, 0] - self.left) / self.pixel).astype(int)
        rows = ((self.top - points[:, 1]) / self.pixel).astype(int)
        height, width = self.shape
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        return np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1), inside

    def points(self, pixels: Array) -> Array:
        """Return picture coordinates for points in pixels (column, row)."""
        x, y = self.left + pixels[:, 0] * self.pixel, self.top - pixels[:, 1] * self.pixel
        return np.stack([x, y], 1)

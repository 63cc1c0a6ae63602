"""See a body and its equipment through a camera: the depth, surface and normal of each pixel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.body import Body
from handout.figures.distance_field import Rays, Scene, build_scene, trace_rays
from handout.figures.geometry import Array, Integers, Mask, unit
from handout.figures.primitives import Primitive

_CAMERA_M: Final = 6.0
"""How far before the origin rays start."""


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


class View(Struct, frozen=True):
    """What the ray through each pixel meets."""

    scene: Scene
    camera: Camera
    window: Window
    depth: Array
    """From the start of the ray to the surface; infinite where it meets nothing."""
    surface: Integers
    """The number of the surface, as in `parts`; -1 where it meets nothing."""
    normal: Array

    def ray_starts(self) -> Array:
        """Return where the ray through the centre of each pixel starts."""
        camera, window = self.camera, self.window
        rows, columns = np.mgrid[0 : self.depth.shape[0], 0 : self.depth.shape[1]]
        right = camera.right * ((columns[..., None] + 0.5) * window.pixel)
        down = camera.up * ((rows[..., None] + 0.5) * window.pixel)
        result: Array = _corner(camera, window) + right - down
        return result

    def points(self) -> Array:
        """Return the point of the world that each ray meets."""
        depth = np.where(np.isfinite(self.depth), self.depth, 0)
        return self.ray_starts() + self.camera.forward * depth[..., None]

    def depth_of(self, points: Array) -> Array:
        """Return the depth at which rays would meet points of the world."""
        return self.camera.depth(points) + _CAMERA_M


def _corner(camera: Camera, window: Window) -> Array:
    """Return the start of a ray through the upper left corner of a window."""
    result: Array = camera.right * window.left + camera.up * window.top - camera.forward * _CAMERA_M
    return result


def trace(body: Body, items: Sequence[Primitive], camera: Camera, window: Window) -> View:
    """Return the view of a body and its equipment on the floor."""
    scene = build_scene(body, items)
    axes = camera.right, camera.up, camera.forward
    bounds = np.array(
        [
            [sign * p.extent(sign * axis) for axis in axes for sign in (-1, 1)]
            for p in (*body.primitives, *items)
        ]
    )
    bounds[:, 4:] += _CAMERA_M
    rays = Rays(
        bounds=bounds,
        left=window.left,
        top=window.top,
        corner=_corner(camera, window),
        right=camera.right,
        up=camera.up,
        forward=camera.forward,
        pixel=window.pixel,
    )
    depth, normal = np.full(window.shape, np.inf), np.zeros((*window.shape, 3))
    surface = np.full(window.shape, -1, np.int32)
    trace_rays(scene, rays, depth, surface, normal)
    return View(scene, camera, window, depth, surface, normal)

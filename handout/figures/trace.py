"""See a body and its equipment through a camera: depth, surface and normal of every pixel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from handout.figures.body import Body
from handout.figures.camera import Camera, Window
from handout.figures.distance_field import Rays, Scene, build_scene, trace_rays
from handout.figures.geometry import Array, Integers
from handout.figures.primitives import Primitive

_CAMERA_M: Final = 6.0
"""How far before the origin rays start."""


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

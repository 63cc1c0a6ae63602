"""See meshes through a camera: which triangle each pixel shows, how far away, and where on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.geometry import Array, Integers, Mask, unit
from handout.figures.mesh import Mesh
from handout.figures.raster import Buffers, Values, close_gaps, draw_triangles, interpolate

LENS_M: Final = 7.0
"""How far from its target the camera is. A limb that points at the viewer looks nearer, as it does
to an eye across a room, while a limb's length still differs by less than 8 % between both sides of
the body. A parallel projection makes mats and beds seem to widen toward the back."""

FINE: Final = 8.0
COARSE: Final = 3.0
"""Pixels a point of the stored drawing: for storing it, and for a quick look."""


_GAP_PT: Final = 1.0
"""The width up to which a gap in a person is closed."""
_TOUCH_M: Final = 0.001
"""How much nearer people are drawn than they are, so that skin is seen on the floor it lies on."""


class Camera:
    """A long lens, from an azimuth and an elevation in degrees, that is aimed at a target.

    The panels of a figure share a camera, so that floors and walls agree. Picture coordinates are
    in metres, y up, true in the plane of the target and the same as those of a parallel projection
    there.
    """

    def __init__(self, azimuth: float, elevation: float, target: Array) -> None:
        a, e = np.radians(azimuth), np.radians(elevation)
        toward = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
        self.forward = unit(-toward)
        self.right = np.array([np.cos(a), np.sin(a), 0.0])
        self.up = np.cross(self.right, self.forward)
        self.target = np.asarray(target, float)
        self.position = self.target - self.forward * LENS_M

    def project(self, points: Array) -> Array:
        """Return the picture coordinates of points."""
        points = np.asarray(points, float)
        axes = np.stack([self.right, self.up], 1)
        away = (points - self.target) @ axes
        result: Array = self.target @ axes + away * (LENS_M / self.depth(points))[..., None]
        return result

    def depth(self, points: Array) -> Array:
        """Return how far points are from the camera along its direction of view, in metres."""
        depth: Array = (np.asarray(points, float) - self.position) @ self.forward
        return depth

    def rays(self, picture: Array) -> Array:
        """Return the vectors from the camera to points of the picture, at a depth of 1 metre."""
        axes = np.stack([self.right, self.up], 1)
        result: Array = self.forward + (picture - self.target @ axes) @ axes.T / LENS_M
        return result


class Window(Struct, frozen=True):
    """The part of the picture that is drawn, in metres, and the scale at which it is stored."""

    left: float
    bottom: float
    right: float
    top: float
    points_per_metre: float = POINTS_PER_METRE
    """Of the stored drawing; larger for close-ups."""
    pixels_per_point: float = FINE

    @property
    def pixel(self) -> float:
        """The size of a pixel in metres."""
        return 1 / (self.points_per_metre * self.pixels_per_point)

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and of columns."""
        rows = int(np.ceil((self.top - self.bottom) / self.pixel))
        return rows, int(np.ceil((self.right - self.left) / self.pixel))

    def to_pixels(self, picture: Array) -> Array:
        """Return points of the picture in pixels (column, row)."""
        x, y = picture[..., 0] - self.left, self.top - picture[..., 1]
        return np.stack([x, y], -1) / self.pixel

    def to_points(self, pixels: Array) -> Array:
        """Return pixels (column, row) in points of the stored drawing, y up."""
        corner = np.array([self.left, self.top])
        result: Array = corner + pixels * [self.pixel, -self.pixel]
        return result * self.points_per_metre

    def around(self, picture: Array, margin_pt: float = 2.0) -> Window:
        """Return the part of this window around points of the picture, on the same pixels."""
        margin = margin_pt * self.pixels_per_point
        pixels = self.to_pixels(picture)
        rows, columns = self.shape
        least = np.clip(np.floor(pixels.min(0) - margin), 0, [columns, rows])
        most = np.clip(np.ceil(pixels.max(0) + margin), 0, [columns, rows])
        return replace(
            self,
            left=self.left + least[0] * self.pixel,
            right=self.left + most[0] * self.pixel,
            top=self.top - least[1] * self.pixel,
            bottom=self.top - most[1] * self.pixel,
        )

    def over(self, other: Window, values: Values, *, fill: float) -> Values:
        """Return values of the pixels of this window for those of another part of the picture.

        Both are parts of one window, on the same pixels.
        """
        result = np.full(other.shape, fill, values.dtype)
        down, right = (
            round(metres / self.pixel) for metres in (other.top - self.top, self.left - other.left)
        )
        rows, columns = (
            slice(max(start, 0), max(min(start + own, theirs), 0))
            for start, own, theirs in zip((down, right), values.shape, other.shape, strict=True)
        )
        result[rows, columns] = values[
            rows.start - down : rows.stop - down, columns.start - right : columns.stop - right
        ]
        return result


class View(Struct, frozen=True):
    """What each pixel of a window shows of some meshes."""

    meshes: tuple[Mesh, ...]
    camera: Camera
    window: Window
    mesh: Integers
    triangle: Integers
    weights: Values
    inner: Mask
    """As in `raster.Buffers`."""
    depth: Values
    """In metres from the camera along its direction of view; infinite where nothing is."""

    def interpolated(self, values: Sequence[Array]) -> Values:
        """Return for each pixel what is given for the points of each mesh; 0 where nothing is."""
        rows = np.concatenate([np.atleast_2d(v.T).T for v in values]).astype(np.float32)
        triangles = self._triangles()
        result = np.zeros((*self.mesh.shape, rows.shape[1]), np.float32)
        interpolate(rows, triangles, self.triangle, self.weights, result)
        return result

    def of_triangles(self, values: Sequence[Values], missing: float) -> Values:
        """Return for each pixel what is given for the triangles of each mesh."""
        everything = np.append(np.concatenate(values), missing)
        result: Values = everything[self.triangle]
        return result

    def _triangles(self) -> Integers:
        """Return the corners of all triangles, counted through all meshes."""
        starts = np.cumsum([0, *(len(mesh.points) for mesh in self.meshes)]).tolist()
        moved = [mesh.triangles + start for mesh, start in zip(self.meshes, starts, strict=False)]
        return np.concatenate(moved).astype(np.int32)

    def world_at(self, rows: Values, columns: Values) -> Array:
        """Return the points of the world that some pixels show."""
        x = self.window.left + (columns + 0.5) * self.window.pixel
        y = self.window.top - (rows + 0.5) * self.window.pixel
        rays = self.camera.rays(np.stack([x, y], -1))
        result: Array = self.camera.position + rays * self.depth[rows, columns][:, None]
        return result

    def is_visible(self, points: Array, slack_m: float) -> Mask:
        """Return which points of the world nothing hides that is nearer by more than the slack."""
        pixels = np.floor(self.window.to_pixels(self.camera.project(points))).astype(int)
        height, width = self.mesh.shape
        columns, rows = np.clip(pixels[:, 0], 0, width - 1), np.clip(pixels[:, 1], 0, height - 1)
        inside = (columns == pixels[:, 0]) & (rows == pixels[:, 1])
        result: Mask = inside & (self.camera.depth(points) < self.depth[rows, columns] + slack_m)
        return result


def look(meshes: Sequence[Mesh], camera: Camera, window: Window, people: int = 0) -> View:
    """Return the view of meshes in the part of a window that they fill.

    Of the first meshes, which are of people, gaps that are narrower than a line are closed.
    """
    pictures = [camera.project(mesh.points) for mesh in meshes]
    seen = window.around(np.concatenate(pictures))
    buffers = Buffers.empty(seen.shape)
    first = 0
    for index, (mesh, picture) in enumerate(zip(meshes, pictures, strict=True)):
        draw_triangles(
            seen.to_pixels(picture),
            1 / (camera.depth(mesh.points) - (_TOUCH_M if index < people else 0)),
            mesh.triangles,
            np.ones(len(mesh.points)) if mesh.cut is None else mesh.cut.astype(float),
            (index, first),
            buffers,
            closed=mesh.inside is None,
        )
        first += len(mesh.triangles)
    gap = round(_GAP_PT * seen.pixels_per_point)
    close_gaps(np.arange(len(meshes)) < people, gap, buffers)
    with np.errstate(divide="ignore"):
        depth = 1 / buffers.nearness
    depth[(buffers.mesh >= 0) & (buffers.mesh < people)] += _TOUCH_M
    mesh_of, triangle, weights, inner = buffers[1:]
    return View(tuple(meshes), camera, seen, mesh_of, triangle, weights, inner, depth)

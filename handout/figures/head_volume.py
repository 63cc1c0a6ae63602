"""Model what is on a head as volumes of cells, and make surfaces of them.

A volume is a field over cells around the head: positive inside, in metres. A direction on the head
is an azimuth, in degrees from straight ahead to the person's left, and an elevation, both from a
centre between the eyes and the back of the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from scipy import ndimage, sparse
from scipy.interpolate import PchipInterpolator, make_interp_spline
from scipy.spatial import cKDTree
from skimage import measure

from handout.figures.geometry import Array, Integers, Mask
from handout.figures.mesh import Mesh
from handout.figures.palette import Role
from handout.figures.rig import PosedBones
from handout.figures.surface import faired
from handout.figures.wearer import Wearer, ramp

_CELLS: Final = 700_000
"""How many cells there are: their size is about 3.5 mm around a head, and 4 mm down to the back."""

NOWHERE: Final = -0.05
"""The value of cells that are far outside of a volume."""

Direction = tuple[float, float]
"""An azimuth and an elevation."""

Profile = tuple[tuple[float, float], ...]
"""A line around the head: azimuths to either side, and its level there: 0 at the eyes, 1 at the
crown."""


class HeadSurface(Struct, frozen=True):
    """A surface at rest that moves with the head."""

    name: str
    role: Role
    points: Array
    triangles: Integers
    weights: sparse.csr_array
    sway: Array
    """How far each point swings from where it is at rest as the head leans, in metres."""

    def on(self, bones: PosedBones, fall: Array) -> Mesh:
        """Return the surface on a posed head, whose loose hair falls some way."""
        points = bones.skin(self.points, self.weights) + np.outer(self.sway, fall)
        return Mesh(
            name=self.name, role=self.role, points=points, triangles=self.triangles,
            rest=self.points,
        )  # fmt: skip


class Head:
    """A head at rest, in cells: how far each is from the skin, and in which direction it lies."""

    def __init__(self, wearer: Wearer, reach: float) -> None:
        human, skin = wearer.human, wearer.skin
        self.skin = skin
        self._wearer = wearer
        self.eyes = wearer.eyes
        self.rise = wearer.crown - float(self.eyes[2])
        """From the eyes to the crown, the measure of hairlines."""
        body = human.parts["body"].points
        is_head = wearer.moved_by("head", "jaw", "neck03", "neck02", "eye")[body] > 0.6
        skull = skin[is_head & ~human.region("ears")]
        back = float(skull[skull[:, 2] > self.eyes[2] - 0.01, 0].min())
        self.centre = np.array([(self.eyes[0] + back) / 2, 0, self.eyes[2] + 0.005])
        self._radii = _radius_map(skull - self.centre)
        lips = skin[human.region("lips")]
        self.mouth = (lips.min(0) + lips.max(0)) / 2
        self.mouth_width = float(np.ptp(lips[:, 1]))
        ears = skin[human.region("ears")]
        self.ears = np.array([ears[ears[:, 1] * sign > 0].mean(0) for sign in (1, -1)])
        self._fill_cells(reach)

    def _fill_cells(self, reach: float) -> None:
        low = self.centre - np.array([0.16, 0.14, reach])
        high = np.array([self.centre[0] + 0.15, 0.14, self._wearer.crown + 0.05])
        self._cell = float(np.prod(high - low) / _CELLS) ** (1 / 3)
        axes = [np.arange(a, b, self._cell) for a, b in zip(low, high, strict=True)]
        self.origin = low
        self.points: Array = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
        """The centre of each cell."""
        away = self.points - self.centre
        distance = np.linalg.norm(away, axis=-1)
        self.azimuth: Array = np.degrees(np.arctan2(away[..., 1], away[..., 0]))
        elevation = np.degrees(np.arcsin(away[..., 2] / np.maximum(distance, 1e-9)))
        radius = self.radius(self.azimuth, elevation)
        self.off: Array = distance - radius
        """How far each cell is above the skin."""
        height = self.centre[2] + radius * np.sin(np.radians(elevation))
        self.level: Array = (height - self.eyes[2]) / self.rise
        """How high over the eyes the skin in its direction is; 1 at the crown."""

    def _rigid(self, count: int) -> sparse.csr_array:
        """Return the weights of some points that move with the head."""
        bones = self._wearer.human.bones
        rows = np.arange(count)
        places = (rows, np.full(count, bones.index("head")))
        return sparse.coo_array((np.ones(count), places), (count, len(bones))).tocsr()

    def radius(self, azimuth: Array, elevation: Array) -> Array:
        """Return how far the skin is from the centre in some directions."""
        place = np.stack([np.asarray(elevation) + 90, np.asarray(azimuth) + 180]) / 2
        result: Array = ndimage.map_coordinates(self._radii, place, order=1, mode="nearest")
        return result

    def at(self, direction: Direction, height: float = 0.0) -> Array:
        """Return the point at some height over the skin in a direction."""
        point: Array = self.along((direction, direction), height, 1)[0]
        return point

    def along(self, ends: Sequence[Direction], height: float, count: int = 12) -> Array:
        """Return points over the skin on the way through some directions."""
        rays = _rays(*np.array(ends, float).T)
        way = make_interp_spline(range(len(ends)), rays, k=min(2, len(ends) - 1))
        x, y, z = way(np.linspace(0, len(ends) - 1, count)).T
        azimuths = np.degrees(np.arctan2(y, x))
        return self.over(azimuths, np.degrees(np.arctan2(z, np.hypot(x, y))), height)

    def over(self, azimuths: Array, elevations: Array, height: float) -> Array:
        """Return the points at some height over the skin in some directions."""
        reach = self.radius(azimuths, elevations) + height
        points: Array = self.centre + _rays(azimuths, elevations) * reach[:, None]
        return points

    def above(self, profile: Profile) -> Array:
        """Return how far each cell's direction is over a hairline, in metres.

        The profile gives for azimuths to either side the level of the hairline.
        """
        line = PchipInterpolator(*np.array(profile).T)(np.arange(181))
        result: Array = (
            self.level - np.interp(np.abs(self.azimuth), np.arange(181), line)
        ) * self.rise
        return result

    def cap(self, hairline: Array, thickness: Array | float) -> Array:
        """Return the volume of hair over a hairline, thinner near it."""
        fullness = 0.3 + 0.7 * ramp(hairline, 0, 0.035)
        return np.minimum(thickness * fullness - self.off, hairline)

    def from_skin(self, where: Mask) -> Array:
        """Return how far the cells of a part are from the skin, on either side of it."""
        cells = np.rint((self._wearer.fine_skin - self.origin) / self._cell).astype(int)
        cells = cells[((cells >= 0) & (cells < self.off.shape)).all(1)]
        empty = np.ones(self.off.shape, bool)
        empty[tuple(cells.T)] = False
        (box,) = ndimage.find_objects(where.astype(int))
        distance = np.full(self.off.shape, -NOWHERE)
        distance[box] = ndimage.distance_transform_edt(empty[box], self._cell)
        return distance

    def tube(self, path: Array, radii: Sequence[float]) -> Array:
        """Return the volume around a path, with radii from its start to its end."""
        steps = np.linspace(0, 1, len(path))
        return self.balls(path, np.interp(steps, np.linspace(0, 1, len(radii)), radii))

    def balls(self, centres: Array, radii: Array) -> Array:
        """Return the volume of some balls."""
        volume = np.full(self.off.shape, NOWHERE)
        for point, size in zip(centres, radii, strict=True):
            low = np.maximum(((point - size * 1.6 - self.origin) / self._cell).astype(int), 0)
            high = ((point + size * 1.6 - self.origin) / self._cell).astype(int) + 2
            box = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
            inside = size - np.linalg.norm(self.points[box] - point, axis=-1)
            volume[box] = np.maximum(volume[box], inside)
        return volume

    def surface(
        self, name: str, role: Role, volume: Array, *, follows: bool = False, sway: float = 0.0
    ) -> HeadSurface:
        """Return the surface of a volume, which moves with the head or follows the skin by it.

        Its lowest ends sway by a length in metres.
        """
        padded = np.pad(volume, 1, constant_values=NOWHERE)
        soft = ndimage.gaussian_filter(np.clip(padded, -0.012, 0.012), 0.7)
        cells, triangles, *_ = measure.marching_cubes(  # type: ignore[no-untyped-call]
            soft, 0.0, gradient_direction="ascent"
        )
        points = faired(self.origin + (cells - 1) * self._cell, triangles, 6)
        if follows:
            near = cKDTree(self._wearer.skin).query(points, k=12)[1]
            human = self._wearer.human
            means = sparse.csr_array(
                (np.full(near.size, 1 / 12), near.ravel(), np.arange(0, near.size + 1, 12)),
                (len(points), len(self._wearer.skin)),
            )
            weights = (means @ human.weights[human.parts["body"].points]).tocsr()
        else:
            weights = self._rigid(len(points))
        swaying = self.swaying(points, sway)
        return HeadSurface(name, role, points, triangles.astype(np.int32), weights, swaying)

    def swaying(self, points: Array, sway: float) -> Array:
        """Return how far each point sways if the lowest do so by a length in metres."""
        return sway * ramp(self.centre[2] - points[:, 2], 0.0, 0.13)

    def line_on(self, volume: Array, ends: Sequence[Direction]) -> Array:
        """Return a line through some directions on the surface of a volume, where there is one."""
        skin = self.along(ends, 0.0, 24)
        rays = skin - self.centre
        rays /= np.linalg.norm(rays, axis=1, keepdims=True)
        heights = np.arange(-0.02, 0.08, 0.001)
        tried = skin[:, None] + rays[:, None] * heights[:, None]
        place = np.moveaxis((tried - self.origin) / self._cell, -1, 0)
        values = ndimage.map_coordinates(volume, place, order=1, cval=NOWHERE)
        is_inside = values > 0
        last = len(heights) - 1 - is_inside[:, ::-1].argmax(1)
        is_on = is_inside.any(1)
        top = ndimage.gaussian_filter1d(heights[last[is_on]], 2)
        result: Array = skin[is_on] + rays[is_on] * (top + 0.0015)[:, None]
        return result


def _rays(azimuths: Array, elevations: Array) -> Array:
    """Return vectors of length 1 in some directions."""
    a, e = np.radians(azimuths), np.radians(elevations)
    return np.stack([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)], -1)


def _radius_map(away: Array) -> Array:
    """Return the distance of a surface in every direction, elevation by azimuth, by two degrees."""
    tree = cKDTree(away / np.linalg.norm(away, axis=1, keepdims=True))
    elevations, azimuths = np.meshgrid(
        np.arange(-90.0, 91, 2), np.arange(-180.0, 181, 2), indexing="ij"
    )
    _, near = tree.query(_rays(azimuths, elevations), k=4)
    radii = np.linalg.norm(away, axis=1)[near].mean(-1)
    result: Array = ndimage.gaussian_filter(radii, 1, mode=("nearest", "wrap"))
    return result


def joined(one: Array, other: Array, blend: float = 0.006) -> Array:
    """Return the union of two volumes, with a fillet where they meet."""
    share = np.clip(0.5 + 0.5 * (one - other) / blend, 0, 1)
    result: Array = other * (1 - share) + one * share + blend * share * (1 - share)
    return result

"""Hair, beards and headscarves: volumes on the head, modelled in cells and made into surfaces.

A volume is a field over cells around the head: positive inside, in metres. A direction on the head
is an azimuth, in degrees from straight ahead to the person's left, and an elevation, both from a
centre between the eyes and the back of the head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct
from scipy import ndimage, sparse
from scipy.interpolate import PchipInterpolator, make_interp_spline
from scipy.spatial import cKDTree
from skimage import measure

from handout.figures.geometry import Array, Integers, Mask
from handout.figures.mesh import Line, LineKind, Mesh
from handout.figures.palette import Role
from handout.figures.people import HairStyle, Person
from handout.figures.rig import PosedBones
from handout.figures.surface import faired
from handout.figures.wearer import Wearer, ramp

_CELL_M: Final = 0.0035
_NOWHERE: Final = -0.05
_TO_CHIN_M: Final = 0.17
_TO_BACK_M: Final = 0.28

_Profile = tuple[tuple[float, float], ...]
_Direction = tuple[float, float]


class Hair:
    """What one person has on the head, ready to be posed."""

    def __init__(self, wearer: Wearer, person: Person) -> None:
        style = _STYLES.get(person.hair)
        head = _Head(wearer, reach=style.reach if style else _TO_CHIN_M)
        self._surfaces: list[_Surface] = []
        self._strands: list[tuple[Array, sparse.csr_array]] = []
        if person.beard:
            self._surfaces.append(head.surface("beard", Role.HAIR, _beard(head)))
        if style is None:
            return
        volume = style.volume(head)
        is_scarf = person.hair is HairStyle.HEADSCARF
        role = Role.SCARF if is_scarf else Role.HAIR
        self._surfaces.append(head.surface("hair", role, volume, follows=style.follows))
        for ends in style.strands:
            strand = head.line_on(volume, ends)
            self._strands.append((strand, head.rigid(len(strand))))

    def on(self, bones: PosedBones) -> Iterator[Mesh]:
        """Yield the hair on a posed head."""
        for surface in self._surfaces:
            yield surface.on(bones)

    def strands_on(self, bones: PosedBones) -> Iterator[Line]:
        """Yield the lines of combed hair on a posed head."""
        for strand, weights in self._strands:
            yield Line(kind=LineKind.STRAND, points=bones.skin(strand, weights))


class _Surface(Struct, frozen=True):
    """A surface of hair at rest."""

    name: str
    role: Role
    points: Array
    triangles: Integers
    weights: sparse.csr_array

    def on(self, bones: PosedBones) -> Mesh:
        return Mesh(
            name=self.name, role=self.role, points=bones.skin(self.points, self.weights),
            triangles=self.triangles, rest=self.points,
        )  # fmt: skip


class _Head:
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
        axes = [np.arange(a, b, _CELL_M) for a, b in zip(low, high, strict=True)]
        self.origin = low
        self.points: Array = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
        """The centre of each cell."""
        away = self.points - self.centre
        distance = np.linalg.norm(away, axis=-1)
        self.azimuth: Array = np.degrees(np.arctan2(away[..., 1], away[..., 0]))
        self.elevation = np.degrees(np.arcsin(away[..., 2] / np.maximum(distance, 1e-9)))
        radius = self.radius(self.azimuth, self.elevation)
        self.off: Array = distance - radius
        """How far each cell is above the skin."""
        height = self.centre[2] + radius * np.sin(np.radians(self.elevation))
        self.level: Array = (height - self.eyes[2]) / self.rise
        """How high over the eyes the skin in its direction is; 1 at the crown."""

    def rigid(self, count: int) -> sparse.csr_array:
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

    def at(self, direction: _Direction, height: float = 0.0) -> Array:
        """Return the point at some height over the skin in a direction."""
        point: Array = self.along((direction, direction), height, 1)[0]
        return point

    def along(self, ends: Sequence[_Direction], height: float, count: int = 12) -> Array:
        """Return points over the skin on the way through some directions."""
        a, e = np.radians(np.array(ends, float)).T
        rays = np.stack([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)], -1)
        way = make_interp_spline(range(len(ends)), rays, k=min(2, len(ends) - 1))
        x, y, z = way(np.linspace(0, len(ends) - 1, count)).T
        azimuths = np.degrees(np.arctan2(y, x))
        return self.over(azimuths, np.degrees(np.arctan2(z, np.hypot(x, y))), height)

    def over(self, azimuths: Array, elevations: Array, height: float) -> Array:
        """Return the points at some height over the skin in some directions."""
        a, e = np.radians(azimuths), np.radians(elevations)
        rays = np.stack([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)], -1)
        points: Array = self.centre + rays * (self.radius(azimuths, elevations) + height)[:, None]
        return points

    def above(self, profile: _Profile) -> Array:
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
        cells = np.rint((self._wearer.fine_skin - self.origin) / _CELL_M).astype(int)
        cells = cells[((cells >= 0) & (cells < self.off.shape)).all(1)]
        empty = np.ones(self.off.shape, bool)
        empty[tuple(cells.T)] = False
        (box,) = ndimage.find_objects(where.astype(int))
        distance = np.full(self.off.shape, -_NOWHERE)
        distance[box] = ndimage.distance_transform_edt(empty[box], _CELL_M)
        return distance

    def tube(self, path: Array, radii: Sequence[float]) -> Array:
        """Return the volume around a path, with radii from its start to its end."""
        steps = np.linspace(0, 1, len(path))
        return self.balls(path, np.interp(steps, np.linspace(0, 1, len(radii)), radii))

    def balls(self, centres: Array, radii: Array) -> Array:
        """Return the volume of some balls."""
        volume = np.full(self.off.shape, _NOWHERE)
        for point, size in zip(centres, radii, strict=True):
            low = np.maximum(((point - size * 1.6 - self.origin) / _CELL_M).astype(int), 0)
            high = ((point + size * 1.6 - self.origin) / _CELL_M).astype(int) + 2
            box = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
            inside = size - np.linalg.norm(self.points[box] - point, axis=-1)
            volume[box] = np.maximum(volume[box], inside)
        return volume

    def surface(self, name: str, role: Role, volume: Array, *, follows: bool = False) -> _Surface:
        """Return the surface of a volume, which moves with the head or follows the skin by it."""
        padded = np.pad(volume, 1, constant_values=_NOWHERE)
        soft = ndimage.gaussian_filter(np.clip(padded, -0.012, 0.012), 0.7)
        cells, triangles, *_ = measure.marching_cubes(  # type: ignore[no-untyped-call]
            soft, 0.0, gradient_direction="ascent"
        )
        points = faired(self.origin + (cells - 1) * _CELL_M, triangles, 6)
        if follows:
            near = cKDTree(self._wearer.skin).query(points, k=12)[1]
            human = self._wearer.human
            means = sparse.csr_array(
                (np.full(near.size, 1 / 12), near.ravel(), np.arange(0, near.size + 1, 12)),
                (len(points), len(self._wearer.skin)),
            )
            weights = (means @ human.weights[human.parts["body"].points]).tocsr()
        else:
            weights = self.rigid(len(points))
        return _Surface(name, role, points, triangles.astype(np.int32), weights)

    def line_on(self, volume: Array, ends: Sequence[_Direction]) -> Array:
        """Return a line on the surface of a volume, through some directions."""
        skin = self.along(ends, 0.0, 24)
        rays = skin - self.centre
        rays /= np.linalg.norm(rays, axis=1, keepdims=True)
        heights = np.arange(-0.02, 0.08, 0.001)
        tried = skin[:, None] + rays[:, None] * heights[:, None]
        place = np.moveaxis((tried - self.origin) / _CELL_M, -1, 0)
        values = ndimage.map_coordinates(volume, place, order=1, cval=_NOWHERE)
        last = len(heights) - 1 - (values[:, ::-1] > 0).argmax(1)
        top = ndimage.gaussian_filter1d(heights[last], 2)
        result: Array = skin + rays * (top + 0.0015)[:, None]
        return result


def _radius_map(away: Array) -> Array:
    """Return the distance of a surface in every direction, elevation by azimuth, by two degrees."""
    tree = cKDTree(away / np.linalg.norm(away, axis=1, keepdims=True))
    azimuths, elevations = np.radians(np.arange(-180, 181, 2)), np.radians(np.arange(-90, 91, 2))
    e, a = np.meshgrid(elevations, azimuths, indexing="ij")
    rays = np.stack([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)], -1)
    _, near = tree.query(rays, k=4)
    radii = np.linalg.norm(away, axis=1)[near].mean(-1)
    result: Array = ndimage.gaussian_filter(radii, 1, mode=("nearest", "wrap"))
    return result


def _joined(one: Array, other: Array, blend: float = 0.006) -> Array:
    """Return the union of two volumes, with a fillet where they meet."""
    share = np.clip(0.5 + 0.5 * (one - other) / blend, 0, 1)
    result: Array = other * (1 - share) + one * share + blend * share * (1 - share)
    return result


# ---------------------------------------------------------------------------------------- styles
_EARS: Final[_Profile] = (
    (64, 0.10), (74, -0.12), (86, -0.12), (97, 0.12), (106, -0.15), (122, -0.44), (150, -0.60),
    (180, -0.62),
)  # fmt: skip
"""The hairline around the ears and along the nape."""

_SHORT: Final[_Profile] = ((0, 0.60), (20, 0.59), (34, 0.53), (46, 0.38), (55, 0.24), *_EARS)
_RECEDING: Final[_Profile] = (
    (0, 0.86), (14, 0.90), (30, 0.88), (44, 0.62), (54, 0.40), *_EARS,
)  # fmt: skip
_TIED: Final[_Profile] = (
    (0, 0.63), (16, 0.62), (30, 0.56), (42, 0.42), (52, 0.24), (64, 0.0), (76, -0.14), (86, -0.08),
    (97, 0.12), (108, -0.12), (125, -0.38), (150, -0.58), (180, -0.60),
)  # fmt: skip


def _cropped(head: _Head) -> Array:
    thickness = 0.004 + 0.007 * ramp(head.level, 0.0, 0.6)
    return head.cap(head.above(_SHORT), thickness)


def _receding(head: _Head) -> Array:
    thickness = 0.006 + 0.003 * ramp(np.abs(head.azimuth), 60, 110)
    return head.cap(head.above(_RECEDING), thickness)


def _parted(head: _Head) -> Array:
    hairline = head.above(_SHORT)
    thickness = 0.007 + 0.014 * ramp(head.level, 0.05, 0.75)
    # Swept from a parting on the left over to the right, highest in front.
    front = ramp(head.points[..., 0] - head.centre[0], -0.05, 0.07)
    thickness += 0.007 * front * ramp(-head.points[..., 1], -0.03, 0.02)
    beside = np.abs(head.points[..., 1] - 0.036) + 0.05 * (1 - ramp(front, 0.0, 0.3))
    thickness -= 0.007 * (1 - ramp(beside, 0.0, 0.009))
    volume = head.cap(hairline, thickness)
    for ends, size in (
        (((20, 52), (2, 41), (-24, 36)), 0.011),
        (((16, 60), (-14, 47), (-46, 35)), 0.012),
        (((26, 50), (40, 38), (54, 24)), 0.008),
        (((-30, 58), (-56, 40), (-68, 20)), 0.011),
    ):
        lock = head.tube(head.along(ends, 0.008, 40), (size, size, size * 0.8, 0.003))
        volume = _joined(volume, lock, 0.008)
    return volume


def _curls(head: _Head) -> Array:
    hairline = head.above(_CURLY)
    cap = head.cap(hairline, 0.020 + 0.012 * ramp(head.level, -0.2, 0.6))
    number = np.arange(_CURLS)
    elevations = np.degrees(np.arcsin(1 - 2 * (number + 0.5) / _CURLS))
    azimuths = np.degrees(number * np.pi * (3 - np.sqrt(5))) % 360 - 180
    skin = head.over(azimuths, elevations, 0.0)
    levels = (skin[:, 2] - head.eyes[2]) / head.rise
    around, lowest = np.array(_CURLY).T
    is_inside = levels > np.interp(np.abs(azimuths), around, lowest) + 0.13
    centres = head.over(azimuths, elevations, 0.016)[is_inside]
    return _joined(cap, head.balls(centres, 0.019 + 0.004 * np.sin(number * 2.4)[is_inside]), 0.004)


_CURLS: Final = 170
_CURLY: Final[_Profile] = ((0, 0.56), (25, 0.54), (42, 0.40), (54, 0.18), (64, 0.0), *_EARS[1:])


def _bob(head: _Head) -> Array:
    fringe = head.above(
        ((0, 0.36), (20, 0.34), (38, 0.26), (52, -0.1), (62, -0.5), (70, -2.0), (180, -2.0))
    )
    top = head.cap(fringe, 0.013 + 0.008 * ramp(head.level, -0.2, 0.6))
    # Below the widest part of the head the hair falls straight, and turns in a little at its ends.
    x, y, z = np.moveaxis(head.points - head.centre, -1, 0)
    below = ramp(-z, 0.02, 0.13)
    back, aside = head.radius(np.array([180.0, 90.0]), np.zeros(2)) + np.array([0.014, 0.018])
    long, wide = back - 0.012 * below, aside - 0.004 * below
    ring = np.hypot(x / long, y / wide)
    curtain = (1 - ring) * wide
    length = 0.132 + 0.004 * np.cos(np.radians(head.azimuth * 6))
    front = (np.abs(np.degrees(np.arctan2(y, x))) - 62) * 0.0014
    curtain = np.minimum.reduce([curtain, z + length, 0.01 - z, front])
    return _joined(top, curtain, 0.012)


def _tied(head: _Head) -> Array:
    return head.cap(head.above(_TIED), 0.009 + 0.007 * ramp(head.level, -0.1, 0.6))


def _bun(head: _Head) -> Array:
    knot = head.at((180, 50), 0.034)
    bun = head.tube(knot[None], (0.036,))
    base = head.tube(head.along(((180, 42), (180, 50)), 0.010, 4), (0.024,))
    return _joined(_joined(_tied(head), base, 0.012), bun, 0.005)


def _tail(head: _Head) -> Array:
    return _joined(
        _joined(_tied(head), head.tube(head.at((180, 2), 0.008)[None], (0.017,))), _plait(head)
    )


def _plait(head: _Head) -> Array:
    """Return hair that lies down the neck and the upper back."""
    start = head.at((180, 0), 0.012)
    heights = np.linspace(start[2], start[2] - 0.24, 40)
    skin = head.skin
    middle = skin[np.abs(skin[:, 1]) < 0.02]
    backs = np.array([middle[np.abs(middle[:, 2] - z) < 0.012, 0].min() for z in heights])
    backs = ndimage.gaussian_filter1d(np.minimum(backs, start[0] + 0.06), 3) - 0.010
    backs[0] = start[0]
    path = np.column_stack([backs, 0 * heights, heights])
    return head.tube(path, (0.014, 0.020, 0.023, 0.022, 0.017, 0.006))


def _headscarf(head: _Head) -> Array:
    x, y, z = np.moveaxis(head.points - head.eyes, -1, 0)
    cap = np.where(
        head.level > -1.35, 0.014 + 0.004 * ramp(head.level, 0.2, 0.9) - head.off, _NOWHERE
    )
    hem = z + 0.205 + 0.025 * ramp(np.abs(y), 0.0, 0.12) - 0.015 * ramp(x, -0.1, 0.05)
    drape = np.minimum(0.026 - head.from_skin((z < -0.07) & (hem > -0.02)), hem)
    steps = np.linspace(0, 1, 12)
    throat = np.column_stack([-0.038 - 0.012 * steps, 0 * steps, -0.125 - 0.07 * steps]) + head.eyes
    nape = np.column_stack([-0.075 - 0.01 * steps, 0 * steps, -0.06 - 0.14 * steps]) + head.eyes
    fill = np.maximum(
        head.tube(throat, (0.042, 0.048, 0.06)), head.tube(nape, (0.078, 0.082, 0.09))
    )
    fill = np.minimum(fill, hem)
    whole = _joined(_joined(cap, drape, 0.02), fill, 0.02)
    whole = _joined(whole, head.balls(head.ears, np.array([0.030, 0.030])), 0.03)
    opening = 0.06 * (1 - np.hypot(head.azimuth / 52, (head.level + 0.29) / 0.78))
    opening = np.minimum(opening, head.points[..., 2] - head.mouth[2] + 0.040)
    result: Array = np.minimum(whole, -opening)
    return result


def _beard(head: _Head) -> Array:
    """Return a short beard with a moustache."""
    x, y, z = np.moveaxis(head.points - head.mouth, -1, 0)
    region = np.minimum(-head.above(_BEARD_TOP), z + 0.056 + 0.30 * x)
    mouth = np.hypot(y / (head.mouth_width * 0.54), (z + 0.001) / 0.0095) - 1
    region = np.minimum(region, mouth * 0.012)
    thickness = 0.003 + 0.006 * ramp(-head.level, 0.45, 0.95)
    fullness = 0.5 + 0.5 * ramp(region, 0, 0.01)
    result: Array = np.minimum(thickness * fullness - head.from_skin(region > 0), region)
    return result


_BEARD_TOP: Final[_Profile] = (
    (0, -0.385), (13, -0.40), (22, -0.50), (34, -0.56), (50, -0.46), (62, -0.26), (70, -0.06),
    (76, 0.10), (84, 0.10), (90, -2.0), (180, -2.0),
)  # fmt: skip


class _Style(Struct, frozen=True):
    """A way to wear hair."""

    volume: Callable[[_Head], Array]
    strands: tuple[tuple[_Direction, ...], ...] = ()
    """Lines of combed hair, each through some directions."""
    reach: float = _TO_CHIN_M
    """How far down from the middle of the head it may be, in metres."""
    follows: bool = False
    """Whether it moves with the neck and the back, and not only with the head."""


def _mirrored(*lines: tuple[_Direction, ...]) -> tuple[tuple[_Direction, ...], ...]:
    return (
        *lines,
        *(tuple((-azimuth, elevation) for azimuth, elevation in line) for line in lines),
    )


_COMBED_BACK: Final = _mirrored(
    ((16, 46), (24, 74), (160, 66)),
    ((42, 32), (70, 56), (150, 56)),
    ((70, 12), (100, 32), (145, 36)),
    ((130, -26), (150, -6), (165, 14)),
)

_STYLES: Final[Mapping[HairStyle, _Style]] = MappingProxyType({
    HairStyle.RECEDING: _Style(
        _receding, _mirrored(((104, 8), (118, 2), (132, -8)), ((100, 22), (122, 18), (142, 6)))
    ),
    HairStyle.CROPPED: _Style(_cropped),
    HairStyle.PARTED: _Style(
        _parted,
        (
            ((24, 56), (6, 54), (-20, 46)),
            ((30, 66), (-16, 66), (-50, 48)),
            ((60, 76), (-70, 72), (-84, 44)),
            ((40, 50), (62, 38), (78, 20)),
            ((120, 60), (132, 36), (140, 14)),
            ((-120, 60), (-132, 36), (-140, 14)),
        ),
    ),
    HairStyle.CURLS: _Style(_curls),
    HairStyle.BOB: _Style(
        _bob,
        (
            *_mirrored(
                ((24, 66), (60, 40), (74, 4), (78, -30)),
                ((70, 70), (96, 36), (102, 0), (104, -34)),
                ((130, 50), (138, 10), (140, -30)),
            ),
            ((8, 60), (6, 48), (4, 32)),
            ((-16, 60), (-18, 48), (-20, 32)),
        ),
    ),
    HairStyle.BUN: _Style(_bun, _COMBED_BACK),
    HairStyle.TAIL: _Style(_tail, _COMBED_BACK, reach=_TO_BACK_M, follows=True),
    HairStyle.HEADSCARF: _Style(
        _headscarf,
        _mirrored(((70, 50), (84, 10), (90, -26))),
        reach=_TO_BACK_M, follows=True,
    ),
})  # fmt: skip

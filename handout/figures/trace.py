"""See a body from a camera: distance fields traced along parallel rays into maps.

The distance functions are the well-known exact or bounding ones of round cones, ellipsoids, boxes
and cylinders; parts melt together with a polynomial smooth minimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any, Final, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from handout.figures.body import FIRST_ITEM, PARTS, Body, Primitive
from handout.figures.skeleton import Array, unit

Integers = npt.NDArray[np.int32]
Function = TypeVar("Function")

ITEMS: Final = 24
"""Pieces of equipment that one panel may hold."""

FIRST_CLOTH: Final = PARTS
"""Owners from here are garments: shirt, then shorts and sleeve of each side."""

_TILE: Final = 16
_BEHIND_M: Final = 6.0

_SWELL_M: Final = 0.065
"""How far clothes and soft joints reach beyond their primitives."""

# How softly the primitives of one part melt together, in metres.
_SOFTNESS: Final = np.array(
    [0.05, 0.01, 0.014, 0.004] + [0.025, 0.02, 0.009, 0.03, 0.022, 0.02] * 2
)


def _compiled(function: Function) -> Function:
    return cast("Function", numba.njit(fastmath=True, cache=True)(cast("Any", function)))


def _compiled_parallel(function: Function) -> Function:
    decorate = numba.njit(fastmath=True, cache=True, parallel=True)
    return cast("Function", decorate(cast("Any", function)))


class Scene(NamedTuple):
    """Arrays of a body and its equipment as the compiled functions read them."""

    shapes: Integers
    parts: Integers
    numbers: Array
    softness: Array
    sole_parts: Integers
    soles: Array
    cloth_parts: Integers
    clothes: Array
    blend_parts: Integers
    blends: Array
    floor: bool


def scene_of(body: Body, items: Sequence[Primitive], *, floor: bool = True) -> Scene:
    """Return the scene of a body with equipment; a floor cuts off what is under it."""
    primitives = [*body.primitives, *items]
    return Scene(
        np.array([p.shape for p in primitives], np.int32),
        np.array([p.part for p in primitives], np.int32),
        np.array([p.numbers for p in primitives]),
        _SOFTNESS,
        np.array([plane.part for plane in body.soles], np.int32),
        np.array([[*plane.point, *plane.normal] for plane in body.soles]),
        np.array([cloth.plane.part for cloth in body.clothes], np.int32),
        np.array([[*c.plane.point, *c.plane.normal, c.inflate, c.flare] for c in body.clothes]),
        np.array([blend.parts for blend in body.blends], np.int32),
        np.array([[*blend.joint, blend.softness, blend.reach] for blend in body.blends]),
        floor,
    )


@_compiled
def _cone(q: Array, x: float, y: float, z: float) -> float:
    bx, by, bz = q[3] - q[0], q[4] - q[1], q[5] - q[2]
    l2 = bx * bx + by * by + bz * bz
    rr = q[6] - q[7]
    a2, il2 = l2 - rr * rr, 1.0 / l2
    px, py, pz = x - q[0], y - q[1], z - q[2]
    yy = px * bx + py * by + pz * bz
    zz = yy - l2
    ax, ay, az = px * l2 - bx * yy, py * l2 - by * yy, pz * l2 - bz * yy
    x2 = ax * ax + ay * ay + az * az
    y2, z2 = yy * yy * l2, zz * zz * l2
    k = (1.0 if rr > 0 else -1.0) * rr * rr * x2
    if (1.0 if zz > 0 else -1.0) * a2 * z2 > k:
        return sqrt(x2 + z2) * il2 - q[7]
    if (1.0 if yy > 0 else -1.0) * a2 * y2 < k:
        return sqrt(x2 + y2) * il2 - q[6]
    return (sqrt(x2 * a2 * il2) + yy * rr) * il2 - q[6]


@_compiled
def _band(q: Array, x: float, y: float, z: float) -> float:
    """Return the distance to a loop stretched around two circles."""
    px, py, pz = x - q[0], y - q[1], z - q[2]
    u = px * q[3] + py * q[4] + pz * q[5]
    v = abs(px * q[6] + py * q[7] + pz * q[8])
    h = px * q[9] + py * q[10] + pz * q[11]
    b = (q[13] - q[14]) / q[12]
    a = sqrt(max(0.0, 1 - b * b))
    k = u * a - b * v
    if k < 0:
        d = sqrt(v * v + u * u) - q[13]
    elif k > a * q[12]:
        d = sqrt(v * v + (u - q[12]) ** 2) - q[14]
    else:
        d = v * a + u * b - q[13]
    return max(abs(d - q[16] * 0.5) - q[16], abs(h) - q[15])


@_compiled
def _ellipsoid(a: float, b: float, c: float, q: Array, first: int) -> float:
    rx, ry, rz = q[first], q[first + 1], q[first + 2]
    a, b, c = a / rx, b / ry, c / rz
    k0 = sqrt(a * a + b * b + c * c)
    a, b, c = a / rx, b / ry, c / rz
    k1 = sqrt(a * a + b * b + c * c)
    if k1 < 1e-9:
        return -min(rx, ry, rz)
    return k0 * (k0 - 1.0) / k1


@_compiled
def primitive_distance(shape: int, q: Array, x: float, y: float, z: float) -> float:
    """Return the signed distance from a point to a primitive, in metres."""
    if shape == 0:
        return _cone(q, x, y, z)
    if shape == 4:
        return _band(q, x, y, z)
    px, py, pz = x - q[0], y - q[1], z - q[2]
    lx = q[3] * px + q[4] * py + q[5] * pz
    ly = q[6] * px + q[7] * py + q[8] * pz
    lz = q[9] * px + q[10] * py + q[11] * pz
    if shape in (1, 5):
        d = _ellipsoid(lx, ly, lz, q, 12)
        if shape == 5:
            px, py, pz = x - q[16], y - q[17], z - q[18]
            lx = q[3] * px + q[4] * py + q[5] * pz
            ly = q[6] * px + q[7] * py + q[8] * pz
            lz = q[9] * px + q[10] * py + q[11] * pz
            d = max(d, -_ellipsoid(lx, ly, lz, q, 19))
        return d
    if shape == 2:
        a, b, c = abs(lx) - q[12], abs(ly) - q[13], abs(lz) - q[14]
        out = sqrt(max(a, 0.0) ** 2 + max(b, 0.0) ** 2 + max(c, 0.0) ** 2)
        return out + min(max(a, b, c), 0.0) - q[15]
    a, c = sqrt(lx * lx + ly * ly) - q[12], abs(lz) - q[14]
    return sqrt(max(a, 0.0) ** 2 + max(c, 0.0) ** 2) + min(max(a, c), 0.0) - q[15]


@_compiled
def _melt(a: float, b: float, k: float) -> float:
    if k <= 1e-6:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@_compiled
def _parts(s: Scene, active: Integers, count: int, p: Array, part: Array) -> None:
    """Fill in the distance to each part and piece of equipment."""
    for g in range(part.shape[0]):
        part[g] = 1e3
    for j in range(count):
        i = active[j]
        g = s.parts[i]
        d = primitive_distance(s.shapes[i], s.numbers[i], p[0], p[1], p[2])
        part[g] = min(part[g], d) if g >= FIRST_ITEM else _melt(part[g], d, s.softness[g])
    for c in range(s.sole_parts.shape[0]):
        g = s.sole_parts[c]
        q = s.soles[c]
        plane = (p[0] - q[0]) * q[3] + (p[1] - q[1]) * q[4] + (p[2] - q[2]) * q[5]
        if part[g] < 900:
            part[g] = max(part[g], plane)


@_compiled
def _garments(s: Scene, p: Array, part: Array, cloth: Array) -> float:
    nearest = 1e3
    for c in range(s.cloth_parts.shape[0]):
        g = s.cloth_parts[c]
        q = s.clothes[c]
        cloth[c] = 1e3
        if part[g] < 900:
            h = (p[0] - q[0]) * q[3] + (p[1] - q[1]) * q[4] + (p[2] - q[2]) * q[5]
            cloth[c] = max(part[g] - q[6] - q[7] * max(0.0, h + 0.2), h)
            nearest = min(nearest, cloth[c])
    return nearest


@_compiled
def _clothed(s: Scene, g: int, part: Array, cloth: Array) -> float:
    d = part[g]
    for c in range(s.cloth_parts.shape[0]):
        if s.cloth_parts[c] == g:
            d = min(d, cloth[c])
    return d


@_compiled
def _distance(s: Scene, active: Integers, count: int, p: Array, part: Array, cloth: Array) -> float:
    """Return the distance to the nearest surface, with those of parts and garments."""
    _parts(s, active, count, p, part)
    d = _garments(s, p, part, cloth)
    for g in range(PARTS):
        d = min(d, part[g])
    for k in range(s.blend_parts.shape[0]):
        a, b = s.blend_parts[k, 0], s.blend_parts[k, 1]
        q = s.blends[k]
        r2 = ((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2) / (q[4] * q[4])
        if part[a] < 900 and part[b] < 900 and r2 < 1.0:
            melted = _melt(
                _clothed(s, a, part, cloth), _clothed(s, b, part, cloth), q[3] * (1 - r2)
            )
            d = min(d, melted)
    if s.floor:
        d = max(d, -p[2])
    for g in range(FIRST_ITEM, part.shape[0]):
        d = min(d, part[g])
    return d


@_compiled
def _owner(d: float, part: Array, cloth: Array) -> int:
    nearest, owner = 1e3, -1
    for g in range(PARTS):
        if part[g] < nearest:
            nearest, owner = part[g], g
    for c in range(cloth.shape[0]):
        if cloth[c] < nearest:
            nearest, owner = cloth[c], FIRST_CLOTH + c
    for g in range(FIRST_ITEM, part.shape[0]):
        if part[g] <= d + 1e-9:
            owner = g + 10
    return owner


@_compiled
def _normal(
    s: Scene, active: Integers, count: int, p: Array, part: Array, cloth: Array, out: Array
) -> None:
    # Four samples at the corners of a tetrahedron give the gradient.
    e = 8e-4
    x, y, z = p[0], p[1], p[2]
    a, b, c = 0.0, 0.0, 0.0
    for corner in range(4):
        i = 1.0 if corner in (0, 1) else -1.0
        j = 1.0 if corner in (0, 2) else -1.0
        k = i * j
        p[0], p[1], p[2] = x + i * e, y + j * e, z + k * e
        d = _distance(s, active, count, p, part, cloth)
        a, b, c = a + i * d, b + j * d, c + k * d
    length = sqrt(a * a + b * b + c * c) + 1e-12
    out[0], out[1], out[2] = a / length, b / length, c / length


class View(NamedTuple):
    """Parallel rays in metres: where they start, where they go, and what each primitive covers."""

    bounds: Array
    """Of each primitive: least and most to the right, upward and forward."""
    left: float
    top: float
    corner: Array
    right: Array
    up: Array
    forward: Array
    pixel: float


@_compiled
def _near(v: View, i0: int, j0: int, active: Integers) -> tuple[int, float, float]:
    """List what rays of a tile may meet; return how many, and where they begin and end."""
    count, start, end = 0, 1e9, 0.0
    x = v.left + (i0 + _TILE / 2) * v.pixel
    y = v.top - (j0 + _TILE / 2) * v.pixel
    room = _TILE / 2 * v.pixel + _SWELL_M
    for i in range(v.bounds.shape[0]):
        b = v.bounds[i]
        if b[0] - room < x < b[1] + room and b[2] - room < y < b[3] + room:
            active[count] = i
            count += 1
            start = min(start, b[4] - _SWELL_M)
            end = max(end, b[5] + _SWELL_M)
    return count, start, end


@_compiled_parallel
def _trace(s: Scene, v: View, depth: Array, owner: Integers, normal: Array) -> None:
    height, width = depth.shape
    across = (width + _TILE - 1) // _TILE
    for tile in numba.prange(across * ((height + _TILE - 1) // _TILE)):
        i0, j0 = (tile % across) * _TILE, (tile // across) * _TILE
        active = np.empty(s.shapes.shape[0], np.int32)
        count, start, end = _near(v, i0, j0, active)
        part = np.empty(FIRST_ITEM + ITEMS)
        cloth = np.empty(s.cloth_parts.shape[0])
        ray, p = np.empty(3), np.empty(3)
        if count == 0:
            continue
        for j in range(j0, min(j0 + _TILE, height)):
            for i in range(i0, min(i0 + _TILE, width)):
                across_m, down_m = (i + 0.5) * v.pixel, (j + 0.5) * v.pixel
                for axis in range(3):
                    ray[axis] = v.corner[axis] + v.right[axis] * across_m - v.up[axis] * down_m
                t = start
                for _ in range(200):
                    for axis in range(3):
                        p[axis] = ray[axis] + v.forward[axis] * t
                    d = _distance(s, active, count, p, part, cloth)
                    if d < 3e-4:
                        depth[j, i] = t
                        owner[j, i] = _owner(d, part, cloth)
                        _normal(s, active, count, p, part, cloth, normal[j, i])
                        break
                    t += d * 0.9
                    if t > end:
                        break


@_compiled_parallel
def _field(s: Scene, points: Array, out: Array) -> None:
    for k in numba.prange(points.shape[0]):
        active = np.arange(s.shapes.shape[0]).astype(np.int32)
        part = np.empty(FIRST_ITEM + ITEMS)
        cloth = np.empty(s.cloth_parts.shape[0])
        out[k] = _distance(s, active, active.shape[0], points[k], part, cloth)


@_compiled
def _part_field(s: Scene, number: int, points: Array, out: Array) -> None:
    for k in range(points.shape[0]):
        p = points[k]
        for i in range(s.shapes.shape[0]):
            if s.parts[i] == number:
                d = primitive_distance(s.shapes[i], s.numbers[i], p[0], p[1], p[2])
                out[k] = min(out[k], d)


def field(scene: Scene, points: Array) -> Array:
    """Return the distance from each point to the body and its equipment, in metres."""
    out = np.empty(len(points))
    _field(scene._replace(floor=False), np.ascontiguousarray(points), out)
    return out


def part_field(scene: Scene, number: int, points: Array) -> Array:
    """Return the distance from each point to one part or piece of equipment, in metres."""
    out = np.full(len(points), 1e3)
    _part_field(scene, number, np.ascontiguousarray(points), out)
    return out


class Camera:
    """Parallel rays from an azimuth and an elevation."""

    def __init__(self, azimuth_deg: float, elevation_deg: float) -> None:
        a, e = np.radians(azimuth_deg), np.radians(elevation_deg)
        toward = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
        self.forward = unit(-toward)
        self.right = np.array([np.cos(a), np.sin(a), 0.0])
        self.up = np.cross(self.right, self.forward)

    def flat(self, points: Array) -> Array:
        """Return points of the world on the picture, in metres with y upward."""
        points = np.asarray(points, float)
        return np.stack([points @ self.right, points @ self.up], -1)

    def depth(self, point: Array) -> float:
        """Return how far a point is along the rays, from the origin, in metres."""
        return float(point @ self.forward)


class Window(Struct, frozen=True):
    """The part of the picture that is drawn, in metres, and how fine."""

    left: float
    bottom: float
    right: float
    top: float
    pixel: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows = int(np.ceil((self.top - self.bottom) / self.pixel))
        return rows, int(np.ceil((self.right - self.left) / self.pixel))


class Maps(Struct, frozen=True):
    """What each ray meets: how far (inf: nothing), whose surface (-1: nothing), facing where."""

    scene: Scene
    camera: Camera
    window: Window
    depth: Array
    owner: Integers
    normal: Array

    def rays(self) -> Array:
        """Return where each ray starts."""
        return _starts(
            self.camera, self.window, *np.mgrid[0 : self.depth.shape[0], 0 : self.depth.shape[1]]
        )

    def surface(self) -> Array:
        """Return the point in the world that each ray meets."""
        depth = np.where(np.isfinite(self.depth), self.depth, 0)
        return self.rays() + self.camera.forward * depth[..., None]

    def depth_of(self, point: Array) -> float:
        """Return the depth that a point of the world would have in the map."""
        return self.camera.depth(point) + _BEHIND_M


def _starts(camera: Camera, window: Window, rows: Any, columns: Any) -> Array:  # noqa: ANN401
    corner = camera.right * window.left + camera.up * window.top - camera.forward * _BEHIND_M
    right = camera.right * ((columns[..., None] + 0.5) * window.pixel)
    result: Array = corner + right - camera.up * ((rows[..., None] + 0.5) * window.pixel)
    return result


def trace(body: Body, items: Sequence[Primitive], camera: Camera, window: Window) -> Maps:
    """Return the maps of a body with equipment on a floor."""
    scene = scene_of(body, items)
    ways = [sign * way for way in (camera.right, camera.up, camera.forward) for sign in (-1, 1)]
    extents = [[p.extent(way) for way in ways] for p in (*body.primitives, *items)]
    bounds = np.array(extents) * (-1, 1, -1, 1, -1, 1) + (0, 0, 0, 0, _BEHIND_M, _BEHIND_M)
    shape = window.shape
    depth, normal = np.full(shape, np.inf), np.zeros((*shape, 3))
    owner = np.full(shape, -1, np.int32)
    corner = camera.right * window.left + camera.up * window.top - camera.forward * _BEHIND_M
    view = View(
        bounds,
        window.left,
        window.top,
        corner,
        camera.right,
        camera.up,
        camera.forward,
        window.pixel,
    )
    _trace(scene, view, depth, owner, normal)
    return Maps(scene, camera, window, depth, owner, normal)

"""The signed distance to a body and its equipment, and rays that are traced to its surface.

Distances are in metres, negative inside. The functions for round cones, ellipsoids, boxes and
cylinders are the well-known exact or bounding ones; parts blend by a polynomial smooth minimum, and
rays advance by sphere tracing (Hart, The Visual Computer 12, 1996).

All compiled code is in this module: Numba compiles a function again when its own file changes, but
not when a function that it calls changes in another file.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any, Final, NamedTuple, TypeVar, cast

import numba
import numpy as np

from handout.figures.body import Body
from handout.figures.geometry import Array, Integers
from handout.figures.parts import FIRST_GARMENT, FIRST_ITEM
from handout.figures.primitives import Band, Box, Cone, Cylinder, Ellipsoid, Primitive
from handout.resources import home_folder

Function = TypeVar("Function")

_TILE: Final = 16
"""Rays are traced in square tiles; the primitives that a tile can meet are found once for all."""

_SWELL_M: Final = 0.065
"""How far garments and blends reach beyond their primitives."""

_NOTHING: Final = 1e3
"""The distance to a part none of whose primitives is near."""

_SOFTNESS_M: Final = np.array(
    [0.05, 0.01, 0.014, 0.004] + [0.025, 0.02, 0.009, 0.03, 0.022, 0.02] * 2
)
"""How softly the primitives of each part blend into each other."""

_CONE, _ELLIPSOID, _BOX, _CYLINDER, _BAND = range(5)
_SHAPES: Final = {Cone: _CONE, Ellipsoid: _ELLIPSOID, Box: _BOX, Cylinder: _CYLINDER, Band: _BAND}

# Where each number is in the row of a primitive. A cone has two balls.
_START, _END, _START_RADIUS, _END_RADIUS = 0, 3, 6, 7
# Any other primitive has a frame, and then a size, or the measures of a band.
_ORIGIN, _AXES, _SIZE, _ROUNDING, _HOLLOW_ORIGIN, _HOLLOW_SIZE = 0, 3, 12, 15, 16, 19
_LENGTH, _RADIUS = 12, 13
_COLUMNS: Final = 22

_BAND_HALF_WIDTH_M: Final = 0.025
_BAND_THICKNESS_M: Final = 0.0035


class Scene(NamedTuple):
    """A body and its equipment as arrays, which the compiled functions read."""

    numbers: int
    """How many parts, garments and pieces of equipment are numbered."""
    shapes: Integers
    parts: Integers
    rows: Array
    sole_parts: Integers
    sole_points: Array
    sole_normals: Array
    garment_parts: Integers
    garment_points: Array
    garment_normals: Array
    inflation: Array
    flare: Array
    blend_parts: Integers
    blend_joints: Array
    blend_softness: Array
    blend_reach: Array
    floor: bool
    """Whether the floor cuts off what is below it."""


def build_scene(body: Body, items: Sequence[Primitive]) -> Scene:
    """Return the scene of a body with the primitives of its equipment."""
    primitives = [*body.primitives, *items]
    garments = [garment.plane for garment in body.garments]
    return Scene(
        numbers=max(FIRST_ITEM, *(p.part + 1 for p in primitives)),
        shapes=np.array([_SHAPES[type(p)] for p in primitives], np.int32),
        parts=np.array([p.part for p in primitives], np.int32),
        rows=np.array([_row(p) for p in primitives]),
        sole_parts=np.array([plane.part for plane in body.soles], np.int32),
        sole_points=np.array([plane.point for plane in body.soles]),
        sole_normals=np.array([plane.normal for plane in body.soles]),
        garment_parts=np.array([plane.part for plane in garments], np.int32),
        garment_points=np.array([plane.point for plane in garments]),
        garment_normals=np.array([plane.normal for plane in garments]),
        inflation=np.array([garment.inflation for garment in body.garments]),
        flare=np.array([garment.flare for garment in body.garments]),
        blend_parts=np.array([blend.parts for blend in body.blends], np.int32),
        blend_joints=np.array([blend.joint for blend in body.blends]),
        blend_softness=np.array([blend.softness for blend in body.blends]),
        blend_reach=np.array([blend.reach for blend in body.blends]),
        floor=True,
    )


def _row(primitive: Primitive) -> Array:
    row = np.zeros(_COLUMNS)
    if isinstance(primitive, Cone):
        row[_START:_START_RADIUS] = *primitive.start, *primitive.end
        row[_START_RADIUS], row[_END_RADIUS] = primitive.radii
        return row
    row[_ORIGIN:_SIZE] = *primitive.frame.origin, *primitive.frame.axes.T.ravel()
    if isinstance(primitive, Band):
        row[_LENGTH], row[_RADIUS] = primitive.length, primitive.radius
        return row
    row[_SIZE:_HOLLOW_ORIGIN] = *primitive.size, primitive.rounding
    if isinstance(primitive, Ellipsoid) and primitive.hollow:
        row[_HOLLOW_ORIGIN:] = *primitive.hollow.frame.origin, *primitive.hollow.size
    return row


def _compiled(function: Function, *, parallel: bool = False) -> Function:
    """Compile a function, and keep it between runs where there is a folder for that."""
    # For a user without a home, Numba would make a folder named '~'.
    keep = home_folder() is not None
    try:
        decorate = numba.njit(fastmath=True, cache=keep, parallel=parallel)
        return cast("Function", decorate(cast("Any", function)))
    except RuntimeError:
        # No folder of Numba's can be written.
        decorate = numba.njit(fastmath=True, parallel=parallel)
        return cast("Function", decorate(cast("Any", function)))


def _compiled_parallel(function: Function) -> Function:
    return _compiled(function, parallel=True)


@_compiled
def _cone(q: Array, x: float, y: float, z: float) -> float:
    bx, by, bz = q[_END] - q[_START], q[_END + 1] - q[_START + 1], q[_END + 2] - q[_START + 2]
    l2 = bx * bx + by * by + bz * bz
    rr = q[_START_RADIUS] - q[_END_RADIUS]
    a2, il2 = l2 - rr * rr, 1.0 / l2
    px, py, pz = x - q[_START], y - q[_START + 1], z - q[_START + 2]
    yy = px * bx + py * by + pz * bz
    zz = yy - l2
    ax, ay, az = px * l2 - bx * yy, py * l2 - by * yy, pz * l2 - bz * yy
    x2 = ax * ax + ay * ay + az * az
    y2, z2 = yy * yy * l2, zz * zz * l2
    k = (1.0 if rr > 0 else -1.0) * rr * rr * x2
    if (1.0 if zz > 0 else -1.0) * a2 * z2 > k:
        return sqrt(x2 + z2) * il2 - q[_END_RADIUS]
    if (1.0 if yy > 0 else -1.0) * a2 * y2 < k:
        return sqrt(x2 + y2) * il2 - q[_START_RADIUS]
    return (sqrt(x2 * a2 * il2) + yy * rr) * il2 - q[_START_RADIUS]


@_compiled
def _local(q: Array, origin: int, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return a point in the axes of a primitive, from an origin in its row."""
    px, py, pz = x - q[origin], y - q[origin + 1], z - q[origin + 2]
    return (
        q[_AXES] * px + q[_AXES + 1] * py + q[_AXES + 2] * pz,
        q[_AXES + 3] * px + q[_AXES + 4] * py + q[_AXES + 5] * pz,
        q[_AXES + 6] * px + q[_AXES + 7] * py + q[_AXES + 8] * pz,
    )


@_compiled
def _ellipsoid(q: Array, size: int, a: float, b: float, c: float) -> float:
    rx, ry, rz = q[size], q[size + 1], q[size + 2]
    a, b, c = a / rx, b / ry, c / rz
    k0 = sqrt(a * a + b * b + c * c)
    a, b, c = a / rx, b / ry, c / rz
    k1 = sqrt(a * a + b * b + c * c)
    if k1 < 1e-9:
        return -min(rx, ry, rz)
    return k0 * (k0 - 1.0) / k1


@_compiled
def _box(q: Array, x: float, y: float, z: float) -> float:
    a, b, c = abs(x) - q[_SIZE], abs(y) - q[_SIZE + 1], abs(z) - q[_SIZE + 2]
    outside = sqrt(max(a, 0.0) ** 2 + max(b, 0.0) ** 2 + max(c, 0.0) ** 2)
    return outside + min(max(a, b, c), 0.0) - q[_ROUNDING]


@_compiled
def _cylinder(q: Array, x: float, y: float, z: float) -> float:
    a, c = sqrt(x * x + y * y) - q[_SIZE], abs(z) - q[_SIZE + 2]
    return sqrt(max(a, 0.0) ** 2 + max(c, 0.0) ** 2) + min(max(a, c), 0.0) - q[_ROUNDING]


@_compiled
def _band(q: Array, x: float, y: float, z: float) -> float:
    y = abs(y)
    if x < 0:
        d = sqrt(y * y + x * x) - q[_RADIUS]
    elif x > q[_LENGTH]:
        d = sqrt(y * y + (x - q[_LENGTH]) ** 2) - q[_RADIUS]
    else:
        d = y - q[_RADIUS]
    return max(abs(d - _BAND_THICKNESS_M * 0.5) - _BAND_THICKNESS_M, abs(z) - _BAND_HALF_WIDTH_M)


@_compiled
def _primitive_distance(shape: int, q: Array, x: float, y: float, z: float) -> float:
    if shape == _CONE:
        return _cone(q, x, y, z)
    a, b, c = _local(q, _ORIGIN, x, y, z)
    if shape == _BAND:
        return _band(q, a, b, c)
    if shape == _BOX:
        return _box(q, a, b, c)
    if shape == _CYLINDER:
        return _cylinder(q, a, b, c)
    d = _ellipsoid(q, _SIZE, a, b, c)
    if q[_HOLLOW_SIZE] > 0:
        a, b, c = _local(q, _HOLLOW_ORIGIN, x, y, z)
        d = max(d, -_ellipsoid(q, _HOLLOW_SIZE, a, b, c))
    return d


@_compiled
def _smooth_minimum(a: float, b: float, k: float) -> float:
    if k <= 1e-6:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@_compiled
def _beyond_plane(point: Array, normal: Array, p: Array) -> float:
    return (
        (p[0] - point[0]) * normal[0]
        + (p[1] - point[1]) * normal[1]
        + (p[2] - point[2]) * normal[2]
    )


@_compiled
def _measure_parts(s: Scene, active: Integers, count: int, p: Array, part: Array) -> None:
    """Set the distance to each part of the body and each piece of equipment."""
    for g in range(part.shape[0]):
        part[g] = _NOTHING
    for j in range(count):
        i = active[j]
        g = s.parts[i]
        d = _primitive_distance(s.shapes[i], s.rows[i], p[0], p[1], p[2])
        if g >= FIRST_ITEM:
            part[g] = min(part[g], d)
        else:
            part[g] = _smooth_minimum(part[g], d, _SOFTNESS_M[g])
    for c in range(s.sole_parts.shape[0]):
        g = s.sole_parts[c]
        plane = _beyond_plane(s.sole_points[c], s.sole_normals[c], p)
        if part[g] < _NOTHING:
            part[g] = max(part[g], plane)


@_compiled
def _measure_garments(s: Scene, p: Array, part: Array, garment: Array) -> float:
    """Set the distance to each garment and return the least."""
    nearest = _NOTHING
    for c in range(s.garment_parts.shape[0]):
        g = s.garment_parts[c]
        garment[c] = _NOTHING
        if part[g] < _NOTHING:
            h = _beyond_plane(s.garment_points[c], s.garment_normals[c], p)
            garment[c] = max(part[g] - s.inflation[c] - s.flare[c] * max(0.0, h + 0.2), h)
            nearest = min(nearest, garment[c])
    return nearest


@_compiled
def _clothed(s: Scene, g: int, part: Array, garment: Array) -> float:
    d = part[g]
    for c in range(s.garment_parts.shape[0]):
        if s.garment_parts[c] == g:
            d = min(d, garment[c])
    return d


@_compiled
def _distance(
    s: Scene, active: Integers, count: int, p: Array, part: Array, garment: Array
) -> float:
    """Return the distance to the nearest surface; set those to each part and garment."""
    _measure_parts(s, active, count, p, part)
    d = _measure_garments(s, p, part, garment)
    for g in range(FIRST_GARMENT):
        d = min(d, part[g])
    for k in range(s.blend_parts.shape[0]):
        a, b = s.blend_parts[k, 0], s.blend_parts[k, 1]
        q, reach = s.blend_joints[k], s.blend_reach[k]
        r2 = ((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2) / (reach * reach)
        if part[a] < _NOTHING and part[b] < _NOTHING and r2 < 1.0:
            first, second = _clothed(s, a, part, garment), _clothed(s, b, part, garment)
            d = min(d, _smooth_minimum(first, second, s.blend_softness[k] * (1 - r2)))
    if s.floor:
        d = max(d, -p[2])
    for g in range(FIRST_ITEM, part.shape[0]):
        d = min(d, part[g])
    return d


@_compiled
def _nearest_surface(d: float, part: Array, garment: Array) -> int:
    """Return the number of the surface that a ray has met."""
    nearest, surface = _NOTHING, -1
    for g in range(FIRST_GARMENT):
        if part[g] < nearest:
            nearest, surface = part[g], g
    for c in range(garment.shape[0]):
        if garment[c] < nearest:
            nearest, surface = garment[c], FIRST_GARMENT + c
    for g in range(FIRST_ITEM, part.shape[0]):
        if part[g] <= d + 1e-9:
            surface = g
    return surface


@_compiled
def _normal(
    s: Scene, active: Integers, count: int, p: Array, part: Array, garment: Array, out: Array
) -> None:
    # The gradient, from samples at the corners of a tetrahedron.
    e = 8e-4
    x, y, z = p[0], p[1], p[2]
    a, b, c = 0.0, 0.0, 0.0
    for corner in range(4):
        i = 1.0 if corner in (0, 1) else -1.0
        j = 1.0 if corner in (0, 2) else -1.0
        k = i * j
        p[0], p[1], p[2] = x + i * e, y + j * e, z + k * e
        d = _distance(s, active, count, p, part, garment)
        a, b, c = a + i * d, b + j * d, c + k * d
    length = sqrt(a * a + b * b + c * c) + 1e-12
    out[0], out[1], out[2] = a / length, b / length, c / length


class Rays(NamedTuple):
    """Parallel rays through the pixels of a picture, in metres."""

    bounds: Array
    """Of each primitive: its least and greatest coordinate to the right, upward and forward."""
    left: float
    top: float
    corner: Array
    """The start of a ray through the upper left corner of the picture."""
    right: Array
    up: Array
    forward: Array
    pixel: float


@_compiled
def _near_tile(v: Rays, i0: int, j0: int, active: Integers) -> tuple[int, float, float]:
    """List the primitives that a tile's rays can meet; return how many, and the depths between."""
    count, start, end = 0, 1e9, 0.0
    x = v.left + (i0 + _TILE / 2) * v.pixel
    y = v.top - (j0 + _TILE / 2) * v.pixel
    room = _TILE / 2 * v.pixel + _SWELL_M
    for i in range(v.bounds.shape[0]):
        left, right, bottom, top, near, far = v.bounds[i]
        if left - room < x < right + room and bottom - room < y < top + room:
            active[count] = i
            count += 1
            start = min(start, near - _SWELL_M)
            end = max(end, far + _SWELL_M)
    return count, start, end


@_compiled_parallel
def trace_rays(s: Scene, v: Rays, depth: Array, surface: Integers, normal: Array) -> None:
    """Set the depth, surface number and normal of each ray that meets a surface."""
    height, width = depth.shape
    across = (width + _TILE - 1) // _TILE
    for tile in numba.prange(across * ((height + _TILE - 1) // _TILE)):
        i0, j0 = (tile % across) * _TILE, (tile // across) * _TILE
        active = np.empty(s.shapes.shape[0], np.int32)
        count, start, end = _near_tile(v, i0, j0, active)
        part = np.empty(s.numbers)
        garment = np.empty(s.garment_parts.shape[0])
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
                    d = _distance(s, active, count, p, part, garment)
                    if d < 3e-4:
                        depth[j, i] = t
                        surface[j, i] = _nearest_surface(d, part, garment)
                        _normal(s, active, count, p, part, garment, normal[j, i])
                        break
                    t += d * 0.9
                    if t > end:
                        break


@_compiled_parallel
def _measure(s: Scene, points: Array, out: Array) -> None:
    for k in numba.prange(points.shape[0]):
        active = np.arange(s.shapes.shape[0]).astype(np.int32)
        part = np.empty(s.numbers)
        garment = np.empty(s.garment_parts.shape[0])
        out[k] = _distance(s, active, active.shape[0], points[k], part, garment)


@_compiled
def _measure_part(s: Scene, number: int, points: Array, out: Array) -> None:
    for k in range(points.shape[0]):
        p = points[k]
        for i in range(s.shapes.shape[0]):
            if s.parts[i] == number:
                d = _primitive_distance(s.shapes[i], s.rows[i], p[0], p[1], p[2])
                out[k] = min(out[k], d)


def distances(scene: Scene, points: Array) -> Array:
    """Return the distance from each point to the body and its equipment."""
    out = np.empty(len(points))
    _measure(scene._replace(floor=False), np.ascontiguousarray(points), out)
    return out


def distances_to_part(scene: Scene, number: int, points: Array) -> Array:
    """Return the distance from each point to one part or piece of equipment."""
    out = np.full(len(points), _NOTHING)
    _measure_part(scene, number, np.ascontiguousarray(points), out)
    return out

"""Model bands, straps, cuffs and slings, which follow the skin or the clothes of a posed person.

A taut band is the shortest way around what it touches, so it lies along a convex hull: that of the
section of the body in the band's plane, together with the points that the band is drawn from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, Frame, axes_along, unit
from handout.figures.mesh import Mesh
from handout.figures.models import Model, Part
from handout.figures.palette import Role
from handout.figures.skeleton import Skeleton
from handout.figures.solids import Solid, loft, rectangle, sphere, sweep

_REACH_M: Final = 0.13
"""How far from the middle of a limb its section can be."""

_THICKNESS_M: Final = 0.003

_CORE: Final = 0.012 * np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
"""Points within a limb, which keep a section from being empty."""


def section(worn: Sequence[Mesh], plane: Frame, reach: float = _REACH_M) -> Array:
    """Return where surfaces cross the plane of a frame's x and y, near its origin.

    The points are in the frame's x and y, in no order.
    """
    found = [np.zeros((0, 2))]
    for mesh in worn:
        local = plane.to_local(mesh.points)
        near = (np.abs(local[:, :2]) < 2 * reach).all(1) & (np.abs(local[:, 2]) < reach)
        if mesh.cut is not None:
            near &= mesh.cut >= 0
        triangles = mesh.triangles[near[mesh.triangles].all(1)]
        for one, other in ((0, 1), (1, 2), (2, 0)):
            a, b = local[triangles[:, one]], local[triangles[:, other]]
            crossing = (a[:, 2] < 0) != (b[:, 2] < 0)
            a, b = a[crossing], b[crossing]
            share = (a[:, 2] / (a[:, 2] - b[:, 2]))[:, None]
            found.append((a + (b - a) * share)[:, :2])
    points = np.vstack(found)
    result: Array = points[np.hypot(*points.T) < reach]
    return result


def _hull(points: Array) -> Array:
    """Return the convex hull of points in a plane, counter-clockwise."""
    result: Array = points[ConvexHull(points).vertices]
    return result


def _evenly(loop: Array, count: int, *, closed: bool) -> Array:
    """Return points evenly spaced along a line."""
    line = np.vstack([loop, loop[:1]]) if closed else loop
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0, along[-1], count, endpoint=not closed)
    return np.stack([np.interp(at, along, column) for column in line.T], 1)


def _grown(loop: Array, distance: float) -> Array:
    """Return a convex loop moved outward."""
    edge = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    outward = np.stack([edge[:, 1], -edge[:, 0]], 1)
    result: Array = loop + distance * outward / np.linalg.norm(outward, axis=1)[:, None]
    return result


def _around(worn: Sequence[Mesh], planes: Sequence[Frame], reach: float) -> Array:
    """Return the hull of the sections of one or more limbs, in the plane of the first."""
    first = planes[0]
    points = []
    for plane in planes:
        near = section(
            worn,
            Frame(
                first.axes,
                plane.origin
                - first.axes[:, 2] * ((plane.origin - first.origin) @ first.axes[:, 2]),
            ),
            reach,
        )
        points.append(np.vstack([near, _CORE]) + first.to_local(plane.origin)[:2])
    return _evenly(_hull(np.vstack(points)), 72, closed=True)


def loop_band(worn: Sequence[Mesh], limbs: Sequence[Frame], width: float, role: Role) -> Part:
    """Return a flat loop stretched around limbs, at the origins of frames along them."""
    first, last = limbs[0], limbs[-1]
    along = unit(sum((limb.axes[:, 2] for limb in limbs), np.zeros(3)))
    across = last.origin - first.origin
    if len(limbs) > 1:
        along = unit(along - unit(across) * (along @ unit(across)))
    axes = axes_along(along, across if len(limbs) > 1 else first.axes[:, 0])
    planes = [Frame(axes, limb.origin) for limb in limbs]
    strip = _strip(worn, planes, width)
    return Part(role, strip, sheet=True)


def _strip(worn: Sequence[Mesh], planes: Sequence[Frame], width: float) -> Solid:
    """Return a flat band of a width around limbs."""
    rows = []
    for shift in np.linspace(-width / 2, width / 2, 5):
        moved = [Frame(plane.axes, plane.origin + plane.axes[:, 2] * shift) for plane in planes]
        loop = _grown(_around(worn, moved, _REACH_M), _THICKNESS_M)
        start = int(np.argmax(loop[:, 0]))
        rows.append(moved[0].origin + np.roll(loop, -start, 0) @ moved[0].axes[:, :2].T)
    return _open_loft(np.stack(rows))


def _open_loft(loops: Array) -> Solid:
    """Return a loft without its ends, with an inner side."""
    solid = loft(loops)
    count = len(loops) * loops.shape[1]
    sides = solid.triangles[(solid.triangles < count).all(1)]
    return Solid(loops.reshape(-1, 3), sides)


def cuff(worn: Sequence[Mesh], limb: Frame, length: float) -> Model:
    """Return a weight cuff wrapped around a limb, at the origin of a frame along it."""
    rows = []
    for share, bulge in zip(np.linspace(-0.5, 0.5, 9), _CUFF_BULGES, strict=True):
        plane = Frame(limb.axes, limb.origin + limb.axes[:, 2] * share * length)
        loop = _grown(_around(worn, [plane], _REACH_M), 0.004 + 0.012 * bulge)
        loop = np.roll(loop, -int(np.argmax(loop[:, 0])), 0)
        rows.append(plane.origin + loop @ plane.axes[:, :2].T)
    loops = np.stack(rows)
    # The pockets of the weight are sewn lengthwise.
    seams = tuple(loops[1:-1, at] for at in range(0, loops.shape[1], 12))
    return Model((Part(Role.STRAP, loft(loops)),), seams)


_CUFF_BULGES: Final = (0.0, 0.6, 0.9, 1.0, 1.0, 1.0, 0.9, 0.6, 0.0)


def taut(worn: Sequence[Mesh], points: Sequence[Array]) -> Array:
    """Return the path of a band through points, around the body at those between its ends."""
    path = [points[0]]
    for before, middle, after in zip(points, points[1:], points[2:], strict=False):
        path += list(_bend(worn, before, middle, after))
    return np.vstack([*path, points[-1]])


def _bend(
    worn: Sequence[Mesh], before: Array, middle: Array, after: Array, reach: float = _REACH_M
) -> Array:
    """Return the way around a limb at a point between two others."""
    one, two = before - middle, after - middle
    normal = np.cross(one, two)
    if np.linalg.norm(normal) < 1e-6:
        return middle[None]
    # x points from the limb's far side, where the band lies, to the ends.
    plane = Frame(axes_along(normal, unit(one) + unit(two)), middle)
    flesh = section(worn, plane, reach)
    ends = plane.to_local(np.stack([before, after]))[:, :2]
    try:
        hull = _hull(np.vstack([flesh, ends]))
    except QhullError:
        return middle[None]
    first, last = (int(np.argmin(np.hypot(*(hull - end).T))) for end in ends)
    chains = [_between(hull, first, last), _between(hull, last, first)[::-1]]
    chain = min(chains, key=lambda points: float(points[:, 0].mean()))[1:-1]
    if len(chain) == 0:
        return middle[None]
    return plane.origin + chain @ plane.axes[:, :2].T


def _between(loop: Array, first: int, last: int) -> Array:
    """Return the points of a loop from one of them onward to another."""
    count = (last - first) % len(loop) + 1
    return loop[(first + np.arange(count)) % len(loop)]


def ribbon(path: Array, width: float, role: Role) -> Part:
    """Return a flat ribbon along a path, whose face is turned as the path turns."""
    even = _evenly(path, max(24, len(path)), closed=False)
    tangent = np.gradient(even, axis=0)
    turn = np.gradient(tangent, axis=0)
    normals = []
    last = np.array([0.0, 0.0, 1.0])
    for onward, bend in zip(tangent, turn, strict=True):
        if np.linalg.norm(bend) > 1e-5:
            last = (
                np.cross(unit(onward), bend)
                if np.linalg.norm(np.cross(onward, bend)) > 1e-9
                else last
            )
        normals.append(last)
    section_ = rectangle(width, _THICKNESS_M)
    return Part(role, sweep(even, section_, normals=np.array(normals)))


def anchor(point: Array) -> Part:
    """Return the knob by which a band is fixed at a door."""
    knob = sphere(0.022)
    return Part(Role.RUBBER, knob.moved_to(point + knob.points * np.array([1.0, 1.0, 0.8])))


def sling(worn: Sequence[Mesh], skeleton: Skeleton, side: Side) -> Model:
    """Return an arm sling: a pouch from the elbow to the fingers, and a strap around the neck."""
    elbow, wrist = (skeleton.points[f"{side}-{joint}"] for joint in ("elbow", "wrist"))
    frame = skeleton.frames[f"{side}-forearm"]
    axes = axes_along(elbow - wrist, frame.axes[:, 0])
    rows = []
    for share in np.linspace(-0.06, 1.25, 14):
        plane = Frame(axes, elbow + (wrist - elbow) * share)
        loop = _grown(_around(worn, [plane], 0.085), 0.006)
        loop = np.roll(loop, -int(np.argmax(loop[:, 0])), 0)
        rows.append(plane.origin + loop @ axes[:, :2].T)
    pouch = Part(Role.FABRIC, loft(np.stack(rows)))
    thorax = skeleton.frames["thorax"]
    across = thorax.to_world(-0.02, -side.sign * 0.075, 0.24)
    ends = (
        wrist + np.array([0, 0, 0.04]),
        elbow + np.array([0, 0, 0.03]) - thorax.axes[:, 0] * 0.12,
    )
    path = np.vstack([ends[0], _bend(worn, ends[0], across, ends[1], 0.30), ends[1]])
    return Model((pouch, ribbon(path, 0.032, Role.STRAP)))

"""Model bands, straps, cuffs and slings, which follow the skin or the clothes of a posed person.

A taut band is the shortest way around what it touches, so it lies along a convex hull: that of the
section of the body in the band's plane, together with the points that the band is drawn from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull

from handout.figures.anatomy import Side
from handout.figures.geometry import Array, Frame, Integers, Mask, axes_along, unit
from handout.figures.mesh import Mesh
from handout.figures.models import Model, Part
from handout.figures.palette import Role
from handout.figures.ribbons import THICKNESS_M, evenly, ribbon
from handout.figures.skeleton import Skeleton
from handout.figures.solids import Solid, loft

_LIMB_M: Final = 0.14
"""How far from the middle of a limb its skin and clothes can be."""

_TRUNK_M: Final = 0.30

_CLOTH_M: Final = 0.03

_CORE: Final = 0.012 * np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
"""Points within a limb, which keep a section from being empty."""

_AROUND: Final = 72
"""How many points a loop around a limb has."""

_POUCH_ENDS: Final = (1.0,) * 10 + (0.97, 0.88, 0.70, 0.35)
"""How far a sling closes around the elbow."""

_CUFF_BULGES: Final = (0.0, 0.6, 0.9, 1.0, 1.0, 1.0, 0.9, 0.6, 0.0)


def loop_band(worn: Sequence[Mesh], limbs: Sequence[Frame], width: float, role: Role) -> Part:
    """Return a flat loop stretched around limbs, at the origins of frames along them."""
    first, last = limbs[0], limbs[-1]
    along = unit(sum((limb.axes[:, 2] for limb in limbs), np.zeros(3)))
    across = first.axes[:, 0]
    if len(limbs) > 1:
        across = unit(last.origin - first.origin)
        along = unit(along - across * (along @ across))
    axes = axes_along(along, across)
    rows = [
        _loop(worn, [Frame(axes, limb.origin + along * shift) for limb in limbs], THICKNESS_M)
        for shift in np.linspace(-width / 2, width / 2, 5)
    ]
    return Part(role, _without_ends(loft(np.stack(rows))), sheet=True)


def cuff(worn: Sequence[Mesh], limb: Frame, length: float) -> Model:
    """Return a weight cuff wrapped around a limb, at the origin of a frame along it."""
    shares = np.linspace(-0.5, 0.5, len(_CUFF_BULGES))
    loops = np.stack(
        [
            _loop(worn, [limb.moved(0, 0, share * length)], 0.004 + 0.012 * bulge)
            for share, bulge in zip(shares, _CUFF_BULGES, strict=True)
        ]
    )
    # The pockets of the weight are sewn lengthwise.
    seams = tuple(loops[1:-1, at] for at in range(0, _AROUND, 12))
    return Model((Part(Role.STRAP, loft(loops)),), seams)


def taut(worn: Sequence[Mesh], points: Sequence[Array], reach: float = _LIMB_M) -> Array:
    """Return the path of a band through points, around the body at those between its ends."""
    path = [points[0][None]]
    inner = range(1, len(points) - 1)
    for number in inner:
        before, middle, after = points[number - 1 : number + 2]
        bend = _bend(worn, before, middle, after, reach)
        for other in {number - 1, number + 1} & set(inner):
            own = np.linalg.norm(bend - middle, axis=1)
            bend = bend[own < np.linalg.norm(bend - points[other], axis=1)]
        path.append(bend)
    return np.vstack([*path, points[-1]])


def sling(worn: Sequence[Mesh], skeleton: Skeleton, side: Side) -> Model:
    """Return an arm sling: a pouch from the elbow to the fingers, and a strap around the neck."""
    elbow, wrist = (skeleton.points[f"{side}-{joint}"] for joint in ("elbow", "wrist"))
    axes = axes_along(elbow - wrist, np.array([0.0, 0.0, 1.0]))
    angles = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    rows = []
    for share, round_end in zip(np.linspace(1.3, -0.2, 14), _POUCH_ENDS, strict=True):
        # The cloth hangs from its upper edge, deepest at the elbow.
        loop = circle * [0.064 - 0.018 * share, 0.050 - 0.012 * share] * round_end - [0.010, 0.0]
        rows.append(elbow + (wrist - elbow) * share + loop @ axes[:, :2].T)
    thorax, up = skeleton.frames["thorax"], np.array([0.0, 0.0, 0.04])
    points = [
        wrist + up,
        thorax.to_world(0.0, -side.sign * 0.085, 0.25),
        thorax.to_world(-0.13, side.sign * 0.02, 0.08),
        elbow + up,
    ]
    strap = ribbon(taut(worn, points, _TRUNK_M), 0.032, Role.STRAP)
    return Model((Part(Role.FABRIC, loft(np.stack(rows))), strap))


def _loop(worn: Sequence[Mesh], planes: Sequence[Frame], gap: float) -> Array:
    """Return the taut loop around limbs, each at the origin of a plane, at a gap from them.

    The planes have the same axes; the points are of the world, from the one farthest along x.
    """
    first = planes[0]
    points = []
    for plane in planes:
        aside = first.to_local(plane.origin)
        level = Frame(first.axes, first.to_world(aside[0], aside[1], 0.0))
        own = [strip for strip in _sections(worn, level, _LIMB_M) if _encloses_origin(strip)]
        points += [strip + aside[:2] for strip in (*own, _CORE)]
    loop = _grown(evenly(_hull(np.vstack(points)), _AROUND, closed=True), gap)
    loop = np.roll(loop, -int(np.argmax(loop[:, 0])), 0)
    result: Array = first.origin + loop @ first.axes[:, :2].T
    return result


def _bend(worn: Sequence[Mesh], before: Array, middle: Array, after: Array, reach: float) -> Array:
    """Return the way around the body at a point between two others."""
    one, two = before - middle, after - middle
    # x points from the limb's far side, where the band lies, to the ends.
    plane = Frame(axes_along(np.cross(one, two), unit(one) + unit(two)), middle)
    strips = list(_sections(worn, plane, reach))
    if not strips:
        return middle[None]
    away = [float(np.hypot(*strip.T).min()) for strip in strips]
    # Clothes lie on the skin; other limbs are farther away.
    touched = [strip for strip, gap in zip(strips, away, strict=True) if gap < min(away) + _CLOTH_M]
    flesh = _hull(np.vstack(touched))
    ends = plane.to_local(np.stack([before, after]))[:, :2]
    hull = _hull(np.vstack([_grown(flesh, THICKNESS_M), ends]))
    first, last = (int(np.argmin(np.hypot(*(hull - end).T))) for end in ends)
    chains = [_between(hull, first, last), _between(hull, last, first)[::-1]]
    chain = min(chains, key=lambda points: float(points[:, 0].mean()))[1:-1]
    result: Array = plane.origin + chain @ plane.axes[:, :2].T
    return result if len(result) else middle[None]


def _sections(worn: Sequence[Mesh], plane: Frame, reach: float) -> Iterator[Array]:
    """Yield where surfaces cross the plane of a frame's x and y near its origin.

    Each is a connected strip of one surface, such as a leg or a sleeve: its points in x and y.
    """
    for mesh in worn:
        local = plane.to_local(mesh.points)
        near: Mask = np.abs(local).max(1) < reach
        if mesh.cut is not None:
            near &= mesh.cut >= 0
        triangles = mesh.triangles[near[mesh.triangles].all(1)]
        below = (local[:, 2][triangles] < 0).sum(1)
        triangles = triangles[(below > 0) & (below < 3)]
        if not len(triangles):
            continue
        size = len(local)
        sides = triangles[:, [0, 1, 2]].ravel(), triangles[:, [1, 2, 0]].ravel()
        graph = coo_array((np.ones(len(sides[0])), sides), (size, size))
        strips = connected_components(graph, directed=False)[1][triangles[:, 0]]
        for strip in np.unique(strips):
            yield _crossings(local, triangles[strips == strip])


def _crossings(local: Array, triangles: Integers) -> Array:
    """Return where the sides of triangles cross the plane of x and y."""
    found = []
    for one, other in ((0, 1), (1, 2), (2, 0)):
        a, b = local[triangles[:, one]], local[triangles[:, other]]
        crossing = (a[:, 2] < 0) != (b[:, 2] < 0)
        a, b = a[crossing], b[crossing]
        share = (a[:, 2] / (a[:, 2] - b[:, 2]))[:, None]
        found.append((a + (b - a) * share)[:, :2])
    return np.vstack(found)


def _encloses_origin(points: Array) -> bool:
    """Return whether points are on all sides of the origin."""
    angles = np.sort(np.arctan2(points[:, 1], points[:, 0]))
    gaps = np.diff(np.append(angles, angles[0] + 2 * np.pi))
    return bool(gaps.max() < np.pi)


def _hull(points: Array) -> Array:
    """Return the convex hull of points in a plane, counter-clockwise."""
    result: Array = points[ConvexHull(points).vertices]
    return result


def _grown(loop: Array, distance: float) -> Array:
    """Return a convex loop moved outward."""
    edge = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    outward = np.stack([edge[:, 1], -edge[:, 0]], 1)
    result: Array = loop + distance * outward / np.linalg.norm(outward, axis=1)[:, None]
    return result


def _between(loop: Array, first: int, last: int) -> Array:
    """Return the points of a loop from one of them onward to another."""
    count = (last - first) % len(loop) + 1
    return loop[(first + np.arange(count)) % len(loop)]


def _without_ends(solid: Solid) -> Solid:
    """Return a loft without the centres of its ends and their triangles."""
    count = len(solid.points) - 2
    return Solid(solid.points[:count], solid.triangles[(solid.triangles < count).all(1)])

"""Simple surfaces for the tests of drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from handout.figures.geometry import Array
from handout.figures.mesh import Mesh
from handout.figures.palette import Role
from handout.figures.view import Camera, Window

SIDE = Camera(0, 0, np.zeros(3))
"""Looks along y: x is to the right, z up."""


def window(size: float = 1.0, pixels_per_point: float = 4.0) -> Window:
    """Return a square window around the origin."""
    return Window(-size, -size, size, size, pixels_per_point=pixels_per_point)


def mesh(points: ArrayLike, triangles: ArrayLike, **fields: Any) -> Mesh:  # noqa: ANN401
    """Return a mesh of skin, at rest where it is unless said otherwise."""
    own = np.array(points, float)
    fields = {"name": "body", "role": Role.SKIN, "rest": own, **fields}
    return Mesh(points=own, triangles=np.array(triangles, np.int32), **fields)


def sheet(
    x: tuple[float, float],
    z: tuple[float, float],
    y: float = 0.0,
    cells: int = 1,
    **fields: Any,  # noqa: ANN401
) -> Mesh:
    """Return an upright rectangle that faces the camera of `SIDE`, in some cells each way."""
    across, up = np.linspace(*x, cells + 1), np.linspace(*z, cells + 1)
    points = [(a, y, b) for b in up for a in across]
    triangles = []
    for row in range(cells):
        for column in range(cells):
            a = row * (cells + 1) + column
            b = a + cells + 1
            triangles += [(a, a + 1, b + 1), (a, b + 1, b)]
    return mesh(points, triangles, **fields)


def box(low: Sequence[float], high: Sequence[float], **fields: Any) -> Mesh:  # noqa: ANN401
    """Return a box between two corners."""
    points = [
        (x, y, z) for z in (low[2], high[2]) for y in (low[1], high[1]) for x in (low[0], high[0])
    ]
    quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    triangles = [t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))]
    return mesh(points, triangles, **{"name": "box", "role": Role.WOOD, **fields})


def ball(centre: Sequence[float], radius: float, **fields: Any) -> Mesh:  # noqa: ANN401
    """Return a ball."""
    rows, columns = 24, 36
    polar = np.linspace(0, np.pi, rows + 1)[:, None]
    around = np.linspace(0, 2 * np.pi, columns, endpoint=False)[None]
    unit: Array = np.stack(
        [
            np.sin(polar) * np.cos(around),
            np.sin(polar) * np.sin(around),
            np.cos(polar) + 0 * around,
        ],
        -1,
    ).reshape(-1, 3)
    a = np.arange(rows)[:, None] * columns + np.arange(columns)[None]
    b = np.arange(rows)[:, None] * columns + (np.arange(columns)[None] + 1) % columns
    below = columns
    corners = np.concatenate(
        [
            np.stack([a, a + below, b + below], -1).reshape(-1, 3),
            np.stack([a, b + below, b], -1).reshape(-1, 3),
        ]
    )
    sides = unit[corners] - unit[np.roll(corners, 1, 1)]
    triangles = corners[(np.linalg.norm(sides, axis=2) > 1e-6).all(1)]
    return mesh(unit * radius + np.array(centre), triangles, **fields)


def cylinder(radius: float, length: float, **fields: Any) -> Mesh:  # noqa: ANN401
    """Return a cylinder along y, around the origin."""
    count = 24
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    rim = np.stack([np.cos(angle), 0 * angle, np.sin(angle)], 1) * radius
    half = np.array([0, length / 2, 0])
    points = np.concatenate([rim - half, rim + half, [-half, half]])
    triangles = []
    for a in range(count):
        b = (a + 1) % count
        triangles += [(a, a + count, b + count), (a, b + count, b)]
        triangles += [(a, b, 2 * count), (a + count, 2 * count + 1, b + count)]
    return mesh(points, triangles, **{"name": "cylinder", "role": Role.WOOD, **fields})

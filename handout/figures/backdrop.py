"""Draw what is behind the body: walls and mats, and the shadow of contact with the floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter, zoom

from handout.figures.contours import without_specks
from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.distance_field import distances
from handout.figures.equipment import Piece
from handout.figures.geometry import Array, Mask
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath, curved_outlines
from handout.figures.pose import EquipmentKind
from handout.figures.primitives import Box
from handout.figures.trace import Camera, View, Window

_EDGE_PT: Final = 0.35

_SHADOW_M: Final = 0.035
"""How near the floor a body casts a shadow of contact."""

_COARSE: Final = 6
"""Shadows are measured in every sixth pixel."""


def draw_walls_and_mats(
    builder: PanelBuilder, pieces: Sequence[Piece], camera: Camera, window: Window
) -> None:
    """Draw the visible faces of walls and mats as polygons."""
    for piece in pieces:
        if piece.is_backdrop:
            is_mat = piece.kind is EquipmentKind.MAT
            for role, face in _visible_faces(piece, camera):
                corners = camera.project(face)
                if not is_mat:
                    corners = _clipped(corners, window)
                if len(corners) > 2:
                    polygon = [Subpath(corners * POINTS_PER_METRE, curved=False)]
                    builder.fill(role, polygon)
                    builder.stroke(Role.GHOST_INK if is_mat else Role.WALL_SIDE, polygon, _EDGE_PT)


def _visible_faces(piece: Piece, camera: Camera) -> Iterator[tuple[Role, Array]]:
    """Yield the role and the corners of each face of a box that the camera sees."""
    for box in piece.primitives:
        if not isinstance(box, Box):
            continue
        half, axes = np.array(box.size) + box.rounding, box.frame.axes.T
        for axis in range(3):
            for sign in (-1, 1):
                if sign * (axes[axis] @ camera.forward) >= -0.02:
                    continue
                one, two = (axes[i] * half[i] for i in range(3) if i != axis)
                middle = box.frame.origin + axes[axis] * sign * half[axis]
                corners = [
                    middle + one * a + two * b for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
                ]
                is_broad = int(np.argmin(half)) == axis
                yield piece.top if is_broad else piece.side, np.array(corners)


def _clipped(polygon: Array, window: Window) -> Array:
    """Return a polygon clipped to a window (Sutherland & Hodgman)."""
    points = [tuple(point) for point in polygon.tolist()]
    for axis, limit, sign in (
        (0, window.left, 1),
        (0, window.right, -1),
        (1, window.bottom, 1),
        (1, window.top, -1),
    ):
        kept: list[tuple[float, ...]] = []
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            a_inside, b_inside = (sign * (p[axis] - limit) >= 0 for p in (a, b))
            if a_inside:
                kept.append(a)
            if a_inside != b_inside:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        points = kept
    return np.array(points)


def draw_shadow(builder: PanelBuilder, view: View, pieces: Sequence[Piece]) -> None:
    """Draw where the body or equipment is on the floor or close above it."""
    forward = view.camera.forward
    if abs(forward[2]) < 0.05:
        return
    starts = view.ray_starts()[::_COARSE, ::_COARSE]
    floor = starts - forward * (starts[..., 2] / forward[2])[..., None]
    height = distances(view.scene, floor.reshape(-1, 3)).reshape(floor.shape[:2])
    shadow = _enlarged(gaussian_filter(height, 1.0), view) < _SHADOW_M
    on_mat = _enlarged(_on_mat(floor, pieces).astype(float), view) > 0.5
    for role, mask in ((Role.SHADOW, shadow & ~on_mat), (Role.MAT_SHADOW, shadow & on_mat)):
        builder.fill(role, curved_outlines(without_specks(mask, 500), view.window, 5.0))


def _enlarged(values: Array, view: View) -> Array:
    """Return coarse values interpolated to the pixels of a view."""
    rows, columns = view.depth.shape
    fine: Array = zoom(values, _COARSE, order=1, grid_mode=True, mode="nearest")
    return fine[:rows, :columns]


def _on_mat(points: Array, pieces: Sequence[Piece]) -> Mask:
    result = np.zeros(points.shape[:2], bool)
    for piece in pieces:
        for box in piece.primitives:
            if piece.kind is EquipmentKind.MAT and isinstance(box, Box):
                local = np.abs(box.frame.to_local(points))
                result |= (local[..., 0] < box.size[0]) & (local[..., 1] < box.size[1])
    return result

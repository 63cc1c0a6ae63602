"""Give lines thick and thin, as a brush does: shapes around chains of points."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter1d

from handout.figures.regions import Mask
from handout.figures.skeleton import Array

_WEIGHT_FROM: Array = np.array([0.36, 0.93])
"""A line is heaviest where the outline faces this way: down, and a little to the right (y down)."""


def swollen(outline: Array, light: float, heavy: float, things: Mask) -> Array:
    """Return a closed outline moved outward by between two widths, heavier on its underside.

    It stays light where it borders on things, which are outlined on their own.

    It runs with what it surrounds on its right, so that outward is to its left.
    """
    ahead = gaussian_filter1d(
        np.roll(outline, -2, 0) - np.roll(outline, 2, 0), 2.0, axis=0, mode="wrap"
    )
    ahead /= np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    outward = np.stack([ahead[:, 1], -ahead[:, 0]], 1)
    columns, rows = _pixels(outline + outward * 3, things)
    weight = np.clip(outward @ _WEIGHT_FROM * 0.75 + 0.35, 0, 1)
    weight = np.where(things[rows, columns], 0, weight)
    width = gaussian_filter1d(light + (heavy - light) * weight, 6.0, mode="wrap")
    result: Array = outline + outward * width[:, None]
    return result


def keeping_right(outline: Array, mask: Mask) -> Array:
    """Return an outline of a mask such that it runs with the mask on its right."""
    ahead = np.roll(outline, -2, 0) - np.roll(outline, 2, 0)
    ahead /= np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    inside = outline + np.stack([-ahead[:, 1], ahead[:, 0]], 1) * 1.5
    columns, rows = _pixels(inside, mask)
    result: Array = outline if mask[rows, columns].mean() > 0.5 else outline[::-1]
    return result


def _pixels(points: Array, mask: Mask) -> tuple[Any, Any]:
    """Return the columns and rows of the pixels of a mask that are nearest to points."""
    height, width = mask.shape
    columns = np.clip(points[:, 0], 0, width - 1).astype(int)
    return columns, np.clip(points[:, 1], 0, height - 1).astype(int)


def tapered(line: Array, width: float, tip: float, ends: tuple[bool, bool]) -> tuple[Array, Array]:
    """Return both sides of a line that thins toward its free ends."""
    ahead = np.gradient(line, axis=0)
    ahead = gaussian_filter1d(ahead, 2.0, axis=0, mode="nearest")
    ahead /= np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    aside = np.stack([-ahead[:, 1], ahead[:, 0]], 1)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    reach = max(1e-6, min(18.0, along[-1] * 0.45))
    profile = np.ones(len(line))
    if ends[0]:
        profile = np.minimum(profile, (along / reach) ** 0.7)
    if ends[1]:
        profile = np.minimum(profile, ((along[-1] - along) / reach) ** 0.7)
    half = (tip + (width - tip) * profile)[:, None] / 2
    return line + aside * half, line - aside * half

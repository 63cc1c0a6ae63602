"""Vary the weight of lines as a pen does: turn lines into shapes that are thicker and thinner."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from handout.figures.geometry import Array, Mask, arc_lengths, quarter_turned, sample, unit_vectors

_HEAVY_SIDE: Final = np.array([0.36, 0.93])
"""A line is heaviest where the outline faces this way: down and a little to the right (y down)."""


def weighted(outline: Array, light: float, heavy: float, equipment: Mask) -> Array:
    """Return a clockwise outline moved outward by between two widths, most on its underside.

    It stays light next to equipment, which has an outline of its own.
    """
    ahead = np.roll(outline, -2, 0) - np.roll(outline, 2, 0)
    outward = -quarter_turned(unit_vectors(gaussian_filter1d(ahead, 2.0, axis=0, mode="wrap")))
    weight = np.clip(outward @ _HEAVY_SIDE * 0.75 + 0.35, 0, 1)
    weight = np.where(sample(equipment, outline + outward * 3), 0, weight)
    width = gaussian_filter1d(light + (heavy - light) * weight, 6.0, mode="wrap")
    result: Array = outline + outward * width[:, None]
    return result


def clockwise(outline: Array, mask: Mask) -> Array:
    """Return an outline of a mask in the direction that has the mask on its right."""
    ahead = unit_vectors(np.roll(outline, -2, 0) - np.roll(outline, 2, 0))
    right = sample(mask, outline + quarter_turned(ahead) * 1.5)
    result: Array = outline if right.mean() > 0.5 else outline[::-1]
    return result


def tapered(line: Array, width: float, tip: float, ends: tuple[bool, bool]) -> tuple[Array, Array]:
    """Return both sides of a line that narrows to its tip width at the ends that are free."""
    ahead = gaussian_filter1d(np.gradient(line, axis=0), 2.0, axis=0, mode="nearest")
    aside = quarter_turned(unit_vectors(ahead))
    along = arc_lengths(line)
    reach = max(1e-6, min(18.0, along[-1] * 0.45))
    profile = np.ones(len(line))
    if ends[0]:
        profile = np.minimum(profile, (along / reach) ** 0.7)
    if ends[1]:
        profile = np.minimum(profile, ((along[-1] - along) / reach) ** 0.7)
    half = (tip + (width - tip) * profile)[:, None] / 2
    return line + aside * half, line - aside * half

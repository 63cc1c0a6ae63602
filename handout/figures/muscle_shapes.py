"""Show in a view which muscles work and which are stretched: each as one calm shape.

The shape is found in the picture, over skin and clothes alike, so that no hem tears it. A muscle
that is turned away from the reader is drawn along the edge of the limb, as illustrators do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.ndimage import binary_fill_holes, distance_transform_edt, gaussian_filter, label

from handout.figures.contours import bounds, rounded, without_specks
from handout.figures.geometry import Array, Mask, unit
from handout.figures.highlights import FAR_M, Highlight
from handout.figures.palette import Role
from handout.figures.view import View

_SMOOTHING_PT: Final = 1.5
_AROUND_M: Final = 0.13
"""How far around a muscle its shape is smoothed: not over what lies before it, such as an arm."""
_GROWTH: Final = ((0.55, 0.7), (0.1, 1.6))
"""A muscle that is turned away grows over the skin until a share of it is seen, by no more than a
share of its radius; a small part of it is looked for farther away."""
_AWAY: Final = -0.45
"""The cosine of the angle to the reader at which a muscle is behind the limb: it does not grow."""
_SIDEWAYS: Final = 0.4
_LEAST_WIDTH: Final = 0.65
"""The cosine up to which it is drawn as a band, and how wide that is at least, as a share of the
muscle's own width."""
_LEAST_SHARE: Final = 0.25
"""A muscle of which less is seen is left out."""
_LEAST_PIECE: Final = 0.3
"""Smaller pieces, as a share of a muscle's largest one, are left out."""


def muscle_shapes(view: View, highlights: Sequence[Highlight], person: Mask) -> dict[Role, Mask]:
    """Return where muscles are shown that work, and such that are stretched."""
    result: dict[Role, Mask] = {}
    for highlight in highlights:
        shape = _shape(view, highlight, person)
        result[highlight.role] = result.get(highlight.role, np.zeros_like(shape)) | shape
    # Neighbours become one shape, without notches where they meet.
    sigma = _SMOOTHING_PT * view.window.pixels_per_point
    return {role: mask | rounded(mask, sigma) & person for role, mask in result.items()}


def _shape(view: View, highlight: Highlight, person: Mask) -> Mask:
    """Return where a muscle is shown."""
    result = np.zeros_like(person)
    outside = (np.full(len(mesh.points), -FAR_M) for mesh in view.meshes[len(highlight.fields) :])
    field = view.interpolated((*highlight.fields, *outside))[..., 0]
    near = person & (field > -_AROUND_M)
    if not near.any():
        return result
    around = bounds(near)
    near, depth = near[around], view.depth[around]
    sigma = _SMOOTHING_PT * view.window.pixels_per_point
    field = _smoothed(field[around], near, sigma)
    whole = highlight.area_m2 / view.window.pixel**2
    facing = _facing(view, highlight)
    growth = _growth(highlight, field[near], whole) if facing > _AWAY else 0.0
    shape = near & (field > -growth)
    if shape.any():
        if facing < _SIDEWAYS:
            before = ~near & (depth < depth[shape].mean())
            least = _LEAST_WIDTH * highlight.radius_m / view.window.pixel
            shape = near & _widened(shape, before, least, sigma)
        shape = near & binary_fill_holes(shape)
        pieces = np.bincount(label(shape)[0].ravel())[1:]
        least = max(_LEAST_SHARE * whole, _LEAST_PIECE * pieces.max())
        result[around] = without_specks(shape, least)
    return result


def _smoothed(field: Array, within: Mask, sigma: float) -> Array:
    """Return a field smoothed over a part of the picture."""
    weight = gaussian_filter(within.astype(np.float32), sigma)
    result: Array = gaussian_filter(np.where(within, field, 0), sigma) / np.maximum(weight, 1e-6)
    return result


def _facing(view: View, highlight: Highlight) -> float:
    """Return the cosine of the angle between a muscle and the way to the reader."""
    skin, field = view.meshes[0], highlight.fields[0]
    inside = skin.triangles[(field[skin.triangles] > 0).all(1)]
    a, b, c = (skin.points[inside[:, corner]] for corner in range(3))
    return float(-unit(np.cross(b - a, c - a).sum(0)) @ view.camera.forward)


def _growth(highlight: Highlight, field: Array, whole: float) -> float:
    """Return how far a muscle grows over the skin, given the field and its area in pixels."""
    deepest = np.sort(field)[::-1]
    growth = 0.0
    for share, of_radius in _GROWTH:
        needed = -float(deepest[min(int(share * whole), len(deepest) - 1)])
        growth = max(growth, min(needed, of_radius * highlight.radius_m))
    return growth


def _widened(band: Mask, before: Mask, least: float, sigma: float) -> Mask:
    """Return a band widened to a least width on either side of its middle, in pixels.

    What lies before it does not make it narrow.
    """
    # Half the width of a band is twice the mean distance from its edges.
    missing = least - 2 * distance_transform_edt(band | before)[band].mean()
    if missing <= 0:
        return band
    wider = distance_transform_edt(~band) < missing
    return band | rounded(wider, sigma)

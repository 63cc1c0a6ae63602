"""Show in a view which muscles work and which are stretched: each as one calm shape.

The shape is found in the picture, on the skin and on the garment over most of the muscle; another
garment covers it. It glows through what is over it, strongest in its middle and softly at its rim,
with a few fibres along it. A muscle that is turned away from the reader is drawn along the edge of
the limb, as illustrators do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import binary_fill_holes, distance_transform_edt, label

from handout.figures.contours import bounds, levels, rounded, smooth, smoothed, without_specks
from handout.figures.geometry import Array, Integers, Mask, arc_lengths, unit
from handout.figures.highlights import FAR_M, Highlight
from handout.figures.palette import CLOTHED, Role
from handout.figures.regions import ROLES, Regions
from handout.figures.view import View, Window

_SMOOTHING_PT: Final = 1.5
_AROUND_M: Final = 0.13
"""How far around a muscle its shape is smoothed: not over what lies before it, such as an arm."""
_GROWTH: Final = ((0.55, 0.7), (0.1, 1.6))
"""A muscle that is turned away grows over the skin until a share of it is seen, by no more than a
share of its radius; a small part of it is looked for farther away."""
_AWAY: Final = -0.45
"""The cosine of the angle to the reader at which a muscle is behind the limb: it does not grow."""
_SIDEWAYS: Final = 0.4
_LEAST_WIDTH: Final = 0.9
"""The cosine up to which it is drawn as a band, and how wide that is at least, as a share of the
muscle's own width."""
_LEAST_SHARE: Final = 0.32
"""A muscle of which less is seen is left out."""
_ASIDE: Final = 0.1
_SLIVER: Final = 0.5
"""The same for one that is seen from aside, up to this cosine, where more is seen of another."""
_LEAST_PIECE: Final = 0.3
"""Smaller pieces, as a share of a muscle's largest one, are left out."""
_COVERS: Final = 0.4
"""The share of a muscle under cloth from which one of several garments does not cover it."""

_RIM_PT: Final = 0.5
_MIDDLE_PT: Final = 1.6
_MIDDLE: Final = 0.4
"""How broad the rim of a muscle is, and how far from its edge its middle begins: at least, and as a
share of the way to where it is deepest."""
_FIBRES_PT: Final = 2.3
_FIBRE_PT: Final = 3.5
_FIBRE_SHARE: Final = 0.4
_FIBRE_SIGMA_PT: Final = 1.2
_CROWDED: Final = 2.5
"""About how far apart fibres are, how long they are at least, how far they are smoothed, and how
many times as near to each other they may be."""


_TINY: Final = 1e-3
_IS_CLOTH: Final = np.array([role in CLOTHED for role in ROLES])


class Shape(Struct, frozen=True):
    """Where muscles are shown."""

    steps: tuple[Mask, ...]
    """The whole shape, that without its rim, and its middle."""
    fibres: tuple[Array, ...]
    """Lines, in pixels."""


def muscle_shapes(
    view: View, highlights: Sequence[Highlight], regions: Regions
) -> dict[Role, Shape]:
    """Return where muscles are shown that work, and such that are stretched."""
    person = regions.person & ~regions.of(Role.HAIR)
    window, result = view.window, {}
    for role in sorted({highlight.role for highlight in highlights}):
        seen = _without_slivers(
            _seen(view, highlight, regions, person)
            for highlight in highlights
            if highlight.role is role
        )
        strength = np.max([muscle.strength for muscle in seen], 0)
        # Neighbours become one shape, without notches where they meet.
        sigma = _SMOOTHING_PT * window.pixels_per_point
        whole = binary_fill_holes(rounded(strength > 0, sigma)) & person
        inside = distance_transform_edt(whole) / window.pixels_per_point
        middle = rounded(strength > _MIDDLE, sigma) & (inside > _MIDDLE_PT)
        fibres: list[Array] = []
        for muscle in seen:
            mask = (inside > 1.5 * _RIM_PT) & (muscle.strength >= strength)
            fibres += _fibres(muscle.radius_m, muscle.across, mask, window)
        result[role] = Shape((whole, inside > _RIM_PT, middle), tuple(fibres))
    return result


class _Seen(Struct, frozen=True):
    """A muscle as it is seen."""

    radius_m: float
    share: float
    """How much of it is shown, as a share of what would be if it faced the reader."""
    is_aside: bool
    """Whether it is turned so far away that only its edge is seen."""
    strength: Array
    """How far each pixel is on the way from its edge to its middle, negative where it is not."""
    across: Array
    """How far each pixel is across its fibres."""


def _without_slivers(muscles: Iterable[_Seen]) -> list[_Seen]:
    """Return muscles but those that would be stray dots beside one that is better seen."""
    seen = list(muscles)
    most = max(muscle.share for muscle in seen)
    return [muscle for muscle in seen if not muscle.is_aside or muscle.share >= min(_SLIVER, most)]


def _seen(view: View, highlight: Highlight, regions: Regions, person: Mask) -> _Seen:
    """Return how a muscle is seen on a person."""
    strength = np.full(person.shape, -1.0)
    outside = (np.tile([-FAR_M, 0.0], (len(mesh.points), 1)) for mesh in view.meshes)
    others = list(outside)[len(highlight.fields) :]
    field, across = np.moveaxis(view.interpolated((*highlight.fields, *others)), -1, 0)
    near = person & (field > -_AROUND_M)
    facing = _facing(view, highlight)
    whole = highlight.area_m2 / view.window.pixel**2
    if near.any():
        around = bounds(near)
        sigma = _SMOOTHING_PT * view.window.pixels_per_point
        inside = smoothed(field[around], near[around], sigma)
        across[around] = smoothed(across[around], near[around], sigma)
        growth, shape = _shape(view, highlight, facing, (near, around, inside), sigma)
        shape &= ~_covered(regions.role[around], shape)
        pieces = np.bincount(label(shape)[0].ravel())[1:]
        if len(pieces):
            shape = without_specks(shape, max(_LEAST_SHARE * whole, _LEAST_PIECE * pieces.max()))
            way = (inside + growth) / (highlight.radius_m + growth)
            strength[around] = np.where(shape, np.maximum(way, _TINY), -1.0)
    share = float((strength > 0).sum() / whole)
    return _Seen(highlight.radius_m, share, facing < _ASIDE, strength, across)


def _shape(
    view: View,
    highlight: Highlight,
    facing: float,
    place: tuple[Mask, tuple[slice, slice], Array],
    sigma: float,
) -> tuple[float, Mask]:
    """Return how far a muscle grows over the skin, and its shape in a part of the picture."""
    near, around, inside = place
    near, depth = near[around], view.depth[around]
    whole = highlight.area_m2 / view.window.pixel**2
    growth = _growth(highlight, inside[near], whole) if facing > _AWAY else 0.0
    shape: Mask = near & (inside > -growth)
    if shape.any() and facing < _SIDEWAYS:
        before = ~near & (depth < depth[shape].mean())
        least = _LEAST_WIDTH * highlight.radius_m / view.window.pixel
        shape = near & _widened(shape, before, least, sigma)
    return growth, near & binary_fill_holes(shape)


def _covered(role: Integers, shape: Mask) -> Mask:
    """Return where a shape is under a garment that is not the one over most of it."""
    counts = np.bincount(role[shape], minlength=len(ROLES)) * _IS_CLOTH
    is_over = (counts < _COVERS * counts.sum()) & (counts < counts.max()) & _IS_CLOTH
    result: Mask = shape & is_over[role]
    return result


def _fibres(radius_m: float, across: Array, mask: Mask, window: Window) -> list[Array]:
    """Return lines along a muscle over a mask, in pixels, nearer to each other at its ends."""
    radius = radius_m / window.pixel
    apart = 2 / max(1, round(2 * radius / window.pixels_per_point / _FIBRES_PT))
    # Where they would crowd or cross, as at the end of a muscle, there are none.
    rise, slope = np.gradient(across)
    mask = mask & (np.hypot(rise, slope) * radius < _CROWDED)
    if not mask.any():
        return []
    # As many on either side of the middle line.
    low, high = np.ceil((np.array([across[mask].min(), across[mask].max()]) - 1) / apart)
    values = 1 + apart * (np.arange(low, high) + 0.5)
    lines = [line for value in values for line in levels(across, value, mask)]
    lengths = [float(arc_lengths(line)[-1]) for line in lines]
    least, sigma = (length * window.pixels_per_point for length in (_FIBRE_PT, _FIBRE_SIGMA_PT))
    least = max(least, _FIBRE_SHARE * max(lengths, default=0.0))
    return [
        smooth(line, sigma, closed=False)
        for line, length in zip(lines, lengths, strict=True)
        if length > least
    ]


def _facing(view: View, highlight: Highlight) -> float:
    """Return the cosine of the angle between a muscle and the way to the reader."""
    skin, field = view.meshes[0], highlight.fields[0][:, 0]
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

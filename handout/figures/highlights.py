"""Show on a person which muscles work and which are stretched.

Where a muscle lies is measured on the body at rest, and seen through the clothes over it: each is
one shape, whatever is worn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import binary_fill_holes, distance_transform_edt, gaussian_filter, label
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from handout.figures.anatomy import SEGMENTS, Side
from handout.figures.contours import bounds, without_specks
from handout.figures.geometry import Array, Mask, unit
from handout.figures.muscles import MUSCLES, Station, Strand
from handout.figures.palette import Role
from handout.figures.rest import RestPose
from handout.figures.view import View, Window

_STEP_M: Final = 0.004
"""The distance between the points of a line that is laid onto the skin."""
_GIRTH_M: Final = {
    "pelvis": 0.14, "abdomen": 0.13, "thorax": 0.13, "neck": 0.07, "upper-arm": 0.05,
    "forearm": 0.04, "thigh": 0.08, "shank": 0.05, "foot": 0.04,
}  # fmt: skip
"""About how far the skin is from the axis of each segment; the skin nearest to there is meant."""
_NEIGHBOURS: Final = 8
"""The points of the skin that a point of a line is laid between."""
_ACROSS_M: Final = 0.01
_STEEP: Final = 8.0
"""How far a muscle reaches over the midline, where it meets that of the other side, and how much
farther away what is beyond counts: it does not grow onto the other leg."""

_FAR_M: Final = 0.1
"""Beyond that, how far outside a muscle a point is does not matter."""

_SMOOTHING_PT: Final = 1.5
_AROUND_M: Final = 0.095
"""How far around a muscle its shape is smoothed: not over what lies before it, such as an arm."""
_GROWTH: Final = ((0.55, 0.7), (0.1, 1.6))
"""A muscle that is turned away grows over the skin until a share of it is seen, by no more than a
share of its radius; a small part of it is looked for farther away."""
_AWAY: Final = -0.35
"""The cosine of the angle to the reader at which a muscle is behind the limb: it does not grow."""
_LEAST_WIDTH: Final = 0.65
"""How wide it is drawn at least along the edge of a limb, as a share of its width."""
_LEAST_SHARE: Final = 0.2
"""A muscle of which less is seen is left out."""
_LEAST_PIECE: Final = 0.3
"""Smaller pieces, as a share of a muscle's largest one, are left out."""


class Highlight(Struct, frozen=True):
    """A muscle of one side of a person that works or is stretched."""

    role: Role
    area_m2: float
    """As large as it is when it is seen from straight ahead."""
    radius_m: float
    """Half its width where it is broadest."""
    fields: tuple[Array, ...]
    """For each mesh of the person and each of its points, how far inside the muscle that is in
    metres, along the skin under it; negative outside."""


class Muscle:
    """A muscle on a person at rest."""

    def __init__(self, name: str, side: Side, rest: RestPose) -> None:
        self._side, self._rest = side, rest
        lines = [self._line(strand) for strand in MUSCLES[name]]
        self._points, self._radii = (np.concatenate(parts) for parts in zip(*lines, strict=True))
        self.area_m2 = _area(lines[0])

    def _line(self, strand: Strand) -> tuple[Array, Array]:
        """Return points on the skin along a strand, and its radius at each."""
        through = np.array([self._place(station) for station in strand])
        way = np.cumsum([0, *np.linalg.norm(np.diff(through, axis=0), axis=1)])
        at = np.linspace(0, way[-1], int(way[-1] / _STEP_M) + 2)
        points, radii = (
            PchipInterpolator(way, values)(at)
            for values in (through, np.array([station.radius_cm / 100 for station in strand]))
        )
        return self._laid(points), radii

    def _place(self, station: Station) -> Array:
        """Return a station, near the skin, in the coordinates of the body at rest."""
        segment, side, rest = station.segment, self._side, self._rest
        name = segment if segment in SEGMENTS else f"{side}-{segment}"
        azimuth = np.radians(station.azimuth_deg)
        forward = [0.0, 0, 1] if segment == "foot" else [1.0, 0, 0]
        toward = np.cos(azimuth) * np.array(forward)
        toward += np.sin(azimuth) * np.array([0.0, side.sign, 0])
        start, end = rest.ends(name)
        outward = rest.axes.get(name, np.eye(3)) @ toward * _GIRTH_M[segment]
        result: Array = start + (end - start) * station.share + outward
        return result

    def _laid(self, points: Array) -> Array:
        """Return points moved onto the skin."""
        away, nearest = self._rest.skin_tree.query(points, _NEIGHBOURS)
        weights = 1 / (away - 0.5 * away[:, :1]) ** 2
        weights /= weights.sum(1, keepdims=True)
        result: Array = np.einsum("pn,pnx->px", weights, self._rest.skin[nearest])
        return result

    def highlight(
        self, role: Role, points: Sequence[Array], above_skin: Sequence[Array]
    ) -> Highlight:
        """Return the muscle as it is shown on meshes, given their points at rest."""
        fields = (self.field(*of_mesh) for of_mesh in zip(points, above_skin, strict=True))
        return Highlight(role, self.area_m2, float(self._radii.max()), tuple(fields))

    def field(self, points: Array, above_skin: Array) -> Array:
        """Return for points how far inside the muscle they are, in metres; negative outside.

        The distance is that along the skin, whose distance from each point is given.
        """
        result = np.full(len(points), -_FAR_M)
        reach = self._radii.max() + _FAR_M
        near = np.isfinite(cKDTree(self._points).query(points, distance_upper_bound=reach)[0])
        squared = cdist(points[near], self._points, "sqeuclidean") - above_skin[near, None] ** 2
        inside = (self._radii - np.sqrt(np.maximum(squared, 0))).max(1)
        inward = _STEEP * (points[near, 1] * self._side.sign + _ACROSS_M)
        result[near] = np.maximum(np.minimum(inside, inward), -_FAR_M)
        return result


def _area(line: tuple[Array, Array]) -> float:
    points, radii = line
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return float(np.sum(steps * (radii[1:] + radii[:-1])) + np.pi * np.mean(radii[[0, -1]] ** 2))


def find_highlights(view: View, highlights: Sequence[Highlight], person: Mask) -> dict[Role, Mask]:
    """Return where muscles are seen that work, and such that are stretched."""
    result: dict[Role, Mask] = {}
    for highlight in highlights:
        things = view.meshes[len(highlight.fields) :]
        outside = (np.full(len(thing.points), -_FAR_M) for thing in things)
        field = view.interpolated((*highlight.fields, *outside))[..., 0]
        may_grow = _facing(highlight, view) > _AWAY
        seen = _shape(highlight, field, person, view.window, may_grow=may_grow)
        result[highlight.role] = result.get(highlight.role, np.zeros_like(seen)) | seen
    return result


def _facing(highlight: Highlight, view: View) -> float:
    """Return the cosine of the angle between a muscle and the way to the reader."""
    skin, field = view.meshes[0], highlight.fields[0]
    inside = skin.triangles[(field[skin.triangles] > 0).all(1)]
    a, b, c = (skin.points[inside[:, corner]] for corner in range(3))
    return float(-unit(np.cross(b - a, c - a).sum(0)) @ view.camera.forward)


def _shape(
    highlight: Highlight, field: Array, person: Mask, window: Window, *, may_grow: bool
) -> Mask:
    """Return the calm shape in which a muscle is shown, given how far inside it each pixel is."""
    result = np.zeros_like(person)
    near = person & (field > -_AROUND_M)
    if not near.any():
        return result
    around = bounds(near)
    near, field = near[around], field[around]
    sigma = _SMOOTHING_PT * window.pixels_per_point
    weight = gaussian_filter(near.astype(np.float32), sigma)
    smooth = gaussian_filter(np.where(near, field, 0), sigma) / np.maximum(weight, 1e-6)
    whole = highlight.area_m2 / window.pixel**2
    depths = np.sort(smooth[near])[::-1]
    growth = 0.0
    for share, of_radius in _GROWTH if may_grow else ():
        needed = -depths[min(int(share * whole), len(depths) - 1)]
        growth = max(growth, min(needed, of_radius * highlight.radius_m))
    shape = near & (smooth > -growth)
    radius = highlight.radius_m / window.pixel
    shape = _widened(shape, _LEAST_WIDTH * radius, sigma) & near
    shape = binary_fill_holes(shape) & near
    pieces = np.bincount(label(shape)[0].ravel())[1:]
    least = max(_LEAST_SHARE * whole, _LEAST_PIECE * pieces.max(initial=0))
    result[around] = without_specks(shape, least)
    return result


def _widened(shape: Mask, least: float, sigma: float) -> Mask:
    """Return a band widened to a least width on either side of its middle, in pixels."""
    if not shape.any():
        return shape
    # Half the width of a band is twice the mean distance from its edges.
    missing = least - 2 * distance_transform_edt(shape)[shape].mean()
    if missing <= 0:
        return shape
    wider = distance_transform_edt(~shape) < missing
    result: Mask = gaussian_filter(wider.astype(np.float32), sigma) > 0.5
    return result

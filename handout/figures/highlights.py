"""Find on a person at rest where muscles lie, under the clothes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from handout.figures.anatomy import SEGMENTS, Side
from handout.figures.geometry import Array, unit
from handout.figures.muscles import MUSCLES, Station, Strand
from handout.figures.palette import Role
from handout.figures.rest import RestPose

_STEP_M: Final = 0.004
"""The distance between the points of a line that is laid onto the skin."""
_GIRTH_M: Final = {
    "pelvis": 0.14, "abdomen": 0.13, "thorax": 0.13, "neck": 0.07, "upper-arm": 0.05,
    "forearm": 0.04, "thigh": 0.08, "shank": 0.05, "foot": 0.04,
}  # fmt: skip
"""About how far the skin is from the axis of each segment; the skin nearest to there is meant."""
_CALM: Final = 6.0
"""How far, in points of it, the direction of a line is smoothed."""
_NEIGHBOURS: Final = 8
_TINY_M: Final = 1e-6
"""The points of the skin that a point of a line is laid between, and a distance above zero."""
_ACROSS_M: Final = 0.01
_STEEP: Final = 8.0
"""How far a muscle reaches over the midline, where it meets that of the other side, and how much
farther away what is beyond counts: it does not grow onto the other leg."""

FAR_M: Final = 0.14
"""Beyond that, how far outside a muscle a point is does not matter."""


class Highlight(Struct, frozen=True):
    """A muscle of one side of a person that works or is stretched."""

    role: Role
    area_m2: float
    """As large as it is when it is seen from straight ahead."""
    radius_m: float
    """Half its width where it is broadest."""
    fields: tuple[Array, ...]
    """For each mesh of the person and each of its points, one row: how far inside the muscle that
    is in metres, along the skin under it, negative outside; and how far across its fibres, from
    its middle line at 0 to its edges at -1 and 1."""


class Muscle:
    """A muscle on a person at rest."""

    def __init__(self, name: str, side: Side, rest: RestPose) -> None:
        self._side, self._rest = side, rest
        lines = [self._line(strand) for strand in MUSCLES[name]]
        self._points, self._radii, self._aside = (
            np.concatenate(parts) for parts in zip(*lines, strict=True)
        )
        self._offsets = np.concatenate(list(_offsets(lines)))
        self.area_m2 = self._area()

    def _line(self, strand: Strand) -> tuple[Array, Array, Array]:
        """Return points on the skin along a strand, its radius at each, and the way across it."""
        through, outward = np.array([self._place(station) for station in strand]).swapaxes(0, 1)
        way = np.cumsum([0, *np.linalg.norm(np.diff(through, axis=0), axis=1)])
        at = np.linspace(0, way[-1], int(way[-1] / _STEP_M) + 2)
        points, radii, outward = (
            PchipInterpolator(way, values)(at)
            for values in (
                through, np.array([station.radius_cm / 100 for station in strand]), outward,
            )
        )  # fmt: skip
        along = gaussian_filter1d(np.gradient(points, axis=0), _CALM, axis=0)
        return self._laid(points), radii, _unit_rows(np.cross(along, outward))

    def _place(self, station: Station) -> tuple[Array, Array]:
        """Return a station, near the skin of the body at rest, and the way out from its axis."""
        segment, side, rest = station.segment, self._side, self._rest
        name = segment if segment in SEGMENTS else f"{side}-{segment}"
        azimuth = np.radians(station.azimuth_deg)
        forward = [0.0, 0, 1] if segment == "foot" else [1.0, 0, 0]
        toward = np.cos(azimuth) * np.array(forward)
        toward += np.sin(azimuth) * np.array([0.0, side.sign, 0])
        start, end = rest.ends(name)
        outward: Array = rest.axes.get(name, np.eye(3)) @ toward
        return start + (end - start) * station.share + outward * _GIRTH_M[segment], outward

    def _area(self) -> float:
        """Return the area of the muscle as it is seen from straight ahead."""
        skin, faces = self._rest.skin, self._rest.human.parts["body"].faces
        a, b, c, d = (skin[faces[:, corner]] for corner in range(4))
        inside = self.field(skin, np.zeros(len(skin)))[:, 0] > 0
        facing = np.cross(c - a, d - b) / 2 * inside[faces].mean(1)[:, None]
        # What faces away from the reader adds nothing.
        return float(np.clip(facing @ unit(facing.sum(0)), 0, None).sum())

    def _laid(self, points: Array) -> Array:
        """Return points moved onto the skin."""
        away, nearest = self._rest.skin_tree.query(points, _NEIGHBOURS)
        weights = 1 / (away - 0.5 * away[:, :1] + _TINY_M) ** 2
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
        """Return for points how far inside the muscle and across its fibres they are.

        As in `Highlight.fields`: the distance is that along the skin, whose distance from each
        point is given.
        """
        result = np.tile([-FAR_M, 0.0], (len(points), 1))
        reach = self._radii.max() + FAR_M
        near = np.isfinite(cKDTree(self._points).query(points, distance_upper_bound=reach)[0])
        squared = cdist(points[near], self._points, "sqeuclidean") - above_skin[near, None] ** 2
        each = self._radii - np.sqrt(np.maximum(squared, 0))
        nearest = each.argmax(1)
        inside = np.take_along_axis(each, nearest[:, None], 1)[:, 0]
        inward = _STEEP * (points[near, 1] * self._side.sign + _ACROSS_M)
        away = ((points[near] - self._points[nearest]) * self._aside[nearest]).sum(1)
        result[near, 0] = np.maximum(np.minimum(inside, inward), -FAR_M)
        result[near, 1] = self._offsets[nearest] + away / self._radii[nearest]
        return result


def _offsets(lines: Sequence[tuple[Array, Array, Array]]) -> Iterator[Array]:
    """Yield for the points of each strand how far it lies beside the first, in its radii.

    So the fibres of strands that lie side by side run on from one to the next.
    """
    offsets = np.zeros(len(lines[0][0]))
    yield offsets
    for (points, radii, aside), (following, _, _) in pairwise(lines):
        distance, nearest = cKDTree(points).query(following)
        side = np.sign(((following - points[nearest]) * aside[nearest]).sum(1))
        offsets = offsets[nearest] + side * distance / radii[nearest]
        yield offsets


def _unit_rows(vectors: Array) -> Array:
    result: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result

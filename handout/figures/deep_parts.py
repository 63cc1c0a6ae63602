"""Draw what is inside the body, as if it were cut open: its organs, bones and deep muscles."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from handout.figures.geometry import Array, quarter_turned, smooth_path, unit_vectors
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath
from handout.figures.pose import DeepKind, DeepPart
from handout.figures.skeleton import Skeleton
from handout.figures.view import Camera

_COLOURS: Final[Mapping[DeepKind, tuple[Role, Role, float]]] = MappingProxyType(
    {
        DeepKind.OPENING: (Role.FLESH, Role.INK, 0.9),
        DeepKind.ORGAN: (Role.ORGAN, Role.THING_LINE, 0.6),
        DeepKind.BONE: (Role.BONE, Role.THING_LINE, 0.6),
        DeepKind.MUSCLE: (Role.WORKING, Role.WORKING_LINE, 0.8),
    }
)
"""The colours of a part and of its outline, and the width of that in points."""
_HALO_PT: Final = 2.0
_FIBRE_PT: Final = 0.38
_FIBRES: Final = (-0.25, 0.0, 0.25)
"""The width of fibres, and where they are, as shares of the width from the middle."""
_WAS_PT: Final = 1.0
_WAS_DASH_PT: Final = (3.0, 2.2)
_STEPS: Final = 16


def draw_deep_part(
    builder: PanelBuilder,
    part: DeepPart,
    skeleton: Skeleton,
    camera: Camera,
    points_per_metre: float,
) -> None:
    """Draw a part over the body: a band, rounded at its ends, or what a line goes around."""
    points = camera.project(np.stack([skeleton.point(point) for point in part.path]))
    points = points * points_per_metre
    if part.kind is DeepKind.WAS:
        line = Subpath(smooth_path(points, _STEPS), curved=False, closed=False)
        builder.stroke(Role.GHOST_INK, [line], _WAS_PT, _WAS_DASH_PT)
        return
    role, line_role, line_pt = _COLOURS[part.kind]
    band = _band(points, part.width.metres * points_per_metre / 2) if part.width else None
    outline = [Subpath(_around(points) if band is None else _edge(*band), curved=False)]
    if part.kind is DeepKind.MUSCLE:
        builder.stroke(Role.PAPER, outline, _HALO_PT)
    builder.fill(role, outline)
    if part.kind is DeepKind.MUSCLE and band is not None:
        middle, half = band
        fibres = [middle + half * 2 * share for share in _FIBRES]
        drawn = [Subpath(line[3:-3], curved=False, closed=False) for line in fibres]
        builder.stroke(line_role, drawn, _FIBRE_PT)
    builder.stroke(line_role, outline, line_pt)


def _band(points: Array, half_pt: float) -> tuple[Array, Array]:
    """Return the middle of a band through points, and the way from there to its edge."""
    middle = smooth_path(points, _STEPS)
    aside = quarter_turned(unit_vectors(np.gradient(middle, axis=0)))
    along = np.linspace(-1, 1, len(middle))[:, None]
    return middle, aside * half_pt * np.sqrt(1 - along**4)


def _edge(middle: Array, half: Array) -> Array:
    return np.vstack([middle + half, (middle - half)[::-1]])


def _around(points: Array) -> Array:
    """Return a smooth closed line through points."""
    # The path goes on past both ends, for the curve to be as smooth there as elsewhere.
    path = smooth_path(np.vstack([points[-1:], points, points[:2]]), _STEPS)
    return path[_STEPS:-_STEPS]

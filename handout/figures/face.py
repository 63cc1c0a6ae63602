"""Draw the eyes, eyebrows and mouth on a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.distance_field import distances
from handout.figures.geometry import Array, Frame
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath
from handout.figures.parts import Part
from handout.figures.regions import Regions
from handout.figures.trace import View

_LINE_PT: Final = 0.5
_SAMPLES: Final = 60

_MOUTH: Final = (
    (-0.019, 0.0035), (-0.010, -0.0005), (0, -0.0018), (0.010, -0.0005), (0.019, 0.0035),
)  # fmt: skip
_EYE: Final = ((0.0225, 0.0575), (0.029, 0.0595), (0.036, 0.0570))
_EYEBROW: Final = ((0.016, 0.0745), (0.028, 0.0785), (0.041, 0.0745))
"""Of the left side. As all features, in metres to the left and upward on the head."""


def draw_face(builder: PanelBuilder, head: Frame, view: View, regions: Regions) -> None:
    """Draw the features of a face that are seen."""
    lines = [_visible_line(feature, head, view, regions) for feature in _features()]
    builder.stroke(Role.INK, [line for line in lines if line is not None], _LINE_PT)


def _features() -> Iterator[Array]:
    for side in (1, -1):
        yield _curve(_EYE) * (side, 1)
        yield _curve(_EYEBROW) * (side, 1)
    yield _curve(_MOUTH)


def _curve(points: Sequence[tuple[float, float]]) -> Array:
    """Return points along the parabola that fits some points best."""
    x, y = np.array(points).T
    along = np.linspace(x[0], x[-1], 12)
    return np.stack([along, np.polyval(np.polyfit(x, y, 2), along)], 1)


def _visible_line(feature: Array, head: Frame, view: View, regions: Regions) -> Subpath | None:
    """Return a feature projected onto the face, or None if too much of it is hidden."""
    # Along rays from inside the head outward, the face is where the distance becomes positive.
    out = np.tile(np.linspace(0.03, 0.13, _SAMPLES), len(feature))
    local = np.column_stack([out, feature.repeat(_SAMPLES, 0)])
    rays = head.origin + local @ head.axes.T
    outside = (distances(view.scene, rays) > 0).reshape(len(feature), _SAMPLES).argmax(1)
    points = rays.reshape(len(feature), _SAMPLES, 3)[np.arange(len(feature)), outside]
    line = view.camera.project(points)
    rows, columns, inside = view.window.pixels(line)
    in_front = np.abs(view.depth_of(points) - view.depth[rows, columns]) < 0.012
    seen = inside & in_front & (regions.part[rows, columns] == Part.HEAD)
    if seen.mean() < 0.6:
        return None
    return Subpath(line[seen] * POINTS_PER_METRE, curved=False, closed=False)

"""Draw muscles that are inside the body, as if it were clear."""

from __future__ import annotations

from typing import Final

import numpy as np

from handout.figures.draw_people import FIBRE_PT
from handout.figures.geometry import quarter_turned, smooth_path, unit_vectors
from handout.figures.palette import Role
from handout.figures.panel_builder import PanelBuilder, Subpath
from handout.figures.pose import DeepMuscle
from handout.figures.skeleton import Skeleton
from handout.figures.view import Camera

_HALO_PT: Final = 2.4
_OUTLINE_PT: Final = 0.6
_FIBRES: Final = (-0.25, 0.0, 0.25)
"""Where fibres are, as shares of the width from the middle."""
_STEPS: Final = 24


def draw_deep_muscle(
    builder: PanelBuilder,
    muscle: DeepMuscle,
    skeleton: Skeleton,
    camera: Camera,
    points_per_metre: float,
) -> None:
    """Draw a muscle as a band with fibres along it, rounded at its ends, over the body."""
    points = np.stack([skeleton.point(point) for point in muscle.path])
    middle = smooth_path(camera.project(points), _STEPS) * points_per_metre
    aside = quarter_turned(unit_vectors(np.gradient(middle, axis=0)))
    along = np.linspace(-1, 1, len(middle))[:, None]
    half = muscle.width.metres * points_per_metre / 2 * np.sqrt(1 - along**4)
    outline = Subpath(
        np.vstack([middle + aside * half, (middle - aside * half)[::-1]]), curved=False
    )
    builder.stroke(Role.PAPER, [outline], _HALO_PT)
    builder.fill(Role.WORKING, [outline])
    fibres = [middle + aside * half * 2 * share for share in _FIBRES]
    drawn = [Subpath(line[3:-3], curved=False, closed=False) for line in fibres]
    builder.stroke(Role.WORKING_LINE, drawn, FIBRE_PT)
    builder.stroke(Role.WORKING_LINE, [outline], _OUTLINE_PT)

"""Draw limbs faintly as they were in an earlier panel, where they have left their place."""

from __future__ import annotations

from typing import Final

import numpy as np
from msgspec import Struct
from scipy.ndimage import distance_transform_edt

from handout.figures.contours import outlines
from handout.figures.geometry import Array, Mask, arc_lengths
from handout.figures.mesh import Mesh
from handout.figures.palette import Role
from handout.figures.panel_builder import SOFT_TOLERANCE_PT, PanelBuilder, curves, outlined
from handout.figures.regions import Regions
from handout.figures.view import View, Window, look

_LINE_PT: Final = 0.95
_DASH_PT: Final = (3.4, 2.6)
_SIGMA_PT: Final = 1.8
_NARROW_PT: Final = 2.2
"""A narrower strip beside the person is left out: there the limb has hardly moved."""
_BESIDE_PT: Final = 1.0
"""How far a line may be from what is shown of the limb."""
_SHORT_PT: Final = 6.0
"""A shorter piece of line, of less than two dashes, is left out."""
_BEFORE_M: Final = 0.02
"""How much nearer than the limb a thing is that hides it."""


class Ghost(Struct, frozen=True):
    """Limbs as they were, and the people whose they are."""

    limbs: tuple[Mesh, ...]
    people: tuple[Mesh, ...]


def draw_ghost(
    builder: PanelBuilder, ghost: Ghost, view: View, regions: Regions, window: Window
) -> None:
    """Draw a ghost behind the people of a view, and behind things that are before it.

    Its line is that of the whole body, so that none closes it where the limb goes on into the
    trunk.
    """
    limbs = look(ghost.limbs, view.camera, window, len(ghost.limbs))
    body = look(ghost.people, view.camera, window, len(ghost.people))
    seen, part = limbs.mesh >= 0, limbs.window
    hidden = view.window.over(part, regions.person, fill=False)
    hidden |= view.window.over(part, view.depth, fill=np.inf) < limbs.depth - _BEFORE_M
    scale = part.pixels_per_point
    free = _broad(seen & ~hidden, _NARROW_PT / 2 * scale)
    if not free.any():
        return
    beside = part.over(body.window, distance_transform_edt(~free), fill=np.inf)
    lines = [
        curves(line, body.window, SOFT_TOLERANCE_PT, closed=False)
        for around in outlines(body.mesh >= 0, _SIGMA_PT * scale)
        for line in _runs(around, beside < _BESIDE_PT * scale)
        if arc_lengths(line)[-1] > _SHORT_PT * scale
    ]
    if lines:
        builder.fill(Role.GHOST, outlined(free, part, _SIGMA_PT, SOFT_TOLERANCE_PT))
        builder.stroke(Role.GHOST_INK, lines, _LINE_PT, _DASH_PT)


def _broad(mask: Mask, radius: float) -> Mask:
    """Return a mask without its parts that no disc of a radius fits into."""
    middle = distance_transform_edt(mask) > radius
    result: Mask = mask & (distance_transform_edt(~middle) <= radius) if middle.any() else middle
    return result


def _runs(around: Array, mask: Mask) -> list[Array]:
    """Return the pieces of a closed line that lie on a mask."""
    height, width = mask.shape
    columns, rows = np.clip(np.floor(around).astype(int), 0, [width - 1, height - 1]).T
    inside = mask[rows, columns]
    if inside.all():
        return [np.vstack([around, around[:1]])]
    if not inside.any():
        return []
    start = int(np.argmin(inside))
    line, inside = np.roll(around, -start, axis=0), np.roll(inside, -start)
    ends = np.flatnonzero(np.diff(np.append(inside, False)))
    return [line[a + 1 : b + 1] for a, b in ends.reshape(-1, 2)]

"""Measure what the panels of a figure let a reader see: the part that moves, and the change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from scipy.ndimage import label

from handout.figures.anatomy import LIMBS, SEGMENTS
from handout.figures.body import LIMB_OF
from handout.figures.framing import aim, frame
from handout.figures.geometry import Integers
from handout.figures.pose import FigurePose
from handout.figures.staging import StagedPanel
from handout.figures.view import COARSE, Camera, Window, look

PRINTED_MM: Final = 30.0
"""The height at which a figure must still be understood."""

_LANDMARKS: Final = {
    "trunk": ("pelvis", "lumbar", "chest"),
    "head": ("head",),
    "arm": ("elbow", "wrist", "fingertip"),
    "leg": ("knee", "ankle", "toe"),
}


class Sight(Struct, frozen=True):
    """The panels of a figure as they are seen."""

    panels: tuple[StagedPanel, ...]
    camera: Camera
    window: Window
    limbs: tuple[Integers, ...]
    """For each panel and pixel, the number in LIMBS of what is seen of a person; -1 elsewhere."""

    @classmethod
    def of(cls, figure: FigurePose, panels: Sequence[StagedPanel]) -> Sight:
        """Return how a figure is seen."""
        contents = [panel.content for panel in panels]
        camera = aim(figure.viewpoint, figure.close_up, contents)
        window = frame(camera, figure.close_up, figure.crop, contents)
        window = replace(window, pixels_per_point=COARSE)
        limbs = tuple(_limbs(panel, camera, window) for panel in panels)
        return cls(tuple(panels), camera, window, limbs)

    @property
    def pixel_mm(self) -> float:
        """The size of a pixel where the figure is printed at its least height."""
        return PRINTED_MM / self.window.shape[0]

    def moved(self) -> dict[str, tuple[float, float]]:
        """Return how far each limb moves from the first panel to the last, and how far that looks.

        In metres, by limb; the landmark of a limb that moves farthest counts.
        """
        first, last = (self.panels[number].skeleton.points for number in (0, -1))
        found = {}
        for limb in LIMBS:
            names = _names(limb)
            before, after = (np.stack([points[n] for n in names]) for points in (first, last))
            ways = np.linalg.norm(after - before, axis=1)
            seen = np.linalg.norm(self.camera.project(after) - self.camera.project(before), axis=1)
            most = int(ways.argmax())
            found[limb] = float(ways[most]), float(seen[most])
        return found

    def visible(self, limb: str, number: int) -> float:
        """Return which share of a limb is in front of all else in a panel, from 0 to 1."""
        panel, at = self.panels[number], LIMBS.index(limb)
        alone = look(tuple(panel.limbs([limb])), self.camera, self.window)
        whole = int((alone.mesh >= 0).sum())
        return float((self.limbs[number] == at).sum() / whole) if whole else 1.0

    def change_mm2(self) -> float:
        """Return the area of the print in which the last panel differs from the first."""
        changed = self.limbs[0] != self.limbs[-1]
        return float(changed.sum()) * self.pixel_mm**2

    def pieces_mm2(self, number: int) -> list[float]:
        """Return the areas in print of what is cut off from the rest of the person in a panel."""
        pieces, _ = label(self.limbs[number] >= 0)
        sizes = np.sort(np.bincount(pieces.ravel())[1:])[:-1]
        return [float(size) * self.pixel_mm**2 for size in sizes]


def _names(limb: str) -> tuple[str, ...]:
    side, _, kind = limb.rpartition("-")
    return tuple(f"{side}-{name}" if side else name for name in _LANDMARKS[kind])


_LIMB_NUMBERS: Final = np.array([LIMBS.index(LIMB_OF[segment]) for segment in SEGMENTS], np.int32)


def _limbs(panel: StagedPanel, camera: Camera, window: Window) -> Integers:
    things = tuple(mesh for thing in panel.things for mesh in thing.meshes)
    view = look((*panel.people, *things), camera, window)
    of_triangles = [
        _LIMB_NUMBERS[panel.dressed.segments_of(mesh)[mesh.triangles[:, 0]]]
        for mesh in panel.people
    ]
    of_triangles += [np.full(len(mesh.triangles), -1) for mesh in things]
    seen = view.of_triangles(of_triangles, -1)
    limbs = np.full(window.shape, -1, np.int32)
    top = round((window.top - view.window.top) / window.pixel)
    left = round((view.window.left - window.left) / window.pixel)
    place = limbs[top : top + seen.shape[0], left : left + seen.shape[1]]
    place[:] = seen[: place.shape[0], : place.shape[1]]
    return limbs

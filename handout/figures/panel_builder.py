"""Build a panel from paths in points, and those from lines and masks in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct, field

from handout.figures.contours import outlines
from handout.figures.curve_fitting import bezier
from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel
from handout.figures.geometry import Array, Mask
from handout.figures.palette import Role, Tone
from handout.figures.view import Window

LINE_TOLERANCE_PT: Final = 0.11
"""How far the curves of a line may be from it."""
FILL_TOLERANCE_PT: Final = 0.2
"""The same for the edges of fills, which have lines on them."""
SOFT_TOLERANCE_PT: Final = 0.3
"""The same for shapes without lines: shade, shadows, highlights."""


class Subpath(Struct, frozen=True):
    """The corners of a polygon or the control points of cubic curves, in points."""

    points: Array
    curved: bool = True
    closed: bool = True

    def operators(self, corner: Array, size: Array) -> str:
        """Return PDF path operators, in units from a corner of a panel of a size in points."""
        # Fitted curves can lie a hair outside the frame that cuts them off.
        within = np.clip(self.points - corner, 0, size)
        units = np.floor(within / UNIT_PT + 0.5 - 1e-6).astype(int).tolist()
        words = [f"{units[0][0]} {units[0][1]} m"]
        step, operator = (3, "c") if self.curved else (1, "l")
        for start in range(1, len(units), step):
            numbers = " ".join(f"{x} {y}" for x, y in units[start : start + step])
            words.append(f"{numbers} {operator}")
        return " ".join([*words, "h"] if self.closed else words)


class _Path(Struct, frozen=True):
    """Subpaths that are painted together; lengths in points."""

    paint: Paint
    role: Role
    subpaths: tuple[Subpath, ...]
    tone: Tone = Tone.PLAIN
    width_pt: float = 0.0
    dash_pt: tuple[float, ...] = ()

    def operation(self, corner: Array, size: Array) -> Operation:
        return Operation(
            self.paint,
            self.role,
            " ".join(subpath.operators(corner, size) for subpath in self.subpaths),
            self.tone,
            round(self.width_pt / UNIT_PT),
            tuple(round(length / UNIT_PT) for length in self.dash_pt),
        )


class PanelBuilder(Struct):
    """Paths in the order in which they are painted."""

    _paths: list[_Path] = field(default_factory=list)

    def fill(self, role: Role, subpaths: Sequence[Subpath], tone: Tone = Tone.PLAIN) -> None:
        """Fill closed subpaths, of which those inside another are holes."""
        self._add(_Path(Paint.FILL_EVEN_ODD, role, tuple(subpaths), tone))

    def fill_shape(self, role: Role, subpaths: Sequence[Subpath]) -> None:
        """Fill closed subpaths that may overlap themselves."""
        self._add(_Path(Paint.FILL_NONZERO, role, tuple(subpaths)))

    def stroke(
        self,
        role: Role,
        subpaths: Sequence[Subpath],
        width_pt: float,
        dash_pt: tuple[float, ...] = (),
    ) -> None:
        """Stroke subpaths."""
        self._add(_Path(Paint.STROKE, role, tuple(subpaths), Tone.PLAIN, width_pt, dash_pt))

    def _add(self, path: _Path) -> None:
        if path.subpaths:
            self._paths.append(path)

    def build(self, name: str, window: Window, floor_pt: float) -> Panel:
        """Return a panel that shows a window, whose paths are all within it.

        The floor is at a height on the picture, in points.
        """
        scale = window.points_per_metre
        corner = np.array([window.left, window.bottom]) * scale
        opposite = np.array([window.right, window.top]) * scale
        size = np.floor((opposite - corner) / UNIT_PT) * UNIT_PT
        paths = tuple(path.operation(corner, size) for path in self._paths)
        width_pt, height_pt, baseline_pt = (
            round(float(length), 2) for length in (*size, floor_pt - corner[1])
        )
        return Panel(name, width_pt, height_pt, baseline_pt, paths)


def curves(pixels: Array, window: Window, tolerance_pt: float, *, closed: bool = True) -> Subpath:
    """Return curves along a line in pixels."""
    tolerance = tolerance_pt * window.pixels_per_point
    return Subpath(window.to_points(bezier(pixels, tolerance, closed=closed)), closed=closed)


def corners(pixels: Array, window: Window, *, closed: bool = True) -> Subpath:
    """Return a polygon with corners in pixels."""
    return Subpath(window.to_points(pixels), curved=False, closed=closed)


def outlined(
    mask: Mask, window: Window, sigma_pt: float = 0.25, tolerance_pt: float = FILL_TOLERANCE_PT
) -> list[Subpath]:
    """Return curves around a mask and its holes."""
    lines = outlines(mask, sigma_pt * window.pixels_per_point)
    return [curves(line, window, tolerance_pt) for line in lines]

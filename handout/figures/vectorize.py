"""Turn lines and masks in pixels into subpaths in points."""

from __future__ import annotations

from handout.figures.camera import Window
from handout.figures.contours import outlines
from handout.figures.curve_fitting import bezier, polygon
from handout.figures.displaylist import POINTS_PER_METRE
from handout.figures.geometry import Array, Mask
from handout.figures.panel_builder import Subpath


def to_subpath(
    pixels: Array, window: Window, *, curved: bool = True, closed: bool = True
) -> Subpath:
    """Return a subpath for corners or control points in pixels."""
    return Subpath(window.points(pixels) * POINTS_PER_METRE, curved, closed)


def curved_line(pixels: Array, window: Window, *, closed: bool = True) -> Subpath:
    """Return curves along a line."""
    return to_subpath(bezier(pixels, closed=closed), window, closed=closed)


def straight_line(pixels: Array, window: Window, *, closed: bool = True) -> Subpath:
    """Return a polygon along a line."""
    return to_subpath(polygon(pixels, closed=closed), window, curved=False, closed=closed)


def curved_outlines(mask: Mask, window: Window, sigma: float = 3.0) -> list[Subpath]:
    """Return curves around a mask and its holes."""
    return [curved_line(outline, window) for outline in outlines(mask, sigma)]

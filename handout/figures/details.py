"""Draw the lines that ride on a person: features, folds, laces and strands of hair.

In print a face is a few millimetres high. What is drawn of it is what an illustrator leaves: a dark
line for the upper lid over the pupil, a brow, a line for the mouth, one under the nose and one in
the ear; in close-ups also the folds of the lids and the hollow under the lips.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from msgspec import Struct
from scipy.interpolate import CubicSpline
from scipy.ndimage import find_objects, label

from handout.figures.geometry import Array, Mask, arc_lengths
from handout.figures.ink import tapered
from handout.figures.mesh import Line, LineKind
from handout.figures.palette import Role
from handout.figures.panel_builder import LINE_TOLERANCE_PT, PanelBuilder, Subpath, curves
from handout.figures.view import View


class _Style(Struct, frozen=True):
    """How a kind of line is drawn; lengths in points."""

    role: Role
    width: float
    """Of a line; of a shape between two edges, the least width of its middle."""
    least: float = 1.0
    """The length from which it is drawn."""
    slack_m: float = 0.005
    """How far behind a surface it may lie, because it rides on a coarser one."""
    tapers: bool = False
    """Whether a line thins out to both of its ends."""


_STYLES: Final[Mapping[LineKind, _Style]] = MappingProxyType(
    {
        LineKind.FOLD: _Style(Role.INK, 0.4, 3.2, 0.008),
        LineKind.CREASE: _Style(Role.SKIN_LINE, 0.4, 1.8),
        LineKind.STITCH: _Style(Role.INK, 0.28, 4.0, 0.0025),
        LineKind.LACE: _Style(Role.THING_LINE, 0.4, 0.8),
        LineKind.STRAND: _Style(Role.HAIR_LINE, 0.6, 2.0, 0.002, tapers=True),
        LineKind.WRINKLE: _Style(Role.SKIN_LINE, 0.45, 2.6, 0.006, tapers=True),
        LineKind.LID: _Style(Role.INK, 0.55, 0.6, 0.010),
        LineKind.PUPIL: _Style(Role.IRIS, 0.95, 0.3, 0.012),
        LineKind.BROW: _Style(Role.BROW, 0.6, 0.6),
        LineKind.NOSE: _Style(Role.INK, 0.4, 0.6),
        LineKind.MOUTH: _Style(Role.INK, 0.45, 0.7, 0.011),
        LineKind.EAR: _Style(Role.INK, 0.4, 1.2, 0.006),
        LineKind.SEAM: _Style(Role.THING_LINE, 0.4, 0.8, 0.004),
        LineKind.RIM: _Style(Role.GLASSES, 0.55, 0.8, 0.006),
    }
)

_SAMPLES: Final = 48
_OFF_OUTLINE_PT: Final = 1.2
"""How far a line that tapers stays off an outline, which it would only double."""


def draw_details(builder: PanelBuilder, lines: Sequence[Line], view: View) -> None:
    """Draw the lines of people where nothing hides them."""
    for kind, style in _STYLES.items():
        strokes: list[Subpath] = []
        shapes: list[Subpath] = []
        for line in lines:
            if line.kind is not kind or len(line.points) < 3:
                continue
            if line.edge is not None:
                shapes += _shapes(line, line.edge, style, view)
            elif style.tapers:
                shapes += _tapering(line, style, view)
            else:
                strokes += _strokes(line, style, view)
        builder.stroke(style.role, strokes, style.width)
        builder.fill_shape(style.role, shapes)


def _strokes(line: Line, style: _Style, view: View) -> Iterator[Subpath]:
    points = _dense(line.points)
    pixels = view.window.to_pixels(view.camera.project(points))
    for run in _runs(view.is_visible(points, style.slack_m)):
        if _is_long(pixels[run], style, view):
            yield curves(pixels[run], view.window, LINE_TOLERANCE_PT, closed=False)


def _tapering(line: Line, style: _Style, view: View) -> Iterator[Subpath]:
    scale = view.window.pixels_per_point
    points = _dense(line.points)
    pixels = view.window.to_pixels(view.camera.project(points))
    inside = _is_off_outlines(pixels, _OFF_OUTLINE_PT * scale, view)
    for run in _runs(view.is_visible(points, style.slack_m) & inside):
        if _is_long(pixels[run], style, view):
            length = float(arc_lengths(pixels[run])[-1])
            outline = tapered(pixels[run], style.width * scale, (True, True), length)
            yield curves(outline, view.window, LINE_TOLERANCE_PT)


def _is_off_outlines(pixels: Array, margin: float, view: View) -> Mask:
    """Return which pixels show a surface that goes on around them."""
    last = np.array(view.mesh.shape)[::-1] - 1
    around = margin * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
    columns, rows = np.moveaxis(np.clip(pixels + around[:, None], 0, last).astype(int), -1, 0)
    shown = view.mesh[rows, columns]
    result: Mask = (shown == shown[0]).all(0)
    return result


def _shapes(line: Line, edge: Array, style: _Style, view: View) -> Iterator[Subpath]:
    """Yield the shape between two edges, made broad enough to be seen in its middle."""
    points = _dense(line.points)
    one, other = (view.window.to_pixels(view.camera.project(one)) for one in (points, _dense(edge)))
    for run in _runs(view.is_visible(points, style.slack_m)):
        if not _is_long(one[run], style, view):
            continue
        across = other[run] - one[run]
        broad = np.hypot(*across.T)
        least = style.width * view.window.pixels_per_point
        swell = np.sin(np.linspace(0.3, np.pi - 0.25, len(broad)))
        across *= np.maximum(1, least * swell / np.maximum(broad, 0.3))[:, None]
        outline = np.vstack([one[run], (one[run] + across)[::-1]])
        yield curves(outline, view.window, LINE_TOLERANCE_PT)


def _dense(points: Array) -> Array:
    """Return points along a smooth line through some."""
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1) + 1e-9)])
    samples = np.linspace(0, along[-1], max(_SAMPLES, len(points)))
    result: Array = CubicSpline(along, points)(samples)
    return result


def _runs(visible: Mask) -> Iterator[slice]:
    """Yield where a line is visible, without its single points."""
    for (run,) in find_objects(label(visible)[0]):
        if run.stop - run.start > 3:
            yield run


def _is_long(pixels: Array, style: _Style, view: View) -> bool:
    return bool(arc_lengths(pixels)[-1] >= style.least * view.window.pixels_per_point)

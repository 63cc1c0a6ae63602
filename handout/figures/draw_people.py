"""Fill and outline people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from handout.figures.contours import grown
from handout.figures.edges import EdgeKind
from handout.figures.geometry import Mask
from handout.figures.ink import WEIGHTS_PT, Stroke, taper_reach, tapered
from handout.figures.mesh import Line
from handout.figures.palette import Role, Tone
from handout.figures.panel_builder import (
    LINE_TOLERANCE_PT,
    SOFT_TOLERANCE_PT,
    PanelBuilder,
    Subpath,
    corners,
    curves,
    outlined,
)
from handout.figures.regions import ROLES, Regions
from handout.figures.shading import hatching, large_patches, shade
from handout.figures.view import View, Window

_SOFT_SIGMA_PT: Final = 0.5
_HATCH_PT: Final = 3.2
_HATCH_LINE_PT: Final = 0.35

_HIGHLIGHTS: Final = (
    (Role.WORKING, Tone.WORKING, Role.WORKING_LINE, 1),
    (Role.STRETCHED, Tone.STRETCHED, Role.STRETCHED_LINE, -1),
)
"""The patch, its tone, the role of its hatching, and whether that rises or falls to the right."""

_LAYERS: Final = (EdgeKind.SEAM, EdgeKind.OCCLUSION, EdgeKind.SILHOUETTE)
"""The kinds of lines, in the order in which they are drawn."""


def fill_people(
    builder: PanelBuilder,
    view: View,
    regions: Regions,
    people: int,
    lines: Sequence[Line],
    highlights: Mapping[Role, Mask],
) -> None:
    """Fill people with their colours, shade them, and highlight what works or is stretched."""
    window, person = view.window, regions.person
    shaded = shade(view, people, lines)
    for number in np.unique(regions.role[person])[::-1].tolist():
        role, mask = ROLES[number], (regions.role == number) & person
        # Under the lines around it, so that nothing shows between.
        builder.fill(role, outlined(grown(mask), window))
        if role in {Role.IRIS, Role.EYE_WHITE}:
            continue
        dark = large_patches(shaded, mask, window)
        builder.fill(role, outlined(dark, window, _SOFT_SIGMA_PT, SOFT_TOLERANCE_PT), Tone.SHADED)
        for highlight, tone, _, _ in _HIGHLIGHTS:
            if highlight in highlights:
                active = highlights[highlight] & mask
                shape = outlined(active, window)
                builder.fill(role, shape, tone)
                both = outlined(active & dark, window, _SOFT_SIGMA_PT, SOFT_TOLERANCE_PT)
                builder.fill(role, both, tone | Tone.SHADED)
    for highlight, _, role, slope in _HIGHLIGHTS:
        if highlight in highlights:
            # Hatching is seen where colours are not: on office printers, by the colour blind.
            hatches = hatching(highlights[highlight], _HATCH_PT * window.pixels_per_point, slope)
            subpaths = [corners(line, window, closed=False) for line in hatches]
            edge = outlined(highlights[highlight], window, _SOFT_SIGMA_PT, SOFT_TOLERANCE_PT)
            builder.stroke(role, [*edge, *subpaths], _HATCH_LINE_PT)


def draw_people_lines(builder: PanelBuilder, window: Window, strokes: Sequence[Stroke]) -> None:
    """Draw the outlines of people, the lines inside them and their hems."""
    for kind in _LAYERS:
        own = [stroke for stroke in strokes if stroke.kind is kind]
        whole = [
            curves(stroke.points, window, LINE_TOLERANCE_PT, closed=stroke.closed)
            for stroke in own
            if not any(stroke.free)
        ]
        builder.stroke(Role.INK, whole, WEIGHTS_PT[kind])
        thinning = [_tapered(stroke, window) for stroke in own if any(stroke.free)]
        builder.fill_shape(Role.INK, thinning)


def _tapered(stroke: Stroke, window: Window) -> Subpath:
    scale = window.pixels_per_point
    line = tapered(stroke.points, WEIGHTS_PT[stroke.kind] * scale, stroke.free, taper_reach(scale))
    return curves(line, window, LINE_TOLERANCE_PT)

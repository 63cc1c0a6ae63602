"""Fill and outline people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from handout.figures.contours import grown
from handout.figures.edges import EdgeKind
from handout.figures.geometry import Mask
from handout.figures.ink import WEIGHTS_PT, Stroke, taper_reach, tapered
from handout.figures.mesh import Line
from handout.figures.muscle_shapes import Shape
from handout.figures.palette import Role, Tone
from handout.figures.panel_builder import (
    LINE_TOLERANCE_PT,
    SOFT_TOLERANCE_PT,
    PanelBuilder,
    Subpath,
    curves,
    outlined,
)
from handout.figures.regions import ROLES, Regions
from handout.figures.shading import large_patches, shade
from handout.figures.view import View, Window

_SOFT_SIGMA_PT: Final = 0.5
_FIBRE_PT: Final = 0.8
_EDGE_PT: Final = 0.5

_HIGHLIGHTS: Final = (
    (Role.WORKING, Tone.WORKING, Role.WORKING_EDGE, Role.WORKING_LINE),
    (Role.STRETCHED, Tone.STRETCHED, Role.STRETCHED_EDGE, Role.STRETCHED_LINE),
)
"""What is highlighted, its tone, and the roles of its edge and its fibres."""
_STEPS: Final = (Tone.FAINT, Tone.PLAIN, Tone.STRONG)

_LAYERS: Final = (EdgeKind.SEAM, EdgeKind.OCCLUSION, EdgeKind.SILHOUETTE)
"""The kinds of lines, in the order in which they are drawn."""


def fill_people(
    builder: PanelBuilder,
    view: View,
    regions: Regions,
    people: int,
    lines: Sequence[Line],
    layers: Sequence[tuple[Tone, Mask]],
) -> None:
    """Fill people with their colours, then with the tones of layers, and shade all of it."""
    window, person = view.window, regions.person
    shaded = shade(view, people, lines)
    roles = {tone: np.unique(regions.role[layer]) for tone, layer in layers}
    for number in np.unique(regions.role[person])[::-1].tolist():
        role, mask = ROLES[number], (regions.role == number) & person
        is_small = role in {Role.IRIS, Role.EYE_WHITE, Role.LIPS}
        dark = mask & False if is_small else large_patches(shaded, mask, window)
        own = [(tone, layer) for tone, layer in layers if number in roles[tone] and not is_small]
        for tone, layer in ((Tone.PLAIN, mask), *own):
            here = mask & layer
            # Under the lines around it, so that nothing shows between.
            builder.fill(role, outlined(grown(here), window), tone)
            both = outlined(here & dark, window, _SOFT_SIGMA_PT, SOFT_TOLERANCE_PT)
            builder.fill(role, both, tone | Tone.SHADED)


def draw_muscle_lines(
    builder: PanelBuilder, window: Window, highlights: Mapping[Role, Shape]
) -> None:
    """Draw the edges of muscles and their fibres: a hint of them in colour, and hatching in grey.

    A patch without an edge looks like a stain on the clothes.
    """
    scale = window.pixels_per_point
    for highlight, _, edge, line in _HIGHLIGHTS:
        if highlight in highlights:
            whole, fibres = highlights[highlight].steps[0], highlights[highlight].fibres
            around = outlined(whole, window, _SOFT_SIGMA_PT, SOFT_TOLERANCE_PT)
            builder.stroke(edge, around, _EDGE_PT)
            spindles = (tapered(way, _FIBRE_PT * scale, (True, True), np.inf) for way in fibres)
            builder.fill_shape(line, [curves(way, window, LINE_TOLERANCE_PT) for way in spindles])


def highlight_layers(highlights: Mapping[Role, Shape]) -> Iterator[tuple[Tone, Mask]]:
    """Yield the tones of what is highlighted, and where each is: in its middle last."""
    for role, tone, *_ in _HIGHLIGHTS:
        if role in highlights:
            for strength, step in zip(_STEPS, highlights[role].steps, strict=True):
                yield tone | strength, step


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

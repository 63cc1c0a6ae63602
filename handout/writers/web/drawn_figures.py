"""Load drawn figures for a page, and bring those of one group to one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handout import document as doc
from handout.errors import Origin
from handout.figures import store
from handout.figures.palette import PALETTES
from handout.figures.svg import write_svg
from handout.svg_file import read_svg
from handout.svg_tree import Drawing
from handout.writers.web.markup import Tag

_LIMITED: Final = 0.75
"""The ratio of height to width above which the style sheet may limit a picture's height."""


def load_drawn_figure(figure: doc.DrawnFigure, origin: Origin) -> Drawing:
    """Return the panels that a figure shows; raise HandoutError if there are none."""
    strip, dyes = store.load_strip(figure.path, figure.panel, origin)
    palette = PALETTES["colour"].with_dyes(dyes)
    svg = write_svg(strip.panels, palette, mirrored=figure.mirrored)
    return read_svg(svg.encode(), str(figure.path))


def at_one_scale(pictures: Sequence[Tag]) -> list[Tag]:
    """Return svg elements that have one scale when they are shown at one width.

    Smaller ones are padded at the right, and at the top where the style sheet limits the height of
    taller ones, so that the start and end of a movement can be compared.
    """
    sizes = [_size(picture) for picture in pictures]
    width = max(wide for wide, _ in sizes)
    height = max(high for _, high in sizes)
    limited = height > _LIMITED * width
    return [
        _padded(picture, width, height if limited else _size(picture)[1]) for picture in pictures
    ]


def _size(picture: Tag) -> tuple[float, float]:
    return float(picture.attributes["width"]), float(picture.attributes["height"])


def _padded(picture: Tag, width: float, height: float) -> Tag:
    left, top, wide, _ = map(float, picture.attributes["viewBox"].split())
    own_width, own_height = _size(picture)
    unit = wide / own_width
    above = (height - own_height) * unit
    box = {
        "viewBox": f"{left:g} {top - above:g} {width * unit:g} {height * unit:g}",
        "width": f"{width:g}",
        "height": f"{height:g}",
    }
    return Tag(picture.name, {**picture.attributes, **box}, picture.children)

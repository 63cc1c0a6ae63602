"""Write stored panels as PDF operators, from their paths unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel
from handout.figures.palette import Palette, Rgb


class Canvas(Protocol):
    """The one method of ReportLab's canvas that is used."""

    def addLiteral(self, s: str) -> None:  # noqa: N802 -- the name is ReportLab's
        """Append operators to the content stream of the page."""


def draw_panel(
    canvas: Canvas,
    panel: Panel,
    palette: Palette,
    x: float,
    y: float,
    scale: float,
    *,
    mirrored: bool = False,
) -> None:
    """Draw a panel with its lower left corner at x and y, in points.

    A scale of 1 draws a metre as POINTS_PER_METRE; `mirrored` swaps left and right.
    """
    place = f"q {_number(scale)} 0 0 {_number(scale)} {_number(x)} {_number(y)} cm"
    place += f" {_number(thin_line(scale))} w"
    canvas.addLiteral("\n".join((place, panel_content(panel, palette, mirrored=mirrored), "Q")))


def thin_line(scale: float) -> float:
    """Return the width of thin lines in a figure drawn at a scale, in UNIT_PT.

    On paper no line is thinner than LEAST_LINE_PT, at which office printers still draw it whole.
    """
    return max(_THIN, LEAST_LINE_PT / (scale * UNIT_PT))


LEAST_LINE_PT: Final = 0.25

_THIN: Final = 8.0
"""The width of thin lines at a scale of 1, in UNIT_PT."""

_THINNEST_BOLD: Final = 11
"""The stored width from which a line scales with its figure, in UNIT_PT."""


def panel_content(panel: Panel, palette: Palette, *, mirrored: bool) -> str:
    """Return the operators of a panel whose lower left corner is the origin, in points.

    They save and restore the graphics state. Thin lines take the width in force, so that one form
    serves pictures and thumbnails; see `thin_line`.
    """
    unit = _number(UNIT_PT)
    matrix = (
        f"-{unit} 0 0 {unit} {_number(panel.width_pt)} 0" if mirrored else f"{unit} 0 0 {unit} 0 0"
    )
    state = _GraphicsState(palette)
    operators = [f"q {matrix} cm 1 J 1 j"]
    for operation in panel.ops:
        operators += state.operators(operation)
    return "\n".join((*operators, "Q"))


class _GraphicsState:
    """The colours and the dash pattern in force, to set each only when it changes."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._current: dict[str, str] = {"d": "[] 0 d"}

    def operators(self, operation: Operation) -> Iterator[str]:
        """Yield the operators that paint one path."""
        rgb = self._palette.rgb(operation.role, operation.tone)
        if operation.paint is Paint.STROKE:
            yield from self._change("RG", _colour(rgb, "RG", "G"))
            yield from self._change("d", f"[{' '.join(map(str, operation.dash))}] 0 d")
        else:
            yield from self._change("rg", _colour(rgb, "rg", "g"))
        painted = f"{operation.path} {operation.paint}"
        bold = operation.width >= _THINNEST_BOLD
        yield f"q {operation.width} w {painted} Q" if bold else painted

    def _change(self, key: str, operator: str) -> Iterator[str]:
        if self._current.get(key) != operator:
            self._current[key] = operator
            yield operator


def _colour(rgb: Rgb, rgb_operator: str, grey_operator: str) -> str:
    if rgb[0] == rgb[1] == rgb[2]:
        return f"{_number(rgb[0])} {grey_operator}"
    return f"{' '.join(map(_number, rgb))} {rgb_operator}"


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")

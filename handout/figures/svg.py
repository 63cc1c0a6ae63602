"""Write stored panels as SVG, from the same paths as the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel
from handout.figures.palette import Palette

GAP_PT: Final = 12.0
"""Between panels that stand side by side."""


def write_svg(panels: Panel | Sequence[Panel], palette: Palette, *, mirrored: bool = False) -> str:
    """Return an SVG document with the panels side by side, standing on one line."""
    shown = (panels,) if isinstance(panels, Panel) else tuple(panels)
    width = sum(panel.width_pt for panel in shown) + GAP_PT * (len(shown) - 1)
    above = max(panel.height_pt - panel.baseline_pt for panel in shown)
    height = above + max(panel.baseline_pt for panel in shown)
    body = "\n".join(_panels(shown, palette, above, mirrored=mirrored))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}pt"'
        f' height="{_number(height)}pt" viewBox="0 0 {_number(width)} {_number(height)}"'
        f' stroke-linecap="round" stroke-linejoin="round">\n{body}\n</svg>\n'
    )


def _panels(
    panels: Sequence[Panel], palette: Palette, above: float, *, mirrored: bool
) -> Iterator[str]:
    left = 0.0
    for panel in panels:
        x = left + (panel.width_pt if mirrored else 0.0)
        bottom = above + panel.baseline_pt
        unit = -UNIT_PT if mirrored else UNIT_PT
        matrix = f"{_number(unit)} 0 0 {_number(-UNIT_PT)} {_number(x)} {_number(bottom)}"
        yield f'<g transform="matrix({matrix})">'
        for operation in panel.ops:
            yield _path(operation, palette)
        yield "</g>"
        left += panel.width_pt + GAP_PT


def _path(operation: Operation, palette: Palette) -> str:
    colour = palette.hexadecimal(operation.role, operation.tone)
    return f'<path d="{_svg_path(operation.path)}" {_looks(operation, colour)}/>'


def _looks(operation: Operation, colour: str) -> str:
    match operation.paint:
        case Paint.FILL:
            return f'fill="{colour}" fill-rule="evenodd"'
        case Paint.SHAPE:
            return f'fill="{colour}"'
        case Paint.LINE:
            dash = " ".join(map(str, operation.dash))
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            return f'fill="none" stroke="{colour}" stroke-width="{operation.width}"{dashed}'


_STEP = re.compile(r"([-\d ]*?) ?([mlch])(?: |$)")
_LETTERS: Final = {"m": "M", "l": "L", "c": "C", "h": "Z"}


def _svg_path(path: str) -> str:
    """Return PDF operators, which follow their numbers, as SVG commands, which precede them."""
    return "".join(_LETTERS[letter] + numbers for numbers, letter in _STEP.findall(path))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"

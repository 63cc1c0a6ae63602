"""Write stored panels as SVG, from the same paths as the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from handout.figures.displaylist import UNIT_PT, Operation, Paint, Panel, Strip
from handout.figures.palette import Palette


def write_svg(panels: Sequence[Panel], palette: Palette, *, mirrored: bool = False) -> str:
    """Return an SVG document with the panels side by side, their baselines aligned."""
    strip = Strip(tuple(panels))
    body = "\n".join(_panels(strip, palette, mirrored=mirrored))
    width, height = _number(strip.width_pt), _number(strip.height_pt)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt"'
        f' viewBox="0 0 {width} {height}"'
        f' stroke-linecap="round" stroke-linejoin="round">\n{body}\n</svg>\n'
    )


def _panels(strip: Strip, palette: Palette, *, mirrored: bool) -> Iterator[str]:
    for panel, left, lower in strip.places():
        x = left + (panel.width_pt if mirrored else 0.0)
        unit = -UNIT_PT if mirrored else UNIT_PT
        y = strip.height_pt - lower
        matrix = f"{_number(unit)} 0 0 {_number(-UNIT_PT)} {_number(x)} {_number(y)}"
        yield f'<g transform="matrix({matrix})">'
        for operation in panel.ops:
            yield _path(operation, palette)
        yield "</g>"


def _path(operation: Operation, palette: Palette) -> str:
    colour = palette.hexadecimal(operation.role, operation.tone)
    return f'<path d="{_svg_path(operation.path)}" {_presentation(operation, colour)}/>'


def _presentation(operation: Operation, colour: str) -> str:
    match operation.paint:
        case Paint.FILL_EVEN_ODD:
            return f'fill="{colour}" fill-rule="evenodd"'
        case Paint.FILL_NONZERO:
            return f'fill="{colour}"'
        case Paint.STROKE:
            dash = " ".join(map(str, operation.dash))
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            return f'fill="none" stroke="{colour}" stroke-width="{operation.width}"{dashed}'


_SEGMENT = re.compile(r"([-\d ]*?) ?([mlch])(?: |$)")
_COMMANDS: Final = {"m": "M", "l": "L", "c": "C", "h": "Z"}


def _svg_path(path: str) -> str:
    """Return PDF operators, which follow their operands, as SVG commands, which precede them."""
    return "".join(_COMMANDS[operator] + operands for operands, operator in _SEGMENT.findall(path))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")

"""Draw the cover of a book: its title above the first picture of the handout."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from handout import document as doc
from handout.colour import Colour
from handout.inline import plain_text
from handout.svg_tree import SVG
from handout.theme import Theme
from handout.writers.web.direction import language_direction
from handout.writers.web.markup import Tag

_WIDTH: Final = 600
_HEIGHT: Final = 800
_MARGIN: Final = 48
_SIZES: Final = (60, 52, 44, 36, 28)
_LINES: Final = 4
"""The most lines that a title may take before it is set smaller."""


def draw_cover(document: doc.DocumentTree, theme: Theme, picture: Tag | None) -> Tag:
    """Return the cover as an svg element; the picture is an svg or img element."""
    colours = theme.colours
    size, lines = _fitted(document.title)
    depth = _MARGIN + round(1.2 * size) * len(lines) + _MARGIN
    view_box = f"0 0 {_WIDTH} {_HEIGHT}"
    children = [
        _box(0, 0, _WIDTH, _HEIGHT, colours.ground),
        _box(0, 0, _WIDTH, depth, colours.accent),
        *_text(document, lines, _MARGIN, size, colours.ground, theme.families),
    ]
    subtitle = _wrapped(_subtitle(document), 26)
    top = depth + _MARGIN // 2
    children += _text(document, subtitle, top, 26, theme.styles.subtitle.colour, theme.families)
    top += round(1.2 * 26) * len(subtitle) + _MARGIN // 2
    if picture:
        children += _framed(picture, top, _HEIGHT - 2 * _MARGIN - top)
    author = _wrapped(document.author, 22)[:1]
    bottom = _HEIGHT - _MARGIN - 22
    children += _text(document, author, bottom, 22, theme.styles.small.colour, theme.families)
    # At twice the size, for libraries that show covers at their own size.
    attributes = {
        "xmlns": SVG,
        "viewBox": view_box,
        "width": str(2 * _WIDTH),
        "height": str(2 * _HEIGHT),
        "xml:lang": document.language,
    }
    return Tag("svg", attributes, (Tag("title", {}, (document.title,)), *children))


def _subtitle(document: doc.DocumentTree) -> str:
    for block in document.children:
        if isinstance(block, doc.Paragraph) and block.role is doc.Role.SUBTITLE:
            return plain_text(block.content)
    return ""


def _box(x: int, y: int, width: int, height: int, colour: Colour) -> Tag:
    numbers = {"x": x, "y": y, "width": width, "height": height}
    return Tag("rect", {**{key: str(n) for key, n in numbers.items()}, "fill": str(colour)})


def _text(
    document: doc.DocumentTree, lines: list[str], top: int, size: int, colour: Colour, families: str
) -> Iterator[Tag]:
    right_to_left = language_direction(document.language) == "rtl"
    weight = "700" if size in _SIZES else "400"
    for number, line in enumerate(lines):
        attributes = {
            "x": str(_WIDTH - _MARGIN if right_to_left else _MARGIN),
            "y": str(top + round(1.2 * size * number + 0.9 * size)),
            "direction": "rtl" if right_to_left else "ltr",
            "font-family": families,
            "font-size": str(size),
            "font-weight": weight,
            "fill": str(colour),
        }
        yield Tag("text", attributes, (line,))


def _framed(picture: Tag, top: int, height: int) -> Iterator[Tag]:
    """Yield a picture scaled to the space below a height."""
    place = {
        "x": str(_MARGIN),
        "y": str(top),
        "width": str(_WIDTH - 2 * _MARGIN),
        "height": str(height),
        "preserveAspectRatio": "xMidYMid",
    }
    if picture.name == "svg":
        yield Tag("svg", {**picture.attributes, **place}, picture.children)
    else:
        yield Tag("image", {**place, "href": picture.attributes["src"]})


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits into _LINES, and its lines."""
    fitting = (size for size in _SIZES if len(_wrapped(title, size)) <= _LINES)
    size = next(fitting, _SIZES[-1])
    return size, _wrapped(title, size)


def _wrapped(text: str, size: int) -> list[str]:
    """Return a text broken into lines that fit on the cover in any common font."""
    lines: list[str] = []
    room = (_WIDTH - 2 * _MARGIN) / size
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _ems(joined) <= room:
            lines[-1] = joined
            continue
        # A word longer than a line, or text without spaces, breaks anywhere.
        rest = word
        while _ems(rest) > room:
            cut = next(n for n in range(len(rest), 0, -1) if n == 1 or _ems(rest[:n]) <= room)
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines


def _ems(text: str) -> float:
    """Return an upper estimate of a text's width in ems."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6 for letter in text)

"""The elements of a drawing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Final

from msgspec import Struct

from handout.errors import Origin

SVG: Final = "http://www.w3.org/2000/svg"

Refusal = Callable[[str, Origin, str], None]
"""Called with the message, place and hint of a problem in a drawing."""


class SvgElement(Struct, frozen=True):
    """An SVG element, without comments and without content of other namespaces."""

    name: str
    """Without its namespace."""
    attributes: Mapping[str, str]
    """An xlink:href is called href, as in SVG 2; properties have the names that CSS gives them."""
    children: list[SvgElement | str]
    """Complete, and never changed, once the file is read."""
    origin: Origin


class Drawing(Struct, frozen=True):
    """A vector image: plain shapes, texts and images, which are drawn alike everywhere."""

    root: SvgElement
    """An svg element whose viewBox has the ratio of its size."""
    width: float
    height: float
    """In pixels of CSS; only their ratio matters on the page."""

    @property
    def data(self) -> bytes:
        """An SVG file of its own."""
        return write_svg(self.root).encode()


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


TEXTS: Final = frozenset({"text", "textPath", "tspan"})
"""Elements whose character data is drawn."""
COLOURS: Final = frozenset(
    {"color", "fill", "flood-color", "lighting-color", "stop-color", "stroke"}
)
STYLE_ONLY: Final = frozenset({"isolation", "mix-blend-mode"})
"""Properties that SVG does not take as attributes (SVG 2, 6.6)."""

_SPACES: Final = {ord(space): f"&#{ord(space)};" for space in "\t\n\r"}
"""As they are in attributes, where a parser turns bare ones into spaces (XML 1.0, 3.3.3)."""

REFERENCE: Final = re.compile(r"url\(\s*['\"]?#([^'\")]+?)['\"]?\s*\)")
"""A value that refers to another element, by its id."""


def elements(element: SvgElement) -> Iterator[SvgElement]:
    """Yield an element and all elements in it, in the order of the file."""
    yield element
    for child in element.children:
        if isinstance(child, SvgElement):
            yield from elements(child)


def text_of(element: SvgElement) -> str:
    """Return the character data in an element, in the order of the file."""
    return "".join(
        child if isinstance(child, str) else text_of(child) for child in element.children
    )


def write_svg(root: SvgElement) -> str:
    """Return an svg element as a file."""
    parts: list[str] = []
    _add(root, parts)
    return "".join(parts)


def _add(element: SvgElement, parts: list[str]) -> None:
    attributes = {} if parts else {"xmlns": SVG}
    style = ""
    for key, value in element.attributes.items():
        if key in STYLE_ONLY:
            style += f"{key}:{value};"
        else:
            attributes[key] = value
    if style:
        attributes["style"] = style
    parts.append(f"<{element.name}")
    parts += [f' {key}="{escape(value).translate(_SPACES)}"' for key, value in attributes.items()]
    parts.append(">")
    for child in element.children:
        if isinstance(child, SvgElement):
            _add(child, parts)
        else:
            parts.append(escape(child, quote=False))
    parts.append(f"</{element.name}>")


_PIXELS: Final = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "q": 24 / 25.4,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}
"""Pixels in each unit of length (CSS Values 4, 6), in the font size that browsers begin with."""
_LENGTH: Final = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]*)\s*")


def pixels(length: str) -> float | None:
    """Return a length in pixels of CSS; None if it is none, or a share of another."""
    match = _LENGTH.fullmatch(length)
    factor = _PIXELS.get((match[2] or "px").lower()) if match else None
    return float(match[1]) * factor if match and factor else None

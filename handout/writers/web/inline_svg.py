"""Put drawings of plain shapes into a page as svg elements.

Any other drawing cannot be copied exactly, and stays a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from handout.svg_file import Drawing, SvgElement
from handout.writers.web.markup import Tag, tag, words

SVG: Final = "http://www.w3.org/2000/svg"
_TEXTS: Final = frozenset({"text", "tspan"})
_ELEMENTS: Final = _TEXTS | words(
    "circle clipPath defs ellipse g line linearGradient marker mask path pattern polygon polyline"
    " radialGradient rect stop svg symbol use"
)
_DESCRIPTIVE: Final = frozenset({"desc", "metadata", "title"})
"""Elements that are not rendered; the figure has an alternative text of its own."""

_GEOMETRY: Final = words(
    "clipPathUnits cx cy d dx dy fx fy fr gradientTransform gradientUnits height lengthAdjust"
    " markerHeight markerUnits markerWidth maskContentUnits maskUnits offset orient pathLength"
    " patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY"
    " rotate rx ry spreadMethod textLength transform viewBox width x x1 x2 y y1 y2"
)
_PRESENTATION: Final = words(
    "clip-path clip-rule color direction display dominant-baseline fill fill-opacity fill-rule"
    " font-family font-size font-stretch font-style font-variant font-weight letter-spacing"
    " marker-end marker-mid marker-start mask opacity overflow paint-order shape-rendering"
    " stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration"
    " text-rendering unicode-bidi vector-effect visibility word-spacing writing-mode"
)
"""Properties that SVG takes as attributes (SVG 2, 6.6)."""

_WITHOUT_EFFECT: Final = words("baseProfile class enable-background role version")
"""Attributes that have no effect without a style sheet."""


class _NotPlainError(Exception):
    """An element, attribute or value that is more than a plain shape."""


def inline_drawing(drawing: Drawing, prefix: str) -> Tag | None:
    """Return a drawing as an svg element, or None if it is more than plain shapes.

    Every id in it contains the prefix, so that no two drawings share one. Ids begin with an
    underscore, because an entry's id may begin with a digit and an XML name may not.
    """
    ids = {name: f"_{prefix}.part.{n}" for n, name in enumerate(_ids(drawing.root), 1)}
    try:
        copy = _Copier(ids).element(drawing.root)
    except _NotPlainError:
        return None
    size = {"width": f"{drawing.width:g}", "height": f"{drawing.height:g}"}
    # Aligned to the left, like its caption.
    box = {
        "viewBox": f"0 0 {drawing.width:g} {drawing.height:g}",
        "preserveAspectRatio": "xMinYMid",
    }
    return Tag("svg", {"xmlns": SVG} | box | dict(copy.attributes) | size, copy.children)


def _ids(element: SvgElement) -> Iterator[str]:
    if element.attributes.get("id"):
        yield element.attributes["id"]
    for child in element.children:
        if isinstance(child, SvgElement):
            yield from _ids(child)


class _Copier(Struct, frozen=True):
    """Copy plain shapes; raise _NotPlainError at anything else."""

    ids: dict[str, str]
    """The new ids by those of the file."""

    def element(self, element: SvgElement) -> Tag:
        """Return a copy of an element and everything in it."""
        name = element.name
        if name not in _ELEMENTS:
            raise _NotPlainError(name)
        children = [
            child if isinstance(child, str) else self.element(child)
            for child in element.children
            if (name in _TEXTS if isinstance(child, str) else child.name not in _DESCRIPTIVE)
        ]
        return Tag(name, self._attributes(element.attributes), tuple(children))

    def _attributes(self, attributes: Mapping[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for key, value in attributes.items():
            if key == "style":
                # Added last: a style overrides attributes.
                continue
            if key == "id":
                kept["id"] = self._new_id(value)
            elif key == "href":
                kept["href"] = "#" + self._new_id(value.strip().removeprefix("#"))
            elif key in _GEOMETRY | _PRESENTATION:
                kept[key] = self._value(value)
            elif key not in _WITHOUT_EFFECT and not key.startswith(("{", "data-", "aria-")):
                raise _NotPlainError(key)
        return kept | self._style(attributes.get("style", ""))

    def _style(self, style: str) -> dict[str, str]:
        """Return the declarations of a style attribute as attributes."""
        kept: dict[str, str] = {}
        for declaration in filter(str.strip, style.split(";")):
            key, _, value = (part.strip() for part in declaration.partition(":"))
            if key in _PRESENTATION:
                kept[key] = self._value(value.removesuffix("!important").strip())
            elif not key.startswith("-"):
                raise _NotPlainError(key)
        return kept

    def _value(self, value: str) -> str:
        """Return a value with its references changed to the new ids."""
        if "\\" in value:
            # An escape may hide an external reference (CSS Syntax 3, 4.3.7).
            raise _NotPlainError(value)
        return re.sub(
            r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)", lambda m: f"url(#{self._new_id(m[1])})", value
        )

    def _new_id(self, name: str) -> str:
        if name not in self.ids:
            raise _NotPlainError(name)
        return self.ids[name]


def described(drawing: Tag, figure: str, alt: str) -> Tag:
    """Return the svg element of a figure, given its id, as one image with an alternative text."""
    shapes = tag("g", *drawing.children, id=shapes_id(figure))
    # Without a title, which some screen readers say a second time.
    return Tag(drawing.name, {**drawing.attributes, "role": "img", "aria-label": alt}, (shapes,))


def shapes_id(figure: str) -> str:
    """Return the id of the shapes of a described figure."""
    return f"_{figure}.shapes"


def decorative(drawing: Tag, shapes: str, kind: str) -> Tag:
    """Return an svg element hidden from screen readers, reusing shapes of its page by their id."""
    hidden = {"class": kind, "aria-hidden": "true", "preserveAspectRatio": "xMidYMid"}
    use = tag("use", href=f"#{shapes}")
    return Tag(drawing.name, {**drawing.attributes, **hidden}, (use,))

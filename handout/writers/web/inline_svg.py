"""Put drawings into a page: plain shapes as elements, so that they need no file of their own.

A drawing that holds more than plain shapes cannot be taken over exactly; it stays a file.
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
_SILENT: Final = frozenset({"desc", "metadata", "title"})
"""Elements that draw nothing; what the drawing shows is said by the figure."""

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

_IDLE: Final = words("baseProfile class enable-background role version")
"""Attributes that change nothing where there is no style sheet."""


class _NotPlainError(Exception):
    """Raise at what is not a plain shape."""


def inline_drawing(drawing: Drawing, prefix: str) -> Tag | None:
    """Return a drawing as an svg element, or None where it is more than plain shapes.

    Every id in it is made of the prefix, so that two drawings never share one. It begins with a
    line, because an entry's id may begin with a digit and a name in XML may not.
    """
    ids = {name: f"_{prefix}.part.{n}" for n, name in enumerate(_ids(drawing.root), 1)}
    try:
        copy = _Copier(ids).element(drawing.root)
    except _NotPlainError:
        return None
    size = {"width": f"{drawing.width:g}", "height": f"{drawing.height:g}"}
    # At the left of its space, where its caption begins.
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
    """Copy plain shapes and nothing else."""

    ids: dict[str, str]
    """The new id for each one of the file."""

    def element(self, element: SvgElement) -> Tag:
        """Return the copy of an element."""
        name = element.name
        if name not in _ELEMENTS:
            raise _NotPlainError(name)
        children = [
            child if isinstance(child, str) else self.element(child)
            for child in element.children
            if (name in _TEXTS if isinstance(child, str) else child.name not in _SILENT)
        ]
        return Tag(name, self._attributes(element.attributes), tuple(children))

    def _attributes(self, attributes: Mapping[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for key, value in attributes.items():
            if key == "style":
                # After the attributes, over which a style wins.
                continue
            if key == "id":
                kept["id"] = self._new(value)
            elif key == "href":
                kept["href"] = "#" + self._new(value.strip().removeprefix("#"))
            elif key in _GEOMETRY | _PRESENTATION:
                kept[key] = self._value(value)
            elif key not in _IDLE and not key.startswith(("{", "data-", "aria-")):
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
        """Return a value whose references name the new ids."""
        if "\\" in value:
            # An escape may spell what load_picture looks for (CSS Syntax 3, 4.3.7).
            raise _NotPlainError(value)
        return re.sub(
            r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)", lambda m: f"url(#{self._new(m[1])})", value
        )

    def _new(self, name: str) -> str:
        if name not in self.ids:
            raise _NotPlainError(name)
        return self.ids[name]


def named(drawing: Tag, name: str, alt: str) -> Tag:
    """Return an svg element that is one picture with a name for those who do not see it."""
    title = tag("title", alt, id=f"_{name}.alt")
    shapes = tag("g", *drawing.children, id=drawing_id(name))
    roles = {"role": "img", "aria-labelledby": f"_{name}.alt"}
    return Tag(drawing.name, {**drawing.attributes, **roles}, (title, shapes))


def drawing_id(name: str) -> str:
    """Return the id of the shapes of a named drawing."""
    return f"_{name}.shapes"


def silent(drawing: Tag, shapes_id: str | None, kind: str) -> Tag:
    """Return an svg element that says nothing, with the shapes that are on its page already."""
    shapes = (tag("use", href=f"#{shapes_id}"),) if shapes_id else drawing.children
    silence = {"class": kind, "aria-hidden": "true", "preserveAspectRatio": "xMidYMid"}
    return Tag(drawing.name, {**drawing.attributes, **silence}, shapes)

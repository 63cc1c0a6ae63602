"""Reduce a drawing to what is drawn alike on paper and on every screen."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout import limits
from handout.svg_tree import (
    COLOURS,
    REFERENCE,
    STYLE_ONLY,
    TEXTS,
    Refusal,
    SvgElement,
    elements,
    words,
)

_DRAWN: Final = TEXTS | words(
    "a circle clipPath defs ellipse feBlend feColorMatrix feComponentTransfer feComposite"
    " feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow"
    " feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode"
    " feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
    " filter g image line linearGradient marker mask path pattern polygon polyline"
    " radialGradient rect stop svg switch symbol use"
)
_UNDRAWN: Final = words(
    "animate animateMotion animateTransform cursor desc font-face metadata mpath set style"
    " title view"
)
"""Elements that draw nothing on paper; the figure has an alternative text of its own."""

_ATTRIBUTES: Final = words(
    "amplitude azimuth baseFrequency bias clipPathUnits cx cy d diffuseConstant divisor dx dy"
    " edgeMode elevation exponent fr fx fy gradientTransform gradientUnits height href id in"
    " in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength lengthAdjust limitingConeAngle"
    " markerHeight markerUnits markerWidth maskContentUnits maskUnits method mode numOctaves"
    " offset operator order orient pathLength patternContentUnits patternTransform"
    " patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio"
    " primitiveUnits r radius refX refY result rotate rx ry scale seed side slope spacing"
    " specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles"
    " surfaceScale systemLanguage tableValues targetX targetY textLength transform type"
    " values viewBox width x x1 x2 xChannelSelector y y1 y2 yChannelSelector z"
    " xml:space"
)
_PROPERTIES: Final = (
    COLOURS
    | STYLE_ONLY
    | words(
        "alignment-baseline baseline-shift clip-path clip-rule color-interpolation"
        " color-interpolation-filters direction display dominant-baseline fill-opacity fill-rule"
        " filter flood-opacity font-family font-size font-stretch font-style font-variant"
        " font-weight image-rendering letter-spacing marker-end marker-mid marker-start mask"
        " mask-type opacity overflow paint-order shape-rendering stop-opacity stroke-dasharray"
        " stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity"
        " stroke-width text-anchor text-decoration text-rendering transform-origin unicode-bidi"
        " visibility word-spacing writing-mode background-color"
    )
)
"""Properties that SVG takes as attributes (SVG 2, 6.6)."""
_LINKS: Final = words("clip-path filter marker-end marker-mid marker-start mask")
"""Properties without effect if what they refer to does not exist."""

_NUMBER: Final = r"[\s,]*+[+-]?+(?:\d++\.?+\d*+|\.\d++)(?:[eE][+-]?+\d++)?+"
_FLAG: Final = r"[\s,]*+[01]"
_COMMANDS: Final = (
    ("Zz", ""),
    ("MmLlTt", _NUMBER * 2),
    ("HhVv", _NUMBER),
    ("Cc", _NUMBER * 6),
    ("SsQq", _NUMBER * 4),
    ("Aa", _NUMBER * 3 + _FLAG * 2 + _NUMBER * 2),
)
_SEGMENTS: Final = "|".join(
    f"[{letters}]{f'(?:{operands})++' if operands else ''}" for letters, operands in _COMMANDS
)
_PATH: Final = re.compile(rf"\s*+(?:(?:{_SEGMENTS})[\s,]*+)*+")
"""Path data (SVG 2, 9.3.9)."""


def plain(root: SvgElement, refuse: Refusal) -> SvgElement:
    """Return a drawing without what is not drawn; refuse what cannot be drawn alike everywhere."""
    return _Reducer(root, refuse).element(root)


class _Effort(Struct, frozen=True):
    """What drawing an element takes, with those that it refers to."""

    shapes: int = 0
    filters: int = 0
    """Steps of filters."""
    levels: int = 0
    """Elements within one another."""


class _Reducer:
    def __init__(self, root: SvgElement, refuse: Refusal) -> None:
        self._refuse = refuse
        self._ids: dict[str, SvgElement] = {}
        for element in elements(root):
            self._ids.setdefault(element.attributes.get("id", ""), element)
        self._efforts: dict[int, _Effort] = {}
        effort = self._effort(root, limits.NESTED_USES)
        for amount, most, message, hint in (
            (effort.levels, limits.NESTED_USES, "refers to its parts too deeply", "symbols"),
            (effort.shapes, limits.SHAPES, "repeats its shapes too often", "shapes"),
            (effort.filters, limits.FILTERS, "filters too many of its shapes", "filters"),
        ):
            if amount > most:
                refuse(f"the drawing {message}", root.origin, f"save it with fewer {hint}")

    def _effort(self, element: SvgElement, levels: int) -> _Effort:
        """Return the effort of drawing an element with those that it refers to.

        Counts no deeper than some levels, and one more if there are more.
        """
        known = self._efforts.get(id(element))
        if known is None:
            # An element that refers to itself is not drawn within itself.
            self._efforts[id(element)] = _Effort()
            parts = [child for child in element.children if isinstance(child, SvgElement)]
            names = [
                element.attributes.get("href", "").removeprefix("#"),
                *(
                    match[1]
                    for key in _LINKS | {"fill", "stroke"}
                    if (match := REFERENCE.match(element.attributes.get(key, "")))
                ),
            ]
            parts += [self._ids[name] for name in names if name in self._ids and name]
            efforts = [self._effort(part, levels - 1) for part in parts] if levels else []
            known = self._efforts[id(element)] = _Effort(
                shapes=1 + sum(effort.shapes for effort in efforts),
                filters=_filter_steps(element) + sum(effort.filters for effort in efforts),
                levels=1 + (max((effort.levels for effort in efforts), default=0) if levels else 1),
            )
        return known

    def element(self, element: SvgElement, *, in_text: bool = False) -> SvgElement:
        """Return an element with only what is drawn of it."""
        in_text = element.name in TEXTS or (in_text and element.name == "a")
        children: list[SvgElement | str] = []
        for child in element.children:
            if isinstance(child, str):
                if in_text:
                    children.append(child)
            elif child.name in _DRAWN:
                children.append(self.element(child, in_text=in_text))
            elif child.name not in _UNDRAWN:
                message = f"the drawing contains a <{child.name}>, which cannot be printed"
                self._refuse(message, child.origin, "use shapes, text or an image instead")
        # A link leads nowhere on paper; in a text it is a part of the text.
        name = ("tspan" if in_text else "g") if element.name == "a" else element.name
        return replace(element, name=name, attributes=self._attributes(element), children=children)

    def _attributes(self, element: SvgElement) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in element.attributes.items():
            fault = _fault(name, value)
            if fault:
                self._refuse(f"the drawing contains {fault}", element.origin, _HINT)
            elif name in _ATTRIBUTES or (name in _PROPERTIES and self._refers(name, value)):
                kept[name] = value
        return kept

    def _refers(self, name: str, value: str) -> bool:
        """Return False for a property that has no effect because its target does not exist."""
        return name not in _LINKS or all(match in self._ids for match in REFERENCE.findall(value))


_HINT: Final = "save it as a plain SVG, or as PNG"


def _fault(name: str, value: str) -> str | None:
    """Return what is wrong with an attribute that would be drawn wrongly, or not everywhere."""
    if name == "d" and not _PATH.fullmatch(value):
        return "a path with a mistake in it"
    if name == "vector-effect" and value.strip() != "none":
        return f"a 'vector-effect' of '{value}', which cannot be printed"
    if name in _PROPERTIES:
        if "\\" in value:
            # An escape may hide a reference to another file (CSS Syntax 3, 4.3.7).
            return f"a backslash in '{name}'"
        if name in {"clip-path", "mask"} and not _NO_SHAPE.fullmatch(value.strip()):
            return f"a '{name}' that is not an element of its own, which cannot be printed"
        if value.count("url(") > len(REFERENCE.findall(value)):
            return f"a reference to another file in '{name}'"
    return None


_NO_SHAPE: Final = re.compile(rf"none|inherit|{REFERENCE.pattern}")


def _filter_steps(element: SvgElement) -> int:
    """Return how often a filter's step goes over its area; noise does so for each octave."""
    if not element.name.startswith("fe"):
        return 0
    octaves = element.attributes.get("numOctaves", "1").strip()
    if not octaves.isdecimal():
        return 1
    return int(octaves) if len(octaves) < 4 else limits.FILTERS + 1

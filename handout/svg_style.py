"""Resolve the styles of a drawing into attributes, as a browser does on white (CSS Cascade 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import degrees
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

import cssselect2
import tinycss2
from msgspec.structs import replace
from tinycss2.color5 import parse_color

from handout import limits
from handout.svg_tree import COLOURS, SVG, Refusal, SvgElement, elements, pixels

_UNPRINTABLE: Final = frozenset({"offset-path", "rotate", "scale", "text-transform", "translate"})
"""Properties that browsers follow in drawings, but no engine for paper."""
_PLAIN_COLOUR: Final = re.compile(
    r"#[0-9A-F]{3,8}|none|inherit|currentcolor|context-(fill|stroke)|url\(.*", re.IGNORECASE
)
_DEGREES: Final = {"deg": 1.0, "grad": 0.9, "rad": degrees(1), "turn": 360.0}
_MATCHING_MEDIA: Final = re.compile(
    r"(only\s+)?(all|screen|print)?(\s*and\s*)?(\(\s*prefers-color-scheme\s*:\s*light\s*\))?",
    re.IGNORECASE,
)
"""Media that both paper and a screen are: drawings are shown on white, whatever the reader's."""
_LONGEST: Final = 10_000
"""Characters of a value after substitution: variables in variables grow without limit."""


def resolve_styles(root: SvgElement, refuse: Refusal) -> SvgElement:
    """Return a drawing with its styles as attributes; refuse what cannot be printed."""
    return _Resolver(root, refuse).element(root, {})


class _Resolver:
    """Resolve the styles of one drawing."""

    def __init__(self, root: SvgElement, refuse: Refusal) -> None:
        self._refuse = refuse
        every = list(elements(root))
        self._rules = cssselect2.Matcher()
        self._wrapped: dict[int, Any] = {}
        sheet = "\n".join(
            "".join(child for child in each.children if isinstance(child, str))
            for each in every
            if each.name == "style" and _applies(each.attributes.get("media", ""))
        )
        if not sheet:
            return
        count = 0
        for rule in _rules(tinycss2.parse_stylesheet(sheet)):
            declarations = tinycss2.parse_blocks_contents(rule.content)
            for selector in _selectors(rule.prelude):
                self._rules.add_selector(selector, declarations)
                count += 1
        if count * len(every) > limits.STYLE_MATCHES:
            message = f"the drawing has {count:,} styles for {len(every):,} elements"
            refuse(message, root.origin, "save it as a plain SVG, with presentation attributes")
            return
        wrappers = cssselect2.ElementWrapper.from_xml_root(_as_etree(root)).iter_subtree()
        self._wrapped = {id(each): one for each, one in zip(every, wrappers, strict=True)}

    def element(self, element: SvgElement, inherited: Mapping[str, str]) -> SvgElement:
        """Return an element and everything in it, given the variables that it inherits."""
        declared = self._declared(element)
        raw = {name: value for name, value in declared.items() if name.startswith("--")}
        own = {name: _substituted(value, {**inherited, **raw}) for name, value in raw.items()}
        variables = {**inherited, **{k: v for k, v in own.items() if v is not None}}
        attributes: dict[str, str] = {}
        for name, written in (dict(element.attributes) | declared).items():
            value = _substituted(written, variables)
            if value is None or name in {"class", "style"} or name.startswith("--"):
                continue
            if name in declared:
                resolved = None if name in _UNPRINTABLE else _resolved(name, value)
            else:
                resolved = _colour(name, value) if name in COLOURS else {name: value}
            if resolved is None:
                message = f"the drawing uses '{name}: {written}', which cannot be printed"
                hint = "save it as a plain SVG, with presentation attributes"
                self._refuse(message, element.origin, hint)
                continue
            attributes |= resolved
        children = [
            child if isinstance(child, str) else self.element(child, variables)
            for child in element.children
        ]
        return replace(element, attributes=attributes, children=children)

    def _declared(self, element: SvgElement) -> dict[str, str]:
        """Return the values of properties, each from the declaration that wins."""
        blocks: list[Sequence[Any]] = []
        if wrapped := self._wrapped.get(id(element)):
            matches = self._rules.match(wrapped)
            blocks = [block for _, _, pseudo_element, block in matches if not pseudo_element]
        blocks.append(tinycss2.parse_blocks_contents(element.attributes.get("style", "")))
        normal: dict[str, str] = {}
        important: dict[str, str] = {}
        for declaration in (one for block in blocks for one in block if one.type == "declaration"):
            layer = important if declaration.important else normal
            value = tinycss2.serialize(declaration.value).strip()
            layer |= _longhands(declaration.name, value)
        return normal | important


def _rules(nodes: Sequence[Any]) -> Iterator[Any]:
    """Yield the style rules that apply, in order."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif (
            node.type == "at-rule"
            and node.content is not None
            and (
                node.lower_at_keyword in {"layer", "supports"}
                or (node.lower_at_keyword == "media" and _applies(tinycss2.serialize(node.prelude)))
            )
        ):
            yield from _rules(tinycss2.parse_rule_list(node.content))


def _applies(media: str) -> bool:
    return any(_MATCHING_MEDIA.fullmatch(query.strip()) for query in media.split(","))


def _selectors(prelude: Sequence[Any]) -> Sequence[Any]:
    try:
        selectors: Sequence[Any] = cssselect2.compile_selector_list(prelude)
    except cssselect2.SelectorError:
        # Browsers ignore a rule whose selectors they do not know.
        return ()
    return selectors


def _as_etree(root: SvgElement) -> Element:
    """Return the elements of a drawing as cssselect2 takes them."""

    def fill(copy: Element, element: SvgElement) -> Element:
        for child in element.children:
            if isinstance(child, SvgElement):
                fill(SubElement(copy, f"{{{SVG}}}{child.name}", dict(child.attributes)), child)
        return copy

    return fill(Element(f"{{{SVG}}}{root.name}", dict(root.attributes)), root)


def _longhands(name: str, value: str) -> dict[str, str]:
    """Return a declaration of a shorthand as declarations of single properties."""
    match name:
        case "marker":
            return {f"marker-{place}": value for place in ("start", "mid", "end")}
        case "font":
            return _font(value)
        case "background":
            return {"background-color": value}
        case _:
            # Variables differ by case.
            return {name if name.startswith("--") else name.lower(): value}


_FONT: Final = re.compile(
    r"(?P<before>(?:[\w-]+\s+)*?)(?P<size>[\d.]+(?:\w+|%))(?:\s*/\s*\S+)?\s+(?P<family>.+)"
)


def _font(value: str) -> dict[str, str]:
    match = _FONT.fullmatch(value)
    if not match:
        return {}
    words = match["before"].split()
    weights = [word for word in words if word in {"bold", "bolder", "lighter"} or word.isdigit()]
    slopes = [word for word in words if word in {"italic", "oblique"}]
    return {
        "font-style": (slopes or ["normal"])[0],
        "font-weight": (weights or ["normal"])[0],
        "font-size": match["size"],
        "font-family": match["family"],
    }


def _substituted(value: str, variables: Mapping[str, str]) -> str | None:
    """Return a value with its variables replaced; None if one has no value (CSS Variables, 3)."""
    if "var(" not in value:
        return value
    parts: list[str] = []
    for node in tinycss2.parse_component_value_list(value):
        if node.type != "function":
            parts.append(node.serialize())
            continue
        inside = tinycss2.serialize(node.arguments)
        if node.lower_name == "var":
            name, comma, fallback = (part.strip() for part in inside.partition(","))
            # A variable has no value within its own: it would have no end.
            others = {key: known for key, known in variables.items() if key != name}
            known = variables.get(name, fallback if comma else None)
            part = None if known is None else _substituted(known, others)
        else:
            inner = _substituted(inside, variables)
            part = None if inner is None else f"{node.name}({inner})"
        if part is None or sum(map(len, parts)) > _LONGEST:
            return None
        parts.append(part)
    return "".join(parts)


def _resolved(name: str, value: str) -> dict[str, str] | None:
    """Return a property as every renderer of SVG knows it; None if no attribute can say it."""
    match name:
        case _ if name in COLOURS or name == "background-color":
            return _colour(name, value)
        case "transform":
            transform = _transform(value)
            return None if transform is None else {name: transform}
        case "d":
            nodes = tinycss2.parse_component_value_list(value)
            parts = (part for node in nodes for part in getattr(node, "arguments", ()))
            texts = [part.value for part in parts if part.type == "string"]
            return {name: "".join(texts)} if texts or value == "none" else None
        case _:
            return {name: value}


_COMPUTED_COLOUR: Final = re.compile(
    r"\b(?:color-mix|contrast-color|light-dark)\(|\(\s*from\s", re.IGNORECASE
)
"""A colour made from others (CSS Color 5)."""


def _colour(name: str, value: str) -> dict[str, str] | None:
    if _PLAIN_COLOUR.fullmatch(value):
        return {name: value}
    colour = parse_color(value)
    if colour is None:
        # Browsers mix colours; what they do not know they ignore.
        return None if _COMPUTED_COLOUR.search(value) else {}
    try:
        red, green, blue = (round(255 * part) for part in colour.to("srgb").coordinates)
    except NotImplementedError:
        return None
    if colour.alpha == 1:
        return {name: f"#{red:02x}{green:02x}{blue:02x}"}
    return {name: f"rgba({red},{green},{blue},{colour.alpha:g})"}


def _transform(value: str) -> str | None:
    """Return a transform of CSS as an attribute, with numbers in pixels and degrees."""
    if value == "none":
        return ""
    functions: list[str] = []
    for node in tinycss2.parse_component_value_list(value, skip_comments=True):
        if node.type == "whitespace":
            continue
        name, arguments = getattr(node, "name", ""), getattr(node, "arguments", ())
        numbers = [_number(part) for part in arguments if not _is_separator(part)]
        given = [number for number in numbers if number is not None]
        if len(given) < len(numbers):
            return None
        match name, given:
            case "translateX" | "translateY" | "scaleX" | "scaleY", [one]:
                rest = "1" if name.startswith("scale") else "0"
                pair = (one, rest) if name.endswith("X") else (rest, one)
                functions.append(f"{name[:-1]}({' '.join(pair)})")
            case "translate" | "scale" | "rotate" | "skewX" | "skewY" | "matrix", [_, *_]:
                functions.append(f"{name}({' '.join(given)})")
            case _:
                return None
    return " ".join(functions)


def _is_separator(node: Any) -> bool:  # noqa: ANN401 -- tinycss2 has no types
    kind: str = node.type
    return kind == "whitespace" or (kind == "literal" and node.value == ",")


def _number(node: Any) -> str | None:  # noqa: ANN401 -- as above
    """Return an argument in pixels or degrees; None if it is a share of something."""
    if node.type == "number":
        return f"{node.value:g}"
    if node.type != "dimension":
        return None
    if node.lower_unit in _DEGREES:
        return f"{node.value * _DEGREES[node.lower_unit]:g}"
    length = pixels(f"{node.value}{node.lower_unit}")
    return None if length is None else f"{length:g}"

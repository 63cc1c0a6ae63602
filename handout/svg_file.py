"""Read SVG files (SVG 2), refusing scripts, references to other files and what cannot be printed.

This is the only parser of SVG: writers draw from the tree that it returns.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from msgspec.structs import replace

from handout import limits
from handout.errors import HandoutError, Origin, Problem
from handout.jpeg import strip_metadata
from handout.svg_plain import plain
from handout.svg_tree import COLOURS, SVG, Drawing, SvgElement, elements, pixels

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_NAMESPACES: Final = frozenset({"", SVG})
"""Of rendered elements; hand-written files often declare none."""

_SEPARATOR: Final = "\x1f"
"""Between a namespace and a local name: a character that XML forbids."""
_MAX_SIZE: Final = 1e6
_ACTIVE: Final = frozenset({"script", "foreignObject", "iframe"})
_EXTERNAL: Final = re.compile(r"url\(\s*['\"]?\s*(?!data:)[^#'\"\s]|@import", re.IGNORECASE)
"""A CSS reference to another file."""
_HINT: Final = "save it as a plain SVG, without scripts and links"


def read_svg(data: bytes, file: str) -> Drawing:
    """Return the drawing in an SVG file; raise HandoutError with every problem found."""
    return _Reader(file).read(data)


class _Reader:
    """Build the tree of one file from the events of expat, which opens no other file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._open: list[SvgElement] = []
        self._root: SvgElement | None = None
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.namespace_prefixes = True
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._undeclared_entity

    def read(self, data: bytes) -> Drawing:
        """Return the drawing; raise HandoutError with every problem."""
        start = Origin(self._file, 1, 1)
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 -- the parameter has no name
        except expat.ExpatError as error:
            place = Origin(self._file, error.lineno, error.offset + 1)
            reason = expat.errors.messages[error.code]
            self._refuse(f"not an SVG file: {reason}", place, None)
        except (LookupError, ValueError) as error:
            self._refuse(f"not an SVG file: {error}", start, None)
        if self._root and not self._problems:
            root = self._root
            if _needs_style(root):
                # Takes 20 ms to import, and most drawings have attributes alone.
                from handout.svg_style import resolve_styles  # noqa: PLC0415

                root = resolve_styles(root, self._refuse)
            drawing = _sized(plain(root, self._refuse))
            if drawing and not self._problems:
                return drawing
            if not self._problems:
                self._refuse("the drawing has no size", start, "give the svg element a viewBox")
        raise HandoutError(self._problems)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, local, written = _split(name)
        is_svg = namespace in _NAMESPACES
        if not self._open and not (is_svg and local == "svg"):
            self._refuse(f"not an SVG file: its root element is <{written}>")
        if local in _ACTIVE:
            self._refuse(f"the drawing contains a <{local}>")
        element = SvgElement(local, self._attributes(attributes, local), [], self._here())
        if not self._open:
            self._root = element
        elif is_svg:
            self._open[-1].children.append(element)
        self._open.append(element)
        if len(self._open) > limits.NESTED_ELEMENTS:
            self._refuse("the drawing is nested too deeply")
            raise HandoutError(self._problems)

    def _attributes(self, attributes: Mapping[str, str], element: str) -> dict[str, str]:
        """Return the attributes that SVG gives a meaning, by their plain names."""
        plain: dict[str, str] = {}
        for name, value in attributes.items():
            namespace, local, written = _split(name)
            key = local.lower()
            if key.startswith("on"):
                self._refuse(f"the drawing contains a script in '{written}'")
            elif key == "href" and element == "image" and (image := _embedded(value)):
                value = image  # noqa: PLW2901 -- the same image, without its metadata
            elif (key in {"href", "src"} and not value.strip().startswith("#")) or (
                _is_external(value)
            ):
                self._refuse(f"the drawing refers to an external file in '{written}'")
            if not namespace:
                plain[local] = value
            elif (namespace, local) == (_XLINK, "href"):
                plain.setdefault("href", value)
            elif (namespace, local) == (_XML, "space"):
                plain["xml:space"] = value
        return plain

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        # All of an element's own text at once: a style sheet may be in pieces between elements.
        text = "".join(child for child in element.children if isinstance(child, str))
        if _is_external(text):
            message = "the drawing refers to an external file in its text"
            self._refuse(message, element.origin)

    def _text(self, text: str) -> None:
        self._open[-1].children.append(text)

    def _instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self._refuse("the drawing refers to an external style sheet")

    def _entity(self, name: str, *_: object) -> None:
        self._refuse(f"the drawing declares the entity '{name}'")

    def _undeclared_entity(self, name: str, _is_parameter: object) -> None:
        self._refuse(f"the drawing uses the entity '{name}', which it does not declare")

    def _here(self) -> Origin:
        return Origin(
            self._file, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        )

    def _refuse(self, message: str, origin: Origin | None = None, hint: str | None = _HINT) -> None:
        self._problems.append(Problem(message, origin or self._here(), hint))


def _split(name: str) -> tuple[str, str, str]:
    """Return the namespace of a name from expat, its local part, and the name as written."""
    match name.split(_SEPARATOR):
        case [namespace, local, prefix]:
            return namespace, local, f"{prefix}:{local}"
        case [namespace, local]:
            return namespace, local, local
        case _:
            return "", name, name


def _is_external(text: str) -> bool:
    # Most texts are long paths, which a search for one character passes 50 times as quickly.
    return ("(" in text or "@" in text) and _EXTERNAL.search(text) is not None


_EMBEDDED: Final = re.compile(r"\s*data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)


def _embedded(reference: str) -> str | None:
    """Return an image within the file without its metadata, so that no place or date leaks."""
    match = _EMBEDDED.match(reference)
    if not match:
        return None
    try:
        data = b64decode(reference[match.end() :])
    except ValueError:
        return None
    if data.startswith(b"\xff\xd8"):
        data = strip_metadata(data) or data
    return f"data:image/{match[1].lower()};base64,{b64encode(data).decode('ascii')}"


def _needs_style(root: SvgElement) -> bool:
    """Return whether only CSS says how a drawing looks."""
    return any(
        element.name == "style"
        or "style" in element.attributes
        or any(
            "var(" in value or (key in COLOURS and not _PLAIN_COLOUR.fullmatch(value))
            for key, value in element.attributes.items()
        )
        for element in elements(root)
    )


_PLAIN_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]+|url\(.*|(?!rebecca)[A-Za-z]+")


def _sized(root: SvgElement) -> Drawing | None:
    """Return a drawing of the size that its svg element states, or None if it states none.

    As a browser sizes an image (CSS Images 3, 4): by width and height; one that is missing, or a
    share of the page, follows from the viewBox.
    """
    attributes = root.attributes
    box = _view_box(attributes.get("viewBox", ""))
    width, height = (pixels(attributes.get(side, "")) for side in ("width", "height"))
    if box:
        ratio = box[2] / box[3]
        if width is None and height is None:
            width, height = box[2:]
        width = height * ratio if width is None and height is not None else width
        height = width / ratio if height is None and width is not None else height
    elif not attributes.keys() & {"width", "height"}:
        return None
    else:
        width = _DEFAULT_SIZE[0] if width is None else width
        height = _DEFAULT_SIZE[1] if height is None else height
    if not width or not height or not (0 < width < _MAX_SIZE and 0 < height < _MAX_SIZE):
        return None
    return Drawing(_framed(root, width, height, box), width, height)


_DEFAULT_SIZE: Final = (300.0, 150.0)
"""Of an image whose size depends on the page (CSS Images 3, 5.1)."""


_Box = tuple[float, float, float, float]


def _view_box(text: str) -> _Box | None:
    try:
        x, y, width, height = map(float, re.split(r"[\s,]+", text.strip()))
    except ValueError:
        return None
    return (x, y, width, height) if width > 0 and height > 0 else None


def _framed(root: SvgElement, width: float, height: float, box: _Box | None) -> SvgElement:
    """Return an svg element that looks the same in any surroundings, at any size of its ratio."""
    size = {"width": f"{width:g}", "height": f"{height:g}"}
    whole = {"viewBox": f"0 0 {width:g} {height:g}", **size}
    # What a page would otherwise pass on.
    initial = {"color": "#000"} if _uses_current_colour(root) else {}
    if any(element.name == "text" for element in elements(root)):
        initial["font-size"] = "16"
    attributes = {**initial, **root.attributes}
    ground = attributes.pop("background-color", "none")
    if ground != "none" or (box and abs(box[2] / box[3] * height / width - 1) > _SAME_RATIO):
        rect = SvgElement("rect", {**size, "fill": ground}, [], root.origin)
        inner = replace(root, attributes=attributes | size)
        return SvgElement("svg", whole, [rect, inner] if ground != "none" else [inner], root.origin)
    return replace(root, attributes=attributes | (size if box else whole))


_SAME_RATIO: Final = 1e-3


def _uses_current_colour(root: SvgElement) -> bool:
    return any(
        value.lower() == "currentcolor"
        for element in elements(root)
        for key, value in element.attributes.items()
        if key in COLOURS
    )

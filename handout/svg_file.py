"""Read SVG files (SVG 2), refusing scripts and references to other files.

This is the only parser of SVG: writers draw from the tree that it returns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from msgspec import Struct

from handout.errors import HandoutError, Origin, Problem

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_NAMESPACES: Final = frozenset({"", _SVG})
"""Of rendered elements; hand-written files often declare none."""

_SEPARATOR: Final = "\x1f"
"""Between a namespace and a local name: a character that XML forbids."""
_MAX_DEPTH: Final = 100
"""Of nested elements; other SVG readers stop at 256."""
_MAX_SIZE: Final = 1e6
_ACTIVE: Final = frozenset({"script", "foreignObject", "iframe"})
_EXTERNAL: Final = re.compile(r"url\(\s*['\"]?\s*[^#'\"\s]|@import", re.IGNORECASE)
"""A CSS reference to another file."""
_HINT: Final = "save it as a plain SVG, without scripts and links"


class SvgElement(Struct, frozen=True):
    """An SVG element, without comments and without content of other namespaces."""

    name: str
    """Without its namespace."""
    attributes: Mapping[str, str]
    """An xlink:href is called href, as in SVG 2; xml:space keeps its namespace: '{…}space'."""
    children: list[SvgElement | str]
    """Complete, and never changed, once the file is read."""


class Drawing(Struct, frozen=True):
    """A vector image: an SVG file without scripts or references to other files."""

    data: bytes
    """The file."""
    root: SvgElement
    width: float
    height: float
    """In the drawing's own units; only their ratio matters on the page."""


def read_svg(data: bytes, file: str) -> Drawing:
    """Return the drawing in an SVG file; raise HandoutError with every problem found."""
    return _Reader(file).read(data)


class _Reader:
    """Build the tree of one file from the events of expat, which opens no other file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._open: list[tuple[SvgElement, Origin]] = []
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
        size = _size(self._root.attributes) if self._root else None
        if self._root and size and not self._problems:
            return Drawing(data, self._root, *size)
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
        element = SvgElement(local, self._attributes(attributes), [])
        if not self._open:
            self._root = element
        elif is_svg:
            self._open[-1][0].children.append(element)
        self._open.append((element, self._here()))
        if len(self._open) > _MAX_DEPTH:
            self._refuse("the drawing is nested too deeply")
            raise HandoutError(self._problems)

    def _attributes(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return the attributes that SVG gives a meaning, by their plain names."""
        plain: dict[str, str] = {}
        for name, value in attributes.items():
            namespace, local, written = _split(name)
            key = local.lower()
            if key.startswith("on"):
                self._refuse(f"the drawing contains a script in '{written}'")
            elif (key in {"href", "src"} and not value.strip().startswith("#")) or (
                _is_external(value)
            ):
                self._refuse(f"the drawing refers to an external file in '{written}'")
            if not namespace:
                plain[local] = value
            elif (namespace, local) == (_XLINK, "href"):
                plain.setdefault("href", value)
            elif (namespace, local) == (_XML, "space"):
                plain[f"{{{_XML}}}space"] = value
        return plain

    def _end(self, _name: str) -> None:
        element, origin = self._open.pop()
        # All of an element's own text at once: a style sheet may be in pieces between elements.
        text = "".join(child for child in element.children if isinstance(child, str))
        if _is_external(text):
            message = "the drawing refers to an external file in its text"
            self._refuse(message, origin)

    def _text(self, text: str) -> None:
        self._open[-1][0].children.append(text)

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


def _size(attributes: Mapping[str, str]) -> tuple[float, float] | None:
    """Return the size that the svg element states, from its viewBox if it has one."""
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    texts = (
        box[2:] if len(box) == 4 else [attributes.get("width", ""), attributes.get("height", "")]
    )
    numbers = [re.match(r"\s*([0-9]*\.?[0-9]+)", text) for text in texts]
    sizes = [float(number[1]) for number in numbers if number]
    usable = len(sizes) == 2 and all(0 < size < _MAX_SIZE for size in sizes)
    return (sizes[0], sizes[1]) if usable else None

"""Build markup that is safe by construction: all text is escaped as it is written.

One tree is written as HTML or as XHTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from handout.svg_tree import words


class Tag(Struct, frozen=True):
    """An element, with elements and plain text as its children."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Tag | str, ...] = ()


def tag(name: str, /, *children: Tag | str, **attributes: str | None) -> Tag:
    """Return an element; `aria_label` stands for aria-label, `class_` for class.

    Attributes that are None are omitted.
    """
    given = {
        key.removesuffix("_").replace("_", "-"): value
        for key, value in attributes.items()
        if value is not None
    }
    return Tag(name, given, children)


def write_html(element: Tag) -> str:
    """Return an element as HTML (HTML Living Standard, 13.1)."""
    return _written(element, xml=False)


def write_xml(element: Tag) -> str:
    """Return an element as XML, for XHTML, package documents and SVG."""
    return _written(element, xml=True)


_VOID: Final = words("br img input item itemref link meta")
_RAW: Final = frozenset({"script", "style"})
_LINE: Final = words(
    "article aside body details div dl figure h1 h2 h3 head header html item itemref li link main"
    " manifest meta metadata nav ol p script section spine style svg table thead tbody title tr ul"
)
"""Elements between which white space has no meaning; each is followed by a line break."""


def _written(element: Tag, *, xml: bool) -> str:
    parts: list[str] = []
    _add(element, parts, xml=xml)
    return "".join(parts)


def _add(element: Tag, parts: list[str], *, xml: bool) -> None:
    name = element.name
    attributes = "".join(f' {key}="{_escaped(value)}"' for key, value in element.attributes.items())
    if name in _VOID and not element.children:
        parts.append(f"<{name}{attributes}{'/>' if xml else '>'}")
    else:
        parts.append(f"<{name}{attributes}>")
        for child in element.children:
            if isinstance(child, Tag):
                _add(child, parts, xml=xml)
            else:
                parts.append(_raw(child) if name in _RAW and not xml else _escaped(child))
        parts.append(f"</{name}>")
    if name in _LINE:
        parts.append("\n")


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def _raw(text: str) -> str:
    """Return a style or script, which HTML ends at the first end tag (13.1.2.6)."""
    if "</" in text:
        raise ValueError("a style or script contains an end tag")
    return text

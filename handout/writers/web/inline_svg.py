"""Put drawings of plain shapes into a page as svg elements.

Any other drawing cannot be copied exactly, and stays a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handout.svg_tree import REFERENCE, STYLE_ONLY, SVG, Drawing, SvgElement, elements
from handout.writers.web.markup import Tag, tag


def inline_drawing(drawing: Drawing, prefix: str) -> Tag | None:
    """Return a drawing as an svg element, or None if it is smaller or safer as a file of its own.

    Every id in it contains the prefix, so that no two drawings share one. Ids begin with an
    underscore, because an entry's id may begin with a digit and an XML name may not.
    """
    every = [*elements(drawing.root)]
    # Pages forbid style attributes, and repeat an inlined photo in every thumbnail.
    if any(each.name in _FILES or STYLE_ONLY & each.attributes.keys() for each in every):
        return None
    names = dict.fromkeys(each.attributes["id"] for each in every if each.attributes.get("id"))
    ids = {name: f"_{prefix}.part.{n}" for n, name in enumerate(names, 1)}
    copy = _copied(drawing.root, ids)
    # Aligned to the left, like its caption.
    alignment = {"preserveAspectRatio": "xMinYMid"}
    return Tag("svg", {"xmlns": SVG, **copy.attributes, **alignment}, copy.children)


_FILES: Final = frozenset({"image", "feImage"})


def _copied(element: SvgElement, ids: Mapping[str, str]) -> Tag:
    """Return a copy of an element and everything in it, given the new ids by those of the file."""
    children = [
        child if isinstance(child, str) else _copied(child, ids) for child in element.children
    ]
    attributes: dict[str, str] = {}
    for key, value in element.attributes.items():
        if key == "id":
            attributes[key] = ids.get(value, "")
        elif key == "href":
            attributes[key] = "#" + ids.get(value.strip().removeprefix("#"), "")
        else:
            attributes[key] = REFERENCE.sub(lambda match: f"url(#{ids.get(match[1], '')})", value)
    return Tag(
        element.name, {k: v for k, v in attributes.items() if v not in {"", "#"}}, tuple(children)
    )


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

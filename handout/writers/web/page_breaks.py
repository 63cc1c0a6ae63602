"""Mark in a book where the pages of the PDF start, so that readers of both find the same page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from handout import document as doc
from handout.document.traversal import walk
from handout.svg_tree import words
from handout.writers.web.markup import Tag

_HEADINGS: Final = words("h1 h2 h3 h4 h5 h6")
_MARKABLE: Final = _HEADINGS | words("figure li p")


def page_starts(
    document: doc.DocumentTree, rendered: Sequence[Sequence[Tag]], numbers: Mapping[str, int]
) -> dict[str, int]:
    """Return the nodes at which pages of the PDF start, given the pages of all nodes."""
    markable = {anchor for tags in rendered for anchor in _markable(tags)}
    starts: dict[int, str] = {}
    for node in walk(document.children):
        if node.id in markable and node.id in numbers:
            starts.setdefault(numbers[node.id], node.id)
    return {node: number for number, node in sorted(starts.items())}


def _markable(tags: Sequence[Tag | str]) -> Iterator[str]:
    """Yield the ids of elements that a page break may precede."""
    for element in tags:
        if isinstance(element, Tag):
            if element.name in _MARKABLE and "id" in element.attributes:
                yield element.attributes["id"]
            yield from _markable(element.children)


def with_page_breaks(element: Tag | str, pages: Mapping[str, int]) -> Iterator[Tag | str]:
    """Yield an element with a mark where each page starts (EPUB Accessibility 1.1, 3.3)."""
    if isinstance(element, str):
        yield element
        return
    number = pages.get(element.attributes.get("id", ""))
    mark = (_page_break(number),) if number else ()
    children = tuple(part for child in element.children for part in with_page_breaks(child, pages))
    if element.name in _HEADINGS:
        # Outside, or it would be part of the heading's name.
        yield from mark
        yield Tag(element.name, element.attributes, children)
    else:
        yield Tag(element.name, element.attributes, (*mark, *children))


def _page_break(number: int) -> Tag:
    attributes = {
        "epub:type": "pagebreak",
        "role": "doc-pagebreak",
        "id": page_break_id(number),
        "aria-label": str(number),
    }
    return Tag("span", attributes)


def page_break_id(number: int) -> str:
    """Return the id of the mark of a page; no node's id begins with an underscore."""
    return f"_page.{number}"

"""Where on its pages each item of a handout is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from handout import document as doc
from handout.document.traversal import walk
from handout.inline import plain_text

if TYPE_CHECKING:
    from handout.writers.pdf.pages import Area

FieldPath = tuple[str | int, ...]


class Place(Struct, frozen=True):
    """The part of a page on which an item of a handout is printed, in points."""

    page: int
    """Counts from 0, in the order of the file."""
    left: float
    top: float
    """From the top of the page."""
    width: float
    height: float
    path: FieldPath
    """Where the item is among the fields of a program with its handout in place, such as
    ('handout', 'sections', 0, 'content', 2)."""


def places_of(document: doc.DocumentTree, areas: Iterable[Area]) -> list[Place]:
    """Return the places of a document's items; one that is continued has a place on each page."""
    paths = dict(_paths(document))
    found: dict[tuple[int, FieldPath, float], tuple[float, float, float, float]] = {}
    for area in areas:
        path = paths.get(area.node)
        if path is None:
            continue
        right, bottom = area.left + area.width, area.top + area.height
        # Columns are apart: what is above and what is beside are not one rectangle.
        key = next(
            (key for key in found if key[:2] == (area.page, path) and _meet(found[key], area)),
            (area.page, path, area.left),
        )
        left, top, most_right, lowest = found.get(key, (area.left, area.top, right, bottom))
        found[key] = (
            min(left, area.left),
            min(top, area.top),
            max(most_right, right),
            max(lowest, bottom),
        )
    return [
        Place(page, left, top, right - left, bottom - top, path)
        for (page, path, _), (left, top, right, bottom) in found.items()
    ]


def doses_of(document: doc.DocumentTree) -> dict[FieldPath, tuple[str, ...]]:
    """Return the dose of each entry in words, line by line, by the path of the entry's use."""
    found: dict[FieldPath, tuple[str, ...]] = {}
    for number, first, section in _numbered_sections(document):
        for child, path in _items(section, number, first):
            if isinstance(child, doc.Entry):
                found[path] = tuple(dose_phrases(child))
    return found


def session_lengths(document: doc.DocumentTree) -> tuple[str, ...]:
    """Return how long a session takes in words, for each phase after the heading of it."""
    found: list[str] = []
    for block in document.children:
        for node in walk((block,)):
            if isinstance(node, doc.Paragraph) and node.id.endswith("glance.minutes"):
                length = plain_text(node.content)
                heading = next(each for each in walk((block,)) if isinstance(each, doc.Heading))
                is_of_phase = node.id.startswith("section.")
                found.append(f"{plain_text(heading.content)}: {length}" if is_of_phase else length)
    return tuple(found)


def dose_phrases(entry: doc.Entry) -> Iterator[str]:
    """Yield each dose of an entry as one line; a dose to fill in by hand is none."""
    for node in walk((entry,)):
        if isinstance(node, doc.Dose) and not any(item.blank for item in node.items):
            label = plain_text(node.label)
            words = " · ".join(plain_text(item.content) for item in node.items)
            yield f"{label}: {words}" if label else words


_COLUMN_GAP: Final = 30.0
"""Parts of an item that are further apart, in points, are in different columns or on cards."""


def _meet(box: tuple[float, float, float, float], area: Area) -> bool:
    left, _, right, _ = box
    return area.left < right + _COLUMN_GAP and left < area.left + area.width + _COLUMN_GAP


_PARTS: Final[dict[str, FieldPath]] = {
    "title": ("handout", "title"),
    "subtitle": ("handout", "subtitle"),
    "goals": ("goals",),
    "stop": ("handout", "stop"),
    "note": ("note",),
    "intro": ("handout", "intro"),
    "tip": ("handout", "tip"),
    "summary": ("handout", "summary"),
    "log": ("handout", "log"),
    "author": ("handout", "author"),
    "visit": ("patient",),
}
"""The parts of a handout around its sections, by the first word of their nodes' ids."""


def _paths(document: doc.DocumentTree) -> Iterator[tuple[str, FieldPath]]:
    """Yield the ids of nodes with the paths of their items."""
    for child in document.children:
        if path := _PARTS.get(child.id.partition(".")[0]):
            yield from ((node.id, path) for node in walk((child,)))
    for number, first, section in _numbered_sections(document):
        for child, path in _items(section, number, first):
            yield from ((node.id, path) for node in walk((child,)))


def _numbered_sections(document: doc.DocumentTree) -> Iterator[tuple[int, int, doc.Section]]:
    """Yield the sections of the handout with their numbers and those of their first items."""
    begins_page = False
    for child in document.children:
        if isinstance(child, doc.Section) and re.fullmatch(r"section\.\d+", child.id):
            # A page break that comes first is before the section and its heading.
            yield int(child.id.partition(".")[2]) - 1, int(begins_page), child
        begins_page = isinstance(child, doc.PageBreak)


def _items(section: doc.Section, number: int, first: int) -> Iterator[tuple[doc.Block, FieldPath]]:
    """Yield the blocks of a section with their paths; what is of no item is of the section."""
    whole: FieldPath = ("handout", "sections", number)
    item = first - 1
    for child in section.children:
        block = re.match(rf"section\.{number + 1}\.block\.(\d+)", child.id)
        if block:
            item = first + int(block[1]) - 1
        elif isinstance(child, doc.Entry):
            item += 1
        is_item = block or isinstance(child, doc.Entry)
        yield child, (*whole, "content", item) if is_item else whole

"""Write ways to places: the document outline (ISO 32000-1, 12.3.3), and links within it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from msgspec import Struct, field

from handout import document as doc
from handout.document.traversal import file_title, walk
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.conformance import Conformance
from handout.writers.pdf.file import File, dictionary, text_string


def write_outline(
    document: doc.DocumentTree,
    canvas: MarkedCanvas,
    elements: Mapping[str, str],
    conformance: Conformance,
) -> None:
    """Write an item for each heading and stop box that was drawn, in reading order.

    `elements` are references to the structure elements of nodes.
    """
    file = canvas.file
    entries = [each for each in _entries(document) if each.node in canvas.destinations]
    if not entries:
        return
    root = _OutlineItem(file.add(), {"Type": "/Outlines"})
    branch = [root]
    for entry in entries:
        # If a level is skipped, the item becomes a child of the nearest ancestor.
        del branch[entry.level :]
        keys = {"Title": text_string(entry.title), "Parent": branch[-1].reference}
        keys |= _way_to(entry.node, canvas, elements, conformance)
        item = _OutlineItem(file.add(), keys)
        branch[-1].children.append(item)
        branch.append(item)
    _write_item(root, file)
    file.catalog |= {"Outlines": root.reference, "PageMode": "/UseOutlines"}


def write_jumps(
    canvas: MarkedCanvas, elements: Mapping[str, str], conformance: Conformance
) -> None:
    """Write the annotations of links within the document; `elements` as for `write_outline`."""
    for jump in canvas.jumps:
        keys = jump.keys | _way_to(jump.target, canvas, elements, conformance)
        canvas.file.fill(jump.annotation, dictionary(keys))


def _way_to(
    node: str, canvas: MarkedCanvas, elements: Mapping[str, str], conformance: Conformance
) -> dict[str, str]:
    """Return the entry of a dictionary that leads to a node."""
    destination = canvas.destinations[node]
    view = f"/XYZ 0 {destination.top:.2f} 0"
    place = f"[{canvas.pages[destination.page].reference} {view}]"
    if conformance.structure_destinations:
        return {"A": f"<</S /GoTo /D {place} /SD [{elements[node]} {view}]>>"}
    return {"Dest": place}


class _Entry(Struct, frozen=True):
    """What an outline item is about."""

    node: str
    title: str
    level: int


def _entries(document: doc.DocumentTree) -> Iterator[_Entry]:
    for node in walk(document.children):
        match node:
            case doc.Heading():
                yield _Entry(node.id, file_title(document, node).words, node.level)
            case doc.Callout(
                kind=doc.CalloutKind.STOP, children=(doc.Points() | doc.Paragraph() as first, *_)
            ):
                # Its label stands in place of a heading.
                yield _Entry(node.id, first.label, _STOP_LEVEL)
            case _:
                pass


_STOP_LEVEL: Final = 2
"""The level of a stop box: that of a section."""


class _OutlineItem(Struct):
    """An outline item and its children."""

    reference: str
    keys: dict[str, str]
    children: list[_OutlineItem] = field(default_factory=list)

    def count(self) -> int:
        """Return the number of descendants, all of which are shown open."""
        return sum(1 + child.count() for child in self.children)


def _write_item(item: _OutlineItem, file: File) -> None:
    """Write an item and its descendants."""
    children = item.children
    for before, after in pairwise(children):
        before.keys["Next"], after.keys["Prev"] = after.reference, before.reference
    if children:
        first, last = children[0].reference, children[-1].reference
        item.keys |= {"Count": str(item.count()), "First": first, "Last": last}
    file.fill(item.reference, dictionary(item.keys))
    for child in children:
        _write_item(child, file)

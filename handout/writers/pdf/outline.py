"""Write the document outline, the bookmarks of a viewer (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct, field

from handout import document as doc
from handout.document.traversal import outline
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.conformance import Conformance
from handout.writers.pdf.file import File, dictionary, text_string


def write_outline(
    document: doc.DocumentTree,
    canvas: MarkedCanvas,
    elements: Mapping[str, str],
    conformance: Conformance,
) -> None:
    """Write an item for each heading that was drawn, in reading order.

    `elements` are references to the structure elements of nodes.
    """
    file = canvas.file
    headings = [heading for heading in outline(document) if heading.id in canvas.destinations]
    if not headings:
        return
    root = _OutlineItem(file.add(), {"Type": "/Outlines"})
    branch = [root]
    for heading in headings:
        # If a level is skipped, the item becomes a child of the nearest ancestor.
        del branch[heading.level :]
        destination = canvas.destinations[heading.id]
        view = f"/XYZ 0 {destination.top:.2f} 0"
        place = f"[{canvas.pages[destination.page].reference} {view}]"
        keys = {"Title": text_string(heading.words), "Parent": branch[-1].reference}
        if conformance.structure_destinations:
            keys["A"] = f"<</S /GoTo /D {place} /SD [{elements[heading.id]} {view}]>>"
        else:
            keys["Dest"] = place
        item = _OutlineItem(file.add(), keys)
        branch[-1].children.append(item)
        branch.append(item)
    _write_item(root, file)
    file.catalog |= {"Outlines": root.reference, "PageMode": "/UseOutlines"}


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

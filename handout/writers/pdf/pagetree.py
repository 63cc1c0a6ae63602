"""Put drawn pages into their file: the page tree, what all pages share, and the outline."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from msgspec import Struct, field

from handout.caches import Memo
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.file import File, dictionary, text_string


def write_pages(canvas: MarkedCanvas, memo: Memo[Any]) -> None:
    """Write the pages of a canvas with their fonts, and the bookmarks that lead to them."""
    file = canvas.file
    tree = file.add()
    # One dictionary for all pages: it is small, and most pages use most of it.
    resources = file.add(
        dictionary(
            {
                "Font": dictionary(canvas.fonts.write(file, memo)),
                "XObject": dictionary(canvas.xobjects),
                "ExtGState": canvas.graphics_states,
            }
        )
    )
    width, height = canvas.paper
    for page in canvas.pages:
        keys = {
            "Type": "/Page",
            "Parent": tree,
            "MediaBox": f"[0 0 {width:.4f} {height:.4f}]",
            "Resources": resources,
            "Contents": file.add(page.content),
            "StructParents": str(page.key),
            "Tabs": "/S",
        }
        if page.annotations:
            keys["Annots"] = f"[{' '.join(page.annotations)}]"
        file.fill(page.reference, dictionary(keys))
    kids = " ".join(page.reference for page in canvas.pages)
    file.fill(tree, f"<</Type /Pages /Count {len(canvas.pages)} /Kids [{kids}]>>")
    file.catalog["Pages"] = tree
    if canvas.bookmarks:
        file.catalog["Outlines"] = _write_outline(canvas)
        file.catalog["PageMode"] = "/UseOutlines"


class _Entry(Struct):
    """An entry of the outline with those below it."""

    reference: str
    keys: dict[str, str]
    children: list[_Entry] = field(default_factory=list)

    def count(self) -> int:
        """Return how many entries are below this one; all are shown open."""
        return sum(1 + child.count() for child in self.children)


def _write_outline(canvas: MarkedCanvas) -> str:
    """Write the outline and return the reference to it (ISO 32000-1, 12.3.3)."""
    root = _Entry(canvas.file.add(), {"Type": "/Outlines"})
    branch = [root]
    for bookmark in canvas.bookmarks:
        # Where a level is left out, the entry hangs where its parent would.
        del branch[bookmark.level + 1 :]
        page = canvas.pages[bookmark.page].reference
        keys = {
            "Title": text_string(bookmark.title),
            "Parent": branch[-1].reference,
            "Dest": f"[{page} /XYZ 0 {bookmark.top:.2f} 0]",
        }
        entry = _Entry(canvas.file.add(), keys)
        branch[-1].children.append(entry)
        branch.append(entry)
    _write_entry(root, canvas.file)
    return root.reference


def _write_entry(entry: _Entry, file: File) -> None:
    """Write an entry and all below it."""
    children = entry.children
    for before, after in pairwise(children):
        before.keys["Next"], after.keys["Prev"] = after.reference, before.reference
    if children:
        first, last = children[0].reference, children[-1].reference
        entry.keys |= {"Count": str(entry.count()), "First": first, "Last": last}
    file.fill(entry.reference, dictionary(entry.keys))
    for child in children:
        _write_entry(child, file)

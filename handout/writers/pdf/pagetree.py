"""Write drawn pages as a page tree, with shared resources and the document outline."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from msgspec import Struct, field

from handout.caches import Caches, Memo
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.file import File, Stream, dictionary, text_string


def write_pages(canvas: MarkedCanvas, caches: Caches) -> None:
    """Write the pages of a canvas, their fonts and the outline."""
    file = canvas.file
    tree = file.add()
    # All pages share one resource dictionary: it is small, and most pages use most of it.
    resources = file.add(
        dictionary(
            {
                "Font": dictionary(canvas.fonts.write(file, caches.memo("fonts", 16, 8))),
                "XObject": dictionary(canvas.xobjects),
                "ExtGState": canvas.graphics_states,
            }
        )
    )
    width, height = canvas.page_size
    streams: Memo[Stream] = caches.memo("page streams", 64)
    for page in canvas.pages:
        content = streams.get(page.content, None, partial(Stream.deflated, "", page.content))
        keys = {
            "Type": "/Page",
            "Parent": tree,
            "MediaBox": f"[0 0 {width:.4f} {height:.4f}]",
            "Resources": resources,
            "Contents": file.add(content),
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


class _OutlineItem(Struct):
    """An outline item and its children."""

    reference: str
    keys: dict[str, str]
    children: list[_OutlineItem] = field(default_factory=list)

    def count(self) -> int:
        """Return the number of descendants, all of which are shown open."""
        return sum(1 + child.count() for child in self.children)


def _write_outline(canvas: MarkedCanvas) -> str:
    """Write the outline and return a reference to it (ISO 32000-1, 12.3.3)."""
    root = _OutlineItem(canvas.file.add(), {"Type": "/Outlines"})
    branch = [root]
    for bookmark in canvas.bookmarks:
        # If a level is skipped, the item becomes a child of the nearest ancestor.
        del branch[bookmark.level + 1 :]
        page = canvas.pages[bookmark.page].reference
        keys = {
            "Title": text_string(bookmark.title),
            "Parent": branch[-1].reference,
            "Dest": f"[{page} /XYZ 0 {bookmark.top:.2f} 0]",
        }
        item = _OutlineItem(canvas.file.add(), keys)
        branch[-1].children.append(item)
        branch.append(item)
    _write_item(root, canvas.file)
    return root.reference


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

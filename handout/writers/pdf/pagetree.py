"""Write drawn pages as a page tree with shared resources."""

from __future__ import annotations

from functools import partial

from handout.caches import Caches, Memo
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.file import Stream, dictionary


def write_pages(canvas: MarkedCanvas, caches: Caches) -> list[tuple[str, str]]:
    """Write the pages of a canvas and their fonts; return references to what each page shows.

    They are its content and its resources.
    """
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
    shown: list[tuple[str, str]] = []
    streams: Memo[Stream] = caches.memo("page streams", 64)
    for page in canvas.pages:
        content = streams.get(page.content, None, partial(Stream.deflated, "", page.content))
        shown.append((file.add(content), resources))
        keys = {
            "Type": "/Page",
            "Parent": tree,
            "MediaBox": f"[0 0 {width:.4f} {height:.4f}]",
            "Resources": resources,
            "Contents": shown[-1][0],
            "StructParents": str(page.key),
            "Tabs": "/S",
        }
        if page.annotations:
            keys["Annots"] = f"[{' '.join(page.annotations)}]"
        file.fill(page.reference, dictionary(keys))
    kids = " ".join(page.reference for page in canvas.pages)
    file.fill(tree, f"<</Type /Pages /Count {len(canvas.pages)} /Kids [{kids}]>>")
    file.catalog["Pages"] = tree
    return shown

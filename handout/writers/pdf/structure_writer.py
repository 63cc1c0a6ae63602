"""Write a structure tree and its parent tree as PDF objects (ISO 32000-1, 14.7)."""

from __future__ import annotations

from typing import Any, assert_never

from handout.caches import Memo
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.conformance import Conformance
from handout.writers.pdf.file import File, Stream, dictionary
from handout.writers.pdf.marks import LinkArea, Mark
from handout.writers.pdf.structure import Element


def write_structure(
    root: Element, canvas: MarkedCanvas, conformance: Conformance, memo: Memo[Any]
) -> None:
    """Write a structure tree into the file of the pages that it describes.

    Documents with equal trees that start at the same object number share the written objects.
    """
    file = canvas.file
    start = len(file)
    pages = tuple([(page.reference, page.key) for page in canvas.pages])

    def write() -> tuple[str | Stream, ...]:
        _Writer(file, pages, canvas.next_key).write(root, conformance)
        return file.since(start)

    objects = memo.get((len(pages), start), (root, pages, conformance), write)
    if len(file) == start:
        file.extend(objects)
    file.catalog |= {"StructTreeRoot": f"{start + 1} 0 R", "MarkInfo": "<</Marked true>>"}


class _Writer:
    """Writes structure elements as PDF objects."""

    def __init__(self, file: File, pages: tuple[tuple[str, int], ...], next_key: int) -> None:
        """Take the file, the reference and parent-tree key of each page, and the next free key."""
        self._file = file
        self._pages = pages
        self._next_key = next_key
        self._marks: list[tuple[int, int, str]] = []
        """Page, MCID and parent element of each mark."""
        self._links: list[tuple[int, str]] = []
        """Parent-tree key and parent element of each annotation."""

    def write(self, root: Element, conformance: Conformance) -> None:
        """Write the tree and its parent tree (ISO 32000-1, 14.7.4.4)."""
        tree = self._file.add()
        top = self._element(root, tree)
        parents: list[list[str]] = [[] for _ in self._pages]
        for page, _, parent in sorted(self._marks):
            parents[page].append(parent)
        entries = [
            *(
                (key, f"[{' '.join(own)}]")
                for (_, key), own in zip(self._pages, parents, strict=True)
            ),
            *self._links,
        ]
        numbers = " ".join(f"{key} {value}" for key, value in sorted(entries))
        roles = " ".join(f"/{ours} /{theirs}" for ours, theirs in conformance.role_map)
        text = (
            f"<</Type /StructTreeRoot /K [{top}] /RoleMap <<{roles}>>"
            f" /ParentTree <</Nums [{numbers}]>> /ParentTreeNextKey {self._next_key}>>"
        )
        self._file.fill(tree, text)

    def _element(self, element: Element, parent: str) -> str:
        """Write an element and its descendants; return a reference to it."""
        name = self._file.add()
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        kids = " ".join([self._kid(kid, name, page) for kid in element.kids])
        keys = {"Type": "/StructElem", "S": f"/{element.kind}", "P": parent, "K": f"[{kids}]"}
        if page is not None:
            keys["Pg"] = self._pages[page][0]
        self._file.fill(name, dictionary(keys | element.keys))
        return name

    def _kid(self, kid: Element | Mark | LinkArea, parent: str, page: int | None) -> str:
        match kid:
            case Element():
                return self._element(kid, parent)
            case Mark():
                self._marks.append((kid.page, kid.mcid, parent))
                if kid.page == page:
                    return str(kid.mcid)
                return f"<</Type /MCR /Pg {self._pages[kid.page][0]} /MCID {kid.mcid}>>"
            case LinkArea():
                self._links.append((kid.key, parent))
                return f"<</Type /OBJR /Pg {self._pages[kid.page][0]} /Obj {kid.annotation}>>"
            case _:
                assert_never(kid)

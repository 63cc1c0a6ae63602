"""Write a structure tree and its parent tree as PDF objects (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never, cast

from handout.caches import Memo
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.conformance import Conformance
from handout.writers.pdf.file import File, Stream, dictionary, text_string
from handout.writers.pdf.marks import LinkArea, Mark
from handout.writers.pdf.structure import Element


def write_structure(
    root: Element, canvas: MarkedCanvas, conformance: Conformance, memo: Memo[Any]
) -> Mapping[str, str]:
    """Write a structure tree into the file of the pages that it describes.

    Returns references to the elements of blocks. Documents with equal trees that start at the same
    object number share the written objects.
    """
    file = canvas.file
    start = len(file)
    pages = tuple([(page.reference, page.key) for page in canvas.pages])

    def write() -> tuple[tuple[str | Stream, ...], dict[str, str]]:
        writer = _Writer(file, pages, canvas.next_key, conformance)
        writer.write(root)
        return file.since(start), writer.elements

    objects, elements = memo.get((len(pages), start), (root, pages, conformance), write)
    if len(file) == start:
        file.extend(objects)
    file.catalog |= {"StructTreeRoot": f"{start + 1} 0 R", "MarkInfo": "<</Marked true>>"}
    return cast("Mapping[str, str]", elements)


class _Writer:
    """Writes structure elements as PDF objects."""

    def __init__(
        self,
        file: File,
        pages: tuple[tuple[str, int], ...],
        next_key: int,
        conformance: Conformance,
    ) -> None:
        """Take the file, the reference and parent-tree key of each page, and the next free key."""
        self._file = file
        self._pages = pages
        self._next_key = next_key
        self._conformance = conformance
        self._types = dict(conformance.role_map) if conformance.namespace else {}
        """Standard types to write instead of ours."""
        self._namespace: dict[str, str] = {}
        """The namespace as an entry of each element, if they are in one."""
        self.elements: dict[str, str] = {}
        """References to the elements of blocks."""
        self._marks: list[tuple[int, int, str]] = []
        """Page, MCID and parent element of each mark."""
        self._links: list[tuple[int, str]] = []
        """Parent-tree key and parent element of each annotation."""

    def write(self, root: Element) -> None:
        """Write the tree and its parent tree (ISO 32000-1, 14.7.4.4)."""
        tree = self._file.add()
        types = self._type_keys()
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
        text = (
            f"<</Type /StructTreeRoot /K [{top}] {types}"
            f" /ParentTree <</Nums [{numbers}]>> /ParentTreeNextKey {self._next_key}>>"
        )
        self._file.fill(tree, text)

    def _type_keys(self) -> str:
        """Return the entry of the root that defines the structure types (ISO 32000-2, 14.7.4)."""
        conformance = self._conformance
        if conformance.namespace:
            uri = text_string(conformance.namespace)
            namespace = self._file.add(f"<</Type /Namespace /NS {uri}>>")
            self._namespace = {"NS": namespace}
            return f"/Namespaces [{namespace}]"
        roles = " ".join(f"/{ours} /{theirs}" for ours, theirs in conformance.role_map)
        return f"/RoleMap <<{roles}>>"

    def _element(self, element: Element, parent: str) -> str:
        """Write an element and its descendants; return a reference to it."""
        name = self._file.add()
        if element.node:
            self.elements[element.node] = name
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        kids = " ".join([self._kid(kid, name, page) for kid in element.kids])
        kind = self._types.get(element.kind, element.kind)
        keys = {"Type": "/StructElem", "S": f"/{kind}", "P": parent, "K": f"[{kids}]"}
        if page is not None:
            keys["Pg"] = self._pages[page][0]
        self._file.fill(name, dictionary(keys | self._namespace | element.keys))
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

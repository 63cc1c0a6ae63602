"""Make the structure tree of a tagged PDF from the Document and the marks on its pages.

ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1) for what must be there.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import Any, Final, assert_never

from msgspec import Struct, field

from handout import document as doc
from handout.caches import Memo
from handout.languages import same_language
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.file import File, Stream, text_string
from handout.writers.pdf.marks import LinkArea, Mark, Marks, Owner, Part

ROLE_MAP: Final = {"Entry": "Sect", "Callout": "Div"}
"""Our own structure types and the standard ones that they are kinds of."""


class Element(Struct):
    """A structure element; its kids are elements, marks and link areas, in reading order."""

    kind: str
    kids: list[Element | Mark | LinkArea] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    """Further keys of its dictionary, as they stand in the file."""


def write_structure(document: doc.DocumentTree, canvas: MarkedCanvas, memo: Memo[Any]) -> None:
    """Add the structure of a document whose pages were drawn to its file.

    Copies of a handout whose trees are equal and begin at the same object share the objects.
    """
    builder = _Builder(canvas.marks, document.language)
    root = Element("Document", [builder.block(block) for block in document.children])
    file = canvas.file
    start = len(file)
    pages = tuple([(page.reference, page.key) for page in canvas.pages])

    def write() -> tuple[str | Stream, ...]:
        _Writer(file, pages, canvas.next_key).write(root)
        return file.since(start)

    objects = memo.get(document.title, (root, start, pages), write)
    if len(file) == start:
        file.extend(objects)
    file.catalog |= {"StructTreeRoot": f"{start + 1} 0 R", "MarkInfo": "<</Marked true>>"}


class _Builder:
    """Turn nodes into elements, and find their marks."""

    def __init__(self, marks: Marks, language: str) -> None:
        self._language = language
        self._marks: dict[tuple[str, Part], list[Mark]] = defaultdict(list)
        # Sheets of a booklet are not in the order of its pages.
        for mark in sorted(marks.marks, key=lambda mark: mark.leaf):
            owner = mark.owner
            self._marks[owner.node, owner.part].append(mark)
        self._links: dict[Owner, list[LinkArea]] = defaultdict(list)
        for owner, area in marks.links:
            self._links[owner].append(area)
        self._figures = marks.figures

    def block(self, block: doc.Block) -> Element:
        """Return the element of a block, with its language where that is another."""
        element = self._element(block)
        if block.language and not same_language(block.language, self._language):
            element.keys["Lang"] = text_string(block.language)
        return element

    def _element(self, block: doc.Block) -> Element:  # noqa: C901 -- one match over all nodes
        match block:
            case doc.Heading():
                return self._leaf(f"H{block.level}", block.id)
            case doc.Paragraph() | doc.Facts():
                return self._leaf("P", block.id)
            case doc.Steps() | doc.Points() | doc.DosageBox():
                return self._list(block)
            case doc.Figure():
                return self._figure(block)
            case doc.Callout():
                return Element("Callout", [self.block(child) for child in block.children])
            case doc.Entry():
                return Element("Entry", [self.block(child) for child in block.children])
            case doc.Section():
                return Element("Sect", [self.block(child) for child in block.children])
            case doc.Video():
                return self._video(block)
            case doc.Table():
                return self._table(block)
            case doc.Letterhead():
                return self._letterhead(block)
            case _:
                assert_never(block)

    def _leaf(self, kind: str, node: str, part: Part = Part.BODY) -> Element:
        """Return an element whose kids are what was drawn of a node, links as Link elements."""
        kids: list[Element | Mark | LinkArea] = []
        marks = self._marks.get((node, part), [])
        if len(marks) == 1 and not marks[0].owner.url and not marks[0].owner.language:
            return Element(kind, [*marks])
        for owner, group in groupby(marks, key=lambda mark: mark.owner):
            if owner.url:
                kids.append(Element("Link", [*group, *self._links.get(owner, [])]))
            elif owner.language:
                kids.append(Element("Span", [*group], {"Lang": text_string(owner.language)}))
            else:
                kids += group
        return Element(kind, kids)

    def _list(self, block: doc.Steps | doc.Points | doc.DosageBox) -> Element:
        ordered = isinstance(block, doc.Steps)
        numbering = "Decimal" if ordered else "Disc"
        element = Element("L", keys={"A": f"<</O /List /ListNumbering /{numbering}>>"})
        caption = self._leaf("Caption", block.id, Part.CAPTION)
        element.kids += [caption] if caption.kids else []
        for item in block.items:
            label = self._leaf("Lbl", item.id, Part.LABEL)
            body = self._leaf("LBody", item.id)
            element.kids.append(Element("LI", [label, body] if label.kids else [body]))
        return element

    def _figure(self, figure: doc.Figure) -> Element:
        element = self._leaf("Figure", figure.id)
        self._describe(element, figure.id, figure.alt)
        if not figure.caption:
            return element
        # Beside the figure: what stands inside it is hidden by its Alt.
        return Element("Div", [element, self._leaf("Caption", figure.id, Part.CAPTION)])

    def _describe(self, element: Element, node: str, alt: str) -> None:
        """Say what a figure shows and where it stands."""
        box = " ".join(f"{value:.2f}" for value in self._figures[node])
        element.keys["Alt"] = text_string(alt)
        element.keys["A"] = f"<</O /Layout /Placement /Block /BBox [{box}]>>"

    def _video(self, video: doc.Video) -> Element:
        """Return the address as a paragraph, and the code beside it as a figure."""
        words = self._leaf("P", video.id)
        if video.id not in self._figures:
            return words
        code = self._leaf("Figure", video.id, Part.PICTURE)
        self._describe(code, video.id, video.alt)
        return Element("Div", [words, code])

    def _letterhead(self, letterhead: doc.Letterhead) -> Element:
        lines: list[Element | Mark | LinkArea] = [self._leaf("P", letterhead.id)]
        lines += [self._leaf("P", line.id) for line in letterhead.lines]
        logo = [self._figure(letterhead.logo)] if letterhead.logo else []
        return Element("Div", [*logo, *lines])

    def _table(self, table: doc.Table) -> Element:
        """Return a table; a heading in its first row heads a column, any other one a row."""
        language = table.language or self._language
        rows: list[Element | Mark | LinkArea] = []
        for number, row in enumerate(table.rows):
            scope = "Row" if number else "Column"
            rows.append(Element("TR", [self._cell(cell, scope, language) for cell in row.cells]))
        return Element("Table", rows)

    def _cell(self, cell: doc.Cell, scope: str, language: str) -> Element:
        element = self._leaf("TH" if cell.heading else "TD", cell.id)
        if cell.heading:
            element.keys["A"] = f"<</O /Table /Scope /{scope}>>"
        own = cell.language or self._language
        if not same_language(own, language):
            element.keys["Lang"] = text_string(own)
        return element


class _Writer:
    """Turns elements into PDF objects."""

    def __init__(self, file: File, pages: tuple[tuple[str, int], ...], next_key: int) -> None:
        """Take the file, the reference and parent-tree key of each page, and the next free key."""
        self._file = file
        self._pages = pages
        self._next_key = next_key
        self._marks: list[tuple[int, int, str]] = []
        """Page and number of each mark, and the element that has it."""
        self._links: list[tuple[int, str]] = []
        """Parent-tree key of each annotation, and the element that has it."""

    def write(self, root: Element) -> None:
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
        roles = " ".join(f"/{ours} /{theirs}" for ours, theirs in ROLE_MAP.items())
        text = (
            f"<</Type /StructTreeRoot /K [{top}] /RoleMap <<{roles}>>"
            f" /ParentTree <</Nums [{numbers}]>> /ParentTreeNextKey {self._next_key}>>"
        )
        self._file.fill(tree, text)

    def _element(self, element: Element, parent: str) -> str:
        """Write an element with all below it; return the reference to it."""
        name = self._file.add()
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        kids = " ".join([self._kid(kid, name, page) for kid in element.kids])
        text = f"<</Type /StructElem /S /{element.kind} /P {parent} /K [{kids}]"
        if page is not None:
            text += f" /Pg {self._pages[page][0]}"
        for key, value in element.keys.items():
            text += f" /{key} {value}"
        self._file.fill(name, text + ">>")
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

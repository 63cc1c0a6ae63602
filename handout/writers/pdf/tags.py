"""Make the structure tree of a tagged PDF from the Document and the marks on its pages.

ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1) for what must be there.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import Any, Final, assert_never
from urllib.parse import quote

from msgspec import Struct, field

from handout import document as doc
from handout.caches import Memo
from handout.languages import same_language
from handout.writers.pdf.file import File, Stream, text_string
from handout.writers.pdf.marks import Area, Mark, MarkedCanvas, Marks, Owner, Part

ROLE_MAP: Final = {"Entry": "Sect", "Callout": "Div"}
"""Our own structure types and the standard ones that they are kinds of."""


class Element(Struct):
    """A structure element; its kids are elements, marks and link areas, in reading order."""

    kind: str
    kids: list[Element | Mark | Area] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    """Further keys of its dictionary, as they stand in the file."""


class WrittenStructure(Struct, frozen=True):
    """The structure tree of a document as objects of its file."""

    objects: tuple[str | Stream, ...]
    annotations: list[tuple[int, str]]
    """The page of each annotation, counted from 0, and the reference to it."""


def write_structure(document: doc.DocumentTree, canvas: MarkedCanvas, memo: Memo[Any]) -> None:
    """Add the structure of a document whose pages were drawn to its file.

    Copies of a handout whose trees are equal and begin at the same object share the objects.
    """
    builder = _Builder(canvas.marks, document.language)
    root = Element("Document", [builder.block(block) for block in document.children])
    file = canvas.file
    start = len(file)
    pages = tuple([page.reference for page in canvas.pages])

    def write() -> WrittenStructure:
        annotations = _Writer(file, pages).write(root)
        return WrittenStructure(file.since(start), annotations)

    written: WrittenStructure = memo.get(document.title, (root, start, pages), write)
    if len(file) == start:
        file.extend(written.objects)
    file.catalog |= {"StructTreeRoot": f"{start + 1} 0 R", "MarkInfo": "<</Marked true>>"}
    for index, annotation in written.annotations:
        canvas.pages[index].annotations.append(annotation)
    for index, page in enumerate(canvas.pages):
        page.keys |= {"StructParents": str(index), "Tabs": "/S"}


class _Builder:
    """Turn nodes into elements, and find their marks."""

    def __init__(self, marks: Marks, language: str) -> None:
        self._language = language
        self._marks: dict[tuple[str, Part], list[Mark]] = defaultdict(list)
        # Sheets of a booklet are not in the order of its pages.
        for mark in sorted(marks.marks, key=lambda mark: mark.leaf):
            owner = mark.owner
            self._marks[owner.node, owner.part].append(mark)
        self._links: dict[Owner, list[Area]] = defaultdict(list)
        for owner, area in marks.links:
            self._links[owner].append(area)
        self._figures = dict(marks.figures)

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
        kids: list[Element | Mark | Area] = []
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
        box = " ".join(f"{value:.2f}" for value in self._figures[node].rectangle)
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
        lines: list[Element | Mark | Area] = [self._leaf("P", letterhead.id)]
        lines += [self._leaf("P", line.id) for line in letterhead.lines]
        logo = [self._figure(letterhead.logo)] if letterhead.logo else []
        return Element("Div", [*logo, *lines])

    def _table(self, table: doc.Table) -> Element:
        """Return a table; a heading in its first row heads a column, any other one a row."""
        language = table.language or self._language
        rows: list[Element | Mark | Area] = []
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
    """Turn elements into PDF objects."""

    def __init__(self, file: File, pages: tuple[str, ...]) -> None:
        """Take the file and the references to its pages."""
        self._file = file
        self._pages = pages
        self._parents: list[tuple[int, int, str]] = []
        """Page and number of each mark, and the element that has it."""
        self._annotations: list[tuple[int, str, str]] = []
        """Page of each annotation, the annotation and the element that has it."""

    def write(self, root: Element) -> list[tuple[int, str]]:
        """Write the tree and its parent tree; return the annotations, each with its page."""
        tree = self._file.add()
        top = self._element(root, tree)
        parents: list[list[str]] = [[] for _ in self._pages]
        for number, _, parent in sorted(self._parents):
            parents[number].append(parent)
        numbers = [f"{index} [{' '.join(own)}]" for index, own in enumerate(parents)]
        first = len(self._pages)
        numbers += [
            f"{first + index} {link}" for index, (_, _, link) in enumerate(self._annotations)
        ]
        roles = " ".join(f"/{ours} /{theirs}" for ours, theirs in ROLE_MAP.items())
        text = (
            f"<</Type /StructTreeRoot /K [{top}] /RoleMap <<{roles}>>"
            f" /ParentTree <</Nums [{' '.join(numbers)}]>>"
            f" /ParentTreeNextKey {first + len(self._annotations)}>>"
        )
        self._file.fill(tree, text)
        return [(page, annotation) for page, annotation, _ in self._annotations]

    def _element(self, element: Element, parent: str) -> str:
        """Write an element with all below it; return the reference to it."""
        name = self._file.add()
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        kids = " ".join([self._kid(kid, name, page, element) for kid in element.kids])
        text = f"<</Type /StructElem /S /{element.kind} /P {parent} /K [{kids}]"
        if page is not None:
            text += f" /Pg {self._pages[page]}"
        for key, value in element.keys.items():
            text += f" /{key} {value}"
        self._file.fill(name, text + ">>")
        return name

    def _kid(
        self, kid: Element | Mark | Area, parent: str, page: int | None, element: Element
    ) -> str:
        match kid:
            case Element():
                return self._element(kid, parent)
            case Mark():
                self._parents.append((kid.page, kid.mcid, parent))
                if kid.page == page:
                    return str(kid.mcid)
                return f"<</Type /MCR /Pg {self._pages[kid.page]} /MCID {kid.mcid}>>"
            case Area():
                annotation = self._annotation(kid, parent, element)
                return f"<</Type /OBJR /Pg {self._pages[kid.page]} /Obj {annotation}>>"
            case _:
                assert_never(kid)

    def _annotation(self, area: Area, parent: str, link: Element) -> str:
        """Write the annotation of a link's line; return the reference to it."""
        key = len(self._pages) + len(self._annotations)
        url = next(kid.owner.url for kid in link.kids if isinstance(kid, Mark))
        rectangle = " ".join(f"{value:.2f}" for value in area.rectangle)
        annotation = self._file.add(
            f"<</Type /Annot /Subtype /Link /Rect [{rectangle}] /Border [0 0 0] /F 4"
            f" /StructParent {key} /Contents {text_string(url)}"
            f" /A <</Type /Action /S /URI /URI {_uri(url)}>>>>"
        )
        self._annotations.append((area.page, annotation, parent))
        return annotation


def _uri(url: str) -> str:
    """Return an address in ASCII (ISO 32000-1, 12.6.4.7)."""
    return text_string(quote(url, safe="%/:=&?~#+!$,;'@()*[]"))

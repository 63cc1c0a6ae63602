"""Make the structure tree of a tagged PDF from the Document and the marks on its pages.

ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1) for what must be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, assert_never
from urllib.parse import quote

from handout import document as doc
from handout.document import same_language
from handout.writers.pdf.file import text_string
from handout.writers.pdf.marks import Area, Mark, MarkedCanvas, Marks, Owner, Part

ROLE_MAP: Final = {"Entry": "Sect", "Callout": "Div"}
"""Our own structure types and the standard ones that they are kinds of."""


@dataclass(slots=True)
class Element:
    """A structure element; its kids are elements, marks and link areas, in reading order."""

    kind: str
    kids: list[Element | Mark | Area] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    """Further keys of its dictionary, as they stand in the file."""

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


def compose_structure(document: doc.Document, marks: Marks) -> Element:
    """Return the structure of a document whose pages were drawn."""
    builder = _Builder(marks, document.language)
    return Element("Document", [builder.block(block) for block in document.children])


class _Builder:
    """Turn nodes into elements, and find their marks."""

    def __init__(self, marks: Marks, language: str) -> None:
        self._language = language
        self._marks: dict[tuple[str, Part, object], list[Mark]] = defaultdict(list)
        # Sheets of a booklet are not in the order of its pages.
        for mark in sorted(marks.marks, key=lambda mark: mark.leaf):
            self._marks[mark.owner.node, mark.owner.part, mark.owner.cell].append(mark)
        self._links: dict[Owner, list[Area]] = defaultdict(list)
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
            case doc.Log():
                return self._log(block)
            case doc.Video():
                return self._video(block)
            case doc.Glance():
                return self._glance(block)
            case doc.Letterhead():
                return self._letterhead(block)
            case _:
                assert_never(block)

    def _leaf(
        self, kind: str, node: str, part: Part = Part.BODY, cell: tuple[int, int] | None = None
    ) -> Element:
        """Return an element whose kids are what was drawn of a node, links as Link elements."""
        kids: list[Element | Mark | Area] = []
        marks = self._marks.get((node, part, cell), [])
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
        if not isinstance(block, doc.Steps):
            element.kids.append(self._leaf("Caption", block.id, Part.CAPTION))
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

    def _log(self, log: doc.Log) -> Element:
        columns = 1 + len(log.days) + bool(log.notes)
        return self._table(log.id, len(log.weeks) + 1, columns)

    def _glance(self, glance: doc.Glance) -> Element:
        return self._table(glance.id, len(glance.rows) + 1, len(glance.columns))

    def _table(self, node: str, rows: int, columns: int) -> Element:
        """Return a table whose first row and first column are heads."""
        return Element(
            "Table",
            [
                Element("TR", [self._cell(node, row, column) for column in range(columns)])
                for row in range(rows)
            ],
        )

    def _cell(self, node: str, row: int, column: int) -> Element:
        element = self._leaf("TD", node, cell=(row, column))
        if row == 0 and not element.kids:
            return element
        if row == 0 or column == 0:
            element.kind = "TH"
            scope = "Column" if row == 0 else "Row"
            element.keys["A"] = f"<</O /Table /Scope /{scope}>>"
        return element


def write_structure(root: Element, canvas: MarkedCanvas) -> None:
    """Put a structure tree into the file that a canvas will write."""
    _Writer(canvas).write(root)


class _Writer:
    """Turn elements into PDF objects."""

    def __init__(self, canvas: MarkedCanvas) -> None:
        self._file = canvas.file
        self._pages = canvas.pages
        self._parents: list[dict[int, str]] = [{} for _ in self._pages]
        self._annotations: list[str] = []
        """The Link element of each annotation, by its key in the parent tree."""

    def write(self, root: Element) -> None:
        """Write the tree, its parent tree and the keys of catalog and pages."""
        tree = self._file.add()
        top = self._element(root, tree)
        numbers = [
            f"{index} [{' '.join(parents[mcid] for mcid in sorted(parents))}]"
            for index, parents in enumerate(self._parents)
        ]
        first = len(self._pages)
        numbers += [f"{first + index} {link}" for index, link in enumerate(self._annotations)]
        roles = " ".join(f"/{ours} /{theirs}" for ours, theirs in ROLE_MAP.items())
        text = (
            f"<</Type /StructTreeRoot /K [{top}] /RoleMap <<{roles}>>"
            f" /ParentTree <</Nums [{' '.join(numbers)}]>>"
            f" /ParentTreeNextKey {first + len(self._annotations)}>>"
        )
        self._file.fill(tree, text)
        self._file.catalog |= {"StructTreeRoot": tree, "MarkInfo": "<</Marked true>>"}
        for index, page in enumerate(self._pages):
            page.keys |= {"StructParents": str(index), "Tabs": "/S"}

    def _element(self, element: Element, parent: str) -> str:
        """Write an element with all below it; return the reference to it."""
        name = self._file.add()
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        kids = " ".join([self._kid(kid, name, page, element) for kid in element.kids])
        text = f"<</Type /StructElem /S /{element.kind} /P {parent} /K [{kids}]"
        if page is not None:
            text += f" /Pg {self._pages[page].reference}"
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
                self._parents[kid.page][kid.mcid] = parent
                if kid.page == page:
                    return str(kid.mcid)
                return f"<</Type /MCR /Pg {self._pages[kid.page].reference} /MCID {kid.mcid}>>"
            case Area():
                annotation = self._annotation(kid, parent, element)
                return f"<</Type /OBJR /Pg {self._pages[kid.page].reference} /Obj {annotation}>>"
            case _:
                assert_never(kid)

    def _annotation(self, area: Area, parent: str, link: Element) -> str:
        """Write the annotation of a link's line; return the reference to it."""
        key = len(self._pages) + len(self._annotations)
        self._annotations.append(parent)
        url = next(kid.owner.url for kid in link.kids if isinstance(kid, Mark))
        rectangle = " ".join(f"{value:.2f}" for value in area.rectangle)
        annotation = self._file.add(
            f"<</Type /Annot /Subtype /Link /Rect [{rectangle}] /Border [0 0 0] /F 4"
            f" /StructParent {key} /Contents {text_string(url)}"
            f" /A <</Type /Action /S /URI /URI {_uri(url)}>>>>"
        )
        self._pages[area.page].annotations.append(annotation)
        return annotation


def _uri(url: str) -> str:
    """Return an address in ASCII (ISO 32000-1, 12.6.4.7)."""
    return text_string(quote(url, safe="%/:=&?~#+!$,;'@()*[]"))

"""Make the structure tree of a tagged PDF from the Document and the marks on its pages.

ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1) for what must be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Final, assert_never
from urllib.parse import quote

from msgspec import Struct, field

from handout import document as doc
from handout.document import same_language
from handout.memo import Variants
from handout.writers.pdf.file import Stream, text_string
from handout.writers.pdf.marks import Area, Mark, MarkedCanvas, Marks, Owner, Part

ROLE_MAP: Final = {"Entry": "Sect", "Callout": "Div"}
"""Our own structure types and the standard ones that they are kinds of."""


class Element(Struct):
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


_Drawn = tuple[doc.Block, str, tuple[list[Mark], ...], tuple[object, ...]]
"""A block, the document's language, its marks, and where its pictures and links stand."""


class Structures:
    """Elements of entries and how they stand in a file, for documents that have them so too."""

    def __init__(self, entries: int, each: int) -> None:
        """Take how many entries are kept, and in how many forms each."""
        self.elements: Variants[_Drawn, Element] = Variants(entries, each)
        self.written: Variants[_Place, _Written] = Variants(entries, each)


def compose_structure(document: doc.Document, marks: Marks, kept: Structures) -> Element:
    """Return the structure of a document whose pages were drawn."""
    builder = _Builder(marks, document.language, kept)
    return Element("Document", [builder.block(block) for block in document.children])


class _Builder:
    """Turn nodes into elements, and find their marks."""

    def __init__(self, marks: Marks, language: str, kept: Structures) -> None:
        self._language = language
        self._kept = kept
        self._marks: dict[tuple[str, Part, object], list[Mark]] = defaultdict(list)
        self._of_node: dict[str, list[Mark]] = defaultdict(list)
        # Sheets of a booklet are not in the order of its pages.
        for mark in sorted(marks.marks, key=lambda mark: mark.leaf):
            owner = mark.owner
            self._marks[owner.node, owner.part, owner.cell].append(mark)
            self._of_node[owner.node].append(mark)
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
                return self._entry(block)
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

    def _entry(self, entry: doc.Entry) -> Element:
        """Return the element of an entry, from another document where it is the same there."""
        if entry.personal:
            return Element("Entry", [self.block(child) for child in entry.children])
        nodes = doc.node_ids((entry,))
        marks = tuple([self._of_node.get(node, []) for node in nodes])
        areas = tuple([self._figures[node] for node in nodes if node in self._figures])
        links = [self._links[mark.owner] for group in marks for mark in group if mark.owner.url]
        drawn = (entry, self._language, marks, (areas, links))
        element = self._kept.elements.get(entry.id, drawn)
        if element is None:
            element = Element("Entry", [self.block(child) for child in entry.children])
            self._kept.elements.keep(entry.id, drawn, element)
        return element

    def _leaf(
        self, kind: str, node: str, part: Part = Part.BODY, cell: tuple[int, int] | None = None
    ) -> Element:
        """Return an element whose kids are what was drawn of a node, links as Link elements."""
        kids: list[Element | Mark | Area] = []
        marks = self._marks.get((node, part, cell), [])
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


_Place = tuple[Element, int, str, tuple[str, ...], int]
"""An element, the number of its object, its parent, all pages, and the links before it."""


class _Written(Struct, frozen=True):
    """An element with all below it as objects of a file."""

    objects: tuple[str | Stream, ...]
    parents: tuple[tuple[int, int, str], ...]
    """Page and number of each mark, and the element that has it."""
    annotations: tuple[tuple[int, str, str], ...]
    """Page of each annotation, the annotation and the element that has it."""


def write_structure(root: Element, canvas: MarkedCanvas, kept: Structures) -> None:
    """Put a structure tree into the file that a canvas will write."""
    _Writer(canvas, kept).write(root)


class _Writer:
    """Turn elements into PDF objects."""

    def __init__(self, canvas: MarkedCanvas, kept: Structures) -> None:
        self._kept = kept
        self._references = tuple([page.reference for page in canvas.pages])
        self._file = canvas.file
        self._pages = canvas.pages
        self._parents: list[tuple[int, int, str]] = []
        """Page and number of each mark, and the element that has it."""
        self._annotations: list[tuple[int, str, str]] = []
        """Page of each annotation, the annotation and the element that has it."""

    def write(self, root: Element) -> None:
        """Write the tree, its parent tree and the keys of catalog and pages."""
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
        self._file.catalog |= {"StructTreeRoot": tree, "MarkInfo": "<</Marked true>>"}
        for index, annotation, _ in self._annotations:
            self._pages[index].annotations.append(annotation)
        for index, page in enumerate(self._pages):
            page.keys |= {"StructParents": str(index), "Tabs": "/S"}

    def _entry(self, element: Element, parent: str) -> str:
        """Write an entry, as another document has it where it stands so there too."""
        start, marks, links = len(self._file), len(self._parents), len(self._annotations)
        place = (element, start, parent, self._references, links)
        known = self._kept.written.get(start, place)
        if known:
            self._parents += known.parents
            self._annotations += known.annotations
            return self._file.extend(known.objects)
        name = self._element(element, parent)
        written = _Written(
            objects=self._file.since(start),
            parents=tuple(self._parents[marks:]),
            annotations=tuple(self._annotations[links:]),
        )
        self._kept.written.keep(start, place, written)
        return name

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
            case Element(kind="Entry"):
                return self._entry(kid, parent)
            case Element():
                return self._element(kid, parent)
            case Mark():
                self._parents.append((kid.page, kid.mcid, parent))
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

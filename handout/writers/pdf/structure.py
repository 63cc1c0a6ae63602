"""Build the structure tree of a document from its nodes and the marks on its pages.

ISO 32000, 14.8 defines the standard structure types, ISO 14289 (PDF/UA) which are required.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Final, Self, assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from handout import document as doc
from handout.inline import plain_text
from handout.languages import same_language
from handout.writers.pdf.conformance import Conformance
from handout.writers.pdf.file import text_string
from handout.writers.pdf.marks import FOOT, LinkArea, Mark, Marks, Owner, Part, Rectangle


class Element(Struct):
    """A structure element with its kids in reading order."""

    kind: str
    """The structure type."""
    kids: list[Element | Mark | LinkArea] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    """Further dictionary entries, as PDF objects."""
    node: str = ""
    """The block that it is the element of."""


def build_structure(document: doc.DocumentTree, marks: Marks, conformance: Conformance) -> Element:
    """Return the structure tree of a document whose pages have been drawn."""
    builder = _Builder.of_drawn(document, marks, conformance)
    return Element("Document", [*builder.blocks(document.children), *builder.foot()])


_NAMED_ITEMS: Final = {"A": "<</O /List /ListNumbering /Disc>>"}
"""Of a list whose labels are words; PDF 1.7 has no better value (14.8.5.5)."""


class _Builder(Struct, frozen=True):
    """Turns nodes into structure elements and finds their marks."""

    document: doc.DocumentTree
    """Its language is that of the entry that is built."""
    conformance: Conformance
    marks: dict[tuple[str, Part], list[Mark]]
    links: dict[Owner, list[LinkArea]]
    figures: dict[str, Rectangle]

    @classmethod
    def of_drawn(cls, document: doc.DocumentTree, marks: Marks, conformance: Conformance) -> Self:
        """Return the builder of a document that has been drawn."""
        by_part: dict[tuple[str, Part], list[Mark]] = defaultdict(list)
        # The sheets of a booklet are not in reading order.
        for mark in sorted(marks.marks, key=lambda mark: mark.reading_page):
            by_part[mark.owner.node, mark.owner.part].append(mark)
        links: dict[Owner, list[LinkArea]] = defaultdict(list)
        for owner, area in marks.links:
            links[owner].append(area)
        return cls(document, conformance, by_part, links, marks.figures)

    def blocks(self, blocks: Iterable[doc.Block]) -> list[Element | Mark | LinkArea]:
        """Return the elements of blocks."""
        return [self.block(block) for block in blocks if not isinstance(block, doc.PageBreak)]

    def block(self, block: doc.Block) -> Element:
        """Return the element of a block, with its language if it differs from the document's."""
        element = self._element(block)
        element.node = block.id
        self._say_language(element, block.language)
        return element

    def _say_language(self, element: Element, language: str) -> None:
        """Add the language of an element if it differs from the document's."""
        if language and not same_language(language, self.document.language):
            element.keys["Lang"] = text_string(language)

    def foot(self) -> list[Element]:
        """Return the clinic's footer as a paragraph, if it was drawn."""
        element = self._leaf("P", FOOT.node)
        return [element] if element.kids else []

    def _element(self, block: doc.Block) -> Element:  # noqa: C901 -- one match over all nodes
        match block:
            case doc.Heading():
                return self._leaf(f"H{block.level}", block.id)
            case doc.Paragraph() | doc.CrossReference():
                return self._leaf("P", block.id)
            case doc.Steps() | doc.Points() | doc.Facts():
                return self._list(block)
            case doc.DosageBox():
                return self._dosage(block)
            case doc.Figure():
                return self._figure(block)
            case doc.Callout():
                return Element("Callout", [self.block(child) for child in block.children])
            case doc.Pair():
                inside = replace(self, document=self.document.in_second_language())
                twin = inside.block(block.second)
                twin.keys.setdefault("Lang", text_string(inside.document.language))
                return Element("Div", [self.block(block.first), twin])
            case doc.DoDont() | doc.Pictures():
                return Element("Div", [self.block(child) for child in block.children])
            case doc.Scale():
                return self._scale(block)
            case doc.TrafficLight():
                return Element("L", [self._light(light) for light in block.children], _NAMED_ITEMS)
            case doc.WritingLines():
                return self._lines(block)
            case doc.PageBreak():
                raise AssertionError(block)  # not perceived
            case doc.Entry():
                inside = replace(self, document=self.document.in_language(block.language))
                return Element("Entry", [inside.block(child) for child in block.children])
            case doc.Section():
                return Element("Sect", self.blocks(block.children))
            case doc.Video():
                return self._video(block)
            case doc.Table():
                return self._table(block)
            case doc.Log():
                tables = [self.block(table) for table in block.tables]
                return tables[0] if len(tables) == 1 else Element("Div", [*tables])
            case doc.Letterhead():
                return self._letterhead(block)
            case _:
                assert_never(block)

    def _leaf(self, kind: str, node: str, part: Part = Part.BODY) -> Element:
        """Return an element with the marks of a node as kids, links as Link elements."""
        kids: list[Element | Mark | LinkArea] = []
        marks = self.marks.get((node, part), [])
        if len(marks) == 1 and not marks[0].owner.link and not marks[0].owner.language:
            return Element(kind, [*marks])
        for owner, group in groupby(marks, key=lambda mark: mark.owner):
            if owner.link:
                kids.append(Element("Link", [*group, *self.links.get(owner, [])]))
            elif owner.language:
                kids.append(Element("Span", [*group], {"Lang": text_string(owner.language)}))
            else:
                kids += group
        return Element(kind, kids)

    def _list(self, block: doc.Steps | doc.Points | doc.Facts | doc.Dose) -> Element:
        items = [
            self._item(item.id, item.language, item.figure)
            if isinstance(item, doc.Item)
            else self._item(item.id)
            for item in block.items
        ]
        numbering = "None"
        if any(len(item.kids) > 1 for item in items):
            numbering = "Decimal" if isinstance(block, doc.Steps) else "Disc"
        return self._captioned_list(block.id, items, numbering)

    def _dosage(self, dosage: doc.DosageBox) -> Element:
        """Return the phrases of one dose as a list, and several doses as a list of such lists."""
        if dosage.single:
            items = [self._item(item.id) for item in dosage.single.items]
        else:
            items = [
                Element("LI", [Element("LBody", [self._leaf("P", dose.id), self._list(dose)])])
                for dose in dosage.doses
            ]
        return self._captioned_list(dosage.id, items, "None")

    def _captioned_list(self, node: str, items: list[Element], numbering: str) -> Element:
        caption = self._leaf("Caption", node, Part.CAPTION)
        keys = {"A": f"<</O /List /ListNumbering /{numbering}>>"}
        return Element("L", [*([caption] if caption.kids else []), *items], keys)

    def _item(self, node: str, language: str = "", figure: doc.Figure | None = None) -> Element:
        label = self._leaf("Lbl", node, Part.LABEL)
        body = self._leaf("LBody", node)
        self._say_language(body, language)
        body.kids += self._fields(node, "tv")
        body.kids += [self.block(figure)] if figure else []
        return Element("LI", [label, body] if label.kids else [body])

    def _fields(self, node: str, role: str) -> list[Element]:
        """Return the blanks or boxes of a node as fields to fill in by hand."""
        marks = self.marks.get((node, Part.BLANK), [])
        return [self._field(role, [mark]) for mark in marks]

    def _field(self, role: str, marks: list[Mark]) -> Element:
        """Return a field with a role of ISO 32000-1, 14.8.5.6: 'tv' for text, 'cb' for a box."""
        words = text_string(self.document.furniture.blank)
        keys = {"Alt": words, "A": f"<</O /PrintField /Role /{role} /Desc {words}>>"}
        labels = self.document.label_language or self.document.language
        if not same_language(labels, self.document.language):
            keys["Lang"] = text_string(labels)
        return Element("Form", [*marks], keys)

    def _figure(self, figure: doc.Figure) -> Element:
        """Return a picture; in two languages as two figures, each described in one of them."""
        element = self._leaf("Figure", figure.id)
        self._describe(element, figure.id, figure.alt)
        elements = [element]
        if figure.alt_twin:
            twin = self._leaf("Figure", figure.id, Part.TWIN)
            self._describe(twin, figure.id, plain_text(figure.alt_twin.content))
            twin.keys["Lang"] = text_string(figure.alt_twin.language)
            elements.append(twin)
        if figure.caption:
            caption = self._leaf("Caption", figure.id, Part.CAPTION)
            # Else a sibling, because Alt replaces the content of the figure itself.
            inside = self.conformance.caption_in_figure
            (element.kids if inside else elements).append(caption)
        return elements[0] if len(elements) == 1 else Element("Div", [*elements])

    def _describe(self, element: Element, node: str, alt: str) -> None:
        """Add the alternate description and the bounding box of a figure."""
        box = " ".join(f"{value:.2f}" for value in self.figures[node])
        element.keys["Alt"] = text_string(alt)
        element.keys["A"] = f"<</O /Layout /Placement /Block /BBox [{box}]>>"

    def _video(self, video: doc.Video) -> Element:
        """Return the link as a paragraph, followed by its QR code as a figure."""
        words = self._leaf("P", video.id)
        if video.id not in self.figures:
            return words
        code = self._leaf("Figure", video.id, Part.PICTURE)
        self._describe(code, video.id, video.alt)
        return Element("Div", [words, code])

    def _scale(self, scale: doc.Scale) -> Element:
        """Return the ruler as a figure, followed by a list of what its parts mean."""
        ruler = self._leaf("Figure", scale.id)
        self._describe(ruler, scale.id, scale.alt)
        if not scale.zones:
            return ruler
        zones = Element(
            "L", [self._item(zone.id, zone.language) for zone in scale.zones], _NAMED_ITEMS
        )
        return Element("Div", [ruler, zones])

    def _light(self, light: doc.Light) -> Element:
        """Return a light as an item of a list, with its name as the label."""
        label = self._leaf("Lbl", light.id, Part.LABEL)
        return Element(
            "LI", [label, Element("LBody", [self.block(child) for child in light.children])]
        )

    def _lines(self, lines: doc.WritingLines) -> Element:
        """Return lines for handwriting as one field, after their label."""
        marks = self.marks.get((lines.id, Part.BLANK), [])
        label = self._leaf("P", lines.id)
        return Element("Div", [*([label] if label.kids else []), self._field("tv", marks)])

    def _letterhead(self, letterhead: doc.Letterhead) -> Element:
        lines: list[Element | Mark | LinkArea] = [self._leaf("P", letterhead.id)]
        lines += [self._leaf("P", line.id) for line in letterhead.lines]
        logo = [self._figure(letterhead.logo)] if letterhead.logo else []
        return Element("Div", [*logo, *lines])

    def _table(self, table: doc.Table) -> Element:
        """Return a table whose headings have column scope in the first row and row scope below."""
        language = table.language or self.document.language
        caption = self._leaf("Caption", table.id, Part.CAPTION)
        rows: list[Element | Mark | LinkArea] = [caption] if caption.kids else []
        for number, row in enumerate(table.rows):
            scope = "Row" if number else "Column"
            cells = [self._cell(cell, scope, language) for cell in row.cells]
            # Large print has the words of the first row in each cell instead.
            if any(cell.kids for cell in cells):
                rows.append(Element("TR", [*cells]))
        summary = f"<</O /Table /Summary {text_string(table.label)}>>"
        return Element("Table", rows, {"A": summary} if table.label else {})

    def _cell(self, cell: doc.Cell, scope: str, language: str) -> Element:
        element = self._leaf("TH" if cell.heading else "TD", cell.id)
        fields = self._fields(cell.id, "cb" if cell.boxes else "tv")
        # Notes are written on the rule of their row, which is no mark of their cell.
        element.kids += fields or ([self._field("tv", [])] if cell.blank else [])
        element.kids += [self._leaf("P", mention.id) for mention in cell.mentions]
        keys = f"/Scope /{scope}" if cell.heading else ""
        keys += f"/ColSpan {cell.span}" if cell.span > 1 else ""
        if keys:
            element.keys["A"] = f"<</O /Table {keys}>>"
        own = cell.language or self.document.language
        if not same_language(own, language):
            element.keys["Lang"] = text_string(own)
        return element

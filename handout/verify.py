"""Check that a PDF file is accessible, as far as that can be seen without veraPDF, and printable.

These checks need no Java, and include some that PDF/UA validators leave out. They need the packages
of the extra `verify`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from io import BytesIO
from math import inf

import pikepdf
import pypdfium2
from msgspec import Struct, field
from pikepdf import Array, Dictionary, Object

from handout.theme import MM, PRINTABLE

_PAINTING = frozenset(
    {*("Tj", "TJ", "'", '"', "Do", "sh"), *"SsfFBb", *("f*", "B*", "b*", "BI", "INLINE IMAGE")}
)
"""Operators that paint (ISO 32000-1, annex A)."""
_HEADINGS = {f"/H{level}": level for level in range(1, 7)}


def verify_pdf(data: bytes) -> list[str]:
    """Return the faults in the tags, fonts, metadata and margins of a PDF file."""
    faults = [*_faults_outside(data)]
    with pikepdf.open(BytesIO(data)) as file:
        root = file.Root
        faults += [
            message
            for key, message in (
                ("/Lang", "the file has no language"),
                ("/Metadata", "the file has no XMP metadata"),
                ("/OutputIntents", "the file has no output intent"),
                ("/StructTreeRoot", "the file has no tags"),
            )
            if key not in root
        ]
        if "/StructTreeRoot" in root:
            faults += _Structure(file).faults()
        faults += _font_faults(file)
        faults += _claim_faults(file)
    return faults


def _faults_outside(data: bytes) -> Iterator[str]:
    """Yield what is nearest to the edge of each page, if a printer may cut it off."""
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        size = page.get_size()
        rooms = [(_room(box, size), name) for box, name in _boxes(page)]
        room, name = min(rooms, default=(inf, ""))
        if room < PRINTABLE - _ROUNDING:
            place = f"{room / MM:.1f} mm from the edge" if room >= 0 else "beyond the edge"
            yield f"page {number}: {name} is {place}"


def _boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[_Box, str]]:
    """Yield the bounding box and the name of everything on a page but spaces."""
    for thing in page.get_objects(max_depth=1):
        # The boxes of text objects are those of the whole font.
        if thing.type in _OBJECTS:
            left, bottom, right, top = thing.get_bounds()
            name, around = _OBJECTS[thing.type]
            yield (left + around, bottom + around, right - around, top - around), name
    text = page.get_textpage()
    for index in range(text.count_chars()):
        character = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
        if not character.isspace():
            yield text.get_charbox(index), f"the letter '{character}'"


def _room(box: _Box, size: tuple[float, float]) -> float:
    left, bottom, right, top = box
    return min(left, bottom, size[0] - right, size[1] - top)


_Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""

_OBJECTS = {
    pypdfium2.raw.FPDF_PAGEOBJ_PATH: ("a shape", 0.0),
    pypdfium2.raw.FPDF_PAGEOBJ_IMAGE: ("a picture", 0.0),
    pypdfium2.raw.FPDF_PAGEOBJ_FORM: ("a picture", 3.0),
}
"""Names, and how much larger the box is than what is drawn: pdfium adds the widest line."""

_ROUNDING = 2.0
"""How far a letter or a line may extend beyond its frame, in points."""


class _Element(Struct):
    """A structure element and what it refers to."""

    thing: Object
    kind: str
    parent: _Element | None
    children: list[_Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Page and MCID, in reading order."""
    links: int = 0
    """Number of annotations."""

    def walk(self) -> Iterator[_Element]:
        yield self
        for child in self.children:
            yield from child.walk()


class _Structure:
    """The structure tree, compared with the pages."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        self._tree = file.Root.StructTreeRoot
        self._pages = {page.obj.objgen: index for index, page in enumerate(file.pages)}
        self._faults: list[str] = []
        self._elements = [
            element
            for kid in _list(self._tree.get("/K"))
            for element in self._element(kid, None, None, self._tree).walk()
        ]

    def faults(self) -> list[str]:
        """Return every fault, page by page and then element by element."""
        parents = dict(_numbers(self._tree.get("/ParentTree", Dictionary())))
        elements: dict[tuple[int, int], list[_Element]] = defaultdict(list)
        for element in self._elements:
            for mark in element.marks:
                elements[mark].append(element)
        drawn: Counter[tuple[int, int]] = Counter()
        for index, page in enumerate(self._file.pages):
            drawn.update((index, mcid) for mcid in self._marks_drawn(page, index + 1))
            self._check_page(page, index + 1)
        for mark, count in drawn.items():
            self._check_mark(mark, count, elements[mark], parents)
        for page_index, mcid in elements.keys() - drawn.keys():
            self._faults.append(f"page {page_index + 1}: MCID {mcid} is tagged but not drawn")
        self._check_elements()
        self._check_namespaces()
        return self._faults

    def _element(
        self, thing: Object, parent: _Element | None, page: Object | None, above: Object
    ) -> _Element:
        element = _Element(thing, str(thing.get("/S", "")), parent)
        if "/P" not in thing or thing.P.objgen != above.objgen:
            self._faults.append(f"{element.kind}: /P is not its parent")
        page = thing.get("/Pg", page)
        for kid in _list(thing.get("/K")):
            if isinstance(kid, int):
                element.marks.append((self._page(page), kid))
            elif kid.get("/Type") == "/MCR":
                element.marks.append((self._page(kid.get("/Pg", page)), int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                element.links += 1
            else:
                element.children.append(self._element(kid, element, page, thing))
        return element

    def _page(self, page: Object | None) -> int:
        return -1 if page is None else self._pages.get(page.objgen, -1)

    def _marks_drawn(self, page: pikepdf.Page, number: int) -> Iterator[int]:
        """Yield the MCIDs of a page; note what is painted outside marked content."""
        stack: list[int | None] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                properties = instruction.operands[-1]
                mcid = properties.get("/MCID") if isinstance(properties, Dictionary) else None
                if mcid is not None and any(outer is not None for outer in stack):
                    self._faults.append(f"page {number}: MCID {mcid} is inside another")
                stack.append(None if mcid is None else int(mcid))
                if mcid is not None:
                    yield int(mcid)
            elif operator == "EMC":
                if stack:
                    stack.pop()
                else:
                    self._faults.append(f"page {number}: EMC without BMC or BDC")
            elif operator in _PAINTING and not stack:
                self._faults.append(f"page {number}: '{operator}' paints outside marked content")
        if stack:
            self._faults.append(f"page {number}: {len(stack)} BMC or BDC without EMC")

    def _check_page(self, page: pikepdf.Page, number: int) -> None:
        if "/StructParents" not in page.obj or page.obj.get("/Tabs") != "/S":
            self._faults.append(f"page {number}: no /StructParents, or /Tabs is not /S")
        for annotation in _list(page.obj.get("/Annots")):
            if not str(annotation.get("/Contents", "")) or "/StructParent" not in annotation:
                self._faults.append(f"page {number}: a link without /Contents or /StructParent")

    def _check_mark(
        self,
        mark: tuple[int, int],
        count: int,
        elements: list[_Element],
        parents: dict[int, Object],
    ) -> None:
        place = f"page {mark[0] + 1}: MCID {mark[1]}"
        if count > 1:
            self._faults.append(f"{place} is drawn {count} times")
        if len(elements) != 1:
            self._faults.append(f"{place} belongs to {len(elements)} elements")
            return
        key = int(self._file.pages[mark[0]].obj.get("/StructParents", -1))
        row = _list(parents.get(key))
        if mark[1] >= len(row) or row[mark[1]].objgen != elements[0].thing.objgen:
            self._faults.append(f"{place}: the parent tree refers to another element")

    def _check_elements(self) -> None:
        level = 0
        for element in self._elements:
            kind = element.kind
            if kind in _HEADINGS:
                if _HEADINGS[kind] > level + 1:
                    self._faults.append(f"{kind[1:]} follows heading level {level}")
                level = _HEADINGS[kind]
            elif kind == "/Figure":
                self._check_figure(element)
            elif kind == "/Link" and not (element.links and element.marks):
                self._faults.append("a Link without words or without an annotation")
            elif kind == "/TH" and not _has_attribute(element, "/Scope"):
                self._faults.append("a TH without /Scope")
            elif kind == "/LI" and (not element.parent or element.parent.kind != "/L"):
                self._faults.append("an LI outside a list")
        if not any(element.kind == "/H1" for element in self._elements):
            self._faults.append("there is no H1")

    def _check_namespaces(self) -> None:
        """Check that every element is in a namespace of the file, if it has any."""
        known = {space.objgen for space in _list(self._tree.get("/Namespaces"))}
        for element in self._elements if known else ():
            own = element.thing.get("/NS")
            if own is None or own.objgen not in known:
                self._faults.append(f"{element.kind} is in no namespace of the file")

    def _check_figure(self, element: _Element) -> None:
        if not str(element.thing.get("/Alt", "")).strip():
            self._faults.append("a Figure without /Alt")
        if not _has_attribute(element, "/BBox"):
            self._faults.append("a Figure without /BBox")


def _has_attribute(element: _Element, key: str) -> bool:
    return any(key in attribute for attribute in _list(element.thing.get("/A")))


def _font_faults(file: pikepdf.Pdf) -> list[str]:
    faults = []
    for thing in file.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != "/Font":
            continue
        if str(thing.get("/Subtype")).startswith("/CIDFont"):
            continue
        inner = thing.DescendantFonts[0] if "/DescendantFonts" in thing else thing
        descriptor = inner.get("/FontDescriptor", Dictionary())
        name = str(thing.get("/BaseFont", "a font")).lstrip("/")
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            faults.append(f"the font {name} is not embedded")
        if "/ToUnicode" not in thing:
            faults.append(f"the font {name} has no /ToUnicode")
    return faults


_CLAIMS = {"1": ("2", "1.7"), "2": ("4", "2.0")}
"""For each part of PDF/UA, the part of PDF/A and the version of PDF that go with it."""


def _claim_faults(file: pikepdf.Pdf) -> Iterator[str]:
    """Yield what contradicts the standards that the metadata names."""
    metadata = file.open_metadata(set_pikepdf_as_editor=False)
    part, archival = str(metadata.get("pdfuaid:part")), str(metadata.get("pdfaid:part"))
    if part not in _CLAIMS:
        yield "the metadata names no part of PDF/UA"
        return
    if (archival, file.pdf_version) != _CLAIMS[part]:
        yield f"PDF/UA-{part} with PDF/A-{archival} in a file of PDF {file.pdf_version}"
    if part == "2":
        if "/Info" in file.trailer:
            yield "the file has an information dictionary, which PDF/A-4 has no place for"
        yield from _destination_faults(file)


def _destination_faults(file: pikepdf.Pdf) -> Iterator[str]:
    """Yield each outline item that points to no structure element (ISO 14289-2, 8.8)."""
    outline = file.Root.get("/Outlines", Dictionary())
    items = [outline.First] if "/First" in outline else []
    while items:
        item = items.pop()
        items += [item[key] for key in ("/Next", "/First") if key in item]
        target = _list(item.get("/A", Dictionary()).get("/SD"))
        if not target or target[0].get("/Type") != "/StructElem":
            yield f"the bookmark '{item.Title}' points to no structure element"


def _list(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _numbers(tree: Object) -> Iterator[tuple[int, Object]]:
    """Yield the keys and values of a number tree (ISO 32000-1, 7.9.7)."""
    flat = list(tree.get("/Nums", Array()))
    yield from zip(map(int, flat[::2]), flat[1::2], strict=True)
    for kid in tree.get("/Kids", Array()):
        yield from _numbers(kid)

"""A ReportLab canvas on which all content is marked with its owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from typing import Any

from msgspec import Struct, field
from reportlab.pdfbase.pdfdoc import PDFArray, PDFString
from reportlab.pdfgen.canvas import Canvas

from handout.inline import encoded_url
from handout.writers.pdf.file import Family, File, Stream, text_string
from handout.writers.pdf.fonts import Fonts
from handout.writers.pdf.marks import Artifact, LinkArea, Mark, Marks, Owner, Rectangle


class Destination(Struct, frozen=True):
    """A place on a page to go to."""

    page: int
    """Counts from 0."""
    top: float
    """In points from the bottom of the page."""


class Jump(Struct, frozen=True):
    """A link to a node of the same document, of which the annotation is not written yet."""

    annotation: str
    """Reference to the annotation."""
    target: str
    """Id of the node."""
    keys: dict[str, str]
    """The dictionary of the annotation but where it leads."""


class DrawnPage(Struct):
    """A finished page."""

    reference: str
    content: bytes
    """Its operators."""
    key: int
    """Its key in the parent tree."""
    annotations: list[str] = field(default_factory=list)
    """References to its annotations."""


class MarkedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A ReportLab canvas that puts its pages into a `File` of ours.

    Shapes, colours, graphics states, images, forms and links are drawn by ReportLab. It cannot tag
    content, show text by glyph id, write object streams or derive the file id from the content;
    `marked`, `draw_text` and `File` do that.
    """

    def __init__(self, page_size: tuple[float, float], language: str) -> None:
        """Take the size of all pages in points, and the language of the document."""
        self.file = File()
        self.file.catalog["Lang"] = text_string(language)
        self.page_size = page_size
        self.marks = Marks()
        self.pages: list[DrawnPage] = []
        self.destinations: dict[str, Destination] = {}
        """The places of headings, by node."""
        self.jumps: list[Jump] = []
        """The links within the document."""
        self.fonts = Fonts()
        self.xobjects: dict[str, str] = {}
        """References to images and forms by resource name."""
        self.reading_page = 0
        """The reading page that is being drawn."""
        self._names: dict[Stream | Family, str] = {}
        self._keys = count()
        """Parent-tree keys of pages and annotations."""
        self._marking = False
        super().__init__(BytesIO(), pagesize=page_size)
        self._first_state: Any = self._extgstate
        self._begin_page()

    def _begin_page(self) -> None:
        self._mcid = 0
        self._annotations: list[str] = []
        self._links: defaultdict[Owner, list[Rectangle]] = defaultdict(list)
        """The places of the links on the page."""
        self._page_key = next(self._keys)
        # The copy shares the names of its graphics states with earlier pages.
        self._extgstate: Any = self._first_state.pushCopy()

    @contextmanager
    def marked(self, owner: Owner | Artifact) -> Iterator[None]:
        """Mark the content drawn inside as part of a node or as an artifact.

        Has no effect within another mark: the text of a drawing belongs to its figure.
        """
        if self._marking:
            yield
            return
        self._marking = True
        self.addLiteral(self._begin_mark(owner))
        yield
        self.addLiteral("EMC")
        self._marking = False

    def _begin_mark(self, owner: Owner | Artifact) -> str:
        if isinstance(owner, Artifact):
            return f"/Artifact {owner.value} BDC"
        mark = Mark(len(self.pages), self._mcid, owner, self.reading_page)
        self._mcid += 1
        self.marks.marks.append(mark)
        return f"/Span <</MCID {mark.mcid}>> BDC"

    def draw_text(self, owner: Owner | Artifact, operators: str) -> None:
        """Draw a text object given as operators, marked as part of a node or as an artifact.

        ReportLab's own text objects encode strings; these show glyph ids.
        """
        if not self._marking:
            operators = f"{self._begin_mark(owner)}\n{operators}\nEMC"
        self.addLiteral(operators)

    def paint(
        self, xobject: Stream | Family, matrix: Sequence[float], line: float | None = None
    ) -> None:
        """Paint an image or form, which is written to the file only once.

        `line` is the width of the lines for which a form sets none, in its own coordinates.
        """
        name = self._names.get(xobject)
        if name is None:
            name = self._names[xobject] = f"X{len(self._names)}"
            if isinstance(xobject, Family):
                reference = xobject.add_to(self.file)
            else:
                reference = self.file.add(xobject)
            self.xobjects[self._doc.getXObjectName(name)] = reference
        self.saveState()
        self.transform(*matrix)
        if line is not None:
            self.setLineWidth(line)
        self.doForm(name)
        self.restoreState()

    def clip_all(self) -> None:
        """Let nothing show of what is painted until the state is restored."""
        nothing = self.beginPath()
        nothing.rect(0, 0, 0, 0)
        self.clipPath(nothing, stroke=0, fill=0)

    def link(self, owner: Owner, rectangle: Rectangle) -> None:
        """Link a rectangle, such as the part of a line, to the URL of its owner."""
        self._links[owner].append(rectangle)

    def _annotate_links(self) -> None:
        """Add an annotation for each link on the page, with an area for each of its lines.

        ReportLab writes the annotation; PDF/UA requires a description and a parent in the structure
        tree (ISO 14289-1, 7.18), PDF/A the print flag.
        """
        for owner, rectangles in self._links.items():
            if not owner.link:
                continue
            key = next(self._keys)
            url, words = owner.link.url, owner.link.words
            lefts, bottoms, rights, tops = zip(*rectangles, strict=True)
            around = (min(lefts), min(bottoms), max(rights), max(tops))
            corners = [edge for each in rectangles for edge in _corners(*each)]
            if url.startswith("#"):
                self._jump(url[1:], words, key, around, corners)
            else:
                self.linkURL(
                    encoded_url(url),
                    around,
                    QuadPoints=PDFArray(corners),
                    Contents=PDFString(f"{words} ({url})"),
                    F=4,
                    StructParent=key,
                )
            area = LinkArea(len(self.pages), self._annotations[-1], key)
            self.marks.links.append((owner, area))

    def _jump(
        self, target: str, words: str, key: int, around: Rectangle, corners: Sequence[float]
    ) -> None:
        """Leave room for the annotation of a link within the document.

        It needs the place of its target and, for PDF/UA-2, its structure element.
        """
        self._annotations.append(self.file.add())
        keys = {
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": _numbers(around),
            "QuadPoints": _numbers(corners),
            "Border": "[0 0 0]",
            "Contents": text_string(words),
            "F": "4",
            "StructParent": str(key),
        }
        self.jumps.append(Jump(self._annotations[-1], target, keys))

    def _addAnnotation(self, annotation: Any, *_: object) -> None:  # noqa: ANN401, N802 -- ReportLab's name
        """Add an annotation made by ReportLab to our file."""
        text = annotation.format(self._doc).decode("latin-1")
        self._annotations.append(self.file.add(text))

    def add_figure(self, node: str, rectangle: Rectangle) -> None:
        """Record the position of the picture of a node."""
        self.marks.figures[node] = rectangle

    def add_destination(self, node: str, top: float) -> None:
        """Record that a node begins at a height on this page."""
        self.destinations[node] = Destination(len(self.pages), top)

    def showPage(self) -> None:  # noqa: N802 -- ReportLab's name
        """Finish the page and begin a new one."""
        self._annotate_links()
        content = "\n".join(self._code).encode("ascii")
        page = DrawnPage(self.file.add(), content, self._page_key, self._annotations)
        self.pages.append(page)
        self._startPage()
        self._begin_page()

    @property
    def next_key(self) -> int:
        """The next free key of the parent tree."""
        return self._page_key

    @property
    def graphics_states(self) -> str:
        """The graphics states of all pages, as a resource dictionary (ISO 32000-1, 8.4.5)."""
        states = self._first_state.getState()
        return states.format(self._doc).decode("ascii") if states else "<<>>"

    def _make_preamble(self) -> None:
        """Omit ReportLab's preamble, which selects a font that is not embedded."""


def _numbers(values: Sequence[float]) -> str:
    return f"[{' '.join(f'{value:.2f}' for value in values)}]"


def _corners(left: float, bottom: float, right: float, top: float) -> tuple[float, ...]:
    """Return the corners of a rectangle in the order that all viewers expect: top ones first."""
    return left, top, right, top, left, bottom, right, bottom

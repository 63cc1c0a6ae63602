"""A ReportLab canvas on which everything drawn says what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import quote

from msgspec import Struct, field
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfgen.canvas import Canvas

from handout.writers.pdf.file import File, Stream, text_string
from handout.writers.pdf.fonts import Fonts
from handout.writers.pdf.marks import Artifact, LinkArea, Mark, Marks, Owner, Rectangle


class Bookmark(Struct, frozen=True):
    """An entry of the outline and its destination."""

    title: str
    level: int
    """Counts from 0."""
    page: int
    """Counts from 0."""
    top: float


class Page(Struct):
    """A finished page."""

    reference: str
    content: Stream
    key: int
    """Its key in the parent tree."""
    annotations: list[str] = field(default_factory=list)
    """References to its annotations."""


class MarkedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas that draws as ReportLab's does and hands its pages to a `File` of ours.

    Shapes, colours, graphics states, images, forms and links are ReportLab's own methods. ReportLab
    cannot tag content, show text as glyph ids, write object streams or make the id of a file
    from its content: those are `marked`, `draw_text` and `File`.
    """

    def __init__(self, paper: tuple[float, float], language: str) -> None:
        """Take the size of all pages in points, and the document's language."""
        self.file = File()
        self.file.catalog["Lang"] = text_string(language)
        self.paper = paper
        self.marks = Marks()
        self.pages: list[Page] = []
        self.bookmarks: list[Bookmark] = []
        self.fonts = Fonts()
        self.xobjects: dict[str, str] = {}
        """References to images and forms by the names that pages have for them."""
        self.leaf = 0
        """The page of a booklet that is being drawn, counted in reading order."""
        self._names: dict[Stream, str] = {}
        self._keys = count()
        """Keys of the parent tree, for pages and annotations."""
        self._marking = False
        super().__init__(BytesIO(), pagesize=paper)
        self._first_state: Any = self._extgstate
        self._begin_page()

    def _begin_page(self) -> None:
        self._mcid = 0
        self._annotations: list[str] = []
        self._page_key = next(self._keys)
        # A copy shares the names of its states with the pages before.
        self._extgstate: Any = self._first_state.pushCopy()

    @contextmanager
    def marked(self, owner: Owner | Artifact) -> Iterator[None]:
        """Mark what is drawn inside as part of a node, or as an artifact.

        Inside another mark this does nothing: the words of a drawing belong to its figure.
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
        mark = Mark(len(self.pages), self._mcid, owner, self.leaf)
        self._mcid += 1
        self.marks.marks.append(mark)
        return f"/Span <</MCID {mark.mcid}>> BDC"

    def draw_text(self, owner: Owner | Artifact, operators: str) -> None:
        """Draw a text object given as operators, marked as part of a node or as an artifact.

        ReportLab's text objects choose a font for strings; ours show glyph ids.
        """
        if not self._marking:
            operators = f"{self._begin_mark(owner)}\n{operators}\nEMC"
        self.addLiteral(operators)

    def paint(self, xobject: Stream, matrix: Sequence[float]) -> None:
        """Paint an image or form, which is in the file once however often it is painted."""
        name = self._names.get(xobject)
        if name is None:
            name = self._names[xobject] = f"X{len(self._names)}"
            self.xobjects[self._doc.getXObjectName(name)] = self.file.add(xobject)
        self.saveState()
        self.transform(*matrix)
        self.doForm(name)
        self.restoreState()

    def link(self, owner: Owner, rectangle: Rectangle) -> None:
        """Link the words in a rectangle to the address of their owner.

        ReportLab writes the annotation; PDF/UA asks for its description, its place in the structure
        (ISO 14289-1, 7.18) and, with PDF/A, the flag that prints it.
        """
        key = next(self._keys)
        # An address in a file is ASCII (ISO 32000-1, 12.6.4.7).
        address = quote(owner.url, safe="%/:=&?~#+!$,;'@()*[]")
        self.linkURL(address, rectangle, Contents=PDFString(owner.url), F=4, StructParent=key)
        area = LinkArea(len(self.pages), self._annotations[-1], key)
        self.marks.links.append((owner, area))

    def _addAnnotation(self, annotation: Any, *_: object) -> None:  # noqa: ANN401, N802 -- ReportLab's name
        """Put an annotation that ReportLab has made into our file."""
        text = annotation.format(self._doc).decode("latin-1")
        self._annotations.append(self.file.add(text))

    def add_figure(self, node: str, rectangle: Rectangle) -> None:
        """Note where the picture of a node is drawn."""
        self.marks.figures[node] = rectangle

    def add_bookmark(self, title: str, level: int, top: float) -> None:
        """Add an entry of the outline that leads to a height on this page."""
        self.bookmarks.append(Bookmark(title, level, len(self.pages), top))

    def showPage(self) -> None:  # noqa: N802 -- ReportLab's name
        """Finish the page and begin another one."""
        content = Stream.deflated("", "\n".join(self._code).encode("ascii"))
        page = Page(self.file.add(), content, self._page_key, self._annotations)
        self.pages.append(page)
        self._startPage()
        self._begin_page()

    @property
    def next_key(self) -> int:
        """The key of the parent tree that the next page or annotation would get."""
        return self._page_key

    @property
    def graphics_states(self) -> str:
        """The graphics states of all pages by their names (ISO 32000-1, 8.4.5)."""
        states = self._first_state.getState()
        return states.format(self._doc).decode("ascii") if states else "<<>>"

    def _make_preamble(self) -> None:
        """Leave out ReportLab's preamble, which names a font that is not embedded."""

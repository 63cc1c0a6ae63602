"""A canvas on which everything drawn says what it belongs to: a part of the document or decoration.

Marks only record where something was drawn; `tags` makes the structure of the file from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from io import BytesIO

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFPage
from reportlab.pdfgen.canvas import Canvas


class Part(Enum):
    """Which piece of a node is drawn."""

    BODY = "body"
    LABEL = "label"
    """The number or bullet of a list's item."""
    CAPTION = "caption"
    """The words over a list or under a figure."""
    PICTURE = "picture"
    """A picture beside words that are a node too."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What ink belongs to."""

    node: str
    part: Part = Part.BODY
    url: str = ""
    """The address that words lead to, if they are a link."""
    language: str = ""
    """BCP 47 tag of words inside a node of another language."""
    cell: tuple[int, int] | None = None
    """Row and column in a table."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence (ISO 32000-1, 14.6)."""

    page: int
    """Counts from 0."""
    mcid: int
    owner: Owner


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page: left, bottom, right, top."""

    page: int
    rectangle: tuple[float, float, float, float]


@dataclass(slots=True)
class Marks:
    """Everything that was marked while pages were drawn."""

    marks: list[Mark] = field(default_factory=list)
    figures: dict[str, Area] = field(default_factory=dict)
    """Where the picture of a node stands."""
    links: list[tuple[Owner, Area]] = field(default_factory=list)
    """Where words that are links stand, a rectangle a line."""
    pages: list[PDFPage] = field(default_factory=list)


class Artifact(Enum):
    """What ink is that belongs to no node (ISO 32000-1, 14.8.2.2.2)."""

    LAYOUT = "<</Type /Layout>>"
    FOOTER = "<</Type /Pagination /Subtype /Footer>>"


class MarkedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A page on which everything is drawn inside `marked`."""

    def __init__(self, paper: tuple[float, float], language: str) -> None:
        self.file = BytesIO()
        self.paper = paper
        """Width and height of each page, in points."""
        self.marks = Marks()
        self._mcid = 0
        self._marking = False
        super().__init__(
            self.file,
            pagesize=paper,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=language,
        )

    @property
    def document(self) -> PDFDocument:
        """The objects of the file that will be written."""
        return self._doc

    @contextmanager
    def marked(self, owner: Owner | Artifact) -> Iterator[None]:
        """Mark what is drawn inside as belonging to a node, or as decoration that is not read.

        Inside another mark it marks nothing: the words of a drawing belong to its figure.
        """
        if self._marking:
            yield
            return
        self._marking = True
        if isinstance(owner, Artifact):
            self.addLiteral(f"/Artifact {owner.value} BDC")
        else:
            mark = Mark(len(self.marks.pages), self._mcid, owner)
            self._mcid += 1
            self.marks.marks.append(mark)
            self.addLiteral(f"/Span <</MCID {mark.mcid}>> BDC")
        yield
        self.addLiteral("EMC")
        self._marking = False

    def add_link(self, owner: Owner, rectangle: tuple[float, float, float, float]) -> None:
        """Note where words stand that are a link."""
        self.marks.links.append((owner, Area(len(self.marks.pages), rectangle)))

    def add_figure(self, node: str, rectangle: tuple[float, float, float, float]) -> None:
        """Note where the picture of a node stands."""
        self.marks.figures[node] = Area(len(self.marks.pages), rectangle)

    def close_outline(self) -> None:
        """Make the bookmarks that pages asked for part of the file, and open them for readers."""
        outlines = self._doc.Outlines
        outlines.prepare(self._doc, self)
        if outlines.ready < 0:
            self._doc.Catalog.Outlines = None
        else:
            self.showOutline()

    def showPage(self) -> None:  # noqa: N802 -- ReportLab's name
        """End the page."""
        super().showPage()
        self._mcid = 0

    def _make_preamble(self) -> None:
        # ReportLab's own preamble names Helvetica, which is not embedded.
        self._preamble = "1 0 0 1 0 0 cm"

    def _setAnnotations(self, page: PDFPage) -> None:  # noqa: N802 -- ReportLab's name
        """Keep the page object, which ReportLab shows to nobody else."""
        super()._setAnnotations(page)
        self.marks.pages.append(page)

"""A canvas on which everything drawn says what it belongs to: a part of the document or decoration.

Marks only record where something was drawn; `tags` makes the structure of the file from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from io import BytesIO
from typing import Any, Final

from reportlab.pdfgen.canvas import Canvas

from handout.records import record
from handout.writers.pdf.file import File, Stream, number, text_string
from handout.writers.pdf.fonts import Fonts


class Part(Enum):
    """Which piece of a node is drawn."""

    BODY = "body"
    LABEL = "label"
    """The number or bullet of a list's item."""
    CAPTION = "caption"
    """The words over a list or under a figure."""
    PICTURE = "picture"
    """A picture beside words that are a node too."""


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Mark:
    """A marked-content sequence (ISO 32000-1, 14.6)."""

    page: int
    """Counts from 0."""
    mcid: int
    owner: Owner
    leaf: int = 0
    """The page of a booklet, in the order in which it is read."""


@record(frozen=True, slots=True)
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


class Artifact(Enum):
    """What ink is that belongs to no node (ISO 32000-1, 14.8.2.2.2)."""

    LAYOUT = "<</Type /Layout>>"
    FOOTER = "<</Type /Pagination /Subtype /Footer>>"


@record(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline, and the place it leads to."""

    key: str
    words: str
    level: int
    """Counts from 0."""
    page: int
    top: float


@dataclass(slots=True)
class Page:
    """A page that was drawn."""

    reference: str
    content: Stream
    keys: dict[str, str] = field(default_factory=dict)
    """Further keys of its dictionary, as they stand in the file."""
    annotations: list[str] = field(default_factory=list)
    """References to its annotations."""


class MarkedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A page on which everything is drawn inside `marked`.

    ReportLab's canvas writes the operators; how they get into a file is decided here.
    """

    def __init__(self, paper: tuple[float, float], language: str) -> None:
        self.file = File()
        self.paper = paper
        """Width and height of each page, in points."""
        self.file.catalog["Lang"] = text_string(language)
        self.marks = Marks()
        self.pages: list[Page] = []
        self.bookmarks: list[Bookmark] = []
        self.fonts = Fonts()
        """The faces of all text that is drawn."""
        self.objects: dict[str, str] = {}
        """References to pictures and figures by the names that pages have for them."""
        self._names: dict[Stream, str] = {}
        self.leaf = 0
        """The page of a booklet that is drawn on."""
        self._mcid = 0
        self._marking = False
        super().__init__(BytesIO(), pagesize=paper)
        self._first_state: Any = self._extgstate
        self._extgstate: Any = self._first_state.pushCopy()

    @property
    def states(self) -> str:
        """The graphics states of all pages by their names (ISO 32000-1, 8.4.5)."""
        states = self._first_state.getState()
        return states.format(self._doc).decode("ascii") if states else "<<>>"

    @contextmanager
    def marked(self, owner: Owner | Artifact) -> Iterator[None]:
        """Mark what is drawn inside as belonging to a node, or as decoration that is not read.

        Inside another mark it marks nothing: the words of a drawing belong to its figure.
        """
        if self._marking:
            yield
            return
        self._marking = True
        self.addLiteral(self._beginning(owner))
        yield
        self.addLiteral("EMC")
        self._marking = False

    def add_marked(self, owner: Owner | Artifact, operators: str) -> None:
        """Draw operators that are known, marked as belonging to a node or as decoration."""
        if not self._marking:
            operators = f"{self._beginning(owner)}\n{operators}\nEMC"
        self.addLiteral(operators)

    def _beginning(self, owner: Owner | Artifact) -> str:
        """Note a mark, and return what begins it."""
        if isinstance(owner, Artifact):
            return f"/Artifact {owner.value} BDC"
        mark = Mark(len(self.pages), self._mcid, owner, self.leaf)
        self._mcid += 1
        self.marks.marks.append(mark)
        return f"/Span <</MCID {mark.mcid}>> BDC"

    def paint(self, thing: Stream, matrix: Sequence[float]) -> None:
        """Paint an image or form, which stands in the file once however often it is painted."""
        name = self._names.get(thing)
        if name is None:
            name = self._names[thing] = f"X{len(self._names)}"
            self.objects[name] = self.file.add(thing)
        numbers = " ".join(number(value, 4) for value in matrix)
        self.addLiteral(f"q {numbers} cm /{name} Do Q")

    def fill_rectangle(
        self, colour: str, place: tuple[float, float, float, float], radius: float = 0.0
    ) -> None:
        """Fill a rectangle, given its left and lower edge, its width and height."""
        square = f"{' '.join(map(number, place))} re"
        shape = _rounded(*place, radius) if radius else square
        self.addLiteral(f"{fill_colour(colour)}\n{shape} f")

    def add_link(self, owner: Owner, rectangle: tuple[float, float, float, float]) -> None:
        """Note where words stand that are a link."""
        self.marks.links.append((owner, Area(len(self.pages), rectangle)))

    def add_figure(self, node: str, rectangle: tuple[float, float, float, float]) -> None:
        """Note where the picture of a node stands."""
        self.marks.figures[node] = Area(len(self.pages), rectangle)

    def add_bookmark(self, key: str, words: str, level: int, top: float) -> None:
        """Note an entry of the outline that leads to a height of this page."""
        self.bookmarks.append(Bookmark(key, words, level, len(self.pages), top))

    def showPage(self) -> None:  # noqa: N802 -- ReportLab's name
        """End the page."""
        content = "\n".join(self._code).encode("ascii")
        self.pages.append(Page(self.file.add(), Stream.deflated("", content)))
        self._mcid = 0
        self._startPage()
        # A copy shares the names of states with the pages before.
        self._extgstate = self._first_state.pushCopy()

    def _make_preamble(self) -> None:
        """Do without ReportLab's preamble, which names Helvetica, a font that is not embedded."""


@cache
def fill_colour(colour: str) -> str:
    """Return what sets the colour of words and shapes, which is written '#RRGGBB'."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return f"{' '.join(map(number, parts))} rg"


_ROUND: Final = 0.5523
"""How far the handles of a curve reach that is a quarter of a circle of radius 1."""


def _rounded(left: float, bottom: float, width: float, height: float, radius: float) -> str:
    """Return the path of a rectangle with round corners."""
    right, top = left + width, bottom + height
    path = [f"{number(left + radius)} {number(bottom)} m"]
    # Each corner with the directions in which its sides arrive and leave.
    corners = (
        (right, bottom, (1, 0), (0, 1)),
        (right, top, (0, 1), (-1, 0)),
        (left, top, (-1, 0), (0, -1)),
        (left, bottom, (0, -1), (1, 0)),
    )
    for x, y, (in_x, in_y), (out_x, out_y) in corners:
        handle = radius * (1 - _ROUND)
        points = (
            (x - in_x * radius, y - in_y * radius),
            (x - in_x * handle, y - in_y * handle),
            (x + out_x * handle, y + out_y * handle),
            (x + out_x * radius, y + out_y * radius),
        )
        start, *curve = (f"{number(across)} {number(up)}" for across, up in points)
        path.append(f"{start} l {' '.join(curve)} c")
    return "\n".join((*path, "h"))

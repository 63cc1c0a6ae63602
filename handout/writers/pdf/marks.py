"""A canvas on which everything drawn says what it belongs to: a part of the document or decoration.

Marks only record where something was drawn; `tags` makes the structure of the file from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from operator import sub
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import astuple

from handout.writers.pdf.file import File, Stream, number, text_string
from handout.writers.pdf.fonts import Fonts, Need

if TYPE_CHECKING:
    from handout.writers.pdf.pen import Pen


class Part(StrEnum):
    """Which piece of a node is drawn."""

    BODY = "body"
    LABEL = "label"
    """The number or bullet of a list's item."""
    CAPTION = "caption"
    """The words over a list or under a figure."""
    PICTURE = "picture"
    """A picture beside words that are a node too."""


class Owner(Struct, frozen=True):
    """What ink belongs to."""

    node: str
    part: Part = Part.BODY
    url: str = ""
    """The address that words lead to, if they are a link."""
    language: str = ""
    """BCP 47 tag of words inside a node of another language."""


class Mark(Struct, frozen=True):
    """A marked-content sequence (ISO 32000-1, 14.6)."""

    page: int
    """Counts from 0."""
    mcid: int
    owner: Owner
    leaf: int = 0
    """The page of a booklet, in the order in which it is read."""


class Area(Struct, frozen=True):
    """A rectangle on a page: left, bottom, right, top."""

    page: int
    rectangle: tuple[float, float, float, float]


class Marks(Struct):
    """Everything that was marked while pages were drawn."""

    marks: list[Mark] = field(default_factory=list)
    figures: list[tuple[str, Area]] = field(default_factory=list)
    """Where the picture of a node stands."""
    links: list[tuple[Owner, Area]] = field(default_factory=list)
    """Where words that are links stand, a rectangle a line."""


class Artifact(StrEnum):
    """What ink is that belongs to no node (ISO 32000-1, 14.8.2.2.2)."""

    LAYOUT = "<</Type /Layout>>"
    FOOTER = "<</Type /Pagination /Subtype /Footer>>"


class Bookmark(Struct, frozen=True):
    """An entry of the outline, and the place it leads to."""

    key: str
    words: str
    level: int
    """Counts from 0."""
    page: int
    top: float


class Page(Struct):
    """A page that was drawn."""

    reference: str
    content: Stream
    keys: dict[str, str] = field(default_factory=dict)
    """Further keys of its dictionary, as they stand in the file."""
    annotations: list[str] = field(default_factory=list)
    """References to its annotations."""


Rectangle = tuple[float, float, float, float]
"""Left and lower edge, width and height."""


class Count(Struct, frozen=True):
    """How much of everything was drawn up to some moment, in the order of the fields of Drawn."""

    operators: int
    marks: int
    figures: int
    links: int
    bookmarks: int
    things: int
    needs: int

    def after(self, other: Count) -> Count:
        """Return how much more it is than another count."""
        return Count(*map(sub, astuple(self), astuple(other)))


class Drawn(Struct, frozen=True):
    """Ink as it was drawn on a page, for another document that has some of it there too."""

    operators: list[str]
    marks: list[Mark]
    figures: list[tuple[str, Area]]
    links: list[tuple[Owner, Area]]
    bookmarks: list[Bookmark]
    things: list[tuple[str, Stream]]
    """Pictures and figures with the names that they have in the document."""
    needs: list[Need]


class MarkedCanvas:
    """A page on which everything is drawn inside `marked`.

    What handouts are made of is a handful of operators, which are written here. ReportLab's canvas
    is at hand for drawings of any kind: to import it costs a fifth of a whole start.
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
        self._things: list[tuple[str, Stream]] = []
        """All that was painted, with its name."""
        self._needs: list[Need] = []
        self.is_counted = False
        """Whether somebody counts what is drawn."""
        self.is_repeatable = True
        """Whether another document can have what was drawn since it was counted last."""
        self._mcid = 0
        self._marking = False
        self._code: list[str] = []
        """The operators of the page at hand."""
        self._pen: Pen | None = None

    @property
    def pen(self) -> Pen:
        """ReportLab's canvas, which writes its operators on the page at hand."""
        # What it names, it names in this document.
        self.is_repeatable = False
        if self._pen is None:
            from handout.writers.pdf.pen import Pen  # noqa: PLC0415 -- only for drawings

            self._pen = Pen(self.paper)
            self._pen.begin(self._code)
        return self._pen

    @property
    def states(self) -> str:
        """The graphics states of all pages by their names (ISO 32000-1, 8.4.5)."""
        return self._pen.states if self._pen else "<<>>"

    @contextmanager
    def marked(self, owner: Owner | Artifact) -> Iterator[None]:
        """Mark what is drawn inside as belonging to a node, or as decoration that is not read.

        Inside another mark it marks nothing: the words of a drawing belong to its figure.
        """
        if self._marking:
            yield
            return
        self._marking = True
        self._code.append(self._beginning(owner))
        yield
        self._code.append("EMC")
        self._marking = False

    def repeat(self, page: Drawn, start: Count, end: Count) -> bool:
        """Draw a part of a page as another document has it; tell whether this one can have it."""
        if self._mcid != start.marks:
            return False
        things = page.things[start.things : end.things]
        needs = page.needs[start.needs : end.needs]
        if (things and not self._can_name(things)) or not self.fonts.meets(needs):
            return False
        for name, thing in things:
            if thing not in self._names:
                self._name(thing, name)
        marks = self.marks
        self._code += page.operators[start.operators : end.operators]
        self._mcid = end.marks
        marks.marks += page.marks[start.marks : end.marks]
        marks.figures += page.figures[start.figures : end.figures]
        marks.links += page.links[start.links : end.links]
        self.bookmarks += page.bookmarks[start.bookmarks : end.bookmarks]
        return True

    def _can_name(self, things: Iterable[tuple[str, Stream]]) -> bool:
        """Tell whether things get these names where they are painted one after the other."""
        names = dict(self._names)
        return all(names.setdefault(thing, f"X{len(names)}") == name for name, thing in things)

    def count(self) -> Count:
        """Return how much was drawn so far, and see from now on if it can be repeated."""
        marks = self.marks
        self.is_counted = self.is_repeatable = True
        return Count(
            len(self._code),
            len(marks.marks),
            len(marks.figures),
            len(marks.links),
            len(self.bookmarks),
            len(self._things),
            len(self._needs),
        )

    def since(self, before: Count) -> Drawn:
        """Return what was drawn on this page since some count."""
        marks = self.marks
        return Drawn(
            operators=self._code[before.operators :],
            marks=marks.marks[before.marks :],
            figures=marks.figures[before.figures :],
            links=marks.links[before.links :],
            bookmarks=self.bookmarks[before.bookmarks :],
            things=self._things[before.things :],
            needs=self._needs[before.needs :],
        )

    def end_page(self) -> None:
        """End the page."""
        self.pages.append(Page(self.file.add(), Stream.deflated("", self._content())))
        self._mcid = 0
        self._code = []
        if self._pen:
            self._pen.begin(self._code)

    def add_needs(self, needs: tuple[Need, ...] | None) -> None:
        """Note which faces and glyphs a text needs; None where that is not all it needs."""
        if needs is None:
            self.is_repeatable = False
        else:
            self._needs += needs

    def add_marked(self, owner: Owner | Artifact, operators: str) -> None:
        """Draw operators that are known, marked as belonging to a node or as decoration."""
        if not self._marking:
            operators = f"{self._beginning(owner)}\n{operators}\nEMC"
        self._code.append(operators)

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
        name = self._names.get(thing) or self._name(thing, f"X{len(self._names)}")
        self._things.append((name, thing))
        numbers = " ".join(number(value, 4) for value in matrix)
        self._code.append(f"q {numbers} cm /{name} Do Q")

    def _name(self, thing: Stream, name: str) -> str:
        """Put a picture or figure into the file under a name."""
        self._names[thing] = name
        self.objects[name] = self.file.add(thing)
        return name

    def fill_rectangle(self, colour: str, place: Rectangle, radius: float = 0.0) -> None:
        """Fill a rectangle, given its left and lower edge, its width and height."""
        shape = _rounded(*place, radius) if radius else _square(place)
        self._code.append(f"{fill_colour(colour)}\n{shape} f")

    def fill_rectangles(self, colour: str, places: Iterable[Rectangle]) -> None:
        """Fill rectangles of one colour as one shape."""
        self._code.append(f"{fill_colour(colour)}\n{' '.join(map(_square, places))} f")

    def stroke_rectangle(self, colour: str, width: float, place: Rectangle) -> None:
        """Draw the outline of a rectangle."""
        self._code.append(f"{_stroke(colour, width)}\n{_square(place)} S")

    def stroke_line(
        self, colour: str, width: float, start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        """Draw a line."""
        ends = f"{' '.join(map(number, start))} m {' '.join(map(number, end))} l"
        self._code.append(f"{_stroke(colour, width)}\n{ends} S")

    def add_link(self, owner: Owner, rectangle: tuple[float, float, float, float]) -> None:
        """Note where words stand that are a link."""
        self.marks.links.append((owner, Area(len(self.pages), rectangle)))

    def add_figure(self, node: str, rectangle: tuple[float, float, float, float]) -> None:
        """Note where the picture of a node stands."""
        self.marks.figures.append((node, Area(len(self.pages), rectangle)))

    def add_bookmark(self, key: str, words: str, level: int, top: float) -> None:
        """Note an entry of the outline that leads to a height of this page."""
        self.bookmarks.append(Bookmark(key, words, level, len(self.pages), top))

    def _content(self) -> bytes:
        return "\n".join(self._code).encode("ascii")


@cache
def fill_colour(colour: str) -> str:
    """Return what sets the colour of words and shapes, which is written '#RRGGBB'."""
    return f"{_parts(colour)} rg"


def _stroke(colour: str, width: float) -> str:
    """Return what sets the colour and width of lines."""
    return f"{_parts(colour)} RG {number(width)} w"


def _parts(colour: str) -> str:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return " ".join(map(number, parts))


def _square(place: Rectangle) -> str:
    return f"{' '.join(map(number, place))} re"


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

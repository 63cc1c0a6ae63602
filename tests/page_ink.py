"""Read back what stands on the pages of a tagged PDF: words, shapes and pictures, each with its
place, its colour and the element of the structure that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Object
from text_engine import moved, to_unicode

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_INLINE: Final = {"Link", "Span"}
_BLACK: Final = "#000000"
_UPRIGHT: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(eq=False)
class Element:
    """A structure element; links and spans are part of their parent."""

    kind: str
    above: tuple[Element, ...]
    ordered: bool = False
    """Whether it is a list of steps."""
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Page and MCID of each piece of marked content, in reading order."""

    def inside(self, *kinds: str) -> Element | None:
        """Return the closest ancestor of some kinds."""
        return next((other for other in reversed(self.above) if other.kind in kinds), None)


@dataclass(frozen=True)
class Ink:
    """Anything painted on a page."""

    page: int
    box: Box
    colour: str
    mark: int | None
    footer: bool
    drawn: bool
    """Whether it is part of a drawing, which has its own scale."""


@dataclass(frozen=True)
class Words(Ink):
    """A string of glyphs on one baseline; its box goes from the baseline up to the size."""

    text: str
    size: float
    font: str

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def baseline(self) -> float:
        return self.box[1]


@dataclass(frozen=True)
class Shape(Ink):
    """A path that is filled or stroked."""

    filled: bool


@dataclass(frozen=True)
class Picture(Ink):
    """A photo or a drawn figure."""

    name: str
    pixels: tuple[int, int] | None
    """Width and height of a photo."""


@dataclass
class File:
    """Everything read from a file."""

    sizes: list[tuple[float, float]]
    """Width and height of each page."""
    ink: list[Ink]
    elements: list[Element]
    forms: set[str]
    """The colours in drawn figures."""
    owners: dict[tuple[int, int], Element]

    def owner(self, ink: Ink) -> Element | None:
        """Return the element of some ink; None for artifacts."""
        return None if ink.mark is None else self.owners[ink.page, ink.mark]

    def of(self, element: Element) -> list[Ink]:
        """Return the ink of an element and its descendants, in reading order."""
        below = [other for other in self.elements if other is element or element in other.above]
        return [ink for other in below for mark in other.marks for ink in self._by_mark[mark]]

    def words(self) -> list[Words]:
        """Return all words that are not part of a drawing."""
        return [ink for ink in self.ink if isinstance(ink, Words) and not ink.drawn]

    def shapes(self) -> list[Shape]:
        """Return all shapes that are not part of a drawing."""
        return [ink for ink in self.ink if isinstance(ink, Shape) and not ink.drawn]

    def __post_init__(self) -> None:
        self._by_mark: dict[tuple[int, int], list[Ink]] = {mark: [] for mark in self.owners}
        for ink in self.ink:
            if ink.mark is not None:
                self._by_mark[ink.page, ink.mark].append(ink)


def read_file(data: bytes) -> File:
    """Read the pages and the structure tree of a file."""
    with pikepdf.open(BytesIO(data)) as file:
        pages = {page.obj.objgen: index for index, page in enumerate(file.pages)}
        elements = [*_elements(file.Root.StructTreeRoot.K[0], (), None, pages)]
        ink: list[Ink] = []
        forms: set[str] = set()
        fonts: dict[tuple[int, int], _Font] = {}
        for number, page in enumerate(file.pages):
            reader = _Reader(page, number, fonts)
            ink += reader.ink
            forms |= reader.forms
        sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in file.pages]
    owners = {mark: element for element in elements for mark in element.marks}
    return File(sizes, ink, elements, forms, owners)


def _elements(
    thing: Object,
    above: tuple[Element, ...],
    page: Object | None,
    pages: dict[tuple[int, int], int],
) -> Iterator[Element]:
    kind = str(thing.S)[1:]
    element = above[-1] if kind in _INLINE else Element(kind, above)
    if kind not in _INLINE:
        numbering = thing.get("/A", Dictionary()).get("/ListNumbering")
        element.ordered = str(numbering) == "/Decimal"
        yield element
        above = (*above, element)
    page = thing.get("/Pg", page)
    kids = thing.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            assert page is not None
            element.marks.append((pages[page.objgen], kid))
        elif kid.get("/Type") == "/MCR":
            element.marks.append((pages[kid.Pg.objgen], int(kid.MCID)))
        elif kid.get("/Type") != "/OBJR":
            yield from _elements(kid, above, page, pages)


class _Font:
    """The text and advance width of each code of a font."""

    def __init__(self, font: Object) -> None:
        self.name = str(font.BaseFont).partition("+")[2]
        self.texts = to_unicode(font)
        self._widths: dict[int, float] = {}
        inner = font.DescendantFonts[0]
        self._default = float(inner.get("/DW", 1000))
        rest = list(inner.get("/W", Array()))
        while rest:
            first, second = int(rest.pop(0)), rest.pop(0)
            if isinstance(second, Array):
                self._widths |= {first + n: float(width) for n, width in enumerate(second)}
            else:
                width = float(rest.pop(0))
                self._widths |= dict.fromkeys(range(first, int(second) + 1), width)

    def read(self, array: Array) -> tuple[str, float]:
        """Return the text of an array of strings, and its width at size 1."""
        text, width = "", 0.0
        for part in array:
            if isinstance(part, pikepdf.String):
                codes = bytes(part)
                for place in range(0, len(codes), 2):
                    code = int.from_bytes(codes[place : place + 2], "big")
                    text += self.texts[code]
                    width += self._widths.get(code, self._default)
            else:
                width -= float(part)
        return text, width / 1000


@dataclass(frozen=True)
class _State:
    """The graphics state that q saves and Q restores."""

    matrix: tuple[float, ...] = _UPRIGHT
    fill: str = _BLACK
    line: str = _BLACK
    width: float = 1.0

    def at(self, *points: tuple[float, float]) -> Box:
        """Return the bounding box of points in user space."""
        a, b, c, d, e, f = self.matrix
        xs = [a * x + c * y + e for x, y in points]
        ys = [b * x + d * y + f for x, y in points]
        return min(xs), min(ys), max(xs), max(ys)


class _Reader:
    """Interprets the operators of a page."""

    def __init__(
        self, page: pikepdf.Page, number: int, fonts: dict[tuple[int, int], _Font]
    ) -> None:
        self.ink: list[Ink] = []
        self.forms: set[str] = set()
        self._number = number
        self._resources = page.obj.Resources
        self._fonts = fonts
        self._state = _State()
        self._kept: list[_State] = []
        self._open: list[tuple[int | None, bool, str | None]] = []
        self._path: list[tuple[float, float]] = []
        self._font: tuple[_Font | None, float] = (None, 0.0)
        self._at = (0.0, 0.0)
        for instruction in pikepdf.parse_content_stream(page):
            does = self._DOES.get(str(instruction.operator))
            if does:
                does(self, instruction.operands)

    def _values(self) -> dict[str, Any]:
        mark = next((mark for mark, _, _ in self._open if mark is not None), None)
        footer = any(footer for _, footer, _ in self._open)
        drawn = self._state.matrix != _UPRIGHT
        return {"page": self._number, "mark": mark, "footer": footer, "drawn": drawn}

    def _begin(self, operands: Any) -> None:  # noqa: ANN401 -- operands are of any kind
        properties = operands[-1] if isinstance(operands[-1], Dictionary) else Dictionary()
        mark, instead = properties.get("/MCID"), properties.get("/ActualText")
        footer = properties.get("/Subtype") == "/Footer"
        text = None if instead is None else str(instead)
        self._open.append((None if mark is None else int(mark), footer, text))

    def _end(self, _: Any) -> None:  # noqa: ANN401 -- as above
        _, _, instead = self._open.pop()
        if instead is not None and isinstance(self.ink[-1], Words):
            self.ink[-1] = replace(self.ink[-1], text=self.ink[-1].text + instead)

    def _choose(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        font = self._resources.Font[str(operands[0])]
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = _Font(font)
        self._font = self._fonts[font.objgen], float(operands[1])

    def _move(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        self._at = float(operands[4]), float(operands[5])

    def _begin_text(self, _: Any) -> None:  # noqa: ANN401 -- as above
        self._at = (0.0, 0.0)

    def _move_on(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        self._at = moved(self._at, operands)

    def _show(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        font, size = self._font
        assert font
        text, width = font.read(operands[0])
        x, y = self._at
        box = self._state.at((x, y), (x + width * size, y + size))
        actual = "" if any(instead is not None for _, _, instead in self._open) else text
        self.ink.append(
            Words(
                **self._values(),
                box=box,
                colour=self._state.fill,
                text=actual,
                size=size,
                font=font.name,
            )
        )

    def _save(self, _: Any) -> None:  # noqa: ANN401 -- as above
        self._kept.append(self._state)

    def _restore(self, _: Any) -> None:  # noqa: ANN401 -- as above
        self._state = self._kept.pop()

    def _transform(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        a, b, c, d, e, f = map(float, operands)
        m = self._state.matrix
        matrix = (
            a * m[0] + b * m[2],
            a * m[1] + b * m[3],
            c * m[0] + d * m[2],
            c * m[1] + d * m[3],
            e * m[0] + f * m[2] + m[4],
            e * m[1] + f * m[3] + m[5],
        )
        self._state = replace(self._state, matrix=matrix)

    def _fill_colour(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        self._state = replace(self._state, fill=_colour(operands))

    def _line_colour(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        self._state = replace(self._state, line=_colour(operands))

    def _rectangle(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        x, y, width, height = map(float, operands)
        self._path += [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]

    def _points(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        values = [*map(float, operands)]
        self._path += [*zip(values[::2], values[1::2], strict=True)]

    def _paint(self, *, filled: bool) -> None:
        colour = self._state.fill if filled else self._state.line
        box = self._state.at(*self._path)
        self.ink.append(Shape(**self._values(), box=box, colour=colour, filled=filled))
        self._path = []

    def _fill(self, _: Any) -> None:  # noqa: ANN401 -- as above
        self._paint(filled=True)

    def _stroke(self, _: Any) -> None:  # noqa: ANN401 -- as above
        self._paint(filled=False)

    def _forget(self, _: Any) -> None:  # noqa: ANN401 -- as above
        self._path = []

    def _place(self, operands: Any) -> None:  # noqa: ANN401 -- as above
        thing = self._resources.XObject[str(operands[0])]
        box = (0.0, 0.0, 1.0, 1.0)
        pixels = None
        if thing.Subtype == "/Image":
            pixels = int(thing.Width), int(thing.Height)
        else:
            left, bottom, right, top = map(float, thing.BBox)
            box = left, bottom, right, top
            self.forms |= {
                _colour(each.operands)
                for each in pikepdf.parse_content_stream(thing)
                if str(each.operator) in _COLOURS
            }
        corners = [(x, y) for x in box[::2] for y in box[1::2]]
        place = self._state.at(*corners)
        name = str(operands[0])
        self.ink.append(
            Picture(**self._values(), box=place, colour=_BLACK, name=name, pixels=pixels)
        )

    _DOES: Final = {
        "BDC": _begin,
        "BMC": _begin,
        "EMC": _end,
        "Tf": _choose,
        "BT": _begin_text,
        "Td": _move_on,
        "Tm": _move,
        "TJ": _show,
        "q": _save,
        "Q": _restore,
        "cm": _transform,
        "rg": _fill_colour,
        "g": _fill_colour,
        "k": _fill_colour,
        "RG": _line_colour,
        "G": _line_colour,
        "K": _line_colour,
        "re": _rectangle,
        "m": _points,
        "l": _points,
        "c": _points,
        "f": _fill,
        "f*": _fill,
        "B": _fill,
        "B*": _fill,
        "b": _fill,
        "S": _stroke,
        "s": _stroke,
        "n": _forget,
        "Do": _place,
    }


_COLOURS: Final = {"rg", "g", "k", "RG", "G", "K"}


def _colour(operands: Any) -> str:  # noqa: ANN401 -- as above
    """Return a colour as '#RRGGBB', or its operands for CMYK."""
    parts = [float(part) for part in operands]
    if len(parts) == 4:
        return f"inks {parts}"
    parts = parts * 3 if len(parts) == 1 else parts
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)

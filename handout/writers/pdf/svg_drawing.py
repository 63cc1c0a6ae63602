"""Draw SVG drawings: shapes and text as such where PDF can show them, the rest as pixels.

Both engines share the parser of resvg, which follows what browsers draw: svg2pdf makes form
XObjects (ISO 32000-1, 8.10), resvg pixels.
"""

from __future__ import annotations

import re
from math import ceil, sqrt
from pathlib import Path
from typing import Final, Self

import resvg_py
import svg2pdf_py
from msgspec import Struct
from msgspec.structs import replace

from handout import limits
from handout.disk_cache import cached
from handout.document import Figure
from handout.svg_tree import Drawing, SvgElement, elements, text_of, write_svg
from handout.theme import FontCut
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.file import REFERENCE, Family
from handout.writers.pdf.inline_text import TextSetter
from handout.writers.pdf.marks import Owner


class FontedDrawing(Struct, frozen=True):
    """A drawing with its text in the handout's fonts, whatever its own."""

    source: str
    """An SVG file, in which each text names the family that has its characters."""
    fonts: tuple[str, ...]
    """The font files of these families."""
    as_text: bool
    """Whether each character has a glyph of its own: svg2pdf tells readers of no others."""
    width: float
    height: float
    """In pixels of CSS."""

    @classmethod
    def of(cls, drawing: Drawing, figure: Figure, setter: TextSetter) -> Self:
        """Return a drawing with its fonts; note characters in no font."""
        fonts: dict[str, None] = {}
        simple: list[bool] = []

        def family_of(element: SvgElement) -> str:
            # One for the whole text, because resvg shapes it at once.
            text, owner = text_of(element), Owner(figure.id)
            faces = [setter.face_of(text, cut, owner, element.origin) for cut in FontCut]
            fonts.update((str(face.path), None) for face in faces)
            simple.extend(face.is_one_to_one(text) for face in faces)
            return f"'{faces[0].family}'"

        def fonted(element: SvgElement) -> SvgElement:
            attributes = {k: v for k, v in element.attributes.items() if k != "font-family"}
            if element.name == "text":
                attributes["font-family"] = family_of(element)
            children = [
                child if isinstance(child, str) else fonted(child) for child in element.children
            ]
            return replace(element, attributes=attributes, children=children)

        source = write_svg(fonted(drawing.root))
        return cls(source, tuple(fonts), all(simple), drawing.width, drawing.height)

    def as_pixels(self, width: float) -> bytes:
        """Return it as a PNG file of a width in points; raise ValueError if resvg cannot."""
        most = sqrt(limits.DRAWN_PIXELS * self.width / self.height)
        pixels = ceil(min(width / 72 * _DPI, most))
        return cached(
            lambda: resvg_py.svg_to_bytes(
                self.source, width=pixels, skip_system_fonts=True, font_files=[*self.fonts]
            ),
            b"drawing",
            resvg_py.__resvg_version__.encode(),
            str(pixels).encode(),
            *(Path(font).read_bytes() for font in self.fonts),
            self.source.encode(),
        )


_DPI: Final = 600
"""Of what only pixels can show, such as a shadow: that of lines in photos."""


class FormGraphic:
    """A drawing as a form whose lower left corner is the origin."""

    natural: tuple[float, float] | None = None
    below = 0.0

    def __init__(self, drawing: FontedDrawing, *, grey: bool) -> None:
        """Make the form; raise ValueError or RuntimeError if svg2pdf cannot."""
        self.ratio = drawing.height / drawing.width
        fonts = svg2pdf_py.FontDatabase()
        for font in drawing.fonts:
            fonts.load_font_file(font)
        options = svg2pdf_py.ConversionOptions(embed_text=drawing.as_text)
        objects = _objects(svg2pdf_py.svg_to_chunk(drawing.source, fonts, options))
        number, keys, content = objects[0]
        # svg2pdf scales the form to 1 by 1, as an image.
        objects[0] = number, _MATRIX.sub("", keys), content
        if grey:
            objects.insert(0, _grey_form(number, drawing.width, drawing.height))
        self._form = Family(objects)
        self._width, self._height = drawing.width, drawing.height

    def draw(self, canvas: MarkedCanvas, x: float, y: float, width: float, height: float) -> None:
        """Draw it into a rectangle whose lower left corner is (x, y)."""
        canvas.paint(self._form, (width / self._width, 0, 0, height / self._height, x, y))


def needs_pixels(drawing: Drawing) -> bool:
    """Return whether a drawing has what PDF cannot show.

    Filters, and gradients that repeat; viewers leave seams between the tiles of a pattern.
    """
    return any(
        element.name == "pattern"
        or element.attributes.get("filter", "none") != "none"
        or element.attributes.get("spreadMethod", "pad") != "pad"
        for element in elements(drawing.root)
    )


_OBJECT: Final = re.compile(rb"\s*(\d+) 0 obj\n<<\n(.*?)\n>>\n(endobj|stream\n)", re.DOTALL)
_LENGTH: Final = re.compile(r"\n? *\/Length (\d+)")
_MATRIX: Final = re.compile(r"/Matrix \[[^\]]*\] ?")
_RESOURCES: Final = re.compile(r"(?:^ *\/[a-z]+\d+ .*\n){2,}", re.MULTILINE)
"""Lines of a resource dictionary; svg2pdf writes them in any order."""


def _objects(chunk: bytes) -> list[tuple[int, str, bytes | None]]:
    """Return the number, text or stream dictionary, and data of each object, the form first.

    A chunk is a sequence of indirect objects, none of which refers to the form.
    """
    found: list[tuple[int, str, bytes | None]] = []
    place = 0
    while match := _OBJECT.match(chunk, place):
        number, text = int(match[1]), match[2].decode("ascii")
        text = _RESOURCES.sub(
            lambda lines: "".join(sorted(lines[0].splitlines(keepends=True))), text
        )
        if match[3] == b"endobj":
            found.append((number, f"<<{' '.join(text.split())}>>", None))
            place = match.end()
        else:
            keys, length = _without_length(text)
            end = match.end() + length
            found.append((number, keys, chunk[match.end() : end]))
            place = chunk.index(b"endobj", end) + len(b"endobj")
    referred = {int(number) for _, text, _ in found for number in REFERENCE.findall(text)}
    return sorted(found, key=lambda each: each[0] in referred)


def _without_length(keys: str) -> tuple[str, int]:
    """Return the entries of a stream dictionary but its length, which is added again later."""
    before, length, after = _LENGTH.split(keys, maxsplit=1)
    return " ".join(f"{before}{after}".split()), int(length)


def _grey_form(number: int, width: float, height: float) -> tuple[int, str, bytes]:
    """Return a form that draws a form of a size, given its number, in greys.

    White above it takes the luminosity of what is below (ISO 32000-1, 11.3.5.3).
    """
    keys = (
        f"/Type /XObject /Subtype /Form /BBox [0 0 {width:g} {height:g}]"
        " /Group <</Type /Group /S /Transparency /I true /CS /DeviceRGB>>"
        f" /Resources <</XObject <</D {number} 0 R>>"
        " /ExtGState <</G <</Type /ExtGState /BM /Color>>>>>>"
    )
    ground = f"0 0 {width:g} {height:g} re f"
    return 0, keys, f"1 g {ground} q /D Do Q /G gs {ground}".encode("ascii")

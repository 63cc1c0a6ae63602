"""Write paragraphs to a PDF for tests of text layout, and read them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from handout.caches import Caches, Memo
from handout.colour import BLACK
from handout.errors import Origin, Problems
from handout.theme import FontCut, Style
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.marks import Owner
from handout.writers.pdf.pagetree import write_pages
from handout.writers.pdf.text import FontBook, Span, TextBox, Typography

FACES = Path(__file__).parent / "fonts"
BODY = Style(12, 15)
HERE = Origin("knee.yaml", 7, 3)
WORDS = Owner("words")


def typography(language: str = "en") -> Typography:
    """Return a text layout with the fonts of the project and the tests, but not of the system."""
    return engine_of(FontBook.of_project(FACES), language)


def engine_of(book: FontBook, language: str = "en") -> Typography:
    return Typography(book, language, Problems(), Memo(100))


def span(
    text: str, cut: FontCut = FontCut.REGULAR, owner: Owner = WORDS, language: str | None = None
) -> Span:
    return Span(
        text=text,
        style=BODY,
        cut=cut,
        colour=BLACK,
        origin=HERE,
        owner=owner,
        language=language,
    )


def paragraph(engine: Typography, *words: str | Span) -> TextBox:
    spans = [word if isinstance(word, Span) else span(word) for word in words]
    return engine.paragraph(spans, BODY)


def line_texts(engine: Typography, text: str, width: float) -> list[str]:
    """Return the text of each line of a paragraph."""
    return [
        "".join(cluster.text for piece in line.pieces for cluster in piece.clusters)
        for line in paragraph(engine, text).lines(width)
    ]


def drawn(engine: Typography, boxes: Sequence[TextBox], width: float = 300) -> MarkedCanvas:
    """Return a canvas with paragraphs one below the other."""
    for box in boxes:
        box.height(width)
    engine.problems.raise_errors()
    canvas = MarkedCanvas((595, 842), "en")
    top = 800.0
    for box in boxes:
        box.draw(canvas, 40, top, width)
        top -= box.height(width) + 10
    canvas.showPage()
    write_pages(canvas, Caches())
    return canvas


def written(engine: Typography, boxes: Sequence[TextBox], width: float = 300) -> bytes:
    """Return a PDF with paragraphs one below the other."""
    return drawn(engine, boxes, width).file.serialize("1.7")


def pdf_of(text: str, width: float = 300, language: str = "en") -> bytes:
    engine = typography(language)
    return written(engine, [paragraph(engine, text)], width)


@dataclass(frozen=True)
class Shown:
    """A string in a content stream."""

    text: str
    font: str
    x: float
    y: float


def shown(data: bytes) -> Iterator[Shown]:
    """Yield the strings of a page with their text or ActualText."""
    with pikepdf.open(BytesIO(data)) as pdf:
        page = pdf.pages[0]
        fonts = page.Resources.Font
        maps = {str(name): to_unicode(fonts[str(name)]) for name in fonts}
        font, position = "", (0.0, 0.0)
        stack: list[str | None] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "Tf":
                font = str(operands[0])
            elif operator == "BT":
                position = (0.0, 0.0)
            elif operator == "Td":
                position = moved(position, operands)
            elif operator == "BDC":
                instead = operands[1].get("/ActualText")
                stack.append(None if instead is None else str(instead))
            elif operator == "EMC":
                text = stack.pop()
                if text is not None:
                    yield Shown(text, font, *position)
            elif operator == "TJ" and not any(text is not None for text in stack):
                yield Shown(decoded(operands[0], maps[font]), font, *position)


def moved(position: tuple[float, float], by: Sequence[Any]) -> tuple[float, float]:
    """Return the start of a line after Td; files have three decimal places."""
    return round(position[0] + float(by[0]), 3), round(position[1] + float(by[1]), 3)


def decoded(array: Iterable[object], texts: dict[int, str]) -> str:
    """Return the text of the operand of TJ, by the ToUnicode map of its font."""
    codes = b"".join(bytes(part) for part in array if isinstance(part, pikepdf.String))
    pairs = [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]
    return "".join(texts[code] for code in pairs)


def to_unicode(font: pikepdf.Object) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", font.ToUnicode.read_bytes())
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in pairs
        if code != b"0000" or text != b"FFFF"
    }


def content_text(data: bytes) -> str:
    """Return the text of a page in the order of its content stream."""
    return "".join(string.text for string in shown(data))


def pdfium_text(data: bytes) -> str:
    """Return the text that pdfium extracts, including line ends."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        text: str = pdf[0].get_textpage().get_text_range()
    finally:
        pdf.close()
    return text

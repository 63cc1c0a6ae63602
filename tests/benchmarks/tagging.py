"""What tagging and shaping cost: the same handout set plainly and untagged, side by side.

    python tests/benchmarks/tagging.py

The plain writer shares composing, layout and pictures with the real one. Its text is set by
ReportLab's own Paragraph, without kerning, directions or fallback, and nothing is tagged.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.paraparser import ParaFrag

sys.path.insert(0, str(Path(__file__).parents[1]))

from pdf_facts import compose, page_texts

from handout.document import DocumentTree
from handout.resources import built_in
from handout.theme import STANDARD, Style
from handout.writers.pdf import write_pdf
from handout.writers.pdf.boxes import Box, Ink
from handout.writers.pdf.marks import Artifact, MarkedCanvas, Owner
from handout.writers.pdf.pages import add_feet, draw_pages, set_pages
from handout.writers.pdf.pagetree import write_pages
from handout.writers.pdf.text import Span
from handout.writers.pdf.typeset import Typesetter

ROUNDS = 9


class PlainCanvas(MarkedCanvas):
    """A page without marks."""

    @contextmanager
    def marked(self, _owner: Owner | Artifact) -> Iterator[None]:
        yield


class PlainText(Ink):
    """Words as ReportLab's own Paragraph sets them."""

    def __init__(self, spans: Sequence[Span], style: Style) -> None:
        self.owner = spans[0].owner
        self.space_before = style.space_before
        name = font(spans[0])
        looks = ParagraphStyle("plain", fontName=name, fontSize=style.size, leading=style.leading)
        fragments = [fragment(span) for span in spans]
        self._paragraph = Paragraph("", looks, frags=fragments)
        self._heights: dict[float, float] = {}
        words = "".join(span.text for span in spans)
        self.natural_width = float(pdfmetrics.stringWidth(words, name, style.size))

    def height(self, width: float) -> float:
        if width not in self._heights:
            self._heights[width] = float(self._paragraph.wrap(width + 0.01, 1e6)[1])
        return self._heights[width]

    def draw(self, canvas: MarkedCanvas, x: float, top: float, width: float) -> None:
        self._paragraph.wrap(width + 0.01, 1e6)
        self._paragraph.drawOn(canvas.pen, x, top - self.height(width))


def fragment(span: Span) -> ParaFrag:
    """Return the words of a span as ReportLab's paragraphs take them."""
    made = ParaFrag()
    made.fontName, made.fontSize, made.textColor = (
        font(span),
        span.style.size,
        HexColor(span.colour),
    )
    made.text, made.rise, made.us_lines, made.link, made.backColor = span.text, 0, [], [], None
    return made


def font(span: Span) -> str:
    """Return the name of a span's font, registering it once."""
    name = f"AtkinsonHyperlegibleNext-{span.cut.name.capitalize()}"
    if name not in pdfmetrics.getRegisteredFontNames():
        path = built_in("fonts") / "atkinson-hyperlegible-next" / f"{name}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


class PlainTypography:
    """The doors of the real one that the typesetter knocks at."""

    def paragraph(self, spans: Sequence[Span], style: Style) -> Box:
        return PlainText(spans, style)

    def line(self, text: str, style: Style, owner: Owner | Artifact, origin: object = None) -> Box:
        span = Span(
            text=text, style=style, cut=style.face, colour=style.colour, owner=owner, origin=None
        )
        return PlainText([span], style)


def write_plainly(document: DocumentTree) -> bytes:
    """Return the document untagged and unshaped; ReportLab's fonts stay outside the file."""
    typography: Any = PlainTypography()
    typesetter = Typesetter(STANDARD, typography, document)
    pages = set_pages(document, STANDARD, typesetter)
    add_feet(pages, document, STANDARD, typesetter)
    canvas = PlainCanvas(STANDARD.paper.value, document.language)
    draw_pages(canvas, pages, document)
    write_pages(canvas)
    return canvas.file.serialize()


def long_handout(folder: Path, times: int) -> DocumentTree:
    """Compose the first handout with its entries several times over."""
    names = [path.stem for path in sorted(built_in("content").glob("[es]*/*.yaml"))]
    (folder / "handouts").mkdir()
    sections = f"sections: [{{heading: All, entries: [{', '.join(names * times)}]}}]"
    (folder / "handouts" / "long.yaml").write_text(f"title: Long\n{sections}\n", "utf-8")
    return compose("long", folder)


def main() -> None:
    """Print the ratios of CPU time and of size."""
    with tempfile.TemporaryDirectory() as folder:
        documents = {"first handout": compose("it-band-pain")}
        documents["long handout"] = long_handout(Path(folder), 5)
        print("tagged and shaped, to plain and untagged; CPU is the median of", ROUNDS, "rounds")
        for name, document in documents.items():
            tagged, plain = write_pdf(document, STANDARD), write_plainly(document)
            seconds: dict[str, list[float]] = {"tagged": [], "plain": []}
            for _ in range(ROUNDS):
                for key, write in (
                    ("tagged", lambda d: write_pdf(d, STANDARD)),
                    ("plain", write_plainly),
                ):
                    start = process_time()
                    write(document)
                    seconds[key].append(process_time() - start)
            cpu = median(seconds["tagged"]) / median(seconds["plain"])
            pages = len(page_texts(tagged))
            print(
                f"{name}: {pages} pages"
                f" · CPU {median(seconds['tagged']):.3f} s, ratio {cpu:.2f}"
                f" · size {len(tagged):,} bytes, ratio {len(tagged) / len(plain):.2f}"
            )


if __name__ == "__main__":
    main()

"""Drawings look on paper and in HTML as a browser shows their files."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import verapdf
from pdf_facts import FURNITURE, write_pdf
from PIL import Image as Pillow
from PIL import ImageChops
from svg_cases import CASES, FILES, TEXTS
from text_engine import FACES, HERE
from web_tools import browse

from handout.document import DocumentTree, Figure, Image
from handout.svg_file import read_svg
from handout.theme import STANDARD, Theme

WIDTH = 400
"""Pixels in the width of each drawing compared."""
COLUMNS = 8
EDGE = 0.05
"""Points around a drawing, less than half a pixel."""
DRAWINGS = FILES | {
    name: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{inside}</svg>'
    for name, inside in CASES.items()
}


def shown(sources: list[bytes], folder: Path, scheme: str = "light") -> list[Pillow.Image]:
    """Return files as Chromium shows them as images, on white."""
    places = [(n % COLUMNS * WIDTH, n // COLUMNS * 2 * WIDTH) for n in range(len(sources))]
    images = "".join(
        f'<img src="data:image/svg+xml;base64,{b64encode(source).decode()}"'
        f' style="position: absolute; left: {left}px; top: {top}px; width: {WIDTH}px">'
        for source, (left, top) in zip(sources, places, strict=True)
    )
    page = folder / "page.html"
    page.write_text(f"<!DOCTYPE html><body style='margin: 0; background: white'>{images}")
    heights = "[...document.images].map(image => image.getBoundingClientRect().height)"
    job = {
        "path": str(page),
        "width": COLUMNS * WIDTH,
        "features": {"prefers-color-scheme": scheme},
        "scripts": [heights],
    }
    (result,) = browse([{**job, "screenshot": True}])
    whole = Pillow.open(BytesIO(b64decode(result["screenshot"]))).convert("RGB")
    return [
        whole.crop((left, top, left + WIDTH, top + round(height)))
        for (left, top), height in zip(places, result["result"], strict=True)
    ]


def document_of(sources: Mapping[str, str], folder: Path) -> DocumentTree:
    """Return a document with a figure for each source."""
    figures = []
    for number, source in enumerate(sources.values()):
        path = folder / f"{number}.svg"
        path.write_text(source, "utf-8")
        figure = Figure(id=f"f{number}", origin=HERE, picture=Image(path), alt=f"Case {number}")
        figures.append(figure)
    return DocumentTree(
        title="Cases",
        language="en",
        author="",
        folio="{page}{pages}",
        furniture=FURNITURE,
        children=tuple(figures),
    )


def printed(source: str, folder: Path, theme: Theme = STANDARD) -> Pillow.Image:
    """Return a drawing as PDFium shows it on a page."""
    data = write_pdf(document_of({"": source}, folder), theme)
    with pikepdf.open(BytesIO(data)) as pdf:
        (box,) = [
            each.A.BBox
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        left, bottom, right, top = map(float, box)
        # PDFium draws an image over every pixel that it touches.
        pdf.pages[0].MediaBox = [left - EDGE, bottom - EDGE, right + EDGE, top + EDGE]
        cut = BytesIO()
        pdf.save(cut)
    page = pypdfium2.PdfDocument(cut.getvalue())[0]
    # The number of pixels is rounded up, and the page fills them.
    rendered = page.render(scale=(WIDTH - 0.5) / page.get_width()).to_pil().convert("RGB")
    assert isinstance(rendered, Pillow.Image)
    return rendered


def difference(one: Pillow.Image, other: Pillow.Image) -> float:
    """Return the fraction of pixels of which a component differs by more than an eighth.

    At half the size, so that edges smoothed in other ways do not count.
    """
    assert abs(one.height - other.height) <= 1
    size = (0, 0, WIDTH, min(one.height, other.height))
    half = [image.crop(size).reduce(2) for image in (one, other)]
    red, green, blue = ImageChops.difference(*half).split()
    largest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(largest.histogram()[33:]) / (largest.width * largest.height)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Pillow.Image]:
    sources = [source.encode() for source in DRAWINGS.values()]
    images = shown(sources, tmp_path_factory.mktemp("browser"))
    return dict(zip(DRAWINGS, images, strict=True))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_printed_as_a_browser_shows_it(
    name: str, browser: Mapping[str, Pillow.Image], tmp_path: Path
) -> None:
    assert difference(printed(DRAWINGS[name], tmp_path), browser[name]) < 0.02


def test_a_drawing_on_a_dark_screen_is_that_of_its_file_on_white(
    browser: Mapping[str, Pillow.Image], tmp_path: Path
) -> None:
    files = [read_svg(source.encode(), "case.svg").data for source in DRAWINGS.values()]
    dark = shown(files, tmp_path, "dark")
    different = {
        name: fraction
        for (name, image), other in zip(browser.items(), dark, strict=True)
        if (fraction := difference(image, other)) > 0.002
    }
    assert different == {}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_grey_on_a_page_without_colours(name: str, tmp_path: Path) -> None:
    coloured = printed(DRAWINGS[name], tmp_path)
    grey = printed(DRAWINGS[name], tmp_path, STANDARD.mono())
    assert difference(grey.convert("L").convert("RGB"), grey) == 0
    assert difference(coloured.convert("L").convert("RGB"), grey) < 0.01


@pytest.mark.parametrize("theme", [STANDARD, STANDARD.mono()], ids=["colour", "mono"])
def test_a_page_of_drawings_is_valid(theme: Theme, tmp_path: Path) -> None:
    data = write_pdf(document_of(DRAWINGS | TEXTS, tmp_path), theme, fonts=(FACES,))
    assert verapdf.faults(data, tmp_path) == []


def test_a_drawing_always_gives_the_same_bytes(tmp_path: Path) -> None:
    document = document_of(DRAWINGS | TEXTS, tmp_path)
    assert len({write_pdf(document, STANDARD, fonts=(FACES,)) for _ in range(3)}) == 1

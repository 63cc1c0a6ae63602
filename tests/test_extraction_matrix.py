"""Six independent readers copy text of many scripts as it was written."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Final
from unicodedata import normalize

import pdfminer.high_level
import pymupdf
import pypdf
import pypdfium2
import pytest
from scripts import LEFT_TO_RIGHT, RIGHT_TO_LEFT, TEXTS, engine_of_script
from text_engine import line_texts, paragraph
from web_tools import npm_package, program

from handout.caches import Caches
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.pagetree import write_pages

MEASURE: Final = 200


def _poppler(path: Path) -> list[str]:
    command = [program("pdftotext"), "-enc", "UTF-8", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def _pdfium(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def _mupdf(path: Path) -> list[str]:
    with pymupdf.open(path) as pdf:
        return [page.get_text() for page in pdf]


def _pdf_js(path: Path) -> list[str]:
    npm_package("pdfjs-dist")
    command = [program("node"), str(Path(__file__).parent / "pdfjs_text.mjs"), str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    pages: list[str] = json.loads(done.stdout)
    return pages


def _pdfminer(path: Path) -> list[str]:
    return pdfminer.high_level.extract_text(path).split("\f")[:-1]


def _pypdf(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(path.read_bytes())).pages]


READERS: Final[dict[str, Callable[[Path], list[str]]]] = {
    "poppler": _poppler,
    "pdfium": _pdfium,
    "mupdf": _mupdf,
    "pdf.js": _pdf_js,
    "pdfminer": _pdfminer,
    "pypdf": _pypdf,
}

FLOORS: Final = {
    "poppler": (0.92, 0.93, 0.92, 0.94, 0.45, 0.46, 0.13, 0.95),
    "pdfium": (0.96, 0.98, 1, 1, 0.97, 1, 0.73, 1),
    "mupdf": (1, 1, 1, 1, 1, 1, 1, 1),
    "pdf.js": (0.91, 0.89, 0.96, 0.92, 0.27, 0.34, 0.29, 0.91),
    "pdfminer": (1, 1, 1, 1, 1, 1, 1, 1),
    "pypdf": (0.37, 0.41, 0.07, 0.32, 0.32, 1, 0.13, 0.42),
}
"""How alike each right-to-left text is in a reader: some reverse what is in logical order."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return a file with a page for each text, and the text by its lines."""
    canvas = MarkedCanvas((595, 842), "en")
    expected = {}
    for name, (_, text) in TEXTS.items():
        engine = engine_of_script(name)
        box = paragraph(engine, text)
        engine.problems.raise_errors()
        expected[name] = _words("\n".join(line_texts(engine, text, MEASURE)))
        box.draw(canvas, 40, 800, MEASURE)
        canvas.showPage()
    write_pages(canvas, Caches())
    path = tmp_path_factory.mktemp("matrix") / "scripts.pdf"
    path.write_bytes(canvas.file.serialize("1.7"))
    return path, expected


def _words(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


@pytest.fixture(scope="module", params=READERS)
def read(
    request: pytest.FixtureRequest, written: tuple[Path, dict[str, str]]
) -> tuple[str, dict[str, str]]:
    """Return the name of a reader and each text as it copies it."""
    pages = READERS[request.param](written[0])
    return request.param, dict(zip(TEXTS, map(_words, pages), strict=True))


def test_a_reader_copies_left_to_right_text_as_it_was_written(
    read: tuple[str, dict[str, str]], written: tuple[Path, dict[str, str]]
) -> None:
    seen = {name: read[1][name] for name in LEFT_TO_RIGHT}
    assert seen == {name: written[1][name] for name in LEFT_TO_RIGHT}


def test_a_reader_copies_no_less_of_right_to_left_text_than_before(
    read: tuple[str, dict[str, str]], written: tuple[Path, dict[str, str]]
) -> None:
    reader, seen = read
    for name, floor in zip(RIGHT_TO_LEFT, FLOORS[reader], strict=True):
        alike = SequenceMatcher(None, written[1][name], seen[name], autojunk=False).ratio()
        assert alike >= floor, (name, seen[name])

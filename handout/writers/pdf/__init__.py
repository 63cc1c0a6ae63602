"""Write a document as PDF: tagged, archival and the same bytes for the same input.

Each file is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
"""

from __future__ import annotations

from pathlib import Path

from handout.caches import Caches
from handout.document import DocumentTree
from handout.document.editions import in_detail, with_logs
from handout.errors import Problems
from handout.theme import Theme
from handout.writers.pdf.boxes import Page
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.conformance import UA1_A2A
from handout.writers.pdf.metadata import write_metadata
from handout.writers.pdf.pages import add_feet, draw_pages, set_pages
from handout.writers.pdf.pagetree import write_pages
from handout.writers.pdf.sheets import fold, set_cards
from handout.writers.pdf.structure import build_structure
from handout.writers.pdf.structure_writer import write_structure
from handout.writers.pdf.text import FontBook, Typography, system_folders
from handout.writers.pdf.typeset import Typesetter


class PdfWriter:
    """Writes documents with one theme and one set of fonts.

    What it remembers from one document for the next never changes a byte of that one.
    """

    def __init__(self, theme: Theme, fonts: tuple[Path, ...] = ()) -> None:
        """Take the look of all documents, and folders of fonts.

        Characters that the project's own fonts lack are looked for in the folders `fonts`, then in
        the system's.
        """
        self._theme = theme
        self._book = FontBook.of_project(*fonts, *system_folders())
        self._caches = Caches()

    def write(self, document: DocumentTree) -> bytes:
        """Return a document as a PDF file.

        Raises HandoutError for a picture that cannot be read, for a character that no font has and
        for what does not fit on a page.
        """
        caches, language = self._caches, document.language
        document, theme = edited(document, self._theme)
        problems = Problems()
        typography = Typography(self._book, language, problems, caches.memo("paragraphs", 800))
        boxes = caches.memo("boxes", 4096, 8)
        typesetter = Typesetter(theme, typography, document, problems, boxes)
        pages = _pages(document, theme, typesetter)
        problems.raise_errors()
        canvas = MarkedCanvas(_sheet(theme), language)
        draw_pages(canvas, pages, document)
        structure = build_structure(document, canvas.marks)
        write_structure(structure, canvas, UA1_A2A, caches.memo("structure trees", 32, 8))
        write_pages(canvas, caches.memo("fonts", 16, 8))
        write_metadata(document, canvas.file, UA1_A2A)
        return canvas.file.serialize(UA1_A2A.version)


def write_pdf(document: DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return one document as a PDF file, as `PdfWriter.write` does."""
    return PdfWriter(theme, fonts).write(document)


def edited(document: DocumentTree, theme: Theme) -> tuple[DocumentTree, Theme]:
    """Return what an edition shows of a document, and its theme in the clinic's colour."""
    document = in_detail(document, theme.detail)
    if theme.cards:
        document = with_logs(document)
    return document, theme.with_accent(document.accent)


def _pages(document: DocumentTree, theme: Theme, typesetter: Typesetter) -> list[Page]:
    if theme.cards:
        return set_cards(document, theme, typesetter)
    pages = set_pages(document, theme, typesetter)
    add_feet(pages, document, theme, typesetter)
    return fold(pages, theme.page[0]) if theme.folded else pages


def _sheet(theme: Theme) -> tuple[float, float]:
    """Return the size of the file's pages; two pages of a booklet are side by side on a sheet."""
    width, height = theme.page
    return (2 * width, height) if theme.folded else (width, height)

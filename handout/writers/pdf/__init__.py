"""Write a Document as PDF: tagged, archival and the same bytes for the same input.

Each file is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
"""

from __future__ import annotations

from pathlib import Path

from handout.caches import Caches
from handout.document import DocumentTree
from handout.document.editions import in_detail, with_logs
from handout.memo import Memo, Variants
from handout.theme import Theme
from handout.writers.pdf.boxes import Page
from handout.writers.pdf.marks import MarkedCanvas
from handout.writers.pdf.metadata import write_metadata
from handout.writers.pdf.pages import add_feet, draw_pages, set_pages
from handout.writers.pdf.pagetree import write_pages
from handout.writers.pdf.repeats import Repeats
from handout.writers.pdf.sheets import fold, set_cards
from handout.writers.pdf.tags import write_structure
from handout.writers.pdf.text import FontBook, Texts, Typography, system_folders
from handout.writers.pdf.typeset import Made, Typesetter

_LOOKS = 8
"""Languages and clinics whose texts and boxes a press keeps."""
_BLOCKS = 512
"""Blocks of each whose boxes it keeps, by their ids."""
_TITLES = 16
"""Titles of documents whose structure it keeps."""
_EACH = 8
"""Forms in which it keeps each block, and each structure."""
_PAGES = 128
"""Drawn pages that it keeps, each in a few versions."""


class PdfWriter:
    """Write many documents with one theme and one set of fonts, faster each than alone.

    What it keeps from one document for the next never changes a byte of that one.
    """

    def __init__(self, theme: Theme, fonts: tuple[Path, ...] = ()) -> None:
        """Take how documents look, and folders of fonts.

        Characters that the project's own fonts lack are looked for in the folders `fonts`, then in
        the system's.
        """
        self._theme = theme
        self._book = FontBook.of_project(*fonts, *system_folders())
        self._texts: Memo[str, Texts] = Memo(_LOOKS)
        self._made: Memo[tuple[str, ...], Made] = Memo(_LOOKS)
        self._structures = Caches().memo("structure trees", _TITLES, _EACH)
        self._repeats: Repeats | None = None

    def write(self, document: DocumentTree) -> bytes:
        """Return the document as a PDF file.

        Raises HandoutError for a picture that cannot be read, for a character that no font has and
        for what is larger than a page.
        """
        document, theme = edited(document, self._theme)
        language = document.language
        known = self._texts.get(language)
        texts = known or self._texts.keep(language, Texts(self._book, language))
        typography = Typography(self._book, language, texts)
        look = (language, document.label_language, document.accent, document.furniture.changed)
        made = self._made.get(look) or self._made.keep(look, Variants(_BLOCKS, _EACH))
        typesetter = Typesetter(theme, typography, document, made)
        pages = _pages(document, theme, typesetter)
        typesetter.problems.extend(typography.problems.in_order())
        typesetter.problems.raise_errors()
        canvas = MarkedCanvas(_sheet(theme), language)
        draw_pages(canvas, pages, document, self._repeats)
        if self._repeats is None:
            # Who writes one document only need not keep anything of it.
            self._repeats = Repeats(_PAGES)
        write_structure(document, canvas, self._structures)
        write_pages(canvas)
        write_metadata(document, canvas.file)
        return canvas.file.serialize()


def write_pdf(document: DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return one document as a PDF file; see PdfWriter."""
    return PdfWriter(theme, fonts).write(document)


def edited(document: DocumentTree, theme: Theme) -> tuple[DocumentTree, Theme]:
    """Return what an edition shows of a document, and its theme in the clinic's colour."""
    document = in_detail(document, theme.detail)
    if theme.cards:
        document = with_logs(document)
    return document, theme.with_accent(document.accent) if document.accent else theme


def _pages(document: DocumentTree, theme: Theme, typesetter: Typesetter) -> list[Page]:
    if theme.cards:
        return set_cards(document, theme, typesetter)
    pages = set_pages(document, theme, typesetter)
    add_feet(pages, document, theme, typesetter)
    return fold(pages, theme.page[0]) if theme.folded else pages


def _sheet(theme: Theme) -> tuple[float, float]:
    """Return the size of the file's pages; two pages of a booklet stand on a sheet across."""
    width, height = theme.page
    return (2 * width, height) if theme.folded else (width, height)

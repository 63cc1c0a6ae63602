"""Write a Document as PDF: tagged, archival and the same bytes for the same input.

Each file is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
"""

from __future__ import annotations

from pathlib import Path

from reportlab import rl_config

from handout.document import Document, in_detail, same_language, with_logs
from handout.theme import Theme
from handout.writers.pdf.file import serialize
from handout.writers.pdf.marks import MarkedCanvas
from handout.writers.pdf.metadata import write_metadata
from handout.writers.pdf.pages import Page, add_feet, draw_pages, set_pages
from handout.writers.pdf.sheets import fold, set_cards
from handout.writers.pdf.tags import compose_structure, write_structure
from handout.writers.pdf.text import FontBook, Typography, system_folders
from handout.writers.pdf.typeset import Typesetter


def write_pdf(document: Document, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return the document as a PDF file.

    Characters that the project's own fonts lack are looked for in the folders `fonts`, then in the
    system's. Raises HandoutError for a picture that cannot be read, for a character that no font
    has and for what is larger than a page.
    """
    book = FontBook.of_project(*fonts, *system_folders())
    typography = Typography(book, document.language)
    foreign = not same_language(document.label_language or document.language, document.language)
    document, theme = edited(document, theme)
    typesetter = Typesetter(theme, typography, document.label_language if foreign else "")
    pages = _pages(document, theme, typesetter)
    typesetter.problems.extend(typography.problems.in_order())
    typesetter.problems.raise_errors()
    # ASCII85 around each stream costs a third of the time and a quarter of the size.
    rl_config.useA85 = 0
    canvas = MarkedCanvas(_sheet(theme), document.language)
    typography.embed(canvas)
    draw_pages(canvas, pages, document)
    canvas.close_outline()
    write_structure(compose_structure(document, canvas.marks), canvas)
    write_metadata(document, canvas)
    return serialize(canvas.document)


def edited(document: Document, theme: Theme) -> tuple[Document, Theme]:
    """Return what an edition shows of a document, and its theme in the clinic's colour."""
    document = in_detail(document, theme.detail)
    if theme.cards:
        document = with_logs(document)
    return document, theme.with_accent(document.accent) if document.accent else theme


def _pages(document: Document, theme: Theme, typesetter: Typesetter) -> list[Page]:
    if theme.cards:
        return set_cards(document, theme, typesetter)
    pages = set_pages(document, theme, typesetter)
    add_feet(pages, document, theme, typesetter)
    return fold(pages, theme.page[0]) if theme.folded else pages


def _sheet(theme: Theme) -> tuple[float, float]:
    """Return the size of the file's pages; two pages of a booklet stand on a sheet across."""
    width, height = theme.page
    return (2 * width, height) if theme.folded else (width, height)

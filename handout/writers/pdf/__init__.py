"""Write a Document as PDF: tagged, archival and the same bytes for the same input.

Each file is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
"""

from __future__ import annotations

from pathlib import Path

from handout.document import Document, same_language
from handout.theme import Theme
from handout.writers.pdf.marks import MarkedCanvas
from handout.writers.pdf.metadata import write_metadata
from handout.writers.pdf.pages import draw_pages, paginate, typeset_feet
from handout.writers.pdf.pagetree import write_pages
from handout.writers.pdf.tags import compose_structure, write_structure
from handout.writers.pdf.text import FontBook, Texts, Typography, system_folders
from handout.writers.pdf.typeset import Typesetter


class Press:
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
        self._texts: dict[str, Texts] = {}

    def write(self, document: Document) -> bytes:
        """Return the document as a PDF file.

        Raises HandoutError for a picture that cannot be read and for a character that no font has.
        """
        theme, language = self._theme, document.language
        texts = self._texts.setdefault(language, Texts(self._book, language))
        typography = Typography(self._book, language, texts)
        foreign = not same_language(document.label_language or language, language)
        typesetter = Typesetter(theme, typography, document.label_language if foreign else "")
        boxes = typesetter.typeset(document.children)
        pages = paginate(boxes, theme.text_width, theme.text_height)
        feet = typeset_feet(len(pages), document, theme, typography)
        typesetter.problems.extend(typography.problems.in_order())
        typesetter.problems.raise_errors()
        canvas = MarkedCanvas(theme.paper.value, language)
        draw_pages(canvas, pages, feet, document, theme)
        write_structure(compose_structure(document, canvas.marks), canvas)
        write_pages(canvas)
        write_metadata(document, canvas.file)
        return canvas.file.serialize()


def write_pdf(document: Document, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return one document as a PDF file; see Press."""
    return Press(theme, fonts).write(document)

"""Write a Document as PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from handout.document import Document
from handout.library import built_in
from handout.theme import Theme
from handout.writers.pdf.pages import draw_pages, paginate, set_feet
from handout.writers.pdf.text import FontBook, Typography, system_folders
from handout.writers.pdf.typeset import Typesetter

_FAMILY = "atkinson-hyperlegible-next"


def write_pdf(document: Document, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return the document as a PDF file.

    Characters that the project's own fonts lack are looked for in some folders, then in the
    system's. Raises HandoutError for a picture that cannot be read and for a character that no
    font has.
    """
    own = built_in("fonts")
    book = FontBook(own / _FAMILY, (own, *fonts, *system_folders()))
    typography = Typography(book, document.language)
    typesetter = Typesetter(theme, typography)
    pages = paginate(typesetter.typeset(document.children), theme.text_width, theme.text_height)
    feet = set_feet(len(pages), document, theme, typography)
    typesetter.problems.extend(typography.problems.in_order())
    typesetter.problems.raise_errors()
    file = BytesIO()
    # ASCII85 around each stream costs a third of the time and a quarter of the size.
    rl_config.useA85 = 0
    canvas = HandoutCanvas(
        file, pagesize=theme.paper.value, pageCompression=1, invariant=1, lang=document.language
    )
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    typography.embed(canvas)
    draw_pages(canvas, pages, feet, theme)
    canvas.save()
    return file.getvalue()


class HandoutCanvas(Canvas):  # type: ignore[misc] # ReportLab is untyped
    """A canvas whose pages begin empty."""

    def _make_preamble(self) -> None:
        # ReportLab's own selects Helvetica, which is then named in each page and not embedded.
        self._preamble = ""

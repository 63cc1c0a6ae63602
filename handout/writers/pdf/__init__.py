"""Write a Document as PDF."""

from __future__ import annotations

from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from handout.document import Document
from handout.theme import Face, Theme
from handout.writers.pdf.pages import draw_pages, paginate
from handout.writers.pdf.text import font_name
from handout.writers.pdf.typeset import Typesetter


def write_pdf(document: Document, theme: Theme) -> bytes:
    """Return the document as a PDF file.

    Raises HandoutError for a picture that cannot be read.
    """
    typesetter = Typesetter(theme)
    boxes = typesetter.typeset(document.children)
    typesetter.problems.raise_errors()
    pages = paginate(boxes, theme.text_width, theme.text_height)
    file = BytesIO()
    # ASCII85 around each stream costs a third of the time and a quarter of the size.
    rl_config.useA85 = 0
    canvas = Canvas(
        file,
        pagesize=theme.paper.value,
        pageCompression=1,
        invariant=1,
        initialFontName=font_name(Face.REGULAR),
        lang=document.language,
    )
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    draw_pages(canvas, pages, document, theme)
    canvas.save()
    return file.getvalue()

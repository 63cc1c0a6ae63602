"""Write a Document as PDF: tagged, archival and the same bytes for the same input.

Each file is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
"""

from __future__ import annotations

from reportlab import rl_config

from handout.document import Document
from handout.theme import Theme
from handout.writers.pdf.file import serialize
from handout.writers.pdf.marks import MarkedCanvas
from handout.writers.pdf.metadata import write_metadata
from handout.writers.pdf.pages import draw_pages, paginate
from handout.writers.pdf.tags import compose_structure, write_structure
from handout.writers.pdf.typeset import Typesetter


def write_pdf(document: Document, theme: Theme) -> bytes:
    """Return the document as a PDF file.

    Raises HandoutError for a picture that cannot be read.
    """
    typesetter = Typesetter(theme)
    boxes = typesetter.typeset(document.children)
    typesetter.problems.raise_errors()
    pages = paginate(boxes, theme.text_width, theme.text_height)
    # ASCII85 around each stream costs a third of the time and a quarter of the size.
    rl_config.useA85 = 0
    canvas = MarkedCanvas(theme.paper.value, document.language)
    draw_pages(canvas, pages, document, theme)
    canvas.close_outline()
    write_structure(compose_structure(document, canvas.marks), canvas)
    write_metadata(document, canvas)
    return serialize(canvas.document)
